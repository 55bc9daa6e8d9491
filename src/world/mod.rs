//! The state of a region, without rules. Rules read it, phases change it.

pub mod claims;
pub mod company;
pub mod found;
pub mod grouped;
pub mod ledger;
pub mod log;
pub mod market;
pub mod memory;
pub mod plants;
pub mod prevention;

use crate::ids::{IdRun, PlantId, SlotId, TiSlice};
use crate::laws::investment::reclaimable_t;
use std::sync::Arc;

use crate::parallel;
use crate::region::{Link, Region};
use crate::scenario::{InForce, Management};
use crate::units::{Money, MoneyPerTonne};
use claims::Claims;
use company::{Company, Levers};
use ledger::{CompanyFlow, Ledger, Memo, PlantFlow};
use log::Log;
use market::Market;
use memory::Memory;
use plants::{Capacity, Contract, Loan, Plants, Streams, Unit};
use prevention::Prevention;

/// A region in a year.
#[derive(Debug, Clone)]
pub struct World {
    /// The part that never changes.
    pub region: Arc<Region>,
    /// Years since the start.
    pub t: usize,
    /// Prices, demand, policy.
    pub market: Market,
    /// Plants.
    pub plants: Plants,
    /// Waste streams.
    pub streams: Streams,
    /// Capacity of slots.
    pub capacity: Capacity,
    /// Units, in order of construction.
    pub units: Vec<Unit>,
    /// Loans, in order of borrowing.
    pub loans: Vec<Loan>,
    /// Supply claimed by units that do not work yet.
    pub claims: Claims,
    /// Contracts, oldest first.
    pub contracts: Vec<Contract>,
    /// Deals that plants remember; of pairs that know each other without them, none.
    pub memory: Memory,
    /// The company; none in the twin and the third world.
    pub company: Option<Company>,
    /// Prevention at the source; in the third world alone.
    pub prevention: Option<Prevention>,
    /// Current levers.
    pub levers: Levers,
    /// Cash flows of the year.
    pub ledger: Ledger,
    /// Events of the year; deals stay until the next trade.
    pub log: Log,
}

impl World {
    /// Calendar year.
    pub fn year(&self) -> i32 {
        self.region.scenario.start_year + self.t as i32
    }

    /// What is in force this year [N6].
    #[inline]
    pub fn in_force(&self) -> &InForce {
        self.region.in_force(self.t)
    }

    /// The company's settings this year [N6].
    #[inline]
    pub fn management(&self) -> &Management {
        &self.in_force().management
    }

    /// Haulage on a link this year, before levers.
    #[inline]
    pub fn haul_per_t(&self, link: &Link) -> MoneyPerTonne {
        self.region.haul_per_t(link, self.t)
    }

    /// Whether a plant is open, closed or not [N6].
    pub fn open(&self, plant: PlantId) -> bool {
        self.region.times.open(plant, self.t)
    }

    /// Whether a plant has closed [N6].
    pub fn closed(&self, plant: PlantId) -> bool {
        self.region.times.closed(plant, self.t)
    }

    /// Whether a plant is open and has not closed: only then does it produce and decide on units [N6].
    pub fn runs(&self, plant: PlantId) -> bool {
        self.region.times.runs(plant, self.t)
    }

    /// All plants.
    pub fn all_plants(&self) -> IdRun<PlantId> {
        PlantId::all(self.len())
    }

    /// Number of plants.
    pub fn len(&self) -> usize {
        self.plants.cash.len()
    }

    /// Whether there are no plants.
    pub fn is_empty(&self) -> bool {
        self.plants.cash.is_empty()
    }

    /// Whether there is a company whose cluster has not been dissolved.
    pub fn cluster_lives(&self) -> bool {
        self.company.as_ref().is_some_and(|company| company.lives)
    }

    /// Changes a plant's cash, and records it.
    #[inline]
    pub fn post(&mut self, plant: PlantId, flow: PlantFlow, amount: Money) {
        self.plants.cash[plant] += amount;
        self.ledger.book(plant, flow, amount);
    }

