//! Which of the varied keys an indicator answers to, and how sure one can be.
//!
//! Results come as one number for each point and replicate, in the order of the runs: all replicates of the
//! first point, then of the next. What is not finite is missing, and a block or trajectory with a missing
//! number is left out and counted.

pub mod find;
pub mod morris;
pub mod sobol;
pub mod story;
pub mod table;

use super::dice::Dice;

/// Resamples of a bootstrap.
pub const RESAMPLES: usize = 1000;
/// Standard deviations on either side that hold 95 % of a normal distribution.
const NORMAL_95: f64 = 1.959_963_984_540_054;
/// Least share of the resamples that must give a number, for an interval.
const ENOUGH: f64 = 0.95;

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Ends of its 95 % interval; none where there is too little to tell.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// The normal interval by the standard deviation of what the resamples gave (Efron and Tibshirani
    /// 1993); around the number itself, so that a bias of the bootstrap does not move it.
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

    /// Whether its interval lies above a number.
    pub fn above(&self, number: f64) -> bool {
        self.interval.is_some_and(|(low, _)| low > number)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Variance with `less` degrees of freedom fewer than values.
fn variance(values: &[f64], less: usize) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() - less) as f64
}

/// Whether numbers differ by no more than rounding leaves.
fn constant<'v>(values: impl Iterator<Item = &'v f64>) -> bool {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
    high - low <= 1e-12 * low.abs().max(high.abs())
}

/// The results without blocks of `size` points that lack a number, and how many blocks were left out.
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

/// How often each of `n` things is drawn in `n` draws with replacement.
fn counts(n: usize, dice: &mut Dice) -> Vec<f64> {
    let mut counts = vec![0.0; n];
    for _ in 0..n {
        counts[dice.below(n)] += 1.0;
    }
    counts
}

/// The same for replicates: two at least are drawn wherever there are two.
fn luck_counts(n: usize, dice: &mut Dice) -> Vec<f64> {
    loop {
        let counts = counts(n, dice);
        if n < 2 || counts.iter().filter(|&&count| count > 0.0).count() > 1 {
            return counts;
        }
    }
}
