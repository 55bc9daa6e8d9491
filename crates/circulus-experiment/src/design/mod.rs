//! Designs: the points of the unit cube to run.

mod joe_kuo;
pub mod latin_hypercube;
pub mod morris;
pub mod saltelli;
pub mod shapley;
pub mod sobol;

/// A sample of the unit cube.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cube {
    /// Number of dimensions, one for each varied key.
    pub dimensions: usize,
    /// Coordinates in `[0, 1]`, point by point; the length is a multiple of `dimensions`.
    pub points: Vec<f64>,
}

impl Cube {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.points.len().checked_div(self.dimensions).unwrap_or(0)
    }

    /// Whether there are no points.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// A coordinate of a point, if it exists.
    pub fn get(&self, point: usize, dimension: usize) -> Option<f64> {
        let inside = dimension < self.dimensions;
        inside.then(|| self.points.get(point * self.dimensions + dimension).copied()).flatten()
    }
}
