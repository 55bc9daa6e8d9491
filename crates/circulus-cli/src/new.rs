//! `circulus new`: a commented scenario to start from.

use std::path::PathBuf;

use circulus::output::file::{self, Kind};
use circulus::scenario::template;

/// Write a commented scenario to start from
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// File to write, such as my_region.toml
    file: PathBuf,
    /// Replace the file if it is a scenario
    #[arg(long)]
    force: bool,
}

const SCENARIO: Kind = Kind { name: "scenario", is: is_scenario };

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let path = &arguments.file;
    file::write(path, template().as_bytes(), SCENARIO, arguments.force)?;
    let shown = path.display();
    super::print(&format!("Wrote {shown}. Try it: circulus run {shown}\n"))
}

/// Whether a file is a scenario, even an incomplete one: TOML with a base, or with the table that every scenario has.
fn is_scenario(bytes: &[u8]) -> bool {
    let table = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<toml::Table>().ok());
    table.is_some_and(|table| table.contains_key("scenario") || table.contains_key("base"))
}
