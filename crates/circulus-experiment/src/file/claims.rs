//! Files of claims: `[[claim]]`, and the paired changes `[change.<name>]` that they speak of.
//!
//! ```toml
//! [change.unprotected]
//! set = ["infrastructure.*.effects.hazard.*=0"]
//!
//! [[claim]]
//! id = "T4"
//! text = "Shared infrastructure makes events rarer."
//! holds = ["events_members_per_plant_year < unprotected.events_members_per_plant_year"]
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::keys::{self, Keys};
use super::{Setting, Typed};
use crate::error::ExperimentError;
use crate::expression::{Condition, Named, Unit};
use crate::indicators::Indicator;
use crate::plan::Base;
use crate::robust::claim::{Claim, fewer_technologies};
use circulus::scenario::parameters::{is_name, name_range};
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Entry, Node};
use circulus::scenario::{NOTHING_MEANT, doubted};

/// Claims and the scenarios that they need.
pub(crate) struct Read {
    /// The claims.
    pub(crate) claims: Vec<Claim>,
    /// The scenario with each change that a claim speaks of, named after it.
    pub(crate) changed: Vec<Base>,
    /// The indicators that they need.
    pub(crate) indicators: Vec<Indicator>,
    /// Claims that cannot be asked of this scenario, by id, and why.
    pub(crate) not_asked: Vec<(String, String)>,
}

/// Reads a file of claims about a scenario.
///
/// # Errors
/// All faults of the file.
pub(crate) fn read(path: &Path, setting: &Setting) -> Result<Read, ExperimentError> {
    let typed = Typed::plain(path)?;
    let mut collector = Collector::new(&typed.sources);
    keys::only(&typed.root, "", &["claim", "change"], &mut collector);
    let changes = changes(&typed.root, &mut collector);
    let claims = claims(&typed.root, &mut collector);
    let mut indicators: Vec<Indicator> = Vec::new();
    let mut wanted = BTreeSet::new();
    for (claim, places) in &claims {
        for (condition, place) in claim.conditions.iter().zip(places) {
            let mut units: BTreeMap<&Named, Unit> = BTreeMap::new();
            for named in condition.named() {
                wanted.extend(named.change.clone());
                let known = named.change.iter().all(|name| changes.iter().any(|change| change.name == *name));
                if !known {
                    unknown_change(named, *place, &changes, &mut collector);
                }
                match Indicator::find(&named.indicator, &setting.scenario) {
                    Ok(found) => {
                        units.insert(named, found.expression_unit());
                        if !indicators.contains(&found) {
                            indicators.push(found);
                        }
                    }
                    Err((message, near)) => collector.say(*place, message, near),
                }
            }
            // Of a number that there is not, another fault is told.
            let unit = |named: &Named| units.get(named).cloned().unwrap_or(Unit::Other);
            if let Err(message) = condition.unit(&unit) {
                collector.say(*place, message, None);
            }
        }
    }
    let mut changed = Vec::new();
    let mut impossible: BTreeMap<&str, String> = BTreeMap::new();
    for change in changes.iter().filter(|change| wanted.contains(&change.name)) {
        match change.open(&typed, setting)? {
            Ok(base) => changed.push(base),
            Err(why) if change.optional => drop(impossible.insert(&change.name, why)),
            Err(why) => collector.say(change.place, why, None),
        }
    }
    if !collector.is_empty() {
        return Err(collector.finish().into());
    }
    let mut read = Read { claims: Vec::new(), changed, indicators, not_asked: Vec::new() };
    for (claim, _) in claims {
        let mut changes =
            claim.conditions.iter().flat_map(Condition::named).filter_map(|of| of.change.as_deref());
        match changes.find_map(|change| impossible.get(change)) {
            Some(why) => read.not_asked.push((claim.id, why.clone())),
            None => read.claims.push(claim),
        }
    }
    Ok(read)
}

/// A change of the scenario, as written.
struct Change {
    name: String,
    place: Place,
    sets: Vec<(String, Place)>,
    one_technology_in: Option<u64>,
    /// Whether claims that speak of it are left out where it finds nothing to change.
    optional: bool,
}

