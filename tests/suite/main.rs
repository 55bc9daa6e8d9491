//! One test binary: a file a kind of test.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]
// Numbers are checked against the standard library's functions, which the model itself must not use.
#![allow(clippy::disallowed_methods)]

mod cli;
mod common;
mod company;
mod concordance;
mod contracts;
mod determinism;
mod docs;
mod golden;
mod house;
mod join;
mod limits;
mod market;
mod minimal;
mod monotone;
mod order;
mod output;
mod patterns;
mod plot;
mod projects;
mod properties;
mod risk;
mod scenario;
mod settle;
mod space;
mod support;
mod synergy;
mod trade;
mod value;
