//! The projects available to a plant, and their value.

use std::cell::Cell;

use crate::ids::{PlantId, SlotId, TechnologyId};
use crate::laws::investment::{means, purse, worth};
use crate::maths::ROUNDING;
use crate::region::unit_cost::{UnitCost, cost_curve};
use crate::remembered::Remembered;
use crate::rules::announced::Announced;
use crate::rules::appraisal::Appraisal;
use crate::scenario::Technology;
use crate::units::{GRAM, Money, MoneyPerTonne, Share, Tonnes};
use crate::world::World;
use crate::world::log::Project;
use crate::world::market::Terms;

/// Part of a unit's capital cost that the state pays.
fn state_capex(appraisal: &Appraisal, plant: PlantId, technology: &Technology, size_t: Tonnes) -> Money {
    let share = appraisal.outlook.world.market.policy.capex_subsidy;
    if share == 0.0 {
        return 0.0; // the usual case: avoids a power
    }
    let lever = if appraisal.outlook.inside(plant) { appraisal.outlook.levers.capex } else { 1.0 };
    cost_curve(technology).capex(size_t, lever * share)
}

/// Largest capital cost that a plant can bear if it orders now [N2].
pub fn purse_of(world: &World, plant: PlantId) -> Money {
    let (region, plants) = (&*world.region, &world.plants);
    let means = means(plants.cash[plant], region.budgets[plant], plants.debt_service[plant]);
    purse(means, region.scenario.invest.loan_share, region.loan_payment)
}

/// Why there is no project for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProject {
    /// The plant is not open yet.
    NotOpen,
    /// The plant has closed.
    Closed,
    /// The plant runs the technology, but may not order more of it.
    NotAdoptable,
    /// Demand and capacity in the region leave no room for the smallest size.
    NoRoom,
    /// The plant cannot fund the smallest size.
    NoMoney,
    /// The supply worth taking is less than the smallest size needs.
    NoSupply,
}

impl NoProject {
    /// Name, as in explanations.
    pub fn name(self) -> &'static str {
        match self {
            NoProject::NotOpen => "not_open",
            NoProject::Closed => "closed",
            NoProject::NotAdoptable => "not_adoptable",
            NoProject::NoRoom => "no_room",
            NoProject::NoMoney => "no_money",
            NoProject::NoSupply => "no_supply",
        }
    }
}

/// A slot for which a plant may order a unit, regardless of its supply.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    /// Slot.
    pub slot: SlotId,
    plant: PlantId,
    /// Technology.
    pub technology: TechnologyId,
    /// Largest size that room and technology allow.
    most_t: Tonnes,
    purse: Money,
}

/// The last results computed for a site that need a power, at the present levers and with one more step. Powers are
/// expensive, and the same ones recur from lever to lever.
#[derive(Debug)]
pub struct Powers {
    /// Capital cost before levers and subsidy, by size.
    cost: Cell<Remembered<Tonnes, Money, 2>>,
    /// Size that the plant can fund, by the factor on capital costs.
    borne: Cell<Remembered<f64, Tonnes, 2>>,
}

impl Default for Powers {
    fn default() -> Self {
        let nothing = Remembered::new(f64::NAN, f64::NAN); // NaN: equals no argument
        Powers { cost: Cell::new(nothing), borne: Cell::new(nothing) }
    }
}

impl Powers {
    fn known_cost(&self, size_t: Tonnes) -> Option<Money> {
        self.cost.get().known(size_t)
    }

    fn cost(&self, technology: &Technology, size_t: Tonnes) -> Money {
        get(&self.cost, size_t, || cost_curve(technology).capex(size_t, 1.0))
    }

    fn borne_t(&self, technology: &Technology, purse: Money, factor: f64) -> Tonnes {
        get(&self.borne, factor, || cost_curve(technology).size_for(purse, factor))
    }
}

fn get(of: &Cell<Remembered<f64, f64, 2>>, x: f64, work: impl FnOnce() -> f64) -> f64 {
    let mut remembered = of.get();
    let found = remembered.get(x, work);
    of.set(remembered);
    found
}

impl Site {
    /// The site of a slot, given what was announced so far.
    ///
    /// # Errors
    /// If the plant does not run, may not adopt the technology, or there is no room for the smallest size.
    #[inline]
    pub fn of(appraisal: &Appraisal, slot: SlotId, announced: &Announced) -> Result<Self, NoProject> {
        let world = appraisal.outlook.world;
        let at = world.region.slots[slot];
        if !world.runs(at.plant) {
            return Err(if world.open(at.plant) { NoProject::Closed } else { NoProject::NotOpen });
        }
        if !at.adoptable {
            return Err(NoProject::NotAdoptable);
        }
        let technology = &world.region.scenario.technologies[at.technology];
        let room_t = appraisal.room_t[at.technology] - announced.coming_t(at.technology);
        let most_t = room_t.min(technology.max_size_t);
        if most_t < technology.min_size_t.max(GRAM) {
            return Err(NoProject::NoRoom);
        }
        let purse = purse_of(world, at.plant);
        Ok(Site { slot, plant: at.plant, technology: at.technology, most_t, purse })
    }

