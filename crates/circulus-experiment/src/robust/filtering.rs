//! Which values a claim leaves: Monte Carlo filtering (Hornberger and Spear 1981). The points at which a claim holds are set
//! beside those at which it does not; an input whose values differ between the two is narrowed by the claim. Of a claim that
//! says what is known of the world, the values that are left are the posterior of the sampled ranges.

use super::judge::Judged;
use super::odds::Input;
use crate::statistics::{holm, quantile};
use circulus::maths::{exp, ln};

/// Share of the values that an interval holds.
const SHARE: f64 = 0.95;
/// Probability of calling any input of a claim moved if none is.
const LEVEL: f64 = 0.05;
/// Least number of points on either side for a test.
const LEAST: usize = 10;

/// The values of an input at the points where a claim holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Left {
    /// Points at which it holds.
    pub points: usize,
    /// Median of all values sampled.
    pub sampled_median: f64,
    /// Median of the values that are left.
    pub median: f64,
    /// The shortest interval with 95 % of them, on the scale on which the input is sampled.
    pub interval: [f64; 2],
    /// Largest distance between the distributions of its values where the claim holds and where it does not, 0 to 1.
    pub distance: f64,
    /// Probability of that distance or a larger one if the claim did not depend on the input.
    pub p: f64,
    /// Whether the claim moves the input, at 5 % for all inputs together (Holm 1979).
    pub moved: bool,
}

/// What a claim leaves of each input; `None` where it holds or fails at fewer than ten points.
pub fn left(inputs: &[Input], judged: &Judged) -> Vec<Option<Left>> {
    let mut all: Vec<Option<Left>> = inputs.iter().map(|input| of_input(input, judged)).collect();
    let p: Vec<Option<f64>> = all.iter().map(|left| Some(left.as_ref()?.p)).collect();
    for (left, p) in all.iter_mut().zip(holm(&p)) {
        if let Some(left) = left {
            left.moved = p.is_some_and(|p| p <= LEVEL);
        }
    }
    all
}

