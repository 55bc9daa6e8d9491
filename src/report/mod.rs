//! What happened in a run, for people who were not there: sentences made from the numbers.

pub mod story;
