//! Ranking: constrained domination, fronts, crowding (Deb et al. 2002, IEEE Trans. Evol. Comput. 6: 182).

use std::cmp::Ordering;

use super::nsga2::Score;

/// Whether `a` dominates `b`: feasible beats infeasible; of two infeasible ones, the smaller violation; of two
/// feasible ones, the one that is no worse in any objective and better in at least one.
pub fn dominates(a: &Score, b: &Score) -> bool {
    match a.violation.total_cmp(&b.violation) {
        Ordering::Less => true,
        Ordering::Greater => false,
        Ordering::Equal => {
            let pairs = || a.objectives.iter().zip(&b.objectives);
            pairs().all(|(a, b)| a <= b) && pairs().any(|(a, b)| a < b)
        }
    }
}

/// The front of each score, the best is 0.
pub fn fronts(scores: &[&Score]) -> Vec<usize> {
    let count = scores.len();
    let mut beaten_by = vec![0usize; count];
    let mut beats: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (a, first) in scores.iter().enumerate() {
        for (b, second) in scores.iter().enumerate() {
            if dominates(first, second) {
                beats[a].push(b);
                beaten_by[b] += 1;
            }
        }
    }
    let mut rank = vec![0; count];
    let mut front: Vec<usize> = (0..count).filter(|index| beaten_by[*index] == 0).collect();
    let mut number = 0;
    while !front.is_empty() {
        let mut next = Vec::new();
        for &member in &front {
            rank[member] = number;
            for &other in &beats[member] {
                beaten_by[other] -= 1;
                if beaten_by[other] == 0 {
                    next.push(other);
                }
            }
        }
        next.sort_unstable();
        front = next;
        number += 1;
    }
    rank
}

/// Crowding distance of the members of one front: distances to their neighbours, summed over objectives.
pub fn crowding(scores: &[&Score]) -> Vec<f64> {
    let mut crowding = vec![0.0; scores.len()];
    let objectives = scores.first().map_or(0, |score| score.objectives.len());
    for objective in 0..objectives {
        let value = |index: usize| scores[index].objectives[objective];
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
        let (Some(&first), Some(&last)) = (order.first(), order.last()) else { continue };
        let span = value(last) - value(first);
        crowding[first] = f64::INFINITY;
        crowding[last] = f64::INFINITY;
        if span > 0.0 {
            for three in order.windows(3) {
                if let [before, own, after] = *three {
                    crowding[own] += (value(after) - value(before)) / span;
                }
            }
        }
    }
    crowding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(objectives: [f64; 2], violation: f64) -> Score {
        Score { objectives: objectives.to_vec(), violation }
    }

    #[test]
    fn constraints_come_before_objectives() {
        assert!(dominates(&score([9.0, 9.0], 0.0), &score([0.0, 0.0], 0.1)));
        assert!(dominates(&score([9.0, 9.0], 0.1), &score([0.0, 0.0], 0.2)));
        assert!(dominates(&score([1.0, 1.0], 0.0), &score([1.0, 2.0], 0.0)));
        assert!(!dominates(&score([1.0, 1.0], 0.0), &score([1.0, 1.0], 0.0)));
        assert!(!dominates(&score([0.0, 2.0], 0.0), &score([1.0, 1.0], 0.0)));
    }

    #[test]
    fn fronts_are_peeled_off() {
        let all =
            [([1.0, 3.0], 0.0), ([2.0, 2.0], 0.0), ([2.0, 3.0], 0.0), ([3.0, 3.0], 0.0), ([0.0, 0.0], 1.0)];
        let scores: Vec<Score> = all.iter().map(|(o, v)| score(*o, *v)).collect();
        assert_eq!(fronts(&scores.iter().collect::<Vec<_>>()), [0, 0, 1, 2, 3]);
    }

    #[test]
    fn ends_are_never_crowded() {
        let scores = [score([0.0, 4.0], 0.0), score([1.0, 2.0], 0.0), score([4.0, 0.0], 0.0)];
        assert_eq!(crowding(&scores.iter().collect::<Vec<_>>()), [f64::INFINITY, 2.0, f64::INFINITY]);
    }
}
