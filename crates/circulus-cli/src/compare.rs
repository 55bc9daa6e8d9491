//! `circulus compare`: two scenarios with the same draws.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::drive::{Driving, Enough};
use super::{print, refuse, warn_of_missing_glyphs};
use circulus::explain::parting::{Divergence, Parting, parting};
use circulus::numbers::count;
use circulus::output::Format;
use circulus::record::columns::{Cell, Column, Kind};
use circulus::scenario::Scenario;
use circulus_experiment::asked::{Asked, Verb};
use circulus_experiment::comparison::{self, Difference, differences};
use circulus_experiment::indicators::Indicator;
use circulus_experiment::plan::{Base, Plan};
use circulus_experiment::points::Points;
use circulus_experiment::results;
use circulus_experiment::store::Store;
use circulus_plot::differences::{draw, few};
use circulus_plot::fan::unit_of;
use circulus_plot::page::Said;
use circulus_plot::{Drawn, write_sheet};

/// Compare two scenarios, or one with changes against itself, with the same random draws
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Scenario A
    #[arg(value_name = "A")]
    first: PathBuf,
    /// Scenario B; A itself with the --set changes without it
    #[arg(value_name = "B")]
    second: Option<PathBuf>,
    /// Change a value in B, such as policy.disposal_fee_factor=5; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Change a value in both; may be repeated
    #[arg(long = "both", value_name = "KEY=VALUE")]
    both: Vec<String>,
    /// Replicates: pairs of runs, each pair with its own random draws
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = super::whole::<u64>(2, 1_000_000))]
    replicates: u64,
    /// Level of the intervals
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = level)]
    level: f64,
    #[command(flatten)]
    enough: Enough,
    #[command(flatten)]
    pub driving: Driving,
}

/// Replicates for which divergence is reported.
const PARTINGS: u64 = 10;
/// Maximum number of differences printed and drawn.
const TOLD: usize = 12;
/// Indicators listed first, by the stem of the name.
const FIRST: [&str; 10] = [
    "total_converted",
    "total_reused",
    "mean_use_rate",
    "last_members",
    "total_accounted_synergy",
    "total_gain",
    "stock_change",
    "total_released",
    "total_disposal_bill",
    "total_projects",
];

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    if arguments.second.is_none() && arguments.sets.is_empty() {
        return Err(refuse("A cannot be compared with itself; name B, or change something with --set"));
    }
    let (mut first, scenario) = Base::open(&arguments.first, &arguments.both)?;
    let sets: Vec<String> = arguments.both.iter().chain(&arguments.sets).cloned().collect();
    let path = arguments.second.as_ref().unwrap_or(&arguments.first);
    let (mut second, other) = Base::open(path, &sets)?;
    if first.seed != second.seed {
        return Err(refuse(format!(
            "A has seed {} and B has seed {}, so their random draws differ; give both the same with --both scenario.seed={}",
            first.seed, second.seed, first.seed
        )));
    }
    let name = format!("{}_against_{}", other.name, scenario.name);
    (first.name, second.name) = ("A".to_owned(), "B".to_owned());
    let known = |indicator: &Indicator| Indicator::find(&indicator.name, &other).is_ok();
    let indicators = Indicator::all(&scenario).into_iter().filter(known).collect();
    let plan = Plan {
        bases: vec![first, second],
        keys: Vec::new(),
        points: Points::none(),
        replicates: arguments.replicates,
        indicators,
    };
    let until = arguments.enough.until(&scenario, arguments.level, true)?;
    let driving = &arguments.driving;
    let folder = driving.folder(&name);
    let inputs: Vec<PathBuf> = plan.bases.iter().flat_map(|base| base.files.clone()).collect();
    driving.begin(&folder, &inputs)?;
    let made = driving.make_until(&plan, until.as_ref(), &folder, &name, false)?;
    let (plan, store) = (&made.plan, &made.store);
    let found = differences(plan, store, arguments.level)?;
    let partings = partings(&scenario, &other, plan.replicates.min(PARTINGS));
    let verb = Verb::Compare { level: arguments.level };
    let asked = Asked { name: name.clone(), verb, partial: made.partial.clone() };
    let failed = results::write(plan, store, &name, driving.parquet, |aside| {
        asked.save(aside)?;
        let drawn = write(plan, &found, &partings, &scenario, arguments.level, driving.parquet, aside)?;
        warn_of_missing_glyphs(&drawn);
        anyhow::Ok(())
    })?;
    let story = story(plan, &found, &partings, [&scenario, &other], arguments.level, &folder);
    print(&(made.told() + &story))?;
    made.end(failed, &format!("{}/runs.csv", folder.display()))
}

