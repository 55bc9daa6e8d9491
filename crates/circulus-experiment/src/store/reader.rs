//! Reads finished runs.

use std::fs::File;
use std::io::{BufReader, Read};

use super::record::{self, Entry};
use super::{Outcome, Part, Store};
use crate::error::ExperimentError;
use crate::plan::Plan;

/// Reads finished runs one by one.
#[derive(Debug)]
pub struct Reader<'s> {
    store: &'s Store,
    /// Each part with the current position in it.
    files: Vec<(BufReader<File>, u64)>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(store: &'s Store) -> Result<Reader<'s>, ExperimentError> {
        let open = |part: &Part| {
            let file = File::open(&part.path).map_err(|source| ExperimentError::at(&part.path, source))?;
            Ok((BufReader::with_capacity(1 << 13, file), 0))
        };
        let files = store.parts.iter().map(open).collect::<Result<_, ExperimentError>>()?;
        Ok(Reader { store, files })
    }

    /// How a run ended, with the plan's indicators.
    ///
    /// # Errors
    /// When it is not finished, or its record can no longer be read.
    pub fn outcome(&mut self, run: u64) -> Result<Outcome, ExperimentError> {
        let (part, at, entry) = self.entry(run)?;
        let damaged = || ExperimentError::Damaged { path: part.path.clone(), at };
        match entry {
            Entry::Values { layout, values, .. } => {
                let layout = part.layouts.get(layout as usize);
                layout.and_then(|layout| layout.read(&values)).map(Outcome::Values).ok_or_else(damaged)
            }
            Entry::Failed(_, why) => Ok(Outcome::Failed(why)),
            Entry::Layout(..) => Err(damaged()),
        }
    }

    /// How a run ended, with all numbers that are kept of it, and their names.
    ///
    /// # Errors
    /// When it is not finished, or its record can no longer be read.
    pub fn kept(&mut self, run: u64) -> Result<(&'s [String], Outcome), ExperimentError> {
        let (part, at, entry) = self.entry(run)?;
        let damaged = || ExperimentError::Damaged { path: part.path.clone(), at };
        match entry {
            Entry::Values { layout, values, .. } => {
                let layout = part.layouts.get(layout as usize).ok_or_else(damaged)?;
                Ok((&layout.names, Outcome::Values(values)))
            }
            Entry::Failed(_, why) => Ok((&[], Outcome::Failed(why))),
            Entry::Layout(..) => Err(damaged()),
        }
    }

    /// The plan's indicators over all replicates of a case, a list for each indicator; NaN where a run failed.
    ///
    /// # Errors
    /// When a run is not finished, or its record can no longer be read.
    pub fn case(&mut self, plan: &Plan, case: u64) -> Result<Vec<Vec<f64>>, ExperimentError> {
        let mut lists = vec![Vec::new(); plan.indicators.len()];
        for replicate in 0..plan.replicates {
            let outcome = self.outcome(case * plan.replicates + replicate)?;
            for (at, list) in lists.iter_mut().enumerate() {
                list.push(outcome.value(at));
            }
        }
        Ok(lists)
    }

    /// Like [`Reader::case`], for numbers that are kept of each run though the plan may not ask for them; NaN where one is
    /// not kept.
    ///
    /// # Errors
    /// When a run is not finished, or its record can no longer be read.
    pub fn kept_of_case(
        &mut self,
        plan: &Plan,
        case: u64,
        numbers: &[&str],
    ) -> Result<Vec<Vec<f64>>, ExperimentError> {
        let mut lists = vec![Vec::new(); numbers.len()];
        for replicate in 0..plan.replicates {
            let (names, outcome) = self.kept(case * plan.replicates + replicate)?;
            for (list, number) in lists.iter_mut().zip(numbers) {
                let at = names.iter().position(|name| name == number);
                list.push(at.map_or(f64::NAN, |at| outcome.value(at)));
            }
        }
        Ok(lists)
    }

    /// The record of a run, with its part and offset.
    fn entry(&mut self, run: u64) -> Result<(&'s Part, u64, Entry), ExperimentError> {
        let place = self.store.location(run);
        let Some(at) = (place & ((1 << 48) - 1)).checked_sub(1) else {
            return Err(ExperimentError::Missing(run));
        };
        let index = (place >> 48) as usize;
        let (Some(part), Some((file, reached))) = (self.store.parts.get(index), self.files.get_mut(index))
        else {
            return Err(ExperimentError::Missing(run));
        };
        let failed = |source| ExperimentError::at(&part.path, source);
        file.seek_relative(at as i64 - *reached as i64).map_err(failed)?;
        *reached = at;
        let mut bytes = vec![0; record::HEAD];
        file.read_exact(&mut bytes).map_err(failed)?;
        let damaged = || ExperimentError::Damaged { path: part.path.clone(), at };
        let length = record::length(&bytes).ok_or_else(damaged)?;
        bytes.resize(length, 0);
        file.read_exact(bytes.get_mut(record::HEAD..).unwrap_or_default()).map_err(failed)?;
        *reached += length as u64;
        match record::decode(&bytes) {
            Some(entry) if entry.key() == self.store.cases.key(run) => Ok((part, at, entry)),
            _ => Err(damaged()),
        }
    }
}
