//! The measures that the page compares, year by year; what a run comes to stands first.

use circulus::record::Record;
use circulus::record::rows::YearRow;
use circulus::units::Share;

/// A measure of a world.
pub struct Measure {
    /// Its key, also in the texts.
    pub key: &'static str,
    /// Its value in a year.
    pub of: fn(&YearRow) -> f64,
    /// How it is aggregated over the run: a flow is summed, a state is taken from the last year.
    pub over: Over,
}

/// How years are aggregated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Sum of all years.
    Sum,
    /// The last year's.
    Last,
}

/// Every measure.
pub const MEASURES: [Measure; 18] = [
    Measure { key: "net_benefit", of: YearRow::net_benefit, over: Over::Sum },
    Measure { key: "money_members", of: |row| row.account.money_members, over: Over::Sum },
    Measure { key: "money_others", of: |row| row.account.money_others, over: Over::Sum },
    Measure { key: "money_company", of: YearRow::money_company, over: Over::Sum },
    Measure { key: "money_state", of: YearRow::money_state, over: Over::Sum },
    Measure { key: "money_lenders", of: YearRow::money_lenders, over: Over::Sum },
    Measure { key: "reused", of: |row| row.total().reused_t(), over: Over::Sum },
    Measure { key: "members_with_deal", of: |row| row.members_with_deal_inside as f64, over: Over::Last },
    Measure { key: "use_rate", of: YearRow::use_rate, over: Over::Last },
    Measure { key: "stock", of: |row| row.total().stock_t, over: Over::Last },
    Measure { key: "converted", of: |row| row.total().converted_t(), over: Over::Sum },
    Measure { key: "released", of: |row| row.total().released_t, over: Over::Sum },
    Measure { key: "gain", of: |row| row.gain, over: Over::Sum },
    Measure { key: "synergy", of: YearRow::accounted_synergy, over: Over::Sum },
    Measure { key: "members", of: |row| row.members as f64, over: Over::Last },
    Measure { key: "events", of: |row| row.events() as f64, over: Over::Sum },
    Measure { key: "losses", of: YearRow::losses, over: Over::Sum },
    Measure { key: "state_spending", of: YearRow::state_spending, over: Over::Sum },
];

impl Measure {
    /// The measure year by year.
    pub fn series(&self, record: &Record) -> Vec<f64> {
        record.years.iter().map(self.of).collect()
    }

    /// The value aggregated over the run.
    pub fn whole(&self, series: &[f64]) -> f64 {
        match self.over {
            Over::Sum => series.iter().sum(),
            Over::Last => series.last().copied().unwrap_or_default(),
        }
    }
}

/// The lower and upper quantile of a band: the middle four fifths of the runs.
pub const BAND: [Share; 2] = [0.1, 0.9];
