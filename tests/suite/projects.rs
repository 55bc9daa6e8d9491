//! What plants build [I1].

use crate::support::{CERTAIN, Case, HALF, Says, Year, all_close, close, infrastructure, plant, risk, with};
use circulus::explain::{Explained, Subject, explain};
use circulus::ids::{PlantId, StreamId, ti_vec};
use circulus::phase::Phase;
use circulus::record::projects::{ProjectEnd, ProjectRow, Projects};
use circulus::record::recorder::Detail;
use circulus::scenario::{Effect, Exposure, Lever, Plant, Scenario};
use circulus::simulation::Which;

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

fn first_sizes(scenario: Scenario) -> Vec<f64> {
    sizes(&Case::new(scenario).year())
}

#[test]
fn size_is_the_least_of_supply_room_in_the_market_and_largest_unit() {
    let size = |change: fn(&mut Scenario)| {
        let mut scenario = attentive([builder()]);
        change(&mut scenario);
        first_sizes(scenario)
    };
    assert_eq!(size(|_| {}), [1000.0]);
    assert_eq!(size(|s| s.technologies.raw[0].max_size_t = 700.0), [700.0]);
    assert_eq!(size(|s| s.products.raw[0].demand_t = 600.0), [600.0]);
    assert_eq!(
        size(|s| (s.products.raw[0].demand_t, s.technologies.raw[0].yield_t_per_t) = (600.0, 2.0)),
        [300.0]
    );
    assert_eq!(size(|s| s.technologies.raw[0].min_size_t = 1000.0), [1000.0]);
    assert!(size(|s| s.technologies.raw[0].min_size_t = 1000.1).is_empty());
    assert!(size(|s| s.invest.attention = 0.0).is_empty());
}

#[test]
fn no_unit_is_smaller_than_a_gram() {
    assert_eq!(first_sizes(attentive([plant().makes(1e-5).may_crush(1e9)])), [1e-5]);
    assert!(first_sizes(attentive([plant().makes(1e-7).may_crush(1e9)])).is_empty());
}

#[test]
fn idle_and_coming_capacity_leave_less_room() {
    // Plant 1 keeps 300 t idle (the haul of 200 eats the surplus of 100); demand 1000; 700 are left to build.
    let mut scenario = attentive([builder(), plant().crushes(300.0).at_km(200.0)]);
    scenario.transport.modes[0].per_t_km = 1.0;
    scenario.products.raw[0].demand_t = 1000.0;
    scenario.invest.build_years = 5;
    let years = Case::new(scenario).years(2);
    assert_eq!(sizes(&years[0]), [700.0]);
    assert!(sizes(&years[1]).is_empty(), "ordered capacity still counts a year later");
}

#[test]
fn a_project_shrinks_to_what_can_be_paid() {
    // 10 a tonne, half of it borrowed for 5 years without interest: the own half and a first fifth of the other are 6 a
    // tonne, so 2400 of cash pay for 400 t [N2].
    let mut scenario = attentive([plant().makes(1000.0).may_crush(2400.0)]);
    (scenario.invest.loan_share, scenario.invest.loan_years) = (0.5, 5);
    all_close(first_sizes(scenario.clone()), &[400.0]);
    scenario.technologies.raw[0].min_size_t = 401.0;
    assert!(first_sizes(scenario).is_empty());
    // At 50 % interest for two years the payment is .9 of the loan.
    let mut scenario = attentive([plant().makes(1000.0).may_crush(3800.0)]);
    (scenario.invest.loan_share, scenario.invest.loan_years, scenario.invest.loan_rate) = (0.5, 2, 0.5);
    all_close(first_sizes(scenario), &[400.0]);
    // 10 000 (Q/1000)^.5, nothing borrowed: 5000 of cash pay for 250 t.
    let mut scenario = attentive([plant().makes(1000.0).may_crush(5000.0)]);
    scenario.technologies.raw[0].scale_exponent = 0.5;
    all_close(first_sizes(scenario), &[250.0]);
    assert!(first_sizes(attentive([plant().makes(1000.0).may_crush(-1.0)])).is_empty());
}

#[test]
fn the_years_budget_can_be_spent_and_payments_of_older_loans_cannot() {
    // 10 a tonne from cash: 1000 + 700 - 200 for older loans pay for 150 t.
    let mut scenario = attentive([plant().makes(1000.0).may_crush(1000.0)]);
    scenario.plants.raw[0].budget = 700.0;
    let mut case = Case::new(scenario);
    let loan = circulus::world::plants::Loan { plant: PlantId::new(0), payment: 200.0, years_left: 1 };
    case.world.loans.push(loan);
    case.world.plants.debt_service.raw[0] = 200.0;
    all_close(sizes(&case.year()), &[150.0]);
}

