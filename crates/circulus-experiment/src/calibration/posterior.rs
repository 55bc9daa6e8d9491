//! The posterior distribution of each parameter.

use super::sequential::Particle;
use crate::range::Range;

/// A weighted sample of one parameter, sorted.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Values with their weights, which sum to 1.
    sample: Vec<(f64, f64)>,
}

/// Number of equal parts of a prior used to compute its moments.
const PARTS: usize = 10_000;

impl Posterior {
    /// The posterior of a parameter over its range; non-numeric levels are omitted.
    pub fn of(particles: &[Particle], parameter: usize, range: &Range) -> Posterior {
        let value = |particle: &Particle| {
            let share = particle.shares.get(parameter).copied()?;
            Some((range.at(share).parse().ok()?, particle.weight))
        };
        Posterior::new(particles.iter().filter_map(value).collect())
    }

    /// The prior itself.
    pub fn prior(range: &Range) -> Posterior {
        let middle = |part: usize| (part as f64 + 0.5) / PARTS as f64;
        let values = (0..PARTS).filter_map(|part| range.at(middle(part)).parse().ok());
        Posterior::new(values.map(|value| (value, 1.0)).collect())
    }

    /// From any weighted sample.
    pub fn new(mut sample: Vec<(f64, f64)>) -> Posterior {
        sample.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = sample.iter().map(|(_, weight)| weight).sum();
        sample.iter_mut().for_each(|(_, weight)| *weight /= total);
        Posterior { sample }
    }

    /// Values with their weights, which sum to 1, in ascending order.
    pub fn sample(&self) -> &[(f64, f64)] {
        &self.sample
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.sample.iter().map(|(value, weight)| value * weight).sum()
    }

    /// Standard deviation.
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        self.sample.iter().map(|(value, weight)| weight * (value - mean) * (value - mean)).sum::<f64>().sqrt()
    }

    /// The weighted quantile.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut below = 0.0;
        for (value, weight) in &self.sample {
            below += weight;
            if below >= share {
                return *value;
            }
        }
        self.sample.last().map_or(f64::NAN, |(value, _)| *value)
    }

    /// Correlation of two parameters over the same particles.
    pub fn correlation(particles: &[Particle], a: (usize, &Range), b: (usize, &Range)) -> f64 {
        let value = |particle: &Particle, (index, range): (usize, &Range)| -> Option<f64> {
            range.at(particle.shares.get(index).copied()?).parse().ok()
        };
        let pairs: Vec<(f64, f64, f64)> = particles
            .iter()
            .filter_map(|particle| Some((value(particle, a)?, value(particle, b)?, particle.weight)))
            .collect();
        let total: f64 = pairs.iter().map(|(_, _, w)| w).sum();
        let mean_x = pairs.iter().map(|(x, _, w)| w * x).sum::<f64>() / total;
        let mean_y = pairs.iter().map(|(_, y, w)| w * y).sum::<f64>() / total;
        let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
            pairs.iter().map(|(x, y, w)| w * f(x - mean_x, y - mean_y)).sum()
        };
        sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_a_uniform_prior() {
        let prior = Posterior::prior(&Range::Number { from: 2.0, to: 4.0, log: false });
        assert!((prior.mean() - 3.0).abs() < 1e-9 && (prior.sd() - 2.0 / 12f64.sqrt()).abs() < 1e-6);
        assert!((prior.quantile(0.05) - 2.1).abs() < 1e-3);
        let whole = Posterior::prior(&Range::Integer { from: 1, to: 4 });
        assert!((whole.mean() - 2.5).abs() < 1e-9 && whole.quantile(0.95) == 4.0);
    }

    #[test]
    fn weights_count() {
        let sample = Posterior::new(vec![(3.0, 1.0), (1.0, 3.0)]);
        assert_eq!((sample.mean(), sample.quantile(0.5), sample.quantile(0.95)), (1.5, 1.0, 3.0));
    }
}