/// Where the first replicates diverge; failed runs are reported in their rows.
fn partings(first: &Scenario, second: &Scenario, replicates: u64) -> Vec<Parting> {
    (0..replicates).filter_map(|replicate| parting((first, replicate), (second, replicate)).ok()).collect()
}

/// Makes the tables and the picture of a finished comparison again.
pub fn write_again(
    plan: &Plan,
    store: &Store,
    level: f64,
    parquet: bool,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    let [first, second] = &plan.bases[..] else { anyhow::bail!("a comparison has two scenarios") };
    let (scenario, other) = (first.scenario(&[])?, second.scenario(&[])?);
    let found = differences(plan, store, level)?;
    let partings = partings(&scenario, &other, plan.replicates.min(PARTINGS));
    write(plan, &found, &partings, &scenario, level, parquet, folder)
}

fn write(
    plan: &Plan,
    found: &[Difference],
    partings: &[Parting],
    scenario: &Scenario,
    level: f64,
    parquet: bool,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    for format in [Format::Csv, Format::Parquet] {
        if format == Format::Csv || parquet {
            format.write(folder, "differences", &comparison::columns(), found.iter().cloned())?;
            format.write(folder, "partings", &parting_columns(), partings.iter().cloned())?;
        }
    }
    let chosen: Vec<Difference> = telling(found).into_iter().cloned().collect();
    let [first, second] = &plan.bases[..] else { anyhow::bail!("a comparison has two scenarios") };
    let title = format!("{} against {}", b_name(first, second), first.path);
    let origin = format!(
        "seed {} · {} · intervals at {} % · circulus {}",
        scenario.seed,
        count(plan.replicates, "pair", "pairs"),
        few(100.0 * level),
        env!("CARGO_PKG_VERSION")
    );
    let said = Said {
        title: "B less A on the same luck",
        world: &scenario.title,
        sentence: &title,
        note: "disc: mean over pairs of runs; line: its interval",
        origin: &origin,
    };
    Ok(write_sheet(&draw(&chosen, &said), folder, "differences")?)
}

/// B with the settings that A does not have.
fn b_name(first: &Base, second: &Base) -> String {
    let own = second.sets.get(first.sets.len()..).unwrap_or_default();
    if own.is_empty() { second.path.clone() } else { format!("{} with {}", second.path, own.join(", ")) }
}

/// The differences to print: the most important first, then others whose interval excludes 0.
fn telling(found: &[Difference]) -> Vec<&Difference> {
    let rank = |row: &&Difference| FIRST.iter().position(|stem| row.indicator.starts_with(stem));
    let mut rows: Vec<&Difference> = found.iter().filter(|row| rank(row).is_some()).collect();
    rows.sort_by_key(rank);
    let others = found.iter().filter(|row| rank(row).is_none() && row.is_clear());
    rows.extend(others.filter(|row| !row.indicator.starts_with("twin_")));
    rows.truncate(TOLD);
    rows
}

