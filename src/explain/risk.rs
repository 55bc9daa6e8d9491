//! What a plant was exposed to: probability, draw, and what an event did [R1].

use serde::Serialize;

use super::Named;
use super::scene::Names;
use crate::ids::PlantId;
use crate::world::World;
use crate::world::log::EventKind;
use crate::year::witness::Roll;

/// An item's exposure to a risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exposed {
    /// Risk.
    pub risk: Named,
    /// Waste of the stock, product, or partner of the deal that is exposed; none where it is the plant.
    pub item: Option<Named>,
    /// Exposure.
    pub exposure: f64,
    /// Events to be expected in a year, levers aside.
    pub intensity: f64,
    /// Lever on the hazard, 1 without infrastructure.
    pub hazard: f64,
    /// Lever on the loss.
    pub severity: f64,
    /// Probability of an event in this year.
    pub probability: f64,
    /// The draw; an event when it is below the probability.
    pub draw: f64,
    /// Whether it struck.
    pub struck: bool,
    /// Loss.
    pub loss: f64,
    /// Part of it that the company covered.
    pub covered: f64,
    /// Waste that left into nature, t.
    pub released_t: f64,
    /// Contracts that ended.
    pub contracts_ended: usize,
}

/// The exposures of a plant, or with none those of the region's products, in the order of the draws.
pub fn exposures(rolls: &[Roll], after: &World, plant: Option<PlantId>) -> Vec<Exposed> {
    let names = Names(&after.region.scenario);
    let mut events = after.log.events.iter();
    let mut exposed = Vec::new();
    for roll in rolls {
        // Events strike in the order of the rolls that let them.
        let event = roll.loss.and_then(|_| {
            events.find(|event| matches!(event.kind, EventKind::Risk(risk) if risk == roll.risk))
        });
        if roll.plant != plant {
            continue;
        }
        let waste = roll.stream.map(|stream| names.waste(after.region.streams[stream].waste));
        exposed.push(Exposed {
            risk: names.risk(roll.risk),
            item: waste
                .or(roll.product.map(|product| names.product(product)))
                .or(roll.partner.map(|partner| names.plant(partner))),
            exposure: roll.exposure,
            intensity: roll.intensity,
            hazard: roll.hazard,
            severity: roll.severity,
            probability: roll.probability,
            draw: roll.draw,
            struck: roll.loss.is_some(),
            loss: event.map_or(0.0, |event| event.loss),
            covered: event.map_or(0.0, |event| event.covered),
            released_t: event.map_or(0.0, |event| event.released_t),
            contracts_ended: event.map_or(0, |event| event.contracts_ended),
        });
    }
    exposed
}
