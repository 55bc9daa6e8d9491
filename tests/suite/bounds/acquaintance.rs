//! Bounds on acquaintance: the table of upper bounds on its probability, and the distance beyond which it is 0.

use circulus::laws::acquaintance::outside;
use circulus::laws::distance::Location;
use circulus::region::acquainted::Acquainted;
use circulus::region::transport::{road_km, straight_within};

use super::regimes::regimes;

#[test]
fn the_table_bounds_the_probability_of_acquaintance() {
    for (name, mut scenario) in regimes().into_iter().take(2) {
        for (p0, d0, local_km) in
            [(0.6, 40.0, 3.0), (1.0, 5.0, 20.0), (0.02, 300.0, 0.0), (1e-6, 10.0, 3.0), (1.0, 0.0, 3.0)]
        {
            (scenario.trade.acquaintance, scenario.trade.acquaintance_km) = (p0, d0);
            scenario.transport.local_km = local_km;
            let acquainted = Acquainted::of(&scenario);
            let here = Location::of(57.0, 60.0);
            let (mut known, mut loosest) = (0, 0.0f64);
            for step in 0..20_000 {
                let there =
                    Location::of(57.0 - 0.002 * f64::from(step), 60.0 + 0.0013 * f64::from(step % 700));
                let squared = there.point.straight_squared(here.point);
                let km = road_km(&scenario.transport, &here, &there);
                let (p, most) = (outside(p0, d0, km), acquainted.most(squared));
                assert_eq!(acquainted.outside(km), p, "{name}: {km} km");
                assert!(p <= most, "{name}: {km} km, {p} above {most}");
                if p > 0.0 {
                    known += 1;
                    assert!(squared.sqrt() <= acquainted.straight, "{name}: {km} km");
                    loosest = if km > local_km { loosest.max(most - p) } else { loosest };
                }
            }
            assert!(loosest < 0.7 * p0, "{name}, {d0} km: the table is up to {loosest} too high");
            assert!(known > 10 || d0 == 0.0, "{name}: only {known} places");
        }
    }
}

#[test]
fn the_straight_line_is_bounded_by_the_distance_by_road() {
    for (name, scenario) in regimes().into_iter().take(2) {
        let here = Location::of(57.0, 60.0);
        for step in 0..5000 {
            let there = Location::of(57.0 - 0.03 * f64::from(step % 4000), 60.0 + 0.0013 * f64::from(step));
            let km = road_km(&scenario.transport, &here, &there);
            let straight = there.point.straight_squared(here.point).sqrt();
            assert!(straight <= straight_within(&scenario.transport, km), "{name}: {km} km");
            if km > 2.0 * scenario.transport.local_km && km < 2e3 {
                assert!(
                    straight > straight_within(&scenario.transport, 0.9 * km),
                    "{name}: {km} km, the bound is not tight"
                );
            }
        }
    }
}
