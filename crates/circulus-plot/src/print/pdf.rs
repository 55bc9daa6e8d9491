//! PDF files with text as text: the letters that are used are embedded, and can be searched and copied.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point as At, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};

use super::{MM_PER_INCH, POINTS_PER_INCH, Print};
use crate::PlotError;
use crate::axes::circle;
use crate::sheet::{Anchor, Point, Shape, Sheet, Text};
use crate::style::Ink;
use crate::text::{self, BOLD, REGULAR};

/// The program with its version.
pub const MADE_BY: &str = concat!("circulus ", env!("CARGO_PKG_VERSION"));

/// The sheet as the bytes of a PDF file of one page.
pub fn bytes(sheet: &Sheet, print: &Print) -> Result<Vec<u8>, PlotError> {
    let scale = (print.pixel_mm() / MM_PER_INCH * POINTS_PER_INCH) as f32;
    // No date and no random name: the same figure has the same bytes.
    let mut document = Document::new_with(SerializeSettings::default());
    let about = Metadata::new()
        .title(sheet.title.clone())
        .description(sheet.description.clone())
        .language(print.language.code().to_owned())
        .creator(MADE_BY.to_owned());
    document.set_metadata(about);
    let [width, height] = [sheet.width, sheet.height].map(|length| length as f32 * scale);
    let settings = PageSettings::from_wh(width, height)
        .ok_or_else(|| PlotError::Draw(format!("a page of {width} by {height} points")))?;
    let fonts = [REGULAR, BOLD].map(|file| Font::new(file.to_vec().into(), 0));
    let [Some(regular), Some(bold)] = fonts else { return Err(PlotError::Font) };
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_scale(scale, scale));
    for shape in sheet.shapes() {
        paint(&mut surface, shape, [&regular, &bold]);
    }
    surface.pop();
    surface.finish();
    page.finish();
    document.finish().map_err(|error| PlotError::Draw(format!("{error:?}")))
}

fn paint(surface: &mut Surface, shape: &Shape, fonts: [&Font; 2]) {
    match shape {
        Shape::Rectangle(area, ink) => {
            let mut path = PathBuilder::new();
            let edges = [area.left, area.top, area.right, area.bottom].map(|edge| edge as f32);
            if let Some(area) = Rect::from_ltrb(edges[0], edges[1], edges[2], edges[3]) {
                path.push_rect(area);
            }
            fill(surface, path.finish(), *ink);
        }
        Shape::Polygon(points, ink) => fill(surface, line(points, true), *ink),
        Shape::Circle(centre, radius, ink) => fill(surface, line(&circle(*centre, *radius), true), *ink),
        Shape::Path(points, width, ink) => {
            let Some(path) = line(points, false) else { return };
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: colour(*ink).into(),
                width: *width as f32,
                line_join: LineJoin::Round,
                opacity: opacity(*ink),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
        }
        Shape::Text(text) => write(surface, text, fonts[usize::from(text.bold)]),
    }
}

fn fill(surface: &mut Surface, path: Option<Path>, ink: Ink) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(filled(ink)));
    surface.draw_path(&path);
}

fn write(surface: &mut Surface, text: &Text, font: &Font) {
    let width = text::width(&text.text, text.size, text.bold) as f32;
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let (x, y) = (text.at.0 as f32, text.at.1 as f32);
    surface.set_stroke(None);
    surface.set_fill(Some(filled(text.ink)));
    surface.push_transform(&Transform::from_translate(x, y));
    if text.upwards {
        surface.push_transform(&Transform::from_rotate(-90.0));
    }
    let at = At::from_xy(-before, 0.0);
    surface.draw_text(at, font.clone(), text.size as f32, &text.text, false, TextDirection::LeftToRight);
    if text.upwards {
        surface.pop();
    }
    surface.pop();
}

/// A line through points, or the area within.
fn line(points: &[Point], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, &(x, y)) in points.iter().enumerate() {
        match at {
            0 => path.move_to(x as f32, y as f32),
            _ => path.line_to(x as f32, y as f32),
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

fn filled(ink: Ink) -> Fill {
    Fill { paint: colour(ink).into(), opacity: opacity(ink), ..Fill::default() }
}

fn colour(ink: Ink) -> rgb::Color {
    rgb::Color::new(ink.rgb.0, ink.rgb.1, ink.rgb.2)
}

fn opacity(ink: Ink) -> NormalizedF32 {
    NormalizedF32::new(ink.opacity.clamp(0.0, 1.0) as f32).unwrap_or(NormalizedF32::ONE)
}
