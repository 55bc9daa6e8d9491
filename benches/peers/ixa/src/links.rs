//! Links: the streams that a unit could convert, with haulage.

use ixa::HashMap;
use ixa::prelude::*;

use crate::geography::Place;
use crate::plants::{
    Converter, Plant, PlantId, Stream, StreamId, Supplier, Technology, Unit, UnitId, Waste, parameters,
};
use crate::scenario::index;

/// A stream that a unit could convert, both by index in [`Links`].
pub struct Link {
    pub stream: usize,
    pub unit: usize,
    pub technology: usize,
    /// Within one plant.
    pub own: bool,
    pub haul_per_t: f64,
}

/// The constant data of trade.
#[derive(Default)]
pub struct Links {
    pub streams: Vec<StreamId>,
    pub units: Vec<UnitId>,
    pub links: Vec<Link>,
}

define_data_plugin!(LinksPlugin, Links, Links::default());

/// The links.
pub fn links(context: &Context) -> &Links {
    context.get_data(LinksPlugin)
}

/// Finds the links, in order of stream and unit.
pub fn init(context: &mut Context) {
    let streams: Vec<StreamId> = context.get_entity_iterator::<Stream>().collect();
    let units: Vec<UnitId> = context.get_entity_iterator::<Unit>().collect();
    let scenario = parameters(context);
    let plants = context.get_entity_iterator::<Plant>().zip(&scenario.plant);
    let places: HashMap<PlantId, Place> = plants.map(|(id, plant)| (id, Place::of(plant))).collect();
    let takes: Vec<usize> = scenario.technology.values().map(|t| index(&scenario.waste, &t.waste)).collect();
    let mut takers: Vec<Vec<(usize, usize, PlantId)>> = vec![Vec::new(); scenario.waste.len()];
    for (unit, &id) in units.iter().enumerate() {
        let (Technology(technology), Converter(converter)) =
            (context.get_property(id), context.get_property(id));
        takers[takes[technology]].push((unit, technology, converter));
    }
    let mut links = Vec::new();
    for (stream, &id) in streams.iter().enumerate() {
        let (Waste(waste), Supplier(supplier)) = (context.get_property(id), context.get_property(id));
        let from = places[&supplier];
        links.extend(takers[waste].iter().map(|&(unit, technology, converter)| {
            let own = supplier == converter;
            let haul_per_t =
                if own { 0.0 } else { from.haulage_to(&places[&converter], &scenario.transport) };
            Link { stream, unit, technology, own, haul_per_t }
        }));
    }
    *context.get_data_mut(LinksPlugin) = Links { streams, units, links };
}
