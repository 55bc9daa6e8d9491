//! Risk: events and losses per plant-year by kind, members against others; losses since the start.

use crate::record::Record;
use crate::record::rows::RiskYear;
use crate::scenario::Exposure;

use super::axes::{Axis, Frame};
use super::labels::{END_SIGN, EndLabel, Sign, end_labels};
use super::numbers::{Unit, count, digits};
use super::page::{Page, Scene, heading};
use super::sheet::{Anchor, Area, Point, Sheet, Text};
use super::style::{
    BLACK, BOLD_LINE, GREY, GRID_LINE, Ink, LABEL, LIGHT, LINE, MEMBERS, OTHERS, RUN, SMALL, TICK, TWIN,
};
use super::text;

/// Most kinds that are shown.
const MOST: usize = 12;
/// Rates are given for so many plant-years.
const PER: f64 = 100.0;

/// A kind of event over the whole run.
struct Kind {
    name: String,
    /// Struck no plant, but the market of a product.
    no_plant: bool,
    run: RiskYear,
    twin: RiskYear,
}

/// Plant-years of members and of others.
#[derive(Clone, Copy)]
struct PlantYears {
    members: f64,
    others: f64,
}

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let exposed = plant_years(&scene.run.cluster);
    let twin_exposed = plant_years(&scene.run.twin);
    let kinds = kinds(scene);
    let signs = [
        (Sign::Field(MEMBERS), members_sign(exposed.members, "members")),
        (Sign::Field(OTHERS), members_sign(exposed.others, "others")),
        (Sign::Line(TWIN, LINE), "twin, all plants".to_owned()),
    ];
    let note = "In brackets: events. Rates from few events are chance.";
    let sentence = sentence(&kinds, exposed);
    let mut page = Page::new(scene, title, &sentence, &signs, note);
    let body = page.body;
    let share = (0.36 + 0.05 * kinds.len() as f64).clamp(0.45, 0.72);
    let split = body.top + share * body.height();
    let upper = Area { bottom: split, ..body };
    let lower = Area { top: split + 16.0, ..body };
    if kinds.iter().all(|kind| events(&kind.run) + events(&kind.twin) == 0) {
        page.nothing(body, "no events");
        return page.sheet;
    }
    let names = 430.0;
    let half = (upper.width() - names) / 2.0;
    let sheet = &mut page.sheet;
    let rates = Area { right: upper.left + names + half - 30.0, ..upper };
    let rates = Area { left: upper.left + names, ..rates };
    let losses = Area { left: upper.left + names + half + 30.0, ..upper };
    row_names(sheet, &kinds, upper, names);
    let over = |value: f64, years: f64| {
        if years > 0.0 { PER * value / years } else { 0.0 }
    };
    let all = twin_exposed.members + twin_exposed.others;
    let rows: Vec<Row> = kinds
        .iter()
        .map(|kind| Row {
            no_plant: kind.no_plant.then(|| events(&kind.run)),
            members: over(kind.run.events_members as f64, exposed.members),
            others: over(kind.run.events_others as f64, exposed.others),
            twin: over(events(&kind.twin) as f64, all),
            counts: Some((kind.run.events_members, kind.run.events_others)),
        })
        .collect();
    let unit = format!("per {PER} plant-years");
    bars(sheet, rates, "Events", &unit, &rows, 1.0);
    let rows: Vec<Row> = kinds
        .iter()
        .map(|kind| Row {
            no_plant: kind.no_plant.then(|| events(&kind.run)),
            members: over(kind.run.loss_members, exposed.members) / PER,
            others: over(kind.run.loss_others, exposed.others) / PER,
            twin: over(kind.twin.loss_members + kind.twin.loss_others, all) / PER,
            counts: None,
        })
        .collect();
    let largest = rows.iter().map(Row::largest).fold(0.0, f64::max);
    let money = Unit::of_money(largest, &scene.scenario.currency);
    let unit = format!("{} per plant-year", money.name);
    bars(sheet, losses, "Losses", &unit, &rows, money.size);
    since_start(scene, sheet, lower);
    page.sheet
}

