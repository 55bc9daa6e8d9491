//! The numbers behind the charts of a report, as JSON: cluster and twin, year by year.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use circulus::ids::{PlantId, TechnologyId, TiVec, WasteId, ti_vec};
use circulus::record::Record;
use circulus::record::chains::residue_share;
use circulus::record::columns::stage_name;
use circulus::record::rows::YearRow;
use circulus::run::Run;
use circulus::scenario::{Scenario, Technology};
use circulus::texts::{Language, Voice};
use circulus::world::log::{Channel, EventKind};

/// Maximum numbers of plants, flows per year and events in a report; a larger page would be slow.
const MOST_PLANTS: usize = 300;
const MOST_FLOWS: usize = 120;
const MOST_EVENTS: usize = 1500;

/// The contents of a report.
#[derive(Debug)]
pub struct Shown {
    /// Plants shown: all, or those with the most waste and conversion; ascending.
    pub plants: Vec<PlantId>,
    /// What was omitted, as sentences.
    pub left_out: Vec<String>,
    /// The numbers.
    pub json: Value,
}

/// Selects what to show, and collects its numbers.
pub fn gather(run: &Run, scenario: &Scenario, language: Language) -> Shown {
    let voice = Voice::new("report", language, &scenario.currency);
    let plants = plants_shown(run, scenario);
    let mut left_out = Vec::new();
    if plants.len() < scenario.plants.len() {
        let slots = [("plants", voice.whole(scenario.plants.len())), ("shown", voice.whole(plants.len()))];
        left_out.push(voice.tell("left_out.plants", &slots));
    }
    let mut worlds = serde_json::Map::new();
    for (name, record) in [("cluster", &run.cluster), ("twin", &run.twin)] {
        worlds.insert(name.to_owned(), world(record, scenario, &plants, &voice, &mut left_out));
    }
    left_out.sort();
    left_out.dedup();
    let named = |id: &str, name: &str| json!({ "id": id, "name": name });
    let json = json!({
        "currency": scenario.currency,
        "years": run.cluster.years.iter().map(|row| row.year).collect::<Vec<i32>>(),
        "wastes": scenario.wastes.iter().map(|it| named(&it.id, &it.name_and_code())).collect::<Vec<_>>(),
        "products": scenario.products.iter().map(|it| named(&it.id, &it.name)).collect::<Vec<_>>(),
        "technologies": scenario.technologies.iter().map(technology).collect::<Vec<_>>(),
        "infrastructure": scenario.infrastructure.iter().map(|it| named(&it.id, &it.name)).collect::<Vec<_>>(),
        "risks": scenario.risks.iter().map(|it| it.name.as_str()).chain(["Insolvency", "End of the cluster"]).collect::<Vec<_>>(),
        "channels": Channel::ALL.map(Channel::name),
        "plants": plants.iter().map(|&index| {
            let plant = &scenario.plants[index];
            json!({ "id": plant.id, "name": plant.name, "stage": stage_name(plant.stage), "lat": plant.lat_deg, "lon": plant.lon_deg })
        }).collect::<Vec<_>>(),
        "worlds": worlds,
    });
    Shown { plants, left_out, json }
}

/// A technology: what it takes and what it leaves, t per t of waste. Products, residue and loss are waste and added.
fn technology(of: &Technology) -> Value {
    let products: Vec<Value> = of.products().map(|of| json!([of.product, short(of.t_per_t)])).collect();
    json!({
        "name": of.name,
        "waste": of.waste,
        "products": products,
        "residue": of.residue,
        "residue_t": short(of.residue_t_per_t()),
        "added": short(of.added_t_per_t),
        "loss": short(of.loss_t_per_t),
    })
}

/// All plants, or those that generate and convert most (ties: lower index).
fn plants_shown(run: &Run, scenario: &Scenario) -> Vec<PlantId> {
    let mut weight: TiVec<PlantId, f64> = ti_vec![0.0; scenario.plants.len()];
    for row in run.cluster.plants.iter().chain(&run.twin.plants) {
        weight[row.plant] += row.waste.generated_t + row.converted_here_t;
    }
    let mut order: Vec<PlantId> = PlantId::all(weight.len()).collect();
    order.sort_by(|&a, &b| weight[b].total_cmp(&weight[a]).then(a.cmp(&b)));
    order.truncate(MOST_PLANTS);
    order.sort_unstable();
    order
}

fn world(
    record: &Record,
    scenario: &Scenario,
    plants: &[PlantId],
    voice: &Voice,
    left_out: &mut Vec<String>,
) -> Value {
    let series = |of: &dyn Fn(&YearRow) -> f64| numbers(record.years.iter().map(of));
    let wastes = || scenario.wastes.keys();
    json!({
        "use_rate": series(&YearRow::use_rate),
        "members": series(&|row| row.members as f64),
        "gain": series(&|row| row.gain),
        "budget": series(&|row| row.budget),
        "losses": series(&YearRow::losses),
        "generated": by(record, wastes(), |row, waste| row.by_waste[waste].generated_t),
        "reused": by(record, wastes(), |row, waste| row.by_waste[waste].reused_t()),
        "converted": by(record, wastes(), |row, waste| row.by_waste[waste].converted_t()),
        "stock": by(record, wastes(), |row, waste| row.by_waste[waste].stock_t),
        "released": by(record, wastes(), |row, waste| row.by_waste[waste].released_t),
        "price": by(record, scenario.products.keys(), |row, product| row.price_per_t[product]),
        "synergy": by(record, 0..Channel::ALL.len(), |row, channel| row.synergy[channel]),
        "level": by(record, scenario.infrastructure.keys(), |row, kind| row.levels[kind]),
        "members_of": plant_years(record, plants, |row| f64::from(u8::from(row.member))),
        "stock_of": plant_years(record, plants, |row| row.waste.stock_t),
        "flows": flows(record, scenario, plants, voice, left_out),
        "chains": chains(record, scenario),
        "residue_share": numbers(wastes().map(|waste| residue_share(record, scenario, waste))),
        "events": events(record, scenario, plants, voice, left_out),
    })
}

