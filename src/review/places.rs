//! Plants in unlikely places.

use super::Unlikely;
use crate::laws::distance::{Location, great_circle_km};
use crate::scenario::{Plant, Scenario};
use crate::units::Km;

/// How many times farther from the middle of the region than the median plant is unlikely.
const TIMES_FARTHER: f64 = 10.0;
/// A plant nearer than this to the middle is never far.
const NEAR_KM: Km = 500.0;

/// How many times nearer a swapped latitude and longitude must be to look right.
const TIMES_NEARER: f64 = 5.0;
/// A plant nearer than this to the middle is where it should be, and so is one not this many times as far as the median.
const SWAPPED_KM: Km = 100.0;
const SWAPPED_TIMES: f64 = 3.0;

/// The doubts on places.
pub(super) fn doubts(scenario: &Scenario) -> Vec<Unlikely> {
    let middle = middle(&scenario.plants.raw);
    let from_middle = |lat: f64, lon: f64| great_circle_km(&middle, &Location::of(lat, lon));
    let mut all: Vec<Km> =
        scenario.plants.iter().map(|plant| from_middle(plant.lat_deg, plant.lon_deg)).collect();
    all.sort_unstable_by(f64::total_cmp);
    let median = all.get(all.len() / 2).copied().unwrap_or_default();
    let far = (TIMES_FARTHER * median).max(NEAR_KM);
    let odd = (SWAPPED_TIMES * median).max(SWAPPED_KM);
    let looks_swapped = |plant: &Plant, away: Km| {
        let swapped = (plant.lon_deg.abs() <= 90.0).then(|| from_middle(plant.lon_deg, plant.lat_deg));
        away > odd && swapped.is_some_and(|km| km * TIMES_NEARER < away)
    };
    let mut doubts = Vec::new();
    for plant in &scenario.plants {
        let away = from_middle(plant.lat_deg, plant.lon_deg);
        let mut say = |key: &str, message: String| {
            doubts.push(Unlikely::new(format!("plant.{}.{key}", plant.id), message))
        };
        if plant.lat_deg == 0.0 && plant.lon_deg == 0.0 {
            say("lat", "is at 0, 0, in the Atlantic; give its latitude and longitude".into());
        } else if looks_swapped(plant, away) {
            let (lat, lon) = (plant.lat_deg, plant.lon_deg);
            let message = format!(
                "latitude and longitude look swapped; exchange them: {lat}, {lon} is {away:.0} km from the middle of the \
                 plants, and {lon}, {lat} is {:.0} km",
                from_middle(lon, lat)
            );
            say("lat", message);
        } else if away > far {
            say(
                "lat",
                format!("is {away:.0} km from the middle of the plants; check latitude and longitude"),
            );
        }
    }
    doubts
}

/// The middle of the plants: the median of their latitudes and longitudes, which a few wrong ones do not move.
fn middle(plants: &[Plant]) -> Location {
    let median = |of: fn(&Plant) -> f64| {
        let mut all: Vec<f64> = plants.iter().map(of).collect();
        all.sort_unstable_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    Location::of(median(|plant| plant.lat_deg), median(|plant| plant.lon_deg))
}
