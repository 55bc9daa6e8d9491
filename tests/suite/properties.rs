//! Properties that hold in any world that a scenario can describe.

use crate::concordance::concordant;
use crate::support::{Case, Says, plant, with};
use circulus::phase::Phase;
use circulus::record::Record;
use circulus::record::recorder::Detail;
use circulus::rules::outlook::{Outlook, SOURCES, unused_t};
use circulus::run::{Run, run};
use circulus::scenario::sample::{self, Breadth};
use circulus::scenario::{Plant, Scenario};
use circulus::world::World;
use circulus::world::log::Term;
use proptest::prelude::*;
use rayon::prelude::*;

/// Years of a random world: long enough for contracts, loans and short lives to end.
const YEARS: usize = 12;

/// Runs the random worlds of a range of seeds, and checks each.
fn worlds(seeds: std::ops::Range<u64>, breadth: Breadth, check: impl Fn(&Scenario, &Run) + Sync) {
    seeds.into_par_iter().for_each(|seed| {
        let scenario = Scenario::from_toml(&sample::toml(seed, YEARS, breadth)).unwrap();
        match run(&scenario, 0, Detail::Full) {
            Ok(run) => {
                finite(seed, &run.cluster);
                finite(seed, &run.twin);
                check(&scenario, &run);
            }
            Err(breach) => panic!("sample {seed}, {breadth:?}: {breach}"),
        }
    });
}

fn finite(seed: u64, record: &Record) {
    for year in &record.years {
        let total = year.total();
        let numbers = [
            total.generated_t,
            total.reused_t(),
            total.placed_t,
            total.stock_t,
            total.released_t,
            year.gain,
            year.accounted_synergy(),
            year.capex,
            year.budget,
            year.fees,
            year.covered,
            year.returned,
            year.losses(),
            year.disposal_bill,
            year.co2_avoided_t,
            year.primary_replaced_t,
            year.mean_haul_km,
            year.capacity_t,
            year.network.top_tenth_share,
        ];
        let all = numbers.iter().chain(&year.price_per_t).chain(&year.product_t).chain(&year.levels);
        assert!(all.clone().all(|number| number.is_finite()), "sample {seed}, {}: {year:?}", year.year);
    }
    for row in &record.plants {
        let numbers =
            [row.gain, row.synergy, row.expected_gain, row.cash, row.trust, row.debt_service, row.loss];
        assert!(numbers.iter().all(|number| number.is_finite()), "sample {seed}: {row:?}");
    }
    for row in &record.deals {
        let deal = row.deal;
        let numbers = [deal.q_t, deal.gain, deal.surplus_per_t, deal.supplier_gain, deal.haul_km];
        assert!(numbers.iter().all(|n| n.is_finite()) && deal.q_t > 0.0, "sample {seed}: {row:?}");
    }
}

#[test]
fn usual_worlds_balance_and_their_tables_agree() {
    worlds(0..1500, Breadth::Usual, concordant);
}

#[test]
fn worlds_at_the_ends_of_the_ranges_balance() {
    worlds(0..1500, Breadth::Whole, |_, _| {});
}

#[test]
fn without_a_company_any_world_is_its_twin_to_the_bit() {
    (0..300u64).into_par_iter().for_each(|seed| {
        let mut scenario = Scenario::from_toml(&sample::toml(seed, YEARS, Breadth::Usual)).unwrap();
        scenario.management.enabled = false;
        let run = run(&scenario, 0, Detail::Full).unwrap();
        assert_eq!(run.cluster, run.twin, "sample {seed}");
    });
}

/// Small worlds that proptest can shrink: plants with fresh waste, stock, a unit, and a place on a line.
fn plants() -> impl Strategy<Value = Vec<Plant>> {
    let one = (0u32..3000, 0u32..3000, 0u32..3000, 0u32..300, any::<bool>());
    prop::collection::vec(one, 1..7).prop_map(|list| {
        let plants = list.into_iter().map(|(fresh, stock, capacity, km, adopts)| {
            let mut plant = plant().makes(f64::from(fresh)).crushes(f64::from(capacity)).at_km(f64::from(km));
            plant.streams[0].stock_t = f64::from(stock);
            if adopts { plant.may_crush(1e6) } else { plant }
        });
        plants.collect()
    })
}

/// A market in which distance, cost, size and demand matter.
fn market(plants: Vec<Plant>, demand_t: f64) -> Scenario {
    let mut scenario = with(plants);
    scenario.products.raw[0].demand_t = demand_t;
    scenario.wastes.raw[0].reclaim_rate = 0.3;
    scenario.wastes.raw[0].reclaim_cost_per_t = 20.0;
    scenario.transport.modes[0].per_t_km = 0.7;
    (scenario.trade.deal_cost, scenario.trade.min_t) = (5000.0, 100.0);
    (scenario.trade.acquaintance, scenario.trade.acquaintance_km) = (0.9, 400.0);
    scenario.trade.contract_years = 3;
    scenario.trade.tolerance_per_t = 10.0;
    scenario.invest.attention = 0.7;
    scenario.join.bias = 0.1;
    scenario.management.contacts_per_year = 2;
    scenario
}

/// A pair that could still make a deal that pays, if there is one.
fn deal_left(world: &World) -> Option<String> {
    let outlook = Outlook::now(world);
    let trade = &world.region.scenario.trade;
    for link in world.region.links.iter().filter(|link| outlook.known(link)) {
        for source in SOURCES {
            let technology = &world.region.scenario.technologies[link.technology];
            let demand = world.market.demand_left_t[technology.product] / technology.yield_t_per_t;
            let q = unused_t(world, link, source).min(world.capacity.idle_t[link.slot]).min(demand);
            let surplus = outlook.unit_surplus(link, source).total();
            if q > 0.0 && q >= trade.min_t && surplus > 0.0 && surplus * q > outlook.deal_cost(link) {
                return Some(format!("{link:?}, {source:?}: {q} t at {surplus}"));
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_deal_that_pays_is_left_undone(plants in plants(), demand in 0u32..20_000) {
        let mut case = Case::new(market(plants, f64::from(demand)));
        for year in case.years(4) {
            prop_assert_eq!(deal_left(year.after(Phase::Trade)), None);
        }
    }

    #[test]
    fn new_deals_go_by_falling_surplus_and_all_pay(plants in plants(), demand in 0u32..20_000) {
        let mut case = Case::new(market(plants, f64::from(demand)));
        for year in case.years(4) {
            let free: Vec<_> = year.deals().iter().filter(|deal| deal.term != Term::Running).collect();
            let fall = free.windows(2).all(|pair| pair[0].surplus_per_t >= pair[1].surplus_per_t);
            prop_assert!(fall && free.iter().all(|deal| deal.gain > 0.0), "{:?}", free);
        }
    }

    #[test]
    fn what_is_converted_is_no_more_than_there_is(plants in plants(), demand in 0u32..20_000) {
        let mut case = Case::new(market(plants, f64::from(demand)));
        for year in case.years(4) {
            let world = year.end();
            let made: f64 = year.deals().iter().map(|deal| deal.q_t).sum();
            prop_assert!(made <= f64::from(demand) * (1.0 + 1e-9));
            prop_assert!(made <= world.capacity.working_t.iter().sum::<f64>() * (1.0 + 1e-9));
            for (stream, converted) in world.streams.converted_stock_t.iter().enumerate() {
                prop_assert!(*converted <= 0.3 * world.streams.opening_t.raw[stream] * (1.0 + 1e-9));
            }
        }
    }
}
