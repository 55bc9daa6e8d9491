//! Quantile regression (Koenker and Bassett 1978; Koenker 2005): how far the low, the middle and the high values of an outcome
//! move with each factor, from any sample.
//!
//! The quantile at a share of the outcome is a sum of a constant and of a coefficient times each factor, such that the sum of
//! `r (share - [r < 0])` over the residuals `r` is least. The bootstrap resamples points (xy pairs; Efron and Tibshirani 1993).

mod linear_program;
pub mod story;

use super::{Estimate, constant, counts, mean, variance};
use crate::complete::complete;
use crate::dice::Dice;

/// The quantiles.
pub const SHARES: [f64; 3] = [0.1, 0.5, 0.9];
/// Number of bootstrap resamples.
const RESAMPLES: usize = 200;
/// Least part of a factor's variance that must be left by the factors before it.
const LEAST: f64 = 1e-9;

/// The results for one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantiles {
    /// For each factor its coefficient at each of [`SHARES`]; missing if it has no number, or depends on the others before it.
    pub keys: Vec<[Option<Estimate>; 3]>,
    /// Number of points used.
    pub points: usize,
    /// Number of points left out, as they lack a number.
    pub left_out: usize,
}

/// Computes the coefficients: the change of the quantile over the whole range of the factor that was sampled. A factor has a
/// number at each point, or none at all.
pub fn analyse(inputs: &[Option<Vec<f64>>], outcome: &[f64], seed: u64) -> Quantiles {
    let there: Vec<Vec<f64>> = inputs.iter().flatten().cloned().collect();
    let (points, left_out) = complete(&there, outcome.len(), |point| outcome[point].is_finite());
    let of_points = |values: &[f64]| points.iter().map(|&point| values[point]).collect::<Vec<f64>>();
    let y = of_points(outcome);
    let mut found = Quantiles { keys: vec![[None; 3]; inputs.len()], points: y.len(), left_out };
    let (mut keys, mut columns, mut basis) = (Vec::new(), vec![vec![1.0; y.len()]], Vec::new());
    for (key, values) in inputs.iter().enumerate() {
        let column = values.as_ref().and_then(|values| over_range(&of_points(values)));
        if let Some(column) = column.filter(|column| is_new(column, &mut basis)) {
            keys.push(key);
            columns.push(column);
        }
    }
    if y.len() <= columns.len() || constant(y.iter()) {
        return found;
    }
    let (middle, spread) = (mean(&y), variance(&y, 0).sqrt());
    let sample = Sample { columns, y: y.iter().map(|y| (y - middle) / spread).collect() };
    let resampled: Vec<Vec<f64>> = (0..RESAMPLES)
        .map(|turn| counts(y.len(), &mut Dice::new(seed, "quantiles, point", turn as u64)))
        .collect();
    for (place, share) in SHARES.into_iter().enumerate() {
        let Some(own) = sample.solve(&vec![1.0; y.len()], share) else { continue };
        let again: Vec<Option<Vec<f64>>> =
            resampled.iter().map(|counts| sample.solve(counts, share)).collect();
        for (column, key) in (1..).zip(&keys) {
            let coefficient = |b: &Vec<f64>| spread * b[column];
            let again: Vec<Option<f64>> = again.iter().map(|b| b.as_ref().map(coefficient)).collect();
            found.keys[*key][place] = Estimate::new(Some(coefficient(&own)), &again);
        }
    }
    found
}

/// A constant and the factors, each over its range, and the outcome over its spread.
struct Sample {
    columns: Vec<Vec<f64>>,
    y: Vec<f64>,
}

impl Sample {
    /// The coefficients, with weights for points.
    fn solve(&self, weights: &[f64], share: f64) -> Option<Vec<f64>> {
        let drawn = || (0..self.y.len()).filter(|&point| weights[point] > 0.0);
        let x: Vec<f64> =
            drawn().flat_map(|point| self.columns.iter().map(move |column| column[point])).collect();
        let [y, weights] =
            [&self.y, weights].map(|list| drawn().map(|point| list[point]).collect::<Vec<f64>>());
        linear_program::solve(&x, &y, &weights, share, self.columns.len())
    }
}

/// Values as shares of their range; `None` if they are all the same.
fn over_range(values: &[f64]) -> Option<Vec<f64>> {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
    (low < high && !constant(values.iter()))
        .then(|| values.iter().map(|v| (v - low) / (high - low)).collect())
}

