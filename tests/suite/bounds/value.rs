//! What being inside is worth to a plant, with every pair looked at.

use circulus::ids::{PlantId, TiVec, ti_vec};
use circulus::phase::Phase;
use circulus::rules::levers::levers;
use circulus::rules::outlook::Outlook;
use circulus::rules::study::study;
use circulus::rules::value::{Basis, Value};
use circulus::world::log::Decision;

use super::everything::{Everything, value};
use super::regimes::{live, regimes};

fn close(name: &str, got: &Value, wanted: &Value) {
    let parts = |of: &Value| [of.matching, of.savings, of.project, of.risk];
    for (got, wanted) in parts(got).into_iter().zip(parts(wanted)) {
        assert!((got - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{name}: {got} {wanted}");
    }
}

/// Studies suppose everybody in and infrastructure at its planned level.
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

/// Outsiders value the cluster as it is, with themselves in.
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
