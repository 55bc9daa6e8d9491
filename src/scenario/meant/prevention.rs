//! Prevention of waste at its source, as meant.

use crate::ids::WasteId;
use crate::units::{MoneyPerTonne, Share};

/// What the company's money does in the third world: less waste at its source [V1].
#[derive(Debug, Clone, PartialEq)]
pub struct Prevention {
    /// Money for each tonne prevented in a year, by waste, in their order; other wastes cannot be prevented.
    pub cost_per_t: Vec<(WasteId, MoneyPerTonne)>,
    /// Largest share of a stream's own fresh waste of a year that can be prevented.
    pub most: Share,
}

impl Prevention {
    /// The wastes in the order in which money is spent on them: cheapest first, and of two at one cost that which stands
    /// first in the file [V1].
    pub fn cheapest_first(&self) -> Vec<(WasteId, MoneyPerTonne)> {
        let mut order = self.cost_per_t.clone();
        order.sort_by(|(a, of_a), (b, of_b)| of_a.total_cmp(of_b).then(a.cmp(b)));
        order
    }
}
