//! The request behind a folder of results: which verb, and what it computes from the runs. Together with the plan of
//! [`super::saved`], it is enough to make the folder's tables and pictures again.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::calibration::{self, Target};
use super::design::saltelli::Layout;
use super::design::{Cube, morris, shapley};
use super::dice::Dice;
use super::error::ExperimentError;
use super::explore;
use super::file::Kind;
use super::file::measure::Measure;
use super::range::Range;
use super::robust::claim::Written;
use super::search::{self, Aim};
use super::sensitivity::Analysis;
use super::sensitivity::factor::{self, Factor};
use circulus::output::csv::Form;
use circulus::scenario::{Fault, Faults, Words, input};

/// Name of the file.
pub const ASKED: &str = "experiment.json";
/// Name of the file that marks the results of a part of an experiment.
pub const PARTIAL: &str = "partial.txt";

/// An experiment's name and what is computed from its runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Name of the experiment.
    pub name: String,
    /// The verb, with its settings.
    pub verb: Verb,
    /// What part of the experiment the results are of, in words; `None` if they are of all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
    /// What separates cells and decimals of the tables as CSV.
    #[serde(default, skip_serializing_if = "Form::is_comma")]
    pub csv: Form,
    /// Tables of single runs that are written of all runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
}

impl Asked {
    /// All of an experiment, without tables of single runs.
    pub fn new(name: &str, verb: Verb, csv: Form) -> Asked {
        Asked { name: name.to_owned(), verb, partial: None, csv, tables: Vec::new() }
    }
}

/// What is computed from the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Nothing: each run is one row.
    Sweep,
    /// Bands over replicates.
    Ensemble {
        /// Quantiles of the bands, ascending.
        quantiles: Vec<f64>,
        /// Columns to draw; empty for the default ones.
        draw: Vec<String>,
    },
    /// Differences of alternatives to a baseline.
    Compare {
        /// Level of the intervals.
        level: f64,
        /// The case that is the baseline.
        #[serde(default)]
        baseline: u64,
    },
    /// A sensitivity analysis of keys.
    Sensitivity(Sensitivity),
    /// Parameters fitted to observations.
    Calibrate(Calibration),
    /// Values of keys that reach a target.
    Search(Box<Search>),
    /// Values of keys that give as many patterns as possible.
    Explore(Box<Explore>),
    /// Where claims hold, over all values that have a range.
    Robust(Box<Robust>),
}

impl Verb {
    /// The verb as it is typed.
    pub fn word(&self) -> &'static str {
        match self {
            Verb::Sweep => "sweep",
            Verb::Ensemble { .. } => "ensemble",
            Verb::Compare { .. } => "compare",
            Verb::Sensitivity(_) => "sensitivity",
            Verb::Calibrate(_) => "calibrate",
            Verb::Search(_) => "search",
            Verb::Explore(_) => "explore",
            Verb::Robust(_) => "robust",
        }
    }
}

/// Settings of a study of robustness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Robust {
    /// Seed of the sample, and of the resampling that gives intervals.
    pub seed: u64,
    /// The claims.
    pub claims: Vec<Written>,
    /// Keys that are sampled together, by name of their family.
    pub families: Vec<(String, Vec<usize>)>,
}

/// Settings of a sensitivity analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Which analysis.
    pub analysis: Analysis,
    /// Levels of a Morris design.
    pub levels: usize,
    /// Seed of the design and of the bootstrap.
    pub seed: u64,
    /// Indicators to draw, by index in the plan.
    pub drawn: Vec<usize>,
    /// Keys that move together, by name of their family.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<(String, Vec<usize>)>,
    /// Whether a Sobol design has the points for indices of second order.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_order: bool,
    /// Whether quantiles are regressed on the factors of a sample.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quantile_regression: bool,
}

impl Sensitivity {
    /// What the indices are of.
    pub fn factors(&self, keys: &[String]) -> Vec<Factor> {
        factor::factors(keys, &self.families)
    }

    /// The layout of a Sobol design.
    pub fn layout(&self, keys: &[String]) -> Layout {
        let factors = self.factors(keys).into_iter().map(|factor| factor.keys).collect();
        Layout { factors, second_order: self.second_order }
    }

    /// The orders in which factors move in a design for Shapley effects.
    pub fn orders(&self, factors: usize, points: u64) -> Vec<Vec<usize>> {
        shapley::orders(
            factors,
            points as usize / (factors + 1),
            &mut Dice::new(self.seed, shapley::ORDERS, 0),
        )
    }

    /// The sample of the unit cube behind the points of a Morris design.
    pub fn trajectories(&self, keys: usize, points: u64) -> Cube {
        let dice = &mut Dice::new(self.seed, Kind::Morris.word(), 0);
        morris::draw(keys, points as usize / (keys + 1), self.levels, dice)
    }
}

/// Settings of a calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Settings of the algorithm.
    pub settings: calibration::Settings,
    /// Calibrated keys, with the ranges of their priors.
    pub priors: Vec<(String, Range)>,
    /// Observations, and how each is measured in a run.
    pub targets: Vec<(Target, Measure)>,
}

/// Settings of an exploration of patterns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explore {
    /// Title of the scenario, for pictures.
    pub title: String,
    /// Its currency.
    pub currency: String,
    /// Settings of the algorithm.
    pub settings: explore::Settings,
    /// Keys that vary, with their ranges.
    pub varied: Vec<(String, Range)>,
    /// The indicators of a pattern, and how each is divided into cells.
    pub patterns: Vec<(Measure, explore::Axis)>,
}

/// Settings of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Title of the scenario, for pictures.
    pub title: String,
    /// Its currency.
    pub currency: String,
    /// Settings of the algorithm.
    pub settings: search::Settings,
    /// Keys to search over, with their ranges.
    pub varied: Vec<(String, Range)>,
    /// The indicator to minimise.
    pub cost: Measure,
    /// The target to reach.
    pub target: (Measure, Aim),
    /// Further constraints.
    pub constraints: Vec<(Measure, Aim)>,
    /// Runs of each case for confirming the front, with draws that the search has not used.
    pub confirm: u64,
}

impl Search {
    /// The `--set` argument that gives a case the seed of the confirmation.
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
        fs::write(&path, text + "\n").map_err(|source| ExperimentError::at(&path, source))?;
        let Some(partial) = &self.partial else { return Ok(()) };
        let path = folder.join(PARTIAL);
        let text = format!(
            "These results are of a part of the experiment: {partial}.\nThe command that began it makes the rest, and replaces them.\n"
        );
        fs::write(&path, text).map_err(|source| ExperimentError::at(&path, source))
    }

    /// Reads it from a folder.
    ///
    /// # Errors
    /// When it is missing or invalid.
    pub fn open(folder: &Path) -> Result<Asked, ExperimentError> {
        let path = folder.join(ASKED);
        let text = input::text(&path)?;
        serde_json::from_str(&text).map_err(|error| {
            let message = format!("is not what an experiment writes: {error}");
            Faults::from(Fault::of_file(&path.display().to_string(), message)).into()
        })
    }
}
