//! What a study of robustness finds.

use super::claim::{Claim, Written};
use super::judge::{Judged, judge};
use super::odds::{Input, OfClaim, inputs, of_claim};
use super::table::OddsRow;
use crate::asked;
use crate::error::ExperimentError;
use crate::plan::Plan;
use crate::store::Store;

/// What a study of robustness finds.
#[derive(Debug, Clone)]
pub struct Found {
    /// The claims over all points.
    pub claims: Vec<OfClaim>,
    /// Each claim at each point.
    pub judged: Vec<Judged>,
    /// What was sampled.
    pub inputs: Vec<Input>,
}

/// Analyses the runs of a study.
///
/// # Errors
/// When a run cannot be read.
pub fn find(plan: &Plan, asked: &asked::Robust, store: &Store) -> Result<Found, ExperimentError> {
    let claims: Vec<Claim> = asked.claims.iter().filter_map(Written::claim).collect();
    let judged = judge(plan, store, &claims)?;
    let inputs = inputs(plan, &asked.families);
    let claims = claims.iter().zip(&judged).map(|(claim, judged)| of_claim(claim, judged)).collect();
    Ok(Found { claims, judged, inputs })
}

impl Found {
    /// The rows of the table `odds`.
    pub fn odds_rows(&self) -> Vec<OddsRow<'_>> {
        let mut rows = Vec::new();
        for (claim, judged) in self.claims.iter().zip(&self.judged) {
            rows.extend(self.inputs.iter().map(|input| OddsRow { claim, input, thirds: input.odds(judged) }));
        }
        rows
    }
}
