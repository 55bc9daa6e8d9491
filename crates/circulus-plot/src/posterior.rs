//! The result of a calibration: each parameter's posterior and prior, correlations, and the fit of the targets.

use std::path::Path;

use circulus::maths::{exp, ln};
use circulus_experiment::calibration::table::{Fit, Learnt};
use circulus_experiment::calibration::{Posterior, Sequential};
use circulus_experiment::range::Range;

use super::axes::{Axis, Frame};
use super::labels::Sign;
use super::page::{Page, Said};
use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{
    BLACK, FINE_LINE, FOOTER, GREY, GRID_LINE, LABEL, LIGHT, LINE, RUN, SMALL, TWIN, VERMILION,
};
use super::{Drawn, PlotError, text, write_sheet};
use circulus::numbers::{count, digits, fixed};

/// A calibration to draw.
#[derive(Debug)]
pub struct Picture<'a> {
    /// Name of the experiment.
    pub name: &'a str,
    /// The calibration's final state.
    pub state: &'a Sequential,
    /// Posterior of each parameter.
    pub learnt: &'a [Learnt],
    /// Fit of the targets.
    pub fits: &'a [Fit],
    /// Priors.
    pub priors: &'a [(String, Range)],
}

/// Maximum number of parameters drawn.
const MOST: usize = 9;
/// Bars of a histogram.
const BARS: usize = 20;

/// Writes `posterior.png` and `posterior.svg`, and also `pairs` if there are two parameters or more.
///
/// # Errors
/// When a file cannot be written.
pub fn write(picture: &Picture, folder: &Path) -> Result<Drawn, PlotError> {
    let mut drawn = write_sheet(&sheet(picture), folder, "posterior")?;
    if picture.learnt.len() > 1 {
        drawn.add(write_sheet(&pairs(picture), folder, "pairs")?);
    }
    Ok(drawn)
}

/// The marginal posteriors and the fit, independent of file format.
pub fn sheet(picture: &Picture) -> Sheet {
    let signs = [
        (Sign::Field(RUN.tint(0.6)), "posterior".to_owned()),
        (Sign::Dashed(TWIN), "prior".to_owned()),
        (Sign::Mark(VERMILION), "observed, with two standard errors".to_owned()),
    ];
    let note = "Narrowed: share by which the standard deviation shrank; near 0 the targets say nothing.";
    let mut page = Page::of(
        &Said {
            title: "What the targets tell",
            world: "",
            sentence: &sentence(picture),
            note,
            origin: &origin(picture),
        },
        &signs,
    );
    let body = page.body;
    let split = body.left + 0.66 * body.width();
    let places = cells(picture.learnt.len(), Area { right: split - 40.0, ..body });
    for ((learnt, (_, range)), area) in picture.learnt.iter().zip(picture.priors).zip(places) {
        marginal(&mut page.sheet, learnt, range, area);
    }
    fits(&mut page.sheet, picture.fits, Area { left: split + 10.0, ..body });
    page.sheet
}

/// Areas for this number of small charts.
fn cells(count: usize, area: Area) -> Vec<Area> {
    let count = count.min(MOST);
    let columns = if count <= 2 {
        1
    } else if count <= 6 {
        2
    } else {
        3
    };
    let rows = count.div_ceil(columns).max(1);
    let (width, height) = (area.width() / columns as f64, area.height() / rows as f64);
    (0..count)
        .map(|index| {
            let (row, column) = ((index / columns) as f64, (index % columns) as f64);
            let (left, top) = (area.left + column * width, area.top + row * height);
            Area::new(left, top, left + width - 40.0, top + height)
        })
        .collect()
}

/// The value, or its logarithm on a logarithmic axis.
fn spread(value: f64, log: bool) -> f64 {
    if log { ln(value) } else { value }
}

