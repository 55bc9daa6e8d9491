//! The nearest plants, compared with measuring the distance to every plant.

use circulus::ids::{PlantId, TiVec};
use circulus::laws::distance::Location;
use circulus::random::Luck;
use circulus::region::Region;
use circulus::region::transport::road_km;
use circulus::scenario::Scenario;

use crate::support::{plant, with};

use super::regimes::country;

#[test]
fn peers_are_the_nearest_plants() {
    // From 256 plants on, the search begins within a radius; industrial centres make ties at the local distance.
    let centres = country(700, &["generate.cluster_radius_km=1", "management.study_limit=350"]);
    // A few plants in one place, the others on the other side of the world.
    let mut apart = country(300, &["join.peers=40"]);
    apart.plants.iter_mut().skip(20).for_each(|plant| plant.lat_deg = -plant.lat_deg);
    let mut crowd = country(300, &["join.peers=7"]);
    crowd.plants.iter_mut().for_each(|plant| (plant.lat_deg, plant.lon_deg) = (57.0, 60.0));
    for (name, scenario) in [("centres", centres), ("apart", apart), ("crowd", crowd)] {
        check(name, &scenario, PlantId::all(scenario.plants.len()));
    }
}

fn check(name: &str, scenario: &Scenario, plants: impl Iterator<Item = PlantId>) {
    let region = Region::new(scenario, &Luck::new(scenario.seed, 0)).unwrap();
    let locations: TiVec<PlantId, Location> =
        scenario.plants.iter().map(|p| Location::of(p.lat_deg, p.lon_deg)).collect();
    for plant in plants {
        let km = |other: PlantId| road_km(&scenario.transport, &locations[plant], &locations[other]);
        let mut others: Vec<(f64, PlantId)> = PlantId::all(locations.len())
            .filter(|&other| other != plant)
            .map(|other| (km(other), other))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let nearest: Vec<PlantId> = others[..scenario.join.peers].iter().map(|&(_, other)| other).collect();
        assert_eq!(region.peers_of(plant)[..], nearest[..], "{name}, plant {plant:?}");
    }
}

const LAT: f64 = 57.0;
const LON: f64 = 60.0;

/// Distances by road and squared straight lines from the plant at `LAT`, `LON` to places equally far east and west.
fn both_ways(by_deg: f64) -> [(f64, f64); 2] {
    let here = Location::of(LAT, LON);
    [LON + by_deg, LON - by_deg].map(|lon_deg| {
        let there = Location::of(LAT, lon_deg);
        (road_km(&with([]).transport, &here, &there), there.point.straight_squared(here.point))
    })
}

/// Plants at these longitudes, and enough plants far away in the south to make 256.
fn at(lon_deg: impl Iterator<Item = f64>, peers: usize) -> Scenario {
    let place = |lat_deg, lon_deg| circulus::scenario::Plant { lat_deg, lon_deg, ..plant() };
    let near: Vec<_> = lon_deg.map(|lon_deg| place(LAT, lon_deg)).collect();
    let far = (near.len()..256).map(|i| place(-LAT, LON + 0.01 * i as f64));
    let mut scenario = with(near.into_iter().chain(far));
    scenario.join.peers = peers;
    scenario
}

/// A shift by this many units in the last place of a longitude near 60, so that a shift to the east and one to the west
/// are equal without rounding, and the two places are equally far by road.
fn exact(steps: f64) -> f64 {
    steps.round() * (LON.next_up() - LON)
}

/// The places to the east and to the west are equally far by road, but their computed straight lines differ by
/// rounding, so that the plant of the higher index may seem the nearer one.
#[test]
fn ties_by_road_are_not_broken_by_straight_lines() {
    let by = |pair: usize| exact(1e12 * (pair + 1) as f64);
    let wrong = |pair: &usize| {
        let [east, west] = both_ways(by(*pair));
        assert_eq!(east.0, west.0, "equally far by road");
        east.1 > west.1
    };
    let pairs: Vec<usize> = (0..40).filter(wrong).collect();
    assert!(pairs.len() > 3, "only {pairs:?} seem nearer in the west");
    // The last peer must be the eastern one, which has the lower index.
    for pair in pairs {
        let both = (0..=pair).flat_map(|pair| [LON + by(pair), LON - by(pair)]);
        check("ties", &at(std::iter::once(LON).chain(both), 2 * pair + 1), PlantId::new(0).only());
    }
}

/// The radius of the first search falls between the two, so that the right peer lies just beyond it.
#[test]
fn a_tie_just_beyond_the_first_search_radius_is_found() {
    // 4 peers of 256 plants are first searched for within 2 sqrt(4 / 256) / 8 of the Earth's radius.
    let first_look: f64 = 1.0 / 32.0;
    let about = 2.0 * (first_look / 2.0 / LAT.to_radians().cos()).asin().to_degrees() / (LON.next_up() - LON);
    let by_deg = (-20_000..20_000).map(|step| exact(about + f64::from(step))).find(|&by_deg| {
        let [east, west] = both_ways(by_deg);
        east.0 == west.0 && east.1 > first_look * first_look && west.1 <= first_look * first_look
    });
    let by_deg = by_deg.expect("a first radius between two places that are equally far by road");
    let near = [LON, LON + by_deg, LON - by_deg, LON, LON, LON];
    check("first look", &at(near.into_iter(), 4), PlantId::new(0).only());
}
