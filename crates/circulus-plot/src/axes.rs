//! Axes with round numbers, and the frame of a chart.

use circulus::maths::{cos, sin};

use super::sheet::{Anchor, Area, Point, Sheet, Text};
use super::style::{BLACK, BOLD_LINE, DASH, FINE_LINE, GREY, GRID_LINE, Ink, LIGHT, SHORT_DASH};
use super::text;
use circulus::numbers::{fixed, magnitude, power_of_ten};

/// A range of values with its ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Value at the lower or left end.
    pub low: f64,
    /// Value at the upper or right end.
    pub high: f64,
    /// Values of the ticks.
    pub ticks: Vec<f64>,
    decimals: usize,
    grouped: bool,
}

impl Axis {
    /// An axis with about this many round ticks that enclose `low` and `high`.
    pub fn around(low: f64, high: f64, about: usize) -> Axis {
        let (low, high) = widened(low, high);
        let step = round_step((high - low) / about.max(1) as f64);
        let first = (low / step + 1e-9).floor();
        let last = (high / step - 1e-9).ceil();
        Axis::stepped(first * step, last * step, step)
    }

    /// An axis from 0, for amounts; extends below 0 only if a value does.
    pub fn from_zero(values: impl IntoIterator<Item = f64>, about: usize) -> Axis {
        let (low, high) = range(values).unwrap_or((0.0, 1.0));
        if low >= 0.0 && high <= 0.0 {
            return Axis::around(0.0, 1.0, about);
        }
        Axis::around(low.min(0.0), high.max(0.0), about)
    }

    /// The range itself, with round ticks inside it.
    pub fn within(low: f64, high: f64, about: usize) -> Axis {
        let (low, high) = widened(low, high);
        let mut axis = Axis::inside(low, high, round_step((high - low) / about.max(1) as f64));
        for finer in 1..=4 {
            if axis.ticks.len() < 2 {
                let parts = about.max(1) as f64 * (1.0 + 0.5 * f64::from(finer));
                axis = Axis::inside(low, high, round_step((high - low) / parts));
            }
        }
        axis
    }

    fn inside(low: f64, high: f64, step: f64) -> Axis {
        let first = (low / step - 1e-9).ceil() * step;
        let mut axis = Axis::stepped(first, (high / step + 1e-9).floor() * step, step);
        (axis.low, axis.high) = (low, high);
        axis
    }

    /// Calendar years, with ticks at whole years.
    pub fn years(first: i32, last: i32, about: usize) -> Axis {
        let span = f64::from(last - first);
        let step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000]
            .into_iter()
            .find(|&step| span / f64::from(step) <= about as f64)
            .unwrap_or(5000);
        let margin = if first == last { 1.0 } else { 0.0 };
        let written = (first..=last).filter(|year| year.rem_euclid(step) == 0 || first == last);
        Axis {
            low: f64::from(first) - margin,
            high: f64::from(last) + margin,
            ticks: written.map(f64::from).collect(),
            decimals: 0,
            grouped: false,
        }
    }

    /// Adds half a year at both ends, so that the outer bars fit.
    pub fn with_half_years(mut self) -> Axis {
        if self.high - self.low > 2.0 || self.ticks.len() > 1 {
            self.low -= 0.5;
            self.high += 0.5;
        }
        self
    }

    fn stepped(first: f64, last: f64, step: f64) -> Axis {
        let count = ((last - first) / step).round().max(0.0) as usize;
        Axis {
            low: first,
            high: last,
            ticks: (0..=count).map(|i| first + i as f64 * step).collect(),
            decimals: (-magnitude(step * 1.001)).max(0) as usize + usize::from(has_quarter(step)),
            grouped: true,
        }
    }

    /// The text of a tick.
    pub fn written(&self, tick: f64) -> String {
        if self.grouped { fixed(tick, self.decimals) } else { format!("{tick:.0}") }
    }

    /// Width of the widest tick label at a font size.
    pub fn room(&self, size: f64) -> f64 {
        let width = |&tick: &f64| text::width(&self.written(tick), size, false);
        self.ticks.iter().map(width).fold(0.0, f64::max)
    }

    fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// Minimum and maximum of the finite values.
