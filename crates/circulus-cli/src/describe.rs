//! `circulus describe`: the phases, parameters, columns and pictures, from the tables that the program uses.

use clap::ValueEnum;

use circulus::output::TABLES;
use circulus::phase::Phase;
use circulus::record::columns::columns_markdown;
use circulus::scenario::parameters_markdown;
use circulus_plot::Figure;

/// Describe the model, and every parameter, column and picture
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to describe; a short overview without it
    #[arg(value_enum)]
    what: Option<Subject>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Subject {
    /// The eight phases of a year, in order
    Phases,
    /// Every key of a scenario: unit, default, range, meaning, source (Markdown)
    Parameters,
    /// Every column of the tables that a run leaves: unit, meaning (Markdown)
    Columns,
    /// The pictures that a run leaves
    Pictures,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let text = match arguments.what {
        None => overview(),
        Some(Subject::Phases) => phases(),
        Some(Subject::Parameters) => parameters_markdown(),
        Some(Subject::Columns) => columns_markdown(),
        Some(Subject::Pictures) => pictures(),
    };
    super::print(&text)
}

fn overview() -> String {
    let tables: Vec<String> = TABLES.iter().map(|table| format!("{table}.csv")).collect();
    format!(
        "A year has {} phases:\n\n{}\nA run leaves the tables {}, and these pictures:\n\n{}\n\
         More: circulus describe phases | parameters | columns | pictures\n",
        Phase::ALL.len(),
        phases(),
        tables.join(", "),
        pictures()
    )
}

/// The phases, in the order in which they run.
fn phases() -> String {
    let line = |(number, phase): (usize, &Phase)| {
        format!("{}. {:<8} {}\n", number + 1, phase.name(), phase.sentence())
    };
    Phase::ALL.iter().enumerate().map(line).collect()
}

fn pictures() -> String {
    Figure::ALL.iter().map(|figure| format!("{:<14} {}\n", figure.name(), figure.sentence())).collect()
}
