//! What pairing on the same luck did for one difference, as far as the pairs can tell.

use super::super::statistics::Paired;

/// Fewest pairs that differ from which a ratio of variances is told: of fewer, chance alone makes it several times too large
/// or too small (the ratio of two variances of ten values each is between 1/4 and 4 in 19 of 20 cases).
const FEWEST: usize = 10;
/// A ratio of variances from which a difference is called nearly constant. The number of independent runs then grows
/// without limit while the difference becomes ever more constant, and says nothing about luck any more.
const NEARLY: f64 = 100.0;
/// A ratio of variances below which pairing is not worth a word.
const LITTLE: f64 = 2.0;

/// What pairing did for a difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pairing {
    /// The two are equal in every pair.
    Equal,
    /// They differ by the same amount in every pair.
    Constant,
    /// They differ in so few pairs that nothing is known of how the difference varies.
    Rare {
        /// Pairs that differ.
        differing: usize,
        /// All pairs.
        pairs: usize,
    },
    /// Next to what luck does to the number itself, the difference hardly varies.
    NearlyConstant,
    /// Without the same luck, so many runs of each side would give an interval as narrow.
    Saved {
        /// Runs of each side.
        runs: f64,
    },
    /// Less than half of the runs were saved.
    Little,
}

impl Pairing {
    /// What pairing did for a difference; `None` without a pair.
    pub fn of(paired: &Paired) -> Option<Pairing> {
        let (pairs, differing) = (paired.n, paired.differing);
        if pairs == 0 {
            return None;
        }
        Some(match paired.independent {
            _ if differing == 0 => Pairing::Equal,
            _ if differing < pairs.min(FEWEST) || 2 * differing < pairs => Pairing::Rare { differing, pairs },
            None => Pairing::Constant,
            Some(runs) if runs > NEARLY * pairs as f64 => Pairing::NearlyConstant,
            Some(runs) if pairs >= FEWEST && runs >= LITTLE * pairs as f64 => Pairing::Saved { runs },
            Some(_) => Pairing::Little,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::statistics::paired;
    use super::*;

    /// Numbers that vary, as luck would have it: from 0 to 16.
    fn luck(at: usize) -> f64 {
        (at * 7 % 17) as f64
    }

    fn of(n: usize, difference: impl Fn(usize) -> f64) -> Option<Pairing> {
        let first: Vec<f64> = (0..n).map(luck).collect();
        let second: Vec<f64> = (0..n).map(|at| luck(at) + difference(at)).collect();
        Pairing::of(&paired(&first, &second, 0.95))
    }

    #[test]
    fn a_rare_event_is_told_by_its_pairs_and_not_by_runs() {
        assert_eq!(of(30, |at| f64::from(at == 4)), Some(Pairing::Rare { differing: 1, pairs: 30 }));
        assert_eq!(of(40, |at| f64::from(at < 9)), Some(Pairing::Rare { differing: 9, pairs: 40 }));
        // An event that happens to one side alone, and to it seldom.
        let second: Vec<f64> = (0..30).map(|at| f64::from(at == 7)).collect();
        let rare = Pairing::of(&paired(&[0.0; 30], &second, 0.95));
        assert_eq!(rare, Some(Pairing::Rare { differing: 1, pairs: 30 }));
    }

    #[test]
    fn what_is_the_same_in_every_pair_is_told_so() {
        assert_eq!(of(30, |_| 0.0), Some(Pairing::Equal));
        assert_eq!(of(30, |_| 2.0), Some(Pairing::Constant));
        assert_eq!(of(30, |at| 2.0 + 1e-3 * luck(3 * at)), Some(Pairing::NearlyConstant));
        assert_eq!(of(0, |_| 0.0), None);
    }

    #[test]
    fn runs_are_told_where_the_difference_varies_in_enough_pairs() {
        let Some(Pairing::Saved { runs }) = of(34, |at| 1.0 + 0.25 * luck(3 * at)) else { panic!() };
        // Over two full rounds of the luck, the difference has a sixteenth of its variance.
        assert!(runs > 34.0 * 20.0 && runs < 34.0 * 50.0, "{runs}");
        assert_eq!(of(34, |at| 10.0 - 2.0 * luck(at)), Some(Pairing::Little));
        // As good, but nine pairs cannot tell a ratio of variances.
        assert_eq!(of(9, |at| 1.0 + 0.25 * luck(3 * at)), Some(Pairing::Little));
    }
}
