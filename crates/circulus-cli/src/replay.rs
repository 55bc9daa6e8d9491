//! Replays a finished calibration or search: its state asks for points and is told the results on disk; the points it
//! asks for must be the ones that were run.

use std::path::Path;

use super::generations::{Runs, at, confirmation, outcomes};
use super::remake::Sample;
use circulus::output::verify::Verdict;
use circulus_experiment::plan::Plan;
use circulus_experiment::recheck;
use circulus_experiment::saved::POINTS;
use circulus_experiment::store::{Audit, Outcome, PARTS, Store, generation};

/// Generations read from a finished experiment.
pub struct Replay<'a> {
    folder: &'a Path,
    /// All generations.
    plan: &'a Plan,
    /// Sources of the program that made them.
    sources: &'a str,
    /// All their runs.
    store: &'a Store,
    sample: Sample,
    verdict: &'a mut Verdict,
    /// Number of points requested so far.
    points: u64,
    generations: usize,
}

impl<'a> Replay<'a> {
    /// A replay at the start.
    pub fn new(
        folder: &'a Path,
        plan: &'a Plan,
        sources: &'a str,
        store: &'a Store,
        sample: Sample,
        verdict: &'a mut Verdict,
    ) -> Self {
        Replay { folder, plan, sources, store, sample, verdict, points: 0, generations: 0 }
    }

    /// Reports points that no generation asked for.
    pub fn finish(self) {
        let (asked, there) = (self.points, self.plan.points.len());
        if self.generations > 0 && asked < there {
            self.verdict.differs(format!("{POINTS} has {there} points, and the generations ask for {asked}"));
        }
    }

    /// The runs in a folder below the experiment's, with any faults.
    fn audit(&mut self, below: &Path, plan: &Plan) -> anyhow::Result<Option<Audit>> {
        let name = below.strip_prefix(self.folder).unwrap_or(below).display().to_string();
        if !below.join(PARTS).is_dir() {
            self.verdict.wrong.push(format!("{name}/ is missing"));
            return Ok(None);
        }
        let audit = Store::audit(below, plan, self.sources)?;
        let named = |told: &String| format!("{name}/{told}");
        self.verdict.wrong.extend(audit.wrong.iter().map(named));
        self.verdict.notes.extend(audit.notes.iter().map(named));
        Ok(Some(audit))
    }
}

impl Runs for Replay<'_> {
    fn run(&mut self, points: Vec<Vec<String>>) -> anyhow::Result<Vec<Outcome>> {
        let first = self.points;
        for (point, values) in (first..).zip(&points) {
            for (at, (key, value)) in self.plan.keys.iter().zip(values).enumerate() {
                let there = self.plan.points.value(point, at);
                if there != *value {
                    anyhow::bail!(
                        "{POINTS}, point {point}, {key}: is '{there}', and the generations ask for {value}"
                    );
                }
            }
        }
        self.generations += 1;
        self.points += points.len() as u64;
        let own = at(self.plan, &points);
        let before = self.plan.run(first, 0, 0);
        let mut reader = self.store.reader()?;
        let found = (0..own.runs()).map(|run| reader.outcome(before + run)).collect::<Result<Vec<_>, _>>()?;
        let folder = generation(self.folder, self.generations);
        if let Some(audit) = self.audit(&folder, &own)?.filter(Audit::is_complete) {
            for (run, (own, outcome)) in (0..).zip(outcomes(&own, &audit.store)?.iter().zip(&found)) {
                if !own.is_same(outcome) {
                    let (part, at) = audit.store.place(run);
                    let below = folder.strip_prefix(self.folder).unwrap_or(&folder).display();
                    let whole = before + run;
                    self.verdict.wrong.push(format!(
                        "{below}/{part}, run {run}, byte {at}: the record is not that of run {whole} of the experiment"
                    ));
                }
            }
        }
        Ok(found)
    }

    fn again(&mut self, plan: Plan, points: Vec<Vec<String>>) -> anyhow::Result<Vec<Outcome>> {
        let plan = at(&plan, &points);
        let folder = confirmation(self.folder, &plan.fingerprint_by(self.sources));
        let Some(audit) = self.audit(&folder, &plan)?.filter(Audit::is_complete) else {
            anyhow::bail!("the runs on unseen luck cannot be read");
        };
        let (share, seed) = (self.sample.share, self.sample.seed);
        recheck::rerun_records(self.folder, &audit.store, &plan, share, seed, self.verdict)?;
        outcomes(&plan, &audit.store)
    }
}
