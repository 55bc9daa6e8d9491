//! [I2]: what the company builds.

use crate::support::{Case, HALF, Says, all_close, close, infrastructure, plant, with};
use circulus::ids::{RiskId, ti_vec};
use circulus::scenario::{BudgetRule, Infrastructure, Lever, Scenario};
use circulus::world::log::Decision;

/// Logistics: a step to half its effect costs 5500.
fn logistics(effect: f64) -> Infrastructure {
    Infrastructure { capex_per_level: 5500.0 / HALF, ..infrastructure(&[(Lever::TransportCost, effect)]) }
}

/// A yearly deal with haulage of 10 000 between two plants that stay outside the cluster; a horizon of two years.
///
/// The first step saves 5000 a year, worth 10 000; the second 2500, worth 5000.
fn book() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
    scenario.transport.modes[0].fixed_per_t = 10.0;
    scenario.join.bias = -9.0;
    scenario.infrastructure = ti_vec![logistics(1.0)];
    let management = &mut scenario.management;
    (management.rule, management.budget, management.horizon_years) = (BudgetRule::Greedy, 1e6, 2.0);
    scenario
}

/// The levels after a year, with these plants in the book.
fn levels(scenario: Scenario, contacted: &[usize]) -> Vec<f64> {
    let mut case = Case::new(scenario);
    for &plant in contacted {
        case.world.plants.contacted.raw[plant] = true;
    }
    case.year();
    case.world.company.unwrap().levels.raw
}

#[test]
fn steps_are_built_while_they_are_worth_more_than_they_cost() {
    let mut case = Case::new(book());
    case.world.plants.contacted.fill(true);
    let year = case.year();
    all_close(&year.end().company.as_ref().unwrap().levels, &[HALF]);
    close(year.end().company.as_ref().unwrap().budget, 1e6 - 5500.0);
    let Some(Decision::Build { cost, value, levels, .. }) = year.end().log.decisions.last() else {
        panic!("nothing was built");
    };
    all_close([*cost, *value, *levels], &[5500.0, 10_000.0, HALF]);
}

#[test]
fn upkeep_over_the_horizon_counts_against_a_step() {
    let with_upkeep = |a_year: f64| {
        let mut scenario = book();
        scenario.infrastructure.raw[0].upkeep_per_level = a_year / HALF;
        levels(scenario, &[0, 1])
    };
    all_close(with_upkeep(2200.0), &[HALF]); // (10 000 - 4400) / 5500 > 1
    all_close(with_upkeep(2300.0), &[0.0]); // (10 000 - 4600) / 5500 < 1
}

#[test]
fn the_book_is_every_contacted_plant_as_if_all_were_in() {
    all_close(levels(book(), &[0, 1]), &[HALF]);
    all_close(levels(book(), &[0]), &[0.0]);
    all_close(levels(book(), &[]), &[0.0]);
}

#[test]
fn the_largest_ratio_is_built_first() {
    // Money for one step: the second kind saves more at the same cost.
    let mut scenario = book();
    scenario.infrastructure = ti_vec![logistics(0.6), logistics(1.0)];
    scenario.management.budget = 6000.0;
    all_close(levels(scenario.clone(), &[0, 1]), &[0.0, HALF]);
    // With more money the first kind still is not worth while after it: .3 x 5000 x 2 < 5500.
    scenario.management.budget = 1e6;
    all_close(levels(scenario, &[0, 1]), &[0.0, HALF]);
}

#[test]
fn the_reserve_is_not_built_from() {
    let with_reserve = |reserve: f64| {
        let mut scenario = book();
        (scenario.management.budget, scenario.management.reserve) = (6000.0, reserve);
        levels(scenario, &[0, 1])
    };
    all_close(with_reserve(499.0), &[HALF]);
    all_close(with_reserve(501.0), &[0.0]);
}

#[test]
fn no_level_goes_beyond_the_largest() {
    let mut scenario = book();
    let kind = &mut scenario.infrastructure.raw[0];
    (kind.capex_per_level, kind.max_level) = (1.0, 2.5 * HALF);
    all_close(levels(scenario, &[0, 1]), &[2.0 * HALF]);
}

