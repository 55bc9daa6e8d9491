//! Ranges of sampled keys: map a share in `[0, 1)` to a value.

use serde::{Deserialize, Serialize};

use circulus::maths::{exp, ln};
use circulus::scenario::{Distribution, Spread};

/// The range of a sampled key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Range {
    /// Numbers, uniform or log-uniform.
    Number {
        /// Least value.
        from: f64,
        /// Largest value.
        to: f64,
        /// Whether the logarithm is uniform.
        log: bool,
    },
    /// Whole numbers, both ends included, equally likely.
    Integer {
        /// Least value.
        from: i64,
        /// Largest value.
        to: i64,
    },
    /// Words or levels, equally likely.
    Levels(Vec<String>),
    /// A range whose numbers are not equally likely, as a scenario gives it for its own value, and whole numbers whose
    /// logarithms are.
    Own {
        /// The value.
        value: f64,
        /// What it may be.
        spread: Spread,
        /// Whether it is a whole number.
        whole: bool,
    },
}

/// The values of a point's keys, as text, from shares of their ranges.
pub fn values<'v>(shares: &'v [f64], varied: &'v [(String, Range)]) -> impl Iterator<Item = String> + 'v {
    shares.iter().zip(varied).map(|(share, (_, range))| range.at(*share))
}

impl Range {
    /// The range that a scenario gives for its own value.
    pub fn own(value: f64, spread: Spread, whole: bool) -> Range {
        let Spread { low: from, high: to, distribution } = spread;
        match distribution {
            Distribution::Uniform if whole => Range::Integer { from: from as i64, to: to as i64 },
            Distribution::Uniform => Range::Number { from, to, log: false },
            Distribution::Loguniform if !whole => Range::Number { from, to, log: true },
            _ => Range::Own { value, spread, whole },
        }
    }

    /// The value at a share of the range, as text.
    pub fn at(&self, share: f64) -> String {
        match self {
            Range::Number { from, to, log } => number_text(spread(*from, *to, *log, share)),
            Range::Integer { from, to } => {
                // The difference may overflow the type.
                let (from, to) = (i128::from(*from), i128::from(*to));
                let steps = (share * (to - from + 1) as f64) as i128;
                (from + steps).clamp(from, to).to_string()
            }
            Range::Levels(levels) => {
                let index = (share * levels.len() as f64) as usize;
                levels.get(index.min(levels.len().saturating_sub(1))).cloned().unwrap_or_default()
            }
            Range::Own { value, spread, whole: false } => number_text(spread.quantile(*value, share)),
            Range::Own { value, spread, whole: true } => whole_at(*value, *spread, share),
        }
    }
}

/// A whole number of a range. If no number of it is likelier than another, the ends reach half a step beyond, so that
/// they come as often as those between.
fn whole_at(value: f64, spread: Spread, share: f64) -> String {
    let even = matches!(spread.distribution, Distribution::Uniform | Distribution::Loguniform);
    let reach = if even { 0.5 } else { 0.0 };
    let wide = Spread { low: spread.low - reach, high: spread.high + reach, ..spread };
    let found = wide.quantile(value, share).round().clamp(spread.low, spread.high);
    format!("{:.0}", found + 0.0)
}

fn spread(from: f64, to: f64, log: bool, share: f64) -> f64 {
    let value = match log {
        true => exp(ln(from) + (ln(to) - ln(from)) * share),
        false => from + (to - from) * share,
    };
    // Rounding must not leave the range.
    value.clamp(from, to)
}

/// `steps` values from one end to the other, inclusive.
pub fn steps(from: f64, to: f64, log: bool, steps: usize) -> Vec<String> {
    let last = steps.saturating_sub(1).max(1) as f64;
    (0..steps).map(|step| number_text(spread(from, to, log, step as f64 / last))).collect()
}

/// The shortest text that parses to the same number.
pub fn number_text(value: f64) -> String {
    let value = value + 0.0; // zero has no sign
    let size = value.abs();
    if value == 0.0 || (1e-5..1e16).contains(&size) { format!("{value}") } else { format!("{value:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_spread_over_its_shares() {
        let number = Range::Number { from: 1.0, to: 3.0, log: false };
        assert_eq!([number.at(0.0), number.at(0.25), number.at(1.0)], ["1", "1.5", "3"]);
        let log = Range::Number { from: 1.0, to: 100.0, log: true };
        assert!((log.at(0.5).parse::<f64>().unwrap() - 10.0).abs() < 1e-12);
        let whole = Range::Integer { from: 2, to: 4 };
        assert_eq!([whole.at(0.0), whole.at(0.34), whole.at(0.999), whole.at(1.0)], ["2", "3", "4", "4"]);
        let levels = Range::Levels(vec!["a".into(), "b".into()]);
        assert_eq!([levels.at(0.49), levels.at(0.5), levels.at(1.0)], ["a", "b", "b"]);
    }

    #[test]
    fn the_own_range_of_a_value_is_spread_as_the_scenario_says() {
        let own = |low, high, distribution, whole| Range::own(2.0, Spread { low, high, distribution }, whole);
        let log = own(0.5, 8.0, Distribution::Loguniform, false);
        assert!((log.at(0.5).parse::<f64>().unwrap() - 2.0).abs() < 1e-12);
        let whole = own(1.0, 4.0, Distribution::Uniform, true);
        assert_eq!(
            [0.0, 0.24, 0.26, 0.74, 0.76, 1.0].map(|share| whole.at(share)),
            ["1", "1", "2", "3", "4", "4"]
        );
        let whole = own(1.0, 4.0, Distribution::Loguniform, true);
        assert_eq!([0.0, 0.3, 0.6, 0.7, 1.0].map(|share| whole.at(share)), ["1", "1", "2", "2", "4"]);
        let peaked = own(1.0, 3.0, Distribution::Triangular, true);
        assert_eq!([0.0, 0.5, 1.0].map(|share| peaked.at(share)), ["1", "2", "3"]);
    }

    #[test]
    fn steps_reach_both_ends() {
        assert_eq!(steps(0.0, 1.0, false, 5), ["0", "0.25", "0.5", "0.75", "1"]);
        assert_eq!(steps(2.0, 9.0, false, 1), ["2"]);
    }
}
