//! One page on a run, or on a study of robustness, for readers who did not make it: a single HTML file that needs no
//! network.
//!
//! Text and tables are plain HTML. Charts of a run are drawn in the browser by Apache ECharts, which is included in the
//! file with its licence; those of a study are its own pictures.

pub mod data;
mod html;
mod known;
mod markup;
pub mod story;
pub mod study;
pub mod turns;

use circulus::run::Run;
use circulus::scenario::{Doubted, Scenario};
use circulus::texts::Language;

/// The charting library, verbatim from its npm package.
pub const CHART_LIBRARY: &str = include_str!("../../../assets/echarts/echarts.min.js");

/// The meta element that identifies a report.
pub const GENERATOR: &str = r#"<meta name="generator" content="circulus report">"#;

/// Origin of the results, from their manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from.
    pub commit: String,
    /// Digest of its sources.
    pub sources: String,
    /// Command line; empty for an experiment, which may be made by several.
    pub command: String,
    /// Short hash of the results of a run, fingerprint of an experiment.
    pub results_hash: String,
}

/// Inputs of a page.
#[derive(Debug)]
pub struct Report<'r> {
    /// The run, with full detail.
    pub run: &'r Run,
    /// Its scenario.
    pub scenario: &'r Scenario,
    /// Its values with what is known of them.
    pub values: &'r [Doubted],
    /// Origin.
    pub origin: Origin,
    /// Language of the page; names are those of the scenario.
    pub language: Language,
}

/// The page of a run. The same run gives the same bytes.
pub fn page(report: &Report) -> String {
    let shown = data::gather(report.run, report.scenario, report.language);
    html::page(report, &shown, CHART_LIBRARY)
}
