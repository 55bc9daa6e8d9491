//! What will be run: every run numbered before the first one starts.

use sha2::{Digest, Sha256};

use super::error::ExperimentError;
use super::indicators::Indicator;
use super::points::Points;
use crate::scenario::{self, Loaded, Opened, Scenario};
use std::path::{Path, PathBuf};

/// A scenario that an experiment starts from.
#[derive(Debug, Clone)]
pub struct Base {
    /// Name that tells bases apart.
    pub name: String,
    /// The scenario file as it was named, for commands that replay a run.
    pub path: String,
    /// That file and its bases, as they were found.
    pub files: Vec<PathBuf>,
    /// Settings that hold at every point, as for `--set`.
    pub sets: Vec<String>,
    /// The scenario as meant, with those settings.
    pub as_meant: String,
    /// Its seed.
    pub seed: u64,
    opened: Opened,
}

impl Base {
    /// Opens a scenario with settings of its own; the base takes the scenario's name.
    ///
    /// # Errors
    /// All faults of the scenario and the settings.
    pub fn open(path: &Path, sets: &[String]) -> Result<(Base, Scenario), ExperimentError> {
        let opened = scenario::open(path)?;
        let Loaded { scenario, as_meant, files } = opened.load(sets)?;
        let base = Base {
            name: scenario.name.clone(),
            path: path.display().to_string(),
            files,
            sets: sets.to_vec(),
            as_meant,
            seed: scenario.seed,
            opened,
        };
        Ok((base, scenario))
    }

    /// The scenario as it was written, its own base merged in, without the settings.
    pub fn merged(&self) -> String {
        self.opened.merged()
    }

    /// The base with one more setting that holds at every point.
    ///
    /// # Errors
    /// All faults of the setting.
    pub fn with(&self, set: String) -> Result<Base, scenario::Faults> {
        let sets: Vec<String> = self.sets.iter().cloned().chain([set]).collect();
        let Loaded { scenario, as_meant, .. } = self.opened.load(&sets)?;
        Ok(Base { sets, as_meant, seed: scenario.seed, ..self.clone() })
    }

    /// The scenario with further settings.
    ///
    /// # Errors
    /// All faults of the settings.
    pub fn scenario(&self, sets: &[String]) -> Result<Scenario, scenario::Faults> {
        let sets: Vec<String> = self.sets.iter().chain(sets).cloned().collect();
        self.opened.scenario(&sets)
    }
}

/// What will be run. Run `(point * bases + base) * replicates + replicate` is that replicate of that
/// base at that point; replicate `r` has the same luck everywhere.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Scenarios; mostly one.
    pub bases: Vec<Base>,
    /// Keys that vary.
    pub keys: Vec<String>,
    /// Their values at each point.
    pub points: Points,
    /// Runs of each base at each point.
    pub replicates: u64,
    /// What is kept of each run.
    pub indicators: Vec<Indicator>,
}

/// A place in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// Number of the run, from 0.
    pub run: u64,
    /// Design point, from 0.
    pub point: u64,
    /// Index of the base.
    pub base: usize,
    /// Replicate, from 0.
    pub replicate: u64,
}

impl Plan {
    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.points.len() * self.bases.len() as u64 * self.replicates
    }

    /// The place of a run.
    pub fn job(&self, run: u64) -> Job {
        let case = run / self.replicates.max(1);
        let bases = self.bases.len().max(1) as u64;
        Job {
            run,
            point: case / bases,
            base: (case % bases) as usize,
            replicate: run % self.replicates.max(1),
        }
    }

    /// The number of a run by its place.
    pub fn run(&self, point: u64, base: usize, replicate: u64) -> u64 {
        (point * self.bases.len() as u64 + base as u64) * self.replicates + replicate
    }

    /// The settings of a point, as for `--set`; a key without value keeps the scenario's own.
    pub fn sets(&self, point: u64) -> Vec<String> {
        let values = self.keys.iter().enumerate().map(|(at, key)| (key, self.points.value(point, at)));
        values.filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("{key}={value}")).collect()
    }

    /// The command that replays a run with all its tables and pictures.
    pub fn replay(&self, job: Job) -> String {
        let Some(base) = self.bases.get(job.base) else { return String::new() };
        let mut command = format!("circulus run {}", shell(&base.path));
        for set in base.sets.iter().cloned().chain(self.sets(job.point)) {
            command.push_str(&format!(" --set {}", shell(&set)));
        }
        command.push_str(&format!(" --replicate {} --name run_{}", job.replicate, job.run));
        command
    }

    /// What tells this experiment from any other: scenarios, points, replicates, indicators, and the
    /// program's sources. Results of one fingerprint may be put together.
    pub fn fingerprint(&self) -> String {
        self.fingerprint_by(env!("CIRCULUS_SOURCES"))
    }

    /// The fingerprint that a program of these sources gives.
    pub fn fingerprint_by(&self, sources: &str) -> String {
        let mut hasher = Sha256::new();
        let mut say = |text: &str| {
            hasher.update(text);
            hasher.update([0]);
        };
        say(sources);
        for base in &self.bases {
            say(&base.name);
            say(&base.as_meant);
        }
        self.keys.iter().for_each(|key| say(key));
        say(&format!("{} points, {} replicates", self.points.len(), self.replicates));
        for point in 0..self.points.len() {
            (0..self.keys.len()).for_each(|key| say(&self.points.value(point, key)));
        }
        self.indicators.iter().for_each(|indicator| say(&indicator.name));
        hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// An argument as it is typed in a shell.
pub fn shell(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@%".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
}
