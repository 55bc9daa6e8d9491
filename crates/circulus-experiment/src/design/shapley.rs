//! Chains from A to B for Shapley effects (Goda 2021).

use super::{Cube, sobol};
use crate::dice::Dice;

/// Purpose of the dice that decide the orders.
pub const ORDERS: &str = "shapley, orders";

/// For each of `samples` chains, the factors in the random order in which they move.
pub fn orders(factors: usize, samples: usize, dice: &mut Dice) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..factors).collect();
    let next = |_| {
        dice.shuffle(&mut order);
        order.clone()
    };
    (0..samples).map(next).collect()
}

/// Chains of one more point than there are factors: A, then in the order of the chain one factor after the other, with all its
/// keys, comes from B, so that the last point is B.
///
/// A and B are the halves of a scrambled Sobol sequence, as in `saltelli`. `None` beyond its number of keys.
pub fn draw(factors: &[Vec<usize>], orders: &[Vec<usize>], dice: &mut Dice) -> Option<Cube> {
    let keys = factors.iter().map(Vec::len).sum::<usize>();
    sobol::scrambled(2 * keys, orders.len(), dice).map(|pairs| chains(factors, orders, &pairs))
}

/// The chains for a sample of pairs: the first half of each point is A, the second B.
pub fn chains(factors: &[Vec<usize>], orders: &[Vec<usize>], pairs: &Cube) -> Cube {
    let keys = pairs.dimensions / 2;
    let mut points = Vec::with_capacity(pairs.len() * (factors.len() + 1) * keys);
    for (pair, order) in pairs.points.chunks_exact(pairs.dimensions.max(1)).zip(orders) {
        let (a, b) = pair.split_at(keys);
        let mut now = a.to_vec();
        points.extend_from_slice(&now);
        for &factor in order {
            factors[factor].iter().for_each(|&key| now[key] = b[key]);
            points.extend_from_slice(&now);
        }
    }
    Cube { dimensions: keys, points }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_goes_from_a_to_b_in_its_order() {
        let pairs = Cube { dimensions: 6, points: vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6] };
        let cube = chains(&[vec![0, 2], vec![1]], &[vec![1, 0]], &pairs);
        assert_eq!(cube.points, [0.1, 0.2, 0.3, 0.1, 0.5, 0.3, 0.4, 0.5, 0.6]);
    }

    #[test]
    fn more_chains_begin_with_the_same() {
        let dice = || Dice::new(1, "shapley", 0);
        let (few, more) = (orders(4, 8, &mut dice()), orders(4, 16, &mut dice()));
        assert_eq!(few, more[..8]);
        let factors: Vec<Vec<usize>> = (0..4).map(|key| vec![key]).collect();
        let [few, more] = [few, more].map(|orders| draw(&factors, &orders, &mut dice()).unwrap());
        assert_eq!(few.points, more.points[..few.points.len()]);
        assert_eq!(more.len(), 16 * 5);
    }
}
