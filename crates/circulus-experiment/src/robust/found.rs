//! What a study of robustness finds.

use super::claim::{Claim, Written};
use super::filtering::{Left, left};
use super::judge::{AtPoint, Judged, Numbers, judge};
use super::odds::{Input, Odds, OfClaim, inputs, of_claim};
use super::prim::{self, Checked};
use super::table::{ImportanceRow, LeftRow, LimitRow, OddsRow, PairRow};
use super::tree::{self, Tree};
use crate::asked;
use crate::error::ExperimentError;
use crate::expression::Named;
use crate::plan::Plan;
use crate::sensitivity::pawn::{self, Pawn};
use crate::statistics::moments;
use crate::store::Store;
use circulus::scenario::Scenario;

/// What a study of robustness finds.
#[derive(Debug, Clone)]
pub struct Found {
    /// The currency of sums of money.
    pub currency: String,
    /// The claims over all points.
    pub claims: Vec<OfClaim>,
    /// Each claim at each point.
    pub judged: Vec<Judged>,
    /// What was sampled.
    pub inputs: Vec<Input>,
    /// What decides each claim.
    pub deciding: Vec<Deciding>,
}

/// What decides a claim.
#[derive(Debug, Clone)]
pub struct Deciding {
    /// How much each input does to the margin by which the claim holds.
    pub importance: Pawn,
    /// Whether the boxes are those within which the claim holds, and not those within which it fails: the rarer of both.
    pub holds: bool,
    /// Boxes of inputs.
    pub boxes: Checked,
    /// A tree of the share of replicates in which it holds.
    pub tree: Tree,
    /// The values of each input at the points where it holds.
    pub left: Vec<Option<Left>>,
}

/// Analyses the runs of a study of a scenario.
///
/// # Errors
/// When a run cannot be read.
pub fn find(
    plan: &Plan,
    scenario: &Scenario,
    asked: &asked::Robust,
    store: &Store,
) -> Result<Found, ExperimentError> {
    let claims: Vec<Claim> = asked.claims.iter().filter_map(Written::claim).collect();
    let numbers = Numbers::of(plan, scenario, &claims);
    let judged = judge(plan, store, &claims, &numbers)?;
    let inputs = inputs(plan, &asked.families);
    let values: Vec<Vec<f64>> = inputs.iter().map(|input| input.values.clone()).collect();
    let deciding = judged.iter().map(|judged| decide(&inputs, &values, judged, asked.seed)).collect();
    let unit = |named: &Named| numbers.unit(plan, named);
    let claims = claims.iter().zip(&judged).map(|(claim, judged)| of_claim(claim, judged, &unit)).collect();
    Ok(Found { currency: scenario.currency.clone(), claims, judged, inputs, deciding })
}

fn decide(inputs: &[Input], values: &[Vec<f64>], judged: &Judged, seed: u64) -> Deciding {
    let pawn = pawn::Settings { seed, ..pawn::Settings::default() };
    let importance = pawn::analyse(values, &margins(judged), &pawn);
    let there: Vec<(usize, &AtPoint)> =
        judged.iter().enumerate().filter_map(|(point, at)| Some((point, at.as_ref()?))).collect();
    let of_there: Vec<Vec<f64>> =
        values.iter().map(|values| there.iter().map(|(point, _)| values[*point]).collect()).collect();
    let holding = there.iter().filter(|(_, at)| at.holds).count();
    let holds = 2 * holding <= there.len();
    let cases: Vec<bool> = there.iter().map(|(_, at)| at.holds == holds).collect();
    let boxes =
        prim::find_and_check(&of_there, &cases, &prim::Settings { seed, ..prim::Settings::default() });
    let shares: Vec<f64> = there.iter().map(|(_, at)| at.of_replicates).collect();
    let tree = tree::fit(&of_there, &shares, &tree::Settings { seed, ..tree::Settings::default() });
    Deciding { importance, holds, boxes, tree, left: left(inputs, judged) }
}

/// The margin by which a claim holds at each point, below 0 where it fails: the least of the effects of its conditions,
/// each in units of its standard deviation over the points. NaN where it is missing.
fn margins(judged: &Judged) -> Vec<f64> {
    let conditions = judged.iter().flatten().map(|at| at.effects.len()).max().unwrap_or(0);
    let scale = |condition: usize| {
        let effects = judged.iter().flatten().filter_map(move |at| at.effects.get(condition).copied());
        let deviation = moments(effects).variance.unwrap_or(0.0).sqrt();
        if deviation > 0.0 { deviation } else { 1.0 }
    };
    let scales: Vec<f64> = (0..conditions).map(scale).collect();
    let margin = |at: &AtPoint| {
        let scaled = at.effects.iter().zip(&scales).map(|(effect, scale)| effect / scale);
        scaled.fold(f64::INFINITY, f64::min)
    };
    judged.iter().map(|at| at.as_ref().map_or(f64::NAN, margin)).collect()
}

