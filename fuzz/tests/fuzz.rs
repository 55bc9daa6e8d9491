//! The targets: each replays earlier findings, then tries new inputs for some time. See `CONTRIBUTING.md`.

// A target that cannot start should fail.
#![allow(clippy::unwrap_used)]

use std::fmt;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use bolero::{ValueGenerator, produce};
use circulus_fuzz::check::{self, Desk};
use circulus_fuzz::mutate::{Bytes, mutate};
use circulus_fuzz::watch::in_time;
use circulus_fuzz::{root, seeds};

/// Maximum number of bytes that direct the mutation of an input.
const MOST_BYTES: usize = 256;

/// An input, printed as text, so that it can be saved as a finding.
struct Input(String);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

/// Good inputs, mutated as directed by the fuzzer's bytes.
fn inputs(good: fn(&mut Bytes<'_>) -> String) -> impl ValueGenerator<Output = Input> {
    produce::<Vec<u8>>().with().len(0..MOST_BYTES).map_gen(move |bytes: Vec<u8>| {
        let mut bytes = Bytes::new(&bytes);
        let (text, other) = (good(&mut bytes), good(&mut bytes));
        Input(mutate(&text, &other, &mut bytes))
    })
}

/// Checks earlier findings.
fn replay(kind: &str, check: &impl Fn(&str)) -> usize {
    let folder = root().join("fuzz/findings").join(kind);
    let mut found: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(!found.is_empty(), "{} is empty", folder.display());
    for path in &found {
        println!("{}", path.strip_prefix(root()).unwrap().display());
        let text = fs::read_to_string(path).unwrap();
        in_time(&text, || check(&text));
    }
    found.len()
}

/// A target: its type, its good inputs, and its check.
macro_rules! target {
    ($kind:ident, $good:path, $check:expr) => {
        #[test]
        fn $kind() {
            let check = $check;
            let old = replay(stringify!($kind), &check);
            let new = AtomicU64::new(0);
            bolero::check!().with_generator(inputs($good)).for_each(|input: &Input| {
                new.fetch_add(1, Ordering::Relaxed);
                in_time(&input.0, || check(&input.0));
            });
            println!("{}: {old} findings and {} new inputs", stringify!($kind), new.into_inner());
        }
    };
}

target!(scenario, seeds::scenario, check::scenario);
target!(set, seeds::sets, check::set);
target!(design, seeds::design, {
    let desk = Desk::new();
    move |text: &str| check::design(&desk, text)
});
target!(claims, seeds::claims, {
    let desk = Desk::new();
    move |text: &str| check::claims(&desk, text)
});
target!(points, seeds::points, {
    let desk = Desk::new();
    move |text: &str| check::points(&desk, text)
});
target!(saved, seeds::saved, {
    let desk = Desk::new();
    move |text: &str| check::saved(&desk, text)
});
target!(request, seeds::requests, check::request);
