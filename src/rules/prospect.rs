//! What plants might build, laid out once to be judged under one lever after another.

use std::ops::Range;

use crate::rules::appraisal::{Appraisal, available_t};
use crate::rules::claims::Claims;
use crate::rules::outlook::Outlook;
use crate::rules::project::{Possible, Powers, Site, Supply, yearly};
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};
use crate::world::market::Terms;
use crate::world::region::known_among_members;

/// Plants that might build something, under levers no better than those of the appraisal that found them.
#[derive(Default)]
pub struct Prospects {
    builders: Vec<Builder>,
    /// By builder.
    sites: Vec<Prospect>,
    /// By site, nearest first.
    suppliers: Vec<Supplier>,
}

/// A plant that might build something.
struct Builder {
    sites: Range<usize>,
    /// Its best project outside as a yearly sum.
    outside: Money,
}

/// A site, and those who might supply it.
struct Prospect {
    site: Site,
    suppliers: Range<usize>,
    /// At least its NPV, if that is positive.
    most_npv: Money,
    powers: Powers,
}

/// A stream that may bring something worth having.
struct Supplier {
    haul_per_t: MoneyPerTonne,
    /// Between two members: the levers of haulage and reach act on it.
    both_inside: bool,
    /// Part of the surplus that stays with the converter.
    converter_share: Share,
    /// Acquaintance: the pair's draw, and its probability outside.
    draw: Share,
    p_outside: Share,
    /// What it has, fresh and from stock.
    available: [Tonnes; 2],
}

impl Prospects {
    /// Looks at a plant; `outside` is its best project outside as a yearly sum. Generous: a site that is left out
    /// could not pay under any levers that leave no less than those of the appraisal.
    pub fn look_at(&mut self, best: &Appraisal, plant: usize, outside: impl FnOnce() -> Money) {
        let first = self.sites.len();
        for slot in best.outlook.world.region.slots_of(plant) {
            self.sites.extend(Prospect::of(best, slot, &mut self.suppliers));
        }
        // The most promising first: mostly the rest then need not be looked at.
        self.sites[first..].sort_by(|a, b| b.most_npv.total_cmp(&a.most_npv));
        if self.sites.len() > first {
            self.builders.push(Builder { sites: first..self.sites.len(), outside: outside() });
        }
    }

    /// Sum over plants of what their best project under an appraisal brings a year more than the one outside.
    pub fn gain(&self, appraisal: &Appraisal) -> Money {
        self.builders.iter().fold(0.0, |sum, builder| sum + self.gain_of(builder, appraisal))
    }

    fn gain_of(&self, builder: &Builder, appraisal: &Appraisal) -> Money {
        let mut best: Option<crate::world::log::Project> = None;
        for prospect in &self.sites[builder.sites.clone()] {
            let to_beat = best.map_or(0.0, |best| best.npv);
            if prospect.most_npv < to_beat {
                break;
            }
            let Some(possible) = self.possible(prospect, appraisal) else { continue };
            if possible.most_npv(appraisal) >= to_beat
                && let Ok(project) = possible.project(appraisal)
                && best.map_or(project.npv > 0.0, |best| (project.npv, best.slot) > (best.npv, project.slot))
            {
                best = Some(project);
            }
        }
        (best.map_or(0.0, |project| yearly(appraisal, &project)) - builder.outside).max(0.0)
    }

    fn possible<'a>(&'a self, prospect: &'a Prospect, appraisal: &Appraisal<'a>) -> Option<Possible<'a>> {
        let terms = prospect.site.terms(appraisal);
        let supply = || supply(&self.suppliers[prospect.suppliers.clone()], &appraisal.outlook, terms);
        Some(Possible::of(appraisal, prospect.site, supply).ok()?.remembering(&prospect.powers))
    }
}

impl Prospect {
    fn of(best: &Appraisal, slot: usize, suppliers: &mut Vec<Supplier>) -> Option<Self> {
        let site = Site::of(best, slot, &Claims::none()).ok()?;
        let first = suppliers.len();
        let outlook = &best.outlook;
        let waste = outlook.world.region.scenario.technologies[site.technology].waste;
        let supply = || {
            let (mut supply, mut best_per_t, mut last) = (Supply::default(), 0.0_f64, None);
            best.supplies(slot, &Claims::none(), |link, _, share, available| {
                supply.t += available;
                best_per_t = best_per_t.max(share);
                if last.replace(link.stream) != Some(link.stream) {
                    suppliers.push(Supplier {
                        haul_per_t: link.haul_per_t,
                        both_inside: outlook.both_inside(link),
                        converter_share: outlook.converter_share(link),
                        draw: link.draw,
                        p_outside: link.p_outside,
                        available: available_t(outlook.world, link.stream, waste),
                    });
                }
            });
            // As if all were as good as the best; more than rounding can add.
            let t = supply.t * (1.0 + 1e-9);
            Supply { t, value: best_per_t * t }
        };
        let most_npv = Possible::of(best, site, supply).map_or(0.0, |possible| possible.most_npv(best));
        if most_npv > 0.0 {
            let suppliers = first..suppliers.len();
            return Some(Prospect { site, suppliers, most_npv, powers: Powers::default() });
        }
        suppliers.truncate(first);
        None
    }
}

/// Supply worth having of those who might supply a site: as [`Appraisal::supplies`] finds it.
fn supply(suppliers: &[Supplier], outlook: &Outlook, terms: &Terms) -> Supply {
    let levers = outlook.levers;
    let mut supply = Supply::default();
    for supplier in suppliers {
        let mut haulage = supplier.haul_per_t;
        if supplier.both_inside {
            haulage *= levers.transport_cost;
            if !known_among_members(supplier.draw, supplier.p_outside, levers.reach) {
                continue;
            }
        }
        for (at_gate, available) in terms.at_gate.into_iter().zip(supplier.available) {
            let share = (at_gate - haulage) * supplier.converter_share;
            if share > 0.0 && available > 0.0 {
                supply.add(share, available);
            }
        }
    }
    supply
}
