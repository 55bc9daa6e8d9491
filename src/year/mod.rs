//! THE YEAR: eight phases, run in order. Read this file first.
//!
//! Each phase is a function in its own file; it plans on the world as it stands, then applies the plan. Phases never
//! call one another. After each of them the books are checked.

pub mod agents;
pub mod balance;
mod dispose;
mod invest;
mod join;
mod market;
mod produce;
mod risk;
mod settle;
mod trade;
pub mod witness;

use crate::parallel;
use crate::phase::Phase;
use crate::random::Luck;
use crate::rules::fortune::Fortune;
use crate::units::Money;
use crate::world::World;
use crate::world::prevention::Prevention;
use agents::{Agents, OwnRules};
use balance::Breach;
use witness::Witness;

pub use join::studied;
pub use trade::{offer, room};

/// What a phase does to the world.
pub type Step = fn(&mut World, &Fortune, &mut dyn Agents);

/// The year. The same table is used to run, list and time the phases.
pub const YEAR: [(Phase, Step); 8] = [
    (Phase::Market, market::market),
    (Phase::Produce, produce::produce),
    (Phase::Join, join::join),
    (Phase::Trade, trade::trade),
    (Phase::Invest, invest::invest),
    (Phase::Dispose, dispose::dispose),
    (Phase::Risk, risk::risk),
    (Phase::Settle, settle::settle),
];

/// Runs year `t` of a world, with every agent following its own rule; `after` sees the world after each phase.
///
/// # Errors
/// The first breach of the books, with phase, year and plant.
#[cfg(any(test, feature = "internals"))]
pub fn run_year(
    world: &mut World,
    luck: &Luck,
    t: usize,
    after: impl FnMut(Phase, &World),
) -> Result<(), Breach> {
    let fortune = Fortune::of(&world.region, luck, t);
    live(world, &fortune, after)
}

/// Runs the year with this fortune, which another world may share.
///
/// # Errors
/// The first breach of the books, with phase, year and plant.
#[cfg(any(test, feature = "internals"))]
pub fn live(
    world: &mut World,
    fortune: &Fortune,
    mut after: impl FnMut(Phase, &World),
) -> Result<(), Breach> {
    open(world, fortune.t);
    for phase in Phase::ALL {
        run_phase(world, phase, fortune, &mut OwnRules)?;
        after(phase, world);
    }
    Ok(())
}

/// Runs one phase of the open year, and checks the books.
///
/// # Errors
/// The first breach of the books, with phase, year and plant.
pub fn run_phase(
    world: &mut World,
    phase: Phase,
    fortune: &Fortune,
    agents: &mut dyn Agents,
) -> Result<(), Breach> {
    let (_, step) = YEAR[phase as usize];
    step(world, fortune, agents);
    balance::check(world, phase)
}

/// Runs a phase on a copy of the world, with every agent following its own rule, and with a witness; returns the copy.
pub fn relive(world: &World, phase: Phase, luck: &Luck, witness: &mut dyn Witness) -> World {
    let mut world = world.clone();
    let fortune = &Fortune::of(&world.region, luck, world.t);
    match phase {
        Phase::Trade => trade::watched(&mut world, witness),
        Phase::Invest => invest::watched(&mut world, fortune, &mut OwnRules, witness),
        Phase::Risk => risk::watched(&mut world, fortune, witness),
        _ => YEAR[phase as usize].1(&mut world, fortune, &mut OwnRules),
    }
    world
}

/// Gives a world the money with which waste is prevented at its source in the open year [V1].
pub fn endow(world: &mut World, money: Money) {
    world.prevention = Some(Prevention { money, ..Prevention::default() });
}

/// Opens year `t`: clears last year's flows, and carries over stocks and cash.
pub fn open(world: &mut World, t: usize) {
    world.t = t;
    world.remember_deals();
    world.log.events.clear();
    world.log.decisions.clear();
    world.log.closings.clear();
    let streams = &mut world.streams;
    let stocks = &streams.stock_t.raw;
    parallel::columns([&mut streams.opening_t.raw[..]], |from, [opening]| {
        opening.copy_from_slice(&stocks[from..][..opening.len()]);
    });
    let flows = [
        &mut streams.gross_t,
        &mut streams.already_reused_t,
        &mut streams.fresh_t,
        &mut streams.converted_fresh_t,
        &mut streams.converted_stock_t,
        &mut streams.residue_t,
        &mut streams.placed_t,
        &mut streams.released_t,
    ];
    parallel::columns(flows.map(|flow| flow.raw.as_mut_slice()), |_, flows| {
        flows.into_iter().for_each(|flow| flow.fill(0.0))
    });
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget);
    world.ledger.open(&world.plants.cash, budget);
    world.plants.synergy.clear();
}
