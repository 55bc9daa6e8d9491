//! `[prevention]`: from the checked table to the scenario as meant, and the rules between its values.

use super::build::Index;
use super::fill::allowed;
use super::filled::{Filled, NoKey};
use super::parameters::find;
use super::source::Collector;
use super::{Prevention, Scenario};
use crate::ids::WasteId;

/// The key of the costs, which a file gives by waste.
const COST: &str = "prevention.cost_per_t";
/// What is said of a table without a cost.
const NOTHING: &str =
    "must name at least one waste: without one nothing can be prevented; leave [prevention] out";

/// The table, with the costs in the order of the wastes.
pub(super) fn read(table: &Filled, wastes: &Index<WasteId>) -> Result<Prevention, NoKey> {
    let of = |(id, cost): &(String, f64)| Ok((wastes.get(id, table)?, *cost));
    let mut cost_per_t: Vec<_> = table.map("cost_per_t")?.iter().map(of).collect::<Result<_, _>>()?;
    cost_per_t.sort_by_key(|(waste, _)| *waste);
    Prevention::read(table, cost_per_t)
}

/// Refuses a table that names no waste. Unknown wastes and costs out of range were refused before, one by one.
pub(super) fn check(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let Some(table) = root.one("prevention")? else { return Ok(()) };
    let Some(item) = table.item("cost_per_t")?.filter(|_| faults.is_empty()) else { return Ok(()) };
    if table.map("cost_per_t")?.is_empty() {
        faults.value(item.place, COST.into(), NOTHING.into(), None);
    }
    Ok(())
}

/// What is wrong with the costs of a scenario that was changed in code: key, value and message of each fault.
pub(super) fn wrong(scenario: &Scenario) -> Vec<(String, String, String)> {
    let Some(Prevention { cost_per_t, .. }) = &scenario.prevention else { return Vec::new() };
    let mut found = Vec::new();
    let mut say = |value: String, message: String| found.push((COST.to_owned(), value, message));
    if cost_per_t.is_empty() {
        say("none".into(), NOTHING.into());
    }
    for &(waste, cost) in cost_per_t {
        if waste.index() >= scenario.wastes.len() {
            let message = format!("must be the index of a waste, less than {}", scenario.wastes.len());
            say(waste.index().to_string(), message);
        }
        if let Some((_, key)) = find(COST).filter(|(_, key)| !key.allows(cost)) {
            say(format!("{cost:?}"), allowed(key));
        }
    }
    if !cost_per_t.is_sorted_by(|(a, _), (b, _)| a < b) {
        let message = "must have each waste once, in the order of the wastes";
        say(format!("{} costs", cost_per_t.len()), message.into());
    }
    found
}
