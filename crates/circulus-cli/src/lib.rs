//! The command line: one verb per file, with its arguments and `execute`.
//!
//! Errors are printed and mapped to exit codes only here: 2 for bad input, 3 when everything finished but some runs
//! failed, 130 after an interruption, 1 for anything else.

mod apart;
mod bundle;
mod calibrate;
mod check;
mod compare;
mod completions;
mod describe;
mod diff;
mod drive;
mod ensemble;
mod explain;
mod explore;
mod generations;
mod merge;
mod new;
mod plot;
mod precision;
mod progress;
mod remake;
mod replay;
mod report;
mod robust;
mod run;
mod search;
mod sensitivity;
mod serve;
pub mod server;
#[cfg(feature = "spreadsheets")]
mod spreadsheet;
mod submit;
mod sweep;
mod tables;
mod threads;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use circulus::output::OutputError;
use circulus::output::verify::VerifyError;
use circulus::scenario::input::shell;
use circulus::scenario::input::{shown_lines, steers};
use circulus::scenario::{self, Faults, Loaded};
use circulus::texts::Language;
use circulus_experiment::error::ExperimentError;
use circulus_plot::{Drawn, PlotError};
use drive::{Interrupted, SomeFailed};

/// Simulates a circulation industry cluster in the mineral sector, beside its twin without one.
#[derive(Debug, Parser)]
#[command(name = "circulus", version, propagate_version = true, help_expected = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Run(run::Arguments),
    Report(report::Arguments),
    Plot(plot::Arguments),
    Bundle(bundle::Arguments),
    #[cfg(feature = "spreadsheets")]
    Spreadsheet(spreadsheet::Arguments),
    Serve(serve::Arguments),
    Explain(explain::Arguments),
    Diff(diff::Arguments),
    Sweep(sweep::Arguments),
    Merge(merge::Arguments),
    Submit(submit::Arguments),
    Verify(verify::Arguments),
    Ensemble(ensemble::Arguments),
    Compare(compare::Arguments),
    Sensitivity(sensitivity::Arguments),
    Robust(robust::Arguments),
    Calibrate(calibrate::Arguments),
    Search(search::Arguments),
    Explore(explore::Arguments),
    Check(check::Arguments),
    Describe(describe::Arguments),
    New(new::Arguments),
    Completions(completions::Arguments),
}

impl Verb {
    /// Number of threads, if given.
    fn threads(&self) -> Option<u16> {
        match self {
            Verb::Run(arguments) => arguments.threads,
            Verb::Sweep(arguments) => arguments.driving.threads,
            Verb::Ensemble(arguments) => arguments.driving.threads,
            Verb::Compare(arguments) => arguments.driving.threads,
            Verb::Sensitivity(arguments) => arguments.driving.threads,
            Verb::Robust(arguments) => arguments.driving.threads,
            Verb::Calibrate(arguments) => arguments.driving.threads,
            Verb::Search(arguments) => arguments.driving.threads,
            Verb::Explore(arguments) => arguments.driving.threads,
            _ => None,
        }
    }
}

/// A scenario and its changes.
#[derive(Debug, Args)]
struct ScenarioArguments {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Change a value, such as join.w_norm=0.5 or plant.NTMK.cash=1e9; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Seed of all draws; the same as --set scenario.seed=N
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0, i64::MAX as u64))]
    seed: Option<u64>,
}

impl ScenarioArguments {
    /// All changes, the seed last.
    fn all_sets(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("scenario.seed={seed}"));
        self.sets.iter().cloned().chain(seed).collect()
    }

    /// Loads the scenario as meant, or all its faults.
    fn load(&self) -> Result<Loaded, Faults> {
        scenario::load(&self.scenario, &self.all_sets())
    }
}

/// The request is invalid: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

/// An error for bad input outside a file: an argument, or incompatible arguments.
fn refuse(message: impl Into<String>) -> anyhow::Error {
    Refused(message.into()).into()
}

