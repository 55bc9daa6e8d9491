//! Quantile regression: how far low, middle and high values of an indicator move over the range of each key.

use circulus_experiment::sensitivity::Estimate;
use circulus_experiment::sensitivity::quantiles::Quantiles;
use circulus_experiment::sensitivity::table::Finding;

use super::axes::{Axis, Frame, range};
use super::fan::unit_of;
use super::labels::Sign;
use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{BLACK, BLUE, FINE_LINE, GREY, GRID_LINE, Ink, LIGHT, LINE, ORANGE, SMALL, TICK};
use super::text;
use super::tornado::About;

/// Maximum number of keys drawn.
const MOST: usize = 14;
/// Maximum height of a key's marks.
const ROW: f64 = 110.0;
/// The three quantiles: what they are called, their colour, and where they stand in a row.
const MARKS: [(&str, Ink, f64); 3] = [
    ("low values: at 10 %", BLUE, -0.26),
    ("middle: at 50 %", GREY, 0.0),
    ("high values: at 90 %", ORANGE, 0.26),
];

/// Draws the figure for an indicator, with the names of the factors.
pub fn draw(finding: &Finding, found: &Quantiles, keys: &[String], about: &About) -> Sheet {
    let title = finding.meaning.split(": ").next().unwrap_or_default();
    let signs = MARKS.map(|(name, ink, at)| {
        let sign = if at < 0.0 { Sign::OpenDot(ink) } else { Sign::Dot(ink) };
        (sign, name.to_owned())
    });
    let mut order: Vec<usize> =
        (0..found.keys.len()).filter(|&key| strength(&found.keys[key]) > 0.0).collect();
    order.sort_by(|&a, &b| strength(&found.keys[b]).total_cmp(&strength(&found.keys[a])).then(a.cmp(&b)));
    let hidden = order.len().saturating_sub(MOST);
    order.truncate(MOST);
    let note = match hidden {
        0 => "Lines: 95 % intervals, which take in the choice of points.".to_owned(),
        _ => format!("{hidden} further keys, each with less, are in quantile_regression.csv."),
    };
    let said = Said {
        title: &format!("Low and high values: {title}"),
        world: about.world,
        sentence: about.sentence,
        note: &note,
        origin: about.origin,
    };
    let mut page = Page::of(&said, &signs);
    if order.is_empty() {
        page.nothing(page.body, "no key has a coefficient");
        return page.sheet;
    }
    chart(&mut page.sheet, page.body, finding, found, keys, &order, about.currency);
    page.sheet
}

/// The largest coefficient of a key, in whatever direction.
fn strength(own: &[Option<Estimate>; 3]) -> f64 {
    own.iter().flatten().map(|estimate| estimate.value.abs()).fold(0.0, f64::max)
}

fn chart(
    sheet: &mut Sheet,
    body: Area,
    finding: &Finding,
    found: &Quantiles,
    keys: &[String],
    order: &[usize],
    currency: &str,
) {
    let ends = |estimate: &Estimate| {
        let (low, high) = estimate.interval.unwrap_or((estimate.value, estimate.value));
        [low, high, estimate.value]
    };
    let values: Vec<f64> =
        order.iter().flat_map(|&key| found.keys[key].iter().flatten().flat_map(ends)).chain([0.0]).collect();
    let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let unit = unit_of(&finding.unit, largest, currency);
    let (low, high) = range(values.iter().map(|value| value / unit.size)).unwrap_or((0.0, 1.0));
    let name = |key: usize| keys.get(key).map_or("", String::as_str);
    let widest = order.iter().map(|&key| text::width(name(key), TICK, false)).fold(0.0, f64::max);
    let names = (widest + 30.0).min(0.42 * body.width());
    let field = body.inset(names, 0.6 * TICK, 60.0, 3.1 * TICK);
    let step = (field.height() / order.len() as f64).min(ROW);
    let area = Area { bottom: field.top + step * order.len() as f64, ..field };
    let frame = Frame { area, x: Axis::around(low, high, 6), y: Axis::around(0.0, 1.0, 1) };
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        sheet.segment((x, area.top), (x, area.bottom), GRID_LINE, LIGHT);
    }
    let what = if unit.name == "-" { String::new() } else { format!(", {}", unit.name) };
    frame.draw_x(
        sheet,
        TICK,
        Some(&format!("change of the quantile over the sampled range of the key{what}")),
    );
    let (zero, _) = frame.point(0.0, 0.0);
    sheet.segment((zero, area.top), (zero, area.bottom), FINE_LINE, BLACK);
    let place = |value: f64| frame.point(value / unit.size, 0.0).0;
    for (row, &key) in order.iter().enumerate() {
        let middle = area.top + step * (row as f64 + 0.5);
        let size = if step < 34.0 { SMALL } else { TICK };
        let shown = text::fit(name(key), size, false, names - 20.0);
        sheet.text(Text::new(shown, (area.left - 18.0, middle), size).anchor(Anchor::End).centred());
        for (estimate, (_, ink, at)) in found.keys[key].iter().zip(MARKS) {
            let Some(estimate) = estimate else { continue };
            let y = middle + at * step;
            if let Some((low, high)) = estimate.interval {
                sheet.segment((place(low), y), (place(high), y), LINE, ink);
            }
            let radius = (0.12 * step).clamp(4.0, 9.0);
            match at < 0.0 {
                true => sheet.ring((place(estimate.value), y), radius, ink),
                false => sheet.circle((place(estimate.value), y), radius, ink),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readable;
    use circulus_experiment::sensitivity::pawn::Pawn;
    use circulus_experiment::sensitivity::table::Found;

    fn drawn(keys: usize) -> Sheet {
        let estimate = |value: f64| Some(Estimate { value, interval: Some((value - 2e5, value + 1e5)) });
        let own = |key: usize| [-1.0, 0.5, 2.0].map(|times| estimate(times * 1e6 / (key + 1) as f64));
        let names: Vec<String> =
            (0..keys).map(|key| format!("technology.stone_from_rock.key_{key}")).collect();
        let quantiles = Quantiles { keys: (0..keys).map(own).collect(), points: 64, left_out: 0 };
        let finding = Finding {
            indicator: "total_reused_t".into(),
            unit: "t".into(),
            meaning: "Waste reused: tonnes".into(),
            found: Found::Pawn(Pawn { keys: vec![None; keys], points: 64, left_out: 0 }),
            quantiles: Some(quantiles.clone()),
        };
        let about = About { world: "A valley", currency: "RUB", sentence: "What moves it.", origin: "here" };
        draw(&finding, &quantiles, &names, &about)
    }

    #[test]
    fn few_and_many_keys_are_legible() {
        for keys in [0, 1, 5, 40] {
            readable::check(&drawn(keys), &format!("{keys} keys"));
        }
        assert!(readable::says(&drawn(40), "26 further keys"));
        assert!(readable::says(&drawn(0), "no key has a coefficient"));
    }
}
