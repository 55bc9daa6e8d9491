//! `circulus new`: a commented scenario to start from.

use std::ffi::OsStr;
use std::path::PathBuf;

use circulus::output::file::{self, Kind};
use circulus::scenario::input::shell;
use circulus::scenario::parameters::is_name;
use circulus::scenario::{TEMPLATE_NAME, template_in};

/// Write a commented scenario to start from
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// File to write, such as my_region.toml
    file: PathBuf,
    /// Currency of its sums of money
    #[arg(long, value_name = "LABEL", default_value = "RUB", value_parser = label)]
    currency: String,
    /// What a rouble is worth in that currency, about 0.0136 for USD; every sum of money is written in it
    #[arg(long, value_name = "NUMBER", value_parser = scale)]
    scale: Option<f64>,
    /// Replace the file if it is a scenario
    #[arg(long)]
    force: bool,
}

const SCENARIO: Kind = Kind { name: "scenario", is: is_scenario };

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let path = &arguments.file;
    let Arguments { currency, scale, .. } = &arguments;
    let Some(scale) = scale.or((currency == "RUB").then_some(1.0)) else {
        return Err(super::refuse(format!(
            "--currency {currency} needs --scale, what a rouble is worth in it (about 0.0136 for USD, by the mean rate of 2021)"
        )));
    };
    // Results go to a folder of the scenario's name, so two new files must not share one.
    let stem = path.file_stem().and_then(OsStr::to_str).filter(|stem| is_name(stem));
    let text = template_in(stem.unwrap_or(TEMPLATE_NAME), currency, scale);
    file::write(path, text.as_bytes(), SCENARIO, arguments.force)?;
    let typed = shell(&path.display().to_string());
    super::print(&format!("Wrote {}. Try it: circulus run {typed}\n", path.display()))
}

fn label(typed: &str) -> Result<String, String> {
    let fits = (1..=20).contains(&typed.chars().count()) && !typed.chars().any(char::is_control);
    if fits { Ok(typed.to_owned()) } else { Err("must be 1 to 20 characters on one line".into()) }
}

fn scale(typed: &str) -> Result<f64, String> {
    match typed.parse() {
        Ok(scale) if (1e-6..=1e6).contains(&scale) => Ok(scale),
        _ => Err("must be a number from 1e-6 to 1e6".into()),
    }
}

/// Whether a file is a scenario, even an incomplete one: TOML with a base, or with the table that every scenario has.
fn is_scenario(bytes: &[u8]) -> bool {
    let table = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<toml::Table>().ok());
    table.is_some_and(|table| table.contains_key("scenario") || table.contains_key("base"))
}
