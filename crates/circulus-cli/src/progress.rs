//! Progress of an experiment, on standard error: a bar on a terminal, otherwise a line at intervals.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use circulus::numbers::{count, fixed, whole};
use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

/// Counts finished runs.
pub struct Progress {
    what: String,
    bar: ProgressBar,
    terminal: bool,
    /// Total number of runs, and of those finished earlier.
    runs: u64,
    before: u64,
    made: AtomicU64,
    failed: AtomicU64,
    start: Instant,
    every: Duration,
    over: AtomicBool,
}

impl Progress {
    /// Starts with `before` of `runs` finished; without a terminal, a line is printed at intervals of `every`.
    #[allow(clippy::disallowed_methods)] // progress alone may look at the clock
    pub fn new(what: &str, runs: u64, before: u64, every: Duration) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        let bar = if terminal { ProgressBar::new(runs) } else { ProgressBar::hidden() };
        let template = "{prefix} {bar:30} {human_pos}/{human_len} runs, {rate} runs/s, {eta} left, {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            // Writing to a bar's line cannot fail.
            let rate = |state: &ProgressState, line: &mut dyn Write| {
                let _ = write!(line, "{:.1}", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate));
        }
        bar.set_message("0 failed");
        bar.set_prefix(what.to_owned());
        bar.set_position(before);
        bar.reset_eta();
        if terminal {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        let (made, failed) = (AtomicU64::new(0), AtomicU64::new(0));
        let (start, over) = (Instant::now(), AtomicBool::new(false));
        Progress { what: what.to_owned(), bar, terminal, runs, before, made, failed, start, every, over }
    }

    /// Counts a finished run.
    pub fn run(&self, failed: bool) {
        self.made.fetch_add(1, Ordering::Relaxed);
        if failed {
            let failed = self.failed.fetch_add(1, Ordering::Relaxed) + 1;
            self.bar.set_message(format!("{} failed", whole(failed)));
        }
        self.bar.inc(1);
    }

    /// Does `work` while progress is shown, then removes the bar.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        let done = std::thread::scope(|scope| {
            let lines = (!self.terminal).then(|| scope.spawn(|| self.lines()));
            let done = work();
            self.over.store(true, Ordering::Release);
            if let Some(lines) = lines {
                lines.thread().unpark();
            }
            done
        });
        self.bar.finish_and_clear();
        done
    }

    #[allow(clippy::disallowed_methods)] // progress alone may look at the clock
    fn lines(&self) {
        let mut next = self.start + self.every;
        while !self.over.load(Ordering::Acquire) {
            let now = Instant::now();
            if now >= next {
                eprintln!("{}", self.line(now.duration_since(self.start)));
                next = now + self.every;
            }
            std::thread::park_timeout(next.saturating_duration_since(now));
        }
    }

    fn line(&self, spent: Duration) -> String {
        let made = self.made.load(Ordering::Relaxed);
        let done = self.before + made;
        let rate = made as f64 / spent.as_secs_f64();
        let left = match made {
            0 => "unknown time".to_owned(),
            _ => {
                let seconds = self.runs.saturating_sub(done) as f64 / rate;
                HumanDuration(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)).to_string()
            }
        };
        let (what, runs, failed) = (&self.what, self.runs, self.failed.load(Ordering::Relaxed));
        format!(
            "{what}: {} of {}, {} runs/s, {left} left, {} failed",
            whole(done),
            count(runs, "run", "runs"),
            fixed(rate, 1),
            whole(failed)
        )
    }
}
