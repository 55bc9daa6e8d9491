//! The common parts of every picture: title, sentence, legend, footer, and the years of a run.

use circulus::record::Record;
use circulus::record::rows::YearRow;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;

use super::axes::{Axis, Frame};
use super::labels::{Sign, legend};
use super::sheet::{Anchor, Area, Point, Sheet, Text};
use super::style::{BLACK, DOTS, FINE_LINE, FOOTER, GREY, HEIGHT, LABEL, SMALL, SUBTITLE, TITLE, WIDTH};
use super::text;
use super::voice::{CLUSTER, ENDS, TWIN, Voice};

/// Margin left and right.
pub const MARGIN: f64 = 60.0;

/// A run with its scenario.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its scenario.
    pub scenario: &'a Scenario,
    /// Who writes.
    pub voice: Voice,
    /// Whether words may be left out where there is no room for them, as the caption has them.
    pub brief: bool,
}

impl<'a> Scene<'a> {
    /// Rows of the world with its company.
    pub fn years(&self) -> &'a [YearRow] {
        &self.run.cluster.years
    }

    /// Rows of the twin.
    pub fn twin_years(&self) -> &'a [YearRow] {
        &self.run.twin.years
    }

    /// First and last year; the scenario's if the run has none.
    pub fn span(&self) -> (i32, i32) {
        let start = self.scenario.start_year;
        match (self.years().first(), self.years().last()) {
            (Some(first), Some(last)) => (first.year, last.year.max(first.year)),
            _ => (start, start),
        }
    }

    /// Whether there was no company, so that the run is its own twin.
    pub fn is_alone(&self) -> bool {
        self.run.end == ClusterEnd::NoCompany
    }

    /// The key of cluster and twin; none where there is one world.
    pub fn worlds(&self, cluster: Sign, twin: Sign) -> Vec<(Sign, String)> {
        if self.is_alone() {
            return Vec::new();
        }
        vec![(cluster, self.voice.say(CLUSTER, &[])), (twin, self.voice.say(TWIN, &[]))]
    }

    /// `in 30 years`.
    pub fn duration(&self) -> String {
        self.voice.duration(self.years().len())
    }

    /// An axis of the run's years.
    pub fn year_axis(&self, about: usize) -> Axis {
        let (first, last) = self.span();
        Axis::years(first, last, about)
    }

    /// A sum of money with its unit.
    pub fn money(&self, value: f64) -> String {
        circulus::numbers::money(value, &self.scenario.currency)
    }

    /// Marks the year in which the cluster ended, if it did.
    pub fn mark_end(&self, sheet: &mut Sheet, frame: &Frame) {
        if let ClusterEnd::Dissolved(year) = self.run.end {
            let (x, _) = frame.point(f64::from(year), frame.y.low);
            let ends = [(x, frame.area.bottom), (x, frame.area.top)];
            sheet.dashed(&ends, DOTS, FINE_LINE, BLACK);
        }
    }

    /// Room that the label of that year needs between heading and plot area: for print, where headings fill the width.
    pub fn room_for_end(&self) -> f64 {
        let ended = matches!(self.run.end, ClusterEnd::Dissolved(_));
        if self.brief && ended { 1.1 * SMALL } else { 0.0 }
    }

    /// The same with a label above the plot area.
    pub fn name_end(&self, sheet: &mut Sheet, frame: &Frame) {
        self.mark_end(sheet, frame);
        if let ClusterEnd::Dissolved(year) = self.run.end {
            let (x, _) = frame.point(f64::from(year), frame.y.low);
            let label = self.voice.say(ENDS, &[("year", &year.to_string())]);
            let size = if self.brief { SMALL } else { FOOTER };
            let room = text::width(&label, size, false) / 2.0;
            let x = x.clamp(frame.area.left + room, frame.area.right - room);
            let at = (x, frame.area.top - 0.35 * size);
            sheet.text(Text::new(label, at, size).anchor(Anchor::Middle));
        }
    }
}

