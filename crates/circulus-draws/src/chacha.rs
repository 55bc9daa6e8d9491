//! ChaCha8 blocks at arbitrary addresses, several at a time: the generator of `rand_chacha`, laid out so that one
//! vector instruction processes the same word of every block. Addressed draws mostly need single blocks from many
//! places; a generator that computes ahead would waste most of its work.
//!
//! Uses the longest vectors that the processor has. All arithmetic is on integers, so the blocks are the same
//! everywhere.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u32x8};

/// Words in a block.
pub const BLOCK_WORDS: usize = 16;
/// Blocks computed together.
pub const LANES: usize = 8;
/// Double rounds of ChaCha8.
const DOUBLE_ROUNDS: usize = 4;
/// "expand 32-byte k", the cipher's constant.
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// The key as words.
pub fn key_words(key: &[u8; 32]) -> [u32; 8] {
    std::array::from_fn(|w| std::array::from_fn(|byte| key[4 * w + byte])).map(u32::from_le_bytes)
}

/// Blocks stored word by word: for each word, its value in every block.
pub type Blocks = [[u32; LANES]; BLOCK_WORDS];

/// The blocks at these addresses: the sequence, and the number of the block in it.
#[inline]
pub fn blocks(key: &[u32; 8], at: [(u64, u64); LANES]) -> Blocks {
    blocks_at(Level::new(), key, &at)
}

/// The same, with the vector instructions of this level.
#[inline]
fn blocks_at(level: Level, key: &[u32; 8], at: &[(u64, u64); LANES]) -> Blocks {
    dispatch!(level, simd => scramble(start(simd, key, at)))
}

/// The initial state of the cipher.
#[inline(always)]
fn start<S: Simd>(simd: S, key: &[u32; 8], at: &[(u64, u64); LANES]) -> [u32x8<S>; BLOCK_WORDS] {
    let mut rows: [u32x8<S>; BLOCK_WORDS] = [0.simd_into(simd); BLOCK_WORDS];
    for (row, &word) in rows.iter_mut().zip(CONSTANTS.iter().chain(key)) {
        *row = word.simd_into(simd);
    }
    let mut halves = [[0; LANES]; 4];
    for (lane, &(sequence, position)) in at.iter().enumerate() {
        let words = [position, position >> 32, sequence, sequence >> 32];
        (0..4).for_each(|half| halves[half][lane] = words[half] as u32);
    }
    for (row, half) in rows[12..].iter_mut().zip(halves) {
        *row = half.simd_into(simd);
    }
    rows
}

/// The rounds of the cipher.
#[inline(always)]
fn scramble<S: Simd>(start: [u32x8<S>; BLOCK_WORDS]) -> Blocks {
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

/// Rotates each word left by `BY` bits.
#[inline(always)]
fn turned<const BY: u32, S: Simd>(row: u32x8<S>) -> u32x8<S> {
    row << BY | row >> (32 - BY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// The instruction levels of this processor, from the baseline of its architecture upwards.
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
            for (lane, (sequence, position)) in at.into_iter().enumerate() {
                let block = blocks.map(|words| words[lane]);
                let mut rng = ChaCha8Rng::from_seed(key);
                rng.set_stream(sequence);
                rng.set_word_pos(u128::from(position) * BLOCK_WORDS as u128);
                assert_eq!(
                    block,
                    std::array::from_fn(|_| rng.next_u32()),
                    "sequence {sequence}, block {position}"
                );
            }
        }
    }
}
