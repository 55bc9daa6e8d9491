//! Membership and deals: members, joins and leaves, and deals between plants, over the same years.

use circulus::record::rows::YearRow;
use circulus::run::ClusterEnd;

use super::axes::{Axis, Frame, range};
use super::labels::{END_SIGN, EndLabel, Sign, end_labels};
use super::page::{Page, Scene, heading, series};
use super::sheet::{Area, Point, Sheet};
use super::style::{BLACK, FINE_LINE, SMALL, VERMILION};
use super::style::{BOLD_LINE, GREEN, GREY, Ink, LABEL, LINE, MEMBERS, OTHERS, TICK, TWIN};
use super::text;
use circulus::numbers::{count, digits, many};

/// Width for labels on the right.
const LABELS: f64 = 430.0;

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let note = "Deals between two different plants; a contract counts in each of its years.";
    let mut page = Page::new(scene, title, &sentence(scene), &[], note);
    let body = page.body;
    let (first, second) = (body.top + 0.36 * body.height(), body.top + 0.57 * body.height());
    let cut = |top: f64, bottom: f64| Area { top, bottom, ..body };
    members(scene, &mut page.sheet, cut(body.top, first));
    turnover(scene, &mut page.sheet, cut(first + 10.0, second));
    let lower = cut(second + 10.0, body.bottom);
    let number = |row: &YearRow| row.deals_inside + row.deals_outside;
    let mut years = scene.years().iter().chain(scene.twin_years());
    if years.all(|row| number(row) == 0) {
        page.nothing(lower, "no deals between plants");
    } else {
        deals(scene, &mut page.sheet, lower);
    }
    page.sheet
}

fn members(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let members = series(&scene.run.cluster, |row| row.members as f64);
    let contacted = series(&scene.run.cluster, |row| row.contacted as f64);
    let values = members.iter().chain(&contacted).map(|point| point.1);
    let frame = frame(scene, area, values, 4, 1.5 * TICK);
    heading(sheet, (area.left, area.top + 0.9 * LABEL), "Plants", "at year end", area.width());
    frame.draw_y(sheet, TICK);
    frame.line(sheet, &contacted, LINE, GREY);
    frame.line(sheet, &members, BOLD_LINE, MEMBERS);
    frame.draw_x(sheet, TICK, None);
    scene.name_end(sheet, &frame);
    let labels = [
        at_end(&frame, &contacted, "contacted so far", Sign::Line(GREY, LINE)),
        at_end(&frame, &members, "members", Sign::Line(MEMBERS, BOLD_LINE)),
    ];
    end_labels(sheet, &frame, &labels, TICK);
}

/// Joins above 0, leaves below.
fn turnover(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let joins = series(&scene.run.cluster, |row| row.joins as f64);
    let leaves = series(&scene.run.cluster, |row| -(row.leaves as f64));
    let values = joins.iter().chain(&leaves).map(|point| point.1);
    let frame = frame(scene, area, values, 2, 0.8 * TICK);
    let at = (area.left, area.top + 0.9 * LABEL);
    heading(sheet, at, "Joins and leaves", "plants a year", area.width());
    frame.draw_y(sheet, TICK);
    bars(sheet, &frame, &joins, GREEN);
    bars(sheet, &frame, &leaves, VERMILION);
    let (_, zero) = frame.point(frame.x.low, 0.0);
    sheet.segment((frame.area.left, zero), (frame.area.right, zero), FINE_LINE, BLACK);
    let labels = [(&joins, "joined", GREEN), (&leaves, "left", VERMILION)].map(|(points, what, ink)| {
        let sum: f64 = points.iter().map(|point| point.1.abs()).sum();
        EndLabel {
            y: zero,
            lines: vec![format!("{what}: {} in all", digits(sum, 6))],
            sign: Sign::Field(ink),
        }
    });
    end_labels(sheet, &frame, &labels, TICK);
}

fn deals(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let run = &scene.run.cluster;
    let inside = series(run, |row| row.deals_inside as f64);
    let outside = series(run, |row| row.deals_outside as f64);
    let twin = series(&scene.run.twin, |row| (row.deals_inside + row.deals_outside) as f64);
    let all = [&inside, &outside, &twin].into_iter().flatten();
    let frame = frame(scene, area, all.map(|point| point.1), 4, 3.0 * TICK);
    let unit = "between plants, a year";
    heading(sheet, (area.left, area.top + 0.9 * LABEL), "Deals", unit, area.width());
    frame.draw_y(sheet, TICK);
    frame.line(sheet, &outside, LINE, OTHERS);
    frame.line(sheet, &inside, BOLD_LINE, MEMBERS);
    if !scene.is_alone() {
        frame.dashed(sheet, &twin, LINE, TWIN);
    }
    frame.draw_x(sheet, TICK, Some("Year"));
    scene.mark_end(sheet, &frame);
    let label = |points: &[Point], what: &str, sign| {
        let sum: f64 = points.iter().map(|point| point.1).sum();
        let mean = digits(sum / points.len().max(1) as f64, 2);
        EndLabel {
            lines: vec![what.to_owned(), format!("{mean} a year on average")],
            ..at_end(&frame, points, what, sign)
        }
    };
    let mut labels = vec![
        label(&inside, "between two members", Sign::Line(MEMBERS, BOLD_LINE)),
        label(&outside, "other deals", Sign::Line(OTHERS, LINE)),
    ];
    if !scene.is_alone() {
        labels.push(label(&twin, "all deals of the twin", Sign::Dashed(TWIN)));
    }
    end_labels(sheet, &frame, &labels, SMALL);
}

fn frame(scene: &Scene, area: Area, values: impl Iterator<Item = f64>, ticks: usize, below: f64) -> Frame {
    let (low, high) = range(values).unwrap_or((0.0, 1.0));
    Frame {
        area: area.inset(100.0, 1.9 * LABEL, LABELS, below),
        x: scene.year_axis(8).with_half_years(),
        y: whole(low, high, ticks),
    }
}

/// An axis with integer ticks, for counts.
fn whole(low: f64, high: f64, ticks: usize) -> Axis {
    let axes = (1..=ticks).rev().map(|about| Axis::from_zero([low, high], about));
    let mut whole = axes.filter(|axis| axis.ticks.iter().all(|tick| tick.fract() == 0.0));
    whole.next().unwrap_or_else(|| Axis::around(0.0, 1.0, 1))
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
    let ended = match scene.run.end {
        ClusterEnd::Dissolved(year) => format!(" The cluster ended in {year}."),
        _ => String::new(),
    };
    let against = match scene.is_alone() {
        true => String::new(),
        false => format!(", against {} in the twin", digits(mean(scene.twin_years()), 2)),
    };
    format!(
        "{} of {} after {}; {} a year between plants{against}.{ended}",
        count(members, "member", "members"),
        count(plants, "plant", "plants"),
        count(scene.years().len(), "year", "years"),
        many(mean(scene.years()), 2, "deal", "deals"),
    )
}