fn of_input(input: &Input, judged: &Judged) -> Option<Left> {
    let sorted = |wanted: &dyn Fn(bool) -> bool| {
        let there =
            input.values.iter().zip(judged).filter_map(|(value, at)| Some((*value, at.as_ref()?.holds)));
        let mut values: Vec<f64> =
            there.filter(|(_, holds)| wanted(*holds)).map(|(value, _)| value).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (holding, failing) = (sorted(&|holds| holds), sorted(&|holds| !holds));
    if holding.len() < LEAST || failing.len() < LEAST {
        return None;
    }
    let distance = distance(&holding, &failing);
    Some(Left {
        points: holding.len(),
        sampled_median: quantile(&sorted(&|_| true), 0.5)?,
        median: quantile(&holding, 0.5)?,
        interval: shortest(&holding, input.log),
        distance,
        p: chance(distance, holding.len(), failing.len()),
        moved: false,
    })
}

/// The largest distance between the distributions of two sorted lists.
fn distance(first: &[f64], second: &[f64]) -> f64 {
    let below =
        |list: &[f64], value: f64| list.partition_point(|own| *own <= value) as f64 / list.len() as f64;
    let at = |value: &f64| (below(first, *value) - below(second, *value)).abs();
    first.iter().chain(second).map(at).fold(0.0, f64::max)
}

/// The probability of such a distance or a larger one between two samples of one distribution: the limit of Kolmogorov
/// with the correction of Stephens (1970) for small samples.
fn chance(distance: f64, first: usize, second: usize) -> f64 {
    let (first, second) = (first as f64, second as f64);
    let root = (first * second / (first + second)).sqrt();
    let lambda = (root + 0.12 + 0.11 / root) * distance;
    // Below, the sum converges slowly, and is 1 to nine digits.
    if lambda < 0.3 {
        return 1.0;
    }
    let term = |k: f64| exp(-2.0 * k * k * lambda * lambda);
    let sum: f64 = (1..=30).map(|k| if k % 2 == 1 { term(f64::from(k)) } else { -term(f64::from(k)) }).sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

/// The shortest interval that holds 95 % of sorted values; the lowest of several.
fn shortest(sorted: &[f64], log: bool) -> [f64; 2] {
    let within = ((SHARE * sorted.len() as f64).ceil() as usize).clamp(1, sorted.len());
    let length = |pair: &[f64; 2]| if log { ln(pair[1]) - ln(pair[0]) } else { pair[1] - pair[0] };
    let intervals = sorted.windows(within).map(|window| [window[0], window[within - 1]]);
    intervals.min_by(|a, b| length(a).total_cmp(&length(b))).unwrap_or([f64::NAN; 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::judge::{AtPoint, Verdict};

    fn input(values: Vec<f64>) -> Input {
        Input {
            name: "a".into(),
            keys: vec![0],
            unit: "-",
            own: None,
            log: false,
            thirds: vec![0; values.len()],
            values,
        }
    }

    fn at(holds: bool) -> Option<AtPoint> {
        Some(AtPoint { effects: vec![0.0], holds, verdict: Verdict::Open, of_replicates: 0.0 })
    }

    /// By hand: below 3 lie all of the first and a third of the second.
    #[test]
    fn the_distance_is_that_of_the_distributions() {
        assert!((distance(&[1.0, 2.0, 3.0], &[3.0, 4.0, 5.0]) - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(distance(&[1.0, 2.0], &[1.0, 2.0]), 0.0);
        assert_eq!(distance(&[1.0, 2.0], &[3.0]), 1.0);
    }

    /// The limit at 1.36 is .0495 and at 1.63 .0098, as tables have it.
    #[test]
    fn the_probability_is_that_of_kolmogorov() {
        let n = 1 << 40; // so many that the correction is nothing
        let at = |lambda: f64| chance(lambda / (n as f64 / 2.0).sqrt(), n, n);
        assert!(
            (at(1.36) - 0.0495).abs() < 1e-4 && (at(1.63) - 0.0098).abs() < 1e-4,
            "{} {}",
            at(1.36),
            at(1.63)
        );
        assert_eq!(at(0.1), 1.0);
    }

    #[test]
    fn the_shortest_interval_leaves_the_thin_tail_out() {
        let mut values: Vec<f64> = (0..95).map(|n| 10.0 + f64::from(n) / 100.0).collect();
        values.extend([1.0, 2.0, 3.0, 50.0, 60.0]);
        values.sort_by(f64::total_cmp);
        assert_eq!(shortest(&values, false), [10.0, 10.94]);
        // From 1 to 100 by logarithms the two ends are alike; on the plain scale the low end is the denser one.
        let powers: Vec<f64> = (0..=40).map(|n| exp(f64::from(n) / 10.0)).collect();
        assert_eq!(shortest(&powers, false), [powers[0], powers[38]]);
    }

    #[test]
    fn an_input_that_decides_is_moved_and_one_that_does_not_is_not() {
        let n = 400;
        let judged: Judged = (0..n).map(|point| if point == 7 { None } else { at(point >= 200) }).collect();
        let deciding = input((0..n).map(f64::from).collect());
        let idle = input((0..n).map(|point| f64::from((point * 149) % 401)).collect());
        let found = left(&[deciding, idle], &judged);
        let [Some(deciding), Some(idle)] = found[..] else { panic!("{found:?}") };
        assert!(deciding.moved && deciding.distance == 1.0 && deciding.points == 200, "{deciding:?}");
        assert!(deciding.interval[0] >= 200.0 && deciding.median > 290.0 && deciding.sampled_median < 210.0);
        assert!(!idle.moved && idle.p > 0.05, "{idle:?}");
    }

    #[test]
    fn a_claim_that_always_holds_leaves_nothing_to_tell() {
        let judged: Judged = (0..40).map(|point| at(point != 3)).collect();
        assert_eq!(left(&[input((0..40).map(f64::from).collect())], &judged), [None]);
    }
}
