//! Streams, slots, and the links between them.

use crate::ids::{PlantId, SlotId, StreamId, TechnologyId, WasteId};
use crate::laws::acquaintance::{inside, knows};
use crate::region::transport;
use crate::scenario::InForce;
use crate::units::{Km, MoneyPerTonne, Share, Tonnes};

/// A waste of a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stream {
    /// Plant.
    pub plant: PlantId,
    /// Waste.
    pub waste: WasteId,
    /// Generated per year at output factor 1.
    pub t_per_year: Tonnes,
    /// Share that is already reused.
    pub own_reuse: Share,
}

/// A technology at a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// Plant.
    pub plant: PlantId,
    /// Technology.
    pub technology: TechnologyId,
    /// Whether the plant may order units, not only run those it has.
    pub adoptable: bool,
    /// Stream of the plant that its residue joins, if it leaves any.
    pub residue: Option<StreamId>,
}

/// A stream that a slot could convert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Stream.
    pub stream: StreamId,
    /// Slot.
    pub slot: SlotId,
    /// Plant of the stream.
    pub supplier: PlantId,
    /// Plant of the slot.
    pub converter: PlantId,
    /// Technology of the slot.
    pub technology: TechnologyId,
    /// Distance; 0 within a plant.
    pub km: Km,
    /// Haulage per tonne; 0 within a plant.
    pub haul_per_t: MoneyPerTonne,
    /// The pair's acquaintance draw `a_ij`.
    pub draw: Share,
    /// Probability `p_ij` of knowing each other outside.
    pub p_outside: Share,
}

impl Link {
    /// A link between a stream and a slot as if both were at one place; the region's finder adds distance, haulage and
    /// acquaintance.
    pub fn between(stream: StreamId, supplier: PlantId, slot: SlotId, into: Slot) -> Self {
        Link {
            stream,
            slot,
            supplier,
            converter: into.plant,
            technology: into.technology,
            km: 0.0,
            haul_per_t: 0.0,
            draw: 0.0,
            p_outside: 1.0,
        }
    }

    /// Haulage per tonne, before levers, with this in force.
    #[inline]
    pub fn haulage_in(&self, now: &InForce) -> MoneyPerTonne {
        match now.other_haulage && !self.own() {
            true => transport::haulage_per_t(&now.transport, self.km),
            false => self.haul_per_t,
        }
    }

    /// Whether both ends are the same plant.
    pub fn own(&self) -> bool {
        self.supplier == self.converter
    }

    /// Whether the pair knows each other outside the cluster [E3]; a plant always knows itself.
    pub fn known_outside(&self) -> bool {
        self.own() || knows(self.draw, self.p_outside)
    }

    /// Whether the pair would know each other as members, at this value of lever `reach` [E3].
    pub fn known_inside(&self, reach: f64) -> bool {
        self.own() || knows(self.draw, inside(self.p_outside, reach))
    }
}
