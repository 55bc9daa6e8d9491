//! What a comparison finds, in words.

use std::fmt::Write;
use std::path::Path;

use super::Found;
use super::partings::{Parted, no_divergence, scenario, words};
use circulus::explain::parting::Parting;
use circulus::numbers::{count, whole};
use circulus_experiment::comparison::Difference;

use circulus_experiment::comparison::cost::{Bearer, Cost};
use circulus_experiment::comparison::pairing::Pairing;
use circulus_experiment::plan::Plan;
use circulus_experiment::statistics::quantile;
use circulus_plot::differences::few;
use circulus_plot::fan::unit_of;

/// Maximum number of differences of one alternative that are printed and drawn.
const TOLD: usize = 12;
/// Maximum number of indicators told of several alternatives.
const INDICATORS: usize = 5;
/// Indicators told first, by the stem of the name.
const FIRST: [&str; 12] = [
    "total_net_benefit_with_capital",
    "total_reused",
    "last_members",
    "total_state_spending",
    "total_converted",
    "mean_use_rate",
    "total_accounted_synergy",
    "total_gain",
    "stock_change",
    "total_released",
    "total_disposal_bill",
    "total_projects",
];

/// The differences of an alternative to print: the most important first, then others whose interval excludes 0.
pub fn telling<'f>(found: &'f Found, alternative: &str) -> Vec<&'f Difference> {
    let own: Vec<&Difference> =
        found.differences.iter().filter(|row| row.alternative == alternative).collect();
    let mut rows: Vec<&Difference> =
        own.iter().copied().filter(|row| rank(&row.indicator).is_some()).collect();
    rows.sort_by_key(|row| rank(&row.indicator));
    let others = own.iter().copied().filter(|row| rank(&row.indicator).is_none() && row.is_clear());
    rows.extend(others.filter(|row| !row.indicator.starts_with("twin_")));
    rows.truncate(TOLD);
    rows
}

/// The indicators to tell of several alternatives, at most so many: the most important, or the first ones kept.
pub fn told(found: &Found, most: usize) -> Vec<String> {
    let first = found.alternatives().into_iter().next().unwrap_or_default();
    let own = found.differences.iter().filter(|row| row.alternative == first);
    let mut names: Vec<&String> = own.map(|row| &row.indicator).collect();
    // A stable sort: what has no rank stays in the order in which it is kept.
    names.sort_by_key(|name| rank(name).unwrap_or(FIRST.len()));
    names.into_iter().take(most).cloned().collect()
}

fn rank(indicator: &str) -> Option<usize> {
    FIRST.iter().position(|stem| indicator.starts_with(stem))
}

/// The story for a terminal.
pub fn story(plan: &Plan, found: &Found, folder: &Path) -> String {
    let alternatives = found.alternatives();
    let mut text = match &alternatives[..] {
        [one] => of_one(plan, found, one),
        many => of_many(plan, found, many),
    };
    text.push_str(&costs(found));
    text.push_str(&partings(plan, found));
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "Every indicator is in {}/differences.csv; beside it the order of the alternatives, what a tonne costs, and where the runs\n\
         part: ranking.csv, costs.csv, partings.csv.",
        folder.display()
    );
    text
}

fn of_one(plan: &Plan, found: &Found, alternative: &str) -> String {
    let mut text = format!(
        "A: {}\nB: {alternative}\n{} on the same luck: mean of A, and B less A with its interval at {} %.\n\n",
        found.baseline_name(),
        count(plan.replicates, "pair of runs", "pairs of runs"),
        few(100.0 * found.level),
    );
    for row in telling(found, alternative) {
        let pair = &row.paired;
        let (Some(a), Some(difference), Some(half)) = (pair.first, pair.difference, pair.half_width) else {
            continue;
        };
        let saved = Pairing::of(pair).map_or_else(String::new, told_pairing);
        let unit = unit_of(&row.unit, a.abs().max(difference.abs()), &found.scenario.currency);
        let [a, difference, low, high] =
            [a, difference, difference - half, difference + half].map(|value| few(value / unit.size));
        let range = format!("({low} to {high})");
        let _ = writeln!(
            text,
            "  {:<44} {a:>8} {difference:>9} {range:<20} {:<8} {saved}",
            row.indicator, unit.name
        );
    }
    text.push_str(&told_saving(found, plan.replicates));
    text
}

