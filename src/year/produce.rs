//! **Produce.** Plants run and generate waste in proportion to their output. The part that was already reused before
//! the simulation starts is reused again; the rest is fresh and on offer, with the residue of last year's conversions.
//! Ordered units come on line. Equations [P1], [N1].
//!
//! Reads: plants, streams, units. Writes: gross, already reused and fresh waste; working and coming
//! capacity. Draws: one normal number per plant. Conserves: gross + residue that
//! joins = already reused + fresh.

use crate::laws::output;
use crate::parallel;
use crate::rules::fortune::Fortune;
use crate::world::World;
use crate::world::plants::Streams;
use crate::year::agents::Agents;

/// The phase [P1].
pub fn produce(world: &mut World, fortune: &Fortune, _: &mut dyn Agents) {
    let Streams { gross_t, already_reused_t, fresh_t, .. } = &mut world.streams;
    let all = &world.region.streams.raw;
    parallel::columns(
        [gross_t, already_reused_t, fresh_t].map(|column| column.raw.as_mut_slice()),
        |from, [gross, already, fresh]| {
            for (at, given) in all[from..][..gross.len()].iter().enumerate() {
                gross[at] = output::waste_t(given.t_per_year, fortune.output[given.plant]);
                already[at] = output::already_reused_t(gross[at], given.own_reuse);
                fresh[at] = gross[at] - already[at];
            }
        },
    );
    if world.region.leaves_residue {
        join_residues(&mut world.streams);
    }
    run_units(world);
    if world.t == 0 {
        world.offer_everything();
    }
}

/// Residue of last year's conversions joins the fresh waste [N1].
fn join_residues(streams: &mut Streams) {
    let Streams { held_t, joined_t, fresh_t, .. } = streams;
    for ((held, joined), fresh) in held_t.iter_mut().zip(joined_t).zip(fresh_t) {
        *joined = std::mem::take(held);
        *fresh += *joined;
    }
}

/// Sums the capacity of working and coming units; removes units past their life. An ordered unit that starts this year
/// counts as coming, too, until it is seen in a trade [N2].
fn run_units(world: &mut World) {
    let t = world.t;
    world.capacity.working_t.fill(0.0);
    world.capacity.coming_t.fill(0.0);
    world.units.retain(|unit| t < unit.until);
    for unit in &world.units {
        if unit.works(t) {
            world.capacity.working_t[unit.slot] += unit.capacity_t;
        }
        if unit.from >= t.max(1) {
            world.capacity.coming_t[unit.slot] += unit.capacity_t;
        }
    }
}
