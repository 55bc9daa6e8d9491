//! Acquaintance by memory, by group and by `[[knows]]` [N4].

use circulus::ids::{LinkId, PlantId};
use circulus::phase::Phase;
use circulus::rules::acquaintance::Acquaintance;
use circulus::rules::outlook::Outlook;
use circulus::rules::study::study;
use circulus::rules::value::Basis;
use circulus::scenario::{Lever, Loaded, Scenario, from_toml};
use circulus::world::found::found;
use circulus::world::log::Channel;

use crate::support::{Case, Says, infrastructure, plant, with};

/// Supplier 0 and converter 1, strangers whom the cluster introduces at level 100 and not at level 0.
fn strangers() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0).at_km(4000.0)]);
    scenario.trade.acquaintance = 0.0;
    scenario.infrastructure.push(infrastructure(&[(Lever::Reach, 1.0)]));
    scenario
}

/// The strangers after one year in the cluster, in which they traded, and now outside it again. Deals are remembered
/// for `memory_years`.
fn parted(memory_years: usize) -> Case {
    let mut scenario = strangers();
    scenario.trade.memory_years = memory_years;
    let mut case = Case::new(scenario).in_cluster(&[0, 1]).at_levels(&[100.0]);
    assert_eq!(case.year().deals().len(), 1, "the cluster introduced them");
    case.world.plants.member.fill(false);
    case
}

#[test]
fn a_deal_is_remembered_for_as_many_years_as_the_scenario_says() {
    for (memory_years, pause, deals) in [(0, 0, 0), (1, 0, 1), (1, 1, 0), (3, 2, 1), (3, 3, 0)] {
        let mut case = parted(memory_years);
        for _ in 0..pause {
            case.world.plants.outage.raw[1] = 1.0;
            assert!(case.year().deals().is_empty());
        }
        assert_eq!(case.year().deals().len(), deals, "{memory_years} years, {pause} without");
    }
}

#[test]
fn every_deal_renews_the_memory() {
    let traded: Vec<usize> = parted(1).years(5).iter().map(|year| year.deals().len()).collect();
    assert_eq!(traded, [1; 5]);
}

#[test]
fn a_deal_counts_from_the_next_year_on_in_all_its_phases() {
    let mut scenario = strangers();
    scenario.trade.memory_years = 5;
    let mut case = Case::new(scenario).in_cluster(&[0, 1]).at_levels(&[100.0]);
    for (year, remembered) in [(case.year(), None), (case.year(), Some(0)), (case.year(), Some(1))] {
        for phase in Phase::ALL {
            let last = year.after(phase).memory.last_deal(PlantId::new(1), PlantId::new(0));
            assert_eq!(last, remembered, "{phase:?}");
        }
    }
}

#[test]
fn a_world_remembers_only_its_own_deals() {
    // Both worlds of one region: strangers meet in the cluster, remember it, and do not know each other in the twin.
    let mut scenario = strangers();
    scenario.trade.memory_years = 10;
    let mut cluster = Case::new(scenario).in_cluster(&[0, 1]).at_levels(&[100.0]);
    let region = std::sync::Arc::clone(&cluster.world.region);
    let mut twin = Case { world: found(&region, false), luck: cluster.luck.clone(), next: 0 };
    for _ in 0..3 {
        assert_eq!(cluster.year().deals().len(), 1);
        assert!(twin.year().deals().is_empty());
    }
    let last = |case: &Case| case.world.memory.last_deal(PlantId::new(1), PlantId::new(0));
    assert_eq!([last(&cluster), last(&twin)], [Some(1), None]);
}

/// Gain by matching, and in all, of the only deal of a year.
fn matched(case: &mut Case) -> (f64, f64) {
    let deal = case.year().deal();
    (deal.synergy[Channel::Matching as usize], deal.gain)
}

#[test]
fn matching_synergy_leaves_memory_out() {
    let mut case = parted(5).in_cluster(&[0, 1]).at_levels(&[0.0]);
    let (matching, gain) = matched(&mut case);
    assert!(gain > 0.0 && matching == gain, "{matching} of {gain}");
}

