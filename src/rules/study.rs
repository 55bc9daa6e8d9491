//! Feasibility studies: what the cluster would be worth to plants if every plant were a member.

use crate::ids::{PlantId, TechnologyId, ti_vec};
use crate::maths::ROUNDING;
use crate::parallel;
use crate::region::gate::most_haulage;
use crate::region::links::UpTo;
use crate::rules::appraisal::{Appraisal, terms_under};
use crate::rules::levers::levers;
use crate::rules::nearby::{Nearby, Surroundings};
use crate::rules::outlook::{Outlook, SOURCES};
use crate::rules::value::{Basis, Matches, Value, value};
use crate::units::MoneyPerTonne;
use crate::world::World;

/// Result of a feasibility study for some plants, assuming that every plant is a member and all infrastructure is at
/// its planned level [J1].
pub fn study(world: &World, basis: &Basis, plants: &[PlantId]) -> Vec<Value> {
    let scenario = &*world.region.scenario;
    let planned = ti_vec![world.management().planned_level; scenario.infrastructure.len()];
    let levers = levers(&scenario.infrastructure, &planned, scenario.risks.len());
    let inside = terms_under(world, &levers);
    let all = ti_vec![true; world.len()];
    let supposed = Outlook { members: &all, levers: &levers, ..Outlook::now(world) };
    let surroundings = surroundings(&supposed);
    let found = |&plant: &PlantId| {
        let nearby = surroundings.as_ref().map(|surroundings| Nearby::of(surroundings, plant));
        let outlook = Outlook { nearby: nearby.as_ref(), ..supposed };
        let appraisal = Appraisal { outlook, room_t: &basis.room_t, inside: &inside };
        value(&appraisal, plant, basis, &mut Matches::default())
    };
    parallel::each(plants, found)
}

/// The surroundings under an outlook in which every plant is a member, out to the haulage that uses up the value of a
/// tonne, at this year's prices or at expected ones; `None` if the region's own links include everything.
fn surroundings<'w>(outlook: &Outlook<'w>) -> Option<Surroundings<'w>> {
    let (world, levers) = (outlook.world, outlook.levers);
    if world.region.links_all() {
        return None;
    }
    let up_to = |technology| {
        let outlooks = [*outlook, outlook.at_expected_prices()];
        let most: [MoneyPerTonne; 2] = outlooks.map(|outlook| {
            most_haulage(&SOURCES.map(|source| outlook.unit_surplus_of(technology, levers.opex, source)))
        });
        let most = most[0].max(most[1]);
        UpTo { haulage_per_t: most / levers.transport_cost * (1.0 + ROUNDING), reach: levers.reach }
    };
    let up_to = TechnologyId::all(world.region.scenario.technologies.len()).map(up_to).collect();
    Some(Surroundings::new(world, up_to, |slot| world.capacity.idle_t[slot] > 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::trial;
    use crate::world::company::Levers;

    #[test]
    fn a_study_looks_as_far_as_haulage_uses_up_the_value_and_a_margin_for_rounding() {
        let mut scenario = trial::neighbours(1, 1);
        let levers = Levers { transport_cost: 0.5, reach: 0.25, ..Levers::neutral(0) };
        let all = ti_vec![true; 2];
        let far = |world: &World| {
            let supposed = Outlook { members: &all, levers: &levers, ..Outlook::now(world) };
            surroundings(&supposed).map(|surroundings| surroundings.up_to.raw[0])
        };
        assert!(far(&trial::world(scenario.clone())).is_none(), "all links are at hand");
        scenario.management.study_limit = 1;
        let up_to = far(&trial::world(scenario)).unwrap();
        // A tonne sells at 100 and costs nothing: a margin for its own rounding, and one for that of the lever.
        let margin = up_to.haulage_per_t / 200.0 - 1.0;
        assert!((margin - 2e-9).abs() < 1e-12, "{margin}");
        assert_eq!(up_to.reach, 0.25);
    }
}
