//! A study as a reviewer asks for it: ODD (Grimm et al. 2020, JASSS 23(2) 7) with the values of this study. A run and
//! every experiment share all of it but their question, their runs and their results.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::asked::{Asked, Verb};
use super::error::ExperimentError;
use super::plan::Plan;
use circulus::numbers::{count, digits, tonnes};
use circulus::phase::Phase;
use circulus::review::Review;
use circulus::scenario::{Doubted, Grade, Scenario, Words, doubted};

/// Keys named before the rest is counted.
const NAMED: usize = 12;

const LIMITS: &str = "\n## Limits\n\n\
    - Nothing here is a forecast: most values are judgements, and `provenance.csv` says which.\n\
    - Structure is not varied: other rules of membership, trade or investment may give another result.\n\
    - What the model leaves out is in section 7 of its description.\n";

/// A single run, as Markdown; `values` are those of its scenario, and `again` is the command that makes it again.
pub fn of_run(scenario: &Scenario, values: &[Doubted], replicate: u64, hash: &str, again: &str) -> String {
    let question = "What do the plants of this region do with each other's waste if a company manages a circulation cluster, \
                    and what would they do without it?";
    let kept = "None is varied: each is as `scenario.toml` has it.";
    let mut text = opening(scenario, values, question, kept);
    let third = if scenario.prevention.is_some() {
        "; a third world spends the company's money on prevention"
    } else {
        ""
    };
    let _ = write!(
        text,
        "\n## Experiment\n\n- One run, replicate {replicate} of seed {}, and its twin without a company on the same random draws{third}.\n\
         \n## Results\n\n`summary.json` has the totals, `indicators.csv` every year of every world; the hash of all tables is `{hash}`.\n\
         {LIMITS}- One run is one course of luck; `circulus ensemble` tells how far others are from it.\n",
        scenario.seed,
    );
    text.push_str(&run_again(again, "makes this run again, and every file of it"));
    text
}

/// An experiment, as Markdown; `results` are the names of its tables, and `again` is the command that makes it again.
///
/// # Errors
/// When its scenario cannot be read.
pub fn of_experiment(
    plan: &Plan,
    asked: &Asked,
    results: &[&str],
    again: &str,
) -> Result<String, ExperimentError> {
    let Some(base) = plan.bases.first() else { return Ok(String::new()) };
    let question = match asked.verb {
        Verb::Sweep => "What happens in this region at these values of these keys?",
        Verb::Ensemble { .. } => "How much of what happens in this region is luck?",
        Verb::Compare { .. } => "What do these alternatives do in this region, on the same luck?",
        Verb::Sensitivity(_) => "Which values decide what happens in this region?",
        Verb::Calibrate(_) => "Which values agree with what was observed in this region?",
        Verb::Explore(_) => "Which patterns can this region show at all, and with which values?",
        Verb::Search(_) => "Which values reach a target in this region at least cost, whatever the luck?",
        Verb::Robust(_) => "In what share of everything that may be so do claims about this region hold?",
    };
    let kept = match plan.keys.len() {
        0 => "None is varied but by the changes below.".to_owned(),
        keys => format!("{} varied, all others stay as they are.", count(keys, "key is", "keys are")),
    };
    let mut text = opening(&base.scenario(&[])?, &doubted(&base.as_meant)?, question, &kept);
    text.push_str("\n## Experiment\n\n");
    if let Some(part) = &asked.partial {
        let _ = writeln!(text, "- These are the results of a part of the experiment: {part}.");
    }
    let (points, each) = match plan.keys.is_empty() {
        true => (String::new(), "each scenario"),
        false => (format!("{}, ", count(plan.points.len(), "point", "points")), "each"),
    };
    let _ = writeln!(
        text,
        "- {points}{} of {each}, the same luck everywhere: {}.",
        count(plan.replicates, "replicate", "replicates"),
        count(plan.runs(), "run", "runs"),
    );
    if !plan.keys.is_empty() {
        let _ = writeln!(text, "- Varied: {}; `points.csv` has the values.", some(&plan.keys, NAMED));
    }
    bases(&mut text, plan);
    let _ = write!(text, "\n## Results\n\nThe numbers are in {}.\n{LIMITS}", some(results, results.len()));
    text.push_str(&run_again(again, "makes every run of this experiment again, and every file from them"));
    Ok(text)
}

/// The parts up to the values and their calibration: title, purpose, entities, process, design concepts, initialisation. `kept` says which
/// values are varied.
pub(crate) fn opening(scenario: &Scenario, values: &[Doubted], question: &str, kept: &str) -> String {
    let known = Review::of(scenario, values).known;
    let mut text = format!(
        "# {}\n\nA study with circulus {}, described after ODD (Grimm et al. 2020, JASSS 23(2) 7). What is said here is of this study; the\n\
         model's own description, with every equation, is docs/model/model.md of the program.\n\n\
         ## Purpose and patterns\n\n{question}\n",
        scenario.title,
        env!("CARGO_PKG_VERSION"),
    );
    entities(&mut text, scenario);
    overview(&mut text);
    start(&mut text, scenario);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n## Values\n\nNumbers by how well they are known: {}. {kept}\n\
         `provenance.csv` lists each with unit, range, grade and source.",
        known.told(),
    );
    match known.assumed_without_range.len() {
        0 => text.push('\n'),
        more => {
            let _ = writeln!(
                text,
                " {} without a range: what they do to the result is not known.",
                count(more, "assumed number is", "assumed numbers are")
            );
        }
    }
    calibration(&mut text, values);
    text
}

