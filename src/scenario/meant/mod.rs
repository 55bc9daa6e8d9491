//! The parts of a scenario as meant: plain data, ids resolved to indices.

pub mod changes;
pub mod company;
pub mod conduct;
pub mod materials;
pub mod plants;
pub mod prevention;
