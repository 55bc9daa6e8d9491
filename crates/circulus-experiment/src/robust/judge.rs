//! What each claim comes to at every point.

use std::collections::BTreeMap;

use super::claim::Claim;
use crate::error::ExperimentError;
use crate::expression::{Condition, Named, Unit};
use crate::indicators::Indicator;
use crate::plan::Plan;
use crate::statistics::{moments, student};
use crate::store::{Outcome, Store};
use circulus::scenario::Scenario;
use circulus::units::Share;

/// Level of the one-sided test against luck.
const LEVEL: Share = 0.95;

/// What luck leaves open at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The claim holds whatever the luck.
    Holds,
    /// It does not.
    Fails,
    /// These replicates cannot tell.
    Open,
}

/// A claim at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct AtPoint {
    /// Mean over the replicates of the effect of each condition: by how much the side that must be larger is larger.
    pub effects: Vec<f64>,
    /// Whether every mean effect is as the claim says.
    pub holds: bool,
    /// The same against luck.
    pub verdict: Verdict,
    /// Share of the replicates in which every condition holds.
    pub of_replicates: Share,
}

/// A claim at all points; `None` where no replicate has all its numbers.
pub type Judged = Vec<Option<AtPoint>>;

/// Where the numbers that claims name are: the base, and the index of the indicator in the plan. What is not there is
/// missing in every run: a folder whose claims were altered says so by its hash.
#[derive(Debug, Clone)]
pub struct Numbers<'c>(BTreeMap<&'c Named, (usize, usize)>);

