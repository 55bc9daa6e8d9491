//! The projection of the map: equirectangular, true to scale at the centre.

use circulus::maths::cos;
use circulus::scenario::Plant;

use crate::axes::{Axis, range};
use crate::sheet::{Anchor, Area, Point, Sheet, Text, covered};
use crate::style::{BLACK, FINE_LINE, GREY, GRID_LINE, LIGHT, SMALL, WHITE};
use circulus::numbers::{digits, magnitude, power_of_ten};

use super::markers::Marker;
use crate::voice::{Voice, Words};
use circulus::texts::Language;

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// Minimum extent of a map, km, for plants in one town.
const LEAST_KM: f64 = 20.0;
/// Border around the outermost plants, pixels of the page.
const BORDER: f64 = 46.0;
/// The same for print, where loops of flows must stay within the frame.
const PRINT_BORDER: f64 = 80.0;
/// Font size of the degrees at the edge of a page for the screen.
const DEGREES: f64 = 19.0;
/// Letters of a longitude, east and west.
const LONGITUDE: [Words; 2] = [["E", "в. д."], ["W", "з. д."]];
/// Letters of a latitude, north and south.
const LATITUDE: [Words; 2] = [["N", "с. ш."], ["S", "ю. ш."]];
const KILOMETRES: Words = ["{km} km", "{km} км"];

/// Least times larger that the bulk of the plants must be drawn for the map to leave the others out.
const LARGER: f64 = 3.0;
/// Least times larger that the map must become by the last plant left out, so that none is left out for little.
const WORTH: f64 = 1.5;
/// One in so many plants may be left out.
const ONE_IN: usize = 4;

/// Longitudes and latitudes of plants.
pub fn places(plants: &[Plant]) -> Vec<Point> {
    plants.iter().map(|plant| (plant.lon_deg, plant.lat_deg)).collect()
}

/// Centre of places, cosine of its latitude, and their extent east and north, km.
fn extent(places: &[Point]) -> (Point, f64, f64, f64) {
    let extent = |of: fn(&Point) -> f64| range(places.iter().map(of)).unwrap_or((0.0, 0.0));
    let (south, north) = extent(|place| place.1);
    let (west, east) = extent(|place| place.0);
    let middle = ((west + east) / 2.0, (south + north) / 2.0);
    let narrowing = cos(middle.1.clamp(-89.0, 89.0).to_radians());
    let wide = ((east - west) * narrowing * KM_PER_DEGREE).max(LEAST_KM);
    let high = ((north - south) * KM_PER_DEGREE).max(LEAST_KM);
    (middle, narrowing, wide, high)
}

