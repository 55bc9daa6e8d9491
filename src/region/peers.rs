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
    let mut straight = first_look(local, locations.len(), each);
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
/// Real regions are denser; small ones are searched in full. It holds at least all plants at the local distance.
fn first_look(local: f64, plants: usize, each: usize) -> f64 {
    local.max(if plants < SMALL { 2.0 } else { 2.0 * (each as f64 / plants as f64).sqrt() / 8.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TiVec;
    use crate::scenario::template;

    #[test]
    fn large_regions_are_first_searched_near_by() {
        assert_eq!([first_look(0.0, 255, 4), first_look(0.0, 256, 4)], [2.0, 1.0 / 32.0]);
        assert_eq!(first_look(0.0, 10_000, 4), 0.005);
        assert_eq!([first_look(0.01, 10_000, 4), first_look(2.001, 255, 4)], [0.01, 2.001]);
    }

    /// The search must end, though it finds that no radius but the first is wanted.
    #[test]
    fn of_plants_at_the_local_distance_the_first_are_the_nearest() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        scenario.transport.local_km = 2000.0;
        let locations: TiVec<PlantId, Location> =
            (0..300).map(|i| Location::of(57.0, 60.0 + 0.01 * f64::from(i))).collect();
        let grid = Grid::of(locations.iter_enumerated().map(|(plant, at)| (plant, at.point)));
        let near = nearest(&scenario, &grid, &locations, PlantId::new(2), 3);
        assert_eq!(near, [0, 1, 3].map(PlantId::new));
    }
}
