//! The layout of Saltelli et al. (2010) for Sobol indices of first and total order.

use super::{Cube, sobol};
use crate::dice::Dice;

/// Maximum number of varied keys.
pub const MOST_KEYS: usize = sobol::MOST_DIMENSIONS / 2;

/// `samples` blocks of `keys + 2` points: A, then A with one key at a time taken from B, then B.
///
/// A and B are the halves of a scrambled Sobol sequence of `2 * keys` dimensions. This is the order of
/// SALib's `sample.sobol.sample(..., calc_second_order=False)`. `None` beyond [`MOST_KEYS`].
pub fn draw(keys: usize, samples: usize, dice: &mut Dice) -> Option<Cube> {
    sobol::scrambled(2 * keys, samples, dice).map(|pairs| blocks(&pairs))
}

/// The blocks for a sample of pairs: the first half of each point is A, the second B.
pub fn blocks(pairs: &Cube) -> Cube {
    let keys = pairs.dimensions / 2;
    let mut points = Vec::with_capacity(pairs.len() * (keys + 2) * keys);
    for pair in pairs.points.chunks_exact(pairs.dimensions.max(1)) {
        let (a, b) = pair.split_at(keys);
        points.extend_from_slice(a);
        for (key, own) in b.iter().enumerate() {
            points.extend_from_slice(&a[..key]);
            points.push(*own);
            points.extend_from_slice(&a[key + 1..]);
        }
        points.extend_from_slice(b);
    }
    Cube { dimensions: keys, points }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_goes_from_a_to_b_one_key_at_a_time() {
        let pairs = Cube { dimensions: 4, points: vec![0.1, 0.2, 0.3, 0.4] };
        assert_eq!(blocks(&pairs).points, [0.1, 0.2, 0.3, 0.2, 0.1, 0.4, 0.3, 0.4]);
        let cube = draw(3, 8, &mut Dice::new(1, "saltelli", 0)).unwrap();
        assert_eq!((cube.dimensions, cube.len()), (3, 8 * 5));
        assert!(draw(MOST_KEYS + 1, 8, &mut Dice::new(1, "saltelli", 0)).is_none());
    }
}
