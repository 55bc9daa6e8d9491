//! The world under an assumption about members, levers and prices.
//!
//! Trade uses the actual world; a plant that considers joining assumes that it is a member; the company assumes that
//! its whole book has joined, and one more step of infrastructure. The same rules apply to all of them.

use crate::ids::{PlantId, SlotId, StreamId, TechnologyId, TiSlice};
use crate::laws::surplus::{self, UnitSurplus};
use crate::region::fees::carbon_per_t;
use crate::region::gate::AtGate;
use crate::region::{Link, transport};
use crate::rules::nearby::Nearby;
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};
use crate::world::World;
use crate::world::company::Levers;
use crate::world::log::Source;

/// An assumption about the world.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'w> {
    /// The world.
    pub world: &'w World,
    /// Assumed members; none if empty.
    pub members: &'w TiSlice<PlantId, bool>,
    /// One more plant that is assumed to be a member.
    pub also: Option<PlantId>,
    /// Assumed levers.
    pub levers: &'w Levers,
    /// Unit surplus at the gate at the assumed prices, before levers, by technology.
    pub at_gate: &'w TiSlice<TechnologyId, AtGate>,
    /// Links around one plant, if more of them could be known than the region keeps.
    pub nearby: Option<&'w Nearby<'w>>,
}

/// A supplier that a slot's plant knows.
#[derive(Debug, Clone, Copy)]
pub struct Supplier<'w> {
    /// Its position among the links into the slot.
    pub place: usize,
    /// The link.
    pub link: &'w Link,
    /// Whether both sides are members.
    pub both_inside: bool,
    /// Haulage on it before levers.
    pub full_haulage_per_t: MoneyPerTonne,
    /// Haulage on it.
    pub haulage_per_t: MoneyPerTonne,
    /// What the carbon price adds on it.
    pub carbon_per_t: MoneyPerTonne,
}

impl<'w> Outlook<'w> {
    /// The world as it is.
    pub fn now(world: &'w World) -> Self {
        Outlook {
            world,
            members: &world.plants.member,
            also: None,
            levers: &world.levers,
            at_gate: &world.market.at_gate,
            nearby: None,
        }
    }

    /// The same at prices without deviation, which projects are appraised at.
    pub fn at_expected_prices(self) -> Self {
        Outlook { at_gate: &self.world.market.expected_at_gate, ..self }
    }

    /// The same with one more plant as a member.
    pub fn with(self, plant: PlantId) -> Self {
        Outlook { also: Some(plant), ..self }
    }

