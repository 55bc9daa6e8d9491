//! The columns of `differences`.

use super::Difference;
use crate::table::{number_column as number, text_column as text};
use circulus::record::columns::{Cell, Column, Kind};

/// The columns of `differences`.
pub fn columns() -> Vec<Column<'static, Difference>> {
    const OWN: &str = "as the indicator";
    vec![
        text("alternative", "What is compared with the baseline", |row: &Difference| &row.alternative),
        text("indicator", "Indicator", |row: &Difference| &row.indicator),
        text("unit", "Its unit", |row: &Difference| &row.unit),
        Column::new(
            "pairs",
            "runs",
            "Replicates in which both have it",
            Kind::Integer,
            |row: &Difference| Cell::count(row.paired.n),
        ),
        number("baseline_mean", OWN, "Mean of the baseline", |row: &Difference| row.paired.first),
        number("mean", OWN, "Mean of the alternative", |row: &Difference| row.paired.second),
        number("difference", OWN, "Mean of the alternative less the baseline", |row: &Difference| {
            row.paired.difference
        }),
        number("low", OWN, "Lower end of the interval of the difference", |row: &Difference| {
            Some(row.paired.difference? - row.paired.half_width?)
        }),
        number("high", OWN, "Upper end of the interval of the difference", |row: &Difference| {
            Some(row.paired.difference? + row.paired.half_width?)
        }),
        number(
            "low_of_all",
            OWN,
            "Lower end of the interval that holds together with those of all other alternatives (Bonferroni)",
            |row: &Difference| Some(row.paired.difference? - row.half_width_of_all?),
        ),
        number("high_of_all", OWN, "Upper end of that interval", |row: &Difference| {
            Some(row.paired.difference? + row.half_width_of_all?)
        }),
        number(
            "p",
            "-",
            "Probability of such a difference or a larger one by luck, if there is none",
            |row: &Difference| row.p,
        ),
        number(
            "p_holm",
            "-",
            "The same, corrected for the number of alternatives (Holm)",
            |row: &Difference| row.p_holm,
        ),
        number("correlation", "-", "Correlation of the two over replicates", |row: &Difference| {
            row.paired.correlation
        }),
        number(
            "independent_runs",
            "runs",
            "Runs of each that an interval as narrow needs on luck of their own",
            |row: &Difference| row.paired.independent,
        ),
        number("saved_runs", "runs", "Runs of each that the same luck saved", Difference::saved),
        Column::new(
            "differing_pairs",
            "runs",
            "Replicates in which the two differ",
            Kind::Integer,
            |row: &Difference| Cell::count(row.paired.differing),
        ),
    ]
}
