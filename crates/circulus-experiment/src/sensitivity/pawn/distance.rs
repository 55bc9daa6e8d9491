//! Kolmogorov-Smirnov distances of all slices of a key in one pass.

use super::slices::Slices;
use crate::dice::Dice;

/// Most different outcomes that are counted for each slice; where there are more, points pass one by one.
const COUNTED: usize = 50;

/// A point that was drawn.
#[derive(Debug, Clone, Copy)]
struct Item {
    place: u32,
    /// How often it was drawn.
    times: u32,
    /// Which of the different outcomes it has, from the lowest.
    level: u32,
}

/// Points drawn from a sample, from the lowest outcome to the highest.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    items: Vec<Item>,
    /// Number of draws below each level; all draws at the end.
    below: Vec<i64>,
}

/// A slice, while the points pass.
#[derive(Debug, Clone, Copy, Default)]
struct Passing {
    draws: i64,
    passed: i64,
    /// Number of draws of all slices up to its last outcome, with those that are equal.
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
        let (mut items, mut below, mut place) = (Vec::with_capacity(outcomes.len()), vec![0], 0);
        let mut draws = 0;
        for (level, equal) in outcomes.chunk_by(|a, b| a == b).enumerate() {
            for &times in &times[place..place + equal.len()] {
                if times > 0 {
                    items.push(Item { place: place as u32, times, level: level as u32 });
                }
                draws += i64::from(times);
                place += 1;
            }
            below.push(draws);
        }
        Drawn { items, below }
    }

    /// Median and largest distance over the slices of which a point was drawn.
    pub fn median_and_max(&self, slices: &Slices) -> (f64, f64) {
        let levels = self.below.len() - 1;
        let found = if levels > COUNTED { self.passed(slices) } else { self.counted(slices) };
        let all = self.draws();
        let drawn = found.iter().filter(|slice| slice.draws > 0);
        let mut distances: Vec<f64> =
            drawn.map(|slice| slice.largest as f64 / (slice.draws * all) as f64).collect();
        distances.sort_by(f64::total_cmp);
        let at = |place: usize| distances.get(place).copied().unwrap_or(0.0);
        let last = distances.len().saturating_sub(1);
        (0.5 * (at(last / 2) + at(last.div_ceil(2))), at(last))
    }

    fn draws(&self) -> i64 {
        self.below.last().copied().unwrap_or(0)
    }

    /// The distances of outcomes of few values.
    fn counted(&self, slices: &Slices) -> Vec<Passing> {
        let (many, all) = (slices.sizes.len(), self.draws());
        let mut counts = vec![0u32; many * (self.below.len() - 1)];
        for item in &self.items {
            counts[item.level as usize * many + usize::from(slices.of[item.place as usize])] += item.times;
        }
        let mut found = vec![Passing::default(); many];
        for level in counts.chunks_exact(many) {
            found.iter_mut().zip(level).for_each(|(slice, &count)| slice.draws += i64::from(count));
        }
        for (level, through) in counts.chunks_exact(many).zip(&self.below[1..]) {
            for (slice, &count) in found.iter_mut().zip(level) {
                slice.passed += i64::from(count);
                slice.largest = slice.largest.max((slice.passed * all - slice.draws * through).abs());
            }
        }
        found
    }

    /// The distances of outcomes of many values. Between two outcomes of a slice its own distribution stands still and
    /// that of all points rises: the distance is largest just after the one or just before the other.
    fn passed(&self, slices: &Slices) -> Vec<Passing> {
        let all = self.draws();
        let mut found = vec![Passing::default(); slices.sizes.len()];
        for item in &self.items {
            found[usize::from(slices.of[item.place as usize])].draws += i64::from(item.times);
        }
        for item in &self.items {
            let slice = &mut found[usize::from(slices.of[item.place as usize])];
            let (below, through) = (self.below[item.level as usize], self.below[item.level as usize + 1]);
            if slice.through != through {
                let after = slice.passed * all - slice.draws * slice.through;
                let before = slice.draws * below - slice.passed * all;
                slice.largest = slice.largest.max(after).max(before);
                slice.through = through;
            }
            slice.passed += i64::from(item.times);
        }
        // After the last outcome of a slice.
        found.iter_mut().for_each(|slice| {
            slice.largest = slice.largest.max(slice.draws * (all - slice.through));
        });
        found
    }
}
