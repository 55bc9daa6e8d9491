//! How likely two plants are to know each other outside the cluster: exact, and an upper bound by straight-line
//! distance.

use crate::laws::acquaintance::{outside, outside_within};
use crate::laws::distance::{Point, road_km};
use crate::region::transport;
use crate::scenario::Scenario;
use crate::units::{Km, Share};

/// Acquaintance outside the cluster, with a table of upper bounds. Few of the many candidate pairs know each other;
/// the table rules out most of them before their distance is computed.
#[derive(Debug)]
pub struct Acquainted {
    at_no_distance: Share,
    scale_km: Km,
    /// Distance beyond which no plants know each other, by road and as a straight line.
    within_km: Km,
    /// The same as a straight line, in units of the Earth's radius.
    pub straight: f64,
    /// Table steps per unit of squared straight-line distance.
    steps: f64,
    /// Upper bound on the probability, by equal steps of squared straight-line distance.
    most: Vec<Share>,
}

impl Acquainted {
    const STEPS: usize = 256;

    /// Acquaintance in a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let (of, trade) = (&scenario.transport, &scenario.trade);
        let (at_no_distance, scale_km) = (trade.acquaintance, trade.acquaintance_km);
        let within_km = outside_within(at_no_distance, scale_km);
        let straight = transport::straight_within(of, within_km);
        // The smallest distance in a step.
        let nearest = |step: usize| straight * (step as f64 / Self::STEPS as f64).sqrt();
        let most = |step| {
            let km = road_km(of.detour, of.local_km, Point::great_circle_from(nearest(step)));
            outside(at_no_distance, scale_km, km) * (1.0 + 1e-6)
        };
        Acquainted {
            at_no_distance,
            scale_km,
            within_km,
            straight,
            steps: Self::STEPS as f64 / (straight * straight),
            most: (0..=Self::STEPS).map(most).collect(),
        }
    }

    /// Probability at a distance by road.
    pub fn outside(&self, d: Km) -> Share {
        if d > self.within_km { 0.0 } else { outside(self.at_no_distance, self.scale_km, d) }
    }

    /// Upper bound on the probability at a squared straight-line distance.
    pub fn most(&self, squared: f64) -> Share {
        self.most.get((squared * self.steps) as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::acquaintance::STRANGERS;
    use crate::scenario::template;

    #[test]
    fn the_distance_that_bounds_acquaintance_is_within_it() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        scenario.trade.acquaintance = STRANGERS;
        let acquainted = Acquainted::of(&scenario);
        assert_eq!(acquainted.within_km, 0.0);
        assert_eq!([0.0, 1e-9].map(|km| acquainted.outside(km)), [STRANGERS, 0.0]);
    }
}
