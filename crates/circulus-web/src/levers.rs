//! The levers of a scenario: what the state and the company may choose, from the table of parameters.

use serde_json::{Value, json};

use super::input::Scenarios;
use circulus::scenario::parameters::{Kind, Parameter, Shape, Table, tables};

/// A lever: a path of `--set`, its parameter, and its value in the scenario.
pub struct Lever {
    /// Path.
    pub path: String,
    /// Its row of the table of parameters.
    pub parameter: &'static Parameter,
    /// Its value, of a bare kind.
    pub value: toml::Value,
    /// Table, `policy`.
    table: &'static Table,
    /// Id and name that tell it from its siblings: of an infrastructure and of its effect.
    of: [String; 2],
}

impl Lever {
    /// What a slider covers: its span, wider where the scenario's own value lies outside.
    pub fn span(&self) -> Option<[f64; 2]> {
        let [low, high] = self.parameter.span()?;
        let value = number(&self.value)?;
        Some([low.min(value), high.max(value)])
    }

    /// Whether only whole numbers are meant.
    pub fn whole(&self) -> bool {
        matches!(self.parameter.kind, Kind::Integer { .. })
    }
}

/// A number of TOML.
pub fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or(value.as_integer().map(|value| value as f64))
}

/// The levers of a scenario, in the order of the table of parameters.
///
/// # Errors
/// When the page has no such scenario.
pub fn find(scenarios: &mut Scenarios, scenario: &str) -> Result<Vec<Lever>, String> {
    let loaded = scenarios.loaded(scenario)?;
    let text: toml::Table = toml::from_str(&loaded.as_meant).map_err(|error| error.to_string())?;
    let mut levers = Vec::new();
    for table in tables() {
        match table.shape {
            Shape::One => {
                let values = text.get(table.path).and_then(toml::Value::as_table);
                values.into_iter().for_each(|values| of_table(table, table.path, "", values, &mut levers));
            }
            Shape::ById { .. } => {
                let entries = text.get(table.name()).and_then(toml::Value::as_table);
                for (id, values) in entries.into_iter().flatten() {
                    let path = format!("{}.{id}", table.name());
                    values
                        .as_table()
                        .into_iter()
                        .for_each(|values| of_table(table, &path, id, values, &mut levers));
                }
            }
            Shape::Optional | Shape::List { .. } => {}
        }
    }
    Ok(levers)
}

fn of_table(table: &'static Table, path: &str, id: &str, values: &toml::Table, levers: &mut Vec<Lever>) {
    for parameter in table.keys.iter().filter(|parameter| parameter.lever) {
        let Some(value) = values.get(parameter.key) else { continue };
        let path = format!("{path}.{}", parameter.key);
        match value {
            toml::Value::Table(parts) => levers.extend(parts.iter().map(|(name, value)| {
                let quoted = if name.contains('.') { format!("\"{name}\"") } else { name.clone() };
                let of = [id.to_owned(), name.clone()];
                Lever { path: format!("{path}.{quoted}"), parameter, value: value.clone(), table, of }
            })),
            value => {
                let of = [id.to_owned(), String::new()];
                levers.push(Lever { path, parameter, value: value.clone(), table, of });
            }
        }
    }
}

/// The levers as the page shows them.
pub fn levers(scenarios: &mut Scenarios, scenario: &str) -> Result<Value, String> {
    let shown = find(scenarios, scenario)?.into_iter().map(|lever| {
        let span = lever.span();
        json!({
            "path": lever.path,
            "table": lever.table.name(),
            "key": lever.parameter.key,
            "of": lever.of,
            "unit": lever.parameter.unit,
            "meaning": lever.parameter.meaning,
            "range": lever.parameter.range(),
            "source": lever.parameter.source,
            "words": match lever.parameter.kind { Kind::Choice(words) => Some(words), _ => None },
            "whole": lever.whole(),
            "value": lever.value,
            "span": span,
        })
    });
    Ok(shown.collect())
}
