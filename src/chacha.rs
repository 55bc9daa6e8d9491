//! ChaCha8 blocks at any address, some at a time: the generator of `rand_chacha`, laid out so that a vector
//! instruction works on one word of every block at once. Draws by address mostly need one block here and
//! one there; a generator that runs ahead would throw most of its work away.
//!
//! Vectors are as long as the processor has them. All is whole numbers: the blocks are the same everywhere.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u32x8};

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
#[inline]
pub fn blocks(key: &[u32; 8], at: [(u64, u64); LANES]) -> Blocks {
    blocks_at(Level::new(), key, &at)
}

/// The same in the vectors of a processor of this level.
#[inline]
fn blocks_at(level: Level, key: &[u32; 8], at: &[(u64, u64); LANES]) -> Blocks {
    dispatch!(level, simd => scramble(simd, start(key, at)))
}

/// What the cipher starts from.
#[inline(always)]
fn start(key: &[u32; 8], at: &[(u64, u64); LANES]) -> Blocks {
    let (streams, positions) = (at.map(|at| at.0), at.map(|at| at.1));
    std::array::from_fn(
        #[inline(always)]
        |word| match word {
            0..4 => [CONSTANTS[word]; LANES],
            4..12 => [key[word - 4]; LANES],
            12 => positions.map(|position| position as u32),
            13 => positions.map(|position| (position >> 32) as u32),
            14 => streams.map(|stream| stream as u32),
            _ => streams.map(|stream| (stream >> 32) as u32),
        },
    )
}

/// The rounds of the cipher.
#[inline(always)]
fn scramble<S: Simd>(simd: S, start: Blocks) -> Blocks {
    let start: [u32x8<S>; BLOCK_WORDS] = start.map(
        #[inline(always)]
        |row| row.simd_into(simd),
    );
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
        |word| (x[word] + start[word]).into(),
    )
}

#[inline(always)]
fn quarter_round<S: Simd>(x: &mut [u32x8<S>; BLOCK_WORDS], [a, b, c, d]: [usize; 4]) {
    x[a] += x[b];
    x[d] = turned::<16, S>(x[d] ^ x[a]);
    x[c] += x[d];
    x[b] = turned::<12, S>(x[b] ^ x[c]);
    x[a] += x[b];
    x[d] = turned::<8, S>(x[d] ^ x[a]);
    x[c] += x[d];
    x[b] = turned::<7, S>(x[b] ^ x[c]);
}

/// Each word turned to the left by `BY` bits.
#[inline(always)]
fn turned<const BY: u32, S: Simd>(row: u32x8<S>) -> u32x8<S> {
    row << BY | row >> (32 - BY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// What this processor has, from the least that any processor of its kind has.
    fn levels() -> Vec<Level> {
        let found = Level::new();
        #[cfg(target_arch = "x86_64")]
        let below = [
            found.as_sse2().map(Simd::level),
            found.as_sse4_2().map(Simd::level),
            found.as_avx2().map(Simd::level),
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let below = [None];
        below.into_iter().flatten().chain([found]).collect()
    }

    #[test]
    fn the_blocks_are_those_of_rand_chacha() {
        let key: [u8; 32] = std::array::from_fn(|byte| (byte * 37 + 11) as u8);
        let far = (u64::MAX, (1 << 32) - 1);
        let at = [(0, 0), (7 << 56 | 3, 1), far, (12, 1 << 40), (1, 2), (1, 3), (5 << 32, 4), (9, 9 << 33)];
        let words = key_words(&key);
        for level in levels() {
            let blocks = blocks_at(level, &words, &at);
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
