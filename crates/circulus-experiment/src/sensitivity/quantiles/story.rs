//! Describes a quantile regression in a sentence: what moves low values, what moves high ones, and what spreads them.

use super::Quantiles;
use crate::sensitivity::Estimate;
use circulus::numbers::quantity;

/// The sentence, with the names of the factors, for an indicator with this unit.
pub fn sentence(found: &Quantiles, keys: &[String], unit: &str, currency: &str) -> String {
    let named = |key: usize| keys.get(key).map_or("", String::as_str);
    let amount = |value: f64| {
        let shown = quantity(value, unit, currency);
        if value > 0.0 { format!("+{shown}") } else { shown }
    };
    let most = |place: usize| {
        let clear = found.keys.iter().enumerate().filter_map(|(key, own)| Some((key, own[place]?)));
        let clear = clear.filter(|(_, estimate)| is_clear(*estimate));
        clear.max_by(|a, b| a.1.value.abs().total_cmp(&b.1.value.abs()))
    };
    let told = match (most(0), most(2)) {
        (None, None) => {
            return "No key can be told to move its low or its high values.".to_owned();
        }
        (Some((low, by)), Some((high, also))) if low == high => format!(
            "Low and high values are moved most by {}: over its range those at 10 % by {}, those at 90 % by {}.",
            named(low),
            amount(by.value),
            amount(also.value)
        ),
        (low, high) => {
            let part = |what: &str, most: Option<(usize, Estimate)>| match most {
                Some((key, by)) => {
                    format!(
                        "{what} values are moved most by {} ({} over its range)",
                        named(key),
                        amount(by.value)
                    )
                }
                None => format!("no key can be told to move its {} values", what.to_lowercase()),
            };
            let (first, second) = (part("Low", low), part("high", high));
            let mut letters = first.chars();
            let first = letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect());
            format!("{first}, {second}.")
        }
    };
    told + &spread(found, named)
}

/// Which factor spreads the values most, and which draws them together: the interval of the coefficient of the high values
/// lies on one side of that of the low ones.
fn spread<'k>(found: &Quantiles, named: impl Fn(usize) -> &'k str) -> String {
    let mut apart: Vec<(usize, f64)> = Vec::new();
    for (key, own) in found.keys.iter().enumerate() {
        let (Some(low), Some(high)) = (own[0], own[2]) else { continue };
        let (Some(of_low), Some(of_high)) = (low.interval, high.interval) else { continue };
        if of_high.0 > of_low.1 || of_high.1 < of_low.0 {
            apart.push((key, high.value - low.value));
        }
    }
    match apart.into_iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) {
        Some((key, by)) if by > 0.0 => format!(" The more of {}, the farther apart they are.", named(key)),
        Some((key, _)) => format!(" The more of {}, the closer together they are.", named(key)),
        None => String::new(),
    }
}

/// Whether the interval leaves out 0.
fn is_clear(estimate: Estimate) -> bool {
    estimate.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(keys: &[[(f64, f64); 3]]) -> String {
        let estimate = |(value, half): (f64, f64)| {
            Some(Estimate { value, interval: Some((value - half, value + half)) })
        };
        let keys: Vec<[Option<Estimate>; 3]> = keys.iter().map(|own| own.map(estimate)).collect();
        let found = Quantiles { keys, points: 100, left_out: 0 };
        sentence(&found, &["a", "b"].map(str::to_owned), "t", "RUB")
    }

    #[test]
    fn what_moves_low_and_high_values_is_told() {
        let (much, little, none) = ((5e6, 1e6), (2e6, 1e6), (1e5, 1e6));
        assert_eq!(
            said(&[[much, little, none], [none, little, (-3e6, 1e6)]]),
            "Low values are moved most by a (+5 Mt over its range), high values are moved most by b (−3 Mt over its range). \
             The more of a, the closer together they are."
        );
        assert_eq!(
            said(&[[little, little, much], [none; 3]]),
            "Low and high values are moved most by a: over its range those at 10 % by +2 Mt, those at 90 % by +5 Mt. \
             The more of a, the farther apart they are."
        );
        assert_eq!(
            said(&[[none, none, little], [none; 3]]),
            "No key can be told to move its low values, high values are moved most by a (+2 Mt over its range)."
        );
        assert_eq!(said(&[[none; 3], [none; 3]]), "No key can be told to move its low or its high values.");
    }
}
