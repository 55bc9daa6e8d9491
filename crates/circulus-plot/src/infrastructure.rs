//! Infrastructure and budget: levels by kind at the top, the company's yearly cash flow below.

use circulus::ids::InfrastructureId;
use circulus::record::rows::YearRow;

use super::axes::{Axis, Frame};
use super::labels::{END_SIGN, EndLabel, Sign, end_labels, spread};
use super::page::{Page, Scene, heading, series};
use super::sheet::{Area, Point, Sheet, Text};
use super::style::{
    BLACK, BLUE, BOLD_LINE, GREEN, Ink, LABEL, LINE, ORANGE, PURPLE, SKY, SMALL, TICK, VERMILION, series_ink,
};
use super::text;
use circulus::numbers::{Unit, digits};

/// Width for labels on the right.
const LABELS: f64 = 690.0;
/// Maximum number of labelled kinds.
const MOST: usize = 12;

/// What the company receives or spends, as the account of a year has it.
type Entry = (&'static str, Ink, fn(&YearRow) -> f64);

const RECEIVED: [Entry; 2] = [("fees of members", BLUE, |row| row.fees), ("grant", SKY, |row| row.grant)];

const SPENT: [Entry; 4] = [
    ("overhead and upkeep", ORANGE, |row| row.running_cost),
    ("infrastructure built", VERMILION, |row| row.infrastructure_capex),
    ("losses covered", PURPLE, |row| row.covered),
    ("returned to members", GREEN, |row| row.returned),
];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let note = "Levels wear with time; upkeep is paid for each.";
    let mut page = Page::new(scene, title, &sentence(scene), &[], note);
    let body = page.body;
    let entries = || RECEIVED.iter().chain(&SPENT);
    let idle = |row: &YearRow| {
        row.budget == 0.0
            && entries().all(|(_, _, of)| of(row) == 0.0)
            && row.levels.iter().all(|&l| l == 0.0)
    };
    if scene.years().iter().all(idle) {
        page.nothing(body, "no company: nothing built, no budget");
        return page.sheet;
    }
    let middle = body.top + 0.47 * body.height();
    levels(scene, &mut page.sheet, Area { bottom: middle - 8.0, ..body });
    budget(scene, &mut page.sheet, Area { top: middle + 8.0, ..body });
    page.sheet
}

fn levels(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let kinds = &scene.scenario.infrastructure;
    let of =
        |h: InfrastructureId| series(&scene.run.cluster, |row| row.levels.get(h).copied().unwrap_or(0.0));
    let curves: Vec<Vec<Point>> = kinds.keys().take(MOST).map(of).collect();
    let frame = Frame {
        area: area.inset(100.0, 1.9 * LABEL, LABELS, 1.8 * TICK),
        x: scene.year_axis(8).with_half_years(),
        y: Axis::from_zero(curves.iter().flatten().map(|point| point.1), 4),
    };
    let at = (area.left, area.top + 0.9 * LABEL);
    heading(sheet, at, "Infrastructure", "levels at year end", area.width());
    frame.draw_y(sheet, TICK);
    frame.draw_x(sheet, TICK, None);
    let mut labels = Vec::new();
    for (h, curve) in curves.iter().enumerate() {
        let ink = series_ink(h);
        frame.line(sheet, curve, LINE, ink);
        let last = curve.last().map_or(0.0, |point| point.1);
        let line = format!("{} {}", digits(last, 2), kinds[InfrastructureId::new(h)].name);
        let size = if curves.len() > 8 { 18.0 } else { 21.0 };
        labels.push(EndLabel {
            y: frame.point(frame.x.high, last).1,
            lines: vec![text::fit(&line, size, false, LABELS - END_SIGN)],
            sign: Sign::Line(ink, LINE),
        });
    }
    scene.name_end(sheet, &frame);
    let size = if curves.len() > 8 { 18.0 } else { 21.0 };
    end_labels(sheet, &frame, &labels, size);
}

fn budget(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let years = scene.years();
    let up = |row: &YearRow| RECEIVED.iter().map(|(_, _, of)| of(row)).sum::<f64>();
    let down = |row: &YearRow| -SPENT.iter().map(|(_, _, of)| of(row)).sum::<f64>();
    let values = || years.iter().flat_map(|row| [up(row), down(row), row.budget]);
    let largest = values().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let unit = Unit::of_money(largest, &scene.scenario.currency);
    let frame = Frame {
        area: area.inset(100.0, 1.9 * LABEL, LABELS, 3.0 * TICK),
        x: scene.year_axis(8).with_half_years(),
        y: Axis::from_zero(values().map(|value| value / unit.size), 6),
    };
    let at = (area.left, area.top + 0.9 * LABEL);
    heading(
        sheet,
        at,
        "The company's money",
        &format!("{}: bars of the year, line at its end", unit.name),
        area.width(),
    );
    frame.draw_y(sheet, TICK);
    for row in years {
        let parts = |entries: &'static [Entry], size: f64| {
            entries.iter().map(move |(_, ink, of)| (of(row) / size, *ink))
        };
        frame.stack(sheet, row.year, parts(&RECEIVED, unit.size).chain(parts(&SPENT, -unit.size)));
    }
    frame.draw_zero(sheet);
    let held = series(&scene.run.cluster, |row| row.budget / unit.size);
    frame.line(sheet, &held, BOLD_LINE, BLACK);
    frame.draw_x(sheet, TICK, Some("Year"));
    scene.mark_end(sheet, &frame);

    let mut lines = vec![(Sign::Line(BLACK, BOLD_LINE), "held at year end".to_owned())];
    for (name, ink, of) in RECEIVED.iter().chain(&SPENT) {
        let total = years.iter().map(of).sum();
        let said = format!("{name}: {} in all", scene.money(total));
        lines.push((Sign::Field(*ink), said));
    }
    let room = frame.area.height() / lines.len() as f64;
    let step = room.min(1.7 * SMALL);
    let wanted: Vec<f64> = (0..lines.len()).map(|i| frame.area.top + i as f64 * step).collect();
    let places = spread(&wanted, &vec![step; lines.len()], frame.area.top, frame.area.bottom);
    for ((sign, said), y) in lines.iter().zip(places) {
        let x = frame.area.right + 34.0;
        sign.draw(sheet, (x, y));
        let said = text::fit(said, SMALL, false, LABELS - END_SIGN);
        sheet.text(Text::new(said, (frame.area.right + END_SIGN, y), SMALL).centred());
    }
}

fn sentence(scene: &Scene) -> String {
    let sum = |of: fn(&YearRow) -> f64| -> f64 { scene.years().iter().map(of).sum() };
    let late = match scene.scenario.asks_from() {
        Some(year) => format!(" The company asks plants to join from {year} on."),
        None => String::new(),
    };
    format!(
        "{} of infrastructure built {}; received {} of fees and {} of grants.{late}",
        scene.money(sum(|row| row.infrastructure_capex)),
        scene.duration(),
        scene.money(sum(|row| row.fees)),
        scene.money(sum(|row| row.grant)),
    )
}
