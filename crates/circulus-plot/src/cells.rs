//! Pattern space exploration: which cells of the grid were found, and how often points came there.

use std::path::Path;

use circulus_experiment::asked::Explore;
use circulus_experiment::explore::table::Found;
use circulus_experiment::explore::{Axis as Division, Pse};
use circulus_experiment::plan::Plan;

use super::axes::{Axis, Frame};
use super::colours::{of_share, upright};
use super::fan::unit_of;
use super::page::{Page, Said, heading};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{BLACK, BOLD_LINE, FINE_LINE, GREY, LABEL, LIGHT, RUN, SMALL, TICK};
use super::{Drawn, PlotError, write_sheet};
use circulus::maths::ln;
use circulus::numbers::{Unit, count, whole};

/// An exploration to draw.
#[derive(Debug)]
pub struct Picture<'a> {
    /// Name of the experiment.
    pub name: &'a str,
    /// What was explored.
    pub asked: &'a Explore,
    /// The plan of its runs.
    pub plan: &'a Plan,
    /// The exploration at its end.
    pub state: &'a Pse,
    /// The cells found.
    pub found: &'a [Found],
    /// How many patterns there are.
    pub sentence: &'a str,
}

/// Writes `cells.png` and `cells.svg`.
///
/// # Errors
/// When a file cannot be written.
pub fn write(picture: &Picture, folder: &Path) -> Result<Drawn, PlotError> {
    write_sheet(&sheet(picture), folder, "cells")
}

/// The picture, independent of file format: the grid of the first two indicators, and the cells known after each generation.
pub fn sheet(picture: &Picture) -> Sheet {
    let replicates = picture.plan.replicates;
    let origin = format!(
        "{} · {} · {} each · seed {} · circulus {}",
        picture.name,
        count(picture.plan.points.len(), "point", "points"),
        count(replicates, "replicate", "replicates"),
        picture.asked.settings.seed,
        env!("CARGO_PKG_VERSION")
    );
    let note = match picture.asked.patterns.len() {
        2 => "Outermost cells: everything below or above the grid.".to_owned(),
        more => format!(
            "The grid of two of {more} indicators; a field may stand for several cells of the others."
        ),
    };
    let said = Said {
        title: "Patterns that are possible",
        world: &picture.asked.title,
        sentence: picture.sentence,
        note: &note,
        origin: &origin,
    };
    let mut page = Page::of(&said, &[]);
    let [(first, across), (second, upwards), ..] = &picture.asked.patterns[..] else {
        page.nothing(page.body, "a pattern needs two indicators");
        return page.sheet;
    };
    if picture.found.is_empty() {
        page.nothing(page.body, "no point gave a pattern");
        return page.sheet;
    }
    let body = page.body;
    let split = body.left + 0.62 * body.width();
    let names =
        [first, second].map(|measure| (measure.name.as_str(), measure.unit(&picture.plan.indicators)));
    let area = Area { right: split - 60.0, ..body };
    grid(&mut page.sheet, area, picture, [across, upwards], &names);
    growth(&mut page.sheet, Area { left: split, ..body }, picture);
    page.sheet
}

