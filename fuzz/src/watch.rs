//! Stops the process when an input takes too long, with the input on the screen: a hang has no panic to catch.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Longest that one input may take: most need milliseconds, and the machine may be busy.
pub const LONGEST: Duration = Duration::from_secs(60);

/// Does the work; says the input and ends the process if it is not done in time.
pub fn in_time<T>(input: &str, work: impl FnOnce() -> T) -> T {
    let (done, waits) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
                eprintln!("longer than {LONGEST:?} at this input:\n{input}");
                std::process::abort();
            }
        });
        // Dropped at the end and by a panic alike; then the other thread ends.
        let _done = done;
        work()
    })
}
