//! The membership decision: the study, the evidence, each term of the score, the draw [J1] to [J3].

use serde::Serialize;

use super::turn::{self, Turn};
use crate::ids::PlantId;
use crate::rules;
use crate::rules::appraisal::Appraisal;
use crate::rules::membership::{Standing, norm, peers_in};
use crate::rules::outlook::Outlook;
use crate::rules::value::{Basis, Matches, Value, value};
use crate::world::World;
use crate::world::log::{Decision, MembershipTerms};

/// A plant's membership in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Join {
    /// `join`, `stay`, `leave` or `decline`; `not_contacted`; `no_cluster`.
    pub choice: &'static str,
    /// Whether the company contacted it this year.
    pub contacted_now: bool,
    /// The company's latest study of it.
    pub study: Option<Study>,
    /// Present value of membership to an outsider, part by part.
    pub value: Option<Value>,
    /// Members among its peers.
    pub peers_in: usize,
    /// Its peers.
    pub peers: usize,
    /// The terms of the score; `None` if the plant was not asked.
    pub terms: Option<MembershipTerms>,
    /// What would have changed the decision, smallest change first; the draw last.
    pub turns: Vec<Turn>,
}

/// Value of membership found by the company's study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// Calendar year of the study.
    pub year: i32,
    /// Part by part.
    pub value: Value,
    /// Total, `F_i`.
    pub total: f64,
}

/// The study of a plant, as the company would make it.
pub fn study(world: &World, plant: PlantId) -> Study {
    let value = rules::study::study(world, &Basis::of(world), &[plant])[0];
    Study { year: world.year(), value, total: value.total() }
}

/// Explains a plant's membership from the world before the phase and after it.
pub fn join(before: &World, after: &World, plant: PlantId, study: Option<&Study>) -> Join {
    let (peers_in, peers) = peers_in(before, plant);
    let mut join = Join {
        choice: if before.cluster_lives() { "not_contacted" } else { "no_cluster" },
        contacted_now: after.plants.contacted[plant] && !before.plants.contacted[plant],
        study: study.cloned(),
        value: None,
        peers_in,
        peers,
        terms: None,
        turns: Vec::new(),
    };
    let decided = after.log.decisions.iter().find_map(|decision| match *decision {
        Decision::Membership { plant: of, was_member, is_member, terms } if of == plant => {
            Some((was_member, is_member, terms))
        }
        _ => None,
    });
    let Some((was_member, is_member, terms)) = decided else { return join };
    join.choice = match (was_member, is_member) {
        (false, true) => "join",
        (false, false) => "decline",
        (true, true) => "stay",
        (true, false) => "leave",
    };
    if !was_member {
        let outlook = Outlook::now(before).with(plant);
        let basis = Basis::of(before);
        let appraisal = Appraisal { outlook, room_t: &basis.room_t, inside: &before.market.inside };
        join.value = Some(value(&appraisal, plant, &basis, &mut Matches::default()));
    }
    let scenario = &*before.region.scenario;
    let standing = Standing {
        member: was_member,
        study_gain: terms.study_gain,
        value: terms.value,
        evidence: terms.evidence,
        gain: terms.gain,
        norm: norm(before, plant),
        attitude: scenario.plants[plant].attitude,
        trust: before.plants.trust[plant],
        draw: terms.draw,
    };
    join.turns = turn::membership(&scenario.join, before.management(), &standing);
    join.terms = Some(terms);
    join
}
