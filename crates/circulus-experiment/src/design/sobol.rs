//! Sobol sequences (Sobol 1967) in Gray code order (Antonov and Saleev 1979), plain or scrambled.

use super::Cube;
use super::joe_kuo::NUMBERS;
use crate::dice::Dice;

/// Maximum number of dimensions.
pub const MOST_DIMENSIONS: usize = NUMBERS.len() + 1;
/// Binary digits of a coordinate; a sequence has at most two to this power points.
const DIGITS: usize = 32;

type Directions = [u32; DIGITS];

/// The first `samples` points, unscrambled; the first is 0. `None` beyond [`MOST_DIMENSIONS`].
pub fn plain(dimensions: usize, samples: usize) -> Option<Cube> {
    sequence(dimensions, samples, |directions| (directions, 0))
}

/// The first `samples` points with a random linear scramble and a digital shift (Matousek 1998), which preserve the
/// low discrepancy and make each point uniform. `None` beyond [`MOST_DIMENSIONS`].
pub fn scrambled(dimensions: usize, samples: usize, dice: &mut Dice) -> Option<Cube> {
    sequence(dimensions, samples, |directions| {
        let bits = |dice: &mut Dice| (dice.uniform() * 4_294_967_296.0) as u32;
        // Rows of a lower triangular matrix with ones on the diagonal, most significant digit first.
        let rows: Directions = std::array::from_fn(|digit| {
            let own = 1 << (DIGITS - 1 - digit);
            own | (bits(dice) & !(own | (own - 1)))
        });
        let mix = |direction: u32| {
            let digit = |at: usize| ((rows[at] & direction).count_ones() & 1) << (DIGITS - 1 - at);
            (0..DIGITS).fold(0, |mixed, at| mixed | digit(at))
        };
        let shift = (dice.uniform() * (1u64 << 53) as f64) as u64;
        (directions.map(mix), shift)
    })
}

fn sequence(
    dimensions: usize,
    samples: usize,
    mut prepare: impl FnMut(Directions) -> (Directions, u64),
) -> Option<Cube> {
    if dimensions > MOST_DIMENSIONS {
        return None;
    }
    let mut points = vec![0.0; dimensions * samples];
    for dimension in 0..dimensions {
        let (directions, shift) = prepare(directions(dimension));
        let mut digits = 0u32;
        for (at, point) in points.chunks_exact_mut(dimensions).enumerate() {
            // The shift has 53 digits, so that the low ones are random too.
            let shifted = (u64::from(digits) << 21) ^ shift;
            point[dimension] = shifted as f64 / (1u64 << 53) as f64;
            digits ^= directions[(at.trailing_ones() as usize).min(DIGITS - 1)];
        }
    }
    Some(Cube { dimensions, points })
}

/// Direction numbers of a dimension (Bratley and Fox 1988), most significant digit first.
fn directions(dimension: usize) -> Directions {
    let mut directions: Directions = std::array::from_fn(|digit| 1 << (DIGITS - 1 - digit));
    let numbers = dimension.checked_sub(1).and_then(|at| NUMBERS.get(at));
    let Some((&inner, initial)) = numbers.and_then(|numbers| numbers.split_first()) else {
        return directions;
    };
    let degree = initial.len();
    for (digit, number) in initial.iter().enumerate() {
        directions[digit] = number << (DIGITS - 1 - digit);
    }
    for digit in degree..DIGITS {
        let before = directions[digit - degree];
        directions[digit] = before ^ (before >> degree);
        for back in 1..degree {
            if (inner >> (degree - 1 - back)) & 1 == 1 {
                directions[digit] ^= directions[digit - back];
            }
        }
    }
    directions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_points_are_the_known_ones() {
        let cube = plain(3, 4).unwrap();
        assert_eq!(cube.points, [0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 0.75, 0.25, 0.25, 0.25, 0.75, 0.75]);
        assert!(plain(MOST_DIMENSIONS, 2).is_some());
        assert!(plain(MOST_DIMENSIONS + 1, 2).is_none());
    }

    /// Every dimension, and the first two jointly, are stratified, scrambled or not.
    #[test]
    fn points_are_even() {
        for cube in [
            plain(MOST_DIMENSIONS, 256).unwrap(),
            scrambled(MOST_DIMENSIONS, 256, &mut Dice::new(3, "sobol", 0)).unwrap(),
        ] {
            for dimension in 0..MOST_DIMENSIONS {
                let mut held = [0; 256];
                (0..256).for_each(|p| held[(cube.get(p, dimension).unwrap() * 256.0) as usize] += 1);
                assert_eq!(held, [1; 256], "{dimension}");
            }
            let mut held = [0; 256];
            for p in 0..256 {
                let slice = |dimension| (cube.get(p, dimension).unwrap() * 16.0) as usize;
                held[16 * slice(0) + slice(1)] += 1;
            }
            assert_eq!(held, [1; 256]);
        }
    }

    #[test]
    fn scrambles_differ_by_seed_and_stay_inside() {
        let draw = |seed| scrambled(5, 64, &mut Dice::new(seed, "sobol", 0)).unwrap();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert!(draw(1).points.iter().all(|x| (0.0..1.0).contains(x)));
        let first: f64 = (0..400).map(|seed| draw(seed).points[3]).sum();
        assert!((first / 400.0 - 0.5).abs() < 0.06, "{first}"); // the first point is uniform, not 0
    }
}