    /// Terms of the site's technology.
    pub fn terms<'a>(&self, appraisal: &Appraisal<'a>) -> &'a Terms {
        appraisal.terms(self.plant, self.technology)
    }
}

/// Supply worth taking, and the converter's share of its value.
#[derive(Debug, Clone, Copy, Default)]
pub struct Supply {
    /// Tonnes.
    pub t: Tonnes,
    /// Own share of the surplus, summed over the tonnes.
    pub value: Money,
    /// The highest share per tonne.
    pub best_per_t: MoneyPerTonne,
}

impl Supply {
    /// Adds tonnes.
    pub fn add(&mut self, share_per_t: MoneyPerTonne, t: Tonnes) {
        self.t += t;
        self.value += share_per_t * t;
        self.best_per_t = self.best_per_t.max(share_per_t);
    }

    /// Upper bound on the value of any part of the supply: as if all of it had the best share per tonne. The margin
    /// exceeds rounding errors.
    pub fn at_best(self) -> Self {
        let t = self.t * (1.0 + ROUNDING);
        Supply { t, value: self.best_per_t * t, ..self }
    }
}

/// A possible order for a slot, before its cost is computed.
#[derive(Debug)]
pub struct Possible<'a> {
    site: &'a Site,
    terms: &'a Terms,
    technology: &'a Technology,
    costs: &'a UnitCost,
    expected_use: Share,
    size_t: Tonnes,
    supply_t: Tonnes,
    margin_per_t: MoneyPerTonne,
    powers: Option<&'a Powers>,
}

impl<'a> Possible<'a> {
    /// Funding and supply for a site.
    ///
    /// # Errors
    /// If either is missing.
    pub fn of(
        appraisal: &Appraisal<'a>,
        site: &'a Site,
        supply: impl FnOnce(&Terms) -> Supply,
    ) -> Result<Self, NoProject> {
        Possible::remembering(appraisal, site, None, supply)
    }

    /// The same, caching powers.
    ///
    /// # Errors
    /// If either is missing.
    #[inline]
    pub fn remembering(
        appraisal: &Appraisal<'a>,
        site: &'a Site,
        powers: Option<&'a Powers>,
        supply: impl FnOnce(&Terms) -> Supply,
    ) -> Result<Self, NoProject> {
        let region = &*appraisal.outlook.world.region;
        let (terms, costs) = (site.terms(appraisal), &region.unit_costs[site.technology]);
        if costs.smallest * terms.capex_factor > site.purse {
            return Err(NoProject::NoMoney); // regardless of supply
        }
        let technology = &region.scenario.technologies[site.technology];
        let supply = supply(terms);
        let size_t = site.most_t.min(supply.t);
        if size_t < technology.min_size_t.max(GRAM) {
            return Err(NoProject::NoSupply);
        }
        let margin_per_t = supply.value / supply.t;
        let expected_use = region.scenario.invest.expected_use;
        let supply_t = supply.t;
        Ok(Possible { site, terms, technology, costs, expected_use, size_t, supply_t, margin_per_t, powers })
    }

    /// Upper bound on a positive NPV; cheap, since it uses the chords of the cost and no power. The bound also holds
    /// if the plant can only fund a smaller size, as smaller units cost more per tonne.
    #[inline]
    pub fn most_npv(&self) -> Money {
        let (purse, factor) = (self.site.purse, self.terms.capex_factor);
        let cost = self.costs.at_least(self.size_t) * factor;
        if cost > purse {
            let largest_t = self.costs.largest_for(purse / factor);
            return self.npv_of(self.size_t.min(largest_t), purse, 1.0 + ROUNDING);
        }
        self.npv_of(self.size_t, cost, 1.0 + ROUNDING)
    }

    /// NPV of a size at a cost; `more` is 1, or a factor on the value of supply.
    #[inline]
    fn npv_of(&self, size_t: Tonnes, cost: Money, more: f64) -> Money {
        worth(self.margin_per_t, size_t, self.expected_use, self.terms.annuity) * more - cost
    }

    /// The NPV, if it is at least `least`.
    #[inline]
    pub fn npv_from(&self, least: Money) -> Option<Money> {
        let known = self.known_cost();
        if known.is_none() && self.most_npv() < least {
            return None;
        }
        let (size_t, cost) = self.borne(known).ok()?;
        Some(self.npv_of(size_t, cost, 1.0)).filter(|npv| *npv >= least)
    }