pub fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

fn widened(low: f64, high: f64) -> (f64, f64) {
    let least = (low.abs().max(high.abs()) * 1e-9).max(f64::MIN_POSITIVE * 1e12);
    if high - low > least {
        (low, high)
    } else if low == 0.0 {
        (0.0, 1.0)
    } else {
        (low - 0.5 * low.abs(), high + 0.5 * high.abs())
    }
}

/// 1, 2, 2.5 or 5 times a power of ten, at least `step`.
fn round_step(step: f64) -> f64 {
    let unit = power_of_ten(magnitude(step));
    let factor = [1.0, 2.0, 2.5, 5.0].into_iter().find(|factor| factor * unit >= step * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * unit
}

/// Whether a step is 2.5 times a power of ten and needs a further decimal below 25.
fn has_quarter(step: f64) -> bool {
    let factor = step / power_of_ten(magnitude(step));
    (factor - 2.5).abs() < 1e-6 && step < 20.0
}

/// A circle as a line.
pub fn circle((x, y): Point, radius: f64) -> Vec<Point> {
    let angle = |i: u32| (6.0 * f64::from(i)).to_radians();
    (0..=60).map(|i| (x + radius * sin(angle(i)), y - radius * cos(angle(i)))).collect()
}

/// The plot area of a chart with its two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Plot area on the page.
    pub area: Area,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
}

impl Frame {
    /// Position of a value on the page.
    pub fn point(&self, x: f64, y: f64) -> Point {
        (
            self.area.left + self.x.share(x) * self.area.width(),
            self.area.bottom - self.y.share(y) * self.area.height(),
        )
    }

    /// Horizontal lines at the ticks, with labels on the left.
    pub fn draw_y(&self, sheet: &mut Sheet, size: f64) {
        for &tick in &self.y.ticks {
            let (_, y) = self.point(self.x.low, tick);
            let line = ((self.area.left, y), (self.area.right, y));
            sheet.segment(line.0, line.1, GRID_LINE, LIGHT);
            let at = (self.area.left - 0.5 * size, y);
            sheet.text(Text::new(self.y.written(tick), at, size).anchor(Anchor::End).centred());
        }
    }

    /// The line below the plot area with ticks, labels and optionally a name.
    pub fn draw_x(&self, sheet: &mut Sheet, size: f64, name: Option<&str>) {
        let y = self.area.bottom;
        sheet.segment((self.area.left, y), (self.area.right, y), FINE_LINE, BLACK);
        for &tick in &self.x.ticks {
            let (x, _) = self.point(tick, self.y.low);
            sheet.segment((x, y), (x, y + 0.3 * size), FINE_LINE, BLACK);
            let at = (x, y + 1.3 * size);
            sheet.text(Text::new(self.x.written(tick), at, size).anchor(Anchor::Middle));
        }
        if let Some(name) = name {
            // In the middle, or as near to it as the page allows.
            let half = text::width(name, size, false) / 2.0 + 6.0;
            let middle = self.area.middle().0.min(sheet.width - half);
            let at = (middle, y + 2.6 * size);
            sheet.text(Text::new(name, at, size).anchor(Anchor::Middle).ink(GREY));
        }
    }

    /// A line at 0, if values lie below it.
    pub fn draw_zero(&self, sheet: &mut Sheet) {
        if self.y.low < 0.0 && self.y.high > 0.0 {
            let (_, y) = self.point(self.x.low, 0.0);
            sheet.segment((self.area.left, y), (self.area.right, y), FINE_LINE, GREY);
        }
    }

    /// A line through values, or a disc if there is only one.
    pub fn line(&self, sheet: &mut Sheet, values: &[Point], width: f64, ink: Ink) {
        let points = self.points(values);
        if let [only] = points[..] {
            sheet.circle(only, 1.8 * BOLD_LINE, ink);
        }
        sheet.path(points, width, ink);
    }

