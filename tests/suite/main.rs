//! The tests of circulus: one binary, one file for each thing that must hold.

// Numbers are checked against the standard library's functions, which the model itself must not use.
#![allow(clippy::disallowed_methods)]

mod support;

mod company;
mod concordance;
mod contracts;
mod determinism;
mod golden;
mod join;
mod limits;
mod market;
mod minimal;
mod monotone;
mod order;
mod plot;
mod projects;
mod properties;
mod risk;
mod scenario;
mod settle;
mod space;
mod synergy;
mod trade;
mod value;
