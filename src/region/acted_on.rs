//! Which levers each kind of infrastructure acts on.

use crate::ids::{InfrastructureId, TiSlice, TiVec};
use crate::scenario::{Infrastructure, Lever};
use crate::units::Share;

/// A lever and everything that acts on it: kinds of infrastructure, in order, with their effects.
#[derive(Debug, Clone, PartialEq)]
pub struct ActedOn {
    /// The lever.
    pub lever: Lever,
    /// Kind and effect.
    pub by: Vec<(InfrastructureId, Share)>,
}

impl ActedOn {
    /// The levers of each kind.
    pub fn of_kinds(
        kinds: &TiSlice<InfrastructureId, Infrastructure>,
    ) -> TiVec<InfrastructureId, Vec<ActedOn>> {
        let effects =
            kinds.iter_enumerated().flat_map(|(kind, of)| of.effects.iter().map(move |of| (kind, of)));
        let acted_on = |&(lever, _): &(Lever, Share)| {
            let on_it = effects.clone().filter(|(_, (of, _))| *of == lever);
            ActedOn { lever, by: on_it.map(|(kind, (_, effect))| (kind, *effect)).collect() }
        };
        kinds.iter().map(|kind| kind.effects.iter().map(acted_on).collect()).collect()
    }
}