/// The numbers that were fitted to observations or patterns, and to which.
fn calibration(text: &mut String, values: &[Doubted]) {
    let calibrated: Vec<&Doubted> =
        values.iter().filter(|value| value.doubt.grade == Some(Grade::Calibrated)).collect();
    if calibrated.is_empty() {
        text.push_str("\n## Calibration\n\nNo value of this scenario is said to be calibrated.\n");
        return;
    }
    text.push_str("\n## Calibration\n\n| value | range | calibrated to |\n|---|---|---|\n");
    for value in calibrated {
        let range = value.doubt.spread.map_or_else(String::new, |spread| {
            format!("{} to {}", digits(spread.low, 3), digits(spread.high, 3))
        });
        let source = value.doubt.source.replace('|', "\\|");
        let _ = writeln!(text, "| `{}` = {} | {range} | {source} |", value.path, value.value);
    }
}

/// The section on how to run it again.
pub(crate) fn run_again(command: &str, what: &str) -> String {
    format!("\n## To run it again\n\n`{command}` {what}, and compares them to the byte.\n")
}

/// Scenarios besides the first, paired changes, and what is set for all runs.
pub(crate) fn bases(text: &mut String, plan: &Plan) {
    // Several scenarios stand side by side; paired changes are of one.
    if plan.bases.iter().skip(1).any(|base| base.change.is_empty()) {
        for base in &plan.bases {
            let with =
                if base.sets.is_empty() { "as it is".to_owned() } else { some(&base.sets, base.sets.len()) };
            let _ = writeln!(text, "- Scenario `{}`, `{}`: {with}.", base.name, base.path);
        }
        return;
    }
    for base in plan.bases.iter().skip(1) {
        // A change of the technologies on offer sets every plant.
        let _ = writeln!(text, "- Paired change `{}`: {}.", base.name, some(&base.change, 2));
    }
    if let Some(base) = plan.bases.first().filter(|base| !base.sets.is_empty()) {
        let _ = writeln!(text, "- Set for all of it: {}.", some(&base.sets, base.sets.len()));
    }
}

/// The first few of a list, and how many more there are.
fn some<N: std::fmt::Display>(names: &[N], most: usize) -> String {
    let first = names.iter().take(most).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn entities(text: &mut String, scenario: &Scenario) {
    let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
    for plant in &scenario.plants {
        *stages.entry(plant.stage.word()).or_default() += 1;
    }
    let stages: Vec<String> = stages.iter().map(|(stage, plants)| format!("{plants} {stage}")).collect();
    let stock: f64 =
        scenario.plants.iter().flat_map(|plant| &plant.streams).map(|stream| stream.stock_t).sum();
    let last = i64::from(scenario.start_year) + scenario.years as i64 - 1;
    let _ = write!(
        text,
        "\n## Entities, state variables and scales\n\n\
         - {} ({}), {}, {}, {}; {} lie in heaps at start.\n\
         - One management company, with {} that it may build; {} strike plants and deals.\n\
         - Years from {} to {last}, in steps of a year; money in {}, at constant prices; places in degrees, distances in km.\n",
        count(scenario.plants.len(), "plant", "plants"),
        stages.join(", "),
        count(scenario.wastes.len(), "waste", "wastes"),
        count(scenario.technologies.len(), "technology", "technologies"),
        count(scenario.products.len(), "product", "products"),
        tonnes(stock),
        count(scenario.infrastructure.len(), "kind of infrastructure", "kinds of infrastructure"),
        count(scenario.risks.len(), "risk", "risks"),
        scenario.start_year,
        scenario.currency,
    );
}

fn overview(text: &mut String) {
    text.push_str("\n## Process overview and scheduling\n\nA year is eight phases, in this order:\n\n");
    for phase in Phase::ALL {
        let _ = writeln!(text, "1. **{}**: {}", phase.name(), phase.sentence());
    }
    text.push_str(
        "\n## Design concepts\n\n\
         - *Counterfactual*: each run is simulated with the company and without it, on the same random draws; the difference is what the cluster did.\n\
         - *Stochasticity*: a draw is addressed by what it is for, so that a change of one value leaves all other luck as it was.\n\
         - *Interaction*: plants trade with plants that they know; who knows whom depends on distance, past deals and the company.\n\
         - *Adaptation*: plants join, stay and leave by gain, neighbours, attitude and trust; they learn their gain and trust from what happened.\n",
    );
}

fn start(text: &mut String, scenario: &Scenario) {
    let units: usize = scenario.plants.iter().map(|plant| plant.units.len()).sum();
    let _ = write!(
        text,
        "\n## Initialisation and input data\n\n\
         - Seed {}; {} at start, {}.\n\
         - {} that the scenario gives; no other data are read.\n",
        scenario.seed,
        count(units, "conversion unit stands", "conversion units stand"),
        count(scenario.contracts.len(), "contract runs", "contracts run"),
        count(scenario.changes.len(), "dated change", "dated changes"),
    );
}
