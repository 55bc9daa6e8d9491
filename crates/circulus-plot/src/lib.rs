//! Pictures of a run, as PNG and SVG, for print and slides.
//!
//! One figure per file. A figure turns rows into shapes on a [`sheet::Sheet`]; `render` draws those with plotters. The
//! same run gives the same bytes: the font is embedded, and there are no times.

mod axes;
pub mod cells;
mod chains;
mod colours;
mod dash;
pub mod differences;
pub mod fan;
pub mod forest;
pub mod formation;
pub mod glyphs;
mod infrastructure;
mod keyaxis;
pub mod labels;
mod map;
pub mod matrix;
mod membership;
mod money;
pub mod odds;
pub mod page;
pub mod pareto;
pub mod posterior;
pub mod print;
mod projects;
pub mod quantiles;
#[cfg(test)]
mod readable;
mod render;
mod risk;
pub mod sheet;
mod stockpiles;
pub mod style;
mod synergy;
mod text;
pub mod tornado;
mod use_rate;
mod voice;

use std::fmt::Display;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use circulus::run::Run;
use circulus::scenario::Scenario;
use circulus::texts::Language;
use glyphs::Missing;
use page::Scene;
use sheet::Sheet;
use voice::Voice;

/// Why a picture was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The embedded font cannot be read.
    #[error("the font that comes with the program cannot be read")]
    Font,
    /// Error of plotters.
    #[error("a picture could not be drawn: {0}")]
    Draw(String),
    /// A file or folder could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl PlotError {
    fn drawing(error: impl Display) -> PlotError {
        PlotError::Draw(error.to_string())
    }

    fn write(path: &Path, source: std::io::Error) -> PlotError {
        PlotError::Write { path: path.to_owned(), source }
    }
}

/// Pictures written.
#[derive(Debug, Clone, Default)]
#[must_use = "the user is to be told of missing glyphs"]
pub struct Drawn {
    /// Their files, PNG before SVG.
    pub paths: Vec<PathBuf>,
    /// Characters drawn as boxes in the PNG files.
    pub missing: Missing,
}

impl Drawn {
    /// Adds further pictures.
    pub fn add(&mut self, other: Drawn) {
        self.paths.extend(other.paths);
        self.missing.merge(other.missing);
    }
}

/// A picture of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Stockpiles by waste.
    Stockpiles,
    /// Synergy gains by channel.
    Synergy,
    /// Events and losses by kind.
    Risk,
    /// Members and deals.
    Membership,
    /// Use rate.
    UseRate,
    /// Infrastructure and the company's budget.
    Infrastructure,
    /// Map of the region.
    Map,
    /// Chains from waste to product.
    Chains,
    /// Money by who has it.
    Money,
    /// Promise and outcome of projects.
    Projects,
}

impl Figure {
    /// All figures, in the order drawn and listed.
    pub const ALL: [Figure; 10] = [
        Figure::Stockpiles,
        Figure::Synergy,
        Figure::Risk,
        Figure::Membership,
        Figure::UseRate,
        Figure::Infrastructure,
        Figure::Map,
        Figure::Chains,
        Figure::Money,
        Figure::Projects,
    ];

