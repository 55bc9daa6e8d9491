//! Distance and haulage under a scenario's transport settings [E2].

use crate::laws::distance::{self, Location, ModeCost, Point, great_circle_km, great_circle_within};
use crate::scenario::Transport;
use crate::units::{Km, MoneyPerTonne};

fn modes(transport: &Transport) -> impl Iterator<Item = ModeCost> {
    transport.modes.iter().map(|mode| (mode.fixed_per_t, mode.per_t_km))
}

/// Distance by road between two different plants.
pub fn road_km(transport: &Transport, a: &Location, b: &Location) -> Km {
    distance::road_km(transport.detour, transport.local_km, great_circle_km(a, b))
}

/// Haulage by the cheapest mode.
pub fn haulage_per_t(transport: &Transport, d: Km) -> MoneyPerTonne {
    distance::haulage_per_t(modes(transport), d)
}

/// CO2 of hauling a tonne by the mode that serves, t per t: `d co2_per_tkm` [N7].
pub fn co2_t_per_t(transport: &Transport, d: Km) -> f64 {
    let mode = distance::serving(modes(transport), d).and_then(|mode| transport.modes.get(mode));
    mode.map_or(0.0, |mode| d * mode.co2_t_per_t_km)
}

/// Distance up to which haulage does not exceed this; `None` if no distance is that cheap.
pub fn hauled_within(transport: &Transport, most_per_t: MoneyPerTonne) -> Option<Km> {
    distance::hauled_within(modes(transport), most_per_t)
}

/// Upper bound on the straight line between two locations within `d` by road, in units of the Earth's radius; locations at
/// the local distance always qualify.
pub fn straight_within(transport: &Transport, d: Km) -> f64 {
    Point::straight_within(great_circle_within(transport.detour, transport.local_km, d))
}
