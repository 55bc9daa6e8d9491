//! Rules between values, which no single key can express.

mod outputs;

pub(super) use outputs::{cycle, imbalance};

use super::filled::{Filled, Item, NoKey, Value};
use super::generate;
use super::parameters::{MOST, Preset};
use super::source::{Collector, Place};
use super::{Effect, Exposure, HazardClass, Words};
use crate::ids::{MOST_IDS, PLANT_BITS};
use crate::maths::ROUNDING;
use std::collections::BTreeSet;

/// Checks every rule between values. Values already refused are not compared with others.
pub(super) fn check(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    population(root, faults)?;
    changes(root, faults)?;
    shares(root, faults)?;
    reserved(root, faults)?;
    counts(root, faults)?;
    knows(root, faults)?;
    root.all("plant")?.iter().try_for_each(|p| times(p, faults))?;
    root.all("technology")?.iter().try_for_each(|t| sizes(t, faults))?;
    outputs::check(root, faults)?;
    super::prevention::check(root, faults)?;
    super::changes::check(root, faults)?;
    super::prices::check(root, faults)?;
    root.all("risk")?.iter().try_for_each(|r| effects(r, faults))
}

/// The place of a value, or of its table if the value is a default.
fn place(table: &Filled, key: &str) -> Result<Place, NoKey> {
    Ok(table.item(key)?.map_or(table.place, |item| item.place))
}

/// A number, unless the value in the file was refused.
fn number(table: &Filled, key: &str) -> Result<Option<f64>, NoKey> {
    if table.item(key)?.is_none() { Ok(None) } else { table.number(key).map(Some) }
}

/// A whole number, unless the value in the file was refused.
fn integer(table: &Filled, key: &str) -> Result<Option<i64>, NoKey> {
    if table.item(key)?.is_none() { Ok(None) } else { table.integer(key).map(Some) }
}

/// A word, unless the value in the file was refused.
fn word<W: Words>(table: &Filled, key: &str) -> Result<Option<W>, NoKey> {
    if table.item(key)?.is_none() { Ok(None) } else { table.word(key).map(Some) }
}

/// The message for more tables of a kind than the addresses of draws have room for; `None` if there are not.
pub(super) fn too_many(table: &str, count: usize) -> Option<String> {
    let (_, most) = MOST.into_iter().find(|(limited, most)| *limited == table && count > *most)?;
    let header = if table == "plant" { "[[plant]]".into() } else { format!("[{table}.<id>]") };
    Some(format!(
        "at most {most} of {header} are allowed, not {count}: the draws of a run cannot tell more apart; leave out {}, \
         or make one of several",
        count - most
    ))
}

/// Position at which the sum of some counts exceeds what ids can number, and the message.
pub(super) fn beyond_ids(what: &str, counts: impl Iterator<Item = usize>) -> Option<(usize, String)> {
    let (mut sum, mut first) = (0, None);
    for (place, count) in counts.enumerate() {
        sum += count as u64;
        if sum > MOST_IDS.into() {
            first = first.or(Some(place));
        }
    }
    let message = format!(
        "at most {MOST_IDS} {what} of all plants together are allowed, not {sum}: their numbers have 32 bits; leave \
         out plants, or {what}"
    );
    first.map(|place| (place, message))
}

/// Refuses more tables, streams or slots than addresses and ids have room for.
fn counts(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    for (table, most) in MOST {
        let tables = root.all(table)?;
        if let (Some(one_too_many), Some(message)) = (tables.get(most), too_many(table, tables.len())) {
            faults.say(one_too_many.place, message, None);
        }
    }
    let plants = root.all("plant")?;
    let [mut streams, mut slots] = [(); 2].map(|()| Vec::with_capacity(plants.len()));
    for plant in plants {
        let adopts = if plant.item("adopts")?.is_none() { 0 } else { plant.list("adopts")?.len() };
        streams.push(plant.all("stream")?.len());
        slots.push(adopts + plant.all("unit")?.len());
    }
    for (what, counts) in [("waste streams", streams), ("technologies adopted or run", slots)] {
        if let Some((place, message)) = beyond_ids(what, counts.into_iter()) {
            faults.say(plants.get(place).map_or(root.place, |plant| plant.place), message, None);
        }
    }
    Ok(())
}

/// Whether this waste id would make two columns have the same name.
pub(super) fn reserved_waste(id: &str) -> bool {
    ["fresh", "stock", "beyond_mining"].contains(&id) || id.starts_with("class_")
}

/// Whether this risk id is the name of another type of event.
pub(super) fn reserved_risk(id: &str) -> bool {
    ["insolvency", "dissolution"].contains(&id)
}

