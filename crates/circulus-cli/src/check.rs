//! `circulus check`: the scenario as meant, or all its faults.

use super::{ScenarioArguments, print};

/// Print a scenario as meant (base and --set applied, every default filled in), or all its faults
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    print(&arguments.scenario.load()?.as_meant)
}
