//! `circulus check`: the scenario as meant, a page of doubts on it, or all its faults.

use super::{ScenarioArguments, print};
use circulus::review::Review;
use circulus::scenario;

/// Print a scenario as meant (base and --set applied, every default filled in), or all its faults
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// Write the plants of a generated region out, in place of [generate]
    #[arg(long)]
    plants: bool,
    /// Print a page of doubts instead: what is unlikely, the balance of each waste, how well values are known
    #[arg(long, conflicts_with = "plants")]
    sheet: bool,
    /// With all keys that the page of doubts would only count; implies --sheet
    #[arg(long, conflicts_with_all = ["plants", "quiet"])]
    all: bool,
    /// With exit code 1 if anything is unlikely; implies --sheet
    #[arg(long, conflicts_with = "plants")]
    strict: bool,
    /// Say only ok, or with --strict how much is unlikely
    #[arg(long, conflicts_with_all = ["plants", "sheet"])]
    quiet: bool,
}

/// Something is unlikely, and `--strict` was asked for: exit code 1.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unlikely(String);

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = arguments.scenario.load()?;
    if !(arguments.sheet || arguments.all || arguments.strict || arguments.quiet) {
        return print(&if arguments.plants { loaded.as_plants() } else { loaded.as_meant });
    }
    let review = Review::of(&loaded.scenario, &scenario::doubted(&loaded.as_meant)?);
    let doubts = review.doubts.len();
    let fails = arguments.strict && doubts > 0;
    match arguments.quiet {
        true if !fails => print("ok\n")?,
        true => {}
        false => print(&review.text(arguments.all))?,
    }
    match fails {
        true => Err(Unlikely(format!(
            "{} in {}",
            circulus::numbers::count(doubts, "doubt", "doubts"),
            arguments.scenario.scenario.display()
        ))
        .into()),
        false => Ok(()),
    }
}
