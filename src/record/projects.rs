//! What came of the units that plants ordered: promise and outcome of each [N2].

use crate::ids::{PlantId, SlotId, TechnologyId};
use crate::laws::accounts::discounted;
use crate::laws::investment::part;
use crate::units::{Money, Share, Tonnes};
use crate::world::World;
use crate::world::log::{Decision, EventKind, Project};

/// How an ordered unit came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectEnd {
    /// Its life was over.
    Life,
    /// Its plant became insolvent.
    Insolvency,
    /// Its plant closed.
    Closing,
    /// The run ended.
    Run,
}

impl ProjectEnd {
    /// Name, as in cells.
    pub fn name(self) -> &'static str {
        match self {
            ProjectEnd::Life => "life",
            ProjectEnd::Insolvency => "insolvency",
            ProjectEnd::Closing => "closing",
            ProjectEnd::Run => "run",
        }
    }
}

/// An ordered unit at its end: what was promised, and what came of it [N2].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProjectRow {
    /// Calendar year of the end.
    pub year: i32,
    /// Plant.
    pub plant: PlantId,
    /// Technology.
    pub technology: TechnologyId,
    /// Whether the plant was a member when it ordered.
    pub member: bool,
    /// Calendar year of the order.
    pub ordered: i32,
    /// First calendar year at work, also where the unit did not live to see it.
    pub first_year: i32,
    /// Years at work.
    pub years_worked: usize,
    /// Size, tonnes of waste per year.
    pub size_t: Tonnes,
    /// Capital cost to the plant.
    pub capex: Money,
    /// Discount rate of the order.
    pub rate: Share,
    /// Net present value at the order, for the whole life.
    pub promised_npv: Money,
    /// The same from what it earned in the years at work.
    pub realised_npv: Money,
    /// Use of the capacity that the order reckoned with.
    pub promised_use: Share,
    /// Mean use of its slot's capacity in the years at work; none if it never worked.
    pub realised_use: Option<Share>,
    /// How it ended.
    pub end: ProjectEnd,
}

/// An ordered unit whose end has not come.
#[derive(Debug, Clone)]
struct Followed {
    plant: PlantId,
    member: bool,
    /// Year of the order, first year at work, and first year after its life, all from the start.
    ordered: usize,
    from: usize,
    until: usize,
    terms: Project,
    /// Present value of what it earned so far.
    earned: Money,
    /// Sum over the years at work of tonnes over capacity.
    used: Share,
    worked: usize,
}

/// Follows every ordered unit of a world; units that the scenario gives are not followed.
#[derive(Debug, Clone, Default)]
pub struct Projects {
    followed: Vec<Followed>,
}

impl Projects {
    /// Adds the year that a world has just completed; returns a row for each unit that ended in it, in the order of
    /// their ends, then of their orders.
    pub fn see(&mut self, world: &World) -> Vec<ProjectRow> {
        let mut ended = Vec::new();
        // Closings come before the year's trade, and so before any life ends this year.
        let closed = world.log.closings.iter().map(|closing| closing.plant);
        self.end_at(world, &mut ended, closed.collect(), |_| ProjectEnd::Closing);
        for followed in &mut self.followed {
            followed.add_year(world);
        }
        self.take_orders(world); // before insolvencies, which end this year's orders, too
        let life_over = |followed: &Followed| followed.until <= world.t + 1;
        let or_life = |followed: &Followed, end| if life_over(followed) { ProjectEnd::Life } else { end };
        let events = world.log.events.iter().filter(|event| event.kind == EventKind::Insolvency);
        let insolvent = events.filter_map(|event| event.plant).collect();
        self.end_at(world, &mut ended, insolvent, |followed| or_life(followed, ProjectEnd::Insolvency));
        let last_year = world.t + 1 == world.region.scenario.years;
        self.followed.retain(|followed| {
            let ends = last_year || life_over(followed);
            if ends {
                ended.push(followed.row(world, or_life(followed, ProjectEnd::Run)));
            }
            !ends
        });
        ended
    }

    /// Ends the units of some plants, in the order of the plants.
    fn end_at(
        &mut self,
        world: &World,
        ended: &mut Vec<ProjectRow>,
        plants: Vec<PlantId>,
        by: impl Fn(&Followed) -> ProjectEnd,
    ) {
        let mut places: Vec<(PlantId, usize)> = plants.into_iter().zip(0..).collect();
        places.sort_unstable();
        let mut rows = Vec::new();
        self.followed.retain(|followed| {
            let found = places.binary_search_by_key(&followed.plant, |(plant, _)| *plant);
            if let Ok(at) = found {
                rows.push((places[at].1, followed.row(world, by(followed))));
            }
            found.is_err()
        });
        rows.sort_by_key(|(place, _)| *place); // stable: units of a plant in the order of their orders
        ended.extend(rows.into_iter().map(|(_, row)| row));
    }

    fn take_orders(&mut self, world: &World) {
        let scenario = &*world.region.scenario;
        for decision in &world.log.decisions {
            let &Decision::Invest { plant, technology, member, project, .. } = decision else { continue };
            let from = world.t + 1 + scenario.invest.build_years;
            let until = from + scenario.technologies[technology].life_years;
            let terms = project;
            let (ordered, earned, used, worked) = (world.t, 0.0, 0.0, 0);
            self.followed.push(Followed { plant, member, ordered, from, until, terms, earned, used, worked });
        }
    }
}

impl Followed {
    /// Its part, by capacity, of what its slot earned and converted this year. A year with an outage counts in full.
    fn add_year(&mut self, world: &World) {
        if !(self.from..self.until).contains(&world.t) {
            return;
        }
        let slot = self.terms.slot;
        let working_t = world.capacity.working_t[slot];
        let (gain, t) = at_slot(world, self.plant, slot);
        self.worked += 1;
        let earned = part(gain, self.terms.size_t, working_t);
        self.earned += discounted(earned, self.terms.rate, self.worked);
        self.used += t / working_t;
    }

    fn row(&self, world: &World, end: ProjectEnd) -> ProjectRow {
        let scenario = &*world.region.scenario;
        let calendar = |t: usize| scenario.start_year + t as i32;
        let worked = self.worked;
        ProjectRow {
            year: world.year(),
            plant: self.plant,
            technology: world.region.slots[self.terms.slot].technology,
            member: self.member,
            ordered: calendar(self.ordered),
            first_year: calendar(self.from),
            years_worked: worked,
            size_t: self.terms.size_t,
            capex: self.terms.capex,
            rate: self.terms.rate,
            promised_npv: self.terms.npv,
            realised_npv: self.earned - self.terms.capex,
            promised_use: scenario.invest.expected_use,
            realised_use: (worked > 0).then(|| self.used / worked as f64),
            end,
        }
    }
}

/// The converter's part of the gain of a slot's deals, all of it of its own waste; and the tonnes converted.
fn at_slot(world: &World, plant: PlantId, slot: SlotId) -> (Money, Tonnes) {
    let links = &world.region.links;
    let deals = world.log.deals_of(plant).filter(|deal| links[deal.link].slot == slot);
    deals.fold((0.0, 0.0), |(gain, t), deal| (gain + deal.gain - deal.supplier_gain, t + deal.q_t))
}
