//! Reads indicators from runs.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Indicator, Side, plants};
use circulus::record::Record;
use circulus::record::columns::{
    self, Cell, Column, Names, World, Year, cells, distribution, indicators, summary,
};
use circulus::record::recorder::Detail;
use circulus::record::tally::Distribution;
use circulus::run::{ClusterEnd, Run};

/// Reads the indicators from runs of one scenario; reusable.
#[derive(Debug)]
pub struct Meter<'a> {
    names: &'a Names,
    wanted: &'a [Indicator],
    /// Index of each indicator's column.
    columns: Vec<Option<usize>>,
    /// Those columns of the summary that are wanted.
    wholes: Vec<Column<'a, Record>>,
    distribution: Vec<Column<'a, Distribution>>,
    yearly: bool,
    /// Of each indicator that is computed from others, the meter of those.
    parts: Vec<Option<Meter<'a>>>,
}

impl<'a> Meter<'a> {
    /// A meter for runs of a scenario with these names.
    pub fn new(names: &'a Names, wanted: &'a [Indicator]) -> Meter<'a> {
        fn places<R>(columns: &[Column<'_, R>]) -> BTreeMap<String, usize> {
            columns.iter().enumerate().map(|(at, column)| (column.name.clone(), at)).collect()
        }
        let yearly = wanted.iter().any(|indicator| indicator.year.is_some());
        let years = if yearly { places(&indicators(names)) } else { BTreeMap::new() };
        let of_wholes =
            |indicator: &&Indicator| indicator.year.is_none() && indicator.side != Side::Distribution;
        let asked: BTreeSet<&str> = wanted.iter().filter(of_wholes).map(Indicator::column).collect();
        let mut wholes = summary(names);
        wholes.retain(|column| asked.contains(column.name.as_str()));
        let distribution = distribution(names);
        let (whole, of_both) = (places(&wholes), places(&distribution));
        let place = |indicator: &Indicator| {
            if indicator.plant.is_some() {
                return Some(0); // found by name, row by row
            }
            let places = match (indicator.side, indicator.year) {
                (Side::Distribution, _) => &of_both,
                (_, Some(_)) => &years,
                (_, None) => &whole,
            };
            places.get(&indicator.column).copied()
        };
        let columns = wanted.iter().map(place).collect();
        let parts = wanted.iter().map(|indicator| {
            let derived = indicator.derived.as_ref()?;
            Some(Meter::new(names, &derived.parts))
        });
        let parts = parts.collect();
        Meter { names, wanted, columns, wholes, distribution, yearly, parts }
    }

    /// How much of a run must be recorded for it.
    pub fn detail(&self) -> Detail {
        if self.wanted.iter().any(Indicator::is_of_plant) { Detail::Full } else { Detail::Years }
    }

    /// The indicators of a run, in order; NaN if missing.
    pub fn read(&self, run: &Run) -> Vec<f64> {
        let yearly = if self.yearly { indicators(self.names) } else { Vec::new() };
        let whole = |record| LazyCell::new(move || cells(self.names, &self.wholes, record));
        let wholes = (whole(&run.cluster), whole(&run.twin), run.prevention.as_ref().map(whole));
        let of_plants = match self.wanted.iter().any(|indicator| indicator.plant.is_some()) {
            true => columns::plants(self.names),
            false => Vec::new(),
        };
        let of_world = |world: World, indicator: &Indicator, column: usize| {
            let (record, whole) = match world {
                World::Cluster => (&run.cluster, &wholes.0),
                World::Twin => (&run.twin, &wholes.1),
                World::Prevention => (run.prevention.as_ref()?, wholes.2.as_ref()?),
            };
            if indicator.plant.is_some() {
                return plants::value(indicator, (world, record), self.names, &of_plants);
            }
            let Some(year) = indicator.year else { return number(whole.get(column)?) };
            let first = record.years.first()?.year;
            let at = usize::try_from(year.checked_sub(first)?).ok()?;
            let row = Year { world, row: record.years.get(at)?, twin: run.twin.years.get(at)? };
            number(&yearly.get(column)?.value(&row))
        };
        let gained = self.wanted.iter().any(|indicator| indicator.side == Side::Distribution);
        let gained = gained.then(|| Distribution::of(&run.cluster, &run.twin));
        let value = |(indicator, column): (&Indicator, &Option<usize>)| match (indicator.side, *column) {
            (Side::Cluster, Some(column)) => of_world(World::Cluster, indicator, column),
            (Side::Twin, Some(column)) => of_world(World::Twin, indicator, column),
            (Side::Prevention, Some(column)) => of_world(World::Prevention, indicator, column),
            (Side::Difference, Some(column)) => {
                let twin = of_world(World::Twin, indicator, column)?;
                Some(of_world(World::Cluster, indicator, column)? - twin)
            }
            (Side::Distribution, Some(column)) => {
                number(&self.distribution.get(column)?.value(gained.as_ref()?))
            }
            (Side::Dissolved, _) => match run.end {
                ClusterEnd::Dissolved(year) => Some(f64::from(year)),
                ClusterEnd::NoCompany | ClusterEnd::Lives => None,
            },
            (Side::Derived, _) | (_, None) => None,
        };
        let all = self.wanted.iter().zip(&self.columns).zip(&self.parts);
        all.map(|(pair, parts)| match parts {
            Some(parts) => pair.0.of_parts(&parts.read(run)),
            None => value(pair).unwrap_or(f64::NAN),
        })
        .collect()
    }
}

/// The cell as a number, with flags as 1 and 0.
pub(super) fn number(cell: &Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Flag(flag) => Some(f64::from(u8::from(*flag))),
        other => other.as_number(),
    }
}
