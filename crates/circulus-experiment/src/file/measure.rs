//! A number computed from indicators: one of them, a sum, or a sum divided by another.

use serde::{Deserialize, Serialize};

use super::Setting;
use crate::expression::Unit;
use crate::indicators::Indicator;
use crate::store::Outcome;
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Node};

/// Sums of indicators, by their indices in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Name for tables and pictures.
    pub name: String,
    /// Indicators in the sum.
    pub sum: Vec<usize>,
    /// Indicators in the divisor; empty for a plain sum.
    pub over: Vec<usize>,
}

impl Measure {
    /// Its value for a run's indicators; NaN if one is missing or the divisor is 0.
    pub fn of(&self, values: &[f64]) -> f64 {
        let sum = |list: &[usize]| -> f64 {
            list.iter().map(|index| values.get(*index).copied().unwrap_or(f64::NAN)).sum()
        };
        let ratio = if self.over.is_empty() { sum(&self.sum) } else { sum(&self.sum) / sum(&self.over) };
        if ratio.is_finite() { ratio } else { f64::NAN }
    }

    /// Its value for a run; `None` if the run failed.
    pub fn of_run(&self, run: &Outcome) -> Option<f64> {
        match run {
            Outcome::Values(values) => Some(self.of(values)),
            Outcome::Failed(_) => None,
        }
    }

    /// The unit of the sum, or of the ratio; a ratio of like units is a share.
    pub fn unit(&self, indicators: &[Indicator]) -> String {
        let first = |list: &[usize]| list.first().and_then(|index| indicators.get(*index));
        if self.over.is_empty() {
            return first(&self.sum).map_or_else(|| "-".to_owned(), |indicator| indicator.unit.clone());
        }
        let unit = |list: &[usize]| first(list).map_or(Unit::Free, Indicator::expression_unit);
        match unit(&self.sum).over(unit(&self.over)) {
            Unit::Free => "share".to_owned(),
            Unit::Of(words) => words,
            Unit::Other => "-".to_owned(),
        }
    }
}

/// Reads `indicator`, `over` and `name` from a table; adds missing indicators to the plan.
pub(crate) fn read(table: &Node, setting: &mut Setting, collector: &mut Collector) -> Option<Measure> {
    let Some(entry) = table.get("indicator") else {
        collector.say(table.place, "lacks the key indicator, a name or a list of names".into(), None);
        return None;
    };
    let sum = indices(&entry.node, setting, collector)?;
    let over = match table.get("over") {
        Some(entry) => indices(&entry.node, setting, collector)?,
        None => Vec::new(),
    };
    let mut unit: Option<&str> = None;
    for index in &sum {
        let own = setting.indicators.get(*index).map(|indicator| indicator.unit.as_str());
        if unit.is_some() && own != unit {
            let message = format!("adds up {} and {}", unit.unwrap_or_default(), own.unwrap_or_default());
            collector.say(entry.place, message, None);
            return None;
        }
        unit = own;
    }
    let names = |list: &[usize]| -> String {
        let names = list.iter().filter_map(|index| setting.indicators.get(*index));
        names.map(|indicator| indicator.name.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let name = match table.get("name").map(|entry| &entry.node.data) {
        Some(Data::Text(name)) => name.clone(),
        _ if over.is_empty() => names(&sum),
        _ => format!("({}) / ({})", names(&sum), names(&over)),
    };
    Some(Measure { name, sum, over })
}

fn indices(node: &Node, setting: &mut Setting, collector: &mut Collector) -> Option<Vec<usize>> {
    let list = match &node.data {
        Data::List(list) => list.iter().collect(),
        _ => vec![node],
    };
    if list.is_empty() {
        collector.say(node.place, "names no indicator".into(), None);
        return None;
    }
    list.into_iter().map(|node| index(node, setting, collector)).collect()
}

fn index(node: &Node, setting: &mut Setting, collector: &mut Collector) -> Option<usize> {
    let Data::Text(name) = &node.data else {
        collector.say(node.place, "must be an indicator's name in quotes, or a list of them".into(), None);
        return None;
    };
    if let Some(index) = setting.indicators.iter().position(|indicator| indicator.name == *name) {
        return Some(index);
    }
    find(name, node.place, setting, collector).map(|indicator| {
        setting.indicators.push(indicator);
        setting.indicators.len() - 1
    })
}

fn find(name: &str, place: Place, setting: &Setting, collector: &mut Collector) -> Option<Indicator> {
    match Indicator::find(name, &setting.scenario) {
        Ok(indicator) => Some(indicator),
        Err((message, near)) => {
            collector.say(place, message, near);
            None
        }
    }
}
