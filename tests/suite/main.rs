//! One test binary: a file a kind of test.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cli;
mod common;
mod docs;
mod house;
mod plot;
mod scenario;
