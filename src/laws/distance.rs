//! Distance and haulage between two plants [E2].

use crate::maths::{asin, cos, sin};
use crate::units::{Km, MoneyPerTonne};

/// Mean radius of the Earth.
pub const EARTH_RADIUS_KM: f64 = 6371.0;

/// Radians per degree.
const RADIANS: f64 = std::f64::consts::PI / 180.0;

/// A location on the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    lat_deg: f64,
    lon_deg: f64,
    cos_lat: f64,
    /// The same location as a point on the unit sphere.
    pub point: Point,
}

impl Location {
    /// The location at a latitude and longitude in degrees.
    pub fn of(lat_deg: f64, lon_deg: f64) -> Location {
        let (lat, lon) = (lat_deg * RADIANS, lon_deg * RADIANS);
        let cos_lat = cos(lat);
        let point = Point([cos_lat * cos(lon), cos_lat * sin(lon), sin(lat)]);
        Location { lat_deg, lon_deg, cos_lat, point }
    }
}

/// A point on the unit sphere: cheap to compare when no exact distance is needed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point(pub [f64; 3]);

impl Point {
    /// Squared straight-line (chord) distance between two points, in units of the Earth's radius.
    pub fn straight_squared(self, other: Point) -> f64 {
        let [x, y, z] = std::array::from_fn(|axis| self.0[axis] - other.0[axis]);
        x * x + y * y + z * z
    }

    /// Upper bound on the chord between two locations within a great-circle distance, in units of the Earth's radius,
    /// with a margin for rounding.
    pub fn straight_within(great_circle_km: Km) -> f64 {
        let around = great_circle_km / EARTH_RADIUS_KM;
        let straight = if around < std::f64::consts::PI { 2.0 * sin(around / 2.0) } else { 2.0 };
        straight * (1.0 + 1e-6) + 1e-9
    }

    /// Lower bound on the great-circle distance of two locations with this chord, with a margin for rounding: an arc is
    /// never shorter than its chord.
    pub fn great_circle_from(straight: f64) -> Km {
        EARTH_RADIUS_KM * straight * (1.0 - 1e-6)
    }
}

/// Great-circle distance between two locations (haversine).
pub fn great_circle_km(a: &Location, b: &Location) -> Km {
    let half_lat = sin((b.lat_deg - a.lat_deg) * RADIANS / 2.0);
    let half_lon = sin((b.lon_deg - a.lon_deg) * RADIANS / 2.0);
    let h = half_lat * half_lat + a.cos_lat * b.cos_lat * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * asin(h.sqrt().min(1.0))
}

/// Road distance `d_ij` between two different plants: `max(local_km, detour * great circle)` [E2].
#[inline]
pub fn road_km(detour: f64, local_km: Km, great_circle_km: Km) -> Km {
    (detour * great_circle_km).max(local_km)
}

/// Upper bound on the great-circle distance of two plants within `d` by road; plants at the local distance always
/// qualify.
#[inline]
pub fn great_circle_within(detour: f64, local_km: Km, d: Km) -> Km {
    d.max(local_km) / detour
}

/// The mode that serves a distance, by its place: the cheapest, `min (fixed + per_km d)`, ties the first [E2].
#[inline]
pub fn serving(modes: impl Iterator<Item = ModeCost>, d: Km) -> Option<usize> {
    let costs = modes.map(|(fixed, per_km)| fixed + per_km * d).enumerate();
    costs.reduce(|best, next| if next.1 < best.1 { next } else { best }).map(|(place, _)| place)
}

/// Cost of a mode of transport: fixed per tonne, and per tonne-kilometre.
pub type ModeCost = (MoneyPerTonne, MoneyPerTonne);

/// Haulage `h(d)` by the cheapest mode: `min (fixed + per_km d)` [E2].
#[inline]
pub fn haulage_per_t(modes: impl Iterator<Item = ModeCost>, d: Km) -> MoneyPerTonne {
    modes.map(|(fixed, per_km)| fixed + per_km * d).fold(f64::INFINITY, f64::min)
}

