//! Where claims about a cluster hold, over everything that is uncertain.

pub mod expression;
