//! What being inside is worth in a year, term by term [J1].

use crate::support::{Case, HALF, Says, all_close, close, infrastructure, levers_at, plant, risk, with};
use circulus::ids::{PlantId, RiskId, TiVec, ti_vec};
use circulus::phase::Phase;
use circulus::rules::appraisal::{Appraisal, terms_under};
use circulus::rules::outlook::Outlook;
use circulus::rules::value::{Basis, Matches, Value, value};
use circulus::scenario::{Effect, Exposure, Lever, Scenario};
use circulus::world::World;

/// Value of a plant, with these plants and itself as members, at these levels.
fn value_of(world: &World, plant: usize, members: &[usize], levels: &[f64]) -> Value {
    let inside: TiVec<PlantId, bool> = (0..world.len()).map(|i| i == plant || members.contains(&i)).collect();
    let levers = levers_at(&world.region.scenario, levels);
    let outlook = Outlook { members: &inside, levers: &levers, ..Outlook::now(world) };
    let (basis, inside) = (Basis::of(world), terms_under(world, &levers));
    value(
        &Appraisal { outlook, room_t: &basis.room_t, inside: &inside },
        PlantId::new(plant),
        &basis,
        &mut Matches::default(),
    )
}

/// Plant 0 has 1000 t; plant 1 at 10 km has capacity for 600 t, plant 2 at 20 km for 1000 t. Haulage is 1 per km, a
/// deal costs 1000, a quarter of the gain goes to the supplier.
fn three() -> Scenario {
    let mut scenario = with([
        plant().makes(1000.0),
        plant().crushes(600.0).at_km(10.0),
        plant().crushes(1000.0).at_km(20.0),
    ]);
    scenario.transport.modes[0].per_t_km = 1.0;
    scenario.trade.deal_cost = 1000.0;
    scenario.trade.supplier_share = 0.25;
    scenario
}

/// The world of the first year when plants decide: nothing is used yet.
fn at_join(scenario: Scenario) -> World {
    Case::new(scenario).year().after(Phase::Join).clone()
}

#[test]
fn matching_takes_the_best_surplus_first_and_counts_its_own_share() {
    // 600 t at 90 less 1000: 53 000; the other 400 t at 80 less 1000: 31 000. A quarter of both.
    let world = at_join(three());
    let matching = |plant, members: &[usize]| value_of(&world, plant, members, &[]).matching;
    assert!((matching(0, &[1, 2]) - 21_000.0).abs() < 1e-6);
    // Without the nearer one, all to the farther: 79 000.
    assert!((matching(0, &[2]) - 19_750.0).abs() < 1e-6);
    // A converter's view: what it alone could take, three quarters of 53 000 and of 79 000.
    assert!((matching(1, &[0, 2]) - 39_750.0).abs() < 1e-6);
    assert!((matching(2, &[0, 1]) - 59_250.0).abs() < 1e-6);
    close(matching(0, &[]), 0.0);
}

#[test]
fn matching_needs_acquaintance_size_and_a_gain_above_the_deal_cost() {
    let matching = |change: fn(&mut Scenario)| {
        let mut scenario = three();
        change(&mut scenario);
        value_of(&at_join(scenario), 0, &[1, 2], &[]).matching
    };
    assert!(matching(|_| {}) > 0.0);
    close(matching(|s| s.trade.acquaintance = 0.0), 0.0);
    close(matching(|s| s.trade.min_t = 1001.0), 0.0);
    close(matching(|s| s.trade.deal_cost = 1e9), 0.0);
}

#[test]
fn matching_stays_within_the_demand_left() {
    // Demand for 700 t: 600 t at 90 less 1000, then 100 t at 80 less 1000; a quarter of 53 000 + 7000.
    let mut scenario = three();
    (scenario.products.raw[0].demand_t, scenario.technologies.raw[0].yield_t_per_t) = (1400.0, 2.0);
    scenario.products.raw[0].price_per_t = 50.0;
    let matching = value_of(&at_join(scenario), 0, &[1, 2], &[]).matching;
    assert!((matching - 15_000.0).abs() < 1e-6, "{matching}");
}

#[test]
fn matching_counts_neither_stock_nor_its_own_waste_in_its_own_units() {
    let mut scenario = with([plant().holds(1000.0), plant().makes(500.0).crushes(1000.0)]);
    scenario.wastes.raw[0].reclaim_rate = 1.0;
    let world = at_join(scenario);
    close(value_of(&world, 0, &[1], &[]).matching, 0.0);
    close(value_of(&world, 1, &[0], &[]).matching, 0.0);
}

#[test]
fn matching_looks_at_what_the_last_trade_left() {
    let world = Case::new(three()).year().end().clone();
    // All 1000 t were traded.
    close(value_of(&world, 0, &[1, 2], &[]).matching, 0.0);
}

/// After a year in which 0 supplied 1000 t to 1: opex 30, haulage 10, deal cost 1000; levers .9, .8, .5.
fn after_a_deal() -> World {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
    scenario.technologies.raw[0].opex_per_t = 30.0;
    scenario.transport.modes[0].fixed_per_t = 10.0;
    scenario.trade.deal_cost = 1000.0;
    let effects = [(Lever::Opex, 0.2), (Lever::TransportCost, 0.4), (Lever::DealCost, 1.0)];
    scenario.infrastructure = ti_vec![infrastructure(&effects)];
    Case::new(scenario).year().end().clone()
}

