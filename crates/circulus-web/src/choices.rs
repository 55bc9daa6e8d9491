//! The choices of a scenario: what the state and the company may set, from the table of parameters.

use serde_json::{Value, json};

use super::input::Scenarios;
use circulus::scenario::parameters::{Kind, Parameter, Shape, Table, tables};

/// A choice: a path for `--set`, its parameter, and its value in the scenario.
pub struct Choice {
    /// Path.
    pub path: String,
    /// Its row in the table of parameters.
    pub parameter: &'static Parameter,
    /// Its value, not a table.
    pub value: toml::Value,
    /// Table, `policy`.
    table: &'static Table,
    /// Id of the entry and name within the key, such as an infrastructure and one of its effects; empty if none.
    of: [String; 2],
}

impl Choice {
    /// Range of the slider: the parameter's, extended to include the scenario's own value.
    pub fn span(&self) -> Option<[f64; 2]> {
        let [low, high] = self.parameter.span()?;
        let value = number(&self.value)?;
        Some([low.min(value), high.max(value)])
    }

    /// Whether its values are whole numbers.
    pub fn whole(&self) -> bool {
        matches!(self.parameter.kind, Kind::Integer { .. })
    }
}

/// A TOML value as a number.
pub fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or(value.as_integer().map(|value| value as f64))
}

/// The choices of a scenario, in the order of the table of parameters.
///
/// # Errors
/// When the page does not have the scenario.
pub fn find(scenarios: &mut Scenarios, scenario: &str) -> Result<Vec<Choice>, String> {
    let loaded = scenarios.loaded(scenario)?;
    let text: toml::Table = toml::from_str(&loaded.as_meant).map_err(|error| error.to_string())?;
    let mut choices = Vec::new();
    for table in tables() {
        match table.shape {
            Shape::One => {
                let values = text.get(table.path).and_then(toml::Value::as_table);
                values.into_iter().for_each(|values| of_table(table, table.path, "", values, &mut choices));
            }
            Shape::ById { .. } => {
                let entries = text.get(table.name()).and_then(toml::Value::as_table);
                for (id, values) in entries.into_iter().flatten() {
                    let path = format!("{}.{id}", table.name());
                    values
                        .as_table()
                        .into_iter()
                        .for_each(|values| of_table(table, &path, id, values, &mut choices));
                }
            }
            Shape::Optional | Shape::List { .. } => {}
        }
    }
    Ok(choices)
}

fn of_table(table: &'static Table, path: &str, id: &str, values: &toml::Table, choices: &mut Vec<Choice>) {
    for parameter in table.keys.iter().filter(|parameter| parameter.choice) {
        let Some(value) = values.get(parameter.key) else { continue };
        let path = format!("{path}.{}", parameter.key);
        match (parameter.kind, value) {
            (Kind::Map { .. }, toml::Value::Table(parts)) => {
                choices.extend(parts.iter().map(|(name, value)| {
                    let quoted = if name.contains('.') { format!("\"{name}\"") } else { name.clone() };
                    let of = [id.to_owned(), name.clone()];
                    Choice { path: format!("{path}.{quoted}"), parameter, value: alone(value), table, of }
                }))
            }
            (_, value) => {
                let of = [id.to_owned(), String::new()];
                choices.push(Choice { path, parameter, value: alone(value), table, of });
            }
        }
    }
}

/// A value without what the scenario says of it besides.
fn alone(value: &toml::Value) -> toml::Value {
    value.get("value").unwrap_or(value).clone()
}

/// The choices as JSON for the page.
pub fn choices(scenarios: &mut Scenarios, scenario: &str) -> Result<Value, String> {
    let shown = find(scenarios, scenario)?.into_iter().map(|choice| {
        let span = choice.span();
        json!({
            "path": choice.path,
            "table": choice.table.name(),
            "key": choice.parameter.key,
            "of": choice.of,
            "unit": choice.parameter.unit,
            "meaning": choice.parameter.meaning,
            "range": choice.parameter.range(),
            "source": choice.parameter.source,
            "words": match choice.parameter.kind { Kind::Word(words) => Some(words), _ => None },
            "whole": choice.whole(),
            "value": choice.value,
            "span": span,
        })
    });
    Ok(shown.collect())
}
