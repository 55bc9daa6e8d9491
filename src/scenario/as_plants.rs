//! A generated region written out as plants, for programs that draw none.

use std::fmt::Write;

use crate::ids::TechnologyId;

use super::{Loaded, Plant, Scenario, Words, quote};

/// The header of the table that plants take the place of.
const GENERATE: &str = "\n[generate]\n";

impl Loaded {
    /// The complete text with `[[plant]]`s in the place of `[generate]`, after those that it has; without one, the complete
    /// text as it is.
    /// Loading it gives the same scenario.
    pub fn as_plants(&self) -> String {
        // Texts are on one line, so nothing but the table itself looks like its header. It is the last one.
        let Some(at) = self.as_meant.find(GENERATE) else { return self.as_meant.clone() };
        let mut text = self.as_meant[..at + 1].to_owned();
        let given = text.matches("\n[[plant]]\n").count();
        for plant in self.scenario.plants.raw.iter().skip(given) {
            // Writing to a string cannot fail.
            let _ = write_plant(&mut text, plant, &self.scenario);
        }
        text
    }
}

fn write_plant(text: &mut String, plant: &Plant, scenario: &Scenario) -> std::fmt::Result {
    let words = [
        ("id", &plant.id),
        ("name", &plant.name),
        ("operator", &plant.operator),
        ("stage", &plant.stage.word().to_owned()),
        ("group", &plant.group),
    ];
    let numbers = [
        ("lat", plant.lat_deg),
        ("lon", plant.lon_deg),
        ("cash", plant.cash),
        ("budget", plant.budget),
        ("growth", plant.growth),
        ("volatility", plant.volatility),
        ("attitude", plant.attitude),
    ];
    writeln!(text, "\n[[plant]]")?;
    words.iter().try_for_each(|(key, word)| writeln!(text, "{key} = {}", quote(word)))?;
    numbers.iter().try_for_each(|(key, number)| writeln!(text, "{key} = {number:?}"))?;
    for (key, year) in [("opens", plant.opens), ("closes", plant.closes)] {
        year.map_or(Ok(()), |year| writeln!(text, "{key} = {year}"))?;
    }
    let technology = |of: TechnologyId| quote(&scenario.technologies[of].id);
    let adopts: Vec<String> = plant.adopts.iter().map(|&of| technology(of)).collect();
    writeln!(text, "adopts = [{}]", adopts.join(", "))?;
    for stream in &plant.streams {
        writeln!(text, "[[plant.stream]]\nwaste = {}", quote(&scenario.wastes[stream.waste].id))?;
        writeln!(text, "t_per_year = {:?}\nown_reuse = {:?}", stream.t_per_year, stream.own_reuse)?;
        writeln!(text, "stock = {:?}", stream.stock_t)?;
    }
    for unit in &plant.units {
        writeln!(text, "[[plant.unit]]\ntechnology = {}", technology(unit.technology))?;
        writeln!(text, "capacity = {:?}\nage = {}", unit.capacity_t, unit.age_years)?;
    }
    Ok(())
}
