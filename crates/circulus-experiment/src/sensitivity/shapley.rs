//! Shapley effects (Owen 2014; Song, Nelson and Staum 2016) from the chains of `design::shapley`, corrected for the variance
//! between replicates.
//!
//! A factor's effect is what it adds to the variance that is explained, averaged over all orders in which factors become known:
//! what several have together is divided evenly among them, and all effects add up to 1. With `z` the result before and after
//! the factor moves in a chain from A to B, `Sh_i = mean((A - B) (z_before - z_after)) / mean((A - B)^2)`: the estimator of
//! Goda (2021), read from A to B and from B to A.
//!
//! As for Sobol indices, products are taken between different replicates only, and the bootstrap resamples chains, and
//! replicates.

use super::{Estimate, RESAMPLES, complete, constant, counts, luck, luck_counts, share_of_luck};
use crate::dice::Dice;

/// The results for one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapley {
    /// Effect of each factor; missing if no effect can be distinguished from random variation.
    pub keys: Vec<Option<Estimate>>,
    /// Share of the variance of a single run that is random; missing with one replicate or a constant.
    pub luck: Option<f64>,
    /// Number of chains used.
    pub chains: usize,
    /// Number of chains left out because of missing values.
    pub left_out: usize,
}

/// One chain: for each factor, the change that it makes in each replicate.
type Chain = Vec<Vec<f64>>;

/// Computes the effects of `factors` factors that moved in these orders.
pub fn analyse(
    results: &[f64],
    factors: usize,
    orders: &[Vec<usize>],
    replicates: usize,
    dice: &mut Dice,
) -> Shapley {
    let (points, replicates) = (factors + 1, replicates.max(1));
    let (kept, left_out) = complete(results, points * replicates);
    let chains: Vec<Chain> = results
        .chunks(points * replicates)
        .zip(orders)
        .filter(|(results, _)| results.iter().all(|value| value.is_finite()))
        .map(|(results, order)| chain(results, order, replicates))
        .collect();
    let found = Shapley { keys: vec![None; factors], luck: None, chains: chains.len(), left_out };
    if chains.len() < 2 || constant(kept.iter()) {
        return found;
    }
    let of_luck = luck(&kept, points, replicates);
    let (whole, each) = (vec![1.0; chains.len()], vec![1.0; replicates]);
    let parts = parts(&chains, &whole, &each);
    let variance: f64 = parts.iter().sum();
    let luck = share_of_luck(of_luck, variance.max(0.0));
    if variance <= 0.0 {
        return Shapley { luck, ..found };
    }
    let resampled: Vec<Vec<f64>> = (0..RESAMPLES)
        .map(|_| self::parts(&chains, &counts(chains.len(), dice), &luck_counts(replicates, dice)))
        .collect();
    let effect = |parts: &[f64], factor: usize| {
        let variance: f64 = parts.iter().sum();
        (variance > 0.0).then(|| parts[factor] / variance)
    };
    let estimate = |factor: usize| {
        let again: Vec<Option<f64>> = resampled.iter().map(|parts| effect(parts, factor)).collect();
        Estimate::new(effect(&parts, factor), &again)
    };
    Shapley { keys: (0..factors).map(estimate).collect(), luck, ..found }
}

/// The change of each factor in each replicate.
fn chain(results: &[f64], order: &[usize], replicates: usize) -> Chain {
    let mut changes = vec![Vec::new(); order.len()];
    let points = results.chunks_exact(replicates);
    for ((&factor, before), after) in order.iter().zip(points.clone()).zip(points.skip(1)) {
        changes[factor] = before.iter().zip(after).map(|(before, after)| before - after).collect();
    }
    changes
}

/// The part of the variance that each factor has, with weights for chains and replicates. Parts add up to the variance.
fn parts(chains: &[Chain], counts: &[f64], luck_counts: &[f64]) -> Vec<f64> {
    let draws = luck_counts.iter().sum::<f64>();
    let alike = luck_counts.iter().map(|count| count * count).sum::<f64>();
    let several = luck_counts.len() > 1;
    let pairs = if several { draws * draws - alike } else { draws * draws };
    let mut sums = vec![0.0; chains.first().map_or(0, Vec::len)];
    let mut whole = vec![0.0; luck_counts.len()];
    for (chain, count) in chains.iter().zip(counts).filter(|(_, count)| **count > 0.0) {
        whole.fill(0.0);
        for change in chain {
            whole.iter_mut().zip(change).for_each(|(whole, change)| *whole += change);
        }
        let averaged =
            |values: &[f64]| values.iter().zip(luck_counts).map(|(value, n)| value * n).sum::<f64>();
        let of_whole = averaged(&whole);
        for (sum, change) in sums.iter_mut().zip(chain) {
            // The products of a replicate with itself.
            let own =
                || change.iter().zip(&whole).zip(luck_counts).map(|((c, w), n)| n * n * c * w).sum::<f64>();
            *sum += count * (of_whole * averaged(change) - if several { own() } else { 0.0 });
        }
    }
    let n = counts.iter().sum::<f64>();
    sums.into_iter().map(|sum| sum / (2.0 * n * pairs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Cube;
    use crate::design::shapley::{chains, orders};

    fn dice() -> Dice {
        Dice::new(1, "test", 0)
    }

    fn sample(keys: usize, samples: usize) -> (Cube, Vec<Vec<usize>>) {
        let mut dice = dice();
        let pairs =
            Cube { dimensions: 2 * keys, points: (0..2 * keys * samples).map(|_| dice.uniform()).collect() };
        let orders = orders(keys, samples, &mut dice);
        let factors: Vec<Vec<usize>> = (0..keys).map(|key| vec![key]).collect();
        (chains(&factors, &orders, &pairs), orders)
    }

    #[test]
    fn effects_add_up_to_one() {
        let (cube, orders) = sample(3, 50);
        let results: Vec<f64> = cube.points.chunks(3).map(|x| x[0] * x[1] + x[2] * x[2]).collect();
        let found = analyse(&results, 3, &orders, 1, &mut dice());
        let sum: f64 = found.keys.iter().map(|key| key.unwrap().value).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        // Of one key there is nothing to divide.
        let results: Vec<f64> = cube.points.chunks(3).map(|x| x[1]).collect();
        let found = analyse(&results, 3, &orders, 1, &mut dice());
        assert_eq!(found.keys.iter().map(|key| key.unwrap().value).collect::<Vec<_>>(), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn what_moves_nothing_has_no_effects() {
        let (_, orders) = sample(2, 10);
        for results in [vec![3.0; 30], vec![f64::NAN; 30], vec![]] {
            let found = analyse(&results, 2, &orders, 1, &mut dice());
            assert_eq!((found.keys, found.luck), (vec![None, None], None));
        }
        let luck_alone: Vec<f64> = (0..30).flat_map(|_| [1.0, 2.0]).collect();
        let found = analyse(&luck_alone, 2, &orders, 2, &mut dice());
        assert_eq!((found.keys, found.luck), (vec![None, None], Some(1.0)));
    }

    #[test]
    fn a_chain_with_a_missing_number_is_left_out() {
        let (cube, orders) = sample(2, 40);
        let mut results: Vec<f64> = cube.points.chunks(2).map(|x| x[0] + x[1]).collect();
        let without = analyse(&results[3..], 2, &orders[1..], 1, &mut dice());
        results[1] = f64::INFINITY;
        let found = analyse(&results, 2, &orders, 1, &mut dice());
        assert_eq!((found.chains, found.left_out), (39, 1));
        assert_eq!(found.keys, without.keys);
    }
}
