//! Ends the process when an input takes too long, and prints the input: a hang causes no panic that could be caught.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Time limit for one input: most need milliseconds, but the machine may be busy.
pub const LONGEST: Duration = Duration::from_secs(60);

/// Does the work; if it is not done in time, prints the input and ends the process.
pub fn in_time<T>(input: &str, work: impl FnOnce() -> T) -> T {
    let (done, waits) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
                eprintln!("longer than {LONGEST:?} at this input:\n{input}");
                std::process::abort();
            }
        });
        // Dropped at the end and after a panic; then the other thread ends.
        let _done = done;
        work()
    })
}
