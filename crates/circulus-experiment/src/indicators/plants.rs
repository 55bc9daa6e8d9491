//! Indicators of single plants: a column of `plants` in one year, `plants.COPPER.cash@2030`.

use super::meter::number;
use super::{Indicator, Side, described, nearest_of, side, year_of};
use circulus::record::Record;
use circulus::record::columns::{self, Column, InWorld, Kind, Names, World};
use circulus::record::rows::PlantRow;
use circulus::scenario::Scenario;

/// What the names of such indicators begin with, after the world.
const PLANTS: &str = "plants.";
/// Stands for all plants.
const EVERY: &str = "*";
/// Most indicators that one name may stand for.
const MOST: usize = 100_000;

/// The names that one with `*` for the plant stands for; the name itself if it has none.
///
/// # Errors
/// When they are too many.
pub(super) fn each(name: &str, scenario: &Scenario) -> Result<Vec<String>, (String, Option<String>)> {
    let (_, rest) = side(name);
    let prefix = name.strip_suffix(rest).unwrap_or_default();
    let Some(after) = rest.strip_prefix(PLANTS).and_then(|rest| rest.strip_prefix(EVERY)) else {
        return Ok(vec![name.to_owned()]);
    };
    if scenario.plants.len() > MOST {
        let message = format!("'{name}' stands for {} plants, more than {MOST}", scenario.plants.len());
        return Err((message, None));
    }
    Ok(scenario.plants.iter().map(|plant| format!("{prefix}{PLANTS}{}{after}", plant.id)).collect())
}

/// The indicator with a name that begins with `plants.` after the prefix of a world; `None` for other names.
pub(super) fn find(name: &str, scenario: &Scenario) -> Option<Result<Indicator, (String, Option<String>)>> {
    let (side, rest) = side(name);
    let rest = rest.strip_prefix(PLANTS)?;
    Some(of_plant(name, side, rest, scenario))
}

fn of_plant(
    name: &str,
    side: Side,
    rest: &str,
    scenario: &Scenario,
) -> Result<Indicator, (String, Option<String>)> {
    let Some(((id, column), year)) =
        rest.split_once('@').and_then(|(of, year)| Some((of.split_once('.')?, year)))
    else {
        return Err((
            format!(
                "'{name}' must be as plants.<id>.<column>@<year>, such as plants.{}.cash@last",
                scenario.plants.iter().next().map_or("MINE", |plant| plant.id.as_str())
            ),
            None,
        ));
    };
    let year = year_of(year, scenario)?;
    if !scenario.plants.iter().any(|plant| plant.id == id) {
        let near = nearest_of(id, scenario.plants.iter().map(|plant| plant.id.as_str()));
        let near = near.map(|near| name.replacen(id, &near, 1));
        return Err((format!("'{id}' is no plant of this scenario"), near));
    }
    let names = Names::of(scenario);
    let currency = columns::Unit::Money.suffix(&names.currency);
    let known = numbers(&names);
    let found = known
        .iter()
        .find(|known| known.name == column || known.name.strip_suffix(currency.as_str()) == Some(column));
    let Some(found) = found else {
        let near = nearest_of(column, known.iter().map(|known| known.name.as_str()));
        let near = near.map(|near| name.replacen(column, &near, 1));
        return Err((format!("'{column}' is no number of plants.csv"), near));
    };
    let prefix = name.split(PLANTS).next().unwrap_or_default();
    Ok(Indicator {
        name: format!("{prefix}{PLANTS}{id}.{}@{year}", found.name),
        unit: found.unit.clone(),
        meaning: described(side, &format!("{}; of {id}", found.meaning), Some(year)),
        whole: found.kind != Kind::Number,
        side,
        column: found.name.clone(),
        year: Some(year),
        plant: Some(id.to_owned()),
        derived: None,
    })
}

/// The columns of `plants` that are numbers.
fn numbers(names: &Names) -> Vec<Column<'_, InWorld<'_, PlantRow>>> {
    let is_number =
        |column: &Column<'_, InWorld<'_, PlantRow>>| column.kind != Kind::Text && column.name != "year";
    columns::plants(names).into_iter().filter(is_number).collect()
}

/// The number of an indicator of a plant in a world; `None` if the plant does not stand in that year.
pub(super) fn value<'r>(
    indicator: &Indicator,
    (world, record): (World, &'r Record),
    names: &Names,
    columns: &[Column<'_, InWorld<'r, PlantRow>>],
) -> Option<f64> {
    let (plant, year) = (indicator.plant.as_deref()?, indicator.year?);
    // The rows of a year follow those of the year before.
    let of_year = record.plants.get(record.plants.partition_point(|row| row.year < year)..)?;
    let mut of_year = of_year.iter().take_while(|row| row.year == year);
    let row = of_year.find(|row| names.plant(row.plant) == Some(plant))?;
    let column = columns.iter().find(|column| column.name == indicator.column)?;
    number(&column.value(&InWorld { world, row }))
}
