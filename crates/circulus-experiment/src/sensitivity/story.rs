//! Describes a finding in a sentence: what matters, and how certain it is.

use super::Estimate;
use super::morris::Morris;
use super::pawn::Pawn;
use super::sobol::{Sobol, pairs};
use super::table::{Finding, Found};
use circulus::numbers::{count, whole};

/// An index or effect below this is negligible.
const LITTLE: f64 = 0.01;
/// Maximum number of keys named in a sentence.
const NAMED: usize = 4;

/// The sentence, with the names of the factors.
pub fn sentence(finding: &Finding, keys: &[String]) -> String {
    let order = finding.found.ranked();
    let mut said = match &finding.found {
        Found::Sobol(found) => of_sobol(found, &order, keys),
        Found::Morris(found) => of_morris(found, &order, keys),
        Found::Shapley(found) => of_variance(&found.keys, &order, keys) + &of_luck(found.luck),
        Found::Pawn(found) => of_pawn(found, keys),
    };
    let (counted, left_out) = finding.found.samples();
    if left_out > 0 {
        said.push_str(&format!(
            " {} of {} could not be used: a number is missing.",
            whole(left_out),
            count(counted + left_out, "sample", "samples")
        ));
    }
    said
}

/// Who has the variance, by an estimate of each factor's share.
fn of_variance(shares: &[Option<Estimate>], order: &[usize], keys: &[String]) -> String {
    let share = |key: usize| shares[key];
    let told: Vec<usize> =
        order.iter().copied().filter(|&key| share(key).is_some_and(|share| share.above(LITTLE))).collect();
    let named = |key: usize| {
        let Some(Estimate { value, interval: Some((low, high)) }) = share(key) else { return String::new() };
        format!("{} ({:.0} ± {:.0} %)", keys[key], 100.0 * value, 50.0 * (high - low))
    };
    match told[..] {
        [] => "No key can be told from one without effect.".to_owned(),
        [only] => format!("Only {} can be told to matter.", named(only)),
        [most, next, ..] => {
            let rest: Vec<String> = told.iter().skip(1).take(NAMED - 1).map(|&key| named(key)).collect();
            let low = share(most).and_then(|share| share.interval).map(|(low, _)| low);
            let high = share(next).and_then(|share| share.interval).map(|(_, high)| high);
            let sure = if low > high { "surely first" } else { "which is first is not sure" };
            let more = told.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("Most of the variance is with {}, then {}{more}; {sure}.", named(most), rest.join(", "))
        }
    }
}

fn of_luck(luck: Option<f64>) -> String {
    luck.map_or_else(String::new, |luck| {
        format!(" Luck makes {:.0} % of a single run's variance.", 100.0 * luck)
    })
}

fn of_sobol(found: &Sobol, order: &[usize], keys: &[String]) -> String {
    let totals: Vec<Option<Estimate>> = found.keys.iter().map(|key| key.total).collect();
    let mut said = of_variance(&totals, order, keys);
    let together = pairs(keys.len()).zip(&found.pairs).filter_map(|((one, other), index)| {
        let index = index.filter(|index| index.above(LITTLE))?;
        Some((format!("{} with {}", keys[one], keys[other]), index))
    });
    let most = together.max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    if let Some((pair, Estimate { value, interval: Some((low, high)) })) = most {
        let (value, half) = (100.0 * value, 50.0 * (high - low));
        said.push_str(&format!(" The strongest interaction is of {pair} ({value:.0} ± {half:.0} %)."));
    }
    said + &of_luck(found.luck)
}