impl<'c> Numbers<'c> {
    /// The numbers of some claims about a scenario.
    pub fn of(plan: &Plan, scenario: &Scenario, claims: &'c [Claim]) -> Numbers<'c> {
        let place = |named: &Named| {
            let of_change =
                |name: &String| Some(1 + plan.bases.iter().skip(1).position(|b| b.name == *name)?);
            let base = named.change.as_ref().map_or(Some(0), of_change)?;
            let indicator = Indicator::find(&named.indicator, scenario).ok()?;
            Some((base, plan.indicators.iter().position(|own| *own == indicator)?))
        };
        let all = claims.iter().flat_map(|claim| &claim.conditions).flat_map(Condition::named);
        Numbers(all.filter_map(|named| Some((named, place(named)?))).collect())
    }

    /// The unit of one in an expression.
    pub fn unit(&self, plan: &Plan, named: &Named) -> Unit {
        let indicator = self.0.get(named).and_then(|(_, at)| plan.indicators.get(*at));
        indicator.map_or(Unit::Other, Indicator::expression_unit)
    }

    /// The effects of a claim's conditions in one replicate, of which `row` has the indicators of each base.
    fn effects(&self, claim: &Claim, row: &[Vec<f64>]) -> Vec<f64> {
        let value = |named: &Named| {
            let found = self.0.get(named).and_then(|(base, at)| row.get(*base)?.get(*at));
            found.copied().unwrap_or(f64::NAN)
        };
        claim.conditions.iter().map(|condition| condition.effect(&value)).collect()
    }
}

/// Judges all claims, in order, at all points.
///
/// # Errors
/// When a run cannot be read.
pub fn judge(
    plan: &Plan,
    store: &Store,
    claims: &[Claim],
    numbers: &Numbers<'_>,
) -> Result<Vec<Judged>, ExperimentError> {
    let mut reader = store.reader()?;
    let mut judged: Vec<Judged> = vec![Vec::new(); claims.len()];
    for point in 0..plan.points.len() {
        // By replicate and base.
        let mut runs = Vec::new();
        for replicate in 0..plan.replicates {
            let mut row = Vec::new();
            for base in 0..plan.bases.len() {
                row.push(match reader.outcome(plan.run(point, base, replicate))? {
                    Outcome::Values(values) => values,
                    Outcome::Failed(_) => Vec::new(),
                });
            }
            runs.push(row);
        }
        for (claim, list) in claims.iter().zip(&mut judged) {
            let effects: Vec<Vec<f64>> = runs.iter().map(|row| numbers.effects(claim, row)).collect();
            list.push(at_point(claim, &effects));
        }
    }
    Ok(judged)
}

/// Judges a claim at a point, from the effects of its conditions in each replicate. Replicates in which one of them is
/// missing are left out.
fn at_point(claim: &Claim, replicates: &[Vec<f64>]) -> Option<AtPoint> {
    let there: Vec<&Vec<f64>> =
        replicates.iter().filter(|effects| effects.iter().all(|effect| !effect.is_nan())).collect();
    let n = there.len();
    if n == 0 {
        return None;
    }
    let holding = |effects: &[f64]| claim.conditions.iter().zip(effects).all(|(c, effect)| c.holds(*effect));
    let of_replicates = there.iter().filter(|effects| holding(effects)).count() as f64 / n as f64;
    let mut effects = Vec::new();
    let mut verdict = Verdict::Holds;
    for (at, condition) in claim.conditions.iter().enumerate() {
        let of = moments(there.iter().map(|effects| effects[at]));
        let mean = of.mean.unwrap_or(f64::NAN);
        // Without a second replicate nothing is known of luck.
        let half = of.variance.map(|variance| student(LEVEL, (n - 1) as f64) * (variance / n as f64).sqrt());
        let sure = |end: f64| condition.holds(end);
        verdict = match (half, verdict) {
            (_, Verdict::Fails) => Verdict::Fails,
            (Some(half), _) if !sure(mean + half) => Verdict::Fails,
            (Some(half), Verdict::Holds) if sure(mean - half) => Verdict::Holds,
            _ => Verdict::Open,
        };
        effects.push(mean);
    }
    Some(AtPoint { holds: holding(&effects), effects, verdict, of_replicates })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::claim::Written;

    fn claim(holds: &[&str]) -> Claim {
        let holds = holds.iter().map(|text| (*text).to_owned()).collect();
        Written { id: "a".into(), text: "A".into(), holds }.claim().unwrap()
    }

    fn found(holds: &[&str], replicates: &[&[f64]]) -> Option<AtPoint> {
        at_point(&claim(holds), &replicates.iter().map(|row| row.to_vec()).collect::<Vec<_>>())
    }

    /// Mean 2, deviation 1, t(.95, 2) = 2.92: from 0.31 to 3.69.
    #[test]
    fn the_mean_decides_and_luck_is_tested() {
        let at = found(&["x > 0"], &[&[1.0], &[2.0], &[3.0]]).unwrap();
        assert_eq!((at.effects[0], at.holds, at.verdict, at.of_replicates), (2.0, true, Verdict::Holds, 1.0));
        let at = found(&["x > 0"], &[&[-1.0], &[2.0], &[3.0]]).unwrap();
        assert_eq!((at.holds, at.verdict, at.of_replicates), (true, Verdict::Open, 2.0 / 3.0));
        let at = found(&["x > 0"], &[&[-1.0], &[-2.0], &[-3.0]]).unwrap();
        assert_eq!((at.holds, at.verdict, at.of_replicates), (false, Verdict::Fails, 0.0));
    }

    #[test]
    fn every_condition_must_hold() {
        let at = found(&["x > 0", "y > 0"], &[&[1.0, 1.0], &[1.0, -3.0]]).unwrap();
        assert_eq!((at.effects, at.holds, at.of_replicates), (vec![1.0, -1.0], false, 0.5));
        let at = found(&["x > 0", "y > 0"], &[&[1.0, -1.0], &[1.0, -1.0]]).unwrap();
        assert_eq!(at.verdict, Verdict::Fails);
        let at = found(&["x > 0", "y > 0"], &[&[1.0, 1.0], &[1.0, 1.0]]).unwrap();
        assert_eq!(at.verdict, Verdict::Holds);
    }

    #[test]
    fn equal_sides_hold_where_they_may() {
        let same: [&[f64]; 2] = [&[0.0], &[0.0]];
        assert_eq!(found(&["x >= 0"], &same).unwrap().verdict, Verdict::Holds);
        assert_eq!(found(&["x > 0"], &same).unwrap().verdict, Verdict::Fails);
    }

    #[test]
    fn what_is_missing_is_left_out_and_one_replicate_leaves_luck_open() {
        let at = found(&["x > 0"], &[&[1.0], &[f64::NAN]]).unwrap();
        assert_eq!((at.holds, at.verdict), (true, Verdict::Open));
        assert_eq!(found(&["x > 0"], &[&[f64::NAN]]), None);
    }
}
