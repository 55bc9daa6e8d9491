//! THE YEAR: eight phases, run in order. Read this file first.
//!
//! A phase is a function of one file; it plans on the world as it stands, then applies. Phases never
//! call one another. After each of them the books are checked.

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
use crate::world::World;
use balance::Breach;
use witness::Witness;

pub use join::studied;
pub use trade::{offer, room};

/// What a phase does to the world.
pub type Step = fn(&mut World, &Fortune);

/// The year. The same table is run, printed and timed.
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

/// Runs year `t` of a world; `after` sees the world after each phase (to time it, or to look).
///
/// # Errors
/// The first breach of the books, with phase, year and plant.
pub fn run_year<'r>(
    world: &mut World<'r>,
    luck: &Luck,
    t: usize,
    after: impl FnMut(Phase, &World<'r>),
) -> Result<(), Breach> {
    live(world, &Fortune::of(world.region, luck, t), after)
}

/// Lives the year of a fortune, which another world may live too.
///
/// # Errors
/// The first breach of the books, with phase, year and plant.
pub fn live<'r>(
    world: &mut World<'r>,
    fortune: &Fortune,
    mut after: impl FnMut(Phase, &World<'r>),
) -> Result<(), Breach> {
    open(world, fortune.t);
    for (phase, step) in YEAR {
        step(world, fortune);
        balance::check(world, phase)?;
        after(phase, world);
    }
    Ok(())
}

/// Lives a phase on a copy of the world, with somebody watching; the copy shows what came of it.
pub fn relive<'r>(world: &World<'r>, phase: Phase, luck: &Luck, witness: &mut dyn Witness) -> World<'r> {
    let mut world = world.clone();
    let fortune = &Fortune::of(world.region, luck, world.t);
    match phase {
        Phase::Trade => trade::watched(&mut world, witness),
        Phase::Invest => invest::watched(&mut world, fortune, witness),
        Phase::Risk => risk::watched(&mut world, fortune, witness),
        _ => YEAR.iter().filter(|(of, _)| *of == phase).for_each(|(_, step)| step(&mut world, fortune)),
    }
    world
}

/// Turns the page: last year's flows are forgotten, stocks and cash are carried over.
fn open(world: &mut World, t: usize) {
    world.t = t;
    world.log.events.clear();
    world.log.decisions.clear();
    let streams = &mut world.streams;
    let stocks = &streams.stock_t;
    parallel::columns([&mut streams.opening_t[..]], |from, [opening]| {
        opening.copy_from_slice(&stocks[from..][..opening.len()]);
    });
    let flows = [
        &mut streams.gross_t,
        &mut streams.already_reused_t,
        &mut streams.fresh_t,
        &mut streams.converted_fresh_t,
        &mut streams.converted_stock_t,
        &mut streams.placed_t,
        &mut streams.released_t,
    ];
    parallel::columns(flows.map(Vec::as_mut_slice), |_, flows| {
        flows.into_iter().for_each(|flow| flow.fill(0.0))
    });
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget);
    world.ledger.open(&world.plants.cash, budget);
    world.plants.clear_synergy();
}
