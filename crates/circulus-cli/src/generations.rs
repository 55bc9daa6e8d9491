//! Runs in generations, each requested when the previous one is finished. Every generation is an experiment of its own
//! on disk, so a killed search can resume in the middle of one.

use std::path::{Path, PathBuf};

use super::drive::Driving;
use super::refuse;
use circulus_experiment::error::ExperimentError;
use circulus_experiment::plan::Plan;
use circulus_experiment::points::{Listed, Points};
use circulus_experiment::store::{Held, Outcome, PARTS, Shard, Store, generation};

/// Returns the outcomes of runs requested generation by generation, in the order of the runs: makes them, or reads
/// existing ones.
pub trait Runs {
    /// A generation: points with a value for every key.
    fn run(&mut self, points: Vec<Vec<String>>) -> anyhow::Result<Vec<Outcome>>;
    /// Repeats points under another plan, with its bases and replicates.
    fn again(&mut self, plan: Plan, points: Vec<Vec<String>>) -> anyhow::Result<Vec<Outcome>>;
}

/// Generations in progress.
pub struct Generations<'d> {
    driving: &'d Driving,
    name: String,
    folder: PathBuf,
    held: Held,
    /// The plan without points.
    plan: Plan,
    /// The points of each generation.
    asked: Vec<Vec<Vec<String>>>,
}

impl<'d> Generations<'d> {
    /// Starts in the folder with this name, as `file` specifies; the plan's own points are ignored.
    pub fn begin(driving: &'d Driving, name: &str, plan: Plan, inputs: &[PathBuf]) -> anyhow::Result<Self> {
        if driving.partial {
            return Err(refuse(
                "--partial is for experiments whose runs are known beforehand; the generations of this one that are finished go into its tables when it is",
            ));
        }
        let folder = driving.folder(name);
        let scenarios = plan.bases.iter().flat_map(|base| base.files.clone());
        driving.begin(&folder, &scenarios.chain(inputs.iter().cloned()).collect::<Vec<_>>())?;
        let held = Store::hold(&folder)?;
        Ok(Generations { driving, name: name.to_owned(), folder, held, plan, asked: Vec::new() })
    }

    /// Combines all generations into one plan and one store.
    pub fn finish(self) -> anyhow::Result<(Plan, Store)> {
        let whole = self.of(&self.asked);
        let mut stores = Vec::new();
        for (index, points) in self.asked.iter().enumerate() {
            let plan = self.of(std::slice::from_ref(points));
            stores.push(Store::open(&generation(&self.folder, index + 1), &plan, Shard::WHOLE)?);
        }
        let mut readers = stores.iter().map(Store::reader).collect::<Result<Vec<_>, _>>()?;
        let sizes: Vec<u64> = stores.iter().map(|store| store.done()).collect();
        let store = Store::gather(self.held, &self.folder, &whole, |run| {
            let mut own = run;
            for (reader, size) in readers.iter_mut().zip(&sizes) {
                if own < *size {
                    return reader.outcome(own);
                }
                own -= size;
            }
            Err(ExperimentError::Missing(run))
        })?;
        Ok((whole, store))
    }

    fn of(&self, generations: &[Vec<Vec<String>>]) -> Plan {
        at(&self.plan, generations.iter().flatten())
    }
}

impl Runs for Generations<'_> {
    /// Runs a generation, or what is missing of it.
    fn run(&mut self, points: Vec<Vec<String>>) -> anyhow::Result<Vec<Outcome>> {
        let plan = self.of(std::slice::from_ref(&points));
        self.asked.push(points);
        let number = self.asked.len();
        let what = format!("{}, generation {number}", self.name);
        let store = self.driving.make(&plan, &generation(&self.folder, number), &what)?;
        outcomes(&plan, &store)
    }

    /// Runs outside the generations.
    fn again(&mut self, plan: Plan, points: Vec<Vec<String>>) -> anyhow::Result<Vec<Outcome>> {
        let plan = at(&plan, &points);
        let folder = confirmation(&self.folder, &plan.fingerprint());
        let store = self.driving.make(&plan, &folder, &format!("{}, confirmation", self.name))?;
        outcomes(&plan, &store)
    }
}

/// A plan with other points.
pub fn at<'p>(plan: &Plan, points: impl IntoIterator<Item = &'p Vec<String>>) -> Plan {
    let mut listed = Listed::new(plan.keys.len());
    for point in points {
        listed.push(point.iter().map(String::as_str));
    }
    Plan { points: Points::Listed(listed), ..plan.clone() }
}

/// All outcomes of a plan, in the order of the runs.
pub fn outcomes(plan: &Plan, store: &Store) -> anyhow::Result<Vec<Outcome>> {
    let mut reader = store.reader()?;
    Ok((0..plan.runs()).map(|run| reader.outcome(run)).collect::<Result<_, _>>()?)
}

/// The folder of the confirmation runs with this fingerprint.
pub fn confirmation(folder: &Path, fingerprint: &str) -> PathBuf {
    let name: String = fingerprint.chars().take(8).collect();
    folder.join(PARTS).join(format!("confirmation_{name}"))
}
