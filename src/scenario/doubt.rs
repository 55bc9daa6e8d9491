//! What is known of a value besides itself: how far it may be wrong, and where it comes from.
//!
//! In a file: `{ value = 0.2, low = 0.05, high = 0.6, scale = "log", grade = "assumed", source = "...", note = "..." }`
//! in place of `0.2`.

pub(super) mod list;
pub(super) mod written;

use serde::{Deserialize, Serialize};

use super::as_meant::quote;
use super::words::{Words, words};
use crate::maths::{exp, ln};
use crate::units::Share;

/// What is known of a value besides itself. The default says nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Doubt {
    /// The values that it may have, in its own unit; `None` if none is given.
    pub spread: Option<Spread>,
    /// How well it is known; `None` if nothing is said.
    pub grade: Option<Grade>,
    /// Where it comes from; may be empty.
    pub source: String,
    /// Anything else; may be empty.
    pub note: String,
}

/// How well a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// A source says so.
    Reported,
    /// Computed from reported values.
    Derived,
    /// Remembered from the literature, without the place.
    Recalled,
    /// Fitted to observations.
    Calibrated,
    /// Chosen, for want of anything better.
    Assumed,
}

words!(Grade {
    Reported = "reported",
    Derived = "derived",
    Recalled = "recalled",
    Calibrated = "calibrated",
    Assumed = "assumed",
});

/// The values that a number may have, and how likely they are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// How likely the values between are.
    pub distribution: Distribution,
}

/// How likely the values of a range are. Normal distributions are cut at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Distribution {
    /// All equally.
    Uniform,
    /// All logarithms equally; for values over orders of magnitude.
    Loguniform,
    /// Most likely at the value, and less linearly towards the ends.
    Triangular,
    /// Normal around the value.
    Normal {
        /// Standard deviation, in the unit of the value.
        sd: f64,
    },
    /// The logarithm is normal around that of the value.
    Lognormal {
        /// Standard deviation of the natural logarithm.
        sd: f64,
    },
}

impl Distribution {
    /// The words in a file.
    pub const WORDS: [&'static str; 5] = ["uniform", "loguniform", "triangular", "normal", "lognormal"];

    /// The word in a file.
    pub fn word(self) -> &'static str {
        match self {
            Distribution::Uniform => "uniform",
            Distribution::Loguniform => "loguniform",
            Distribution::Triangular => "triangular",
            Distribution::Normal { .. } => "normal",
            Distribution::Lognormal { .. } => "lognormal",
        }
    }

    /// The standard deviation, if it has one.
    pub fn sd(self) -> Option<f64> {
        match self {
            Distribution::Normal { sd } | Distribution::Lognormal { sd } => Some(sd),
            _ => None,
        }
    }

    /// Whether it is one of logarithms, so that all values must be above 0.
    pub fn of_logarithms(self) -> bool {
        matches!(self, Distribution::Loguniform | Distribution::Lognormal { .. })
    }
}

impl Spread {
    /// The value below which a share of the spread around `value` lies.
    pub fn quantile(&self, value: f64, share: Share) -> f64 {
        let Spread { low, high, .. } = *self;
        let found = match self.distribution {
            Distribution::Uniform => low + (high - low) * share,
            Distribution::Loguniform => exp(ln(low) + (ln(high) - ln(low)) * share),
            Distribution::Triangular => triangular(low, value, high, share),
            Distribution::Normal { sd } => value + cut_normal(low - value, high - value, sd, share),
            Distribution::Lognormal { sd } => {
                let from = |end: f64| ln(end) - ln(value);
                value * exp(cut_normal(from(low), from(high), sd, share))
            }
        };
        found.clamp(low, high) // rounding must not leave the range
    }
}

/// Quantile of a triangular distribution.
fn triangular(low: f64, mode: f64, high: f64, share: Share) -> f64 {
    let (width, left) = (high - low, mode - low);
    if share * width < left {
        low + (share * width * left).sqrt()
    } else {
        high - ((1.0 - share) * width * (high - mode)).sqrt()
    }
}

/// Quantile of a normal distribution around 0 that is cut at two ends around it, by bisection.
fn cut_normal(low: f64, high: f64, sd: f64, share: Share) -> f64 {
    if (high - low) * LEVEL < sd {
        return low + (high - low) * share; // as good as level, and differences would be lost in rounding
    }
    let below = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
    // Beyond so many deviations nothing is left.
    let [mut from, mut to] = [low, high].map(|end| (end / sd).clamp(-FARTHEST, FARTHEST));
    let wanted = below(from) + (below(to) - below(from)) * share;
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (from + to);
        if below(middle) < wanted { from = middle } else { to = middle }
    }
    sd * 0.5 * (from + to)
}

/// A range of less than a hundred thousandth of a standard deviation is level.
const LEVEL: f64 = 1e5;
/// Standard deviations beyond which there is nothing.
const FARTHEST: f64 = 40.0;
/// Halvings of an interval of standard deviations, which leave less than rounding.
const BISECTIONS: usize = 64;

impl Doubt {
    /// Whether nothing is said.
    pub fn is_silent(&self) -> bool {
        *self == Doubt::default()
    }

