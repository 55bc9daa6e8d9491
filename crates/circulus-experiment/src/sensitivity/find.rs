//! Sensitivity analysis of every indicator of a finished experiment.

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::table::{Finding, Found};
use super::{morris, sobol};
use crate::design::Cube;
use crate::dice::Dice;
use crate::error::ExperimentError;
use crate::plan::Plan;
use crate::store::{Outcome, Store};

/// Maximum number of values held at a time: 128 MB.
const AT_A_TIME: u64 = 1 << 24;

/// The analysis that a design is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// Sobol indices, from the layout of `design::saltelli`.
    Sobol,
    /// Elementary effects, from the trajectories of `design::morris`.
    Morris,
}

/// Analyses every indicator, in the order of the plan. Failed runs count as missing. The bootstrap uses the same draws
/// for every indicator, so that results do not depend on which others are kept.
///
/// # Errors
/// When a run cannot be read.
pub fn findings(
    plan: &Plan,
    cube: &Cube,
    analysis: Analysis,
    seed: u64,
    store: &Store,
) -> Result<Vec<Finding>, ExperimentError> {
    let replicates = plan.replicates as usize;
    let width = (AT_A_TIME / plan.runs().max(1)).max(1) as usize;
    let mut findings = Vec::with_capacity(plan.indicators.len());
    for (chunk, indicators) in plan.indicators.chunks(width).enumerate() {
        let mut results: Vec<Vec<f64>> = vec![Vec::with_capacity(plan.runs() as usize); indicators.len()];
        let mut reader = store.reader()?;
        for run in 0..plan.runs() {
            let outcome = reader.outcome(run)?;
            for (at, results) in results.iter_mut().enumerate() {
                results.push(match &outcome {
                    Outcome::Values(values) => values.get(chunk * width + at).copied().unwrap_or(f64::NAN),
                    Outcome::Failed(_) => f64::NAN,
                });
            }
        }
        let found: Vec<Finding> = results
            .par_iter()
            .zip(indicators)
            .map(|(results, indicator)| {
                let mut dice = Dice::new(seed, "bootstrap", 0);
                let found = match analysis {
                    Analysis::Sobol => {
                        Found::Sobol(sobol::analyse(results, plan.keys.len(), replicates, &mut dice))
                    }
                    Analysis::Morris => Found::Morris(morris::analyse(results, cube, replicates, &mut dice)),
                };
                let (indicator, unit, meaning) =
                    (indicator.name.clone(), indicator.unit.clone(), indicator.meaning.clone());
                Finding { indicator, unit, meaning, found }
            })
            .collect();
        findings.extend(found);
    }
    Ok(findings)
}
