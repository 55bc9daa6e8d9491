//! Fees by hazard class, a carbon price, a levy on primary material, fees for the company [N7].

use crate::common::Desk;
use crate::support::{Case, HALF, Says, all_close, close, infrastructure, plant, with};
use circulus::ids::{TiVec, ti_vec};
use circulus::phase::Phase;
use circulus::scenario::{ByClass, HazardClass, Lever, Policy, Scenario, TransportMode};

/// Supplier 0 makes 1000 t, which converter 1 takes 100 km away. A tonne gives 2 t of product at 50 each for an opex of
/// 30, so 70 without haulage and policy. A tonne of product avoids .3 t of CO2 and replaces 1.5 t of primary material;
/// converting a tonne of waste emits .1 t, and hauling it a kilometre .001 t.
fn pair() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(2000.0).at_km(100.0)]);
    scenario.products.raw[0].price_per_t = 50.0;
    scenario.transport.modes[0].co2_t_per_t_km = 0.001;
    let technology = &mut scenario.technologies.raw[0];
    (technology.yield_t_per_t, technology.opex_per_t) = (2.0, 30.0);
    (technology.co2_avoided_t_per_t, technology.co2_emitted_t_per_t) = (0.3, 0.1);
    technology.primary_replaced_t_per_t = 1.5;
    scenario
}

fn surplus(scenario: Scenario) -> f64 {
    Case::new(scenario).year().deal().surplus_per_t
}

/// The surplus of the pair under a policy.
fn under(policy: impl FnOnce(&mut Policy)) -> f64 {
    let mut scenario = pair();
    policy(&mut scenario.policy[0]);
    surplus(scenario)
}

#[test]
fn carbon_is_paid_for_what_is_avoided_and_charged_for_what_is_emitted_and_hauled() {
    // 70 + 50 x (2 x .3 - .1 - 100 x .001) = 90.
    let with = |change: fn(&mut Scenario)| {
        let mut scenario = pair();
        scenario.policy[0].carbon_price_per_t = 50.0;
        change(&mut scenario);
        surplus(scenario)
    };
    close(under(|_| {}), 70.0);
    close(with(|_| {}), 90.0);
    close(with(|s| s.technologies.raw[0].co2_avoided_t_per_t = 0.4), 100.0);
    close(with(|s| s.technologies.raw[0].co2_emitted_t_per_t = 0.2), 85.0);
    close(with(|s| s.transport.modes[0].co2_t_per_t_km = 0.002), 85.0);
    close(with(|s| s.policy[0].carbon_price_per_t = 100.0), 110.0);
}

#[test]
fn the_levy_is_saved_on_primary_material_by_the_tonne_of_product() {
    // 70 + 10 x 2 x 1.5.
    close(under(|policy| policy.primary_levy_per_t = 10.0), 100.0);
}

#[test]
fn a_plants_own_waste_emits_nothing_on_a_haul() {
    let mut scenario = pair();
    scenario.plants.truncate(1);
    scenario.plants.raw[0] = plant().makes(1000.0).crushes(2000.0);
    scenario.policy[0].carbon_price_per_t = 50.0;
    close(surplus(scenario), 95.0);
}

#[test]
fn the_carbon_price_chooses_no_mode_and_no_lever_acts_on_it() {
    // By road 100 x .2 = 20, by rail 15 + 100 x .1 = 25: the road serves, and emits .1 t; the rail .001 t.
    let mut scenario = pair();
    scenario.policy[0].carbon_price_per_t = 50.0;
    scenario.transport.modes[0].per_t_km = 0.2;
    let rail =
        TransportMode { name: "rail".into(), fixed_per_t: 15.0, per_t_km: 0.1, co2_t_per_t_km: 0.00001 };
    scenario.transport.modes.push(rail);
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::TransportCost, 1.0)])];
    let surplus = |scenario: &Scenario, members: &[usize]| {
        let mut case = Case::new(scenario.clone()).in_cluster(members).at_levels(&[HALF]);
        case.year().deal().surplus_per_t
    };
    close(surplus(&scenario, &[]), 90.0 - 20.0);
    close(surplus(&scenario, &[0, 1]), 90.0 - 10.0);
    scenario.transport.modes[1].fixed_per_t = 5.0;
    close(surplus(&scenario, &[]), 95.0 - 50.0 * 0.001 - 15.0);
}

