//! The README of an archive: what is in it, and how to verify it and make it again.

use std::collections::BTreeSet;
use std::fmt::Write;

use circulus::numbers::{count, digits};
use circulus::output::Provenance;
use circulus::scenario::input::shown;

/// What every README of an archive says, by which one is told from other files.
const MARK: &str = "An archive of results, made by `circulus bundle`";

/// Whether a file is an archive of ours: its first file is such a README.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).contains(MARK)
}

/// What files hold, by name.
const FILES: [(&str, &str); 48] = [
    ("ODD.md", "the study as a reviewer asks for it, after ODD (Grimm et al. 2020)"),
    ("CITATION.cff", "how to cite the program"),
    ("provenance.csv", "every value of the scenario: range, grade, source, note, as a paper prints them"),
    ("provenance_2.csv", "the same of the second scenario"),
    (
        "indicators.csv",
        "a row for each world and year: waste, deals, gains, synergy, risks, infrastructure, money",
    ),
    ("plants.csv", "a row for each world, year and plant"),
    ("deals.csv", "every deal: who, what, how much, how far, at what gain"),
    ("events.csv", "every accident, outage, breach, fine, price fall and failure"),
    ("decisions.csv", "every decision, with the terms that made it"),
    ("projects.csv", "every unit that was ordered, when it ended: promised and realised value and use"),
    ("summary.json", "totals of the whole run: the difference, how it is distributed, the cluster, its twin"),
    ("network.graphml", "who supplied whom, for Gephi, Cytoscape, igraph or NetworkX"),
    ("plants.geojson", "every plant and year as a point, for QGIS and other programs of maps (RFC 7946)"),
    ("flows.geojson", "every flow of waste between two plants and year as a line, for the same"),
    ("edges.csv", "the same flows as edges of a graph, for Gephi"),
    ("scenario.toml", "the scenario, complete in this one file"),
    ("manifest.json", "version, commit, a hash of every file, and a hash of the manifest itself"),
    ("plan.json", "the plan of the experiment: scenarios, keys, replicates, indicators"),
    ("experiment.json", "what is computed from the runs"),
    ("points.csv", "the values of the varied keys at each point"),
    ("runs.csv", "a row for each run: point, replicate, indicators"),
    ("failed.csv", "the runs that failed, and why"),
    ("partial.txt", "of which part of the experiment these results are"),
    ("bands.csv", "mean, standard deviation and quantiles over the runs, by indicator, year and world"),
    ("differences.csv", "what each alternative does against the baseline, by indicator, with intervals"),
    ("partings.csv", "where two runs of the same luck first part"),
    ("sensitivity.csv", "indices of each key, with intervals"),
    ("posterior.csv", "the values that agree with what was observed"),
    ("generations.csv", "the generations of the calibration or exploration"),
    ("cells.csv", "the patterns that were found, each with values of keys that lead there"),
    ("fit.csv", "how well each target is met"),
    ("particles.csv", "the points of the last generation, with their weights"),
    ("candidates.csv", "all that was tried"),
    ("pareto.csv", "what nothing else beats in cost and target"),
    ("claims.csv", "in what share of the points each claim holds"),
    ("odds.csv", "the odds of each claim with each value low, middle and high"),
    ("together.csv", "the odds over two values at once"),
    ("importance.csv", "how much each value decides of each claim"),
    ("filtering.csv", "which values each claim leaves"),
    ("series.csv", "indicators of single years once more, a row for each run and year"),
    (
        "ranking.csv",
        "the alternatives in the order of each indicator, and on how much of the luck each is ahead",
    ),
    ("costs.csv", "what an additional tonne of waste reused costs"),
    ("pairs.csv", "what pairs of values decide together"),
    ("quantile_regression.csv", "how far quantiles of each indicator move with each key"),
    ("boxes.csv", "where each claim holds and where it fails"),
    ("judged.csv", "the verdict on each claim at each point"),
    ("robust.md", "the whole story of the study"),
    ("study.md", "the study as a reviewer asks for it"),
];

