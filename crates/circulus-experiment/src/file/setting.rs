//! `[experiment]`: the scenario, the replicates, the indicators kept.

use std::collections::BTreeSet;
use std::path::Path;

use super::keys::{self, Keys};
use super::{Drawn, LEVEL, MOST_REPLICATES, MOST_RUNS, Typed};
use crate::error::ExperimentError;
use crate::indicators::Indicator;
use crate::plan::Base;
use crate::until::{self, Until};
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Node};
use circulus::scenario::{Fault, Faults, Scenario};

/// The contents of `[experiment]`.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Name; by default the file's.
    pub name: String,
    /// Seed of the experiment's own draws.
    pub seed: u64,
    /// Runs at each point.
    pub replicates: u64,
    /// Indicators kept of each run.
    pub indicators: Vec<Indicator>,
    /// When there are replicates enough; `replicates` are the first of them.
    pub until: Option<Until>,
    /// The scenario.
    pub base: Base,
    /// The same as meant.
    pub scenario: Scenario,
    /// Further scenarios that are run at every point.
    pub others: Vec<(Base, Scenario)>,
    /// Name of the point that a comparison takes as its baseline.
    pub baseline: Option<String>,
    /// The `set` arguments, with their places.
    pub(crate) sets: Vec<(String, Place)>,
}

/// Keys of `[experiment]`.
pub const EXPERIMENT: [&str; 8] =
    ["name", "scenario", "set", "replicates", "indicators", "seed", "until", "baseline"];
/// Points at which further scenarios are tried before the first run.
const TRIED: u64 = 64;

impl Typed {
    /// Reads `[experiment]`; its own faults are collected, those of the scenario are returned as an error.
    ///
    /// # Errors
    /// All faults of the scenario, once the design file names one.
    pub(crate) fn setting(&self, collector: &mut Collector) -> Result<Option<Setting>, ExperimentError> {
        let Some(table) = keys::table(&self.root, "experiment", collector) else {
            if keys::lacks(&self.root, "experiment") {
                let message = "there is no [experiment], which names the scenario";
                collector.say(self.root.place, message.into(), None);
            }
            return Ok(None);
        };
        let mut keys = Keys::new("experiment", table, collector);
        keys.only(&EXPERIMENT);
        let stem = self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = keys.text("name").map_or(stem, |(name, _)| name);
        if Path::new(&name).file_name().is_none_or(|plain| plain != name.as_str()) {
            keys.fault("name", "must be a plain name, without folders");
        }
        let sets = keys.texts("set");
        let replicates = keys.whole("replicates", 1, MOST_RUNS).unwrap_or(1);
        let seed = keys.whole("seed", 0, i64::MAX as u64).unwrap_or(1);
        let wanted = keys.texts("indicators");
        let all = table.get("indicators").is_none();
        let baseline = keys.text("baseline").map(|(name, _)| name);
        let mut files = match table.get("scenario").map(|entry| &entry.node.data) {
            Some(Data::List(_)) => keys.texts("scenario"),
            _ => keys.required_text("scenario").into_iter().collect(),
        };
        if files.is_empty() {
            if table.get("scenario").is_some() && collector.is_empty() {
                Keys::new("experiment", table, collector).fault("scenario", "names no scenario");
            }
            return Ok(None);
        }
        let (file, named) = files.remove(0);
        let (mut base, scenario) = self.open(&self.beside(&file), Some(named), &sets)?;
        if !files.is_empty() {
            base.name = base.stem();
        }
        let mut others: Vec<(Base, Scenario)> = Vec::new();
        for (file, place) in files {
            let (mut other, own) = self.open(&self.beside(&file), Some(place), &sets)?;
            if own.currency != scenario.currency {
                let message = format!(
                    "counts in {}, and the first scenario in {}: their money cannot stand in one table",
                    own.currency, scenario.currency
                );
                collector.say(place, message, None);
            }
            other.name = other.stem();
            let before = std::iter::once(&base).chain(others.iter().map(|(known, _)| known));
            let taken = before.filter(|known| known.stem() == other.name).count();
            if taken > 0 {
                other.name = format!("{} ({})", other.name, taken + 1);
            }
            others.push((other, own));
        }
        let in_others = |indicator: &Indicator| {
            others.iter().all(|(_, other)| Indicator::find(&indicator.written(), other).is_ok())
        };
        let mut indicators = if all { Indicator::all(&scenario) } else { Vec::new() };
        indicators.retain(in_others);
        if let Some(entry) = table.get("indicators").filter(|_| wanted.is_empty() && collector.is_empty()) {
            collector.say(entry.node.place, "indicators is empty; leave it out to keep all".into(), None);
        }
        let mut seen = BTreeSet::new();
        for (name, place) in &wanted {
            match Indicator::find_all(name, &scenario) {
                Ok(found) => {
                    for indicator in found {
                        if !in_others(&indicator) {
                            let message = format!("'{}' is no number of all these scenarios", indicator.name);
                            collector.say(*place, message, None);
                        } else if !seen.insert(indicator.name.clone()) {
                            let message = format!("the indicator '{}' occurs here twice", indicator.name);
                            collector.say(*place, message, None);
                        } else {
                            indicators.push(indicator);
                        }
                    }
                }
                Err((message, near)) => collector.say(*place, message, near),
            }
        }
        let until = table.get("until").and_then(|entry| until(&entry.node, &scenario, collector));
        if let Some(until) = until.as_ref().filter(|until| until.indicator.year().is_some()) {
            // Of single years only what is asked for is kept.
            if !indicators.contains(&until.indicator) {
                indicators.push(until.indicator.clone());
            }
        }
        Ok(Some(Setting {
            name,
            seed,
            replicates,
            indicators,
            until,
            base,
            scenario,
            others,
            baseline,
            sets,
        }))
    }

