//! What agents observe and compute, using the laws: small functions that read the world and change nothing.

pub mod acquaintance;
pub mod announced;
pub mod appraisal;
pub mod fortune;
pub mod hazard;
pub mod levers;
pub mod membership;
pub mod nearby;
pub mod outlook;
pub mod project;
pub mod prospect;
pub mod risk_address;
pub mod study;
#[cfg(test)]
mod trial;
pub mod value;
