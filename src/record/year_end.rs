//! A world at the end of its year, as rows that are made when they are asked for.

use crate::ids::{IdRun, PlantId, StreamId, TiVec, ti_vec};
use crate::record::accounts::{self, Terms};
use crate::record::rows::{DealRow, DecisionRow, EventRow, PlantRow, WasteYear};
use crate::units::{Money, Tonnes};
use crate::world::World;
use crate::world::ledger::{Memo, PLANT_FLOWS, PlantFlow};

/// The rows of a world's year. What each plant owes and was paid is collected once, in one pass over loans and books.
#[derive(Debug)]
pub struct YearEnd<'w> {
    world: &'w World,
    flows: TiVec<PlantId, [Money; PLANT_FLOWS]>,
    debt_service: TiVec<PlantId, Money>,
    notes: TiVec<PlantId, Notes>,
    terms: Terms<'w>,
}

/// What is noted of a plant beside its cash flows.
#[derive(Debug, Clone, Copy, Default)]
struct Notes {
    interest: Money,
    forgiven: Money,
    money: Money,
}

impl<'w> YearEnd<'w> {
    /// The year that a world has just completed.
    pub fn of(world: &'w World) -> YearEnd<'w> {
        let mut debt_service = ti_vec![0.0; world.len()];
        world.loans.iter().for_each(|loan| debt_service[loan.plant] += loan.payment);
        let (ledger, mut notes) = (&world.ledger, ti_vec![Notes::default(); world.len()]);
        ledger.noted(Memo::Interest).iter().for_each(|&(plant, amount)| notes[plant].interest += amount);
        ledger.noted(Memo::Forgiven).iter().for_each(|&(plant, amount)| notes[plant].forgiven += amount);
        accounts::money(ledger).for_each(|(plant, amount)| notes[plant].money += amount);
        YearEnd { world, flows: ledger.by_plant(), debt_service, notes, terms: Terms::of(world) }
    }

    /// Calendar year.
    pub fn year(&self) -> i32 {
        self.world.year()
    }

    /// Number of plants.
    pub fn plants(&self) -> usize {
        self.world.len()
    }

    /// Number of deals.
    pub fn deals(&self) -> usize {
        self.world.log.deals.len()
    }

    /// Number of events.
    pub fn events(&self) -> usize {
        self.world.log.events.len()
    }

    /// Number of decisions.
    pub fn decisions(&self) -> usize {
        self.world.log.decisions.len()
    }

    /// The deal made at this place in the year's order.
    pub fn deal(&self, index: usize) -> DealRow {
        let deal = self.world.log.deals.raw[index];
        let (residue_t, transfers) = (self.terms.residue_t(&deal), self.terms.transfers(&deal).total());
        DealRow { year: self.year(), deal, residue_t, transfers }
    }

    /// The event at this place in the year's order.
    pub fn event(&self, index: usize) -> EventRow {
        EventRow { year: self.year(), event: self.world.log.events[index] }
    }

    /// The decision at this place in the year's order.
    pub fn decision(&self, index: usize) -> DecisionRow {
        DecisionRow { year: self.year(), decision: self.world.log.decisions[index] }
    }

    /// Whether a plant is a member.
    pub fn member(&self, plant: PlantId) -> bool {
        self.world.plants.member[plant]
    }

    /// Tonnes of all wastes of a plant.
    pub fn waste(&self, plant: PlantId) -> WasteYear {
        let mut waste = WasteYear::default();
        stream_years(self.world, self.world.region.streams_of(plant)).for_each(|year| waste.add(&year));
        waste
    }

    /// Waste that a plant converted, its own or others'.
    pub fn converted_here_t(&self, plant: PlantId) -> Tonnes {
        let here = self.world.log.deals_of(plant).filter(|deal| deal.converter == plant);
        here.map(|deal| deal.q_t).sum()
    }

    /// The row of a plant.
    pub fn plant(&self, plant: PlantId) -> PlantRow {
        let world = self.world;
        let flow = |flow: PlantFlow| self.flows[plant][flow as usize];
        PlantRow {
            year: world.year(),
            plant,
            member: self.member(plant),
            contacted: world.plants.contacted[plant],
            gain: flow(PlantFlow::Gain),
            synergy: world.plants.synergy_gain(plant),
            expected_gain: world.plants.expected_gain[plant],
            fee: -flow(PlantFlow::Fee),
            returned: flow(PlantFlow::Return),
            loss: -flow(PlantFlow::Loss),
            covered: flow(PlantFlow::Cover),
            capex_own: -flow(PlantFlow::OwnCapex),
            budget: flow(PlantFlow::Budget),
            entry_cost: -flow(PlantFlow::EntryCost),
            debt_paid: -flow(PlantFlow::DebtService),
            interest: self.notes[plant].interest,
            written_off: flow(PlantFlow::WriteOff) + self.notes[plant].forgiven,
            money: self.notes[plant].money,
            cash: world.plants.cash[plant],
            debt_service: self.debt_service[plant],
            trust: world.plants.trust[plant],
            waste: self.waste(plant),
            converted_here_t: self.converted_here_t(plant),
            capacity_t: world.region.slots_of(plant).map(|slot| world.capacity.working_t[slot]).sum(),
        }
    }
}

/// Tonnes of some streams in the world's year, in order.
pub(super) fn stream_years(world: &World, some: IdRun<StreamId>) -> impl Iterator<Item = WasteYear> {
    let streams = &world.streams;
    let columns = [
        &streams.gross_t,
        &streams.already_reused_t,
        &streams.converted_fresh_t,
        &streams.converted_stock_t,
        &streams.placed_t,
        &streams.released_t,
        &streams.residue_t,
        &streams.held_t,
        &streams.stock_t,
    ];
    // Slices of one known length: no bounds are checked at every stream.
    let n = some.len();
    let columns = columns.map(|column| &column.raw[some.range()][..n]);
    (0..n).map(move |i| {
        let [gross, already, fresh, stock, placed, released, residue, held, kept] =
            columns.map(|column| column[i]);
        WasteYear {
            generated_t: gross,
            already_reused_t: already,
            converted_fresh_t: fresh,
            converted_stock_t: stock,
            placed_t: placed,
            released_t: released,
            residue_t: residue,
            arisen_t: held,
            stock_t: kept + held,
        }
    })
}
