//! In what share of the space a claim holds, and how that share moves with each key.

use std::collections::BTreeMap;

use super::claim::Claim;
use super::judge::{AtPoint, Judged, Verdict};
use crate::bands::QUANTILES;
use crate::expression::{Condition, Named, Unit};
use crate::plan::Plan;
use crate::sensitivity::factor::{Factor, factors};
use crate::statistics::{NORMAL_95, quantile};
use circulus::scenario::{self, Doubted};
use circulus::units::Share;

/// A share of points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Odds {
    /// Number of points that it is a share of.
    pub of: usize,
    /// The share; 0 of no points.
    pub share: Share,
    /// Its 95 % interval (Wilson 1927); from 0 to 1 for no points.
    pub interval: (Share, Share),
}

impl Odds {
    /// The share of `holding` points.
    pub fn new(holding: usize, of: usize) -> Odds {
        if of == 0 {
            return Odds { of, share: 0.0, interval: (0.0, 1.0) };
        }
        let (n, z2) = (of as f64, NORMAL_95 * NORMAL_95);
        let share = holding as f64 / n;
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = NORMAL_95 / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
        Odds { of, share, interval: ((middle - half).max(0.0), (middle + half).min(1.0)) }
    }
}

/// A condition of a claim over all points.
#[derive(Debug, Clone, PartialEq)]
pub struct OfCondition {
    /// Its text.
    pub text: String,
    /// The unit of its effect.
    pub unit: Unit,
    /// Share of the points at which it holds.
    pub holds: Odds,
    /// [`QUANTILES`] of its effect; `None` without points.
    pub effect: [Option<f64>; 5],
}

/// A claim over all points.
#[derive(Debug, Clone, PartialEq)]
pub struct OfClaim {
    /// Short name.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Points at which no replicate has all its numbers.
    pub missing: usize,
    /// Share of the points at which it holds, by the mean over replicates.
    pub holds: Odds,
    /// Share at which it holds whatever the luck.
    pub surely: Odds,
    /// Share at which it fails whatever the luck.
    pub surely_not: Odds,
    /// Mean share of the replicates in which it holds.
    pub of_replicates: Share,
    /// Its conditions.
    pub conditions: Vec<OfCondition>,
}

/// Sums a claim up over all points.
pub fn of_claim(claim: &Claim, judged: &Judged, unit: &impl Fn(&Named) -> Unit) -> OfClaim {
    let there: Vec<&AtPoint> = judged.iter().flatten().collect();
    let n = there.len();
    let share = |is: &dyn Fn(&AtPoint) -> bool| Odds::new(there.iter().filter(|at| is(at)).count(), n);
    let of = |(number, condition): (usize, &Condition)| {
        let mut effects: Vec<f64> = there.iter().filter_map(|at| at.effects.get(number).copied()).collect();
        effects.sort_by(f64::total_cmp);
        OfCondition {
            text: condition.text.clone(),
            unit: condition.unit(unit).unwrap_or(Unit::Other),
            holds: Odds::new(effects.iter().filter(|effect| condition.holds(**effect)).count(), n),
            effect: QUANTILES.map(|at| quantile(&effects, at)),
        }
    };
    OfClaim {
        id: claim.id.clone(),
        text: claim.text.clone(),
        missing: judged.len() - n,
        holds: share(&|at| at.holds),
        surely: share(&|at| at.verdict == Verdict::Holds),
        surely_not: share(&|at| at.verdict == Verdict::Fails),
        of_replicates: there.iter().map(|at| at.of_replicates).sum::<f64>() / n.max(1) as f64,
        conditions: claim.conditions.iter().enumerate().map(of).collect(),
    }
}

/// What is sampled: a key, or a family of keys that stand at one share of their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name of the key, or of the family.
    pub name: String,
    /// Its keys, by index in the plan; one for a key.
    pub keys: Vec<usize>,
    /// Unit; of a family that of its first key.
    pub unit: &'static str,
    /// Its own value in the scenario, if it has one; of a family that of its first key.
    pub own: Option<f64>,
    /// Whether its logarithm is sampled evenly.
    pub log: bool,
    /// Its value at each point, of a family that of its first key.
    pub values: Vec<f64>,
    /// The third of the points in which each point is, by that value: 0 low, 1 middle, 2 high.
    pub thirds: Vec<usize>,
}

