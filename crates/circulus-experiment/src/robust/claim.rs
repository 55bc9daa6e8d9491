//! Claims, and the paired changes that they speak of.

use serde::{Deserialize, Serialize};

use super::expression::Condition;
use circulus::scenario::{Scenario, quote};

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
/// stand at start stay. Plants that `[generate]` makes take theirs from their kinds, which `--set` cannot reach.
pub fn fewer_technologies(scenario: &Scenario, one_in: usize) -> Vec<String> {
    let kept = |technology: usize| technology.is_multiple_of(one_in.max(1));
    let of = |plant: &circulus::scenario::Plant| {
        let all = plant.adopts.iter().map(|technology| technology.index());
        let some: Vec<String> = all
            .clone()
            .filter(|technology| kept(*technology))
            .filter_map(|technology| scenario.technologies.raw.get(technology))
            .map(|technology| quote(&technology.id))
            .collect();
        (some.len() < plant.adopts.len()).then(|| format!("plant.{}.adopts=[{}]", plant.id, some.join(", ")))
    };
    scenario.plants.iter().filter_map(of).collect()
}
