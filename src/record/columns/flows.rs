//! `flows` and `links`: what went from one plant to another in a year, as lines of a map and as edges of a graph. Money
//! has the same names in every currency, so that one style serves the maps of all regions.

use super::unit::Unit::{Id, Km, Money, Score, Tonnes};
use super::{Column, InWorld, List, Names};
use crate::record::flows::FlowRow;

/// Columns of the plants at both ends of a flow.
const ENDS: [&str; 2] = ["supplier", "converter"];

/// The attributes of flows.
pub fn flows(names: &Names) -> Vec<Column<'_, InWorld<'_, FlowRow>>> {
    let mut list: List<'_, InWorld<'_, FlowRow>> = List::new(names);
    list.word("world", "World: cluster, or its twin without a company", |f| f.world.name());
    list.year("year", "Calendar year", |f| Some(f.row.year));
    list.id(ENDS[0], "Supplying plant", |names, f| names.plant(f.row.supplier));
    list.id(ENDS[1], "Converting plant", |names, f| names.plant(f.row.converter));
    list.id("waste", "Waste", |names, f| names.waste(f.row.waste));
    list.number("converted", Tonnes, "Waste moved and converted", |f| f.row.q_t);
    list.count("deals", "deals", "Deals that it is the sum of", |f| f.row.deals);
    list.number("haul", Km, "Haul", |f| f.row.haul_km);
    list.number("gain", Money, "Gain of the deals", |f| f.row.gain);
    list.number("accounted_synergy", Money, "Accounted synergy of the deals: all channels", |f| {
        f.row.synergy
    });
    list.flag("inside", "Between two members", |f| Some(f.row.inside));
    list.columns
}

/// The same flows with the columns that Gephi knows first.
pub fn links(names: &Names) -> Vec<Column<'_, InWorld<'_, FlowRow>>> {
    let mut list: List<'_, InWorld<'_, FlowRow>> = List::new(names);
    list.text("Source", Id, "Supplying plant", |names, f| names.plant(f.row.supplier));
    list.text("Target", Id, "Converting plant", |names, f| names.plant(f.row.converter));
    list.word("Type", "Kind of edge: Directed", |_| "Directed");
    list.number("Weight", Score, "Weight for layouts: Mt moved", |f| f.row.q_t / 1e6);
    let others = flows(names).into_iter().filter(|column| !ENDS.contains(&column.name.as_str()));
    list.columns.into_iter().chain(others).collect()
}
