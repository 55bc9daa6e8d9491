//! One page on a run, for readers who did not make it: a single HTML file that needs no network.
//!
//! Text and tables are plain HTML; charts are drawn in the browser by Apache ECharts, which is included in the file
//! with its licence.

pub mod data;
mod html;
mod known;
mod markup;
pub mod story;

use circulus::run::Run;
use circulus::scenario::{Doubted, Scenario};

/// The charting library, verbatim from its npm package.
pub const CHART_LIBRARY: &str = include_str!("../../../assets/echarts/echarts.min.js");

/// The meta element that identifies a report.
pub const GENERATOR: &str = r#"<meta name="generator" content="circulus report">"#;

/// Origin of the run, from its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from.
    pub commit: String,
    /// Digest of its sources.
    pub sources: String,
    /// Command line.
    pub command: String,
    /// Short hash of the results.
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
}

/// The page of a run. The same run gives the same bytes.
pub fn page(report: &Report) -> String {
    let shown = data::gather(report.run, report.scenario);
    html::page(report, &shown, CHART_LIBRARY)
}
