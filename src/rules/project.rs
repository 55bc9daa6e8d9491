//! What a plant could build, and what it would be worth [I1].

use crate::maths::{annuity, pow};
use crate::rules::outlook::{Outlook, SOURCES, reachable_t};
use crate::scenario::Technology;
use crate::units::{GRAM, Money, MoneyPerTonne, Share, Tonnes};
use crate::world::World;
use crate::world::log::{Project, Source};
use crate::world::region::Slot;

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

    fn of(&self, stream: usize, source: Source) -> Tonnes {
        let claims = match source {
            Source::Fresh => &self.fresh_t,
            Source::Stock => &self.stock_t,
        };
        claims.get(stream).copied().unwrap_or(0.0)
    }

    /// Announces a project: its size is taken from the suppliers that make it worth while, nearest first.
    pub fn announce(&mut self, outlook: &Outlook, project: &Project) {
        let world = outlook.world;
        self.fresh_t.resize(world.region.streams.len(), 0.0);
        self.stock_t.resize(world.region.streams.len(), 0.0);
        self.coming_t.resize(world.region.scenario.technologies.len(), 0.0);
        self.coming_t[world.region.slots[project.slot].technology] += project.size_t;
        let mut wanted = project.size_t;
        let mut taken = Vec::new();
        supplies(outlook, project.slot, self, |link, source, _, available| {
            let q = available.min(wanted);
            wanted -= q;
            taken.push((outlook.world.region.links[link].stream, source, q));
        });
        for (stream, source, q) in taken {
            match source {
                Source::Fresh => self.fresh_t[stream] += q,
                Source::Stock => self.stock_t[stream] += q,
            }
        }
    }
}

/// What every project of a technology meets: worked out once, asked for many plants.
#[derive(Debug, Clone)]
pub struct Openings {
    /// By technology.
    technologies: Vec<Opening>,
}

#[derive(Debug, Clone, Copy)]
struct Opening {
    /// Demand left, as waste, less idle and coming capacity of the technology in the region.
    room_t: Tonnes,
    /// Capital cost of the smallest and the largest unit, before levers and subsidy.
    smallest_capex: Money,
    largest_capex: Money,
}

impl Openings {
    /// The openings that a world leaves.
    pub fn of(world: &World) -> Self {
        let opening = |technology: &Technology| Opening {
            room_t: world.market.demand_left_t[technology.product] / technology.yield_t_per_t,
            smallest_capex: capex(technology, technology.min_size_t, 1.0),
            largest_capex: capex(technology, technology.max_size_t, 1.0),
        };
        let mut technologies: Vec<Opening> = world.region.scenario.technologies.iter().map(opening).collect();
        for (index, slot) in world.region.slots.iter().enumerate() {
            technologies[slot.technology].room_t -=
                world.capacity.idle_t[index] + world.capacity.coming_t[index];
        }
        Openings { technologies }
    }
}

/// Calls `each(link, source, own share of s, tonnes)` for the supplies worth having, nearest supplier first.
pub fn supplies(
    outlook: &Outlook,
    slot: usize,
    claims: &Claims,
    mut each: impl FnMut(usize, Source, MoneyPerTonne, Tonnes),
) {
    let world = outlook.world;
    let region = world.region;
    let Slot { plant, technology, .. } = region.slots[slot];
    let at_gate = SOURCES.map(|source| outlook.unit_surplus_at_gate(technology, plant, source).total());
    if at_gate.iter().all(|&surplus| surplus <= 0.0) {
        return; // haulage only takes away
    }
    for &index in region.suppliers_of(slot) {
        let link = &region.links[index];
        if !outlook.known(link) {
            continue;
        }
        let haulage = outlook.haulage(link);
        for (source, at_gate) in SOURCES.into_iter().zip(at_gate) {
            let share = (at_gate - haulage) * outlook.converter_share(link);
            let available = reachable_t(world, link, source) - claims.of(link.stream, source);
            if share > 0.0 && available > 0.0 {
                each(index, source, share, available);
            }
        }
    }
}

