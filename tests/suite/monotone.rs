//! Results rise or fall with parameters as they should, in means over paired replicates of the valley.

use crate::valley::{mean, reused_t, valley};
use circulus::run::Run;
use circulus::scenario::Scenario;

const REPLICATES: u64 = 40;

/// Means of a number under changes of rising strength.
fn means(changes: &[f64], change: fn(&mut Scenario, f64), number: fn(&Run) -> f64) -> Vec<f64> {
    let at = |&by: &f64| {
        let mut scenario = valley();
        change(&mut scenario, by);
        mean(&scenario, REPLICATES, number)
    };
    changes.iter().map(at).collect()
}

#[track_caller]
fn rises(values: &[f64]) {
    assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "does not rise: {values:?}");
}

#[track_caller]
fn falls(values: &[f64]) {
    assert!(values.windows(2).all(|pair| pair[0] > pair[1]), "does not fall: {values:?}");
}

fn cluster_t(run: &Run) -> f64 {
    reused_t(&run.cluster)
}

fn deals_between(run: &Run) -> f64 {
    run.twin.years.iter().map(|year| (year.deals_inside + year.deals_outside) as f64).sum()
}

#[test]
fn a_subsidy_raises_reuse() {
    let subsidy = |s: &mut Scenario, by| s.policy.iter_mut().for_each(|policy| policy.subsidy_per_t = by);
    rises(&means(&[0.0, 50.0, 150.0], subsidy, cluster_t));
}

#[test]
fn a_disposal_fee_raises_reuse() {
    let fee = |s: &mut Scenario, by| s.policy.iter_mut().for_each(|policy| policy.disposal_fee_factor = by);
    rises(&means(&[0.0, 1.0, 3.0], fee, cluster_t));
}

#[test]
fn a_capex_subsidy_raises_reuse() {
    let subsidy = |s: &mut Scenario, by| s.policy.iter_mut().for_each(|policy| policy.capex_subsidy = by);
    rises(&means(&[0.0, 0.3, 0.6], subsidy, cluster_t));
}

#[test]
fn acquaintance_raises_the_number_of_deals() {
    rises(&means(&[0.0, 0.3, 1.0], |s, by| s.trade.acquaintance = by, deals_between));
}

#[test]
fn deal_cost_and_haulage_lower_the_number_of_deals() {
    falls(&means(&[0.0, 5e6, 5e7], |s, by| s.trade.deal_cost = by, deals_between));
    falls(&means(&[1.0, 6.0, 40.0], |s, by| s.transport.modes[0].per_t_km = by, deals_between));
}

#[test]
fn a_hurdle_rate_lowers_what_is_built() {
    let capex = |run: &Run| run.twin.years.iter().map(|year| year.capex).sum();
    falls(&means(&[0.05, 0.15, 0.4], |s, by| s.invest.hurdle_rate = by, capex));
}

#[test]
fn the_effect_of_infrastructure_raises_accounted_synergy() {
    let effects = |s: &mut Scenario, by: f64| {
        s.infrastructure.iter_mut().flat_map(|kind| &mut kind.effects).for_each(|(_, effect)| *effect *= by);
    };
    let synergy = |run: &Run| run.cluster.years.iter().map(|year| year.accounted_synergy()).sum();
    rises(&means(&[0.0, 0.5, 1.0], effects, synergy));
}

#[test]
fn rates_of_risks_raise_losses() {
    let rates = |s: &mut Scenario, by: f64| s.risks.iter_mut().for_each(|risk| risk.rate *= by);
    rises(&means(&[0.0, 0.5, 1.0, 2.0], rates, |run| run.twin.years.iter().map(|year| year.losses()).sum()));
}

#[test]
fn a_flat_fee_and_an_entry_cost_keep_plants_out() {
    let members = |run: &Run| run.cluster.years.iter().map(|year| year.members as f64).sum();
    falls(&means(&[0.0, 3e6, 3e7], |s, by| s.management.fee_flat = by, members));
    falls(&means(&[0.0, 5e6, 5e7], |s, by| s.join.entry_cost = by, members));
}

#[test]
fn reluctance_keeps_plants_out() {
    let members = |run: &Run| run.cluster.years.iter().map(|year| year.members as f64).sum();
    rises(&means(&[-5.0, -2.0, -0.8, 1.0], |s, by| s.join.bias = by, members));
}