#[test]
fn no_plant_becomes_insolvent_by_its_order() {
    // Half of the capital is borrowed at 10 % for a year; the unit earns nothing before the next year.
    let mut scenario = attentive([builder()]);
    scenario.plants.raw[0].cash = 5000.0;
    (scenario.invest.loan_share, scenario.invest.loan_rate) = (0.5, 0.1);
    scenario.invest.insolvency_limit = 1e-6;
    let mut case = Case::new(scenario);
    let year = case.year();
    assert_eq!(year.projects().len(), 1);
    assert!(year.events().is_empty());
    assert!(case.world.plants.cash.raw[0].abs() < 1e-6, "all of its cash, and no more");
}

#[test]
fn waste_that_an_order_has_claimed_is_not_counted_by_another_until_the_unit_works() {
    // 1000 t a year; a unit for 600 t, built for three years. The next one sees the other 400, then nothing.
    let mut scenario = attentive([builder()]);
    scenario.technologies.raw[0].max_size_t = 600.0;
    scenario.invest.build_years = 3;
    let mut case = Case::new(scenario.clone());
    let years = case.years(6);
    let supplies: Vec<Vec<f64>> =
        years.iter().map(|year| year.projects().iter().map(|project| project.supply_t).collect()).collect();
    assert_eq!(supplies, [vec![1000.0], vec![400.0], vec![], vec![], vec![], vec![]]);
    let traded: Vec<f64> = years.iter().map(|year| year.traded_t().iter().sum()).collect();
    assert_eq!(traded, [0.0, 0.0, 0.0, 0.0, 600.0, 1000.0]);
    let claimed = |year: usize, phase| years[year].after(phase).claims.of(StreamId::new(0));
    // The first unit works in year 4, the second in year 5; claims stand until the trade of that year.
    assert_eq!(claimed(0, Phase::Invest), [600.0, 0.0]);
    assert_eq!(claimed(4, Phase::Join), [1000.0, 0.0]);
    assert_eq!(claimed(4, Phase::Trade), [400.0, 0.0]);
    assert_eq!(claimed(5, Phase::Trade), [0.0, 0.0]);
    // What an explanation tells to be claimed, before and after the second order.
    let told = |year: usize| {
        let year = scenario.start_year + year as i32;
        match explain(&scenario, 0, Which::Cluster, year, Subject::Plant(PlantId::new(0))).unwrap() {
            Explained::Plant(told) => told.invest.choices[0].claimed_t,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!([0, 1, 2].map(told), [0.0, 600.0, 1000.0]);
    let coming = |year: usize, phase| years[year].after(phase).capacity.coming_t.raw[0];
    assert_eq!(
        [coming(4, Phase::Join), coming(4, Phase::Trade), coming(5, Phase::Trade)],
        [1000.0, 400.0, 0.0]
    );
}

#[test]
fn an_insolvent_plants_claims_are_gone() {
    let mut scenario = attentive([plant().makes(1000.0), builder().at_km(1.0)]);
    scenario.plants.raw[1].streams.clear();
    scenario.invest.build_years = 3;
    scenario.invest.insolvency_limit = 10.0;
    let mut case = Case::new(scenario);
    let year = case.year();
    assert_eq!(year.end().claims.of(StreamId::new(0)), [1000.0, 0.0]);
    case.world.plants.cash.raw[1] = -100.0;
    let next = case.year();
    assert_eq!(next.events().len(), 1);
    assert_eq!(next.end().claims.of(StreamId::new(0)), [0.0, 0.0]);
}

#[test]
fn the_margin_is_the_mean_of_its_own_share_over_the_reachable_tonnes() {
    // Own 1000 t at 100; 3000 t of a neighbour at half of 90: (100 000 + 135 000) / 4000 = 58.75.
    let mut scenario = attentive([builder(), plant().makes(3000.0)]);
    scenario.transport.modes[0].fixed_per_t = 10.0;
    let project = Case::new(scenario).year().projects()[0];
    all_close([project.supply_t, project.margin_per_t], &[4000.0, 58.75]);
}

#[test]
fn supply_is_what_known_plants_have_left_fresh_and_in_stock_where_its_share_is_positive() {
    // Fresh 1000 less 400 that are traded; a tenth of 5000 in stock; 900 t at a haul of 150 are not worth it.
    let mut first = builder().crushes(400.0);
    first.streams[0].stock_t = 5000.0;
    let mut scenario = attentive([first, plant().makes(900.0).at_km(150.0)]);
    scenario.transport.modes[0].per_t_km = 1.0;
    scenario.wastes.raw[0].reclaim_rate = 0.1;
    scenario.wastes.raw[0].reclaim_cost_per_t = 200.0;
    let supply = |scenario: &Scenario| Case::new(scenario.clone()).year().projects()[0].supply_t;
    close(supply(&scenario), 600.0);
    scenario.wastes.raw[0].reclaim_cost_per_t = 20.0; // now the stock pays; capacity for 400 goes to fresh first
    close(supply(&scenario), 1100.0);
    scenario.plants.raw[1].lat_deg = 0.0;
    close(supply(&scenario), 2000.0);
    scenario.trade.acquaintance = 0.0;
    close(supply(&scenario), 1100.0);
}

#[test]
fn supply_from_stock_is_what_the_trade_left_on_offer() {
    // A tenth of 1000 t is on offer, and 60 t of it are converted: 40 t are left [N2].
    let mut scenario = attentive([plant().holds(1000.0).crushes(60.0).may_crush(1e9)]);
    scenario.wastes.raw[0].reclaim_rate = 0.1;
    let year = Case::new(scenario).year();
    assert_eq!(year.traded_t(), [60.0]);
    close(year.projects()[0].supply_t, 40.0);
}

#[test]
fn npv_is_the_discounted_margin_less_capital_cost() {
    // 100 x 1000 x .8 x (1/1.1 + 1/1.21) - 10 x 1000.
    let mut scenario = attentive([builder()]);
    scenario.technologies.raw[0].life_years = 2;
    scenario.invest.expected_use = 0.8;
    let project = Case::new(scenario.clone()).year().projects()[0];
    all_close([project.capex, project.npv], &[10_000.0, 80_000.0 * (1.0 / 1.1 + 1.0 / 1.21) - 10_000.0]);
    // At 139 a tonne it does not pay.
    scenario.technologies.raw[0].capex_per_t_year = 139.0;
    assert!(first_sizes(scenario).is_empty());
}

#[test]
fn subsidy_and_levers_lower_capital_cost_and_a_members_rate() {
    let mut scenario = attentive([builder()]);
    scenario.policy[0].capex_subsidy = 0.3;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Capex, 0.4), (Lever::HurdleRate, 0.5)])];
    let project = |members: &[usize]| {
        let mut case = Case::new(scenario.clone()).in_cluster(members).at_levels(&[HALF]);
        case.year().projects()[0]
    };
    let (outside, inside) = (project(&[]), project(&[0]));
    all_close([outside.capex, outside.rate], &[7000.0, 0.1]);
    all_close([inside.capex, inside.rate], &[5600.0, 0.075]);
}

