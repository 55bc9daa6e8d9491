//! NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002, IEEE Trans. Evol. Comput. 6: 182) as a state that asks for a
//! generation and is told its scores.

use serde::{Deserialize, Serialize};

use super::ranking::{crowding, fronts};
pub use super::variation::Gene;
use super::variation::children;
use crate::dice::Dice;

/// Settings of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Type of each key.
    pub genes: Vec<Gene>,
    /// Candidates per generation.
    pub population: usize,
    /// Number of generations, including the first.
    pub generations: usize,
    /// Seed of all draws.
    pub seed: u64,
}

/// Fitness of a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Objectives, all minimised.
    pub objectives: Vec<f64>,
    /// Total constraint violation; 0 for a feasible candidate, infinite for a failed one.
    pub violation: f64,
}

impl Score {
    /// The score of a candidate without a result: worse than any other.
    pub fn failed(objectives: usize) -> Score {
        Score { objectives: vec![f64::INFINITY; objectives], violation: f64::INFINITY }
    }
}

/// An evaluated candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Keys as shares of their ranges.
    pub shares: Vec<f64>,
    /// Its score.
    pub score: Score,
    /// Its number over all generations, from 0.
    pub point: usize,
    rank: usize,
    crowding: f64,
}

/// A search in progress.
#[derive(Debug, Clone)]
pub struct Nsga2 {
    settings: Settings,
    population: Vec<Candidate>,
    pending: Vec<Vec<f64>>,
    done: usize,
    asked: usize,
}

impl Nsga2 {
    /// A search before its first generation.
    pub fn new(settings: Settings) -> Nsga2 {
        Nsga2 { settings, population: Vec::new(), pending: Vec::new(), done: 0, asked: 0 }
    }

    /// The next generation: keys as shares of their ranges; `None` at the end.
    pub fn ask(&mut self) -> Option<Vec<Vec<f64>>> {
        if self.done >= self.settings.generations {
            return None;
        }
        let mut dice = Dice::new(self.settings.seed, "nsga2", self.done as u64);
        self.pending = if self.done == 0 { self.first(&mut dice) } else { self.offspring(&mut dice) };
        Some(self.pending.clone())
    }

    /// Takes the scores of the generation asked for, in order.
    pub fn tell(&mut self, scores: &[Score]) {
        let pending = std::mem::take(&mut self.pending);
        for (index, (shares, score)) in pending.into_iter().zip(scores).enumerate() {
            let point = self.asked + index;
            self.population.push(Candidate { shares, score: score.clone(), point, rank: 0, crowding: 0.0 });
        }
        self.asked += scores.len();
        self.done += 1;
        self.select();
    }

    /// The population after the last generation.
    pub fn population(&self) -> &[Candidate] {
        &self.population
    }

    /// The first generation, a Latin hypercube: the range of each key is divided into as many parts as there are
    /// candidates, and each part is used once.
    fn first(&self, dice: &mut Dice) -> Vec<Vec<f64>> {
        let size = self.settings.population;
        let mut places = vec![Vec::with_capacity(self.settings.genes.len()); size];
        for _ in &self.settings.genes {
            let mut parts: Vec<usize> = (0..size).collect();
            dice.shuffle(&mut parts);
            for (place, part) in places.iter_mut().zip(parts) {
                place.push((part as f64 + dice.uniform()) / size as f64);
            }
        }
        places
    }

    fn offspring(&self, dice: &mut Dice) -> Vec<Vec<f64>> {
        let mut all = Vec::with_capacity(self.settings.population);
        while all.len() < self.settings.population {
            let parents = [self.tournament(dice), self.tournament(dice)];
            let (Some(a), Some(b)) = (self.population.get(parents[0]), self.population.get(parents[1]))
            else {
                break;
            };
            all.extend(children([&a.shares, &b.shares], &self.settings.genes, dice));
        }
        all.truncate(self.settings.population);
        all
    }

    /// The better of two random candidates: by front, then by crowding distance, then the first.
    fn tournament(&self, dice: &mut Dice) -> usize {
        let (a, b) = (dice.below(self.population.len()), dice.below(self.population.len()));
        let (first, second) = (a.min(b), a.max(b));
        let (one, other) = (&self.population[first], &self.population[second]);
        let better = other.rank < one.rank || (other.rank == one.rank && other.crowding > one.crowding);
        if better { second } else { first }
    }

    /// Keeps the best: front by front, and from the last one those with the largest crowding distance (ties: the
    /// older).
    fn select(&mut self) {
        let scores: Vec<&Score> = self.population.iter().map(|candidate| &candidate.score).collect();
        let ranks = fronts(&scores);
        let mut room = vec![0.0; ranks.len()];
        for front in 0..=ranks.iter().copied().max().unwrap_or(0) {
            let members: Vec<usize> = (0..ranks.len()).filter(|index| ranks[*index] == front).collect();
            let own: Vec<&Score> = members.iter().map(|index| scores[*index]).collect();
            for (member, crowding) in members.iter().zip(crowding(&own)) {
                room[*member] = crowding;
            }
        }
        for ((candidate, rank), crowding) in self.population.iter_mut().zip(ranks).zip(room) {
            (candidate.rank, candidate.crowding) = (rank, crowding);
        }
        self.population.sort_by(|a, b| {
            a.rank.cmp(&b.rank).then(b.crowding.total_cmp(&a.crowding)).then(a.point.cmp(&b.point))
        });
        self.population.truncate(self.settings.population);
    }
}