#[test]
fn each_class_has_its_factor_besides_the_common_one() {
    // Slag is of class IV: 70 + 1.5 x 3 x 20.
    let fee = |class, factor| {
        let mut scenario = pair();
        scenario.wastes.raw[0].disposal_fee_per_t = 20.0;
        scenario.policy[0].disposal_fee_factor = 1.5;
        scenario.policy[0].fee_factor_class[class] = factor;
        surplus(scenario)
    };
    all_close(
        [fee(HazardClass::IV, 1.0), fee(HazardClass::IV, 3.0), fee(HazardClass::IV, 0.0)],
        &[100.0, 160.0, 70.0],
    );
    for other in [HazardClass::I, HazardClass::II, HazardClass::III, HazardClass::V] {
        close(fee(other, 3.0), 100.0);
    }
}

#[test]
fn waste_from_stock_saves_no_fee_but_has_the_other_terms() {
    // 70 + 50 x .4 + 10 x 3, and no fee.
    let mut scenario = pair();
    scenario.plants.raw[0] = plant().holds(1000.0);
    scenario.wastes.raw[0].reclaim_rate = 1.0;
    scenario.wastes.raw[0].disposal_fee_per_t = 20.0;
    let policy = &mut scenario.policy[0];
    (policy.carbon_price_per_t, policy.primary_levy_per_t) = (50.0, 10.0);
    policy.fee_factor_class = ByClass::all(7.0);
    close(surplus(scenario), 120.0);
}

#[test]
fn policies_make_a_losing_deal_pay_and_a_paying_deal_lose() {
    let traded = |opex, carbon, levy| {
        let mut scenario = pair();
        scenario.technologies.raw[0].opex_per_t = opex;
        let policy = &mut scenario.policy[0];
        (policy.carbon_price_per_t, policy.primary_levy_per_t) = (carbon, levy);
        Case::new(scenario).year().traded_t().len()
    };
    assert_eq!([traded(110.0, 0.0, 0.0), traded(110.0, 50.0, 0.0), traded(110.0, 0.0, 10.0)], [0, 1, 1]);
    let mut scenario = pair();
    scenario.technologies.raw[0].co2_emitted_t_per_t = 2.0;
    scenario.policy[0].carbon_price_per_t = 50.0; // 70 - 50 x 1.5
    assert_eq!(Case::new(scenario).year().traded_t().len(), 0);
}

#[test]
fn a_project_counts_on_carbon_price_and_levy() {
    // A converter 100 km from 1000 t: 70 + 50 x .4 + 10 x 3 a tonne, of which it keeps half.
    let mut scenario = pair();
    scenario.plants.raw[1] = plant().may_crush(1e6).at_km(100.0);
    scenario.invest.attention = 1.0;
    let policy = &mut scenario.policy[0];
    (policy.carbon_price_per_t, policy.primary_levy_per_t) = (50.0, 10.0);
    close(Case::new(scenario).year().projects()[0].margin_per_t, 60.0);
}

#[test]
fn a_dated_policy_counts_from_its_year() {
    let mut scenario = pair();
    scenario.wastes.raw[0].disposal_fee_per_t = 20.0;
    for policy in &mut scenario.policy[1..] {
        policy.carbon_price_per_t = 50.0;
    }
    for policy in &mut scenario.policy[2..] {
        policy.primary_levy_per_t = 10.0;
        policy.fee_factor_class[HazardClass::IV] = 2.0;
    }
    let years = Case::new(scenario).years(3);
    let each: Vec<f64> = years.iter().map(|year| year.deal().surplus_per_t).collect();
    all_close(&each, &[90.0, 110.0, 160.0]);
}

/// Two plants that place 1000 and 500 t of class IV at 20, and 200 t of class V at 5.
fn placing() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().makes(500.0)]);
    scenario.wastes.raw[0].disposal_fee_per_t = 20.0;
    let mut sand = scenario.wastes.raw[0].clone();
    (sand.id, sand.hazard_class) = ("sand".into(), HazardClass::V);
    (sand.disposal_fee_per_t, sand.placement_cost_per_t) = (5.0, 1.0);
    scenario.wastes.push(sand);
    let mut of_sand = scenario.plants.raw[1].streams[0];
    (of_sand.waste, of_sand.t_per_year) = (circulus::ids::WasteId::new(1), 200.0);
    scenario.plants.raw[1].streams.push(of_sand);
    let policy = &mut scenario.policy[0];
    (policy.disposal_fee_factor, policy.fees_to_company) = (1.5, 0.1);
    policy.fee_factor_class[HazardClass::IV] = 2.0;
    policy.fee_factor_class[HazardClass::V] = 3.0;
    scenario
}

