//! Whether a contract that exists at start could be one [N5].

use super::filled::{Filled, NoKey};
use super::source::Collector;
use super::{GivenContract, Plant, Scenario};
use crate::ids::WasteId;

/// Why a contract could never be served: the key at fault, and what is wrong. Its ids are valid.
pub(super) fn wrong(scenario: &Scenario, contract: &GivenContract) -> Option<(&'static str, String)> {
    let GivenContract { supplier, waste, converter, technology, .. } = *contract;
    let (of, takes) = (&scenario.technologies[technology], scenario.technologies[technology].waste);
    let (supplies, converts) = (&scenario.plants[supplier], &scenario.plants[converter]);
    let waste_id = &scenario.wastes[waste].id;
    if supplier == converter {
        let message = "must be another plant than the supplier: a plant needs no contract with itself";
        Some(("converter", message.into()))
    } else if takes != waste {
        let message =
            format!("must be a technology of '{waste_id}'; this one is of '{}'", scenario.wastes[takes].id);
        Some(("technology", message))
    } else if !converts.adopts.contains(&technology)
        && !converts.units.iter().any(|u| u.technology == technology)
    {
        let message = format!(
            "must be a technology that '{}' adopts or runs; add '{}' to its adopts, or a [[plant.unit]] of it",
            converts.id, of.id
        );
        Some(("technology", message))
    } else if !supplies.streams.iter().any(|stream| stream.waste == waste)
        && !leaves(scenario, supplies, waste)
    {
        let message =
            format!("must be a waste of '{}'; add a [[plant.stream]] of '{waste_id}' to it", supplies.id);
        Some(("waste", message))
    } else {
        None
    }
}

/// Whether a technology that a plant adopts or runs leaves a residue of this waste, so that the plant has a stream of
/// it [N1].
fn leaves(scenario: &Scenario, plant: &Plant, waste: WasteId) -> bool {
    let mut technologies = plant.adopts.iter().copied().chain(plant.units.iter().map(|unit| unit.technology));
    technologies.any(|technology| {
        let of = &scenario.technologies[technology];
        of.residue == Some(waste) && of.residue_t_per_t() > 0.0
    })
}

/// Refuses contracts in a file that could never be served, each at its place.
pub(super) fn check(root: &Filled, scenario: &Scenario, faults: &mut Collector) -> Result<(), NoKey> {
    for (table, contract) in root.all("contract")?.iter().zip(&scenario.contracts) {
        if let Some((key, message)) = wrong(scenario, contract) {
            let place = table.item(key)?.map_or(table.place, |item| item.place);
            faults.value(place, format!("contract.{}.{key}", table.id), message, None);
        }
    }
    Ok(())
}
