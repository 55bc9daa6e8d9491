//! The grid over indicators, whose cells are the patterns.

use serde::{Deserialize, Serialize};

/// A cell of the grid: for each indicator 0 below its range, 1 to its number of cells within it, one more above it.
pub type Pattern = Vec<u16>;

/// How one indicator is divided into cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Lower end of the first cell, in the indicator's unit.
    pub from: f64,
    /// Upper end of the last cell.
    pub to: f64,
    /// Number of cells between the two, all of one width.
    pub cells: u16,
}

impl Axis {
    /// The cell of a value; `None` if it is not finite. A cell has its lower end and not its upper one.
    pub fn cell(&self, value: f64) -> Option<u16> {
        if !value.is_finite() {
            return None;
        }
        if value < self.from {
            return Some(0);
        }
        if value >= self.to {
            return Some(self.cells + 1);
        }
        let place = (value - self.from) / (self.to - self.from) * f64::from(self.cells);
        let mut below = (place as u16).min(self.cells - 1);
        // The ends decide, as a table has them: rounding may have brought the place across one.
        while below > 0 && value < self.end(below) {
            below -= 1;
        }
        while below + 1 < self.cells && value >= self.end(below + 1) {
            below += 1;
        }
        Some(below + 1)
    }

    /// The end between this number of cells and the others, without what division leaves: 0.2 and not 0.19999999999999998.
    fn end(&self, below: u16) -> f64 {
        match below {
            0 => self.from,
            all if all == self.cells => self.to,
            some => {
                let end = self.from + (self.to - self.from) * f64::from(some) / f64::from(self.cells);
                format!("{end:.11e}").parse().unwrap_or(end)
            }
        }
    }

    /// The ends of a cell; `None` for a side without end.
    pub fn ends(&self, cell: u16) -> (Option<f64>, Option<f64>) {
        let end = |cell: u16| (cell <= self.cells).then(|| self.end(cell));
        (cell.checked_sub(1).and_then(end), end(cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_round_and_a_number_on_one_is_above_it() {
        let axis = Axis { from: 0.0, to: 1.0, cells: 100 };
        for cell in 1..100_u16 {
            let end = f64::from(cell) / 100.0;
            assert_eq!(axis.ends(cell), (Some(f64::from(cell - 1) / 100.0), Some(end)));
            assert_eq!(axis.cell(end), Some(cell + 1), "{end}");
        }
        assert_eq!(Axis { from: 0.0, to: 0.6, cells: 6 }.ends(2), (Some(0.1), Some(0.2)));
    }

    #[test]
    fn every_number_is_in_the_cell_between_whose_ends_it_lies() {
        let axis = Axis { from: -1.0, to: 3.0, cells: 8 };
        let cells = [-1.1, -1.0, -0.6, -0.5, 2.9, 3.0, 1e300].map(|value| axis.cell(value).unwrap());
        assert_eq!(cells, [0, 1, 1, 2, 8, 9, 9]);
        assert_eq!((axis.cell(f64::NAN), axis.cell(f64::INFINITY)), (None, None));
        assert_eq!(axis.ends(0), (None, Some(-1.0)));
        assert_eq!(axis.ends(1), (Some(-1.0), Some(-0.5)));
        assert_eq!(axis.ends(8), (Some(2.5), Some(3.0)));
        assert_eq!(axis.ends(9), (Some(3.0), None));
    }
}
