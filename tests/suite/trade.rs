//! What a tonne is worth, and which plants trade [T1].

use crate::support::{Case, HALF, Says, all_close, close, infrastructure, plant, with};
use circulus::ids::{TechnologyId, WasteId, ti_vec};
use circulus::scenario::{Lever, Scenario};
use circulus::world::log::Source;

/// Supplier 0 and converter 1, with haulage of 10 between them, and every part of the surplus but residue, carbon price
/// and levy.
fn pair(supplier: circulus::scenario::Plant) -> Scenario {
    let mut scenario = with([supplier, plant().crushes(2000.0)]);
    scenario.transport.modes[0].fixed_per_t = 10.0;
    scenario.products.raw[0].price_per_t = 50.0;
    scenario.technologies.raw[0].yield_t_per_t = 2.0;
    scenario.technologies.raw[0].opex_per_t = 30.0;
    scenario.policy[0].subsidy_per_t = 5.0;
    scenario.policy[0].disposal_fee_factor = 1.5;
    let waste = &mut scenario.wastes.raw[0];
    (waste.disposal_fee_per_t, waste.placement_cost_per_t) = (20.0, 4.0);
    (waste.upkeep_cost_per_t, waste.reclaim_cost_per_t, waste.reclaim_rate) = (2.0, 8.0, 0.1);
    scenario.trade.upkeep_horizon_years = 3.0;
    scenario
}

#[test]
fn a_fresh_tonne_saves_its_fee_and_placement() {
    // 2 x 50 - 30 + 5 + (1.5 x 20 + 4) - 10 = 99; 1000 t less a deal cost of 9000: 90 000, a quarter to the supplier.
    let mut scenario = pair(plant().makes(1000.0));
    (scenario.trade.deal_cost, scenario.trade.supplier_share) = (9000.0, 0.25);
    let year = Case::new(scenario).year();
    let deal = year.deal();
    assert_eq!((deal.supplier.index(), deal.converter.index(), deal.source), (0, 1, Source::Fresh));
    all_close([deal.surplus_per_t, deal.q_t, deal.gain], &[99.0, 1000.0, 90_000.0]);
    all_close(&year.end().plants.cash, &[22_500.0, 67_500.0]);
}

#[test]
fn a_tonne_from_stock_saves_upkeep_less_reclaiming() {
    // 2 x 50 - 30 + 5 + (3 x 2 - 8) - 10 = 63; a tenth of 5000 t is on offer.
    let year = Case::new(pair(plant().holds(5000.0))).year();
    let deal = year.deal();
    assert_eq!(deal.source, Source::Stock);
    all_close([deal.surplus_per_t, deal.q_t], &[63.0, 500.0]);
    close(year.end().streams.stock_t.raw[0], 4500.0);
}

#[test]
fn levers_act_on_opex_of_a_member_and_on_haulage_between_two() {
    // Opex 30 and haulage 10, both halved: 99, 99 + 15 (converter in), 99 (supplier in), 99 + 15 + 5 (both).
    let surplus = |members: &[usize]| {
        let mut scenario = pair(plant().makes(1000.0));
        scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Opex, 1.0), (Lever::TransportCost, 1.0)])];
        Case::new(scenario).in_cluster(members).at_levels(&[HALF]).year().deal().surplus_per_t
    };
    all_close([surplus(&[]), surplus(&[1]), surplus(&[0]), surplus(&[0, 1])], &[99.0, 114.0, 99.0, 119.0]);
}

#[test]
fn the_deal_cost_falls_between_members_only() {
    let cost = |members: &[usize]| {
        let mut scenario = pair(plant().makes(1000.0));
        scenario.trade.deal_cost = 1000.0;
        scenario.infrastructure = ti_vec![infrastructure(&[(Lever::DealCost, 0.6)])];
        Case::new(scenario).in_cluster(members).at_levels(&[HALF]).year().deal().deal_cost
    };
    all_close([cost(&[]), cost(&[1]), cost(&[0, 1])], &[1000.0, 1000.0, 700.0]);
}

