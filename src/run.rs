//! A finished run: a world and its twin, and the third world where there is one, all years.

use std::sync::Arc;

use crate::record::Record;
use crate::record::recorder::Detail;
use crate::scenario::Scenario;
use crate::simulation::{RunError, Simulation};
use crate::year::balance::Breach;

/// How the cluster of a run ended, if it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterEnd {
    /// There was no company.
    NoCompany,
    /// It existed to the last year.
    Lives,
    /// The company's debt exceeded its credit limit in this calendar year.
    Dissolved(i32),
}

/// A finished run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Seed.
    pub seed: u64,
    /// Replicate.
    pub replicate: u64,
    /// The world with its company.
    pub cluster: Record,
    /// The same world without it.
    pub twin: Record,
    /// The third world, in which the company's money prevents waste, where the scenario has it; years alone [V1].
    pub prevention: Option<Record>,
    /// The end of the cluster.
    pub end: ClusterEnd,
}

impl Simulation {
    /// Runs the remaining years, with every agent following its own rule, and returns the run.
    ///
    /// # Errors
    /// The first breach of the books.
    pub fn finish(mut self) -> Result<Run, Breach> {
        while self.step_phase()?.is_some() {}
        let end = match self.cluster.dissolved {
            Some(year) => ClusterEnd::Dissolved(year),
            None if self.scenario().management.enabled => ClusterEnd::Lives,
            None => ClusterEnd::NoCompany,
        };
        let (seed, replicate) = (self.scenario().seed, self.replicate);
        let (cluster, twin) = (self.cluster.recorder.record, self.twin.recorder.record);
        let prevention = self.prevention.map(|course| course.recorder.record);
        Ok(Run { seed, replicate, cluster, twin, prevention, end })
    }
}

/// Runs a scenario and its twin with the draws of a replicate.
///
/// # Errors
/// The faults of a scenario changed in code, or the first breach of the books.
pub fn run(scenario: impl Into<Arc<Scenario>>, replicate: u64, detail: Detail) -> Result<Run, RunError> {
    Ok(Simulation::new(scenario, replicate, detail)?.finish()?)
}
