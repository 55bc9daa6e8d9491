//! One test binary: a file a kind of test.

// A test that cannot go on should stop; what it expects is computed with the standard library.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod cli;
mod common;
mod company;
mod contracts;
mod determinism;
mod docs;
mod golden;
mod house;
mod join;
mod limits;
mod market;
mod minimal;
mod order;
mod output;
mod plot;
mod projects;
mod risk;
mod scenario;
mod settle;
mod space;
mod support;
mod synergy;
mod trade;
mod value;
