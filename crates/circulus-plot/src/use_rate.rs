//! Use rate with the twin's: year by year on the left, by waste on the right.

use circulus::ids::WasteId;
use circulus::record::Record;
use circulus::record::rows::{WasteYear, YearRow};

use super::axes::{Axis, Frame};
use super::labels::Sign;
use super::page::{Page, Scene, heading, series};
use super::sheet::{Anchor, Area, Point, Sheet, Text};
use super::style::{BOLD_LINE, FINE_LINE, GRID_LINE, LABEL, LIGHT, LINE, RUN, SMALL};
use super::style::{TICK, TWIN, WHITE};
use super::text;
use super::voice::{Words, YEAR};
use circulus::numbers::percent;

/// Number of final years over which the rate of a waste is computed.
const LAST: usize = 5;
/// Maximum number of wastes listed.
const MOST: usize = 18;

const ALL: Words = ["All wastes", "Все отходы"];
const BY_WASTE: Words = ["By waste", "По видам отходов"];
const OF_GENERATED: Words = ["% of waste generated", "% образовавшихся отходов"];
const LAST_YEARS: Words = ["%, last {years} years", "%, за последние {years} {years|год|года|лет}"];
const CAPTION: Words = [
    "{converted} of waste converted {years}{against}; use rate {first} at first, {last} at last.",
    "Переработано {converted} отходов {years}{against}; доля использования {first} в начале, {last} в конце.",
];
const AGAINST: Words = [" against {twin} in the twin", ", у двойника {twin}"];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let signs = scene.worlds(Sign::Disc(RUN), Sign::Ring(TWIN));
    let mut page = Page::new(scene, title, &sentence(scene), &signs, note(scene));
    let body = page.body;
    let split = body.left + 0.53 * body.width();
    let left = Area { right: split - 50.0, ..body };
    if scene.years().iter().all(|row| row.total().generated_t <= 0.0) {
        page.nothing(body, "no waste generated");
        return page.sheet;
    }
    by_year(scene, &mut page.sheet, left);
    by_waste(scene, &mut page.sheet, Area { left: split, ..body }, &rows(scene, MOST), 1);
    page.sheet
}

/// The rate of all wastes, year by year.
pub fn by_year(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let run = series(&scene.run.cluster, |row| 100.0 * row.use_rate());
    let twin = series(&scene.run.twin, |row| 100.0 * row.use_rate());
    let values = run.iter().chain(&twin).map(|point| point.1);
    let frame = Frame {
        area: area.inset(90.0, 1.9 * LABEL + scene.room_for_end(), 130.0, 3.1 * TICK),
        x: scene.year_axis(6),
        y: Axis::from_zero(values, 6),
    };
    let at = (area.left, area.top + 0.9 * LABEL);
    heading(sheet, at, &scene.voice.say(ALL, &[]), &scene.voice.say(OF_GENERATED, &[]), area.width());
    frame.draw_y(sheet, TICK);
    frame.draw_x(sheet, TICK, Some(&scene.voice.say(YEAR, &[])));
    frame.between(sheet, &run, &twin, RUN.see_through(0.15));
    frame.line(sheet, &run, BOLD_LINE, RUN);
    let mut worlds = vec![&run];
    if !scene.is_alone() {
        frame.dashed(sheet, &twin, LINE, TWIN);
        worlds.push(&twin);
    }
    scene.name_end(sheet, &frame);
    let end = |points: &Vec<Point>| points.last().map_or(0.0, |point| point.1);
    let ends: Vec<f64> = worlds.into_iter().map(end).collect();
    let heights: Vec<f64> = ends.iter().map(|&end| frame.point(frame.x.high, end).1).collect();
    let room = 1.3 * LABEL;
    let places = super::labels::spread(
        &heights,
        &[room, room][..heights.len()],
        frame.area.top - room,
        frame.area.bottom + room,
    );
    for ((end, place), ink) in ends.iter().zip(places).zip([RUN, TWIN]) {
        let at = (frame.area.right + 16.0, place);
        let end = scene.voice.local(&format!("{} %", circulus::numbers::fixed(*end, 1)));
        sheet.text(Text::new(end, at, LABEL).bold().ink(ink).centred());
    }
}

/// A waste with its tonnes, and its rates in the last years with the cluster and in the twin.
pub struct Row {
    name: String,
    came_t: f64,
    run: Option<f64>,
    twin: Option<f64>,
}

/// The wastes that came up, at most so many, the largest first.
pub fn rows(scene: &Scene, most: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (k, waste) in scene.scenario.wastes.iter_enumerated() {
        let run = last_years(&scene.run.cluster, k);
        let twin = last_years(&scene.run.twin, k);
        let came_t = |year: &WasteYear| year.generated_t + year.arisen_t;
        if came_t(&run) > 0.0 || came_t(&twin) > 0.0 {
            let name = scene.voice.name(&waste.name);
            rows.push(Row { name, came_t: came_t(&run), run: run.use_rate(), twin: twin.use_rate() });
        }
    }
    rows.sort_by(|a, b| b.came_t.total_cmp(&a.came_t));
    rows.truncate(most);
    rows
}