fn of_morris(found: &Morris, order: &[usize], keys: &[String]) -> String {
    let (mut told, mut others) = (Vec::new(), Vec::new());
    for &key in order {
        let effects = &found.keys[key];
        let Some(mu_star) = effects.mu_star else { continue };
        // Clearly above the random level, or always in one direction.
        let way = match effects.mu.and_then(|mu| mu.interval) {
            Some((low, _)) if low > 0.0 => "raises it",
            Some((_, high)) if high < 0.0 => "lowers it",
            _ if mu_star.above(effects.luck.unwrap_or(0.0)) => "either way",
            _ => {
                others.push(keys[key].clone());
                continue;
            }
        };
        told.push(format!("{} ({way})", keys[key]));
    }
    if found.keys.iter().all(|key| key.mu_star.is_none()) {
        return "No varied key changes it.".to_owned();
    }
    if told.is_empty() {
        return "No key can be told from luck.".to_owned();
    }
    let more = told.len().saturating_sub(NAMED);
    told.truncate(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let others = match others.len() {
        0 => String::new(),
        1 => format!(" Not told from luck: {}.", others[0]),
        several => format!(" Not told from luck: {several} keys."),
    };
    format!("What matters most: {}{more}.{others}", told.join(", "))
}

fn of_pawn(found: &Pawn, keys: &[String]) -> String {
    if found.keys.iter().all(Option::is_none) {
        return "It is the same at all points, or there are too few of them.".to_owned();
    }
    let told = found.above_the_floor();
    let named = |&key: &usize| {
        let index = found.keys[key].map(|index| index.median);
        let Some(Estimate { value, interval: Some((low, high)) }) = index else { return keys[key].clone() };
        format!("{} ({value:.2} ± {:.2})", keys[key], 0.5 * (high - low))
    };
    if told.is_empty() {
        return "No key can be told from one without effect.".to_owned();
    }
    let list: Vec<String> = told.iter().take(NAMED).map(named).collect();
    let more = match told.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let others: Vec<&String> =
        (0..keys.len()).filter(|key| !told.contains(key)).map(|key| &keys[key]).collect();
    let others = match others[..] {
        [] => String::new(),
        [only] => format!(" Not told from a key without effect: {only}."),
        _ => format!(" Not told from a key without effect: {} keys.", others.len()),
    };
    format!("What moves its distribution most: {}{more}.{others}", list.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::pawn::Index;
    use crate::sensitivity::sobol::Indices;

    fn finding(totals: &[Option<(f64, f64)>]) -> Finding {
        let indices = |total: &Option<(f64, f64)>| {
            let total =
                total.map(|(value, half)| Estimate { value, interval: Some((value - half, value + half)) });
            Indices { first: total, total }
        };
        let keys = totals.iter().map(indices).collect();
        let found = Found::Sobol(Sobol { keys, pairs: Vec::new(), luck: Some(0.25), blocks: 8, left_out: 2 });
        Finding { indicator: "y".into(), unit: "t".into(), meaning: "Y".into(), found, quantiles: None }
    }

    #[test]
    fn a_sentence_says_what_is_sure() {
        let keys = ["a", "b", "c"].map(str::to_owned);
        let said = |totals: &[Option<(f64, f64)>]| sentence(&finding(totals), &keys);
        let end = "Luck makes 25 % of a single run's variance. 2 of 10 samples could not be used: a number is missing.";
        assert_eq!(
            said(&[Some((0.2, 0.05)), Some((0.7, 0.1)), Some((0.01, 0.02))]),
            format!("Most of the variance is with b (70 ± 10 %), then a (20 ± 5 %); surely first. {end}")
        );
        assert!(said(&[Some((0.2, 0.1)), Some((0.3, 0.1)), None]).contains("which is first is not sure"));
        assert_eq!(said(&[None; 3]), format!("No key can be told from one without effect. {end}"));
    }

    #[test]
    fn what_is_above_the_floor_is_told() {
        let index = |(value, half): (f64, f64)| {
            let median = Estimate { value, interval: Some((value - half, value + half)) };
            Some(Index { median, max: 2.0 * value, floor: 0.1 })
        };
        let keys = ["a", "b", "c"].map(str::to_owned);
        let said = |keys_found: Vec<Option<Index>>| {
            let found = Found::Pawn(Pawn { keys: keys_found, points: 90, left_out: 10 });
            sentence(&Finding { found, ..finding(&[]) }, &keys)
        };
        let end = "10 of 100 samples could not be used: a number is missing.";
        assert_eq!(
            said([(0.2, 0.05), (0.15, 0.1), (0.4, 0.02)].map(index).to_vec()),
            format!(
                "What moves its distribution most: c (0.40 ± 0.02), a (0.20 ± 0.05). Not told from a key without effect: b. {end}"
            )
        );
        assert!(said([(0.1, 0.1); 3].map(index).to_vec()).starts_with("No key can be told"));
        assert!(said(vec![None; 3]).starts_with("It is the same at all points"));
    }
}
