//! **Join.** Every few years the company studies what the cluster would be worth to each plant. Each year it contacts
//! those with the most to gain. Every contacted plant then decides whether to be a member: a member by its past gains,
//! an outsider by the study and, as members become more numerous, by what it observes. All decide on the same world;
//! then all changes are applied. Equations [J1], [J2], [J3].
//!
//! Reads: last year's deals, unused waste and idle capacity, levers, members, trust. Writes: study,
//! contacts, membership, expected gain, cash (entry cost). Draws: one number per contacted plant; a
//! sample for the study of a large world. Conserves: tonnes; money but for the entry cost.

use std::mem::take;

use crate::ids::PlantId;
use crate::laws::membership::{evidence, outsider_gain};
use crate::random::{Luck, Purpose};
use crate::rules::appraisal::Appraisal;
use crate::rules::fortune::Fortune;
use crate::rules::membership::{Standing, decide, norm};
use crate::rules::outlook::Outlook;
use crate::rules::study;
use crate::rules::value::{Basis, Matches, Value, value};
use crate::world::World;
use crate::world::ledger::PlantFlow;
use crate::world::log::Decision;
use crate::year::agents::{Agents, MembershipAsked};

/// The phase; does nothing without a cluster.
pub fn join(world: &mut World, fortune: &Fortune, agents: &mut dyn Agents) {
    if !world.cluster_lives() {
        return;
    }
    let basis = Basis::of(world);
    study(world, &fortune.luck, &basis);
    contact(world);
    let mut decisions = take(&mut world.log.decisions); // empty; taken to be filled while `world` is borrowed
    plan(world, &fortune.luck, &basis, agents, &mut decisions);
    apply(world, &decisions);
    world.log.decisions = decisions;
}

/// Values every plant as if all were members and all infrastructure were at its planned level.
///
/// In a world with more than `study_limit` plants only a drawn sample is studied; the others keep the result of an
/// earlier study.
fn study(world: &mut World, luck: &Luck, basis: &Basis) {
    let chosen = studied(world, luck);
    if chosen.is_empty() {
        return;
    }
    let values = study::study(world, basis, &chosen);
    world.plants.study_gain.add(chosen.into_iter().zip(values.iter().map(Value::total)));
}

/// The plants that the company studies this year, of those that are open [N6]; none in a year without a study.
pub fn studied(world: &World, luck: &Luck) -> Vec<PlantId> {
    let management = world.management();
    if !world.cluster_lives() || !world.t.is_multiple_of(management.study_every) {
        return Vec::new();
    }
    let open: Vec<PlantId> = world.all_plants().filter(|&plant| world.open(plant)).collect();
    luck.sample(Purpose::StudySample, world.t, open, management.study_limit)
}

/// Contacts the plants not yet contacted with the largest study gain (ties: lower index).
fn contact(world: &mut World) {
    let contacts = world.management().contacts_per_year;
    let plants = &mut world.plants;
    let mut list: Vec<(f64, PlantId)> = plants
        .study_gain
        .iter()
        .filter(|&(plant, _)| !plants.contacted[plant])
        .map(|(plant, gain)| (gain, plant))
        .collect();
    list.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, plant) in list.iter().take(contacts) {
        plants.contacted[plant] = true;
    }
}

/// The decisions of all contacted plants, on the same world.
fn plan(world: &World, luck: &Luck, basis: &Basis, agents: &mut dyn Agents, decisions: &mut Vec<Decision>) {
    let scenario = &*world.region.scenario;
    let join = &scenario.join;
    let plants = &world.plants;
    let evidence = evidence(plants.members(), join.evidence_members);
    let appraisal =
        Appraisal { outlook: Outlook::now(world), room_t: &basis.room_t, inside: &world.market.inside };
    let mut draws = luck.draws(Purpose::Join, 0, world.t);
    let mut matches = Matches::default();
    for plant in world.all_plants().filter(|&i| plants.contacted[i]) {
        let member = plants.member[plant];
        let study_gain = plants.study_gain.of(plant).unwrap_or(0.0);
        let (value, gain) = if member {
            (0.0, plants.expected_gain[plant])
        } else {
            let value = value(&appraisal.with(plant), plant, basis, &mut matches).total();
            (value, outsider_gain(evidence, join.credibility, study_gain, value))
        };
        let standing = Standing {
            member,
            study_gain,
            value,
            evidence,
            gain,
            norm: norm(world, plant),
            attitude: scenario.plants[plant].attitude,
            trust: plants.trust[plant],
            draw: draws.uniform(plant.into()),
        };
        let (own, terms) = decide(join, world.management(), &standing);
        let asked = MembershipAsked { world, plant, member, terms: &terms, own };
        let is_member = agents.membership(&asked).unwrap_or(own);
        decisions.push(Decision::Membership { plant, was_member: member, is_member, terms });
    }
}

/// Applies the decisions: joiners pay the entry cost and start with the gain that they expected; contracts of leavers
/// end.
fn apply(world: &mut World, decisions: &[Decision]) {
    for decision in decisions {
        let Decision::Membership { plant, was_member, is_member, terms } = *decision else {
            continue;
        };
        world.plants.member[plant] = is_member;
        if is_member && !was_member {
            world.post(plant, PlantFlow::EntryCost, -world.region.scenario.join.entry_cost);
            world.plants.expected_gain[plant] = terms.gain.max(0.0);
        } else if was_member && !is_member {
            world.plants.expected_gain[plant] = 0.0;
        }
    }
    world.end_contracts_of_outsiders();
}
