//! Whether a plant wants to be a member, term by term.

use crate::ids::PlantId;
use crate::laws::membership::{fee, from_gain, leaning, net_gain, probability};
use crate::scenario::{Join, Management};
use crate::units::{Money, Share};
use crate::world::World;
use crate::world::log::MembershipTerms;

/// Number of members among a plant's peers, and number of peers.
pub fn peers_in(world: &World, plant: PlantId) -> (usize, usize) {
    let peers = world.region.peers_of(plant);
    (peers.iter().filter(|&&peer| world.plants.member[peer]).count(), peers.len())
}

/// Share of members among a plant's peers, `N_i`; 0 without peers [J3].
pub fn norm(world: &World, plant: PlantId) -> Share {
    let (members, peers) = peers_in(world, plant);
    if peers == 0 { 0.0 } else { members as f64 / peers as f64 }
}

/// What the decision of a plant depends on.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Whether it is a member.
    pub member: bool,
    /// Gain found by the feasibility study.
    pub study_gain: Money,
    /// `value(i)`; 0 for a member.
    pub value: Money,
    /// Weight of evidence.
    pub evidence: Share,
    /// Expected gain `g_i`.
    pub gain: Money,
    /// Share of members among its peers, `N_i`.
    pub norm: Share,
    /// Attitude `A_i`.
    pub attitude: Share,
    /// Trust `T_i`.
    pub trust: Share,
    /// The draw.
    pub draw: Share,
}

/// The utility of membership, term by term, and the choice [J3].
pub fn decide(join: &Join, management: &Management, plant: &Standing) -> (bool, MembershipTerms) {
    let fee = fee(management.fee_flat, management.fee_share, plant.gain);
    let entry = if plant.member { 0.0 } else { join.entry_cost / join.horizon_years };
    let from_gain = from_gain(join.w_gain, net_gain(plant.gain, fee, entry, join.gain_scale));
    let from_norm = join.w_norm * plant.norm;
    let from_attitude = leaning(join.w_attitude, plant.attitude);
    let from_trust = leaning(join.w_trust, plant.trust);
    let inertia = if plant.member { join.inertia } else { -join.inertia };
    let utility = from_gain + from_norm + from_attitude + from_trust + join.bias + inertia;
    let probability = probability(utility, join.temperature);
    let terms = MembershipTerms {
        study_gain: plant.study_gain,
        value: plant.value,
        evidence: plant.evidence,
        gain: plant.gain,
        fee,
        entry,
        from_gain,
        from_norm,
        from_attitude,
        from_trust,
        bias: join.bias,
        inertia,
        utility,
        probability,
        draw: plant.draw,
    };
    (plant.draw < probability, terms)
}
