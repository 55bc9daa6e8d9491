//! Given contracts, which exist at the start [N5].

use circulus::explain::words::{Length, tell};
use circulus::explain::{Explained, Partner, Subject, explain};
use circulus::ids::{PlantId, TechnologyId, WasteId};
use circulus::scenario::{
    Effect, Exposure, GivenContract, Lever, Loaded, Plant, Scenario, Source, from_toml,
};
use circulus::simulation::Which;
use circulus::texts::Language;
use circulus::world::log::Channel;
use circulus::world::log::Term::{New, Running, Spot};

use crate::support::{CERTAIN, Case, Says, infrastructure, plant, risk, with};

/// A given contract of fresh slag, in force through the year `until`.
fn contract(supplier: usize, converter: usize, t_per_year: f64, until: i32) -> GivenContract {
    GivenContract {
        supplier: PlantId::new(supplier),
        waste: WasteId::new(0),
        converter: PlantId::new(converter),
        technology: TechnologyId::new(0),
        source: Source::Fresh,
        t_per_year,
        until,
    }
}

/// Plants that are not acquainted by draw, with these contracts.
fn strangers(plants: impl IntoIterator<Item = Plant>, contracts: &[GivenContract]) -> Scenario {
    let mut scenario = with(plants);
    scenario.trade.acquaintance = 0.0;
    scenario.contracts = contracts.to_vec();
    scenario.check().unwrap();
    scenario
}

/// Supplier and converter of 1000 t, and a contract of 400 t through 2002.
fn pair() -> Scenario {
    strangers([plant().makes(1000.0), plant().crushes(1000.0).at_km(900.0)], &[contract(0, 1, 400.0, 2002)])
}

fn made(case: &mut Case) -> Vec<(usize, f64, circulus::world::log::Term)> {
    case.year().deals().iter().map(|deal| (deal.supplier.index(), deal.q_t, deal.term)).collect()
}

#[test]
fn a_given_contract_is_served_through_its_last_year_inside_and_outside_and_its_sides_stay_acquainted() {
    for members in [&[][..], &[0, 1], &[1]] {
        let mut case = Case::new(pair()).in_cluster(members);
        for year in 2000..2003 {
            assert_eq!(made(&mut case), [(0, 400.0, Running), (0, 600.0, Spot)], "{year}");
            assert_eq!(case.world.contracts.len(), 1, "in force at the end of {year}");
        }
        assert_eq!(made(&mut case), [(0, 1000.0, Spot)]);
        assert!(case.world.contracts.is_empty());
    }
}

#[test]
fn a_contract_that_ended_before_the_start_acquaints_its_sides() {
    let mut scenario = pair();
    scenario.contracts[0].until = 1990;
    let mut case = Case::new(scenario);
    assert_eq!(made(&mut case), [(0, 1000.0, Spot)]);
    assert!(case.world.contracts.is_empty());
}

#[test]
fn given_contracts_are_served_in_the_files_order_and_before_later_ones() {
    let plants = [plant().makes(1000.0), plant().makes(1000.0), plant().crushes(1500.0)];
    let given = [contract(1, 2, 900.0, 2005), contract(0, 2, 900.0, 2005)];
    let mut scenario = strangers(plants, &given);
    scenario.trade.contract_years = 3;
    let mut case = Case::new(scenario).in_cluster(&[0, 1, 2]);
    case.world.contracts.truncate(1); // so that 0 makes a new contract
    assert_eq!(made(&mut case), [(1, 900.0, Running), (0, 600.0, New)]);
    case.world.plants.outage.raw[2] = 0.4; // 900 left
    assert_eq!(made(&mut case), [(1, 900.0, Running)], "nothing is left for the later contract");
    let mut both = Case::new(case.world.region.scenario.as_ref().clone());
    assert_eq!(made(&mut both), [(1, 900.0, Running), (0, 600.0, Running)]);
}

