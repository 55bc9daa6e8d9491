//! The end of a plant's year: its waste, its money, its experience.

use serde::Serialize;

use super::Named;
use super::scene::Names;
use crate::ids::{PlantId, StreamId};
use crate::world::World;
use crate::world::ledger::PlantFlow;
use crate::world::log::EventKind;

/// A flow of money.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// Type of flow.
    pub flow: &'static str,
    /// Amount; positive if received.
    pub amount: f64,
}

/// A plant's books at the end of a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settled {
    /// Cash at the start of the year.
    pub opening_cash: f64,
    /// Non-zero flows.
    pub flows: Vec<Flow>,
    /// Cash at the end of the year.
    pub cash: f64,
    /// Gain from membership this year.
    pub synergy: f64,
    /// Expected gain from membership, for a member.
    pub expected_gain: f64,
    /// Trust before this year's changes.
    pub trust_before: f64,
    /// Trust at the end.
    pub trust: f64,
    /// Member at the end.
    pub member: bool,
    /// Whether it became insolvent.
    pub insolvent: bool,
}

/// A plant's waste in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// Waste.
    pub waste: Named,
    /// Generated, t.
    pub generated_t: f64,
    /// Reused as before, t.
    pub already_reused_t: f64,
    /// Residue of last year's conversions that joined the fresh waste, t [N1].
    pub joined_t: f64,
    /// Converted, fresh and from stock, t.
    pub converted_t: f64,
    /// Placed, t.
    pub placed_t: f64,
    /// Released into nature, t.
    pub released_t: f64,
    /// Residue of this year's conversions, held until it joins the next year's fresh waste, t [N1].
    pub held_t: f64,
    /// Stock at the end, t.
    pub stock_t: f64,
}

/// A plant's waste at the end of the year.
pub fn placed(end: &World, plant: PlantId) -> Vec<Placed> {
    let names = Names(&end.region.scenario);
    let streams = &end.streams;
    let row = |s: StreamId| Placed {
        waste: names.waste(end.region.streams[s].waste),
        generated_t: streams.gross_t[s],
        already_reused_t: streams.already_reused_t[s],
        joined_t: streams.joined_t[s],
        held_t: streams.held_t[s],
        converted_t: streams.converted_fresh_t[s] + streams.converted_stock_t[s],
        placed_t: streams.placed_t[s],
        released_t: streams.released_t[s],
        stock_t: streams.stock_t[s],
    };
    end.region.streams_of(plant).map(row).collect()
}

/// A plant's books at the end of the year.
pub fn settled(end: &World, plant: PlantId, trust_before: f64) -> Settled {
    let flows = PlantFlow::ALL
        .into_iter()
        .map(|(flow, name)| Flow { flow: name, amount: end.ledger.plant(plant, flow) });
    let insolvent =
        |event: &&crate::world::log::Event| event.kind == EventKind::Insolvency && event.plant == Some(plant);
    Settled {
        opening_cash: end.ledger.opening_cash[plant],
        flows: flows.filter(|flow| flow.amount != 0.0).collect(),
        cash: end.plants.cash[plant],
        synergy: end.plants.synergy_gain(plant),
        expected_gain: end.plants.expected_gain[plant],
        trust_before,
        trust: end.plants.trust[plant],
        member: end.plants.member[plant],
        insolvent: end.log.events.iter().find(insolvent).is_some(),
    }
}
