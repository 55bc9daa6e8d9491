//! Files of `circulus calibrate`: `[experiment]`, `[calibration]`, `[prior]` and `[[target]]`.

use std::path::{Path, PathBuf};

use super::keys::{self, Keys};
use super::targets;
use super::value::too_many;
use super::vary::{self, Varied};
use super::{MOST_RUNS, Setting, Typed};
use crate::asked;
use crate::calibration::Settings;
use crate::error::ExperimentError;
use crate::range::Range;
use circulus::scenario::Words;
use circulus::scenario::source::Collector;
use circulus::scenario::tree::Node;
use circulus::words;

/// A calibration as its file defines it.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// `[experiment]`; its indicators are those that the targets need, and those listed.
    pub setting: Setting,
    /// The table of targets, if there is one.
    pub targets_file: Option<PathBuf>,
    /// The calibration settings.
    pub asked: asked::Calibration,
}

/// Method of choosing parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    /// Generation by generation, each closer to the observations.
    Sequential,
    /// One generation, of which the best are kept.
    Rejection,
}
words!(Method { Sequential = "sequential", Rejection = "rejection" });

const TABLES: [&str; 4] = ["experiment", "calibration", "prior", "target"];
const KEYS: [&str; 8] =
    ["method", "candidates", "keep", "generations", "budget", "tolerance", "acceptance", "targets"];
/// Maximum number of parameter vectors in a calibration.
const MOST: u64 = 100_000_000;

impl Calibration {
    /// Reads a file and the scenario that it refers to.
    ///
    /// # Errors
    /// All faults of the file and the scenario.
    pub fn load(path: &Path) -> Result<Calibration, ExperimentError> {
        let typed = Typed::read(path, &["calibrate"])?;
        let mut collector = Collector::new(&typed.sources);
        keys::only(&typed.root, "", &TABLES, &mut collector);
        let Some(mut setting) = typed.setting_of_named(&mut collector)? else {
            return Err(collector.finish().into());
        };
        let priors = priors(&typed.root, &setting, &mut collector);
        let (targets, targets_file) = targets::read(&typed, &mut setting, &mut collector)?;
        let settings = settings(&typed.root, &setting, priors.len(), &mut collector);
        match settings {
            Some(settings) if collector.is_empty() => Ok(Calibration {
                setting,
                targets_file,
                asked: asked::Calibration { settings, priors, targets },
            }),
            _ => Err(collector.finish().into()),
        }
    }
}

fn settings(
    root: &Node,
    setting: &Setting,
    parameters: usize,
    collector: &mut Collector,
) -> Option<Settings> {
    let empty = Node::empty(root.place);
    let table = match root.get("calibration") {
        Some(_) => keys::table(root, "calibration", collector)?,
        None => &empty,
    };
    let mut keys = Keys::new("calibration", table, collector);
    keys.only(&KEYS);
    let method = keys.word("method", Method::WORDS).and_then(|word| Method::of_word(&word));
    let rejection = method == Some(Method::Rejection);
    if rejection && table.get("generations").is_some() {
        keys.fault("generations", "has no use with method = \"rejection\", which is one generation");
    }
    let candidates = keys.whole("candidates", 4, MOST).unwrap_or(500) as usize;
    let keep = keys.number("keep", 0.001, 0.999).unwrap_or(if rejection { 0.05 } else { 0.5 });
    let generations = keys.whole("generations", 1, 10_000).unwrap_or(if rejection { 1 } else { 10 }) as usize;
    let budget = keys.whole("budget", 4, MOST).unwrap_or(MOST) as usize;
    let points = (candidates as u128 * generations as u128).min(budget as u128);
    if points * u128::from(setting.replicates) > u128::from(MOST_RUNS) {
        let message =
            too_many(points * u128::from(setting.replicates), points, setting.replicates, MOST_RUNS);
        keys.fault("", &message);
    }
    if budget < candidates {
        keys.fault("budget", "is less than candidates: not one generation could be run");
    }
    let tolerance = keys.number("tolerance", 0.0, f64::MAX).unwrap_or(0.0);
    let acceptance = keys.number("acceptance", 0.0, 1.0).unwrap_or(0.05);
    let seed = setting.seed;
    Some(Settings { parameters, candidates, keep, generations, budget, tolerance, acceptance, seed })
}

fn priors(root: &Node, setting: &Setting, collector: &mut Collector) -> Vec<(String, Range)> {
    if root.get("prior").is_none() {
        if !keys::lacks(root, "prior") {
            return Vec::new();
        }
        let message =
            "there is no [prior] with the keys to calibrate, such as \"join.w_norm\" = { from = 0, to = 4 }";
        collector.say(root.place, message.into(), None);
        return Vec::new();
    }
    let Some(table) = keys::table(root, "prior", collector) else { return Vec::new() };
    let mut priors = Vec::new();
    for Varied { key, range, place, .. } in vary::read(table, setting, collector) {
        if matches!(range, Range::Levels(_)) {
            collector.say(
                place,
                "a prior is a range: { from = ..., to = ... }, and log = true if its logarithm is even"
                    .into(),
                None,
            );
        } else if key == "scenario.seed" {
            collector.say(place, "the seed is drawn for every point: leave it out".into(), None);
        }
        priors.push((key, range));
    }
    if priors.is_empty() && collector.is_empty() {
        collector.say(table.place, "names no key to calibrate".into(), None);
    }
    priors
}
