//! The nearest plants, against measuring them all.

use circulus::ids::{PlantId, TiVec};
use circulus::laws::distance::Place;
use circulus::random::Luck;
use circulus::region::Region;
use circulus::region::transport::road_km;

use super::regimes::country;

#[test]
fn peers_are_the_nearest_plants() {
    // More than 256 plants are not looked at whole; industrial centres make ties at the local distance.
    let centres = country(700, &["generate.cluster_radius_km=1", "management.study_limit=350"]);
    // A few plants in one place, the others on the other side of the world.
    let mut apart = country(300, &["join.peers=40"]);
    apart.plants.iter_mut().skip(20).for_each(|plant| plant.lat_deg = -plant.lat_deg);
    let mut crowd = country(300, &["join.peers=7"]);
    crowd.plants.iter_mut().for_each(|plant| (plant.lat_deg, plant.lon_deg) = (57.0, 60.0));
    for (name, scenario) in [("centres", centres), ("apart", apart), ("crowd", crowd)] {
        let region = Region::new(&scenario, &Luck::new(scenario.seed, 0)).unwrap();
        let places: TiVec<PlantId, Place> =
            scenario.plants.iter().map(|p| Place::of(p.lat_deg, p.lon_deg)).collect();
        for plant in PlantId::all(places.len()) {
            let km = |other: PlantId| road_km(&scenario.transport, &places[plant], &places[other]);
            let mut others: Vec<(f64, PlantId)> = PlantId::all(places.len())
                .filter(|&other| other != plant)
                .map(|other| (km(other), other))
                .collect();
            others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let nearest: Vec<PlantId> =
                others[..scenario.join.peers].iter().map(|&(_, other)| other).collect();
            assert_eq!(region.peers_of(plant)[..], nearest[..], "{name}, plant {plant:?}");
        }
    }
}
