//! One test binary, one file per kind of test.

// A test that cannot go on should stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scenario;
