//! Variation operators: simulated binary crossover (Deb and Agrawal 1995, Complex Systems 9: 115) and polynomial
//! mutation (Deb and Goyal 1996), both bounded as in Deb's own program.

use serde::{Deserialize, Serialize};

use crate::dice::Dice;
use circulus::maths::pow;

/// Probability of crossover.
const CROSSOVER: f64 = 0.9;
/// Distribution index of the crossover: the larger, the closer children are to their parents.
const CROSSOVER_INDEX: f64 = 15.0;
/// Distribution index of the mutation.
const MUTATION_INDEX: f64 = 20.0;

/// Type of a gene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gene {
    /// A number, or ordered whole numbers: near shares are near values.
    Ordered,
    /// Unordered words.
    Categorical,
}

/// Two children from two parents.
pub fn children(parents: [&[f64]; 2], genes: &[Gene], dice: &mut Dice) -> [Vec<f64>; 2] {
    let [mut first, mut second] = parents.map(<[f64]>::to_vec);
    if dice.uniform() < CROSSOVER {
        for ((a, b), gene) in first.iter_mut().zip(&mut second).zip(genes) {
            if dice.uniform() < 0.5 {
                continue;
            }
            match gene {
                Gene::Categorical => std::mem::swap(a, b),
                Gene::Ordered => (*a, *b) = crossed(*a, *b, dice),
            }
        }
    }
    for child in [&mut first, &mut second] {
        mutate(child, genes, dice);
    }
    [first, second]
}

/// Crossover of one gene of two parents.
fn crossed(a: f64, b: f64, dice: &mut Dice) -> (f64, f64) {
    let (low, high) = (a.min(b), a.max(b));
    let (draw, turn) = (dice.uniform(), dice.uniform() < 0.5);
    if high - low < 1e-14 {
        return (a, b);
    }
    let spread = |room: f64| {
        let beta = 1.0 + 2.0 * room / (high - low);
        let alpha = 2.0 - pow(beta, -(CROSSOVER_INDEX + 1.0));
        let exponent = 1.0 / (CROSSOVER_INDEX + 1.0);
        if draw <= 1.0 / alpha {
            pow(draw * alpha, exponent)
        } else {
            pow(1.0 / (2.0 - draw * alpha), exponent)
        }
    };
    let lower = 0.5 * (low + high - spread(low) * (high - low));
    let upper = 0.5 * (low + high + spread(1.0 - high) * (high - low));
    let (lower, upper) = (lower.clamp(0.0, 1.0), upper.clamp(0.0, 1.0));
    if turn { (upper, lower) } else { (lower, upper) }
}

/// Mutates one gene on average.
fn mutate(child: &mut [f64], genes: &[Gene], dice: &mut Dice) {
    let chance = 1.0 / child.len().max(1) as f64;
    for (value, gene) in child.iter_mut().zip(genes) {
        if dice.uniform() >= chance {
            continue;
        }
        let draw = dice.uniform();
        if *gene == Gene::Categorical {
            *value = draw;
            continue;
        }
        let power = MUTATION_INDEX + 1.0;
        let step = if draw < 0.5 {
            let inside = 2.0 * draw + (1.0 - 2.0 * draw) * pow(1.0 - *value, power);
            pow(inside, 1.0 / power) - 1.0
        } else {
            let inside = 2.0 * (1.0 - draw) + (2.0 * draw - 1.0) * pow(*value, power);
            1.0 - pow(inside, 1.0 / power)
        };
        *value = (*value + step).clamp(0.0, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossing_keeps_the_middle_and_the_bounds() {
        let mut dice = Dice::new(1, "test", 0);
        for _ in 0..2000 {
            let (a, b) = (dice.uniform(), dice.uniform());
            let (c, d) = crossed(a, b, &mut dice);
            assert!((0.0..=1.0).contains(&c) && (0.0..=1.0).contains(&d));
        }
        let mean: f64 =
            (0..4000).map(|_| crossed(0.4, 0.6, &mut dice)).map(|(c, d)| c + d).sum::<f64>() / 4000.0;
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
    }

    #[test]
    fn mutation_is_small_mostly_and_stays_inside() {
        let mut dice = Dice::new(2, "test", 0);
        let steps: Vec<f64> = (0..4000)
            .map(|_| {
                let mut child = [0.5];
                mutate(&mut child, &[Gene::Ordered], &mut dice);
                assert!((0.0..=1.0).contains(&child[0]));
                (child[0] - 0.5).abs()
            })
            .collect();
        let near = steps.iter().filter(|step| **step < 0.1).count();
        assert!((3400..4000).contains(&near), "{near}");
        assert!(steps.iter().filter(|step| **step > 0.0).count() > 3990); // one gene: always changed
    }
}
