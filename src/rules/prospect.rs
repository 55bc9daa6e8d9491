//! What a plant might build, laid out once to be judged under one lever after another.

use crate::rules::appraisal::{Appraisal, available_t};
use crate::rules::claims::Claims;
use crate::rules::project::{Possible, Powers, Site, Supply};
use crate::units::Tonnes;
use crate::world::region::Link;

/// A site and its supplies.
pub struct Prospect {
    site: Site,
    /// Links that may bring something worth having, whether between two members, and what they have, fresh and
    /// from stock.
    supplies: Vec<(Link, bool, [Tonnes; 2])>,
    powers: Powers,
}

impl Prospect {
    /// A slot, where a project might pay under levers that leave no less than those of the appraisal. Generous:
    /// where it says no, there is none.
    pub fn of(best: &Appraisal, slot: usize) -> Option<Self> {
        let site = Site::of(best, slot, &Claims::none()).ok()?;
        let mut supplies: Vec<(Link, bool, [Tonnes; 2])> = Vec::new();
        let supply = || {
            let (mut supply, mut best_per_t) = (Supply::default(), 0.0_f64);
            let waste = best.outlook.world.region.scenario.technologies[site.technology].waste;
            best.supplies(slot, &Claims::none(), |link, _, share, available| {
                supply.t += available;
                best_per_t = best_per_t.max(share);
                if supplies.last().is_none_or(|(last, ..)| last.stream != link.stream) {
                    let available = available_t(best.outlook.world, link.stream, waste);
                    supplies.push((*link, best.outlook.both_inside(link), available));
                }
            });
            // As if all were as good as the best; more than rounding can add.
            let t = supply.t * (1.0 + 1e-9);
            Supply { t, value: best_per_t * t }
        };
        let possible = Possible::of(best, site, supply).ok()?;
        (possible.most_npv(best) > 0.0).then(|| Prospect { site, supplies, powers: Powers::default() })
    }

    /// What could be ordered under an appraisal.
    pub fn possible<'a>(&'a self, appraisal: &Appraisal<'a>) -> Option<Possible<'a>> {
        let supply = || {
            let (terms, mut supply) = (self.site.terms(appraisal), Supply::default());
            for (link, both_inside, available) in &self.supplies {
                let add = |_, share, t| supply.add(share, t);
                appraisal.worth_having(link, *both_inside, terms, *available, add);
            }
            supply
        };
        Some(Possible::of(appraisal, self.site, supply).ok()?.remembering(&self.powers))
    }
}
