//! The state of a region, without any rule.

pub mod log;
