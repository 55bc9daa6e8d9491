//! Prices, demand and disposal fees of a year [M1].

use crate::maths::exp;
use crate::units::MoneyPerTonne;

/// Log deviation of a price from its trend after a year: `phi x + sigma eps` [M1].
#[inline]
pub fn next_deviation(persistence: f64, deviation: f64, volatility: f64, shock: f64) -> f64 {
    persistence * deviation + volatility * shock
}

/// A price, demand or fee after growth: `of (1+g)^t` [M1]; `grown` is [`crate::maths::growth`].
#[inline]
pub fn trend(at_start: f64, grown: f64) -> f64 {
    at_start * grown
}

/// Price without deviation of a path in a calendar year: that of its last year up to then, so that the last holds on;
/// `None` before the first [M1], [N6].
#[inline]
pub fn of_path(path: &[(i32, MoneyPerTonne)], year: i32) -> Option<MoneyPerTonne> {
    path.iter().take_while(|(from, _)| *from <= year).last().map(|(_, price_per_t)| *price_per_t)
}

/// Price of the year, from the price without deviation: `price (1+g)^t exp(x)` [M1].
#[inline]
pub fn price(expected_per_t: MoneyPerTonne, deviation: f64) -> MoneyPerTonne {
    expected_per_t * exp(deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_fades_and_is_shocked() {
        assert_eq!(next_deviation(0.5, 0.4, 0.1, 2.0), 0.4);
        assert_eq!(next_deviation(0.5, 0.4, 0.1, -2.0), 0.0);
        assert_eq!(price(trend(80.0, 1.5), 0.0), 120.0);
        assert!(price(120.0, -0.2) < 120.0);
    }

    #[test]
    fn each_price_of_a_path_holds_until_the_next() {
        let path = [(2020, 5.0), (2023, 7.0)];
        let at = [2019, 2020, 2022, 2023, 2400].map(|year| of_path(&path, year));
        assert_eq!(at, [None, Some(5.0), Some(5.0), Some(7.0), Some(7.0)]);
        assert_eq!(of_path(&[], 2020), None);
    }
}