/// The inputs of a plan whose values are numbers and not all the same.
pub fn inputs(plan: &Plan, families: &[(String, Vec<usize>)]) -> Vec<Input> {
    let meant = plan.bases.first().map(|base| scenario::doubted(&base.as_meant).unwrap_or_default());
    let known: BTreeMap<String, Doubted> =
        meant.unwrap_or_default().into_iter().map(|doubted| (doubted.path.clone(), doubted)).collect();
    let mut list = Vec::new();
    for Factor { name, keys } in factors(&plan.keys, families) {
        let key = keys[0];
        let values: Option<Vec<f64>> =
            (0..plan.points.len()).map(|point| plan.points.value(point, key).parse().ok()).collect();
        let Some(values) = values.filter(|values| values.iter().any(|value| value != &values[0])) else {
            continue;
        };
        let parameter = circulus::scenario::parameters::find(&plan.keys[key]);
        let unit = parameter.map_or("-", |(_, parameter)| parameter.unit);
        let thirds = thirds(&values);
        let doubted = known.get(&plan.keys[key]);
        let own = doubted.and_then(|doubted| doubted.number);
        let spread = doubted.and_then(|doubted| doubted.doubt.spread);
        let log = spread.is_some_and(|spread| spread.distribution.of_logarithms());
        list.push(Input { name, keys, unit, own, log, values, thirds });
    }
    list
}

/// The third in which each value is, by rank; equal values are in one third, that of the middle of their ranks.
fn thirds(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut thirds = vec![0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let middle = start as f64 + 0.5 * group.len() as f64;
        let third = (3.0 * middle / values.len() as f64) as usize;
        group.iter().for_each(|at| thirds[*at] = third.min(2));
        start += group.len();
    }
    thirds
}

impl Input {
    /// The odds of a claim with this input in its low, middle and high third.
    pub fn odds(&self, judged: &Judged) -> [Odds; 3] {
        [0, 1, 2].map(|third| {
            let mine = self.thirds.iter().zip(judged).filter(|(own, _)| **own == third);
            let there: Vec<bool> = mine.filter_map(|(_, at)| Some(at.as_ref()?.holds)).collect();
            Odds::new(there.iter().filter(|holds| **holds).count(), there.len())
        })
    }

    /// The least and the largest value that was sampled.
    pub fn ends(&self) -> [f64; 2] {
        let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
        self.values.iter().fold([low, high], |[low, high], value| [low.min(*value), high.max(*value)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Intervals of Wilson, by hand: 8 of 10 is from .4902 to .9433.
    #[test]
    fn shares_have_the_interval_of_wilson() {
        let odds = Odds::new(8, 10);
        assert!(
            (odds.interval.0 - 0.4902).abs() < 1e-4 && (odds.interval.1 - 0.9433).abs() < 1e-4,
            "{odds:?}"
        );
        let none = Odds::new(0, 20);
        assert!(none.interval.0 == 0.0 && (none.interval.1 - 0.1611).abs() < 1e-4, "{none:?}");
        assert_eq!(Odds::new(0, 0).interval, (0.0, 1.0));
    }

    #[test]
    fn equal_values_are_in_one_third() {
        assert_eq!(thirds(&[5.0, 1.0, 3.0]), [2, 0, 1]);
        assert_eq!(thirds(&[1.0, 1.0, 1.0, 2.0, 2.0, 2.0]), [0, 0, 0, 2, 2, 2]);
        assert_eq!(thirds(&[7.0; 4]), [1; 4]);
    }

    #[test]
    fn odds_are_counted_by_third() {
        let at =
            |holds| Some(AtPoint { effects: vec![0.0], holds, verdict: Verdict::Open, of_replicates: 0.0 });
        let values = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let input = Input {
            name: "a".into(),
            keys: vec![0],
            unit: "-",
            own: None,
            log: false,
            thirds: thirds(&values),
            values,
        };
        let judged = vec![at(false), at(true), None, at(true), at(true), at(true)];
        assert_eq!(input.odds(&judged).map(|odds| (odds.of, odds.share)), [(2, 0.5), (1, 1.0), (2, 1.0)]);
        assert_eq!(input.ends(), [1.0, 6.0]);
    }
}
