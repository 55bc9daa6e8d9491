//! Pairs of bars, members above non-members, with a mark for the twin across both.

use crate::axes::{Axis, Frame};
use crate::page::heading;
use crate::sheet::{Anchor, Area, Sheet, Text};
use crate::style::{BLACK, GREY, GRID_LINE, LABEL, LIGHT, LINE, MEMBERS, OTHERS, SMALL, TICK, TWIN};
use crate::text;
use circulus::numbers::{count, digits};

/// Values for one risk; `None` without plant-years.
pub struct Row {
    /// Number of events for a risk that affects no plants.
    pub no_plant: Option<usize>,
    /// Members' value.
    pub members: Option<f64>,
    /// Non-members' value.
    pub others: Option<f64>,
    /// Value of the twin's plants.
    pub twin: Option<f64>,
    /// Numbers of events at members and non-members, shown with the values.
    pub counts: Option<[usize; 2]>,
}

/// The largest value among risks that affect plants.
pub fn largest(rows: &[Row]) -> f64 {
    let rows = rows.iter().filter(|row| row.no_plant.is_none());
    let values = rows.flat_map(|row| [row.members, row.others, row.twin]);
    values.flatten().fold(0.0, f64::max)
}

/// Draws a chart of rows with its heading; values are divided by `size`.
pub fn draw(sheet: &mut Sheet, area: Area, what: &str, unit: &str, rows: &[Row], size: f64) {
    heading(sheet, (area.left, area.top + 0.9 * LABEL), what, unit, area.width());
    let frame = Frame {
        area: area.inset(0.0, 1.7 * LABEL, 120.0, 1.8 * TICK),
        x: Axis::from_zero([largest(rows) / size], 3),
        y: Axis::around(0.0, 1.0, 1),
    };
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        sheet.segment((x, frame.area.top), (x, frame.area.bottom), GRID_LINE, LIGHT);
    }
    frame.draw_x(sheet, TICK, None);
    let step = frame.area.height() / rows.len() as f64;
    for (i, row) in rows.iter().enumerate() {
        let middle = frame.area.top + (i as f64 + 0.5) * step;
        if let Some(events) = row.no_plant {
            let said = match row.counts {
                Some(_) => format!("{} struck no plant", count(events, "event", "events")),
                None => "–".to_owned(),
            };
            let at = (frame.area.left + 10.0, middle);
            sheet.text(Text::new(said, at, SMALL).ink(GREY).centred());
        } else {
            pair(sheet, &frame, row, size, middle, (0.36 * step).min(30.0));
        }
    }
}

fn pair(sheet: &mut Sheet, frame: &Frame, row: &Row, size: f64, middle: f64, thick: f64) {
    let place = |value: f64| frame.point(value / size, 0.0).0;
    let twin = row.twin.map(place);
    let bars = [(row.members, MEMBERS, middle - thick - 1.0), (row.others, OTHERS, middle + 1.0)];
    for (i, (value, ink, top)) in bars.into_iter().enumerate() {
        let right = value.map_or(frame.area.left, place);
        let mut said = "–".to_owned();
        if let Some(value) = value {
            let least = frame.area.left + 2.0;
            sheet.rectangle(Area::new(frame.area.left, top, right.max(least), top + thick), ink);
            said = digits(value / size, 2);
            if let Some(counts) = row.counts {
                said += &format!(" ({})", counts[i]);
            }
        }
        // The number is placed after the bar, or after the twin's mark if that would cross it.
        let crossing = twin.filter(|&twin| twin > right && twin < right + 110.0);
        let at = (crossing.unwrap_or(right) + 10.0, top + thick / 2.0);
        sheet.text(Text::new(said, at, SMALL.min(thick + 2.0)).centred());
    }
    if let Some(twin) = twin {
        let ends = [(twin, middle - thick - 5.0), (twin, middle + thick + 5.0)];
        sheet.segment(ends[0], ends[1], LINE, TWIN);
    }
}

/// Names of the risks, right-aligned at `width`, in the rows of the bars.
pub fn names(sheet: &mut Sheet, kinds: &[&str], area: Area, width: f64) {
    let field = area.inset(0.0, 1.7 * LABEL, 0.0, 1.8 * TICK);
    let step = field.height() / kinds.len() as f64;
    for (i, kind) in kinds.iter().enumerate() {
        let most = if step > 2.4 * SMALL { 2 } else { 1 };
        let lines = text::wrap(kind, SMALL, false, width - 24.0, most);
        let middle = field.top + (i as f64 + 0.5) * step;
        let first = middle - (lines.len() as f64 - 1.0) * 0.6 * SMALL;
        for (line, name) in lines.iter().enumerate() {
            let at = (field.left + width - 20.0, first + line as f64 * 1.2 * SMALL);
            let name = Text::new(name, at, SMALL).anchor(Anchor::End).ink(BLACK);
            sheet.text(name.centred());
        }
    }
}
