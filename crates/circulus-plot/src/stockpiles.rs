//! Stockpiles by waste: small multiples over the same years, each with its own vertical scale.

use super::axes::{Axis, Frame, range};
use super::labels::Sign;
use super::page::{Page, Scene};
use super::sheet::{Area, Point, Sheet, Text};
use super::style::{BOLD_LINE, GREY, LINE, PREVENTION, RUN, SMALL, TWIN};
use super::text;
use super::voice::{self, Words};
use circulus::ids::WasteId;
use circulus::numbers::{Unit, change, digits};
use circulus::record::Record;
use circulus::record::chains::stock_at_start_t;

/// Maximum number of panels; the last one combines the smallest stocks if there are more.
const MOST: usize = 20;
/// Minimum height of a panel's scale, relative to its largest stock, so that an almost constant line looks flat.
const LEAST_SPAN: f64 = 0.04;

/// One waste, or several combined: the stock before the first year and at the end of each year.
pub struct Pile {
    name: String,
    run: Vec<Point>,
    twin: Vec<Point>,
    /// The third world's, of prevention; empty without it.
    third: Vec<Point>,
}

impl Pile {
    fn largest(&self) -> f64 {
        let stocks = self.run.iter().chain(&self.twin).chain(&self.third).map(|point| point.1);
        stocks.fold(0.0, f64::max)
    }
}

const BESIDE: Words = [" (twin {twin})", " (двойник {twin})"];
const IN_BRACKETS: Words = [" ({twin})", " ({twin})"];
const FROM_NONE: Words = ["0 to {end}", "0 → {end}"];
const CAPTION: Words = [
    "{stock} {unit} in stock after {years} {years|year|years}, {start} at the start{against}.",
    "Накоплено {stock} {unit} через {years} {years|год|года|лет}, {start} в начале{against}.",
];
const LESS: Words = [": {tonnes} less than in the twin", ": на {tonnes} меньше, чем у двойника"];
const MORE: Words = [": {tonnes} more than in the twin", ": на {tonnes} больше, чем у двойника"];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let piles = piles(scene, MOST);
    let signs = signs(scene);
    let note = "Stock at year end. Each panel has its own scale, which need not begin at 0.";
    let mut page = Page::new(scene, title, &sentence(scene), &signs, note);
    let body = page.body;
    if piles.is_empty() {
        page.nothing(body, "no stockpiles");
        return page.sheet;
    }
    panels(scene, &mut page.sheet, &piles, body, grid(piles.len()));
    page.sheet
}

/// The signs of the worlds.
pub fn signs(scene: &Scene) -> Vec<(Sign, String)> {
    let mut signs = scene.worlds(Sign::Line(RUN, BOLD_LINE), Sign::Dashed(TWIN));
    if third(scene).is_some() {
        signs.push((Sign::Line(PREVENTION, LINE), scene.voice.say(voice::PREVENTION, &[])));
    }
    signs
}

/// The piles in columns and rows of an area.
pub fn panels(scene: &Scene, sheet: &mut Sheet, piles: &[Pile], body: Area, (columns, rows): (usize, usize)) {
    let gap = 36.0;
    let below = 1.7 * SMALL;
    let width = (body.width() - gap * (columns as f64 - 1.0)) / columns as f64;
    let height = (body.height() - below - 26.0 * (rows as f64 - 1.0)) / rows as f64;
    let names: Vec<Vec<String>> =
        piles.iter().map(|pile| text::wrap(&pile.name, SMALL, true, width, 3)).collect();
    for (i, (pile, name)) in piles.iter().zip(&names).enumerate() {
        let (column, row) = (i % columns, i / columns);
        let left = body.left + column as f64 * (width + gap);
        let top = body.top + row as f64 * (height + 26.0);
        let cell = Area::new(left, top, left + width, top + height);
        let lowest = i + columns >= piles.len();
        // Panels of a row have the same height.
        let of_row = names.iter().skip(row * columns).take(columns);
        let name_lines = of_row.map(Vec::len).max().unwrap_or(1);
        panel(scene, sheet, pile, name, name_lines, cell, lowest);
    }
}

fn panel(
    scene: &Scene,
    sheet: &mut Sheet,
    pile: &Pile,
    name: &[String],
    name_lines: usize,
    cell: Area,
    lowest: bool,
) {
    let step = 1.22 * SMALL;
    let first = cell.top + 0.8 * SMALL + (name_lines - name.len()) as f64 * step;
    for (i, line) in name.iter().enumerate() {
        let at = (cell.left, first + i as f64 * step);
        sheet.text(Text::new(line, at, SMALL).bold());
    }
    let unit = Unit::of_tonnes(pile.largest());
    let at = (cell.left, cell.top + 0.8 * SMALL + name_lines as f64 * step);
    let said =
        |beside: Words| format!("{} · {}", scene.voice.unit(&unit), changes(scene, pile, &unit, beside));
    let wide = text::width(&said(BESIDE), SMALL, false) > cell.width();
    // Where there is no room for the word, the brackets stand alone.
    let shorter = if wide && scene.brief { said(IN_BRACKETS) } else { said(BESIDE) };
    let said = text::fit(&shorter, SMALL, false, cell.width());
    sheet.text(Text::new(said, at, SMALL).ink(GREY));

    let scaled = |points: &[Point]| -> Vec<Point> {
        let scale = |&(year, stock): &Point| (year, stock / unit.size);
        points.iter().map(scale).collect()
    };
    let [run, twin, third] = [&pile.run, &pile.twin, &pile.third].map(|points| scaled(points));
    let y = scale(run.iter().chain(&twin).chain(&third).map(|point| point.1));
    let (first, last) = scene.span();
    let room = 3.2 * SMALL;
    let top = 0.8 * SMALL + name_lines as f64 * step + 1.1 * SMALL;
    let frame = Frame { area: cell.inset(room, top, 12.0, 0.0), x: Axis::years(first - 1, last, 3), y };
    frame.draw_y(sheet, SMALL);
    if lowest {
        frame.draw_x(sheet, SMALL, None);
    }
    frame.between(sheet, &run, &twin, RUN.see_through(0.18));
    frame.line(sheet, &third, LINE, PREVENTION); // below the others, which it often meets
    frame.line(sheet, &run, BOLD_LINE, RUN);
    if !scene.is_alone() {
        frame.dashed(sheet, &twin, LINE, TWIN);
    }
}

