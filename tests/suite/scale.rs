//! Large regions: a spatial index leaves out nothing that matters, and threads inside a year change nothing.

use std::collections::BTreeSet;

use circulus::laws::distance::Place;
use circulus::parallel::CHUNK;
use circulus::phase::Phase;
use circulus::random::Luck;
use circulus::record::recorder::{Detail, Recorder};
use circulus::region::transport::road_km;
use circulus::region::{Link, Region};
use circulus::rules::outlook::{Outlook, SOURCES, unused_t};
use circulus::rules::value::{Basis, study};
use circulus::scenario::Scenario;
use circulus::world::World;
use circulus::world::found::found;
use circulus::world::log::Source;
use circulus::year::run_year;

use crate::common::root;

/// The million's scenario cut down to so many plants, as dense, its markets with them.
fn country(plants: usize, more: &[&str]) -> Scenario {
    let share = plants as f64 / 1e6;
    let mut sets = vec![
        format!("generate.n={plants}"),
        format!("generate.radius_km={}", 3000.0 * share.sqrt()),
        format!("generate.clusters={}", plants / 25),
    ];
    sets.extend(more.iter().map(|set| (*set).to_owned()));
    let mut scenario = Scenario::load(&root().join("configs/million.toml"), &sets).unwrap();
    scenario.products.iter_mut().for_each(|product| product.demand_t *= share);
    scenario
}

/// Every stream and slot of one waste.
fn all_pairs(region: &Region) -> Vec<Link> {
    let waste_of = |slot: usize| region.scenario.technologies[region.slots[slot].technology].waste;
    let pair = |stream: usize, slot: usize| {
        (region.streams[stream].waste == waste_of(slot)).then_some((stream, slot))
    };
    let slots = 0..region.slots.len();
    let pairs =
        (0..region.streams.len()).flat_map(|stream| slots.clone().filter_map(move |slot| pair(stream, slot)));
    pairs.map(|(stream, slot)| region.link(stream, slot)).collect()
}

/// Lives some years of a scenario; `look` sees the world after each phase.
fn live(scenario: &Scenario, years: usize, mut look: impl FnMut(Phase, &World)) {
    let luck = Luck::new(scenario.seed, 0);
    let region = Region::new(scenario, &luck);
    let mut world = found(&region, true);
    for t in 0..years {
        run_year(&mut world, &luck, t, |phase, world| look(phase, world)).unwrap();
    }
}

/// Companies that could contact everybody, and only some.
const LIMITS: [&str; 2] = ["management.study_limit=1000", "management.study_limit=40"];

#[test]
fn no_pair_that_could_trade_is_left_out() {
    for limit in LIMITS {
        let sets = [limit, "management.contacts_per_year=60", "join.bias=2", "trade.acquaintance_km=60"];
        let scenario = country(300, &sets);
        let mut tradable = 0;
        live(&scenario, 8, |phase, world| {
            if phase != Phase::Join {
                return;
            }
            let kept: BTreeSet<(usize, usize)> =
                world.region.links.iter().map(|link| (link.stream, link.slot)).collect();
            let outlook = Outlook::now(world);
            for link in all_pairs(&world.region).iter().filter(|link| outlook.known(link)) {
                if SOURCES.iter().any(|&source| outlook.unit_surplus(link, source).total() > 0.0) {
                    assert!(kept.contains(&(link.stream, link.slot)), "{limit}, {}: {link:?}", world.year());
                    tradable += usize::from(!link.own());
                }
            }
        });
        assert!(tradable > 1000, "{limit}: only {tradable}");
    }
}

#[test]
fn links_are_measured_and_ordered_as_one_by_one() {
    let scenario = country(300, &[LIMITS[1], "trade.acquaintance_km=60"]);
    let region = Region::new(&scenario, &Luck::new(scenario.seed, 0));
    assert!(region.links.len() > 500);
    for slot in 0..region.slots.len() {
        let links = &region.links[region.links_into(slot)];
        assert!(links.iter().all(|link| *link == region.link(link.stream, slot)));
        assert!(links.is_sorted_by(|a, b| (a.km, a.stream) < (b.km, b.stream)));
    }
}

#[test]
fn a_study_of_a_sample_finds_what_a_study_of_all_finds() {
    let values = |limit: &str| {
        let scenario = country(300, &[limit, "trade.acquaintance_km=60"]);
        let plants: Vec<usize> = (0..300).collect();
        let mut found = Vec::new();
        live(&scenario, 2, |phase, world| {
            if phase == Phase::Produce && world.t == 0 {
                found = study(world, &Basis::of(world), &plants);
            }
        });
        found
    };
    let (all, sample) = (values(LIMITS[0]), values(LIMITS[1]));
    assert_eq!(all, sample);
    assert!(all.iter().filter(|value| value.project > 0.0).count() > 20);
    assert!(all.iter().filter(|value| value.matching > 0.0).count() > 20);
}