impl Change {
    /// The scenario with the change, or why there is nothing in it to change.
    ///
    /// # Errors
    /// All faults of the settings.
    fn open(&self, typed: &Typed, setting: &Setting) -> Result<Result<Base, String>, ExperimentError> {
        let mut sets = self.sets.clone();
        if let Some(one_in) = self.one_technology_in {
            let values = doubted(&setting.base.as_meant)?;
            let one_in = usize::try_from(one_in).unwrap_or(usize::MAX);
            let fewer = fewer_technologies(&setting.scenario, &values, one_in);
            if fewer.is_empty() {
                return Ok(Err(format!(
                    "change.{}: no plant adopts a technology that it leaves out",
                    self.name
                )));
            }
            sets.extend(fewer.into_iter().map(|set| (set, self.place)));
        }
        let change: Vec<String> = sets.iter().map(|(set, _)| set.clone()).collect();
        match setting.base.changed(&self.name, change) {
            Ok(base) => Ok(Ok(base)),
            Err(faults)
                if self.optional && faults.list.iter().all(|fault| fault.message == NOTHING_MEANT) =>
            {
                let sets: Vec<&str> = self.sets.iter().map(|(set, _)| set.as_str()).collect();
                Ok(Err(format!("change.{}: {NOTHING_MEANT}, {}", self.name, sets.join(", "))))
            }
            Err(faults) => Err(typed.at_sets(faults, setting.base.sets.len(), &sets).into()),
        }
    }
}

fn changes(root: &Node, collector: &mut Collector) -> Vec<Change> {
    let Some(table) = keys::table(root, "change", collector) else { return Vec::new() };
    let mut list = Vec::new();
    for Entry { key, place, node } in table.entries() {
        if !matches!(node.data, Data::Table(_)) {
            collector.say(*place, format!("must be a table, [change.{key}]"), None);
            continue;
        }
        if !is_name(key) {
            collector.say(
                *place,
                format!("'{key}' must be a name of letters, digits and _, as claims use it"),
                None,
            );
        }
        let name = format!("change.{key}");
        let mut keys = Keys::new(&name, node, collector);
        keys.only(&["set", "one_technology_in", "optional"]);
        let sets = keys.texts("set");
        let one_technology_in = keys.whole("one_technology_in", 2, 1000);
        if sets.is_empty()
            && one_technology_in.is_none()
            && node.entries().iter().all(|entry| entry.key != "set")
        {
            keys.fault(
                "",
                "changes nothing: give set, a list such as [\"management.rule=none\"], or one_technology_in",
            );
        }
        let optional = keys.flag("optional").unwrap_or(false);
        list.push(Change { name: key.clone(), place: *place, sets, one_technology_in, optional });
    }
    list
}

/// Each claim, with the places of its conditions.
fn claims(root: &Node, collector: &mut Collector) -> Vec<(Claim, Vec<Place>)> {
    let list = match root.get("claim").map(|entry| (&entry.node.data, entry.place)) {
        Some((Data::List(list), _)) => list,
        Some((_, place)) => {
            collector.say(place, "must be a list of tables, [[claim]]".into(), None);
            return Vec::new();
        }
        None => {
            if keys::lacks(root, "claim") {
                collector.say(root.place, "there is no [[claim]]".into(), None);
            }
            return Vec::new();
        }
    };
    let mut found: Vec<(Claim, Vec<Place>)> = Vec::new();
    for node in list {
        let mut keys = Keys::new("claim", node, collector);
        keys.only(&["id", "text", "holds"]);
        let id = keys.required_text("id");
        let text = keys.required_text("text");
        if keys.lacks("holds") {
            keys.fault(
                "",
                "lacks the key holds, a list of comparisons such as [\"total_gain > twin_total_gain\"]",
            );
        }
        let holds = keys.texts("holds");
        let empty = node
            .get("holds")
            .is_some_and(|entry| matches!(&entry.node.data, Data::List(list) if list.is_empty()));
        if empty {
            keys.fault("holds", "is empty: a claim needs a comparison");
        }
        let (Some((id, place)), Some((text, _))) = (id, text) else { continue };
        if !is_name(&id) {
            collector.value(place, "claim.id".into(), format!("must be {}", name_range()), None);
        }
        if found.iter().any(|(claim, _)| claim.id == id) {
            collector.value(place, "claim.id".into(), "is the id of an earlier claim".into(), None);
        }
        let mut conditions = Vec::new();
        let mut places = Vec::new();
        for (typed, place) in holds {
            match Condition::parse(&typed) {
                Ok(condition) => {
                    conditions.push(condition);
                    places.push(place);
                }
                Err((at, message)) => {
                    // Inside the quotes.
                    let start = (place.start + 1 + at).min(place.end);
                    let rest = Place { start, end: (start + 1).min(place.end), ..place };
                    collector.say(rest, message, None);
                }
            }
        }
        found.push((Claim { id, text, conditions }, places));
    }
    found
}

fn unknown_change(named: &Named, place: Place, changes: &[Change], collector: &mut Collector) {
    let name = named.change.as_deref().unwrap_or_default();
    let near = collector.nearest(place, name, changes.iter().map(|change| change.name.as_str()));
    collector.say(place, format!("there is no [change.{name}]"), near);
}