#[test]
fn capacity_and_demand_limit_a_deal() {
    let traded = |scenario| Case::new(scenario).year().traded_t();
    assert_eq!(traded(pair(plant().makes(9000.0))), [2000.0]);
    let mut scenario = pair(plant().makes(9000.0));
    scenario.products.raw[0].demand_t = 500.0; // at a yield of 2, met by 250 t
    assert_eq!(traded(scenario), [250.0]);
}

#[test]
fn one_pool_of_demand_serves_all_who_make_the_product() {
    let mut scenario = with([plant().makes(800.0).crushes(800.0), plant().makes(800.0).crushes(800.0)]);
    scenario.products.raw[0].demand_t = 1000.0;
    let year = Case::new(scenario).year();
    assert_eq!(year.traded_t(), [800.0, 200.0]);
    assert_eq!(year.end().market.demand_left_t.raw, [0.0]);
}

#[test]
fn a_deal_below_the_smallest_size_or_not_worth_its_cost_is_not_made() {
    let deals = |min_t: f64, deal_cost: f64| {
        let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
        (scenario.trade.min_t, scenario.trade.deal_cost) = (min_t, deal_cost);
        Case::new(scenario).year().deals().len()
    };
    // 100 a tonne on 1000 t.
    assert_eq!(deals(1000.0, 99_999.0), 1);
    assert_eq!(deals(1000.1, 0.0), 0);
    assert_eq!(deals(0.0, 100_000.0), 0);
}

#[test]
fn no_deal_is_smaller_than_a_gram() {
    let deals = |t: f64| Case::new(with([plant().makes(t).crushes(1.0)])).year().end().log.deals.len();
    assert_eq!([deals(1e-5), deals(1e-7)], [1, 0]);
}

#[test]
fn without_a_surplus_nothing_moves() {
    let deals = |opex: f64| {
        let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
        scenario.technologies.raw[0].opex_per_t = opex;
        Case::new(scenario).year().deals().len()
    };
    assert_eq!((deals(99.0), deals(100.0), deals(101.0)), (1, 0, 0));
}

#[test]
fn within_a_plant_there_is_no_haul_no_deal_cost_and_no_split() {
    let mut scenario = with([plant().makes(1000.0).crushes(1000.0), plant()]);
    scenario.transport.modes[0].fixed_per_t = 10.0;
    scenario.trade.deal_cost = 50_000.0;
    let year = Case::new(scenario).year();
    let deal = year.deal();
    all_close([deal.gain, deal.haul_km, deal.deal_cost, deal.supplier_gain], &[100_000.0, 0.0, 0.0, 0.0]);
    all_close(&year.end().plants.cash, &[100_000.0, 0.0]);
}

#[test]
fn the_best_surplus_is_served_first() {
    // Haulage is 1 per km: converter 0 takes the waste at 5 km before that at 50 km.
    let mut scenario =
        with([plant().crushes(1500.0), plant().makes(1000.0).at_km(50.0), plant().makes(1000.0).at_km(5.0)]);
    scenario.transport.modes[0].per_t_km = 1.0;
    let year = Case::new(scenario).year();
    let suppliers: Vec<usize> = year.deals().iter().map(|deal| deal.supplier.index()).collect();
    assert_eq!(suppliers, [2, 1]);
    assert_eq!(year.traded_t(), [1000.0, 500.0]);
}

#[test]
fn ties_go_by_supplier_then_fresh_then_converter_then_technology() {
    let both = || {
        let mut supplier = plant().makes(100.0);
        supplier.streams[0].stock_t = 100.0;
        supplier
    };
    let mut converter = plant().crushes(90.0);
    converter.units.push(circulus::scenario::InitialUnit {
        technology: TechnologyId::new(1),
        capacity_t: 90.0,
        age_years: 0,
    });
    let mut scenario = with([both(), both(), converter.clone(), converter]);
    scenario.wastes.raw[0].reclaim_rate = 1.0;
    let second = scenario.technologies.raw[0].clone();
    scenario.technologies.push(second);
    let year = Case::new(scenario).year();
    let order: Vec<_> = year
        .deals()
        .iter()
        .map(|d| (d.supplier.index(), d.source, d.converter.index(), d.technology.index(), d.q_t))
        .collect();
    let (fresh, stock) = (Source::Fresh, Source::Stock);
    let wanted = [
        (0, fresh, 2, 0, 90.0),
        (0, fresh, 2, 1, 10.0),
        (0, stock, 2, 1, 80.0),
        (0, stock, 3, 0, 20.0),
        (1, fresh, 3, 0, 70.0),
        (1, fresh, 3, 1, 30.0),
        (1, stock, 3, 1, 60.0),
    ];
    assert_eq!(order, wanted);
}

