//! A change in one place of the scenario changes nothing elsewhere or earlier.

use crate::support::{Says, plant};
use crate::valley::{run_of, valley};
use circulus::ids::{PlantId, RiskId};
use circulus::record::Record;
use circulus::record::projects::ProjectEnd;
use circulus::record::tally::Tally;
use circulus::scenario::Scenario;

/// The valley with so large a weight on attitude that a plant with an attitude of 0 never joins.
fn firm() -> Scenario {
    let mut scenario = valley();
    scenario.join.w_attitude = 50.0;
    scenario.plants.iter_mut().for_each(|plant| plant.attitude = 0.5);
    scenario
}

/// Rows without those of a plant.
fn without(record: &Record, plant: usize) -> Record {
    let mut record = record.clone();
    record.plants.retain(|row| row.plant != PlantId::new(plant));
    record.events.retain(|row| row.event.plant != Some(PlantId::new(plant)));
    record.decisions.retain(|row| {
        !matches!(row.decision, circulus::world::log::Decision::Membership { plant: p, .. } if p == PlantId::new(plant))
    });
    record
}

#[test]
fn one_more_idle_plant_changes_nothing_else() {
    let plain = run_of(&firm(), 0);
    let mut scenario = firm();
    // Far away, so that it is nobody's neighbour; hostile, so that it never joins.
    let mut idle = plant().at_km(8000.0);
    idle.attitude = 0.0;
    scenario.plants.push(idle);
    let more = run_of(&scenario, 0);
    for (with, plain) in [(&more.cluster, &plain.cluster), (&more.twin, &plain.twin)] {
        let with = without(with, 12);
        assert_eq!(with.plants, plain.plants);
        assert_eq!(with.deals, plain.deals);
        assert_eq!(with.events, plain.events);
        assert_eq!(with.decisions, plain.decisions);
        for (with, plain) in with.years.iter().zip(&plain.years) {
            assert_eq!(with.by_waste, plain.by_waste);
            assert_eq!((with.members, with.budget), (plain.members, plain.budget));
            assert_eq!(with.plants, 13);
        }
    }
}

/// The rows of years before a year.
fn before(record: &Record, year: i32) -> Record {
    let mut record = record.clone();
    record.years.retain(|row| row.year < year);
    record.plants.retain(|row| row.year < year);
    record.deals.retain(|row| row.year < year);
    record.events.retain(|row| row.year < year);
    record.decisions.retain(|row| row.year < year);
    record.projects.retain(|row| row.year < year && row.end != ProjectEnd::Run); // the runs may end in different years
    record.tally = Tally::default(); // sums over all years, also those from that year on
    record
}

#[test]
fn a_policy_from_year_ten_changes_nothing_before() {
    let plain = run_of(&valley(), 0);
    let mut scenario = valley();
    for policy in &mut scenario.policy[10..] {
        policy.subsidy_per_t = 100.0;
        policy.disposal_fee_factor = 3.0;
    }
    let changed = run_of(&scenario, 0);
    for (changed, plain) in [(&changed.cluster, &plain.cluster), (&changed.twin, &plain.twin)] {
        assert_eq!(before(changed, 2010), before(plain, 2010));
        assert_ne!(changed.years[10], plain.years[10]);
    }
}

#[test]
fn a_shorter_run_is_the_beginning_of_a_longer() {
    let long = run_of(&valley(), 0);
    let mut scenario = valley();
    scenario.years = 8;
    scenario.policy.truncate(8);
    let short = run_of(&scenario, 0);
    assert_eq!(before(&short.cluster, 2008), before(&long.cluster, 2008));
    assert_eq!(before(&short.twin, 2008), before(&long.twin, 2008));
}

#[test]
fn a_grant_that_ends_later_changes_nothing_before_its_end() {
    let until = |years: usize| {
        let mut scenario = valley();
        scenario.management.grant_years = years;
        run_of(&scenario, 0)
    };
    let (five, nine) = (until(5), until(9));
    assert_eq!(before(&five.cluster, 2005), before(&nine.cluster, 2005));
    assert_ne!(five.cluster.years[5].budget, nine.cluster.years[5].budget);
    assert_eq!(five.twin, nine.twin);
}

#[test]
fn a_company_changes_no_price_and_no_output() {
    // Prices also fall by events; those are drawn for the region, whoever is a member.
    let run = run_of(&valley(), 0);
    for (cluster, twin) in run.cluster.years.iter().zip(&run.twin.years) {
        assert_eq!(cluster.price_per_t, twin.price_per_t);
        assert_eq!(cluster.total().generated_t, twin.total().generated_t);
    }
}

#[test]
fn another_risk_after_the_others_changes_none_of_their_events() {
    let mut scenario = valley();
    scenario.risks.push(scenario.risks.raw[3].clone());
    (scenario.risks.raw[5].id, scenario.risks.raw[5].loss) = ("another".into(), 0.0);
    let (plain, more) = (run_of(&valley(), 0), run_of(&scenario, 0));
    let mut events = more.cluster.events.clone();
    events.retain(|row| row.event.kind != circulus::world::log::EventKind::Risk(RiskId::new(5)));
    assert!(events.len() < more.cluster.events.len());
    assert_eq!(events, plain.cluster.events);
    assert_eq!(more.cluster.deals, plain.cluster.deals);
}

#[test]
fn replicates_differ_and_seeds_differ() {
    let first = run_of(&valley(), 0);
    assert_ne!(first.twin, run_of(&valley(), 1).twin);
    let mut scenario = valley();
    scenario.seed += 1;
    assert_ne!(first.twin, run_of(&scenario, 0).twin);
}
