//! The core model in ixa: entities with properties, and a yearly plan for each phase.

#![allow(clippy::disallowed_methods)] // a bench looks at the clock, and ixa's users take the system's mathematics

mod dispose;
mod geography;
mod join;
mod links;
mod market;
mod plants;
mod produce;
mod scenario;
mod totals;
mod trade;

use std::error::Error;
use std::time::Instant;

use ixa::prelude::*;
use scenario::{Parameters, Scenario};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: peers-ixa SCENARIO")?;
    let scenario: Scenario = toml::from_str(&std::fs::read_to_string(path)?)?;

    let start = Instant::now();
    let mut context = Context::new();
    initialize(&mut context, scenario)?;
    let setup = start.elapsed();
    context.execute();
    let years = start.elapsed() - setup;

    let told = json!({
        "setup_s": setup.as_secs_f64(),
        "years_s": years.as_secs_f64(),
        "years": totals::of(&context),
    });
    println!("{told}");
    Ok(())
}

/// Plans with the same time and phase run in the order of creation here.
fn initialize(context: &mut Context, scenario: Scenario) -> Result<(), IxaError> {
    let years = scenario.scenario.years;
    context.set_global_property_value(Parameters, scenario)?;
    plants::init(context)?;
    produce::init(context);
    join::init(context)?;
    links::init(context);
    trade::init(context);
    dispose::init(context);
    totals::init(context);
    // Time starts at 0; plans at the time of the shutdown still run.
    context.add_plan((years - 1) as f64, Context::shutdown);
    Ok(())
}
