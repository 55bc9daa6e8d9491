//! Figures for print: as wide as a journal's column, with text of the size asked for.
//!
//! A figure for print has neither title nor sentence nor footer: those belong into the caption, which is given as text.
//! Its parts stand below each other where they would be too narrow side by side. One pixel of its page is a fixed part of
//! the font, so that the same lines and symbols are used as on a page for the screen.

mod file;
mod grey;
mod map;
mod pdf;
mod stockpiles;
mod use_rate;

pub use file::Format;

use circulus::run::Run;
use circulus::scenario::Scenario;
use circulus::texts::Language;

use super::labels::{Sign, legend};
use super::page::Scene;
use super::sheet::{Anchor, Sheet, Text};
use super::style::{GREY, SMALL};
use super::voice::{Voice, Words};
use super::{Figure, PlotError};
use circulus::numbers::digits;

/// Millimetres in an inch, and points.
const MM_PER_INCH: f64 = 25.4;
const POINTS_PER_INCH: f64 = 72.0;
/// Free space at the edges of a figure.
const EDGE: f64 = 6.0;
/// Least width of a figure, in pixels of its page: about thirty letters.
const NARROWEST: f64 = 420.0;
/// From this width on parts stand side by side.
const WIDE: f64 = 1000.0;

/// What a figure for print says of the program that made it, in each form of file.
pub const MADE_BY: [&str; 3] = ["Software\0circulus ", "<metadata>circulus ", "(circulus "];

/// The figures that are made for print.
pub const FIGURES: [Figure; 3] = [Figure::Map, Figure::UseRate, Figure::Stockpiles];

/// How a figure is to be printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Print {
    /// Width, mm.
    pub width_mm: f64,
    /// Size of the smallest text, typographic points of 1/72 inch.
    pub font_pt: f64,
    /// Without colours: what colours tell apart is told by dashes and shapes.
    pub grey: bool,
    /// Language of words and numbers.
    pub language: Language,
}

/// Why a figure cannot be printed as asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PrintError {
    /// There is no layout for print.
    #[error("{name} is not made for print; these are: {}", known())]
    Unknown {
        /// Name of the figure.
        name: &'static str,
    },
    /// The text would not fit.
    #[error(
        "{} mm are too narrow for text of {} pt: ask for {} mm or more, or a font of {} pt or less",
        digits(*width_mm, 3), digits(*font_pt, 3), digits(least_mm.ceil(), 4), digits((most_pt * 10.0).floor() / 10.0, 2)
    )]
    Narrow {
        /// Width that was asked for, mm.
        width_mm: f64,
        /// Font that was asked for, pt.
        font_pt: f64,
        /// Least width at this font, mm.
        least_mm: f64,
        /// Largest font at this width, pt.
        most_pt: f64,
    },
}

/// Names of the figures for print.
fn known() -> String {
    FIGURES.map(Figure::name).join(", ")
}

/// A figure for print.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// What is drawn; its width and height are in pixels of the page.
    pub sheet: Sheet,
    /// What belongs into the caption: subject, key numbers, how to read it.
    pub caption: String,
    print: Print,
}

impl Print {
    /// The size of a pixel of the page, mm.
    fn pixel_mm(&self) -> f64 {
        self.font_pt / SMALL * MM_PER_INCH / POINTS_PER_INCH
    }

    /// Draws a figure of a run.
    ///
    /// # Errors
    /// When there is no layout for print, or the width is too small for the font.
    pub fn draw(&self, figure: Figure, run: &Run, scenario: &Scenario) -> Result<Printed, PrintError> {
        let draw = match figure {
            Figure::Map => map::draw,
            Figure::UseRate => use_rate::draw,
            Figure::Stockpiles => stockpiles::draw,
            other => return Err(PrintError::Unknown { name: other.name() }),
        };
        let width = self.width_mm / self.pixel_mm();
        if width < NARROWEST {
            return Err(PrintError::Narrow {
                width_mm: self.width_mm,
                font_pt: self.font_pt,
                least_mm: NARROWEST * self.pixel_mm(),
                most_pt: self.font_pt * width / NARROWEST,
            });
        }
        let scene = Scene { run, scenario, voice: Voice(self.language), brief: true };
        let mut page = Page::new(width);
        let said = draw(&scene, &mut page, self.grey);
        let mut sheet = page.sheet;
        sheet.height = (page.next + EDGE).ceil();
        if self.grey {
            sheet.recolour(grey::of);
        }
        // Numbers of axes; others are written in the language from the start.
        sheet.rewrite(|text| if is_number(text) { scene.voice.local(text) } else { text.to_owned() });
        let title = scene.voice.say(said.title, &[]);
        let caption = [title.clone() + ".", said.sentence.clone(), said.note].join(" ");
        (sheet.title, sheet.description) = (title, said.sentence);
        Ok(Printed { sheet, caption: caption.trim_end().to_owned(), print: *self })
    }
}

impl Printed {
    /// The figure as the bytes of a file.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, PlotError> {
        file::bytes(&self.sheet, &self.print, format)
    }

    /// Height, mm.
    pub fn height_mm(&self) -> f64 {
        self.sheet.height * self.print.pixel_mm()
    }
}

/// A page that grows downwards.
struct Page {
    sheet: Sheet,
    /// Where the next part begins.
    next: f64,
}

impl Page {
    fn new(width: f64) -> Page {
        let mut sheet = Sheet::new("", "");
        sheet.width = width;
        Page { sheet, next: EDGE }
    }

    /// Left and right edge of what is drawn.
    fn sides(&self) -> (f64, f64) {
        (EDGE, self.sheet.width - EDGE)
    }

    fn is_wide(&self) -> bool {
        self.sheet.width >= WIDE
    }

    /// Says that there is nothing to draw.
    fn nothing(&mut self, what: String) {
        let (left, right) = self.sides();
        let at = ((left + right) / 2.0, self.next + SMALL);
        self.sheet.text(Text::new(what, at, SMALL).anchor(Anchor::Middle).ink(GREY));
        self.next += 2.0 * SMALL;
    }

    /// Draws a legend, and returns where the next part begins.
    fn legend(&mut self, signs: &[(Sign, String)]) -> f64 {
        let (left, right) = self.sides();
        if signs.is_empty() {
            return self.next;
        }
        legend(&mut self.sheet, signs, (left, self.next + 0.5 * SMALL), right, SMALL)
    }
}

/// What belongs into the caption.
struct Said {
    title: Words,
    sentence: String,
    note: String,
}

/// Whether a text is a number alone, as an axis has it.
fn is_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['+', '−']);
    !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || ",.".contains(c))
}