    /// Like [`Typed::setting`], for verbs that know which indicators they need: keeps none unless listed.
    ///
    /// # Errors
    /// All faults of the scenario, once the file names one.
    pub(crate) fn setting_of_named(
        &self,
        collector: &mut Collector,
    ) -> Result<Option<Setting>, ExperimentError> {
        let mut setting = self.setting(collector)?;
        if setting.as_ref().is_some_and(|setting| setting.until.is_some()) {
            let place = self.root.get("experiment").and_then(|table| table.node.get("until"));
            let message = "has no use here: the generations decide how many runs there are";
            collector.say(place.map_or(self.root.place, |entry| entry.place), message.into(), None);
        }
        let listed = self.root.get("experiment").is_some_and(|table| table.node.get("indicators").is_some());
        self.refuse_others(setting.as_ref(), collector);
        if let Some(setting) = setting.as_mut().filter(|_| !listed) {
            setting.indicators.clear();
        }
        Ok(setting)
    }

    /// A fault if there are several scenarios, for verbs that take one.
    pub(crate) fn refuse_others(&self, setting: Option<&Setting>, collector: &mut Collector) {
        if setting.is_some_and(|setting| !setting.others.is_empty()) {
            let place = self.root.get("experiment").and_then(|table| table.node.get("scenario"));
            let message = "must be one scenario here: several are for sweep and compare";
            collector.say(place.map_or(self.root.place, |entry| entry.node.place), message.into(), None);
        }
    }
}

impl Setting {
    /// Tries the further scenarios at the first points: the values of points were checked in the first scenario alone.
    ///
    /// # Errors
    /// All faults of the first point that one of them cannot take.
    pub(crate) fn holds_at_points(&self, drawn: &Drawn, typed: &Typed) -> Result<(), Faults> {
        for (base, _) in &self.others {
            for point in 0..drawn.points.len().min(TRIED) {
                let values =
                    drawn.keys.iter().enumerate().map(|(at, key)| (key, drawn.points.value(point, at)));
                let sets: Vec<String> = values
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(key, value)| format!("{key}={value}"))
                    .collect();
                let Err(faults) = base.scenario(&sets) else { continue };
                let told = |fault: Fault| {
                    let message = format!("{} cannot take point {point}: {}", base.path, fault.headline());
                    typed.sources.fault(typed.root.place, message)
                };
                return Err(Faults { list: faults.list.into_iter().map(told).collect(), more: faults.more });
            }
        }
        Ok(())
    }
}

/// Reads `until = { indicator = "…", half_width = …, level = 0.95, most = 10000 }`.
fn until(node: &Node, scenario: &Scenario, collector: &mut Collector) -> Option<Until> {
    if !matches!(node.data, Data::Table(_)) {
        let message = "must be a table: until = { indicator = \"total_gain\", half_width = 1e9 }";
        collector.say(node.place, message.into(), None);
        return None;
    }
    let mut keys = Keys::new("until", node, collector);
    keys.only(&["indicator", "half_width", "level", "most"]);
    let named = keys.required_text("indicator");
    if keys.lacks("half_width") {
        keys.fault("", "needs half_width, half of the interval that is narrow enough");
    }
    let half_width = keys.number("half_width", f64::MIN_POSITIVE, f64::MAX);
    let level = keys.number("level", 0.5, 0.9999).unwrap_or(LEVEL);
    let most = keys.whole("most", until::LEAST, MOST_RUNS).unwrap_or(MOST_REPLICATES);
    let (name, place) = named?;
    match Indicator::find(&name, scenario) {
        Ok(indicator) => Some(Until { indicator, half_width: half_width?, level, most, against: None }),
        Err((message, near)) => {
            collector.say(place, message, near);
            None
        }
    }
}
