//! Sums over all years of a world, from which its network, its map and its chains are drawn. They do not grow with the
//! years.

use std::collections::BTreeMap;

use crate::ids::{PlantId, TechnologyId, TiVec, WasteId};
use crate::record::Record;
use crate::record::year_end::YearEnd;
use crate::units::{Money, Tonnes};
use crate::world::log::Deal;

/// A plant over the years of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Plant.
    pub plant: PlantId,
    /// Member at the end of the last year.
    pub member: bool,
    /// Member at the end of any year.
    pub ever_member: bool,
    /// Waste supplied to other plants, tonnes.
    pub supplied_t: Tonnes,
    /// Waste received from other plants, tonnes.
    pub received_t: Tonnes,
    /// Waste converted, its own or others', tonnes.
    pub converted_t: Tonnes,
    /// The same, tonnes a year.
    pub converted_t_per_year: f64,
    /// Waste generated, tonnes a year.
    pub generated_t_per_year: f64,
}

/// A supplier and a converter over the years of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Supplying plant.
    pub supplier: PlantId,
    /// Converting plant.
    pub converter: PlantId,
    /// Waste moved, tonnes.
    pub total_t: Tonnes,
    /// Number of years with a deal.
    pub years: usize,
    /// The last of them.
    pub last_year: i32,
    /// Tonne-kilometres.
    pub t_km: f64,
    /// Gain of the deals, money.
    pub gain: Money,
    /// Accounted synergy of the deals, money.
    pub synergy: Money,
    /// Wastes in order, with the tonnes of each.
    pub wastes: Vec<(WasteId, Tonnes)>,
    /// Technologies, in order.
    pub technologies: Vec<TechnologyId>,
}

impl Edge {
    /// A pair of plants, without deals yet.
    fn between(supplier: PlantId, converter: PlantId) -> Edge {
        Edge {
            supplier,
            converter,
            total_t: 0.0,
            years: 0,
            last_year: i32::MIN,
            t_km: 0.0,
            gain: 0.0,
            synergy: 0.0,
            wastes: Vec::with_capacity(1),
            technologies: Vec::with_capacity(1),
        }
    }

    fn add(&mut self, year: i32, deal: &Deal) {
        self.total_t += deal.q_t;
        if self.last_year != year {
            (self.years, self.last_year) = (self.years + 1, year);
        }
        self.t_km += deal.q_t * deal.haul_km;
        self.gain += deal.gain;
        self.synergy += deal.synergy.iter().sum::<f64>();
        match self.wastes.binary_search_by_key(&deal.waste, |entry| entry.0) {
            Ok(at) => self.wastes[at].1 += deal.q_t,
            Err(at) => self.wastes.insert(at, (deal.waste, 0.0 + deal.q_t)),
        }
        if let Err(at) = self.technologies.binary_search(&deal.technology) {
            self.technologies.insert(at, deal.technology);
        }
    }
}

/// Sums over the years of a world.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// Every plant.
    pub nodes: TiVec<PlantId, Node>,
    /// Whether any plant was seen in any year.
    pub has_plants: bool,
    /// Pairs of plants that traded, by supplier and converter.
    pub edges: BTreeMap<(PlantId, PlantId), Edge>,
    /// Waste moved between plants.
    pub moved_t: Tonnes,
    /// Of this, between members.
    pub moved_inside_t: Tonnes,
    /// Waste converted by each technology that was in use, also within a plant.
    pub converted_t: BTreeMap<TechnologyId, Tonnes>,
    /// Number of years that means are over.
    years: f64,
}

impl Sums {
    /// Sums over this many years of these plants, of which none is seen yet.
    pub fn new(plants: usize, years: usize) -> Sums {
        let nothing = |plant| Node {
            plant,
            member: false,
            ever_member: false,
            supplied_t: 0.0,
            received_t: 0.0,
            converted_t: 0.0,
            converted_t_per_year: 0.0,
            generated_t_per_year: 0.0,
        };
        Sums {
            nodes: PlantId::all(plants).map(nothing).collect(),
            has_plants: false,
            edges: BTreeMap::new(),
            moved_t: 0.0,
            moved_inside_t: 0.0,
            converted_t: BTreeMap::new(),
            years: years.max(1) as f64,
        }
    }

    /// The sums over the rows of a record.
    pub fn of(record: &Record, plants: usize) -> Sums {
        let mut sums = Sums::new(plants, record.years.len());
        let last = record.years.last().map(|year| year.year);
        for row in &record.plants {
            let now = (Some(row.year) == last).then_some(row.member);
            sums.add_plant(row.plant, row.member, now, row.waste.generated_t, row.converted_here_t);
        }
        record.deals.iter().for_each(|row| sums.add_deal(row.year, &row.deal));
        sums
    }

    /// Wastes moved between plants with their tonnes, most first.
    pub fn wastes_moved(&self) -> Vec<(WasteId, Tonnes)> {
        let mut moved_t: BTreeMap<WasteId, Tonnes> = BTreeMap::new();
        for (waste, t) in self.edges.values().flat_map(|edge| &edge.wastes) {
            *moved_t.entry(*waste).or_insert(0.0) += t;
        }
        let mut order: Vec<(WasteId, Tonnes)> = moved_t.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order
    }

    /// Adds a year; the last one added says who is a member at the end.
    pub fn add(&mut self, year: &YearEnd<'_>) {
        for plant in PlantId::all(year.plants()) {
            let member = year.member(plant);
            let generated_t = year.waste(plant).generated_t;
            self.add_plant(plant, member, Some(member), generated_t, year.converted_here_t(plant));
        }
        let calendar = year.year();
        (0..year.deals()).for_each(|index| self.add_deal(calendar, &year.deal(index).deal));
    }

    fn add_plant(&mut self, plant: PlantId, member: bool, now: Option<bool>, generated: f64, converted: f64) {
        let years = self.years;
        self.has_plants = true;
        if let Some(node) = self.nodes.get_mut(plant) {
            node.generated_t_per_year += generated / years;
            node.converted_t_per_year += converted / years;
            node.ever_member |= member;
            node.member = now.unwrap_or(node.member);
        }
    }

    fn add_deal(&mut self, year: i32, deal: &Deal) {
        *self.converted_t.entry(deal.technology).or_insert(0.0) += deal.q_t;
        let between = deal.between_plants();
        if let Some(node) = self.nodes.get_mut(deal.supplier).filter(|_| between) {
            node.supplied_t += deal.q_t;
        }
        if let Some(node) = self.nodes.get_mut(deal.converter) {
            node.received_t += if between { deal.q_t } else { 0.0 };
            node.converted_t += deal.q_t;
        }
        if between {
            self.moved_t += deal.q_t;
            self.moved_inside_t += if deal.inside() { deal.q_t } else { 0.0 };
            let (from, to) = (deal.supplier, deal.converter);
            self.edges.entry((from, to)).or_insert_with(|| Edge::between(from, to)).add(year, deal);
        }
    }
}