#[test]
fn several_contracts_of_one_pair_are_all_served() {
    let scenario = strangers(
        [plant().makes(1000.0), plant().crushes(1000.0)],
        &[contract(0, 1, 300.0, 2000), contract(0, 1, 500.0, 2005)],
    );
    let mut case = Case::new(scenario);
    assert_eq!(made(&mut case), [(0, 300.0, Running), (0, 500.0, Running), (0, 200.0, Spot)]);
    assert_eq!(made(&mut case), [(0, 500.0, Running), (0, 500.0, Spot)]);
}

#[test]
fn a_given_contract_outlives_the_end_of_the_cluster() {
    let mut scenario = pair();
    (scenario.management.overhead, scenario.management.credit) = (10.0, 0.0); // the company fails in its first year
    let mut case = Case::new(scenario).in_cluster(&[0, 1]);
    let year = case.year();
    assert!(year.events().iter().any(|event| event.kind == circulus::world::log::EventKind::Dissolution));
    assert_eq!(made(&mut case)[0], (0, 400.0, Running));
}

#[test]
fn an_insolvency_of_either_side_ends_a_given_contract() {
    for side in [0, 1] {
        let mut scenario = pair();
        scenario.invest.insolvency_limit = 0.0;
        let mut case = Case::new(scenario);
        case.world.plants.cash.raw[side] = -1e9;
        case.year();
        assert!(case.world.contracts.is_empty(), "{side}");
    }
}

#[test]
fn a_breach_ends_a_given_contract() {
    let mut scenario = pair();
    scenario.risks.push(risk(Exposure::Deal, Effect::Breach, CERTAIN, 0.0, 0.0));
    let mut case = Case::new(scenario);
    assert_eq!(case.year().events().iter().map(|event| event.contracts_ended).sum::<usize>(), 1);
    assert!(case.world.contracts.is_empty());
}

/// The pair at this operating cost and tolerance; a tonne brings 100 before operating cost.
fn losing(opex_per_t: f64, tolerance_per_t: f64) -> Case {
    let mut scenario = pair();
    scenario.technologies.raw[0].opex_per_t = opex_per_t;
    scenario.trade.tolerance_per_t = tolerance_per_t;
    Case::new(scenario)
}

#[test]
fn a_given_contract_is_kept_at_a_loss_within_the_tolerance_even_if_no_deal_could_pay() {
    assert_eq!(made(&mut losing(110.0, 10.0)), [(0, 400.0, Running)]);
    let mut beyond = losing(110.0, 9.9);
    assert!(made(&mut beyond).is_empty() && beyond.world.contracts.is_empty());
}

#[test]
fn a_given_contract_that_delivers_less_than_the_smallest_deal_ends() {
    let mut scenario = pair();
    scenario.trade.min_t = 300.0;
    let mut case = Case::new(scenario);
    case.world.plants.outage.raw[1] = 0.8;
    assert!(made(&mut case).is_empty() && case.world.contracts.is_empty());
}

#[test]
fn old_stock_is_served_where_the_contract_says_so() {
    let mut scenario = pair();
    scenario.wastes.raw[0].reclaim_rate = 1.0;
    scenario.plants.raw[0] = plant().holds(500.0);
    scenario.contracts[0].source = Source::Stock;
    let mut case = Case::new(scenario);
    let deal = case.year().deals()[0];
    assert_eq!((deal.source, deal.q_t, deal.term), (Source::Stock, 400.0, Running));
}

#[test]
fn a_contract_of_two_members_is_not_the_clusters_matching() {
    let mut scenario = pair();
    scenario.infrastructure.push(infrastructure(&[(Lever::Reach, 1.0), (Lever::Opex, 1.0)]));
    scenario.technologies.raw[0].opex_per_t = 20.0;
    let mut case = Case::new(scenario).in_cluster(&[0, 1]).at_levels(&[1.0]);
    let deal = case.year().deals()[0];
    assert_eq!(deal.synergy[Channel::Matching as usize], 0.0);
    assert!(deal.synergy[Channel::Processing as usize] > 0.0);
}

