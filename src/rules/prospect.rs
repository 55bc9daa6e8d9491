//! What plants might build, set up once and then valued under one set of levers after another.

use std::cell::OnceCell;
use std::ops::Range;

use crate::ids::{PlantId, SlotId, TechnologyId};
use crate::laws::acquaintance::{FOR_GOOD, inside, inside_up_to, knows};
use crate::laws::surplus;
use crate::rules::announced::Announced;
use crate::rules::appraisal::Appraisal;
use crate::rules::outlook::Supplier;
use crate::rules::project::{Possible, Powers, Site, Supply};
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};
use crate::world::company::Levers;
use crate::world::log::Source;
use crate::world::market::Terms;

/// Plants that might build something, under levers no better than those of the appraisal they were found with.
#[derive(Debug, Default)]
pub struct Prospects {
    builders: Vec<Builder>,
    /// By builder, those first that promise most.
    sites: Vec<Prospect>,
    /// By site, nearest first.
    supplies: Vec<MaybeSupply>,
}

/// A plant that might build something.
#[derive(Debug)]
struct Builder {
    plant: PlantId,
    sites: Range<usize>,
    /// NPV of its best project outside the cluster, as an annuity; found only if it has a project inside.
    outside: OnceCell<Money>,
}

/// A site and its potential supplies.
#[derive(Debug)]
struct Prospect {
    site: Site,
    supplies: Range<usize>,
    /// No supplier is known at a higher value of lever `reach`.
    reach_up_to: Share,
    /// Upper bound on its NPV.
    most_npv: Money,
    powers: Powers,
}

/// Tonnes of a stream, fresh or from stock, that are worth taking under the best levers: what is not, is not under
/// lesser ones either.
#[derive(Debug)]
struct MaybeSupply {
    source: Source,
    haul_per_t: MoneyPerTonne,
    /// What the carbon price adds; no lever acts on it.
    carbon_per_t: MoneyPerTonne,
    /// Whether both sides are members, so that levers `transport_cost` and `reach` apply.
    both_inside: bool,
    /// Converter's share of the surplus.
    converter_share: Share,
    /// The pair's acquaintance draw, and its probability outside the cluster, which memory raises.
    draw: Share,
    p_outside: Share,
    /// Tonnes available, more than none.
    available: Tonnes,
}

impl Prospects {
    /// Empty, with capacity reserved for this many plants.
    pub fn of_plants(plants: usize) -> Self {
        Prospects {
            builders: Vec::with_capacity(plants),
            sites: Vec::with_capacity(plants),
            supplies: Vec::with_capacity(4 * plants),
        }
    }

    /// Adds a plant. Conservative: an omitted site could not pay under any levers that are no better than those of the
    /// appraisal.
    pub fn look_at(&mut self, best: &Appraisal, plant: PlantId) {
        let first = self.sites.len();
        for slot in best.outlook.slots_supplied(plant) {
            self.sites.extend(Prospect::of(best, slot, &mut self.supplies));
        }
        if self.sites.len() > first {
            self.sites[first..].sort_by(|a, b| b.most_npv.total_cmp(&a.most_npv)); // stable: ties by slot
            let sites = first..self.sites.len();
            self.builders.push(Builder { plant, sites, outside: OnceCell::new() });
        }
    }

    /// Technologies of the sites, in order.
    pub fn technologies(&self) -> Vec<TechnologyId> {
        let mut all: Vec<TechnologyId> = self.sites.iter().map(|prospect| prospect.site.technology).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Number of the supplies that are known at a value of lever `reach`. All that are known at a value are known at any
    /// lower one, so the number says which they are.
    pub fn known_at(&self, reach: Share) -> usize {
        self.supplies.iter().filter(|of| of.known_at(reach)).count()
    }

    /// Sum over plants of the yearly gain of their best project under an appraisal over the one outside the cluster,
    /// which `outside` tells as an annuity, never negative.
    pub fn gain(&self, appraisal: &Appraisal, outside: impl Fn(PlantId) -> Money) -> Money {
        self.builders.iter().fold(0.0, |sum, builder| sum + self.gain_of(builder, appraisal, &outside))
    }

    /// The gain of a builder (ties: first site).
    fn gain_of(&self, builder: &Builder, appraisal: &Appraisal, outside: impl Fn(PlantId) -> Money) -> Money {
        let mut best: Option<(Money, &Site)> = None;
        let reach = appraisal.outlook.levers.reach;
        for prospect in self.sites[builder.sites.clone()].iter().filter(|of| reach <= of.reach_up_to) {
            let site = &prospect.site;
            let most = best.map_or(0.0, |(npv, _)| npv);
            if prospect.most_npv < most {
                continue;
            }
            let is_better =
                |npv| npv > most || (npv == most && best.is_some_and(|(_, of)| site.slot < of.slot));
            let possible = self.possible(prospect, appraisal);
            if let Some(npv) = possible.and_then(|possible| possible.npv_from(most))
                && is_better(npv)
            {
                best = Some((npv, site));
            }
        }
        let over_outside = |(npv, site): (Money, &Site)| {
            let outside = builder.outside.get_or_init(|| outside(builder.plant));
            (npv / site.terms(appraisal).annuity - outside).max(0.0)
        };
        best.map_or(0.0, over_outside)
    }

    fn possible<'a>(&'a self, prospect: &'a Prospect, appraisal: &Appraisal<'a>) -> Option<Possible<'a>> {
        let levers = appraisal.outlook.levers;
        let supplies = &self.supplies[prospect.supplies.clone()];
        let supply = |terms: &Terms| supply(terms, levers, supplies);
        Possible::remembering(appraisal, &prospect.site, Some(&prospect.powers), supply).ok()
    }
}

