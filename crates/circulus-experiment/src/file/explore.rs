//! Files of `circulus explore`: `[experiment]`, `[explore]`, `[vary]` and `[[pattern]]`.

use std::path::Path;

use super::keys::{self, Keys};
use super::measure::{self, Measure};
use super::seek::{genes, varied};
use super::value::too_many;
use super::{MOST_RUNS, Setting, Typed};
use crate::asked;
use crate::error::ExperimentError;
use crate::explore::{Axis, Settings};
use crate::range::Range;
use circulus::scenario::source::Collector;
use circulus::scenario::tree::{Data, Node};

/// An exploration as its file defines it.
#[derive(Debug, Clone)]
pub struct Explore {
    /// `[experiment]`.
    pub setting: Setting,
    /// What is explored, and how.
    pub asked: asked::Explore,
}

const TABLES: [&str; 4] = ["experiment", "explore", "vary", "pattern"];
/// Least and most indicators of a pattern: beyond, cells are so many that each is found once at most.
const INDICATORS: (usize, usize) = (2, 4);

impl Explore {
    /// Reads a file and the scenario that it refers to.
    ///
    /// # Errors
    /// All faults of the file and the scenario.
    pub fn load(path: &Path) -> Result<Explore, ExperimentError> {
        let typed = Typed::read(path, &["explore"])?;
        let root = &typed.root;
        let mut collector = Collector::new(&typed.sources);
        keys::only(root, "", &TABLES, &mut collector);
        let Some(mut setting) = typed.setting_of_named(&mut collector)? else {
            return Err(collector.finish().into());
        };
        let varied = varied(root, &setting, &mut collector);
        let patterns = patterns(root, &mut setting, &mut collector);
        let settings = settings(root, &setting, &varied, &mut collector);
        match settings {
            Some(settings) if collector.is_empty() => {
                let (title, currency) = (setting.scenario.title.clone(), setting.scenario.currency.clone());
                Ok(Explore { asked: asked::Explore { title, currency, settings, varied, patterns }, setting })
            }
            _ => Err(collector.finish().into()),
        }
    }
}

fn settings(
    root: &Node,
    setting: &Setting,
    varied: &[(String, Range)],
    collector: &mut Collector,
) -> Option<Settings> {
    let empty = Node::empty(root.place);
    let table = match root.get("explore") {
        Some(_) => keys::table(root, "explore", collector)?,
        None => &empty,
    };
    let mut keys = Keys::new("explore", table, collector);
    keys.only(&["candidates", "generations"]);
    let candidates = keys.whole("candidates", 4, 1_000_000).unwrap_or(100) as usize;
    let generations = keys.whole("generations", 1, 1_000_000).unwrap_or(40) as usize;
    let points = candidates as u128 * generations as u128;
    let runs = points * u128::from(setting.replicates);
    if runs > MOST_RUNS.into() {
        keys.fault("", &too_many(runs, points, setting.replicates, MOST_RUNS));
    }
    Some(Settings { genes: genes(varied), candidates, generations, seed: setting.seed })
}

fn patterns(root: &Node, setting: &mut Setting, collector: &mut Collector) -> Vec<(Measure, Axis)> {
    let list = match root.get("pattern").map(|entry| &entry.node.data) {
        Some(Data::List(list)) => list.as_slice(),
        _ => &[],
    };
    if list.len() < INDICATORS.0 || list.len() > INDICATORS.1 {
        let place = root.get("pattern").map_or(root.place, |entry| entry.place);
        let message = format!(
            "a pattern is a cell of a grid over {} to {} indicators, each a table [[pattern]] with indicator, from, to and \
             cells; there are {}",
            INDICATORS.0,
            INDICATORS.1,
            list.len()
        );
        collector.say(place, message, None);
    }
    let read: Vec<(Measure, Axis)> =
        list.iter().filter_map(|table| pattern(table, setting, collector)).collect();
    for (at, (measure, _)) in read.iter().enumerate() {
        if read[..at].iter().any(|(other, _)| other.name == measure.name) {
            let message = format!("two of [[pattern]] are called '{}'; give one another name", measure.name);
            collector.say(list[at].place, message, None);
        }
    }
    read
}

fn pattern(table: &Node, setting: &mut Setting, collector: &mut Collector) -> Option<(Measure, Axis)> {
    let mut keys = Keys::new("pattern", table, collector);
    keys.only(&["name", "indicator", "over", "from", "to", "cells"]);
    for key in ["from", "to", "cells"] {
        if keys.lacks(key) {
            keys.fault(
                "",
                &format!("needs {key}: from and to are numbers of the indicator, cells how many lie between"),
            );
            return None;
        }
    }
    let (from, to) = (keys.number("from", f64::MIN, f64::MAX), keys.number("to", f64::MIN, f64::MAX));
    let cells = keys.whole("cells", 1, 1000);
    let (from, to, cells) = (from?, to?, cells? as u16);
    if from >= to {
        keys.fault("to", "must be above from");
        return None;
    }
    Some((measure::read(table, setting, collector)?, Axis { from, to, cells }))
}
