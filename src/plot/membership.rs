//! Membership and deals: plants above, deals between plants below, over the same years.

use crate::record::rows::YearRow;

use super::axes::{Axis, Frame};
use super::labels::{END_SIGN, EndLabel, Sign, end_labels};
use super::numbers::{count, digits};
use super::page::{Page, Scene, heading, series};
use super::sheet::{Area, Point, Sheet};
use super::style::VERMILION;
use super::style::{BOLD_LINE, GREEN, GREY, Ink, LABEL, LINE, MEMBERS, OTHERS, TICK, TWIN};
use super::text;

/// Room at the right for labels.
const LABELS: f64 = 430.0;

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let note = "Deals between two different plants; a contract counts in each of its years.";
    let mut page = Page::new(scene, title, &sentence(scene), &[], note);
    let body = page.body;
    let middle = body.top + 0.5 * body.height();
    plants(scene, &mut page.sheet, Area { bottom: middle - 8.0, ..body });
    let lower = Area { top: middle + 8.0, ..body };
    let deals = |row: &YearRow| row.deals_inside + row.deals_outside;
    let none = scene.years().iter().chain(scene.twin_years()).all(|row| deals(row) == 0);
    if none {
        page.nothing(lower, "no deals between plants");
    } else {
        self::deals(scene, &mut page.sheet, lower);
    }
    page.sheet
}

fn plants(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let run = &scene.run.cluster;
    let members = series(run, |row| row.members as f64);
    let contacted = series(run, |row| row.contacted as f64);
    let joins = series(run, |row| row.joins as f64);
    let leaves = series(run, |row| -(row.leaves as f64));
    let all = [&members, &contacted, &joins, &leaves];
    let frame = frame(scene, area, all.into_iter().flatten().map(|point| point.1));
    heading(sheet, (area.left, area.top + 0.9 * LABEL), "Plants", "number", area.width());
    frame.draw_y(sheet, TICK);
    bars(sheet, &frame, &joins, GREEN);
    bars(sheet, &frame, &leaves, VERMILION);
    frame.line(sheet, &contacted, LINE, GREY);
    frame.line(sheet, &members, BOLD_LINE, MEMBERS);
    frame.draw_zero(sheet);
    frame.draw_x(sheet, TICK, None);
    scene.mark_end(sheet, &frame);
    let sum = |points: &[Point]| -> f64 { points.iter().map(|point| point.1.abs()).sum() };
    let mut labels = vec![
        at_end(&frame, &contacted, "contacted so far", Sign::Line(GREY, LINE)),
        at_end(&frame, &members, "members at year end", Sign::Line(MEMBERS, BOLD_LINE)),
    ];
    for (points, what, ink) in [(&joins, "joined", GREEN), (&leaves, "left", VERMILION)] {
        let (_, y) = frame.point(frame.x.high, 0.0);
        labels.push(EndLabel {
            y,
            lines: vec![format!("{what} in the year ({})", digits(sum(points), 6))],
            sign: Sign::Field(ink),
        });
    }
    end_labels(sheet, &frame, &labels, TICK);
}

fn deals(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let run = &scene.run.cluster;
    let inside = series(run, |row| row.deals_inside as f64);
    let outside = series(run, |row| row.deals_outside as f64);
    let twin = series(&scene.run.twin, |row| (row.deals_inside + row.deals_outside) as f64);
    let all = [&inside, &outside, &twin].into_iter().flatten();
    let frame = frame(scene, area, all.map(|point| point.1));
    let unit = "between plants, a year";
    heading(sheet, (area.left, area.top + 0.9 * LABEL), "Deals", unit, area.width());
    frame.draw_y(sheet, TICK);
    frame.line(sheet, &outside, LINE, OTHERS);
    frame.line(sheet, &inside, BOLD_LINE, MEMBERS);
    frame.dashed(sheet, &twin, LINE, TWIN);
    frame.draw_x(sheet, TICK, Some("Year"));
    scene.mark_end(sheet, &frame);
    let labels = [
        at_end(&frame, &inside, "between two members", Sign::Line(MEMBERS, BOLD_LINE)),
        at_end(&frame, &outside, "other deals", Sign::Line(OTHERS, LINE)),
        at_end(&frame, &twin, "all deals of the twin", Sign::Dashed(TWIN)),
    ];
    end_labels(sheet, &frame, &labels, TICK);
}

fn frame(scene: &Scene, area: Area, values: impl Iterator<Item = f64>) -> Frame {
    let y = Axis::from_zero(values, 5);
    Frame { area: area.inset(100.0, 1.9 * LABEL, LABELS, 3.0 * TICK), x: scene.year_axis(8), y: whole(y) }
}

/// Counts have no halves: an axis up to less than a few steps is written in whole numbers.
fn whole(axis: Axis) -> Axis {
    if axis.ticks.iter().all(|tick| tick.fract() == 0.0) {
        axis
    } else {
        Axis::around(axis.low.floor(), axis.high.ceil(), (axis.high.ceil() - axis.low.floor()) as usize)
    }
}

fn bars(sheet: &mut Sheet, frame: &Frame, values: &[Point], ink: Ink) {
    let half = 0.32 * frame.area.width() / (frame.x.high - frame.x.low).max(1.0);
    for &(year, value) in values.iter().filter(|point| point.1 != 0.0) {
        let (x, y) = frame.point(year, value);
        let (_, zero) = frame.point(year, 0.0);
        let half = half.clamp(1.0, 20.0);
        let left = (x - half).max(frame.area.left);
        let right = (x + half).min(frame.area.right);
        sheet.rectangle(Area::new(left, y.min(zero), right, y.max(zero)), ink);
    }
}

fn at_end(frame: &Frame, points: &[Point], what: &str, sign: Sign) -> EndLabel {
    let value = points.last().map_or(0.0, |point| point.1);
    let line = format!("{what}: {}", digits(value, 6));
    EndLabel {
        y: frame.point(frame.x.high, value).1,
        lines: text::wrap(&line, TICK, false, LABELS - END_SIGN, 2),
        sign,
    }
}

fn sentence(scene: &Scene) -> String {
    let members = scene.years().last().map_or(0, |row| row.members);
    let plants = scene.scenario.plants.len();
    let mean = |years: &[YearRow]| {
        let deals: usize = years.iter().map(|row| row.deals_inside + row.deals_outside).sum();
        deals as f64 / years.len().max(1) as f64
    };
    format!(
        "{} of {} after {}; {} deals a year between plants, against {} in the twin.",
        count(members, "member", "members"),
        count(plants, "plant", "plants"),
        count(scene.years().len(), "year", "years"),
        digits(mean(scene.years()), 2),
        digits(mean(scene.twin_years()), 2),
    )
}
