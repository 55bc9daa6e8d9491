//! ChaCha8 blocks at any address, some at a time: the generator of `rand_chacha`, laid out so that a vector
//! instruction works on one word of every block at once. Draws by address mostly need one block here and
//! one there; a generator that runs ahead would throw most of its work away.
//!
//! Vectors are as long as the processor has them. All is whole numbers: the blocks are the same everywhere.

use wide::u32x4;

/// Words of a block.
pub const BLOCK_WORDS: usize = 16;
/// Blocks worked out together.
pub const LANES: usize = 8;
/// Double rounds of ChaCha8.
const DOUBLE_ROUNDS: usize = 4;
/// "expand 32-byte k", as the cipher begins.
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// A key as words.
pub fn key_words(key: &[u8; 32]) -> [u32; 8] {
    std::array::from_fn(|w| std::array::from_fn(|byte| key[4 * w + byte])).map(u32::from_le_bytes)
}

/// A word of every block, one after another.
pub type Blocks = [[u32; LANES]; BLOCK_WORDS];

/// The blocks at these streams and positions, a position being the number of the block in its stream.
pub fn blocks(key: &[u32; 8], at: [(u64, u64); LANES]) -> Blocks {
    #[cfg(target_arch = "x86_64")]
    if let Some(blocks) = avx2::blocks(key, &at) {
        return blocks;
    }
    short(key, &at)
}

/// The same in vectors that every processor has: first one half of the blocks, then the other.
fn short(key: &[u32; 8], at: &[(u64, u64); LANES]) -> Blocks {
    const HALF: usize = LANES / 2;
    let mut blocks = [[0; LANES]; BLOCK_WORDS];
    for (half, at) in at.as_chunks::<HALF>().0.iter().enumerate() {
        let words = scramble(start(key, at).map(u32x4::new));
        for (block, words) in blocks.iter_mut().zip(words) {
            block[half * HALF..][..HALF].copy_from_slice(words.as_array());
        }
    }
    blocks
}

/// What the cipher starts from.
#[inline(always)]
fn start<const N: usize>(key: &[u32; 8], at: &[(u64, u64); N]) -> [[u32; N]; BLOCK_WORDS] {
    let (streams, positions) = (at.map(|at| at.0), at.map(|at| at.1));
    std::array::from_fn(|word| match word {
        0..4 => [CONSTANTS[word]; N],
        4..12 => [key[word - 4]; N],
        12 => positions.map(|position| position as u32),
        13 => positions.map(|position| (position >> 32) as u32),
        14 => streams.map(|stream| stream as u32),
        _ => streams.map(|stream| (stream >> 32) as u32),
    })
}

/// One word of every block.
trait Row: Copy {
    fn plus(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
    /// Turned to the left by `BY` bits; `REST` is 32 less that.
    fn turn<const BY: i32, const REST: i32>(self) -> Self;
}

/// The rounds of the cipher.
#[inline(always)]
fn scramble<R: Row>(start: [R; BLOCK_WORDS]) -> [R; BLOCK_WORDS] {
    let mut x = start;
    for _ in 0..DOUBLE_ROUNDS {
        quarter_round(&mut x, [0, 4, 8, 12]);
        quarter_round(&mut x, [1, 5, 9, 13]);
        quarter_round(&mut x, [2, 6, 10, 14]);
        quarter_round(&mut x, [3, 7, 11, 15]);
        quarter_round(&mut x, [0, 5, 10, 15]);
        quarter_round(&mut x, [1, 6, 11, 12]);
        quarter_round(&mut x, [2, 7, 8, 13]);
        quarter_round(&mut x, [3, 4, 9, 14]);
    }
    std::array::from_fn(
        #[inline(always)]
        |word| x[word].plus(start[word]),
    )
}

#[inline(always)]
fn quarter_round<R: Row>(x: &mut [R; BLOCK_WORDS], [a, b, c, d]: [usize; 4]) {
    x[a] = x[a].plus(x[b]);
    x[d] = x[d].xor(x[a]).turn::<16, 16>();
    x[c] = x[c].plus(x[d]);
    x[b] = x[b].xor(x[c]).turn::<12, 20>();
    x[a] = x[a].plus(x[b]);
    x[d] = x[d].xor(x[a]).turn::<8, 24>();
    x[c] = x[c].plus(x[d]);
    x[b] = x[b].xor(x[c]).turn::<7, 25>();
}

impl Row for u32x4 {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self + other
    }

    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        self ^ other
    }

    #[inline(always)]
    fn turn<const BY: i32, const REST: i32>(self) -> Self {
        self << BY | self >> REST
    }
}

