//! How projects are appraised: room in the market, and the terms of members and of others.

use crate::ids::{PlantId, SlotId, StreamId, TechnologyId, TiSlice, TiVec};
use crate::laws::investment::{capex_factor, rate};
use crate::laws::surplus::{after_haulage, after_policies};
use crate::maths::annuity;
use crate::region::gate::{AtGate, most_haulage};
use crate::remembered::Remembered;
use crate::rules::announced::Announced;
use crate::rules::outlook::{Outlook, SOURCES, Supplier};
use crate::scenario::Technology;
use crate::units::{MoneyPerTonne, Share, Tonnes};
use crate::world::World;
use crate::world::claims::Claim;
use crate::world::company::Levers;
use crate::world::log::{Project, Source};
use crate::world::market::Terms;

/// Sets the terms of every technology in a new year: members' terms if there are levers, otherwise those of all others.
pub fn set_terms(terms: &mut TiVec<TechnologyId, Terms>, world: &World, levers: Option<&Levers>) {
    let technologies = &world.region.scenario.technologies;
    terms.resize(technologies.len(), Terms::NONE);
    let (opex_lever, mut rates) = (levers.map_or(1.0, |levers| levers.opex), Rates::of(world, levers));
    let at_gates = &world.market.expected_at_gate;
    for ((terms, technology), at_gate) in terms.iter_mut().zip(technologies).zip(at_gates) {
        rates.set(terms, technology);
        terms.set_gate(at_gate, opex_lever);
        terms.most_haulage_per_t = most_haulage(&at_gate.map(|parts| parts.under(opex_lever)));
    }
}

/// Sets members' terms of some technologies to other levers in the same year; those of others are not to be used. The
/// bound on haulage stays: it holds if these levers are no better than those that all terms were set for.
pub fn change_levers(
    terms: &mut TiVec<TechnologyId, Terms>,
    world: &World,
    levers: &Levers,
    technologies: &[TechnologyId],
) {
    let mut rates = Rates::of(world, Some(levers));
    for &id in technologies {
        let terms = &mut terms[id];
        rates.set(terms, &world.region.scenario.technologies[id]);
        if terms.opex_lever != levers.opex {
            terms.set_gate(&world.market.expected_at_gate[id], levers.opex);
        }
    }
}

/// Discount rate and factor on capital cost, which are the same for all technologies, and annuities at that rate.
struct Rates {
    rate: Share,
    capex_factor: f64,
    /// Annuities are expensive, and most technologies have one of a few lives.
    of_life: Remembered<usize, f64, 4>,
}

impl Rates {
    fn of(world: &World, levers: Option<&Levers>) -> Self {
        let scenario = &*world.region.scenario;
        let (hurdle, capex) = levers.map_or((1.0, 1.0), |of| (of.hurdle_rate, of.capex));
        Rates {
            rate: rate(scenario.invest.hurdle_rate, hurdle),
            capex_factor: capex_factor(capex, world.market.policy.capex_subsidy),
            of_life: Remembered::new(0, 0.0), // no unit lives for no year
        }
    }

    /// Sets them in the terms of a technology, whose annuity is kept while the rate is the same.
    #[inline]
    fn set(&mut self, terms: &mut Terms, technology: &Technology) {
        if terms.rate != self.rate {
            let life = technology.life_years;
            terms.annuity = self.of_life.get(life, || annuity(self.rate, life));
            terms.rate = self.rate;
        }
        terms.capex_factor = self.capex_factor;
    }
}

/// Terms of every technology under these levers.
pub fn terms_under(world: &World, levers: &Levers) -> TiVec<TechnologyId, Terms> {
    let mut terms = TiVec::new();
    set_terms(&mut terms, world, Some(levers));
    terms
}

