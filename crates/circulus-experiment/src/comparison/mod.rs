//! Alternatives with the same draws: the difference of every indicator to that of a baseline, with its interval.
//!
//! An alternative is a case of a plan: a scenario at a point. Replicate `r` has the same luck in all of them, so the
//! differences are taken replicate by replicate.

mod columns;
pub mod cost;
pub mod pairing;
pub mod ranking;

pub use columns::columns;

use super::error::ExperimentError;
use super::plan::Plan;
use super::statistics::{Paired, holm, paired, student_beyond};
use super::store::Store;
use circulus::units::Share;

/// Most alternatives of a comparison, the baseline among them.
pub const MOST: u64 = 200;

/// The difference of one indicator between an alternative and the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Name of the alternative.
    pub alternative: String,
    /// Name of the indicator.
    pub indicator: String,
    /// Its unit as words.
    pub unit: String,
    /// Its meaning.
    pub meaning: String,
    /// The paired comparison: first the baseline, then the alternative.
    pub paired: Paired,
    /// Half-width of the interval of the mean difference at which the intervals of all alternatives hold together
    /// (Bonferroni).
    pub half_width_of_all: Option<f64>,
    /// Probability of such a mean difference or a larger one by luck, if there is none; `None` if the difference does not
    /// vary.
    pub p: Option<Share>,
    /// The same, corrected for the number of alternatives (Holm 1979).
    pub p_holm: Option<Share>,
}

impl Difference {
    /// Whether the interval excludes 0.
    pub fn is_clear(&self) -> bool {
        let both = self.paired.difference.zip(self.paired.half_width);
        both.is_some_and(|(difference, half)| difference.abs() > half)
    }

    /// Whether the interval excludes 0 that holds together with those of the other alternatives.
    pub fn is_clear_of_all(&self) -> bool {
        let both = self.paired.difference.zip(self.half_width_of_all);
        both.is_some_and(|(difference, half)| difference.abs() > half)
    }

    /// Runs of each side saved by pairing; `None` if unknown.
    pub fn saved(&self) -> Option<f64> {
        self.paired.independent.map(|independent| independent - self.paired.n as f64)
    }
}

/// The names of a plan's cases, in their order: the name of the point or what it sets, and that of the scenario where
/// there are several.
pub fn names(plan: &Plan) -> Vec<String> {
    let mut names = Vec::new();
    for point in 0..plan.points.len() {
        let own = match plan.points.name(point) {
            Some(name) => name.to_owned(),
            None => plan.sets(point).join(", "),
        };
        for base in &plan.bases {
            names.push(match (own.as_str(), plan.bases.len()) {
                ("", 1) if plan.keys.is_empty() => base.name.clone(),
                ("", 1) => "as it is".to_owned(),
                ("", _) => base.name.clone(),
                (own, 1) => own.to_owned(),
                (own, _) => format!("{own}, {}", base.name),
            });
        }
    }
    names
}

/// The numbers of all alternatives: by case, indicator and replicate; NaN where a run failed.
///
/// # Errors
/// When a run cannot be read.
pub fn values(plan: &Plan, store: &Store) -> Result<Vec<Vec<Vec<f64>>>, ExperimentError> {
    let mut reader = store.reader()?;
    (0..plan.cases()).map(|case| reader.case(plan, case)).collect()
}

/// The differences of all indicators, alternative by alternative, to the case with the number `baseline`.
pub fn differences(plan: &Plan, values: &[Vec<Vec<f64>>], level: f64, baseline: u64) -> Vec<Difference> {
    let Some(first) = values.get(baseline as usize) else { return Vec::new() };
    let names = names(plan);
    let alternatives = plan.cases().saturating_sub(1).max(1) as f64;
    let of_all = 1.0 - (1.0 - level) / alternatives;
    let mut all = Vec::new();
    let others = (0..).zip(&names).zip(values).filter(|((case, _), _)| *case != baseline);
    for ((_, alternative), second) in others {
        for ((indicator, first), second) in plan.indicators.iter().zip(first).zip(second) {
            let paired = paired(first, second, level);
            all.push(Difference {
                alternative: alternative.clone(),
                indicator: indicator.name.clone(),
                unit: indicator.unit.clone(),
                meaning: indicator.meaning.clone(),
                paired,
                half_width_of_all: paired.half_width_at(of_all),
                p: chance(&paired),
                p_holm: None,
            });
        }
    }
    let indicators = plan.indicators.len();
    for at in 0..indicators {
        let of_one: Vec<Option<f64>> = all.iter().skip(at).step_by(indicators).map(|row| row.p).collect();
        for (row, p) in all.iter_mut().skip(at).step_by(indicators).zip(holm(&of_one)) {
            row.p_holm = p;
        }
    }
    all
}

/// Two-sided probability of such a mean difference by luck.
fn chance(paired: &Paired) -> Option<Share> {
    let (difference, error) = paired.difference.zip(paired.error)?;
    (error > 0.0).then(|| student_beyond((difference / error).abs(), (paired.n - 1) as f64))
}
