//! **Produce.** Plants that close this year do so first [N6]. Plants run and generate waste in proportion to their
//! output. The part that was already reused before the simulation starts is reused again; the rest is fresh and on
//! offer, with the residue of last year's conversions. Ordered units come on line. A plant that is not open yet, or has
//! closed, makes nothing. In a world with money for it, some of the fresh waste is prevented at its source. Equations
//! [P1], [N1], [V1].
//!
//! Reads: plants, streams, units. Writes: gross, already reused and fresh waste; what was prevented; working and coming
//! capacity; units, claims, loans, contracts and membership of plants that close. Draws: one normal number per plant.
//! Conserves: gross + residue that joins = already reused + fresh.

mod closing;
mod prevention;

use crate::laws::output;
use crate::parallel;
use crate::rules::fortune::Fortune;
use crate::units::{Share, Tonnes};
use crate::world::World;
use crate::world::plants::Streams;
use crate::year::agents::Agents;

/// The phase [P1].
pub fn produce(world: &mut World, fortune: &Fortune, _: &mut dyn Agents) {
    closing::close_plants(world);
    let Streams { gross_t, already_reused_t, fresh_t, .. } = &mut world.streams;
    let all = &world.region.streams.raw;
    parallel::columns(
        [&mut *gross_t, &mut *already_reused_t, &mut *fresh_t].map(|column| column.raw.as_mut_slice()),
        |from, [gross, already, fresh]| {
            let columns = gross.iter_mut().zip(already).zip(fresh);
            for (((gross, already), fresh), given) in columns.zip(&all[from..]) {
                (*gross, *already, *fresh) =
                    waste_t(given.t_per_year, given.own_reuse, fortune.output[given.plant]);
            }
        },
    );
    let region = &world.region;
    for (of, &factor) in region.in_force(world.t).streams.iter().zip(&fortune.changed) {
        let mut streams = region.streams_of(of.plant);
        if let Some(at) = streams.find(|&stream| region.streams[stream].waste == of.stream.waste) {
            (gross_t[at], already_reused_t[at], fresh_t[at]) =
                waste_t(of.stream.t_per_year, of.stream.own_reuse, factor);
        }
    }
    for stream in region.times.idle(world.t).flat_map(|plant| region.streams_of(plant)) {
        (gross_t[stream], already_reused_t[stream], fresh_t[stream]) = (0.0, 0.0, 0.0);
    }
    prevention::prevent(world);
    if world.region.leaves_residue {
        join_residues(&mut world.streams);
    }
    run_units(world);
    if world.t == 0 {
        world.offer_everything();
    }
}

/// Waste of a stream in a year, by its output factor: gross, already reused and fresh [P1].
#[inline]
fn waste_t(t_per_year: Tonnes, own_reuse: Share, factor: f64) -> (Tonnes, Tonnes, Tonnes) {
    let gross_t = output::waste_t(t_per_year, factor);
    let already_reused_t = output::already_reused_t(gross_t, own_reuse);
    (gross_t, already_reused_t, gross_t - already_reused_t)
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
/// counts as coming, too, until it is seen in a trade [N2]. Units of plants that are not open yet are not coming:
/// nobody knows of them [N6].
fn run_units(world: &mut World) {
    let t = world.t;
    world.capacity.working_t.fill(0.0);
    world.capacity.coming_t.fill(0.0);
    world.units.retain(|unit| t < unit.until);
    for unit in &world.units {
        if unit.works(t) {
            world.capacity.working_t[unit.slot] += unit.capacity_t;
        }
        if unit.from >= t.max(1) && world.region.times.open(world.region.slots[unit.slot].plant, t) {
            world.capacity.coming_t[unit.slot] += unit.capacity_t;
        }
    }
}
