//! What no single key can tell: rules between values.

use super::filled::{Filled, Item, Value};
use super::parameters::Preset;
use super::source::{Collector, Place};
use std::collections::BTreeMap;

/// Checks every rule between values.
pub(super) fn check(root: &Filled, faults: &mut Collector) {
    population(root, faults);
    changes(root, faults);
    shares(root, faults);
    reserved(root, faults);
    counts(root, faults);
    root.all("technology").iter().for_each(|t| sizes(t, faults));
    root.all("risk").iter().for_each(|r| effects(r, faults));
}

/// The place of a value, or of its table where the value is a default.
fn place(table: &Filled, key: &str) -> Place {
    table.item(key).map_or(table.place, |item| item.place)
}

/// More of a kind than a draw's address has room for.
fn counts(root: &Filled, faults: &mut Collector) {
    for (table, most) in [("risk", 256), ("waste", 65_536), ("product", 65_536), ("technology", 4_096)] {
        if let Some(one_too_many) = root.all(table).get(most) {
            faults.say(one_too_many.place, format!("at most {most} of [{table}.<id>] are allowed"), None);
        }
    }
}

/// Ids that would give a column, or a kind of event, the name of another.
fn reserved(root: &Filled, faults: &mut Collector) {
    let of_waste = |id: &str| ["fresh", "stock", "beyond_mining"].contains(&id) || id.starts_with("class_");
    let of_risk = |id: &str| ["insolvency", "dissolution"].contains(&id);
    let wastes = root.all("waste").iter().filter(|waste| of_waste(&waste.id));
    let risks = root.all("risk").iter().filter(|risk| of_risk(&risk.id));
    for table in wastes.chain(risks) {
        let message =
            format!("the id '{}' has another meaning in the tables of a run; choose another", table.id);
        faults.say(table.place, message, None);
    }
}

fn population(root: &Filled, faults: &mut Collector) {
    match (root.all("plant").is_empty(), root.one("generate")) {
        (true, None) => {
            faults.say(root.place, "at least one [[plant]] is needed, or [generate]".into(), None)
        }
        (false, Some(generate)) => {
            faults.say(generate.place, "[generate] and [[plant]] exclude each other".into(), None)
        }
        _ => {}
    }
}

fn changes(root: &Filled, faults: &mut Collector) {
    let (Some(scenario), Some(policy)) = (root.one("scenario"), root.one("policy")) else { return };
    // Years of the run that were refused are reported already.
    let known = scenario.item("start_year").is_some() && scenario.item("years").is_some();
    let first = scenario.integer("start_year");
    let last = first + scenario.integer("years") - 1;
    let mut seen = BTreeMap::new();
    for change in policy.all("change") {
        if change.item("year").is_none() {
            continue;
        }
        let year = change.integer("year");
        if known && !(first..=last).contains(&year) {
            let key = format!("policy.change.{year}.year");
            faults.value(
                place(change, "year"),
                key,
                format!("must lie within the run, {first} to {last}"),
                None,
            );
        }
        for item in change.items.iter().filter(|item| item.key.key != "year") {
            if seen.insert((year, item.key.key), ()).is_some() {
                let key = format!("policy.change.{year}.{}", item.key.key);
                faults.value(item.place, key, "is changed twice in the same year".into(), None);
            }
        }
    }
}

fn shares(root: &Filled, faults: &mut Collector) {
    let Some(management) = root.one("management") else { return };
    let sum: f64 = management.map("shares").iter().map(|(_, share)| share).sum();
    if sum > 1.0 + 1e-9 {
        faults.value(
            place(management, "shares"),
            "management.shares".into(),
            format!("must sum to 1 or less, not {sum}"),
            None,
        );
    }
}

fn sizes(technology: &Filled, faults: &mut Collector) {
    let (min, max) = (technology.number("min_size"), technology.number("max_size"));
    if technology.item("max_size").is_some() && min > max {
        let key = format!("technology.{}.min_size", technology.id);
        faults.value(place(technology, "min_size"), key, format!("must be max_size or less, {max}"), None);
    }
}

fn effects(risk: &Filled, faults: &mut Collector) {
    let (Some(exposure), Some(effect)) = (risk.item("exposure"), risk.item("effect")) else { return };
    let (Value::Text(exposed), Value::Text(done)) = (&exposure.value, &effect.value) else { return };
    let fits = match (exposed.as_str(), done.as_str()) {
        (_, "loss") => true,
        ("product", done) => done == "price_drop",
        (_, "price_drop") => false,
        (exposed, "release") => matches!(exposed, "stock" | "plant"),
        _ => true,
    };
    if !fits {
        let allowed = match exposed.as_str() {
            "product" => "price_drop or loss",
            "stock" | "plant" => "release, outage, breach or loss",
            _ => "outage, breach or loss",
        };
        let key = format!("risk.{}.effect", risk.id);
        faults.value(effect.place, key, format!("must be {allowed} where the exposure is {exposed}"), None);
    }
}

/// Writes out what holds where a key is absent and another key or rule decides.
pub(super) fn complete(root: &mut Filled) {
    let seed = root.one("scenario").map_or(1, |s| s.integer("seed"));
    let name = root.one("scenario").map_or(String::new(), |s| s.text("name").to_string());
    let kinds: Vec<String> = root.all("infrastructure").iter().map(|h| h.id.clone()).collect();
    let equal: Vec<(String, f64)> = kinds.iter().map(|id| (id.clone(), 1.0 / kinds.len() as f64)).collect();
    for (table, list) in &mut root.tables {
        let wanted = match table.path {
            "scenario" => ("title", Value::Text(name.clone())),
            "management" => ("shares", Value::Map(equal.clone())),
            "generate" => ("seed", Value::Integer(seed)),
            _ => continue,
        };
        for filled in list.iter_mut().filter(|f| f.item(wanted.0).is_none()) {
            let Some(key) = table.keys.iter().find(|p| p.key == wanted.0) else { continue };
            debug_assert!(matches!(key.default, Preset::Otherwise(_)));
            let item = Item { key, value: wanted.1.clone(), place: filled.place };
            filled.items.push(item);
            filled.items.sort_by_key(|item| table.keys.iter().position(|p| p.key == item.key.key));
        }
    }
}