/// Distance up to which [`haulage_per_t`] does not exceed this; `None` if no distance is that cheap.
#[inline]
pub fn hauled_within(modes: impl Iterator<Item = ModeCost>, most_per_t: MoneyPerTonne) -> Option<Km> {
    let by = |(fixed, per_km): ModeCost| match per_km > 0.0 {
        true => (most_per_t - fixed) / per_km,
        false => f64::INFINITY,
    };
    modes.filter(|&(fixed, _)| fixed <= most_per_t).map(by).reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn great_circle_of_a_degree_is_111_km() {
        let (here, north) = (Location::of(56.0, 60.0), Location::of(57.0, 60.0));
        let degree = great_circle_km(&here, &north);
        assert!((degree - 111.195).abs() < 0.001, "{degree}");
        assert_eq!(great_circle_km(&here, &here), 0.0);
        assert_eq!([road_km(1.3, 3.0, 100.0), road_km(1.3, 3.0, 2.0)], [130.0, 3.0]);
    }

    const MODES: [ModeCost; 3] = [(10.0, 8.0), (60.0, 4.5), (225.0, 0.75)];

    #[test]
    fn haulage_takes_the_cheapest_mode() {
        let haulage = |d| haulage_per_t(MODES.into_iter(), d);
        assert_eq!([haulage(3.0), haulage(20.0), haulage(100.0)], [34.0, 150.0, 300.0]);
    }

    #[test]
    fn the_cheapest_mode_serves_and_of_equals_the_first() {
        let by = |d| serving(MODES.into_iter(), d);
        assert_eq!([by(3.0), by(20.0), by(100.0)], [Some(0), Some(1), Some(2)]);
        assert_eq!(serving([(4.0, 1.0), (2.0, 2.0)].into_iter(), 2.0), Some(0));
        assert_eq!(serving([].into_iter(), 2.0), None);
    }

    #[test]
    fn how_far_a_price_hauls_is_the_inverse_of_haulage() {
        for most in [0.0, 9.0, 10.0, 34.0, 100.0, 260.0, 5e3] {
            let within = hauled_within(MODES.into_iter(), most);
            let costs = |d| haulage_per_t(MODES.into_iter(), d);
            match within {
                Some(d) => assert!((costs(d) - most).abs() < 1e-9 && costs(d + 1.0) > most, "{most}: {d}"),
                None => assert!(costs(0.0) > most),
            }
        }
        let flat = |most| hauled_within([(5.0, 0.0)].into_iter(), most);
        assert_eq!([flat(5.0), flat(4.0)], [Some(f64::INFINITY), None]);
    }

    #[test]
    fn straight_lines_bound_arcs_from_both_sides() {
        let here = Location::of(56.0, 60.0);
        let there =
            (0..400).map(|i| Location::of(56.0 - 0.3 * f64::from(i), 60.0 + 0.9 * f64::from(i % 200)));
        for place in there.chain([here, Location::of(-56.0, -120.0)]) {
            let (km, straight) =
                (great_circle_km(&here, &place), here.point.straight_squared(place.point).sqrt());
            assert!(straight <= Point::straight_within(km), "{km}");
            assert!(Point::great_circle_from(straight) <= km, "{km}");
            assert!(km > 1e3 || Point::straight_within(km) < straight * 1.01 + 1e-8, "{km}: not close");
            assert!(km > 1e3 || Point::great_circle_from(straight) >= 0.99 * km, "{km}: not close");
        }
    }

    /// Up to some 30 km an arc and its chord differ by less than what is allowed for rounding: there a wrong sign of
    /// the allowance would show.
    #[test]
    fn short_lines_bound_short_arcs_from_both_sides_and_closely() {
        let here = Location::of(56.0, 60.0);
        for step in 1..=200 {
            let by = 1e-3 * f64::from(step);
            for there in [
                Location::of(56.0 + by, 60.0),
                Location::of(56.0, 60.0 - by),
                Location::of(56.0 - by, 60.0 + by),
            ] {
                let km = great_circle_km(&here, &there);
                let straight = here.point.straight_squared(there.point).sqrt();
                let (from, within) = (Point::great_circle_from(straight), Point::straight_within(km));
                assert!(from < km && from > (1.0 - 3e-6) * km, "{km}: from {from}");
                assert!(within > straight && within < straight * (1.0 + 3e-6) + 2e-9, "{km}: {within}");
            }
        }
    }

    #[test]
    fn half_around_the_world_and_farther_lies_everybody() {
        let half = std::f64::consts::PI * EARTH_RADIUS_KM;
        for km in [half * (1.0 - 1e-9), half, half * (1.0 + 1e-9), 1.5 * half, 2.0 * half, f64::INFINITY] {
            let straight = Point::straight_within(km);
            assert!((2.0..2.1).contains(&straight), "{km}: {straight}");
        }
        assert_eq!(great_circle_within(1.25, 3.0, 100.0), 80.0);
        assert_eq!(great_circle_within(1.25, 5.0, 1.0), 4.0, "those at the local distance always count");
    }
}
