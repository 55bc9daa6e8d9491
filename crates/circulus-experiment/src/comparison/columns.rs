//! The columns of `differences`.

use super::Difference;
use circulus::record::columns::{Cell, Column, Kind};

/// The columns of `differences`.
pub fn columns() -> Vec<Column<'static, Difference>> {
    fn number(
        name: &str,
        unit: &str,
        meaning: &str,
        value: fn(&Difference) -> Option<f64>,
    ) -> Column<'static, Difference> {
        let cell = move |row: &Difference| value(row).map_or(Cell::Missing, Cell::number);
        Column::new(name, unit, meaning, Kind::Number, cell)
    }
    fn text(name: &str, meaning: &str, value: fn(&Difference) -> &String) -> Column<'static, Difference> {
        Column::new(name, "-", meaning, Kind::Text, move |row: &Difference| {
            Cell::Text(value(row).clone().into())
        })
    }
    const OWN: &str = "as the indicator";
    vec![
        text("alternative", "What is compared with the baseline", |row| &row.alternative),
        text("indicator", "Indicator", |row| &row.indicator),
        text("unit", "Its unit", |row| &row.unit),
        Column::new(
            "pairs",
            "runs",
            "Replicates in which both have it",
            Kind::Integer,
            |row: &Difference| Cell::count(row.paired.n),
        ),
        number("baseline_mean", OWN, "Mean of the baseline", |row| row.paired.first),
        number("mean", OWN, "Mean of the alternative", |row| row.paired.second),
        number("difference", OWN, "Mean of the alternative less the baseline", |row| row.paired.difference),
        number("low", OWN, "Lower end of the interval of the difference", |row| {
            Some(row.paired.difference? - row.paired.half_width?)
        }),
        number("high", OWN, "Upper end of the interval of the difference", |row| {
            Some(row.paired.difference? + row.paired.half_width?)
        }),
        number(
            "low_of_all",
            OWN,
            "Lower end of the interval that holds together with those of all other alternatives (Bonferroni)",
            |row| Some(row.paired.difference? - row.half_width_of_all?),
        ),
        number("high_of_all", OWN, "Upper end of that interval", |row| {
            Some(row.paired.difference? + row.half_width_of_all?)
        }),
        number(
            "p",
            "-",
            "Probability of such a difference or a larger one by luck, if there is none",
            |row| row.p,
        ),
        number("p_holm", "-", "The same, corrected for the number of alternatives (Holm)", |row| row.p_holm),
        number("correlation", "-", "Correlation of the two over replicates", |row| row.paired.correlation),
        number(
            "independent_runs",
            "runs",
            "Runs of each that an interval as narrow needs on luck of their own",
            |row| row.paired.independent,
        ),
        number("saved_runs", "runs", "Runs of each that the same luck saved", Difference::saved),
    ]
}