#[test]
fn peers_are_the_nearest_plants() {
    // More than 256 plants are not looked at whole; industrial centres make ties at the local distance.
    let scenario = country(700, &["generate.cluster_radius_km=1", "management.study_limit=350"]);
    let region = Region::new(&scenario, &Luck::new(scenario.seed, 0));
    let places: Vec<Place> = scenario.plants.iter().map(|p| Place::of(p.lat_deg, p.lon_deg)).collect();
    for plant in 0..700 {
        let km = |other: usize| road_km(&scenario.transport, &places[plant], &places[other]);
        let mut others: Vec<(f64, usize)> =
            (0..700).filter(|&other| other != plant).map(|other| (km(other), other)).collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let nearest: Vec<usize> = others[..scenario.join.peers].iter().map(|&(_, other)| other).collect();
        assert_eq!(region.peers_of(plant)[..], nearest[..], "plant {plant}");
    }
}

/// What the market would do if it looked at every pair: all offers in order, each as far as it still goes.
fn greedily(world: &World) -> Vec<(usize, usize, Source, f64)> {
    let mut world = world.clone();
    world.offer_everything();
    let region = &*world.region;
    let mut offers: Vec<(f64, Link, Source)> = Vec::new();
    let outlook = Outlook::now(&world);
    for link in all_pairs(region).into_iter().filter(|link| outlook.known(link)) {
        offers.extend(SOURCES.map(|source| (outlook.unit_surplus(&link, source).total(), link, source)));
    }
    offers.retain(|offer| offer.0 > 0.0);
    let by_index = |(_, link, source): &(f64, Link, Source)| (link.stream, *source, link.slot);
    offers.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| by_index(a).cmp(&by_index(b))));
    let mut deals = Vec::new();
    for (surplus, link, source) in offers {
        let technology = &region.scenario.technologies[link.technology];
        let supply = unused_t(&world, &link, source);
        let demand = &mut world.market.demand_left_t[technology.product];
        let q = supply.min(world.capacity.idle_t[link.slot]).min(*demand / technology.yield_t_per_t);
        let cost = if link.own() { 0.0 } else { region.scenario.trade.deal_cost };
        if q >= region.scenario.trade.min_t && surplus * q > cost {
            *demand = (*demand - q * technology.yield_t_per_t).max(0.0);
            world.capacity.idle_t[link.slot] = (world.capacity.idle_t[link.slot] - q).max(0.0);
            let streams = &mut world.streams;
            let left = if source == Source::Fresh {
                &mut streams.unused_fresh_t
            } else {
                &mut streams.unused_stock_t
            };
            left[link.stream] = (left[link.stream] - q).max(0.0);
            deals.push((link.stream, link.slot, source, q));
        }
    }
    deals
}

#[test]
fn the_greedy_order_holds_exactly() {
    // No company, so no contracts: everything goes by the best surplus. Demand binds for some products.
    let mut scenario = country(400, &["management.contacts_per_year=0", "trade.acquaintance_km=60"]);
    scenario.products.iter_mut().step_by(2).for_each(|product| product.demand_t *= 0.02);
    let (mut expected, mut compared) = (Vec::new(), 0);
    live(&scenario, 6, |phase, world| match phase {
        Phase::Join => expected = greedily(world),
        Phase::Trade => {
            let deal = |deal: &circulus::world::log::Deal| {
                let link = &world.region.links[deal.link];
                (link.stream, link.slot, deal.source, deal.q_t)
            };
            let deals: Vec<_> = world.log.deals.iter().map(deal).collect();
            assert_eq!(deals, expected, "{}", world.year());
            compared += deals.len();
        }
        _ => {}
    });
    assert!(compared > 200, "only {compared} deals");
}

#[test]
fn threads_inside_a_year_change_nothing() {
    let scenario = country(2 * CHUNK + 700, &["join.bias=1"]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (mut recorder, mut end) = (Recorder::new(Detail::Full), String::new());
            live(&scenario, 4, |phase, world| {
                if phase == Phase::Settle {
                    recorder.see(world, 0);
                    end = format!(
                        "{:?} {:?} {:?} {:?}",
                        world.streams, world.plants, world.capacity, world.units
                    );
                }
            });
            (recorder.record, end)
        })
    };
    let (rows, end) = on(1);
    assert!(rows.years.iter().any(|year| year.members > 0 && year.deals_outside > 300));
    for threads in [2, 8] {
        let (more, also) = on(threads);
        for (a, b) in rows.years.iter().zip(&more.years) {
            assert_eq!(a, b, "{threads} threads, {}", a.year);
        }
        assert!(rows == more && end == also, "{threads} threads");
    }
}
