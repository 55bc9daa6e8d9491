//! The equations of the model, each once, as pure functions of numbers.
//!
//! They know neither region nor world, so a deal, the bound that rules one out in advance, and a later explanation all
//! call the same function. The first line of each file names the equations that it defines; section 7 of the model
//! says where each equation is.

pub mod accounts;
pub mod acquaintance;
pub mod contract;
pub mod distance;
pub mod environment;
pub mod hazard;
pub mod investment;
pub mod levers;
pub mod membership;
pub mod output;
pub mod policy;
pub mod prevention;
pub mod price;
pub mod residue;
pub mod surplus;
pub mod synergy;
pub mod time;