#[test]
fn fixed_shares_divide_the_free_budget() {
    // 1000 above the reserve: .6 at 100 a level, .3 at 50 up to 5 levels.
    let mut scenario = book();
    let kind = |capex_per_level, budget_share, max_level| Infrastructure {
        capex_per_level,
        budget_share,
        max_level,
        ..infrastructure(&[])
    };
    // A kind that costs nothing goes to its largest level if it has a share [N8].
    scenario.infrastructure = ti_vec![
        kind(100.0, 0.6, 100.0),
        kind(50.0, 0.3, 5.0),
        kind(10.0, 0.0, 5.0),
        kind(0.0, 0.1, 7.0),
        kind(0.0, 0.0, 7.0)
    ];
    let management = &mut scenario.management;
    (management.rule, management.budget, management.reserve) = (BudgetRule::Shares, 1100.0, 100.0);
    let mut case = Case::new(scenario);
    case.year();
    let company = case.world.company.unwrap();
    all_close(&company.levels, &[6.0, 5.0, 0.0, 7.0, 0.0]);
    close(company.budget, 1100.0 - 600.0 - 250.0);
}

#[test]
fn what_costs_nothing_is_built_first_while_its_value_exceeds_its_upkeep() {
    // Free to build; the first step saves 5000 a year and the next 2500, over two years.
    let free = |upkeep_a_year: f64, budget: f64| {
        let mut scenario = book();
        let kind = &mut scenario.infrastructure.raw[0];
        (kind.capex_per_level, kind.upkeep_per_level) = (0.0, upkeep_a_year / HALF);
        kind.max_level = 3.0 * HALF;
        scenario.management.budget = budget;
        levels(scenario, &[0, 1])
    };
    all_close(free(0.0, 1e6), &[3.0 * HALF]); // to the largest level
    all_close(free(4999.0, 1e6), &[HALF]);
    all_close(free(5001.0, 1e6), &[0.0]);
    all_close(free(0.0, 0.0), &[0.0]); // nothing above the reserve
    // A kind that costs something and is worth more comes after it.
    let mut scenario = book();
    scenario.infrastructure =
        ti_vec![logistics(1.0), Infrastructure { capex_per_level: 0.0, max_level: HALF, ..logistics(0.1) }];
    let mut case = Case::new(scenario);
    case.world.plants.contacted.fill(true);
    let year = case.year();
    let built: Vec<usize> = year
        .end()
        .log
        .decisions
        .iter()
        .filter_map(|decision| match decision {
            Decision::Build { infrastructure, .. } => Some(infrastructure.index()),
            _ => None,
        })
        .collect();
    assert_eq!(built, [1, 0]);
}

#[test]
fn rule_none_builds_nothing() {
    let mut scenario = book();
    scenario.management.rule = BudgetRule::None;
    all_close(levels(scenario, &[0, 1]), &[0.0]);
}

#[test]
fn a_dissolved_company_builds_nothing() {
    let mut case = Case::new(book());
    case.world.plants.contacted.fill(true);
    case.world.company.as_mut().unwrap().lives = false;
    case.year();
    all_close(&case.world.company.unwrap().levels, &[0.0]);
}

#[test]
fn infrastructure_on_each_lever_is_found_worth_while() {
    // Reach: 1000 t of a stranger, 100 000 a year. Deal cost, opex: parts of the yearly deal. Capital cost
    // and rate: a project that pays. Risk: an expected loss. Each alone, at a cost far below its value.
    let effects = [
        Lever::Reach,
        Lever::DealCost,
        Lever::TransportCost,
        Lever::Opex,
        Lever::Capex,
        Lever::HurdleRate,
        Lever::Hazard(RiskId::new(0)),
        Lever::Severity(RiskId::new(0)),
    ];
    for lever in effects {
        let mut scenario = book();
        scenario.plants.push(plant().makes(1000.0).may_crush(1e9).at_km(1.0));
        scenario.plants.raw[1] = plant().crushes(3000.0);
        scenario.trade.deal_cost = 10_000.0;
        scenario.technologies.raw[0].opex_per_t = 20.0;
        scenario.risks = ti_vec![crate::support::risk(
            circulus::scenario::Exposure::Plant,
            circulus::scenario::Effect::Loss,
            1e-6,
            1e9,
            0.0,
        )];
        if matches!(lever, Lever::Reach) {
            scenario.trade.acquaintance = 0.0;
        }
        if matches!(lever, Lever::Capex | Lever::HurdleRate) {
            // No haul pays, so the third plant's own waste is left to it; with an attention of 0 nobody orders, so
            // the project stays open.
            scenario.transport.modes[0].fixed_per_t = 99.0;
        }
        scenario.infrastructure = ti_vec![Infrastructure {
            capex_per_level: 10.0,
            max_level: HALF,
            ..infrastructure(&[(lever, 1.0)])
        }];
        all_close(levels(scenario.clone(), &[0, 1, 2]), &[HALF]);
        scenario.infrastructure.raw[0].effects.clear();
        all_close(levels(scenario, &[0, 1, 2]), &[0.0]);
    }
}