    /// Links into a slot, nearest supplier first.
    #[inline]
    pub fn links_into(&self, slot: SlotId) -> &'w [Link] {
        let region = &*self.world.region;
        let nearby = self.nearby.and_then(|nearby| nearby.into(slot));
        nearby.unwrap_or_else(|| &region.links.raw[region.links_into(slot).range()])
    }

    /// A plant's slots for which it may order units and could have a supplier; most slots have none.
    #[inline]
    pub fn slots_supplied(&self, plant: PlantId) -> impl Iterator<Item = SlotId> + use<'w> {
        let region = &*self.world.region;
        let slots = match self.nearby {
            Some(nearby) => nearby.slots_of(plant),
            None => region.slots_supplied(plant, self.inside(plant) || self.world.memory.any(plant)),
        };
        slots.iter().copied()
    }

    /// Calls `each` for the suppliers of a slot that its plant knows, nearest first, up to a haulage that leaves
    /// nothing: the most of a tonne at the gate.
    pub fn suppliers(&self, slot: SlotId, most_per_t: MoneyPerTonne, mut each: impl FnMut(Supplier<'w>)) {
        let now = self.world.in_force();
        let converter_inside = self.inside(self.world.region.slots[slot].plant);
        let least = self.haulage_lever(converter_inside).min(1.0);
        for (place, link) in self.links_into(slot).iter().enumerate() {
            let full_haulage_per_t = link.haulage_in(now);
            if surplus::haulage(full_haulage_per_t, least) >= most_per_t && link.km > 0.0 {
                return;
            }
            let both_inside = converter_inside && !link.own() && self.inside(link.supplier);
            if self.known_as(link, both_inside) {
                each(Supplier {
                    place,
                    link,
                    both_inside,
                    full_haulage_per_t,
                    haulage_per_t: surplus::haulage(full_haulage_per_t, self.haulage_lever(both_inside)),
                    carbon_per_t: self.carbon(link),
                });
            }
        }
    }

    /// Whether a plant is assumed to be a member.
    pub fn inside(&self, plant: PlantId) -> bool {
        self.members.get(plant).is_some_and(|&member| member) || self.also == Some(plant)
    }

    /// Whether the two sides of a link are different plants and both members.
    pub fn both_inside(&self, link: &Link) -> bool {
        !link.own() && self.inside(link.supplier) && self.inside(link.converter)
    }

    /// Whether the two sides of a link know each other [E3], [N4].
    pub fn known(&self, link: &Link) -> bool {
        self.known_as(link, self.both_inside(link))
    }

    /// The same, given whether both sides are members.
    pub fn known_as(&self, link: &Link, both_inside: bool) -> bool {
        let known = if both_inside { link.known_inside(self.levers.reach) } else { link.known_outside() };
        known || self.remembered(link)
    }

    /// Whether the two sides of a link remember each other [N4].
    pub fn remembered(&self, link: &Link) -> bool {
        self.world.memory.knows(link.supplier, link.converter)
    }

    /// Yearly cost of a deal on a link; none within a plant.
    pub fn deal_cost(&self, link: &Link) -> Money {
        let cost = self.world.region.scenario.trade.deal_cost;
        match (link.own(), self.both_inside(link)) {
            (true, _) => 0.0,
            (_, true) => cost * self.levers.deal_cost,
            _ => cost,
        }
    }

    /// Unit surplus of a link [T1], part by part.
    pub fn unit_surplus(&self, link: &Link, source: Source) -> UnitSurplus {
        let at_gate = self.unit_surplus_at_gate(link.technology, link.converter, source);
        UnitSurplus { haulage: self.haulage(link), carbon: self.carbon(link), ..at_gate }
    }

    /// Unit surplus of a technology at a plant, for waste already on site [T1].
    pub fn unit_surplus_at_gate(
        &self,
        technology: TechnologyId,
        converter: PlantId,
        source: Source,
    ) -> UnitSurplus {
        let opex_lever = if self.inside(converter) { self.levers.opex } else { 1.0 };
        self.unit_surplus_of(technology, opex_lever, source)
    }

    /// Unit surplus of a technology before haulage, given the lever on its operating cost [T1].
    pub fn unit_surplus_of(&self, technology: TechnologyId, opex_lever: f64, source: Source) -> UnitSurplus {
        self.at_gate[technology][source as usize].under(opex_lever)
    }

    /// What the carbon price adds on a link, per tonne: nothing without a price. No lever acts on the CO2 of haulage.
    #[inline]
    pub fn carbon(&self, link: &Link) -> MoneyPerTonne {
        let without_price = self.world.market.policy.carbon_price_per_t == 0.0;
        if without_price { 0.0 } else { self.carbon_of_haulage(link) } // the mode that serves need not be found
    }

    fn carbon_of_haulage(&self, link: &Link) -> MoneyPerTonne {
        let scenario = &*self.world.region.scenario;
        let hauled = transport::co2_t_per_t(&self.world.in_force().transport, link.km);
        carbon_per_t(&self.world.market.policy, &scenario.technologies[link.technology], hauled)
    }

    /// Haulage on a link, per tonne.
    #[inline]
    pub fn haulage(&self, link: &Link) -> MoneyPerTonne {
        surplus::haulage(self.world.haul_per_t(link), self.haulage_lever(self.both_inside(link)))
    }

    /// Lever on haulage, given whether both sides are members.
    fn haulage_lever(&self, both_inside: bool) -> Share {
        if both_inside { self.levers.transport_cost } else { 1.0 }
    }

    /// Share of a deal's gain that the converter keeps: all of it within a plant.
    pub fn converter_share(&self, link: &Link) -> f64 {
        if link.own() { 1.0 } else { 1.0 - self.world.region.scenario.trade.supplier_share }
    }
}

/// Tonnes of a link's stream that the last trade left on offer, by source.
pub fn unused_t(world: &World, link: &Link, source: Source) -> Tonnes {
    unused_of(world, link.stream, source)
}

/// The same for a stream.
pub fn unused_of(world: &World, stream: StreamId, source: Source) -> Tonnes {
    match source {
        Source::Fresh => world.streams.unused_fresh_t[stream],
        Source::Stock => world.streams.unused_stock_t[stream],
    }
}

/// Both sources, fresh first.
pub const SOURCES: [Source; 2] = [Source::Fresh, Source::Stock];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::trial::{neighbours, world};

    #[test]
    fn suppliers_end_where_haulage_leaves_nothing() {
        let mut scenario = neighbours(1, 1);
        scenario.plants.raw[0].lat_deg = 1.0;
        scenario.transport.modes[0].fixed_per_t = 8.0;
        let world = world(scenario);
        let of = |most_per_t| {
            let mut count = 0;
            Outlook::now(&world).suppliers(SlotId::new(0), most_per_t, |_| count += 1);
            count
        };
        assert_eq!([of(8.0), of(8.0_f64.next_up())], [0, 1]);
    }
}
