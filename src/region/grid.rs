//! A spatial index: points on the sphere in the cells of a cube around it.

use crate::laws::distance::{EARTH_RADIUS_KM, Point};
use crate::units::Km;

/// Cell width when there are enough points to fill the cells.
const CELL_KM: Km = 100.0;

/// Points by cell, each with its payload. Distances are straight lines through the Earth, in units of its radius.
#[derive(Debug, Clone)]
pub struct Grid<T> {
    width: f64,
    low: [f64; 3],
    cells: [usize; 3],
    /// First point of each cell, in `points`.
    from: Vec<u32>,
    points: Vec<(T, Point)>,
}

impl<T: Copy> Grid<T> {
    /// An index of points.
    pub fn of(points: impl Iterator<Item = (T, Point)> + Clone) -> Grid<T> {
        let (mut low, mut high, mut n) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3], 0);
        for (_, point) in points.clone() {
            n += 1;
            for axis in 0..3 {
                low[axis] = low[axis].min(point.0[axis]);
                high[axis] = high[axis].max(point.0[axis]);
            }
        }
        let mut width = CELL_KM / EARTH_RADIUS_KM;
        let count =
            |width: f64| std::array::from_fn(|axis| ((high[axis] - low[axis]).max(0.0) / width) as usize + 1);
        while count(width).iter().product::<usize>() > 4 * n + 64 {
            width *= 2.0;
        }
        let cells: [usize; 3] = count(width); // one without points
        let mut grid = Grid { width, low, cells, from: Vec::new(), points: Vec::with_capacity(n) };
        let mut keyed: Vec<(u32, (T, Point))> =
            points.map(|of| (grid.cell(grid.place(of.1)) as u32, of)).collect();
        keyed.sort_by_key(|&(cell, _)| cell); // stable: within a cell in the order given
        grid.from = vec![0; cells.iter().product::<usize>() + 1];
        keyed.iter().for_each(|&(cell, ..)| grid.from[cell as usize + 1] += 1);
        (1..grid.from.len()).for_each(|cell| grid.from[cell] += grid.from[cell - 1]);
        grid.points.extend(keyed.into_iter().map(|(_, of)| of));
        grid
    }

    /// Calls `each` for the points within a straight-line distance, with the squared distance of each.
    pub fn within(&self, around: Point, straight: f64, mut each: impl FnMut(T, f64)) {
        if self.points.is_empty() {
            return;
        }
        let [x, y, z] = std::array::from_fn(|axis| {
            let to = |by: f64| ((around.0[axis] + by - self.low[axis]) / self.width).floor();
            let last = self.cells[axis] as f64 - 1.0;
            // Empty if the whole range lies outside.
            to(-straight).clamp(0.0, last + 1.0) as usize..(to(straight).clamp(-1.0, last) + 1.0) as usize
        });
        for x in x {
            for y in y.clone() {
                if z.is_empty() {
                    return;
                }
                let first = self.from[self.cell([x, y, z.start])];
                let last = self.from[self.cell([x, y, z.end - 1]) + 1];
                for &(of, point) in &self.points[first as usize..last as usize] {
                    let squared = point.straight_squared(around);
                    if squared <= straight * straight {
                        each(of, squared);
                    }
                }
            }
        }
    }

    fn place(&self, point: Point) -> [usize; 3] {
        std::array::from_fn(|axis| ((point.0[axis] - self.low[axis]) / self.width) as usize)
    }

    /// Cells along z are contiguous.
    fn cell(&self, [x, y, z]: [usize; 3]) -> usize {
        (x * self.cells[1] + y) * self.cells[2] + z
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::distance::Location;

    #[test]
    fn what_is_within_is_found_and_nothing_else() {
        // Spread over the globe, including poles and date line, and clustered in one place.
        let spread =
            (0..500).map(|i| (f64::from(i * 7919 % 181) - 90.0, f64::from(i * 104_729 % 361) - 180.0));
        let crowd = (0..300).map(|i| (57.0 + f64::from(i % 17) * 0.01, 60.0 + f64::from(i % 13) * 0.01));
        let locations: Vec<Point> =
            spread.chain(crowd).map(|(lat, lon)| Location::of(lat, lon).point).collect();
        let grid = Grid::of(locations.iter().copied().enumerate());
        for around in locations.iter().step_by(37) {
            for straight in [0.0, 1e-3, 0.01, 0.1, 0.7, 1.9, 3.0] {
                let mut found = Vec::new();
                grid.within(*around, straight, |number, _| found.push(number));
                found.sort_unstable();
                let near = |point: &Point| point.straight_squared(*around) <= straight * straight;
                let wanted: Vec<usize> = (0..locations.len()).filter(|&i| near(&locations[i])).collect();
                assert_eq!(found, wanted, "within {straight}");
            }
        }
    }

    #[test]
    fn cells_are_as_narrow_as_the_number_of_points_allows() {
        let width = 100.0 / 6371.0;
        let along = |steps: &[f64]| {
            let at = steps.iter().map(|step| (*step, Point([step * width, 0.0, 0.0])));
            let grid = Grid::of(at);
            (grid.width, grid.cells)
        };
        // Four points may have 4 x 4 + 64 cells.
        assert_eq!(along(&[0.0, 1.5, 2.5, 80.5]), (2.0 * width, [41, 1, 1]));
        assert_eq!(along(&[0.0, 1.5, 2.5, 79.5]), (width, [80, 1, 1]));
        assert_eq!(along(&[]), (width, [1; 3]));
        let none = Grid::of(std::iter::empty());
        none.within(Point([0.0; 3]), 3.0, |(): (), _| panic!("a point of nothing"));
    }
}
