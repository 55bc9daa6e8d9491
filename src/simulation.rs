//! A simulation: a world and its twin with the same draws, phase by phase; and where the scenario has `[prevention]`, a
//! third world with the same draws, whose year is lived at once when those two have completed theirs [V1].
//!
//! [`Simulation::finish`] completes the run. Between phases, either world can be inspected, the simulation can be
//! cloned (as a snapshot or a branch), and decisions can be given in place of the agents' own rules ([`Agents`]).
//!
//! ```
//! use circulus::record::recorder::Detail;
//! use circulus::scenario::{Scenario, template};
//! use circulus::simulation::{Simulation, Which};
//!
//! let scenario = Scenario::from_toml(&template())?;
//! let mut simulation = Simulation::new(&scenario, 0, Detail::Years)?;
//! while simulation.year().is_some_and(|year| year < scenario.start_year + 5) {
//!     simulation.step_year()?;
//! }
//! let branch = simulation.clone(); // from here on the two may diverge
//! let members = simulation.world(Which::Cluster).plants.members();
//! println!("{members} members after five years");
//! assert_eq!(simulation.finish()?, branch.finish()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::sync::Arc;

use crate::phase::Phase;
use crate::random::Luck;
use crate::record::Record;
use crate::record::recorder::{Detail, Recorder};
use crate::record::rows::YearRow;
use crate::region::Region;
use crate::rules::fortune::Fortune;
use crate::scenario::{Faults, Scenario};
use crate::units::Money;
use crate::world::World;
use crate::world::found::found;
use crate::world::log::EventKind;
use crate::year::{endow, open, run_phase};

pub use crate::year::agents::{
    Agents, Build, BuildAsked, BuildOption, MembershipAsked, Order, OrderAsked, OrderOption, OwnRules,
};
pub use crate::year::balance::Breach;

/// Which of the two worlds that every run has; [`Simulation::prevention`] is the third, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// With the company.
    Cluster,
    /// Without it.
    Twin,
}

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The scenario was changed in code and is not valid.
    #[error(transparent)]
    Scenario(#[from] Faults),
    /// The books did not balance.
    #[error(transparent)]
    Breach(#[from] Breach),
}

/// A world and its twin, stepped together; a clone is a snapshot or a branch. A clone copies the worlds and shares
/// scenario, region and draws.
#[derive(Debug, Clone)]
pub struct Simulation {
    pub(crate) replicate: u64,
    luck: Luck,
    region: Arc<Region>,
    pub(crate) cluster: Course,
    pub(crate) twin: Course,
    /// The third world, if the scenario has it.
    pub(crate) prevention: Option<Course>,
    /// Years since the start, and the next phase.
    t: usize,
    next: usize,
    /// The fortune of the open year.
    fortune: Option<Arc<Fortune>>,
}

/// A world in progress, and its record.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    world: World,
    pub(crate) recorder: Recorder,
    members_at_risk: usize,
    /// Year in which the cluster was dissolved.
    pub(crate) dissolved: Option<i32>,
}

impl Simulation {
    /// Creates the worlds of a scenario, with the draws of a replicate. A borrowed scenario is cloned and checked; pass an
    /// `Arc` to share it among replicates, and to check it once.
    ///
    /// # Errors
    /// The faults of a scenario changed in code. A loaded scenario has none, unless it has more links than ids can
    /// number.
    pub fn new(
        scenario: impl Into<Arc<Scenario>>,
        replicate: u64,
        detail: Detail,
    ) -> Result<Simulation, Faults> {
        let scenario = scenario.into();
        scenario.check_shared()?;
        let luck = Luck::new(scenario.seed, replicate);
        let region = Region::new(scenario, &luck)?;
        let course = |with_company| Course {
            world: found(&region, with_company),
            recorder: Recorder::new(detail),
            members_at_risk: 0,
            dissolved: None,
        };
        let (cluster, twin) = (course(region.scenario.management.enabled), course(false));
        let prevention = region.scenario.prevention.as_ref();
        let prevention =
            prevention.map(|_| Course { recorder: Recorder::new(Detail::Years), ..course(false) });
        Ok(Simulation { replicate, luck, region, cluster, twin, prevention, t: 0, next: 0, fortune: None })
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.region.scenario
    }

    /// The region, which all worlds share.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The current state of a world.
    pub fn world(&self, which: Which) -> &World {
        &self.course(which).world
    }

