//! Distance, haulage and acquaintance [E2], [E3].

use crate::maths::{asin, cos, exp, ln, sin};
use crate::scenario::{Trade, Transport};
use crate::units::{Km, MoneyPerTonne, Share};

/// Mean radius of the Earth.
pub const EARTH_RADIUS_KM: f64 = 6371.0;
/// A probability of acquaintance below this counts as none: of a world's pairs that are so far apart not one
/// would be expected to know each other, and none of them has to be drawn.
pub const STRANGERS: Share = 1e-9;

/// Radians in a degree.
const RADIANS: f64 = std::f64::consts::PI / 180.0;

/// A place on the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    lat_deg: f64,
    lon_deg: f64,
    cos_lat: f64,
    /// The same as a point.
    pub point: Point,
}

impl Place {
    /// The place of a latitude and a longitude in degrees.
    pub fn of(lat_deg: f64, lon_deg: f64) -> Place {
        let (lat, lon) = (lat_deg * RADIANS, lon_deg * RADIANS);
        let cos_lat = cos(lat);
        let point = Point([cos_lat * cos(lon), cos_lat * sin(lon), sin(lat)]);
        Place { lat_deg, lon_deg, cos_lat, point }
    }
}

/// A point on the unit sphere: quick to compare, where an exact distance is not needed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point(pub [f64; 3]);

impl Point {
    /// Square of the straight line between two places, in units of the Earth's radius.
    pub fn straight_squared(self, other: Point) -> f64 {
        let [x, y, z] = std::array::from_fn(|axis| self.0[axis] - other.0[axis]);
        x * x + y * y + z * z
    }

    /// A straight line that no two places are farther apart than which lie within `d` by road, local places included.
    pub fn straight_within(transport: &Transport, d: Km) -> f64 {
        let around = d.max(transport.local_km) / transport.detour / EARTH_RADIUS_KM;
        let straight = if around < std::f64::consts::PI { 2.0 * sin(around / 2.0) } else { 2.0 };
        straight * (1.0 + 1e-6) + 1e-9 // more than rounding can take away
    }
}

/// Great-circle distance between two places (haversine).
pub fn great_circle_km(a: &Place, b: &Place) -> Km {
    let half_lat = sin((b.lat_deg - a.lat_deg) * RADIANS / 2.0);
    let half_lon = sin((b.lon_deg - a.lon_deg) * RADIANS / 2.0);
    let h = half_lat * half_lat + a.cos_lat * b.cos_lat * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * asin(h.sqrt().min(1.0))
}

/// Distance `d_ij` by road between two different plants.
pub fn distance_km(transport: &Transport, a: &Place, b: &Place) -> Km {
    (transport.detour * great_circle_km(a, b)).max(transport.local_km)
}

/// Haulage `h(d)` by the cheapest mode [E2].
pub fn haulage_per_t(transport: &Transport, d: Km) -> MoneyPerTonne {
    transport.modes.iter().map(|mode| mode.fixed_per_t + mode.per_t_km * d).fold(f64::INFINITY, f64::min)
}

/// Distance up to which haulage costs no more than `most`; none where no distance is that cheap.
pub fn hauled_for(transport: &Transport, most: MoneyPerTonne) -> Option<Km> {
    let reaches = |fixed: f64, per_t_km: f64| match per_t_km > 0.0 {
        true => (most - fixed) / per_t_km,
        false => f64::INFINITY,
    };
    let affordable = transport.modes.iter().filter(|mode| mode.fixed_per_t <= most);
    affordable.map(|mode| reaches(mode.fixed_per_t, mode.per_t_km)).reduce(f64::max)
}

/// Probability `p_ij` that two plants know each other outside the cluster [E3].
pub fn acquaintance(trade: &Trade, d: Km) -> Share {
    if trade.acquaintance_km <= 0.0 {
        return 0.0;
    }
    let p = trade.acquaintance * exp(-d / trade.acquaintance_km);
    if p < STRANGERS { 0.0 } else { p }
}

/// Distance beyond which nobody knows each other outside.
pub fn acquainted_within(trade: &Trade) -> Km {
    let ratio = trade.acquaintance / STRANGERS;
    if ratio > 1.0 { trade.acquaintance_km * ln(ratio) * (1.0 + 1e-9) } else { 0.0 }
}

/// Index of the unordered pair `{i, j}`; it does not change when plants are added at the end.
pub fn pair_index(i: usize, j: usize) -> u64 {
    let (low, high) = if i < j { (i as u64, j as u64) } else { (j as u64, i as u64) };
    high * (high.max(1) - 1) / 2 + low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::TransportMode;

    #[test]
    fn great_circle_of_a_degree_is_111_km() {
        let (here, north) = (Place::of(56.0, 60.0), Place::of(57.0, 60.0));
        let degree = great_circle_km(&here, &north);
        assert!((degree - 111.195).abs() < 0.001, "{degree}");
        assert_eq!(great_circle_km(&here, &here), 0.0);
    }

    #[test]
    fn haulage_takes_the_cheapest_mode() {
        let mode = |fixed_per_t, per_t_km| TransportMode { name: String::new(), fixed_per_t, per_t_km };
        let transport = Transport {
            detour: 1.3,
            local_km: 3.0,
            modes: vec![mode(10.0, 8.0), mode(60.0, 4.5), mode(225.0, 0.75)],
        };
        assert_eq!(haulage_per_t(&transport, 3.0), 34.0);
        assert_eq!(haulage_per_t(&transport, 20.0), 150.0);
        assert_eq!(haulage_per_t(&transport, 100.0), 300.0);
    }

    #[test]
    fn pairs_are_numbered_without_gaps() {
        let mut seen: Vec<u64> = (0..5).flat_map(|j| (0..j).map(move |i| pair_index(i, j))).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..10).collect::<Vec<u64>>());
        assert_eq!(pair_index(3, 1), pair_index(1, 3));
    }
}
