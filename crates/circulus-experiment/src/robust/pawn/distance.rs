//! Kolmogorov-Smirnov distances of all slices of a key in one pass.

use super::super::super::dice::Dice;
use super::slices::Slices;

/// A point that was drawn.
#[derive(Debug, Clone, Copy)]
struct Item {
    point: u32,
    /// How often it was drawn.
    times: u32,
    /// Number of draws with a lower outcome.
    before: u32,
    /// Number of draws with an outcome as high or lower.
    through: u32,
}

/// Points drawn from a sample, from the lowest outcome to the highest.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    items: Vec<Item>,
    draws: u32,
}

/// A slice, while the points pass.
#[derive(Debug, Clone, Copy, Default)]
struct Passing {
    draws: i64,
    passed: i64,
    /// `through` of its last outcome.
    through: i64,
    /// The largest distance, times the draws of the slice and all draws: a whole number.
    largest: i64,
}

impl Drawn {
    /// Every point once. Outcomes are sorted.
    pub fn once(outcomes: &[f64]) -> Drawn {
        Drawn::new(outcomes, &vec![1; outcomes.len()])
    }

    /// As many points as there are, drawn with replacement.
    pub fn resampled(outcomes: &[f64], dice: &mut Dice) -> Drawn {
        let mut times = vec![0; outcomes.len()];
        for _ in 0..outcomes.len() {
            times[dice.below(outcomes.len())] += 1;
        }
        Drawn::new(outcomes, &times)
    }

    fn new(outcomes: &[f64], times: &[u32]) -> Drawn {
        let (mut items, mut draws, mut at) = (Vec::with_capacity(outcomes.len()), 0, 0);
        for level in outcomes.chunk_by(|a, b| a == b) {
            let times = &times[at..at + level.len()];
            let through = draws + times.iter().sum::<u32>();
            let drawn = times.iter().enumerate().filter(|(_, times)| **times > 0);
            items.extend(drawn.map(|(place, &times)| Item {
                point: (at + place) as u32,
                times,
                before: draws,
                through,
            }));
            (draws, at) = (through, at + level.len());
        }
        Drawn { items, draws }
    }

    /// Median and largest distance over the slices of which a point was drawn.
    pub fn median_and_max(&self, slices: &Slices) -> (f64, f64) {
        let mut passing = vec![Passing::default(); slices.sizes.len()];
        for item in &self.items {
            passing[usize::from(slices.of[item.point as usize])].draws += i64::from(item.times);
        }
        let all = i64::from(self.draws);
        // Between two outcomes of a slice its own distribution stands still and that of all points rises: the distance
        // is largest just after the one or just before the other.
        for item in &self.items {
            let slice = &mut passing[usize::from(slices.of[item.point as usize])];
            let through = i64::from(item.through);
            if slice.through != through {
                let after = slice.passed * all - slice.draws * slice.through;
                let before = slice.draws * i64::from(item.before) - slice.passed * all;
                slice.largest = slice.largest.max(after).max(before);
                slice.through = through;
            }
            slice.passed += i64::from(item.times);
        }
        let distance = |slice: &Passing| {
            let last = slice.draws * (all - slice.through);
            slice.largest.max(last) as f64 / (slice.draws * all) as f64
        };
        let mut distances: Vec<f64> = passing.iter().filter(|slice| slice.draws > 0).map(distance).collect();
        distances.sort_by(f64::total_cmp);
        let middle = |at: usize| distances.get(at).copied().unwrap_or(0.0);
        let median = 0.5 * (middle(distances.len().saturating_sub(1) / 2) + middle(distances.len() / 2));
        (median, distances.last().copied().unwrap_or(0.0))
    }
}
