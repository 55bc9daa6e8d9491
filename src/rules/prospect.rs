//! What plants might build, set up once and then valued under one set of levers after another.

use std::ops::Range;

use crate::ids::{PlantId, SlotId, TechnologyId};
use crate::laws::acquaintance::{FOR_GOOD, inside, knows};
use crate::laws::surplus;
use crate::rules::announced::Announced;
use crate::rules::appraisal::{Appraisal, available_t};
use crate::rules::outlook::Supplier;
use crate::rules::project::{Possible, Powers, Site, Supply};
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};

/// Plants that might build something, under levers no better than those of the appraisal they were found with.
#[derive(Debug, Default)]
pub struct Prospects {
    builders: Vec<Builder>,
    /// By builder.
    sites: Vec<Prospect>,
    /// By site, nearest first.
    suppliers: Vec<MaybeSupplier>,
}

/// A plant that might build something.
#[derive(Debug)]
struct Builder {
    sites: Range<usize>,
    /// NPV of its best project outside the cluster, as an annuity.
    outside: Money,
}

/// A site and its potential suppliers.
#[derive(Debug)]
struct Prospect {
    site: Site,
    suppliers: Range<usize>,
    powers: Powers,
}

/// A stream that may offer supply worth taking.
#[derive(Debug)]
struct MaybeSupplier {
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
    /// Tonnes available, fresh and from stock.
    available: [Tonnes; 2],
}

impl Prospects {
    /// Empty, with capacity reserved for this many plants.
    pub fn of_plants(plants: usize) -> Self {
        Prospects {
            builders: Vec::with_capacity(plants),
            sites: Vec::with_capacity(plants),
            suppliers: Vec::with_capacity(4 * plants),
        }
    }

    /// Adds a plant; `outside` is its best project outside the cluster as an annuity. Conservative: an omitted site
    /// could not pay under any levers that are no better than those of the appraisal.
    pub fn look_at(&mut self, best: &Appraisal, plant: PlantId, outside: impl FnOnce() -> Money) {
        let first = self.sites.len();
        for slot in best.outlook.slots_supplied(plant) {
            self.sites.extend(Prospect::of(best, slot, &mut self.suppliers));
        }
        if self.sites.len() > first {
            self.builders.push(Builder { sites: first..self.sites.len(), outside: outside() });
        }
    }

    /// Technologies of the sites, in order.
    pub fn technologies(&self) -> Vec<TechnologyId> {
        let mut all: Vec<TechnologyId> = self.sites.iter().map(|prospect| prospect.site.technology).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Sum over plants of the yearly gain of their best project under an appraisal over the one outside the cluster.
    pub fn gain(&self, appraisal: &Appraisal) -> Money {
        self.builders.iter().fold(0.0, |sum, builder| sum + self.gain_of(builder, appraisal))
    }

    /// The gain of a builder (ties: first site).
    fn gain_of(&self, builder: &Builder, appraisal: &Appraisal) -> Money {
        let mut best: Option<(Money, &Site)> = None;
        for prospect in &self.sites[builder.sites.clone()] {
            let to_beat = best.map_or(0.0, |best| best.0);
            let possible = self.possible(prospect, appraisal);
            if let Some(npv) = possible.and_then(|possible| possible.npv_above(appraisal, to_beat)) {
                best = Some((npv, &prospect.site));
            }
        }
        let yearly = best.map_or(0.0, |(npv, site)| npv / site.terms(appraisal).annuity);
        (yearly - builder.outside).max(0.0)
    }

    fn possible<'a>(&'a self, prospect: &'a Prospect, appraisal: &Appraisal<'a>) -> Option<Possible<'a>> {
        let possible = Possible::of(appraisal, prospect.site, || self.supply(prospect, appraisal));
        Some(possible.ok()?.remembering(&prospect.powers))
    }

    /// Supply of a site worth taking, as [`Appraisal::supplies`] finds it.
    fn supply(&self, prospect: &Prospect, appraisal: &Appraisal) -> Supply {
        let (terms, levers) = (prospect.site.terms(appraisal), appraisal.outlook.levers);
        let mut supply = Supply::default();
        for supplier in &self.suppliers[prospect.suppliers.clone()] {
            let mut haulage = supplier.haul_per_t;
            if supplier.both_inside {
                haulage = surplus::haulage(haulage, levers.transport_cost);
                if !knows(supplier.draw, inside(supplier.p_outside, levers.reach)) {
                    continue;
                }
            }
            let on_link = [haulage, supplier.carbon_per_t];
            terms.worth_having(on_link, supplier.converter_share, supplier.available, |_, share, t| {
                supply.add(share, t);
            });
        }
        supply
    }
}

impl Prospect {
    fn of(best: &Appraisal, slot: SlotId, suppliers: &mut Vec<MaybeSupplier>) -> Option<Self> {
        let site = Site::of(best, slot, &Announced::none()).ok()?;
        let first = suppliers.len();
        let outlook = &best.outlook;
        let supply = || {
            let (mut supply, mut last) = (Supply::default(), None);
            best.supplies(
                slot,
                &Announced::none(),
                |&Supplier { link, both_inside, carbon_per_t, .. }, _, share, available| {
                    supply.add(share, available);
                    if last.replace(link.stream) != Some(link.stream) {
                        suppliers.push(MaybeSupplier {
                            haul_per_t: outlook.world.haul_per_t(link),
                            carbon_per_t,
                            both_inside,
                            converter_share: outlook.converter_share(link),
                            draw: link.draw,
                            p_outside: if outlook.remembered(link) { FOR_GOOD } else { link.p_outside },
                            available: available_t(outlook.world, link.stream),
                        });
                    }
                },
            );
            supply.at_best()
        };
        if Possible::of(best, site, supply).is_ok_and(|possible| possible.most_npv(best) > 0.0) {
            return Some(Prospect { site, suppliers: first..suppliers.len(), powers: Powers::default() });
        }
        suppliers.truncate(first);
        None
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
        prospects
            .look_at(&appraisal, PlantId::new(0), || panic!("its best project outside is not asked for"));
        assert!(prospects.builders.is_empty());
        prospects.look_at(&appraisal, PlantId::new(1), || 0.0);
        assert_eq!(prospects.builders.len(), 1);
    }
}
