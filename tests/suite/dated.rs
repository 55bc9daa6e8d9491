//! Dated changes, and paths of prices [N6].

use circulus::ids::{InfrastructureId, PlantId, ProductId, WasteId};
use circulus::maths::growth;
use circulus::scenario::{Amount, BudgetRule, Change, Changed, Lever, Scenario};

use crate::support::{Case, Says, close, infrastructure, plant, with};

/// A change in a year.
fn change(year: i32, at: Changed, key: &'static str, to: f64) -> Change {
    Change { year, at, key, to: Amount::Number(to) }
}

fn slag() -> WasteId {
    WasteId::new(0)
}

fn gravel() -> ProductId {
    ProductId::new(0)
}

/// The scenario with these changes, checked.
fn changed(mut scenario: Scenario, changes: &[Change]) -> Scenario {
    scenario.changes = changes.to_vec();
    scenario.check().unwrap();
    scenario
}

/// Tonnes traded in each of the first years.
fn traded(scenario: Scenario, years: usize) -> Vec<f64> {
    Case::new(scenario).years(years).iter().map(|year| year.traded_t().iter().sum()).collect()
}

/// A maker of 1,000 t and a crusher of it 100 km away.
fn pair() -> Scenario {
    with([plant().makes(1000.0), plant().crushes(1000.0).at_km(100.0)])
}

#[test]
fn growth_of_a_price_and_of_demand_counts_from_the_last_change() {
    let mut scenario = pair();
    let product = &mut scenario.products.raw[0];
    (product.growth, product.demand_growth) = (0.1, 0.05);
    let of = Changed::Product(gravel());
    let changes = [
        change(2004, of, "demand", 1e9), // the value at the start, yet a change
        change(2002, of, "price", 50.0),
        change(2002, of, "price", 60.0), // in the same year the later one in the list holds
    ];
    let mut case = Case::new(changed(scenario, &changes));
    for (t, year) in case.years(6).iter().enumerate() {
        let market = &year.end().market;
        let price = if t < 2 { 100.0 * growth(0.1, t) } else { 60.0 * growth(0.1, t - 2) };
        let demand = if t < 4 { 1e9 * growth(0.05, t) } else { 1e9 * growth(0.05, t - 4) };
        assert_eq!((market.expected_price_per_t.raw[0], market.demand_t.raw[0]), (price, demand), "{t}");
        assert_eq!(year.deal().surplus_per_t, price);
    }
}

#[test]
fn fees_placement_and_haulage_are_those_of_the_year() {
    let mut scenario = pair();
    (scenario.wastes.raw[0].disposal_fee_per_t, scenario.wastes.raw[0].placement_cost_per_t) = (10.0, 1.0);
    scenario.transport.modes[0].per_t_km = 0.1;
    let of = Changed::Waste(slag());
    let changes = [
        change(2001, of, "disposal_fee", 30.0),
        change(2002, of, "placement_cost", 5.0),
        change(2003, Changed::Mode(0), "per_km", 0.3),
        change(2004, Changed::Mode(0), "fixed", 7.0),
    ];
    let mut case = Case::new(changed(scenario, &changes));
    let found: Vec<f64> = case.years(5).iter().map(|year| year.deal().surplus_per_t).collect();
    let wanted = [100.0 + 11.0 - 10.0, 100.0 + 31.0 - 10.0, 100.0 + 35.0 - 10.0, 135.0 - 30.0, 135.0 - 37.0];
    crate::support::all_close(found, &wanted);
}

#[test]
fn a_fee_that_changes_is_owed_and_billed() {
    let mut scenario = with([plant().makes(1000.0)]);
    scenario.wastes.raw[0].disposal_fee_per_t = 10.0;
    let changes = [change(2001, Changed::Waste(slag()), "disposal_fee", 30.0)];
    let mut case = Case::new(changed(scenario, &changes));
    let owed: Vec<f64> = case.years(2).iter().map(|year| year.end().ledger.disposal_fees).collect();
    assert_eq!(owed, [1e4, 3e4]);
}

#[test]
fn levers_save_the_haulage_of_the_year() {
    let mut scenario = pair();
    scenario.transport.modes[0].per_t_km = 0.1;
    scenario.infrastructure.push(infrastructure(&[(Lever::TransportCost, 1.0)]));
    let changes = [change(2001, Changed::Mode(0), "per_km", 0.4)];
    let mut case = Case::new(changed(scenario, &changes)).in_cluster(&[0, 1]).at_levels(&[60.0]);
    case.world.company.as_mut().unwrap().strengths = vec![1.0].into();
    let logistics = |year: &crate::support::Year| year.deal().synergy.iter().sum::<f64>();
    let found: Vec<f64> = case.years(2).iter().map(logistics).collect();
    crate::support::all_close(found, &[1e4, 4e4]);
}