/// Room for any project, whoever orders it, by technology: demand left, as tonnes of waste, less idle and coming
/// capacity in the region [I1].
pub fn room_t(world: &World) -> TiVec<TechnologyId, Tonnes> {
    let demand = |technology: &Technology| world.market.room_t(technology);
    let mut room_t: TiVec<TechnologyId, Tonnes> =
        world.region.scenario.technologies.iter().map(demand).collect();
    let capacity = world.capacity.idle_t.iter().zip(&world.capacity.coming_t);
    for (slot, (idle_t, coming_t)) in world.region.slots.iter().zip(capacity) {
        let taken_t = idle_t + coming_t;
        if taken_t != 0.0 {
            room_t[slot.technology] -= taken_t; // at most slots there is nothing
        }
    }
    room_t
}

/// An outlook with everything needed to appraise projects under it.
#[derive(Debug, Clone, Copy)]
pub struct Appraisal<'a> {
    /// The outlook.
    pub outlook: Outlook<'a>,
    /// Room by technology, from [`room_t`].
    pub room_t: &'a TiSlice<TechnologyId, Tonnes>,
    /// Members' terms at the outlook's levers; not read if there are no members.
    pub inside: &'a TiSlice<TechnologyId, Terms>,
}

impl<'a> Appraisal<'a> {
    /// Appraisal of the world as it is.
    pub fn now(world: &'a World, room_t: &'a TiSlice<TechnologyId, Tonnes>) -> Self {
        Appraisal { outlook: Outlook::now(world).at_expected_prices(), room_t, inside: &world.market.inside }
    }

    /// Terms of a technology at a plant.
    pub fn terms(&self, plant: PlantId, technology: TechnologyId) -> &'a Terms {
        let outside = &self.outlook.world.market.outside;
        let terms = if self.outlook.inside(plant) { self.inside } else { outside };
        &terms[technology]
    }

    /// The same at prices without deviation, which projects are appraised at.
    pub fn at_expected_prices(self) -> Self {
        Appraisal { outlook: self.outlook.at_expected_prices(), ..self }
    }

    /// The same with one more plant as a member.
    pub fn with(self, plant: PlantId) -> Self {
        Appraisal { outlook: self.outlook.with(plant), ..self }
    }

    /// Calls `each(supplier, source, own share of s, tonnes)` for the supplies worth taking, nearest supplier first.
    pub fn supplies(
        &self,
        slot: SlotId,
        announced: &Announced,
        each: impl FnMut(&Supplier, Source, MoneyPerTonne, Tonnes),
    ) {
        let world = self.outlook.world;
        let left = |stream| {
            let available = available_t(world, stream);
            [0, 1].map(|of| available[of] - announced.of(stream, SOURCES[of]))
        };
        self.worth_having(slot, left, each);
    }

    /// Tonnes of supplies worth taking that orders of this and earlier years have claimed.
    pub fn claimed_t(&self, slot: SlotId, announced: &Announced) -> Tonnes {
        let world = self.outlook.world;
        let claimed = |stream| {
            let standing = world.claims.of(stream);
            [0, 1].map(|of| standing[of] + announced.of(stream, SOURCES[of]))
        };
        let mut sum = 0.0;
        self.worth_having(slot, claimed, |_, _, _, t| sum += t);
        sum
    }

    /// Calls `each(supplier, source, own share of s, tonnes)` where the own share is positive and `tonnes` finds any,
    /// fresh or from stock, nearest supplier first.
    fn worth_having(
        &self,
        slot: SlotId,
        tonnes: impl Fn(StreamId) -> [Tonnes; 2],
        mut each: impl FnMut(&Supplier, Source, MoneyPerTonne, Tonnes),
    ) {
        let outlook = &self.outlook;
        let at = outlook.world.region.slots[slot];
        let terms = self.terms(at.plant, at.technology);
        outlook.suppliers(slot, terms.most_haulage_per_t, |supplier| {
            let stream = supplier.link.stream;
            let own_share = outlook.converter_share(supplier.link);
            let on_link = [supplier.haulage_per_t, supplier.carbon_per_t];
            terms.worth_having(on_link, own_share, tonnes(stream), |source, share, t| {
                each(&supplier, source, share, t);
            });
        });
    }

    /// Announces a project, and returns its claims: its size in tonnes of the supplies that make it worthwhile, nearest
    /// first, fresh before stock [N2].
    pub fn announce(&self, announced: &mut Announced, project: &Project) -> Vec<Claim> {
        let mut wanted = project.size_t;
        let mut claims = Vec::new();
        self.supplies(project.slot, announced, |supplier, source, _, available| {
            let q = available.min(wanted);
            wanted -= q;
            if q > 0.0 {
                claims.push(Claim { stream: supplier.link.stream, source, t: q });
            }
        });
        let technology = self.outlook.world.region.slots[project.slot].technology;
        announced.add(technology, project.size_t, &claims);
        claims
    }
}