/// A series for each waste, product or whatever is told apart.
fn by<K: Copy>(
    record: &Record,
    keys: impl Iterator<Item = K>,
    of: impl Fn(&YearRow, K) -> f64,
) -> Vec<Value> {
    keys.map(|key| numbers(record.years.iter().map(|row| of(row, key)))).collect()
}

/// Numbers shortened for a page: five digits.
fn numbers(values: impl Iterator<Item = f64>) -> Value {
    Value::Array(values.map(short).collect())
}

fn short(value: f64) -> Value {
    let text = format!("{value:.4e}");
    match text.parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() < 1e15 => json!(value as i64),
        Ok(value) => json!(value),
        Err(_) => Value::Null,
    }
}

/// One number for each plant shown, year by year.
fn plant_years(
    record: &Record,
    plants: &[PlantId],
    of: impl Fn(&circulus::record::rows::PlantRow) -> f64,
) -> Vec<Value> {
    let mut series: Vec<Vec<Value>> = vec![Vec::new(); plants.len()];
    for row in &record.plants {
        if let Ok(place) = plants.binary_search(&row.plant) {
            series[place].push(short(of(row)));
        }
    }
    series.into_iter().map(Value::Array).collect()
}

/// Tonnes between two plants by year and waste, largest first: `[from, to, waste, t]`, with indices of the plants
/// shown.
fn flows(
    record: &Record,
    scenario: &Scenario,
    plants: &[PlantId],
    voice: &Voice,
    left_out: &mut Vec<String>,
) -> Vec<Value> {
    let years = || record.years.iter().map(|row| row.year);
    let mut each = Vec::new();
    for year in years() {
        let mut sums: BTreeMap<(usize, usize, WasteId), f64> = BTreeMap::new();
        for row in record.deals.iter().filter(|row| row.year == year && row.deal.between_plants()) {
            let (from, to) =
                (plants.binary_search(&row.deal.supplier), plants.binary_search(&row.deal.converter));
            if let (Ok(from), Ok(to)) = (from, to) {
                *sums.entry((from, to, scenario.technologies[row.deal.technology].waste)).or_default() +=
                    row.deal.q_t;
            }
        }
        let mut list: Vec<((usize, usize, WasteId), f64)> = sums.into_iter().collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        if list.len() > MOST_FLOWS {
            left_out.push(voice.tell("left_out.flows", &[("shown", voice.whole(MOST_FLOWS))]));
            list.truncate(MOST_FLOWS);
        }
        each.push(Value::Array(list.into_iter().map(|((a, b, w), t)| json!([a, b, w, short(t)])).collect()));
    }
    each
}

/// Tonnes converted over the run: `[stage of the supplier, technology, t]`.
fn chains(record: &Record, scenario: &Scenario) -> Vec<Value> {
    let mut sums: BTreeMap<(&str, TechnologyId), f64> = BTreeMap::new();
    for row in &record.deals {
        let stage = stage_name(scenario.plants[row.deal.supplier].stage);
        *sums.entry((stage, row.deal.technology)).or_default() += row.deal.q_t;
    }
    sums.into_iter().map(|((stage, technology), t)| json!([stage, technology, short(t)])).collect()
}

/// Events: `[year, kind, plant or null, member, loss, covered, released]`, in their order.
fn events(
    record: &Record,
    scenario: &Scenario,
    plants: &[PlantId],
    voice: &Voice,
    left_out: &mut Vec<String>,
) -> Vec<Value> {
    let risks = scenario.risks.len();
    let mut list: Vec<_> = record.events.iter().collect();
    if list.len() > MOST_EVENTS {
        let slots = [("events", voice.whole(list.len())), ("shown", voice.whole(MOST_EVENTS))];
        left_out.push(voice.tell("left_out.events", &slots));
        list.sort_by(|a, b| b.event.loss.total_cmp(&a.event.loss));
        list.truncate(MOST_EVENTS);
        list.sort_by_key(|row| row.year);
    }
    list.iter()
        .map(|row| {
            let kind = match row.event.kind {
                EventKind::Risk(risk) => risk.index(),
                EventKind::Insolvency => risks,
                EventKind::Dissolution => risks + 1,
            };
            let plant = row.event.plant.and_then(|plant| plants.binary_search(&plant).ok());
            json!([
                row.year,
                kind,
                plant,
                row.event.member,
                short(row.event.loss),
                short(row.event.covered),
                short(row.event.released_t)
            ])
        })
        .collect()
}