fn reserved(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let wastes = root.all("waste")?.iter().filter(|waste| reserved_waste(&waste.id));
    let risks = root.all("risk")?.iter().filter(|risk| reserved_risk(&risk.id));
    for table in wastes.chain(risks) {
        let message =
            format!("the id '{}' has another meaning in the tables of a run; choose another", table.id);
        faults.say(table.place, message, None);
    }
    Ok(())
}

fn population(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let plants = root.all("plant")?;
    let Some(region) = root.one("generate")? else {
        if plants.is_empty() {
            faults.say(root.place, "at least one [[plant]] is needed, or [generate]".into(), None);
        }
        return Ok(());
    };
    let Some(n) = integer(region, "n")?.and_then(|n| usize::try_from(n).ok()) else { return Ok(()) };
    if plants.len() + n > 1 << PLANT_BITS {
        let (given, most) = (plants.len(), 1 << PLANT_BITS);
        let message =
            format!("makes {n} plants besides the {given} given one by one; at most {most} are possible");
        faults.say(region.place, message, None);
    }
    for plant in plants.iter().filter(|plant| generate::is_id(&plant.id, n)) {
        faults.say(
            plant.place,
            format!("the id '{}' is that of a plant of [generate]; choose another", plant.id),
            None,
        );
    }
    Ok(())
}

fn changes(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let (scenario, policy) = (root.own("scenario")?, root.own("policy")?);
    let run = integer(scenario, "start_year")?.zip(integer(scenario, "years")?);
    let run = run.map(|(first, years)| (first, first + years - 1));
    let mut seen = BTreeSet::new();
    for change in policy.all("change")? {
        let Some(year) = integer(change, "year")? else { continue };
        if let Some((first, last)) = run.filter(|(first, last)| !(*first..=*last).contains(&year)) {
            let key = format!("policy.change.{year}.year");
            let message = format!("must lie within the run, {first} to {last}");
            faults.value(place(change, "year")?, key, message, None);
        }
        for item in change.items.iter().filter(|item| item.key.key != "year") {
            for name in names_of(&item.value) {
                if !seen.insert((year, item.key.key, name)) {
                    let dot = if name.is_empty() { "" } else { "." };
                    let key = format!("policy.change.{year}.{}{dot}{name}", item.key.key);
                    faults.value(item.place, key, "is changed twice in the same year".into(), None);
                }
            }
        }
    }
    Ok(())
}

/// The names that a table gives values to; of anything else, one without name.
fn names_of(value: &Value) -> Vec<&str> {
    match value {
        Value::Map(map) => map.iter().map(|(name, _)| name.as_str()).collect(),
        _ => vec![""],
    }
}

/// Whether budget shares sum to more than 1, with a margin for rounding.
pub(super) fn too_much(sum: f64) -> bool {
    sum > 1.0 + ROUNDING
}

fn shares(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let management = root.own("management")?;
    let Some(item) = management.item("shares")? else { return Ok(()) };
    let sum: f64 = management.map("shares")?.iter().map(|(_, share)| share).sum();
    if too_much(sum) {
        let message = format!("must sum to 1 or less, not {sum}");
        faults.value(item.place, "management.shares".into(), message, None);
    }
    Ok(())
}

/// What is wrong with a list of plants that know each other, if anything [N4].
pub(super) fn too_few(plants: usize) -> Option<String> {
    (plants < 2).then(|| format!("must name at least two plants, not {plants}: one alone knows nobody by it"))
}

fn knows(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    for (at, known) in root.all("knows")?.iter().enumerate() {
        let Some(item) = known.item("plants")? else { continue };
        // Unknown ids were refused before, one by one.
        let whole = faults.is_empty();
        if let Some(message) = too_few(known.list("plants")?.len()).filter(|_| whole) {
            faults.value(item.place, format!("knows.{}.plants", at + 1), message, None);
        }
    }
    Ok(())
}

/// What is wrong with the years in which a plant opens and closes, if anything [N6].
pub(super) fn closes_too_early(opens: Option<i32>, closes: Option<i32>) -> Option<String> {
    let (opens, _) = opens.zip(closes).filter(|(opens, closes)| closes <= opens)?;
    Some(format!("must be later than opens, {opens}; leave the plant out if it never opens"))
}

fn times(plant: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let year = |key: &str| Ok(integer(plant, key)?.and_then(|year| i32::try_from(year).ok()));
    if let Some(message) = closes_too_early(year("opens")?, year("closes")?) {
        faults.value(place(plant, "closes")?, format!("plant.{}.closes", plant.id), message, None);
    }
    Ok(())
}

