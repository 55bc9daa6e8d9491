//! Writes the complete scenario with its generated plants listed one by one, for programs that cannot generate them.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use circulus::scenario::{Plant, Scenario, load};

/// Writes the scenario `core` with `sets` applied to `out`, and checks that loading it gives the same scenario.
pub fn export(core: &str, out: &str, sets: &[String]) -> Result<(), Box<dyn Error>> {
    let loaded = load(Path::new(core), sets)?;
    let scenario = loaded.scenario;
    let conduct = loaded.as_meant.split("\n[generate]").next().unwrap_or_default();
    let mut text = conduct.to_owned();
    for plant in &scenario.plants {
        write_plant(&mut text, plant, &scenario)?;
    }
    std::fs::write(out, text)?;
    if Scenario::load(Path::new(out), &[])? == scenario {
        Ok(())
    } else {
        Err(format!("{out} is not the scenario that was exported").into())
    }
}

fn write_plant(text: &mut String, plant: &Plant, scenario: &Scenario) -> std::fmt::Result {
    writeln!(text, "\n[[plant]]\nid = {:?}\nname = {:?}", plant.id, plant.name)?;
    writeln!(text, "stage = {:?}", format!("{:?}", plant.stage).to_lowercase())?;
    writeln!(text, "lat = {:?}\nlon = {:?}", plant.lat_deg, plant.lon_deg)?;
    writeln!(text, "cash = {:?}\nbudget = {:?}", plant.cash, plant.budget)?;
    writeln!(text, "growth = {:?}\nvolatility = {:?}", plant.growth, plant.volatility)?;
    writeln!(text, "attitude = {:?}", plant.attitude)?;
    for stream in &plant.streams {
        writeln!(text, "[[plant.stream]]\nwaste = {:?}", scenario.wastes[stream.waste].id)?;
        writeln!(text, "t_per_year = {:?}\nown_reuse = {:?}", stream.t_per_year, stream.own_reuse)?;
        writeln!(text, "stock = {:?}", stream.stock_t)?;
    }
    for unit in &plant.units {
        writeln!(text, "[[plant.unit]]\ntechnology = {:?}", scenario.technologies[unit.technology].id)?;
        writeln!(text, "capacity = {:?}\nage = {:?}", unit.capacity_t, unit.age_years)?;
    }
    Ok(())
}
