//! Random draws by address: a draw is a position in a ChaCha sequence, not the next number of a generator.
//!
//! The key comes from seed and replicate, the sequence from purpose, sub-purpose and year, the position from the
//! index. So an additional plant, another policy or a skipped phase changes no other draw, and policies are compared
//! on the same draws (section 4 of the model).
//!
//! A crate of its own because the vector instructions behind it take long to compile, which the rest need not wait for.

mod chacha;
mod requests;

use std::ops::Range;

use crate::chacha::{BLOCK_WORDS, Blocks, LANES, blocks, key_words};

pub use requests::Requests;

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
    /// A plant's membership decision; index of the plant.
    Join = 4,
    /// Whether a plant looks at projects; index of the plant.
    Attention = 5,
    /// The order in which plants decide on projects; index of the plant.
    Order = 6,
    /// Whether an event occurs; sub-purpose: risk and kind of item; index of the item.
    RiskHit = 7,
    /// The size of its loss.
    RiskSize = 8,
    /// Sample of plants for a study; index of the plant.
    StudySample = 9,
    /// Sample of plants for a book; index of the plant.
    BookSample = 10,
}

/// Uniform numbers in a block, two words each.
const UNIFORMS: u64 = WHOLE as u64;
const WHOLE: usize = BLOCK_WORDS / 2;

/// The random draws of one replicate: a key that determines every draw.
#[derive(Debug, Clone)]
pub struct Luck {
    key: [u32; 8],
}

/// Address of a uniform number: a sequence, and a position in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// Sequence, from [`sequence`].
    pub sequence: u64,
    /// Index of the number.
    pub index: u64,
}

/// Consecutive numbers of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRange {
    /// Sequence, from [`sequence`].
    pub sequence: u64,
    /// Indices of the numbers.
    pub index: Range<u64>,
}

impl AddressRange {
    /// The uniform numbers behind a range of normal numbers: two for each.
    pub fn of_normals(sequence: u64, index: Range<u64>) -> AddressRange {
        AddressRange { sequence, index: 2 * index.start..2 * index.end }
    }
}

impl From<Address> for AddressRange {
    fn from(Address { sequence, index }: Address) -> AddressRange {
        AddressRange { sequence, index: index..index + 1 }
    }
}

impl Address {
    fn block(self) -> (u64, u64) {
        (self.sequence, self.index / UNIFORMS)
    }

    fn place(self) -> usize {
        (self.index % UNIFORMS) as usize
    }
}

/// The sequence for a purpose in year `t` after the start; `sub` distinguishes kinds within a purpose.
pub fn sequence(purpose: Purpose, sub: u32, t: usize) -> u64 {
    debug_assert!(sub < 1 << 24);
    (purpose as u64) << 56 | u64::from(sub) << 32 | t as u64
}

/// Index of the unordered pair `{i, j}`; stays the same when plants are appended.
pub fn pair_index(i: usize, j: usize) -> u64 {
    let (low, high) = if i < j { (i as u64, j as u64) } else { (j as u64, i as u64) };
    high * (high.max(1) - 1) / 2 + low
}

impl Luck {
    /// The draws of `replicate` under `seed`.
    pub fn new(seed: u64, replicate: u64) -> Self {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&replicate.to_le_bytes());
        key[16..24].copy_from_slice(b"circulus");
        Luck { key: key_words(&key) }
    }

    /// The draws for `purpose` in year `t` after the start; `sub` distinguishes kinds within a purpose.
    pub fn draws(&self, purpose: Purpose, sub: u32, t: usize) -> Draws {
        Draws {
            key: self.key,
            sequence: sequence(purpose, sub, t),
            first: None,
            blocks: [[0; LANES]; BLOCK_WORDS],
        }
    }

    /// For uniform numbers at scattered addresses, each of which needs a block of its own; `each` receives what was
    /// passed with the request, and the number, in request order.
    pub fn scattered<T: Copy, F: FnMut(T, f64)>(&self, each: F) -> Scattered<'_, T, F> {
        Scattered { luck: self, waiting: [None; LANES], used: 0, each }
    }

    /// Appends the uniform numbers of many ranges to a list, in order. Numbers in the same block share its cost if they
    /// are requested close together.
    pub fn ranges(&self, ranges: impl Iterator<Item = AddressRange>, list: &mut Vec<f64>) {
        self.draw(list, |ask| ranges.for_each(ask));
    }

    /// A random sample of at most `limit` of the candidates, those with the lowest draws, in ascending order; all if
    /// there are no more.
    pub fn sample<I: Copy + Ord + Into<usize>>(
        &self,
        purpose: Purpose,
        t: usize,
        candidates: Vec<I>,
        limit: usize,
    ) -> Vec<I> {
        let mut chosen = candidates;
        if chosen.len() > limit {
            let mut draws = self.draws(purpose, 0, t);
            let drawn = |&i: &I| (draws.uniform(i.into() as u64), i);
            let mut drawn: Vec<(f64, I)> = chosen.iter().map(drawn).collect();
            if limit > 0 {
                drawn.select_nth_unstable_by(limit - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            }
            chosen = drawn[..limit].iter().map(|&(_, i)| i).collect();
            chosen.sort_unstable();
        }
        chosen
    }
}