/// The rate of each waste, a row for each, with names in at most so many lines.
pub fn by_waste(scene: &Scene, sheet: &mut Sheet, area: Area, rows: &[Row], lines: usize) {
    let size = SMALL;
    let widest = rows.iter().map(|row| text::width(&row.name, size, false)).fold(0.0, f64::max);
    let names = (widest + 20.0).clamp(0.3 * area.width(), 0.56 * area.width());
    let rates = rows.iter().flat_map(|row| [row.run, row.twin]).flatten();
    let frame = Frame {
        area: area.inset(names, 1.9 * LABEL, 30.0, 3.1 * TICK),
        x: Axis::from_zero(rates.map(|rate| 100.0 * rate).chain([100.0]), 4),
        y: Axis::around(0.0, 1.0, 1),
    };
    let years = scene.years().len().min(LAST);
    let unit = match years {
        1 => scene.voice.say(OF_GENERATED, &[]),
        _ => scene.voice.say(LAST_YEARS, &[("years", &scene.voice.whole(years))]),
    };
    heading(sheet, (area.left, area.top + 0.9 * LABEL), &scene.voice.say(BY_WASTE, &[]), &unit, area.width());
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        let ends = ((x, frame.area.top), (x, frame.area.bottom));
        sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
    }
    frame.draw_x(sheet, TICK, Some(&scene.voice.say(OF_GENERATED, &[])));
    let step = frame.area.height() / rows.len().max(1) as f64;
    for (i, Row { name, run, twin, .. }) in rows.iter().enumerate() {
        let y = frame.area.top + (i as f64 + 0.5) * step;
        let (written, size) = match lines {
            1 => {
                let (name, size) = text::shrunk(name, size, false, names - 20.0);
                (vec![name], size)
            }
            _ => (text::wrap(name, size, false, names - 20.0, lines), size),
        };
        let first = y - 0.6 * size * (written.len() as f64 - 1.0);
        for (line, written) in written.into_iter().enumerate() {
            let at = (frame.area.left - 20.0, first + 1.2 * size * line as f64);
            sheet.text(Text::new(written, at, size).anchor(Anchor::End).centred());
        }
        let place = |rate: &f64| frame.point(100.0 * rate, 0.0).0;
        let ends = ((frame.area.left, y), (frame.area.right, y));
        sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
        if let (Some(run), Some(twin)) = (run, twin) {
            sheet.segment((place(run), y), (place(twin), y), FINE_LINE * 2.0, RUN.tint(0.5));
        }
        if let Some(run) = run {
            sheet.circle((place(run), y), 10.0, RUN);
        }
        if let Some(twin) = twin
            && !scene.is_alone()
        {
            twin_mark(sheet, (place(twin), y), run.is_some_and(|run| (run - twin).abs() < 0.01));
        }
    }
}

/// The twin's mark; small and inside the run's if the two coincide.
fn twin_mark(sheet: &mut Sheet, at: (f64, f64), together: bool) {
    if together {
        sheet.circle(at, 5.0, WHITE);
    } else {
        sheet.ring(at, 10.0, TWIN);
    }
}

fn last_years(record: &Record, waste: WasteId) -> WasteYear {
    let mut sum = WasteYear::default();
    let from = record.years.len().saturating_sub(LAST);
    for year in record.years[from..].iter().filter_map(|row| row.by_waste.get(waste)) {
        sum.add(year);
    }
    sum
}

/// Waste converted over all years, not counting what was already reused.
fn converted(record: &Record) -> f64 {
    let totals = record.years.iter().map(|row| row.total());
    totals.map(|total| total.converted_t()).sum()
}

/// What the rates are of, with the odd ones that are drawn.
fn note(scene: &Scene) -> &'static str {
    let below = |record: &Record| {
        let wastes = scene.scenario.wastes.keys().filter_map(|waste| last_years(record, waste).use_rate());
        let years = record.years.iter().map(YearRow::use_rate);
        wastes.chain(years).any(|rate| rate < 0.0)
    };
    if below(&scene.run.cluster) || below(&scene.run.twin) {
        "Reused, less residue, over generated; above 100 %: old stock is mined; below 0: more residue than reused."
    } else {
        "Reused over generated; above 100 % where old stock is mined."
    }
}

/// The key numbers.
pub fn sentence(scene: &Scene) -> String {
    let voice = scene.voice;
    let rate = |row: Option<&YearRow>| voice.local(&percent(row.map_or(0.0, YearRow::use_rate)));
    let against = match scene.is_alone() {
        true => String::new(),
        false => voice.say(AGAINST, &[("twin", &voice.tonnes(converted(&scene.run.twin)))]),
    };
    let slots = [
        ("converted", voice.tonnes(converted(&scene.run.cluster))),
        ("years", scene.duration()),
        ("against", against),
        ("first", rate(scene.years().first())),
        ("last", rate(scene.years().last())),
    ];
    voice.say(CAPTION, &slots.each_ref().map(|(slot, text)| (*slot, text.as_str())))
}
