//! One test binary: a file a kind of test.

mod plot;
mod scenario;
