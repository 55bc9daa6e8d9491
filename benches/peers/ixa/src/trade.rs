//! Waste goes to converters, the best pair first, as much as supply, capacity and demand allow.

use ixa::ExecutionPhase;
use ixa::prelude::*;

use crate::links::{Links, links};
use crate::market::{Market, Room, take};
use crate::plants::{ConvertedFresh, Stock, parameters};
use crate::scenario::Trade;

/// Source of a tonne; of equal offers, fresh waste goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Fresh,
    Stock,
}

/// A deal of the year.
pub struct Deal {
    pub link: usize,
    pub source: Source,
    pub q_t: f64,
    pub gain: f64,
}

define_data_plugin!(DealsPlugin, Vec<Deal>, Vec::new());

pub fn init(context: &mut Context) {
    context.add_periodic_plan_with_phase(1.0, trade, ExecutionPhase::Normal);
}

/// Deals of the last trade.
pub fn deals(context: &Context) -> &[Deal] {
    context.get_data(DealsPlugin)
}

fn trade(context: &mut Context) {
    let links = links(context);
    let market = Market::of(context);
    let room = Room::of(context, links);
    let offers = offers(links, &market, &room);
    let deals = make_deals(&parameters(context).trade, links, market, room, &offers);
    let moved: Vec<_> =
        deals.iter().map(|d| (links.streams[links.links[d.link].stream], d.source, d.q_t)).collect();
    for (stream, source, q) in moved {
        match source {
            Source::Fresh => {
                let ConvertedFresh(converted) = context.get_property(stream);
                context.set_property(stream, ConvertedFresh(converted + q));
            }
            Source::Stock => {
                let Stock(mut stock) = context.get_property(stream);
                take(&mut stock, q);
                context.set_property(stream, Stock(stock));
            }
        }
    }
    *context.get_data_mut(DealsPlugin) = deals;
}

#[derive(Clone, Copy)]
struct Offer {
    surplus_per_t: f64,
    link: usize,
    source: Source,
}

/// Every pair with waste and capacity that would gain, best first; ties by stream, source and link.
fn offers(links: &Links, market: &Market, room: &Room) -> Vec<Offer> {
    let mut offers = Vec::new();
    for (index, link) in links.links.iter().enumerate() {
        if room.capacity_t[link.unit] <= 0.0 {
            continue;
        }
        for source in [Source::Fresh, Source::Stock] {
            let surplus_per_t = market.at_gate_per_t[link.technology][source as usize] - link.haul_per_t;
            if surplus_per_t > 0.0 && room.supply_t[link.stream][source as usize] > 0.0 {
                offers.push(Offer { surplus_per_t, link: index, source });
            }
        }
    }
    offers.sort_unstable_by(|a, b| {
        let by_order = |o: &Offer| (links.links[o.link].stream, o.source, o.link);
        b.surplus_per_t.total_cmp(&a.surplus_per_t).then_with(|| by_order(a).cmp(&by_order(b)))
    });
    offers
}

fn make_deals(
    trade: &Trade,
    links: &Links,
    mut market: Market,
    mut room: Room,
    offers: &[Offer],
) -> Vec<Deal> {
    let mut deals = Vec::new();
    for &Offer { surplus_per_t, link: index, source } in offers {
        let link = &links.links[index];
        let product = market.product[link.technology];
        let yield_t_per_t = market.yield_t_per_t[link.technology];
        let supply_t = &mut room.supply_t[link.stream][source as usize];
        let capacity_t = &mut room.capacity_t[link.unit];
        let demand_t = &mut market.demand_t[product];
        let q_t = supply_t.min(*capacity_t).min(*demand_t / yield_t_per_t);
        let gain = surplus_per_t * q_t - if link.own { 0.0 } else { trade.deal_cost };
        if q_t < trade.min_t || gain <= 0.0 {
            continue;
        }
        take(supply_t, q_t);
        take(capacity_t, q_t);
        take(demand_t, q_t * yield_t_per_t);
        deals.push(Deal { link: index, source, q_t, gain });
    }
    deals
}