fn story(
    plan: &Plan,
    found: &[Difference],
    partings: &[Parting],
    scenarios: [&Scenario; 2],
    level: f64,
    folder: &Path,
) -> String {
    let percent = few(100.0 * level);
    let [first, second] = &plan.bases[..] else { return String::new() };
    let mut text = format!(
        "A: {}\nB: {}\n{} on the same luck: mean of A, and B less A with its interval at {percent} %.\n\n",
        first.path,
        b_name(first, second),
        count(plan.replicates, "pair of runs", "pairs of runs")
    );
    for row in telling(found) {
        let pair = &row.paired;
        let (Some(a), Some(difference), Some(half)) = (pair.first, pair.difference, pair.half_width) else {
            continue;
        };
        let saved = match pair.independent {
            Some(independent) => format!("as narrow without pairing: {} runs", few(independent.ceil())),
            None => "the same in every pair".to_owned(),
        };
        let unit = unit_of(&row.unit, a.abs().max(difference.abs()), &scenarios[0].currency);
        let [a, difference, low, high] =
            [a, difference, difference - half, difference + half].map(|value| few(value / unit.size));
        let range = format!("({low} to {high})");
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {:<32} {a:>8} {difference:>9} {range:<20} {:<8} {saved}",
            row.indicator, unit.name
        );
    }
    text.push_str(&told_saving(found, plan.replicates));
    match partings.first() {
        Some(Parting { deed: Some(divergence), replicate, .. }) => {
            let _ = writeln!(
                text,
                "\nReplicate {replicate}: the first deed that differs is in {}",
                words(divergence)
            );
        }
        Some(Parting { number: Some(divergence), replicate, .. }) => {
            let _ = writeln!(
                text,
                "\nReplicate {replicate}: the same is done in both to the end; numbers part in {}",
                words(divergence)
            );
        }
        _ => {
            let _ = writeln!(text, "\n{}", no_divergence(scenarios));
        }
    }
    let _ = writeln!(
        text,
        "Every indicator is in {0}/differences.csv, every parting in {0}/partings.csv.",
        folder.display()
    );
    text
}

/// How many runs the pairing saved, for indicators whose difference varies.
fn told_saving(found: &[Difference], pairs: u64) -> String {
    let mut ratios: Vec<f64> =
        found.iter().filter_map(|row| Some(row.paired.independent? / row.paired.n as f64)).collect();
    ratios.sort_by(f64::total_cmp);
    let Some(median) = circulus_experiment::statistics::quantile(&ratios, 0.5) else {
        return "\nNo difference varies over the pairs.\n".to_owned();
    };
    format!(
        "\nWithout the same luck the median number would need {} runs of each for an interval as narrow, not {pairs}.\n",
        few((median * pairs as f64).ceil())
    )
}

/// What is said of two runs that do the same: of a shorter one that it does so as far as it goes.
pub fn no_divergence([first, second]: [&Scenario; 2]) -> &'static str {
    match (first.start_year, first.years) == (second.start_year, second.years) {
        true => "The two never diverge.",
        false => "The two do not diverge in the years that both have.",
    }
}

pub fn words(divergence: &Divergence) -> String {
    format!("{}, {}: {}, {}", divergence.year, divergence.phase.name(), divergence.who, divergence.what)
}

fn parting_columns() -> Vec<Column<'static, Parting>> {
    let mut columns = vec![Column::new("replicate", "-", "Replicate", Kind::Integer, |row: &Parting| {
        Cell::Integer(i64::try_from(row.replicate).unwrap_or(i64::MAX))
    })];
    for (prefix, of, pick) in [
        (
            "deed",
            "First deed that only one of the two does",
            (|row| &row.deed) as fn(&Parting) -> &Option<Divergence>,
        ),
        ("number", "First number of a plant or the company that differs", |row| &row.number),
    ] {
        let text = move |value: fn(&Divergence) -> String| {
            move |row: &Parting| {
                pick(row).as_ref().map_or(Cell::Missing, |divergence| Cell::Text(value(divergence).into()))
            }
        };
        columns.push(Column::new(
            format!("{prefix}_year"),
            "calendar year",
            format!("{of}: year"),
            Kind::Integer,
            move |row| {
                pick(row)
                    .as_ref()
                    .map_or(Cell::Missing, |divergence| Cell::Integer(i64::from(divergence.year)))
            },
        ));
        let named = |what: &str| (format!("{prefix}_{what}"), format!("{of}: {what}"));
        let (name, meaning) = named("phase");
        columns.push(Column::new(
            name,
            "-",
            meaning,
            Kind::Text,
            text(|divergence| divergence.phase.name().to_owned()),
        ));
        let (name, meaning) = named("who");
        columns.push(Column::new(name, "-", meaning, Kind::Text, text(|divergence| divergence.who.clone())));
        let (name, meaning) = named("what");
        columns.push(Column::new(name, "-", meaning, Kind::Text, text(|divergence| divergence.what.clone())));
    }
    columns
}

fn level(typed: &str) -> Result<f64, String> {
    match typed.parse() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        _ => Err("must be more than 0 and less than 1".into()),
    }
}
