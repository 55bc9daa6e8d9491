//! Fan charts: the spread of an indicator over the replicates of an ensemble, year by year, with the twin's.

use super::axes::{Axis, Frame};
use super::labels::Sign;
use super::page::{Page, Said, heading};
use super::sheet::{Area, Point, Sheet};
use super::style::{BOLD_LINE, LABEL, LINE, RUN, SMALL, TICK, TWIN};
use circulus::numbers::{Unit, count, digits};
use circulus_experiment::bands::Band;

/// Maximum number of charts on a page.
pub const CHARTS: usize = 6;

/// Texts of a page of fan charts.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Title of the picture.
    pub title: &'a str,
    /// Title of the scenario.
    pub world: &'a str,
    /// Currency of money.
    pub currency: &'a str,
    /// Number of replicates.
    pub replicates: u64,
    /// Shares of the quantiles of the bands, in rising order.
    pub shares: &'a [f64],
    /// Where it came from.
    pub origin: &'a str,
}

/// The bands of one indicator, by year.
#[derive(Debug, Clone, Default)]
pub struct Fan {
    /// Title of the indicator.
    pub title: String,
    /// The cluster's.
    pub cluster: Vec<Band>,
    /// The twin's.
    pub twin: Vec<Band>,
}

/// Draws up to [`CHARTS`] indicators.
pub fn draw(fans: &[Fan], about: &About) -> Sheet {
    let outer = about.shares.first().zip(about.shares.last());
    let range = outer.map_or(String::new(), |(low, high)| format!("{} to {} %", short(*low), short(*high)));
    let signs = [
        (Sign::Line(RUN, BOLD_LINE), "cluster, median".to_owned()),
        (Sign::Field(RUN.see_through(0.22)), format!("cluster, {range} of runs")),
        (Sign::Dashed(TWIN), "twin, median".to_owned()),
        (Sign::Field(TWIN.see_through(0.15)), format!("twin, {range}")),
    ];
    let said = Said {
        title: about.title,
        world: about.world,
        sentence: &sentence(fans, about),
        note: "darker: the inner quantiles; cluster and twin have the same luck",
        origin: about.origin,
    };
    let mut page = Page::of(&said, &signs);
    let columns = if fans.len() > 4 { 3 } else { fans.len().clamp(1, 2) };
    let rows = fans.len().div_ceil(columns).max(1);
    let (width, height) = (page.body.width() / columns as f64, page.body.height() / rows as f64);
    for (at, fan) in fans.iter().take(CHARTS).enumerate() {
        let (left, top) =
            (page.body.left + (at % columns) as f64 * width, page.body.top + (at / columns) as f64 * height);
        let right = left + width - if at % columns + 1 < columns { 40.0 } else { 0.0 };
        chart(&mut page.sheet, Area::new(left, top, right, top + height - 14.0), fan, about);
    }
    page.sheet
}

/// A percentage without unnecessary decimals.
fn short(share: f64) -> String {
    digits(100.0 * share, 3)
}

fn chart(sheet: &mut Sheet, area: Area, fan: &Fan, about: &About) {
    let all = || fan.cluster.iter().chain(&fan.twin);
    let values = all().flat_map(|band| band.quantiles.iter().flatten().copied());
    let largest = values.clone().fold(0.0, |most: f64, value| most.max(value.abs()));
    let unit = unit_of(all().next().map_or("", |band| &band.unit), largest, about.currency);
    let years = all().map(|band| band.year);
    let (first, last) = (years.clone().min().unwrap_or(0), years.max().unwrap_or(0));
    let y = vertical(values.map(|value| value / unit.size));
    let frame = Frame {
        area: area.inset(y.room(TICK) + 0.8 * TICK, 1.9 * LABEL, 26.0, 1.9 * TICK),
        x: Axis::years(first, last, 4),
        y,
    };
    heading(sheet, (area.left, area.top + 0.9 * LABEL), &fan.title, &unit.name, area.width());
    frame.draw_y(sheet, SMALL);
    frame.draw_x(sheet, SMALL, None);
    frame.draw_zero(sheet);
    let line = |bands: &[Band], quantile: usize| -> Vec<Point> {
        let value = |band: &Band| band.quantiles.get(quantile).copied().flatten().unwrap_or(f64::NAN);
        bands.iter().map(|band| (f64::from(band.year), value(band) / unit.size)).collect()
    };
    let pairs = about.shares.len() / 2;
    for (bands, ink, strength) in [(&fan.twin, TWIN, 0.15), (&fan.cluster, RUN, 0.22)] {
        for pair in 0..pairs {
            let (low, high) = (line(bands, pair), line(bands, about.shares.len() - 1 - pair));
            frame.between(sheet, &high, &low, ink.see_through(strength));
        }
    }
    if about.shares.len() % 2 == 1 {
        frame.dashed(sheet, &line(&fan.twin, pairs), LINE, TWIN);
        frame.line(sheet, &line(&fan.cluster, pairs), BOLD_LINE, RUN);
    }
}

/// Starts at 0, unless the values are far from it and their spread would be invisible.
fn vertical(values: impl Iterator<Item = f64> + Clone) -> Axis {
    match super::axes::range(values.clone()) {
        Some((low, high)) if low > 0.5 * high => Axis::around(low, high, 5),
        _ => Axis::from_zero(values, 5),
    }
}

/// The display unit for numbers in a column's unit.
pub fn unit_of(unit: &str, largest: f64, currency: &str) -> Unit {
    match unit {
        "t" => Unit::of_tonnes(largest),
        money if money == currency => Unit::of_money(largest, currency),
        "share" => Unit { name: "%".to_owned(), size: 0.01 },
        "true or false" => Unit { name: "% of runs".to_owned(), size: 0.01 },
        other => Unit { name: other.to_owned(), size: 1.0 },
    }
}

fn sentence(fans: &[Fan], about: &About) -> String {
    let mut text =
        format!("{} on different luck, each with its twin.", count(about.replicates, "run", "runs"));
    if let Some(fan) = fans.first()
        && let (Some(last), Some(twin)) = (fan.cluster.last(), fan.twin.last())
        && let (Some(low), Some(high)) = (first(last), end(last))
        && let (Some(twin_low), Some(twin_high)) = (first(twin), end(twin))
    {
        let largest = high.abs().max(twin_high.abs());
        let unit = unit_of(&last.unit, largest, about.currency);
        let number = |value: f64| digits(value / unit.size, 3);
        text.push_str(&format!(
            " {} in {}: {} to {} {} with the cluster, {} to {} without.",
            fan.title,
            last.year,
            number(low),
            number(high),
            unit.name,
            number(twin_low),
            number(twin_high),
        ));
    }
    text
}

fn first(band: &Band) -> Option<f64> {
    band.quantiles.first().copied().flatten()
}

fn end(band: &Band) -> Option<f64> {
    band.quantiles.last().copied().flatten()
}
