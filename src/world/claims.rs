//! Supply that standing orders have claimed, until their units work [N2].

use crate::ids::{SlotId, StreamId, TiVec, ti_vec};
use crate::units::Tonnes;
use crate::world::log::Source;

/// Tonnes a year of a stream that an ordered unit was sized by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// Stream.
    pub stream: StreamId,
    /// Fresh or from stock.
    pub source: Source,
    /// Tonnes per year.
    pub t: Tonnes,
}

/// A claim, and the order that it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Standing {
    slot: SlotId,
    /// First year of the unit.
    from: usize,
    claim: Claim,
}

/// All standing claims, and their sum by stream. Other projects count on what they leave; trade does not look at them.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    standing: Vec<Standing>,
    /// Tonnes claimed, fresh and from stock.
    claimed_t: TiVec<StreamId, [Tonnes; 2]>,
}

impl Claims {
    /// None, for this many streams.
    pub fn none(streams: usize) -> Self {
        Claims { standing: Vec::new(), claimed_t: ti_vec![[0.0; 2]; streams] }
    }

    /// Tonnes of a stream that are claimed, fresh and from stock.
    pub fn of(&self, stream: StreamId) -> [Tonnes; 2] {
        self.claimed_t[stream]
    }

    /// Adds the claims of an order whose unit works from year `from` on.
    pub fn add(&mut self, slot: SlotId, from: usize, claims: &[Claim]) {
        for &claim in claims {
            self.claimed_t[claim.stream][claim.source as usize] += claim.t;
            self.standing.push(Standing { slot, from, claim });
        }
    }

    /// Ends the claims of units that work in year `t`.
    pub fn end_of_working(&mut self, t: usize) {
        self.keep(|standing| standing.from > t);
    }

    /// Ends the claims of units that are gone.
    pub fn end_at(&mut self, gone: impl Fn(SlotId) -> bool) {
        self.keep(|standing| !gone(standing.slot));
    }

    /// Tonnes of all orders, and of all streams: the same but for rounding.
    pub fn sums(&self) -> [Tonnes; 2] {
        let streams = self.claimed_t.iter().fold([0.0; 2], |sum, t| [sum[0] + t[0], sum[1] + t[1]]);
        [self.standing.iter().map(|standing| standing.claim.t).sum(), streams.iter().sum()]
    }

    /// Keeps some, and sums the streams of the others anew: subtracting would leave rounding errors as claims.
    fn keep(&mut self, keep: impl Fn(&Standing) -> bool) {
        let all = std::mem::take(&mut self.standing);
        let (kept, ended): (Vec<_>, Vec<_>) = all.into_iter().partition(keep);
        self.standing = kept;
        if ended.is_empty() {
            return;
        }
        let mut streams: Vec<StreamId> = ended.iter().map(|standing| standing.claim.stream).collect();
        streams.sort_unstable();
        streams.dedup();
        streams.iter().for_each(|&stream| self.claimed_t[stream] = [0.0; 2]);
        for Standing { claim, .. } in &self.standing {
            if streams.binary_search(&claim.stream).is_ok() {
                self.claimed_t[claim.stream][claim.source as usize] += claim.t;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_stand_until_the_unit_works_or_is_gone() {
        let (slot, stream) = (SlotId::new, StreamId::new);
        let claim = |at, source, t| Claim { stream: stream(at), source, t };
        let mut claims = Claims::none(2);
        claims.add(slot(0), 2, &[claim(0, Source::Fresh, 0.1), claim(1, Source::Stock, 5.0)]);
        claims.add(slot(1), 3, &[claim(0, Source::Fresh, 0.2)]);
        claims.add(slot(2), 3, &[claim(0, Source::Fresh, 0.3)]);
        assert_eq!([claims.of(stream(0)), claims.of(stream(1))], [[0.1 + 0.2 + 0.3, 0.0], [0.0, 5.0]]);
        assert!(claims.sums().iter().all(|sum| (sum - 5.6).abs() < 1e-12));
        claims.end_of_working(1);
        assert_eq!(claims.of(stream(1)), [0.0, 5.0]);
        claims.end_of_working(2);
        assert_eq!([claims.of(stream(0)), claims.of(stream(1))], [[0.2 + 0.3, 0.0], [0.0, 0.0]]);
        claims.end_at(|gone| gone == slot(2));
        assert_eq!(claims.of(stream(0)), [0.2, 0.0]);
        claims.end_of_working(3);
        assert_eq!(claims, Claims::none(2));
    }
}
