//! **Dispose.** The remaining fresh waste is placed on the stockpiles, and the disposal bill is recorded: fee and
//! placement cost per tonne placed, upkeep per tonne of stock. The bill is not charged to the plants' cash, as they
//! would pay it in any case and reuse is measured against it.
//!
//! Of the fees owed, the company receives the share that the policy gives it.
//!
//! Reads: unused fresh waste, fee factor, policy. Writes: stocks, placed tonnes, disposal bill, budget. Draws: none.
//! Conserves: opening stock + fresh = stock + converted (+ released, by the next phase).

use std::sync::Arc;

use crate::laws::policy::to_company;
use crate::laws::surplus::avoided_fresh;
use crate::region::fees::fee_per_t;
use crate::rules::fortune::Fortune;
use crate::world::World;
use crate::world::ledger::CompanyFlow;
use crate::world::plants::Streams;
use crate::year::agents::Agents;

/// The phase.
pub fn dispose(world: &mut World, _fortune: &Fortune, _: &mut dyn Agents) {
    let region = &*Arc::clone(&world.region);
    let wastes = &region.in_force(world.t).wastes;
    let Streams { placed_t, stock_t, unused_fresh_t, .. } = &mut world.streams;
    let columns = placed_t.iter_mut().zip(stock_t).zip(&*unused_fresh_t);
    for (stream, ((placed_t, stock_t), &placed)) in region.streams.iter().zip(columns) {
        let waste = &wastes[stream.waste];
        // Not the difference of two sums: what rounding left of it would be a stock, which events strike as any other.
        *placed_t = placed;
        *stock_t += placed;
        let fee_per_t = fee_per_t(&world.market.policy, world.market.fee_factor, waste);
        world.ledger.disposal_fees += placed * fee_per_t;
        world.ledger.disposal_bill += placed * avoided_fresh(fee_per_t, waste.placement_cost_per_t)
            + waste.upkeep_cost_per_t * *stock_t;
    }
    pay_company(world);
}

/// The company's share of the fees; an ended cluster receives none.
fn pay_company(world: &mut World) {
    if world.cluster_lives() {
        let share = world.market.policy.fees_to_company;
        world.post_company(CompanyFlow::DisposalFees, to_company(share, world.ledger.disposal_fees));
    }
}
