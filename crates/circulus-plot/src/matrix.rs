//! Claims against keys: how much more often each claim holds in the high third of a key than in its low third.

use circulus::numbers::{count, signed};

use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{GREY, GRID_LINE, LABEL, LIGHT, SMALL, TICK};
use super::{colours, text};

/// A claim, with its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Short name.
    pub name: String,
    /// Share of the space in which it holds.
    pub share: f64,
    /// A cell for each key; one that is missing or not finite is left empty.
    pub cells: Vec<Cell>,
}

/// What a key does to a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Share in which the claim holds in the high third, less that in the low third.
    pub difference: f64,
    /// Amount of a difference that random variation alone would give.
    pub noise: f64,
}

impl Cell {
    /// Whether the difference is above the noise.
    pub fn is_clear(&self) -> bool {
        self.difference.abs() > self.noise
    }
}

/// A matrix to draw.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The claims, from the top.
    pub claims: &'a [Claim],
    /// Names of the keys, from the left.
    pub keys: &'a [String],
    /// Number of points.
    pub points: usize,
    /// The scenario's title.
    pub world: &'a str,
    /// Origin, for the footer.
    pub origin: &'a str,
}

/// Maximum number of keys drawn.
const KEYS: usize = 20;
/// Maximum number of claims drawn.
const CLAIMS: usize = 16;
/// Maximum height of a cell.
const ROW: f64 = 80.0;
/// Maximum width of a cell.
const COLUMN: f64 = 140.0;
/// Maximum height of the names of the keys.
const HEAD: f64 = 330.0;
/// Height up to which names stay in one line if they can.
const ONE_LINE: f64 = 240.0;
/// Radius of the dot of a difference that is not above the noise.
const DOT: f64 = 3.5;
/// Height for the legend.
const CORNER: f64 = 150.0;
/// From one line of a key's name to the next, at least.
const LEADING: f64 = 1.05 * SMALL;
/// The least difference at the ends of the scale of colours.
const SCALE: f64 = 0.2;

/// Draws the figure.
pub fn draw(picture: &Picture) -> Sheet {
    let keys = &picture.keys[..picture.keys.len().min(KEYS)];
    let claims = &picture.claims[..picture.claims.len().min(CLAIMS)];
    let hidden = (picture.keys.len() - keys.len(), picture.claims.len() - claims.len());
    let sentence = format!(
        "Share in which a claim holds with the key in the high third of its range, less that with it in the low \
         third, in percentage points; over {}.",
        count(picture.points, "point", "points")
    );
    let note = match hidden {
        (0, 0) => String::new(),
        (keys, 0) => format!("Not drawn: {}.", count(keys, "further key", "further keys")),
        (0, claims) => format!("Not drawn: {}.", count(claims, "further claim", "further claims")),
        (keys, claims) => format!(
            "Not drawn: {} and {}.",
            count(keys, "further key", "further keys"),
            count(claims, "further claim", "further claims")
        ),
    };
    let said = Said {
        title: "Which key moves which claim",
        world: picture.world,
        sentence: &sentence,
        note: &note,
        origin: picture.origin,
    };
    let mut page = Page::of(&said, &[]);
    if keys.is_empty() || claims.is_empty() {
        let what = if keys.is_empty() { "no key varies" } else { "no claims" };
        page.nothing(page.body, what);
        return page.sheet;
    }
    let body = page.body;
    table(&mut page.sheet, body, claims, keys);
    page.sheet
}

/// The difference at the ends of the scale: the largest of those drawn, up to a multiple of 10 points.
fn scale(claims: &[Claim]) -> f64 {
    let clear = claims.iter().flat_map(|claim| claim.cells.iter().take(KEYS)).filter(|cell| cell.is_clear());
    let most = clear.map(|cell| cell.difference.abs()).filter(|most| most.is_finite()).fold(SCALE, f64::max);
    ((10.0 * most - 1e-9).ceil() / 10.0).min(1.0)
}

