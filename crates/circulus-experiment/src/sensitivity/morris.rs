//! Elementary effects (Morris 1991; Campolongo, Cariboni and Saltelli 2007) from the trajectories of `design::morris`:
//! a cheap screening of which keys matter at all.
//!
//! An effect is the change of the result when one key moves by a step, divided by the step as a share of the key's
//! range. It is computed from the mean over replicates. The bootstrap resamples trajectories, and replicates: the same
//! replicates in every trajectory.

use super::{Estimate, RESAMPLES, complete, constant, counts, luck_counts, variance};
use crate::design::Cube;
use crate::dice::Dice;

/// Effects of a key, in the indicator's unit over the whole range of the key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// Mean effect, with its sign.
    pub mu: Option<Estimate>,
    /// Mean absolute effect: how much the key matters.
    pub mu_star: Option<Estimate>,
    /// Standard deviation of the effects: nonlinearity and interactions.
    pub sigma: Option<Estimate>,
    /// The `mu_star` that a key without effect would have from random variation alone; missing with one replicate.
    pub luck: Option<f64>,
}

/// The results for one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Morris {
    /// Effects of each key; missing if nothing changes the indicator.
    pub keys: Vec<Effects>,
    /// Number of trajectories used.
    pub trajectories: usize,
    /// Number of trajectories left out because of missing values.
    pub left_out: usize,
}

/// One trajectory: for each key, its effect in each replicate.
type Trajectory = Vec<Vec<f64>>;

/// Computes the effects from the results at the points of a design.
pub fn analyse(results: &[f64], cube: &Cube, replicates: usize, dice: &mut Dice) -> Morris {
    let (keys, replicates) = (cube.dimensions, replicates.max(1));
    let points = keys + 1;
    let nothing = Effects { mu: None, mu_star: None, sigma: None, luck: None };
    let (kept, left_out) = complete(results, points * replicates);
    let places = cube.points.chunks_exact((points * keys).max(1));
    let trajectories: Vec<Trajectory> = places
        .zip(results.chunks(points * replicates))
        .filter(|(_, results)| results.iter().all(|value| value.is_finite()))
        .map(|(places, results)| trajectory(places, results, keys, replicates))
        .collect();
    let found = Morris { keys: vec![nothing; keys], trajectories: trajectories.len(), left_out };
    if trajectories.len() < 2 || constant(kept.iter()) {
        return found;
    }
    let resamples: Vec<(Vec<f64>, Vec<f64>)> =
        (0..RESAMPLES).map(|_| (counts(trajectories.len(), dice), luck_counts(replicates, dice))).collect();
    let (whole, each) = (vec![1.0; trajectories.len()], vec![1.0; replicates]);
    let effects = |key: usize| {
        let means = means(&trajectories, key, &whole, &each);
        let again: Vec<[f64; 3]> =
            resamples.iter().map(|(t, r)| self::means(&trajectories, key, t, r)).collect();
        let estimate = |which: usize| {
            let again: Vec<Option<f64>> = again.iter().map(|means| Some(means[which])).collect();
            Estimate::new(Some(means[which]), &again)
        };
        let luck = (replicates > 1).then(|| {
            let of_luck: Vec<f64> =
                trajectories.iter().map(|trajectory| variance(&trajectory[key], 1)).collect();
            // Mean absolute value of a normal variable with this variance.
            (2.0 / std::f64::consts::PI * super::mean(&of_luck) / replicates as f64).sqrt()
        });
        Effects { mu: estimate(0), mu_star: estimate(1), sigma: estimate(2), luck }
    };
    Morris { keys: (0..keys).map(effects).collect(), ..found }
}

/// The effect of each key in each replicate.
fn trajectory(places: &[f64], results: &[f64], keys: usize, replicates: usize) -> Trajectory {
    let mut effects = vec![vec![0.0; replicates]; keys];
    let steps = places.chunks_exact(keys).zip(places.chunks_exact(keys).skip(1));
    let changes = results.chunks_exact(replicates).zip(results.chunks_exact(replicates).skip(1));
    for ((before, after), (earlier, later)) in steps.zip(changes) {
        let moved = before.iter().zip(after).position(|(before, after)| before != after);
        if let Some(key) = moved {
            let step = after[key] - before[key];
            effects[key] =
                earlier.iter().zip(later).map(|(earlier, later)| (later - earlier) / step).collect();
        }
    }
    effects
}

/// `mu`, `mu_star` and `sigma`, with weights for trajectories and replicates.
fn means(trajectories: &[Trajectory], key: usize, counts: &[f64], luck_counts: &[f64]) -> [f64; 3] {
    let draws = luck_counts.iter().sum::<f64>();
    let averaged = |trajectory: &Trajectory| {
        trajectory[key].iter().zip(luck_counts).map(|(effect, count)| effect * count).sum::<f64>() / draws
    };
    let effects: Vec<(f64, f64)> =
        trajectories.iter().zip(counts).filter(|(_, n)| **n > 0.0).map(|(t, n)| (averaged(t), *n)).collect();
    let n = counts.iter().sum::<f64>();
    let over = |of: &dyn Fn(f64) -> f64| effects.iter().map(|(effect, n)| n * of(*effect)).sum::<f64>();
    let mu = over(&|effect| effect) / n;
    let squares = over(&|effect| (effect - mu) * (effect - mu));
    [mu, over(&f64::abs) / n, (squares / (n - 1.0)).sqrt()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::morris::draw;

    fn dice() -> Dice {
        Dice::new(1, "test", 0)
    }

    /// Effects of a linear result are its coefficients, with zero spread.
    #[test]
    fn a_linear_result_has_its_coefficients_as_effects() {
        let cube = draw(3, 10, 4, &mut dice());
        let results: Vec<f64> = cube.points.chunks(3).map(|x| 5.0 * x[0] - 2.0 * x[1]).collect();
        let found = analyse(&results, &cube, 1, &mut dice());
        let value = |estimate: Option<Estimate>| estimate.unwrap().value;
        for (key, coefficient) in [5.0, -2.0, 0.0f64].into_iter().enumerate() {
            let effects = &found.keys[key];
            assert!((value(effects.mu) - coefficient).abs() < 1e-12);
            assert!((value(effects.mu_star) - coefficient.abs()).abs() < 1e-12);
            assert!(value(effects.sigma) < 1e-12);
        }
    }

    #[test]
    fn constants_and_gaps_are_said_not_computed() {
        let cube = draw(2, 5, 4, &mut dice());
        let found = analyse(&[7.0; 15], &cube, 1, &mut dice());
        assert!(found.keys.iter().all(|key| key.mu_star.is_none()));
        let mut results: Vec<f64> = cube.points.chunks(2).map(|x| x[0]).collect();
        results[4] = f64::NAN;
        let found = analyse(&results, &cube, 1, &mut dice());
        assert_eq!((found.trajectories, found.left_out), (4, 1));
        assert!((found.keys[0].mu.unwrap().value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn luck_alone_gives_the_mu_star_that_is_told() {
        let cube = draw(2, 400, 4, &mut dice());
        let mut noise = dice();
        let results: Vec<f64> = (0..cube.len() * 5).map(|_| noise.normal()).collect();
        let found = analyse(&results, &cube, 5, &mut dice());
        for key in &found.keys {
            let (mu_star, luck) = (key.mu_star.unwrap().value, key.luck.unwrap());
            assert!((mu_star / luck - 1.0).abs() < 0.1, "{mu_star} {luck}");
        }
    }
}
