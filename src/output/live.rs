//! Runs a scenario and writes its tables year by year, so that memory does not grow with the years.

use std::path::Path;
use std::sync::Arc;

use super::networks::Networks;
use super::sheet::{Sheet, world_of};
use super::write::write_others;
use super::{Layout, OutputError, TABLES, write_indicators};
use crate::ids::PlantId;
use crate::record::columns::{Names, deals, decisions, events, plants, projects};
use crate::record::projects::{ProjectRow, Projects};
use crate::record::recorder::Detail;
use crate::record::rows::{DealRow, DecisionRow, EventRow, PlantRow};
use crate::record::sums::Sums;
use crate::record::year_end::YearEnd;
use crate::run::Run;
use crate::scenario::{Faults, Scenario};
use crate::simulation::{Simulation, Which};
use crate::year::balance::Breach;

/// Why a run was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LiveError {
    /// The scenario was changed in code and is not valid.
    #[error(transparent)]
    Scenario(#[from] Faults),
    /// The books did not balance.
    #[error(transparent)]
    Breach(#[from] Breach),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Runs a scenario and its twin, and writes tables, summary, network and scenario into a folder, without the manifest,
/// as [`write_files`](super::write_files) does of a run; `progress` is called after each year. Returns the run, of which
/// the yearly rows, the cluster's projects and its sums over the years are kept, and the hash of its results.
///
/// # Errors
/// The faults of the scenario, the first breach of the books, or when a file cannot be written.
pub fn live(
    folder: &Path,
    scenario: Arc<Scenario>,
    as_meant: &str,
    replicate: u64,
    layout: &Layout,
    mut progress: impl FnMut(),
) -> Result<(Run, String), LiveError> {
    let names = Names::of(&scenario);
    let mut simulation = Simulation::new(Arc::clone(&scenario), replicate, Detail::Years)?;
    let mut tables = Tables::new(folder, &names, &scenario, layout)?;
    while simulation.year().is_some() {
        simulation.step_year()?;
        tables.add(&simulation)?;
        progress();
    }
    let mut run = simulation.finish()?;
    let (sums, projects) = tables.finish()?;
    (run.cluster.sums, run.cluster.projects) = (Some(Box::new(sums)), projects);
    write_indicators(folder, &run, &names, layout)?;
    let results_hash = write_others(folder, &run, &scenario, as_meant, &names, layout)?;
    Ok((run, results_hash))
}

/// The tables of a run in progress, but that of its years.
struct Tables<'n> {
    names: &'n Names,
    plants: Sheet<PlantRow>,
    deals: Sheet<DealRow>,
    events: Sheet<EventRow>,
    decisions: Sheet<DecisionRow>,
    projects: Sheet<ProjectRow>,
    networks: Option<Networks>,
    /// Of the cluster's world, and of the twin's.
    followed: [Projects; 2],
    sums: Sums,
    /// The cluster's projects.
    ended: Vec<ProjectRow>,
}

impl<'n> Tables<'n> {
    fn new(
        folder: &Path,
        names: &'n Names,
        scenario: &Scenario,
        layout: &Layout,
    ) -> Result<Tables<'n>, OutputError> {
        let [_, second, third, fourth, fifth, sixth] = TABLES;
        Ok(Tables {
            names,
            plants: Sheet::new(folder, second, plants, names, layout)?,
            deals: Sheet::new(folder, third, deals, names, layout)?,
            events: Sheet::new(folder, fourth, events, names, layout)?,
            decisions: Sheet::new(folder, fifth, decisions, names, layout)?,
            projects: Sheet::new(folder, sixth, projects, names, layout)?,
            networks: if layout.networks { Some(Networks::new(folder, names)?) } else { None },
            followed: [Projects::default(), Projects::default()],
            sums: Sums::new(scenario.plants.len(), scenario.years),
            ended: Vec::new(),
        })
    }

    /// Adds the year that both worlds have just completed.
    fn add(&mut self, simulation: &Simulation) -> Result<(), OutputError> {
        for which in [Which::Cluster, Which::Twin] {
            let year = YearEnd::of(simulation.world(which));
            if which == Which::Cluster {
                self.sums.add(&year);
            }
            let names = self.names;
            self.plants.put(names, which, year.plants(), |index| year.plant(PlantId::new(index)))?;
            self.deals.put(names, which, year.deals(), |index| year.deal(index))?;
            self.events.put(names, which, year.events(), |index| year.event(index))?;
            self.decisions.put(names, which, year.decisions(), |index| year.decision(index))?;
            let ended = self.followed[which as usize].see(simulation.world(which));
            self.projects.put(names, which, ended.len(), |index| ended[index])?;
            if which == Which::Cluster {
                self.ended.extend(ended);
            }
            if let Some(networks) = &mut self.networks {
                let plants = PlantId::all(year.plants()).map(|plant| year.plant(plant));
                networks.add(world_of(which), plants, (0..year.deals()).map(|index| year.deal(index)))?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(Sums, Vec<ProjectRow>), OutputError> {
        self.plants.finish(self.names)?;
        self.deals.finish(self.names)?;
        self.events.finish(self.names)?;
        self.decisions.finish(self.names)?;
        self.projects.finish(self.names)?;
        self.networks.map_or(Ok(()), Networks::finish)?;
        Ok((self.sums, self.ended))
    }
}