/// The names of the keys in lines, in as little height as shows them whole, up to the maximum.
fn heads(keys: &[String], lines: usize) -> Vec<Vec<String>> {
    let within = |room: f64| -> Vec<Vec<String>> {
        keys.iter().map(|key| text::key_lines(key, SMALL, room, lines)).collect()
    };
    let rooms = (0..).map(|step| ONE_LINE + 15.0 * f64::from(step)).take_while(|room| *room < HEAD);
    let whole = |heads: &Vec<Vec<String>>| !heads.iter().flatten().any(|line| line.contains('…'));
    rooms.map(within).find(whole).unwrap_or_else(|| within(HEAD))
}

/// The font size at which every number fits its cell.
fn number_size(claims: &[Claim], column: f64, row: f64) -> f64 {
    let cells = claims.iter().flat_map(|claim| claim.cells.iter().take(KEYS)).filter(|cell| cell.is_clear());
    let widest = cells.map(|cell| text::width(&number(cell), LABEL, false)).fold(1.0, f64::max);
    LABEL.min(0.8 * row).min(LABEL * (column - 12.0) / widest)
}

fn number(cell: &Cell) -> String {
    signed(100.0 * cell.difference, 0)
}

fn table(sheet: &mut Sheet, body: Area, claims: &[Claim], keys: &[String]) {
    let shares = text::width("100 %", TICK, true) + 40.0;
    let widest = claims.iter().map(|claim| text::width(&claim.name, TICK, false)).fold(0.0, f64::max);
    let names = (widest + 10.0).clamp(300.0, 0.32 * body.width());
    let left = body.left + names + shares;
    let column = ((body.right - left) / keys.len() as f64).min(COLUMN);
    let lines = (((column - 4.0) / LEADING) as usize).clamp(1, 3);
    let heads = heads(keys, lines);
    let most = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let leading = ((column - 4.0) / most as f64).clamp(LEADING, 1.25 * SMALL);
    let widths = heads.iter().flatten().map(|line| text::width(line, SMALL, false));
    let top = body.top + widths.fold(0.0, f64::max).max(CORNER) + 14.0;
    let row = ((body.bottom - top) / claims.len() as f64).min(ROW);
    for (index, lines) in heads.iter().enumerate() {
        let middle = left + column * (index as f64 + 0.5);
        for (line, words) in lines.iter().enumerate() {
            let off = leading * (line as f64 - (lines.len() - 1) as f64 / 2.0);
            sheet.text(Text::new(words, (middle + off + 0.36 * SMALL, top - 14.0), SMALL).upwards());
        }
    }
    let (ends, size) = (scale(claims), number_size(claims, column, row));
    for (index, claim) in claims.iter().enumerate() {
        let middle = top + row * (index as f64 + 0.5);
        let (name, smaller) = text::shrunk(&claim.name, TICK.min(0.8 * row), false, names);
        sheet.text(Text::new(name, (body.left, middle), smaller).centred());
        let at = (left - 20.0, middle);
        let share = Text::new(text::whole_percent(claim.share), at, TICK.min(0.8 * row)).anchor(Anchor::End);
        sheet.text(share.centred().bold());
        for (key, value) in claim.cells.iter().take(keys.len()).enumerate() {
            let x = left + column * key as f64;
            let area = Area::new(x, top + row * index as f64, x + column, top + row * (index + 1) as f64);
            cell(sheet, area, value, ends, size);
        }
    }
    let right = left + column * keys.len() as f64;
    for line in 0..=claims.len() {
        let y = top + row * line as f64;
        sheet.segment((left, y), (right, y), GRID_LINE, LIGHT);
    }
    for line in 0..=keys.len() {
        let x = left + column * line as f64;
        sheet.segment((x, top), (x, top + row * claims.len() as f64), GRID_LINE, LIGHT);
    }
    let at = (left - 20.0, top - 14.0);
    sheet.text(Text::new("holds in", at, SMALL).anchor(Anchor::End).ink(GREY));
    legend(sheet, Area::new(body.left, body.top + 10.0, body.left + 300.0, top), ends);
}

