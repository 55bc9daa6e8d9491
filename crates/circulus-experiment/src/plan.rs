//! The plan of an experiment: every run is numbered in advance.

use sha2::{Digest, Sha256};

use super::error::ExperimentError;
use super::indicators::Indicator;
use super::points::Points;
use circulus::output::SOURCES;
use circulus::scenario::input::shell;
use circulus::scenario::{self, Loaded, Opened, Scenario};
use std::path::{Path, PathBuf};

/// A base scenario of an experiment.
#[derive(Debug, Clone)]
pub struct Base {
    /// Name that identifies the base.
    pub name: String,
    /// The path of the scenario file as given, for replay commands.
    pub path: String,
    /// That file and its bases, with their paths.
    pub files: Vec<PathBuf>,
    /// Settings for all points, as for `--set`.
    pub sets: Vec<String>,
    /// Settings of a paired change, which come after those of a point.
    pub change: Vec<String>,
    /// The scenario as meant, with all those settings.
    pub as_meant: String,
    /// Its seed.
    pub seed: u64,
    opened: Opened,
}

impl Base {
    /// Opens a scenario with settings; the base takes the scenario's name.
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
            change: Vec::new(),
            as_meant,
            seed: scenario.seed,
            opened,
        };
        Ok((base, scenario))
    }

    /// The name of its file, without folders and ending: a scenario built on another may have its name from there.
    pub fn stem(&self) -> String {
        let stem = Path::new(&self.path).file_stem();
        stem.map_or_else(|| self.name.clone(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The scenario as written, merged with its own base, without the settings.
    pub fn merged(&self) -> String {
        self.opened.merged()
    }

    /// The base with one more setting for all points.
    ///
    /// # Errors
    /// All faults of the setting.
    pub fn with(&self, set: String) -> Result<Base, scenario::Faults> {
        Base { sets: [&self.sets[..], &[set]].concat(), ..self.clone() }.meant()
    }

    /// The base under a name, with the settings of a paired change.
    ///
    /// # Errors
    /// All faults of the settings.
    pub fn changed(&self, name: &str, change: Vec<String>) -> Result<Base, scenario::Faults> {
        Base { name: name.to_owned(), change, ..self.clone() }.meant()
    }

    /// The base with its text as its settings make it.
    fn meant(self) -> Result<Base, scenario::Faults> {
        let Loaded { scenario, as_meant, .. } = self.opened.load(&[&self.sets[..], &self.change].concat())?;
        Ok(Base { as_meant, seed: scenario.seed, ..self })
    }

    /// The scenario with further settings.
    ///
    /// # Errors
    /// All faults of the settings.
    pub fn scenario(&self, sets: &[String]) -> Result<Scenario, scenario::Faults> {
        self.opened.scenario(&[&self.sets[..], sets, &self.change].concat())
    }
}

/// The runs. Run `(point * bases + base) * replicates + replicate` is that replicate of that base at that point;
/// replicate `r` has the same draws everywhere.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Base scenarios; usually one.
    pub bases: Vec<Base>,
    /// Varied keys.
    pub keys: Vec<String>,
    /// Their values at each point.
    pub points: Points,
    /// Runs of each base at each point.
    pub replicates: u64,
    /// Indicators kept of each run.
    pub indicators: Vec<Indicator>,
}

/// The coordinates of a run in a plan.
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
        self.cases() * self.replicates
    }

    /// Number of cases: bases at points.
    pub fn cases(&self) -> u64 {
        self.points.len() * self.bases.len() as u64
    }

    /// The coordinates of a run.
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

    /// The number of a run, from its coordinates.
    pub fn run(&self, point: u64, base: usize, replicate: u64) -> u64 {
        (point * self.bases.len() as u64 + base as u64) * self.replicates + replicate
    }

    /// The settings of a point, as for `--set`; a key without a value keeps the scenario's own.
    pub fn sets(&self, point: u64) -> Vec<String> {
        let values = self.keys.iter().enumerate().map(|(at, key)| (key, self.points.value(point, at)));
        values.filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("{key}={value}")).collect()
    }

    /// The command that replays a run with all tables and pictures.
    pub fn replay(&self, job: Job) -> String {
        let Some(base) = self.bases.get(job.base) else { return String::new() };
        let mut command = format!("circulus run {}", shell(&base.path));
        for set in [&base.sets[..], &self.sets(job.point), &base.change].concat() {
            command.push_str(&format!(" --set {}", shell(&set)));
        }
        command.push_str(&format!(" --replicate {} --name run_{}", job.replicate, job.run));
        command
    }

    /// Identifies the experiment: scenarios, points, replicates, indicators, and the program's sources. Results with
    /// the same fingerprint may be combined.
    pub fn fingerprint(&self) -> String {
        self.fingerprint_by(SOURCES)
    }

    /// The fingerprint for a program with these sources.
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
            base.change.iter().for_each(|set| say(set));
        }
        self.keys.iter().for_each(|key| say(key));
        say(&format!("{} points, {} replicates", self.points.len(), self.replicates));
        for point in 0..self.points.len() {
            (0..self.keys.len()).for_each(|key| say(&self.points.value(point, key)));
        }
        self.indicators.iter().for_each(|indicator| say(&indicator.written()));
        hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