#[test]
fn savings_are_halved_with_a_member_and_whole_on_conversion_for_others() {
    let world = after_a_deal();
    let savings = |plant, members: &[usize]| value_of(&world, plant, members, &[HALF]).savings;
    // Half of opex 3000, of haulage 2000, of deal cost 500.
    close(savings(1, &[0]), 2750.0);
    close(savings(0, &[1]), 2750.0);
    // With an outsider: the converter all of opex, the supplier nothing.
    close(savings(1, &[]), 3000.0);
    close(savings(0, &[]), 0.0);
}

#[test]
fn savings_on_conversion_of_its_own_waste_are_whole() {
    let mut scenario = with([plant().makes(1000.0).crushes(1000.0)]);
    scenario.technologies.raw[0].opex_per_t = 30.0;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Opex, 0.2)])];
    let world = Case::new(scenario).year().end().clone();
    close(value_of(&world, 0, &[], &[HALF]).savings, 3000.0);
}

/// One plant whose best project does not pay outside: 10 a tonne for two years at 10 %, against 20.
fn project() -> Scenario {
    let mut scenario = with([plant().makes(1000.0).may_crush(1e6)]);
    scenario.technologies.raw[0].opex_per_t = 90.0;
    scenario.technologies.raw[0].capex_per_t_year = 20.0;
    scenario.technologies.raw[0].life_years = 2;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Capex, 1.0)])];
    scenario
}

#[test]
fn a_project_that_pays_only_inside_counts_as_an_annuity() {
    // Annuity 1/1.1 + 1/1.21 = 1.7355; inside capex is halved: 10 000 - 10 000 / 1.7355 a year.
    let annuity = 1.0 / 1.1 + 1.0 / 1.21;
    let world = at_join(project());
    close(value_of(&world, 0, &[], &[HALF]).project, 10_000.0 - 10_000.0 / annuity);
    close(value_of(&world, 0, &[], &[0.0]).project, 0.0);
}

#[test]
fn only_what_a_project_gains_over_the_one_outside_counts() {
    // Capex 10 pays outside too; inside it is halved: the difference is 5000 over the annuity.
    let mut scenario = project();
    scenario.technologies.raw[0].capex_per_t_year = 10.0;
    let world = at_join(scenario);
    let annuity = 1.0 / 1.1 + 1.0 / 1.21;
    close(value_of(&world, 0, &[], &[HALF]).project, 5000.0 / annuity);
}

#[test]
fn each_project_is_turned_into_an_annuity_at_its_own_rate() {
    // The lever halves the rate to 5 %; no capital cost: both are the margin of 10 000 a year, nothing gained.
    let mut scenario = project();
    scenario.technologies.raw[0].capex_per_t_year = 1e-9;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::HurdleRate, 1.0)])];
    let world = at_join(scenario);
    assert!(value_of(&world, 0, &[], &[HALF]).project.abs() < 1e-6);
}

#[test]
fn expected_losses_avoided_add_up_over_risks() {
    // Rates .1 and .02, losses 1000 and 5000; levers .75 x .5 and .9: 100 x .625 + 100 x .1.
    let mut scenario = with([plant()]);
    scenario.risks = ti_vec![
        risk(Exposure::Plant, Effect::Loss, 0.1, 1000.0, 0.0),
        risk(Exposure::Plant, Effect::Loss, 0.02, 5000.0, 0.0),
    ];
    let effects = [
        (Lever::Hazard(RiskId::new(0)), 0.5),
        (Lever::Severity(RiskId::new(0)), 1.0),
        (Lever::Hazard(RiskId::new(1)), 0.2),
    ];
    scenario.infrastructure = ti_vec![infrastructure(&effects)];
    let world = at_join(scenario);
    close(value_of(&world, 0, &[], &[HALF]).risk, 72.5);
}

#[test]
fn a_stock_a_unit_and_a_deal_are_exposed_by_their_size() {
    // Stock 4 Mt, capacity 4 x .1 Mt, two deals; mean loss exp(.5^2 / 2) of the median. The exposure of the stock
    // counts by its root, as in the probability of an event [N3].
    let mut supplier = plant().makes(100_000.0);
    supplier.streams[0].stock_t = 4e6;
    let mut scenario = with([supplier, plant().makes(100_000.0), plant().crushes(400_000.0)]);
    let kind = |exposure, elasticity| circulus::scenario::Risk {
        elasticity,
        spread: 0.5,
        ..risk(exposure, Effect::Loss, 1e-9, 1e9, 0.0)
    };
    scenario.risks =
        ti_vec![kind(Exposure::Stock, 0.5), kind(Exposure::Capacity, 1.0), kind(Exposure::Deal, 1.0)];
    scenario.infrastructure =
        (0..3).map(|r| infrastructure(&[(Lever::Severity(RiskId::new(r)), 1.0)])).collect();
    let world = Case::new(scenario).year().end().clone();
    let mean = (0.125f64).exp();
    let risk_of = |plant, kind: usize| {
        let mut levels = [0.0; 3];
        levels[kind] = 100.0;
        value_of(&world, plant, &[], &levels).risk
    };
    all_close([risk_of(0, 0), risk_of(2, 0)], &[2.0 * mean, 0.0]);
    all_close([risk_of(0, 1), risk_of(2, 1)], &[0.0, 4.0 * mean]);
    all_close([risk_of(0, 2), risk_of(2, 2)], &[mean, 2.0 * mean]);
}
