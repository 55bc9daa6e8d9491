//! Policy search: values of keys that reach a target at the lowest cost, over replicates and named cases.
//!
//! Keys are shares of their ranges, as in calibration; [`nsga2::Nsga2`] asks for a generation and is told its scores.
//!
//! We use no crate for this. Of those maintained in 2026, nsga_rs 1.4, moors 0.2 and heuropt 0.8 each call the
//! objective themselves, on their own threads, so a generation cannot be numbered, stored run by run and resumed here;
//! and they compute powers with the platform's library, whose last bits differ between machines.

pub mod nsga2;
mod ranking;
pub mod robust;
pub mod table;
pub(crate) mod variation;

pub use nsga2::{Candidate, Nsga2, Score, Settings};
pub use robust::{Aim, Bound, Robust};
