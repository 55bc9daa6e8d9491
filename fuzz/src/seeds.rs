//! Good inputs to mutate: the project's own files, read in place.

use std::fs;
use std::sync::LazyLock;

use circulus::scenario::sample::{self, Breadth};
use circulus::scenario::{from_toml, template};

use crate::check::good;
use crate::mutate::Bytes;
use crate::root;

/// Small scenarios and one larger; the largest are left out, as their runs take too long.
const SCENARIOS: [&str; 5] = [
    "configs/classroom.toml",
    "tests/suite/valley.toml",
    "tests/suite/neutral.toml",
    "configs/synthetic.toml",
    "configs/sverdlovsk.toml",
];

/// A text of the project.
///
/// # Panics
/// When it is not there.
#[must_use]
#[expect(clippy::expect_used, reason = "without its own files the project cannot be tested")]
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// A scenario: one of the project's, or a random one whose values may lie at the ends of their ranges.
pub fn scenario(bytes: &mut Bytes<'_>) -> String {
    static TEXTS: LazyLock<Vec<String>> =
        LazyLock::new(|| SCENARIOS.iter().map(|path| text(path)).chain([template()]).collect());
    match bytes.below(2) {
        0 => {
            let breadth = if bytes.below(2) == 0 { Breadth::Usual } else { Breadth::Whole };
            sample::toml(bytes.below(1000) as u64, 1 + bytes.below(6), breadth)
        }
        _ => TEXTS[bytes.below(TEXTS.len())].clone(),
    }
}

/// Every value of the classroom's scenario as `--set` would take it, such as `join.w_norm=0.5`.
///
/// # Panics
/// When that scenario has faults.
pub static SETS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let loaded = from_toml(&text("configs/classroom.toml"), &[]);
    let as_meant = loaded.unwrap_or_else(|faults| panic!("{faults}")).as_meant;
    let mut table = "";
    let mut sets = Vec::new();
    for line in as_meant.lines() {
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = header;
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !table.starts_with('[')) {
            sets.push(format!("{table}.{key}={value}"));
        }
    }
    sets
});

/// A few arguments for `--set`, one a line.
pub fn sets(bytes: &mut Bytes<'_>) -> String {
    (0..=bytes.below(4)).map(|_| SETS[bytes.below(SETS.len())].clone() + "\n").collect()
}

/// A design, a study of robustness, a search or a calibration.
pub fn design(bytes: &mut Bytes<'_>) -> String {
    const FILES: [&str; 10] = [
        "account_2011_2013",
        "fees",
        "least_cost",
        "patterns",
        "points",
        "policies",
        "robust",
        "screening",
        "sensitivity",
        "uncertainty",
    ];
    static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
        FILES.iter().map(|name| text(&format!("configs/experiments/{name}.toml"))).collect()
    });
    TEXTS[bytes.below(TEXTS.len())].clone()
}

/// Claims of a study of robustness.
pub fn claims(bytes: &mut Bytes<'_>) -> String {
    text(bytes.pick(&["configs/claims.toml", "configs/patterns.toml"]))
}

/// A CSV of points, as a spreadsheet or a program would write it.
pub fn points(bytes: &mut Bytes<'_>) -> String {
    let picked: Vec<&String> = (0..=bytes.below(3)).map(|_| &SETS[bytes.below(SETS.len())]).collect();
    let pairs: Vec<(&str, &str)> = picked.iter().filter_map(|set| set.split_once('=')).collect();
    let cell = [",", ";", "\t"][bytes.below(3)];
    let quoted = |text: &str| {
        if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into() }
    };
    let line = |cells: Vec<String>| cells.join(cell) + "\n";
    let keys = line(pairs.iter().map(|(key, _)| quoted(key)).collect());
    let values = line(pairs.iter().map(|(_, value)| quoted(value)).collect());
    keys + &values.repeat(1 + bytes.below(3))
}

/// What the classroom page asks, one request a line, all to the same engine.
pub fn requests(bytes: &mut Bytes<'_>) -> String {
    const REQUESTS: [&str; 9] = [
        r#"{"ask":"open","language":"ru"}"#,
        r#"{"ask":"choices","scenario":"classroom"}"#,
        r#"{"ask":"frame","input":{"scenario":"classroom","set":{"policy.subsidy_per_t":150},"replicate":1},"language":"en"}"#,
        r#"{"ask":"hash","input":{"scenario":"classroom","set":{"management.rule":"none"},"seed":7}}"#,
        r#"{"ask":"band","input":{"scenario":"classroom","set":{"management.grant":0}},"replicates":2}"#,
        r#"{"ask":"band","input":{"scenario":"classroom","set":{"management.grant":0}},"replicates":4}"#,
        r#"{"ask":"vary","input":{"scenario":"classroom"},"choice":"management.contacts_per_year","levels":3,"replicates":2,"upto":4}"#,
        r#"{"ask":"why","input":{"scenario":"classroom","seed":3},"language":"en","world":"cluster","year":2024,"plant":"MILL"}"#,
        r#"{"ask":"why","input":{"scenario":"classroom"},"language":"ru","world":"cluster","year":2030,"plant":null}"#,
    ];
    (0..=bytes.below(3)).map(|_| bytes.pick(&REQUESTS).to_owned() + "\n").collect()
}

/// A file of a saved experiment or run: its name, then its text.
pub fn saved(bytes: &mut Bytes<'_>) -> String {
    let good = good();
    let (name, text) = &good[bytes.below(good.len())];
    format!("{name}\n{text}")
}
