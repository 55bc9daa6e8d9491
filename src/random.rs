//! Draws by address: a draw is a place in a ChaCha stream, never a turn in a queue.
//!
//! The key comes from seed and replicate, the stream from purpose, sub-purpose and year, the position
//! from the index. One more plant, another policy or a skipped phase changes nobody else's luck, and
//! two policies are compared on the same luck (section 4 of the model).

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::maths::{cos, ln};

/// What a draw is for; part of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// Whether two plants know each other; once, index of the unordered pair.
    Acquaintance = 1,
    /// A product's price shock; index of the product.
    Market = 2,
    /// A plant's output; index of the plant.
    Output = 3,
    /// A plant's choice to be in or out; index of the plant.
    Join = 4,
    /// Whether a plant looks at projects; index of the plant.
    Attention = 5,
    /// The order in which plants decide on projects; index of the plant.
    Order = 6,
    /// Whether an event strikes; sub-purpose risk and kind of item, index of the item.
    RiskHit = 7,
    /// How large its loss is.
    RiskSize = 8,
    /// Who is looked at in a sampled study; index of the plant.
    StudySample = 9,
    /// Who is looked at in a sampled book; index of the plant.
    BookSample = 10,
}

/// The luck of one replicate: every draw that it will ever make.
#[derive(Debug, Clone)]
pub struct Luck {
    start: ChaCha8Rng,
}

impl Luck {
    /// The luck of `replicate` under `seed`.
    pub fn new(seed: u64, replicate: u64) -> Self {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&replicate.to_le_bytes());
        key[16..24].copy_from_slice(b"circulus");
        Luck { start: ChaCha8Rng::from_seed(key) }
    }

    /// The draws for `purpose` in year `t` after the start; `sub` tells apart kinds within a purpose.
    pub fn draws(&self, purpose: Purpose, sub: u32, t: usize) -> Draws {
        debug_assert!(sub < 1 << 24);
        let stream = (purpose as u64) << 56 | u64::from(sub) << 32 | t as u64;
        let mut rng = self.start.clone();
        rng.set_stream(stream);
        Draws { rng, next_word: None }
    }

    /// At most `limit` of the candidates: all of them, or those with the lowest draws; in rising order.
    pub fn sample(&self, purpose: Purpose, t: usize, candidates: &[usize], limit: usize) -> Vec<usize> {
        let mut chosen = candidates.to_vec();
        if chosen.len() > limit {
            let mut draws = self.draws(purpose, 0, t);
            let mut drawn: Vec<(f64, usize)> = chosen.iter().map(|&i| (draws.uniform(i as u64), i)).collect();
            drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            chosen = drawn[..limit].iter().map(|&(_, i)| i).collect();
            chosen.sort_unstable();
        }
        chosen
    }
}

/// The draws of one purpose and year, by index. Rising indices are fastest.
#[derive(Debug, Clone)]
pub struct Draws {
    rng: ChaCha8Rng,
    next_word: Option<u128>,
}

impl Draws {
    /// A uniform number in `[0, 1)`; two words of the stream.
    pub fn uniform(&mut self, index: u64) -> f64 {
        self.seek(u128::from(index) * 2);
        self.next_uniform()
    }

    /// A standard normal number; four words of the stream (Box and Muller 1958).
    pub fn normal(&mut self, index: u64) -> f64 {
        self.seek(u128::from(index) * 4);
        let u = self.next_uniform();
        let v = self.next_uniform();
        (-2.0 * ln(1.0 - u)).sqrt() * cos(2.0 * std::f64::consts::PI * v)
    }

    /// Goes to a word; a short way ahead is walked, since a jump makes a new block.
    fn seek(&mut self, word: u128) {
        const WALK: u128 = 64;
        match self.next_word {
            Some(next) if next <= word && word - next < WALK => {
                for _ in next..word {
                    self.rng.next_u32();
                }
            }
            _ => self.rng.set_word_pos(word),
        }
        self.next_word = Some(word);
    }

    fn next_uniform(&mut self) -> f64 {
        let bits = self.rng.next_u64() >> 11;
        self.next_word = self.next_word.map(|word| word + 2);
        bits as f64 * (1.0 / (1u64 << 53) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_address_only() {
        let luck = Luck::new(7, 3);
        let mut up = luck.draws(Purpose::Output, 0, 4);
        let rising: Vec<f64> = (0..100).map(|i| up.normal(i)).collect();
        let mut down = luck.draws(Purpose::Output, 0, 4);
        for i in (0..100).rev() {
            assert_eq!(down.normal(i), rising[i as usize]);
        }
        let mut far = luck.draws(Purpose::Output, 0, 4);
        far.normal(u64::MAX >> 2);
        assert_eq!(far.normal(17), rising[17]);
    }

    #[test]
    fn addresses_do_not_share_draws() {
        let base = Luck::new(7, 3).draws(Purpose::Join, 0, 4).uniform(5);
        let others = [
            Luck::new(8, 3).draws(Purpose::Join, 0, 4).uniform(5),
            Luck::new(7, 4).draws(Purpose::Join, 0, 4).uniform(5),
            Luck::new(7, 3).draws(Purpose::Order, 0, 4).uniform(5),
            Luck::new(7, 3).draws(Purpose::Join, 1, 4).uniform(5),
            Luck::new(7, 3).draws(Purpose::Join, 0, 5).uniform(5),
            Luck::new(7, 3).draws(Purpose::Join, 0, 4).uniform(6),
        ];
        assert!(others.iter().all(|&other| other != base));
    }

    #[test]
    fn draws_have_their_mean_and_spread() {
        let n = 100_000;
        let mut draws = Luck::new(1, 0).draws(Purpose::Market, 0, 0);
        let z: Vec<f64> = (0..n).map(|i| draws.normal(i)).collect();
        let mean = z.iter().sum::<f64>() / n as f64;
        let variance = z.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / n as f64;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }
}
