//! Which varied keys an indicator depends on, with confidence intervals.
//!
//! A [`Factor`] is what an index is of: a varied key, or several that move together.
//!
//! Results are one number per point and replicate, in the order of the runs: all replicates of the first point, then
//! of the next. Non-finite numbers are missing; a block or trajectory with a missing number is left out and counted.

pub mod factor;
pub mod find;
pub mod morris;
pub mod pawn;
pub mod quantiles;
pub mod shapley;
pub mod sobol;
pub mod story;
pub mod table;

pub use factor::Factor;

use serde::{Deserialize, Serialize};

use super::dice::Dice;
use super::statistics::NORMAL_95;

/// Number of bootstrap resamples.
pub const RESAMPLES: usize = 1000;
/// Smallest share of the resamples that must be defined for an interval.
const ENOUGH: f64 = 0.95;

/// The analysis that a design is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// Sobol indices, from the layout of `design::saltelli`.
    Sobol,
    /// Elementary effects, from the trajectories of `design::morris`.
    Morris,
    /// Shapley effects, from the chains of `design::shapley`.
    Shapley,
    /// PAWN indices, from any sample.
    Pawn,
}

impl Analysis {
    /// What it counts as its samples.
    pub fn samples(self) -> &'static str {
        match self {
            Analysis::Sobol => "blocks",
            Analysis::Morris => "trajectories",
            Analysis::Shapley => "chains",
            Analysis::Pawn => "points",
        }
    }
}

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its 95 % interval; `None` if there is too little data.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// The normal interval from the standard deviation of the resamples (Efron and Tibshirani 1993), centred on the
    /// estimate itself, so that a bias of the bootstrap does not shift it.
    fn new(value: Option<f64>, resampled: &[Option<f64>]) -> Option<Estimate> {
        let value = value.filter(|value| value.is_finite())?;
        let given: Vec<f64> = resampled.iter().flatten().copied().filter(|value| value.is_finite()).collect();
        let enough = given.len() > 1 && given.len() as f64 >= ENOUGH * resampled.len() as f64;
        let interval = enough.then(|| {
            let half = NORMAL_95 * variance(&given, 1).sqrt();
            (value - half, value + half)
        });
        Some(Estimate { value, interval })
    }

    /// Whether its interval is above a number.
    pub fn above(&self, number: f64) -> bool {
        self.interval.is_some_and(|(low, _)| low > number)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Variance with `n - less` degrees of freedom.
fn variance(values: &[f64], less: usize) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() - less) as f64
}

/// Whether numbers differ only by rounding.
fn constant<'v>(values: impl Iterator<Item = &'v f64>) -> bool {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
    high - low <= 1e-12 * low.abs().max(high.abs())
}

/// The results without blocks of `size` points that have missing numbers, and how many blocks were left out.
fn complete(results: &[f64], size: usize) -> (Vec<f64>, usize) {
    let mut kept = Vec::with_capacity(results.len());
    let mut left_out = 0;
    for block in results.chunks(size.max(1)) {
        if block.len() == size && block.iter().all(|value| value.is_finite()) {
            kept.extend_from_slice(block);
        } else {
            left_out += 1;
        }
    }
    (kept, left_out)
}

/// Mean variance between replicates at the first and the last of each `points` points: the random variance of a single run.
fn luck(values: &[f64], points: usize, replicates: usize) -> Option<f64> {
    if replicates < 2 {
        return None;
    }
    let size = points * replicates;
    let ends = |block: &[f64]| variance(&block[..replicates], 1) + variance(&block[size - replicates..], 1);
    let blocks = values.chunks_exact(size);
    Some(blocks.clone().map(ends).sum::<f64>() / (2.0 * blocks.len() as f64))
}

/// The share of the random variance in the whole, by the law of total variance: that between points, which the keys make, plus
/// that within points.
fn share_of_luck(luck: Option<f64>, keys: f64) -> Option<f64> {
    luck.map(|luck| luck / (luck + keys)).filter(|share| share.is_finite())
}

/// How often each of `n` items is drawn in `n` draws with replacement.
fn counts(n: usize, dice: &mut Dice) -> Vec<f64> {
    let mut counts = vec![0.0; n];
    for _ in 0..n {
        counts[dice.below(n)] += 1.0;
    }
    counts
}

/// The same for replicates: draws at least two different ones if there are two.
fn luck_counts(n: usize, dice: &mut Dice) -> Vec<f64> {
    loop {
        let counts = counts(n, dice);
        if n < 2 || counts.iter().filter(|&&count| count > 0.0).count() > 1 {
            return counts;
        }
    }
}
