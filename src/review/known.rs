//! How well the values of a scenario are known.

use serde::Serialize;

use crate::scenario::{Doubted, Grade, Words};

/// How well the values of a scenario are known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Known {
    /// Numbers of each grade, in the order of grades.
    pub graded: Vec<(Grade, usize)>,
    /// Numbers that are the default of their key.
    pub defaults: usize,
    /// Numbers of which nothing is said.
    pub unsaid: usize,
    /// Their keys.
    pub unsaid_keys: Vec<String>,
    /// Numbers with a range.
    pub ranged: usize,
    /// Keys of assumed numbers without a range, which a study of robustness leaves as they are.
    pub assumed_without_range: Vec<String>,
}

impl Known {
    /// How many numbers there are of each grade: `92 reported, 123 derived, 9 of no grade`.
    pub fn told(&self) -> String {
        let graded = self.graded.iter().map(|(grade, numbers)| (*numbers, grade.word()));
        let others = [(self.defaults, "default"), (self.unsaid, "of no grade")];
        let parts = graded.chain(others).filter(|(numbers, _)| *numbers > 0);
        parts.map(|(numbers, what)| format!("{numbers} {what}")).collect::<Vec<_>>().join(", ")
    }

    /// Counts the numbers among values.
    pub(super) fn of(values: &[Doubted]) -> Known {
        let mut known = Known::default();
        let mut graded = vec![0; Grade::ALL.len()];
        for value in values.iter().filter(|value| value.number.is_some()) {
            let doubt = &value.doubt;
            known.ranged += usize::from(doubt.spread.is_some());
            match doubt.grade {
                Some(grade) => graded[grade as usize] += 1,
                None if value.default == Some(true) => known.defaults += 1,
                None => {
                    known.unsaid += 1;
                    known.unsaid_keys.push(value.path.clone());
                }
            }
            // Choices are decided, and the frame of a run is given: neither is doubtful.
            let doubtful = !value.choice && !value.path.starts_with("scenario.");
            if doubtful && doubt.grade == Some(Grade::Assumed) && doubt.spread.is_none() {
                known.assumed_without_range.push(value.path.clone());
            }
        }
        known.graded = Grade::ALL.iter().copied().zip(graded).filter(|(_, count)| *count > 0).collect();
        known
    }
}
