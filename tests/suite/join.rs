//! Study, contact, and the choice to be in or out [J2], [J3].

use crate::support::{Case, HALF, Says, all_close, close, infrastructure, plant, risk, with};
use circulus::ids::{PlantId, RiskId, ti_vec};
use circulus::laws::membership::{evidence, fee, outsider_gain};
use circulus::phase::Phase;
use circulus::rules::membership::{Standing, decide};
use circulus::scenario::{Effect, Exposure, Lever, Plant, Scenario};
use circulus::world::World;
use circulus::world::log::{Decision, MembershipTerms};

/// Plants whose units of n x 100 kt expect a loss of n x 1000 a year; infrastructure at its planned level halves it.
fn insured(plants: impl IntoIterator<Item = Plant>) -> Scenario {
    let mut scenario = with(plants);
    scenario.risks = ti_vec![risk(Exposure::Capacity, Effect::Loss, 1e-9, 1e12, 0.0)];
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Severity(RiskId::new(0)), 1.0)])];
    scenario.management.planned_level = HALF;
    scenario.management.contacts_per_year = 100;
    scenario
}

fn sized(n: f64) -> Plant {
    plant().crushes(n * 1e5)
}

fn contacted(world: &World) -> Vec<usize> {
    (0..world.len()).filter(|&i| world.plants.contacted.raw[i]).collect()
}

fn terms(world: &World, plant: usize) -> MembershipTerms {
    let found = world.log.decisions.iter().find_map(|decision| match decision {
        Decision::Membership { plant: p, terms, .. } if *p == PlantId::new(plant) => Some(*terms),
        _ => None,
    });
    found.expect("the plant decides")
}

#[test]
fn plants_with_most_to_gain_are_contacted_first_and_ties_by_index() {
    let mut scenario = insured([3.0, 1.0, 3.0, 3.0, 2.0].map(sized));
    scenario.management.contacts_per_year = 2;
    let years = Case::new(scenario).years(3);
    let gains: Vec<f64> = years[0].end().plants.study_gain.iter().map(|(_, gain)| gain).collect();
    all_close(&gains, &[1500.0, 500.0, 1500.0, 1500.0, 1000.0]);
    assert_eq!(contacted(years[0].end()), [0, 2]);
    assert_eq!(contacted(years[1].end()), [0, 2, 3, 4]);
    assert_eq!(contacted(years[2].end()), [0, 1, 2, 3, 4]);
}

#[test]
fn nobody_decides_without_having_been_contacted() {
    let mut scenario = insured([sized(1.0), sized(2.0)]);
    scenario.management.contacts_per_year = 1;
    let year = Case::new(scenario).year();
    assert_eq!(year.members(), [1]);
    assert_eq!(year.end().log.decisions.len(), 1);
}

#[test]
fn a_study_lasts_until_the_next() {
    // The unit is gone after year 0; the study of year 0 holds until that of year 2.
    let mut scenario = insured([sized(1.0)]);
    scenario.plants.raw[0].units[0].age_years = 99;
    scenario.management.study_every = 2;
    let years = Case::new(scenario).years(3);
    let gains: Vec<f64> =
        years.iter().map(|year| year.end().plants.study_gain.of(PlantId::new(0)).unwrap()).collect();
    all_close(&gains, &[500.0, 500.0, 0.0]);
}

#[test]
fn study_gives_way_to_evidence_as_members_become_many() {
    // F = 500, value at level ln 4 is 750; 2 members of evidence_members = 4: w = .5; .5 x .6 x 500 + .5 x 750.
    let mut scenario = insured([sized(1.0), plant(), plant()]);
    (scenario.join.evidence_members, scenario.join.credibility) = (4.0, 0.6);
    let mut case = Case::new(scenario).in_cluster(&[1, 2]).at_levels(&[2.0 * HALF]);
    let terms = terms(case.year().end(), 0);
    all_close([terms.study_gain, terms.value, terms.evidence], &[500.0, 750.0, 0.5]);
    close(terms.gain, 525.0);
}

#[test]
fn evidence_is_at_most_one() {
    all_close([evidence(0, 8.0), evidence(2, 8.0), evidence(20, 8.0)], &[0.0, 0.25, 1.0]);
    close(outsider_gain(1.0, 0.5, 1e9, 7.0), 7.0);
    close(outsider_gain(0.0, 0.5, 10.0, 1e9), 5.0);
}

#[test]
fn a_fee_is_flat_and_a_share_of_what_is_gained() {
    all_close([fee(100.0, 0.1, 3000.0), fee(100.0, 0.1, -3000.0)], &[400.0, 100.0]);
}