#[test]
fn the_company_gets_its_share_of_all_fees_at_the_end_of_dispose() {
    // 1500 x 1.5 x 2 x 20 + 200 x 1.5 x 3 x 5 = 94 500 owed, of members and others; a tenth of it, 9450.
    let year = Case::new(placing()).in_cluster(&[0]).year();
    let (before, after) = (year.after(Phase::Invest), year.after(Phase::Dispose));
    close(after.ledger.disposal_fees, 94_500.0);
    close(after.ledger.disposal_bill, 94_500.0 + 200.0);
    let budget = |world: &circulus::world::World| world.company.as_ref().unwrap().budget;
    all_close([budget(before), budget(after), budget(year.end())], &[0.0, 9450.0, 9450.0]);
    assert_eq!(before.plants.cash, after.plants.cash);
}

#[test]
fn an_ended_cluster_gets_no_fees() {
    let mut scenario = placing();
    scenario.policy[1] = scenario.policy[0];
    (scenario.management.overhead, scenario.management.credit) = (1e6, 100.0);
    let years = Case::new(scenario).years(2);
    let company = years[0].end().company.clone().unwrap();
    assert!(!company.lives);
    close(company.budget, 9450.0 - 1e6);
    close(years[1].end().company.as_ref().unwrap().budget, company.budget);
    assert!(years[1].end().ledger.disposal_fees > 0.0);
}

#[test]
fn without_a_carbon_price_emissions_change_no_surplus() {
    let mut plain = crate::valley::valley();
    plain.years = 8;
    plain.policy.truncate(8);
    let mut dirty = plain.clone();
    dirty.transport.modes[0].co2_t_per_t_km = 1e-4;
    dirty.technologies.iter_mut().for_each(|of| of.co2_emitted_t_per_t = 0.1);
    let gains = |scenario: &Scenario| -> Vec<u64> {
        let run = crate::valley::run_of(scenario, 0);
        run.cluster.deals.iter().map(|row| row.deal.surplus_per_t.to_bits()).collect()
    };
    assert_eq!(gains(&plain), gains(&dirty));
}

#[test]
fn keys_of_policy_are_set_dated_and_written_out() {
    let plain = include_str!("neutral.toml");
    let sets = [
        "policy.fee_factor_class.IV=2",
        "policy.carbon_price=10",
        "policy.change.2003.fee_factor_class={ V = 3, IV = 4 }",
        "policy.change.2003.carbon_price=20",
        "policy.change.2004.fee_factor_class.V=5",
        "policy.change.2004.primary_levy=6",
        "policy.change.2005.fees_to_company=0.5",
        "transport.mode.road.co2_per_tkm=0.0001",
        "technology.crushing.co2_emitted=-0.2",
    ];
    let sets: Vec<String> = sets.map(String::from).into();
    let loaded = circulus::scenario::from_toml(plain, &sets).unwrap();
    let of = |t: usize| {
        let policy = &loaded.scenario.policy[t];
        let by_class: Vec<f64> = policy.fee_factor_class.iter().map(|(_, factor)| factor).collect();
        (by_class, policy.carbon_price_per_t, policy.primary_levy_per_t, policy.fees_to_company)
    };
    assert_eq!(of(2), (vec![1.0, 1.0, 1.0, 2.0, 1.0, 1.0], 10.0, 0.0, 0.0));
    assert_eq!(of(3), (vec![1.0, 1.0, 1.0, 4.0, 3.0, 1.0], 20.0, 0.0, 0.0));
    assert_eq!(of(4), (vec![1.0, 1.0, 1.0, 4.0, 5.0, 1.0], 20.0, 6.0, 0.0));
    assert_eq!(of(9), (vec![1.0, 1.0, 1.0, 4.0, 5.0, 1.0], 20.0, 6.0, 0.5));
    assert_eq!(loaded.scenario.transport.modes[0].co2_t_per_t_km, 0.0001);
    assert_eq!(loaded.scenario.technologies.raw[0].co2_emitted_t_per_t, -0.2);
    assert!(
        loaded.as_meant.contains("fee_factor_class = { I = 1.0, II = 1.0, III = 1.0, IV = 2.0, V = 1.0 }")
    );
    assert_eq!(circulus::scenario::from_toml(&loaded.as_meant, &[]).unwrap().scenario, loaded.scenario);
    for (set, told) in [
        ("policy.fee_factor_class.VI=2", "unknown hazard class 'VI'"),
        ("policy.fee_factor_class.IV=-1", "from 0 to 1e6"),
        ("policy.carbon_price=-1", "from 0 to 1e9"),
        ("policy.fees_to_company=1.5", "from 0 to 1"),
        ("transport.mode.road.co2_per_tkm=-1", "from 0 to 1"),
    ] {
        let refused = circulus::scenario::from_toml(plain, &[set.into()]).unwrap_err().to_string();
        assert!(refused.contains(told), "{set}: {refused}");
    }
    let twice = "[[policy.change]]\nyear = 2003\nfee_factor_class = { IV = 2 }\n";
    let twice = plain.replace("[transport]", &format!("{twice}{twice}[transport]"));
    let refused = circulus::scenario::from_toml(&twice, &[]).unwrap_err().to_string();
    assert!(refused.contains("policy.change.2003.fee_factor_class.IV"), "{refused}");
}

