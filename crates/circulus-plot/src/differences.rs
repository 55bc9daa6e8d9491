//! The differences of a paired comparison with their intervals, relative to the first scenario's values.

use super::axes::{Axis, Frame};
use super::labels::Sign;
use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{BLUE, FINE_LINE, GREY, GRID_LINE, LIGHT, LINE, ORANGE, SMALL, TICK};
use super::text;
use circulus::numbers::{change, digits};
use circulus_experiment::comparison::Difference;

/// Maximum number of rows.
const MOST: usize = 18;

/// Draws the differences that can be expressed relative to A, in the order given.
pub fn draw(differences: &[Difference], said: &Said) -> Sheet {
    let rows: Vec<(&Difference, f64, f64)> = differences.iter().filter_map(relative).take(MOST).collect();
    let signs = [
        (Sign::Disc(BLUE), "the interval leaves out 0".to_owned()),
        (Sign::Disc(ORANGE), "the interval holds 0".to_owned()),
    ];
    let mut page = Page::of(said, &signs);
    if rows.is_empty() {
        let body = page.body;
        page.nothing(body, "No number differs, or none that can be told as a share of A.");
        return page.sheet;
    }
    let body = page.body;
    let (names, numbers) = (0.42 * body.width(), 0.13 * body.width());
    let ends =
        rows.iter().flat_map(|(_, middle, half)| [100.0 * (middle - half), 100.0 * (middle + half), 0.0]);
    let (low, high) = super::axes::range(ends).unwrap_or((0.0, 1.0));
    let frame = Frame {
        area: Area::new(
            body.left + names,
            body.top + 0.6 * TICK,
            body.right - numbers,
            body.bottom - 3.1 * TICK,
        ),
        x: Axis::around(low, high, 6),
        y: Axis::around(0.0, 1.0, 1),
    };
    let sheet = &mut page.sheet;
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        let ink = if tick == 0.0 { GREY } else { LIGHT };
        sheet.segment((x, frame.area.top), (x, frame.area.bottom), GRID_LINE, ink);
    }
    frame.draw_x(sheet, TICK, Some("% of A's mean"));
    let step = frame.area.height() / rows.len() as f64;
    let size = SMALL.min(0.8 * step);
    for (at, (row, middle, half)) in rows.iter().enumerate() {
        let y = frame.area.top + (at as f64 + 0.5) * step;
        let name = text::fit(&title(row), size, false, names - 24.0);
        sheet.text(Text::new(name, (frame.area.left - 20.0, y), size).anchor(Anchor::End).centred());
        let ink = if row.is_clear() { BLUE } else { ORANGE };
        let place = |share: f64| frame.point(100.0 * share, 0.0).0;
        sheet.segment((place(middle - half), y), (place(middle + half), y), LINE, ink);
        for end in [middle - half, middle + half] {
            sheet.segment((place(end), y - 7.0), (place(end), y + 7.0), FINE_LINE, ink);
        }
        sheet.circle((place(*middle), y), 8.0, ink);
        let at = (frame.area.right + 20.0, y);
        sheet.text(Text::new(change(*middle), at, size).ink(ink).centred());
    }
    page.sheet
}

/// Mean and half-width of the difference, relative to A's mean.
fn relative(row: &Difference) -> Option<(&Difference, f64, f64)> {
    let mean = row.paired.first.filter(|mean| mean.abs() > 0.0)?.abs();
    Some((row, row.paired.difference? / mean, row.paired.half_width? / mean))
}

/// The title of an indicator, with what it is of.
fn title(row: &Difference) -> String {
    let title = row.meaning.split([':', ';']).next().unwrap_or(&row.meaning).to_owned();
    if row.meaning.ends_with("; of the twin") { format!("{title}, twin") } else { title }
}

/// A number with a few digits, for sentences about differences.
pub fn few(value: f64) -> String {
    digits(value, 3)
}
