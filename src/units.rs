//! Names for the units that quantities carry. They document; the compiler treats them as `f64`.

/// Mass, tonnes.
pub type Tonnes = f64;
/// Distance, kilometres.
pub type Km = f64;
/// Money, in the scenario's currency.
pub type Money = f64;
/// Money per tonne.
pub type MoneyPerTonne = f64;
/// A share, rate or probability, 1 = all.
pub type Share = f64;

/// A gram. Less than this is what rounding leaves of large numbers: no deal and no unit is that small.
pub const GRAM: Tonnes = 1e-6;
