//! The map of formation: in what share of the points a claim holds, over the two keys that matter most.
//!
//! The share at a place is the kernel-weighted mean of the points around it; where there are too few of them the map is
//! hatched.

mod contours;
mod field;

use std::collections::BTreeSet;

use circulus::numbers::{count, fixed};

use super::keyaxis::{KeyAxis, Ticks};
use super::labels::{Sign, cross};
use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Point, Sheet, Text};
use super::style::{BLACK, FINE_LINE, GREY, GRID_LINE, Ink, LABEL, LINE, SMALL, TICK, VERMILION, WHITE};
use super::{colours, text};
use field::{COLUMNS, Field, Placed, ROWS};

/// The points of a sample: for each one its values of the two keys, and the share of its runs in which the claim holds.
///
/// Points with a number that is not finite, or not above 0 on a logarithmic axis, are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Points {
    /// Values of the key on the horizontal axis.
    pub x: Vec<f64>,
    /// Values of the key on the vertical axis.
    pub y: Vec<f64>,
    /// Shares in which the claim holds, 0 to 1.
    pub holds: Vec<f64>,
}

/// A key on an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key<'a> {
    /// The key with its unit.
    pub name: &'a str,
    /// Whether its axis is logarithmic.
    pub log: bool,
}

/// A map of formation to draw.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The points.
    pub points: &'a Points,
    /// The key on the horizontal axis.
    pub x: Key<'a>,
    /// The key on the vertical axis.
    pub y: Key<'a>,
    /// The scenario's own values of the two.
    pub own: Option<(f64, f64)>,
    /// The claim, in a sentence.
    pub claim: &'a str,
    /// The scenario's title.
    pub world: &'a str,
    /// Origin, for the footer.
    pub origin: &'a str,
}

/// Most points drawn.
const DOTS: usize = 500;
/// Reach of the cross.
const CROSS: f64 = 14.0;
/// Shares with a contour.
const CONTOURS: [f64; 3] = [0.25, 0.5, 0.75];
/// The shortest contour with a label, as a share of the width of the map.
const LABELLED: f64 = 0.2;

/// Draws the map.
pub fn draw(picture: &Picture) -> Sheet {
    let points = picture.points;
    let (x, y) = (KeyAxis::of(&points.x, picture.x.log), KeyAxis::of(&points.y, picture.y.log));
    let place = |a: f64, b: f64| Some((x.share(a)?, y.share(b)?));
    let placed: Vec<Placed> = (points.x.iter().zip(&points.y).zip(&points.holds))
        .filter(|(_, holds)| holds.is_finite())
        .filter_map(|((&a, &b), &holds)| place(a, b).map(|(x, y)| Placed { x, y, holds }))
        .collect();
    let bandwidth = field::bandwidth(placed.len());
    let field = field::field(&placed, bandwidth, COLUMNS, ROWS);
    let shown = shown(placed.len());
    let own = picture.own.and_then(|(a, b)| place(a, b));
    let dots = match placed.len() - shown.len() {
        0 => "point of the sample".to_owned(),
        _ => format!("point of the sample, {} of {} drawn", shown.len(), fixed(placed.len() as f64, 0)),
    };
    let mut signs = vec![(Sign::Dot(GREY), dots)];
    if own.is_some() {
        signs.push((Sign::Cross(VERMILION), "the scenario's own values".to_owned()));
    }
    let note = format!(
        "Kernel-weighted mean, bandwidth {} % of each axis; hatched: under {} effective points.",
        fixed(100.0 * bandwidth, 1),
        field::LEAST,
    );
    let share = placed.iter().map(|point| point.holds).sum::<f64>() / placed.len().max(1) as f64;
    let mut sentence = said_of(picture.claim, share, placed.len());
    if picture.own.is_some() && own.is_none() {
        sentence.push_str(" The scenario's own values lie outside the map.");
    }
    let said = Said {
        title: "The map of formation",
        world: picture.world,
        sentence: &sentence,
        note: &note,
        origin: picture.origin,
    };
    let mut page = Page::of(&said, &signs);
    if field.nodes.iter().all(Option::is_none) {
        page.nothing(page.body, "too few points for a map");
        return page.sheet;
    }
    let body = page.body;
    let sheet = &mut page.sheet;
    let ticks = [x.ticks(8), y.ticks(6)];
    let widest = ticks[1].iter().map(|(_, label)| text::width(label, TICK, false)).fold(0.0, f64::max);
    let area = body.inset(widest + 2.4 * TICK, 0.8 * TICK, 190.0, 3.1 * TICK);
    let on_page = |x: f64, y: f64| (area.left + x * area.width(), area.bottom - y * area.height());
    heat(sheet, area, &field);
    for point in shown.iter().map(|&index| placed[index]) {
        let at = on_page(point.x, point.y);
        sheet.circle(at, 3.4, WHITE.see_through(0.6));
        sheet.circle(at, 2.2, GREY);
    }
    let own = own.map(|(x, y)| on_page(x, y));
    lines(sheet, area, &field, own);
    if let Some(own) = own {
        cross(sheet, own, CROSS, VERMILION);
    }
    sheet.outline(area, FINE_LINE, BLACK);
    axes(sheet, area, picture, &ticks);
    scale(sheet, Area { left: area.right + 40.0, top: area.top, ..body });
    page.sheet
}