fn marginal(sheet: &mut Sheet, learnt: &Learnt, range: &Range, area: Area) {
    let (from, to, log) = match range {
        Range::Number { from, to, log } => (*from, *to, *log),
        Range::Integer { from, to } => (*from as f64 - 0.5, *to as f64 + 0.5, false),
        Range::Own { spread, .. } => (spread.low, spread.high, spread.distribution.of_logarithms()),
        Range::Levels(_) => return,
    };
    let (low, high) = (spread(from, log), spread(to, log));
    let span = (high - low).max(f64::MIN_POSITIVE);
    let heights = |sample: &Posterior| -> Vec<f64> {
        let mut bars = vec![0.0; BARS];
        for (value, weight) in sample.sample() {
            let bar = (((spread(*value, log) - low) / span * BARS as f64) as usize).min(BARS - 1);
            bars[bar] += weight * BARS as f64;
        }
        bars
    };
    let (before, after) = (heights(&learnt.prior), heights(&learnt.posterior));
    let top = after.iter().chain(&before).copied().fold(1.0, f64::max);
    let name = text::tail(&learnt.key, SMALL, true, area.width());
    sheet.text(Text::new(name, (area.left, area.top + 0.9 * SMALL), SMALL).bold());
    let post = &learnt.posterior;
    let [mean, least, most] = [post.mean(), post.quantile(0.05), post.quantile(0.95)].map(text::short);
    let lines = [format!("{mean} ({least} to {most})"), format!("narrowed {}", fixed(learnt.narrowed, 2))];
    for (index, line) in lines.iter().enumerate() {
        let at = (area.left, area.top + (2.1 + 1.1 * index as f64) * SMALL);
        sheet.text(Text::new(text::fit(line, FOOTER, false, area.width()), at, FOOTER).ink(GREY));
    }
    let frame = Frame {
        area: area.inset(0.0, 3.7 * SMALL, 0.0, 2.6 * FOOTER),
        x: Axis::within(low, high, 3),
        y: Axis::around(0.0, top, 1),
    };
    for (bar, height) in after.iter().enumerate().filter(|(_, height)| **height > 0.0) {
        let edge = |bar: usize| low + span * bar as f64 / BARS as f64;
        let (from, to) = (frame.point(edge(bar), *height), frame.point(edge(bar + 1), 0.0));
        sheet.rectangle(Area::new(from.0 + 1.0, from.1, to.0 - 1.0, to.1), RUN.tint(0.6));
    }
    let line = [(low, 1.0), (high, 1.0)];
    frame.dashed(sheet, &line, LINE, TWIN);
    let bottom = frame.area.bottom;
    sheet.segment((frame.area.left, bottom), (frame.area.right, bottom), FINE_LINE, BLACK);
    for (at, anchor) in [(low, Anchor::Start), (low + span / 2.0, Anchor::Middle), (high, Anchor::End)] {
        let value = if log { exp(at) } else { at };
        let place = (frame.point(at, 0.0).0, bottom + 1.3 * FOOTER);
        sheet.text(Text::new(text::short(value), place, FOOTER).anchor(anchor));
    }
}

/// Results of the particles relative to the observations, in standard errors.
fn fits(sheet: &mut Sheet, fits: &[Fit], area: Area) {
    sheet.text(Text::new("How the targets are met", (area.left, area.top + 0.9 * LABEL), LABEL).bold());
    let off = |fit: &Fit, value: f64| (value - fit.target.value) / fit.target.error;
    let ends = fits.iter().flat_map(|fit| [0.05, 0.95].map(|share| off(fit, fit.fitted.quantile(share))));
    let most = ends.filter(|end| end.is_finite()).fold(3.0f64, |most, end| most.max(end.abs())).min(30.0);
    let frame = Frame {
        area: area.inset(0.0, 1.9 * LABEL, 10.0, 3.6 * FOOTER),
        x: Axis::around(-most, most, 4),
        y: Axis::around(0.0, 1.0, 1),
    };
    for &tick in &frame.x.ticks {
        let (x, _) = frame.point(tick, 0.0);
        sheet.segment((x, frame.area.top), (x, frame.area.bottom), GRID_LINE, LIGHT);
    }
    frame.draw_x(sheet, FOOTER, Some("result less observed, standard errors"));
    let step = frame.area.height() / fits.len().max(1) as f64;
    for (index, fit) in fits.iter().enumerate() {
        let top = frame.area.top + index as f64 * step;
        let y = top + 0.72 * step;
        let at = |value: f64| frame.point(value.clamp(frame.x.low, frame.x.high), 0.0).0;
        sheet.segment((at(-2.0), y), (at(2.0), y), 16.0, VERMILION.tint(0.25));
        sheet.segment((at(0.0), y - 14.0), (at(0.0), y + 14.0), LINE, VERMILION);
        let [low, high] = [0.05, 0.95].map(|share| at(off(fit, fit.fitted.quantile(share))));
        sheet.segment((low, y), (high, y), LINE, RUN);
        sheet.circle((at(fit.off()), y), 8.0, RUN);
        let name = format!(
            "{}: {}, observed {}",
            fit.target.name,
            digits(fit.fitted.mean(), 3),
            digits(fit.target.value, 3)
        );
        let size = FOOTER.min(0.42 * step);
        let name = text::fit(&name, size, false, area.width());
        sheet.text(Text::new(name, (area.left, top + 0.42 * step), size));
    }
}

