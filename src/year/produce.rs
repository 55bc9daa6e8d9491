//! **Produce.** Plants run, and waste arises with their output. What they already reused before the
//! story starts is reused again; the rest is fresh and on offer. Ordered units come on line.
//! Equation [P1].
//!
//! Reads: plants, streams, units. Writes: gross, already reused and fresh waste; working and coming
//! capacity. Draws: one normal number per plant. Conserves: gross = already reused + fresh.

use crate::rules::fortune::Fortune;
use crate::world::World;

/// `q = (1+g)^t exp(s z - s^2/2)`; `w = t_per_year q` [P1].
pub fn produce(world: &mut World, fortune: &Fortune) {
    for (stream, given) in world.region.streams.iter().enumerate() {
        let gross = given.t_per_year * fortune.output[given.plant];
        world.streams.gross_t[stream] = gross;
        world.streams.already_reused_t[stream] = given.own_reuse * gross;
        world.streams.fresh_t[stream] = gross - given.own_reuse * gross;
    }
    run_units(world);
    if world.t == 0 {
        world.offer_everything();
    }
}

/// Sums the capacity of units that work and that are to come; forgets those past their life.
fn run_units(world: &mut World) {
    let t = world.t;
    world.capacity.working_t.fill(0.0);
    world.capacity.coming_t.fill(0.0);
    world.units.retain(|unit| t < unit.until);
    for unit in &world.units {
        if unit.works(t) {
            world.capacity.working_t[unit.slot] += unit.capacity_t;
        } else {
            world.capacity.coming_t[unit.slot] += unit.capacity_t;
        }
    }
}
