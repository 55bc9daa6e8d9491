//! One test binary; one file per kind of test.

mod plot;
