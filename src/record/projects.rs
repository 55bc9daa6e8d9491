//! What came of the units that plants ordered: promise and outcome of each [N2].

use crate::ids::{PlantId, SlotId};
use crate::laws::accounts::discounted;
use crate::record::rows::{ProjectEnd, ProjectRow};
use crate::units::{Money, Share, Tonnes};
use crate::world::World;
use crate::world::log::{Decision, EventKind, Project};

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
        for closing in &world.log.closings {
            // Before the year's trade, and so before any life ends this year.
            self.followed.retain(|followed| {
                let closes = followed.plant == closing.plant;
                if closes {
                    ended.push(followed.row(world, ProjectEnd::Closing));
                }
                !closes
            });
        }
        for followed in &mut self.followed {
            followed.add_year(world);
        }
        for event in &world.log.events {
            if event.kind == EventKind::Insolvency {
                let of_plant = |followed: &Followed| event.plant == Some(followed.plant);
                self.end(world, &mut ended, ProjectEnd::Insolvency, of_plant);
            }
        }
        self.take_orders(world);
        let last_year = world.t + 1 == world.region.scenario.years;
        self.end(world, &mut ended, ProjectEnd::Run, |followed| last_year || followed.until <= world.t + 1);
        ended
    }

    /// Ends some units; one whose life ends this year ends by that.
    fn end(
        &mut self,
        world: &World,
        ended: &mut Vec<ProjectRow>,
        by: ProjectEnd,
        ends: impl Fn(&Followed) -> bool,
    ) {
        self.followed.retain(|followed| {
            let ends = ends(followed);
            if ends {
                let life_over = followed.until <= world.t + 1;
                ended.push(followed.row(world, if life_over { ProjectEnd::Life } else { by }));
            }
            !ends
        });
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
        let part = gain * (self.terms.size_t / working_t);
        self.worked += 1;
        self.earned += discounted(part, self.terms.rate, self.worked);
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
