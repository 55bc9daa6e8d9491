//! ChaCha8 blocks at any address, some at a time: the generator of `rand_chacha`, laid out so that a vector
//! instruction works on one word of every block at once. Draws by address mostly need one block here and
//! one there; a generator that runs ahead would throw most of its work away.

use wide::u32x4;

/// Words of a block.
pub const BLOCK_WORDS: usize = 16;
/// Blocks worked out together.
pub const LANES: usize = 4;
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
    let row =
        |word: &dyn Fn(u64, u64) -> u32| u32x4::new(at.map(|(stream, position)| word(stream, position)));
    let start: [u32x4; BLOCK_WORDS] = std::array::from_fn(|word| match word {
        0..4 => u32x4::splat(CONSTANTS[word]),
        4..12 => u32x4::splat(key[word - 4]),
        12 => row(&|_, position| position as u32),
        13 => row(&|_, position| (position >> 32) as u32),
        14 => row(&|stream, _| stream as u32),
        _ => row(&|stream, _| (stream >> 32) as u32),
    });
    let mut x = start;
    for _ in 0..DOUBLE_ROUNDS {
        for [a, b, c, d] in [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]] {
            quarter_round(&mut x, a, b, c, d);
        }
        for [a, b, c, d] in [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]] {
            quarter_round(&mut x, a, b, c, d);
        }
    }
    std::array::from_fn(|word| (x[word] + start[word]).to_array())
}

/// One word of every block in each row.
fn quarter_round(x: &mut [u32x4; BLOCK_WORDS], a: usize, b: usize, c: usize, d: usize) {
    x[a] += x[b];
    x[d] = rotate_left(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = rotate_left(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = rotate_left(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = rotate_left(x[b] ^ x[c], 7);
}

fn rotate_left(x: u32x4, by: u32) -> u32x4 {
    x << by | x >> (32 - by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_blocks_are_those_of_rand_chacha() {
        let key: [u8; 32] = std::array::from_fn(|byte| (byte * 37 + 11) as u8);
        let at = [(0, 0), (7 << 56 | 3, 1), (u64::MAX, (1 << 32) - 1), (12, 1 << 40)];
        let blocks = blocks(&key_words(&key), at);
        for (lane, (stream, position)) in at.into_iter().enumerate() {
            let block = blocks.map(|words| words[lane]);
            let mut rng = ChaCha8Rng::from_seed(key);
            rng.set_stream(stream);
            rng.set_word_pos(u128::from(position) * BLOCK_WORDS as u128);
            assert_eq!(block, std::array::from_fn(|_| rng.next_u32()), "stream {stream}, block {position}");
        }
    }
}