/// Values of one kind in one chart.
struct Row {
    no_plant: Option<usize>,
    members: f64,
    others: f64,
    twin: f64,
    counts: Option<(usize, usize)>,
}

impl Row {
    fn largest(&self) -> f64 {
        if self.no_plant.is_some() { 0.0 } else { self.members.max(self.others).max(self.twin) }
    }
}

fn bars(sheet: &mut Sheet, area: Area, what: &str, unit: &str, rows: &[Row], size: f64) {
    heading(sheet, (area.left, area.top + 0.9 * LABEL), what, unit, area.width());
    let largest = rows.iter().map(Row::largest).fold(0.0, f64::max) / size;
    let frame = Frame {
        area: area.inset(0.0, 1.7 * LABEL, 120.0, 1.8 * TICK),
        x: Axis::from_zero([largest], 3),
        y: Axis::around(0.0, 1.0, 1),
    };
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        let ends = ((x, frame.area.top), (x, frame.area.bottom));
        sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
    }
    frame.draw_x(sheet, TICK, None);
    let step = frame.area.height() / rows.len() as f64;
    let thick = (0.36 * step).min(30.0);
    for (i, row) in rows.iter().enumerate() {
        let middle = frame.area.top + (i as f64 + 0.5) * step;
        if let Some(events) = row.no_plant {
            let said = format!("{} struck no plant", count(events, "event", "events"));
            let at = (frame.area.left + 10.0, middle);
            sheet.text(Text::new(said, at, SMALL).ink(GREY).centred());
            continue;
        }
        let twin = frame.point(row.twin / size, 0.0).0;
        let pair = [
            (row.members, MEMBERS, row.counts.map(|counts| counts.0), middle - thick - 1.0),
            (row.others, OTHERS, row.counts.map(|counts| counts.1), middle + 1.0),
        ];
        for (value, ink, events, top) in pair {
            let right = frame.point(value / size, 0.0).0;
            let bar = Area::new(frame.area.left, top, right.max(frame.area.left + 2.0), top + thick);
            sheet.rectangle(bar, ink);
            let mut said = digits(value / size, 2);
            if let Some(events) = events {
                said += &format!(" ({events})");
            }
            let after = if twin >= right - 4.0 && twin < right + 110.0 { twin.max(right) } else { right };
            let at = (after + 10.0, top + thick / 2.0);
            let type_size = SMALL.min(thick + 2.0);
            sheet.text(Text::new(said, at, type_size).centred());
        }
        let ends = [(twin, middle - thick - 5.0), (twin, middle + thick + 5.0)];
        sheet.segment(ends[0], ends[1], LINE, TWIN);
    }
}

fn row_names(sheet: &mut Sheet, kinds: &[Kind], area: Area, width: f64) {
    let field = area.inset(0.0, 1.7 * LABEL, 0.0, 1.8 * TICK);
    let step = field.height() / kinds.len() as f64;
    for (i, kind) in kinds.iter().enumerate() {
        let most = if step > 2.4 * SMALL { 2 } else { 1 };
        let lines = text::wrap(&kind.name, SMALL, false, width - 24.0, most);
        let middle = field.top + (i as f64 + 0.5) * step;
        let first = middle - (lines.len() as f64 - 1.0) * 0.6 * SMALL;
        for (line, name) in lines.iter().enumerate() {
            let at = (field.left + width - 20.0, first + line as f64 * 1.2 * SMALL);
            let name = Text::new(name, at, SMALL).anchor(Anchor::End).ink(BLACK);
            sheet.text(name.centred());
        }
    }
}

