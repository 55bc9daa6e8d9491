//! circulus: an agent-based simulation of a circulation industry cluster in the mineral sector.
//!
//! A [`scenario`] describes a region: plants and their waste, technologies that turn waste into products, a management
//! company and the infrastructure it may build, risks, policy. A [run](mod@run) simulates its years twice with the
//! same random draws: with the company, and without it as the *twin*. A year is a short list of phases
//! ([`phase::Phase`]; `src/year/mod.rs` has the table). A [`simulation`] can be run step by step, cloned into
//! branches, and given decisions in place of its agents' rules. Its results are a [`record`]; every column has a name,
//! a unit and a meaning in [`record::columns`].
//!
//! ```
//! use circulus::record::recorder::Detail;
//! use circulus::run::run;
//! use circulus::scenario::{Scenario, template};
//!
//! // The scenario that `circulus new` writes; `Scenario::load` reads a file.
//! let scenario = Scenario::from_toml(&template())?;
//! let lived = run(&scenario, 0, Detail::Years)?;
//! let reused = |row: &circulus::record::rows::YearRow| row.total().reused_t();
//! for (with, without) in lived.cluster.years.iter().zip(&lived.twin.years) {
//!     println!("{}: {:.0} t reused, {:.0} t in the twin", with.year, reused(with), reused(without));
//! }
//! assert_eq!(lived.cluster.years.len(), scenario.years);
//!
//! // The same scenario, seed and replicate: the same run, to the bit.
//! assert_eq!(run(&scenario, 0, Detail::Years)?, lived);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Modules are arranged in levels, and each uses only lower ones; `docs/develop/architecture.md` says what each must
//! not depend on.

pub mod explain;
pub mod ids;
pub mod maths;
pub mod numbers;
pub mod output;
pub mod phase;
pub mod record;
pub mod region;
pub mod remembered;
pub mod review;
pub mod run;
pub mod scenario;
pub mod simulation;
pub mod texts;
pub mod units;
pub mod world;

pub use circulus_draws as random;

// Everything else is internal and may change in any version. The `internals` feature opens it to our own tests and
// benches.
#[cfg(not(feature = "internals"))]
mod laws;
#[cfg(feature = "internals")]
pub mod laws;
#[cfg(not(feature = "internals"))]
mod parallel;
#[cfg(feature = "internals")]
pub mod parallel;
#[cfg(not(feature = "internals"))]
mod rules;
#[cfg(feature = "internals")]
pub mod rules;
#[cfg(not(feature = "internals"))]
mod year;
#[cfg(feature = "internals")]
pub mod year;