impl Found {
    /// Number of points.
    pub fn points(&self) -> usize {
        self.judged.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The inputs that decide any claim, at most so many: those with the largest index for any claim first.
    pub fn most_deciding(&self, most: usize) -> Vec<usize> {
        let mut best: Vec<(usize, f64)> = Vec::new();
        for deciding in &self.deciding {
            for at in deciding.importance.above_the_floor() {
                let index = deciding.importance.keys.get(at).copied().flatten();
                best.extend(index.map(|index| (at, index.median.value)));
            }
        }
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut chosen: Vec<usize> = Vec::new();
        for (at, _) in best {
            if chosen.len() < most && !chosen.contains(&at) {
                chosen.push(at);
            }
        }
        chosen
    }

    /// The rows of the table `odds`.
    pub fn odds_rows(&self) -> Vec<OddsRow<'_>> {
        let mut rows = Vec::new();
        for (claim, judged) in self.claims.iter().zip(&self.judged) {
            rows.extend(self.inputs.iter().map(|input| OddsRow { claim, input, thirds: input.odds(judged) }));
        }
        rows
    }

    /// The rows of the table `together`: every pair of claims.
    pub fn pair_rows(&self) -> Vec<PairRow<'_>> {
        let mut rows = Vec::new();
        for (at, claim) in self.claims.iter().enumerate() {
            for (later, other) in self.claims.iter().enumerate().skip(at + 1) {
                let judged = self.judged[at].iter().zip(&self.judged[later]);
                let there: Vec<(bool, bool)> =
                    judged.filter_map(|(a, b)| Some((a.as_ref()?.holds, b.as_ref()?.holds))).collect();
                let count = |is: fn(&(bool, bool)) -> bool| there.iter().filter(|pair| is(pair)).count();
                let n = there.len();
                let share = |holding: usize| Odds::new(holding, n).share;
                let if_independent = share(count(|pair| pair.0)) * share(count(|pair| pair.1));
                rows.push(PairRow {
                    claim,
                    other,
                    both: Odds::new(count(|pair| pair.0 && pair.1), n),
                    if_independent,
                });
            }
        }
        rows
    }

    /// The rows of the table `importance`.
    pub fn importance_rows(&self) -> Vec<ImportanceRow<'_>> {
        let mut rows = Vec::new();
        for (claim, deciding) in self.claims.iter().zip(&self.deciding) {
            let above = deciding.importance.above_the_floor();
            for (at, input) in self.inputs.iter().enumerate() {
                let index = deciding.importance.keys.get(at).copied().flatten();
                rows.push(ImportanceRow { claim, input, index, decides: above.contains(&at) });
            }
        }
        rows
    }

    /// The rows of the table `filtering`.
    pub fn left_rows(&self) -> Vec<LeftRow<'_>> {
        let mut rows = Vec::new();
        for (claim, deciding) in self.claims.iter().zip(&self.deciding) {
            let left = self.inputs.iter().zip(&deciding.left);
            rows.extend(
                left.filter_map(|(input, left)| Some(LeftRow { claim, input, left: left.as_ref()? })),
            );
        }
        rows
    }

    /// The rows of the table `boxes`.
    pub fn limit_rows(&self) -> Vec<LimitRow<'_>> {
        let mut rows = Vec::new();
        for (claim, deciding) in self.claims.iter().zip(&self.deciding) {
            let (holds, base) = (deciding.holds, deciding.boxes.together_held_out.base);
            for (number, found) in (1..).zip(&deciding.boxes.held_out) {
                for limit in &found.limits {
                    let Some(input) = self.inputs.get(limit.key) else { continue };
                    rows.push(LimitRow { claim, holds, number, found, limit, input, base });
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::judge::Verdict;

    fn at(effects: &[f64]) -> Option<AtPoint> {
        let holds = effects.iter().all(|effect| *effect > 0.0);
        let of_replicates = f64::from(u8::from(holds));
        Some(AtPoint { effects: effects.to_vec(), holds, verdict: Verdict::Open, of_replicates })
    }

    /// Deviations 10 and 1: the least of -10/10, 0/1; 0/10, 1/1; 10/10, 2/1. A condition that is the same everywhere
    /// counts as it is.
    #[test]
    fn the_margin_is_the_least_effect_in_its_own_spread() {
        let judged = vec![at(&[-10.0, 0.0]), at(&[0.0, 1.0]), None, at(&[10.0, 2.0])];
        let found = margins(&judged);
        assert!(found[2].is_nan());
        assert_eq!([found[0], found[1], found[3]], [-1.0, 0.0, 1.0]);
        assert_eq!(margins(&vec![at(&[3.0]), at(&[3.0])]), [3.0, 3.0]);
    }

    /// Boxes are of what is rarer, and points without a verdict are left out of them.
    #[test]
    fn boxes_are_of_the_rarer_side() {
        let values = vec![(0..400).map(f64::from).collect::<Vec<f64>>()];
        let judged = |holds: fn(f64) -> bool| -> Judged {
            let of = |value: &f64| {
                if *value < 10.0 { None } else { at(&[if holds(*value) { 1.0 } else { -1.0 }]) }
            };
            values[0].iter().map(of).collect()
        };
        let rare = decide(&[], &values, &judged(|value| value >= 300.0), 1);
        assert!(rare.holds && rare.boxes.held_out[0].density > 0.9);
        assert!(rare.boxes.held_out[0].limits[0].low.is_some_and(|low| (280.0..320.0).contains(&low)));
        let usual = decide(&[], &values, &judged(|value| value < 300.0), 1);
        assert!(!usual.holds && usual.boxes.held_out[0].limits[0].low.is_some());
        assert_eq!(usual.importance.above_the_floor(), [0]);
    }
}
