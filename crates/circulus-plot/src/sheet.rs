//! The contents of a page, independent of file format: shapes in the order painted.
//!
//! A figure is drawn once, onto a [`Sheet`]; `render` produces PNG and SVG. Tests read the shapes, so that text that
//! overlaps or leaves the page is detected automatically.

use super::axes::circle;
use super::dash;
use super::style::{BLACK, HEIGHT, Ink, WHITE, WIDTH};
use super::text;

/// A position on the page, from its upper left corner.
pub type Point = (f64, f64);

/// A rectangle on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// The whole page.
    pub const PAGE: Area = Area { left: 0.0, top: 0.0, right: WIDTH, bottom: HEIGHT };

    /// A rectangle by its edges.
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    /// Width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Middle.
    pub fn middle(&self) -> Point {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// The rectangle reduced by these margins: left, top, right and bottom.
    pub fn inset(&self, left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area::new(self.left + left, self.top + top, self.right - right, self.bottom - bottom)
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether `other` is inside.
    pub fn contains(&self, other: &Area) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }
}

/// Alignment of text relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Starts at the point.
    Start,
    /// Centred at the point.
    Middle,
    /// Ends at the point.
    End,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Point on the baseline.
    pub at: Point,
    /// Font size.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// Alignment relative to the point.
    pub anchor: Anchor,
    /// Reads upwards.
    pub upwards: bool,
    /// Colour.
    pub ink: Ink,
}

impl Text {
    /// Black text starting at a point on its baseline.
    pub fn new(text: impl Into<String>, at: Point, size: f64) -> Text {
        Text { text: text.into(), at, size, bold: false, anchor: Anchor::Start, upwards: false, ink: BLACK }
    }

    /// With this colour.
    pub fn ink(self, ink: Ink) -> Text {
        Text { ink, ..self }
    }

    /// With this alignment.
    pub fn anchor(self, anchor: Anchor) -> Text {
        Text { anchor, ..self }
    }

    /// In bold.
    pub fn bold(self) -> Text {
        Text { bold: true, ..self }
    }

    /// Reading upwards.
    pub fn upwards(self) -> Text {
        Text { upwards: true, ..self }
    }

    /// With the point at the mid-height of lower-case letters instead of the baseline.
    pub fn centred(mut self) -> Text {
        self.at.1 += 0.36 * self.size;
        self
    }

    /// Bounding box of the text.
    pub fn area(&self) -> Area {
        let width = text::width(&self.text, self.size, self.bold);
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (x, y) = self.at;
        let (up, down) = (0.76 * self.size, 0.24 * self.size);
        if self.upwards {
            Area::new(x - up, y + before - width, x + down, y + before)
        } else {
            Area::new(x - before, y - up, x - before + width, y + down)
        }
    }
}

/// A shape on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rectangle(Area, Ink),
    /// A filled polygon.
    Polygon(Vec<Point>, Ink),
    /// A polyline with a width.
    Path(Vec<Point>, f64, Ink),
    /// A filled circle with a radius.
    Circle(Point, f64, Ink),
    /// Text.
    Text(Text),
}

/// A page with its shapes, in painting order.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Title, for screen readers.
    pub title: String,
    /// The message of the picture, in a sentence.
    pub description: String,
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    shapes: Vec<Shape>,
}

impl Sheet {
    /// An empty page.
    pub fn new(title: &str, description: &str) -> Sheet {
        Sheet {
            title: title.to_owned(),
            description: description.to_owned(),
            width: WIDTH,
            height: HEIGHT,
            shapes: Vec::new(),
        }
    }

    /// The whole page.
    pub fn page(&self) -> Area {
        Area::new(0.0, 0.0, self.width, self.height)
    }

    /// Changes the colour of everything that is drawn.
    pub fn recolour(&mut self, ink: impl Fn(Ink) -> Ink) {
        for shape in &mut self.shapes {
            match shape {
                Shape::Rectangle(_, own)
                | Shape::Polygon(_, own)
                | Shape::Path(_, _, own)
                | Shape::Circle(_, _, own) => *own = ink(*own),
                Shape::Text(text) => text.ink = ink(text.ink),
            }
        }
    }

    /// Changes what is written.
    pub fn rewrite(&mut self, written: impl Fn(&str) -> String) {
        for shape in &mut self.shapes {
            if let Shape::Text(text) = shape {
                text.text = written(&text.text);
            }
        }
    }

    /// Its shapes.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// Its texts.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, area: Area, ink: Ink) {
        self.shapes.push(Shape::Rectangle(area, ink));
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: Vec<Point>, ink: Ink) {
        if points.len() > 2 {
            self.shapes.push(Shape::Polygon(points, ink));
        }
    }

    /// A line through points.
    pub fn path(&mut self, points: Vec<Point>, width: f64, ink: Ink) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path(points, width, ink));
        }
    }

    /// A straight line.
    pub fn segment(&mut self, from: Point, to: Point, width: f64, ink: Ink) {
        self.path(vec![from, to], width, ink);
    }

    /// A dashed line through points: lengths of dash and gap.
    pub fn dashed(&mut self, points: &[Point], dash: [f64; 2], width: f64, ink: Ink) {
        for piece in dash::pieces(points, dash) {
            self.path(piece, width, ink);
        }
    }

    /// The outline of a rectangle.
    pub fn outline(&mut self, area: Area, width: f64, ink: Ink) {
        let (a, b) = ((area.left, area.top), (area.right, area.top));
        let (c, d) = ((area.right, area.bottom), (area.left, area.bottom));
        self.path(vec![a, b, c, d, a], width, ink);
    }

    /// A filled circle.
    pub fn circle(&mut self, centre: Point, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Circle(centre, radius, ink));
    }

    /// An open circle, white inside.
    pub fn ring(&mut self, centre: Point, radius: f64, ink: Ink) {
        self.circle(centre, radius, ink);
        self.circle(centre, 0.65 * radius, WHITE);
    }

    /// A line of text.
    pub fn text(&mut self, mut text: Text) {
        text.text.retain(|c| !c.is_control());
        if !text.text.is_empty() {
            self.shapes.push(Shape::Text(text));
        }
    }
}

/// How much of what is drawn a label in an area would cover: the points of the shapes' edges, closely spaced.
pub fn covered(shapes: &[Shape], area: &Area) -> usize {
    const PARTS: u32 = 8;
    let inside = |(x, y): Point| area.left < x && x < area.right && area.top < y && y < area.bottom;
    let on = |points: &[Point]| -> usize {
        let legs = points.iter().zip(points.iter().skip(1));
        let parts = |(a, b): (&Point, &Point)| {
            let at = |i: u32| {
                let share = f64::from(i) / f64::from(PARTS);
                (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
            };
            (0..PARTS).filter(|&i| inside(at(i))).count()
        };
        legs.map(parts).sum()
    };
    let of = |shape: &Shape| match shape {
        Shape::Polygon(points, ..) | Shape::Path(points, ..) => on(points),
        Shape::Circle(centre, radius, ..) => on(&circle(*centre, *radius)),
        _ => 0,
    };
    shapes.iter().map(of).sum()
}