#[test]
fn a_region_studied_by_sample_keeps_the_link_of_a_given_contract() {
    let mut scenario = pair();
    scenario.management.study_limit = 1;
    assert_eq!(made(&mut Case::new(scenario))[0], (0, 400.0, Running));
}

fn partner(scenario: &Scenario, year: i32) -> (Partner, Vec<String>) {
    let subject = Subject::Plant(PlantId::new(1));
    let found = explain(scenario, 0, Which::Cluster, year, subject).unwrap();
    let told =
        [Language::En, Language::Ru].map(|language| format!("{:?}", tell(&found, language, Length::Full)));
    let Explained::Plant(plant) = found else { panic!("a plant") };
    (plant.trade.into_iter().find(|partner| partner.given_until.is_some()).unwrap(), told.to_vec())
}

#[test]
fn the_deal_and_the_end_of_a_given_contract_are_explained() {
    let scenario = pair();
    let (deal, told) = partner(&scenario, 2001);
    assert_eq!((deal.verdict, deal.given_until, deal.known_by), ("made", Some(2002), Some("contract")));
    for (words, told) in ["runs through 2002", "по 2002 год"].iter().zip(&told) {
        assert!(told.contains(words), "{told}");
    }
    let (ended, _) = partner(&scenario, 2003);
    assert_eq!((ended.verdict, ended.q_t), ("term_over", None));
}

const GIVEN: &str = "[[contract]]\nsupplier = \"smelter\"\nwaste = \"slag\"\nconverter = \"cement\"\n\
    technology = \"slag_to_additive\"\nt_per_year = 4e4\nuntil = 2030\n";

/// The valley with this contract.
fn valley(contract: &str) -> Result<Loaded, String> {
    from_toml(
        &format!("{}\n{contract}", include_str!("valley.toml")),
        &["contract.smelter.until=2031".into()],
    )
    .map_err(|faults| faults.to_string())
}

#[test]
fn given_contracts_are_read_set_and_printed_in_the_complete_text() {
    let loaded = valley(GIVEN).unwrap();
    let wanted = GivenContract {
        supplier: PlantId::new(5),
        waste: WasteId::new(1),
        converter: PlantId::new(8),
        technology: TechnologyId::new(2),
        source: Source::Fresh,
        t_per_year: 4e4,
        until: 2031,
    };
    assert_eq!(loaded.scenario.contracts, [wanted]);
    assert_eq!(Scenario::from_toml(&loaded.as_meant).unwrap(), loaded.scenario);
    loaded.scenario.check().unwrap();
}

#[test]
fn a_contract_that_could_never_be_served_is_refused_with_place_and_remedy() {
    for (old, new, said) in [
        ("\"smelter\"", "\"smelte\"", "must be the id of a plant"),
        ("4e4", "0.0", "must be a number more than 0"),
        ("\"slag_to_additive\"", "\"ash_to_additive\"", "must be a technology of 'slag'"),
        ("\"slag_to_additive\"", "\"slag_to_gravel\"", "add 'slag_to_gravel' to its adopts"),
        ("\"cement\"", "\"smelter\"", "must be another plant than the supplier"),
        ("\"smelter\"", "\"power_a\"", "add a [[plant.stream]] of 'slag'"),
    ] {
        let text = GIVEN.replace(old, new);
        assert_ne!(text, GIVEN);
        let told = match from_toml(&format!("{}\n{text}", include_str!("valley.toml")), &[]) {
            Ok(_) => panic!("{new} is accepted"),
            Err(faults) => faults.to_string(),
        };
        assert!(told.contains(said) && told.contains("contract."), "{new}: {told}");
        let lines = include_str!("valley.toml").lines().count();
        assert!((lines + 1..lines + 12).any(|line| told.contains(&format!(":{line}:"))), "no place: {told}");
    }
    let mut scenario = valley(GIVEN).unwrap().scenario;
    scenario.contracts[0].converter = PlantId::new(99);
    assert!(scenario.check().unwrap_err().to_string().contains("less than 12"));
    scenario.contracts[0].converter = PlantId::new(5);
    assert!(scenario.check().unwrap_err().to_string().contains("another plant"));
}
