//! `[design]`: the points to run.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{self, Keys};
use super::together::{self, Together};
use super::value::{Trial, too_many};
use super::vary::{self, Varied};
use super::{MOST_RUNS, Setting, Typed, csv_points};
use crate::design::saltelli::{self, Layout};
use crate::design::{latin_hypercube, morris, shapley};
use crate::dice::Dice;
use crate::error::ExperimentError;
use crate::points::{Listed, Points};
use crate::sample::Sample;
use crate::sensitivity::factor::factors;
use crate::table::NAME;
use circulus::numbers::{count, whole};
use circulus::scenario::tree::{Data, Node};
use circulus::scenario::{Words, source::Collector};
use circulus::words;

/// Maximum number of coordinates in a sample: half a gigabyte.
const MOST_COORDINATES: usize = 1 << 26;
/// Most characters in the name of a point, so that tables and pictures stay legible.
pub(super) const LONGEST_NAME: usize = 60;

/// Type of design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every combination of levels.
    Grid,
    /// Points as listed in the file, `[[point]]`.
    List,
    /// A Latin hypercube.
    LatinHypercube,
    /// Points of a Sobol sequence, in the layouts of Saltelli (2010, 2002) for first and total order, and second order.
    Sobol,
    /// Trajectories of Morris (1991).
    Morris,
    /// Chains of Goda (2021) for Shapley effects.
    Shapley,
    /// Points of a CSV file made elsewhere.
    Points,
}

words!(Kind {
    Grid = "grid",
    List = "list",
    LatinHypercube = "latin_hypercube",
    Sobol = "sobol",
    Morris = "morris",
    Shapley = "shapley",
    Points = "points",
});

/// All keys of `[design]`, for any type.
const KEYS: [&str; 5] = ["kind", "samples", "levels", "second_order", "file"];

impl Kind {
    /// Keys of `[design]` that it uses, besides `kind`.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Kind::Grid | Kind::List => &[],
            Kind::LatinHypercube | Kind::Shapley => &["samples"],
            Kind::Sobol => &["samples", "second_order"],
            Kind::Morris => &["samples", "levels"],
            Kind::Points => &["file", "samples"],
        }
    }
}

/// The points of a design.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    /// Type of design.
    pub(crate) kind: Kind,
    /// Levels of a Morris design.
    pub(crate) levels: usize,
    /// Whether a Sobol design has the points for indices of second order.
    pub(crate) second_order: bool,
    /// Varied keys.
    pub(crate) keys: Vec<String>,
    /// Their values.
    pub(crate) points: Points,
    /// Keys that move together, by name of their family or group.
    pub(crate) families: Vec<(String, Vec<usize>)>,
}

/// What `[design]` asks for.
#[derive(Debug, Clone, Copy)]
struct Shape {
    kind: Kind,
    samples: usize,
    levels: usize,
    second_order: bool,
}

/// Reads `[design]`, `[vary]` and `[[point]]`.
///
/// # Errors
/// When a file of points cannot be read.
pub(crate) fn read(
    typed: &Typed,
    setting: &Setting,
    collector: &mut Collector,
) -> Result<Option<Drawn>, ExperimentError> {
    let mut families = Vec::new();
    let Some(table) = keys::table(&typed.root, "design", collector) else {
        if keys::lacks(&typed.root, "design") {
            let message = format!("there is no [design] with its kind, one of {}", Kind::WORDS.join(", "));
            collector.say(typed.root.place, message, None);
        }
        return Ok(None);
    };
    let mut keys = Keys::new("design", table, collector);
    keys.only(&KEYS);
    if keys.required_text("kind").is_none() {
        return Ok(None);
    }
    let Some(kind) = keys.word("kind", Kind::WORDS).and_then(|word| Kind::of_word(&word)) else {
        return Ok(None);
    };
    let word = kind.word();
    for key in KEYS.into_iter().filter(|key| *key != "kind" && !kind.keys().contains(key)) {
        if table.get(key).is_some() {
            keys.fault(key, &format!("has no use in a design of kind {word}"));
        }
    }
    let samples = keys.whole("samples", 1, 1 << 24);
    let levels = keys.whole("levels", 2, 1000).unwrap_or(4) as usize;
    let second_order = keys.flag("second_order").unwrap_or(false);
    if kind != Kind::Points && kind.keys().contains(&"samples") && keys.lacks("samples") {
        keys.fault("kind", "needs samples, such as samples = 64");
    }
    let file = if kind == Kind::Points { keys.required_text("file") } else { None };
    let varies = !matches!(kind, Kind::List | Kind::Points);
    for name in together::TABLES.into_iter().filter(|_| !varies) {
        if let Some(entry) = typed.root.get(name) {
            collector.say(entry.place, format!("{name} has no use in a design of kind {word}"), None);
        }
    }
    for (name, used) in [("vary", varies), ("point", kind == Kind::List)] {
        match typed.root.get(name) {
            Some(entry) if !used => {
                collector.say(entry.place, format!("{name} has no use in a design of kind {word}"), None);
            }
            None if used && keys::lacks(&typed.root, name) => {
                let header = if name == "point" { "[[point]]" } else { "[vary]" };
                collector.say(table.place, format!("a design of kind {word} needs {header}"), None);
            }
            _ => {}
        }
    }
    let drawn = match kind {
        Kind::List => typed.root.get("point").map(|entry| list(&entry.node, setting, collector)),
        Kind::Points => match file {
            Some((name, place)) => {
                let place = [place, table.get("samples").map_or(table.place, |entry| entry.place)];
                csv_points::read(&typed.beside(&name), place, samples, setting, collector)?
            }
            None => None,
        },
        _ => keys::table(&typed.root, "vary", collector).map(|vary| {
            let before = collector.count();
            let varied = vary::read(vary, setting, collector);
            let keys: Vec<String> = varied.iter().map(|varied| varied.key.clone()).collect();
            let samples = samples.unwrap_or(1) as usize;
            // A refused key is not also reported as missing.
            if collector.count() > before {
                return (keys, Points::none());
            }
            let shape = Shape { kind, samples, levels, second_order };
            let together = together(typed, kind, &varied, collector);
            let factors: Vec<Vec<usize>> =
                factors(&keys, &together.families).into_iter().map(|factor| factor.keys).collect();
            if let Some((key, message)) = impossible(shape, &varied, factors.len(), setting.replicates) {
                Keys::new("design", table, collector).fault(key, &message);
                return (keys, Points::none());
            }
            let points = sample(shape, &varied, &together, factors, setting.seed, collector);
            families = together.families;
            (keys, points)
        }),
    };
    Ok(drawn.map(|(keys, points)| Drawn { kind, levels, second_order, keys, points, families }))
}

