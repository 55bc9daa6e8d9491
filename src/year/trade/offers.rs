//! The offers of a year, and the best of them first.

use std::cmp::{Ordering, Reverse};

use crate::ids::{LinkId, SlotId, StreamId};
use crate::laws::surplus::{after_haulage, after_policies};
use crate::parallel;
use crate::region::gate::most_haulage;
use crate::rules::outlook::{Outlook, SOURCES, Supplier, unused_t};
use crate::units::{MoneyPerTonne, Tonnes};
use crate::world::log::Source;

/// A possible deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    pub surplus_per_t: MoneyPerTonne,
    pub link: LinkId,
    pub stream: StreamId,
    pub slot: SlotId,
    pub source: Source,
}

impl Offer {
    /// The surplus as a number that rises with it: it is positive, so its bits are in numeric order.
    fn bits(&self) -> u64 {
        self.surplus_per_t.to_bits()
    }

    /// The order of offers with the same surplus.
    fn by_index(&self, other: &Offer) -> Ordering {
        (self.stream, self.source, self.slot).cmp(&(other.stream, other.source, other.slot))
    }
}

/// As many offers as this are sorted at once.
const FEW: usize = 256;
/// As many of many offers are looked at to tell what the best of them bring.
const SAMPLE: usize = 64;

/// Takes the best offers from a list, best first: about an eighth of many, or all of few. In a dense market the best take
/// almost all that there is, and most others need not be sorted.
pub fn take_best(offers: &mut Vec<Offer>) -> Vec<Offer> {
    let mut best = if offers.len() > FEW {
        let sample = offers.iter().step_by(offers.len() / SAMPLE).map(Offer::bits);
        let mut sample: Vec<u64> = sample.collect();
        sample.sort_unstable();
        let least = sample[sample.len() - SAMPLE / 8];
        offers.extract_if(.., |offer| offer.bits() >= least).collect()
    } else {
        std::mem::take(offers)
    };
    parallel::sort_by_key(&mut best, |offer| Reverse(offer.bits()), Offer::by_index);
    best
}

/// Every pair that knows each other, has at least `least_t` of waste and of capacity, and would gain: as
/// [`super::offer`] decides, but slot by slot, which skips most pairs.
pub fn offers(outlook: &Outlook, least_t: Tonnes) -> Vec<Offer> {
    let world = outlook.world;
    let enough = |&slot: &SlotId| world.capacity.idle_t[slot] >= least_t;
    parallel::lists(world.capacity.idle_t.len(), |slots, offers| {
        for slot in SlotId::range(slots).filter(enough) {
            offers_into(outlook, slot, least_t, offers);
        }
    })
}

fn offers_into(outlook: &Outlook, slot: SlotId, least_t: Tonnes, offers: &mut Vec<Offer>) {
    let region = &*outlook.world.region;
    let at = region.slots[slot];
    let units = SOURCES.map(|source| outlook.unit_surplus_at_gate(at.technology, at.plant, source));
    let (at_gate, levy_per_t) = (units.map(|unit| unit.before_haulage()), units[0].levy);
    let most_per_t = most_haulage(&units);
    let first = region.links_into(slot).range().start;
    outlook.suppliers(slot, most_per_t, |Supplier { place, link, haulage_per_t, carbon_per_t, .. }| {
        for (source, at_gate) in SOURCES.into_iter().zip(at_gate) {
            let surplus_per_t =
                after_policies(after_haulage(at_gate, haulage_per_t), carbon_per_t, levy_per_t);
            if surplus_per_t > 0.0 && unused_t(outlook.world, link, source) >= least_t {
                let (link, stream) = (LinkId::new(first + place), link.stream);
                offers.push(Offer { surplus_per_t, link, stream, slot, source });
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_taken_first_and_ties_by_index() {
        for n in [0, 1, FEW, FEW + 1, 10 * FEW] {
            let offer = |i: usize| Offer {
                surplus_per_t: 1.0 + (i * 7919 % 13) as f64,
                link: LinkId::new(i),
                stream: StreamId::new(i * 31 % 17),
                slot: SlotId::new(i),
                source: SOURCES[i % 2],
            };
            let mut offers: Vec<Offer> = (0..n).map(offer).collect();
            let mut sorted = offers.clone();
            sorted.sort_by(|a, b| b.surplus_per_t.total_cmp(&a.surplus_per_t).then_with(|| a.by_index(b)));
            let (mut taken, mut times) = (Vec::new(), 0);
            while !offers.is_empty() {
                taken.extend(take_best(&mut offers));
                times += 1;
            }
            assert_eq!(taken, sorted);
            assert_eq!(times > 1, n > FEW, "{n} at {times} times");
        }
    }
}
