//! Environment and people [N10].

use crate::units::Tonnes;

/// CO2 avoided, less that of the processes and of haulage [N10].
#[inline]
pub fn co2_net_t(avoided_t: Tonnes, emitted_t: Tonnes, hauled_t: Tonnes) -> Tonnes {
    avoided_t - emitted_t - hauled_t
}

/// Land under a stock, m2 [N10].
#[inline]
pub fn land_m2(stock_t: Tonnes, m2_per_t: f64) -> f64 {
    stock_t * m2_per_t
}

/// Full-time jobs at a working capacity, given those per million tonnes a year [N10].
#[inline]
pub fn jobs(working_t: Tonnes, per_mt_year: f64) -> f64 {
    working_t / 1e6 * per_mt_year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_and_people() {
        assert_eq!(co2_net_t(10.0, 3.0, 2.0), 5.0);
        assert_eq!(land_m2(2e6, 0.1), 2e5);
        assert_eq!(jobs(5e5, 200.0), 100.0);
    }
}
