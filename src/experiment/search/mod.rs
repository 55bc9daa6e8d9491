//! Policy search: which levers reach a target at least cost, over luck and named scenarios.
//!
//! Levers are shares of their ranges, as in calibration, and [`nsga2::Nsga2`] asks for a generation and is
//! told its scores.
//!
//! No crate is used. Of those kept up in 2026 (nsga_rs 1.4, moors 0.2, heuropt 0.8) each calls the objective
//! itself, on threads of its own, so that a generation cannot be numbered, stored run by run and resumed here;
//! and they raise to powers with the platform's own library, whose last bits differ between machines.

pub mod nsga2;
mod ranking;
pub mod robust;
pub mod table;
mod variation;

pub use nsga2::{Candidate, Nsga2, Score, Settings};
pub use robust::{Aim, Bound, Robust};
