//! Dated changes, as meant [N6].

use crate::ids::{InfrastructureId, PlantId, ProductId, WasteId};

/// A dated change: from the market phase of a year on, a key has another value [N6]. Changes of the policy are in
/// [`Scenario::policy`](crate::scenario::Scenario::policy).
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Calendar year.
    pub year: i32,
    /// What the key belongs to.
    pub at: Changed,
    /// The key, as in the file; the table of parameters says which may change.
    pub key: &'static str,
    /// Its value from then on.
    pub to: Amount,
}

/// What may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// A product: `price` or `demand`.
    Product(ProductId),
    /// A waste: `disposal_fee` or `placement_cost`.
    Waste(WasteId),
    /// A mode of transport, by its index: `fixed` or `per_km`.
    Mode(usize),
    /// A stream that the scenario gives to a plant: `t_per_year` or `own_reuse`.
    Stream(PlantId, WasteId),
    /// The company.
    Management,
    /// Share of the free budget for a kind of infrastructure: `shares`.
    Share(InfrastructureId),
}

/// The value of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// A word.
    Word(String),
}