impl Terms {
    /// Sets what a tonne is worth at the gate under a lever on operating costs.
    fn set_gate(&mut self, at_gate: &AtGate, opex_lever: Share) {
        self.opex_lever = opex_lever;
        self.at_gate = at_gate.map(|parts| parts.under(opex_lever).before_haulage());
        self.levy_per_t = at_gate[0].levy;
    }

    /// Calls `each(source, own share of s, tonnes)` for the sources worth taking at this haulage and with this carbon
    /// term, out of the tonnes available fresh and from stock.
    #[inline]
    pub fn worth_having(
        &self,
        on_link: [MoneyPerTonne; 2],
        own_share: Share,
        available: [Tonnes; 2],
        mut each: impl FnMut(Source, MoneyPerTonne, Tonnes),
    ) {
        for source in SOURCES {
            let (share, available) =
                (self.own_share_of(source, on_link, own_share), available[source as usize]);
            if share > 0.0 && available > 0.0 {
                each(source, share, available);
            }
        }
    }

    /// Own share of s of a tonne at this haulage and with this carbon term.
    #[inline]
    pub fn own_share_of(
        &self,
        source: Source,
        [haulage_per_t, carbon_per_t]: [MoneyPerTonne; 2],
        own_share: Share,
    ) -> MoneyPerTonne {
        let left_per_t = after_haulage(self.at_gate[source as usize], haulage_per_t);
        after_policies(left_per_t, carbon_per_t, self.levy_per_t) * own_share
    }
}

/// Tonnes of a stream available to a project, fresh and from stock: what the last trade left on offer, less the claims
/// that stand [N2].
pub fn available_t(world: &World, stream: StreamId) -> [Tonnes; 2] {
    let unused = [world.streams.unused_fresh_t[stream], world.streams.unused_stock_t[stream]];
    let claimed = world.claims.of(stream);
    [0, 1].map(|of| (unused[of] - claimed[of]).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::trial::{leaving, neighbours, world};

    #[test]
    fn what_is_worth_having_is_there_and_brings_something() {
        let terms = world(neighbours(1, 1)).market.outside.raw[0];
        let taken = |haulage_per_t, available| {
            let mut taken = Vec::new();
            terms.worth_having([haulage_per_t, 0.0], 0.5, available, |source, share, t| {
                taken.push((source, share, t));
            });
            taken
        };
        let all = [(Source::Fresh, 5.0, 3.0), (Source::Stock, 5.0, 4.0)];
        assert_eq!(taken(90.0, [3.0, 4.0]), all);
        assert_eq!(taken(90.0, [3.0, 0.0]), all[..1]);
        assert_eq!(taken(100.0, [3.0, 4.0]), [], "haulage leaves nothing");
    }

    #[test]
    fn a_project_claims_no_more_suppliers_than_it_needs() {
        let world = leaving(world(neighbours(3, 1)), 8.0, 0.0);
        let room_t = room_t(&world);
        let appraisal = Appraisal::now(&world, &room_t);
        let slot = SlotId::new(0);
        let whole = Project {
            slot,
            size_t: 8.0,
            supply_t: 24.0,
            margin_per_t: 50.0,
            capex: 0.0,
            capex_subsidy: 0.0,
            rate: 0.1,
            npv: 1.0,
        };
        let claims = |size_t| {
            let claims = appraisal.announce(&mut Announced::none(), &Project { size_t, ..whole });
            claims.iter().map(|claim| claim.t).collect::<Vec<_>>()
        };
        assert_eq!([claims(8.0), claims(10.0)], [vec![8.0], vec![8.0, 2.0]]);
    }
}
