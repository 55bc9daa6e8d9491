//! Design files: a scenario, the keys that vary, the replicates, the indicators kept.
//!
//! ```toml
//! [experiment]
//! scenario = "../classroom.toml"      # found from the design file's folder
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

pub mod calibrate;
mod csv_points;
mod design;
pub(crate) mod keys;
pub mod measure;
pub mod seek;
pub(crate) mod vary;

use std::path::{Path, PathBuf};

use super::design::Cube;
use super::error::ExperimentError;
use super::indicators::Indicator;
use super::plan::{Base, Plan};
use crate::scenario::load::{flat, reason};
use crate::scenario::source::{Collector, Sources};
use crate::scenario::tree::{self, Data, Node};
use crate::scenario::{Fault, Faults, Scenario};
use keys::Keys;

pub use design::Kind;

/// What a design file asks for.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// Name; the folder of outputs is named after it.
    pub name: String,
    /// The file as it was named.
    pub path: PathBuf,
    /// The file of points, where the design names one.
    pub points_file: Option<PathBuf>,
    /// Seed of the design's own draws.
    pub seed: u64,
    /// Which design.
    pub kind: Kind,
    /// The scenario at no point in particular, for titles and units.
    pub scenario: Scenario,
    /// What will be run.
    pub plan: Plan,
}

/// A design file as typed, for verbs that read further tables from it.
pub(crate) struct Typed {
    /// The file as it was named.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) sources: Sources,
    /// Its tables.
    pub(crate) root: Node,
}

/// What `[experiment]` says.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Name; that of the file without it.
    pub name: String,
    /// Seed of the experiment's own draws.
    pub seed: u64,
    /// Runs at each point.
    pub replicates: u64,
    /// What is kept of each run.
    pub indicators: Vec<Indicator>,
    /// The scenario.
    pub base: Base,
    /// The same as meant.
    pub scenario: Scenario,
}

/// Keys of `[experiment]`.
pub const EXPERIMENT: [&str; 6] = ["name", "scenario", "set", "replicates", "indicators", "seed"];
const TABLES: [&str; 4] = ["experiment", "design", "vary", "point"];
/// Most runs of an experiment.
const MOST_RUNS: u64 = 1_000_000_000;

impl Typed {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or is not TOML.
    pub(crate) fn read(path: &Path) -> Result<Typed, Faults> {
        let name = path.display().to_string();
        let refuse = |message: String| Faults(vec![Fault::of_file(&name, message)]);
        let bytes = std::fs::read(path).map_err(|e| refuse(format!("cannot be read: {}", reason(&e))))?;
        let text = String::from_utf8(bytes).map_err(|_| refuse("is not UTF-8 text".into()))?;
        let mut sources = Sources::default();
        let source = sources.add_file(&name, &text);
        match tree::parse(&text, source) {
            Ok(root) => Ok(Typed { path: path.to_owned(), sources, root }),
            Err(errors) => {
                let faults = errors.into_iter().map(|(place, message)| sources.fault(place, message));
                Err(Faults(faults.collect()))
            }
        }
    }

