//! `circulus explain`: why a plant or the company acted as it did in a year.

use clap::ArgGroup;

use super::{ScenarioArguments, print, refuse};
use circulus::explain::words::{Length, Section, tell};
use circulus::explain::{NoExplanation, Subject, explain};
use circulus::ids::PlantId;
use circulus::scenario::{Scenario, nearest};
use circulus::simulation::Which;
use circulus::texts::Language;

/// Explain why a plant or the company acted as it did in a year, term by term
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("subject").required(true).args(["plant", "company"])))]
pub struct Arguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// Plant, by its id
    #[arg(long, value_name = "ID")]
    plant: Option<String>,
    /// The management company
    #[arg(long)]
    company: bool,
    /// Calendar year
    #[arg(long, value_name = "YEAR")]
    year: i32,
    /// Replicate: other random draws under the same seed
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = super::whole::<u64>(0, u64::MAX))]
    replicate: u64,
    /// In the twin, the same world without a cluster
    #[arg(long, conflicts_with = "company")]
    twin: bool,
    /// Show every partner and every risk, not only the important ones
    #[arg(long)]
    all: bool,
    /// Language of the words: en or ru
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    language: Language,
    /// Print the whole explanation as JSON
    #[arg(long, conflicts_with_all = ["all", "language"])]
    json: bool,
}

/// The language with this code.
pub fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
        format!("the available languages are {}", codes.join(", "))
    })
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = arguments.scenario.load()?;
    let scenario = &loaded.scenario;
    let subject = match &arguments.plant {
        Some(id) => Subject::Plant(plant(scenario, id)?),
        None => Subject::Company,
    };
    let which = if arguments.twin { Which::Twin } else { Which::Cluster };
    let explained = explain(scenario, arguments.replicate, which, arguments.year, subject);
    let explained = explained.map_err(|error| match error {
        NoExplanation::Year { .. } => refuse(format!("--year: {error}")),
        NoExplanation::NoCompany(_) => refuse(format!("--company: {error}")),
        NoExplanation::Breach(_) | NoExplanation::Scenario(_) => error.into(),
    })?;
    if arguments.json {
        return print(&format!("{}\n", serde_json::to_string_pretty(&explained)?));
    }
    let length = if arguments.all { Length::Full } else { Length::Short };
    print(&shown(&tell(&explained, arguments.language, length)))
}

/// Index of a plant, by its id.
fn plant(scenario: &Scenario, id: &str) -> anyhow::Result<PlantId> {
    let found = scenario.plants.iter().position(|plant| plant.id == id).map(PlantId::new);
    found.ok_or_else(|| {
        let near = nearest(id, scenario.plants.iter().map(|plant| plant.id.as_str()));
        let hint = match near {
            Some(near) => format!("did you mean '{near}'?"),
            None => {
                let ids: Vec<&str> = scenario.plants.iter().take(8).map(|plant| plant.id.as_str()).collect();
                let more = if scenario.plants.len() > ids.len() { ", ..." } else { "" };
                format!("its plants are {}{more}", ids.join(", "))
            }
        };
        refuse(format!("--plant: the scenario has no plant '{id}'; {hint}"))
    })
}

/// The sections as text, with indented lines.
fn shown(sections: &[Section]) -> String {
    let mut text = String::new();
    for section in sections {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&section.title);
        text.push('\n');
        for line in &section.lines {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}
