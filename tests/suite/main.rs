//! The tests of circulus: one binary, one file for each thing that must hold.

mod support;

mod company;
mod contracts;
mod join;
mod market;
mod projects;
mod risk;
mod settle;
mod space;
mod synergy;
mod trade;
mod value;
