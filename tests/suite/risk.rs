//! Events: their probability, their loss and their effect [R1].

use crate::support::{CERTAIN, Case, HALF, Says, all_close, close, infrastructure, plant, risk, with};
use circulus::ids::{PlantId, RiskId, TechnologyId, ti_vec};
use circulus::phase::Phase;
use circulus::scenario::{Effect, Exposure, Lever, Plant, Scenario};
use circulus::world::log::EventKind;

fn exposed(
    plants: impl IntoIterator<Item = Plant>,
    exposure: Exposure,
    effect: Effect,
    share: f64,
) -> Scenario {
    let mut scenario = with(plants);
    scenario.risks = ti_vec![risk(exposure, effect, CERTAIN, 1000.0, share)];
    scenario
}

/// Share of 4000 identical plants that are struck in a year.
fn struck(plant: Plant, exposure: Exposure, elasticity: f64, member: bool) -> f64 {
    let mut scenario = with((0..4000).map(|_| plant.clone()));
    scenario.risks = ti_vec![risk(exposure, Effect::Loss, 0.1, 1.0, 0.0)];
    scenario.risks.raw[0].elasticity = elasticity;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Hazard(RiskId::new(0)), 1.0)])];
    let everyone: Vec<usize> = if member { (0..4000).collect() } else { Vec::new() };
    let mut case = Case::new(scenario).in_cluster(&everyone).at_levels(&[HALF]);
    case.year().events().len() as f64 / 4000.0
}

#[test]
fn an_event_strikes_as_often_as_its_rate_exposure_and_levers_say() {
    // 1 - exp(-intensity), intensity .1 x exposure^elasticity, halved for members; standard deviation below .008.
    let near = |share: f64, intensity: f64| {
        let wanted = 1.0 - (-intensity).exp();
        assert!((share - wanted).abs() < 0.03, "{share} against {wanted}");
    };
    near(struck(plant(), Exposure::Plant, 1.0, false), 0.1);
    near(struck(plant(), Exposure::Plant, 1.0, true), 0.05);
    near(struck(plant().holds(4e6), Exposure::Stock, 1.0, false), 0.4);
    near(struck(plant().holds(4e6), Exposure::Stock, 0.5, false), 0.2);
    near(struck(plant().crushes(3e5), Exposure::Capacity, 1.0, false), 0.3);
    near(struck(plant().crushes(3e5), Exposure::Capacity, 1.0, true), 0.15);
}

#[test]
fn what_is_not_exposed_is_not_struck() {
    let events = |exposure| {
        let idle = [plant().makes(0.0), plant().crushes(0.0)];
        Case::new(exposed(idle, exposure, Effect::Loss, 0.0)).year().events().len()
    };
    assert_eq!(events(Exposure::Stock), 0);
    assert_eq!(events(Exposure::Capacity), 0);
    assert_eq!(events(Exposure::Deal), 0);
    assert_eq!(events(Exposure::Plant), 2);
    assert_eq!(events(Exposure::Product), 1);
}

#[test]
fn both_sides_of_a_deal_are_exposed_and_a_plants_own_waste_is_no_deal() {
    let plants = [plant().makes(1000.0), plant().makes(500.0).crushes(1500.0)];
    let year = Case::new(exposed(plants, Exposure::Deal, Effect::Loss, 0.0)).year();
    assert_eq!(year.deals().len(), 2);
    let struck: Vec<_> = year
        .events()
        .iter()
        .map(|event| (event.plant.map(PlantId::index), event.partner.map(PlantId::index)))
        .collect();
    assert_eq!(struck, [(Some(0), Some(1)), (Some(1), Some(0))]);
}

#[test]
fn events_strike_in_the_order_of_risks_then_plants() {
    let mut scenario = exposed([plant(), plant()], Exposure::Plant, Effect::Loss, 0.0);
    scenario.risks.push(scenario.risks.raw[0].clone());
    let order: Vec<_> =
        Case::new(scenario).year().events().iter().map(|e| (e.kind, e.plant.map(PlantId::index))).collect();
    let (first, second) = (EventKind::Risk(RiskId::new(0)), EventKind::Risk(RiskId::new(1)));
    assert_eq!(order, [(first, Some(0)), (first, Some(1)), (second, Some(0)), (second, Some(1))]);
}

