//! The layouts of Saltelli for Sobol indices: of first and total order (Saltelli et al. 2010), and of second order as well
//! (Saltelli 2002).

use super::{Cube, sobol};
use crate::dice::Dice;

/// Maximum number of varied keys.
pub const MOST_KEYS: usize = sobol::MOST_DIMENSIONS / 2;

/// How blocks are laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The keys of each factor, which come from A or B together. Every key is in one factor.
    pub factors: Vec<Vec<usize>>,
    /// Whether a block also has the points for indices of second order.
    pub second_order: bool,
}

impl Layout {
    /// Every key is a factor, for indices of first and total order.
    pub fn of_keys(keys: usize) -> Layout {
        Layout { factors: (0..keys).map(|key| vec![key]).collect(), second_order: false }
    }

    /// Number of points of a block.
    pub fn points(&self) -> usize {
        let crossed = if self.second_order { 2 } else { 1 };
        crossed * self.factors.len() + 2
    }

    /// `samples` blocks: A, then A with one factor at a time taken from B, for second order then B with one factor at a time
    /// taken from A, then B.
    ///
    /// A and B are the halves of a scrambled Sobol sequence of twice as many dimensions as there are keys. This is the order
    /// of SALib's `sample.sobol.sample`. `None` beyond [`MOST_KEYS`].
    pub fn draw(&self, samples: usize, dice: &mut Dice) -> Option<Cube> {
        let keys = self.factors.iter().map(Vec::len).sum::<usize>();
        sobol::scrambled(2 * keys, samples, dice).map(|pairs| self.blocks(&pairs))
    }

    /// The blocks for a sample of pairs: the first half of each point is A, the second B.
    pub fn blocks(&self, pairs: &Cube) -> Cube {
        let keys = pairs.dimensions / 2;
        let mut points = Vec::with_capacity(pairs.len() * self.points() * keys);
        for pair in pairs.points.chunks_exact(pairs.dimensions.max(1)) {
            let (a, b) = pair.split_at(keys);
            points.extend_from_slice(a);
            for (own, other) in [(a, b), (b, a)].into_iter().take(1 + usize::from(self.second_order)) {
                for factor in &self.factors {
                    let start = points.len();
                    points.extend_from_slice(own);
                    factor.iter().for_each(|&key| points[start + key] = other[key]);
                }
            }
            points.extend_from_slice(b);
        }
        Cube { dimensions: keys, points }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_goes_from_a_to_b_one_factor_at_a_time() {
        let pairs = Cube { dimensions: 4, points: vec![0.1, 0.2, 0.3, 0.4] };
        let mut layout = Layout::of_keys(2);
        assert_eq!(layout.blocks(&pairs).points, [0.1, 0.2, 0.3, 0.2, 0.1, 0.4, 0.3, 0.4]);
        layout.second_order = true;
        assert_eq!(
            layout.blocks(&pairs).points,
            [0.1, 0.2, 0.3, 0.2, 0.1, 0.4, 0.1, 0.4, 0.3, 0.2, 0.3, 0.4]
        );
        let pairs = Cube { dimensions: 6, points: vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6] };
        let layout = Layout { factors: vec![vec![0, 2], vec![1]], second_order: false };
        assert_eq!(
            layout.blocks(&pairs).points,
            [0.1, 0.2, 0.3, 0.4, 0.2, 0.6, 0.1, 0.5, 0.3, 0.4, 0.5, 0.6]
        );
        let dice = &mut Dice::new(1, "saltelli", 0);
        let cube = Layout::of_keys(3).draw(8, dice).unwrap();
        assert_eq!((cube.dimensions, cube.len()), (3, 8 * 5));
        assert!(Layout::of_keys(MOST_KEYS + 1).draw(8, dice).is_none());
    }
}