/// Parses the command line, executes it, and returns the exit code.
pub fn main() -> ExitCode {
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(error) if std::env::args_os().any(|typed| typed.to_string_lossy().contains(steers)) => {
            // The message repeats what was typed, so it must be escaped for the terminal.
            eprint!("{}", shown_lines(&error.render().to_string()));
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
    let done = threads::within(arguments.verb.threads(), || match arguments.verb {
        Verb::Run(arguments) => run::execute(arguments),
        Verb::Report(arguments) => report::execute(arguments),
        Verb::Plot(arguments) => plot::execute(arguments),
        Verb::Bundle(arguments) => bundle::execute(arguments),
        #[cfg(feature = "spreadsheets")]
        Verb::Spreadsheet(arguments) => spreadsheet::execute(arguments),
        Verb::Serve(arguments) => serve::execute(arguments),
        Verb::Explain(arguments) => explain::execute(arguments),
        Verb::Diff(arguments) => diff::execute(arguments),
        Verb::Sweep(arguments) => sweep::execute(arguments),
        Verb::Merge(arguments) => merge::execute(arguments),
        Verb::Submit(arguments) => submit::execute(arguments),
        Verb::Verify(arguments) => verify::execute(arguments),
        Verb::Ensemble(arguments) => ensemble::execute(arguments),
        Verb::Compare(arguments) => compare::execute(arguments),
        Verb::Sensitivity(arguments) => sensitivity::execute(arguments),
        Verb::Robust(arguments) => robust::execute(arguments),
        Verb::Calibrate(arguments) => calibrate::execute(arguments),
        Verb::Search(arguments) => search::execute(arguments),
        Verb::Explore(arguments) => explore::execute(arguments),
        Verb::Check(arguments) => check::execute(arguments),
        Verb::Describe(arguments) => describe::execute(arguments),
        Verb::New(arguments) => new::execute(arguments),
        Verb::Completions(arguments) => completions::execute(arguments),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => tell(&error),
    }
}

/// Parses the command line. A number with a minus sign after an option is its value, which the option's own check
/// refuses in plain words, and not another option.
fn parse() -> Result<Arguments, clap::Error> {
    let negative =
        |argument: clap::Arg| match argument.get_action().takes_values() && !argument.is_positional() {
            true => argument.allow_negative_numbers(true),
            false => argument,
        };
    let mut command = Arguments::command().mut_subcommands(|verb| verb.mut_args(negative));
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Parser of a language, by its code.
fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
        format!("the available languages are {}", codes.join(", "))
    })
}

/// Parser of a whole number between two bounds.
fn whole<T: TryFrom<u64>>(min: u64, max: u64) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |typed| {
        let number = typed.parse().ok().filter(|number| (min..=max).contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| match max {
            u64::MAX => format!("must be a whole number of at least {min}"),
            _ => format!("must be a whole number from {min} to {max}"),
        })
    }
}

/// Prints an error with its causes; faults of a scenario are printed unchanged.
fn tell(error: &anyhow::Error) -> ExitCode {
    if let Some(faults) = error.chain().find_map(|cause| cause.downcast_ref::<Faults>()) {
        let count = faults.count();
        eprintln!("{faults}\n\n{count} fault{}; nothing was run", if count == 1 { "" } else { "s" });
        return ExitCode::from(2);
    }
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS; // the reader closed the pipe
    }
    eprintln!("circulus: {}", shown_lines(&told(error)));
    if error.is::<Refused>()
        || matches!(
            error.downcast_ref(),
            Some(
                VerifyError::NotOurs { .. }
                    | VerifyError::NotARun { .. }
                    | VerifyError::NotAnExperiment { .. }
                    | VerifyError::Read { .. }
            )
        )
    {
        ExitCode::from(2)
    } else if error.is::<Interrupted>() {
        ExitCode::from(130)
    } else if error.is::<SomeFailed>() {
        ExitCode::from(3)
    } else {
        ExitCode::FAILURE
    }
}

/// An error with its causes; system errors with a remedy.
fn told(error: &anyhow::Error) -> String {
    let disk = error.chain().find_map(|cause| {
        match (cause.downcast_ref::<ExperimentError>(), cause.downcast_ref::<PlotError>()) {
            (Some(ExperimentError::Disk { path, source }), _) => Some((path, source)),
            (_, Some(PlotError::Write { path, source })) => Some((path, source)),
            _ => None,
        }
    });
    let Some((path, source)) = disk else { return format!("{error:#}") };
    let remedy = OutputError::at(path, std::io::Error::new(source.kind(), source.to_string()));
    let bare = error.is::<ExperimentError>() || error.is::<PlotError>();
    match bare && error.chain().count() <= 2 {
        true => format!("{:#}", anyhow::Error::from(remedy)),
        false => format!("{:#}; {error}", anyhow::Error::from(remedy)),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Prints to the terminal, escaping control characters from names of files and folders; a closed pipe is an error here
/// and a success in [`tell`].
fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    out.write_all(shown_lines(text).as_bytes())?;
    Ok(out.flush()?)
}

/// Lists the characters that are drawn as boxes, once for all pictures of a command.
fn warn_of_missing_glyphs(drawn: &Drawn) {
    if !drawn.missing.is_empty() {
        eprintln!("circulus: {}", drawn.missing);
    }
}

/// The command as typed, for the manifest, with the program's name instead of its path.
fn command_line() -> String {
    let quoted = |argument: OsString| shell(&argument.to_string_lossy());
    let arguments = std::env::args_os().skip(1).map(quoted);
    std::iter::once("circulus".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_tree_is_sound() {
        Arguments::command().debug_assert();
    }
}
