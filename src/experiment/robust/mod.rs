//! Where in a wide space of uncertain inputs a claim holds: statistics of one table of points. They know nothing of
//! runs or files.
//!
//! Inputs are a list of numbers for each key, the n-th number of each for the n-th point. A point that lacks a finite
//! number for a key or for the outcome is left out and counted.

pub mod complete;
pub mod pawn;
pub mod prim;
pub mod tree;
