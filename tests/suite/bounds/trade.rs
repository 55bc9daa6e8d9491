//! Trade, compared with going through every pair: contracts in their order, then every offer by surplus, each as far as
//! waste, capacity and demand are left.

use std::sync::Arc;

use circulus::ids::{SlotId, StreamId};
use circulus::phase::Phase;
use circulus::region::Link;
use circulus::rules::outlook::{Outlook, SOURCES, unused_t};
use circulus::scenario::Scenario;
use circulus::units::GRAM;
use circulus::world::World;
use circulus::world::log::{Deal, Source, Term};

use super::everything::Everything;
use super::regimes::{UNTIL, country, live, regimes};

/// Stream, slot, source, tonnes and term of a deal.
type Made = (StreamId, SlotId, Source, f64, Term);

fn take(world: &mut World, link: &Link, source: Source, q: f64) {
    let technology = &world.region.scenario.technologies[link.technology];
    for of in technology.products() {
        let demand = &mut world.market.demand_left_t[of.product];
        *demand = (*demand - q * of.t_per_t).max(0.0);
    }
    let idle = &mut world.capacity.idle_t[link.slot];
    *idle = (*idle - q).max(0.0);
    let streams = &mut world.streams;
    let left = match source {
        Source::Fresh => &mut streams.unused_fresh_t,
        Source::Stock => &mut streams.unused_stock_t,
    };
    left[link.stream] = (left[link.stream] - q).max(0.0);
}

fn deliverable_t(world: &World, link: &Link, source: Source) -> f64 {
    let technology = &world.region.scenario.technologies[link.technology];
    let rooms = technology.products().map(|of| world.market.demand_left_t[of.product] / of.t_per_t);
    rooms.fold(unused_t(world, link, source).min(world.capacity.idle_t[link.slot]), f64::min)
}

/// Stream, slot, source and tonnes of a contract.
type Contracted = (StreamId, SlotId, Source, f64);

/// The year's deals, the contracts in force at its end, and the number of offers that there were.
fn trade(all: &Everything, world: &World) -> (Vec<Made>, Vec<Contracted>, usize) {
    let mut world = world.clone();
    world.offer_everything();
    let region = Arc::clone(&world.region);
    let trade = &region.scenario.trade;
    let smallest_t = trade.min_t.max(GRAM);
    let (mut deals, mut contracts) = (Vec::new(), Vec::new());
    for contract in world.contracts.clone() {
        let link = &region.links[contract.link];
        if contract.given
            && world.year() <= UNTIL
            && !(world.open(link.supplier) && world.open(link.converter))
        {
            contracts.push((link.stream, link.slot, contract.source, contract.q_t));
            continue;
        }
        let outlook = Outlook::now(&world);
        let surplus = outlook.unit_surplus(link, contract.source).total();
        let goes_on = match contract.given {
            true => world.year() <= UNTIL,
            false => world.t < contract.since + trade.contract_years && outlook.both_inside(link),
        };
        let q = contract.q_t.min(deliverable_t(&world, link, contract.source));
        if goes_on && surplus >= -trade.tolerance_per_t && q >= smallest_t {
            take(&mut world, link, contract.source, q);
            deals.push((link.stream, link.slot, contract.source, q, Term::Running));
            contracts.push((link.stream, link.slot, contract.source, contract.q_t));
        }
    }
    let outlook = Outlook::now(&world);
    let mut offers: Vec<(f64, Link, Source, f64, bool)> = Vec::new();
    for link in all.pairs().filter(|link| outlook.known(link)) {
        let (cost, inside) = (outlook.deal_cost(link), outlook.both_inside(link));
        offers.extend(
            SOURCES.map(|source| (outlook.unit_surplus(link, source).total(), *link, source, cost, inside)),
        );
    }
    offers.retain(|offer| offer.0 > 0.0);
    let by_index = |offer: &(f64, Link, Source, f64, bool)| (offer.1.stream, offer.2, offer.1.slot);
    offers.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| by_index(a).cmp(&by_index(b))));
    let enough =
        |offer: &&(f64, Link, Source, f64, bool)| deliverable_t(&world, &offer.1, offer.2) >= smallest_t;
    let count = offers.iter().filter(enough).count();
    for (surplus, link, source, cost, inside) in offers {
        let q = deliverable_t(&world, &link, source);
        if q >= smallest_t && surplus * q > cost {
            take(&mut world, &link, source, q);
            let contract = inside && trade.contract_years > 1;
            deals.push((link.stream, link.slot, source, q, if contract { Term::New } else { Term::Spot }));
            if contract {
                contracts.push((link.stream, link.slot, source, q));
            }
        }
    }
    (deals, contracts, count)
}

/// Compares some years of a scenario, and returns the running, spot and new deals, and the most offers of a year.
fn compared(name: &str, scenario: &Scenario, years: usize) -> [usize; 4] {
    let [mut running, mut spot, mut new, mut most] = [0; 4];
    let (mut expected, mut all) = (Default::default(), None);
    live(scenario, years, |phase, world, _| match phase {
        Phase::Join => {
            let all = all.get_or_insert_with(|| Everything::of(&world.region));
            let (deals, contracts, offers) = trade(all, world);
            (expected, most) = ((deals, contracts), most.max(offers));
        }
        Phase::Trade => {
            let links = &world.region.links;
            let deal = |deal: &Deal| {
                (links[deal.link].stream, links[deal.link].slot, deal.source, deal.q_t, deal.term)
            };
            let deals: Vec<Made> = world.log.deals.iter().map(deal).collect();
            let contracts = world.contracts.iter().map(|contract| {
                let link = &links[contract.link];
                (link.stream, link.slot, contract.source, contract.q_t)
            });
            let contracts: Vec<_> = contracts.collect();
            assert_eq!((deals, contracts), expected, "{name}, {}", world.year());
            for deal in &world.log.deals {
                match deal.term {
                    Term::Running => running += 1,
                    Term::Spot => spot += 1,
                    Term::New => new += 1,
                }
            }
        }
        _ => {}
    });
    [running, spot, new, most]
}

#[test]
fn the_market_finds_what_looking_at_every_pair_finds() {
    let [mut running, mut spot, mut new] = [0; 3];
    for (name, scenario) in regimes() {
        let [of_running, of_spot, of_new, _] = compared(&name, &scenario, 8);
        (running, spot, new) = (running + of_running, spot + of_spot, new + of_new);
    }
    assert!(running > 300 && spot > 500 && new > 200, "{running} running, {spot} spot, {new} new");
}

#[test]
fn many_offers_of_which_the_best_come_first_make_the_same_deals() {
    // Everybody knows everybody: many times more offers than are sorted at once, and than deals are made.
    let [_, spot, _, most] =
        compared("many offers", &country(700, &["trade.acquaintance=1", "trade.acquaintance_km=1e4"]), 3);
    assert!(spot > 50 && most > 1000, "{spot} spot, {most} offers");
}
