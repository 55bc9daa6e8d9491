//! State of plants, streams and slots, stored as columns.

use crate::ids::{LinkId, PlantId, SlotId, StreamId, TiVec, ti_vec};
use crate::units::{Money, Share, Tonnes};
use crate::world::log::Synergy;

/// A unit of a technology at a plant; it works in years `from..until` after the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Slot.
    pub slot: SlotId,
    /// Capacity, tonnes of waste per year.
    pub capacity_t: Tonnes,
    /// First year of operation.
    pub from: usize,
    /// First year after its life.
    pub until: usize,
    /// Capital cost, before the state's share; 0 for a unit that the scenario gave.
    pub capital: Money,
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
    /// Borrower.
    pub plant: PlantId,
    /// Yearly payment.
    pub payment: Money,
    /// Payments still due.
    pub years_left: usize,
}

/// A contract, between two members or given by the scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contract {
    /// Link.
    pub link: LinkId,
    /// Fresh or from stock.
    pub source: crate::world::log::Source,
    /// Tonnes per year.
    pub q_t: Tonnes,
    /// Year in which it was concluded; 0 if the scenario gave it.
    pub since: usize,
    /// First year in which it is not served any more.
    pub over: usize,
    /// Whether the scenario gave it: it then holds for members and others [N5].
    pub given: bool,
}

/// State of every plant, indexed by plant.
#[derive(Debug, Clone, PartialEq)]
pub struct Plants {
    /// Whether it is a member.
    pub member: TiVec<PlantId, bool>,
    /// Whether the company has ever contacted it.
    pub contacted: TiVec<PlantId, bool>,
    /// Gain `F_i` found by the feasibility study.
    pub study_gain: StudyGains,
    /// Smoothed expected gain of a member.
    pub expected_gain: TiVec<PlantId, Money>,
    /// Trust `T_i`.
    pub trust: TiVec<PlantId, Share>,
    /// Cash for circular projects.
    pub cash: TiVec<PlantId, Money>,
    /// Yearly payments of its loans.
    pub debt_service: TiVec<PlantId, Money>,
    /// Share of capacity that is out of service in the coming trade.
    pub outage: TiVec<PlantId, Share>,
    /// Accounted synergy of the year.
    pub synergy: SynergyShares,
}

/// Gains found by feasibility studies, of the plants studied so far: in a large world, few.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StudyGains {
    /// In the order of the plants.
    found: Vec<(PlantId, Money)>,
}

impl StudyGains {
    /// A plant's gain; `None` if it has not been studied.
    pub fn of(&self, plant: PlantId) -> Option<Money> {
        if let Some((of, gain)) = self.found.get(plant.index())
            && *of == plant
        {
            return Some(*gain); // all plants before it were studied: the usual case in a small world
        }
        let found = self.found.binary_search_by_key(&plant, |(of, _)| *of);
        found.ok().map(|at| self.found[at].1)
    }

    /// Plants and their gains, in the order of the plants.
    pub fn iter(&self) -> impl Iterator<Item = (PlantId, Money)> {
        self.found.iter().copied()
    }

    /// Adds what a study found; it takes the place of what an earlier one found of the same plants.
    pub fn add(&mut self, study: impl Iterator<Item = (PlantId, Money)>) {
        let before = std::mem::replace(&mut self.found, study.collect());
        self.found.extend(before);
        self.found.sort_by_key(|(plant, _)| *plant); // stable: the later study first
        self.found.dedup_by_key(|(plant, _)| *plant); // keeps the first
    }
}

/// Plants' shares of the year's accounted synergy: in a large world, few have any.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SynergyShares {
    /// Position of each plant in `shares`, plus 1; 0 if it has none.
    position: TiVec<PlantId, u32>,
    /// Plants with any, in no order, and the share of each by channel.
    shares: Vec<(PlantId, Synergy)>,
}

impl SynergyShares {
    /// No synergy, for this many plants.
    pub fn none(plants: usize) -> Self {
        SynergyShares { position: ti_vec![0; plants], shares: Vec::new() }
    }

    /// A plant's share, by channel.
    pub fn of(&self, plant: PlantId) -> Synergy {
        match self.position[plant] {
            0 => Synergy::default(),
            position => self.shares[position as usize - 1].1,
        }
    }

    /// Adds to a plant's share.
    pub fn add(&mut self, plant: PlantId, channel: usize, amount: Money) {
        if amount == 0.0 {
            return; // keeps the list to plants with synergy
        }
        let position = &mut self.position[plant];
        if *position == 0 {
            self.shares.push((plant, Synergy::default()));
            *position = self.shares.len() as u32;
        }
        self.shares[*position as usize - 1].1[channel] += amount;
    }