#[test]
fn every_term_of_the_utility_has_its_weight() {
    let mut scenario = with([]);
    (scenario.management.fee_flat, scenario.management.fee_share) = (100.0, 0.1);
    let join = &mut scenario.join;
    (join.w_gain, join.w_norm, join.w_attitude, join.w_trust) = (2.0, 1.5, 0.6, 0.8);
    (join.bias, join.inertia, join.temperature, join.gain_scale) = (-0.5, 0.4, 0.5, 2000.0);
    (join.entry_cost, join.horizon_years) = (1000.0, 5.0);
    let outsider = Standing {
        member: false,
        study_gain: 0.0,
        value: 0.0,
        evidence: 0.0,
        gain: 3000.0,
        norm: 0.4,
        attitude: 0.7,
        trust: 0.25,
        draw: 0.0,
    };
    // x = (3000 - 400 - 200) / 2000 = 1.2 outside, 1.3 inside, where no entry cost is due.
    let rest = 1.5 * 0.4 + 0.6 * 0.4 - 0.8 * 0.5 - 0.5;
    let outside = 2.0 * 1.2f64.tanh() + rest - 0.4;
    let inside = 2.0 * 1.3f64.tanh() + rest + 0.4;
    let (_, at) = decide(join, &scenario.management, &outsider);
    all_close([at.fee, at.entry, at.utility], &[400.0, 200.0, outside]);
    close(at.probability, 1.0 / (1.0 + (-outside / 0.5).exp()));
    let member = Standing { member: true, ..outsider };
    let (_, at) = decide(join, &scenario.management, &member);
    all_close([at.entry, at.utility], &[0.0, inside]);
    // In when the draw is below the probability.
    let p = at.probability;
    assert!(decide(join, &scenario.management, &Standing { draw: p - 1e-9, ..member }).0);
    assert!(!decide(join, &scenario.management, &Standing { draw: p, ..member }).0);
}

#[test]
fn without_temperature_the_sign_decides_and_zero_stays_out() {
    let members = |bias: f64| {
        let mut scenario = with([plant()]);
        scenario.management.contacts_per_year = 1;
        scenario.join.bias = bias;
        Case::new(scenario).year().members().len()
    };
    assert_eq!((members(-1e-9), members(0.0), members(1e-9)), (0, 0, 1));
}

#[test]
fn with_temperature_a_share_of_equal_plants_joins() {
    // U = .5 at temperature .5: 1 / (1 + exp(-1)) = .7311, with a standard deviation of .007 among 4000.
    let mut scenario = with((0..4000).map(|_| plant()));
    (scenario.management.contacts_per_year, scenario.management.study_limit) = (4000, 4000);
    (scenario.join.bias, scenario.join.temperature) = (0.5, 0.5);
    let share = Case::new(scenario).year().members().len() as f64 / 4000.0;
    assert!((share - 0.7311).abs() < 0.028, "{share}");
}

#[test]
fn peers_are_the_nearest_plants() {
    let mut scenario = with([0.0, 5.0, 1.0, 2.0, 50.0].map(|km| plant().at_km(km)));
    scenario.management.contacts_per_year = 1;
    (scenario.join.peers, scenario.join.w_norm) = (3, 2.0);
    let mut case = Case::new(scenario).in_cluster(&[1, 2, 4]);
    // Of the peers 2, 3 and 1, two are in; the member at 50 km is not a peer.
    close(terms(case.year().end(), 0).from_norm, 2.0 * 2.0 / 3.0);
}

#[test]
fn all_decide_on_the_world_as_it_stood() {
    // 0 joins for its attitude; 1 follows it a year later.
    let mut scenario = with([plant(), plant()]);
    scenario.management.contacts_per_year = 2;
    scenario.plants.raw[0].attitude = 1.0;
    scenario.plants.raw[1].attitude = 0.5;
    let join = &mut scenario.join;
    (join.w_attitude, join.w_norm, join.bias, join.peers) = (1.5, 2.0, -1.0, 1);
    let years = Case::new(scenario).years(2);
    assert_eq!(years[0].members(), [0]);
    assert_eq!(years[1].members(), [0, 1]);
}

#[test]
fn a_joiner_pays_once_and_expects_what_it_decided_on() {
    let mut scenario = insured([sized(1.0)]);
    (scenario.join.entry_cost, scenario.join.horizon_years) = (300.0, 2.0);
    let mut case = Case::new(scenario).at_levels(&[HALF]);
    let years = case.years(2);
    let world = years[0].after(Phase::Join);
    assert!(world.plants.member.raw[0]);
    all_close([world.plants.cash.raw[0], world.plants.expected_gain.raw[0]], &[-300.0, 500.0]);
    close(years[1].end().plants.cash.raw[0], -300.0);
}

#[test]
fn a_member_that_gains_less_than_the_fee_leaves_and_may_come_back() {
    // It believes the study (500), gains nothing inside (level 0), leaves, and believes the study again.
    let mut scenario = insured([sized(1.0)]);
    (scenario.join.learning, scenario.join.evidence_members) = (1.0, 1e7);
    scenario.management.fee_flat = 100.0;
    let years = Case::new(scenario).years(4);
    let members: Vec<usize> = years.iter().map(|year| year.members().len()).collect();
    assert_eq!(members, [1, 0, 1, 0]);
    assert_eq!(contacted(years[1].end()), [0], "a plant that was contacted stays contacted");
    close(years[1].end().plants.expected_gain.raw[0], 0.0);
}

#[test]
fn inertia_keeps_members_in_and_outsiders_out() {
    let members = |start: &[usize]| {
        let mut scenario = with([plant()]);
        scenario.join.inertia = 0.1;
        let mut case = Case::new(scenario).in_cluster(start);
        case.world.plants.contacted.raw[0] = true;
        case.year().members().len()
    };
    assert_eq!((members(&[0]), members(&[])), (1, 0));
}

#[test]
fn a_joiner_trades_as_a_member_in_the_same_year() {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(1000.0)]);
    scenario.join.bias = 1.0;
    scenario.management.contacts_per_year = 2;
    assert!(Case::new(scenario).year().deal().inside());
}