/// Supply worth taking on some terms, as [`Appraisal::supplies`] finds it.
fn supply(terms: &Terms, levers: &Levers, supplies: &[MaybeSupply]) -> Supply {
    let mut supply = Supply::default();
    for of in supplies {
        if !of.known_at(levers.reach) {
            continue;
        }
        let mut haulage = of.haul_per_t;
        if of.both_inside {
            haulage = surplus::haulage(haulage, levers.transport_cost);
        }
        let share = terms.own_share_of(of.source, [haulage, of.carbon_per_t], of.converter_share);
        if share > 0.0 {
            supply.add(share, of.available);
        }
    }
    supply
}

impl Prospect {
    fn of(best: &Appraisal, slot: SlotId, supplies: &mut Vec<MaybeSupply>) -> Option<Self> {
        let none = Announced::none();
        let site = Site::of(best, slot, &none).ok()?;
        let first = supplies.len();
        let supply = |_: &Terms| {
            let mut supply = Supply::default();
            best.supplies(slot, &none, |of, source, share, available| {
                supply.add(share, available);
                supplies.push(MaybeSupply::of(best, of, source, available));
            });
            supply.at_best()
        };
        let possible = Possible::of(best, &site, supply);
        let most_npv = possible.map_or(0.0, |possible| possible.most_npv());
        if most_npv > 0.0 {
            let up_to = supplies[first..].iter().map(MaybeSupply::reach_up_to);
            return Some(Prospect {
                site,
                reach_up_to: up_to.fold(f64::NEG_INFINITY, f64::max),
                supplies: first..supplies.len(),
                most_npv,
                powers: Powers::default(),
            });
        }
        supplies.truncate(first);
        None
    }
}

impl MaybeSupply {
    /// Tonnes of a supplier that are worth taking.
    fn of(best: &Appraisal, of: &Supplier, source: Source, available: Tonnes) -> Self {
        let Supplier { link, both_inside, full_haulage_per_t, carbon_per_t, .. } = *of;
        MaybeSupply {
            source,
            haul_per_t: full_haulage_per_t,
            carbon_per_t,
            both_inside,
            converter_share: best.outlook.converter_share(link),
            draw: link.draw,
            p_outside: if best.outlook.remembered(link) { FOR_GOOD } else { link.p_outside },
            available,
        }
    }

    /// Whether its supplier is known at this value of lever `reach`.
    fn known_at(&self, reach: Share) -> bool {
        !self.both_inside || knows(self.draw, inside(self.p_outside, reach))
    }

    /// Upper bound on lever `reach` up to which its supplier is known.
    fn reach_up_to(&self) -> Share {
        if self.both_inside { inside_up_to(self.draw, self.p_outside) } else { f64::INFINITY }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::appraisal::room_t;
    use crate::rules::trial::{leaving, neighbours, world};

    #[test]
    fn a_plant_without_a_site_is_no_builder() {
        let mut scenario = neighbours(1, 1);
        scenario.plants.raw[1].cash = 1e9;
        let world = leaving(world(scenario), 8.0, 0.0);
        let room_t = room_t(&world);
        let appraisal = Appraisal::now(&world, &room_t);
        let mut prospects = Prospects::of_plants(2);
        prospects.look_at(&appraisal, PlantId::new(0));
        assert!(prospects.builders.is_empty());
        prospects.look_at(&appraisal, PlantId::new(1));
        assert_eq!(prospects.builders.len(), 1);
    }
}
