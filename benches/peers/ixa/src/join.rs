//! Every plant decides on membership, by last year's membership of its nearest neighbours and by its attitude.

use ixa::ExecutionPhase;
use ixa::prelude::*;

use crate::geography::Place;
use crate::plants::{Attitude, Member, Plant, PlantId, parameters};
use crate::scenario::Scenario;

define_edge_type!(struct Peer, Plant);

/// Finds the peers of every plant: the nearest plants (ties: in order).
pub fn init(context: &mut Context) -> Result<(), IxaError> {
    let plants: Vec<PlantId> = context.get_entity_iterator::<Plant>().collect();
    let peers = nearest(parameters(context));
    for (plant, peers) in plants.iter().zip(peers) {
        for peer in peers {
            context.add_edge(*plant, plants[peer], 1.0, Peer)?;
        }
    }
    context.add_periodic_plan_with_phase(1.0, join, ExecutionPhase::Normal);
    Ok(())
}

fn nearest(scenario: &Scenario) -> Vec<Vec<usize>> {
    let places: Vec<Place> = scenario.plant.iter().map(Place::of).collect();
    let peers = scenario.join.peers.min(places.len().saturating_sub(1));
    let mut others: Vec<(f64, usize)> = Vec::with_capacity(places.len());
    let nearest = |(i, place): (usize, &Place)| {
        others.clear();
        let elsewhere = places.iter().enumerate().filter(|&(j, _)| j != i);
        others.extend(elsewhere.map(|(j, other)| (place.km_to(other, &scenario.transport), j)));
        if peers < others.len() {
            others.select_nth_unstable_by(peers, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        others.iter().take(peers).map(|&(_, j)| j).collect()
    };
    places.iter().enumerate().map(nearest).collect()
}

/// All decide on the same world; then all changes are applied.
fn join(context: &mut Context) {
    let turned: Vec<(PlantId, Member)> = context
        .get_entity_iterator::<Plant>()
        .map(|plant| (plant, Member(wants_in(context, plant))))
        .filter(|&(plant, wanted)| wanted != context.get_property(plant))
        .collect();
    for (plant, member) in turned {
        context.set_property(plant, member);
    }
}

fn wants_in(context: &Context, plant: PlantId) -> bool {
    let join = &parameters(context).join;
    let Attitude(attitude) = context.get_property(plant);
    let Member(member) = context.get_property(plant);
    let inertia = if member { join.inertia } else { -join.inertia };
    join.w_norm * norm(context, plant) + join.w_attitude * (2.0 * attitude - 1.0) + join.bias + inertia > 0.0
}

/// Share of members among a plant's peers.
fn norm(context: &Context, plant: PlantId) -> f64 {
    let peers = context.get_edges::<Plant, Peer>(plant);
    let members = peers.iter().filter(|edge| context.get_property::<Plant, Member>(edge.neighbor).0).count();
    if peers.is_empty() { 0.0 } else { members as f64 / peers.len() as f64 }
}