fn since_start(scene: &Scene, sheet: &mut Sheet, area: Area) {
    let (run, twin) = (summed(&scene.run.cluster), summed(&scene.run.twin));
    let values = || run.iter().chain(&twin).map(|point| point.1);
    let unit = Unit::of_money(values().fold(0.0, f64::max), &scene.scenario.currency);
    let scaled =
        |points: &[Point]| -> Vec<Point> { points.iter().map(|&(x, y)| (x, y / unit.size)).collect() };
    let (run, twin) = (scaled(&run), scaled(&twin));
    let frame = Frame {
        area: area.inset(100.0, 1.9 * LABEL, 330.0, 3.0 * TICK),
        x: scene.year_axis(8),
        y: Axis::from_zero(values().map(|value| value / unit.size), 4),
    };
    let at = (area.left, area.top + 0.9 * LABEL);
    heading(sheet, at, "Losses since the start", &unit.name, area.width());
    frame.draw_y(sheet, TICK);
    frame.draw_x(sheet, TICK, Some("Year"));
    let lines: [(&[Point], &str, Ink); 2] = [(&run, "with the cluster", RUN), (&twin, "twin", TWIN)];
    let mut labels = Vec::new();
    for (points, name, ink) in lines {
        let last = points.last().map_or(0.0, |point| point.1);
        let sign = if ink == TWIN {
            frame.dashed(sheet, points, LINE, ink);
            Sign::Dashed(ink)
        } else {
            frame.line(sheet, points, BOLD_LINE, ink);
            Sign::Line(ink, BOLD_LINE)
        };
        labels.push(EndLabel {
            y: frame.point(frame.x.high, last).1,
            lines: vec![text::fit(name, TICK, false, 330.0 - END_SIGN)],
            sign,
        });
    }
    scene.mark_end(sheet, &frame);
    end_labels(sheet, &frame, &labels, TICK);
}

fn summed(record: &Record) -> Vec<Point> {
    let mut sum = 0.0;
    super::page::series(record, |row| row.losses())
        .into_iter()
        .map(|(year, loss)| {
            sum += loss;
            (year, sum)
        })
        .collect()
}

fn plant_years(record: &Record) -> PlantYears {
    let mut sum = PlantYears { members: 0.0, others: 0.0 };
    for row in &record.years {
        sum.members += row.members_at_risk as f64;
        sum.others += row.plants.saturating_sub(row.members_at_risk) as f64;
    }
    sum
}

fn kinds(scene: &Scene) -> Vec<Kind> {
    let risks = &scene.scenario.risks;
    let mut kinds: Vec<Kind> = risks
        .iter()
        .enumerate()
        .map(|(r, risk)| Kind {
            name: risk.name.clone(),
            no_plant: risk.exposure == Exposure::Product,
            run: total(&scene.run.cluster, r),
            twin: total(&scene.run.twin, r),
        })
        .collect();
    kinds.push(Kind {
        name: "Insolvency".to_owned(),
        no_plant: false,
        run: total(&scene.run.cluster, risks.len()),
        twin: total(&scene.run.twin, risks.len()),
    });
    if kinds.len() > MOST {
        kinds.sort_by_key(|kind| std::cmp::Reverse(events(&kind.run)));
        kinds.truncate(MOST);
    }
    kinds
}

fn total(record: &Record, risk: usize) -> RiskYear {
    let mut sum = RiskYear::default();
    for year in record.years.iter().filter_map(|row| row.risks.get(risk)) {
        sum.events_members += year.events_members;
        sum.events_others += year.events_others;
        sum.loss_members += year.loss_members;
        sum.loss_others += year.loss_others;
    }
    sum
}

fn events(risk: &RiskYear) -> usize {
    risk.events_members + risk.events_others
}

fn members_sign(plant_years: f64, who: &str) -> String {
    format!("{who} ({})", count(plant_years as usize, "plant-year", "plant-years"))
}

fn sentence(kinds: &[Kind], exposed: PlantYears) -> String {
    let at_plants = || kinds.iter().filter(|kind| !kind.no_plant);
    let members: usize = at_plants().map(|kind| kind.run.events_members).sum();
    let others: usize = at_plants().map(|kind| kind.run.events_others).sum();
    let rate = |events: usize, years: f64| match years > 0.0 {
        true => digits(PER * events as f64 / years, 2),
        false => "no".to_owned(),
    };
    if exposed.members == 0.0 {
        return format!("{} events in 100 plant-years; no plant was a member.", rate(others, exposed.others));
    }
    format!(
        "{} events in 100 plant-years of members, {} in 100 of others.",
        rate(members, exposed.members),
        rate(others, exposed.others),
    )
}
