//! `[design]`: which points are looked at.

use super::keys::{self, Keys};
use super::vary::{self, Varied};
use super::{Setting, Typed, csv_points};
use crate::experiment::design::{latin_hypercube, morris, saltelli};
use crate::experiment::dice::Dice;
use crate::experiment::error::ExperimentError;
use crate::experiment::points::{Listed, Points};
use crate::scenario::source::Collector;
use crate::scenario::tree::{Data, Node};

/// Most coordinates of a sample: half a gigabyte.
const MOST_COORDINATES: usize = 1 << 26;

/// Which design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every combination of levels.
    Grid,
    /// Points as listed in the file, `[[point]]`.
    List,
    /// A Latin hypercube.
    LatinHypercube,
    /// Points of a Sobol sequence, in the layout of Saltelli (2010) for first and total order.
    Sobol,
    /// Trajectories of Morris (1991).
    Morris,
    /// Points of a CSV file made elsewhere.
    Points,
}

impl Kind {
    /// All designs.
    pub const ALL: [Kind; 6] =
        [Kind::Grid, Kind::List, Kind::LatinHypercube, Kind::Sobol, Kind::Morris, Kind::Points];

    /// Its word in a design file.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Grid => "grid",
            Kind::List => "list",
            Kind::LatinHypercube => "latin_hypercube",
            Kind::Sobol => "sobol",
            Kind::Morris => "morris",
            Kind::Points => "points",
        }
    }

    /// Keys of `[design]` that it takes, beside `kind`.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Kind::Grid | Kind::List => &[],
            Kind::LatinHypercube | Kind::Sobol => &["samples"],
            Kind::Morris => &["samples", "levels"],
            Kind::Points => &["file"],
        }
    }
}

type Read = Result<Option<(Kind, Vec<String>, Points)>, ExperimentError>;

/// Reads `[design]`, `[vary]` and `[[point]]`.
pub(crate) fn read(typed: &Typed, setting: &Setting, collector: &mut Collector) -> Read {
    let Some(table) = keys::table(&typed.root, "design", collector) else {
        let words: Vec<&str> = Kind::ALL.map(Kind::word).to_vec();
        let message = format!("there is no [design] with its kind, one of {}", words.join(", "));
        collector.say(typed.root.place, message, None);
        return Ok(None);
    };
    let mut keys = Keys::new("design", table, collector);
    if keys.required_text("kind").is_none() {
        return Ok(None);
    }
    let Some(word) = keys.word("kind", &Kind::ALL.map(Kind::word)) else { return Ok(None) };
    let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == word) else { return Ok(None) };
    let allowed: Vec<&str> = std::iter::once("kind").chain(kind.keys().iter().copied()).collect();
    keys.only(&allowed);
    let samples = keys.whole("samples", 1, 1 << 24);
    let levels = keys.whole("levels", 2, 1000).unwrap_or(4);
    if kind.keys().contains(&"samples") && table.get("samples").is_none() {
        keys.fault("kind", "needs samples, such as samples = 64");
    }
    let file = if kind == Kind::Points { keys.required_text("file") } else { None };
    for (name, used) in [("vary", !matches!(kind, Kind::List | Kind::Points)), ("point", kind == Kind::List)]
    {
        match typed.root.get(name) {
            Some(entry) if !used => {
                collector.say(entry.place, format!("{name} has no use in a design of kind {word}"), None);
            }
            None if used => {
                let header = if name == "point" { "[[point]]" } else { "[vary]" };
                collector.say(table.place, format!("a design of kind {word} needs {header}"), None);
            }
            _ => {}
        }
    }
    let drawn = match kind {
        Kind::List => typed.root.get("point").map(|entry| list(&entry.node, setting, collector)),
        Kind::Points => match file {
            Some((name, place)) => csv_points::read(&typed.beside(&name), place, collector)?,
            None => None,
        },
        _ => keys::table(&typed.root, "vary", collector).map(|vary| {
            let varied = vary::read(vary, setting, collector);
            let keys = varied.iter().map(|varied| varied.key.clone()).collect();
            let (samples, levels) = (samples.unwrap_or(1) as usize, levels as usize);
            if let Some((key, message)) = impossible(kind, varied.len(), samples, levels) {
                Keys::new("design", table, collector).fault(key, &message);
                return (keys, Points::none());
            }
            (keys, sample(kind, &varied, samples, levels, setting.seed, collector))
        }),
    };
    Ok(drawn.map(|(keys, points)| (kind, keys, points)))
}

