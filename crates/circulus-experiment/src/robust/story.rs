//! What a study of robustness finds, in words.

use std::fmt::Write;

use super::found::Found;
use super::odds::Odds;
use crate::plan::Plan;

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
pub fn story(_plan: &Plan, found: &Found) -> String {
    claim_lines(found)
}

/// A share with its interval: `83 % (81 to 85)`.
fn told(odds: &Odds) -> String {
    if odds.of == 0 {
        return "cannot be judged".into();
    }
    let [share, low, high] = [odds.share, odds.interval.0, odds.interval.1].map(|share| 100.0 * share);
    format!("{share:.0} % ({low:.0} to {high:.0})")
}
