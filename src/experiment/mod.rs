//! Many runs: numbered before the first one starts, the same results in the same order at any
//! thread count, on one machine or many.

pub mod dice;