/// The bulk of the plants, where a few lie so far off that a map of all would crush the others into a corner.
///
/// Plants are left out from the farthest on, by distance from the median place, at most one in four: up to the last
/// whose leaving out makes the rest 1.5 times as large. All together must make it 3 times as large; otherwise none is
/// left out.
pub fn bulk(places: &[Point]) -> Option<Vec<Point>> {
    let median = |of: fn(&Point) -> f64| {
        let mut values: Vec<f64> = places.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let (lon, lat) = (median(|place| place.0), median(|place| place.1));
    let narrowing = cos(lat.clamp(-89.0, 89.0).to_radians());
    let off = |place: &Point| {
        let (x, y) = ((place.0 - lon) * narrowing, place.1 - lat);
        x * x + y * y
    };
    let mut order = places.to_vec();
    order.sort_by(|a, b| off(a).total_cmp(&off(b)));
    let size = |kept: &[Point]| {
        let (_, _, wide, high) = extent(kept);
        wide.max(high)
    };
    let least = order.len() - order.len() / ONE_IN;
    // Sizes with all plants, with one less, and so on; the far ones widen the box of the near ones one by one.
    let sizes: Vec<f64> = (least..=order.len()).rev().map(|kept| size(&order[..kept])).collect();
    let last = (1..sizes.len()).rev().find(|&out| sizes[out - 1] >= WORTH * sizes[out])?;
    if sizes[0] < LARGER * sizes[last] {
        return None;
    }
    order.truncate(order.len() - last);
    Some(order)
}

/// Width at which a map of these plants fills the height.
pub fn width(places: &[Point], height: f64) -> f64 {
    let (_, _, wide, high) = extent(places);
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
    voice: Voice,
    /// Font size of the degrees.
    degrees: f64,
    /// Whether degrees that would reach beyond the frame are left out.
    within: bool,
}

impl Ground {
    /// A map of these plants, as large as the frame allows.
    pub fn new(places: &[Point], area: Area, voice: Voice) -> Ground {
        Ground { voice, ..Ground::with_border(places, area, BORDER) }
    }

    /// The same for print, where nothing may reach beyond the frame, with degrees of this size.
    pub fn for_print(places: &[Point], area: Area, voice: Voice, degrees: f64) -> Ground {
        Ground { voice, degrees, within: true, ..Ground::with_border(places, area, PRINT_BORDER) }
    }

    fn with_border(places: &[Point], area: Area, border: f64) -> Ground {
        let (middle, narrowing, wide, high) = extent(places);
        let across = (area.width() - 2.0 * border) / wide;
        let along = (area.height() - 2.0 * border) / high;
        let pixels_per_km = across.min(along);
        let spread = wide * high * pixels_per_km * pixels_per_km;
        let (voice, degrees) = (Voice(Language::En), DEGREES);
        Ground { area, middle, narrowing, pixels_per_km, spread, voice, degrees, within: false }
    }

    /// Position of a longitude and latitude on the page, on the frame for a place beyond it, in its direction.
    pub fn place(&self, lon: f64, lat: f64) -> Point {
        let scale = self.pixels_per_km * KM_PER_DEGREE;
        let (x, y) = self.area.middle();
        let (dx, dy) = ((lon - self.middle.0) * self.narrowing * scale, -(lat - self.middle.1) * scale);
        let out = (2.0 * dx.abs() / self.area.width()).max(2.0 * dy.abs() / self.area.height()).max(1.0);
        (x + dx / out, y + dy / out)
    }

    /// Kilometres from the centre to a longitude and latitude beyond the frame.
    pub fn beyond(&self, (lon, lat): Point) -> Option<f64> {
        let east = (lon - self.middle.0) * self.narrowing * KM_PER_DEGREE;
        let north = (lat - self.middle.1) * KM_PER_DEGREE;
        let scale = 2.0 * self.pixels_per_km;
        let out = (east.abs() * scale / self.area.width()).max(north.abs() * scale / self.area.height());
        (out > 1.0).then(|| (east * east + north * north).sqrt())
    }

    /// The small map of all plants, with this map's frame.
    pub fn draw_whole(&self, sheet: &mut Sheet, plants: &[Plant], markers: &[Marker], area: Area) {
        let whole = Ground::with_border(&places(plants), area, 16.0);
        sheet.outline(area, GRID_LINE, LIGHT.shade(0.85));
        for (plant, marker) in plants.iter().zip(markers) {
            let at = whole.place(plant.lon_deg, plant.lat_deg);
            Marker { at, radius: 5.0, ..*marker }.draw(sheet);
        }
        let per_km = whole.pixels_per_km / self.pixels_per_km;
        let (x, y) = whole.place(self.middle.0, self.middle.1);
        let (wide, high) = (self.area.width() * per_km / 2.0, self.area.height() * per_km / 2.0);
        sheet.outline(Area::new(x - wide, y - high, x + wide, y + high), FINE_LINE, BLACK);
    }

    /// Frame and graticule.
    pub fn draw(&self, sheet: &mut Sheet) {
        let scale = self.pixels_per_km * KM_PER_DEGREE;
        let half_wide = self.area.width() / 2.0 / scale / self.narrowing;
        let lats = self.latitudes();
        for &lat in &lats.ticks {
            let (_, y) = self.place(self.middle.0, lat);
            let ends = ((self.area.left, y), (self.area.right, y));
            sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
        }
        let lons = Axis::within(self.middle.0 - half_wide, self.middle.0 + half_wide, 3);
        for &lon in &lons.ticks {
            let (x, _) = self.place(lon, self.middle.1);
            let ends = ((x, self.area.top), (x, self.area.bottom));
            sheet.segment(ends.0, ends.1, GRID_LINE, LIGHT);
            let said = self.angle(&lons, lon, LONGITUDE);
            let label = Text::new(said, (x, self.area.bottom + 7.0 + self.degrees), self.degrees);
            let label = label.anchor(Anchor::Middle).ink(GREY);
            let (left, right) = (label.area().left, label.area().right);
            if !self.within || (left >= self.area.left && right <= self.area.right) {
                sheet.text(label);
            }
        }
        sheet.outline(self.area, GRID_LINE, LIGHT.shade(0.85));
    }

    fn latitudes(&self) -> Axis {
        let half_high = self.area.height() / 2.0 / self.pixels_per_km / KM_PER_DEGREE;
        Axis::within(self.middle.1 - half_high, self.middle.1 + half_high, 5)
    }

    /// The latitudes, over what was drawn since a number of shapes: each at that end of its line, above or below it,
    /// where it covers the least.
    pub fn draw_latitudes(&self, sheet: &mut Sheet, since: usize) {
        let lats = self.latitudes();
        for &lat in &lats.ticks {
            let (_, y) = self.place(self.middle.0, lat);
            let said = self.angle(&lats, lat, LATITUDE);
            let above = |x: f64, anchor: Anchor, down: f64| {
                Text::new(&said, (x, y + down), self.degrees).anchor(anchor).ink(GREY)
            };
            let (left, right) = (self.area.left + 8.0, self.area.right - 8.0);
            let places = [(left, Anchor::Start), (right, Anchor::End)];
            let places = places
                .iter()
                .flat_map(|&(x, anchor)| [-6.0, 1.0 + self.degrees].map(|down| above(x, anchor, down)));
            // A label below the last line would leave the frame.
            let places = places.filter(|text| self.area.contains(&text.area()));
            let drawn = sheet.shapes().get(since..).unwrap_or_default();
            let best = places.min_by_key(|text| covered(drawn, &text.area().inset(-4.0, -4.0, -4.0, -4.0)));
            if let Some(text) = best {
                sheet.rectangle(text.area(), WHITE.see_through(0.75));
                sheet.text(text);
            }
        }
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
        let said = self.voice.say(KILOMETRES, &[("km", &self.voice.local(&digits(km, 3)))]);
        sheet.text(Text::new(said, (right + 14.0, y), SMALL));
    }

    /// An angle of the graticule in words.
    fn angle(&self, axis: &Axis, angle: f64, letters: [Words; 2]) -> String {
        let [positive, negative] = letters.map(|words| self.voice.say(words, &[]));
        degrees(&self.voice.local(&axis.written(angle.abs())), angle, [&positive, &negative])
    }

    /// Area of the plants on the page, square pixels.
    pub fn spread(&self) -> f64 {
        self.spread
    }
}

/// An angle of the graticule by its hemisphere: `12.5° S` for -12.5, and no letter at 0.
fn degrees(written: &str, angle: f64, [positive, negative]: [&str; 2]) -> String {
    match angle {
        _ if angle.abs() < 1e-9 => format!("{written}°"),
        _ if angle < 0.0 => format!("{written}° {negative}"),
        _ => format!("{written}° {positive}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Voice = Voice(Language::En);

    /// A town of plants within 20 km.
    fn town(number: u32) -> Vec<Point> {
        (0..number).map(|i| (-70.0 + 0.01 * f64::from(i), -55.0 - 0.01 * f64::from(i))).collect()
    }

    #[test]
    fn south_and_west_have_their_letters() {
        assert_eq!(degrees("12.5", -12.5, ["N", "S"]), "12.5° S");
        assert_eq!(degrees("70", -70.0, ["E", "W"]), "70° W");
        assert_eq!(degrees("55", 55.0, ["N", "S"]), "55° N");
        assert_eq!(degrees("0", 0.0, ["N", "S"]), "0°");
        assert_eq!(degrees("0", -0.0, ["N", "S"]), "0°");
        let russian = Ground { voice: Voice(Language::Ru), ..Ground::with_border(&town(6), Area::PAGE, 0.0) };
        assert_eq!(russian.angle(&Axis::within(55.0, 56.0, 2), -55.5, LATITUDE), "55,5° ю. ш.");
    }

    /// Far plants are left out if they are few and the rest becomes three times as large; they stand on the frame.
    #[test]
    fn far_plants_are_left_out_of_the_bulk() {
        let area = Area::new(0.0, 0.0, 600.0, 600.0);
        let mut places = town(6);
        assert!(bulk(&places).is_none(), "one town");
        // 40 km is not three times the 20 km that a map has at least.
        places.push((-70.0, -55.36));
        assert!(bulk(&places).is_none(), "a plant not far off");
        places.push((-70.0, -53.0));
        let near = bulk(&places).expect("one plant is 220 km off");
        assert_eq!(near.len(), 6);
        let ground = Ground::new(&near, area, ENGLISH);
        assert_eq!(ground.beyond(places[0]), None);
        let km = ground.beyond(places[7]).expect("outside the frame");
        assert!((200.0..250.0).contains(&km), "{km}");
        let (x, y) = ground.place(-70.0, -53.0);
        assert!(y.abs() < 1e-6 && (0.0..=600.0).contains(&x), "on the upper edge: {x}, {y}");
        // Half of the plants far off are no exception.
        let mut halves = town(4);
        halves.extend(town(4).iter().map(|&(lon, lat)| (lon, lat + 5.0)));
        assert!(bulk(&halves).is_none(), "two towns");
        assert!(bulk(&[]).is_none());
    }

    /// A label goes where nothing is drawn, and never out of the frame.
    #[test]
    fn latitudes_keep_clear_of_flows() {
        let ground = Ground::new(&town(6), Area::new(100.0, 100.0, 700.0, 700.0), ENGLISH);
        let mut sheet = Sheet::new("", "");
        // All of the left edge is covered.
        sheet.polygon(vec![(100.0, 100.0), (190.0, 700.0), (100.0, 700.0), (190.0, 100.0)], GREY);
        let drawn = sheet.shapes().to_vec();
        ground.draw_latitudes(&mut sheet, 0);
        let labels: Vec<Area> = sheet.texts().map(Text::area).collect();
        assert!(labels.len() > 1);
        assert!(labels.iter().all(|label| ground.area.contains(label) && covered(&drawn, label) == 0));
    }
}
