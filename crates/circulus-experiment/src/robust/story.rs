//! What a study of robustness finds, in words.

use std::fmt::Write;

use super::filtering::Left;
use super::found::{Deciding, Found};
use super::odds::{Input, Odds, OfClaim};
use super::prim::{Limit, PrimBox};
use super::tree::Node;
use crate::expression::Unit;
use crate::plan::Plan;
use circulus::numbers::{count, digits, quantity};

/// Keys told for a claim.
const TOLD: usize = 5;

/// One line for each claim, for a terminal.
pub fn claim_lines(found: &Found) -> String {
    let widest = found.claims.iter().map(|claim| claim.id.chars().count()).max().unwrap_or(0);
    let mut text = String::from("In what share of the points does it hold?\n");
    for claim in &found.claims {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:<widest$}  {:<20} {}", claim.id, told(&claim.holds), claim.text);
    }
    text
}

/// The whole story, as Markdown.
pub fn story(plan: &Plan, found: &Found) -> String {
    let mut text = String::from("# Where the claims hold\n\n");
    let name = plan.bases.first().map_or("", |base| base.name.as_str());
    let _ = writeln!(
        text,
        "{name}: {} with a range are sampled at once, at {}, with {} of each on the same luck with and without the\n\
         cluster, and {}. A claim *holds* at a point if its comparisons are true of the means over the replicates; it\n\
         holds or fails *surely* if a one-sided test at 95 % leaves that to no luck.\n",
        count(plan.keys.len(), "value", "values"),
        count(plan.points.len(), "point", "points"),
        count(plan.replicates, "replicate", "replicates"),
        count(plan.bases.len().saturating_sub(1), "paired change", "paired changes"),
    );
    text.push_str(&claim_table(found));
    for ((claim, deciding), at) in found.claims.iter().zip(&found.deciding).zip(0..) {
        one(&mut text, claim, deciding, found, at);
    }
    text
}

/// All claims as a table.
pub fn claim_table(found: &Found) -> String {
    let mut text = String::from("| claim | holds | surely | surely not | |\n|---|---|---|---|---|\n");
    for claim in &found.claims {
        let [surely, not] = [&claim.surely, &claim.surely_not].map(percent);
        let _ =
            writeln!(text, "| {} | {} | {surely} | {not} | {} |", claim.id, told(&claim.holds), claim.text);
    }
    text
}

fn one(text: &mut String, claim: &OfClaim, deciding: &Deciding, found: &Found, at: usize) {
    let _ = write!(text, "\n## {}: {}\n\n", claim.id, claim.text);
    if claim.holds.of == 0 {
        text.push_str("It cannot be judged: at every point a number is missing.\n");
        return;
    }
    let _ = writeln!(text, "It holds at {} of the points.", told(&claim.holds));
    if claim.missing > 0 {
        let _ = writeln!(text, "{} lack a number and are left out.", count(claim.missing, "point", "points"));
    }
    for condition in &claim.conditions {
        let told = |effect: f64| match &condition.unit {
            Unit::Of(unit) => quantity(effect, unit, &found.currency),
            Unit::Free | Unit::Other => digits(effect, 3),
        };
        let [low, _, middle, _, high] = condition.effect.map(|effect| effect.map_or_else(String::new, told));
        let _ = writeln!(
            text,
            "- `{}`: true at {} of the points; the difference has a median of {middle} ({low} to {high} at 5 and 95 %).",
            condition.text,
            percent(&condition.holds)
        );
    }
    what_decides(text, deciding, found, at);
    what_is_left(text, deciding, &found.inputs);
    boxes(text, deciding, &found.inputs);
    if let Some(root) = deciding.tree.root.as_ref().filter(|root| root.split.is_some()) {
        let held_out = deciding.tree.held_out.map_or_else(String::new, |share| {
            format!(", of points that it has not seen {:.0} %", 100.0 * share.max(0.0))
        });
        let _ = writeln!(
            text,
            "\nA tree of the share of replicates in which it holds, which explains {:.0} % of its variation{held_out}:\n",
            100.0 * deciding.tree.explained
        );
        branch(text, root, &found.inputs, 0);
    }
}

fn what_decides(text: &mut String, deciding: &Deciding, found: &Found, at: usize) {
    let above = deciding.importance.above_the_floor();
    if above.is_empty() {
        text.push_str("\nNo key by itself moves it by more than luck would.\n");
        return;
    }
    let _ = writeln!(text, "\nWhat moves it most, by the PAWN index:\n");
    text.push_str("| key | from | to | index | holds in its low third | middle | high |\n|---|---|---|---|---|---|---|\n");
    for key in above.iter().take(TOLD) {
        let (Some(input), Some(judged)) = (found.inputs.get(*key), found.judged.get(at)) else { continue };
        let [low, middle, high] = input.odds(judged).map(|odds| percent(&odds));
        let [from, to] = input.ends().map(|end| digits(end, 3));
        let unit = if input.unit == "-" { "" } else { input.unit };
        let index = deciding.importance.keys.get(*key).copied().flatten();
        let index = index.map_or_else(String::new, |index| digits(index.median.value, 2));
        let _ = writeln!(
            text,
            "| {} | {from} | {to} {unit} | {index} | {low} | {middle} | {high} |",
            named(input)
        );
    }
    if above.len() > TOLD {
        let _ = writeln!(text, "\n{} more are above the noise floor.", above.len() - TOLD);
    }
}

