//! The Gaussian kernel that perturbs particles; its covariance is estimated from the particles.

use crate::dice::Dice;
use circulus::maths::{exp, ln};

/// Minimum variance of a dimension, in shares of the prior's range; keeps the kernel from degenerating.
const LEAST_VARIANCE: f64 = 1e-10;

/// A multivariate normal kernel, by the Cholesky factor of its covariance.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernel {
    /// Lower triangle, row by row.
    factor: Vec<Vec<f64>>,
    /// Logarithm of the density at the centre.
    peak: f64,
}

impl Kernel {
    /// Twice the weighted covariance of the particles (Beaumont et al. 2009, Biometrika 96: 983; in full
    /// as by Filippi et al. 2013, Stat. Appl. Genet. Mol. Biol. 12: 87).
    pub fn of(particles: &[Vec<f64>], weights: &[f64]) -> Kernel {
        let dimensions = particles.first().map_or(0, Vec::len);
        let total: f64 = weights.iter().sum();
        let mean = |d: usize| {
            let sum: f64 = particles.iter().zip(weights).map(|(p, w)| w * at(p, d)).sum();
            sum / total
        };
        let means: Vec<f64> = (0..dimensions).map(mean).collect();
        let covariance = |a: usize, b: usize| {
            let product = |p: &Vec<f64>| (at(p, a) - at(&means, a)) * (at(p, b) - at(&means, b));
            let sum: f64 = particles.iter().zip(weights).map(|(p, w)| w * product(p)).sum();
            2.0 * sum / total
        };
        let full: Vec<Vec<f64>> = (0..dimensions)
            .map(|a| {
                let jitter = |b| if a == b { LEAST_VARIANCE } else { 0.0 };
                (0..dimensions).map(|b| covariance(a, b) + jitter(b)).collect()
            })
            .collect();
        Kernel::from_covariance(&full)
    }

    fn from_covariance(covariance: &[Vec<f64>]) -> Kernel {
        let n = covariance.len();
        let mut factor = vec![vec![0.0; n]; n];
        let mut log_determinant = 0.0;
        for row in 0..n {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
                let rest = covariance[row][column] - known;
                factor[row][column] = if row == column {
                    // Rounding may make the variance of a dimension determined by others slightly negative.
                    rest.max(LEAST_VARIANCE).sqrt()
                } else {
                    rest / factor[column][column]
                };
            }
            log_determinant += ln(factor[row][row]);
        }
        let peak = -log_determinant - 0.5 * n as f64 * ln(2.0 * std::f64::consts::PI);
        Kernel { factor, peak }
    }

    /// A random point around another.
    pub fn draw(&self, from: &[f64], dice: &mut Dice) -> Vec<f64> {
        let normals: Vec<f64> = from.iter().map(|_| dice.normal()).collect();
        let step = |row: &Vec<f64>| -> f64 { row.iter().zip(&normals).map(|(f, z)| f * z).sum() };
        from.iter().zip(&self.factor).map(|(x, row)| x + step(row)).collect()
    }

    /// Density of drawing `to` from `from`.
    pub fn density(&self, from: &[f64], to: &[f64]) -> f64 {
        let mut solved: Vec<f64> = Vec::with_capacity(from.len());
        let mut square = 0.0;
        for (d, row) in self.factor.iter().enumerate() {
            let known: f64 = row.iter().zip(&solved).map(|(f, z)| f * z).sum();
            let z = (at(to, d) - at(from, d) - known) / at(row, d);
            square += z * z;
            solved.push(z);
        }
        exp(self.peak - 0.5 * square)
    }
}

fn at(values: &[f64], index: usize) -> f64 {
    values.get(index).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_twice_the_covariance_of_the_particles() {
        let mut dice = Dice::new(3, "test", 0);
        let particles: Vec<Vec<f64>> = (0..4000)
            .map(|_| {
                let x = dice.normal();
                vec![0.1 * x, 0.05 * x + 0.02 * dice.normal()]
            })
            .collect();
        let kernel = Kernel::of(&particles, &vec![1.0; particles.len()]);
        let draws: Vec<Vec<f64>> = (0..20_000).map(|_| kernel.draw(&[0.5, 0.5], &mut dice)).collect();
        let moment = |a: usize, b: usize| {
            draws.iter().map(|p| (p[a] - 0.5) * (p[b] - 0.5)).sum::<f64>() / draws.len() as f64
        };
        assert!((moment(0, 0) / 0.02 - 1.0).abs() < 0.06);
        assert!((moment(0, 1) / 0.01 - 1.0).abs() < 0.06);
        assert!((moment(1, 1) / 0.0058 - 1.0).abs() < 0.06);
    }

    #[test]
    fn the_density_of_one_dimension_is_the_normal_one() {
        let particles = [vec![0.4], vec![0.6]];
        let kernel = Kernel::of(&particles, &[1.0, 1.0]); // variance 0.01, twice that
        let expected = circulus::maths::exp(-0.5 * 0.01 / 0.02) / (2.0 * std::f64::consts::PI * 0.02).sqrt();
        assert!((kernel.density(&[0.5], &[0.6]) - expected).abs() < 1e-6);
    }
}
