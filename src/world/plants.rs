//! State of plants, streams and slots, in columns.

use crate::ids::{LinkId, PlantId, SlotId};
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
    pub member: Vec<bool>,
    /// Ever contacted by the company.
    pub contacted: Vec<bool>,
    /// Feasibility study's gain `F_i`; `None` until it was studied.
    pub study_gain: Vec<Option<Money>>,
    /// Smoothed expected gain of a member.
    pub expected_gain: Vec<Money>,
    /// Trust `T_i`.
    pub trust: Vec<Share>,
    /// Cash for circular projects.
    pub cash: Vec<Money>,
    /// Share of capacity that is out in the coming trade.
    pub outage: Vec<Share>,
    /// Its part of the accounted synergy of the year, by channel; added to by [`Plants::add_synergy`].
    pub synergy: Vec<Synergy>,
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
    pub stock_t: Vec<Tonnes>,
    /// Stock when the year began.
    pub opening_t: Vec<Tonnes>,
    /// Gross waste `w`.
    pub gross_t: Vec<Tonnes>,
    /// Reused as before the story starts.
    pub already_reused_t: Vec<Tonnes>,
    /// Fresh waste.
    pub fresh_t: Vec<Tonnes>,
    /// Converted, fresh.
    pub converted_fresh_t: Vec<Tonnes>,
    /// Converted, from stock.
    pub converted_stock_t: Vec<Tonnes>,
    /// Placed.
    pub placed_t: Vec<Tonnes>,
    /// Released into nature.
    pub released_t: Vec<Tonnes>,
    /// Fresh waste that the last trade left; before the first, all.
    pub unused_fresh_t: Vec<Tonnes>,
    /// Stock on offer that the last trade left; before the first, all.
    pub unused_stock_t: Vec<Tonnes>,
}

/// Capacity of every slot, tonnes of waste per year; index is the slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// Of units that work this year.
    pub working_t: Vec<Tonnes>,
    /// Of units that were ordered and do not work yet.
    pub coming_t: Vec<Tonnes>,
    /// On offer and not used by the last trade; before the first, all.
    pub idle_t: Vec<Tonnes>,
}
