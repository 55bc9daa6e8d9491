//! Where claims about a cluster hold, over everything that is uncertain.

pub mod claim;
pub mod expression;
pub mod found;
pub mod judge;
pub mod odds;
pub mod story;
pub mod table;