/// What the README of an archive says.
pub struct Readme<'a> {
    /// Name of the archive's folder.
    pub name: &'a str,
    /// What the results are of.
    pub what: &'a str,
    /// The program that made them.
    pub by: &'a Provenance,
    /// The command that verifies them.
    pub verify: &'a str,
    /// The command that makes them anew, and the hash of the results that it tells.
    pub anew: Option<&'a (String, String)>,
    /// Files beside the results.
    pub beside: Vec<&'a str>,
    /// Files of the results.
    pub results: Vec<&'a str>,
    /// Number of files with the records of runs.
    pub records: usize,
}

impl Readme<'_> {
    /// The text.
    pub fn text(&self) -> String {
        let Provenance { version, commit, sources, .. } = self.by;
        let mut text = format!(
            "{}\n\n{MARK}: {}.\ncirculus {version} made them, an agent-based simulation of an industrial cluster in mining.\n\n\
             What is in it\n\n",
            shown(self.name),
            shown(self.what),
        );
        lines(&mut text, "  ", &self.beside);
        text.push_str("  results/  the results, as the program wrote them:\n");
        lines(&mut text, "    ", &self.results);
        if self.records > 0 {
            let _ = writeln!(
                text,
                "    parts/  the record of every run, in {}, from which all else is computed",
                count(self.records, "file", "files")
            );
        }
        let changed = if self.by.clean == Some(false) { " with changes made since" } else { "" };
        let _ = write!(
            text,
            "\nHow to verify it, and make it again\n\n\
             The program is needed: circulus {version}, commit {commit}{changed}.\nThe digest of its sources is {sources}.\n\
             In a copy of its repository, with Rust (https://rustup.rs):\n\n"
        );
        if commit != "unknown" {
            let _ = writeln!(text, "  git checkout {commit}");
        }
        let runs = if self.anew.is_some() { "the run" } else { "every run" };
        let _ = write!(
            text,
            "  cargo install --locked --path crates/circulus-cli\n\n\
             Then in the folder of this file:\n\n  {}\n\n\
             This compares every file with the hash that the manifest says, makes {runs} again and every file from it, and\n\
             compares them to the byte. It says 'all as it should be', or names what is not.\n",
            self.verify
        );
        if let Some((command, hash)) = self.anew {
            let _ = write!(
                text,
                "\nA new folder with the same results, beside this file:\n\n  {command}\n\nIts results hash is {hash}.\n"
            );
        }
        text
    }
}

/// A line for each file that has words, and one for all pictures.
fn lines(text: &mut String, indent: &str, files: &[&str]) {
    let widest = files.iter().filter(|file| !is_picture(file)).map(|file| file.len()).max().unwrap_or(0);
    for file in files.iter().filter(|file| !is_picture(file)) {
        let _ = writeln!(text, "{indent}{file:<widest$}  {}", words(file));
    }
    let stem = |file: &&&str| file.rsplit_once('.').map_or("", |(stem, _)| stem).to_owned();
    let pictures: BTreeSet<String> =
        files.iter().filter(|file| is_picture(file)).map(|file| stem(&file)).collect();
    if !pictures.is_empty() {
        let names: Vec<String> = pictures.into_iter().collect();
        let _ = writeln!(text, "{indent}pictures, PNG and SVG: {}", names.join(", "));
    }
}

fn is_picture(file: &str) -> bool {
    file.ends_with(".png") || file.ends_with(".svg")
}

/// What a file holds.
fn words(file: &str) -> String {
    let known = FILES.iter().find(|(name, _)| *name == file);
    match (known, file.rsplit_once('.')) {
        (Some((_, words)), _) => (*words).to_owned(),
        (None, Some((stem, "parquet"))) => format!("the same as {stem}.csv, as Apache Parquet"),
        (None, Some((stem, "toml"))) if stem.starts_with("scenario") => {
            "another scenario of the experiment".to_owned()
        }
        _ => "a file of the results".to_owned(),
    }
}

/// A number of bytes as people read it.
pub fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        few if few < 1e3 => count(few as u64, "byte", "bytes"),
        some if some < 1e6 => format!("{} kB", digits(some / 1e3, 2)),
        many if many < 1e9 => format!("{} MB", digits(many / 1e6, 2)),
        many => format!("{} GB", digits(many / 1e9, 2)),
    }
}
