//! Design files: a scenario, the keys that vary, the replicates, the indicators kept.
//!
//! ```toml
//! [experiment]
//! scenario = "../classroom.toml"      # found from the design file's folder; or a list of scenarios
//! replicates = 10                     # 1 without it
//! indicators = ["total_reused_t"]     # all without it
//!
//! [design]
//! kind = "grid"
//!
//! [vary]
//! "policy.disposal_fee_factor" = [1, 2, 5]
//! "join.w_norm" = { from = 0, to = 1, steps = 5 }
//! ```
//!
//! In a sampled design `"join.*" = "range"` varies the values that have a range in the scenario over it, `[correlate]`
//! keeps families of keys at one share of their ranges, and `[simplex]` limits the sum of keys; in a Sobol design `[group]`
//! makes one factor of several keys.

pub mod calibrate;
mod claims;
mod csv_points;
mod design;
pub mod explore;
pub(crate) mod keys;
mod labels;
pub mod measure;
mod pattern;
pub mod robust;
pub mod seek;
mod setting;
mod targets;
mod together;
mod value;
pub(crate) mod vary;
mod workbook;

use std::path::{Path, PathBuf};

use super::error::ExperimentError;
use super::plan::{Base, Plan};
use super::until::Until;
use circulus::scenario::design_verb;
use circulus::scenario::input::flat;
use circulus::scenario::source::{Collector, Place, Sources};
use circulus::scenario::tree::{self, Data, Node};
use circulus::scenario::{Fault, Faults, Scenario, input};

pub(crate) use design::Drawn;
pub use design::Kind;
pub use setting::{EXPERIMENT, Setting};

/// A design file.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// Name; the folder of outputs is named after it.
    pub name: String,
    /// The path as given.
    pub path: PathBuf,
    /// The file of points, if there is one.
    pub points_file: Option<PathBuf>,
    /// Seed of the design's own draws.
    pub seed: u64,
    /// Type of design.
    pub kind: Kind,
    /// Levels of a Morris design.
    pub levels: usize,
    /// Whether a Sobol design has the points for indices of second order.
    pub second_order: bool,
    /// Keys that move together, by name of their family or group.
    pub families: Vec<(String, Vec<usize>)>,
    /// The scenario without any varied key, for titles and units.
    pub scenario: Scenario,
    /// The runs.
    pub plan: Plan,
    /// When there are replicates enough; those of the plan are the first of them.
    pub until: Option<Until>,
    /// Name of the point that a comparison takes as its baseline, with its place; the first point without it.
    pub baseline: Option<String>,
}

/// A parsed design file, for verbs that read further tables from it.
pub(crate) struct Typed {
    /// The path as given.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) sources: Sources,
    /// Its tables.
    pub(crate) root: Node,
}

const TABLES: [&str; 7] = ["experiment", "design", "vary", "point", "correlate", "simplex", "group"];
/// Level of an interval where none is given.
pub const LEVEL: f64 = 0.95;
/// Most replicates that `until` makes where nothing is said.
pub const MOST_REPLICATES: u64 = 10_000;
/// Maximum number of runs in an experiment: their table has about 10 GB, and 32 cores need a day or two if a run takes
/// 50 ms.
pub const MOST_RUNS: u64 = 100_000_000;

impl Typed {
    /// Reads a file for one of these commands.
    ///
    /// # Errors
    /// When it cannot be read, is not TOML, or is a file for another command.
    pub(crate) fn read(path: &Path, verbs: &[&str]) -> Result<Typed, Faults> {
        let Typed { sources, root, .. } = Typed::plain(path)?;
        let command = input::shell(&path.display().to_string());
        if let Some(entry) = root.get("scenario").filter(|_| root.get("experiment").is_none()) {
            let message = format!(
                "a table [scenario] makes this a scenario, and a design file is wanted, which names one in [experiment]; the command for it: circulus run {command}"
            );
            return Err(sources.fault(entry.place, message).into());
        }
        if let Some(verb) = design_verb(&root).filter(|verb| !verbs.contains(verb)) {
            let message = format!("a file for another command: circulus {verb} {command}");
            let table =
                ["search", "calibration", "design", "point"].into_iter().find_map(|name| root.get(name));
            return Err(sources.fault(table.map_or(root.place, |entry| entry.place), message).into());
        }
        Ok(Typed { path: path.to_owned(), sources, root })
    }

    /// Reads a file of any kind.
    ///
    /// # Errors
    /// When it cannot be read, or is not TOML.
    pub(crate) fn plain(path: &Path) -> Result<Typed, Faults> {
        Typed::of_text(path, input::text(path)?)
    }

    /// A design that stands beside a file; faults are placed in its text under the name of that file.
    ///
    /// # Errors
    /// When it is not TOML.
    pub(crate) fn of_text(path: &Path, text: String) -> Result<Typed, Faults> {
        let mut sources = Sources::default();
        let source = sources.add_file(&path.display().to_string(), text);
        let parsed = tree::parse(sources.whole(source), source);
        let root = parsed.map_err(|errors| tree::syntax(errors, &sources))?;
        Ok(Typed { path: path.to_owned(), sources, root })
    }

