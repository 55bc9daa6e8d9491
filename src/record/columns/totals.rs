//! Sums over the years of a record, many at a time: each year is read once, and what several sums need of it is
//! computed once. Column by column, most of the time would go into fetching the rows again.

use std::sync::Arc;

use super::{Cell, Column, List, Names, Unit};
use crate::laws::accounts::discount;
use crate::record::Record;
use crate::record::rows::{WasteYear, YearRow};
use crate::units::Money;

/// A year, and what several sums need of it.
pub(super) struct OfYear<'r> {
    pub row: &'r YearRow,
    /// Tonnes of all wastes.
    pub tonnes: WasteYear,
    pub net_benefit: Money,
    pub business: Money,
    /// Value in the first year of 1 in this one.
    pub discount: f64,
}

impl OfYear<'_> {
    fn of(row: &YearRow, discount: f64) -> OfYear<'_> {
        let (tonnes, net_benefit, business) = (row.total(), row.net_benefit(), row.business());
        OfYear { row, tonnes, net_benefit, business, discount }
    }
}

/// A sum over all years.
#[derive(Clone)]
pub(super) struct Total {
    of: Arc<dyn Fn(&OfYear) -> f64 + Send + Sync>,
    at_end: Option<AtEnd>,
}

/// What is added after the last year, given the discount of that year.
pub(super) type AtEnd = fn(&Record, f64) -> f64;

impl List<'_, Record> {
    /// The sum of a value over all years, and of what `at_end` adds to it.
    pub(super) fn sum(
        &mut self,
        stem: &str,
        unit: Unit,
        meaning: &str,
        of: impl Fn(&OfYear) -> f64 + Send + Sync + 'static,
        at_end: Option<AtEnd>,
    ) {
        let (names, total) = (self.names, Total { of: Arc::new(of), at_end });
        let alone = total.clone();
        self.number(stem, unit, meaning, move |record| sums(&[&alone], names, record)[0]);
        self.columns.last_mut().into_iter().for_each(|column| column.total = Some(total.clone()));
    }
}

/// The sums of a record.
fn sums(totals: &[&Total], names: &Names, record: &Record) -> Vec<f64> {
    let mut sums = vec![0.0; totals.len()];
    let mut last = 1.0;
    for (t, row) in record.years.iter().enumerate() {
        last = discount(names.discount_rate, t);
        let year = OfYear::of(row, last);
        sums.iter_mut().zip(totals).for_each(|(sum, total)| *sum += (total.of)(&year));
    }
    for (sum, total) in sums.iter_mut().zip(totals) {
        *sum += total.at_end.map_or(0.0, |add| add(record, last));
    }
    sums
}

/// The cells of columns of the summary, in order: those that [`Column::value`] gives, computed together.
pub fn cells<'a>(names: &Names, columns: &[Column<'a, Record>], record: &Record) -> Vec<Cell<'a>> {
    let totals: Vec<&Total> = columns.iter().filter_map(|column| column.total.as_ref()).collect();
    let mut sums = sums(&totals, names, record).into_iter();
    let mut sum = |_: &Total| sums.next().map_or(Cell::Missing, Cell::number);
    let cell = |column: &Column<'a, Record>| match &column.total {
        Some(total) => sum(total),
        None => column.value(record),
    };
    columns.iter().map(cell).collect()
}