#[test]
fn losses_are_lognormal_around_their_median() {
    let mut scenario = exposed((0..4001).map(|_| plant()), Exposure::Plant, Effect::Loss, 0.0);
    scenario.risks.raw[0].spread = 0.7;
    let year = Case::new(scenario).year();
    let mut losses: Vec<f64> = year.events().iter().map(|event| event.loss).collect();
    losses.sort_by(f64::total_cmp);
    assert!((losses[2000] / 1000.0 - 1.0).abs() < 0.06, "median {}", losses[2000]);
    // 84.13 % lie below exp(.7) medians.
    assert!((losses[3366] / 1000.0 - 0.7f64.exp()).abs() < 0.15, "upper {}", losses[3366]);
}

#[test]
fn levers_lower_a_members_loss_only() {
    let mut scenario = exposed([plant(), plant()], Exposure::Plant, Effect::Loss, 0.0);
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Severity(RiskId::new(0)), 1.0)])];
    let mut case = Case::new(scenario).in_cluster(&[0]).at_levels(&[HALF]);
    all_close(&case.year().end().plants.cash, &[-500.0, -1000.0]);
}

#[test]
fn the_company_covers_members_while_it_has_money() {
    // Half of 1000, of which the first gets 500 and the second what is left of 700.
    let mut scenario = exposed([plant(), plant(), plant(), plant()], Exposure::Plant, Effect::Loss, 0.0);
    (scenario.management.cover, scenario.management.budget) = (0.5, 700.0);
    let year = Case::new(scenario).in_cluster(&[1, 2, 3]).year();
    all_close(&year.end().plants.cash, &[-1000.0, -500.0, -800.0, -1000.0]);
    close(year.end().company.as_ref().unwrap().budget, 0.0);
    let covered: Vec<f64> = year.events().iter().map(|event| event.covered).collect();
    all_close(&covered, &[0.0, 500.0, 200.0, 0.0]);
}

#[test]
fn an_indebted_company_covers_nothing() {
    let mut scenario = exposed([plant()], Exposure::Plant, Effect::Loss, 0.0);
    scenario.management.cover = 0.5;
    let mut case = Case::new(scenario).in_cluster(&[0]);
    case.world.company.as_mut().unwrap().budget = -100.0;
    case.year();
    close(case.world.company.unwrap().budget, -100.0);
    close(case.world.plants.cash.raw[0], -1000.0);
}

#[test]
fn a_share_of_the_stock_is_released() {
    let plants = [plant().holds(2e6), plant().holds(1e6)];
    let year = Case::new(exposed(plants, Exposure::Stock, Effect::Release, 0.1)).year();
    all_close(&year.end().streams.stock_t, &[1.8e6, 0.9e6]);
    all_close(&year.end().streams.released_t, &[2e5, 1e5]);
    close(year.events()[0].released_t, 2e5);
}

#[test]
fn an_outage_takes_capacity_out_in_the_next_year() {
    let plants = [plant().makes(1000.0), plant().crushes(1000.0)];
    let mut case = Case::new(exposed(plants, Exposure::Capacity, Effect::Outage, 0.4));
    let first = case.year();
    assert_eq!(first.traded_t(), [1000.0]);
    all_close(&first.end().plants.outage, &[0.0, 0.4]);
    let second = case.year();
    all_close(second.traded_t(), &[600.0]);
    all_close(&second.end().plants.outage, &[0.0, 0.4]);
}

#[test]
fn an_outage_is_over_after_a_year() {
    let mut case = Case::new(with([plant().makes(1000.0), plant().crushes(1000.0)]));
    case.world.plants.outage.raw[1] = 0.4;
    let years = case.years(2);
    all_close([years[0].traded_t()[0], years[1].traded_t()[0]], &[600.0, 1000.0]);
}

#[test]
fn two_outages_leave_the_product_of_what_each_leaves() {
    let mut scenario = exposed([plant().crushes(1000.0)], Exposure::Capacity, Effect::Outage, 0.4);
    scenario.risks.push(scenario.risks.raw[0].clone());
    all_close(&Case::new(scenario).year().end().plants.outage, &[0.64]);
}

