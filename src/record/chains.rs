//! How much of a waste that was converted came from other conversions, as their residue [N1].

use crate::ids::WasteId;
use crate::record::Record;
use crate::record::rows::WasteYear;
use crate::scenario::Scenario;
use crate::units::{Share, Tonnes};

/// Stock of a waste before the first year.
pub fn stock_at_start_t(scenario: &Scenario, waste: WasteId) -> Tonnes {
    let streams = scenario.plants.iter().flat_map(|plant| &plant.streams);
    streams.filter(|stream| stream.waste == waste).map(|stream| stream.stock_t).sum()
}

/// The residue in a waste over all years: its share of all that was there to convert, with what was generated and the
/// stock before the first year. They are not told apart once they lie together.
pub fn residue_share(record: &Record, scenario: &Scenario, waste: WasteId) -> Share {
    let total = |of: fn(&WasteYear) -> Tonnes| record.total(|row| row.by_waste.get(waste).map_or(0.0, of));
    let arisen_t = total(|year| year.arisen_t);
    let own_t = total(|year| year.generated_t - year.already_reused_t) + stock_at_start_t(scenario, waste);
    if arisen_t > 0.0 { arisen_t / (arisen_t + own_t) } else { 0.0 }
}
