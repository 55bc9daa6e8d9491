//! Lower bounds on the time of a world: what any program needs that keeps this state and draws these numbers.
//!
//! One is to read the state once per phase from memory, the other to draw the uniform numbers of all years. Both are
//! cut into chunks and shared among threads, as the phases are.

use std::time::Instant;

use circulus::parallel::chunks;
use circulus::random::{Address, AddressRange, Luck, Purpose, sequence};
use circulus::rules::risk_address::sub_purpose;
use circulus::scenario::Exposure;
use circulus::world::World;
use circulus::world::log::Deal;

/// Number of reads of the state; odd, so that the median is one of them.
const PASSES: usize = 9;

/// Several independent sums, so that memory is the bottleneck and not the latency of additions.
const SUMS: usize = 16;

/// The floating-point columns of the state of a world, including the year's books but not their flows.
fn columns(world: &World) -> Vec<&[f64]> {
    let (plants, streams, capacity, ledger) = (&world.plants, &world.streams, &world.capacity, &world.ledger);
    vec![
        &streams.stock_t.raw,
        &streams.opening_t.raw,
        &streams.gross_t.raw,
        &streams.already_reused_t.raw,
        &streams.joined_t.raw,
        &streams.fresh_t.raw,
        &streams.converted_fresh_t.raw,
        &streams.converted_stock_t.raw,
        &streams.residue_t.raw,
        &streams.held_t.raw,
        &streams.placed_t.raw,
        &streams.released_t.raw,
        &streams.unused_fresh_t.raw,
        &streams.unused_stock_t.raw,
        &capacity.working_t.raw,
        &capacity.coming_t.raw,
        &capacity.idle_t.raw,
        &plants.expected_gain.raw,
        &plants.trust.raw,
        &plants.cash.raw,
        &plants.outage.raw,
        &ledger.opening_cash.raw,
        &ledger.net.raw,
        &ledger.turnover.raw,
    ]
}

/// Bytes of these columns.
pub fn bytes(world: &World) -> f64 {
    columns(world).into_iter().map(size_of_val).sum::<usize>() as f64
}

/// Median seconds to read them once.
pub fn stream(world: &World) -> f64 {
    let columns = columns(world);
    let mut passes: Vec<f64> = (0..PASSES)
        .map(|_| {
            let start = Instant::now();
            let sums = columns
                .iter()
                .map(|column| chunks(column.len(), |range| sum(&column[range])).into_iter().sum::<f64>());
            std::hint::black_box(sums.sum::<f64>());
            start.elapsed().as_secs_f64()
        })
        .collect();
    passes.sort_by(f64::total_cmp);
    passes[PASSES / 2]
}

fn sum(column: &[f64]) -> f64 {
    let mut sums = [0.0; SUMS];
    let (whole, rest) = column.as_chunks::<SUMS>();
    whole.iter().for_each(|numbers| (0..SUMS).for_each(|of| sums[of] += numbers[of]));
    sums.iter().chain(rest).sum()
}

/// Seconds to draw the uniform numbers of all years, and their count. Each is drawn by address, as in a run; nothing
/// is computed from them. The number of deals at risk is assumed to be that of the last year in every year.
pub fn draw(world: &World, luck: &Luck, years: usize) -> (f64, u64) {
    let start = Instant::now();
    let drawn = (0..years).map(|t| draw_year(world, luck, t)).sum();
    (start.elapsed().as_secs_f64(), drawn)
}

fn draw_year(world: &World, luck: &Luck, t: usize) -> u64 {
    let (region, scenario) = (&*world.region, &*world.region.scenario);
    let of_plants = |purpose, sub| {
        let sequence = sequence(purpose, sub, t);
        drawn(luck, world.len(), |plant| Address { sequence, index: plant as u64 })
    };
    let output = sequence(Purpose::Output, 0, t);
    let mut count = drawn(luck, 2 * world.len(), |index| Address { sequence: output, index: index as u64 });
    count += of_plants(Purpose::Attention, 0);
    count += of_plants(Purpose::Order, 0);
    if world.company.is_some() && t.is_multiple_of(scenario.management.study_every) {
        count += if world.len() > scenario.management.study_limit {
            of_plants(Purpose::StudySample, 0)
        } else {
            0
        };
    }
    let sides = 2 * world.log.deals.iter().filter(|deal| Deal::between_plants(deal)).count();
    for (risk, given) in scenario.risks.iter_enumerated() {
        let strike = |kind| sequence(Purpose::RiskHit, sub_purpose(risk, kind), t);
        count += match given.exposure {
            Exposure::Stock => drawn(luck, region.streams.len(), |s| {
                let of = region.streams.raw[s];
                Address { sequence: strike(of.waste.index()), index: of.plant.into() }
            }),
            Exposure::Capacity | Exposure::Plant => of_plants(Purpose::RiskHit, sub_purpose(risk, 0)),
            Exposure::Product => drawn(luck, scenario.products.len(), |product| Address {
                sequence: strike(product),
                index: 0,
            }),
            // Addresses of deals are scattered: one block each.
            Exposure::Deal => {
                drawn(luck, sides, |i| Address { sequence: strike(0), index: (i as u64) << 20 })
            }
        };
    }
    count
}

/// Draws the numbers of items `0..n`, and counts them.
fn drawn(luck: &Luck, n: usize, address: impl Fn(usize) -> Address + Sync) -> u64 {
    let parts = chunks(n, |range| {
        let mut numbers = Vec::with_capacity(range.len());
        luck.ranges(range.map(&address).map(AddressRange::from), &mut numbers);
        std::hint::black_box(&numbers);
        numbers.len() as u64
    });
    parts.into_iter().sum()
}
