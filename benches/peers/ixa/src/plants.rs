//! Plants, their streams of waste and their units, as entities.

use ixa::prelude::*;

use crate::scenario::{self, Parameters, Plant as Given, Scenario, index};

/// A property with a floating-point value: compared, but never indexed.
macro_rules! quantity {
    ($name:ident { $($field:ident),* }, $entity:ident $($rest:tt)*) => {
        #[derive(Copy, Clone, Debug, PartialEq)]
        pub struct $name { $(pub $field: f64),* }
        impl_property!($name, $entity $($rest)*);
    };
    ($name:ident, $entity:ident $($rest:tt)*) => {
        #[derive(Copy, Clone, Debug, PartialEq)]
        pub struct $name(pub f64);
        impl_property!($name, $entity $($rest)*);
    };
}

define_entity!(Plant);
define_property!(struct Member(bool), Plant, default_const = Member(false));
quantity!(Attitude, Plant);

define_entity!(Stream);
define_property!(struct Waste(usize), Stream);
define_property!(struct Supplier(PlantId), Stream);
quantity!(Arising { t_per_year, own_reuse, growth }, Stream);
quantity!(Fresh, Stream, default_const = Fresh(0.0));
quantity!(Stock, Stream);
quantity!(ConvertedFresh, Stream, default_const = ConvertedFresh(0.0));
quantity!(Placed, Stream, default_const = Placed(0.0));

// `Until` is the first year in which the unit no longer works.
define_entity!(Unit);
define_property!(struct Technology(usize), Unit);
define_property!(struct Converter(PlantId), Unit);
define_property!(struct Until(usize), Unit);
quantity!(Capacity, Unit);

/// Adds the entities in scenario order.
pub fn init(context: &mut Context) -> Result<(), IxaError> {
    context.index_property_counts::<Plant, Member>();
    for place in 0..parameters(context).plant.len() {
        let scenario = parameters(context);
        let given = &scenario.plant[place];
        let (streams, units) = (streams_of(scenario, given), units_of(scenario, given));
        let plant = context.add_entity(with!(Plant, Attitude(given.attitude)))?;
        for (waste, arising, stock) in streams {
            context.add_entity(with!(Stream, waste, Supplier(plant), arising, stock))?;
        }
        for (technology, capacity, until) in units {
            context.add_entity(with!(Unit, technology, Converter(plant), capacity, until))?;
        }
    }
    Ok(())
}

fn streams_of(scenario: &Scenario, plant: &Given) -> Vec<(Waste, Arising, Stock)> {
    let stream = |given: &scenario::Stream| {
        let (t_per_year, own_reuse, growth) = (given.t_per_year, given.own_reuse, plant.growth);
        let waste = Waste(index(&scenario.waste, &given.waste));
        (waste, Arising { t_per_year, own_reuse, growth }, Stock(given.stock))
    };
    plant.stream.iter().map(stream).collect()
}

fn units_of(scenario: &Scenario, plant: &Given) -> Vec<(Technology, Capacity, Until)> {
    let unit = |given: &scenario::Unit| {
        let technology = index(&scenario.technology, &given.technology);
        let life = scenario.technology[&given.technology].life;
        (Technology(technology), Capacity(given.capacity), Until(life.saturating_sub(given.age)))
    };
    plant.unit.iter().map(unit).collect()
}

/// The scenario.
pub fn parameters(context: &Context) -> &Scenario {
    context.get_global_property_value(Parameters).expect("set before anything else")
}

/// The year, counted from 0.
pub fn year(context: &Context) -> usize {
    context.get_current_time() as usize
}
