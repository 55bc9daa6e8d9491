//! Synergy by channel: stacked areas, with the counterfactual as a dashed line.

use circulus::world::log::Channel;

use super::axes::{Axis, Frame};
use super::labels::{END_SIGN, EndLabel, Sign, end_labels};
use super::page::{Page, Scene, heading};
use super::sheet::{Point, Sheet};
use super::style::{BLACK, BOLD_LINE, GREEN, Ink, LABEL, ORANGE, PURPLE, SKY, TICK, VERMILION};
use super::style::{BLUE, WHITE};
use super::text;
use circulus::numbers::{Unit, percent};

/// Description and colour of a channel.
fn words(channel: Channel) -> (&'static str, Ink) {
    match channel {
        Channel::Matching => ("partners found", BLUE),
        Channel::Logistics => ("haulage saved", SKY),
        Channel::Transaction => ("cost of deals saved", GREEN),
        Channel::Processing => ("operating cost saved", ORANGE),
        Channel::Finance => ("capital cost saved", VERMILION),
        Channel::Risk => ("losses avoided", PURPLE),
    }
}

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let channels: Vec<Vec<f64>> =
        (0..Channel::ALL.len()).map(|c| scene.years().iter().map(|row| row.synergy[c]).collect()).collect();
    let years = scene.years().iter().zip(scene.twin_years());
    let beyond: Vec<f64> = years.map(|(run, twin)| run.gain - twin.gain).collect();
    let note = match scene.is_alone() {
        true => "",
        false => {
            "Counterfactual: gain of all deals, before capital spending, less that of the twin without a company."
        }
    };
    let mut page = Page::new(scene, title, &sentence(scene, &channels, &beyond), &[], note);
    let used = |values: &[f64]| values.iter().any(|&value| value != 0.0);
    let body = page.body;
    if !channels.iter().any(|values| used(values)) && !used(&beyond) {
        page.nothing(body, "no deals between members: no synergy");
        return page.sheet;
    }

    let (above, below) = stacks(&channels);
    let largest = |values: &[Vec<f64>]| -> f64 {
        let all = values.iter().flatten().chain(&beyond);
        all.fold(0.0, |largest: f64, value| largest.max(value.abs()))
    };
    let unit = Unit::of_money(largest(&above).max(largest(&below)), &scene.scenario.currency);
    let edges = above.iter().chain(&below).flatten().chain(&beyond);
    let y = Axis::from_zero(edges.map(|value| value / unit.size), 6);
    let room = y.room(TICK) + TICK;
    let frame = Frame { area: body.inset(room, 2.4 * LABEL, 470.0, 3.1 * TICK), x: scene.year_axis(8), y };
    let sheet = &mut page.sheet;
    let at = (body.left, body.top + 0.9 * LABEL);
    heading(sheet, at, "Accounted synergy", &format!("{} a year", unit.name), body.width());
    frame.draw_y(sheet, TICK);

    let mut labels = Vec::new();
    let room = body.right - frame.area.right - END_SIGN;
    for (c, channel) in Channel::ALL.into_iter().enumerate() {
        if !used(&channels[c]) {
            continue;
        }
        let (what, ink) = words(channel);
        band(scene, sheet, &frame, &above, c, unit.size, ink);
        band(scene, sheet, &frame, &below, c, unit.size, ink);
        let total = channels[c].iter().sum();
        labels.push(EndLabel {
            y: end_of(&frame, &above, &below, c, unit.size),
            lines: label(scene, channel.name(), what, total, room),
            sign: Sign::Field(ink),
        });
    }
    frame.draw_zero(sheet);
    frame.draw_x(sheet, TICK, Some("Year"));
    let beyond_points: Vec<Point> = years_of(scene).zip(scaled(&beyond, unit.size)).collect();
    let halo = frame.points(&beyond_points);
    sheet.path(halo, BOLD_LINE + 4.0, WHITE);
    frame.dashed(sheet, &beyond_points, BOLD_LINE, BLACK);
    if let Some(&(_, last)) = frame.points(&beyond_points).last() {
        labels.push(EndLabel {
            y: last,
            lines: label(scene, "counterfactual", "difference to the twin", beyond.iter().sum(), room),
            sign: Sign::Dashed(BLACK),
        });
    }
    scene.name_end(sheet, &frame);
    end_labels(sheet, &frame, &labels, 24.0);
    page.sheet
}

