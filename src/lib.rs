//! circulus: an agent-based simulation of a circulation industry cluster in the mineral sector.
//!
//! A [`scenario`] describes a region: plants and their waste, technologies that turn waste into
//! products, a management company and the infrastructure it may build, risks, policy. A [run](mod@run)
//! simulates its years twice with the same luck: with the company, and without it as the *twin*. A year is a
//! short list of phases ([`phase::Phase`]; `src/year/mod.rs` has the table). A [`simulation`] may be stepped,
//! branched and answered in place of its agents. What is observed is a [`record`], and every column of it has a
//! name, a unit and a meaning in [`record::columns`].
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
//! Modules stand in levels, and each uses only lower ones; `docs/develop/architecture.md` says what each of them
//! must not know.

pub mod experiment;
pub mod explain;
pub mod ids;
pub mod maths;
pub mod numbers;
pub mod output;
pub mod phase;
pub mod random;
pub mod record;
pub mod region;
pub mod remembered;
pub mod run;
pub mod scenario;
pub mod simulation;
pub mod texts;
pub mod units;
pub mod world;

// The rest is nobody else's: it may change with any version. The house's own tests and benches look inside.
#[cfg(not(feature = "internals"))]
mod chacha;
#[cfg(feature = "internals")]
pub mod chacha;
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