fn sample(
    kind: Kind,
    varied: &[Varied],
    samples: usize,
    levels: usize,
    seed: u64,
    collector: &mut Collector,
) -> Points {
    if kind == Kind::Grid {
        for lacking in varied.iter().filter(|varied| varied.levels.is_empty()) {
            let message = format!("{} needs steps in a grid: {{ from, to, steps }}, or a list", lacking.key);
            collector.say(lacking.place, message, None);
        }
        return Points::Grid(varied.iter().map(|varied| varied.levels.clone()).collect());
    }
    let dice = &mut Dice::new(seed, kind.word(), 0);
    let cube = match kind {
        Kind::Sobol => saltelli::draw(varied.len(), samples, dice).unwrap_or_default(),
        Kind::Morris => morris::draw(varied.len(), samples, levels, dice),
        _ => latin_hypercube::draw(varied.len(), samples, dice),
    };
    Points::Sample { cube, ranges: varied.iter().map(|varied| varied.range.clone()).collect() }
}

/// What a sampled design cannot do.
fn impossible(kind: Kind, keys: usize, samples: usize, levels: usize) -> Option<(&'static str, String)> {
    if kind != Kind::Grid && keys == 0 {
        return Some(("kind", format!("{} needs a key to vary, in [vary]", kind.word())));
    }
    if kind == Kind::Sobol && !samples.is_power_of_two() {
        let near = samples.next_power_of_two();
        return Some(("samples", format!("must be a power of two for a Sobol sequence, such as {near}")));
    }
    if kind == Kind::Sobol && keys > saltelli::MOST_KEYS {
        let most = saltelli::MOST_KEYS;
        return Some((
            "kind",
            format!("sobol varies {most} keys at most, and [vary] has {keys}; screen with morris"),
        ));
    }
    if kind == Kind::Morris && levels % 2 == 1 {
        return Some((
            "levels",
            "must be even, so that a step leads from one half of them to the other".into(),
        ));
    }
    let points = match kind {
        Kind::Grid => 0,
        Kind::Sobol => samples * (keys + 2),
        Kind::Morris => samples * (keys + 1),
        _ => samples,
    };
    let many = points * keys > MOST_COORDINATES;
    many.then(|| {
        ("samples", format!("makes {points} points of {keys} keys, too many to hold; ask for fewer"))
    })
}

/// `[[point]]`: each names the keys that it changes.
fn list(node: &Node, setting: &Setting, collector: &mut Collector) -> (Vec<String>, Points) {
    let Data::List(points) = &node.data else {
        collector.say(node.place, "must be a list of tables, [[point]]".into(), None);
        return (Vec::new(), Points::none());
    };
    let mut keys: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    for point in points {
        let mut row = Vec::new();
        for entry in vary::flat(point) {
            let at = keys.iter().position(|key| *key == entry.key).unwrap_or_else(|| {
                keys.push(entry.key.clone());
                keys.len() - 1
            });
            match vary::value(&entry.node) {
                Some(value) => {
                    vary::try_value(&entry.key, &value, entry.node.place, setting, collector);
                    row.push((at, value));
                }
                None => collector.say(entry.place, "must be a number, text, true or false".into(), None),
            }
        }
        rows.push(row);
    }
    let mut listed = Listed::new(keys.len());
    for row in rows {
        let value =
            |key: usize| row.iter().find(|(at, _)| *at == key).map_or("", |(_, value)| value.as_str());
        listed.push((0..keys.len()).map(value));
    }
    if keys.is_empty() {
        collector.say(node.place, "no point changes any key".into(), None);
    }
    (keys, Points::Listed(listed))
}
