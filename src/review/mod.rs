//! A page of doubts on a scenario: what is possible in it and unlikely, what comes to nothing, and how well its values
//! are known. Nothing here is a fault: the scenario loads and runs.

mod balance;
mod idle;
mod known;
mod places;
mod sizes;
mod text;

use serde::Serialize;

use crate::scenario::{Doubted, Scenario};

pub use balance::WasteBalance;
pub use known::Known;

/// The page of doubts on a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// What is unlikely, each with its key, in the order of the scenario.
    pub doubts: Vec<Unlikely>,
    /// What arises of each waste, and who could convert it, in the order of wastes.
    pub balance: Vec<WasteBalance>,
    /// How well the values are known.
    pub known: Known,
}

/// Something possible and unlikely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unlikely {
    /// The key concerned, or its table.
    pub key: String,
    /// What is unlikely, and the remedy.
    pub message: String,
}

impl Unlikely {
    fn new(key: impl Into<String>, message: impl Into<String>) -> Unlikely {
        Unlikely { key: key.into(), message: message.into() }
    }
}

impl Review {
    /// Reviews a scenario, whose values and what is known of them are `values`.
    pub fn of(scenario: &Scenario, values: &[Doubted]) -> Review {
        let balance = balance::of(scenario);
        let mut doubts = balance::doubts(scenario, &balance);
        doubts.extend(idle::doubts(scenario));
        doubts.extend(sizes::doubts(scenario));
        // Nobody wrote where generated plants stand.
        if !values.iter().any(|value| value.path.starts_with("generate.")) {
            doubts.extend(places::doubts(scenario));
        }
        Review { doubts, balance, known: Known::of(values) }
    }
}
