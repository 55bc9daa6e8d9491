//! The study as a reviewer asks for it: ODD (Grimm et al. 2020, JASSS 23(2) 7) with the values of this study.

use std::fmt::Write;

use super::found::Found;
use super::story::{claim_table, named};
use crate::error::ExperimentError;
use crate::odd;
use crate::plan::Plan;
use circulus::numbers::{count, percent};
use circulus::scenario::{Scenario, doubted};

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
    let question = format!(
        "In what share of everything that may be so do {} about a circulation cluster hold in this region, and what decides it?",
        count(found.claims.len(), "claim", "claims")
    );
    let sampled = format!(
        "{} a range and are sampled, all others stay as they are.",
        count(plan.keys.len(), "number has", "numbers have")
    );
    let mut text = odd::opening(scenario, &doubted(&base.as_meant)?, &question, &sampled);
    experiment(&mut text, plan, families);
    text.push_str("\n## Results\n\n`robust.md` tells them, `claims.csv`, `odds.csv`, `importance.csv`, `filtering.csv` and `boxes.csv` have the numbers.\n\n");
    text.push_str(&claim_table(found));
    what_decides(&mut text, found);
    text.push_str(
        "\n## Limits\n\n\
         - The odds are those of the ranges, most of which are judgements; they are no probabilities of the world.\n\
         - Ranges are sampled independently of each other, except the families above: what goes together in the world may not here.\n\
         - Structure is not sampled: other rules of membership, trade or investment may give other odds.\n\
         - What the model leaves out is in section 7 of its description.\n",
    );
    text.push_str(&odd::run_again(
        "circulus verify FOLDER --share 1",
        "makes every run of this folder again, and every file from them",
    ));
    Ok(text)
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
    odd::bases(text, plan);
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
