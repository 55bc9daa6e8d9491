//! Calibration by approximate Bayesian computation: parameter values whose results resemble observations.
//!
//! Parameters are represented as shares of their prior's range, so that every prior (uniform, log-uniform, whole
//! numbers) is uniform on the unit cube; [`crate::range::Range`] maps a share to a value.
//! [`sequential::Sequential`] asks for a generation of parameters and is told the results. It depends on nothing else:
//! given the same results, it asks for the same parameters.

mod kernel;
pub mod posterior;
pub mod sequential;
pub mod table;
pub mod target;

pub use posterior::Posterior;
pub use sequential::{Generation, Sequential, Settings, Stop};
pub use target::Target;