#[test]
fn large_units_are_cheaper_per_tonne() {
    let capex = |t: f64| {
        let mut scenario = attentive([plant().makes(t).may_crush(1e9)]);
        scenario.technologies.raw[0].scale_exponent = 0.7;
        Case::new(scenario).year().projects()[0].capex
    };
    close(capex(1000.0), 10_000.0);
    close(capex(8000.0), 10_000.0 * 8.0f64.powf(0.7));
}

/// Two builders at the origin, 1000 t at 1 km and 1000 t at 11 km; haulage is 1 per km.
fn two_builders() -> Scenario {
    let buyer = || plant().may_crush(1e9);
    let mut scenario =
        attentive([buyer(), buyer(), plant().makes(1000.0).at_km(11.0), plant().makes(1000.0).at_km(1.0)]);
    scenario.transport.modes[0].per_t_km = 1.0;
    scenario.technologies.raw[0].max_size_t = 600.0;
    scenario
}

#[test]
fn announced_projects_claim_from_the_nearest_supplier() {
    // First: half of (99 + 89) / 2. It takes 600 t of the near one; the second finds 400 near, 1000 far.
    let projects = Case::new(two_builders()).year().projects();
    assert_eq!(projects.len(), 2);
    assert!((projects[0].supply_t - 2000.0).abs() < 1e-6 && (projects[0].margin_per_t - 47.0).abs() < 1e-6);
    let margin = (400.0 * 99.0 + 1000.0 * 89.0) / 1400.0 / 2.0;
    assert!((projects[1].supply_t - 1400.0).abs() < 1e-6 && (projects[1].margin_per_t - margin).abs() < 1e-6);
}

#[test]
fn announced_projects_leave_less_demand() {
    let mut scenario = two_builders();
    scenario.products.raw[0].demand_t = 1000.0;
    assert_eq!(first_sizes(scenario), [600.0, 400.0]);
}

#[test]
fn the_drawn_order_decides_who_is_first() {
    let first = |seed: u64| {
        let mut scenario = two_builders();
        scenario.seed = seed;
        let mut case = Case::new(scenario);
        let mut order = case.luck.draws(circulus::random::Purpose::Order, 0, 0);
        let earlier = if order.uniform(0) < order.uniform(1) { 0 } else { 1 };
        let slot = case.year().projects()[0].slot;
        assert_eq!(case.world.region.slots[slot].plant, PlantId::new(earlier));
        earlier
    };
    let firsts: Vec<usize> = (0..20).map(first).collect();
    assert!(firsts.contains(&0) && firsts.contains(&1));
}

