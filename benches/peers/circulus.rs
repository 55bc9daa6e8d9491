//! Circulus on the core model of `benches/peers`: exports a scenario with all its plants, and times a run of it.

#![allow(clippy::disallowed_methods)] // a bench looks at the clock

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use circulus::random::Luck;
use circulus::record::recorder::{Detail, Recorder};
use circulus::record::rows::{WasteYear, YearRow};
use circulus::region::Region;
use circulus::scenario::{Scenario, load};
use circulus::world::found::found;
use circulus::year::run_year;
use serde_json::{Value, json};

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// There are no risks.
const NOBODY_AT_RISK: usize = 0;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [verb, core, out, sets @ ..] if verb == "export" => export(core, out, sets),
        [scenario] if scenario != "--bench" => run(Scenario::load(Path::new(scenario), &[])?),
        _ => Err("started by benches/peers/run.sh: SCENARIO | export CORE OUT [KEY=VALUE...]".into()),
    }
}

/// Writes the complete scenario `core` with `sets` applied to `out`, its plants listed one by one: the other programs
/// cannot generate them.
fn export(core: &str, out: &str, sets: &[String]) -> Result<(), Box<dyn Error>> {
    let loaded = load(Path::new(core), sets)?;
    std::fs::write(out, loaded.as_plants())?;
    Ok(())
}

/// Runs the world with its company; the other programs have no twin.
fn run(scenario: Scenario) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let (luck, years) = (Luck::new(scenario.seed, 0), scenario.years);
    let region = Region::new(scenario, &luck)?;
    let mut world = found(&region, true);
    let founded = Instant::now();
    let mut recorder = Recorder::new(Detail::Years);
    for t in 0..years {
        run_year(&mut world, &luck, t, |_, _| {})?;
        recorder.see(&world, NOBODY_AT_RISK)?;
    }
    let years = founded.elapsed();
    let told = json!({
        "setup_s": (founded - start).as_secs_f64(),
        "years_s": years.as_secs_f64(),
        "years": recorder.record.years.iter().map(totals).collect::<Vec<Value>>(),
    });
    println!("{told}");
    Ok(())
}

fn totals(row: &YearRow) -> Value {
    let sum = |tonnes: fn(&WasteYear) -> f64| row.by_waste.iter().map(tonnes).sum::<f64>();
    json!({
        "members": row.members,
        "deals": row.deals_inside + row.deals_outside + row.deals_own,
        "deals_inside": row.deals_inside,
        "converted_fresh_t": sum(|waste| waste.converted_fresh_t),
        "converted_stock_t": sum(|waste| waste.converted_stock_t),
        "placed_t": sum(|waste| waste.placed_t),
        "stock_t": sum(|waste| waste.stock_t),
        "gain": row.gain,
    })
}
