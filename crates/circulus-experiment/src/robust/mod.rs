//! Where claims about a cluster hold, over everything that is uncertain.

pub mod claim;
pub mod expression;
pub mod judge;
pub mod odds;
