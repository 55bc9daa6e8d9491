//! Pattern space exploration (Chérel, Cottineau and Reuillon 2015, PLoS ONE 10: e0138212): inputs that give as many different
//! patterns as possible, whatever they are worth.
//!
//! A pattern is a cell of a grid over two or more indicators. New points come from points in rare cells, so that the search
//! goes on where it finds something new. [`pse::Pse`] asks for a generation and is told the patterns.

pub mod grid;
pub mod pse;
pub mod table;

pub use grid::{Axis, Pattern};
pub use pse::{Held, Pse, Settings};
