//! One test binary: a file a kind of test.

mod output;
mod plot;
mod scenario;
