//! ChaCha8 blocks at any address, some at a time: the generator of `rand_chacha`, laid out so that a vector
//! instruction works on one word of every block at once. Draws by address mostly need one block here and
//! one there; a generator that runs ahead would throw most of its work away.

/// Words of a block.
pub const BLOCK_WORDS: usize = 16;
/// Blocks worked out together.
pub const LANES: usize = 4;
/// Double rounds of ChaCha8.
const DOUBLE_ROUNDS: usize = 4;
/// "expand 32-byte k", as the cipher begins.
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// One word of every block.
type Row = [u32; LANES];

/// A key as words.
pub fn key_words(key: &[u8; 32]) -> [u32; 8] {
    std::array::from_fn(|w| std::array::from_fn(|byte| key[4 * w + byte])).map(u32::from_le_bytes)
}

/// The blocks at these streams and positions, a position being the number of the block in its stream.
pub fn blocks(key: &[u32; 8], at: [(u64, u64); LANES]) -> [[u32; BLOCK_WORDS]; LANES] {
    let start: [Row; BLOCK_WORDS] = std::array::from_fn(|word| match word {
        0..4 => [CONSTANTS[word]; LANES],
        4..12 => [key[word - 4]; LANES],
        12 => at.map(|(_, position)| position as u32),
        13 => at.map(|(_, position)| (position >> 32) as u32),
        14 => at.map(|(stream, _)| stream as u32),
        _ => at.map(|(stream, _)| (stream >> 32) as u32),
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
    std::array::from_fn(|lane| std::array::from_fn(|word| x[word][lane].wrapping_add(start[word][lane])))
}

fn quarter_round(x: &mut [Row; BLOCK_WORDS], a: usize, b: usize, c: usize, d: usize) {
    mix(x, a, b, d, 16);
    mix(x, c, d, b, 12);
    mix(x, a, b, d, 8);
    mix(x, c, d, b, 7);
}

/// `a += b; d = (d ^ a) <<< by`, in every lane.
fn mix(x: &mut [Row; BLOCK_WORDS], a: usize, b: usize, d: usize, by: u32) {
    for lane in 0..LANES {
        x[a][lane] = x[a][lane].wrapping_add(x[b][lane]);
        x[d][lane] = (x[d][lane] ^ x[a][lane]).rotate_left(by);
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
        let at = [(0, 0), (7 << 56 | 3, 1), (u64::MAX, (1 << 32) - 1), (12, 1 << 40)];
        for (lane, block) in blocks(&key_words(&key), at).into_iter().enumerate() {
            let (stream, position) = at[lane];
            let mut rng = ChaCha8Rng::from_seed(key);
            rng.set_stream(stream);
            rng.set_word_pos(u128::from(position) * BLOCK_WORDS as u128);
            assert_eq!(block, std::array::from_fn(|_| rng.next_u32()), "stream {stream}, block {position}");
        }
    }
}
