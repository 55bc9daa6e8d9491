//! `circulus check`: the scenario as meant, or all its faults.

use super::{ScenarioArguments, print};

/// Print a scenario as meant (base and --set applied, every default filled in), or all its faults
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// Write the plants of a generated region out, in place of [generate]
    #[arg(long)]
    plants: bool,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = arguments.scenario.load()?;
    print(&if arguments.plants { loaded.as_plants() } else { loaded.as_meant })
}
