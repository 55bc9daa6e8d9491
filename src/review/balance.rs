//! What arises of each waste, what could convert it, and what its products could sell.

use serde::Serialize;

use super::Unlikely;
use crate::ids::{ProductId, TechnologyId, TiVec, WasteId, ti_vec};
use crate::numbers::{digits, tonnes};
use crate::scenario::{Scenario, Stream, Technology, Waste};
use crate::units::Tonnes;

/// A waste in a region at the start.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WasteBalance {
    /// Id of the waste.
    pub waste: String,
    /// Its entry in a catalogue, if one is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Plants that generate it.
    pub plants: usize,
    /// Generated a year and not reused by the plants themselves.
    pub generated_t: Tonnes,
    /// In stock.
    pub stock_t: Tonnes,
    /// Capacity of the units that convert it, a year.
    pub capacity_t: Tonnes,
    /// What the demand for the products of its technologies could take a year; that for a product counts for each of its
    /// technologies.
    pub demand_t: Tonnes,
    /// The most generated a year by dated changes, with the year from which it is, where that is more than at the start.
    pub generated_later: Option<(i32, Tonnes)>,
    /// The most that demand could take a year by dated changes, likewise.
    pub demand_later: Option<(i32, Tonnes)>,
    /// Ids of the technologies that convert it.
    pub technologies: Vec<String>,
    /// Plants that adopt or run one of them.
    pub converters: usize,
}

impl WasteBalance {
    /// What is generated a year, and the most by dated changes.
    pub fn generated_told(&self) -> String {
        with_later(self.generated_t, self.generated_later)
    }

    /// What demand could take a year, and the most by dated changes.
    pub fn demand_told(&self) -> String {
        with_later(self.demand_t, self.demand_later)
    }
}

/// Tonnes, and those of a later year if there are any: `0 t, 1992: 1 Mt`.
fn with_later(now_t: Tonnes, later: Option<(i32, Tonnes)>) -> String {
    match later {
        Some((year, most)) => format!("{}, {year}: {}", tonnes(now_t), tonnes(most)),
        None => tonnes(now_t),
    }
}

/// The balance of each waste.
pub(super) fn of(scenario: &Scenario) -> Vec<WasteBalance> {
    let mut balances: TiVec<WasteId, WasteBalance> = scenario.wastes.iter().map(empty).collect();
    for technology in &scenario.technologies {
        let of = &mut balances[technology.waste];
        of.technologies.push(technology.id.clone());
        of.demand_t += could_take(technology, |product| scenario.products[product].demand_t);
    }
    for plant in &scenario.plants {
        for stream in &plant.streams {
            let of = &mut balances[stream.waste];
            of.plants += 1;
            of.generated_t += stream.t_per_year * (1.0 - stream.own_reuse);
            of.stock_t += stream.stock_t;
        }
        let mut converts: Vec<WasteId> = Vec::new();
        for unit in &plant.units {
            let waste = scenario.technologies[unit.technology].waste;
            balances[waste].capacity_t += unit.capacity_t;
            converts.push(waste);
        }
        converts.extend(plant.adopts.iter().map(|&technology| scenario.technologies[technology].waste));
        converts.sort_unstable();
        converts.dedup();
        converts.into_iter().for_each(|waste| balances[waste].converters += 1);
    }
    by_changes(scenario, &mut balances);
    balances.raw
}

/// What dated changes make of the flows and demands, where that is more than at the start.
fn by_changes(scenario: &Scenario, balances: &mut TiVec<WasteId, WasteBalance>) {
    for now in scenario.in_force() {
        let year = scenario.start_year + now.from as i32;
        let mut generated: TiVec<WasteId, Tonnes> = balances.iter().map(|of| of.generated_t).collect();
        let own = |stream: &Stream| stream.t_per_year * (1.0 - stream.own_reuse);
        for with in &now.streams {
            let waste = with.stream.waste;
            let mut streams = scenario.plants[with.plant].streams.iter();
            let before = streams.find(|stream| stream.waste == waste).map_or(0.0, own);
            generated[waste] += own(&with.stream) - before;
        }
        let mut demand: TiVec<WasteId, Tonnes> = ti_vec![0.0; scenario.wastes.len()];
        for technology in &scenario.technologies {
            demand[technology.waste] += could_take(technology, |product| now.demands_t[product].value);
        }
        for (waste, of) in balances.iter_mut_enumerated() {
            let more = |now_t: Tonnes, before: Tonnes, later: Option<(i32, Tonnes)>| {
                let most = later.map_or(before, |(_, most)| most);
                // By more than rounding.
                if now_t > most * (1.0 + 1e-9) { Some((year, now_t)) } else { later }
            };
            of.generated_later = more(generated[waste], of.generated_t, of.generated_later);
            of.demand_later = more(demand[waste], of.demand_t, of.demand_later);
        }
    }
}

