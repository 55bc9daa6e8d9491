//! The axis of a key: its range as sampled, linear or logarithmic.

use circulus::maths::ln;
use circulus::numbers::{magnitude, power_of_ten};

use super::axes::{Axis, range};
use super::text;

/// Places, 0 to 1, with labels.
pub type Ticks = Vec<(f64, String)>;

/// The range of a key along a side of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyAxis {
    low: f64,
    high: f64,
    log: bool,
}

impl KeyAxis {
    /// The range of the values that can be placed.
    pub fn of(values: &[f64], log: bool) -> KeyAxis {
        let placed = values.iter().copied().filter(|value| !log || *value > 0.0);
        let (mut low, mut high) = range(placed).unwrap_or((1.0, 2.0));
        if high - low <= 1e-9 * low.abs().max(high.abs()) {
            let half = if low == 0.0 { 0.5 } else { 0.5 * low.abs() };
            (low, high) = (low - half, high + half);
        }
        KeyAxis { low, high, log }
    }

    /// Place of a value, 0 at the low end and 1 at the high end; none if it is outside.
    pub fn share(&self, value: f64) -> Option<f64> {
        let share = match self.log {
            true if value > 0.0 => ln(value / self.low) / ln(self.high / self.low),
            true => return None,
            false => (value - self.low) / (self.high - self.low),
        };
        (-1e-9..=1.0 + 1e-9).contains(&share).then(|| share.clamp(0.0, 1.0))
    }

    /// About this many round ticks.
    pub fn ticks(&self, about: usize) -> Ticks {
        let linear = Axis::within(self.low, self.high, about);
        let round = if self.log { self.decades(about) } else { Vec::new() };
        let ticks: Vec<(f64, String)> = match round.len() {
            0 | 1 => linear.ticks.iter().map(|&tick| (tick, linear.written(tick))).collect(),
            _ => round.into_iter().map(|tick| (tick, text::round(tick))).collect(),
        };
        ticks.into_iter().filter_map(|(tick, label)| Some((self.share(tick)?, label))).collect()
    }

    /// 1, 2 and 5 times powers of ten, or the powers alone, or only some of them.
    fn decades(&self, about: usize) -> Vec<f64> {
        let powers = magnitude(self.low)..=magnitude(self.high) + 1;
        let inside = |factors: &[f64]| -> Vec<f64> {
            let all = powers.clone().flat_map(|power| factors.iter().map(move |f| f * power_of_ten(power)));
            all.filter(|&tick| self.share(tick).is_some()).collect()
        };
        let fine = inside(&[1.0, 2.0, 5.0]);
        if fine.len() <= about + 1 {
            return fine;
        }
        let coarse = inside(&[1.0]);
        let step = coarse.len().div_ceil(about + 1).max(1);
        coarse.into_iter().step_by(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &KeyAxis) -> Vec<String> {
        axis.ticks(5).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn a_logarithmic_axis_places_by_ratio() {
        let axis = KeyAxis::of(&[0.01, 0.5, 1.0, -3.0, f64::NAN], true);
        assert!((axis.share(0.1).unwrap() - 0.5).abs() < 1e-12);
        assert_eq!((axis.share(0.001), axis.share(0.0), axis.share(1.0)), (None, None, Some(1.0)));
        assert_eq!(labels(&axis), ["0.01", "0.1", "1"]);
        assert_eq!(labels(&KeyAxis::of(&[2.0, 60.0], true)), ["2", "5", "10", "20", "50"]);
        assert!(labels(&KeyAxis::of(&[1e-6, 1e9], true)).len() <= 6);
        assert!(labels(&KeyAxis::of(&[3.0, 4.5], true)).len() > 1);
    }

    #[test]
    fn a_linear_axis_has_the_range_itself() {
        let axis = KeyAxis::of(&[-1.0, 3.0], false);
        assert_eq!((axis.share(1.0), axis.share(4.0)), (Some(0.5), None));
        assert_eq!(labels(&axis), ["−1", "0", "1", "2", "3"]);
    }

    #[test]
    fn one_value_or_none_has_an_axis() {
        for (values, log) in [(vec![], false), (vec![0.0], false), (vec![7.0], true), (vec![-7.0], true)] {
            let axis = KeyAxis::of(&values, log);
            assert!(axis.high > axis.low && !axis.ticks(5).is_empty(), "{axis:?}");
        }
    }
}
