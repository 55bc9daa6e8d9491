//! Robust value of a candidate under different draws and cases: one number from many runs.

use serde::{Deserialize, Serialize};

/// A bound on an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// At least this.
    Least(f64),
    /// At most this.
    Most(f64),
}

/// A bound on an indicator, and the allowed probability of missing it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    /// The bound.
    pub bound: Bound,
    /// Largest share of the runs in any case that may miss it, below 1.
    pub risk: f64,
}

/// An indicator over replicates and cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Robust {
    /// For each case: the value that all but `risk` of the runs reach.
    pub by_scenario: Vec<f64>,
    /// The worst of those.
    pub worst: f64,
    /// Smallest share, over the cases, of runs that keep the bound.
    pub probability: f64,
    /// By how much the worst value misses the bound; 0 if it does not.
    pub shortfall: f64,
}

impl Aim {
    /// Evaluates an indicator, `values[case][replicate]`. `None` if a value is missing: unknown does not count as
    /// success.
    pub fn weigh(&self, values: &[Vec<f64>]) -> Option<Robust> {
        if values.is_empty()
            || values.iter().any(|runs| runs.is_empty() || runs.iter().any(|v| !v.is_finite()))
        {
            return None;
        }
        let (bound, least) = match self.bound {
            Bound::Least(bound) => (bound, true),
            Bound::Most(bound) => (bound, false),
        };
        let by_scenario: Vec<f64> = values.iter().map(|runs| self.reached(runs, least)).collect();
        let worse = |a: f64, b: f64| if least { a.min(b) } else { a.max(b) };
        let worst = by_scenario.iter().copied().reduce(worse)?;
        let kept = |value: &&f64| if least { **value >= bound } else { **value <= bound };
        let reached = |runs: &Vec<f64>| runs.iter().filter(kept).count() as f64 / runs.len() as f64;
        let probability = values.iter().map(reached).fold(1.0, f64::min);
        let missed = if least { bound - worst } else { worst - bound };
        Some(Robust { by_scenario, worst, probability, shortfall: missed.max(0.0) })
    }

    /// The value reached by all runs except the largest number that `risk` allows: with 20 runs and 10 %, all but 2.
    fn reached(&self, runs: &[f64], least: bool) -> f64 {
        let mut sorted = runs.to_vec();
        sorted.sort_by(f64::total_cmp);
        // The small addition makes 10 % of 10 runs exactly 1.
        let misses = (self.risk * runs.len() as f64 + 1e-9).floor() as usize;
        let at = if least { misses } else { runs.len().saturating_sub(misses + 1) };
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    /// Shortfall relative to the bound, for summing constraints in different units.
    pub fn violation(&self, robust: &Robust) -> f64 {
        let (Bound::Least(bound) | Bound::Most(bound)) = self.bound;
        if bound == 0.0 { robust.shortfall } else { robust.shortfall / bound.abs() }
    }
}

/// A quantile of finite numbers, by linear interpolation (Hyndman and Fan 1996, type 7); NaN for an empty list.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = share * sorted.len().saturating_sub(1) as f64;
    let (below, part) = (at.floor() as usize, at - at.floor());
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + part * (high - low),
        (Some(low), None) => *low,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_scenario_counts() {
        let aim = Aim { bound: Bound::Least(5.0), risk: 0.25 };
        let robust = aim.weigh(&[vec![9.0, 5.0, 6.0, 7.0, 8.0], vec![4.0, 3.0, 6.0, 7.0, 8.0]]).unwrap();
        assert_eq!(robust.by_scenario, [6.0, 4.0]);
        assert_eq!((robust.worst, robust.probability, robust.shortfall), (4.0, 0.6, 1.0));
        assert_eq!(aim.violation(&robust), 0.2);
        let most = Aim { bound: Bound::Most(7.0), risk: 0.25 };
        assert_eq!(most.weigh(&[vec![9.0, 5.0, 6.0, 7.0, 8.0]]).unwrap().worst, 8.0);
    }

    #[test]
    fn what_is_missing_is_no_success() {
        let aim = Aim { bound: Bound::Least(0.0), risk: 0.1 };
        assert_eq!(aim.weigh(&[vec![1.0, f64::NAN]]), None);
        assert_eq!(aim.weigh(&[vec![]]), None);
        assert_eq!(aim.weigh(&[]), None);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[4.0, 1.0, 2.0, 3.0], 0.5), 2.5);
        assert_eq!([quantile(&[4.0, 1.0], 0.0), quantile(&[4.0, 1.0], 1.0)], [1.0, 4.0]);
    }
}
