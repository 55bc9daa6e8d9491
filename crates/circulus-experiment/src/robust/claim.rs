//! Claims, and the paired changes that they speak of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::expression::Condition;
use circulus::scenario::{Doubted, Scenario, quote};

/// A sentence about a cluster, and when it is true of a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Short name.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// It holds where all of these do.
    pub conditions: Vec<Condition>,
}

/// A claim as it is kept in a folder of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Short name.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Its conditions.
    pub holds: Vec<String>,
}

impl Claim {
    /// The claim as it is kept.
    pub fn written(&self) -> Written {
        let holds = self.conditions.iter().map(|condition| condition.text.clone()).collect();
        Written { id: self.id.clone(), text: self.text.clone(), holds }
    }
}

impl Written {
    /// The claim; `None` if a condition is none, which a folder that nobody altered never has.
    pub fn claim(&self) -> Option<Claim> {
        let conditions: Result<_, _> = self.holds.iter().map(|text| Condition::parse(text)).collect();
        Some(Claim { id: self.id.clone(), text: self.text.clone(), conditions: conditions.ok()? })
    }
}

/// The settings that leave plants one technology in so many to adopt, counted in the order of the file; the units that
/// stand at start stay. Plants that `[generate]` makes take theirs from their kinds. The values are those of the scenario.
pub fn fewer_technologies(scenario: &Scenario, values: &[Doubted], one_in: usize) -> Vec<String> {
    let every = one_in.max(1);
    let kept: BTreeSet<&str> =
        scenario.technologies.iter().step_by(every).map(|technology| technology.id.as_str()).collect();
    let of = |value: &Doubted| {
        let adopts: Vec<String> = serde_json::from_str(&value.value).ok()?;
        let some: Vec<String> =
            adopts.iter().filter(|id| kept.contains(id.as_str())).map(|id| quote(id)).collect();
        (some.len() < adopts.len()).then(|| format!("{}=[{}]", value.path, some.join(", ")))
    };
    values.iter().filter(|value| value.path.ends_with(".adopts")).filter_map(of).collect()
}
