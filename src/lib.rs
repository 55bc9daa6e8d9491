//! circulus: an agent-based simulation of a circulation industry cluster in the mineral sector.

pub mod scenario;
pub mod units;
