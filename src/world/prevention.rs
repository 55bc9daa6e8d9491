//! Prevention at the source, in a world that has it [V1].

use crate::laws::prevention::Prevented;
use crate::units::Money;

/// The money of a year, and what it did.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prevention {
    /// Money that there is in the year.
    pub money: Money,
    /// What it came to.
    pub year: Prevented,
}
