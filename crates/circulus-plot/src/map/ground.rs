//! The projection of the map: equirectangular, true to scale at the centre.

use circulus::maths::cos;
use circulus::scenario::Plant;

use crate::axes::{Axis, range};
use crate::sheet::{Anchor, Area, Point, Sheet, Text};
use crate::style::{BLACK, FINE_LINE, GREY, GRID_LINE, LIGHT, SMALL};
use circulus::numbers::{digits, magnitude, power_of_ten};

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// Minimum extent of a map, km, for plants in one town.
const LEAST_KM: f64 = 20.0;
/// Border around the outermost plants, pixels of the page.
const BORDER: f64 = 46.0;
/// Font size of the degrees at the edge.
const DEGREES: f64 = 19.0;

/// Centre of the plants, cosine of its latitude, and extent of the plants east and north, km.
fn extent(plants: &[Plant]) -> (Point, f64, f64, f64) {
    let extent = |of: fn(&Plant) -> f64| range(plants.iter().map(of)).unwrap_or((0.0, 0.0));
    let (south, north) = extent(|plant| plant.lat_deg);
    let (west, east) = extent(|plant| plant.lon_deg);
    let middle = ((west + east) / 2.0, (south + north) / 2.0);
    let narrowing = cos(middle.1.clamp(-89.0, 89.0).to_radians());
    let wide = ((east - west) * narrowing * KM_PER_DEGREE).max(LEAST_KM);
    let high = ((north - south) * KM_PER_DEGREE).max(LEAST_KM);
    (middle, narrowing, wide, high)
}

/// Width at which a map of these plants fills the height.
pub fn width(plants: &[Plant], height: f64) -> f64 {
    let (_, _, wide, high) = extent(plants);
    (height - 2.0 * BORDER) * wide / high + 2.0 * BORDER
}

/// The map's frame and scale.
pub struct Ground {
    /// Frame on the page.
    pub area: Area,
    middle: Point,
    /// Cosine of the latitude at the centre.
    narrowing: f64,
    pixels_per_km: f64,
    spread: f64,
}

impl Ground {
    /// A map of these plants, as large as the frame allows.
    pub fn new(plants: &[Plant], area: Area) -> Ground {
        let (middle, narrowing, wide, high) = extent(plants);
        let across = (area.width() - 2.0 * BORDER) / wide;
        let along = (area.height() - 2.0 * BORDER) / high;
        let pixels_per_km = across.min(along);
        Ground { area, middle, narrowing, pixels_per_km, spread: wide * high * pixels_per_km * pixels_per_km }
    }

    /// Position of a longitude and latitude on the page.
    pub fn place(&self, lon: f64, lat: f64) -> Point {
        let scale = self.pixels_per_km * KM_PER_DEGREE;
        let (x, y) = self.area.middle();
        (x + (lon - self.middle.0) * self.narrowing * scale, y - (lat - self.middle.1) * scale)
    }

    /// Frame and graticule.
    pub fn draw(&self, sheet: &mut Sheet) {
        let scale = self.pixels_per_km * KM_PER_DEGREE;
        let half_high = self.area.height() / 2.0 / scale;
        let half_wide = self.area.width() / 2.0 / scale / self.narrowing;
        let lats = Axis::within(self.middle.1 - half_high, self.middle.1 + half_high, 5);
        for &lat in &lats.ticks {
            let (_, y) = self.place(self.middle.0, lat);
            let ends = ((self.area.left, y), (self.area.right, y));
            sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
            let at = (self.area.left + 8.0, y - 6.0);
            sheet.text(Text::new(format!("{}° N", lats.written(lat)), at, DEGREES).ink(GREY));
        }
        let lons = Axis::within(self.middle.0 - half_wide, self.middle.0 + half_wide, 3);
        for &lon in &lons.ticks {
            let (x, _) = self.place(lon, self.middle.1);
            let ends = ((x, self.area.top), (x, self.area.bottom));
            sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
            let degrees =
                Text::new(format!("{}° E", lons.written(lon)), (x, self.area.bottom + 26.0), DEGREES);
            sheet.text(degrees.anchor(Anchor::Middle).ink(GREY));
        }
        sheet.outline(self.area, GRID_LINE, LIGHT.shade(0.85));
    }

    /// A scale bar of a round length from a point, at most this long on the page, with its length beside it.
    pub fn draw_scale(&self, sheet: &mut Sheet, (left, y): Point, most: f64) {
        let most_km = most / self.pixels_per_km;
        let unit = power_of_ten(magnitude(most_km));
        let steps = [5.0, 2.0, 1.0].into_iter();
        let km = steps.map(|step| step * unit).find(|&km| km <= most_km);
        let km = km.unwrap_or(unit);
        let right = left + km * self.pixels_per_km;
        let ends = [(left, y - 9.0), (left, y), (right, y), (right, y - 9.0)];
        sheet.path(ends.to_vec(), FINE_LINE, BLACK);
        let said = format!("{} km", digits(km, 3));
        sheet.text(Text::new(said, (right + 14.0, y), SMALL));
    }

    /// Area of the plants on the page, square pixels.
    pub fn spread(&self) -> f64 {
        self.spread
    }
}