/// Whether a column is more than a sum of a constant and of those before it, of which `basis` has what each adds, in units of its
/// own length; then adds what this one does.
fn is_new(column: &[f64], basis: &mut Vec<Vec<f64>>) -> bool {
    let middle = mean(column);
    let mut rest: Vec<f64> = column.iter().map(|value| value - middle).collect();
    let length = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
    let whole = length(&rest);
    for other in basis.iter() {
        let along: f64 = rest.iter().zip(other).map(|(a, b)| a * b).sum();
        rest.iter_mut().zip(other).for_each(|(value, other)| *value -= along * other);
    }
    let left = length(&rest);
    let new = left > LEAST * whole;
    if new {
        basis.push(rest.into_iter().map(|value| value / left.sqrt()).collect());
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::quantile;

    fn uniform(keys: usize, points: usize, seed: u64) -> Vec<Option<Vec<f64>>> {
        let mut dice = Dice::new(seed, "test", 0);
        (0..keys).map(|_| Some((0..points).map(|_| dice.uniform()).collect())).collect()
    }

    fn coefficients(found: &Quantiles, key: usize) -> [f64; 3] {
        found.keys[key].map(|estimate| estimate.unwrap().value)
    }

    /// Brownlee's stack loss data; the medians are those of R's quantreg, `rq(stack.loss ~ stack.x)`.
    #[test]
    fn the_median_of_stack_loss_is_that_of_quantreg() {
        let flow = [
            80., 80., 75., 62., 62., 62., 62., 62., 58., 58., 58., 58., 58., 58., 50., 50., 50., 50., 50.,
            56., 70.,
        ];
        let water = [
            27., 27., 25., 24., 22., 23., 24., 24., 23., 18., 18., 17., 18., 19., 18., 18., 19., 19., 20.,
            20., 20.,
        ];
        let acid = [
            89., 88., 90., 87., 87., 87., 93., 93., 87., 80., 89., 88., 82., 93., 89., 86., 72., 79., 80.,
            82., 91.,
        ];
        let loss = [
            42., 37., 37., 28., 18., 18., 19., 20., 15., 14., 14., 13., 11., 12., 8., 7., 8., 8., 9., 15.,
            15.,
        ];
        let found = analyse(&[&flow, &water, &acid].map(|key| Some(key.to_vec())), &loss, 1);
        for (key, (known, range)) in
            [(0.83188406, 30.0), (0.57391304, 10.0), (-0.06086957, 21.0)].into_iter().enumerate()
        {
            let median = coefficients(&found, key)[1] / range;
            assert!((median - known).abs() < 1e-7, "{median} {known}");
        }
    }

    /// `y = 1 + 2 x + (1 + x) u` with `u` even between -.5 and .5: the quantile at a share rises by `1.5 + share`. Intervals
    /// hold that as often as they say.
    #[test]
    fn a_spread_that_grows_moves_the_outer_quantiles_apart() {
        const TIMES: usize = 40;
        let sample = |points: usize, seed: u64| {
            let inputs = uniform(3, points, seed);
            let [x, u] = [0, 2].map(|key| inputs[key].clone().unwrap());
            let y: Vec<f64> = x.iter().zip(&u).map(|(x, u)| 1.0 + 2.0 * x + (1.0 + x) * (u - 0.5)).collect();
            analyse(&inputs[..2], &y, 1)
        };
        let known = [[1.6, 2.0, 2.4], [0.0; 3]];
        let found = sample(4000, 1);
        for (key, known) in known.iter().enumerate() {
            let near =
                coefficients(&found, key).iter().zip(known).all(|(own, known)| (own - known).abs() < 0.1);
            assert!(near, "{found:?}");
        }
        let mut held = 0;
        for turn in 0..TIMES {
            let found = sample(300, turn as u64);
            for (estimate, known) in found.keys.iter().flatten().zip(known.iter().flatten()) {
                let (low, high) = estimate.unwrap().interval.unwrap();
                held += usize::from(low <= *known && *known <= high);
            }
        }
        let share = held as f64 / (6 * TIMES) as f64;
        assert!((0.9..0.99).contains(&share), "{share}");
    }

    #[test]
    fn what_is_linear_is_found_exactly() {
        let mut inputs = uniform(2, 200, 1);
        let [a, b] = [0, 1].map(|key| inputs[key].clone().unwrap());
        let y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 5.0 + 3.0 * a - 2.0 * b).collect();
        for at in coefficients(&analyse(&inputs, &y, 1), 0) {
            assert!((at - 3.0 * range(&a)).abs() < 1e-6, "{at}");
        }
        // Words, constants and sums of others have no coefficient, and leave those of others as they are.
        inputs.extend([None, Some(vec![7.0; 200]), Some(a.iter().zip(&b).map(|(a, b)| a - b).collect())]);
        let found = analyse(&inputs, &y, 1);
        assert!(found.keys[2..].iter().all(|key| *key == [None; 3]));
        assert!((coefficients(&found, 1)[2] + 2.0 * range(&b)).abs() < 1e-6);
        assert_eq!(analyse(&inputs, &[4.0; 200], 1).keys, vec![[None; 3]; 5]);
        assert_eq!(analyse(&inputs, &y[..3], 1).points, 3);
    }

    /// With two groups alone, the coefficient is the difference of their quantiles.
    #[test]
    fn of_a_switch_it_is_the_difference_of_quantiles() {
        let inputs = uniform(1, 601, 1);
        let switch: Vec<f64> = (0..601).map(|point| f64::from(point % 3 == 0)).collect();
        let y = inputs[0].clone().unwrap();
        let found = analyse(&[Some(switch.clone())], &y, 1);
        let of = |on: f64, share: f64| {
            let mut group: Vec<f64> =
                y.iter().zip(&switch).filter(|(_, s)| **s == on).map(|(y, _)| *y).collect();
            group.sort_by(f64::total_cmp);
            // Any value between the two nearest is a quantile.
            quantile(&group, share).unwrap()
        };
        for (at, share) in coefficients(&found, 0).into_iter().zip(SHARES) {
            assert!((at - of(1.0, share) + of(0.0, share)).abs() < 0.02, "{share} {at}");
        }
    }

    fn range(values: &[f64]) -> f64 {
        values.iter().copied().fold(0.0, f64::max) - values.iter().copied().fold(1.0, f64::min)
    }
}