fn grid(
    sheet: &mut Sheet,
    area: Area,
    picture: &Picture,
    divisions: [&Division; 2],
    names: &[(&str, String); 2],
) {
    let mut hits = std::collections::BTreeMap::<(u16, u16), u64>::new();
    for found in picture.found {
        if let [x, y, ..] = found.pattern[..] {
            *hits.entry((x, y)).or_default() += found.held.hits;
        }
    }
    let most = hits.values().copied().max().unwrap_or(1) as f64;
    let share = |hits: u64| if most > 1.0 { 0.15 + 0.85 * ln(hits as f64) / ln(most) } else { 0.6 };
    let units = [0, 1].map(|at| {
        let division: &Division = divisions[at];
        unit_of(&names[at].1, division.from.abs().max(division.to.abs()), &picture.asked.currency)
    });
    let title = |at: usize| match units[at].name.as_str() {
        "-" => names[at].0.to_owned(),
        unit => format!("{}, {unit}", names[at].0),
    };
    heading(sheet, (area.left, area.top + 0.9 * LABEL), &title(1), "upwards", area.width());
    // One more cell on each side, for what lies beyond the grid.
    let axis = |at: usize| {
        let (division, unit): (&Division, &Unit) = (divisions[at], &units[at]);
        let width = (division.to - division.from) / f64::from(division.cells);
        Axis::within((division.from - width) / unit.size, (division.to + width) / unit.size, 5)
    };
    let y = axis(1);
    let left = y.room(TICK) + 0.9 * TICK;
    let frame = Frame { area: area.inset(left, 1.9 * LABEL, 130.0, 3.1 * TICK), x: axis(0), y };
    let place = |at: usize, cell: u16| {
        let division = divisions[at];
        let width = (division.to - division.from) / f64::from(division.cells);
        let low = division.from + width * (f64::from(cell) - 1.0);
        (low / units[at].size, (low + width) / units[at].size)
    };
    for ((x, y), hits) in &hits {
        let ((left, right), (low, high)) = (place(0, *x), place(1, *y));
        let (from, to) = (frame.point(left, high), frame.point(right, low));
        sheet.rectangle(Area::new(from.0, from.1, to.0, to.1), of_share(share(*hits)));
    }
    frame.draw_x(sheet, TICK, Some(&title(0)));
    for &tick in &frame.y.ticks {
        let (_, y) = frame.point(frame.x.low, tick);
        sheet.segment((frame.area.left - 0.3 * TICK, y), (frame.area.left, y), FINE_LINE, BLACK);
        let at = (frame.area.left - 0.5 * TICK, y);
        sheet.text(Text::new(frame.y.written(tick), at, TICK).anchor(Anchor::End).centred());
    }
    sheet.outline(frame.area, FINE_LINE, GREY);
    let scale = |at: usize| [divisions[at].from, divisions[at].to].map(|end| end / units[at].size);
    let ([left, right], [low, high]) = (scale(0), scale(1));
    let (from, to) = (frame.point(left, high), frame.point(right, low));
    sheet.outline(Area::new(from.0, from.1, to.0, to.1), FINE_LINE, LIGHT.shade(0.7));
    let bar = Area::new(
        frame.area.right + 20.0,
        frame.area.top + 2.0 * SMALL,
        frame.area.right + 44.0,
        frame.area.bottom,
    );
    let labels: Vec<(f64, String)> = match most > 1.0 {
        true => vec![(0.0, "1".to_owned()), (1.0, whole(most as u64))],
        false => vec![(0.5, "1".to_owned())],
    };
    upright(sheet, bar, |at| of_share(0.15 + 0.85 * at), &labels);
    sheet.text(Text::new("points", (bar.left, frame.area.top + 0.9 * SMALL), SMALL).ink(GREY));
}

fn growth(sheet: &mut Sheet, area: Area, picture: &Picture) {
    heading(
        sheet,
        (area.left, area.top + 0.9 * LABEL),
        "Patterns known",
        "after each generation",
        area.width(),
    );
    let points: Vec<(f64, f64)> =
        picture.state.history().iter().map(|row| (row.number as f64, row.cells as f64)).collect();
    let y = Axis::from_zero(points.iter().map(|point| point.1), 6);
    let frame = Frame {
        area: area.inset(y.room(TICK) + 0.9 * TICK, 1.9 * LABEL, 30.0, 3.1 * TICK),
        x: Axis::from_zero(points.iter().map(|point| point.0), 5),
        y,
    };
    frame.draw_y(sheet, TICK);
    frame.draw_x(sheet, TICK, Some("Generation"));
    frame.line(sheet, &points, BOLD_LINE, RUN);
}
