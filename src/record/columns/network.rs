//! `nodes` and `edges`: the network over a whole run, plants and the links between them.

use std::collections::{BTreeMap, BTreeSet};

use super::names::stage_name;
use super::unit::Unit::{Degrees, Km, Money, Score, Tonnes, Word};
use super::{Column, List, Names};
use crate::ids::{PlantId, TechnologyId, WasteId};
use crate::record::Record;

/// A plant over the years of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Plant.
    pub plant: PlantId,
    /// Member at the end of the last year.
    pub member: bool,
    /// Waste supplied to other plants, tonnes.
    pub supplied_t: f64,
    /// Waste received from other plants, tonnes.
    pub received_t: f64,
    /// Waste converted, its own or others', tonnes.
    pub converted_t: f64,
}

/// A supplier and a converter over the years of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Supplying plant.
    pub supplier: PlantId,
    /// Converting plant.
    pub converter: PlantId,
    /// Waste moved, tonnes.
    pub total_t: f64,
    /// Years with a deal.
    pub years: BTreeSet<i32>,
    /// Tonne-kilometres.
    pub t_km: f64,
    /// Gain of the deals, money.
    pub gain: f64,
    /// Accounted synergy of the deals, money.
    pub synergy: f64,
    /// Wastes.
    pub wastes: BTreeSet<WasteId>,
    /// Technologies.
    pub technologies: BTreeSet<TechnologyId>,
}

impl Edge {
    /// A pair of plants, without deals yet.
    fn between(supplier: PlantId, converter: PlantId) -> Edge {
        Edge {
            supplier,
            converter,
            total_t: 0.0,
            years: BTreeSet::new(),
            t_km: 0.0,
            gain: 0.0,
            synergy: 0.0,
            wastes: BTreeSet::new(),
            technologies: BTreeSet::new(),
        }
    }
}

/// Every plant, in order, with its totals over the deals of a record.
pub fn nodes_of(names: &Names, record: &Record) -> Vec<Node> {
    let nothing = |plant| Node { plant, member: false, supplied_t: 0.0, received_t: 0.0, converted_t: 0.0 };
    let mut nodes: Vec<Node> = PlantId::all(names.plants.len()).map(nothing).collect();
    for deal in record.deals.iter().map(|row| &row.deal) {
        let between = deal.between_plants();
        if let Some(node) = nodes.get_mut(deal.supplier.index()).filter(|_| between) {
            node.supplied_t += deal.q_t;
        }
        if let Some(node) = nodes.get_mut(deal.converter.index()) {
            node.received_t += if between { deal.q_t } else { 0.0 };
            node.converted_t += deal.q_t;
        }
    }
    let last = record.years.last().map(|year| year.year);
    for row in record.plants.iter().filter(|row| Some(row.year) == last) {
        if let Some(node) = nodes.get_mut(row.plant.index()) {
            node.member = row.member;
        }
    }
    nodes
}

/// Every pair of plants that traded in a record, by supplier and converter.
pub fn edges_of(record: &Record) -> Vec<Edge> {
    let mut edges: BTreeMap<(PlantId, PlantId), Edge> = BTreeMap::new();
    for row in record.deals.iter().filter(|row| row.deal.between_plants()) {
        let deal = &row.deal;
        let edge = edges.entry((deal.supplier, deal.converter));
        let edge = edge.or_insert_with(|| Edge::between(deal.supplier, deal.converter));
        edge.total_t += deal.q_t;
        edge.years.insert(row.year);
        edge.t_km += deal.q_t * deal.haul_km;
        edge.gain += deal.gain;
        edge.synergy += deal.synergy.iter().sum::<f64>();
        edge.wastes.insert(deal.waste);
        edge.technologies.insert(deal.technology);
    }
    edges.into_values().collect()
}

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
    list.count("years", "years", "Years with a deal", |edge| edge.years.len());
    list.number("mean_haul", Km, "Mean haul: weighted by tonnes", |edge| edge.t_km / edge.total_t);
    list.ids("wastes", "Wastes: ids with spaces between", |names, edge| {
        let ids = edge.wastes.iter().filter_map(|waste| names.waste(*waste));
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