/// The values that a claim leaves of those inputs that it moves.
fn what_is_left(text: &mut String, deciding: &Deciding, inputs: &[Input]) {
    let mut moved: Vec<(&Input, &Left)> = inputs
        .iter()
        .zip(&deciding.left)
        .filter_map(|(input, left)| Some((input, left.as_ref().filter(|left| left.moved)?)))
        .collect();
    moved.sort_by(|a, b| b.1.distance.total_cmp(&a.1.distance));
    if moved.is_empty() {
        return;
    }
    text.push_str("\nWhere it holds, these values differ from those where it does not:\n\n");
    text.push_str(
        "| key | median, of all points | where it holds | 95 % of those values |\n|---|---|---|---|\n",
    );
    for (input, left) in moved.iter().take(TOLD) {
        let [low, high] = left.interval.map(|end| digits(end, 3));
        let [all, own] = [left.sampled_median, left.median].map(|median| digits(median, 3));
        let _ = writeln!(text, "| {} | {all} | {own} | {low} to {high} |", named(input));
    }
    if moved.len() > TOLD {
        let _ = writeln!(text, "\n{} more differ.", moved.len() - TOLD);
    }
}

/// The name of an input, in Markdown.
pub fn named(input: &Input) -> String {
    match input.keys.len() {
        1 => format!("`{}`", input.name),
        keys => format!("family `{}` of {keys} keys", input.name),
    }
}

/// Sentences such as 'It fails at 91 % of the points with a above 1 (20 % of all), and at 12 % of the others.'
fn boxes(text: &mut String, deciding: &Deciding, inputs: &[Input]) {
    let together = &deciding.boxes.together_held_out;
    let verb = if deciding.holds { "holds" } else { "fails" };
    if deciding.boxes.held_out.is_empty() {
        let _ = writeln!(
            text,
            "\nNo range of a few keys was found in which it {verb} more often than elsewhere."
        );
        return;
    }
    text.push('\n');
    for found in &deciding.boxes.held_out {
        let limits: Vec<String> =
            found.limits.iter().filter_map(|limit| Some(words(limit, inputs.get(limit.key)?))).collect();
        let _ = writeln!(
            text,
            "It {verb} at {:.0} % of the points with {} ({:.0} % of all points), and at {:.0} % of the others.",
            100.0 * found.density,
            limits.join(" and "),
            100.0 * found.mass,
            100.0 * outside(found, together.base),
        );
    }
    let _ = writeln!(
        text,
        "Found in one half of the points and counted in the other, {}.",
        count(together.points, "point", "points")
    );
}

/// Share of the points outside a box that are as those inside.
fn outside(found: &PrimBox, base: f64) -> f64 {
    let rest = 1.0 - found.mass;
    if rest > 0.0 { ((base - found.mass * found.density) / rest).clamp(0.0, 1.0) } else { 0.0 }
}

fn words(limit: &Limit, input: &Input) -> String {
    let name = named(input);
    let told = |value: f64| digits(value, 3);
    match (limit.low, limit.high) {
        (Some(low), Some(high)) => format!("{name} from {} to {}", told(low), told(high)),
        (Some(low), None) => format!("{name} of at least {}", told(low)),
        (None, Some(high)) => format!("{name} of at most {}", told(high)),
        (None, None) => name,
    }
}

fn branch(text: &mut String, node: &Node, inputs: &[Input], depth: usize) {
    let Some(split) = &node.split else { return };
    let Some(input) = inputs.get(split.key) else { return };
    for (side, below) in [("at most", &split.below), ("above", &split.above)] {
        let _ = writeln!(
            text,
            "{}- {} {side} {}: {:.0} % ({:.0} % of the points)",
            "  ".repeat(depth),
            named(input),
            digits(split.at, 3),
            100.0 * below.mean,
            100.0 * below.share
        );
        branch(text, below, inputs, depth + 1);
    }
}

fn percent(odds: &Odds) -> String {
    if odds.of == 0 { "-".into() } else { format!("{:.0} %", 100.0 * odds.share) }
}

/// A share with its interval: `83 % (81 to 85)`.
fn told(odds: &Odds) -> String {
    if odds.of == 0 {
        return "cannot be judged".into();
    }
    let [share, low, high] = [odds.share, odds.interval.0, odds.interval.1].map(|share| 100.0 * share);
    format!("{share:.0} % ({low:.0} to {high:.0})")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 % inside at .8 and 70 % outside at .2 make .38 of all.
    #[test]
    fn what_is_outside_of_a_box_completes_the_whole() {
        let found =
            PrimBox { limits: Vec::new(), coverage: 0.0, density: 0.8, mass: 0.3, points: 30, cases: 24 };
        assert!((outside(&found, 0.38) - 0.2).abs() < 1e-12);
        assert_eq!(outside(&PrimBox { mass: 1.0, ..found }, 0.8), 0.0);
    }
}
