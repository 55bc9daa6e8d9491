//! What a plant could build, and what it would be worth [I1].

use crate::maths::pow;
use crate::rules::appraisal::{Appraisal, Terms};
use crate::scenario::Technology;
use crate::units::{GRAM, Money, MoneyPerTonne, Tonnes};
use crate::world::World;
use crate::world::log::{Project, Source};
use crate::world::unit_cost::capex;

/// Supply and capacity that projects announced this year have taken.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    fresh_t: Vec<Tonnes>,
    stock_t: Vec<Tonnes>,
    coming_t: Vec<Tonnes>,
}

impl Claims {
    /// Nothing announced.
    pub fn none() -> Self {
        Claims::default()
    }

    /// What announcements took of a stream.
    pub fn of(&self, stream: usize, source: Source) -> Tonnes {
        let claims = match source {
            Source::Fresh => &self.fresh_t,
            Source::Stock => &self.stock_t,
        };
        claims.get(stream).copied().unwrap_or(0.0)
    }

    /// Announces a project: its size is taken from the suppliers that make it worth while, nearest first.
    pub fn announce(&mut self, appraisal: &Appraisal, project: &Project) {
        let world = appraisal.outlook.world;
        self.fresh_t.resize(world.region.streams.len(), 0.0);
        self.stock_t.resize(world.region.streams.len(), 0.0);
        self.coming_t.resize(world.region.scenario.technologies.len(), 0.0);
        self.coming_t[world.region.slots[project.slot].technology] += project.size_t;
        let mut wanted = project.size_t;
        let mut taken = Vec::new();
        appraisal.supplies(project.slot, self, |link, source, _, available| {
            let q = available.min(wanted);
            wanted -= q;
            taken.push((link.stream, source, q));
        });
        for (stream, source, q) in taken {
            match source {
                Source::Fresh => self.fresh_t[stream] += q,
                Source::Stock => self.stock_t[stream] += q,
            }
        }
    }
}

/// Largest capital cost that a plant can bear: its cash is the own share of it.
fn purse(world: &World, plant: usize) -> Money {
    let own_part = 1.0 - world.region.scenario.invest.loan_share;
    if own_part > 0.0 { world.plants.cash[plant].max(0.0) / own_part } else { f64::INFINITY }
}

/// Size whose capital cost is `purse`; only asked where a unit costs something.
fn size_for(technology: &Technology, purse: Money, factor: f64) -> Tonnes {
    let full = technology.capex_per_t_year * technology.reference_size_t * factor;
    technology.reference_size_t * pow(purse / full, 1.0 / technology.scale_exponent)
}

/// Part of a unit's capital cost that the state pays.
fn state_capex(appraisal: &Appraisal, plant: usize, technology: &Technology, size_t: Tonnes) -> Money {
    let share = appraisal.outlook.world.market.policy.capex_subsidy;
    if share == 0.0 {
        return 0.0; // mostly, and a power is dear
    }
    let lever = if appraisal.outlook.inside(plant) { appraisal.outlook.levers.capex } else { 1.0 };
    capex(technology, size_t, lever * share)
}

/// Why there is no project for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProject {
    /// The plant runs the technology, but may not order more of it.
    NotAdoptable,
    /// Demand and capacity in the region leave no room for the smallest size.
    NoRoom,
    /// The smallest size costs more than the plant can bear.
    NoMoney,
    /// Less waste worth having is in reach than the smallest size needs.
    NoSupply,
}

impl NoProject {
    /// Name, as in explanations.
    pub fn name(self) -> &'static str {
        match self {
            NoProject::NotAdoptable => "not_adoptable",
            NoProject::NoRoom => "no_room",
            NoProject::NoMoney => "no_money",
            NoProject::NoSupply => "no_supply",
        }
    }
}

/// What a plant could order for a slot, before its cost is worked out.
struct Possible<'a> {
    slot: usize,
    plant: usize,
    technology: &'a Technology,
    terms: &'a Terms,
    purse: Money,
    size_t: Tonnes,
    supply_t: Tonnes,
    margin_per_t: MoneyPerTonne,
}

/// Room, money and supply for a slot.
fn possible<'a>(appraisal: &Appraisal<'a>, slot: usize, claims: &Claims) -> Result<Possible<'a>, NoProject> {
    let world = appraisal.outlook.world;
    let region = world.region;
    let site = region.slots[slot];
    if !site.adoptable {
        return Err(NoProject::NotAdoptable);
    }
    let technology = &region.scenario.technologies[site.technology];
    let announced = claims.coming_t.get(site.technology).copied().unwrap_or(0.0);
    let most = (appraisal.openings.room_t[site.technology] - announced).min(technology.max_size_t);
    let smallest_t = technology.min_size_t.max(GRAM);
    if most < smallest_t {
        return Err(NoProject::NoRoom);
    }
    let terms = appraisal.terms(&site);
    let purse = purse(world, site.plant);
    if region.unit_costs[site.technology].smallest * terms.capex_factor > purse {
        return Err(NoProject::NoMoney); // whatever the supply
    }
    let (mut supply_t, mut value) = (0.0, 0.0);
    appraisal.supplies(slot, claims, |_, _, share, available| {
        supply_t += available;
        value += share * available;
    });
    let size_t = most.min(supply_t);
    if size_t < smallest_t {
        return Err(NoProject::NoSupply);
    }
    let margin_per_t = value / supply_t;
    Ok(Possible { slot, plant: site.plant, technology, terms, purse, size_t, supply_t, margin_per_t })
}

