//! Whether a contract that exists at start could be one [N5].

use super::filled::{Filled, NoKey};
use super::source::Collector;
use super::{GivenContract, Scenario};

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
    } else if !supplies.streams.iter().any(|stream| stream.waste == waste) {
        let message =
            format!("must be a waste of '{}'; add a [[plant.stream]] of '{waste_id}' to it", supplies.id);
        Some(("waste", message))
    } else {
        None
    }
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
