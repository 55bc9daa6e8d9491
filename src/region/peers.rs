//! The nearest plants of a plant.

use crate::ids::{PlantId, TiSlice};
use crate::laws::distance::Location;
use crate::region::grid::Grid;
use crate::region::transport;
use crate::scenario::Scenario;
use crate::units::Km;

/// The `each` nearest other plants of a plant, nearest first (ties, which include all plants at the local distance:
/// lower index).
pub fn nearest(
    scenario: &Scenario,
    grid: &Grid<PlantId>,
    locations: &TiSlice<PlantId, Location>,
    plant: PlantId,
    each: usize,
) -> Vec<PlantId> {
    if each == 0 {
        return Vec::new();
    }
    let local = transport::straight_within(&scenario.transport, 0.0);
    let mut around: Vec<(f64, PlantId)> = Vec::with_capacity(locations.len().min(SMALL));
    let mut straight = local.max(first_look(locations.len(), each));
    loop {
        around.clear();
        grid.within(locations[plant].point, straight, |other, squared| {
            if other != plant {
                around.push((squared, other));
            }
        });
        if around.len() >= each {
            around.select_nth_unstable_by(each - 1, |a, b| a.0.total_cmp(&b.0));
            // Radius that includes every plant that might be as near by road, with a margin for rounding.
            let wanted = local.max(around[each - 1].0.sqrt() * (1.0 + 1e-6) + 1e-9);
            if wanted <= straight {
                around.retain(|&(squared, _)| squared <= wanted * wanted);
                break;
            }
            straight = wanted;
        } else {
            straight *= 2.0; // 2 is the Earth's diameter: all plants
        }
    }
    let km = |other: PlantId| transport::road_km(&scenario.transport, &locations[plant], &locations[other]);
    let mut nearest: Vec<(Km, PlantId)> = around.iter().map(|&(_, other)| (km(other), other)).collect();
    nearest.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.into_iter().take(each).map(|(_, other)| other).collect()
}

/// A region up to this many plants is searched in full.
const SMALL: usize = 256;

/// Initial search radius: expected to hold a multiple of the wanted number if plants were spread over the whole Earth.
/// Real regions are denser; small ones are searched in full.
fn first_look(plants: usize, each: usize) -> f64 {
    if plants < SMALL { 2.0 } else { 2.0 * (each as f64 / plants as f64).sqrt() / 8.0 }
}
