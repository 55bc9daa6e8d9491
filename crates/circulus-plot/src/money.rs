//! Money by who has it, more than in the twin: since the start at the top, year by year below [N11].

use circulus::explain::words::comes_to;
use circulus::numbers::Unit;
use circulus::record::beyond_rounding;
use circulus::record::rows::YearRow;
use circulus::texts::Language;

use super::axes::{Axis, Frame};
use super::labels::{END_SIGN, EndLabel, Sign, end_labels, legend};
use super::page::{Page, Scene, heading};
use super::sheet::{Area, Point, Sheet};
use super::style::{BLACK, BLUE, BOLD_LINE, GREEN, Ink, LABEL, LINE, PURPLE, SKY, SMALL, TICK};
use super::text;

/// Width for labels on the right.
const LABELS: f64 = 480.0;

/// Who has money, as the account of a year has it.
type Holder = (&'static str, Ink, fn(&YearRow) -> f64);

const HOLDERS: [Holder; 4] = [
    ("plants", BLUE, |row| row.account.money_members + row.account.money_others),
    ("the company", GREEN, YearRow::money_company),
    ("the state", PURPLE, YearRow::money_state),
    ("lenders", SKY, YearRow::money_lenders),
];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let sentence = comes_to(scene.run, &scene.scenario.currency, Language::En).swap_remove(0);
    let note =
        "Net benefit: gain of deals without transfers, less the cost of capital, company, losses and entry.";
    let mut page = Page::new(scene, title, &sentence, &[], note);
    let body = page.body;
    let holders = HOLDERS.map(|(_, _, of)| beyond(scene, of));
    if holders.iter().flatten().all(|point| point.1 == 0.0) {
        page.nothing(body, "no money gained or lost");
        return page.sheet;
    }
    let middle = body.top + 0.55 * body.height();
    since_start(scene, &mut page.sheet, Area { bottom: middle - 8.0, ..body }, &holders);
    by_year(scene, &mut page.sheet, Area { top: middle + 8.0, ..body }, &holders);
    page.sheet
}

/// A value year by year, less the twin's where there is one.
fn beyond(scene: &Scene, of: impl Fn(&YearRow) -> f64) -> Vec<Point> {
    let years = scene.years().iter().zip(scene.twin_years());
    let twin = |row: &YearRow| if scene.is_alone() { 0.0 } else { of(row) };
    years.map(|(row, without)| (f64::from(row.year), of(row) - twin(without))).collect()
}

fn than_the_twin(scene: &Scene, unit: &Unit) -> String {
    let more = if scene.is_alone() { "" } else { " more than in the twin" };
    format!("{}{more}", unit.name)
}

fn since_start(scene: &Scene, sheet: &mut Sheet, area: Area, holders: &[Vec<Point>; 4]) {
    let sums = holders.each_ref().map(|points| summed(points));
    let net = summed(&beyond(scene, YearRow::net_benefit));
    let values = || sums.iter().flatten().chain(&net).map(|point| point.1);
    let scale = largest(values());
    let unit = Unit::of_money(scale, &scene.scenario.currency);
    let frame = frame(scene, area, values().map(|value| value / unit.size), 1.8 * TICK);
    heading(
        sheet,
        (area.left, area.top + 0.9 * LABEL),
        "Since the start",
        &than_the_twin(scene, &unit),
        area.width(),
    );
    frame.draw_y(sheet, TICK);
    frame.draw_zero(sheet);
    let mut labels = Vec::new();
    let lines = sums.iter().zip(HOLDERS).map(|(points, (name, ink, _))| (points, name, LINE, ink));
    for (points, name, width, ink) in lines.chain([(&net, "net benefit", BOLD_LINE, BLACK)]) {
        let scaled: Vec<Point> = points.iter().map(|&(x, y)| (x, y / unit.size)).collect();
        frame.line(sheet, &scaled, width, ink);
        let last = points.last().map_or(0.0, |point| beyond_rounding(point.1, scale));
        let line = format!("{name} {}", scene.money(last));
        labels.push(EndLabel {
            y: frame.point(frame.x.high, last / unit.size).1,
            lines: vec![text::fit(&line, SMALL, false, LABELS - END_SIGN)],
            sign: Sign::Line(ink, width),
        });
    }
    frame.draw_x(sheet, TICK, None);
    scene.name_end(sheet, &frame);
    end_labels(sheet, &frame, &labels, SMALL);
}

fn by_year(scene: &Scene, sheet: &mut Sheet, area: Area, holders: &[Vec<Point>; 4]) {
    let years = || (0..scene.years().len()).map(|t| holders.each_ref().map(|points| points[t].1));
    let ends = years()
        .flat_map(|parts| [f64::max, f64::min].map(|end| parts.map(|part| end(part, 0.0)).iter().sum()));
    let ends: Vec<f64> = ends.collect();
    let unit = Unit::of_money(largest(ends.iter().copied()), &scene.scenario.currency);
    let frame = frame(scene, area, ends.iter().map(|value| value / unit.size), 3.0 * TICK);
    let at = (area.left, area.top + 0.9 * LABEL);
    heading(sheet, at, "Each year", &than_the_twin(scene, &unit), area.width());
    frame.draw_y(sheet, TICK);
    for (row, parts) in scene.years().iter().zip(years()) {
        let inks = HOLDERS.map(|(_, ink, _)| ink);
        frame.stack(sheet, row.year, parts.map(|part| part / unit.size).into_iter().zip(inks));
    }
    frame.draw_zero(sheet);
    frame.draw_x(sheet, TICK, Some("Year"));
    scene.mark_end(sheet, &frame);
    let right = frame.area.right;
    for (i, (name, ink, _)) in HOLDERS.into_iter().enumerate() {
        let at = (right + 34.0, frame.area.top + i as f64 * 1.7 * SMALL);
        legend(sheet, &[(Sign::Field(ink), name.to_owned())], at, right + LABELS, SMALL);
    }
}

fn summed(points: &[Point]) -> Vec<Point> {
    let add = |sum: &mut f64, &(year, value): &Point| {
        *sum += value;
        Some((year, *sum))
    };
    points.iter().scan(0.0, add).collect()
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

fn frame(scene: &Scene, area: Area, values: impl Iterator<Item = f64>, below: f64) -> Frame {
    Frame {
        area: area.inset(100.0, 1.9 * LABEL, LABELS, below),
        x: scene.year_axis(8).with_half_years(),
        y: Axis::from_zero(values, 5),
    }
}
