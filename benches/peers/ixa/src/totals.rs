//! Results of each year.

use ixa::ExecutionPhase;
use ixa::prelude::*;
use serde::Serialize;

use crate::links::links;
use crate::plants::{ConvertedFresh, Converter, Member, Placed, Plant, Stock, Stream, Supplier};
use crate::trade::{Deal, Source, deals};

define_data_plugin!(TotalsPlugin, Vec<Totals>, Vec::new());

/// Totals of a year over all plants.
#[derive(Serialize)]
pub struct Totals {
    members: usize,
    deals: usize,
    deals_inside: usize,
    converted_fresh_t: f64,
    converted_stock_t: f64,
    placed_t: f64,
    stock_t: f64,
    gain: f64,
}

pub fn init(context: &mut Context) {
    context.add_periodic_plan_with_phase(1.0, count, ExecutionPhase::Last);
}

/// The years so far.
pub fn of(context: &Context) -> &[Totals] {
    context.get_data(TotalsPlugin)
}

fn count(context: &mut Context) {
    let deals = deals(context);
    let links = links(context);
    let inside = |deal: &&Deal| {
        let link = &links.links[deal.link];
        let Supplier(supplier) = context.get_property(links.streams[link.stream]);
        let Converter(converter) = context.get_property(links.units[link.unit]);
        let is_member = |plant| context.get_property::<Plant, Member>(plant).0;
        !link.own && is_member(supplier) && is_member(converter)
    };
    let totals = Totals {
        members: context.query_entity_count(with!(Plant, Member(true))),
        deals: deals.len(),
        deals_inside: deals.iter().filter(inside).count(),
        converted_fresh_t: sum(context, |ConvertedFresh(t)| t),
        converted_stock_t: deals
            .iter()
            .filter(|deal| deal.source == Source::Stock)
            .map(|deal| deal.q_t)
            .sum(),
        placed_t: sum(context, |Placed(t)| t),
        stock_t: sum(context, |Stock(t)| t),
        gain: deals.iter().map(|deal| deal.gain).sum(),
    };
    context.get_data_mut(TotalsPlugin).push(totals);
}

fn sum<P: Property<Stream>>(context: &Context, tonnes: impl Fn(P) -> f64) -> f64 {
    context.get_entity_iterator::<Stream>().map(|stream| tonnes(context.get_property(stream))).sum()
}
