//! Contracts between members: how they arise, deliver and end.

use crate::support::{Case, Says, all_close, plant, with};
use circulus::scenario::Scenario;
use circulus::world::log::Term::{New, Running, Spot};

/// Supplier 0 with 1000 t, converter 1 with capacity for them, contracts of three years.
fn pair() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
    scenario.trade.contract_years = 3;
    scenario
}

fn terms(case: &mut Case, years: usize) -> Vec<circulus::world::log::Term> {
    case.years(years).iter().flat_map(|year| year.deals().iter().map(|deal| deal.term)).collect()
}

#[test]
fn a_deal_between_members_becomes_a_contract_that_counts_its_first_year() {
    let mut case = Case::new(pair()).in_cluster(&[0, 1]);
    assert_eq!(terms(&mut case, 5), [New, Running, Running, New, Running]);
}

#[test]
fn a_deal_with_an_outsider_or_within_a_plant_is_for_a_year() {
    assert_eq!(terms(&mut Case::new(pair()).in_cluster(&[1]), 2), [Spot, Spot]);
    let mut own = with([plant().makes(1000.0).crushes(1000.0), plant()]);
    own.trade.contract_years = 3;
    assert_eq!(terms(&mut Case::new(own).in_cluster(&[0]), 2), [Spot, Spot]);
}

#[test]
fn with_contracts_of_one_year_deals_are_spot() {
    let mut scenario = pair();
    scenario.trade.contract_years = 1;
    assert_eq!(terms(&mut Case::new(scenario).in_cluster(&[0, 1]), 2), [Spot, Spot]);
}

/// Supplier 0 far away, under contract; supplier 2 nearby has stock to offer from the second year on.
fn rival() -> Case {
    let mut scenario =
        with([plant().makes(1000.0).at_km(50.0), plant().crushes(1500.0), plant().holds(0.0).at_km(5.0)]);
    scenario.trade.contract_years = 5;
    scenario.transport.modes[0].per_t_km = 1.0;
    scenario.wastes.raw[0].reclaim_rate = 1.0;
    let mut case = Case::new(scenario).in_cluster(&[0, 1, 2]);
    case.year();
    case.world.streams.stock_t.raw[1] = 800.0;
    case
}

#[test]
fn contracts_are_served_before_better_deals() {
    let mut case = rival();
    let year = case.year();
    let deals: Vec<_> =
        year.deals().iter().map(|deal| (deal.supplier.index(), deal.q_t, deal.term)).collect();
    assert_eq!(deals, [(0, 1000.0, Running), (2, 500.0, New)]);
    assert!(year.deals()[1].surplus_per_t > year.deals()[0].surplus_per_t);
}

#[test]
fn the_oldest_contract_is_served_first() {
    let mut case = rival();
    case.year();
    case.world.streams.stock_t.raw[1] = 800.0;
    case.world.plants.outage.raw[1] = 0.2; // 1200 left for contracts of 1000 and 500
    let deals: Vec<_> =
        case.year().deals().iter().map(|deal| (deal.supplier.index(), deal.q_t, deal.term)).collect();
    assert_eq!(deals, [(0, 1000.0, Running), (2, 200.0, Running)]);
}

#[test]
fn a_contract_delivers_what_there_is_and_never_more_than_agreed() {
    let mut scenario = pair();
    scenario.trade.contract_years = 5;
    let mut case = Case::new(scenario).in_cluster(&[0, 1]);
    case.world.plants.outage.raw[1] = 0.4; // agreed: 600
    let mut traded = case.year().traded_t();
    case.world.plants.outage.raw[1] = 0.7;
    traded.extend(case.year().traded_t());
    let third = case.year();
    traded.extend(third.traded_t());
    // Later, 600 as agreed, and the other 400 as a second contract.
    all_close(&traded, &[600.0, 300.0, 600.0, 400.0]);
    assert_eq!(third.deals().iter().map(|deal| deal.term).collect::<Vec<_>>(), [Running, New]);
}

/// Price 100, 50, 25 with an operating cost of 60: surplus 40, -10, -35.
fn falling(tolerance: f64) -> Case {
    let mut scenario = pair();
    scenario.products.raw[0].growth = -0.5;
    scenario.technologies.raw[0].opex_per_t = 60.0;
    scenario.trade.tolerance_per_t = tolerance;
    Case::new(scenario).in_cluster(&[0, 1])
}

#[test]
fn a_contract_is_kept_at_a_loss_within_the_tolerance() {
    let mut case = falling(10.0);
    let years = case.years(3);
    assert_eq!(years[1].deal().term, Running);
    all_close([years[1].deal().gain], &[-10_000.0]);
    // Both bear the loss: 20 000 - 5 000.
    all_close(&years[1].end().plants.cash, &[15_000.0, 15_000.0]);
    assert!(years[2].deals().is_empty() && years[2].end().contracts.is_empty());
}

#[test]
fn a_contract_beyond_the_tolerance_ends() {
    let years = falling(9.9).years(2);
    assert!(years[1].deals().is_empty() && years[1].end().contracts.is_empty());
}

#[test]
fn a_contract_that_cannot_be_delivered_at_all_ends() {
    let mut case = Case::new(pair()).in_cluster(&[0, 1]);
    case.year();
    case.world.plants.outage.raw[1] = 1.0;
    let empty = case.year();
    assert!(empty.deals().is_empty() && empty.end().contracts.is_empty());
    assert_eq!(case.year().deal().term, New);
}

#[test]
fn a_contract_below_the_smallest_deal_ends() {
    let mut scenario = pair();
    scenario.trade.min_t = 500.0;
    let mut case = Case::new(scenario).in_cluster(&[0, 1]);
    case.year();
    case.world.plants.outage.raw[1] = 0.6;
    assert!(case.year().end().contracts.is_empty());
}

#[test]
fn a_contract_ends_when_either_side_leaves() {
    for leaver in [0, 1] {
        let mut case = Case::new(pair()).in_cluster(&[0, 1]);
        assert_eq!(case.year().end().contracts.len(), 1);
        case.world.plants.member.raw[leaver] = false;
        let year = case.year();
        assert_eq!(year.deal().term, Spot, "they go on trading, without a contract");
        assert!(year.end().contracts.is_empty());
    }
}
