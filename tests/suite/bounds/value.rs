//! The value of being inside to a plant, compared with looking at every pair.

use std::sync::Arc;

use circulus::ids::{PlantId, TiSlice, TiVec, ti_vec};
use circulus::phase::Phase;
use circulus::rules::levers::levers;
use circulus::rules::outlook::Outlook;
use circulus::rules::study::study;
use circulus::rules::value::{Basis, Value};
use circulus::scenario::Lever;
use circulus::world::log::Decision;

use crate::support::{Case, HALF, Says, infrastructure, plant, with};

use super::everything::{Everything, value};
use super::regimes::{live, regimes};

fn close(name: &str, got: &Value, wanted: &Value) {
    let parts = |of: &Value| [of.matching, of.savings, of.project, of.risk];
    for (got, wanted) in parts(got).into_iter().zip(parts(wanted)) {
        assert!((got - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{name}: {got} {wanted}");
    }
}

/// A study takes all plants as members and infrastructure at its planned level.
#[test]
fn a_study_finds_what_looking_at_every_pair_finds() {
    let mut found = [0; 4];
    for (name, mut scenario) in regimes() {
        scenario.management.planned_level = 1.3;
        let mut all = None;
        live(&scenario, 4, |phase, world, _| {
            if phase != Phase::Market {
                return;
            }
            let all = all.get_or_insert_with(|| Everything::of(&world.region));
            let levels = ti_vec![1.3; scenario.infrastructure.len()];
            let levers = levers(&scenario.infrastructure, &levels, scenario.risks.len());
            let members = ti_vec![true; world.len()];
            let outlook = Outlook { members: &members, levers: &levers, ..Outlook::now(world) };
            let plants: Vec<PlantId> = world.all_plants().collect();
            for (&plant, got) in plants.iter().zip(&study(world, &Basis::of(world), &plants)) {
                close(
                    &format!("{name}, {}, plant {plant:?}", world.year()),
                    got,
                    &value(all, &outlook, plant),
                );
                let parts = [got.matching, got.savings, got.project, got.risk];
                found.iter_mut().zip(parts).for_each(|(found, part)| *found += usize::from(part > 0.0));
            }
        });
    }
    assert!(found.iter().all(|&found| found > 100), "{found:?} parts above 0");
}

/// Outsiders value the cluster as it is, with themselves as members.
#[test]
fn an_outsider_values_what_looking_at_every_pair_finds() {
    let mut valued = 0;
    for (name, scenario) in regimes() {
        let (mut wanted, mut all): (TiVec<PlantId, f64>, _) = (TiVec::new(), None);
        live(&scenario, 5, |phase, world, _| match phase {
            Phase::Produce => {
                let all = all.get_or_insert_with(|| Everything::of(&world.region));
                let outlook = Outlook::now(world);
                let of = |plant| value(all, &outlook.with(plant), plant).total();
                wanted = world.all_plants().map(of).collect();
            }
            Phase::Join => {
                for decision in &world.log.decisions {
                    let Decision::Membership { plant, was_member: false, terms, .. } = decision else {
                        continue;
                    };
                    let (got, wanted) = (terms.value, wanted[*plant]);
                    let at = format!("{name}, {}, plant {plant:?}", world.year());
                    assert!((got - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{at}: {got} {wanted}");
                    valued += usize::from(wanted > 0.0);
                }
            }
            _ => {}
        });
    }
    assert!(valued > 60, "only {valued} outsiders see a gain");
}

/// A study looks as far as a haul pays at this year's price, by which matches are judged, or at the expected price, by
/// which projects are judged, whichever is farther; and no lever shortens either.
#[test]
fn a_study_reaches_as_far_as_either_price_pays() {
    let (mut matched_beyond, mut built_beyond) = (0, 0);
    for lever in [Lever::TransportCost, Lever::Opex, Lever::Capex] {
        for (km, seed) in (0..60_u32).map(|step| (7.0 * f64::from(step) + 1.0, step % 4)) {
            let converter = plant().crushes(2e3).at_km(km);
            let builder = plant().may_crush(1e9).at_km(-km);
            let mut scenario = with([plant().makes(1e3), converter, builder]);
            scenario.seed = seed.into(); // who knows whom
            // Strangers outside, and more plants than are studied: the region keeps no link between them.
            scenario.trade.acquaintance = 0.0;
            (scenario.management.study_limit, scenario.management.study_every) = (1, 300);
            scenario.management.planned_level = HALF;
            scenario.technologies.raw[0].opex_per_t = 20.0;
            scenario.transport.modes[0].per_t_km = 1.0;
            let of = [infrastructure(&[(Lever::Reach, 1.0)]), infrastructure(&[(lever, 1.0)])];
            scenario.infrastructure = of.to_vec().into();
            let mut case = Case::new(scenario);
            case.year();
            let mut world = case.year().after(Phase::Market).clone();
            assert!(world.region.links.is_empty() && !world.region.links_all());
            for times in [0.4, 1.0, 2.0] {
                world.market.price_per_t.raw[0] = times * world.market.expected_price_per_t.raw[0];
                let (region, t) = (Arc::clone(&world.region), world.t);
                world.market.set_at_gate(&region, t);
                let all = Everything::of(&world.region);
                let scenario = &*world.region.scenario;
                let levers = levers(&scenario.infrastructure, TiSlice::from_ref(&[HALF; 2]), 0);
                let members = vec![true; world.len()];
                let outlook =
                    Outlook { members: TiSlice::from_ref(&members), levers: &levers, ..Outlook::now(&world) };
                // How far in km a haul pays, at this year's price and at the expected one (haulage is 1 per km).
                let gate = [times, 1.0].map(|of| (100.0 * of - 20.0 * levers.opex) / levers.transport_cost);
                let plants: Vec<PlantId> = world.all_plants().collect();
                for (&plant, got) in plants.iter().zip(&study(&world, &Basis::of(&world), &plants)) {
                    let wanted = value(&all, &outlook, plant);
                    close(&format!("{lever:?}, {km} km, price times {times}, {plant:?}"), got, &wanted);
                    matched_beyond += usize::from(got.matching > 0.0 && km > gate[1]);
                    built_beyond += usize::from(got.project > 0.0 && km > gate[0]);
                }
            }
        }
    }
    assert!(matched_beyond > 5 && built_beyond > 5, "{matched_beyond} matched, {built_beyond} built");
}
