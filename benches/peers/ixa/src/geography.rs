//! Road distance and haulage between plants.

use crate::scenario::{Plant, Transport};

const RAD: f64 = std::f64::consts::PI / 180.0;

/// A place on the Earth, with precomputed values for fast comparisons.
#[derive(Clone, Copy)]
pub struct Place {
    lat_deg: f64,
    lon_deg: f64,
    cos_lat: f64,
}

impl Place {
    pub fn of(plant: &Plant) -> Self {
        Place { lat_deg: plant.lat, lon_deg: plant.lon, cos_lat: (plant.lat * RAD).cos() }
    }

    /// Road distance to another place, km: haversine times detour.
    pub fn km_to(&self, other: &Place, transport: &Transport) -> f64 {
        let half_lat = ((other.lat_deg - self.lat_deg) * RAD / 2.0).sin();
        let half_lon = ((other.lon_deg - self.lon_deg) * RAD / 2.0).sin();
        let h = half_lat * half_lat + self.cos_lat * other.cos_lat * half_lon * half_lon;
        let straight = 2.0 * 6371.0 * h.sqrt().min(1.0).asin();
        (transport.detour * straight).max(transport.local_km)
    }

    /// Haulage to another place by the cheapest mode, per tonne.
    pub fn haulage_to(&self, other: &Place, transport: &Transport) -> f64 {
        let km = self.km_to(other, transport);
        transport.mode.iter().map(|mode| mode.fixed + mode.per_km * km).fold(f64::INFINITY, f64::min)
    }
}
