//! Draws for designs, bootstraps and searches. Worlds do not use it; their draws have addresses (`circulus::random`).

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use circulus::maths::{cos, ln};

/// A sequence of draws for one purpose under one seed, the same on every machine.
#[derive(Debug, Clone)]
pub struct Dice {
    rng: ChaCha8Rng,
}

impl Dice {
    /// The sequence for `purpose` (its first 16 bytes) under `seed`; `turn` distinguishes repetitions, such as
    /// generations.
    pub fn new(seed: u64, purpose: &str, turn: u64) -> Dice {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&turn.to_le_bytes());
        for (to, from) in key[16..].iter_mut().zip(purpose.bytes()) {
            *to = from;
        }
        Dice { rng: ChaCha8Rng::from_seed(key) }
    }

    /// A uniform number in `[0, 1)`.
    pub fn uniform(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A uniform whole number in `0..n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        // The product's upper half (Lemire 2019); the bias is below n / 2^64.
        ((u128::from(self.rng.next_u64()) * n as u128) >> 64) as usize
    }

    /// A standard normal number (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * ln(1.0 - self.uniform())).sqrt();
        radius * cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// Shuffles a list (Fisher and Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_repeat_and_differ_by_seed_purpose_and_turn() {
        let first = |seed, purpose, turn| Dice::new(seed, purpose, turn).uniform();
        assert_eq!(first(1, "sobol", 0), first(1, "sobol", 0));
        for other in [first(2, "sobol", 0), first(1, "morris", 0), first(1, "sobol", 1)] {
            assert_ne!(first(1, "sobol", 0), other);
        }
    }

    #[test]
    fn below_stays_below_and_reaches_all() {
        let mut dice = Dice::new(1, "test", 0);
        let mut seen = [0usize; 7];
        (0..7000).for_each(|_| seen[dice.below(7)] += 1);
        assert!(seen.iter().all(|&n| n > 850 && n < 1150), "{seen:?}");
        assert_eq!(dice.below(0), 0);
    }
}
