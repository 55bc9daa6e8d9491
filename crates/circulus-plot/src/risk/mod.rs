//! Risk: events and losses per plant-year by risk, members against non-members; losses since the start.

mod bars;

use circulus::ids::RiskId;
use circulus::record::Record;
use circulus::record::rows::RiskYear;
use circulus::scenario::Exposure;

use crate::axes::{Axis, Frame};
use crate::labels::{END_SIGN, EndLabel, Sign, end_labels};
use crate::page::{Page, Scene, heading};
use crate::sheet::{Area, Point, Sheet};
use crate::style::{BOLD_LINE, Ink, LABEL, LINE, MEMBERS, OTHERS, RUN, TICK, TWIN};
use crate::text;
use bars::Row;
use circulus::numbers::{Unit, count, digits, many};

/// Maximum number of risks shown.
const MOST: usize = 12;
/// Rates are given per this number of plant-years.
const PER: f64 = 100.0;

/// A type of event over the whole run.
struct Kind {
    name: String,
    /// Affects the market of a product, not a plant.
    no_plant: bool,
    run: RiskYear,
    twin: RiskYear,
}

/// Plant-years of members and of non-members.
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
    let mut signs = vec![
        (Sign::Field(MEMBERS), members_sign(exposed.members, "members")),
        (Sign::Field(OTHERS), members_sign(exposed.others, "non-members")),
    ];
    if !scene.is_alone() {
        signs.push((Sign::Mark(TWIN), "twin, all plants".to_owned()));
    }
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
    let kind_names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    bars::names(sheet, &kind_names, upper, names);
    let per = |value: f64, years: f64| (years > 0.0).then(|| value / years);
    // Without a company the run is its own twin: no mark.
    let all = if scene.is_alone() { 0.0 } else { twin_exposed.members + twin_exposed.others };
    let rows: Vec<Row> = kinds
        .iter()
        .map(|kind| Row {
            no_plant: kind.no_plant.then(|| events(&kind.run)),
            members: per(PER * kind.run.events_members as f64, exposed.members),
            others: per(PER * kind.run.events_others as f64, exposed.others),
            twin: per(PER * events(&kind.twin) as f64, all),
            counts: Some([kind.run.events_members, kind.run.events_others]),
        })
        .collect();
    bars::draw(sheet, rates, "Events", &format!("per {PER} plant-years"), &rows, 1.0);
    let rows: Vec<Row> = kinds
        .iter()
        .map(|kind| Row {
            no_plant: kind.no_plant.then(|| events(&kind.run)),
            members: per(kind.run.loss_members, exposed.members),
            others: per(kind.run.loss_others, exposed.others),
            twin: per(kind.twin.loss_members + kind.twin.loss_others, all),
            counts: None,
        })
        .collect();
    let money = Unit::of_money(bars::largest(&rows), &scene.scenario.currency);
    let unit = format!("{} per plant-year", money.name);
    bars::draw(sheet, losses, "Losses", &unit, &rows, money.size);
    since_start(scene, sheet, lower);
    page.sheet
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
    let mut lines: Vec<(&[Point], &str, Ink)> = vec![(&run, "all plants", RUN)];
    if !scene.is_alone() {
        lines = vec![(&run, "with the cluster", RUN), (&twin, "twin", TWIN)];
    }
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
    scene.name_end(sheet, &frame);
    end_labels(sheet, &frame, &labels, TICK);
}

fn summed(record: &Record) -> Vec<Point> {
    let mut sum = 0.0;
    crate::page::series(record, |row| row.losses())
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
        .iter_enumerated()
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
        run: total(&scene.run.cluster, risks.next_key()),
        twin: total(&scene.run.twin, risks.next_key()),
    });
    if kinds.len() > MOST {
        kinds.sort_by_key(|kind| std::cmp::Reverse(events(&kind.run)));
        kinds.truncate(MOST);
    }
    kinds
}

fn total(record: &Record, risk: RiskId) -> RiskYear {
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
    let rate = |events: usize, years: f64| PER * events as f64 / years.max(f64::MIN_POSITIVE);
    let said = |rate: f64| many(rate, 2, "event", "events");
    let (inside, outside) = (rate(members, exposed.members), rate(others, exposed.others));
    if exposed.members == 0.0 {
        return format!("{} in 100 plant-years; no plant was a member.", said(outside));
    }
    if exposed.others == 0.0 {
        return format!("{} in 100 plant-years; every plant was a member.", said(inside));
    }
    format!("{} in 100 plant-years of members, {} in 100 of non-members.", said(inside), digits(outside, 2))
}
