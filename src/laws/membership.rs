//! The gain that an outsider expects from membership [J2], the choice [J3], trust [N9], and what is returned [N8].

use crate::maths::{logistic, tanh};
use crate::units::{Money, Share};

/// Weight of evidence: `min(1, members / evidence_members)` [J2].
#[inline]
pub fn evidence(members: usize, evidence_members: f64) -> Share {
    if evidence_members > 0.0 { (members as f64 / evidence_members).min(1.0) } else { 1.0 }
}

/// Gain expected by a contacted outsider: `(1 - w) credibility F + w value` [J2].
#[inline]
pub fn outsider_gain(evidence: Share, credibility: Share, study_gain: Money, value: Money) -> Money {
    (1.0 - evidence) * credibility * study_gain + evidence * value
}

/// Fee of a member: `flat + share * max(0, gain)` [J3].
#[inline]
pub fn fee(flat: Money, share: Share, gain: Money) -> Money {
    flat + share * gain.max(0.0)
}

/// What the company returns to its members: what it holds beyond `retained`, at most their fees of the year [N8].
#[inline]
pub fn returned(budget: Money, retained: Money, fees: Money) -> Money {
    (budget - retained).min(fees).max(0.0)
}

/// Net gain `x` in units of `gain_scale` [J3]; `entry` is the entry cost per year of the horizon, 0 for a member.
#[inline]
pub fn net_gain(gain: Money, fee: Money, entry: Money, gain_scale: Money) -> f64 {
    (gain - fee - entry) / gain_scale
}

/// `w_gain tanh(x)` [J3].
#[inline]
pub fn from_gain(w_gain: f64, x: f64) -> f64 {
    w_gain * tanh(x)
}

/// `w (2 of - 1)`, for an attitude or trust; 0.5 is neutral [J3].
#[inline]
pub fn leaning(weight: f64, of: Share) -> f64 {
    weight * (2.0 * of - 1.0)
}

/// Probability of membership at a utility, `1 / (1 + exp(-U / temperature))`; at temperature 0, whether `U > 0` [J3].
#[inline]
pub fn probability(utility: f64, temperature: f64) -> Share {
    if temperature > 0.0 { logistic(utility / temperature) } else { f64::from(u8::from(utility > 0.0)) }
}

/// Expected gain, updated with this year's gain: it moves by `learning (gain - expected)` [J3].
#[inline]
pub fn learned(expected: Money, learning: Share, gain: Money) -> Money {
    expected + learning * (gain - expected)
}

/// Trust after a year in which the gain exceeded the fee: `T + trust_gain (1 - T)` [J3].
#[inline]
pub fn trust_won(trust: Share, trust_gain: Share) -> Share {
    trust + trust_gain * (1.0 - trust)
}

/// Trust after a disappointing year, or a breach: `T - trust_loss T` [J3], [N9].
#[inline]
pub fn trust_lost(trust: Share, trust_loss: Share) -> Share {
    trust - trust_loss * trust
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_replaces_the_study() {
        assert_eq!(
            [evidence(0, 8.0), evidence(4, 8.0), evidence(9, 8.0), evidence(0, 0.0)],
            [0.0, 0.5, 1.0, 1.0]
        );
        assert_eq!(outsider_gain(0.25, 0.5, 80.0, 40.0), 40.0);
    }

    #[test]
    fn a_fee_is_never_below_its_flat_part() {
        assert_eq!([fee(5.0, 0.5, 20.0), fee(5.0, 0.5, -20.0)], [15.0, 5.0]);
        assert_eq!(net_gain(20.0, 15.0, 1.0, 8.0), 0.5);
    }

    #[test]
    fn the_choice_is_even_at_no_utility_and_sharp_without_temperature() {
        assert_eq!([probability(0.0, 2.0), probability(0.0, 0.0), probability(1e-9, 0.0)], [0.5, 0.0, 1.0]);
        assert_eq!([leaning(3.0, 0.0), leaning(3.0, 0.5), leaning(3.0, 1.0)], [-3.0, 0.0, 3.0]);
    }

    #[test]
    fn experience_moves_expectation_and_trust() {
        assert_eq!(learned(10.0, 0.25, 30.0), 15.0);
        assert_eq!([trust_won(0.5, 0.5), trust_lost(0.5, 0.5)], [0.75, 0.25]);
    }
}
