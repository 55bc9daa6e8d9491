//! Type aliases for quantities by unit. They are documentation only; to the compiler all are `f64`.

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

/// One gram: smaller amounts are rounding errors, as no deal and no unit is that small.
pub const GRAM: Tonnes = 1e-6;