fn label(scene: &Scene, name: &str, what: &str, total: f64, room: f64) -> Vec<String> {
    let first = format!("{name}  {}", scene.money(total));
    [first.as_str(), what].iter().map(|line| text::fit(line, 24.0, false, room)).collect()
}

fn years_of<'a>(scene: &'a Scene) -> impl Iterator<Item = f64> + 'a {
    scene.years().iter().map(|row| f64::from(row.year))
}

fn scaled(values: &[f64], size: f64) -> impl Iterator<Item = f64> + '_ {
    values.iter().map(move |value| value / size)
}

/// Upper edges of gains and lower edges of losses, stacked by channel; gains go up from 0 and losses down.
fn stacks(channels: &[Vec<f64>]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let years = channels.first().map_or(0, Vec::len);
    let stack = |part: fn(f64) -> f64| {
        let mut edges = vec![vec![0.0; years]];
        for values in channels {
            let below = edges.last().cloned().unwrap_or_default();
            let next = below.iter().zip(values);
            edges.push(next.map(|(edge, &value)| edge + part(value)).collect());
        }
        edges
    };
    (stack(|value| value.max(0.0)), stack(|value| value.min(0.0)))
}

/// The area of a channel between two edges; a single year is drawn as a bar.
fn band(
    scene: &Scene,
    sheet: &mut Sheet,
    frame: &Frame,
    edges: &[Vec<f64>],
    channel: usize,
    size: f64,
    ink: Ink,
) {
    let edge = |i: usize| -> Vec<Point> {
        let points: Vec<Point> = years_of(scene).zip(scaled(&edges[i], size)).collect();
        match points[..] {
            [(year, value)] => vec![(year - 0.4, value), (year + 0.4, value)],
            _ => points,
        }
    };
    if edges[channel] != edges[channel + 1] {
        frame.between(sheet, &edge(channel + 1), &edge(channel), ink);
    }
}

/// Height at which a channel's area meets the right edge.
fn end_of(frame: &Frame, above: &[Vec<f64>], below: &[Vec<f64>], c: usize, size: f64) -> f64 {
    let last = |edges: &[Vec<f64>], i: usize| edges[i].last().copied().unwrap_or(0.0);
    let edges = if last(below, c + 1) < last(below, c) { below } else { above };
    let middle = (last(edges, c) + last(edges, c + 1)) / 2.0;
    frame.point(frame.x.high, middle / size).1
}

fn sentence(scene: &Scene, channels: &[Vec<f64>], beyond: &[f64]) -> String {
    let totals: Vec<f64> = channels.iter().map(|values| values.iter().sum()).collect();
    let accounted: f64 = totals.iter().sum();
    let gained: f64 = beyond.iter().sum();
    if accounted == 0.0 && gained == 0.0 {
        return format!("No synergy {}.", scene.duration());
    }
    let mut text = format!("{} of accounted synergy {}", scene.money(accounted), scene.duration());
    let most = Channel::ALL.into_iter().zip(&totals);
    if let Some((channel, total)) = most.max_by(|a, b| a.1.total_cmp(b.1))
        && accounted > 0.0
    {
        text += &format!(", {} of it by {}", percent(total / accounted), channel.name());
    }
    text + &format!("; the gain is {} {} the twin's.", scene.money(gained.abs()), {
        if gained >= 0.0 { "above" } else { "below" }
    })
}
