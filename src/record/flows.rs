//! What went from one plant to another in a year: the sum of their deals in a waste.

use std::collections::BTreeMap;

use crate::ids::{PlantId, WasteId};
use crate::record::rows::DealRow;
use crate::units::{Km, Money, Tonnes};

/// A flow of a waste between two plants in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlowRow {
    /// Calendar year.
    pub year: i32,
    /// Supplying plant.
    pub supplier: PlantId,
    /// Converting plant.
    pub converter: PlantId,
    /// Waste.
    pub waste: WasteId,
    /// Waste moved.
    pub q_t: Tonnes,
    /// Number of deals.
    pub deals: usize,
    /// Haul.
    pub haul_km: Km,
    /// Gain of the deals.
    pub gain: Money,
    /// Accounted synergy of the deals.
    pub synergy: Money,
    /// Whether both plants are members.
    pub inside: bool,
}

/// The flows of a year of a world, by supplier, converter and waste.
pub fn of_year(deals: impl Iterator<Item = DealRow>) -> Vec<FlowRow> {
    let mut flows: BTreeMap<(PlantId, PlantId, WasteId), FlowRow> = BTreeMap::new();
    for DealRow { year, deal, .. } in deals.filter(|row| row.deal.between_plants()) {
        let (supplier, converter, waste) = (deal.supplier, deal.converter, deal.waste);
        let flow = flows.entry((supplier, converter, waste)).or_insert(FlowRow {
            year,
            supplier,
            converter,
            waste,
            q_t: 0.0,
            deals: 0,
            haul_km: deal.haul_km,
            gain: 0.0,
            synergy: 0.0,
            inside: deal.inside(),
        });
        flow.q_t += deal.q_t;
        flow.deals += 1;
        flow.gain += deal.gain;
        flow.synergy += deal.synergy.iter().sum::<f64>();
    }
    flows.into_values().collect()
}
