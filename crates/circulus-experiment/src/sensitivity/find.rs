//! Sensitivity analysis of every indicator of a finished experiment.

use rayon::prelude::*;

use super::table::{Finding, Found};
use super::{Analysis, factor, morris, pawn, quantiles, shapley, sobol};
use crate::asked::Sensitivity;
use crate::dice::Dice;
use crate::error::ExperimentError;
use crate::plan::Plan;
use crate::statistics::moments;
use crate::store::{Outcome, Store};

/// Maximum number of values held at a time: 128 MB.
const AT_A_TIME: u64 = 1 << 24;

/// How the results of an indicator are analysed.
type Method = Box<dyn Fn(&[f64]) -> Found + Sync>;

/// Analyses every indicator, in the order of the plan. Failed runs count as missing.
///
/// # Errors
/// When a run cannot be read.
pub fn findings(plan: &Plan, asked: &Sensitivity, store: &Store) -> Result<Vec<Finding>, ExperimentError> {
    let method = method(plan, asked);
    let replicates = plan.replicates as usize;
    let scales = asked.quantile_regression.then(|| factor::scales(plan, &asked.factors(&plan.keys)));
    let quantiles =
        |results: &[f64]| Some(quantiles::analyse(scales.as_ref()?, &means(results, replicates), asked.seed));
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
                let (indicator, unit, meaning) =
                    (indicator.name.clone(), indicator.unit.clone(), indicator.meaning.clone());
                let (found, quantiles) = (method(results), quantiles(results));
                Finding { indicator, unit, meaning, found, quantiles }
            })
            .collect();
        findings.extend(found);
    }
    Ok(findings)
}

/// The analysis that is asked for. It uses the same draws for every indicator, so that results do not depend on which
/// others are kept.
fn method(plan: &Plan, asked: &Sensitivity) -> Method {
    let replicates = plan.replicates as usize;
    let factors = asked.factors(&plan.keys);
    let seed = asked.seed;
    let dice = move || Dice::new(seed, "bootstrap", 0);
    match asked.analysis {
        Analysis::Sobol => {
            let layout = asked.layout(&plan.keys);
            Box::new(move |results| Found::Sobol(sobol::analyse(results, &layout, replicates, &mut dice())))
        }
        Analysis::Morris => {
            let cube = asked.trajectories(factors.len(), plan.points.len());
            Box::new(move |results| Found::Morris(morris::analyse(results, &cube, replicates, &mut dice())))
        }
        Analysis::Shapley => {
            let orders = asked.orders(factors.len(), plan.points.len());
            let factors = factors.len();
            Box::new(move |results| {
                Found::Shapley(shapley::analyse(results, factors, &orders, replicates, &mut dice()))
            })
        }
        Analysis::Pawn => {
            let values = factor::values(plan, &factors);
            let settings = pawn::Settings { seed, ..pawn::Settings::default() };
            Box::new(move |results| {
                Found::Pawn(pawn::analyse(&values, &means(results, replicates), &settings))
            })
        }
    }
}

/// The mean at each point over the replicates that have the number; NaN if none has it.
fn means(results: &[f64], replicates: usize) -> Vec<f64> {
    let mean = |point: &[f64]| moments(point.iter().copied()).mean.unwrap_or(f64::NAN);
    results.chunks(replicates.max(1)).map(mean).collect()
}
