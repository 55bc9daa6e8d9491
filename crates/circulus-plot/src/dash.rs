//! Dashed lines, cut into dashes here so that they are the same in every file format.

use super::sheet::Point;

/// The dashes of the line through `points`; each dash follows the bends of the line.
///
/// A line shorter than a dash is not cut.
pub fn pieces(points: &[Point], [dash, gap]: [f64; 2]) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let Some(&first) = points.first() else {
        return pieces;
    };
    let mut piece = vec![first];
    let mut drawing = true;
    let mut left = dash;
    for ends in points.windows(2) {
        let (mut from, to) = (ends[0], ends[1]);
        let mut length = distance(from, to);
        while length > left {
            let share = left / length;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            length -= left;
            piece.push(from);
            if drawing {
                pieces.push(std::mem::take(&mut piece));
            }
            drawing = !drawing;
            left = if drawing { dash } else { gap };
            piece = vec![from];
        }
        left -= length;
        piece.push(to);
    }
    if drawing && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

fn distance(a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    (dx * dx + dy * dy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(points: &[Point]) -> f64 {
        points.windows(2).map(|p| distance(p[0], p[1])).sum()
    }

    #[test]
    fn dashes_have_their_length_however_many_points_the_line_has() {
        let bends: Vec<Point> =
            (0..1000).map(|i| (f64::from(i) * 0.7, if i % 2 == 0 { 0.0 } else { 0.5 })).collect();
        let dashes = pieces(&bends, [16.0, 10.0]);
        for dash in &dashes[..dashes.len() - 1] {
            assert!((length(dash) - 16.0).abs() < 1e-6);
        }
        let drawn: f64 = dashes.iter().map(|dash| length(dash)).sum();
        let share = drawn / length(&bends);
        assert!((share - 16.0 / 26.0).abs() < 0.02, "{share}");
    }

    #[test]
    fn nothing_and_points_that_coincide_make_no_trouble() {
        assert!(pieces(&[], [4.0, 4.0]).is_empty());
        assert!(pieces(&[(1.0, 1.0)], [4.0, 4.0]).is_empty());
        assert_eq!(pieces(&[(1.0, 1.0), (1.0, 1.0)], [4.0, 4.0]).len(), 1);
        assert_eq!(pieces(&[(0.0, 0.0), (3.0, 0.0)], [4.0, 4.0]).len(), 1);
    }
}
