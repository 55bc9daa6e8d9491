//! Many runs: numbered before the first one starts, the same results in the same order at any
//! thread count, on one machine or many.
//!
//! A [`plan::Plan`] says what is run; [`engine::execute`] runs what a [`store::Store`] does not have
//! yet, and each finished run is on disk before the next begins. What is computed from results reads
//! the store afterwards, in the order of the runs.

pub mod asked;
pub mod bands;
pub mod calibration;
pub mod comparison;
pub mod design;
pub mod dice;
pub mod engine;
pub mod error;
pub mod file;
pub mod indicators;
pub mod plan;
pub mod points;
pub mod range;
pub mod saved;
pub mod search;
pub mod sensitivity;
pub mod statistics;
pub mod store;
pub mod table;