/// What must hold together, where the design can keep it so.
fn together(typed: &Typed, kind: Kind, varied: &[Varied], collector: &mut Collector) -> Together {
    for name in together::TABLES {
        let why = match (name, kind) {
            ("group", Kind::Sobol | Kind::Shapley) => continue,
            ("group", _) => {
                "groups of keys are factors of a design of kind sobol or shapley; [correlate] keeps keys of a sample together"
            }
            (_, Kind::Grid) => "a grid has every combination of its levels; latin_hypercube keeps it",
            ("correlate", Kind::Sobol | Kind::Shapley) => {
                "it finds what each key does by itself; latin_hypercube keeps it, and [group] makes one factor of several keys"
            }
            ("correlate", Kind::Morris) => "it finds what each key does by itself; latin_hypercube keeps it",
            _ => continue,
        };
        if let Some(entry) = typed.root.get(name) {
            let word = kind.word();
            let message = format!("[{name}] has no use in a design of kind {word}: {why}");
            collector.say(entry.place, message, None);
        }
    }
    together::read(&typed.root, varied, collector)
}

fn sample(
    shape: Shape,
    varied: &[Varied],
    together: &Together,
    factors: Vec<Vec<usize>>,
    seed: u64,
    collector: &mut Collector,
) -> Points {
    let Shape { kind, samples, levels, second_order } = shape;
    if kind == Kind::Grid {
        for lacking in varied.iter().filter(|varied| varied.levels.is_empty()) {
            let message = format!("{} needs steps in a grid: {{ from, to, steps }}, or a list", lacking.key);
            collector.say(lacking.place, message, None);
        }
        return Points::Grid(varied.iter().map(|varied| varied.levels.clone()).collect());
    }
    let dice = &mut Dice::new(seed, kind.word(), 0);
    let cube = match kind {
        Kind::Sobol => Layout { factors, second_order }.draw(samples, dice).unwrap_or_default(),
        Kind::Shapley => {
            let orders = shapley::orders(factors.len(), samples, &mut Dice::new(seed, shapley::ORDERS, 0));
            shapley::draw(&factors, &orders, dice).unwrap_or_default()
        }
        Kind::Morris => morris::draw(varied.len(), samples, levels, dice),
        _ => latin_hypercube::draw(together.axes().1, samples, dice),
    };
    let ranges = varied.iter().map(|varied| varied.range.clone()).collect();
    let sample = Sample::of_families(cube, &together.axes().0, ranges);
    Points::Sample(sample.within(together.simplexes.clone()))
}

