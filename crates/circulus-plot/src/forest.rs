//! A forest plot: several alternatives against a baseline, an indicator in each panel.

use super::axes::{Axis, Frame, range};
use super::fan::unit_of;
use super::labels::Sign;
use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{BLUE, FINE_LINE, GREY, GRID_LINE, Ink, LABEL, LIGHT, LINE, ORANGE, SMALL, TICK};
use super::text;
use circulus_experiment::comparison::Difference;

/// Most panels.
pub const PANELS: usize = 4;
/// Most alternatives in a picture.
pub const ROWS: usize = 24;

/// Draws the differences of alternatives to a baseline: a panel for each indicator, a row for each alternative, in the
/// order of `alternatives`.
pub fn draw(
    differences: &[Difference],
    alternatives: &[String],
    indicators: &[String],
    currency: &str,
    said: &Said,
) -> Sheet {
    let signs = [
        (Sign::Disc(BLUE), "the difference is clear".to_owned()),
        (Sign::Disc(ORANGE), "it may be luck".to_owned()),
        (Sign::Line(GREY, LINE), "interval of one".to_owned()),
        (Sign::Line(GREY, FINE_LINE), "of all together".to_owned()),
    ];
    let mut page = Page::of(said, &signs);
    let rows = &alternatives[..alternatives.len().min(ROWS)];
    let panels: Vec<Vec<Option<&Difference>>> = indicators
        .iter()
        .take(PANELS)
        .map(|indicator| {
            let of = |name: &String| {
                differences.iter().find(|row| row.alternative == *name && row.indicator == *indicator)
            };
            rows.iter().map(of).collect()
        })
        .filter(|panel: &Vec<Option<&Difference>>| panel.iter().any(Option::is_some))
        .collect();
    let body = page.body;
    if panels.is_empty() {
        page.nothing(body, "There is no difference to draw.");
        return page.sheet;
    }
    let names = 0.24 * body.width();
    let top = body.top + 2.6 * LABEL + 0.5 * TICK;
    let step = (body.bottom - 3.3 * TICK - top) / rows.len() as f64;
    let size = SMALL.min(0.8 * step);
    for (at, name) in rows.iter().enumerate() {
        let y = top + (at as f64 + 0.5) * step;
        let name = text::fit(name, size, false, names - 24.0);
        page.sheet.text(Text::new(name, (body.left + names - 20.0, y), size).anchor(Anchor::End).centred());
    }
    let width = (body.width() - names) / panels.len() as f64;
    for (at, panel) in panels.iter().enumerate() {
        let left = body.left + names + at as f64 * width;
        let area = Area::new(left + 20.0, top, left + width - 40.0, top + rows.len() as f64 * step);
        self::panel(&mut page.sheet, area, panel, step, currency);
    }
    page.sheet
}

fn panel(sheet: &mut Sheet, area: Area, rows: &[Option<&Difference>], step: f64, currency: &str) {
    let ends = |row: &Difference| {
        let (middle, half) = (row.paired.difference?, row.half_width_of_all.or(row.paired.half_width)?);
        Some([middle - half, middle + half])
    };
    let all = || rows.iter().flatten().filter_map(|row| ends(row)).flatten().chain([0.0]);
    let largest = all().fold(0.0, |most: f64, value| most.max(value.abs()));
    let Some(first) = rows.iter().flatten().next() else { return };
    let unit = unit_of(&first.unit, largest, currency);
    let (low, high) = range(all().map(|value| value / unit.size)).unwrap_or((0.0, 1.0));
    let frame = Frame { area, x: Axis::around(low, high, 4), y: Axis::around(0.0, 1.0, 1) };
    let title = first.meaning.split([':', ';']).next().unwrap_or(&first.meaning);
    let lines = text::wrap(title, LABEL, true, area.width(), 2);
    for (line, up) in lines.iter().rev().zip(0u8..) {
        let y = area.top - 0.7 * TICK - 1.15 * LABEL * f64::from(up);
        sheet.text(Text::new(line.as_str(), (area.left, y), LABEL).bold());
    }
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        let ink = if tick == 0.0 { GREY } else { LIGHT };
        sheet.segment((x, area.top), (x, area.bottom), GRID_LINE, ink);
    }
    frame.draw_x(sheet, TICK, Some(&unit.name));
    for (at, row) in rows.iter().enumerate() {
        let y = area.top + (at as f64 + 0.5) * step;
        if let Some(row) = row {
            one(sheet, &frame, row, y, unit.size);
        }
    }
}

fn one(sheet: &mut Sheet, frame: &Frame, row: &Difference, y: f64, size: f64) {
    let Some((middle, half)) = row.paired.difference.zip(row.paired.half_width) else { return };
    let ink: Ink = if row.is_clear_of_all() { BLUE } else { ORANGE };
    let place = |value: f64| frame.point(value / size, 0.0).0;
    if let Some(of_all) = row.half_width_of_all {
        sheet.segment((place(middle - of_all), y), (place(middle + of_all), y), FINE_LINE, ink);
    }
    sheet.segment((place(middle - half), y), (place(middle + half), y), LINE, ink);
    sheet.circle((place(middle), y), 8.0, ink);
}
