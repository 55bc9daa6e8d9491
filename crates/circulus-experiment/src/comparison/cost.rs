//! What an additional tonne costs: the cost that an alternative adds to the baseline, over the tonnes that it adds.

use super::names;
use crate::error::ExperimentError;
use crate::indicators::Indicator;
use crate::plan::Plan;
use crate::statistics::{Paired, Ratio, paired, ratio};
use crate::store::Store;
use crate::table::{number_column as number, text_column as text};
use circulus::record::columns::{Cell, Column, Kind};
use circulus::scenario::Scenario;

/// What is reused, by name of the indicator.
pub const TONNES: &str = "total_reused_t";

/// Who bears a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// The state: its balance of fees, subsidies and grant.
    State,
    /// The region as a whole: its net benefit, with the capital still in use.
    Region,
}

impl Bearer {
    /// Both.
    pub const ALL: [Bearer; 2] = [Bearer::State, Bearer::Region];

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Bearer::State => "state",
            Bearer::Region => "region",
        }
    }

    /// The indicator of its money, without the currency; a cost is less of it.
    pub fn money(self) -> &'static str {
        match self {
            Bearer::State => "total_state_balance",
            Bearer::Region => "total_net_benefit_with_capital",
        }
    }
}

/// What an additional tonne of waste reused costs under an alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Name of the alternative.
    pub alternative: String,
    /// Who bears it.
    pub bearer: Bearer,
    /// Tonnes: first the baseline, then the alternative.
    pub tonnes: Paired,
    /// Money spent, likewise: what the bearer has less.
    pub money: Paired,
    /// Money over tonnes, with Fieller's interval.
    pub per_t: Ratio,
}

impl Cost {
    /// What the two differences come to, in words.
    pub fn verdict(&self) -> &'static str {
        let sign = |paired: &Paired| {
            let both = paired.difference.zip(paired.half_width);
            both.filter(|(mean, half)| mean.abs() > *half).map(|(mean, _)| mean > 0.0)
        };
        match (sign(&self.tonnes), sign(&self.money)) {
            (None, _) => "no clear difference in tonnes",
            (Some(true), Some(true)) => "more tonnes at a cost",
            (Some(true), Some(false)) => "more tonnes and money saved",
            (Some(true), None) => "more tonnes, no clear difference in money",
            (Some(false), Some(true)) => "fewer tonnes at a cost",
            (Some(false), Some(false)) => "fewer tonnes, money saved",
            (Some(false), None) => "fewer tonnes, no clear difference in money",
        }
    }
}

/// The costs of all alternatives to both bearers, against the case with the number `baseline`; `scenario` is one of the
/// plan's, for the names of sums of money.
///
/// # Errors
/// When a run cannot be read.
pub fn costs(
    plan: &Plan,
    store: &Store,
    scenario: &Scenario,
    level: f64,
    baseline: u64,
) -> Result<Vec<Cost>, ExperimentError> {
    let mut reader = store.reader()?;
    let full =
        |name: &str| Indicator::find(name, scenario).map_or_else(|_| name.to_owned(), |found| found.name);
    let numbers = [TONNES, Bearer::State.money(), Bearer::Region.money()].map(full);
    let numbers = numbers.each_ref().map(String::as_str);
    // The whole summary is kept of each run, so the plan need not ask for these.
    let mut values = |case: u64| reader.kept_of_case(plan, case, &numbers);
    let first = values(baseline)?;
    let mut costs = Vec::new();
    for (case, alternative) in (0..plan.cases()).zip(names(plan)).filter(|(case, _)| *case != baseline) {
        let second = values(case)?;
        for (at, bearer) in (1..).zip(Bearer::ALL) {
            let spent = |money: &[f64]| money.iter().map(|own| -own).collect::<Vec<f64>>();
            let [before, after] = [&first[at], &second[at]].map(|money| spent(money));
            costs.push(Cost {
                alternative: alternative.clone(),
                bearer,
                tonnes: paired(&first[0], &second[0], level),
                money: paired(&before, &after, level),
                per_t: ratio(&less(&after, &before), &less(&second[0], &first[0]), level),
            });
        }
    }
    Ok(costs)
}

fn less(these: &[f64], those: &[f64]) -> Vec<f64> {
    these.iter().zip(those).map(|(this, that)| this - that).collect()
}

/// The columns of `costs`, in a currency.
pub fn columns(currency: &str) -> Vec<Column<'static, Cost>> {
    let per = format!("{currency} per t");
    vec![
        text("alternative", "What is compared with the baseline", |row: &Cost| &row.alternative),
        Column::new(
            "bearer",
            "-",
            "Who bears the cost: the state by its balance of fees, subsidies and grant, or the region by its net benefit with the capital still in use",
            Kind::Text,
            |row: &Cost| Cell::text(row.bearer.word()),
        ),
        Column::new(
            "pairs",
            "runs",
            "Replicates in which both have the numbers",
            Kind::Integer,
            |row: &Cost| Cell::count(row.per_t.n),
        ),
        number("additional_t", "t", "Mean of the tonnes reused more than in the baseline", |row: &Cost| {
            row.tonnes.difference
        }),
        number("additional_t_low", "t", "Lower end of its interval", |row: &Cost| {
            Some(row.tonnes.difference? - row.tonnes.half_width?)
        }),
        number("additional_t_high", "t", "Upper end of its interval", |row: &Cost| {
            Some(row.tonnes.difference? + row.tonnes.half_width?)
        }),
        number(
            "additional_cost",
            currency,
            "Mean of the cost above that of the baseline; below 0 if money is saved",
            |row: &Cost| row.money.difference,
        ),
        number("additional_cost_low", currency, "Lower end of its interval", |row: &Cost| {
            Some(row.money.difference? - row.money.half_width?)
        }),
        number("additional_cost_high", currency, "Upper end of its interval", |row: &Cost| {
            Some(row.money.difference? + row.money.half_width?)
        }),
        number("cost_per_t", &per, "Additional cost over additional tonnes, of the means", |row: &Cost| {
            row.per_t.ratio
        }),
        number(
            "cost_per_t_low",
            &per,
            "Lower end of its interval (Fieller); empty where the tonnes may be none",
            |row: &Cost| Some(row.per_t.interval?.0),
        ),
        number("cost_per_t_high", &per, "Upper end of its interval", |row: &Cost| {
            Some(row.per_t.interval?.1)
        }),
        Column::new("verdict", "-", "What the two differences come to", Kind::Text, |row: &Cost| {
            Cell::text(row.verdict())
        }),
    ]
}