    /// The record of a world: a row for each completed year.
    pub fn record(&self, which: Which) -> &Record {
        &self.course(which).recorder.record
    }

    /// The third world after the last completed year, where the scenario has `[prevention]` [V1].
    pub fn prevention(&self) -> Option<&World> {
        self.prevention.as_ref().map(|course| &course.world)
    }

    /// The record of the third world, which has rows of years alone.
    pub fn prevention_record(&self) -> Option<&Record> {
        self.prevention.as_ref().map(|course| &course.recorder.record)
    }

    /// Calendar year of the next phase; `None` when all years are complete.
    pub fn year(&self) -> Option<i32> {
        self.next_phase().map(|_| self.scenario().start_year + self.t as i32)
    }

    /// The next phase; `None` when all years are complete.
    pub fn next_phase(&self) -> Option<Phase> {
        (self.t < self.scenario().years).then(|| Phase::ALL[self.next])
    }

    /// Runs the next phase in both worlds, with every agent following its own rule, and returns it; `None` when all
    /// years are complete. After the last phase of a year the third world, if there is one, lives that year.
    ///
    /// # Errors
    /// The first breach of the books.
    pub fn step_phase(&mut self) -> Result<Option<Phase>, Breach> {
        self.step_phase_with(&mut OwnRules, &mut OwnRules)
    }

    /// The same, with decisions given for agents of the cluster's world and of the twin's.
    ///
    /// # Errors
    /// The first breach of the books.
    pub fn step_phase_with(
        &mut self,
        in_cluster: &mut dyn Agents,
        in_twin: &mut dyn Agents,
    ) -> Result<Option<Phase>, Breach> {
        let Some(phase) = self.next_phase() else { return Ok(None) };
        let fortune = match &self.fortune {
            Some(fortune) => Arc::clone(fortune),
            None => {
                let fortune = Arc::new(Fortune::of(&self.region, &self.luck, self.t));
                open(&mut self.cluster.world, fortune.t);
                open(&mut self.twin.world, fortune.t);
                self.fortune = Some(Arc::clone(&fortune));
                fortune
            }
        };
        self.cluster.step(phase, &fortune, in_cluster)?;
        self.twin.step(phase, &fortune, in_twin)?;
        self.next += 1;
        if self.next == Phase::ALL.len() {
            if let Some(third) = &mut self.prevention {
                let paid = self.cluster.recorder.record.years.last().map_or(0.0, YearRow::paid_by_company);
                third.live(&fortune, paid)?;
            }
            (self.t, self.next, self.fortune) = (self.t + 1, 0, None);
        }
        Ok(Some(phase))
    }

    /// Runs the rest of the year in both worlds, with every agent following its own rule.
    ///
    /// # Errors
    /// The first breach of the books.
    pub fn step_year(&mut self) -> Result<(), Breach> {
        self.step_year_with(&mut OwnRules, &mut OwnRules)
    }

    /// The same, with decisions given for agents of the cluster's world and of the twin's.
    ///
    /// # Errors
    /// The first breach of the books.
    pub fn step_year_with(
        &mut self,
        in_cluster: &mut dyn Agents,
        in_twin: &mut dyn Agents,
    ) -> Result<(), Breach> {
        let t = self.t;
        while self.t == t && self.step_phase_with(in_cluster, in_twin)?.is_some() {}
        Ok(())
    }

    fn course(&self, which: Which) -> &Course {
        match which {
            Which::Cluster => &self.cluster,
            Which::Twin => &self.twin,
        }
    }
}

impl Course {
    /// A year of the third world, with the money that the company paid in it.
    fn live(&mut self, fortune: &Fortune, paid: Money) -> Result<(), Breach> {
        open(&mut self.world, fortune.t);
        endow(&mut self.world, paid);
        Phase::ALL.into_iter().try_for_each(|phase| self.step(phase, fortune, &mut OwnRules))
    }

    fn step(&mut self, phase: Phase, fortune: &Fortune, agents: &mut dyn Agents) -> Result<(), Breach> {
        run_phase(&mut self.world, phase, fortune, agents)?;
        match phase {
            Phase::Risk => self.members_at_risk = self.world.plants.members(),
            Phase::Settle => {
                self.recorder.see(&self.world, self.members_at_risk)?;
                if self.world.log.events.iter().any(|event| event.kind == EventKind::Dissolution) {
                    self.dissolved = Some(self.world.year());
                }
            }
            _ => {}
        }
        Ok(())
    }
}
