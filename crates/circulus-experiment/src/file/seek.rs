//! Files of `circulus search`: `[experiment]`, `[search]`, `[vary]`, `[cost]`, `[target]`, `[[constraint]]`
//! and `[case.<name>]`.

use std::path::Path;

use super::keys::{self, Keys};
use super::measure::{self, Measure};
use super::value::too_many;
use super::vary::{self, Varied};
use super::{MOST_RUNS, Setting, Typed};
use crate::asked;
use crate::error::ExperimentError;
use crate::plan::Base;
use crate::range::{Range, number_text};
use crate::search::nsga2::Gene;
use crate::search::{Aim, Bound, Settings};
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Node};

/// A search as its file defines it.
#[derive(Debug, Clone)]
pub struct Search {
    /// `[experiment]`.
    pub setting: Setting,
    /// The search settings.
    pub asked: asked::Search,
    /// The cases in which every candidate is run; one if none are listed.
    pub cases: Vec<Base>,
}

const TABLES: [&str; 7] = ["experiment", "search", "vary", "cost", "target", "constraint", "case"];

impl Search {
    /// Reads a file and the scenario that it refers to.
    ///
    /// # Errors
    /// All faults of the file and the scenario.
    pub fn load(path: &Path) -> Result<Search, ExperimentError> {
        let typed = Typed::read(path, &["search"])?;
        let root = &typed.root;
        let mut collector = Collector::new(&typed.sources);
        keys::only(root, "", &TABLES, &mut collector);
        let Some(mut setting) = typed.setting_of_named(&mut collector)? else {
            return Err(collector.finish().into());
        };
        let varied = varied(root, &setting, &mut collector);
        let cost = cost(root, &mut setting, &mut collector);
        let target = match keys::table(root, "target", &mut collector) {
            Some(table) => aim("target", table, &mut setting, &mut collector),
            None => {
                if keys::lacks(root, "target") {
                    let message = "there is no [target]: an indicator and its least, or most";
                    collector.say(root.place, message.into(), None);
                }
                None
            }
        };
        let constraints = constraints(root, &mut setting, &mut collector);
        let cases = cases(&typed, &setting, &mut collector)?;
        let confirm = confirm(root, &mut collector);
        let settings = settings(root, &setting, &varied, cases.len().max(1), &mut collector);
        match (settings, cost, target) {
            (Some(settings), Some(cost), Some(target)) if collector.is_empty() => {
                let (title, currency) = (setting.scenario.title.clone(), setting.scenario.currency.clone());
                let asked =
                    asked::Search { title, currency, settings, varied, cost, target, constraints, confirm };
                Ok(Search { setting, asked, cases })
            }
            _ => Err(collector.finish().into()),
        }
    }
}

fn settings(
    root: &Node,
    setting: &Setting,
    varied: &[(String, Range)],
    cases: usize,
    collector: &mut Collector,
) -> Option<Settings> {
    let empty = Node::empty(root.place);
    let table = match root.get("search") {
        Some(_) => keys::table(root, "search", collector)?,
        None => &empty,
    };
    let mut keys = Keys::new("search", table, collector);
    keys.only(&["population", "generations", "confirm"]);
    let population = keys.whole("population", 4, 1_000_000).unwrap_or(40) as usize;
    let generations = keys.whole("generations", 1, 1_000_000).unwrap_or(25) as usize;
    let runs =
        u128::from(population as u64) * u128::from(generations as u64) * u128::from(setting.replicates);
    let runs = runs.saturating_mul(cases as u128);
    if runs > MOST_RUNS.into() {
        let points = (population as u128 * generations as u128).saturating_mul(cases as u128);
        keys.fault("", &too_many(runs, points, setting.replicates, MOST_RUNS));
    }
    Some(Settings { genes: genes(varied), population, generations, seed: setting.seed })
}

/// The type of each key: words have no order.
pub(super) fn genes(varied: &[(String, Range)]) -> Vec<Gene> {
    let gene = |(_, range): &(String, Range)| match range {
        Range::Levels(levels) if levels.iter().any(|level| level.parse::<f64>().is_err()) => {
            Gene::Categorical
        }
        _ => Gene::Ordered,
    };
    varied.iter().map(gene).collect()
}

fn confirm(root: &Node, collector: &mut Collector) -> u64 {
    let table = root.get("search").map(|entry| &entry.node);
    table.and_then(|table| Keys::new("search", table, collector).whole("confirm", 0, 1_000_000)).unwrap_or(0)
}