/// A scale around the stocks, with a small margin and no exaggerated detail.
fn scale(stocks: impl Iterator<Item = f64>) -> Axis {
    let (low, high) = range(stocks).unwrap_or((0.0, 1.0));
    let missing = (LEAST_SPAN * high - (high - low)).max(0.0) / 2.0;
    let air = 0.08 * (high - low);
    Axis::within((low - missing - air).max(0.0), high + missing + air, 3)
}

/// By how much the stock changed; where there was none at the start, what there is at the end.
fn changes(scene: &Scene, pile: &Pile, unit: &Unit, words: Words) -> String {
    let over = |points: &[Point]| match (points.first(), points.last()) {
        (Some(first), Some(last)) if first.1 > 0.0 => Some(last.1 / first.1 - 1.0),
        _ => None,
    };
    let voice = scene.voice;
    let beside = |twin: String| match scene.is_alone() {
        true => String::new(),
        false => voice.say(words, &[("twin", &twin)]),
    };
    let change = |share: f64| voice.local(&change(share));
    match (over(&pile.run), over(&pile.twin)) {
        (Some(run), Some(twin)) => change(run) + &beside(change(twin)),
        _ => {
            let end = |points: &[Point]| {
                voice.local(&digits(points.last().map_or(0.0, |point| point.1 / unit.size), 3))
            };
            voice.say(FROM_NONE, &[("end", &end(&pile.run))]) + &beside(end(&pile.twin))
        }
    }
}

/// The key numbers.
pub fn sentence(scene: &Scene) -> String {
    let voice = scene.voice;
    let end = |years: &[circulus::record::rows::YearRow]| years.last().map_or(0.0, |row| row.total().stock_t);
    let (run, twin) = (end(scene.years()), end(scene.twin_years()));
    let start: f64 =
        WasteId::all(scene.scenario.wastes.len()).map(|waste| stock_at_start_t(scene.scenario, waste)).sum();
    let unit = Unit::of_tonnes(run.max(start));
    let than = if run <= twin { LESS } else { MORE };
    let against = match scene.is_alone() {
        true => String::new(),
        false => voice.say(than, &[("tonnes", &voice.tonnes((run - twin).abs()))]),
    };
    let slots = [
        ("stock", voice.local(&digits(run / unit.size, 3))),
        ("unit", voice.unit(&unit)),
        ("years", voice.whole(scene.years().len())),
        ("start", voice.local(&digits(start / unit.size, 3))),
        ("against", against),
    ];
    voice.say(CAPTION, &slots.each_ref().map(|(slot, text)| (*slot, text.as_str())))
}

/// The third world; none where there is no company, whose money it would spend.
fn third<'a>(scene: &Scene<'a>) -> Option<&'a Record> {
    scene.run.prevention.as_ref().filter(|_| !scene.is_alone())
}

/// The wastes that are ever in stock, largest first; the last of at most so many combines the smallest.
pub fn piles(scene: &Scene, most: usize) -> Vec<Pile> {
    let before = f64::from(scene.span().0 - 1);
    let mut piles: Vec<Pile> = Vec::new();
    for (k, waste) in scene.scenario.wastes.iter_enumerated() {
        let stocks = |record| {
            let mut points = vec![(before, stock_at_start_t(scene.scenario, k))];
            points.extend(super::page::series(record, |row| {
                row.by_waste.get(k).map_or(0.0, |year| year.stock_t)
            }));
            points
        };
        let pile = Pile {
            name: scene.voice.name(&waste.name),
            run: stocks(&scene.run.cluster),
            twin: stocks(&scene.run.twin),
            third: third(scene).map(stocks).unwrap_or_default(),
        };
        if pile.largest() > 0.0 {
            piles.push(pile);
        }
    }
    piles.sort_by(|a, b| b.largest().total_cmp(&a.largest()));
    if piles.len() > most {
        let rest = piles.split_off(most - 1);
        let name = scene.voice.other_wastes(rest.len());
        piles.extend(rest.into_iter().reduce(add).map(|pile| Pile { name, ..pile }));
    }
    piles
}

fn add(mut sum: Pile, pile: Pile) -> Pile {
    let pairs = [(&mut sum.run, &pile.run), (&mut sum.twin, &pile.twin), (&mut sum.third, &pile.third)];
    for (to, from) in pairs {
        for (to, from) in to.iter_mut().zip(from) {
            to.1 += from.1;
        }
    }
    sum
}

/// Columns and rows for this number of panels.
fn grid(panels: usize) -> (usize, usize) {
    let columns = match panels {
        0..=3 => panels.max(1),
        4 => 2,
        5..=6 | 9 => 3,
        7..=8 | 10..=12 | 16 => 4,
        _ => 5,
    };
    (columns, panels.div_ceil(columns))
}
