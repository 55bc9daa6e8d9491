//! The study as a reviewer asks for it: ODD (Grimm et al. 2020, JASSS 23(2) 7) with the values of this study.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::found::Found;
use super::story::{claim_table, named};
use crate::error::ExperimentError;
use crate::plan::Plan;
use circulus::numbers::{count, digits, percent, tonnes};
use circulus::phase::Phase;
use circulus::review::Review;
use circulus::scenario::{Doubted, Grade, Scenario, Words, doubted};

/// Keys told among those that decide.
const TOLD: usize = 10;

/// The study, as Markdown.
///
/// # Errors
/// When the scenario cannot be read.
pub fn study(
    plan: &Plan,
    scenario: &Scenario,
    families: &[(String, Vec<usize>)],
    found: &Found,
) -> Result<String, ExperimentError> {
    let Some(base) = plan.bases.first() else { return Ok(String::new()) };
    let values = doubted(&base.as_meant)?;
    let known = Review::of(scenario, &values).known;
    let mut text = format!(
        "# {}\n\nA study with circulus {}, described after ODD (Grimm et al. 2020, JASSS 23(2) 7). What is said here is of this study; the\n\
         model's own description, with every equation, is docs/model/model.md of the program.\n",
        scenario.title,
        env!("CARGO_PKG_VERSION"),
    );
    purpose(&mut text, found);
    entities(&mut text, scenario);
    overview(&mut text);
    start(&mut text, scenario);
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n## Values\n\nNumbers by how well they are known: {}. {} a range and are sampled, all others stay as they are.\n\
         `provenance.csv` lists each with unit, range, grade and source.",
        known.told(),
        count(plan.keys.len(), "number has", "numbers have"),
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
    calibration(&mut text, &values);
    experiment(&mut text, plan, families);
    text.push_str("\n## Results\n\n`robust.md` tells them, `claims.csv`, `odds.csv`, `importance.csv`, `filtering.csv` and `boxes.csv` have the numbers.\n\n");
    text.push_str(&claim_table(found));
    what_decides(&mut text, found);
    text.push_str(
        "\n## Limits\n\n\
         - The odds are those of the ranges, most of which are judgements; they are no probabilities of the world.\n\
         - Ranges are sampled independently of each other, except the families above: what goes together in the world may not here.\n\
         - Structure is not sampled: other rules of membership, trade or investment may give other odds.\n\
         - What the model leaves out is in section 7 of its description.\n\n\
         ## To run it again\n\n`circulus verify FOLDER --share 1` makes every run of this folder again, and every file from them, and compares them to the byte.\n",
    );
    Ok(text)
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

fn purpose(text: &mut String, found: &Found) {
    let _ = write!(
        text,
        "\n## Purpose and patterns\n\nIn what share of everything that may be so do {} about a circulation cluster hold in this region, and what decides it?\n",
        count(found.claims.len(), "claim", "claims")
    );
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

fn experiment(text: &mut String, plan: &Plan, families: &[(String, Vec<usize>)]) {
    let _ = write!(
        text,
        "\n## Experiment\n\n- {} over all of them at once, {} of each, the same luck at every point.\n",
        count(plan.points.len(), "point", "points"),
        count(plan.replicates, "replicate", "replicates"),
    );
    for (name, keys) in families {
        let _ = writeln!(
            text,
            "- Family `{name}`: {} stand at one share of their ranges.",
            count(keys.len(), "number", "numbers")
        );
    }
    for base in plan.bases.iter().skip(1) {
        // A change of the technologies on offer sets every plant.
        let told = match &base.change[..] {
            [first, second, _, ..] => format!("`{first}`, `{second}` and {} more", base.change.len() - 2),
            few => few.iter().map(|set| format!("`{set}`")).collect::<Vec<_>>().join(", "),
        };
        let _ = writeln!(text, "- Paired change `{}`: {told}.", base.name);
    }
    if plan.bases.first().is_some_and(|base| !base.sets.is_empty()) {
        let sets: Vec<String> = plan.bases[0].sets.iter().map(|set| format!("`{set}`")).collect();
        let _ = writeln!(text, "- Set for all of it: {}.", sets.join(", "));
    }
}

fn what_decides(text: &mut String, found: &Found) {
    text.push_str("\n## What decides the result\n\n");
    let most = found.most_deciding(TOLD);
    if most.is_empty() {
        text.push_str("No number by itself moves any claim by more than luck would.\n");
        return;
    }
    text.push_str("The numbers whose ranges move a claim most, and the claim that each moves most. Who knows one of them better narrows the odds.\n\n");
    text.push_str("| number | claim | holds in its low third | in its high third |\n|---|---|---|---|\n");
    for at in most {
        let Some(input) = found.inputs.get(at) else { continue };
        let index = |claim: usize| {
            let deciding = found.deciding.get(claim)?;
            Some(deciding.importance.keys.get(at).copied().flatten()?.median.value)
        };
        let moved = (0..found.claims.len())
            .max_by(|a, b| index(*a).unwrap_or(0.0).total_cmp(&index(*b).unwrap_or(0.0)).then(b.cmp(a)));
        let Some((claim, judged)) = moved.and_then(|at| found.claims.get(at).zip(found.judged.get(at)))
        else {
            continue;
        };
        let [low, _, high] = input.odds(judged).map(|odds| percent(odds.share));
        let _ = writeln!(text, "| {} | {} | {low} | {high} |", named(input), claim.id);
    }
}