/// The keys to choose, with their ranges.
pub(super) fn varied(root: &Node, setting: &Setting, collector: &mut Collector) -> Vec<(String, Range)> {
    if root.get("vary").is_none() {
        if !keys::lacks(root, "vary") {
            return Vec::new();
        }
        let message = "there is no [vary] with the keys to choose, such as \"policy.subsidy_per_t\" = { from = 0, to = 200 }";
        collector.say(root.place, message.into(), None);
        return Vec::new();
    }
    let Some(table) = keys::table(root, "vary", collector) else { return Vec::new() };
    let varied = vary::read(table, setting, collector);
    if varied.is_empty() && collector.is_empty() {
        collector.say(table.place, "names no key".into(), None);
    }
    // With `steps`, the values of a key are round numbers.
    let ranged = |Varied { key, range, levels, .. }: Varied| match levels.is_empty() {
        true => (key, range),
        false => (key, Range::Levels(levels.iter().map(|level| rounded(level)).collect())),
    };
    varied.into_iter().map(ranged).collect()
}

fn cost(root: &Node, setting: &mut Setting, collector: &mut Collector) -> Option<Measure> {
    let Some(table) = keys::table(root, "cost", collector) else {
        if keys::lacks(root, "cost") {
            let message = "there is no [cost], such as indicator = \"total_state_spending_rub\"";
            collector.say(root.place, message.into(), None);
        }
        return None;
    };
    Keys::new("cost", table, collector).only(&["name", "indicator", "over"]);
    measure::read(table, setting, collector)
}

fn constraints(root: &Node, setting: &mut Setting, collector: &mut Collector) -> Vec<(Measure, Aim)> {
    let Some(entry) = root.get("constraint") else { return Vec::new() };
    let Data::List(list) = &entry.node.data else {
        collector.say(entry.place, "must be a list of tables, [[constraint]]".into(), None);
        return Vec::new();
    };
    list.iter().filter_map(|table| aim("constraint", table, setting, collector)).collect()
}

fn aim(
    name: &'static str,
    table: &Node,
    setting: &mut Setting,
    collector: &mut Collector,
) -> Option<(Measure, Aim)> {
    let mut keys = Keys::new(name, table, collector);
    keys.only(&["name", "indicator", "over", "least", "most", "risk"]);
    let least = keys.number("least", f64::MIN, f64::MAX).map(Bound::Least);
    let most = keys.number("most", f64::MIN, f64::MAX).map(Bound::Most);
    let risk = keys.number("risk", 0.0, 0.5).unwrap_or(0.1);
    let bound = match (least, most) {
        (Some(bound), None) | (None, Some(bound)) => Some(bound),
        _ => {
            keys.fault("", "needs either least or most, a number that the indicator should keep");
            None
        }
    };
    let measure = measure::read(table, setting, collector)?;
    Some((measure, Aim { bound: bound?, risk }))
}

fn cases(typed: &Typed, setting: &Setting, collector: &mut Collector) -> Result<Vec<Base>, ExperimentError> {
    let own = Path::new(&setting.base.path);
    let Some(table) = keys::table(&typed.root, "case", collector) else {
        return Ok(vec![typed.open(own, None, &setting.sets)?.0]);
    };
    let mut cases = Vec::new();
    for entry in table.entries() {
        if !matches!(entry.node.data, Data::Table(_)) {
            collector.say(
                entry.place,
                "must be a table, [case.<name>], with set = [...] or scenario".into(),
                None,
            );
            continue;
        }
        let mut keys = Keys::new("case", &entry.node, collector);
        keys.only(&["scenario", "set"]);
        let named = keys.text("scenario");
        let sets: Vec<(String, Place)> = setting.sets.iter().cloned().chain(keys.texts("set")).collect();
        let path = named.as_ref().map_or_else(|| own.to_owned(), |(file, _)| typed.beside(file));
        let (mut base, _) = typed.open(&path, named.map(|(_, place)| place), &sets)?;
        base.name = entry.key.clone();
        cases.push(base);
    }
    if cases.is_empty() && collector.is_empty() {
        collector.say(table.place, "names no case".into(), None);
    }
    Ok(cases)
}

/// A level without division artefacts: 0.275 and not 0.27499999999999997.
fn rounded(level: &str) -> String {
    let number = level.parse::<f64>().ok().and_then(|value| format!("{value:.11e}").parse().ok());
    number.map_or_else(|| level.to_owned(), number_text)
}
