//! Sequential approximate Bayesian computation: population Monte Carlo in generations of fixed size.
//!
//! The adaptive population Monte Carlo of Lenormand, Jabot and Deffuant (2013, Computational Statistics 28: 2777),
//! with the importance weights of Beaumont et al. (2009) and Toni et al. (2009); the tolerance of a generation is the
//! `keep` quantile of all distances so far. Particles within the tolerance keep their weight and are not run again, so
//! the number of runs of each generation is known in advance, as distributed runs need. Rejection is the case of one
//! generation.

use serde::{Deserialize, Serialize};

use super::kernel::Kernel;
use super::target::{Target, distance};
use crate::dice::Dice;

/// Maximum number of consecutive draws outside the prior; then the last one is clamped to its border.
const MOST_TRIES: usize = 10_000;

/// Settings of a calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Number of parameters.
    pub parameters: usize,
    /// Parameter vectors of the first generation; each later one replaces those not kept.
    pub candidates: usize,
    /// Share to keep: the quantile of distances that becomes the tolerance.
    pub keep: f64,
    /// Maximum number of generations; 1 is rejection.
    pub generations: usize,
    /// Maximum number of parameter vectors over all generations: no generation that would exceed it is started.
    pub budget: usize,
    /// Stops when the tolerance, in standard errors, is at most this.
    pub tolerance: f64,
    /// Stops when at most this share of a generation is kept.
    pub acceptance: f64,
    /// Seed of all draws.
    pub seed: u64,
}

/// Why a calibration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// All generations are done.
    Generations,
    /// Another one would pass the budget.
    Budget,
    /// The tolerance was reached.
    Tolerance,
    /// Hardly any new particle is better than the existing ones.
    Acceptance,
    /// No run had a result.
    Nothing,
}

impl Stop {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Stop::Generations => "all generations are done",
            Stop::Budget => "another generation would pass the budget",
            Stop::Tolerance => "the tolerance is reached",
            Stop::Acceptance => "hardly any new point is better than those kept",
            Stop::Nothing => "no run gave a result to compare",
        }
    }
}

/// Statistics of a generation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Generation {
    /// Number, from 1.
    pub number: usize,
    /// Parameter vectors tried.
    pub tried: usize,
    /// Of these, vectors whose run failed or has no result.
    pub failed: usize,
    /// Of these, vectors kept.
    pub accepted: usize,
    /// Largest distance kept, in standard errors.
    pub tolerance: f64,
    /// Effective sample size of the particles kept, `(sum w)^2 / sum w^2`.
    pub effective: f64,
}

/// A parameter vector kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Particle {
    /// Shares of the priors' ranges.
    pub shares: Vec<f64>,
    /// Importance weight, not normalised.
    pub weight: f64,
    /// Distance from the targets, in standard errors.
    pub distance: f64,
    /// Number of the parameter vector over all generations, from 0.
    pub point: usize,
}

/// A calibration in progress.
#[derive(Debug, Clone)]
pub struct Sequential {
    settings: Settings,
    targets: Vec<Target>,
    particles: Vec<Particle>,
    history: Vec<Generation>,
    asked: usize,
    /// Candidates asked for, with the weights they would have if kept.
    pending: Vec<(Vec<f64>, f64)>,
    stop: Option<Stop>,
}

impl Sequential {
    /// A calibration before its first generation.
    pub fn new(settings: Settings, targets: Vec<Target>) -> Sequential {
        let (particles, history, pending) = (Vec::new(), Vec::new(), Vec::new());
        Sequential { settings, targets, particles, history, asked: 0, pending, stop: None }
    }

    /// The next generation, as shares of the priors' ranges; `None` at the end.
    pub fn ask(&mut self) -> Option<Vec<Vec<f64>>> {
        if self.stop.is_some() {
            return None;
        }
        let number = self.history.len();
        let wanted = match number {
            0 => self.settings.candidates,
            _ => self.settings.candidates.saturating_sub(self.kept()),
        };
        if number >= self.settings.generations || wanted == 0 {
            self.stop = Some(Stop::Generations);
        } else if self.asked + wanted > self.settings.budget {
            self.stop = Some(Stop::Budget);
        }
        if self.stop.is_some() {
            return None;
        }
        let mut dice = Dice::new(self.settings.seed, "abc points", number as u64);
        self.pending = match number {
            0 => (0..wanted).map(|_| (self.prior(&mut dice), 1.0)).collect(),
            _ => self.propose(wanted, &mut dice),
        };
        Some(self.pending.iter().map(|(shares, _)| shares.clone()).collect())
    }