/// The colours, with the shares for which they stand.
fn scale(sheet: &mut Sheet, area: Area) {
    let bar = Area::new(area.left, area.top + 20.0, area.left + 30.0, area.bottom - 3.1 * TICK - 20.0);
    let labels: Vec<(f64, String)> =
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, text::whole_percent(share))).to_vec();
    colours::upright(sheet, bar, colours::of_share, &labels);
    let at = (area.right - 0.3 * SMALL, bar.middle().1);
    let name = text::fit("share of the points in which it holds", SMALL, false, bar.height());
    sheet.text(Text::new(name, at, SMALL).anchor(Anchor::Middle).upwards().ink(GREY));
}

/// The claim, and in what share of the points it holds.
pub(super) fn said_of(claim: &str, share: f64, points: usize) -> String {
    let claim = claim.trim();
    let stop = if claim.is_empty() || claim.ends_with(['.', '!', '?']) { "" } else { "." };
    if points == 0 {
        return format!("{claim}{stop} There are no points.");
    }
    format!(
        "{claim}{stop} This holds in {} of {}.",
        text::whole_percent(share),
        count(points, "point", "points")
    )
}

/// Points to draw: all, or some of them spread by the golden section, which has no beat with the pattern of a design.
fn shown(points: usize) -> BTreeSet<usize> {
    if points <= DOTS {
        return (0..points).collect();
    }
    let place = |i: usize| (i as f64 * 0.618_033_988_749_894_9).fract();
    (0..DOTS).map(|i| ((place(i) * points as f64) as usize).min(points - 1)).collect()
}

/// The cells in their colours, neighbours of one colour as one, and hatches where there are too few points.
fn heat(sheet: &mut Sheet, area: Area, field: &Field) {
    let across = |column: usize| area.left + area.width() * column as f64 / field.columns as f64;
    let up = |row: usize| area.bottom - area.height() * row as f64 / field.rows as f64;
    for row in 0..field.rows {
        let inks: Vec<Option<Ink>> =
            (0..field.columns).map(|column| field.cell(column, row).map(colours::of_share)).collect();
        let mut from = 0;
        for run in inks.chunk_by(|a, b| a == b) {
            let to = from + run.len();
            if let Some(ink) = run[0] {
                // Each reaches below the next ones, which are painted later, so that no seam is seen.
                let right = (across(to) + 1.0).min(area.right);
                let top = (up(row + 1) - 1.0).max(area.top);
                sheet.rectangle(Area::new(across(from), top, right, up(row)), ink);
            }
            from = to;
        }
    }
    for row in 0..field.rows {
        for column in (0..field.columns).filter(|&column| field.cell(column, row).is_none()) {
            let cell = Area::new(across(column), up(row + 1), across(column + 1), up(row));
            sheet.rectangle(cell, WHITE);
            sheet.segment((cell.left, cell.bottom), (cell.right, cell.top), GRID_LINE, GREY.tint(0.5));
        }
    }
}

