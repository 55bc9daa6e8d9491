//! `circulus plot`: a figure of a run for print.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::apart::{beside, outside};
use super::{print, refuse};
use circulus::numbers::digits;
use circulus::output::file::{self, Kind};
use circulus::output::verify;
use circulus::texts::Language;
use circulus_plot::glyphs::Missing;
use circulus_plot::print::{FIGURES, Format, MADE_BY, Print, PrintError};
use circulus_plot::{Drawn, Figure};

/// Draw a figure of a run for print: as wide as a journal's column, text of one size, in colours or greys
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder that `circulus run` wrote
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Figure
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(FIGURES.map(Figure::name)))]
    figure: String,
    /// Width in mm, cm, in or pt, such as 85mm for one column
    #[arg(long, value_name = "LENGTH", default_value = "85mm", value_parser = length)]
    width: f64,
    /// Size of the smallest text in points, such as 8pt
    #[arg(long, value_name = "SIZE", default_value = "8pt", value_parser = font)]
    font: f64,
    /// Use greys in place of colours; dashes and shapes tell apart what colours did
    #[arg(long)]
    grey: bool,
    /// Language of the words: en or ru
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = super::language)]
    language: Language,
    /// Form of the file: pdf and svg keep text as text, png has 600 pixels in an inch
    #[arg(long, value_name = "FORM", default_value = "pdf", value_parser = PossibleValuesParser::new(Format::ALL.map(Format::extension)))]
    format: String,
    /// File that is written; FOLDER_FIGURE.FORM beside the folder without it
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Replace an earlier figure
    #[arg(long)]
    force: bool,
}

const FIGURE: Kind = Kind { name: "figure of circulus", is: is_figure };

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    let file = beside(folder, arguments.to.as_ref(), "--to", &arguments.format)?;
    let file = match (&arguments.to, file.file_stem()) {
        (None, Some(stem)) => {
            let stem = stem.to_string_lossy();
            file.with_file_name(format!("{stem}_{}.{}", arguments.figure, arguments.format))
        }
        _ => file,
    };
    outside(folder, &file, "--to")?;
    // Refused before the work, not after.
    file::may_write(&file, FIGURE, arguments.force)?;
    let named = |name: &&Figure| name.name() == arguments.figure;
    let figure =
        FIGURES.iter().find(named).copied().ok_or_else(|| refuse("--figure: there is no such figure"))?;
    let format = Format::ALL.into_iter().find(|format| format.extension() == arguments.format);
    let format = format.ok_or_else(|| refuse("--format: there is no such form"))?;
    let (run, loaded) = super::report::lived(folder, &verify::single_run(folder)?, "a figure for print")?;
    let asked = Print {
        width_mm: arguments.width,
        font_pt: arguments.font,
        grey: arguments.grey,
        language: arguments.language,
    };
    let printed = asked.draw(figure, &run, &loaded.scenario).map_err(|error| match error {
        PrintError::Narrow { .. } => refuse(format!("--width: {error}")),
        PrintError::Unknown { .. } => refuse(format!("--figure: {error}")),
    })?;
    file::write(&file, &printed.bytes(format)?, FIGURE, arguments.force)?;
    let missing = Missing::of(&printed.sheet);
    super::warn_of_missing_glyphs(&Drawn { missing, ..Drawn::default() });
    print(&format!(
        "The figure is {}, {} mm wide and {} mm high. For its caption:\n\n{}\n",
        file.display(),
        digits(arguments.width, 3),
        digits(printed.height_mm().round(), 4),
        printed.caption
    ))
}

/// A length in millimetres.
fn length(typed: &str) -> Result<f64, String> {
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72.0)];
    let read =
        units.iter().find_map(|(unit, mm)| Some(typed.strip_suffix(unit)?.trim().parse::<f64>().ok()? * mm));
    match read {
        Some(mm) if (20.0..=1000.0).contains(&mm) => Ok(mm),
        Some(_) => Err("must be from 20mm to 1000mm".into()),
        None => Err("must be a number with mm, cm, in or pt, such as 85mm".into()),
    }
}

/// A size of text in points.
fn font(typed: &str) -> Result<f64, String> {
    match typed.strip_suffix("pt").and_then(|size| size.trim().parse::<f64>().ok()) {
        Some(size) if (4.0..=40.0).contains(&size) => Ok(size),
        Some(_) => Err("must be from 4pt to 40pt".into()),
        None => Err("must be a number of points, such as 8pt".into()),
    }
}

/// Whether a file says that it is a figure for print of this program.
fn is_figure(bytes: &[u8]) -> bool {
    MADE_BY.iter().any(|mark| bytes.windows(mark.len()).any(|part| part == mark.as_bytes()))
}
