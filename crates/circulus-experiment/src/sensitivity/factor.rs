//! What an index is of, and its values at the points of a sample.

use crate::plan::Plan;
use circulus::scenario;

/// A varied key, or several that move together, under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Name of the key, or of the family or group.
    pub name: String,
    /// Its keys, by index in the plan.
    pub keys: Vec<usize>,
}

/// The factors of some keys, in the order of their first keys: each family, and each key that is in none.
pub fn factors(keys: &[String], families: &[(String, Vec<usize>)]) -> Vec<Factor> {
    let mut list = Vec::new();
    for (key, name) in keys.iter().enumerate() {
        match families.iter().find(|(_, keys)| keys.contains(&key)) {
            Some((_, keys)) if keys.first() != Some(&key) => {}
            Some((name, keys)) => list.push(Factor { name: name.clone(), keys: keys.clone() }),
            None => list.push(Factor { name: name.clone(), keys: vec![key] }),
        }
    }
    list
}

/// The value of each factor at each point, by its first key. A point without a value has the scenario's own, and a value
/// that is no number counts by its place among the values in the order of the alphabet.
pub fn values(plan: &Plan, factors: &[Factor]) -> Vec<Vec<f64>> {
    texts(plan, factors).iter().map(|texts| numbers(texts)).collect()
}

/// The same for what needs distances and not only an order: `None` for a factor of more than two words.
pub fn scales(plan: &Plan, factors: &[Factor]) -> Vec<Option<Vec<f64>>> {
    let scale = |texts: &Vec<String>| {
        let values = numbers(texts);
        let words = texts.iter().any(|text| text.parse::<f64>().is_err());
        (!words || values.iter().all(|value| *value < 2.0)).then_some(values)
    };
    texts(plan, factors).iter().map(scale).collect()
}

/// What each factor is at each point, by its first key.
fn texts(plan: &Plan, factors: &[Factor]) -> Vec<Vec<String>> {
    let meant = plan.bases.first().map(|base| scenario::doubted(&base.as_meant).unwrap_or_default());
    let meant = meant.unwrap_or_default();
    let of = |factor: &Factor| {
        let Some(&key) = factor.keys.first() else { return Vec::new() };
        let own = meant.iter().find(|own| own.path == plan.keys[key]).map(|own| own.value.as_str());
        let at = |point| match plan.points.value(point, key) {
            text if text.is_empty() => own.unwrap_or_default().to_owned(),
            text => text,
        };
        (0..plan.points.len()).map(at).collect()
    };
    factors.iter().map(of).collect()
}

/// Texts as numbers: their own where all are numbers, otherwise their places among all different texts.
fn numbers(texts: &[String]) -> Vec<f64> {
    let own: Option<Vec<f64>> = texts.iter().map(|text| text.parse().ok()).collect();
    own.unwrap_or_else(|| {
        let mut different: Vec<&String> = texts.iter().collect();
        different.sort_unstable();
        different.dedup();
        texts.iter().map(|text| different.partition_point(|other| *other < text) as f64).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_stands_where_its_first_key_does() {
        let keys = ["a", "b", "c", "d"].map(str::to_owned);
        let found = factors(&keys, &[("both".into(), vec![1, 3])]);
        let names: Vec<&str> = found.iter().map(|factor| factor.name.as_str()).collect();
        assert_eq!(names, ["a", "both", "c"]);
        assert_eq!(found[1].keys, [1, 3]);
    }

    #[test]
    fn words_count_by_their_place() {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(numbers(&texts(&["2.5", "-1e3"])), [2.5, -1000.0]);
        assert_eq!(numbers(&texts(&["none", "greedy", "none", "3"])), [2.0, 1.0, 2.0, 0.0]);
    }
}
