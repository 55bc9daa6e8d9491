//! A path of prices: years and prices in their range, each year once [N6].

use super::{Filler, Path, allowed};
use crate::scenario::filled::Value;
use crate::scenario::parameters::{MOST_PER_T, Parameter, YEARS_OF_PATH};
use crate::scenario::tree::{Data, Node};

impl Filler<'_, '_, '_> {
    /// The prices of a path by year; a file of them was read with the scenario file that names it.
    pub(super) fn prices(&mut self, key: &'static Parameter, node: &Node, path: Path) -> Option<Value> {
        let before = self.faults.count();
        let mut say =
            |node: &Node, message: String| self.faults.value(node.place, path.key(key.key), message, None);
        let items = match &node.data {
            Data::List(items) => items,
            Data::Text(_) => {
                let message = "names a file, which is read only where a scenario file names it; give prices instead, as \
                               in [[2021, 100.0], [2030, 120.0]], or write a file with this scenario as its base";
                say(node, message.into());
                return None;
            }
            _ => {
                say(node, allowed(key));
                return None;
            }
        };
        let mut prices: Vec<(i32, f64)> = Vec::with_capacity(items.len());
        for item in items {
            let Data::List(pair) = &item.data else {
                say(item, format!("{}: each must be a year and a price", allowed(key)));
                continue;
            };
            let [year, price] = pair.as_slice() else {
                say(item, format!("{}: each must be a year and a price", allowed(key)));
                continue;
            };
            let in_year = match year.data {
                Data::Integer(v) => i32::try_from(v).ok().filter(|v| YEARS_OF_PATH.contains(v)),
                _ => None,
            };
            let costs = price.number().filter(|v| (0.0..=MOST_PER_T).contains(v));
            if in_year.is_none() {
                let (first, last) = (YEARS_OF_PATH.start(), YEARS_OF_PATH.end());
                say(year, format!("must be a calendar year, a whole number from {first} to {last}"));
            }
            if costs.is_none() {
                say(price, format!("must be a price, a number from 0 to {MOST_PER_T:e}"));
            }
            if let (Some(in_year), Some(costs)) = (in_year, costs) {
                // Years are bounded, so there are never many.
                match prices.iter().rev().any(|(other, _)| *other == in_year) {
                    true => say(year, format!("{in_year} occurs twice: give one price a year")),
                    false => prices.push((in_year, costs)),
                }
            }
        }
        prices.sort_by_key(|(year, _)| *year);
        (self.faults.count() == before).then_some(Value::Prices(prices))
    }
}
