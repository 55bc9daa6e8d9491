//! Which program made the files.

use serde::{Deserialize, Serialize};

/// Digest of the library's sources: two programs with the same digest give the same results.
pub const SOURCES: &str = env!("CIRCULUS_SOURCES");

/// Version, commit, platform and command of the program that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of circulus.
    pub version: String,
    /// Commit that it was built from, or `unknown` outside a repository.
    pub commit: String,
    /// Whether the library's sources were as in that commit; `None` if unknown.
    pub clean: Option<bool>,
    /// [`SOURCES`].
    pub sources: String,
    /// Platform that it was built for, e.g. `x86_64-unknown-linux-gnu`; not recorded for an experiment.
    #[serde(default)]
    pub platform: String,
    /// Command line; not recorded for an experiment, which may be made by several commands.
    #[serde(default)]
    pub command: String,
}

impl Provenance {
    /// This program, invoked with a command line.
    pub fn new(command: impl Into<String>) -> Provenance {
        Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: env!("CIRCULUS_COMMIT").to_owned(),
            clean: match env!("CIRCULUS_CLEAN") {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            sources: SOURCES.to_owned(),
            platform: env!("CIRCULUS_PLATFORM").to_owned(),
            command: command.into(),
        }
    }
}