/// The colours, in the corner above the claims.
fn legend(sheet: &mut Sheet, area: Area, ends: f64) {
    let bar = Area::new(area.left + 30.0, area.top + 8.0, area.right - 30.0, area.top + 34.0);
    let labels = [(0.0, -ends), (0.5, 0.0), (1.0, ends)];
    let labels: Vec<(f64, String)> =
        labels.iter().map(|(at, points)| (*at, signed(100.0 * points, 0))).collect();
    colours::level(sheet, bar, |share| colours::of_difference(2.0 * share - 1.0), &labels);
    let y = bar.bottom + 3.0 * SMALL;
    sheet.circle((bar.left, y), DOT, GREY.tint(0.7));
    sheet.text(Text::new("not above the noise", (bar.left + 18.0, y), SMALL).centred());
}

fn cell(sheet: &mut Sheet, area: Area, value: &Cell, ends: f64, size: f64) {
    if !value.difference.is_finite() {
        return;
    }
    if !value.is_clear() {
        sheet.circle(area.middle(), DOT, GREY.tint(0.7));
        return;
    }
    let ink = colours::of_difference(value.difference / ends);
    sheet.rectangle(area, ink);
    let words = Text::new(number(value), area.middle(), size).anchor(Anchor::Middle);
    sheet.text(words.centred().ink(colours::on(ink)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readable::{check, says};
    use crate::sheet::Shape;

    fn claims(count: usize, keys: usize) -> Vec<Claim> {
        let cell = |i: usize| Cell { difference: ((i * 37) % 190) as f64 / 100.0 - 0.95, noise: 0.3 };
        let name = |row: usize| format!("at least five plants are members, {row}");
        let claim = |row: usize| Claim {
            name: name(row),
            share: 1.0 / (1.0 + row as f64),
            cells: (0..keys).map(|key| cell(row * keys + key)).collect(),
        };
        (0..count).map(claim).collect()
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|i| format!("infrastructure.logistics.effects.transport_cost_{i}")).collect()
    }

    fn picture<'a>(claims: &'a [Claim], keys: &'a [String]) -> Picture<'a> {
        Picture { claims, keys, points: 4096, world: "A world with a name", origin: "robust" }
    }

    #[test]
    fn it_is_readable_with_any_number_of_claims_and_keys() {
        for (rows, columns) in [(1, 1), (3, 7), (16, 20), (40, 50)] {
            let (claims, keys) = (claims(rows, columns), names(columns));
            let sheet = draw(&picture(&claims, &keys));
            check(&sheet, &format!("{rows} {columns}"));
            assert_eq!(says(&sheet, "30 further keys"), columns == 50);
            assert_eq!(says(&sheet, "24 further claims"), rows == 40);
            assert!(!sheet.texts().any(|text| text.upwards && text.text.contains('…')));
        }
    }

    #[test]
    fn a_cell_has_a_number_or_a_dot_or_nothing() {
        let cells = [(0.34, 0.1), (-0.12, 0.1), (0.05, 0.1), (f64::NAN, 0.1)];
        let cells = cells.map(|(difference, noise)| Cell { difference, noise }).to_vec();
        let claims = [Claim { name: "a".into(), share: 0.5, cells }];
        let sheet = draw(&picture(&claims, &names(5)));
        assert!(says(&sheet, "+34") && says(&sheet, "−12") && !says(&sheet, "+5"));
        let dots = sheet.shapes().iter().filter(|shape| matches!(shape, Shape::Circle(..))).count();
        assert_eq!(dots, 2); // the legend has one
        assert_eq!(scale(&claims), 0.4);
        assert!(says(&sheet, "+40") && says(&sheet, "−40"));
    }

    #[test]
    fn the_scale_ends_at_whole_tens() {
        let of = |difference: f64| {
            let cells = vec![Cell { difference, noise: 0.0 }];
            scale(&[Claim { name: String::new(), share: 0.0, cells }])
        };
        assert_eq!([of(0.3), of(-0.301), of(0.01), of(1.0), of(f64::NAN)], [0.3, 0.4, 0.2, 1.0, 0.2]);
    }

    #[test]
    fn without_keys_or_claims_it_says_so() {
        assert!(says(&draw(&picture(&claims(2, 0), &[])), "no key varies"));
        assert!(says(&draw(&picture(&[], &names(2))), "no claims"));
    }
}
