//! A digest of a world's results, for comparing runs on different threads.

use std::fmt::{Debug, Write};

use circulus::ids::{PlantId, TiVec};
use circulus::record::Record;
use circulus::world::World;
use sha2::{Digest, Sha256};

/// Hashes text as it is written, since that of a large world would fill the memory.
struct Hasher(Sha256);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

impl Hasher {
    fn column(&mut self, numbers: &[f64]) {
        self.0.update((numbers.len() as u64).to_le_bytes());
        numbers.iter().for_each(|number| self.0.update(number.to_le_bytes()));
    }

    /// Numbers are written exactly, to the bit.
    fn text(&mut self, what: &impl Debug) {
        writeln!(self, "{what:?}").unwrap();
    }
}

/// The digest of the last year's state and of the rows of all years; values derived from the state are left out, so
/// that their representation may change.
pub fn of(world: &World, rows: &Record) -> String {
    let mut hasher = Hasher(Sha256::new());
    let (plants, streams) = (&world.plants, &world.streams);
    for column in [&streams.stock_t, &streams.fresh_t, &streams.converted_fresh_t, &streams.converted_stock_t]
    {
        hasher.column(&column.raw);
    }
    for column in [&plants.cash, &plants.trust, &plants.expected_gain, &plants.outage] {
        hasher.column(&column.raw);
    }
    for column in [&world.capacity.working_t.raw, &world.capacity.idle_t.raw, &world.ledger.net.raw] {
        hasher.column(column);
    }
    hasher.text(&plants.member);
    let study_gain: TiVec<PlantId, Option<f64>> =
        world.all_plants().map(|plant| plants.study_gain.of(plant)).collect();
    hasher.text(&study_gain);
    for column in [&world.market.price_per_t, &world.market.demand_t, &world.market.demand_left_t] {
        hasher.column(&column.raw);
    }
    hasher.text(&(&world.company, &world.levers));
    hasher.text(&(&world.units, &world.loans, &world.contracts));
    hasher.text(&world.log);
    hasher.text(rows);
    hasher.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