    /// A value with what is known of it, as TOML; the value alone if nothing is.
    pub(super) fn around(&self, value: String, whole: bool) -> String {
        if self.is_silent() {
            return value;
        }
        let mut pairs = vec![format!("value = {value}")];
        if let Some(Spread { low, high, distribution }) = self.spread {
            let [low, high] = [low, high].map(|end| end_text(end, whole));
            pairs.push(format!("low = {low}, high = {high}"));
            match distribution {
                Distribution::Uniform => {}
                Distribution::Loguniform => pairs.push("scale = \"log\"".into()),
                _ => pairs.push(format!("distribution = {}", quote(distribution.word()))),
            }
            pairs.extend(distribution.sd().map(|sd| format!("sd = {sd:?}")));
        }
        pairs.extend(self.grade.map(|grade| format!("grade = {}", quote(grade.word()))));
        let texts = [("source", &self.source), ("note", &self.note)];
        pairs.extend(
            texts
                .iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(key, text)| format!("{key} = {}", quote(text))),
        );
        format!("{{ {} }}", pairs.join(", "))
    }
}

/// An end of a range as text: of whole numbers, without a point. Whole ends are exact, as larger ones are refused.
fn end_text(end: f64, whole: bool) -> String {
    if whole { format!("{end:.0}") } else { format!("{end:?}") }
}

/// A value of a scenario file with what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubted {
    /// Its path in the complete text, as `--set` takes it: `join.w_norm`, `plant.KGOK.cash`.
    pub path: String,
    /// Its unit, as in the table of parameters.
    pub unit: &'static str,
    /// The value: a text as it is, anything else as TOML.
    pub value: String,
    /// The value, if it is a number.
    pub number: Option<f64>,
    /// Whether it is a whole number.
    pub whole: bool,
    /// Whether it is the default of its key; `None` if the key has none, or another key decides.
    pub default: Option<bool>,
    /// Whether it is a choice of the state or of the company.
    pub choice: bool,
    /// What is known of it; of a default about which nothing is said, the source of the default.
    pub doubt: Doubt,
}

impl Doubted {
    /// The ends of its range as text, if it has one.
    pub fn range(&self) -> Option<[String; 2]> {
        self.doubt.spread.map(|spread| [spread.low, spread.high].map(|end| end_text(end, self.whole)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(low: f64, high: f64, distribution: Distribution) -> Spread {
        Spread { low, high, distribution }
    }

    #[test]
    fn quantiles_are_those_of_the_distribution() {
        let uniform = spread(1.0, 3.0, Distribution::Uniform);
        assert_eq!([0.0, 0.25, 1.0].map(|share| uniform.quantile(2.0, share)), [1.0, 1.5, 3.0]);
        let log = spread(1.0, 100.0, Distribution::Loguniform);
        assert!((log.quantile(5.0, 0.5) - 10.0).abs() < 1e-12);
        // A quarter of the area of a triangle from 0 to 4 with its top at 2 is left of the root of 2.
        let triangle = spread(0.0, 4.0, Distribution::Triangular);
        assert!((triangle.quantile(2.0, 0.125) - 1.0).abs() < 1e-12);
        assert!((triangle.quantile(2.0, 0.875) - 3.0).abs() < 1e-12);
        assert_eq!(spread(0.0, 4.0, Distribution::Triangular).quantile(0.0, 1.0), 4.0);
    }

    /// Φ(1.959964) = 0.975, Φ(1) = 0.841345 (tables of the normal distribution).
    #[test]
    fn normal_quantiles_are_those_of_tables() {
        let wide = spread(-1e3, 1e3, Distribution::Normal { sd: 2.0 });
        assert!((wide.quantile(5.0, 0.975) - (5.0 + 2.0 * 1.959_964)).abs() < 1e-5);
        assert!((wide.quantile(5.0, 0.841_345) - 7.0).abs() < 1e-4);
        assert!((wide.quantile(5.0, 0.5) - 5.0).abs() < 1e-9);
        let cut = spread(0.0, 2.0, Distribution::Normal { sd: 1.0 });
        // Half of what lies from 0 to 2 deviations is 0.477250 / 2 = 0.238625. Φ is 0.738625 at 0.63911.
        assert!((cut.quantile(0.0, 0.5) - 0.639_11).abs() < 1e-4, "{}", cut.quantile(0.0, 0.5));
        let lognormal = spread(1e-9, 1e9, Distribution::Lognormal { sd: 0.5 });
        assert!((lognormal.quantile(10.0, 0.841_345) - 10.0 * exp(0.5)).abs() < 1e-3);
    }

    /// Of a range far wider, or far narrower, than a standard deviation.
    #[test]
    fn quantiles_rise_whatever_the_standard_deviation() {
        let shares = [0.0, 0.1, 0.5, 0.9, 1.0];
        for sd in [1e-300, 1e-6, 0.1, 1.0, 1e3, 1e9, 1e300] {
            let of = spread(0.0, 2.0, Distribution::Normal { sd });
            let at = shares.map(|share| of.quantile(1.0, share));
            assert!(at.windows(2).all(|pair| pair[0] <= pair[1]), "{sd}: {at:?}");
            assert!((at[2] - 1.0).abs() < 1e-9, "{sd}: {at:?}");
            let level = sd > 1e3;
            assert!(!level || (at[1] - 0.2).abs() < 1e-9, "{sd}: {at:?}");
        }
    }
}
