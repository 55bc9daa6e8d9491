//! Slots for which their plants may order units and could ever have a supplier: most slots have none.

use crate::ids::{IdRun, PlantId, SlotId};
use crate::region::layout::{Starts, run, running_sum};

/// Some slots, by plant, in order.
#[derive(Debug)]
pub struct Supplied {
    slots: Vec<SlotId>,
    from: Starts<PlantId>,
}

impl Supplied {
    /// Those that are `wanted`, of the slots of each plant.
    ///
    /// # Errors
    /// How many they are, if they are more than ids can number.
    pub fn of(
        plants: usize,
        slots_of: impl Fn(PlantId) -> IdRun<SlotId>,
        wanted: impl Fn(SlotId) -> bool,
    ) -> Result<Self, u64> {
        let mut slots = Vec::new();
        let counts = PlantId::all(plants).map(|plant| {
            let before = slots.len();
            slots.extend(slots_of(plant).filter(|&slot| wanted(slot)));
            slots.len() - before
        });
        let from = running_sum(counts)?;
        Ok(Supplied { slots, from })
    }

    /// Those of a plant.
    #[inline]
    pub fn of_plant(&self, plant: PlantId) -> &[SlotId] {
        &self.slots[run::<_, SlotId>(&self.from, plant).range()]
    }
}
