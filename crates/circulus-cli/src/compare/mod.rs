//! `circulus compare`: alternatives against a baseline, with the same draws.

mod load;
mod partings;
mod story;

use std::path::{Path, PathBuf};

use super::drive::{Driving, Enough};
use super::sweep::{Part, keeps_other_shards};
use super::tables::{Ending, Rows};
use super::{print, warn_of_missing_glyphs};
use circulus::numbers::count;
use circulus::output::Forms;
use circulus::scenario::Scenario;
use circulus_experiment::asked::{Asked, Verb};
use circulus_experiment::comparison::cost::{self, Cost, costs};
use circulus_experiment::comparison::ranking::{self, Rank, ranking};
use circulus_experiment::comparison::{self, Difference, differences, names};
use circulus_experiment::plan::Plan;
use circulus_experiment::results;
use circulus_experiment::store::Store;
use circulus_plot::differences::few;
use circulus_plot::page::Said;
use circulus_plot::{Drawn, differences as bars, forest, write_sheet};
use partings::{Parted, scenario};
pub use partings::{no_divergence, words};

/// Compare scenarios, a scenario with changes, or the points of a design, with the same random draws
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Scenarios, of which the first is the baseline; one with --set is compared with itself as it is. Or a design file,
    /// whose points are compared
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Change a value in all but the baseline, such as policy.disposal_fee_factor=5; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Change a value in all; may be repeated
    #[arg(long = "both", value_name = "KEY=VALUE")]
    both: Vec<String>,
    /// Replicates: runs of each alternative, with the same random draws in all; 30 by default
    #[arg(long, value_name = "N", value_parser = super::whole::<u64>(2, 1_000_000))]
    replicates: Option<u64>,
    /// Level of the intervals
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = level)]
    level: f64,
    #[command(flatten)]
    enough: Enough,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    rows: Rows,
    #[command(flatten)]
    pub driving: Driving,
}

/// What a comparison finds.
struct Found {
    /// Names of the cases.
    names: Vec<String>,
    /// The case that is the baseline.
    baseline: u64,
    /// Level of the intervals.
    level: f64,
    /// The scenario of the baseline.
    scenario: Scenario,
    differences: Vec<Difference>,
    ranks: Vec<Rank>,
    costs: Vec<Cost>,
    partings: Vec<Parted>,
}

impl Found {
    fn of(plan: &Plan, store: &Store, level: f64, baseline: u64) -> anyhow::Result<Found> {
        let values = comparison::values(plan, store)?;
        let scenario = scenario(plan, baseline)?;
        Ok(Found {
            names: names(plan),
            baseline,
            level,
            differences: differences(plan, &values, level, baseline),
            ranks: ranking(plan, &values, level),
            costs: costs(plan, store, &scenario, level, baseline)?,
            partings: partings::partings(plan, baseline),
            scenario,
        })
    }

    fn baseline_name(&self) -> &str {
        self.names.get(self.baseline as usize).map_or("", String::as_str)
    }

    /// The alternatives, in their order.
    fn alternatives(&self) -> Vec<String> {
        let others = (0..).zip(&self.names).filter(|(case, _)| *case != self.baseline);
        others.map(|(_, name)| name.clone()).collect()
    }
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = load::load(&arguments)?;
    let driving = &arguments.driving;
    let folder = driving.folder(&loaded.name);
    arguments.rows.check(&loaded.plan)?;
    keeps_other_shards(driving, arguments.part.shard, &folder)?;
    driving.begin(&folder, &loaded.inputs)?;
    if arguments.part.make(driving, (&loaded.name, &loaded.plan), &folder, loaded.until.is_some())? {
        return Ok(());
    }
    let made = driving.make_until(&loaded.plan, loaded.until.as_ref(), &folder, &loaded.name, false)?;
    let (plan, store) = (&made.plan, &made.store);
    let found = Found::of(plan, store, arguments.level, loaded.baseline)?;
    let verb = Verb::Compare { level: arguments.level, baseline: loaded.baseline };
    let ending = Ending::of(&arguments.driving, &arguments.rows, &made);
    let forms = ending.forms;
    let asked = Asked {
        partial: made.partial.clone(),
        tables: ending.tables.clone(),
        ..Asked::new(&loaded.name, verb, forms.csv)
    };
    let failed = results::write(plan, store, &loaded.name, forms, |aside| {
        asked.save(aside)?;
        ending.write_rows(plan, aside)?;
        warn_of_missing_glyphs(&write(plan, &found, forms, aside)?);
        anyhow::Ok(())
    })?;
    print(&(made.told() + &story::story(plan, &found, &folder)))?;
    made.end(failed, &format!("{}/runs.csv", folder.display()))
}

/// Makes the tables and the picture of a finished comparison again.
pub fn write_again(
    plan: &Plan,
    store: &Store,
    level: f64,
    baseline: u64,
    forms: Forms,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    write(plan, &Found::of(plan, store, level, baseline)?, forms, folder)
}

fn write(plan: &Plan, found: &Found, forms: Forms, folder: &Path) -> anyhow::Result<Drawn> {
    for format in forms.formats() {
        let differences = found.differences.iter().cloned();
        forms.write(format, folder, "differences", &comparison::columns(), differences)?;
        forms.write(format, folder, "ranking", &ranking::columns(), found.ranks.iter().cloned())?;
        let columns = cost::columns(&found.scenario.currency);
        forms.write(format, folder, "costs", &columns, found.costs.iter().cloned())?;
        forms.write(format, folder, "partings", &partings::columns(), found.partings.iter().cloned())?;
    }
    let origin = format!(
        "seed {} · {} · intervals at {} % · circulus {}",
        found.scenario.seed,
        count(plan.replicates, "replicate", "replicates"),
        few(100.0 * found.level),
        env!("CARGO_PKG_VERSION")
    );
    let alternatives = found.alternatives();
    let sheet = match &alternatives[..] {
        [one] => {
            let chosen: Vec<Difference> = story::telling(found, one).into_iter().cloned().collect();
            let said = Said {
                title: "Difference on the same luck",
                world: &found.scenario.title,
                sentence: &format!("{one} against {}", found.baseline_name()),
                note: "disc: mean over pairs of runs; line: its interval",
                origin: &origin,
            };
            bars::draw(&chosen, &said)
        }
        many => {
            let said = Said {
                title: "Differences to the baseline on the same luck",
                world: &found.scenario.title,
                sentence: &format!(
                    "{} against '{}'",
                    count(many.len(), "alternative", "alternatives"),
                    found.baseline_name()
                ),
                note: "disc: mean over pairs of runs; clear if the interval of all together leaves out 0",
                origin: &origin,
            };
            let indicators = story::told(found, forest::PANELS);
            forest::draw(&found.differences, many, &indicators, &found.scenario.currency, &said)
        }
    };
    Ok(write_sheet(&sheet, folder, "differences")?)
}

fn level(typed: &str) -> Result<f64, String> {
    match typed.parse() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        _ => Err("must be more than 0 and less than 1".into()),
    }
}
