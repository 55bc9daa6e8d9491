//! Labels at the ends of lines, moved apart to avoid overlaps, and legends.

use super::axes::Frame;
use super::sheet::{Area, Point, Sheet, Text};
use super::style::{BLACK, BOLD_LINE, DASH, FINE_LINE, GREY, Ink, LINE, WHITE};
use super::text;

/// The symbol for a series in a legend or label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    /// A line with a width.
    Line(Ink, f64),
    /// A dashed line.
    Dashed(Ink),
    /// A filled area.
    Field(Ink),
    /// A line that is shown as a disc in other charts of the figure.
    Disc(Ink),
    /// A dashed line that is shown as a ring in other charts of the figure.
    Ring(Ink),
    /// A vertical mark.
    Mark(Ink),
    /// A filled circle.
    Dot(Ink),
    /// An open circle.
    OpenDot(Ink),
    /// A cross, as [`cross`] draws it.
    Cross(Ink),
}

/// Width of the widest symbol.
const SIGN: f64 = 44.0;

impl Sign {
    fn width(self) -> f64 {
        match self {
            Sign::Field(_) => 30.0,
            Sign::Mark(_) => 6.0,
            Sign::Dot(_) | Sign::OpenDot(_) => 20.0,
            Sign::Cross(_) => 26.0,
            _ => SIGN,
        }
    }

    /// Draws the symbol from a point at the mid-height of lower-case letters.
    pub fn draw(self, sheet: &mut Sheet, (x, y): Point) {
        let right = x + self.width();
        let disc = ((x + right) / 2.0, y);
        match self {
            Sign::Line(ink, width) => sheet.segment((x, y), (right, y), width, ink),
            Sign::Dashed(ink) => sheet.dashed(&[(x, y), (right, y)], DASH, LINE, ink),
            Sign::Field(ink) => sheet.rectangle(Area::new(x, y - 11.0, right, y + 11.0), ink),
            Sign::Disc(ink) => {
                sheet.segment((x, y), (right, y), BOLD_LINE, ink);
                sheet.circle(disc, 10.0, ink);
            }
            Sign::Ring(ink) => {
                sheet.dashed(&[(x, y), (right, y)], DASH, LINE, ink);
                sheet.ring(disc, 10.0, ink);
            }
            Sign::Dot(ink) => sheet.circle(disc, 10.0, ink),
            Sign::OpenDot(ink) => sheet.ring(disc, 10.0, ink),
            Sign::Cross(ink) => cross(sheet, disc, 12.0, ink),
            Sign::Mark(ink) => {
                sheet.segment((disc.0, y - 15.0), (disc.0, y + 15.0), LINE, ink);
            }
        }
    }
}

/// A cross with a white edge, so that it is seen on any colour.
pub fn cross(sheet: &mut Sheet, (x, y): Point, reach: f64, ink: Ink) {
    for (reach, width, ink) in [(reach + 3.0, BOLD_LINE + 6.0, WHITE), (reach, BOLD_LINE, ink)] {
        sheet.segment((x - reach, y - reach), (x + reach, y + reach), width, ink);
        sheet.segment((x - reach, y + reach), (x + reach, y - reach), width, ink);
    }
}

/// Draws symbols with names in rows: from a point, as many as fit before `right`, then the next row. Returns the
/// height of the next row.
pub fn legend(sheet: &mut Sheet, entries: &[(Sign, String)], at: Point, right: f64, size: f64) -> f64 {
    let (mut x, mut y) = at;
    for (sign, name) in entries {
        let before = sign.width() + 12.0;
        let width = before + text::width(name, size, false);
        if x > at.0 && x + width > right {
            (x, y) = (at.0, y + 1.5 * size);
        }
        sign.draw(sheet, (x, y));
        sheet.text(Text::new(name, (x + before, y), size).centred());
        x += width + 40.0;
    }
    y + 1.5 * size
}

/// A label at the right end of a line or band.
#[derive(Debug, Clone, PartialEq)]
pub struct EndLabel {
    /// Height on the page of the end of the line.
    pub y: f64,
    /// Lines of text, the first in bold.
    pub lines: Vec<String>,
    /// Symbol of the series.
    pub sign: Sign,
}

/// Draws labels to the right of a frame, sorted by height and without overlaps.
pub fn end_labels(sheet: &mut Sheet, frame: &Frame, labels: &[EndLabel], size: f64) {
    let step = 1.25 * size;
    let heights: Vec<f64> =
        labels.iter().map(|label| label.lines.len() as f64 * step + 0.25 * size).collect();
    let wanted: Vec<f64> = labels.iter().map(|label| label.y).collect();
    let above = frame.area.top - 0.6 * size;
    let places = spread(&wanted, &heights, above, frame.area.bottom + 0.6 * size);
    for (label, place) in labels.iter().zip(places) {
        let first = place - (label.lines.len() as f64 - 1.0) * step / 2.0;
        let x = frame.area.right;
        if (first - label.y).abs() > 3.0 {
            let ends = ((x + 6.0, label.y), (x + 30.0, first));
            sheet.segment(ends.0, ends.1, FINE_LINE, GREY);
        }
        let sign = x + 34.0 + SIGN - label.sign.width();
        label.sign.draw(sheet, (sign, first));
        for (i, line) in label.lines.iter().enumerate() {
            let at = (x + 34.0 + SIGN + 12.0, first + i as f64 * step);
            let ink = if i == 0 { BLACK } else { GREY };
            sheet.text(Text::new(line, at, size).centred().ink(ink));
        }
    }
}

/// Width of the symbol of an end label, before its text.
pub const END_SIGN: f64 = 34.0 + SIGN + 12.0;

/// Centres for items of these heights, as close as possible to the wanted positions without overlaps, in the order
/// given, between `low` and `high` if they fit.
pub fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    // Subtract the heights of all items before each: then neighbours only have to be non-decreasing, and the nearest
    // non-decreasing sequence is found by averaging violators (pool adjacent violators).
    let mut before = 0.0;
    let mut offsets = Vec::with_capacity(order.len());
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for &i in &order {
        offsets.push(before + heights[i] / 2.0);
        let mut pool = (wanted[i] - before - heights[i] / 2.0, 1);
        before += heights[i];
        while let Some(&(mean, size)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let both = size + pool.1;
            pool = ((mean * size as f64 + pool.0 * pool.1 as f64) / both as f64, both);
        }
        pools.push(pool);
    }
    let highest = (high - before).max(low);
    let starts = pools.iter().flat_map(|&(mean, size)| std::iter::repeat_n(mean.clamp(low, highest), size));
    let mut places = vec![0.0; wanted.len()];
    for ((&i, offset), start) in order.iter().zip(offsets).zip(starts) {
        places[i] = start + offset;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_stay_where_nothing_presses() {
        let places = spread(&[50.0, 10.0, 51.0, 52.0], &[10.0; 4], 0.0, 100.0);
        assert_eq!(places, [41.0, 10.0, 51.0, 61.0]);
        let edge = spread(&[0.0, 1.0, 99.0], &[20.0; 3], 0.0, 100.0);
        assert_eq!(edge, [10.0, 30.0, 90.0]);
        assert!(spread(&[], &[], 0.0, 1.0).is_empty());
        let crowded = spread(&[5.0; 10], &[20.0; 10], 0.0, 100.0);
        assert_eq!(crowded[9] - crowded[0], 180.0);
    }
}
