//! State of plants, streams and slots, in columns.

use crate::ids::{LinkId, PlantId, SlotId, StreamId, TiVec};
use crate::units::{Money, Share, Tonnes};
use crate::world::log::Synergy;

/// A unit of a technology at a plant; it works in years `from..until` after the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Slot.
    pub slot: SlotId,
    /// Capacity, tonnes of waste per year.
    pub capacity_t: Tonnes,
    /// First year.
    pub from: usize,
    /// First year no longer.
    pub until: usize,
}

impl Unit {
    /// Whether it works in year `t`.
    pub fn works(&self, t: usize) -> bool {
        self.from <= t && t < self.until
    }
}

/// A loan, repaid as an annuity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loan {
    /// Plant that owes.
    pub plant: PlantId,
    /// Yearly payment.
    pub payment: Money,
    /// Payments still due.
    pub years_left: usize,
}

/// A contract between two members.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contract {
    /// Link.
    pub link: LinkId,
    /// Fresh or from stock.
    pub source: crate::world::log::Source,
    /// Tonnes per year.
    pub q_t: Tonnes,
    /// Year in which it was made.
    pub since: usize,
}

/// State of every plant; index is the plant.
#[derive(Debug, Clone, PartialEq)]
pub struct Plants {
    /// In the cluster.
    pub member: TiVec<PlantId, bool>,
    /// Ever contacted by the company.
    pub contacted: TiVec<PlantId, bool>,
    /// Feasibility study's gain `F_i`; `None` until it was studied.
    pub study_gain: TiVec<PlantId, Option<Money>>,
    /// Smoothed expected gain of a member.
    pub expected_gain: TiVec<PlantId, Money>,
    /// Trust `T_i`.
    pub trust: TiVec<PlantId, Share>,
    /// Cash for circular projects.
    pub cash: TiVec<PlantId, Money>,
    /// Share of capacity that is out in the coming trade.
    pub outage: TiVec<PlantId, Share>,
    /// Its part of the accounted synergy of the year, by channel; added to by [`Plants::add_synergy`].
    pub synergy: TiVec<PlantId, Synergy>,
    /// Plants that have any, in no order: few of a large world.
    pub gainers: Vec<PlantId>,
}

impl Plants {
    /// Number of members.
    pub fn members(&self) -> usize {
        self.member.iter().filter(|&&member| member).count()
    }

    /// Adds to a plant's accounted synergy of the year.
    pub fn add_synergy(&mut self, plant: PlantId, channel: usize, amount: Money) {
        if amount == 0.0 {
            return; // nobody becomes a gainer by nothing
        }
        let synergy = &mut self.synergy[plant];
        if *synergy == [0.0; 6] {
            self.gainers.push(plant);
        }
        synergy[channel] += amount;
    }

    /// Forgets the synergy of the year.
    pub fn clear_synergy(&mut self) {
        self.gainers.drain(..).for_each(|plant| self.synergy[plant] = [0.0; 6]);
    }

    /// A plant's accounted synergy of the year: what being inside gained it.
    pub fn synergy_gain(&self, plant: PlantId) -> Money {
        self.synergy[plant].iter().sum()
    }
}

/// Tonnes of every stream; index is the stream. All but `stock_t` are of the year.
#[derive(Debug, Clone, PartialEq)]
pub struct Streams {
    /// Stock.
    pub stock_t: TiVec<StreamId, Tonnes>,
    /// Stock when the year began.
    pub opening_t: TiVec<StreamId, Tonnes>,
    /// Gross waste `w`.
    pub gross_t: TiVec<StreamId, Tonnes>,
    /// Reused as before the story starts.
    pub already_reused_t: TiVec<StreamId, Tonnes>,
    /// Fresh waste.
    pub fresh_t: TiVec<StreamId, Tonnes>,
    /// Converted, fresh.
    pub converted_fresh_t: TiVec<StreamId, Tonnes>,
    /// Converted, from stock.
    pub converted_stock_t: TiVec<StreamId, Tonnes>,
    /// Placed.
    pub placed_t: TiVec<StreamId, Tonnes>,
    /// Released into nature.
    pub released_t: TiVec<StreamId, Tonnes>,
    /// Fresh waste that the last trade left; before the first, all.
    pub unused_fresh_t: TiVec<StreamId, Tonnes>,
    /// Stock on offer that the last trade left; before the first, all.
    pub unused_stock_t: TiVec<StreamId, Tonnes>,
}

/// Capacity of every slot, tonnes of waste per year; index is the slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// Of units that work this year.
    pub working_t: TiVec<SlotId, Tonnes>,
    /// Of units that were ordered and do not work yet.
    pub coming_t: TiVec<SlotId, Tonnes>,
    /// On offer and not used by the last trade; before the first, all.
    pub idle_t: TiVec<SlotId, Tonnes>,
}