    /// A file that the design file names, found from its folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        flat(&self.path.parent().unwrap_or(Path::new("")).join(name))
    }

    /// The file of points that `[design]` names.
    fn points_file(&self) -> Option<PathBuf> {
        match &self.root.get("design")?.node.get("file")?.node.data {
            Data::Text(name) => Some(self.beside(name)),
            _ => None,
        }
    }

    /// Reads `[experiment]`; faults that concern it are collected, those of the scenario are an error.
    ///
    /// # Errors
    /// All faults of the scenario, once the design file names one.
    pub(crate) fn setting(&self, collector: &mut Collector) -> Result<Option<Setting>, ExperimentError> {
        let Some(table) = keys::table(&self.root, "experiment", collector) else {
            collector.say(self.root.place, "there is no [experiment], which names the scenario".into(), None);
            return Ok(None);
        };
        let mut keys = Keys::new("experiment", table, collector);
        keys.only(&EXPERIMENT);
        let stem = self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = keys.text("name").map_or(stem, |(name, _)| name);
        if Path::new(&name).file_name().is_none_or(|plain| plain != name.as_str()) {
            keys.fault("name", "must be a plain name, without folders");
        }
        let sets = keys.texts("set").into_iter().map(|(set, _)| set).collect::<Vec<_>>();
        let replicates = keys.whole("replicates", 1, MOST_RUNS).unwrap_or(1);
        let seed = keys.whole("seed", 0, i64::MAX as u64).unwrap_or(1);
        let wanted = keys.texts("indicators");
        let all = table.get("indicators").is_none();
        let Some((file, _)) = keys.required_text("scenario") else { return Ok(None) };
        let (base, scenario) = Base::open(&self.beside(&file), &sets)?;
        let mut indicators = if all { Indicator::all(&scenario) } else { Vec::new() };
        for (name, place) in wanted {
            match Indicator::find(&name, &scenario) {
                Ok(indicator) if !indicators.contains(&indicator) => indicators.push(indicator),
                Ok(_) => collector.say(place, format!("the indicator '{name}' stands here twice"), None),
                Err((message, near)) => collector.say(place, message, near),
            }
        }
        if !all && indicators.is_empty() {
            collector.say(table.place, "indicators is empty; leave it out to keep all".into(), None);
        }
        Ok(Some(Setting { name, seed, replicates, indicators, base, scenario }))
    }
}

impl Typed {
    /// Like [`Typed::setting`], for verbs that know which indicators they need: none without a list.
    ///
    /// # Errors
    /// All faults of the scenario, once the file names one.
    pub(crate) fn setting_of_named(
        &self,
        collector: &mut Collector,
    ) -> Result<Option<Setting>, ExperimentError> {
        let mut setting = self.setting(collector)?;
        let listed = self.root.get("experiment").is_some_and(|table| table.node.get("indicators").is_some());
        if let Some(setting) = setting.as_mut().filter(|_| !listed) {
            setting.indicators.clear();
        }
        Ok(setting)
    }
}

impl Experiment {
    /// Reads a design file and everything that it names.
    ///
    /// # Errors
    /// All faults of the file, the scenario and the points.
    pub fn load(path: &Path) -> Result<Experiment, ExperimentError> {
        let typed = Typed::read(path)?;
        let mut collector = Collector::new(&typed.sources);
        keys::only(&typed.root, "", &TABLES, &mut collector);
        let setting = typed.setting(&mut collector)?;
        let Some(setting) = setting else { return Err(Faults(collector.finish()).into()) };
        let drawn = design::read(&typed, &setting, &mut collector)?;
        let (Some((kind, keys, points)), true) = (drawn, collector.is_empty()) else {
            return Err(Faults(collector.finish()).into());
        };
        let plan = Plan {
            bases: vec![setting.base],
            keys,
            points,
            replicates: setting.replicates,
            indicators: setting.indicators,
        };
        let runs = u128::from(plan.points.len()) * u128::from(plan.replicates);
        if runs > u128::from(MOST_RUNS) {
            let message = format!("asks for {runs} runs, more than {MOST_RUNS}; vary fewer keys or levels");
            return Err(Faults(vec![Fault::of_file(&path.display().to_string(), message)]).into());
        }
        Ok(Experiment {
            name: setting.name,
            path: path.to_owned(),
            points_file: typed.points_file(),
            seed: setting.seed,
            kind,
            scenario: setting.scenario,
            plan,
        })
    }

    /// The sample of the unit cube that the points come from, if they come from one.
    pub fn cube(&self) -> Option<&Cube> {
        match &self.plan.points {
            super::points::Points::Sample { cube, .. } => Some(cube),
            _ => None,
        }
    }
}
