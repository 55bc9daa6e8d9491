//! A tornado chart: how strongly an indicator depends on each varied key, strongest first, with intervals.

use circulus_experiment::sensitivity::Estimate;
use circulus_experiment::sensitivity::table::{Finding, Found};

use super::axes::{Axis, Frame};
use super::fan::unit_of;
use super::labels::Sign;
use super::page::{MARGIN, Page, Said};
use super::sheet::{Anchor, Area, Point, Sheet, Text};
use super::style::{
    BLACK, FINE_LINE, GREY, GRID_LINE, Ink, LABEL, LIGHT, LINE, ORANGE, RUN, SMALL, TICK, TITLE, WHITE, WIDTH,
};
use super::text;
use circulus::numbers::{fixed, magnitude};

/// Maximum number of keys drawn.
const MOST: usize = 16;
/// Maximum height of a key's bars.
const ROW: f64 = 130.0;
/// Indices are between 0 and 1; intervals are drawn up to this far beyond.
const BEYOND: f64 = 0.25;

/// The texts of the picture besides its bars.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The scenario's title.
    pub world: &'a str,
    /// Currency of the scenario.
    pub currency: &'a str,
    /// What matters, in a sentence.
    pub sentence: &'a str,
    /// Origin, for the footer.
    pub origin: &'a str,
}

/// A factor with its bars, two or one.
struct Bars {
    name: String,
    /// Total order, `mu_star`, Shapley effect, or PAWN index.
    upper: Option<Estimate>,
    /// First order, `sigma`, or the largest distance of a slice; a Shapley effect is alone.
    lower: Option<Estimate>,
    /// Value of the upper bar that random variation alone would give.
    luck: Option<f64>,
}

