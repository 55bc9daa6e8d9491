//! The initial world: stocks, units and cash as in the scenario, before the first year.

use std::sync::Arc;

use crate::ids::{LinkId, PlantId, TiVec, ti_vec};
use crate::laws::contract::over;
use crate::region::Region;
use crate::scenario::GivenContract;
use crate::world::World;
use crate::world::claims::Claims;
use crate::world::company::{Company, Levers};
use crate::world::ledger::Ledger;
use crate::world::log::Log;
use crate::world::market::Market;
use crate::world::memory::Memory;
use crate::world::plants::{Capacity, Contract, Plants, Streams, StudyGains, SynergyShares, Unit};

/// Creates the initial world of a region, with a company or (for the twin) without.
pub fn found(region: &Arc<Region>, with_company: bool) -> World {
    let scenario = &*region.scenario;
    let plants = scenario.plants.len();
    let products = scenario.products.len();
    let slots = region.slots.len();
    let cash: TiVec<PlantId, f64> = scenario.plants.iter().map(|plant| plant.cash).collect();
    let budget = if with_company { scenario.management.budget } else { 0.0 };
    World {
        region: Arc::clone(region),
        t: 0,
        market: Market {
            deviation: ti_vec![0.0; products],
            price_per_t: ti_vec![0.0; products],
            expected_price_per_t: ti_vec![0.0; products],
            demand_t: ti_vec![0.0; products],
            demand_left_t: ti_vec![0.0; products],
            fee_factor: 1.0,
            policy: scenario.policy[0],
            at_gate: TiVec::new(),
            expected_at_gate: TiVec::new(),
            outside: TiVec::new(),
            inside: TiVec::new(),
        },
        plants: Plants {
            member: ti_vec![false; plants],
            contacted: ti_vec![false; plants],
            study_gain: StudyGains::default(),
            expected_gain: ti_vec![0.0; plants],
            trust: ti_vec![scenario.join.initial_trust; plants],
            cash: cash.clone(),
            debt_service: ti_vec![0.0; plants],
            outage: ti_vec![0.0; plants],
            synergy: SynergyShares::none(plants),
        },
        streams: streams(region),
        capacity: Capacity {
            working_t: ti_vec![0.0; slots],
            coming_t: ti_vec![0.0; slots],
            idle_t: ti_vec![0.0; slots],
        },
        units: units(region),
        loans: Vec::new(),
        claims: Claims::none(region.streams.len()),
        contracts: contracts(region),
        memory: Memory::default(),
        company: with_company.then(|| Company {
            lives: true,
            budget,
            levels: ti_vec![0.0; scenario.infrastructure.len()],
            strengths: ti_vec![0.0; scenario.infrastructure.len()],
        }),
        prevention: None,
        levers: Levers::neutral(scenario.risks.len()),
        ledger: Ledger::new(cash, budget),
        log: Log::default(),
    }
}

/// Contracts that the scenario gives, in its order [N5].
fn contracts(region: &Region) -> Vec<Contract> {
    let scenario = &region.scenario;
    let contract = |given: &GivenContract| {
        let slot = region
            .slots_of(given.converter)
            .find(|&slot| region.slots[slot].technology == given.technology)?;
        let supplies = |&link: &LinkId| {
            let stream = region.links[link].stream;
            region.links[link].supplier == given.supplier && region.streams[stream].waste == given.waste
        };
        Some(Contract {
            link: region.links_into(slot).find(supplies)?,
            source: given.source,
            q_t: given.t_per_year,
            since: 0,
            over: over(given.until, scenario.start_year),
            given: true,
        })
    };
    scenario.contracts.iter().filter_map(contract).collect()
}

fn streams(region: &Region) -> Streams {
    let mut stock = TiVec::with_capacity(region.streams.len());
    for stream in &region.streams {
        let given = &region.scenario.plants[stream.plant].streams;
        stock.push(given.iter().find(|s| s.waste == stream.waste).map_or(0.0, |s| s.stock_t));
    }
    let zero = ti_vec![0.0; stock.len()];
    Streams {
        opening_t: stock.clone(),
        stock_t: stock,
        gross_t: zero.clone(),
        already_reused_t: zero.clone(),
        joined_t: zero.clone(),
        fresh_t: zero.clone(),
        converted_fresh_t: zero.clone(),
        converted_stock_t: zero.clone(),
        residue_t: zero.clone(),
        held_t: zero.clone(),
        placed_t: zero.clone(),
        released_t: zero.clone(),
        unused_fresh_t: zero.clone(),
        unused_stock_t: zero,
    }
}

/// Initial units, which work from the opening of their plant [N6] until the end of their technology's life.
fn units(region: &Region) -> Vec<Unit> {
    let mut units = Vec::new();
    for (plant, given) in region.scenario.plants.iter_enumerated() {
        for unit in &given.units {
            let slot = region.slots_of(plant).find(|&slot| region.slots[slot].technology == unit.technology);
            let life = region.scenario.technologies[unit.technology].life_years;
            if let Some(slot) = slot {
                let from = region.times.opens(plant);
                let until = from + life.saturating_sub(unit.age_years);
                units.push(Unit { slot, capacity_t: unit.capacity_t, from, until, capital: 0.0 });
            }
        }
    }
    units
}
