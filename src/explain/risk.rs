//! A plant's exposure to risks: probability, draw, and the effects of events [R1].

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
    /// The exposed stock's waste, product, or deal's partner; `None` for the plant itself.
    pub item: Option<Named>,
    /// Exposure.
    pub exposure: f64,
    /// Expected number of events in a year, before levers.
    pub intensity: f64,
    /// Lever on the hazard, 1 without infrastructure.
    pub hazard: f64,
    /// Lever on the loss.
    pub severity: f64,
    /// Probability of an event in this year.
    pub probability: f64,
    /// The draw; an event occurs if it is below the probability.
    pub draw: f64,
    /// Whether an event occurred.
    pub struck: bool,
    /// Loss.
    pub loss: f64,
    /// Part of the loss covered by the company.
    pub covered: f64,
    /// Waste released into nature, t.
    pub released_t: f64,
    /// Number of contracts ended.
    pub contracts_ended: usize,
}

/// The exposures of a plant, or of the region's products if `None`, in the order of the draws.
pub fn exposures(rolls: &[Roll], after: &World, plant: Option<PlantId>) -> Vec<Exposed> {
    let names = Names(&after.region.scenario);
    let mut events = after.log.events.iter();
    let mut exposed = Vec::new();
    for roll in rolls {
        // Events occur in the order of their rolls.
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
