//! Prevention at the source [V1], [V2]: the money of the year takes fresh waste off the streams in which it would arise.

use std::sync::Arc;

use crate::ids::{TiVec, WasteId, ti_vec};
use crate::laws::prevention::share;
use crate::region::fees::fee_per_t;
use crate::units::{Share, Tonnes};
use crate::world::World;

/// Prevents waste while there is money, cheapest first; of one waste the same share of each stream's own fresh waste.
/// What was already reused, and the residue that joins later, stay. Does nothing in a world without prevention.
pub(super) fn prevent(world: &mut World) {
    let region = &*Arc::clone(&world.region);
    let (Some(prevention), Some(given)) = (&mut world.prevention, &region.scenario.prevention) else {
        return;
    };
    let streams = &mut world.streams;
    let wastes = &region.in_force(world.t).wastes;
    let mut fresh_t: TiVec<WasteId, Tonnes> = ti_vec![0.0; wastes.len()];
    for (stream, &fresh) in region.streams.iter().zip(&streams.fresh_t) {
        fresh_t[stream.waste] += fresh;
    }
    let mut shares: TiVec<WasteId, Share> = ti_vec![0.0; wastes.len()];
    for (waste, cost_per_t) in given.cheapest_first() {
        let left = (prevention.money - prevention.year.cost).max(0.0);
        let share = share(given.most, left, cost_per_t, fresh_t[waste]);
        let of = &wastes[waste];
        let fee_per_t = fee_per_t(&world.market.policy, world.market.fee_factor, of);
        prevention.year.add(share * fresh_t[waste], cost_per_t, fee_per_t, of.placement_cost_per_t);
        shares[waste] = share;
    }
    let columns = streams.gross_t.iter_mut().zip(&mut streams.fresh_t);
    for (stream, (gross, fresh)) in region.streams.iter().zip(columns) {
        let prevented = shares[stream.waste] * *fresh;
        *gross -= prevented;
        *fresh -= prevented;
    }
}
