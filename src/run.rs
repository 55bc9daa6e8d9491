//! A run: a world and its twin, year after year.

use std::borrow::Cow;

use crate::phase::Phase;
use crate::random::Luck;
use crate::record::Record;
use crate::record::recorder::{Detail, Recorder};
use crate::region::Region;
use crate::rules::fortune::Fortune;
use crate::scenario::Scenario;
use crate::world::World;
use crate::world::found::found;
use crate::world::log::EventKind;
use crate::year::balance::Breach;
use crate::year::live;

/// Why the cluster of a run ended, or that it did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterEnd {
    /// There was no company.
    NoCompany,
    /// It lived to the last year.
    Lives,
    /// The company's debt passed its credit in this calendar year.
    Dissolved(i32),
}

/// A finished run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Seed.
    pub seed: u64,
    /// Replicate.
    pub replicate: u64,
    /// The world with its company.
    pub cluster: Record,
    /// The same world without it.
    pub twin: Record,
    /// What became of the cluster.
    pub end: ClusterEnd,
}

/// Which of the two worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// With the company.
    Cluster,
    /// Without it.
    Twin,
}

/// Runs a scenario with its twin, on the luck of a replicate.
///
/// # Errors
/// The first breach of the books.
pub fn run(scenario: &Scenario, replicate: u64, detail: Detail) -> Result<Run, Breach> {
    run_watched(scenario, replicate, detail, |_, _, _| {})
}

/// Like [`run`]; `watch` sees the world after each phase.
///
/// # Errors
/// The first breach of the books.
pub fn run_watched(
    scenario: &Scenario,
    replicate: u64,
    detail: Detail,
    mut watch: impl FnMut(Which, Phase, &World),
) -> Result<Run, Breach> {
    let luck = Luck::new(scenario.seed, replicate);
    let region = Region::new(scenario, &luck);
    let enabled = scenario.management.enabled;
    let mut fortunes = Fortunes { region: &region, luck: &luck, kept: Vec::new() };
    let cluster =
        run_world(&mut fortunes, enabled, detail, |phase, world| watch(Which::Cluster, phase, world))?;
    let twin = run_world(&mut fortunes, false, detail, |phase, world| watch(Which::Twin, phase, world))?;
    let end = match cluster.dissolved {
        Some(year) => ClusterEnd::Dissolved(year),
        None if enabled => ClusterEnd::Lives,
        None => ClusterEnd::NoCompany,
    };
    Ok(Run { seed: scenario.seed, replicate, cluster: cluster.record, twin: twin.record, end })
}

/// The fortunes of the years: kept for the twin, where they are not too large to keep.
struct Fortunes<'r> {
    region: &'r Region<'r>,
    luck: &'r Luck,
    kept: Vec<Fortune>,
}

impl Fortunes<'_> {
    /// Plants times years of which fortunes are kept, some ten numbers each.
    const MOST: usize = 1_000_000;

    fn year(&mut self, t: usize) -> Cow<'_, Fortune> {
        let scenario = self.region.scenario;
        if scenario.plants.len() * scenario.years > Self::MOST {
            return Cow::Owned(Fortune::of(self.region, self.luck, t));
        }
        while self.kept.len() <= t {
            self.kept.push(Fortune::of(self.region, self.luck, self.kept.len()));
        }
        Cow::Borrowed(&self.kept[t])
    }
}

struct Lived {
    record: Record,
    dissolved: Option<i32>,
}

fn run_world(
    fortunes: &mut Fortunes,
    with_company: bool,
    detail: Detail,
    mut watch: impl FnMut(Phase, &World),
) -> Result<Lived, Breach> {
    let region = fortunes.region;
    let mut world = found(region, with_company);
    let mut recorder = Recorder::new(detail);
    let mut dissolved = None;
    for t in 0..region.scenario.years {
        let mut members_at_risk = 0;
        live(&mut world, &fortunes.year(t), |phase, world| {
            if phase == Phase::Risk {
                members_at_risk = world.plants.members();
            }
            watch(phase, world);
        })?;
        recorder.see(&world, members_at_risk);
        if world.log.events.iter().any(|event| event.kind == EventKind::Dissolution) {
            dissolved = Some(world.year());
        }
    }
    Ok(Lived { record: recorder.record, dissolved })
}