    /// The same dashed, or a dashed ring.
    pub fn dashed(&self, sheet: &mut Sheet, values: &[Point], width: f64, ink: Ink) {
        let points = self.points(values);
        if let [only] = points[..] {
            sheet.dashed(&circle(only, 3.0 * BOLD_LINE), SHORT_DASH, width, ink);
        }
        sheet.dashed(&points, DASH, width, ink);
    }

    /// A bar of a year: parts stacked away from 0, those above it upwards and those below it downwards.
    pub fn stack(&self, sheet: &mut Sheet, year: i32, parts: impl IntoIterator<Item = (f64, Ink)>) {
        let x = f64::from(year);
        let half = (0.36 * self.area.width() / (self.x.high - self.x.low).max(1.0)).clamp(1.0, 40.0);
        let (middle, zero) = self.point(x, 0.0);
        let (left, right) = ((middle - half).max(self.area.left), (middle + half).min(self.area.right));
        let mut ends = [(0.0, zero); 2];
        for (value, ink) in parts.into_iter().filter(|part| part.0 != 0.0) {
            let (sum, from) = &mut ends[usize::from(value < 0.0)];
            *sum += value;
            let (_, to) = self.point(x, *sum);
            sheet.rectangle(Area::new(left, from.min(to), right, from.max(to)), ink);
            *from = to;
        }
    }

    /// The area between two lines over the same years.
    pub fn between(&self, sheet: &mut Sheet, upper: &[Point], lower: &[Point], ink: Ink) {
        let mut points = self.points(upper);
        points.extend(self.points(lower).into_iter().rev());
        sheet.polygon(points, ink);
    }

    /// Positions of values on the page; non-finite values are omitted.
    pub fn points(&self, values: &[Point]) -> Vec<Point> {
        values
            .iter()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .map(|&(x, y)| self.point(x, y))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(axis: &Axis) -> Vec<String> {
        axis.ticks.iter().map(|&tick| axis.written(tick)).collect()
    }

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        let axis = Axis::around(0.0, 37.0, 4);
        assert_eq!(written(&axis), ["0", "10", "20", "30", "40"]);
        assert_eq!(written(&Axis::around(0.0, 0.1, 2)), ["0.00", "0.05", "0.10"]);
        assert_eq!(written(&Axis::around(0.0, 5000.0, 2)), ["0", "2,500", "5,000"]);
        assert_eq!(written(&Axis::around(0.0, 5.0, 2)), ["0.0", "2.5", "5.0"]);
        assert_eq!(written(&Axis::around(-0.4, 2.0, 3)), ["−1", "0", "1", "2"]);
        let within = Axis::within(1580.0, 2870.0, 2);
        assert_eq!(written(&within), ["2,000", "2,500"]);
        assert_eq!((within.low, within.high), (1580.0, 2870.0));
    }

    #[test]
    fn an_axis_holds_for_no_values_and_for_equal_ones() {
        for axis in [
            Axis::from_zero([], 4),
            Axis::from_zero([0.0, f64::NAN], 4),
            Axis::from_zero([-3.0], 4),
            Axis::around(5.0, 5.0, 4),
            Axis::around(0.0, 1e-300, 4),
            Axis::within(7.0, 7.0, 3),
        ] {
            assert!(axis.high > axis.low, "{axis:?}");
            assert!(axis.ticks.iter().all(|tick| tick.is_finite()), "{axis:?}");
            assert!(!axis.ticks.is_empty() && axis.ticks.len() < 20, "{axis:?}");
        }
    }

    #[test]
    fn years_are_whole() {
        let axis = Axis::years(2021, 2050, 7);
        let years = ["2025", "2030", "2035", "2040", "2045", "2050"];
        assert_eq!(written(&axis), years);
        assert_eq!(written(&Axis::years(2021, 2021, 7)), ["2021"]);
        assert_eq!(written(&Axis::years(2021, 2120, 7)).len(), 5);
    }
}