    /// Changes the cash of every plant, and records it.
    pub fn post_to_all(&mut self, flow: PlantFlow, amounts: &TiSlice<PlantId, Money>) {
        parallel::columns([&mut self.plants.cash.raw[..]], |from, [cash]| {
            cash.iter_mut().zip(&amounts.raw[from..]).for_each(|(cash, amount)| *cash += amount);
        });
        self.ledger.book_all(flow, amounts);
    }

    /// Changes the company's budget, and records it; does nothing without a company.
    pub fn post_company(&mut self, flow: CompanyFlow, amount: Money) {
        if let Some(company) = &mut self.company {
            company.budget += amount;
            self.ledger.company[flow as usize] += amount;
        }
    }

    /// Ends the loans of some plants: lenders lose what is still due, at principal [I1].
    pub fn forgive_loans(&mut self, of: impl Fn(PlantId) -> bool) {
        let World { loans, ledger, region, .. } = self;
        loans.retain(|loan| {
            let forgiven = of(loan.plant);
            if forgiven {
                ledger.note(loan.plant, Memo::Forgiven, region.principal(loan.payment, loan.years_left));
            }
            !forgiven
        });
    }

    /// Opens a year's memory: last year's deals are remembered from now on.
    pub fn remember_deals(&mut self) {
        let (region, log) = (&*self.region, &self.log);
        let strangers = log.deals.iter().filter(|deal| !region.links[deal.link].known_outside());
        let dealt = strangers.map(|deal| (deal.supplier, deal.converter));
        self.memory.open(self.t, region.scenario.trade.memory_years, self.plants.cash.len(), dealt);
    }

    /// Offers everything: this year's fresh waste, reclaimable stock, capacity less outage, and demand.
    pub fn offer_everything(&mut self) {
        let region = &*self.region;
        let streams = &mut self.streams;
        streams.unused_fresh_t.copy_from_slice(&streams.fresh_t);
        let stocks = &streams.stock_t.raw;
        parallel::columns([&mut streams.unused_stock_t.raw[..]], |from, [unused]| {
            let given = region.reclaim_rates.raw[from..].iter().zip(&stocks[from..]);
            for (unused, (&reclaim_rate, &stock)) in unused.iter_mut().zip(given) {
                *unused = reclaimable_t(reclaim_rate, stock);
            }
        });
        for stream in region.times.unopened(self.t).flat_map(|plant| region.streams_of(plant)) {
            streams.unused_stock_t[stream] = 0.0;
        }
        let (working, outage) = (&self.capacity.working_t.raw, &self.plants.outage);
        parallel::columns([&mut self.capacity.idle_t.raw[..]], |from, [idle]| {
            for ((idle, slot), working) in
                idle.iter_mut().zip(&region.slots.raw[from..]).zip(&working[from..])
            {
                *idle = working * (1.0 - outage[slot.plant]);
            }
        });
        self.market.demand_left_t.copy_from_slice(&self.market.demand_t);
    }

    /// Takes units, loans, claims and contracts from plants that go out of business; `plants` in order.
    pub fn close(&mut self, plants: &[PlantId]) {
        let closed = |plant: PlantId| plants.binary_search(&plant).is_ok();
        self.forgive_loans(closed);
        let region = &*self.region;
        let gone = |slot: SlotId| closed(region.slots[slot].plant);
        plants.iter().for_each(|&plant| self.plants.debt_service[plant] = 0.0);
        self.units.retain(|unit| !gone(unit.slot));
        self.claims.end_at(gone);
        self.contracts.retain(|contract| {
            let link = &region.links[contract.link];
            !closed(link.supplier) && !closed(link.converter)
        });
    }

    /// Ends contracts made by members in which one side is not a member any more.
    pub fn end_contracts_of_outsiders(&mut self) {
        let (links, member) = (&self.region.links, &self.plants.member);
        self.contracts.retain(|contract| {
            let link = &links[contract.link];
            contract.given || (member[link.supplier] && member[link.converter])
        });
    }
}