/// Vectors of eight words, where the processor is found to have them.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::__m256i;

    use pulp::core_arch::x86::Avx2;
    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast};

    use super::{BLOCK_WORDS, Blocks, LANES, Row, scramble, start};

    /// The blocks; none on a processor without these vectors.
    #[inline]
    pub fn blocks(key: &[u32; 8], at: &[(u64, u64); LANES]) -> Option<Blocks> {
        let has = V3::try_new()?;
        Some(has.vectorize(Work { has: has.avx2, key, at }))
    }

    struct Work<'a> {
        has: Avx2,
        key: &'a [u32; 8],
        at: &'a [(u64, u64); LANES],
    }

    impl NullaryFnOnce for Work<'_> {
        type Output = Blocks;

        #[inline(always)]
        fn call(self) -> Blocks {
            let Work { has, key, at } = self;
            let rows: [Eight; BLOCK_WORDS] = start(key, at).map(
                #[inline(always)]
                |row| Eight { has, row: cast(row) },
            );
            scramble(rows).map(
                #[inline(always)]
                |of| cast(of.row),
            )
        }
    }

    #[derive(Clone, Copy)]
    struct Eight {
        has: Avx2,
        row: __m256i,
    }

    impl Eight {
        /// The bytes of each word in this order.
        #[inline(always)]
        fn bytes(self, order: [u8; 4]) -> Self {
            let order: [u8; 32] = std::array::from_fn(|byte| order[byte % 4] + (byte as u8 & 12));
            Eight { row: self.has._mm256_shuffle_epi8(self.row, cast(order)), ..self }
        }
    }

    impl Row for Eight {
        #[inline(always)]
        fn plus(self, other: Self) -> Self {
            Eight { row: self.has._mm256_add_epi32(self.row, other.row), ..self }
        }

        #[inline(always)]
        fn xor(self, other: Self) -> Self {
            Eight { row: self.has._mm256_xor_si256(self.row, other.row), ..self }
        }

        #[inline(always)]
        fn turn<const BY: i32, const REST: i32>(self) -> Self {
            match BY {
                16 => self.bytes([2, 3, 0, 1]),
                8 => self.bytes([3, 0, 1, 2]),
                _ => {
                    let left = self.has._mm256_slli_epi32::<BY>(self.row);
                    let right = self.has._mm256_srli_epi32::<REST>(self.row);
                    Eight { row: self.has._mm256_or_si256(left, right), ..self }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_blocks_are_those_of_rand_chacha() {
        let key: [u8; 32] = std::array::from_fn(|byte| (byte * 37 + 11) as u8);
        let far = (u64::MAX, (1 << 32) - 1);
        let at = [(0, 0), (7 << 56 | 3, 1), far, (12, 1 << 40), (1, 2), (1, 3), (5 << 32, 4), (9, 9 << 33)];
        let words = key_words(&key);
        for blocks in [blocks(&words, at), short(&words, &at)] {
            for (lane, (stream, position)) in at.into_iter().enumerate() {
                let block = blocks.map(|words| words[lane]);
                let mut rng = ChaCha8Rng::from_seed(key);
                rng.set_stream(stream);
                rng.set_word_pos(u128::from(position) * BLOCK_WORDS as u128);
                assert_eq!(
                    block,
                    std::array::from_fn(|_| rng.next_u32()),
                    "stream {stream}, block {position}"
                );
            }
        }
    }
}