/// A series over the years of a record.
pub fn series(record: &Record, value: impl Fn(&YearRow) -> f64) -> Vec<Point> {
    let point = |row: &YearRow| (f64::from(row.year), value(row));
    record.years.iter().map(point).collect()
}

/// The texts of a page.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Title.
    pub title: &'a str,
    /// The scenario's title, on the right.
    pub world: &'a str,
    /// The key numbers, in a sentence.
    pub sentence: &'a str,
    /// How to read the figure.
    pub note: &'a str,
    /// Origin, for the footer.
    pub origin: &'a str,
}

/// A page with its titles, and the area left for the figure.
#[derive(Debug)]
pub struct Page {
    /// The page.
    pub sheet: Sheet,
    /// Area for the figure.
    pub body: Area,
}

impl Page {
    /// A page with title, a sentence with the key numbers, a legend, a note on how to read it, and its origin.
    pub fn new(scene: &Scene, title: &str, sentence: &str, signs: &[(Sign, String)], note: &str) -> Page {
        let said = Said { title, world: &scene.scenario.title, sentence, note, origin: &provenance(scene) };
        Page::of(&said, signs)
    }

    /// A page about many runs, or about none in particular.
    pub fn of(said: &Said, signs: &[(Sign, String)]) -> Page {
        let mut sheet = Sheet::new(said.title, said.sentence);
        let right = WIDTH - MARGIN;
        let title = text::fit(said.title, TITLE, true, right - MARGIN);
        let taken = text::width(&title, TITLE, true) + 60.0;
        sheet.text(Text::new(title, (MARGIN, 74.0), TITLE).bold());
        let world = text::fit(said.world, LABEL, false, (right - MARGIN - taken).max(0.0));
        sheet.text(Text::new(world, (right, 74.0), LABEL).anchor(Anchor::End).ink(GREY));
        let mut y = 124.0;
        for line in text::wrap(said.sentence, SUBTITLE, false, right - MARGIN, 3) {
            sheet.text(Text::new(line, (MARGIN, y), SUBTITLE));
            y += 1.32 * SUBTITLE;
        }
        if !signs.is_empty() {
            y = legend(&mut sheet, signs, (MARGIN, y + 8.0), right, LABEL);
        }
        let bottom = HEIGHT - 24.0;
        sheet.text(Text::new(said.origin, (MARGIN, bottom), FOOTER).ink(GREY));
        let room = right - MARGIN - text::width(said.origin, FOOTER, false) - 40.0;
        let note = text::fit(said.note, FOOTER, false, room);
        sheet.text(Text::new(note, (right, bottom), FOOTER).anchor(Anchor::End).ink(GREY));
        Page { sheet, body: Area::new(MARGIN, y - 6.0, right, HEIGHT - 60.0) }
    }

    /// Writes in the middle of an area that there is nothing to show.
    pub fn nothing(&mut self, area: Area, what: &str) {
        let (x, y) = area.middle();
        sheet_text(&mut self.sheet, what, (x, y));
    }
}

fn sheet_text(sheet: &mut Sheet, what: &str, at: Point) {
    sheet.text(Text::new(what, at, SUBTITLE).anchor(Anchor::Middle).centred().ink(GREY));
}

/// Heading of a panel: its subject in bold, with the unit; the baseline is `at`.
pub fn heading(sheet: &mut Sheet, at: Point, what: &str, unit: &str, room: f64) {
    let what = text::fit(what, LABEL, true, room);
    let width = text::width(&what, LABEL, true) + 14.0;
    sheet.text(Text::new(what, at, LABEL).bold());
    let unit = text::fit(unit, LABEL, false, room - width);
    sheet.text(Text::new(unit, (at.0 + width, at.1), LABEL).ink(GREY));
}

fn provenance(scene: &Scene) -> String {
    let (first, last) = scene.span();
    let years = if first == last { first.to_string() } else { format!("{first}–{last}") };
    format!(
        "{} · seed {} · replicate {} · {years} · circulus {}",
        text::fit(&scene.scenario.name, FOOTER, false, 500.0),
        scene.run.seed,
        scene.run.replicate,
        env!("CARGO_PKG_VERSION"),
    )
}