#[test]
fn val_three_users_alone_bear_the_published_scale_costs() {
    // 73 Q^.712 for 5, 3 and 5: 229.61, 159.60, 229.61.
    let mut scenario = attentive([5.0, 3.0, 5.0].map(|t| plant().makes(t).may_crush(1e9)));
    scenario.trade.acquaintance = 0.0;
    let technology = &mut scenario.technologies.raw[0];
    (technology.capex_per_t_year, technology.reference_size_t) = (73.0, 1.0);
    technology.scale_exponent = 0.712;
    let mut capex: Vec<f64> = Case::new(scenario).year().projects().iter().map(|p| p.capex).collect();
    capex.sort_by(f64::total_cmp);
    for (capex, wanted) in capex.iter().zip([159.60, 229.61, 229.61]) {
        assert!((capex - wanted).abs() < 0.005, "{capex} against {wanted}");
    }
    assert_eq!(capex.len(), 3);
}

/// The rows of the table of projects.
fn outcomes(scenario: Scenario) -> Vec<ProjectRow> {
    circulus::run::run(scenario, 0, Detail::Full).unwrap().cluster.projects
}

#[test]
fn the_outcome_of_a_project_is_recorded_beside_its_promise() {
    // 1000 t at 100 for two years; then the unit is gone, and the waste is free for the next one.
    let mut scenario = attentive([builder()]);
    scenario.technologies.raw[0].life_years = 2;
    let rows = outcomes(scenario);
    let npv = 100_000.0 * (1.0 / 1.1 + 1.0 / 1.21) - 10_000.0;
    let seen = |row: &ProjectRow| (row.ordered, row.first_year, row.year, row.years_worked, row.end);
    assert_eq!(
        rows.iter().map(seen).collect::<Vec<_>>(),
        [
            (2000, 2001, 2002, 2, ProjectEnd::Life),
            (2003, 2004, 2005, 2, ProjectEnd::Life),
            (2006, 2007, 2008, 2, ProjectEnd::Life),
            (2009, 2010, 2009, 0, ProjectEnd::Run),
        ]
    );
    all_close(rows.iter().map(|row| row.promised_npv).collect::<Vec<_>>(), &[npv; 4]);
    all_close(rows.iter().map(|row| row.realised_npv).collect::<Vec<_>>(), &[npv, npv, npv, -10_000.0]);
    let uses: Vec<Option<f64>> = rows.iter().map(|row| row.realised_use).collect();
    assert_eq!(uses, [Some(1.0), Some(1.0), Some(1.0), None]);
}

#[test]
fn units_of_one_slot_share_its_gains_by_capacity_and_an_insolvency_ends_them() {
    // A given unit of 250 t, and an ordered one of the 350 t that it leaves: of 600 t a year at 100, 350 are its share.
    let mut scenario = attentive([plant().makes(600.0).crushes(250.0).may_crush(5000.0)]);
    scenario.technologies.raw[0].max_size_t = 500.0;
    scenario.technologies.raw[0].min_size_t = 300.0;
    scenario.invest.insolvency_limit = 0.0;
    let (mut case, mut projects) = (Case::new(scenario), Projects::default());
    case.year();
    assert!(projects.see(&case.world).is_empty());
    case.world.plants.cash.raw[0] = -1e9;
    case.year();
    let rows = projects.see(&case.world);
    assert_eq!(rows.len(), 1);
    let row = rows[0];
    assert_eq!((row.year, row.years_worked, row.end), (2001, 1, ProjectEnd::Insolvency));
    close(row.size_t, 350.0);
    close(row.realised_npv, 100.0 * 600.0 * (350.0 / 600.0) / 1.1 - 3500.0);
    assert_eq!(row.realised_use, Some(1.0));
}

#[test]
fn a_unit_ordered_in_the_year_of_the_insolvency_ends_with_it() {
    // The plant can pay for its order, but not for the loss of the same year.
    let mut scenario = attentive([builder()]);
    scenario.plants.raw[0].cash = 10_000.0;
    scenario.invest.insolvency_limit = 0.0;
    scenario.risks = ti_vec![risk(Exposure::Plant, Effect::Loss, CERTAIN, 1.0, 0.0)];
    let (mut case, mut projects) = (Case::new(scenario), Projects::default());
    case.year();
    let rows = projects.see(&case.world);
    assert_eq!(rows.len(), 1);
    let row = rows[0];
    assert_eq!((row.ordered, row.year, row.years_worked, row.end), (2000, 2000, 0, ProjectEnd::Insolvency));
    assert_eq!((row.realised_npv, row.realised_use), (-10_000.0, None));
}
