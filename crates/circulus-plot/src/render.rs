//! Renders a sheet as PNG and as SVG, both with plotters.
//!
//! plotters uses whole pixels. So both backends draw a page [`SCALE`] times as large: the bitmap is then averaged
//! down, which smooths every edge, and the SVG scales it by its view box.

use image::codecs::png::PngEncoder;
use image::{ColorType, ImageEncoder};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, RGBAColor, ShapeStyle, TextStyle};

use super::PlotError;
use super::sheet::{Anchor, Point, Shape, Sheet, Text};
use super::style::{HEIGHT, Ink, WHITE, WIDTH};
use super::text::{self, LINE_HEIGHT};

/// Pixels drawn per pixel of the page, in each direction.
const SCALE: u32 = 3;
/// Size of the picture.
const SIZE: (u32, u32) = (WIDTH as u32, HEIGHT as u32);
/// Size of the page that is drawn.
const DRAWN: (u32, u32) = (SIZE.0 * SCALE, SIZE.1 * SCALE);

/// Differences between the backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bitmap,
    Svg,
}

/// The sheet as the bytes of a PNG file.
pub fn png(sheet: &Sheet) -> Result<Vec<u8>, PlotError> {
    let mut large = vec![0; 3 * (DRAWN.0 * DRAWN.1) as usize];
    paint(sheet, &mut BitMapBackend::with_buffer(&mut large, DRAWN), Kind::Bitmap)?;
    let small = averaged(&large);
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    encoder.write_image(&small, SIZE.0, SIZE.1, ColorType::Rgb8).map_err(PlotError::drawing)?;
    Ok(file)
}

/// The sheet as the text of an SVG file.
pub fn svg(sheet: &Sheet) -> Result<String, PlotError> {
    let mut drawn = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut drawn, DRAWN);
        paint(sheet, &mut backend, Kind::Svg)?;
        backend.present().map_err(PlotError::drawing)?;
    }
    let shapes = drawn.split_once('\n').map_or("", |(_, shapes)| shapes);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" \
         stroke-linejoin=\"round\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{shapes}",
        SIZE.0,
        SIZE.1,
        DRAWN.0,
        DRAWN.1,
        escaped(&sheet.title),
        escaped(&sheet.description),
    ))
}

/// The mean of each block of `SCALE` times `SCALE` pixels.
fn averaged(large: &[u8]) -> Vec<u8> {
    let scale = SCALE as usize;
    let row = 3 * DRAWN.0 as usize;
    let count = (scale * scale) as u32;
    let mut small = Vec::with_capacity(3 * (SIZE.0 * SIZE.1) as usize);
    for rows in large.chunks_exact(row * scale) {
        for x in 0..SIZE.0 as usize {
            for colour in 0..3 {
                let mut sum = 0;
                for line in rows.chunks_exact(row) {
                    for step in 0..scale {
                        sum += u32::from(line[3 * (x * scale + step) + colour]);
                    }
                }
                small.push(((sum + count / 2) / count) as u8);
            }
        }
    }
    small
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn paint<B: DrawingBackend>(sheet: &Sheet, backend: &mut B, kind: Kind) -> Result<(), PlotError> {
    if !text::register() {
        return Err(PlotError::Font);
    }
    let (right, bottom) = (DRAWN.0 as i32, DRAWN.1 as i32);
    backend.draw_rect((0, 0), (right, bottom), &filled(WHITE), true).map_err(PlotError::drawing)?;
    for shape in sheet.shapes() {
        match shape {
            Shape::Rectangle(area, ink) => backend
                .draw_rect(
                    pixel((area.left, area.top)),
                    pixel((area.right, area.bottom)),
                    &filled(*ink),
                    true,
                )
                .map_err(PlotError::drawing),
            Shape::Polygon(points, ink) => backend
                .fill_polygon(points.iter().copied().map(pixel), &filled(*ink))
                .map_err(PlotError::drawing),
            Shape::Circle(centre, radius, ink) => disc(backend, *centre, *radius, *ink),
            Shape::Path(points, width, ink) => match kind {
                Kind::Svg => backend
                    .draw_path(
                        points.iter().copied().map(pixel),
                        &filled(*ink).stroke_width(scaled(*width).max(1) as u32),
                    )
                    .map_err(PlotError::drawing),
                Kind::Bitmap => stroke(backend, points, *width, *ink),
            },
            Shape::Text(text) => write(backend, text, kind),
        }?;
    }
    Ok(())
}

/// A line with a width, made of a quadrilateral per segment and a disc per corner: round joins, no spikes, and no
/// holes where the line crosses itself.
fn stroke<B: DrawingBackend>(
    backend: &mut B,
    points: &[Point],
    width: f64,
    ink: Ink,
) -> Result<(), PlotError> {
    let style = filled(ink);
    let half = width / 2.0;
    for ends in points.windows(2) {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        let length = ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt();
        if length > 0.0 {
            let (nx, ny) = ((ay - by) / length * half, (bx - ax) / length * half);
            let corners = [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)];
            backend.fill_polygon(corners.map(pixel), &style).map_err(PlotError::drawing)?;
        }
    }
    let bends = points.len().saturating_sub(1).max(1);
    for &bend in &points[1..bends] {
        disc(backend, bend, half, ink)?;
    }
    Ok(())
}

fn disc<B: DrawingBackend>(backend: &mut B, centre: Point, radius: f64, ink: Ink) -> Result<(), PlotError> {
    backend
        .draw_circle(pixel(centre), scaled(radius).max(1) as u32, &filled(ink), true)
        .map_err(PlotError::drawing)
}

fn write<B: DrawingBackend>(backend: &mut B, text: &Text, kind: Kind) -> Result<(), PlotError> {
    let em = text.size * f64::from(SCALE);
    // Each backend's offset of the baseline from the given point, and its interpretation of font height.
    let (below, height) = match kind {
        Kind::Bitmap => (em * LINE_HEIGHT / 2.0, em * LINE_HEIGHT),
        Kind::Svg => (em * 0.76, em * 1.24),
    };
    let (x, y) = (text.at.0 * f64::from(SCALE), text.at.1 * f64::from(SCALE));
    let (at, transform) = if text.upwards {
        ((x - below, y), FontTransform::Rotate270)
    } else {
        ((x, y - below), FontTransform::None)
    };
    let h_pos = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let style = TextStyle {
        font: text::font(height, text.bold).transform(transform),
        color: colour(text.ink).to_backend_color(),
        pos: Pos::new(h_pos, VPos::Top),
    };
    backend
        .draw_text(&text.text, &style, (at.0.round() as i32, at.1.round() as i32))
        .map_err(PlotError::drawing)
}

fn colour(ink: Ink) -> RGBAColor {
    RGBAColor(ink.rgb.0, ink.rgb.1, ink.rgb.2, ink.opacity)
}

fn filled(ink: Ink) -> ShapeStyle {
    colour(ink).filled()
}

fn scaled(length: f64) -> i32 {
    (length * f64::from(SCALE)).round() as i32
}

fn pixel((x, y): Point) -> (i32, i32) {
    (scaled(x), scaled(y))
}