    /// Opens a scenario that the file refers to, or its own if `named` is `None`, with settings of the file. Faults
    /// are reported at their place in the file.
    ///
    /// # Errors
    /// All faults of the scenario and the settings.
    pub(crate) fn open(
        &self,
        path: &Path,
        named: Option<Place>,
        sets: &[(String, Place)],
    ) -> Result<(Base, Scenario), ExperimentError> {
        let all: Vec<String> = sets.iter().map(|(set, _)| set.clone()).collect();
        Base::open(path, &all).map_err(|error| match error {
            ExperimentError::Faults(faults) => {
                let list = faults.list.into_iter().map(|fault| self.placed(fault, path, named, sets));
                Faults { list: list.collect(), more: faults.more }.into()
            }
            other => other,
        })
    }

    /// Faults of settings in this file that follow `before` others, at their place in it.
    pub(crate) fn at_sets(&self, faults: Faults, before: usize, sets: &[(String, Place)]) -> Faults {
        let placed = |fault: Fault| match fault.set.checked_sub(before) {
            Some(set) if fault.set > before => self.placed(Fault { set, ..fault }, Path::new(""), None, sets),
            _ => fault,
        };
        Faults { list: faults.list.into_iter().map(placed).collect(), more: faults.more }
    }

    /// Converts a fault of a scenario to one of this file, if its cause is in this file.
    fn placed(&self, fault: Fault, path: &Path, named: Option<Place>, sets: &[(String, Place)]) -> Fault {
        let whole = fault.set == 0 && fault.line == 0 && Path::new(&fault.file) == path;
        if let Some(place) = named.filter(|_| whole) {
            return self.sources.fault(place, format!("{} {}", fault.file, fault.message));
        }
        let Some((set, place)) = fault.set.checked_sub(1).and_then(|at| sets.get(at)) else { return fault };
        // Inside the quotes, unless the text is written with escapes.
        let at = set.char_indices().nth(fault.column.saturating_sub(1)).map_or(set.len(), |(at, _)| at);
        let inside = Place { start: place.start + 1, end: place.start + 1 + set.len(), ..*place };
        let typed = self.sources.whole(place.source).get(inside.start..inside.end);
        let exact = Place {
            start: inside.start + at,
            end: (inside.start + at + fault.width).min(inside.end),
            ..*place
        };
        let mut told = self.sources.fault(if typed == Some(set) { exact } else { *place }, fault.message);
        (told.key, told.value, told.nearest) = (fault.key, fault.value, fault.nearest);
        told
    }

    /// A file that the design file refers to, relative to its folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        flat(&self.path.parent().unwrap_or(Path::new("")).join(name))
    }

    /// The file of points in `[design]`, if any.
    fn points_file(&self) -> Option<PathBuf> {
        match &self.root.get("design")?.node.get("file")?.node.data {
            Data::Text(name) => Some(self.beside(name)),
            _ => None,
        }
    }
}

impl Typed {
    /// Reads the tables of a design, besides `others`, which the verb itself reads.
    ///
    /// # Errors
    /// All faults of the scenario, once the file names one, and of the points.
    pub(crate) fn experiment(
        &self,
        collector: &mut Collector,
        others: &[&str],
    ) -> Result<(Option<Setting>, Option<Drawn>), ExperimentError> {
        keys::only(&self.root, "", &[&TABLES, others].concat(), collector);
        let Some(setting) = self.setting(collector)? else { return Ok((None, None)) };
        let drawn = design::read(self, &setting, collector)?;
        Ok((Some(setting), drawn))
    }
}

impl Experiment {
    /// Reads a design file and everything that it refers to.
    ///
    /// # Errors
    /// All faults of the file, the scenario and the points.
    pub fn load(path: &Path) -> Result<Experiment, ExperimentError> {
        let typed = Typed::read(path, &["sweep", "sensitivity"])?;
        let mut collector = Collector::new(&typed.sources);
        let (setting, drawn) = typed.experiment(&mut collector, &[])?;
        let (Some(setting), Some(drawn), true) = (setting, drawn, collector.is_empty()) else {
            return Err(collector.finish().into());
        };
        setting.holds_at_points(&drawn, &typed)?;
        let experiment = Experiment::planned(&typed, setting, drawn);
        experiment.allowed()?;
        Ok(experiment)
    }

    /// The runs of a design.
    pub(crate) fn planned(typed: &Typed, setting: Setting, drawn: Drawn) -> Experiment {
        let cases = drawn.points.len().max(1);
        let until =
            setting.until.map(|until| Until { most: until.most.min(MOST_RUNS / cases).max(1), ..until });
        let plan = Plan {
            bases: std::iter::once(setting.base)
                .chain(setting.others.into_iter().map(|(base, _)| base))
                .collect(),
            keys: drawn.keys,
            points: drawn.points,
            replicates: setting.replicates,
            indicators: setting.indicators,
        };
        Experiment {
            name: setting.name,
            path: typed.path.clone(),
            points_file: typed.points_file(),
            seed: setting.seed,
            kind: drawn.kind,
            levels: drawn.levels,
            second_order: drawn.second_order,
            families: drawn.families,
            scenario: setting.scenario,
            plan,
            until,
            baseline: setting.baseline,
        }
    }

    /// # Errors
    /// When it asks for more runs than can be made.
    pub(crate) fn allowed(&self) -> Result<(), Faults> {
        let plan = &self.plan;
        let points = u128::from(plan.points.len()) * plan.bases.len() as u128;
        let runs = points * u128::from(plan.replicates);
        if runs > u128::from(MOST_RUNS) {
            let message = value::too_many(runs, points, plan.replicates, MOST_RUNS);
            return Err(Fault::of_file(&self.path.display().to_string(), message).into());
        }
        Ok(())
    }
}
