//! Experiments of many runs: numbered in advance, with the same results in the same order for any number of threads,
//! on one machine or many.
//!
//! A [`plan::Plan`] lists the runs; [`engine::execute`] makes those that a [`store::Store`] lacks, and writes each to
//! disk as it finishes. Analyses then read the store in the order of the runs; [`results`] writes the files of a finished
//! experiment, and [`recheck`] compares them with its runs.

pub mod asked;
pub mod bands;
pub mod calibration;
pub mod comparison;
pub mod complete;
pub mod design;
pub mod dice;
pub mod engine;
pub mod error;
pub mod explore;
pub mod expression;
pub mod file;
pub mod indicators;
pub mod long;
pub mod odd;
pub mod plan;
pub mod points;
pub mod precision;
pub mod range;
pub mod recheck;
mod renew;
pub mod results;
pub mod robust;
pub mod sample;
pub mod saved;
pub mod search;
pub mod sensitivity;
pub mod series;
pub mod statistics;
pub mod store;
pub mod table;
pub mod until;
mod working;
