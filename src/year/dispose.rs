//! **Dispose.** The remaining fresh waste is placed on the stockpiles, and the disposal bill is recorded: fee and
//! placement cost per tonne placed, upkeep per tonne of stock. The bill is not charged to the plants' cash, as they
//! would pay it in any case and reuse is measured against it.
//!
//! Reads: unused fresh waste, fee factor. Writes: stocks, placed tonnes, disposal bill. Draws: none.
//! Conserves: opening stock + fresh = stock + converted (+ released, by the next phase).

use crate::rules::fortune::Fortune;
use crate::rules::outlook::avoided;
use crate::world::World;
use crate::world::log::Source;
use crate::year::agents::Agents;

/// The phase.
pub fn dispose(world: &mut World, _fortune: &Fortune, _: &mut dyn Agents) {
    let scenario = &*world.region.scenario;
    for (s, stream) in world.region.streams.iter_enumerated() {
        let waste = &scenario.wastes[stream.waste];
        let placed = world.streams.fresh_t[s] - world.streams.converted_fresh_t[s];
        let placed = placed.max(0.0);
        world.streams.placed_t[s] = placed;
        world.streams.stock_t[s] += placed;
        world.ledger.disposal_bill += placed * avoided(waste, Source::Fresh, world.market.fee_factor, 0.0)
            + waste.upkeep_cost_per_t * world.streams.stock_t[s];
    }
}