#[test]
fn a_stream_has_its_own_output_and_growth_from_its_last_change() {
    let mut maker = plant().makes(1000.0);
    (maker.growth, maker.volatility) = (0.1, 0.3);
    let of = Changed::Stream(PlantId::new(0), slag());
    let changes = [change(2001, of, "own_reuse", 0.25), change(2003, of, "t_per_year", 500.0)];
    let found = Case::new(changed(with([maker.clone()]), &changes)).years(5);
    let without = Case::new(with([maker])).years(5);
    for (t, (year, without)) in found.iter().zip(&without).enumerate() {
        let (streams, usual) = (&year.end().streams, without.end().streams.gross_t.raw[0]);
        let gross = if t < 3 { usual } else { 0.5 * usual / growth(0.1, 3) };
        close(streams.gross_t.raw[0], gross);
        close(streams.fresh_t.raw[0], gross * if t < 1 { 1.0 } else { 0.75 });
    }
}

#[test]
fn overhead_grant_and_fee_are_those_of_the_year() {
    let mut scenario = pair();
    scenario.management.budget = 1000.0;
    let whole = |year, key, to| Change { year, at: Changed::Management, key, to: Amount::Whole(to) };
    let changes = [
        change(2001, Changed::Management, "overhead", 7.0),
        whole(2002, "grant_years", 3),
        change(2002, Changed::Management, "grant", 100.0),
        change(2003, Changed::Management, "fee_flat", 2.0),
    ];
    let mut case = Case::new(changed(scenario, &changes)).in_cluster(&[0]);
    let budgets: Vec<f64> =
        case.years(4).iter().map(|year| year.end().company.as_ref().unwrap().budget).collect();
    assert_eq!(budgets, [1000.0, 993.0, 1086.0, 1081.0]);
}

#[test]
fn studies_and_contacts_are_those_of_the_year() {
    let mut scenario = with((0..6).map(|_| plant().makes(1.0)));
    (scenario.management.study_every, scenario.management.contacts_per_year) = (9, 1);
    let whole = |year, key, to| Change { year, at: Changed::Management, key, to: Amount::Whole(to) };
    let changes = [whole(2002, "contacts_per_year", 3), whole(2003, "study_every", 3)];
    let mut case = Case::new(changed(scenario, &changes));
    let contacted = |year: &crate::support::Year| {
        year.end().plants.contacted.iter().filter(|&&contacted| contacted).count()
    };
    assert_eq!(case.years(4).iter().map(contacted).collect::<Vec<_>>(), [1, 2, 5, 6]);
    let studied = |t: usize| {
        !circulus::year::studied(&circulus::world::World { t, ..case.world.clone() }, &case.luck).is_empty()
    };
    assert_eq!([0, 1, 2, 3, 4, 6].map(studied), [true, false, false, true, false, true]);
}

#[test]
fn the_rule_and_the_shares_of_the_budget_may_change() {
    let mut scenario = pair();
    scenario.infrastructure.push(circulus::scenario::Infrastructure {
        capex_per_level: 100.0,
        ..infrastructure(&[(Lever::Opex, 0.5)])
    });
    scenario.management.budget = 1000.0;
    let at = Changed::Management;
    let changes = [
        Change { year: 2001, at, key: "rule", to: Amount::Word("shares".into()) },
        change(2002, Changed::Share(InfrastructureId::new(0)), "shares", 0.5),
    ];
    let mut case = Case::new(changed(scenario, &changes));
    assert_eq!(case.world.management().rule, BudgetRule::None);
    let spent: Vec<f64> =
        case.years(3).iter().map(|year| year.end().company.as_ref().unwrap().budget).collect();
    assert_eq!(spent, [1000.0, 1000.0, 500.0]);
}

#[test]
fn a_haul_that_pays_only_after_a_change_has_a_link() {
    let mut scenario = pair();
    scenario.transport.modes[0].per_t_km = 2.0; // haulage of 200 for a tonne that brings 100
    assert_eq!(traded(scenario.clone(), 3), [0.0; 3]);
    let product = Changed::Product(gravel());
    let whole = |of: &Change| traded(changed(scenario.clone(), std::slice::from_ref(of)), 3);
    for of in [
        change(2002, Changed::Mode(0), "per_km", 0.5),
        change(2002, product, "price", 300.0),
        change(2002, Changed::Waste(slag()), "disposal_fee", 150.0),
        change(2002, Changed::Waste(slag()), "placement_cost", 150.0),
    ] {
        assert_eq!(whole(&of), [0.0, 0.0, 1000.0], "{of:?}");
    }
    scenario.products.raw[0].path = vec![(1990, 100.0), (2002, 300.0)];
    assert_eq!(traded(scenario, 3), [0.0, 0.0, 1000.0]);
}

#[test]
fn a_path_replaces_price_and_growth() {
    let mut scenario = pair();
    scenario.products.raw[0].growth = 0.1;
    scenario.products.raw[0].path = vec![(1999, 40.0), (2001, 70.0), (2003, 0.0)];
    scenario.check().unwrap();
    let expected = |year: &crate::support::Year| year.end().market.expected_price_per_t.raw[0];
    let found: Vec<f64> = Case::new(scenario).years(5).iter().map(expected).collect();
    assert_eq!(found, [40.0, 70.0, 70.0, 0.0, 0.0]);
}
