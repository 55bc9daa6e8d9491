//! One test binary: a file a kind of test.

// A test that cannot go on should stop; what it expects is computed with the standard library.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod calibrate;
mod cli;
mod common;
mod company;
mod compare;
mod concordance;
mod contracts;
mod determinism;
mod disk;
mod docs;
mod ensemble;
mod explain;
mod files;
mod golden;
mod house;
mod join;
mod kill;
mod lessons;
mod limits;
mod market;
mod minimal;
mod monotone;
mod order;
mod output;
mod pages;
mod patterns;
mod plot;
mod projects;
mod properties;
mod report;
mod risk;
mod scale;
mod scenario;
mod search;
mod sensitivity;
mod settle;
mod space;
mod support;
mod sweep;
mod synergy;
mod threads;
mod trade;
mod units;
mod val_calibration;
mod val_independent;
mod val_search;
mod val_sensitivity;
mod valley;
mod value;
mod web;
mod why;
