//! The exploration as a state that asks for a generation and is told its patterns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::grid::Pattern;
use crate::design::latin_hypercube;
use crate::dice::Dice;
use crate::search::variation::{Gene, children};

/// Settings of an exploration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Type of each key.
    pub genes: Vec<Gene>,
    /// Points of a generation.
    pub candidates: usize,
    /// Number of generations, the first included.
    pub generations: usize,
    /// Seed of all draws.
    pub seed: u64,
}

/// A cell that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Its first point: keys as shares of their ranges.
    pub shares: Vec<f64>,
    /// The number of that point over all generations, from 0.
    pub point: usize,
    /// The generation in which it was found, from 1.
    pub generation: usize,
    /// How many points gave this pattern.
    pub hits: u64,
}

/// A generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generation {
    /// Its number, from 1.
    pub number: usize,
    /// Points tried.
    pub tried: usize,
    /// Of these, points without a pattern, as a run failed or a number is missing.
    pub failed: usize,
    /// Cells known after it.
    pub cells: usize,
}

/// An exploration in progress.
#[derive(Debug, Clone)]
pub struct Pse {
    settings: Settings,
    cells: BTreeMap<Pattern, Held>,
    pending: Vec<Vec<f64>>,
    asked: usize,
    history: Vec<Generation>,
}

impl Pse {
    /// An exploration before its first generation.
    pub fn new(settings: Settings) -> Pse {
        Pse { settings, cells: BTreeMap::new(), pending: Vec::new(), asked: 0, history: Vec::new() }
    }

    /// The next generation: keys as shares of their ranges; `None` at the end, or if no point of the first one had a
    /// pattern.
    pub fn ask(&mut self) -> Option<Vec<Vec<f64>>> {
        let done = self.history.len();
        if done >= self.settings.generations || (done > 0 && self.cells.is_empty()) {
            return None;
        }
        let mut dice = Dice::new(self.settings.seed, "pse", done as u64);
        let (keys, candidates) = (self.settings.genes.len(), self.settings.candidates);
        self.pending = match done {
            0 => {
                let cube = latin_hypercube::draw(keys, candidates, &mut dice);
                cube.points.chunks(keys.max(1)).map(<[f64]>::to_vec).collect()
            }
            _ => self.offspring(&mut dice),
        };
        Some(self.pending.clone())
    }

    /// Takes the patterns of the generation asked for, in order; `None` for a point without one.
    pub fn tell(&mut self, patterns: &[Option<Pattern>]) {
        let pending = std::mem::take(&mut self.pending);
        let generation = self.history.len() + 1;
        for ((at, shares), pattern) in pending.into_iter().enumerate().zip(patterns) {
            let Some(pattern) = pattern else { continue };
            let point = self.asked + at;
            let held = self.cells.entry(pattern.clone());
            held.or_insert(Held { shares, point, generation, hits: 0 }).hits += 1;
        }
        self.asked += patterns.len();
        self.history.push(Generation {
            number: generation,
            tried: patterns.len(),
            failed: patterns.iter().filter(|pattern| pattern.is_none()).count(),
            cells: self.cells.len(),
        });
    }

    /// The cells found, in the order of the grid.
    pub fn cells(&self) -> &BTreeMap<Pattern, Held> {
        &self.cells
    }

    /// The generations so far.
    pub fn history(&self) -> &[Generation] {
        &self.history
    }

    /// Children of points in rare cells.
    fn offspring(&self, dice: &mut Dice) -> Vec<Vec<f64>> {
        let held: Vec<&Held> = self.cells.values().collect();
        let mut all = Vec::with_capacity(self.settings.candidates + 1);
        while all.len() < self.settings.candidates {
            let parents = [rare(&held, dice), rare(&held, dice)].map(|held| held.shares.as_slice());
            all.extend(children(parents, &self.settings.genes, dice));
        }
        all.truncate(self.settings.candidates);
        all
    }
}

/// The rarer of two random cells: the one with fewer hits, of equal ones the older.
fn rare<'h>(held: &[&'h Held], dice: &mut Dice) -> &'h Held {
    let (a, b) = (held[dice.below(held.len())], held[dice.below(held.len())]);
    if (b.hits, b.point) < (a.hits, a.point) { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::super::grid::Axis;
    use super::*;
    use circulus::maths::pow;

    const AXIS: Axis = Axis { from: 0.0, to: 1.0, cells: 10 };

    fn explore(seed: u64, generations: usize, of: impl Fn(&[f64]) -> [f64; 2]) -> Pse {
        let settings = Settings { genes: vec![Gene::Ordered; 2], candidates: 100, generations, seed };
        let mut pse = Pse::new(settings);
        while let Some(points) = pse.ask() {
            let pattern = |point: &Vec<f64>| of(point).map(|value| AXIS.cell(value));
            let patterns: Vec<Option<Pattern>> =
                points.iter().map(|point| pattern(point).into_iter().collect()).collect();
            pse.tell(&patterns);
        }
        pse
    }

    /// Two numbers that are nearly 0 almost everywhere: into the cell at the far end of both a point in 36,000 comes at random.
    fn steep(point: &[f64]) -> [f64; 2] {
        [pow(point[0], 20.0), pow(point[1], 20.0)]
    }

    #[test]
    fn val_all_cells_are_found_where_chance_finds_few() {
        for seed in 1..=5 {
            let found = explore(seed, 40, steep).cells().len();
            let mut dice = Dice::new(seed, "chance", 0);
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..4000 {
                let point = [dice.uniform(), dice.uniform()];
                seen.insert(steep(&point).map(|value| AXIS.cell(value)));
            }
            assert!((98..=100).contains(&found), "seed {seed}: {found} of 100 cells");
            assert!(seen.len() < 70, "seed {seed}: {} by chance", seen.len());
        }
    }

    #[test]
    fn val_what_cannot_be_is_not_found() {
        // Of 100 cells the ten on the diagonal are possible, and no other.
        let pse = explore(1, 20, |point| [point[0], point[0]]);
        let found: Vec<&Pattern> = pse.cells().keys().collect();
        assert_eq!(
            found,
            (1..=10).map(|cell| vec![cell, cell]).collect::<Vec<_>>().iter().collect::<Vec<_>>()
        );
        assert_eq!(pse.cells().values().map(|held| held.hits).sum::<u64>(), 2000);
    }

    #[test]
    fn more_generations_go_on_from_the_same_ones() {
        let (short, long) = (explore(3, 4, steep), explore(3, 9, steep));
        assert_eq!(short.history(), &long.history()[..4]);
        for (pattern, held) in short.cells() {
            let later = &long.cells()[pattern];
            assert_eq!(
                (held.point, &held.shares, held.generation),
                (later.point, &later.shares, later.generation)
            );
        }
        assert_ne!(explore(4, 4, steep).cells(), short.cells());
    }

    #[test]
    fn points_without_a_pattern_are_counted_and_nothing_else() {
        let settings = Settings { genes: vec![Gene::Ordered], candidates: 4, generations: 3, seed: 1 };
        let mut pse = Pse::new(settings);
        assert_eq!(pse.ask().unwrap().len(), 4);
        pse.tell(&[None, None, None, None]);
        assert_eq!(pse.history(), [Generation { number: 1, tried: 4, failed: 4, cells: 0 }]);
        assert_eq!(pse.ask(), None, "there is nothing to go on from");
    }
}
