//! Feeds circulus thousands of malformed inputs: none may make it fail without a message.
//!
//! A fuzzer produces bytes, and raw bytes rarely get past the first parser. So they select mutations of good files
//! instead ([`mutate`](mod@mutate)): our own scenarios, designs, points and requests ([`seeds`]). The properties that
//! must hold are in [`check`], which takes the resulting text. So a finding is stored as a readable file in
//! `fuzz/findings/`, and stays valid when the mutator changes.

pub mod check;
pub mod mutate;
pub mod seeds;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The project's folder.
#[must_use]
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    &ROOT
}
