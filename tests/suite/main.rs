//! The tests of circulus: one binary, one file for each thing that must hold.

// Numbers are checked against the standard library's functions, which the model itself must not use.
#![allow(clippy::disallowed_methods)]

mod support;

mod company;
mod contracts;
mod join;
mod market;
mod order;
mod projects;
mod risk;
mod settle;
mod space;
mod synergy;
mod trade;
mod value;
