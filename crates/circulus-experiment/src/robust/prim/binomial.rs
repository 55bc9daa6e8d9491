//! Tails of the binomial distribution.

use circulus::maths::{exp, ln};

/// Logarithms of factorials, to compute with.
#[derive(Debug, Clone)]
pub struct Binomial {
    factorials: Vec<f64>,
}

impl Binomial {
    /// For up to this many trials.
    pub fn up_to(trials: usize) -> Binomial {
        let mut factorials = vec![0.0; trials + 1];
        for n in 1..=trials {
            factorials[n] = factorials[n - 1] + ln(n as f64);
        }
        Binomial { factorials }
    }

    /// The probability of at least `successes` in `trials`, if each succeeds with probability `good / all`; at most as
    /// many trials as were announced.
    pub fn at_least(&self, successes: usize, trials: usize, good: usize, all: usize) -> f64 {
        if successes == 0 || good >= all {
            return if successes <= trials { 1.0 } else { 0.0 };
        }
        if successes > trials || good == 0 {
            return 0.0;
        }
        let (yes, no) = (good as f64 / all as f64, (all - good) as f64 / all as f64);
        // The shorter tail, term by term away from the mean: no term is lost in a larger sum.
        let upward = successes as f64 > yes * trials as f64;
        let start = if upward { successes } else { successes - 1 };
        let ways = self.factorials[trials] - self.factorials[start] - self.factorials[trials - start];
        let mut term = exp(ways + start as f64 * ln(yes) + (trials - start) as f64 * ln(no));
        let (mut sum, mut at) = (term, start);
        while term > 1e-18 * sum {
            if upward && at < trials {
                term *= (trials - at) as f64 / (at + 1) as f64 * (yes / no);
                at += 1;
            } else if !upward && at > 0 {
                term *= at as f64 / (trials - at + 1) as f64 * (no / yes);
                at -= 1;
            } else {
                break;
            }
            sum += term;
        }
        if upward { sum.min(1.0) } else { (1.0 - sum).max(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_of_tables() {
        let binomial = Binomial::up_to(1000);
        // Ten fair coins: 56 and 1013 of 1024.
        assert!((binomial.at_least(8, 10, 1, 2) - 56.0 / 1024.0).abs() < 1e-15);
        assert!((binomial.at_least(2, 10, 1, 2) - 1013.0 / 1024.0).abs() < 1e-15);
        // By scipy.stats.binom.sf.
        for (successes, trials, good, all, scipy) in [
            (180, 200, 850, 1000, 0.02547343064833906),
            (950, 1000, 9, 10, 5.995167632379592e-09),
            (450, 1000, 1, 2, 0.999304129202789),
            (300, 1000, 1, 2, 1.0),
        ] {
            let found = binomial.at_least(successes, trials, good, all);
            assert!((found / scipy - 1.0).abs() < 1e-10, "{found} {scipy}");
        }
    }

    #[test]
    fn what_is_certain_or_impossible() {
        let binomial = Binomial::up_to(9);
        assert_eq!(binomial.at_least(0, 9, 0, 5), 1.0);
        assert_eq!(binomial.at_least(9, 9, 5, 5), 1.0);
        assert_eq!(binomial.at_least(1, 9, 0, 5), 0.0);
        assert_eq!(binomial.at_least(0, 0, 0, 0), 1.0);
    }
}
