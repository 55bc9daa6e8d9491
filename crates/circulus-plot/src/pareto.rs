//! Cost against the robustly reached target: every candidate of a search, the front, and the cheapest that reaches it.

use std::path::Path;

use circulus_experiment::asked::Search;
use circulus_experiment::plan::Plan;
use circulus_experiment::search::table::{Tried, Weighed, cheapest, short};
use circulus_experiment::search::{Bound, robust::quantile};

use super::axes::{Axis, Frame};
use super::labels::Sign;
use super::page::{Page, Said, heading};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{
    BLACK, BOLD_LINE, DOTS, FINE_LINE, GREY, LABEL, LINE, RUN, SMALL, TICK, VERMILION, WHITE,
};
use super::{Drawn, PlotError, text, write_sheet};
use circulus::numbers::{Unit, count, digits, fixed};

/// A search to draw.
#[derive(Debug)]
pub struct Picture<'a> {
    /// Name of the experiment.
    pub name: &'a str,
    /// The search settings.
    pub search: &'a Search,
    /// The plan of its runs.
    pub plan: &'a Plan,
    /// The candidates.
    pub tried: &'a [Tried],
    /// Unit of the cost.
    pub cost_unit: &'a str,
    /// Unit of the target.
    pub target_unit: &'a str,
}

/// Writes `pareto.png` and `pareto.svg`.
///
/// # Errors
/// When a file cannot be written.
pub fn write(picture: &Picture, folder: &Path) -> Result<Drawn, PlotError> {
    write_sheet(&sheet(picture), folder, "pareto")
}

/// Legend of the cheapest candidate.
fn cheapest_is(picture: &Picture) -> &'static str {
    if picture.search.confirm > 0 {
        "least cost that reaches the target, on unseen luck too"
    } else {
        "least cost that reaches the target"
    }
}

/// The picture, independent of file format.
pub fn sheet(picture: &Picture) -> Sheet {
    let known: Vec<(&Tried, &Weighed)> =
        picture.tried.iter().filter_map(|one| Some((one, one.weighed.as_ref()?))).collect();
    let best = cheapest(picture.tried);
    let (measure, aim) = &picture.search.target;
    let signs = [
        (Sign::Disc(RUN), "not beaten by any other".to_owned()),
        (Sign::Disc(GREY.tint(0.35)), "all other candidates".to_owned()),
        (Sign::Disc(VERMILION), cheapest_is(picture).to_owned()),
    ];
    let world = &picture.search.title;
    let replicates = picture.plan.replicates;
    let origin = format!(
        "{} · {}, {} · seed {} · circulus {}",
        picture.name,
        count(picture.tried.len(), "candidate", "candidates"),
        count(picture.plan.runs(), "run", "runs"),
        picture.search.settings.seed,
        env!("CARGO_PKG_VERSION")
    );
    let note = "Thin lines: 5 to 95 % of the cost over runs.";
    let sentence = sentence(picture, best);
    let mut page = Page::of(
        &Said {
            title: "Cost against what is surely reached",
            world,
            sentence: &sentence,
            note,
            origin: &origin,
        },
        &signs,
    );
    if known.is_empty() {
        page.nothing(page.body, "no candidate gave a result");
        return page.sheet;
    }
    let costs = known.iter().map(|(_, weighed)| weighed.cost[0]).collect::<Vec<_>>();
    let (cost_size, cost_name) = scale(picture.cost_unit, &costs, picture);
    let values: Vec<f64> = known.iter().map(|(_, weighed)| weighed.target.worst).collect();
    let (size, unit) = scale(picture.target_unit, &values, picture);
    let (Bound::Least(bound) | Bound::Most(bound)) = aim.bound;
    let spread = known.iter().filter(|(one, _)| one.front).flat_map(|(_, weighed)| weighed.cost);
    // Leaves out much more expensive candidates, which would compress the scale.
    let counted: Vec<f64> =
        spread.chain([1.3 * quantile(&costs, 0.5)]).map(|cost| cost / cost_size).collect();
    let x = Axis::from_zero(counted, 7);
    let most = x.high * cost_size;
    let shown = |weighed: &Weighed| weighed.cost[0] <= most;
    let heights = known.iter().filter(|(_, w)| shown(w)).map(|(_, w)| w.target.worst).chain([bound]);
    let (low, high) = super::axes::range(heights).unwrap_or((0.0, 1.0));
    let body = page.body;
    let y = Axis::around(low / size, high / size, 6);
    let area = body.inset(y.room(TICK) + 30.0, 1.9 * LABEL, table_room(picture), 3.4 * TICK);
    let frame = Frame { area, x, y };
    let cases = picture.plan.bases.len();
    let what = format!(
        "kept in {} % of {}{}, {unit}",
        short(100.0 * (1.0 - aim.risk)),
        count(replicates, "run", "runs"),
        if cases > 1 { format!(" of each of {cases} cases") } else { String::new() }
    );
    let title = text::fit(&measure.name, LABEL, true, 0.5 * body.width());
    heading(&mut page.sheet, (body.left, body.top + 0.9 * LABEL), &title, &what, body.width());
    frame.draw_y(&mut page.sheet, TICK);
    let axis = format!("{}, {cost_name}", picture.search.cost.name);
    frame.draw_x(&mut page.sheet, TICK, Some(&text::fit(&axis, TICK, false, area.width())));
    let place = |weighed: &Weighed| frame.point(weighed.cost[0] / cost_size, weighed.target.worst / size);
    for (_, weighed) in known.iter().filter(|(one, weighed)| !one.front && shown(weighed)) {
        page.sheet.circle(place(weighed), 5.0, GREY.tint(0.35));
    }
    let (_, line) = frame.point(frame.x.low, bound / size);
    page.sheet.dashed(&[(area.left, line), (area.right, line)], DOTS, FINE_LINE, BLACK);
    let label = Text::new(format!("target {}", number(bound / size)), (area.left + 12.0, line - 10.0), SMALL);
    page.sheet.text(label);
    let mut front: Vec<(&Tried, &Weighed)> = known.into_iter().filter(|(one, _)| one.front).collect();
    front.sort_by(|a, b| a.1.cost[0].total_cmp(&b.1.cost[0]));
    for (_, weighed) in &front {
        let (_, y) = place(weighed);
        let end = |cost: f64| frame.point(cost / cost_size, 0.0).0;
        page.sheet.segment((end(weighed.cost[1]), y), (end(weighed.cost[2]), y), FINE_LINE, RUN.tint(0.4));
    }
    let steps: Vec<(f64, f64)> = front.iter().map(|(_, weighed)| place(weighed)).collect();
    page.sheet.path(steps.clone(), LINE, RUN.see_through(0.5));
    for at in steps {
        page.sheet.circle(at, 8.0, RUN);
    }
    if let Some((best, weighed)) = best.and_then(|one| Some((one, one.weighed.as_ref()?))) {
        page.sheet.circle(place(weighed), 15.0, WHITE);
        page.sheet.circle(place(weighed), 13.0, VERMILION);
        page.sheet.circle(place(weighed), 13.0 - BOLD_LINE, WHITE);
        keys(&mut page.sheet, picture, best, Area { left: area.right + 50.0, ..body });
    }
    page.sheet
}

