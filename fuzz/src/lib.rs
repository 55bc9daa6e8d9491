//! Inputs that nobody means to write, by the thousand: none may stop circulus without a word.
//!
//! What a fuzzer gives is bytes, and bytes rarely get past the first parser. So they steer changes to good files
//! instead ([`mutate`](mod@mutate)): the house's own scenarios, designs, points and requests ([`seeds`]). What must hold of
//! the result is in [`check`], which takes the finished text: a finding is kept as a file that people can read, in
//! `fuzz/findings/`, and stays a finding when the mutator changes.

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