#[test]
fn among_wastes_of_a_plant_a_tie_goes_to_the_first() {
    let mut converter = plant().crushes(100.0);
    converter.units.push(circulus::scenario::InitialUnit {
        technology: TechnologyId::new(1),
        capacity_t: 100.0,
        age_years: 0,
    });
    let mut supplier = plant().makes(100.0);
    supplier.streams.push(circulus::scenario::Stream { waste: WasteId::new(1), ..supplier.streams[0] });
    let mut scenario = with([converter, supplier]);
    scenario.wastes.push(scenario.wastes.raw[0].clone());
    scenario.technologies.push(scenario.technologies.raw[0].clone());
    scenario.technologies.raw[1].waste = WasteId::new(1);
    scenario.products.raw[0].demand_t = 150.0;
    let year = Case::new(scenario).year();
    let order: Vec<_> = year.deals().iter().map(|d| (d.waste.index(), d.q_t)).collect();
    assert_eq!(order, [(0, 100.0), (1, 50.0)]);
}

#[test]
fn an_outage_takes_its_share_of_capacity() {
    let mut case = Case::new(with([plant().makes(1000.0), plant().crushes(1000.0)]));
    case.world.plants.outage.raw[1] = 0.25;
    assert_eq!(case.year().traded_t(), [750.0]);
}

#[test]
fn a_waste_that_is_all_converted_leaves_no_stock() {
    // Tonnes of three deals whose sum is, by rounding, not the waste of which they leave nothing.
    let (first, second) = (0.1, 0.7);
    let of = |i: i32| 1.0 + 0.1 * f64::from(i);
    let fresh = (0..100).map(of).find(|&of| first + second + (of - first - second) < of).unwrap();
    let mut scenario =
        with([plant().makes(fresh), plant().crushes(first), plant().crushes(second), plant().crushes(9.0)]);
    scenario.products.raw[0].price_per_t = 50.0;
    let year = Case::new(scenario).year();
    assert_eq!(year.traded_t(), [first, second, fresh - first - second]);
    assert_eq!([&year.end().streams.placed_t, &year.end().streams.stock_t].map(|of| of.raw[0]), [0.0; 2]);
}

#[test]
fn what_is_not_traded_is_unused_waste_and_idle_capacity() {
    let year = Case::new(with([plant().makes(1000.0), plant().crushes(300.0), plant().at_km(1.0)])).year();
    assert_eq!(year.end().streams.unused_fresh_t.raw, [700.0]);
    assert_eq!(year.end().capacity.idle_t.raw, [0.0]);
}

#[test]
fn val_two_firms_trade_up_to_the_break_even_distance_and_share_by_halves() {
    // Disposal avoided 50, virgin input 30, treatment 10, haulage 0.1 per t km: 60 per tonne at 100 km, 30 each;
    // break-even at 700 km, which a disposal fee of 5 more moves by 5 / 0.1 = 50 km.
    let at = |km: f64, more: f64| {
        let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0).at_km(km)]);
        scenario.products.raw[0].price_per_t = 30.0;
        scenario.technologies.raw[0].opex_per_t = 10.0;
        scenario.wastes.raw[0].disposal_fee_per_t = 50.0 + more;
        scenario.transport.modes[0].per_t_km = 0.1;
        Case::new(scenario).year()
    };
    let year = at(100.0, 0.0);
    assert!((year.deal().surplus_per_t - 60.0).abs() < 1e-9);
    assert!(year.end().plants.cash.iter().all(|cash| (cash - 30_000.0).abs() < 1e-6));
    assert_eq!((at(699.0, 0.0).deals().len(), at(701.0, 0.0).deals().len()), (1, 0));
    assert_eq!((at(749.0, 5.0).deals().len(), at(751.0, 5.0).deals().len()), (1, 0));
}
