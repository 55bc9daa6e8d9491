//! The local share of a claim: a kernel-weighted mean of the points, on a grid.

use circulus::maths::{exp, pow};

/// Cells of the grid along the horizontal axis.
pub const COLUMNS: usize = 120;
/// Cells of the grid along the vertical axis.
pub const ROWS: usize = 60;
/// Effective number of points below which no mean is given.
pub const LEAST: f64 = 8.0;
/// Standard deviation of a key that is sampled evenly, as a share of its axis.
const EVEN: f64 = 0.289;

/// A point in the unit square, with the share in which the claim holds there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Place along the horizontal axis, 0 to 1.
    pub x: f64,
    /// Place along the vertical axis, 0 to 1.
    pub y: f64,
    /// Share in which the claim holds.
    pub holds: f64,
}

/// Means at the nodes of a grid over the unit square, row by row from below; none where there are too few points.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Cells along the horizontal axis; there is one node more.
    pub columns: usize,
    /// Cells along the vertical axis; there is one node more.
    pub rows: usize,
    /// Means.
    pub nodes: Vec<Option<f64>>,
}

impl Field {
    /// The mean at a node.
    pub fn node(&self, column: usize, row: usize) -> Option<f64> {
        self.nodes.get(row * (self.columns + 1) + column).copied().flatten()
    }

    /// Means at the corners of a cell: lower left, lower right, upper right, upper left.
    pub fn corners(&self, column: usize, row: usize) -> Option<[f64; 4]> {
        Some([
            self.node(column, row)?,
            self.node(column + 1, row)?,
            self.node(column + 1, row + 1)?,
            self.node(column, row + 1)?,
        ])
    }

    /// Mean of a cell.
    pub fn cell(&self, column: usize, row: usize) -> Option<f64> {
        self.corners(column, row).map(|corners| corners.iter().sum::<f64>() / 4.0)
    }
}

/// Standard deviation of the kernel as a share of an axis: Scott's rule (1992) for two keys sampled evenly.
pub fn bandwidth(points: usize) -> f64 {
    (EVEN * pow(points.max(1) as f64, -1.0 / 6.0)).clamp(0.03, 0.15)
}

/// The means under a Gaussian kernel.
pub fn field(points: &[Placed], bandwidth: f64, columns: usize, rows: usize) -> Field {
    let kernel = |off: f64| exp(-0.5 * (off / bandwidth) * (off / bandwidth));
    // The kernel is a product of one along each axis: far fewer exponentials.
    let along = |cells: usize, place: fn(&Placed) -> f64| -> Vec<Vec<f64>> {
        let node = |node: usize| node as f64 / cells as f64;
        (0..=cells).map(|at| points.iter().map(|point| kernel(node(at) - place(point))).collect()).collect()
    };
    let (across, up) = (along(columns, |point| point.x), along(rows, |point| point.y));
    let mut nodes = Vec::with_capacity((columns + 1) * (rows + 1));
    for up in &up {
        for across in &across {
            let (mut sum, mut squares, mut held) = (0.0, 0.0, 0.0);
            for ((a, b), point) in across.iter().zip(up).zip(points) {
                let weight = a * b;
                sum += weight;
                squares += weight * weight;
                held += weight * point.holds;
            }
            nodes.push((effective(sum, squares) >= LEAST).then(|| held / sum));
        }
    }
    Field { columns, rows, nodes }
}

/// Effective number of points: Kish's (1965), but at most twice the sum of weights, with which it agrees among evenly
/// spread points. Kish's alone is large far from all points, where all have the same tiny weight.
fn effective(sum: f64, squares: f64) -> f64 {
    if squares > 0.0 { (sum * sum / squares).min(2.0 * sum) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lattice(side: usize, holds: impl Fn(f64, f64) -> f64) -> Vec<Placed> {
        let place = |i: usize| (i as f64 + 0.5) / side as f64;
        let cells = (0..side * side).map(|i| (place(i % side), place(i / side)));
        cells.map(|(x, y)| Placed { x, y, holds: holds(x, y) }).collect()
    }

    #[test]
    fn means_of_known_points() {
        let even = field(&lattice(30, |_, _| 0.3), 0.1, 8, 6);
        assert!(even.nodes.iter().all(|node| (node.unwrap() - 0.3).abs() < 1e-12));
        assert_eq!(even.nodes.len(), 9 * 7);
        // Half of the points at one place hold: whatever the weights, the mean is a half.
        let point = |i: usize| Placed { x: 0.5, y: 0.5, holds: (i % 2) as f64 };
        let heap = field(&(0..40).map(point).collect::<Vec<_>>(), 0.1, 4, 4);
        assert!((heap.node(2, 2).unwrap() - 0.5).abs() < 1e-12);
        // By symmetry a step at the middle has a half there, and little change far away.
        let step = field(&lattice(40, |x, _| f64::from(x > 0.5)), 0.05, 8, 8);
        assert!((step.node(4, 4).unwrap() - 0.5).abs() < 1e-9);
        assert!(step.node(0, 4).unwrap() < 1e-6 && step.node(8, 4).unwrap() > 1.0 - 1e-6);
        assert_eq!(step.cell(0, 0).map(|mean| mean < 1e-6), Some(true));
    }

    #[test]
    fn the_mean_of_two_places_is_weighted_by_the_kernel() {
        let mut points = vec![Placed { x: 0.0, y: 0.0, holds: 1.0 }; 20];
        points.extend(vec![Placed { x: 1.0, y: 0.0, holds: 0.0 }; 20]);
        let means = field(&points, 0.5, 4, 1);
        let (near, far) = (exp(-0.125), exp(-1.125));
        assert!((means.node(1, 0).unwrap() - near / (near + far)).abs() < 1e-12);
        assert!((means.node(2, 0).unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn there_is_no_mean_of_few_points_or_far_from_all() {
        let heap = vec![Placed { x: 0.1, y: 0.1, holds: 1.0 }; 500];
        let means = field(&heap, 0.05, 10, 10);
        assert_eq!((means.node(1, 1), means.node(9, 9), means.cell(9, 9)), (Some(1.0), None, None));
        let few = field(&heap[..7], 0.05, 10, 10);
        assert!(few.nodes.iter().all(Option::is_none));
        assert!(field(&[], 0.1, 2, 2).nodes.iter().all(Option::is_none));
    }

    #[test]
    fn the_effective_number_of_evenly_spread_points_is_that_under_the_kernel() {
        let bandwidth = 0.05;
        let (mut sum, mut squares) = (0.0, 0.0);
        for point in lattice(100, |_, _| 0.0) {
            let off = (point.x - 0.5) * (point.x - 0.5) + (point.y - 0.5) * (point.y - 0.5);
            let weight = exp(-0.5 * off / (bandwidth * bandwidth));
            (sum, squares) = (sum + weight, squares + weight * weight);
        }
        let theory = 4.0 * std::f64::consts::PI * bandwidth * bandwidth * 1e4;
        assert!((effective(sum, squares) / theory - 1.0).abs() < 1e-3);
        assert!(bandwidth_falls());
    }

    fn bandwidth_falls() -> bool {
        let widths: Vec<f64> = [1, 100, 1000, 10_000, 10_000_000].map(bandwidth).to_vec();
        widths.windows(2).all(|pair| pair[0] > pair[1]) && widths[0] == 0.15 && widths[4] == 0.03
    }
}
