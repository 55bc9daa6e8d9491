//! One test binary, a file per kind of test.

mod output;
