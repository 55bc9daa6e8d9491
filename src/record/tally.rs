//! What each plant has had over the years, for the question of who is better off than without the cluster [N11]. It
//! does not grow with the years.

use crate::ids::{PlantId, TiVec, ti_vec};
use crate::laws::accounts::{difference, gini, top_three_share};
use crate::record::Record;
use crate::units::{Money, Share};
use crate::world::World;

use super::accounts::{members, money};

/// Plants over the years of a world.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Money of each plant, all years.
    pub money: TiVec<PlantId, Money>,
    /// The same amounts regardless of sign: the scale of rounding errors of `money`.
    pub turnover: TiVec<PlantId, Money>,
    /// Whether it was a member after any join phase.
    pub ever_member: TiVec<PlantId, bool>,
    /// Whether it ever had a deal between two members.
    pub ever_inside: TiVec<PlantId, bool>,
}

impl Tally {
    /// Adds the year that a world has just completed, and the plants that had a deal inside in it.
    pub fn add(&mut self, world: &World, inside: &[PlantId]) {
        if self.money.is_empty() {
            let plants = world.len();
            (self.money, self.turnover) = (ti_vec![0.0; plants], ti_vec![0.0; plants]);
            (self.ever_member, self.ever_inside) = (ti_vec![false; plants], ti_vec![false; plants]);
        }
        money(&world.ledger).for_each(|(plant, amount)| {
            self.money[plant] += amount;
            self.turnover[plant] += amount.abs();
        });
        members(world).for_each(|plant| self.ever_member[plant] = true);
        inside.iter().for_each(|&plant| self.ever_inside[plant] = true);
    }
}

/// Who gained by the cluster, of those that ever were in it: their money less that in the twin, over all years [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Distribution {
    /// Plants that were ever members.
    pub ever_members: usize,
    /// Their money less that in the twin.
    pub money_of_ever_members: Money,
    /// The same of plants that were never members.
    pub money_of_the_rest: Money,
    /// Those that have less money than in the twin.
    pub worse_off: usize,
    /// Gini coefficient of what the others have more, 0 for those worse off; `None` where nobody has more.
    pub gini: Option<Share>,
    /// Share of the three that have most more; `None` where nobody has more.
    pub top_three_share: Option<Share>,
    /// Those that ever had a deal with another member.
    pub with_deal_inside: usize,
}

impl Distribution {
    /// Of a cluster and its twin.
    pub fn of(cluster: &Record, twin: &Record) -> Distribution {
        let (cluster, twin) = (&cluster.tally, &twin.tally);
        let mut all = Distribution::default();
        let mut won = Vec::new();
        for (plant, &here) in cluster.money.iter_enumerated() {
            let there = twin.money.get(plant).copied().unwrap_or_default();
            let turnover = cluster.turnover[plant] + twin.turnover.get(plant).copied().unwrap_or_default();
            let more = difference(here, there, turnover);
            if cluster.ever_member[plant] {
                all.ever_members += 1;
                all.money_of_ever_members += more;
                all.worse_off += usize::from(more < 0.0);
                all.with_deal_inside += usize::from(cluster.ever_inside[plant]);
                won.push(more.max(0.0));
            } else {
                all.money_of_the_rest += more;
            }
        }
        won.sort_unstable_by(f64::total_cmp);
        (all.gini, all.top_three_share) = (gini(&won), top_three_share(&won));
        all
    }
}
