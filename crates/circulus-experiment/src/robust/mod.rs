//! Where claims about a cluster hold, over everything that is uncertain.
//!
//! A [`claim`] is a sentence with comparisons of indicators ([`crate::expression`]). [`judge`] says of each point of a sample
//! whether it holds there, [`odds`] in what share of the points, by key. [`crate::sensitivity::pawn`] says which keys decide,
//! [`prim`] and [`tree`] where it holds, [`filtering`] which values it leaves; [`found`] puts them together, [`table`],
//! [`story`] and [`study`] tell them.

pub mod claim;
pub mod filtering;
pub mod found;
pub mod judge;
pub mod odds;
pub mod prim;
pub mod story;
pub mod study;
pub mod table;
pub mod tree;
