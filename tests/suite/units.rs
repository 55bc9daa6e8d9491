//! What an ordered unit costs over time, when it works, and which one is ordered [I1].

use crate::support::{Case, Says, Year, close, plant, with};
use circulus::ids::TechnologyId;
use circulus::phase::Phase;
use circulus::scenario::{Plant, Scenario};

/// Plants that all look at projects every year.
fn attentive(plants: impl IntoIterator<Item = Plant>) -> Scenario {
    let mut scenario = with(plants);
    scenario.invest.attention = 1.0;
    scenario
}

/// A plant with 1000 t of its own and enough money.
fn builder() -> Plant {
    plant().makes(1000.0).may_crush(1e9)
}

fn sizes(year: &Year) -> Vec<f64> {
    year.projects().iter().map(|project| project.size_t).collect()
}

#[test]
fn a_loan_is_repaid_as_an_annuity_first_in_the_same_year() {
    // 10 000, of which 7000 at 9 % over 3 years: 7000 x .09 / (1 - 1.09^-3) a year.
    let mut scenario = attentive([plant().makes(1000.0).may_crush(20_000.0)]);
    let invest = &mut scenario.invest;
    (invest.loan_share, invest.loan_rate, invest.loan_years, invest.build_years) = (0.7, 0.09, 3, 9);
    let years = Case::new(scenario).years(4);
    let due = 7000.0 * 0.09 / (1.0 - 1.09f64.powi(-3));
    close(years[0].after(Phase::Invest).plants.cash.raw[0], 17_000.0);
    let cash: Vec<f64> = years.iter().map(|year| year.end().plants.cash.raw[0]).collect();
    for (cash, payments) in cash.iter().zip([1.0, 2.0, 3.0, 3.0]) {
        assert!((cash - 17_000.0 + payments * due).abs() < 1e-6, "{cash} after {payments} payments of {due}");
    }
    assert!(years[2].end().loans.is_empty());
}

#[test]
fn val_twenty_years_at_five_percent_cost_eight_percent_a_year() {
    // The payment is .080243 of the loan.
    let mut scenario = attentive([builder()]);
    let invest = &mut scenario.invest;
    (invest.loan_share, invest.loan_rate, invest.loan_years) = (1.0, 0.05, 20);
    let year = Case::new(scenario).year();
    let payment = year.end().loans[0].payment;
    assert!((payment / 10_000.0 - 0.080243).abs() < 5e-7, "{payment}");
}

#[test]
fn a_unit_trades_after_its_building_years_for_its_life() {
    let mut scenario = attentive([plant().makes(1000.0).may_crush(10_000.0)]);
    (scenario.invest.build_years, scenario.technologies.raw[0].life_years) = (1, 2);
    let years = Case::new(scenario).years(5);
    let traded: Vec<f64> = years.iter().map(|year| year.traded_t().iter().sum()).collect();
    assert_eq!(traded, [0.0, 0.0, 1000.0, 1000.0, 0.0]);
}

#[test]
fn a_given_unit_works_for_what_is_left_of_its_life() {
    let mut scenario = with([plant().makes(1000.0).crushes(1000.0)]);
    scenario.technologies.raw[0].life_years = 5;
    scenario.plants.raw[0].units[0].age_years = 3;
    let traded: Vec<usize> = Case::new(scenario).years(3).iter().map(|year| year.deals().len()).collect();
    assert_eq!(traded, [1, 1, 0]);
}

#[test]
fn projects_are_judged_at_expected_prices() {
    let mut scenario = attentive([builder()]);
    (scenario.products.raw[0].persistence, scenario.products.raw[0].growth) = (0.9, 0.1);
    let mut case = Case::new(scenario);
    case.world.market.deviation.raw[0] = -30.0;
    case.world.units.clear();
    let year = case.year();
    assert!(year.end().market.price_per_t.raw[0] < 1e-9);
    close(year.projects()[0].margin_per_t, 100.0);
    let mut later = Case::new({
        let mut scenario = attentive([plant().makes(1000.0).may_crush(0.0)]);
        scenario.products.raw[0].growth = 0.1;
        scenario
    });
    assert!(later.year().projects().is_empty(), "there is no money yet");
    later.world.plants.cash.raw[0] = 1e6;
    close(later.year().projects()[0].margin_per_t, 110.0);
}

#[test]
fn the_best_technology_is_built_and_among_equals_the_first() {
    let chosen = |second_yield: f64| {
        let mut scenario = attentive([builder()]);
        scenario.technologies.push(scenario.technologies.raw[0].clone());
        scenario.technologies.raw[1].yield_t_per_t = second_yield;
        scenario.plants.raw[0].adopts.push(TechnologyId::new(1));
        let case = &mut Case::new(scenario);
        let projects = case.year().projects();
        assert_eq!(projects.len(), 1, "one a year");
        case.world.region.slots[projects[0].slot].technology.index()
    };
    assert_eq!((chosen(1.0), chosen(1.1), chosen(0.9)), (0, 1, 0));
}

#[test]
fn a_plant_may_run_a_unit_that_it_could_not_order_again() {
    let mut runner = plant().makes(1000.0).crushes(400.0);
    runner.cash = 1e9;
    let year = Case::new(attentive([runner])).year();
    assert_eq!(year.traded_t(), [400.0]);
    assert!(sizes(&year).is_empty());
}
