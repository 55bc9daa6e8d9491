//! How projects are appraised: room in the market, and the terms of members and of others.

use crate::ids::{PlantId, SlotId, StreamId, TechnologyId, TiSlice, TiVec, WasteId};
use crate::laws::investment::{capex_factor, rate, reclaimable_t};
use crate::laws::surplus::{UnitSurplus, after_haulage, after_policies};
use crate::maths::annuity;
use crate::remembered::Remembered;
use crate::rules::claims::Claims;
use crate::rules::outlook::{Outlook, SOURCES, Supplier};
use crate::scenario::Technology;
use crate::units::{MoneyPerTonne, Share, Tonnes};
use crate::world::World;
use crate::world::company::Levers;
use crate::world::log::{Project, Source};
use crate::world::market::Terms;

/// Unit surplus at the gate of a technology at expected prices, before levers, fresh and from stock.
pub type Gate = [UnitSurplus; 2];

/// The gates of all technologies.
pub fn gates(world: &World) -> TiVec<TechnologyId, Gate> {
    let outlook = Outlook::now(world).at_expected_prices();
    let gate = |technology| SOURCES.map(|source| outlook.unit_surplus_of(technology, 1.0, source));
    world.region.scenario.technologies.iter().map(gate).collect()
}

/// Sets the terms of every technology: members' terms if there are levers, otherwise those of all others. Annuities
/// are expensive, so those in `terms` are kept while the rate is unchanged.
pub fn set_terms(
    terms: &mut TiVec<TechnologyId, Terms>,
    gates: &TiSlice<TechnologyId, Gate>,
    world: &World,
    levers: Option<&Levers>,
) {
    let scenario = &*world.region.scenario;
    let (opex, hurdle, capex) = levers.map_or((1.0, 1.0, 1.0), |of| (of.opex, of.hurdle_rate, of.capex));
    let rate = rate(scenario.invest.hurdle_rate, hurdle);
    let capex_factor = capex_factor(capex, world.market.policy.capex_subsidy);
    if terms.first().is_none_or(|known| known.rate != rate) {
        let mut of_life = Remembered::<usize, f64>::new(0, 0.0);
        terms.clear();
        terms.extend(scenario.technologies.iter().map(|technology| {
            let life = technology.life_years;
            let annuity = of_life.get(life, || annuity(rate, life));
            Terms { at_gate: [0.0; 2], levy_per_t: 0.0, most_haulage_per_t: 0.0, rate, annuity, capex_factor }
        }));
    }
    for (terms, gate) in terms.iter_mut().zip(gates) {
        let gate = gate.map(|parts| parts.under(opex));
        terms.at_gate = gate.map(|parts| parts.before_haulage());
        terms.levy_per_t = gate[0].levy;
        terms.most_haulage_per_t = gate[0].most_haulage().max(gate[1].most_haulage());
        terms.capex_factor = capex_factor;
    }
}

/// Terms of every technology under these levers.
pub fn terms_under(
    gates: &TiSlice<TechnologyId, Gate>,
    world: &World,
    levers: &Levers,
) -> TiVec<TechnologyId, Terms> {
    let mut terms = TiVec::new();
    set_terms(&mut terms, gates, world, Some(levers));
    terms
}

/// Room for any project, whoever orders it, by technology: demand left, as tonnes of waste, less idle and coming
/// capacity in the region [I1].
pub fn room_t(world: &World) -> TiVec<TechnologyId, Tonnes> {
    let demand = |technology: &Technology| world.market.room_t(technology);
    let mut room_t: TiVec<TechnologyId, Tonnes> =
        world.region.scenario.technologies.iter().map(demand).collect();
    for (index, slot) in world.region.slots.iter_enumerated() {
        room_t[slot.technology] -= world.capacity.idle_t[index] + world.capacity.coming_t[index];
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
        claims: &Claims,
        mut each: impl FnMut(&Supplier, Source, MoneyPerTonne, Tonnes),
    ) {
        let outlook = &self.outlook;
        let at = outlook.world.region.slots[slot];
        let terms = self.terms(at.plant, at.technology);
        let waste = outlook.world.region.scenario.technologies[at.technology].waste;
        for supplier in outlook.suppliers(slot, terms.most_haulage_per_t) {
            let stream = supplier.link.stream;
            let own_share = outlook.converter_share(supplier.link);
            let available = available_t(outlook.world, stream, waste);
            let left = [0, 1].map(|of| available[of] - claims.of(stream, SOURCES[of]));
            let on_link = [supplier.haulage_per_t, supplier.carbon_per_t];
            terms.worth_having(on_link, own_share, left, |source, share, t| {
                each(&supplier, source, share, t);
            });
        }
    }

    /// Announces a project: claims its supply from the suppliers that make it worthwhile, nearest first.
    pub fn announce(&self, claims: &mut Claims, project: &Project) {
        let mut wanted = project.size_t;
        let mut taken = Vec::new();
        self.supplies(project.slot, claims, |supplier, source, _, available| {
            let q = available.min(wanted);
            wanted -= q;
            taken.push((supplier.link.stream, source, q));
        });
        let technology = self.outlook.world.region.slots[project.slot].technology;
        claims.add(technology, project.size_t, &taken);
    }
}

impl Terms {
    /// Calls `each(source, own share of s, tonnes)` for the sources worth taking at this haulage and with this carbon
    /// term, out of the tonnes available fresh and from stock.
    pub fn worth_having(
        &self,
        [haulage_per_t, carbon_per_t]: [MoneyPerTonne; 2],
        own_share: Share,
        available: [Tonnes; 2],
        mut each: impl FnMut(Source, MoneyPerTonne, Tonnes),
    ) {
        for ((source, at_gate), available) in SOURCES.into_iter().zip(self.at_gate).zip(available) {
            let left_per_t = after_haulage(at_gate, haulage_per_t);
            let share = after_policies(left_per_t, carbon_per_t, self.levy_per_t) * own_share;
            if share > 0.0 && available > 0.0 {
                each(source, share, available);
            }
        }
    }
}

/// Tonnes of a stream of this waste available to a project, fresh and from stock: unused fresh waste, and what can be
/// reclaimed from the stock in a year, `rho * stock` [I1]; nothing of a plant that is not open yet [N6].
pub fn available_t(world: &World, stream: StreamId, waste: WasteId) -> [Tonnes; 2] {
    if !world.open(world.region.streams[stream].plant) {
        return [0.0; 2];
    }
    let rate = world.region.scenario.wastes[waste].reclaim_rate;
    [world.streams.unused_fresh_t[stream], reclaimable_t(rate, world.streams.stock_t[stream])]
}
