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
use super::style::{Ink, WHITE};
use super::text::{self, LINE_HEIGHT};

/// Pixels drawn per pixel of the page, in each direction.
const SCALE: u32 = 3;

/// Differences between the backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bitmap,
    Svg,
}

/// A backend with its kind, and the pixels that it draws per pixel of the page.
struct Painter<B> {
    backend: B,
    kind: Kind,
    scale: f64,
}

/// The sheet as the bytes of a PNG file, a pixel for each pixel of the page.
pub fn png(sheet: &Sheet) -> Result<Vec<u8>, PlotError> {
    let size = (sheet.width as u32, sheet.height as u32);
    let small = bitmap(sheet, size, f64::from(SCALE), SCALE)?;
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    encoder.write_image(&small, size.0, size.1, ColorType::Rgb8).map_err(PlotError::drawing)?;
    Ok(file)
}

/// The pixels of a sheet, three bytes each, row by row: drawn `times` as large at this scale, and averaged down.
pub fn bitmap(sheet: &Sheet, size: (u32, u32), scale: f64, times: u32) -> Result<Vec<u8>, PlotError> {
    let drawn = (size.0 * times, size.1 * times);
    let mut large = vec![0; 3 * drawn.0 as usize * drawn.1 as usize];
    let backend = BitMapBackend::with_buffer(&mut large, drawn);
    Painter { backend, kind: Kind::Bitmap, scale }.paint(sheet, drawn)?;
    Ok(averaged(&large, size, times))
}

/// The sheet as the text of an SVG file.
pub fn svg(sheet: &Sheet) -> Result<String, PlotError> {
    svg_of_size(sheet, &sheet.width.to_string(), &sheet.height.to_string())
}

/// The sheet as the text of an SVG file with this width and height, such as `85mm`.
pub fn svg_of_size(sheet: &Sheet, width: &str, height: &str) -> Result<String, PlotError> {
    let size = [sheet.width, sheet.height].map(|length| (length * f64::from(SCALE)).round() as u32);
    let mut drawn = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawn, size.into());
        let mut painter = Painter { backend, kind: Kind::Svg, scale: f64::from(SCALE) };
        painter.paint(sheet, size.into())?;
        painter.backend.present().map_err(PlotError::drawing)?;
    }
    let shapes = drawn.split_once('\n').map_or("", |(_, shapes)| shapes);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         stroke-linejoin=\"round\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{shapes}",
        size[0],
        size[1],
        escaped(&sheet.title),
        escaped(&sheet.description),
    ))
}

/// The mean of each block of `times` times `times` pixels, of a picture of this size.
fn averaged(large: &[u8], size: (u32, u32), times: u32) -> Vec<u8> {
    let scale = times as usize;
    let row = 3 * size.0 as usize * scale;
    let count = (scale * scale) as u32;
    let mut small = Vec::with_capacity(3 * size.0 as usize * size.1 as usize);
    for rows in large.chunks_exact(row * scale) {
        for x in 0..size.0 as usize {
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

impl<B: DrawingBackend> Painter<B> {
    fn paint(&mut self, sheet: &Sheet, size: (u32, u32)) -> Result<(), PlotError> {
        if !text::register() {
            return Err(PlotError::Font);
        }
        let corner = (size.0 as i32, size.1 as i32);
        self.backend.draw_rect((0, 0), corner, &filled(WHITE), true).map_err(PlotError::drawing)?;
        for shape in sheet.shapes() {
            match shape {
                Shape::Rectangle(area, ink) => {
                    let [from, to] =
                        [(area.left, area.top), (area.right, area.bottom)].map(|at| self.pixel(at));
                    self.backend.draw_rect(from, to, &filled(*ink), true).map_err(PlotError::drawing)
                }
                Shape::Polygon(points, ink) => self.polygon(points, *ink),
                Shape::Circle(centre, radius, ink) => self.disc(*centre, *radius, *ink),
                Shape::Path(points, width, ink) => match self.kind {
                    Kind::Svg => {
                        let style = filled(*ink).stroke_width(self.scaled(*width).max(1) as u32);
                        let points: Vec<_> = points.iter().map(|&at| self.pixel(at)).collect();
                        self.backend.draw_path(points, &style).map_err(PlotError::drawing)
                    }
                    Kind::Bitmap => self.stroke(points, *width, *ink),
                },
                Shape::Text(text) => self.write(text),
            }?;
        }
        Ok(())
    }

    fn polygon(&mut self, points: &[Point], ink: Ink) -> Result<(), PlotError> {
        let points: Vec<_> = points.iter().map(|&at| self.pixel(at)).collect();
        self.backend.fill_polygon(points, &filled(ink)).map_err(PlotError::drawing)
    }

    /// A line with a width, made of a quadrilateral per segment and a disc per corner: round joins, no spikes, and no
    /// holes where the line crosses itself.
    fn stroke(&mut self, points: &[Point], width: f64, ink: Ink) -> Result<(), PlotError> {
        let half = width / 2.0;
        for ends in points.windows(2) {
            let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
            let length = ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt();
            if length > 0.0 {
                let (nx, ny) = ((ay - by) / length * half, (bx - ax) / length * half);
                let corners =
                    [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)];
                self.polygon(&corners, ink)?;
            }
        }
        let bends = points.len().saturating_sub(1).max(1);
        for &bend in &points[1..bends] {
            self.disc(bend, half, ink)?;
        }
        Ok(())
    }

    fn disc(&mut self, centre: Point, radius: f64, ink: Ink) -> Result<(), PlotError> {
        let (at, radius) = (self.pixel(centre), self.scaled(radius).max(1) as u32);
        self.backend.draw_circle(at, radius, &filled(ink), true).map_err(PlotError::drawing)
    }

    fn write(&mut self, text: &Text) -> Result<(), PlotError> {
        let em = text.size * self.scale;
        // Each backend's offset of the baseline from the given point, and its interpretation of font height.
        let (below, height) = match self.kind {
            Kind::Bitmap => (em * LINE_HEIGHT / 2.0, em * LINE_HEIGHT),
            Kind::Svg => (em * 0.76, em * 1.24),
        };
        let (x, y) = (text.at.0 * self.scale, text.at.1 * self.scale);
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
        self.backend
            .draw_text(&text.text, &style, (at.0.round() as i32, at.1.round() as i32))
            .map_err(PlotError::drawing)
    }

    fn scaled(&self, length: f64) -> i32 {
        (length * self.scale).round() as i32
    }

    fn pixel(&self, (x, y): Point) -> (i32, i32) {
        (self.scaled(x), self.scaled(y))
    }
}

fn colour(ink: Ink) -> RGBAColor {
    RGBAColor(ink.rgb.0, ink.rgb.1, ink.rgb.2, ink.opacity)
}

fn filled(ink: Ink) -> ShapeStyle {
    colour(ink).filled()
}