impl Possible<'_> {
    /// Whether no size could pay: not even at the least that a yearly tonne costs. Quick, where the cost is not.
    fn cannot_pay(&self, appraisal: &Appraisal) -> bool {
        let region = appraisal.outlook.world.region;
        let least =
            region.unit_costs[region.slots[self.slot].technology].least_per_t * self.terms.capex_factor;
        let income = self.margin_per_t * region.scenario.invest.expected_use * self.terms.annuity;
        income < least * (1.0 - 1e-9)
    }

    /// The project, of the size that the plant can bear.
    fn project(mut self, appraisal: &Appraisal) -> Result<Project, NoProject> {
        let region = appraisal.outlook.world.region;
        let Terms { rate, annuity, capex_factor: factor, .. } = *self.terms;
        let largest = self.size_t == self.technology.max_size_t;
        let mut cost = if largest {
            region.unit_costs[region.slots[self.slot].technology].largest * factor
        } else {
            capex(self.technology, self.size_t, factor)
        };
        if cost > self.purse {
            let size_t = size_for(self.technology, self.purse, factor);
            self.size_t = size_t.clamp(self.technology.min_size_t, self.size_t);
            cost = self.purse;
            if self.size_t < GRAM {
                return Err(NoProject::NoMoney);
            }
        }
        let yearly = self.margin_per_t * self.size_t * region.scenario.invest.expected_use;
        Ok(Project {
            slot: self.slot,
            size_t: self.size_t,
            supply_t: self.supply_t,
            margin_per_t: self.margin_per_t,
            capex: cost,
            capex_subsidy: state_capex(appraisal, self.plant, self.technology, self.size_t),
            rate,
            npv: yearly * annuity - cost,
        })
    }
}

/// The project for one slot, whatever its NPV [I1].
///
/// # Errors
/// Without supply, room or money for the smallest size.
pub fn project(appraisal: &Appraisal, slot: usize, claims: &Claims) -> Result<Project, NoProject> {
    possible(appraisal, slot, claims)?.project(appraisal)
}

/// A plant's best project with a positive NPV (ties: first technology) [I1].
pub fn best_project(appraisal: &Appraisal, plant: usize, claims: &Claims) -> Option<Project> {
    best_of(appraisal, appraisal.outlook.world.region.slots_of(plant), claims)
}

/// The best project with a positive NPV for some slots of a plant (ties: the first).
pub fn best_of(
    appraisal: &Appraisal,
    slots: impl Iterator<Item = usize>,
    claims: &Claims,
) -> Option<Project> {
    let mut best: Option<Project> = None;
    for slot in slots {
        if let Ok(possible) = possible(appraisal, slot, claims)
            && !possible.cannot_pay(appraisal)
            && let Ok(project) = possible.project(appraisal)
            && project.npv > best.map_or(0.0, |best| best.npv)
        {
            best = Some(project);
        }
    }
    best
}

/// Whether a project for a slot might pay under levers that leave no less than the appraisal's. Generous: where
/// it says no, there is no such project; it spares asking under one lever after another.
pub fn might_pay(appraisal: &Appraisal, slot: usize) -> bool {
    let world = appraisal.outlook.world;
    let site = world.region.slots[slot];
    let technology = &world.region.scenario.technologies[site.technology];
    let cost = &world.region.unit_costs[site.technology];
    let terms = appraisal.terms(&site);
    let rounded = 1.0 - 1e-9;
    if !site.adoptable
        || appraisal.openings.room_t[site.technology] < technology.min_size_t
        || cost.smallest * terms.capex_factor * rounded > purse(world, site.plant)
    {
        return false;
    }
    let (mut supply_t, mut best_per_t) = (0.0, 0.0_f64);
    appraisal.supplies(slot, &Claims::none(), |_, _, share, available| {
        supply_t += available;
        best_per_t = best_per_t.max(share);
    });
    let income = best_per_t * world.region.scenario.invest.expected_use * terms.annuity;
    supply_t >= technology.min_size_t * rounded && income >= cost.least_per_t * terms.capex_factor * rounded
}

/// A project's NPV as a yearly sum over its technology's life, at its own rate.
pub fn yearly(appraisal: &Appraisal, project: &Project) -> Money {
    project.npv / appraisal.terms(&appraisal.outlook.world.region.slots[project.slot]).annuity
}

#[cfg(test)]
mod tests {
    use super::*;

    fn technology() -> Technology {
        Technology {
            id: "t".into(),
            name: "T".into(),
            waste: 0,
            product: 0,
            yield_t_per_t: 1.0,
            opex_per_t: 0.0,
            capex_per_t_year: 73.0,
            reference_size_t: 1.0,
            scale_exponent: 0.712,
            min_size_t: 0.0,
            max_size_t: 1e9,
            life_years: 20,
            co2_avoided_t_per_t: 0.0,
            primary_replaced_t_per_t: 0.0,
        }
    }

    #[test]
    fn val_scale_economies() {
        // 73 Q^0.712: users of 5 and 3 alone.
        assert!((capex(&technology(), 5.0, 1.0) - 229.61).abs() < 0.005);
        assert!((capex(&technology(), 3.0, 1.0) - 159.60).abs() < 0.005);
    }

    #[test]
    fn size_is_the_inverse_of_capex() {
        let size = size_for(&technology(), capex(&technology(), 5.0, 0.8), 0.8);
        assert!((size - 5.0).abs() < 1e-12);
    }
}