/// The strangers, acquainted without any cluster, with the name of what acquaints them.
fn tied() -> [(Scenario, &'static str); 2] {
    let (mut group, mut knows) = (strangers(), strangers());
    group.plants.iter_mut().for_each(|plant| plant.group = "holding".into());
    knows.knows = vec![vec![PlantId::new(1), PlantId::new(0)]];
    [(group, "group"), (knows, "knows")]
}

#[test]
fn plants_of_a_group_or_a_list_know_each_other_at_any_distance_inside_and_outside() {
    for (scenario, why) in tied() {
        for study_limit in [100, 1] {
            let mut scenario = scenario.clone();
            scenario.management.study_limit = study_limit; // 1: a study covers only a sample
            let mut case = Case::new(scenario);
            let year = case.year();
            assert_eq!(year.deals().len(), 1, "{why}, {study_limit}");
            let world = year.after(Phase::Trade);
            let known = Acquaintance::of(&Outlook::now(world), &world.region.links[LinkId::new(0)]);
            assert_eq!(known.map(Acquaintance::name), Some(why));
            let mut inside = case.in_cluster(&[0, 1]);
            assert_eq!(matched(&mut inside).0, 0.0, "{why}: they would know each other outside");
        }
    }
}

#[test]
fn a_study_of_a_sample_counts_the_waste_of_remembered_plants() {
    // At the planned level the cluster would not introduce the two; they know each other from last year's deal. There are
    // 2000 t left for a unit, whose capital cost a lever lowers for a member.
    let project = |memory_years, study_limit| {
        let mut scenario = strangers();
        scenario.plants =
            vec![plant().makes(3000.0), plant().crushes(1000.0).may_crush(1e9).at_km(4000.0)].into();
        scenario.infrastructure.push(infrastructure(&[(Lever::Capex, 1.0)]));
        (scenario.management.planned_level, scenario.management.study_limit) = (0.1, study_limit);
        (scenario.trade.memory_years, scenario.invest.attention) = (memory_years, 0.0);
        let mut case = Case::new(scenario).in_cluster(&[0, 1]).at_levels(&[100.0, 0.0]);
        assert_eq!(case.year().traded_t(), [1000.0]);
        let next = case.year();
        let world = next.after(Phase::Market);
        study(world, &Basis::of(world), &[PlantId::new(1)])[0].project
    };
    assert!(project(5, 100) > 0.0);
    assert_eq!([project(5, 1), project(0, 1)], [project(5, 100), 0.0]);
}

#[test]
fn plants_without_a_group_are_not_tied() {
    let mut scenario = strangers();
    scenario.plants.raw[0].group = "holding".into();
    assert!(Case::new(scenario).year().deals().is_empty());
    assert!(Case::new(strangers()).year().deals().is_empty(), "both without a group");
}

/// The valley with more text at its end.
fn valley(more: &str, sets: &[&str]) -> Result<Loaded, String> {
    let text = format!("{}\n{more}", include_str!("valley.toml"));
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    from_toml(&text, &sets).map_err(|faults| faults.to_string())
}

#[test]
fn groups_and_lists_are_read_and_printed_in_the_complete_text() {
    let more =
        "[[knows]]\nplants = [\"dump\", \"mill\"]\n[[knows]]\nplants = [\"mine_a\", \"quarry\", \"mill\"]\n";
    let sets = ["plant.mill.group=\"Ural holding\"", "plant.mine_b.group=Ural", "trade.memory_years=4"];
    let loaded = valley(more, &sets).unwrap();
    let scenario = &loaded.scenario;
    let groups: Vec<&str> = scenario.plants.iter().map(|of| of.group.as_str()).take(4).collect();
    assert_eq!((groups, scenario.trade.memory_years), (vec!["", "Ural", "Ural holding", ""], 4));
    assert_eq!(
        scenario.knows,
        [vec![11, 2], vec![0, 9, 2]].map(|of| of.into_iter().map(PlantId::new).collect::<Vec<_>>())
    );
    assert_eq!(&Scenario::from_toml(&loaded.as_meant).unwrap(), scenario);
    scenario.check().unwrap();
}

#[test]
fn unknown_plants_and_lists_of_one_are_refused_with_their_place() {
    let told = valley("[[knows]]\nplants = [\"dump\", \"mil\"]\n", &[]).unwrap_err();
    assert!(told.contains("must be the id of a plant") && told.contains("mill"), "{told}");
    let told = valley("[[knows]]\nplants = [\"dump\"]\n", &[]).unwrap_err();
    assert!(told.contains("knows.1.plants") && told.contains("at least two plants, not 1"), "{told}");
    let mut scenario = valley("", &[]).unwrap().scenario;
    scenario.knows =
        vec![vec![PlantId::new(3)], vec![PlantId::new(3), PlantId::new(99)], vec![PlantId::new(1); 2]];
    let told = scenario.check().unwrap_err().to_string();
    for words in
        ["at least two plants, not 1", "must be the index of a plant, less than 12", "must have each once"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
}