/// Every pair of parameters: particles, with area by weight.
pub fn pairs(picture: &Picture) -> Sheet {
    let note = "Number: correlation over the weighted particles. Discs: the area is the weight.";
    let sentence = "Particles kept; a slanted cloud means that the targets fix a combination of the two and not each of them.";
    let mut page = Page::of(
        &Said { title: "What goes with what", world: "", sentence, note, origin: &origin(picture) },
        &[],
    );
    let shown = &picture.priors[..picture.priors.len().min(MOST)];
    let count = shown.len() - 1;
    let area = page.body.inset(40.0, 10.0, 20.0, 50.0);
    let (width, height) = (area.width() / count as f64, area.height() / count as f64);
    let particles = picture.state.particles();
    let most = particles.iter().map(|particle| particle.weight).fold(0.0, f64::max);
    for row in 1..=count {
        for column in 0..row {
            let (left, top) = (area.left + column as f64 * width, area.top + (row - 1) as f64 * height);
            let cell = Area::new(left + 12.0, top + 8.0, left + width - 12.0, top + height - 8.0);
            page.sheet.outline(cell, GRID_LINE, LIGHT);
            for particle in particles {
                let (Some(x), Some(y)) = (particle.shares.get(column), particle.shares.get(row)) else {
                    continue;
                };
                let at = (cell.left + x * cell.width(), cell.bottom - y * cell.height());
                let radius = 7.0 * (particle.weight / most).sqrt();
                page.sheet.circle(at, radius.max(1.0), RUN.see_through(0.35));
            }
            let (a, b) = (&shown[column].1, &shown[row].1);
            let together = Posterior::correlation(particles, (column, a), (row, b));
            let label = fixed(together, 2);
            let at = (cell.right - 8.0, cell.top + 1.1 * FOOTER);
            page.sheet.text(Text::new(label, at, FOOTER).anchor(Anchor::End).bold());
        }
    }
    for (index, (key, _)) in shown.iter().enumerate() {
        if index < count {
            let at = (area.left + (index as f64 + 0.5) * width, area.bottom + 1.3 * FOOTER);
            let name = text::tail(key, FOOTER, false, width - 20.0);
            page.sheet.text(Text::new(name, at, FOOTER).anchor(Anchor::Middle));
        }
        if index > 0 {
            let at = (area.left - 10.0, area.top + (index as f64 - 0.5) * height);
            let name = text::tail(key, FOOTER, false, height - 20.0);
            page.sheet.text(Text::new(name, at, FOOTER).anchor(Anchor::Middle).upwards());
        }
    }
    page.sheet
}

fn origin(picture: &Picture) -> String {
    let tried: usize = picture.state.history().iter().map(|generation| generation.tried).sum();
    format!("{} · {} · circulus {}", picture.name, count(tried, "point", "points"), env!("CARGO_PKG_VERSION"))
}

fn sentence(picture: &Picture) -> String {
    let history = picture.state.history();
    let Some(last) = history.last() else { return String::new() };
    let told = picture.learnt.iter().filter(|learnt| learnt.narrowed > 0.2).count();
    format!(
        "{told} of {} narrowed by more than a fifth; {}, tolerance {} standard errors, effective sample size {}.",
        count(picture.learnt.len(), "parameter", "parameters"),
        count(history.len(), "generation", "generations"),
        digits(last.tolerance, 3),
        fixed(last.effective, 0),
    )
}