#[test]
fn a_breach_ends_the_plants_contracts_and_both_sides_trust_falls_if_they_are_members() {
    // Only converter 1 is struck; its contracts with 0 and 2 end, that of 3 with 4 at the far end stays.
    let mut plants = vec![plant().makes(1000.0), plant().crushes(2000.0), plant().makes(1000.0)];
    plants.push(plant().makes(1000.0).at_km(500.0));
    plants.push(plant().at_km(500.0));
    plants[4].units.push(circulus::scenario::InitialUnit {
        technology: TechnologyId::new(0),
        capacity_t: 1000.0,
        age_years: 0,
    });
    let mut scenario = exposed(plants, Exposure::Capacity, Effect::Breach, 0.0);
    scenario.transport.modes[0].per_t_km = 1.0;
    (scenario.trade.contract_years, scenario.join.trust_loss) = (5, 0.3);
    // 2000 t: exposure .02; 1000 t: .01. A high power of them tells the two apart.
    (scenario.risks.raw[0].rate, scenario.risks.raw[0].elasticity) = (CERTAIN * 1e34, 20.0);
    let year = Case::new(scenario).in_cluster(&[0, 1, 2, 3, 4]).year();
    assert_eq!(year.after(Phase::Trade).contracts.len(), 3);
    assert_eq!(year.events().len(), 1);
    assert_eq!(year.events()[0].contracts_ended, 2);
    assert_eq!(year.end().contracts.len(), 1);
    all_close(&year.after(Phase::Risk).plants.trust, &[0.35, 0.35, 0.35, 0.5, 0.5]);
}

#[test]
fn only_members_lose_trust_and_partners_only_where_a_contract_ends() {
    // A deal without a contract: the plant that is struck loses trust if it is a member, its partner does not [N9].
    let trust = |members: &[usize]| {
        let plants = [plant().makes(1000.0), plant().crushes(1000.0)];
        let mut scenario = exposed(plants, Exposure::Capacity, Effect::Breach, 0.0);
        scenario.join.trust_loss = 0.3;
        let year = Case::new(scenario).in_cluster(members).year();
        assert_eq!([year.deals().len(), year.events().len()], [1, 1]);
        year.after(Phase::Risk).plants.trust.raw.clone()
    };
    all_close(trust(&[0, 1]), &[0.5, 0.35]);
    all_close(trust(&[0]), &[0.5, 0.5]);
    // A given contract is a contract, too; it ends, and the side that is a member loses trust.
    let plants = [plant().makes(1000.0), plant().crushes(1000.0)];
    let mut scenario = exposed(plants, Exposure::Capacity, Effect::Breach, 0.0);
    scenario.join.trust_loss = 0.3;
    scenario.contracts.push(circulus::scenario::GivenContract {
        supplier: PlantId::new(0),
        waste: circulus::ids::WasteId::new(0),
        converter: PlantId::new(1),
        technology: TechnologyId::new(0),
        source: circulus::world::log::Source::Fresh,
        t_per_year: 1000.0,
        until: 2100,
    });
    let year = Case::new(scenario).in_cluster(&[0]).year();
    assert_eq!(year.events()[0].contracts_ended, 1);
    all_close(&year.after(Phase::Risk).plants.trust, &[0.35, 0.5]);
}

#[test]
fn a_price_drop_persists_as_shocks_do() {
    // The deviation is 0 in the first year and drops by .3. Half of that persists into the second year: the price is
    // 100 exp(-.15), and the next drop takes the deviation to -.45.
    let mut scenario = exposed([plant()], Exposure::Product, Effect::PriceDrop, 0.3);
    scenario.products.raw[0].persistence = 0.5;
    let years = Case::new(scenario).years(2);
    close(years[0].end().market.price_per_t.raw[0], 100.0);
    close(years[1].end().market.price_per_t.raw[0], 100.0 * (-0.15f64).exp());
    close(years[1].end().market.deviation.raw[0], -0.45);
}

#[test]
fn a_products_loss_falls_on_its_makers_by_capacity() {
    // 4000 over 100 t and 300 t; no lever acts on a product; half of the member's part is covered [N9].
    let mut scenario = exposed(
        [plant().crushes(100.0), plant().crushes(300.0), plant()],
        Exposure::Product,
        Effect::Loss,
        0.0,
    );
    scenario.risks.raw[0].loss = 4000.0;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Severity(RiskId::new(0)), 1.0)])];
    (scenario.management.cover, scenario.management.budget) = (0.5, 1e6);
    let mut case = Case::new(scenario).in_cluster(&[0]).at_levels(&[HALF]);
    let year = case.year();
    all_close(&year.end().plants.cash, &[-500.0, -3000.0, 0.0]);
    let event = year.events()[0];
    all_close([event.loss, event.loss_members, event.covered], &[4000.0, 1000.0, 500.0]);
}

#[test]
fn exposure_is_that_of_the_world_before_the_phase() {
    // The first risk releases everything, but the second one is drawn on the stock before the phase: both strike.
    let mut scenario = exposed([plant().holds(2000.0)], Exposure::Stock, Effect::Release, 1.0);
    scenario.risks.push(scenario.risks.raw[0].clone());
    let year = Case::new(scenario).year();
    assert_eq!(year.events().len(), 2);
    all_close(&year.end().streams.stock_t, &[0.0]);
}
