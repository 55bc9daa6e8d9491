//! circulus: an agent-based simulation of a circulation industry cluster in the mineral sector.

pub mod cli;
pub mod maths;
pub mod output;
pub mod phase;
pub mod plot;
pub mod random;
pub mod record;
pub mod rules;
pub mod run;
pub mod scenario;
pub mod units;
pub mod world;
pub mod year;
