//! `circulus completions`: shell completions.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

/// Print completions for a shell, to be sourced or saved where the shell looks for them
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Shell
    shell: Shell,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let mut text = Vec::new();
    generate(arguments.shell, &mut super::Arguments::command(), "circulus", &mut text);
    super::print(&String::from_utf8_lossy(&text))
}
