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
}
