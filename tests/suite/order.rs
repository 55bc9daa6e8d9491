//! The order of the phases of a year.

use crate::support::{CERTAIN, Case, Says, plant, risk, with};
use circulus::ids::ti_vec;
use circulus::phase::Phase;
use circulus::record::recorder::Detail;
use circulus::scenario::{Effect, Exposure};
use circulus::simulation::{Simulation, Which};
use circulus::year::YEAR;

#[test]
fn the_year_runs_its_eight_phases_in_order() {
    let run: Vec<Phase> = YEAR.iter().map(|(phase, _)| *phase).collect();
    assert_eq!(run, Phase::ALL);
    let names: Vec<&str> = Phase::ALL.iter().map(|phase| phase.name()).collect();
    assert_eq!(names, ["market", "produce", "join", "trade", "invest", "dispose", "risk", "settle"]);
}

#[test]
fn both_worlds_go_through_every_phase_of_every_year_together() {
    let mut scenario = with([plant()]);
    scenario.years = 2;
    scenario.policy.truncate(2);
    let mut simulation = Simulation::new(&scenario, 0, Detail::Years).unwrap();
    let mut seen = Vec::new();
    while let Some(phase) = simulation.step_phase().unwrap() {
        let [cluster, twin] = [Which::Cluster, Which::Twin].map(|which| simulation.world(which).t);
        assert_eq!(cluster, twin);
        seen.push((cluster, phase));
    }
    let wanted: Vec<_> = (0..2).flat_map(|t| Phase::ALL.map(|phase| (t, phase))).collect();
    assert_eq!(seen, wanted);
    assert_eq!((simulation.year(), simulation.next_phase()), (None, None));
}

#[test]
fn the_policy_of_a_year_counts_in_its_trade() {
    // Before the avoided fee the surplus is -10; the fee is 1, and 20 in year 1 only.
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
    scenario.technologies.raw[0].opex_per_t = 110.0;
    scenario.wastes.raw[0].disposal_fee_per_t = 1.0;
    scenario.policy[1].disposal_fee_factor = 20.0;
    let deals: Vec<usize> = Case::new(scenario).years(3).iter().map(|year| year.deals().len()).collect();
    assert_eq!(deals, [0, 1, 0]);
}

#[test]
fn waste_arises_before_it_is_traded_and_is_placed_after_it() {
    let year = Case::new(with([plant().makes(1000.0).crushes(400.0)])).year();
    let fresh = |phase| year.after(phase).streams.fresh_t.raw[0];
    let stock = |phase| year.after(phase).streams.stock_t.raw[0];
    assert_eq!((fresh(Phase::Market), fresh(Phase::Produce)), (0.0, 1000.0));
    assert_eq!((stock(Phase::Invest), stock(Phase::Dispose)), (0.0, 600.0));
}

#[test]
fn plants_join_before_the_trade_and_build_after_it() {
    // A project sees what the trade left, and the gain of the trade pays for it.
    let mut scenario = with([plant().makes(1000.0).crushes(400.0).may_crush(0.0)]);
    scenario.invest.attention = 1.0;
    (scenario.join.bias, scenario.management.contacts_per_year) = (1.0, 1);
    let year = Case::new(scenario).year();
    assert!(year.deal().supplier_member && year.deal().converter_member);
    assert_eq!(year.projects()[0].size_t, 600.0);
    assert_eq!(year.after(Phase::Invest).plants.cash.raw[0], 40_000.0 - 6000.0);
}

#[test]
fn risk_strikes_after_disposal_and_before_the_books_close() {
    // The stock placed this year is exposed this year; the fee is paid in settle.
    let mut scenario = with([plant().makes(1e6)]);
    scenario.risks = ti_vec![risk(Exposure::Stock, Effect::Release, CERTAIN, 5.0, 1.0)];
    scenario.management.fee_flat = 7.0;
    let year = Case::new(scenario).in_cluster(&[0]).year();
    assert_eq!(year.after(Phase::Risk).streams.released_t.raw[0], 1e6);
    assert_eq!(year.after(Phase::Risk).plants.cash.raw[0], -5.0);
    assert_eq!(year.end().plants.cash.raw[0], -12.0);
}

#[test]
fn budgets_come_at_the_end_of_the_year_and_may_be_spent_before() {
    let mut scenario = with([plant().makes(1000.0).may_crush(0.0)]);
    scenario.invest.attention = 1.0;
    scenario.plants.raw[0].budget = 1e6;
    let year = Case::new(scenario).year();
    assert_eq!(year.projects()[0].capex, 10_000.0);
    assert_eq!(year.after(Phase::Risk).plants.cash.raw[0], -10_000.0);
    assert_eq!(year.end().plants.cash.raw[0], 990_000.0);
}
