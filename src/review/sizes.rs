//! Units and stocks of unlikely size or age.

use super::Unlikely;
use crate::numbers::{count, tonnes};
use crate::scenario::Scenario;

/// Years of output above which a stock is unlikely.
const MOST_YEARS: f64 = 1000.0;

/// The doubts on units and stocks.
pub(super) fn doubts(scenario: &Scenario) -> Vec<Unlikely> {
    let mut doubts = Vec::new();
    for plant in &scenario.plants {
        for unit in &plant.units {
            let technology = &scenario.technologies[unit.technology];
            let key = |key: &str| format!("plant.{}.unit.{}.{key}", plant.id, technology.id);
            if unit.capacity_t > technology.max_size_t {
                let [has, largest] = [unit.capacity_t, technology.max_size_t].map(tonnes);
                let message = format!(
                    "{has} a year is above the largest unit of its technology, {largest}; correct either, or write two units"
                );
                doubts.push(Unlikely::new(key("capacity"), message));
            }
            if unit.age_years >= technology.life_years {
                let message = format!(
                    "it is {} old, and its technology lasts {}: it never works in this run",
                    count(unit.age_years, "year", "years"),
                    technology.life_years
                );
                doubts.push(Unlikely::new(key("age"), message));
            }
        }
        for stream in &plant.streams {
            let key = format!("plant.{}.stream.{}.stock", plant.id, scenario.wastes[stream.waste].id);
            let years = stream.stock_t / stream.t_per_year;
            if stream.t_per_year > 0.0 && years >= MOST_YEARS {
                let many = if years < 1e6 { format!("{years:.0}") } else { "over a million".into() };
                let message = format!(
                    "{} is the output of {many} years; check the unit, or t_per_year",
                    tonnes(stream.stock_t)
                );
                doubts.push(Unlikely::new(key, message));
            }
        }
    }
    doubts
}
