//! What the cluster adds to a deal, by channel and side [T2].

use crate::common::root;
use crate::support::{Case, HALF, Says, all_close, close, infrastructure, plant, risk, with};
use circulus::ids::{PlantId, RiskId, ti_vec};
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::{Effect, Exposure, Lever, Scenario};
use circulus::world::log::{Channel, Decision};

/// 1000 t from 0 to 1; opex 30, haulage 10, deal cost 500; their levers at .9, .8 and .7.
fn pair() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
    scenario.technologies.raw[0].opex_per_t = 30.0;
    scenario.transport.modes[0].fixed_per_t = 10.0;
    scenario.trade.deal_cost = 500.0;
    scenario.trade.supplier_share = 0.25;
    let effects = [(Lever::Opex, 0.2), (Lever::TransportCost, 0.4), (Lever::DealCost, 0.6)];
    scenario.infrastructure = ti_vec![infrastructure(&effects)];
    scenario
}

/// Synergy of each plant by channel: matching, logistics, transaction, processing, finance, risk.
fn synergy(scenario: Scenario, members: &[usize]) -> Vec<[f64; 6]> {
    let mut case = Case::new(scenario).in_cluster(members).at_levels(&[HALF]);
    let year = case.year();
    let plants = &year.end().plants;
    PlantId::all(plants.cash.len()).map(|plant| plants.synergy.of(plant)).collect()
}

#[test]
fn between_members_the_levers_count_half_to_each_side() {
    // Haulage 10 x .2 x 1000, deal cost 500 x .3, opex 30 x .1 x 1000.
    for side in synergy(pair(), &[0, 1]) {
        all_close(side, &[0.0, 1000.0, 75.0, 1500.0, 0.0, 0.0]);
    }
}

#[test]
fn a_member_that_converts_an_outsiders_waste_has_all_of_processing() {
    let sides = synergy(pair(), &[1]);
    all_close(sides[0], &[0.0; 6]);
    all_close(sides[1], &[0.0, 0.0, 0.0, 3000.0, 0.0, 0.0]);
}

#[test]
fn a_member_that_supplies_an_outsider_has_none() {
    for side in synergy(pair(), &[0]) {
        all_close(side, &[0.0; 6]);
    }
}

#[test]
fn a_member_that_converts_its_own_waste_has_processing() {
    let mut scenario = pair();
    scenario.plants = ti_vec![plant().makes(1000.0).crushes(1000.0)];
    all_close(synergy(scenario, &[0])[0], &[0.0, 0.0, 0.0, 3000.0, 0.0, 0.0]);
}

#[test]
fn a_pair_that_would_not_know_each_other_has_the_whole_gain_as_matching() {
    // 1000 x (100 - 27 - 8) - 350 = 64 650, whatever the split of the gain itself.
    let mut scenario = pair();
    scenario.trade.acquaintance = 0.0;
    scenario.infrastructure.push(infrastructure(&[(Lever::Reach, 1.0)]));
    let mut case = Case::new(scenario).in_cluster(&[0, 1]).at_levels(&[HALF, 60.0]);
    let year = case.year();
    for side in [0, 1].map(|side| year.end().plants.synergy.of(PlantId::new(side))) {
        all_close(side, &[32_325.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
    all_close(&year.end().plants.cash, &[64_650.0 / 4.0, 64_650.0 * 0.75]);
}

#[test]
fn a_members_project_counts_what_the_lever_on_capital_cost_saved() {
    // Full cost 10 a tonne for 1000 t; at lever .75 a member pays 7500, saved 7500 (1/.75 - 1) = 2500.
    let mut scenario = with([plant().makes(1000.0).may_crush(1e6)]);
    scenario.invest.attention = 1.0;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Capex, 0.5)])];
    let finance = |members: &[usize]| synergy(scenario.clone(), members)[0][Channel::Finance as usize];
    all_close([finance(&[0]), finance(&[])], &[2500.0, 0.0]);
}

#[test]
fn a_lever_that_leaves_no_capital_cost_saves_all_of_it() {
    // Effect 1 at level 100: 1 - (1 - e^-100) is rounded to 0. 1000 t at 10, of which the capex subsidy pays .2.
    let mut scenario = with([plant().makes(1000.0).may_crush(0.0)]);
    scenario.invest.attention = 1.0;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Capex, 1.0)])];
    scenario.policy.iter_mut().for_each(|policy| policy.capex_subsidy = 0.2);
    let mut case = Case::new(scenario).in_cluster(&[0]).at_levels(&[100.0]);
    assert_eq!(case.world.levers.capex, 0.0);
    let year = case.year();
    assert_eq!(year.projects()[0].capex, 0.0);
    close(year.end().plants.synergy.of(PlantId::new(0))[Channel::Finance as usize], 8000.0);
}

#[test]
fn the_expected_loss_avoided_counts_whether_or_not_an_event_strikes() {
    // Rate .1 x loss 1000 x (1 - .75 x .5) = 62.5 for the member.
    let mut scenario = with([plant(), plant()]);
    scenario.risks = ti_vec![risk(Exposure::Plant, Effect::Loss, 0.1, 1000.0, 0.0)];
    scenario.infrastructure = ti_vec![infrastructure(&[
        (Lever::Hazard(RiskId::new(0)), 0.5),
        (Lever::Severity(RiskId::new(0)), 1.0)
    ])];
    let sides = synergy(scenario, &[0]);
    all_close(sides[0], &[0.0, 0.0, 0.0, 0.0, 0.0, 62.5]);
    all_close(sides[1], &[0.0; 6]);
}

#[test]
fn the_expected_loss_of_a_stock_has_its_elasticity() {
    // 4 Mt at elasticity .5: 2 x .1 x 1000, halved.
    let mut scenario = with([plant().holds(4e6)]);
    scenario.risks = ti_vec![risk(Exposure::Stock, Effect::Loss, 0.1, 1000.0, 0.0)];
    scenario.risks.raw[0].elasticity = 0.5;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Severity(RiskId::new(0)), 1.0)])];
    all_close(synergy(scenario, &[0])[0], &[0.0, 0.0, 0.0, 0.0, 0.0, 100.0]);
}

/// What the state pays is the grant, the subsidy of every tonne reused, and its share of every unit's cost.
#[test]
fn state_spending_is_the_sum_over_deals_units_and_grants() {
    let sets =
        ["policy.subsidy_per_t=40", "policy.capex_subsidy=0.25", "scenario.years=12"].map(String::from);
    let scenario = Scenario::load(&root().join("configs/classroom.toml"), &sets).unwrap();
    let run = run(&scenario, 0, Detail::Full).unwrap();
    for record in [&run.cluster, &run.twin] {
        let tonnes: f64 = record.deals.iter().map(|row| row.deal.q_t - row.residue_t).sum();
        let units: f64 = record
            .decisions
            .iter()
            .map(|row| match row.decision {
                Decision::Invest { project, .. } => project.capex / 3.0, // the plant pays three quarters
                _ => 0.0,
            })
            .sum();
        let grant: f64 = record.years.iter().map(|row| row.grant).sum();
        let spent: f64 = record.years.iter().map(|row| row.state_spending()).sum();
        assert!(tonnes > 0.0 && units > 0.0);
        let expected = 40.0 * tonnes + units + grant;
        assert!((spent / expected - 1.0).abs() < 1e-9, "{spent} and not {expected}");
    }
}
