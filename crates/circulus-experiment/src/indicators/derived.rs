//! Indicators of one's own: arithmetic with others, such as `cost_per_t = (total_gain - total_capex) / total_reused_t`.

use super::{Indicator, Side};
use crate::expression::{Expression, Named, Unit};
use circulus::scenario::Scenario;

/// What an indicator of one's own is computed from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Derived {
    /// The expression as written.
    text: String,
    /// The expression, with the full names of its parts.
    expression: Expression,
    /// The indicators in it.
    pub(super) parts: Vec<Indicator>,
}

impl Derived {
    /// Its value, from those of its parts in their order; NaN if one is missing or a divisor is 0.
    pub(super) fn of(&self, values: &[f64]) -> f64 {
        let value = |named: &Named| {
            let at = self.parts.iter().position(|part| part.name == named.indicator);
            at.and_then(|at| values.get(at)).copied().unwrap_or(f64::NAN)
        };
        self.expression.of(&value)
    }

    /// `name = expression`, as [`Indicator::find`] reads it.
    pub(super) fn written(&self, name: &str) -> String {
        format!("{name} = {}", self.text)
    }
}

/// Reads `name = expression`.
///
/// # Errors
/// What is wrong, and the nearest valid name of an indicator.
pub(super) fn find(
    name: &str,
    text: &str,
    scenario: &Scenario,
) -> Result<Indicator, (String, Option<String>)> {
    let (name, text) = (name.trim(), text.trim());
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if name.is_empty()
        || !name.chars().all(is_plain)
        || name.starts_with(|letter: char| letter.is_ascii_digit())
    {
        let message = format!(
            "'{name}' cannot be the name of an indicator: letters a to z, digits and _ can, beginning with a letter"
        );
        return Err((message, None));
    }
    if Indicator::find(name, scenario).is_ok() {
        return Err((format!("'{name}' is already the name of an indicator; choose another"), None));
    }
    let expression = Expression::parse(text).map_err(|(at, message)| {
        let from = text.get(at..).unwrap_or_default();
        let place = if from.is_empty() { "at its end".to_owned() } else { format!("at '{from}'") };
        (format!("'{text}', {place}: {message}"), None)
    })?;
    let mut parts: Vec<Indicator> = Vec::new();
    let mut fault = None;
    let expression = expression.renamed(&mut |named: &Named| {
        if let Some(change) = &named.change {
            let message =
                format!("'{change}.{}' is of a paired change, and only claims have those", named.indicator);
            fault.get_or_insert((message, None));
            return named.clone();
        }
        match Indicator::find(&named.indicator, scenario) {
            Ok(part) => {
                let full = Named { change: None, indicator: part.name.clone() };
                if !parts.contains(&part) {
                    parts.push(part);
                }
                full
            }
            Err(found) => {
                fault.get_or_insert(found);
                named.clone()
            }
        }
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    if parts.is_empty() {
        return Err((format!("'{text}' names no indicator, so it is the same number in every run"), None));
    }
    let unit = |named: &Named| {
        let part = parts.iter().find(|part| part.name == named.indicator);
        part.map_or(Unit::Other, Indicator::expression_unit)
    };
    let unit = expression.unit(&unit).map_err(|message| (format!("'{text}' {message}"), None))?;
    Ok(Indicator {
        name: name.to_owned(),
        unit: match unit {
            Unit::Free => "-".to_owned(),
            Unit::Of(words) => words,
            Unit::Other => "as its terms".to_owned(),
        },
        meaning: text.to_owned(),
        whole: false,
        side: Side::Derived,
        column: String::new(),
        year: None,
        plant: None,
        derived: Some(Derived { text: text.to_owned(), expression, parts }),
    })
}
