//! Latin hypercubes (McKay, Beckman and Conover 1979).

use super::Cube;
use crate::dice::Dice;

/// `samples` points: in each dimension, each of `samples` equal slices has exactly one point, at a random position.
pub fn draw(dimensions: usize, samples: usize, dice: &mut Dice) -> Cube {
    let mut points = vec![0.0; dimensions * samples];
    let mut slices: Vec<usize> = (0..samples).collect();
    for dimension in 0..dimensions {
        dice.shuffle(&mut slices);
        for (point, slice) in points.chunks_exact_mut(dimensions).zip(&slices) {
            point[dimension] = (*slice as f64 + dice.uniform()) / samples as f64;
        }
    }
    Cube { dimensions, points }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_of_every_dimension_holds_one_point() {
        let cube = draw(3, 50, &mut Dice::new(7, "latin", 0));
        for dimension in 0..3 {
            let mut held = [0; 50];
            (0..50).for_each(|p| held[(cube.get(p, dimension).unwrap() * 50.0) as usize] += 1);
            assert_eq!(held, [1; 50]);
        }
        assert_ne!(cube, draw(3, 50, &mut Dice::new(8, "latin", 0)));
    }

    #[test]
    fn dimensions_are_paired_at_random() {
        let cube = draw(2, 4000, &mut Dice::new(1, "latin", 0));
        let product: f64 = cube.points.chunks(2).map(|p| (p[0] - 0.5) * (p[1] - 0.5)).sum();
        let correlation = 12.0 * product / 4000.0;
        assert!(correlation.abs() < 0.05, "{correlation}");
    }

    #[test]
    fn nothing_is_asked_for_and_nothing_comes() {
        assert!(draw(0, 5, &mut Dice::new(1, "latin", 0)).is_empty());
        assert!(draw(5, 0, &mut Dice::new(1, "latin", 0)).is_empty());
    }
}