    /// Name, and file name without extension.
    pub fn name(self) -> &'static str {
        match self {
            Figure::Stockpiles => "stockpiles",
            Figure::Synergy => "synergy",
            Figure::Risk => "risk",
            Figure::Membership => "membership",
            Figure::UseRate => "use_rate",
            Figure::Infrastructure => "infrastructure",
            Figure::Map => "map",
            Figure::Chains => "chains",
            Figure::Money => "money",
            Figure::Projects => "projects",
        }
    }

    /// Title on the picture.
    pub fn title(self) -> &'static str {
        match self {
            Figure::Stockpiles => "Stockpiles by waste",
            Figure::Synergy => "Synergy by channel",
            Figure::Risk => "Risk events and losses",
            Figure::Membership => "Membership and deals",
            Figure::UseRate => "Use rate of waste",
            Figure::Infrastructure => "Infrastructure and budget",
            Figure::Map => "Plants and flows of waste",
            Figure::Chains => "Chains from waste to product",
            Figure::Money => "Money by who has it",
            Figure::Projects => "Promised and realised",
        }
    }

    /// What it shows, in one sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Figure::Stockpiles => {
                "The stock of each waste at the end of every year, each on its own scale, with the twin's dashed."
            }
            Figure::Synergy => {
                "Accounted synergy of each year by channel, with the counterfactual, the gain over the twin's, dashed."
            }
            Figure::Risk => {
                "Events and losses per plant-year by kind of risk, members against non-members, and losses since the start against the twin."
            }
            Figure::Membership => {
                "Plants contacted, members, joins and leaves, and deals between plants inside and outside the cluster."
            }
            Figure::UseRate => {
                "Share of the waste that is reused, year by year and by waste, against the twin's."
            }
            Figure::Infrastructure => {
                "Levels of the shared infrastructure, and what the company received, spent and held."
            }
            Figure::Map => {
                "Plants by stage and size, members, and the flows of waste between plants over the whole run."
            }
            Figure::Chains => {
                "What waste became over the whole run: tonnes to technologies, and on to products, loss, and residue that is converted again or placed."
            }
            Figure::Money => {
                "Net benefit over the twin and who has it: plants, company, state and lenders, since the start and year by year."
            }
            Figure::Projects => {
                "Net present value of every ordered unit, promised and realised, over its capital cost."
            }
        }
    }

    /// The picture of a run, independent of file format.
    pub fn sheet(self, run: &Run, scenario: &Scenario) -> Sheet {
        let scene = Scene { run, scenario, voice: Voice(Language::En), brief: false };
        let draw = match self {
            Figure::Stockpiles => stockpiles::draw,
            Figure::Synergy => synergy::draw,
            Figure::Risk => risk::draw,
            Figure::Membership => membership::draw,
            Figure::UseRate => use_rate::draw,
            Figure::Infrastructure => infrastructure::draw,
            Figure::Map => map::draw,
            Figure::Chains => chains::draw,
            Figure::Money => money::draw,
            Figure::Projects => projects::draw,
        };
        draw(&scene, self.title())
    }

    /// The picture of a run as the text of an SVG file.
    pub fn svg(self, run: &Run, scenario: &Scenario) -> Result<String, PlotError> {
        render::svg(&self.sheet(run, scenario))
    }

    /// Writes `<name>.png` and `<name>.svg` into an existing folder.
    pub fn write(self, run: &Run, scenario: &Scenario, folder: &Path) -> Result<Drawn, PlotError> {
        write_sheet(&self.sheet(run, scenario), folder, self.name())
    }
}

/// Writes a sheet as `<name>.png` and `<name>.svg` into an existing folder.
///
/// # Errors
/// When it cannot be drawn or written.
pub fn write_sheet(sheet: &Sheet, folder: &Path, name: &str) -> Result<Drawn, PlotError> {
    let path = |ending: &str| folder.join(format!("{name}.{ending}"));
    let (png, svg) = (path("png"), path("svg"));
    std::fs::write(&png, render::png(sheet)?).map_err(|error| PlotError::write(&png, error))?;
    std::fs::write(&svg, render::svg(sheet)?).map_err(|error| PlotError::write(&svg, error))?;
    Ok(Drawn { paths: vec![png, svg], missing: Missing::of(sheet) })
}

/// Draws every figure of a run into a folder, creating it if needed.
///
/// Figures are drawn on rayon's threads; `progress` is called with the name of each one when it is written. Returns
/// the paths in the order of [`Figure::ALL`], PNG before SVG. On failure, returns the error of the first figure in
/// that order.
pub fn draw_all(
    run: &Run,
    scenario: &Scenario,
    folder: &Path,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Drawn, PlotError> {
    std::fs::create_dir_all(folder).map_err(|error| PlotError::write(folder, error))?;
    let written: Vec<Result<Drawn, PlotError>> = Figure::ALL
        .par_iter()
        .map(|figure| {
            let drawn = figure.write(run, scenario, folder);
            progress(figure.name());
            drawn
        })
        .collect();
    let mut all = Drawn::default();
    for drawn in written {
        all.add(drawn?);
    }
    Ok(all)
}
