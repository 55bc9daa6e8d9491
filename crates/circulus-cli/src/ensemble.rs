//! `circulus ensemble`: many replicates of one scenario.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::drive::{Driving, Enough};
use super::precision::how_sure;
use super::sweep::{Part, keeps_other_shards};
use super::tables::{Ending, Rows};
use super::{ScenarioArguments, print, refuse, warn_of_missing_glyphs};
use circulus::numbers::{count, whole};
use circulus::output::Forms;
use circulus::record::columns::{Names, indicators};
use circulus::scenario::Scenario;
use circulus_experiment::asked::{Asked, Verb};
use circulus_experiment::bands::{self, Band, QUANTILES};
use circulus_experiment::file::LEVEL;
use circulus_experiment::indicators::Indicator;
use circulus_experiment::plan::{Base, Plan};
use circulus_experiment::points::Points;
use circulus_experiment::results;
use circulus_experiment::store::Store;
use circulus_plot::fan::{self, About, CHARTS, Fan};
use circulus_plot::{Drawn, write_sheet};

/// Run many replicates of a scenario: quantile bands of every indicator, and the twin's
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// Replicates: runs with different random draws, numbered from 0
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = super::whole::<u64>(1, 10_000_000))]
    replicates: u64,
    /// Quantiles of the bands, in ascending order
    #[arg(long, value_name = "SHARE,...", value_delimiter = ',', value_parser = share, default_values_t = QUANTILES)]
    quantiles: Vec<f64>,
    /// Indicators to draw, by their columns in indicators.csv; by default six important ones
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    draw: Vec<String>,
    #[command(flatten)]
    enough: Enough,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    rows: Rows,
    #[command(flatten)]
    pub driving: Driving,
}

/// Columns drawn by default; money columns get the scenario's currency.
const DRAWN: [&str; 6] = ["converted", "use_rate", "members", "accounted_synergy", "gain", "disposal_bill"];

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let sets = arguments.scenario.all_sets();
    let (base, scenario) = Base::open(&arguments.scenario.scenario, &sets)?;
    if !arguments.quantiles.is_sorted_by(|a, b| a < b) {
        return Err(refuse("--quantiles must rise, such as 0.05,0.5,0.95"));
    }
    drawn(&scenario, &arguments.draw)?;
    let name = format!("{}_ensemble", scenario.name);
    let plan = Plan {
        bases: vec![base],
        keys: Vec::new(),
        points: Points::none(),
        replicates: arguments.replicates,
        indicators: Indicator::all_years(&scenario),
    };
    let until = arguments.enough.until(&scenario, LEVEL, None)?;
    let driving = &arguments.driving;
    let folder = driving.folder(&name);
    let inputs: Vec<PathBuf> = plan.bases.iter().flat_map(|base| base.files.clone()).collect();
    arguments.rows.check(&plan)?;
    keeps_other_shards(driving, arguments.part.shard, &folder)?;
    driving.begin(&folder, &inputs)?;
    if arguments.part.make(driving, (&name, &plan), &folder, until.is_some())? {
        return Ok(());
    }
    let made = driving.make_until(&plan, until.as_ref(), &folder, &name, false)?;
    let (plan, store) = (&made.plan, &made.store);
    let (quantiles, draw) = (arguments.quantiles.clone(), arguments.draw.clone());
    let verb = Verb::Ensemble { quantiles, draw };
    let ending = Ending::of(&arguments.driving, &arguments.rows, &made);
    let forms = ending.forms;
    let asked = Asked {
        partial: made.partial.clone(),
        tables: ending.tables.clone(),
        ..Asked::new(&name, verb, forms.csv)
    };
    let failed = results::write_without_runs(plan, store, &name, forms, |aside| {
        asked.save(aside)?;
        ending.write_rows(plan, aside)?;
        let (quantiles, draw) = (&arguments.quantiles, &arguments.draw);
        warn_of_missing_glyphs(&write(plan, store, quantiles, draw, forms, aside)?);
        anyhow::Ok(())
    })?;
    let shown = folder.display();
    print(&format!(
        "{}{name}: {}. {} failed.\n\
         Bands of {} are in {shown}/bands.csv, fan charts in {shown}/fan_1.png and .svg.\n{}",
        made.told(),
        count(plan.runs(), "run", "runs"),
        whole(failed),
        count(plan.indicators.len() / bands::worlds(plan) / scenario.years, "indicator", "indicators"),
        if until.is_none() { how_sure(plan, store)? } else { String::new() },
    ))?;
    made.end(failed, &format!("{shown}/failed.csv"))
}

/// Writes the bands and their pictures.
pub fn write(
    plan: &Plan,
    store: &Store,
    shares: &[f64],
    draw: &[String],
    forms: Forms,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    let base = plan.bases.first().context("the plan has no scenario")?;
    let scenario = base.scenario(&[])?;
    let drawn = drawn(&scenario, draw)?;
    let mut all: Vec<Band> = Vec::new();
    bands::bands(plan, store, shares, |band| all.push(band))?;
    let columns = bands::columns(shares, bands::worlds(plan));
    for format in forms.formats() {
        forms.write(format, folder, "bands", &columns, all.iter().cloned())?;
    }
    let fan = |(column, title): &(String, String)| {
        let of = |world: usize| {
            all.iter().filter(|band| band.world == world && band.indicator == *column).cloned().collect()
        };
        Fan { title: title.clone(), cluster: of(0), twin: of(1) }
    };
    let fans: Vec<Fan> = drawn.iter().map(fan).collect();
    let origin = format!(
        "{} · seed {} · {} · circulus {}",
        scenario.name,
        scenario.seed,
        count(plan.replicates, "replicate", "replicates"),
        env!("CARGO_PKG_VERSION")
    );
    let mut drawn = Drawn::default();
    for (at, fans) in fans.chunks(CHARTS).enumerate() {
        let about = About {
            title: "Spread over luck",
            world: &scenario.title,
            currency: &scenario.currency,
            replicates: plan.replicates,
            shares,
            origin: &origin,
        };
        drawn.add(write_sheet(&fan::draw(fans, &about), folder, &format!("fan_{}", at + 1))?);
    }
    Ok(drawn)
}

/// Columns to draw, with their titles.
fn drawn(scenario: &Scenario, wanted: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let names = Names::of(scenario);
    let columns = indicators(&names);
    let title = |name: &str| {
        let column = columns.iter().find(|column| column.name == name)?;
        Some((name.to_owned(), column.meaning.split(": ").next().unwrap_or_default().to_owned()))
    };
    if wanted.is_empty() {
        let money = format!("_{}", scenario.currency.to_lowercase());
        let named =
            |stem: &&str| ["", "_t", money.as_str()].iter().find_map(|unit| title(&format!("{stem}{unit}")));
        return Ok(DRAWN.iter().filter_map(named).collect());
    }
    wanted
        .iter()
        .map(|name| {
            title(name).ok_or_else(|| {
                let year = scenario.start_year;
                let near =
                    Indicator::find(&format!("{name}@{year}"), scenario).err().and_then(|(_, near)| near);
                let near = near.map_or(String::new(), |near| {
                    format!("; did you mean '{}'?", near.replace(&format!("@{year}"), ""))
                });
                refuse(format!("--draw {name}: there is no such column in indicators.csv{near}"))
            })
        })
        .collect()
}

fn share(typed: &str) -> Result<f64, String> {
    match typed.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("must be from 0 to 1".into()),
    }
}