/// Why a sampled design is impossible, if it is.
fn impossible(
    shape: Shape,
    varied: &[Varied],
    factors: usize,
    replicates: u64,
) -> Option<(&'static str, String)> {
    let Shape { kind, samples, levels, second_order } = shape;
    let keys = varied.len();
    if kind != Kind::Grid && keys == 0 {
        return Some(("kind", format!("{} needs a key to vary, in [vary]", kind.word())));
    }
    let of_sequence = matches!(kind, Kind::Sobol | Kind::Shapley);
    if of_sequence && !samples.is_power_of_two() {
        let near = samples.next_power_of_two();
        return Some(("samples", format!("must be a power of two for a Sobol sequence, such as {near}")));
    }
    if of_sequence && keys > saltelli::MOST_KEYS {
        let most = saltelli::MOST_KEYS;
        return Some((
            "kind",
            format!("{} varies {most} keys at most, and [vary] has {keys}; screen with morris", kind.word()),
        ));
    }
    if second_order && factors < 2 {
        return Some(("second_order", "is of pairs of keys or groups, and there is one".into()));
    }
    if kind == Kind::Morris && levels % 2 == 1 {
        return Some((
            "levels",
            "must be even, so that a step leads from one half of them to the other".into(),
        ));
    }
    // Counted before any points are made.
    let points = match kind {
        Kind::Grid => {
            varied.iter().fold(1, |points: u128, one| points.saturating_mul(one.levels.len() as u128))
        }
        Kind::Sobol => (samples * (factors * (1 + usize::from(second_order)) + 2)) as u128,
        Kind::Morris | Kind::Shapley => (samples * (factors + 1)) as u128,
        _ => samples as u128,
    };
    let runs = points.saturating_mul(replicates.into());
    if runs > MOST_RUNS.into() {
        let key = if kind == Kind::Grid { "kind" } else { "samples" };
        return Some((key, too_many(runs, points, replicates, MOST_RUNS)));
    }
    let many = kind != Kind::Grid && points * keys as u128 > MOST_COORDINATES as u128;
    many.then(|| {
        (
            "samples",
            format!(
                "makes {} of {}, too many to hold; ask for fewer",
                whole(points),
                count(keys, "key", "keys")
            ),
        )
    })
}

/// The names of points, as far as they are read.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    seen: BTreeSet<String>,
    points: usize,
}

impl Names {
    /// Reads the name of the next point: either all points have one or none has, and each is given once.
    fn read(&mut self, point: &Node, collector: &mut Collector) {
        let before = self.points;
        self.points += 1;
        let Some(entry) = point.get(NAME) else {
            if !self.list.is_empty() {
                let message = "has no name, and other points have one: name = \"...\"";
                collector.say(point.place, message.into(), None);
            }
            return;
        };
        if self.list.len() < before {
            let message = "points before this one have no name: name all or none";
            collector.say(entry.node.place, message.into(), None);
            return;
        }
        let mut keys = Keys::new("point", point, collector);
        let Some((name, place)) = keys.text(NAME) else { return };
        if name.trim().is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
            keys.fault(NAME, &format!("must be text on one line, of 1 to {LONGEST_NAME} characters"));
        } else if !self.seen.insert(name.clone()) {
            collector.say(place, format!("another point has the name '{name}' as well"), None);
        }
        self.list.push(name);
    }
}

/// `[[point]]`: each lists the keys that it changes, and may have a name.
fn list(node: &Node, setting: &Setting, collector: &mut Collector) -> (Vec<String>, Points) {
    let Data::List(points) = &node.data else {
        collector.say(node.place, "must be a list of tables, [[point]]".into(), None);
        return (Vec::new(), Points::none());
    };
    let before = collector.count();
    let mut names = Names::default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut keys: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    let mut trial = Trial::new(setting);
    for point in points {
        let mut row = Vec::new();
        names.read(point, collector);
        for entry in vary::flat(point).into_iter().filter(|entry| entry.key != NAME) {
            let Some(parameter) = vary::known(&entry.key, entry.place, collector) else { continue };
            let at = *places.entry(entry.key.clone()).or_insert_with(|| {
                keys.push(entry.key.clone());
                keys.len() - 1
            });
            let level = vary::level(&entry.key, parameter, &entry.node, &mut trial, collector);
            row.extend(level.map(|value| (at, value)));
        }
        rows.push(row);
    }
    trial.finish(collector);
    if rows.len().saturating_mul(keys.len()) > MOST_COORDINATES {
        let message = format!(
            "makes {} of {}, too many to hold",
            count(rows.len(), "point", "points"),
            count(keys.len(), "key", "keys")
        );
        collector.say(node.place, message, None);
        return (keys, Points::none());
    }
    let mut listed = Listed::new(keys.len());
    let mut values = vec![""; keys.len()];
    for row in &rows {
        values.fill("");
        for (at, value) in row {
            values[*at] = value;
        }
        listed.push(values.iter().copied());
    }
    listed.names = names.list;
    if keys.is_empty() && collector.count() == before {
        collector.say(node.place, "no point changes any key".into(), None);
    }
    (keys, Points::Listed(listed))
}
