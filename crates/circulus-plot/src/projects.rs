//! Projects: net present value of every ordered unit, promised and realised, over its capital cost [N2].

use circulus::numbers::count;
use circulus::record::projects::{ProjectEnd, ProjectRow};

use super::axes::{Axis, Frame, circle, range};
use super::labels::Sign;
use super::page::{Page, Scene, heading};
use super::sheet::Sheet;
use super::style::{DASH, GREY, GRID_LINE, LABEL, LIGHT, LINE, MEMBERS, OTHERS, TICK};

/// Largest and smallest radius of a symbol; its area is proportional to capital cost.
const RADII: [f64; 2] = [26.0, 6.0];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let mut units: Vec<&ProjectRow> =
        scene.run.cluster.projects.iter().filter(|unit| unit.capex > 0.0).collect();
    let open = units.iter().filter(|unit| !has_ended(unit)).count();
    let signs = [
        (Sign::Dot(MEMBERS), ordered(&units, true, "by a member")),
        (Sign::Dot(OTHERS), ordered(&units, false, "by a non-member")),
        (Sign::OpenDot(GREY), format!("at work, or not yet, when the run ended ({open})")),
        (Sign::Dashed(GREY), "as promised".to_owned()),
    ];
    let note = "Area of a symbol: capital cost. The promise is for a whole life; years after the run are not realised.";
    let mut page = Page::new(scene, title, &sentence(scene, &units), &signs, note);
    let body = page.body;
    if units.is_empty() {
        page.nothing(body, "no units ordered");
        return page.sheet;
    }
    let values = |of: fn(&ProjectRow) -> f64| units.iter().map(move |unit| of(unit));
    let frame = Frame {
        area: body.inset(100.0, 1.9 * LABEL, 60.0, 3.1 * TICK),
        x: axis(values(promised), 8),
        y: axis(values(realised), 6),
    };
    let sheet = &mut page.sheet;
    let at = (body.left, body.top + 0.9 * LABEL);
    heading(sheet, at, "Realised", "net present value over capital cost", body.width());
    frame.draw_y(sheet, TICK);
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        sheet.segment((x, frame.area.top), (x, frame.area.bottom), GRID_LINE, LIGHT);
    }
    frame.draw_zero(sheet);
    frame.draw_x(sheet, TICK, Some("Promised net present value over capital cost"));
    as_promised(sheet, &frame);
    let most = values(|unit| unit.capex).fold(0.0, f64::max);
    units.sort_by(|a, b| b.capex.total_cmp(&a.capex));
    for unit in units {
        let at = frame.point(promised(unit), realised(unit));
        let radius = (RADII[0] * (unit.capex / most).sqrt()).max(RADII[1]);
        let ink = if unit.member { MEMBERS } else { OTHERS };
        match has_ended(unit) {
            true => sheet.circle(at, radius, ink.see_through(0.7)),
            false => sheet.path(circle(at, radius), LINE, ink),
        }
    }
    page.sheet
}

fn promised(unit: &ProjectRow) -> f64 {
    unit.promised_npv / unit.capex
}

fn realised(unit: &ProjectRow) -> f64 {
    unit.realised_npv / unit.capex
}

/// Whether its end came before that of the run.
fn has_ended(unit: &ProjectRow) -> bool {
    unit.end != ProjectEnd::Run
}

fn kept(unit: &ProjectRow) -> bool {
    unit.realised_npv >= unit.promised_npv
}

fn ordered(units: &[&ProjectRow], member: bool, by: &str) -> String {
    format!("ordered {by} ({})", units.iter().filter(|unit| unit.member == member).count())
}

/// An axis with 0 and all values, with air for the symbols at its ends.
fn axis(values: impl Iterator<Item = f64>, about: usize) -> Axis {
    let (low, high) = range(values.chain([0.0])).unwrap_or((0.0, 1.0));
    let air = 0.06 * (high - low);
    Axis::within(low - air, high + air, about)
}

/// The line on which what is realised is what was promised.
fn as_promised(sheet: &mut Sheet, frame: &Frame) {
    let (low, high) = (frame.x.low.max(frame.y.low), frame.x.high.min(frame.y.high));
    if low < high {
        sheet.dashed(&[frame.point(low, low), frame.point(high, high)], DASH, LINE, GREY);
    }
}

fn sentence(scene: &Scene, units: &[&ProjectRow]) -> String {
    let ended: Vec<&&ProjectRow> = units.iter().filter(|unit| has_ended(unit)).collect();
    let all = format!("{} ordered {}", count(units.len(), "unit", "units"), scene.duration());
    if ended.is_empty() {
        return format!("{all}; none ended before the run.");
    }
    let sum = |of: fn(&ProjectRow) -> f64| scene.money(ended.iter().map(|unit| of(unit)).sum());
    format!(
        "{all}; {} ended before the run, of which {} kept the promise: {} of net present value promised, {} realised.",
        ended.len(),
        ended.iter().filter(|unit| kept(unit)).count(),
        sum(|unit| unit.promised_npv),
        sum(|unit| unit.realised_npv),
    )
}