    /// Plants with any synergy and their shares, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &(PlantId, Synergy)> {
        self.shares.iter()
    }

    /// Clears all shares.
    pub fn clear(&mut self) {
        self.shares.drain(..).for_each(|(plant, _)| self.position[plant] = 0);
    }
}

impl Plants {
    /// Number of members.
    pub fn members(&self) -> usize {
        self.member.iter().filter(|&&member| member).count()
    }

    /// A plant's total synergy of the year: its gain from membership.
    pub fn synergy_gain(&self, plant: PlantId) -> Money {
        self.synergy.of(plant).iter().sum()
    }
}

/// Tonnes of every stream, indexed by stream. All but `stock_t` and `held_t` are for the year.
#[derive(Debug, Clone, PartialEq)]
pub struct Streams {
    /// Stock.
    pub stock_t: TiVec<StreamId, Tonnes>,
    /// Stock at the start of the year.
    pub opening_t: TiVec<StreamId, Tonnes>,
    /// Gross waste `w`.
    pub gross_t: TiVec<StreamId, Tonnes>,
    /// Reused already before the simulation starts.
    pub already_reused_t: TiVec<StreamId, Tonnes>,
    /// Last year's residue, which joined the fresh waste.
    pub joined_t: TiVec<StreamId, Tonnes>,
    /// Fresh waste, residue that joined included.
    pub fresh_t: TiVec<StreamId, Tonnes>,
    /// Converted, fresh.
    pub converted_fresh_t: TiVec<StreamId, Tonnes>,
    /// Converted, from stock.
    pub converted_stock_t: TiVec<StreamId, Tonnes>,
    /// Residue that conversions of this stream left, of whatever waste [N1].
    pub residue_t: TiVec<StreamId, Tonnes>,
    /// Residue of this waste that arose this year, held until it joins the fresh waste of the next [N1].
    pub held_t: TiVec<StreamId, Tonnes>,
    /// Placed.
    pub placed_t: TiVec<StreamId, Tonnes>,
    /// Released into nature.
    pub released_t: TiVec<StreamId, Tonnes>,
    /// Fresh waste left by the last trade; before the first, all of it.
    pub unused_fresh_t: TiVec<StreamId, Tonnes>,
    /// Stock on offer left by the last trade; before the first, all of it.
    pub unused_stock_t: TiVec<StreamId, Tonnes>,
}

/// Capacity of every slot, tonnes of waste per year, indexed by slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// Of units in operation this year.
    pub working_t: TiVec<SlotId, Tonnes>,
    /// Of units ordered, until the first trade in which they work [N2].
    pub coming_t: TiVec<SlotId, Tonnes>,
    /// On offer but unused in the last trade; before the first, all of it.
    pub idle_t: TiVec<SlotId, Tonnes>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_study_takes_the_place_of_an_earlier_one() {
        let mut gains = StudyGains::default();
        let found = |list: &[(usize, Money)]| {
            list.iter().map(|&(plant, gain)| (PlantId::new(plant), gain)).collect::<Vec<_>>()
        };
        gains.add(found(&[(1, 10.0), (4, 40.0)]).into_iter());
        gains.add(found(&[(0, 0.5), (4, 44.0)]).into_iter());
        assert_eq!(gains.iter().collect::<Vec<_>>(), found(&[(0, 0.5), (1, 10.0), (4, 44.0)]));
        let of = [0, 1, 2, 4].map(|plant| gains.of(PlantId::new(plant)));
        assert_eq!(of, [Some(0.5), Some(10.0), None, Some(44.0)]);
    }

    #[test]
    fn synergy_is_kept_for_those_who_have_any_and_cleared_for_all() {
        let mut synergy = SynergyShares::none(3);
        let [a, b] = [2, 0].map(PlantId::new);
        synergy.add(a, 1, 5.0);
        synergy.add(b, 0, 0.0); // is none
        synergy.add(a, 1, 2.0);
        synergy.add(a, 5, -1.0);
        assert_eq!(synergy.of(a), [0.0, 7.0, 0.0, 0.0, 0.0, -1.0]);
        assert_eq!((synergy.of(b), synergy.iter().count()), ([0.0; 6], 1));
        synergy.clear();
        synergy.add(b, 3, 4.0);
        assert_eq!((synergy.of(a), synergy.of(b)[3]), ([0.0; 6], 4.0));
    }
}
