//! Exposure to risks, and the cost of events [R1].

use crate::maths::{ROUNDING, exp, pow};
use crate::units::{Money, Share, Tonnes};

/// Exposure of a stock, Mt [R1].
#[inline]
pub fn stock_exposure(stock_t: Tonnes) -> f64 {
    stock_t / 1e6
}

/// Exposure of working capacity, in units of 0.1 Mt per year [R1].
#[inline]
pub fn capacity_exposure(working_t: Tonnes) -> f64 {
    working_t / 1e5
}

/// Expected number of events per year for an item: `rate * exposure^elasticity`; 0 without exposure [R1].
#[inline]
pub fn intensity(rate: f64, elasticity: f64, exposure: f64) -> f64 {
    if exposure <= 0.0 {
        0.0
    } else if exposure == 1.0 || elasticity == 1.0 {
        rate * exposure // what pow would return, without the call
    } else {
        rate * pow(exposure, elasticity)
    }
}

/// Linear upper bound on the intensity, with a margin for rounding: its value at zero exposure, and its slope. It
/// follows from Bernoulli's inequality, `E^e <= 1 + e (E - 1)` for `0 <= e <= 1`; other elasticities have no bound.
#[inline]
pub fn intensity_bound(rate: f64, elasticity: f64) -> [f64; 2] {
    match elasticity {
        e if (0.0..=1.0).contains(&e) => [1.0 - e, e].map(|part| rate * part * (1.0 + ROUNDING)),
        _ => [f64::INFINITY, 0.0],
    }
}

/// Probability of an event in a year: `1 - exp(-intensity * eff(hazard))`; never exceeds the intensity [R1].
#[inline]
pub fn probability(intensity: f64, hazard: f64) -> Share {
    -libm::expm1(-intensity * hazard)
}

/// Loss from an event: `median * exp(spread z) * eff(severity)` [R1].
#[inline]
pub fn loss(median: Money, spread: f64, z: f64, severity: f64) -> Money {
    median * exp(spread * z) * severity
}

/// Mean loss from an event before levers: the mean of a lognormal with this median and spread [R1].
#[inline]
pub fn mean_loss(median: Money, spread: f64) -> Money {
    median * exp(spread * spread / 2.0)
}

/// Log deviation of a price after an event that lowers it; events never raise prices [R1].
#[inline]
pub fn fallen(deviation: f64, share: Share) -> f64 {
    deviation - share
}

/// Share of an expected loss that the levers avoid for a member: `1 - eff(hazard) eff(severity)` [R1].
#[inline]
pub fn avoided_share(hazard: Share, severity: Share) -> Share {
    1.0 - hazard * severity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn val_dam_failures() {
        // 2e-4 to 1e-3 per dam-year at 1 Mt.
        let p = probability(intensity(5e-4, 0.35, stock_exposure(1e6)), 1.0);
        assert!((2e-4..=1e-3).contains(&p), "{p}");
    }

    #[test]
    fn nothing_exposed_nothing_struck() {
        assert_eq!(intensity(5e-4, 0.0, 0.0), 0.0);
        assert_eq!(probability(0.0, 1.0), 0.0);
        assert_eq!(probability(1e9, 1.0), 1.0);
    }

    #[test]
    fn loss_has_its_median_and_mean() {
        assert_eq!(loss(3e8, 1.2, 0.0, 0.5), 1.5e8);
        assert_eq!(fallen(0.5, 0.25), 0.25);
        assert!((mean_loss(3e8, 1.2) / 3e8 - exp(0.72)).abs() < 1e-12);
    }

    #[test]
    fn no_probability_is_above_the_line() {
        for elasticity in [0.0, 0.1, 0.35, 0.999, 1.0, 1.2, 2.0] {
            let [at_none, per_unit] = intensity_bound(3.0, elasticity);
            let mut closest = f64::INFINITY;
            for step in -60..=60 {
                let exposure = pow(10.0, f64::from(step) / 20.0);
                let intensity = intensity(3.0, elasticity, exposure);
                assert!(intensity <= at_none + per_unit * exposure, "{elasticity} {exposure}");
                assert!(probability(intensity, 1.0) <= intensity, "{elasticity} {exposure}");
                closest = closest.min((at_none + per_unit * exposure) / intensity);
            }
            // The line touches the curve at an exposure of 1: nearer than rounding allows for, it would cut it.
            assert!(at_none + per_unit > 3.0 * (1.0 + 5e-10), "{elasticity}: {at_none} {per_unit}");
            assert!(closest < 1.0 + 1e-6 || elasticity > 1.0, "{elasticity}: {closest} above");
        }
    }
}