/// Capital cost of a unit: `K Q_ref (Q / Q_ref)^n` times the given factor [I1].
pub fn capex(technology: &Technology, size_t: Tonnes, factor: f64) -> Money {
    let full = technology.capex_per_t_year * technology.reference_size_t;
    full * pow(size_t / technology.reference_size_t, technology.scale_exponent) * factor
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

/// A plant's discount rate: the hurdle rate, with its lever for a member.
pub fn discount_rate(outlook: &Outlook, plant: usize) -> Share {
    let hurdle = outlook.world.region.scenario.invest.hurdle_rate;
    if outlook.inside(plant) { hurdle * outlook.levers.hurdle_rate } else { hurdle }
}

/// Factor on the capital cost that a plant pays: its lever, and what the state does not pay.
fn capex_factor(outlook: &Outlook, plant: usize) -> f64 {
    let lever = if outlook.inside(plant) { outlook.levers.capex } else { 1.0 };
    lever * (1.0 - outlook.world.market.policy.capex_subsidy)
}

/// Part of a unit's capital cost that the state pays.
fn state_capex(outlook: &Outlook, plant: usize, technology: &Technology, size_t: Tonnes) -> Money {
    let share = outlook.world.market.policy.capex_subsidy;
    if share == 0.0 {
        return 0.0; // mostly, and a power is dear
    }
    let lever = if outlook.inside(plant) { outlook.levers.capex } else { 1.0 };
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

/// The project for one slot, whatever its NPV [I1]. Prices of the outlook should be the expected ones.
///
/// # Errors
/// Without supply, room or money for the smallest size.
pub fn project(
    outlook: &Outlook,
    slot: usize,
    claims: &Claims,
    openings: &Openings,
) -> Result<Project, NoProject> {
    let world = outlook.world;
    let scenario = world.region.scenario;
    let site = world.region.slots[slot];
    if !site.adoptable {
        return Err(NoProject::NotAdoptable);
    }
    let technology = &scenario.technologies[site.technology];
    let opening = &openings.technologies[site.technology];
    let announced = claims.coming_t.get(site.technology).copied().unwrap_or(0.0);
    let factor = capex_factor(outlook, site.plant);
    let purse = purse(world, site.plant);
    let most = (opening.room_t - announced).min(technology.max_size_t);
    let smallest_t = technology.min_size_t.max(GRAM);
    if most < smallest_t {
        return Err(NoProject::NoRoom);
    }
    if opening.smallest_capex * factor > purse {
        return Err(NoProject::NoMoney); // whatever the supply
    }
    let (mut supply_t, mut value) = (0.0, 0.0);
    supplies(outlook, slot, claims, |_, _, share, available| {
        supply_t += available;
        value += share * available;
    });
    let mut size_t = most.min(supply_t);
    if size_t < smallest_t {
        return Err(NoProject::NoSupply);
    }
    let margin_per_t = value / supply_t;
    let largest = size_t == technology.max_size_t;
    let mut capex = if largest { opening.largest_capex * factor } else { capex(technology, size_t, factor) };
    if capex > purse {
        size_t = size_for(technology, purse, factor).clamp(technology.min_size_t, size_t);
        capex = purse;
        if size_t < GRAM {
            return Err(NoProject::NoMoney);
        }
    }
    let rate = discount_rate(outlook, site.plant);
    let yearly = margin_per_t * size_t * scenario.invest.expected_use;
    let npv = yearly * annuity(rate, technology.life_years) - capex;
    let capex_subsidy = state_capex(outlook, site.plant, technology, size_t);
    Ok(Project { slot, size_t, supply_t, margin_per_t, capex, capex_subsidy, rate, npv })
}

/// A plant's best project with a positive NPV (ties: first technology) [I1].
pub fn best_project(
    outlook: &Outlook,
    plant: usize,
    claims: &Claims,
    openings: &Openings,
) -> Option<Project> {
    let mut best: Option<Project> = None;
    for slot in outlook.world.region.slots_of(plant) {
        if let Ok(project) = project(outlook, slot, claims, openings)
            && project.npv > best.map_or(0.0, |best| best.npv)
        {
            best = Some(project);
        }
    }
    best
}

/// A project's NPV as a yearly sum over its technology's life, at its own rate.
pub fn yearly(world: &World, project: &Project) -> Money {
    let technology = world.region.slots[project.slot].technology;
    project.npv / annuity(project.rate, world.region.scenario.technologies[technology].life_years)
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
