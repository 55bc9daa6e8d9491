//! The equations of the model, each once, as pure functions of numbers.
//!
//! They know neither region nor world, so that a deal, a bound that says beforehand that there will be none, and an
//! explanation afterwards all ask the same function. The opening line of a file names the equations that it defines;
//! section 7 of the model says where each of them is.

pub mod acquaintance;
pub mod distance;
pub mod hazard;
pub mod investment;
pub mod levers;
pub mod membership;
pub mod output;
pub mod price;
pub mod surplus;
pub mod synergy;