/// Width for the keys on the right.
fn table_room(picture: &Picture) -> f64 {
    let names = picture.search.varied.iter().map(|(key, _)| text::width(key, SMALL, false));
    (names.fold(0.0, f64::max) + 60.0).clamp(300.0, 620.0)
}

/// Values of the keys of the cheapest candidate.
fn keys(sheet: &mut Sheet, picture: &Picture, best: &Tried, area: Area) {
    let mut y = area.top + 3.2 * LABEL;
    sheet.text(Text::new("Keys at least cost", (area.left, y), LABEL).bold().ink(VERMILION));
    for ((key, _), value) in picture.search.varied.iter().zip(&best.values) {
        y += 1.9 * SMALL;
        sheet.text(Text::new(text::fit(key, SMALL, false, area.width()), (area.left, y), SMALL).ink(GREY));
        y += 1.25 * SMALL;
        let value = value.parse::<f64>().map_or_else(|_| value.clone(), number);
        sheet.text(Text::new(value, (area.left, y), LABEL).bold());
    }
    let Some(weighed) = &best.weighed else { return };
    if picture.plan.bases.len() > 1 {
        y += 2.6 * LABEL;
        let (size, unit) = scale(picture.target_unit, &weighed.target.by_scenario, picture);
        let title = format!("Reached there, {unit}");
        sheet.text(Text::new(title, (area.left, y), SMALL).bold());
        for (case, value) in picture.plan.bases.iter().zip(&weighed.target.by_scenario) {
            y += 1.5 * SMALL;
            let value = number(value / size);
            let room = area.width() - text::width(&value, SMALL, true) - 20.0;
            sheet.text(Text::new(text::fit(&case.name, SMALL, false, room), (area.left, y), SMALL).ink(GREY));
            sheet.text(Text::new(value, (area.right, y), SMALL).anchor(Anchor::End));
        }
    }
}

fn number(value: f64) -> String {
    if value.abs() >= 1000.0 { fixed(value, 0) } else { digits(value, 3) }
}

/// Divisor of the numbers, and the name of the resulting unit.
fn scale(unit: &str, values: &[f64], picture: &Picture) -> (f64, String) {
    let largest = values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    let unit_of = match unit {
        "t" => Unit::of_tonnes(largest),
        "share" => return (0.01, "%".to_owned()),
        other if *other == picture.search.currency => Unit::of_money(largest, other),
        other => return (1.0, other.to_owned()),
    };
    (unit_of.size, unit_of.name)
}

fn sentence(picture: &Picture, best: Option<&Tried>) -> String {
    let (measure, aim) = &picture.search.target;
    let (Bound::Least(bound) | Bound::Most(bound)) = aim.bound;
    let Some(weighed) = best.and_then(|one| one.weighed.as_ref()) else {
        return format!("No candidate reaches the target of {} for {}.", short(bound), measure.name);
    };
    let (size, unit) = scale(picture.cost_unit, &weighed.cost, picture);
    let [mean, low, high] = weighed.cost.map(|cost| number(cost / size));
    format!(
        "The target is reached for {mean} {unit} ({low} to {high}), in {} % of the runs of the worst case.",
        short(100.0 * weighed.target.probability)
    )
}