fn empty(waste: &Waste) -> WasteBalance {
    WasteBalance {
        waste: waste.id.clone(),
        code: waste.code.clone(),
        plants: 0,
        generated_t: 0.0,
        stock_t: 0.0,
        capacity_t: 0.0,
        demand_t: 0.0,
        generated_later: None,
        demand_later: None,
        technologies: Vec::new(),
        converters: 0,
    }
}

/// Waste that the demand for a technology's products could take a year: that of the scarcest.
fn could_take(technology: &Technology, demand_t: impl Fn(ProductId) -> Tonnes) -> Tonnes {
    let each = technology.products().filter(|of| of.t_per_t > 0.0);
    each.map(|of| demand_t(of.product) / of.t_per_t).fold(f64::INFINITY, f64::min)
}

/// Wastes, technologies and products that lead nowhere.
pub(super) fn doubts(scenario: &Scenario, balances: &[WasteBalance]) -> Vec<Unlikely> {
    let mut doubts = Vec::new();
    let residues: Vec<WasteId> =
        scenario.technologies.iter().filter_map(|technology| technology.residue).collect();
    for (waste, of) in WasteId::all(balances.len()).zip(balances) {
        let key = format!("waste.{}", of.waste);
        if of.plants == 0 && !residues.contains(&waste) {
            doubts
                .push(Unlikely::new(key, "no plant generates it and no technology leaves it; leave it out"));
        } else if of.technologies.is_empty() {
            doubts.push(Unlikely::new(key, "no technology converts it, so all of it is placed"));
        } else if of.converters == 0 {
            let message =
                format!("no plant adopts or runs what converts it ({})", of.technologies.join(", "));
            doubts.push(Unlikely::new(key, message));
        }
    }
    let mut used: TiVec<TechnologyId, bool> = ti_vec![false; scenario.technologies.len()];
    for plant in &scenario.plants {
        let runs = plant.units.iter().map(|unit| unit.technology);
        plant.adopts.iter().copied().chain(runs).for_each(|technology| used[technology] = true);
    }
    let mut made: TiVec<ProductId, bool> = ti_vec![false; scenario.products.len()];
    for (id, technology) in scenario.technologies.iter_enumerated() {
        technology.products().for_each(|of| made[of.product] = true);
        let residue = technology.residue_t_per_t();
        if residue > 1.0 {
            let message = format!(
                "leaves {} t of residue a tonne of waste: converting lowers what is reused; check added, loss and yields",
                digits(residue, 4)
            );
            doubts.push(Unlikely::new(format!("technology.{}.residue", technology.id), message));
        }
        let of = &balances[usize::from(technology.waste)];
        // A waste that nobody converts is told once.
        if !used[id] && of.converters > 0 {
            let message = "no plant adopts or runs it; name it in a plant's adopts, or leave it out";
            doubts.push(Unlikely::new(format!("technology.{}", technology.id), message));
        }
    }
    for (id, product) in scenario.products.iter_enumerated() {
        let key = format!("product.{}", product.id);
        if !made[id] {
            doubts.push(Unlikely::new(key, "no technology makes it; leave it out"));
        } else if product.demand_t == 0.0 && !changes_demand(scenario, id) {
            doubts.push(Unlikely::new(format!("{key}.demand"), "is 0: nobody buys it, so it is never made"));
        }
    }
    doubts
}

fn changes_demand(scenario: &Scenario, product: ProductId) -> bool {
    use crate::scenario::Changed;
    scenario.changes.iter().any(|change| change.at == Changed::Product(product) && change.key == "demand")
}