/// Contours with their labels, which stay off a cross.
fn lines(sheet: &mut Sheet, area: Area, field: &Field, cross: Option<Point>) {
    let place = |&(column, row): &Point| {
        let x = area.left + area.width() * column / field.columns as f64;
        (x, area.bottom - area.height() * row / field.rows as f64)
    };
    let around =
        |(x, y): Point| Area::new(x, y, x, y).inset(-2.0 * CROSS, -2.0 * CROSS, -2.0 * CROSS, -2.0 * CROSS);
    let mut taken: Vec<Area> = cross.into_iter().map(around).collect();
    let mut labels = Vec::new();
    for share in CONTOURS {
        let width = if share == 0.5 { LINE } else { FINE_LINE };
        let all = contours::contours(field, share);
        let all: Vec<Vec<Point>> = all.iter().map(|line| line.iter().map(place).collect()).collect();
        for line in &all {
            sheet.path(line.clone(), width + 3.0, WHITE);
        }
        for line in all {
            if length(&line) >= LABELLED * area.width()
                && let Some(label) = label(&line, &text::whole_percent(share), area, &taken)
            {
                taken.push(label.area().inset(-14.0, -10.0, -14.0, -10.0));
                labels.push(label);
            }
            sheet.path(line, width, BLACK);
        }
    }
    for label in labels {
        sheet.rectangle(label.area().inset(-6.0, 0.0, -6.0, 0.0), WHITE.see_through(0.9));
        sheet.text(label);
    }
}

/// A label on a line, as near to the line's middle as there is room.
fn label(line: &[Point], words: &str, area: Area, taken: &[Area]) -> Option<Text> {
    let middle = line.len() / 2;
    let mut order: Vec<usize> = (0..line.len()).collect();
    order.sort_by_key(|at| at.abs_diff(middle));
    let inside = area.inset(12.0, 8.0, 12.0, 8.0);
    order.into_iter().find_map(|at| {
        let label = Text::new(words, line[at], SMALL).anchor(Anchor::Middle).centred().bold();
        let own = label.area();
        let free = inside.contains(&own) && !taken.iter().any(|other| other.overlaps(&own));
        free.then_some(label)
    })
}

fn length(line: &[Point]) -> f64 {
    let step = |ends: &[Point]| {
        let (x, y) = (ends[1].0 - ends[0].0, ends[1].1 - ends[0].1);
        (x * x + y * y).sqrt()
    };
    line.windows(2).map(step).sum()
}

/// Ticks, and the names of the keys.
fn axes(sheet: &mut Sheet, area: Area, picture: &Picture, [below, beside]: &[Ticks; 2]) {
    for (share, label) in below {
        let x = area.left + share * area.width();
        sheet.segment((x, area.bottom), (x, area.bottom + 0.3 * TICK), FINE_LINE, BLACK);
        sheet.text(Text::new(label, (x, area.bottom + 1.3 * TICK), TICK).anchor(Anchor::Middle));
    }
    for (share, label) in beside {
        let y = area.bottom - share * area.height();
        sheet.segment((area.left - 0.3 * TICK, y), (area.left, y), FINE_LINE, BLACK);
        sheet.text(Text::new(label, (area.left - 0.55 * TICK, y), TICK).anchor(Anchor::End).centred());
    }
    let (name, size) = named(&picture.x, area.width());
    let at = (area.middle().0, area.bottom + 2.7 * TICK);
    sheet.text(Text::new(name, at, size).anchor(Anchor::Middle));
    let (name, size) = named(&picture.y, area.height());
    let at = (super::page::MARGIN + 0.76 * size, area.middle().1);
    sheet.text(Text::new(name, at, size).anchor(Anchor::Middle).upwards());
}

/// The name of a key, smaller if it is long, and without its beginning if it is longer still; and its size.
fn named(key: &Key, room: f64) -> (String, f64) {
    let name = if key.log { format!("{} (log scale)", key.name) } else { key.name.to_owned() };
    let (_, size) = text::shrunk(&name, LABEL, false, room);
    (text::tail(&name, size, false, room), size)
}

#[cfg(test)]
mod tests;