    /// Takes the results of the generation asked for, in order: one number per target; `None`, or a non-finite number,
    /// if the run failed.
    pub fn tell(&mut self, results: &[Option<Vec<f64>>]) {
        let number = self.history.len();
        let mut dice = Dice::new(self.settings.seed, "abc errors", number as u64);
        let first = self.asked;
        let pending = std::mem::take(&mut self.pending);
        self.asked += pending.len();
        let tried = pending.len();
        let mut failed = 0;
        let lacking = vec![f64::NAN; self.targets.len()];
        for (index, (shares, weight)) in pending.into_iter().enumerate() {
            let result = results.get(index).and_then(Option::as_ref).unwrap_or(&lacking);
            match distance(&self.targets, result, &mut dice) {
                Some(distance) => {
                    self.particles.push(Particle { shares, weight, distance, point: first + index });
                }
                None => failed += 1,
            }
        }
        self.particles.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.point.cmp(&b.point)));
        self.particles.truncate(self.kept());
        let accepted = self.particles.iter().filter(|particle| particle.point >= first).count();
        let tolerance = self.particles.last().map_or(f64::NAN, |particle| particle.distance);
        let effective = self.effective();
        self.history.push(Generation { number: number + 1, tried, failed, accepted, tolerance, effective });
        if self.particles.len() < 2 {
            self.stop = Some(Stop::Nothing);
        } else if tolerance <= self.settings.tolerance {
            self.stop = Some(Stop::Tolerance);
        } else if number > 0 && accepted as f64 <= self.settings.acceptance * tried as f64 {
            self.stop = Some(Stop::Acceptance);
        }
    }

    /// Statistics of each generation.
    pub fn history(&self) -> &[Generation] {
        &self.history
    }

    /// The particles kept, nearest first.
    pub fn particles(&self) -> &[Particle] {
        &self.particles
    }

    /// Why it ended, if it has.
    pub fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// Number of particles to keep.
    fn kept(&self) -> usize {
        ((self.settings.candidates as f64 * self.settings.keep).ceil() as usize)
            .clamp(1, self.settings.candidates)
    }

    fn effective(&self) -> f64 {
        let sum: f64 = self.particles.iter().map(|particle| particle.weight).sum();
        let squares: f64 = self.particles.iter().map(|particle| particle.weight * particle.weight).sum();
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }

    fn prior(&self, dice: &mut Dice) -> Vec<f64> {
        (0..self.settings.parameters).map(|_| dice.uniform()).collect()
    }

    /// Candidates near particles, each with its weight: the prior density, 1, over the proposal density.
    fn propose(&self, wanted: usize, dice: &mut Dice) -> Vec<(Vec<f64>, f64)> {
        let places: Vec<Vec<f64>> = self.particles.iter().map(|particle| particle.shares.clone()).collect();
        let weights: Vec<f64> = self.particles.iter().map(|particle| particle.weight).collect();
        let total: f64 = weights.iter().sum();
        let kernel = Kernel::of(&places, &weights);
        let mut tries = 0;
        let drawn: Vec<Vec<f64>> = (0..wanted)
            .map(|_| {
                let mut own = 0;
                loop {
                    (tries, own) = (tries + 1, own + 1);
                    let near = kernel.draw(self.pick(total, dice), dice);
                    if near.iter().all(|share| (0.0..1.0).contains(share)) {
                        return near;
                    }
                    if own == MOST_TRIES {
                        return near.into_iter().map(|share| share.clamp(0.0, 1.0 - 1e-9)).collect();
                    }
                }
            })
            .collect();
        // The proposal is truncated to the prior, so its density is divided by the probability of being inside.
        let inside = wanted as f64 / f64::from(tries.max(1));
        let weight = |to: &Vec<f64>| {
            let mixed: f64 = places.iter().zip(&weights).map(|(from, w)| w * kernel.density(from, to)).sum();
            inside * total / mixed.max(f64::MIN_POSITIVE)
        };
        drawn.iter().map(|to| (to.clone(), weight(to))).collect()
    }

    /// A random particle, with probability proportional to its weight.
    fn pick(&self, total: f64, dice: &mut Dice) -> &[f64] {
        let mut left = dice.uniform() * total;
        for particle in &self.particles {
            left -= particle.weight;
            if left < 0.0 {
                return &particle.shares;
            }
        }
        self.particles.last().map_or(&[], |particle| &particle.shares)
    }
}
