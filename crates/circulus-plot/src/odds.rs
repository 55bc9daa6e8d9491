//! A tornado of odds: in what share of the points a claim holds when a key is in its low, middle or high third.

use circulus_experiment::sensitivity::Estimate;

use super::axes::{Axis, Frame, range};
use super::formation::said_of;
use super::labels::Sign;
use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{
    BLACK, BLUE, FINE_LINE, FOOTER, GREY, GRID_LINE, LIGHT, LINE, SMALL, TICK, VERMILION, WHITE,
};
use super::text;

/// A key, and the odds of the claim in the thirds of its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Low end of its range.
    pub from: f64,
    /// High end of its range.
    pub to: f64,
    /// Share of the points in which the claim holds, in the low, middle and high third; none without points.
    pub thirds: [Option<Estimate>; 3],
}

/// A tornado of odds to draw.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The keys, the one that matters most first.
    pub keys: &'a [Key],
    /// Share of all points in which the claim holds.
    pub share: f64,
    /// Number of points.
    pub points: usize,
    /// The claim, in a sentence.
    pub claim: &'a str,
    /// The scenario's title.
    pub world: &'a str,
    /// Origin, for the footer.
    pub origin: &'a str,
}

/// Maximum number of keys drawn.
const MOST: usize = 15;
/// Maximum height of a key's row.
const ROW: f64 = 120.0;
/// Between the columns of names and of ranges, and after them.
const GAP: f64 = 26.0;
/// Radius of the marks.
const MARK: f64 = 8.0;

/// Draws the figure.
pub fn draw(picture: &Picture) -> Sheet {
    let signs = [
        (Sign::OpenDot(BLACK), "low third of the key".to_owned()),
        (Sign::Mark(BLACK), "middle third".to_owned()),
        (Sign::Dot(BLACK), "high third".to_owned()),
        (Sign::Line(BLACK, FINE_LINE), "95 % interval".to_owned()),
        (Sign::Field(BLUE.tint(0.45)), "holds more often if high".to_owned()),
        (Sign::Field(VERMILION.tint(0.45)), "less often".to_owned()),
    ];
    let keys = &picture.keys[..picture.keys.len().min(MOST)];
    let note = match picture.keys.len() - keys.len() {
        0 => "All other keys vary too in each third.".to_owned(),
        more => format!("{more} further keys, each with less, are not drawn."),
    };
    let said = Said {
        title: "What moves the odds",
        world: picture.world,
        sentence: &said_of(picture.claim, picture.share, picture.points),
        note: &note,
        origin: picture.origin,
    };
    let mut page = Page::of(&said, &signs);
    if keys.iter().all(|key| key.thirds.iter().all(Option::is_none)) {
        let what = if keys.is_empty() { "no key varies" } else { "no third of a key has points" };
        page.nothing(page.body, what);
        return page.sheet;
    }
    let body = page.body;
    chart(&mut page.sheet, body, keys, picture.share);
    page.sheet
}

fn chart(sheet: &mut Sheet, body: Area, keys: &[Key], overall: f64) {
    let top = body.top + 1.6 * SMALL;
    let bottom = body.bottom - 3.1 * TICK;
    let step = ((bottom - top) / keys.len() as f64).min(ROW);
    let bottom = top + step * keys.len() as f64;
    let widest = |of: fn(&Key) -> String, size: f64| {
        keys.iter().map(|key| text::width(&of(key), size, false)).fold(0.0, f64::max)
    };
    let names = widest(|key| key.name.clone(), SMALL).min(0.3 * body.width());
    let spans = widest(span, FOOTER).min(0.16 * body.width());
    let labels = text::width("high 100 %", SMALL, false) + 3.0 * MARK;
    let area = Area::new(body.left + names + spans + 2.0 * GAP + labels, top, body.right - labels, bottom);
    let ends = keys.iter().flat_map(|key| key.thirds).flatten().flat_map(|third| {
        let (low, high) = third.interval.unwrap_or((third.value, third.value));
        [low, high, third.value]
    });
    let (low, high) = range(ends.chain([overall])).unwrap_or((0.0, 1.0));
    let x = Axis::around(100.0 * low.max(0.0), 100.0 * high.min(1.0), 7);
    let frame = Frame { area, x, y: Axis::around(0.0, 1.0, 1) };
    let place = |share: f64| frame.point((100.0 * share).clamp(frame.x.low, frame.x.high), 0.0).0;
    for (row, _) in keys.iter().enumerate().filter(|(row, _)| row % 2 == 0) {
        let (left, right) = (body.left, body.right);
        let (top, bottom) = (top + step * row as f64, top + step * (row + 1) as f64);
        sheet.rectangle(Area::new(left, top, right, bottom), LIGHT.tint(0.3));
    }
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        sheet.segment((x, area.top), (x, area.bottom), GRID_LINE, LIGHT);
    }
    frame.draw_x(sheet, TICK, Some("share of the points in which the claim holds, %"));
    let line = place(overall);
    sheet.segment((line, area.top - 6.0), (line, area.bottom), FINE_LINE, BLACK);
    let label = format!("all points {}", text::whole_percent(overall));
    let half = text::width(&label, SMALL, false) / 2.0;
    let at = (line.clamp(body.left + half, body.right - half), area.top - 0.6 * SMALL);
    sheet.text(Text::new(label, at, SMALL).anchor(Anchor::Middle));
    for (row, key) in keys.iter().enumerate() {
        let middle = area.top + step * (row as f64 + 0.5);
        let (name, size) = text::shrunk(&key.name, SMALL, false, names);
        sheet.text(Text::new(name, (body.left + 6.0, middle), size).centred());
        let (span, size) = text::shrunk(&span(key), FOOTER, false, spans);
        sheet.text(Text::new(span, (body.left + names + GAP, middle), size).centred().ink(GREY));
        thirds(sheet, key, middle, step, &place);
    }
}

