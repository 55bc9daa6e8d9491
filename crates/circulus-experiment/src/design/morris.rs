//! Trajectories of Morris (1991), Factorial sampling plans for preliminary computational experiments.

use super::Cube;
use crate::dice::Dice;

/// Step of a key in a grid with this many levels: `p / (2 (p - 1))`, which makes all levels equally likely.
pub fn step(levels: usize) -> f64 {
    levels as f64 / (2.0 * levels.saturating_sub(1).max(1) as f64)
}

/// `samples` trajectories of `keys + 1` points on a grid of `levels` levels, an even number. From point to point one
/// key changes by [`step`]; each key changes once, in random order and direction.
pub fn draw(keys: usize, samples: usize, levels: usize, dice: &mut Dice) -> Cube {
    let step = step(levels);
    let last = levels.saturating_sub(1).max(1) as f64;
    let mut points = Vec::with_capacity(samples * (keys + 1) * keys);
    let mut order: Vec<usize> = (0..keys).collect();
    for _ in 0..samples {
        // Each key moves between a level of the lower half and its partner in the upper one.
        let low: Vec<f64> = (0..keys).map(|_| dice.below(levels / 2) as f64 / last).collect();
        let mut high: Vec<bool> = (0..keys).map(|_| dice.below(2) == 1).collect();
        dice.shuffle(&mut order);
        let mut put = |high: &[bool]| {
            let place = |(low, &high): (&f64, &bool)| if high { (low + step).min(1.0) } else { *low };
            points.extend(low.iter().zip(high).map(place));
        };
        put(&high);
        for &key in &order {
            high[key] = !high[key];
            put(&high);
        }
    }
    Cube { dimensions: keys, points }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_moves_once_by_the_step_and_stays_on_the_grid() {
        let (keys, levels) = (5, 6);
        let cube = draw(keys, 40, levels, &mut Dice::new(2, "morris", 0));
        assert_eq!(cube.len(), 40 * 6);
        let mut visits = [0usize; 6];
        for trajectory in cube.points.chunks((keys + 1) * keys) {
            let mut moved = [0; 5];
            for (before, after) in trajectory.chunks(keys).zip(trajectory.chunks(keys).skip(1)) {
                let changed: Vec<usize> = (0..keys).filter(|&k| before[k] != after[k]).collect();
                let [key] = changed[..] else { panic!("{changed:?}") };
                assert!(((before[key] - after[key]).abs() - step(levels)).abs() < 1e-12);
                moved[key] += 1;
            }
            assert_eq!(moved, [1; 5]);
        }
        for x in &cube.points {
            let level = x * 5.0;
            assert!((0.0..=1.0).contains(x) && (level - level.round()).abs() < 1e-12, "{x}");
            visits[level.round() as usize] += 1;
        }
        assert!(visits.iter().all(|&n| n > 120 && n < 280), "{visits:?}");
    }
}