/// Numbers at scattered addresses, from [`Luck::scattered`].
#[derive(Debug)]
pub struct Scattered<'l, T: Copy, F: FnMut(T, f64)> {
    luck: &'l Luck,
    waiting: [Option<(Address, T)>; LANES],
    used: usize,
    each: F,
}

impl<T: Copy, F: FnMut(T, f64)> Scattered<'_, T, F> {
    /// Requests the number at an address; it may be delivered later.
    pub fn ask(&mut self, address: Address, what: T) {
        self.waiting[self.used] = Some((address, what));
        self.used += 1;
        if self.used == LANES {
            self.hand_out();
        }
    }

    /// Delivers all outstanding requests.
    pub fn finish(mut self) {
        if self.used > 0 {
            self.hand_out();
        }
    }

    fn hand_out(&mut self) {
        let at = self.waiting.map(|asked| asked.map_or((0, 0), |(address, _)| address.block()));
        let blocks = blocks(&self.luck.key, at);
        for (lane, asked) in self.waiting.iter_mut().enumerate() {
            let Some((address, what)) = asked.take() else { break };
            (self.each)(what, uniform(&blocks, lane, address.place()));
        }
        self.used = 0;
    }
}

/// The uniform number in `[0, 1)` at a position of a block: 53 bits of its two words.
#[inline]
fn uniform(blocks: &Blocks, lane: usize, place: usize) -> f64 {
    let bits = u64::from(blocks[2 * place][lane]) | u64::from(blocks[2 * place + 1][lane]) << 32;
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A standard normal number from two uniform ones (Box and Muller 1958). Logarithm and cosine come from the library that
/// `circulus::maths` uses, as those of the platform differ.
pub fn normal(u: f64, v: f64) -> f64 {
    (-2.0 * libm::log(1.0 - u)).sqrt() * libm::cos(2.0 * std::f64::consts::PI * v)
}

/// The draws of one purpose and year, by index. Ascending indices are fastest.
#[derive(Debug, Clone)]
pub struct Draws {
    key: [u32; 8],
    sequence: u64,
    /// Number of the first cached block.
    first: Option<u64>,
    blocks: Blocks,
}

impl Draws {
    /// A uniform number in `[0, 1)`; two words of the sequence.
    pub fn uniform(&mut self, index: u64) -> f64 {
        let address = Address { sequence: self.sequence, index };
        let (sequence, block) = address.block();
        let first = match self.first {
            Some(first) if (first..first + LANES as u64).contains(&block) => first,
            _ => {
                self.blocks = blocks(&self.key, std::array::from_fn(|lane| (sequence, block + lane as u64)));
                self.first = Some(block);
                block
            }
        };
        uniform(&self.blocks, (block - first) as usize, address.place())
    }

    /// A standard normal number; four words of the sequence.
    pub fn normal(&mut self, index: u64) -> f64 {
        let first = AddressRange::of_normals(self.sequence, index..index + 1).index.start;
        normal(self.uniform(first), self.uniform(first + 1))
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
    fn many_at_once_are_the_same_as_one_by_one() {
        let luck = Luck::new(7, 3);
        let address =
            |i: u64| Address { sequence: sequence(Purpose::Join, (i % 3) as u32, 4), index: i * i / 5 };
        let mut at_once = Vec::new();
        let mut scattered = luck.scattered(|i, u| at_once.push((i, u)));
        (0..200).for_each(|i| scattered.ask(address(i), i));
        scattered.finish();
        for (asked, &(i, u)) in (0..).zip(&at_once) {
            assert_eq!(i, asked);
            assert_eq!(luck.draws(Purpose::Join, (i % 3) as u32, 4).uniform(i * i / 5), u);
        }
        assert_eq!(at_once.len(), 200);
        let range = |i: u64| AddressRange {
            sequence: sequence(Purpose::Join, (i % 3) as u32, 4),
            index: i * i..i * i + 3 * i,
        };
        let numbers: u64 = (0..40).map(|i| 3 * i).sum();
        let mut rows = Vec::new();
        luck.ranges((0..40).map(range), &mut rows);
        let mut one_by_one =
            (0..40).map(range).flat_map(|range| range.index.map(move |index| (range.sequence, index)));
        assert_eq!(rows.len(), numbers as usize);
        for &u in &rows {
            let (of, index) = one_by_one.next().unwrap();
            let mut draws = luck.draws(Purpose::Join, 0, 4);
            draws.sequence = of;
            assert_eq!(draws.uniform(index), u);
        }
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
        let (n, mut draws) = (100_000, Luck::new(1, 0).draws(Purpose::Market, 0, 0));
        let z: Vec<f64> = (0..n).map(|i| draws.normal(i)).collect();
        let mean = z.iter().sum::<f64>() / n as f64;
        let variance = z.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / n as f64;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }

    #[test]
    fn pairs_are_numbered_without_gaps() {
        let seen: Vec<u64> = (0..5).flat_map(|j| (0..j).map(move |i| pair_index(i, j))).collect();
        assert_eq!(seen, (0..10).collect::<Vec<u64>>());
        assert_eq!(pair_index(3, 1), pair_index(1, 3));
    }
}