#[test]
fn a_scenario_changed_in_code_is_held_to_the_ranges() {
    let mut scenario = pair();
    scenario.policy[3].fee_factor_class[HazardClass::II] = f64::NAN;
    scenario.policy[3].fees_to_company = 2.0;
    let told = scenario.check().unwrap_err().to_string();
    assert!(told.contains("fee_factor_class") && told.contains("fees_to_company"), "{told}");
}

#[test]
fn the_parts_of_a_surplus_are_told_apart() {
    let mut scenario = pair();
    let policy = &mut scenario.policy[0];
    (policy.carbon_price_per_t, policy.primary_levy_per_t) = (50.0, 10.0);
    let world = Case::new(scenario).year().after(Phase::Market).clone();
    let outlook = circulus::rules::outlook::Outlook::now(&world);
    let links: &TiVec<_, circulus::region::Link> = &world.region.links;
    let parts = outlook.unit_surplus(&links.raw[0], circulus::world::log::Source::Fresh);
    all_close([parts.revenue, parts.opex, parts.carbon, parts.levy], &[100.0, 30.0, 20.0, 30.0]);
    close(parts.total(), 120.0);
}

/// A waste of another country has no Russian class; what other scenarios have is as it was.
#[test]
fn a_waste_may_have_no_hazard_class_and_an_entry_in_a_catalogue() {
    let desk = Desk::new();
    let text = circulus::scenario::template();
    let none = text.replacen("hazard_class = \"IV\"", "hazard_class = \"none\"\ncode = \"EWC 01 03 06\"", 1);
    assert_ne!(text, none);
    let load = |text: &str, sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        circulus::scenario::from_toml(text, &sets).unwrap()
    };
    let (with, without) = (load(&none, &[]), load(&text, &[]));
    assert!(
        with.as_meant.contains("V = 1.0, none = 1.0 }") && with.as_meant.contains("code = \"EWC 01 03 06\"")
    );
    assert!(!without.as_meant.contains("none = ") && !without.as_meant.contains("code = "));
    assert_eq!(
        load(&with.as_meant, &[]),
        circulus::scenario::Loaded { files: vec!["scenario".into()], ..with.clone() }
    );
    let factor =
        |loaded: &circulus::scenario::Loaded| loaded.scenario.policy[0].fee_factor_class[HazardClass::None];
    assert_eq!((factor(&with), factor(&load(&none, &["policy.fee_factor_class.none=3"]))), (1.0, 3.0));
    for (name, text, there) in [("none", &none, true), ("all", &text, false)] {
        desk.write(&format!("{name}.toml"), text);
        desk.circulus(&format!("run {name}.toml --no-pictures --name {name}")).well();
        let table = std::fs::read_to_string(desk.path(&format!("outputs/{name}/indicators.csv"))).unwrap();
        assert_eq!(
            table.lines().next().unwrap().contains(",stock_class_V_t,stock_class_none_t,"),
            there,
            "{name}"
        );
    }
    let report = circulus_report_of(&desk, "none");
    assert!(report.contains("(EWC 01 03 06)"));
}

fn circulus_report_of(desk: &Desk, run: &str) -> String {
    desk.circulus(&format!("report outputs/{run} --out {run}.html")).well();
    std::fs::read_to_string(desk.path(&format!("{run}.html"))).unwrap()
}
