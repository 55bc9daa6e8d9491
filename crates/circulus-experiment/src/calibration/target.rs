//! Observations, and the distance of a run from them.

use serde::{Deserialize, Serialize};

use crate::dice::Dice;

/// An observed number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Name in tables and pictures.
    pub name: String,
    /// Observed value.
    pub value: f64,
    /// Standard error of the observation, in the same unit; positive.
    pub error: f64,
    /// Source of the observation.
    pub source: String,
}

/// Distance of results from the targets: root mean square of the differences in standard errors. `None` if a result is
/// missing.
///
/// An observation error drawn by `dice` is added to each result first, so that what is compared is what would have
/// been observed. The posterior then includes the error of the targets (Wilkinson 2013, Stat. Appl. Genet. Mol. Biol.
/// 12: 129), however small the tolerance.
pub fn distance(targets: &[Target], results: &[f64], dice: &mut Dice) -> Option<f64> {
    let mut sum = 0.0;
    let mut complete = targets.len() == results.len() && !targets.is_empty();
    for (target, result) in targets.iter().zip(results) {
        // Drawn in any case, so that a missing result changes no other draw.
        let difference = (result - target.value) / target.error + dice.normal();
        sum += difference * difference;
        complete &= result.is_finite();
    }
    complete.then(|| (sum / targets.len() as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_in_standard_errors() {
        let target = |value, error| Target { name: String::new(), value, error, source: String::new() };
        let targets = [target(1.0, 0.001), target(5.0, 0.001)];
        let mut dice = Dice::new(1, "test", 0);
        let far = distance(&targets, &[1.3, 4.6], &mut dice).unwrap();
        assert!((far - 353.6).abs() < 3.0, "{far}"); // root of (300^2 + 400^2) / 2
        assert_eq!(distance(&targets, &[1.0, f64::NAN], &mut dice), None);
        assert_eq!(distance(&[], &[], &mut dice), None);
    }

    #[test]
    fn a_perfect_result_is_as_far_as_the_error_of_observation() {
        let target = Target { name: String::new(), value: 2.0, error: 0.5, source: String::new() };
        let mut dice = Dice::new(7, "test", 0);
        let mean = (0..4000)
            .map(|_| distance(std::slice::from_ref(&target), &[2.0], &mut dice).unwrap())
            .sum::<f64>()
            / 4000.0;
        assert!((mean - (2.0 / std::f64::consts::PI).sqrt()).abs() < 0.04, "{mean}");
    }
}
