//! `nodes` and `edges`: the network over a whole run, plants and the links between them.

use super::names::stage_name;
use super::unit::Unit::{Degrees, Km, Money, Score, Tonnes, Word};
use super::{Column, List, Names};
use crate::record::sums::{Edge, Node};

/// The attributes of nodes; a node's id is the plant's.
pub fn nodes(names: &Names) -> Vec<Column<'_, Node>> {
    let mut list: List<'_, Node> = List::new(names);
    list.text("label", Word, "Name of the plant", |names, node| {
        Some(names.plants.get(node.plant)?.name.as_str())
    });
    list.text("stage", Word, "Stage of the chain", |names, node| {
        Some(stage_name(names.plants.get(node.plant)?.stage))
    });
    let plants = &names.plants;
    list.maybe("lat", Degrees, "Latitude, north", |node| plants.get(node.plant).map(|plant| plant.lat_deg));
    list.maybe("lon", Degrees, "Longitude, east", |node| plants.get(node.plant).map(|plant| plant.lon_deg));
    list.flag("member", "Member at the end of the last year", |node| Some(node.member));
    let meaning = "Waste supplied to other plants, all years";
    list.number("supplied", Tonnes, meaning, |node| node.supplied_t);
    let meaning = "Waste received from other plants, all years";
    list.number("received", Tonnes, meaning, |node| node.received_t);
    let meaning = "Waste converted, its own or others', all years";
    list.number("converted", Tonnes, meaning, |node| node.converted_t);
    list.columns
}

/// The attributes of edges, which point from supplier to converter.
pub fn edges(names: &Names) -> Vec<Column<'_, Edge>> {
    let mut list: List<'_, Edge> = List::new(names);
    list.number("total", Tonnes, "Waste moved, all years", |edge| edge.total_t);
    list.number("weight", Score, "Weight for layouts: Mt moved", |edge| edge.total_t / 1e6);
    list.count("years", "years", "Years with a deal", |edge| edge.years);
    list.number("mean_haul", Km, "Mean haul: weighted by tonnes", |edge| edge.t_km / edge.total_t);
    list.ids("wastes", "Wastes: ids with spaces between", |names, edge| {
        let ids = edge.wastes.iter().filter_map(|(waste, _)| names.waste(*waste));
        ids.collect()
    });
    list.ids("products", "Products: ids with spaces between", |names, edge| {
        let technologies = edge.technologies.iter();
        technologies.filter_map(|one| names.product_of(*one)).collect()
    });
    list.number("gain", Money, "Gain of the deals, all years", |edge| edge.gain);
    let meaning = "Accounted synergy of the deals, all years";
    list.number("accounted_synergy", Money, meaning, |edge| edge.synergy);
    list.columns
}
