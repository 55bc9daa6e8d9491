//! Dated changes: their paths, and whether they fit the scenario [N6].

use super::fill::allowed;
use super::filled::{Filled, NoKey, Set, Value};
use super::keyed::Field;
use super::parameters::{Ids, Kind, Parameter, table, tables};
use super::source::Collector;
use super::{Amount, Change, Changed, Policy, Scenario};
use crate::ids::{InfrastructureId, PlantId, ProductId, WasteId};
use std::ops::RangeInclusive;

/// A path of a change, taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address<'p> {
    /// What the key belongs to.
    pub of: Of<'p>,
    /// The key.
    pub key: &'static Parameter,
}

/// What a key that may change belongs to, by its ids.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of<'p> {
    Policy,
    Class(&'p str),
    Product(&'p str),
    Waste(&'p str),
    Mode(&'p str),
    Stream { plant: &'p str, waste: &'p str },
    Management,
    Share(&'p str),
}

/// A path such as `waste.ash.disposal_fee` taken apart; `None` if no such key may change. The name of a mode may
/// contain dots.
pub(super) fn address(path: &str) -> Option<Address<'_>> {
    let parts: Vec<&str> = path.split('.').collect();
    let (of_table, of, key) = match parts[..] {
        ["policy", "fee_factor_class", class] => ("policy", Of::Class(class), "fee_factor_class"),
        ["policy", key] => ("policy", Of::Policy, key),
        ["product", id, key] => ("product.<id>", Of::Product(id), key),
        ["waste", id, key] => ("waste.<id>", Of::Waste(id), key),
        ["plant", plant, "stream", waste, key] => ("plant.stream", Of::Stream { plant, waste }, key),
        ["management", "shares", kind] => ("management", Of::Share(kind), "shares"),
        ["management", key] => ("management", Of::Management, key),
        ["transport", "mode", _, .., key] => {
            let name = path.strip_prefix("transport.mode.")?.strip_suffix(key)?.strip_suffix('.')?;
            ("transport.mode", Of::Mode(name), key)
        }
        _ => return None,
    };
    let key = table(of_table)?.keys.iter().find(|known| known.key == key && known.dated)?;
    // A map changes name by name.
    let of_map = matches!(of, Of::Class(_) | Of::Share(_));
    (of_map == matches!(key.kind, Kind::Map { .. })).then_some(Address { of, key })
}

impl<'p> Address<'p> {
    /// The ids that it names, with what they are; the name of a mode is none.
    pub fn ids(&self) -> Vec<(Ids, &'p str)> {
        match self.of {
            Of::Policy | Of::Management | Of::Mode(_) => Vec::new(),
            Of::Class(id) => vec![(Ids::HazardClass, id)],
            Of::Product(id) => vec![(Ids::Product, id)],
            Of::Waste(id) => vec![(Ids::Waste, id)],
            Of::Stream { plant, waste } => vec![(Ids::Plant, plant), (Ids::Waste, waste)],
            Of::Share(id) => vec![(Ids::Infrastructure, id)],
        }
    }
}

/// The message for a path of which nothing may change.
pub(super) fn no_such(path: &str) -> String {
    format!(
        "'{path}' is no key that may change during a run; docs/model/parameters.md marks those that may with †, and --set or the scenario itself sets the others from the start"
    )
}

/// Paths of keys that may change, with the ids of a path that was typed.
pub(super) fn beside(path: &str) -> Vec<String> {
    let around = path.rsplit_once('.').map_or("", |(around, _)| around);
    let keys = tables().into_iter().flat_map(|table| table.keys).filter(|key| key.dated);
    let mut names: Vec<String> = keys.map(|key| format!("{around}.{}", key.key)).collect();
    names.retain(|name| address(name).is_some());
    names
}

/// Years of the run, if they were given and not refused.
fn run(root: &Filled) -> Result<Option<RangeInclusive<i64>>, NoKey> {
    let head = root.own("scenario")?;
    if head.item("start_year")?.is_none() || head.item("years")?.is_none() {
        return Ok(None);
    }
    let first = head.integer("start_year")?;
    Ok(Some(first..=first + head.integer("years")? - 1))
}

/// The message for a change in a year in which there is no run.
pub(super) fn outside(run: &RangeInclusive<i64>) -> String {
    format!("must lie within the run, {} to {}", run.start(), run.end())
}

/// The message for a change of the price of a product whose prices are a path.
pub(super) const HAS_PATH: &str =
    "cannot change: the product has a path of prices, which goes before; change the path, or leave it out";

/// Checks years, modes, and that prices that change are not those of a path.
pub(super) fn check(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let run = run(root)?;
    for change in root.all("change")? {
        if let Some(run) = &run
            && let Some(item) = change.item("year")?
            && !run.contains(&change.integer("year")?)
        {
            faults.value(item.place, format!("change.{}.year", change.id), outside(run), None);
        }
        if change.item("set")?.is_none() {
            continue;
        }
        for set in change.changes("set")? {
            one(root, set, &format!("change.{}.set.{}", change.id, set.path), faults)?;
        }
    }
    Ok(())
}

fn one(root: &Filled, set: &Set, key: &str, faults: &mut Collector) -> Result<(), NoKey> {
    match address(&set.path) {
        Some(Address { of: Of::Mode(name), .. }) => {
            let modes = root.own("transport")?.all("mode")?;
            if modes.iter().all(|mode| mode.id != name) {
                let near = faults.nearest(set.place, name, modes.iter().map(|mode| mode.id.as_str()));
                faults.say(set.place, format!("there is no transport.mode '{name}' to change"), near);
            }
        }
        Some(Address { of: Of::Product(id), key: of }) if of.key == "price" => {
            let product = root.all("product")?.iter().find(|product| product.id == id);
            if product.map(has_path).transpose()?.unwrap_or(false) {
                faults.value(set.place, key.into(), HAS_PATH.into(), None);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether the prices of a product are a path.
pub(super) fn has_path(product: &Filled) -> Result<bool, NoKey> {
    Ok(product.item("path")?.is_some() && !product.prices("path")?.is_empty())
}

/// Looks up ids that have passed the checks.
pub(super) struct Lookup<'a> {
    pub plant: &'a dyn Fn(&str) -> Result<PlantId, NoKey>,
    pub waste: &'a dyn Fn(&str) -> Result<WasteId, NoKey>,
    pub product: &'a dyn Fn(&str) -> Result<ProductId, NoKey>,
    pub infrastructure: &'a dyn Fn(&str) -> Result<InfrastructureId, NoKey>,
    pub mode: &'a dyn Fn(&str) -> Result<usize, NoKey>,
}

/// The changes of a scenario, in the file's order; those of policy are in [`change_policy`].
pub(super) fn build(root: &Filled, ids: &Lookup) -> Result<Vec<Change>, NoKey> {
    let mut list = Vec::new();
    for change in root.all("change")? {
        let year = Field::read(change, "year")?;
        for set in change.changes("set")? {
            let Address { of, key } = known(change, set)?;
            let at = match of {
                Of::Policy | Of::Class(_) => continue,
                Of::Product(id) => Changed::Product((ids.product)(id)?),
                Of::Waste(id) => Changed::Waste((ids.waste)(id)?),
                Of::Mode(name) => Changed::Mode((ids.mode)(name)?),
                Of::Stream { plant, waste } => Changed::Stream((ids.plant)(plant)?, (ids.waste)(waste)?),
                Of::Management => Changed::Management,
                Of::Share(id) => Changed::Share((ids.infrastructure)(id)?),
            };
            list.push(Change { year, at, key: key.key, to: amount(change, set)? });
        }
    }
    Ok(list)
}

/// Applies what a `[[change]]` sets of the policy.
pub(super) fn change_policy(policy: &mut Policy, change: &Filled) -> Result<(), NoKey> {
    for set in change.changes("set")? {
        let Address { of, key } = known(change, set)?;
        let amount = amount(change, set)?;
        let done = match (of, &amount) {
            (Of::Policy, _) => super::keyed::Keyed::set(policy, key.key, &amount),
            (Of::Class(class), Amount::Number(v)) => {
                policy.fee_factor_class.name(&[(class.to_owned(), *v)]).is_ok()
            }
            _ => continue,
        };
        if !done {
            return Err(NoKey::new(change.schema, &set.path, "a key that may change"));
        }
    }
    Ok(())
}

fn known<'s>(change: &Filled, set: &'s Set) -> Result<Address<'s>, NoKey> {
    address(&set.path).ok_or_else(|| NoKey::new(change.schema, &set.path, "a key that may change"))
}

fn amount(change: &Filled, set: &Set) -> Result<Amount, NoKey> {
    match &set.value {
        Value::Number(v) => Ok(Amount::Number(*v)),
        Value::Integer(v) => Ok(Amount::Whole(*v)),
        Value::Text(word) => Ok(Amount::Word(word.clone())),
        _ => Err(NoKey::new(change.schema, &set.path, "a number or a word")),
    }
}

/// What is wrong with the changes of a scenario beyond what a file says by itself, each with the index of the change.
pub(super) fn wrong(scenario: &Scenario) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut shares: Vec<f64> = scenario.infrastructure.iter().map(|kind| kind.budget_share).collect();
    let mut in_order: Vec<(usize, &Change)> = scenario.changes.iter().enumerate().collect();
    in_order.sort_by_key(|(_, change)| change.year);
    for (place, (index, change)) in in_order.iter().enumerate() {
        match (change.at, &change.to) {
            (Changed::Stream(plant, waste), _) => {
                let of = scenario.plants.get(plant);
                if of.is_some_and(|of| of.streams.iter().all(|stream| stream.waste != waste)) {
                    let id = scenario.wastes.get(waste).map_or("", |of| &of.id);
                    let message = format!("cannot change: the plant is given no [[plant.stream]] of '{id}'");
                    found.push((*index, message));
                }
            }
            (Changed::Share(kind), Amount::Number(share)) => {
                if let Some(of) = shares.get_mut(kind.index()) {
                    *of = *share;
                }
                // Shares of one year change together.
                let again = in_order[place + 1..]
                    .iter()
                    .any(|(_, later)| later.year == change.year && matches!(later.at, Changed::Share(_)));
                let sum: f64 = shares.iter().sum();
                if !again && super::cross::too_much(sum) {
                    found.push((*index, format!("must not bring the sum of shares above 1, to {sum}")));
                }
            }
            _ => {}
        }
    }
    found
}

/// Refuses changes in a file that fit no plant, each at its place.
pub(super) fn fit(root: &Filled, scenario: &Scenario, faults: &mut Collector) -> Result<(), NoKey> {
    let sets = root.all("change")?.iter().map(|change| Ok((change, change.changes("set")?)));
    let mut places = Vec::new();
    for found in sets {
        let (change, sets) = found?;
        for set in sets {
            if !matches!(known(change, set)?.of, Of::Policy | Of::Class(_)) {
                places.push((set.place, format!("change.{}.set.{}", change.id, set.path)));
            }
        }
    }
    for (index, message) in wrong(scenario) {
        if let Some((place, key)) = places.get(index) {
            faults.value(*place, key.clone(), message, None);
        }
    }
    Ok(())
}

/// What is wrong with the key and the value of a change made in code, if anything.
pub(super) fn misfit(change: &Change) -> Option<String> {
    let of_table = match change.at {
        Changed::Product(_) => "product.<id>",
        Changed::Waste(_) => "waste.<id>",
        Changed::Mode(_) => "transport.mode",
        Changed::Stream(..) => "plant.stream",
        Changed::Management | Changed::Share(_) => "management",
    };
    let keys = table(of_table).map_or(&[][..], |table| table.keys);
    let Some(key) = keys.iter().find(|key| key.key == change.key && key.dated) else {
        return Some(no_such(change.key));
    };
    let fits = match (&change.to, key.kind) {
        (Amount::Number(v), Kind::Number { .. } | Kind::Map { .. }) => key.allows(*v),
        (Amount::Whole(v), Kind::Integer { min, max }) => (min..=max).contains(v),
        (Amount::Word(word), Kind::Word(words)) => words.contains(&word.as_str()),
        _ => false,
    };
    let of_map = matches!(change.at, Changed::Share(_)) == matches!(key.kind, Kind::Map { .. });
    (!fits || !of_map).then(|| allowed(key))
}
