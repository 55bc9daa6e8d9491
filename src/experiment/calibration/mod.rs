//! Calibration by approximate Bayesian computation: which values of parameters give results like those observed.
//!
//! Parameters are kept as shares of their prior's range, so that every prior (uniform, log-uniform, whole
//! numbers) is uniform on the unit cube; [`crate::experiment::range::Range`] turns a share into a value.
//! [`sequential::Sequential`] asks for a generation of parameters, is told what came of them, and depends on
//! nothing else: told the same, it asks for the same.

mod kernel;
pub mod posterior;
pub mod sequential;
pub mod table;
pub mod target;

pub use posterior::Posterior;
pub use sequential::{Generation, Sequential, Settings, Stop};
pub use target::Target;
