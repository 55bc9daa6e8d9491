//! Levers [E1], distance and haulage [E2], acquaintance [E3].

use crate::support::{Case, HALF, Says, close, infrastructure, levers_at, neutral, plant, risk, with};
use circulus::ids::{PlantId, RiskId, SlotId, StreamId, TechnologyId, ti_vec};
use circulus::random::Luck;
use circulus::region::{Link, Region};
use circulus::scenario::{Effect, Exposure, Lever, TransportMode};

const DEGREE_KM: f64 = 6371.0 * std::f64::consts::PI / 180.0;

#[test]
fn every_lever_has_its_effect_and_two_kinds_multiply() {
    let mut scenario = neutral();
    scenario.risks = ti_vec![risk(Exposure::Plant, Effect::Loss, 0.0, 0.0, 0.0)];
    let effects = [
        (Lever::Reach, 0.2),
        (Lever::DealCost, 0.4),
        (Lever::TransportCost, 0.6),
        (Lever::Opex, 0.8),
        (Lever::Capex, 1.0),
        (Lever::HurdleRate, 0.1),
        (Lever::Hazard(RiskId::new(0)), 0.3),
        (Lever::Severity(RiskId::new(0)), 0.5),
    ];
    scenario.infrastructure = ti_vec![infrastructure(&effects), infrastructure(&[(Lever::Opex, 0.5)])];
    // At level ln 2 infrastructure has half of its effect, at ln 4 three quarters.
    let at = levers_at(&scenario, &[HALF, 2.0 * HALF]);
    close(at.reach, 0.9);
    close(at.deal_cost, 0.8);
    close(at.transport_cost, 0.7);
    close(at.opex, 0.6 * 0.625);
    close(at.capex, 0.5);
    close(at.hurdle_rate, 0.95);
    close(at.hazard.raw[0], 0.85);
    close(at.severity.raw[0], 0.75);
}

#[test]
fn distance_is_by_road_at_least_local_and_zero_within_a_plant() {
    let mut far = plant().makes(1.0).crushes(1.0);
    far.lat_deg = 1.0;
    let mut scenario = with([plant().makes(1.0).crushes(1.0), plant().crushes(1.0), far]);
    (scenario.transport.detour, scenario.transport.local_km) = (1.3, 3.0);
    let luck = Luck::new(1, 0);
    let region = Region::new(&scenario, &luck).unwrap();
    let km = |from, to| {
        region.links.iter().find(|l| (l.supplier.index(), l.converter.index()) == (from, to)).unwrap().km
    };
    close(km(0, 0), 0.0);
    close(km(0, 1), 3.0);
    close(km(0, 2), 1.3 * DEGREE_KM);
    close(km(2, 0), km(0, 2));
}

#[test]
fn the_cheapest_mode_hauls() {
    let mode = |fixed_per_t, per_t_km| TransportMode {
        name: "mode".into(),
        fixed_per_t,
        per_t_km,
        co2_t_per_t_km: 0.0,
    };
    let supplier = |km| plant().makes(1.0).at_km(km);
    let mut scenario = with([plant().crushes(9.0), supplier(2.0), supplier(20.0), supplier(100.0)]);
    scenario.transport.modes = vec![mode(10.0, 8.0), mode(60.0, 4.5), mode(225.0, 0.75)];
    let luck = Luck::new(1, 0);
    let region = Region::new(&scenario, &luck).unwrap();
    // 10 + 8 x 2; 60 + 4.5 x 20; 225 + 0.75 x 100.
    let wanted = [26.0, 150.0, 300.0];
    for (link, wanted) in region.links.iter().zip(wanted) {
        assert!((link.haul_per_t - wanted).abs() < 1e-9, "{} against {wanted}", link.haul_per_t);
    }
}

fn link(draw: f64, p_outside: f64) -> Link {
    Link {
        stream: StreamId::new(0),
        slot: SlotId::new(0),
        supplier: PlantId::new(0),
        converter: PlantId::new(1),
        technology: TechnologyId::new(0),
        km: 1.0,
        haul_per_t: 0.0,
        draw,
        p_outside,
    }
}

#[test]
fn members_know_plants_that_they_would_not_know_outside() {
    // Outside .2; inside .2 + .8 x (1 - reach): .28 at reach .9, .36 at reach .8.
    let pair = link(0.3, 0.2);
    assert!(!pair.known_outside());
    assert!(!pair.known_inside(1.0));
    assert!(!pair.known_inside(0.9));
    assert!(pair.known_inside(0.8));
    assert!(link(0.19, 0.2).known_outside() && link(0.19, 0.2).known_inside(1.0));
    assert!(Link { converter: PlantId::new(0), ..link(0.9, 0.0) }.known_outside(), "a plant knows itself");
}

#[test]
fn acquaintance_falls_with_distance() {
    // 2000 pairs at 60 km, p = .8 exp(-60/30) = .1083; standard deviation of the share .007.
    let mut scenario = with([plant().crushes(1.0)]);
    scenario.plants.extend((0..2000).map(|_| plant().makes(1.0).at_km(60.0)));
    (scenario.trade.acquaintance, scenario.trade.acquaintance_km) = (0.8, 30.0);
    let luck = Luck::new(1, 0);
    let region = Region::new(&scenario, &luck).unwrap();
    let known = region.links.iter().filter(|link| link.known_outside()).count() as f64 / 2000.0;
    let p = 0.8 * (-2.0f64).exp();
    assert!((region.links.raw[0].p_outside - p).abs() < 1e-9);
    assert!((known - p).abs() < 4.0 * (p * (1.0 - p) / 2000.0).sqrt(), "{known} against {p}");
}

#[test]
fn a_pair_has_one_draw_in_both_directions_and_keeps_it_when_a_plant_is_added() {
    let both = || plant().makes(1.0).crushes(1.0);
    let draws = |n: usize| {
        let scenario = with((0..n).map(|_| both()));
        let region = Region::new(&scenario, &Luck::new(1, 0)).unwrap();
        let between = |i, j| {
            region.links.iter().find(|l| (l.supplier.index(), l.converter.index()) == (i, j)).unwrap().draw
        };
        assert_eq!(between(0, 2), between(2, 0));
        assert_ne!(between(0, 2), between(1, 2));
        [between(0, 1), between(0, 2), between(1, 2)]
    };
    assert_eq!(draws(3), draws(4));
}

#[test]
fn more_infrastructure_only_adds_known_pairs() {
    let mut scenario = with((0..40).map(|_| plant().makes(1.0).crushes(1.0)));
    scenario.trade.acquaintance = 0.2;
    scenario.infrastructure = ti_vec![infrastructure(&[(Lever::Reach, 0.9)])];
    let case = Case::new(scenario);
    let links = &case.world.region.links;
    let known = |level: f64| -> Vec<bool> {
        let reach = levers_at(&case.world.region.scenario, &[level]).reach;
        links.iter().map(|link| link.known_inside(reach)).collect()
    };
    let levels = [0.0, 0.1, 0.5, 1.0, 3.0];
    for pair in levels.windows(2) {
        let (less, more) = (known(pair[0]), known(pair[1]));
        assert!(less.iter().zip(&more).all(|(less, more)| !less || *more));
        assert!(less != more, "a level of {} adds nobody", pair[1]);
    }
}