fn sizes(technology: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let sizes = number(technology, "min_size")?.zip(number(technology, "max_size")?);
    if let Some((_, max)) = sizes.filter(|(min, max)| min > max) {
        let key = format!("technology.{}.min_size", technology.id);
        let message = format!("must be max_size or less, {max}");
        faults.value(place(technology, "min_size")?, key, message, None);
    }
    Ok(())
}

/// `release, outage, breach or loss`: the effects possible for an exposure.
pub(super) fn effects_told(exposure: Exposure) -> String {
    let words = Effect::words_for(exposure);
    let told = match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => words.concat(),
    };
    format!("must be {told} where the exposure is {}", exposure.word())
}

fn effects(risk: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let Some(exposure) = word::<Exposure>(risk, "exposure")? else { return Ok(()) };
    let Some(effect) = word::<Effect>(risk, "effect")? else { return Ok(()) };
    if !effect.befalls(exposure) {
        let key = format!("risk.{}.effect", risk.id);
        faults.value(place(risk, "effect")?, key, effects_told(exposure), None);
    }
    Ok(())
}

/// Writes out the value that applies if a key is absent and another key or rule decides.
pub(super) fn complete(root: &mut Filled) -> Result<(), NoKey> {
    let seed = root.own("scenario")?.integer("seed")?;
    let name = root.own("scenario")?.text("name")?.to_owned();
    let kinds = root.all("infrastructure")?;
    let equal = kinds.iter().map(|h| (h.id.clone(), 1.0 / kinds.len() as f64)).collect();
    let mut wanted = vec![
        ("scenario", "title", Value::Text(name)),
        ("policy", "fee_factor_class", Value::Map(Vec::new())),
        ("management", "shares", Value::Map(equal)),
        ("generate", "seed", Value::Integer(seed)),
    ];
    for (table, list) in &mut root.tables {
        let Some(at) = wanted.iter().position(|(path, ..)| *path == table.path) else { continue };
        let (_, key, value) = wanted.swap_remove(at);
        let Some(key) = table.keys.iter().find(|p| p.key == key) else {
            return Err(NoKey::new(table, key, "a key"));
        };
        debug_assert!(matches!(key.default, Preset::Otherwise(_)));
        if let Some(filled) = list.first_mut().filter(|f| !f.items.iter().any(|item| item.key.key == key.key))
        {
            filled.items.push(Item::plain(key, value, filled.place));
            filled.items.sort_by_key(|item| table.keys.iter().position(|p| p.key == item.key.key));
        }
    }
    for (table, list) in &mut root.tables {
        if table.path == "technology.<id>" {
            list.iter_mut().try_for_each(outputs::complete)?;
        }
    }
    super::prices::complete(root)?;
    let mut classless = false;
    for waste in root.all("waste")? {
        classless |= word(waste, "hazard_class")? == Some(HazardClass::None);
    }
    let policy = root.tables.iter_mut().find(|(table, _)| table.path == "policy");
    let items = policy.into_iter().flat_map(|(_, list)| list).flat_map(|policy| &mut policy.items);
    for item in items.filter(|item| item.key.key == "fee_factor_class") {
        every_class(&mut item.value, classless);
    }
    match wanted.first() {
        Some((table, key, _)) => Err(NoKey::new(root.schema, &format!("{table}.{key}"), "a table")),
        None => Ok(()),
    }
}

/// Gives the hazard classes that are not named a factor of 1, and puts all in their order; no class is told where there
/// is waste without one.
fn every_class(factors: &mut Value, classless: bool) {
    let Value::Map(named) = factors else { return };
    let of = |class: &&str| named.iter().find(|(name, _)| name == class).map_or(1.0, |(_, factor)| *factor);
    let told = |class: &HazardClass| *class != HazardClass::None || classless || of(&class.word()) != 1.0;
    let classes = HazardClass::ALL.iter().filter(|class| told(class)).map(|class| class.word());
    *named = classes.map(|class| (class.to_owned(), of(&class))).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_draws_tell_apart_or_ids_can_number_is_told_with_a_remedy() {
        assert_eq!(too_many("plant", 1 << 24), None);
        let told = too_many("plant", (1 << 24) + 3).unwrap();
        assert!(told.starts_with("at most 16777216 of [[plant]] are allowed, not 16777219: "), "{told}");
        assert!(told.ends_with("leave out 3, or make one of several"), "{told}");
        let all = MOST_IDS as usize;
        assert_eq!(beyond_ids("waste streams", [all - 1, 1, 0].into_iter()), None);
        let (place, told) = beyond_ids("waste streams", [all, 0, 1, 4].into_iter()).unwrap();
        assert_eq!(place, 2);
        assert!(
            told.contains("not 4294967300: ") && told.ends_with("leave out plants, or waste streams"),
            "{told}"
        );
    }
}
