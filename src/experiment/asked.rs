//! What was asked for in the folder of its results: which verb, and what it computes from the runs. With
//! the plan of [`super::saved`] it is all that is needed to make the folder's tables and pictures again.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::calibration::{self, Target};
use super::design::{Cube, morris, saltelli};
use super::dice::Dice;
use super::error::ExperimentError;
use super::file::Kind;
use super::file::measure::Measure;
use super::range::Range;
use super::search::{self, Aim};
use super::sensitivity::find::Analysis;
use crate::scenario::{Fault, Faults, Words, input};

/// Name of the file.
pub const ASKED: &str = "experiment.json";

/// An experiment's name, and what is computed from its runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Name of the experiment.
    pub name: String,
    /// By which verb, with what that verb needs to know.
    pub verb: Verb,
}

/// What is computed from the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Nothing: each run is a row.
    Sweep,
    /// Bands over luck.
    Ensemble {
        /// Quantiles of the bands, rising.
        quantiles: Vec<f64>,
        /// Columns that are drawn; none for the usual ones.
        draw: Vec<String>,
    },
    /// Differences of two scenarios.
    Compare {
        /// Level of the intervals.
        level: f64,
    },
    /// Which keys matter.
    Sensitivity(Sensitivity),
    /// Parameters that fit observations.
    Calibrate(Calibration),
    /// Levers that reach a target.
    Search(Box<Search>),
}

/// What a sensitivity analysis needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Which analysis.
    pub analysis: Analysis,
    /// Levels of a design of Morris.
    pub levels: usize,
    /// Seed of the design and of the bootstrap.
    pub seed: u64,
    /// Indicators that are drawn, by their place in the plan.
    pub drawn: Vec<usize>,
}

impl Sensitivity {
    /// The sample of the unit cube that the points come from.
    pub fn cube(&self, keys: usize, points: u64) -> Cube {
        let points = points as usize;
        match self.analysis {
            Analysis::Sobol => {
                let dice = &mut Dice::new(self.seed, Kind::Sobol.word(), 0);
                saltelli::draw(keys, points / (keys + 2), dice).unwrap_or_default()
            }
            Analysis::Morris => {
                let dice = &mut Dice::new(self.seed, Kind::Morris.word(), 0);
                morris::draw(keys, points / (keys + 1), self.levels, dice)
            }
        }
    }
}

/// What a calibration needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// How it goes.
    pub settings: calibration::Settings,
    /// Keys that are calibrated, with what their prior ranges over.
    pub priors: Vec<(String, Range)>,
    /// What was observed, and how it is measured in a run.
    pub targets: Vec<(Target, Measure)>,
}

/// What a search needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Title of the scenario, for pictures.
    pub title: String,
    /// Its currency.
    pub currency: String,
    /// How it goes.
    pub settings: search::Settings,
    /// Levers with what they range over.
    pub levers: Vec<(String, Range)>,
    /// What is to be little.
    pub cost: Measure,
    /// What is to be reached.
    pub target: (Measure, Aim),
    /// What must hold besides.
    pub constraints: Vec<(Measure, Aim)>,
    /// Runs of each case on luck that the search has not seen, for the front.
    pub confirm: u64,
}

impl Search {
    /// The setting that gives a case the luck of the confirmation.
    pub fn unseen(seed: u64) -> String {
        format!("scenario.seed={}", Dice::new(seed, "confirm", 0).below(1 << 31))
    }
}

impl Asked {
    /// Writes it into a folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, folder: &Path) -> Result<(), ExperimentError> {
        let path = folder.join(ASKED);
        let text =
            serde_json::to_string_pretty(self).map_err(|error| ExperimentError::at(&path, error.into()))?;
        fs::write(&path, text + "\n").map_err(|source| ExperimentError::at(&path, source))
    }

    /// Reads it from a folder.
    ///
    /// # Errors
    /// When it is missing or not as it was written.
    pub fn open(folder: &Path) -> Result<Asked, ExperimentError> {
        let path = folder.join(ASKED);
        let text = input::text(&path)?;
        serde_json::from_str(&text).map_err(|error| {
            let message = format!("is not what an experiment writes: {error}");
            Faults::from(Fault::of_file(&path.display().to_string(), message)).into()
        })
    }
}
