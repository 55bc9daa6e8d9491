//! Contours of a field by marching squares, joined into lines.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use crate::sheet::Point;

/// An edge of the grid by its lower or left node; `true` if it is horizontal.
type Edge = (bool, usize, usize);

/// The lines along which a field has a value, in cells from the lower left corner; a closed line ends where it begins.
pub fn contours(field: &Field, value: f64) -> Vec<Vec<Point>> {
    let segments = segments(field, value);
    let mut at: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (index, ends) in segments.iter().enumerate() {
        ends.iter().for_each(|end| at.entry(*end).or_default().push(index));
    }
    let mut left: BTreeSet<usize> = (0..segments.len()).collect();
    let mut lines = Vec::new();
    // Open lines first, from their ends; what is left is closed.
    let ends = at.iter().filter(|(_, met)| met.len() == 1).map(|(edge, _)| *edge);
    let starts: Vec<Edge> = ends.chain(at.keys().copied()).collect();
    for start in starts {
        let mut edge = start;
        let mut line = vec![crossing(field, edge, value)];
        while let Some(&next) = at[&edge].iter().find(|index| left.contains(index)) {
            left.remove(&next);
            let [a, b] = segments[next];
            edge = if a == edge { b } else { a };
            line.push(crossing(field, edge, value));
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

/// The pieces of the contour in each cell, by the edges that they join.
fn segments(field: &Field, value: f64) -> Vec<[Edge; 2]> {
    let mut segments = Vec::new();
    for row in 0..field.rows {
        for column in 0..field.columns {
            let Some(corners) = field.corners(column, row) else { continue };
            let above = corners.map(|corner| corner >= value);
            let (below, top) = ((true, column, row), (true, column, row + 1));
            let (left, right) = ((false, column, row), (false, column + 1, row));
            let edges = [below, right, top, left];
            let crossed: Vec<Edge> =
                (0..4).filter(|&i| above[i] != above[(i + 1) % 4]).map(|i| edges[i]).collect();
            match crossed[..] {
                [a, b] => segments.push([a, b]),
                [_, _, _, _] => {
                    // A saddle: its middle tells which two corners are connected.
                    let middle = corners.iter().sum::<f64>() / 4.0 >= value;
                    let pairs = if middle == above[0] {
                        [[below, right], [top, left]]
                    } else {
                        [[left, below], [right, top]]
                    };
                    segments.extend(pairs);
                }
                _ => {}
            }
        }
    }
    segments
}

/// Where the value is reached along an edge.
fn crossing(field: &Field, (across, column, row): Edge, value: f64) -> Point {
    let next = if across { (column + 1, row) } else { (column, row + 1) };
    let from = field.node(column, row).unwrap_or(value);
    let to = field.node(next.0, next.1).unwrap_or(value);
    let part = if to == from { 0.0 } else { (value - from) / (to - from) };
    let (x, y) = (column as f64, row as f64);
    if across { (x + part, y) } else { (x, y + part) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(columns: usize, rows: usize, value: impl Fn(f64, f64) -> Option<f64>) -> Field {
        let nodes = (0..(columns + 1) * (rows + 1))
            .map(|i| value((i % (columns + 1)) as f64, (i / (columns + 1)) as f64))
            .collect();
        Field { columns, rows, nodes }
    }

    #[test]
    fn the_contour_of_a_linear_field_is_a_straight_line_in_its_place() {
        let field = of(10, 6, |x, y| Some((x + 0.5 * y) / 13.0));
        let lines = contours(&field, 0.5);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|(x, y)| (x + 0.5 * y - 6.5).abs() < 1e-12), "{lines:?}");
        let mut heights: Vec<f64> = lines[0].iter().map(|point| point.1).collect();
        heights.sort_by(f64::total_cmp);
        assert_eq!((heights[0], heights[heights.len() - 1]), (0.0, 6.0));
        assert!(contours(&field, 2.0).is_empty());
        assert!(contours(&of(3, 3, |_, _| Some(1.0)), 0.5).is_empty());
    }

    #[test]
    fn a_hill_has_one_closed_line_and_a_blank_cell_cuts_it() {
        let hill = |x: f64, y: f64| 1.0 - ((x - 5.0) * (x - 5.0) + (y - 5.0) * (y - 5.0)) / 20.0;
        let lines = contours(&of(10, 10, |x, y| Some(hill(x, y))), 0.5);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        let cut = contours(&of(10, 10, |x, y| (x > 2.5).then(|| hill(x, y))), 0.5);
        assert_eq!(cut.len(), 1);
        assert_ne!(cut[0].first(), cut[0].last());
    }

    #[test]
    fn a_saddle_joins_what_its_middle_joins() {
        let saddle = |high: f64| of(1, 1, move |x, y| Some(if x == y { high } else { 0.0 }));
        // A high middle joins the high corners, and the lines cut off the low one at the lower right.
        for (high, cut_off) in [(1.5, true), (0.8, false)] {
            let lines = contours(&saddle(high), 0.5);
            assert_eq!(lines.len(), 2);
            let lower_right = |line: &Vec<Point>| line.iter().map(|(x, y)| x - y).sum::<f64>() > 0.5;
            assert_eq!(lines.iter().any(lower_right), cut_off);
        }
    }
}