fn of_many(plan: &Plan, found: &Found, alternatives: &[String]) -> String {
    let mut text = format!(
        "{} against '{}', {} of each on the same luck. Differences with their intervals at {} %; ? where the interval that holds for\n\
         all {} together has 0 in it. The share is of the luck on which an alternative has the largest value of all.\n",
        count(alternatives.len(), "alternative", "alternatives"),
        found.baseline_name(),
        count(plan.replicates, "replicate", "replicates"),
        few(100.0 * found.level),
        alternatives.len(),
    );
    let widest = found.names.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(40);
    for indicator in told(found, INDICATORS) {
        let ranks: Vec<_> = found.ranks.iter().filter(|rank| rank.indicator == indicator).collect();
        let of = |name: &str| {
            found.differences.iter().find(|row| row.alternative == name && row.indicator == indicator)
        };
        let Some(any) = alternatives.iter().find_map(|name| of(name)) else { continue };
        let largest = ranks.iter().map(|rank| rank.mean.abs()).fold(0.0, f64::max);
        let unit = unit_of(&any.unit, largest, &found.scenario.currency);
        let title = any.meaning.split([':', ';']).next().unwrap_or(&any.meaning);
        let _ = writeln!(text, "\n{title} ({indicator}), {}", unit.name);
        for rank in ranks {
            let share = format!("{:.0} %", 100.0 * rank.largest);
            let mean = few(rank.mean / unit.size);
            let told = of(&rank.alternative).and_then(|row| {
                let (difference, half) = row.paired.difference.zip(row.paired.half_width)?;
                let [own, low, high] =
                    [difference, difference - half, difference + half].map(|value| few(value / unit.size));
                let unclear = if row.is_clear_of_all() { " " } else { "?" };
                Some(format!("{own:>9}{unclear} {:<22}", format!("({low} to {high})")))
            });
            let told = told.unwrap_or_else(|| format!("{:>9}  {:<22}", "", "baseline"));
            let rare = match of(&rank.alternative).and_then(|row| Pairing::of(&row.paired)) {
                Some(rare @ Pairing::Rare { .. }) => format!("; {}", told_pairing(rare)),
                _ => String::new(),
            };
            let _ =
                writeln!(text, "  {:<widest$}  {mean:>9} {told} largest in {share}{rare}", rank.alternative);
        }
    }
    text
}

/// What an additional tonne costs, where it is clear that there are more tonnes.
fn costs(found: &Found) -> String {
    let mut text = String::new();
    for cost in &found.costs {
        let Some(told) = told_cost(cost, &found.scenario.currency) else { continue };
        let of_one = found.alternatives().len() == 1;
        let name = if of_one { String::new() } else { format!("{}: ", cost.alternative) };
        let _ = writeln!(text, "  {name}{told}");
    }
    if text.is_empty() { text } else { format!("\nWhat an additional tonne of waste reused costs:\n{text}") }
}

fn told_cost(cost: &Cost, currency: &str) -> Option<String> {
    let per = cost.per_t.ratio?;
    let who = match cost.bearer {
        Bearer::State => "the state",
        Bearer::Region => "the region as a whole",
    };
    let interval = cost.per_t.interval.map_or_else(String::new, |(low, high)| {
        let [low, high] = if per < 0.0 { [-high, -low] } else { [low, high] };
        format!(" ({} to {})", few(low), few(high))
    });
    match cost.verdict() {
        "more tonnes at a cost" => Some(format!("{who} pays {}{interval} {currency} for it", few(per))),
        "more tonnes and money saved" => {
            Some(format!("{who} gains {}{interval} {currency} with it", few(-per)))
        }
        _ => None,
    }
}

/// Where the first replicate of each alternative parts from the baseline.
fn partings(plan: &Plan, found: &Found) -> String {
    let of_one = found.alternatives().len() == 1;
    let mut text = String::from(if of_one {
        "\n"
    } else {
        "\nWhere they part from the baseline (A: the baseline, B: the alternative):\n"
    });
    for alternative in found.alternatives() {
        let Some(part) = found.partings.iter().find(|part| part.alternative == alternative) else { continue };
        let name = if of_one { String::new() } else { format!("  {alternative}: ") };
        let _ = writeln!(text, "{name}{}", told_part(plan, found, part));
    }
    text
}

fn told_part(plan: &Plan, found: &Found, part: &Parted) -> String {
    match &part.parting {
        Parting { deed: Some(divergence), replicate, .. } => {
            format!("Replicate {replicate}: the first deed that differs is in {}", words(divergence))
        }
        Parting { number: Some(divergence), replicate, .. } => format!(
            "Replicate {replicate}: the same is done in both to the end; numbers part in {}",
            words(divergence)
        ),
        _ => {
            let case = found.names.iter().position(|name| *name == part.alternative).unwrap_or(0);
            let other = scenario(plan, case as u64);
            other.map_or_else(|_| String::new(), |other| no_divergence([&found.scenario, &other]).to_owned())
        }
    }
}

/// What pairing did for a difference, in a few words; none where it did little.
fn told_pairing(pairing: Pairing) -> String {
    match pairing {
        Pairing::Equal => "equal in every pair".to_owned(),
        Pairing::Constant => "the same in every pair".to_owned(),
        Pairing::NearlyConstant => "nearly the same in every pair".to_owned(),
        Pairing::Rare { differing, pairs } => {
            format!("differs in {} of {}", whole(differing), count(pairs, "pair", "pairs"))
        }
        Pairing::Saved { runs } => format!("as narrow without pairing: {} runs", few(runs.ceil())),
        Pairing::Little => String::new(),
    }
}

/// How many runs the pairing saved, for indicators whose difference varies in enough pairs to tell.
fn told_saving(found: &Found, pairs: u64) -> String {
    let told = |row: &&Difference| {
        matches!(
            Pairing::of(&row.paired),
            Some(Pairing::NearlyConstant | Pairing::Saved { .. } | Pairing::Little)
        )
    };
    let ratio = |row: &Difference| Some(row.paired.independent? / row.paired.n as f64);
    let mut ratios: Vec<f64> = found.differences.iter().filter(told).filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let Some(median) = quantile(&ratios, 0.5) else {
        return "\nNo difference varies over enough pairs to tell what the same luck saved.\n".to_owned();
    };
    format!(
        "\nWithout the same luck the median number would need {} runs of each for an interval as narrow, not {pairs}.\n",
        few((median * pairs as f64).ceil())
    )
}