    /// Capital cost of the size before levers and subsidy, if it takes no power.
    fn known_cost(&self) -> Option<Money> {
        match self.size_t == self.technology.max_size_t {
            true => Some(self.costs.largest),
            false => self.powers?.known_cost(self.size_t),
        }
    }

    /// Size that the plant can fund, and its capital cost, given what is known of that of the whole size.
    #[inline]
    fn borne(&self, known: Option<Money>) -> Result<(Tonnes, Money), NoProject> {
        let (purse, factor) = (self.site.purse, self.terms.capex_factor);
        let technology = self.technology;
        // If the cost exceeds what the plant can fund, its exact value does not matter.
        let known_to_cost_more = known.is_none() && self.costs.at_least(self.size_t) * factor > purse;
        if !known_to_cost_more {
            let cost = known.unwrap_or_else(|| match self.powers {
                Some(powers) => powers.cost(technology, self.size_t),
                None => cost_curve(technology).capex(self.size_t, 1.0),
            }) * factor;
            if cost <= purse {
                return Ok((self.size_t, cost));
            }
        }
        let size_t = match self.powers {
            Some(powers) => powers.borne_t(technology, purse, factor),
            None => cost_curve(technology).size_for(purse, factor),
        };
        let size_t = size_t.clamp(technology.min_size_t, self.size_t);
        if size_t < GRAM { Err(NoProject::NoMoney) } else { Ok((size_t, purse)) }
    }

    /// The project, at the size that the plant can fund.
    ///
    /// # Errors
    /// If it can fund none.
    pub fn project(self, appraisal: &Appraisal) -> Result<Project, NoProject> {
        let (size_t, cost) = self.borne(self.known_cost())?;
        let site = self.site;
        Ok(Project {
            slot: site.slot,
            size_t,
            supply_t: self.supply_t,
            margin_per_t: self.margin_per_t,
            capex: cost,
            capex_subsidy: state_capex(appraisal, site.plant, self.technology, size_t),
            rate: self.terms.rate,
            npv: self.npv_of(size_t, cost, 1.0),
        })
    }
}

/// Supply of a slot, less what announced projects claimed.
fn supply(appraisal: &Appraisal, slot: SlotId, announced: &Announced) -> Supply {
    let mut supply = Supply::default();
    appraisal.supplies(slot, announced, |_, _, share, available| supply.add(share, available));
    supply
}

/// The project for one slot, whatever its NPV [I1].
///
/// # Errors
/// Without supply, room or money for the smallest size.
pub fn project(appraisal: &Appraisal, slot: SlotId, announced: &Announced) -> Result<Project, NoProject> {
    let site = Site::of(appraisal, slot, announced)?;
    Possible::of(appraisal, &site, |_| supply(appraisal, slot, announced))?.project(appraisal)
}

/// Whether any project of a plant could have a positive NPV, whatever others announce: announcements only reduce room
/// and supply. Cheap, and conservative: false only if no project could.
pub fn might_order(appraisal: &Appraisal, plant: PlantId) -> bool {
    let none = Announced::none();
    appraisal.outlook.slots_supplied(plant).any(|slot| {
        Site::of(appraisal, slot, &none).is_ok_and(|site| {
            let possible = Possible::of(appraisal, &site, |_| supply(appraisal, slot, &none).at_best());
            possible.is_ok_and(|possible| possible.most_npv() > 0.0)
        })
    })
}

/// A plant's best project with a positive NPV (ties: first technology) [I1].
#[inline]
pub fn best_project(appraisal: &Appraisal, plant: PlantId, announced: &Announced) -> Option<Project> {
    let mut best = None;
    for slot in appraisal.outlook.slots_supplied(plant) {
        improve(&mut best, appraisal, slot, announced);
    }
    best
}

/// Replaces a project by that of a slot, if it is better.
fn improve(best: &mut Option<Project>, appraisal: &Appraisal, slot: SlotId, announced: &Announced) {
    let to_beat = best.as_ref().map_or(0.0, |best| best.npv);
    if let Ok(site) = Site::of(appraisal, slot, announced)
        && let Ok(possible) = Possible::of(appraisal, &site, |_| supply(appraisal, slot, announced))
        && possible.most_npv() > to_beat
        && let Ok(project) = possible.project(appraisal)
        && project.npv > to_beat
    {
        *best = Some(project);
    }
}

/// A project's NPV as an annuity over its technology's life, at its own rate.
pub fn yearly(appraisal: &Appraisal, project: &Project) -> Money {
    let at = appraisal.outlook.world.region.slots[project.slot];
    project.npv / appraisal.terms(at.plant, at.technology).annuity
}

#[cfg(test)]
mod tests;