/// The ends of a key's range.
fn span(key: &Key) -> String {
    format!("{} to {} {}", text::round(key.from), text::round(key.to), key.unit).trim_end().to_owned()
}

/// The bar from low to high, the three marks with their intervals, and the labels at both ends.
fn thirds(sheet: &mut Sheet, key: &Key, middle: f64, step: f64, place: &impl Fn(f64) -> f64) {
    let [low, _, high] = key.thirds;
    let apart = (0.26 * step).min(2.0 * MARK);
    if let (Some(low), Some(high)) = (low, high) {
        let ink = if high.value < low.value { VERMILION } else { BLUE };
        let (a, b) = (place(low.value), place(high.value));
        let half = apart + 2.0;
        let bar = Area::new(a.min(b), middle - half, a.max(b), middle + half);
        sheet.rectangle(bar, ink.tint(0.45));
    }
    let (mut left, mut right) = (f64::INFINITY, f64::NEG_INFINITY);
    for (third, estimate) in key.thirds.iter().enumerate() {
        let Some(estimate) = estimate else { continue };
        let (x, y) = (place(estimate.value), middle + (third as f64 - 1.0) * apart);
        let (from, to) = estimate.interval.map_or((x, x), |(from, to)| (place(from), place(to)));
        sheet.segment((from, y), (to, y), FINE_LINE, BLACK);
        match third {
            0 => sheet.ring((x, y), MARK, BLACK),
            1 => sheet.segment((x, y - MARK), (x, y + MARK), LINE, BLACK),
            _ => {
                sheet.circle((x, y), MARK + 1.5, WHITE);
                sheet.circle((x, y), MARK, BLACK);
            }
        }
        (left, right) = (left.min(from).min(x - MARK), right.max(to).max(x + MARK));
    }
    // Beyond everything in the row, so that no label lies on a mark.
    let rising = match (low, high) {
        (Some(low), Some(high)) => low.value <= high.value,
        (low, _) => low.is_some(),
    };
    for (word, end, first) in [("low", low, rising), ("high", high, !rising)] {
        let Some(end) = end else { continue };
        let (x, anchor) = if first { (left - MARK, Anchor::End) } else { (right + MARK, Anchor::Start) };
        let label = format!("{word} {}", text::whole_percent(end.value));
        sheet.text(Text::new(label, (x, middle), SMALL).anchor(anchor).centred());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readable::{check, says};

    fn estimate(value: f64, half: f64) -> Option<Estimate> {
        Some(Estimate { value, interval: (half > 0.0).then_some((value - half, value + half)) })
    }

    fn keys(count: usize) -> Vec<Key> {
        let key = |index: usize| {
            let off = 0.4 / (1.0 + index as f64) * if index % 3 == 1 { -1.0 } else { 1.0 };
            Key {
                name: "infrastructure.logistics.effects.transport_cost".into(),
                unit: "RUB per t and km".into(),
                from: 0.0123,
                to: 45_600.0,
                thirds: [estimate(0.45 - off, 0.08), estimate(0.45, 0.0), estimate(0.45 + off, 0.2)],
            }
        };
        (0..count).map(key).collect()
    }

    fn picture(keys: &[Key], share: f64) -> Picture<'_> {
        let claim = "At the end of 2040 at least five plants are members of the cluster.";
        Picture { keys, share, points: 2048, claim, world: "A world with a name", origin: "robust" }
    }

    #[test]
    fn it_is_readable_with_any_number_of_keys() {
        for count in [1, 2, 8, 15, 40] {
            let keys = keys(count);
            for share in [0.0, 0.45, 1.0] {
                let sheet = draw(&picture(&keys, share));
                check(&sheet, &format!("{count} {share}"));
                assert_eq!(says(&sheet, "25 further keys"), count == 40);
                let ends = |word: &str| sheet.texts().filter(|text| text.text.starts_with(word)).count();
                assert_eq!((ends("low "), ends("high ")), (count.min(MOST) + 1, count.min(MOST) + 1));
            }
        }
    }

    #[test]
    fn a_name_is_not_cut() {
        let sheet = draw(&picture(&keys(15), 0.4));
        assert!(says(&sheet, "infrastructure.logistics.effects.transport_cost"));
        assert!(says(&sheet, "0.0123 to 45.6 k RUB per t and km"));
    }

    #[test]
    fn low_stands_on_the_side_of_the_lesser_share() {
        let sheet = draw(&picture(&keys(2), 0.4));
        let at = |words: &str| sheet.texts().find(|text| text.text == words).map(|text| text.at.0).unwrap();
        assert!(at("low 5 %") < at("high 85 %"), "rising");
        assert!(at("high 25 %") < at("low 65 %"), "falling");
    }

    #[test]
    fn without_keys_or_points_it_says_so() {
        let none = draw(&picture(&[], 0.4));
        assert!(says(&none, "no key varies"));
        let mut empty = keys(1);
        empty[0].thirds = [None; 3];
        assert!(says(&draw(&picture(&empty, 0.4)), "no third of a key has points"));
        let mut half = keys(2);
        (half[0].thirds[0], half[1].thirds[2]) = (None, None);
        let sheet = draw(&picture(&half, 0.4));
        check(&sheet, "half");
    }
}