/// What the bars of an analysis say.
struct Words {
    /// Of the upper and the lower bar, in the key of signs.
    bars: [Option<&'static str>; 2],
    /// Of the mark of luck, likewise.
    luck: &'static str,
    /// Of the column of numbers.
    head: &'static str,
    /// Of the axis, where it has no unit.
    axis: &'static str,
}

fn words(found: &Found) -> Words {
    match found {
        Found::Sobol(_) => Words {
            bars: [Some("total order: with interactions"), Some("first order: alone")],
            luck: "",
            head: "total order",
            axis: "share of the indicator's variance over the keys' ranges",
        },
        Found::Morris(_) => Words {
            bars: [Some("mean amount of effects (mu*)"), Some("their standard deviation (sigma)")],
            luck: "mu* of luck alone",
            head: "mu*",
            axis: "change over the whole range of the key",
        },
        Found::Shapley(_) => Words {
            bars: [Some("Shapley effect: with its part of interactions"), None],
            luck: "",
            head: "Shapley effect",
            axis: "share of the indicator's variance over the keys' ranges",
        },
        Found::Pawn(_) => Words {
            bars: [Some("PAWN index: median of ten slices"), Some("largest of a slice")],
            luck: "floor: 95 % of keys without effect are below",
            head: "PAWN index",
            axis: "how far the indicator's distribution moves when the key is known, 0 to 1",
        },
    }
}

/// Draws the figure for an indicator, with the names of the factors.
pub fn draw(finding: &Finding, keys: &[String], about: &About) -> Sheet {
    let title = finding.meaning.split(": ").next().unwrap_or_default();
    let title = format!("What moves: {title}");
    let order = finding.found.ranked();
    let name = |key: usize| keys.get(key).cloned().unwrap_or_default();
    let bars: Vec<Bars> = order.iter().take(MOST).map(|&key| bars(&finding.found, key, name(key))).collect();
    let (words, inks) = (words(&finding.found), inks(&finding.found));
    let mut signs: Vec<(Sign, _)> = inks
        .into_iter()
        .zip(words.bars)
        .filter_map(|(ink, word)| Some((Sign::Field(ink), word?.into())))
        .collect();
    signs.push((Sign::Line(BLACK, LINE), "95 % interval".into()));
    if bars.iter().any(|bars| bars.luck.is_some()) {
        signs.push((Sign::Mark(GREY), words.luck.into()));
    }
    let hidden = order.len().saturating_sub(MOST);
    let note = match hidden {
        0 if matches!(finding.found, Found::Pawn(_)) => "Intervals take in the choice of points.".to_owned(),
        0 => "Intervals take in luck and the choice of points.".to_owned(),
        _ => format!("{hidden} further keys, each with less, are in sensitivity.csv."),
    };
    // If a long title leaves no room for the scenario's, that one goes into the footer.
    let room = WIDTH - 2.0 * MARGIN - text::width(&title, TITLE, true) - 60.0;
    let beside = text::width(about.world, LABEL, false) <= room;
    let (world, origin) = match beside {
        true => (about.world, about.origin.to_owned()),
        false => ("", format!("{} · {}", about.world, about.origin)),
    };
    let said = Said { title: &title, world, sentence: about.sentence, note: &note, origin: &origin };
    let mut page = Page::of(&said, &signs);
    if bars.iter().all(|bars| bars.upper.is_none()) {
        page.nothing(page.body, "nothing that can be told from luck");
        return page.sheet;
    }
    let scale = scale(finding, about.currency, &bars, &words);
    chart(&mut page.sheet, page.body, &bars, &scale, inks);
    page.sheet
}

fn inks(found: &Found) -> [Ink; 2] {
    match found {
        Found::Sobol(_) => [RUN.tint(0.4), RUN],
        Found::Morris(_) => [RUN, ORANGE],
        Found::Shapley(_) | Found::Pawn(_) => [RUN, RUN.tint(0.4)],
    }
}

fn bars(found: &Found, key: usize, name: String) -> Bars {
    match found {
        Found::Sobol(sobol) => {
            let own = sobol.keys.get(key);
            let (upper, lower) = (own.and_then(|own| own.total), own.and_then(|own| own.first));
            Bars { name, upper, lower, luck: None }
        }
        Found::Morris(morris) => {
            let own = morris.keys.get(key);
            let (upper, lower) = (own.and_then(|own| own.mu_star), own.and_then(|own| own.sigma));
            Bars { name, upper, lower, luck: own.and_then(|own| own.luck) }
        }
        Found::Shapley(shapley) => {
            Bars { name, upper: shapley.keys.get(key).copied().flatten(), lower: None, luck: None }
        }
        Found::Pawn(pawn) => {
            let own = pawn.keys.get(key).copied().flatten();
            let lower = own.map(|own| Estimate { value: own.max, interval: None });
            Bars { name, upper: own.map(|own| own.median), lower, luck: own.map(|own| own.floor) }
        }
    }
}

/// The axis, the divisor of its values, and its name.
struct Scale {
    axis: Axis,
    size: f64,
    name: String,
    head: &'static str,
    decimals: usize,
}

fn scale(finding: &Finding, currency: &str, bars: &[Bars], words: &Words) -> Scale {
    let ends = |estimate: Option<Estimate>| {
        let (low, high) = estimate.and_then(|e| e.interval).unwrap_or((0.0, 0.0));
        [low, high, estimate.map_or(0.0, |e| e.value)]
    };
    let values = bars.iter().flat_map(|bars| {
        ends(bars.upper).into_iter().chain(ends(bars.lower)).chain([bars.luck.unwrap_or(0.0)])
    });
    let (head, name) = (words.head, words.axis);
    if !matches!(finding.found, Found::Morris(_)) {
        let values = values.map(|value| value.clamp(-BEYOND, 1.0 + BEYOND));
        return Scale { axis: Axis::from_zero(values, 6), size: 1.0, name: name.into(), head, decimals: 2 };
    }
    let values: Vec<f64> = values.collect();
    let most = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let unit = unit_of(&finding.unit, most, currency);
    let axis = Axis::from_zero(values.iter().map(|value| value / unit.size), 6);
    let decimals = if most > 0.0 { (2 - magnitude(most / unit.size)).max(0) as usize } else { 0 };
    let what = if unit.name == "-" { String::new() } else { format!(", {}", unit.name) };
    Scale { axis, size: unit.size, name: format!("{name}{what}"), head, decimals }
}

fn chart(sheet: &mut Sheet, body: Area, bars: &[Bars], scale: &Scale, inks: [Ink; 2]) {
    let widest = bars.iter().map(|bars| text::width(&bars.name, TICK, false)).fold(0.0, f64::max);
    let names = (widest + 30.0).min(0.42 * body.width());
    let numbers = 250.0;
    let field = body.inset(names, 1.4 * TICK, numbers, 3.1 * TICK);
    let step = (field.height() / bars.len().max(1) as f64).min(ROW);
    let bottom = field.top + step * bars.len() as f64;
    let area = Area { bottom, ..field };
    let frame = Frame { area, x: scale.axis.clone(), y: Axis::around(0.0, 1.0, 1) };
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        sheet.segment((x, area.top), (x, area.bottom), GRID_LINE, LIGHT);
    }
    frame.draw_x(sheet, TICK, Some(&scale.name));
    let (zero, _) = frame.point(0.0, 0.0);
    let place = |value: f64| {
        let value = (value / scale.size).clamp(frame.x.low, frame.x.high);
        frame.point(value, 0.0).0
    };
    let single = bars.iter().all(|bars| bars.lower.is_none());
    for (row, bars) in bars.iter().enumerate() {
        let top = area.top + step * row as f64;
        let middle = top + step / 2.0;
        let size =
            if text::width(&bars.name, TICK, false) > names - 20.0 || step < 34.0 { SMALL } else { TICK };
        let name = text::fit(&bars.name, size, false, names - 20.0);
        sheet.text(Text::new(name, (area.left - 18.0, middle), size).anchor(Anchor::End).centred());
        let half = 0.40 * step;
        for (estimate, ink, up) in [(bars.upper, inks[0], true), (bars.lower, inks[1], false)] {
            let Some(estimate) = estimate else { continue };
            let (top, bottom) = match up {
                true if single => (middle - 0.5 * half, middle + 0.5 * half),
                true => (middle - half, middle),
                false => (middle, middle + half),
            };
            let (left, right) = (zero.min(place(estimate.value)), zero.max(place(estimate.value)));
            sheet.rectangle(Area::new(left, top, right, bottom), ink);
            if let Some(luck) = bars.luck.filter(|_| up) {
                let ends = ((place(luck), top), (place(luck), bottom));
                sheet.segment(ends.0, ends.1, 3.0 * LINE, WHITE); // seen on bars and off them
                sheet.segment(ends.0, ends.1, LINE, GREY);
            }
            if let Some((low, high)) = estimate.interval {
                let y = (top + bottom) / 2.0;
                whisker(sheet, (place(low), y), (place(high), y), 0.22 * half);
            }
        }
        let at = (area.right + 24.0, middle);
        sheet.text(Text::new(written(bars.upper, scale), at, size).centred());
    }
    sheet.segment((zero, area.top), (zero, area.bottom), FINE_LINE, BLACK);
    let at = (area.right + 24.0, area.top - 0.4 * TICK);
    sheet.text(Text::new(scale.head, at, TICK).ink(GREY));
}

fn whisker(sheet: &mut Sheet, from: Point, to: Point, cap: f64) {
    sheet.segment(from, to, LINE, BLACK);
    for (x, y) in [from, to] {
        sheet.segment((x, y - cap), (x, y + cap), FINE_LINE, BLACK);
    }
}

/// The upper bar's number and half-width of its interval.
fn written(estimate: Option<Estimate>, scale: &Scale) -> String {
    let number = |value: f64| fixed(value / scale.size, scale.decimals);
    match estimate {
        None => "cannot be told".to_owned(),
        Some(Estimate { value, interval: None }) => format!("{} ± ?", number(value)),
        Some(Estimate { value, interval: Some((low, high)) }) => {
            format!("{} ± {}", number(value), number((high - low) / 2.0))
        }
    }
}
