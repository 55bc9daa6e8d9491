//! Finds the smallest change of a single term that would have changed a decision, by evaluating the rule repeatedly.

use serde::Serialize;

use crate::rules::membership::{Standing, decide};
use crate::scenario::{Join, Management};

/// A term of a decision, and the value at which the decision changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    /// Term.
    pub term: &'static str,
    /// Its value.
    pub value: f64,
    /// The nearest value at which the decision is different, all else equal; `None` if there is none.
    pub needed: Option<f64>,
    /// The change relative to the term's own scale: `gain_scale` for a gain, the whole range for a share.
    pub change: Option<f64>,
}

/// What would have changed a membership decision, term by term; the smallest change first.
pub fn membership(join: &Join, management: &Management, plant: &Standing) -> Vec<Turn> {
    let with = |change: &dyn Fn(&mut Standing)| {
        let mut standing = *plant;
        change(&mut standing);
        decide(join, management, &standing).0
    };
    let far = 1e6 * join.gain_scale.max(1.0);
    let mut turns = vec![
        turn("gain", plant.gain, [plant.gain - far, plant.gain + far], join.gain_scale, |x| {
            with(&|standing| standing.gain = x)
        }),
        turn("norm", plant.norm, [0.0, 1.0], 1.0, |x| with(&|standing| standing.norm = x)),
        turn("attitude", plant.attitude, [0.0, 1.0], 1.0, |x| with(&|standing| standing.attitude = x)),
        turn("trust", plant.trust, [0.0, 1.0], 1.0, |x| with(&|standing| standing.trust = x)),
        turn("draw", plant.draw, [0.0, 1.0], 1.0, |x| with(&|standing| standing.draw = x)),
    ];
    let last = |turn: &Turn| turn.change.unwrap_or(f64::INFINITY);
    turns.sort_by(|a, b| (a.term == "draw").cmp(&(b.term == "draw")).then(last(a).total_cmp(&last(b))));
    turns
}

/// The nearest value within the bounds at which `choice` is different.
fn turn(term: &'static str, value: f64, bounds: [f64; 2], scale: f64, choice: impl Fn(f64) -> bool) -> Turn {
    let now = choice(value);
    let towards = |bound: f64| (choice(bound) != now).then(|| edge(value, bound, |x| choice(x) != now));
    let found = bounds.into_iter().filter_map(towards);
    let needed = found.min_by(|a, b| (a - value).abs().total_cmp(&(b - value).abs()));
    let change = needed.map(|needed| (needed - value).abs() / scale);
    Turn { term, value, needed, change }
}

/// Bisects between an unchanged and a changed value: the first changed one, to the last bit.
fn edge(mut not: f64, mut turned: f64, is_turned: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = not + (turned - not) / 2.0;
        if middle == not || middle == turned {
            return turned;
        }
        *(if is_turned(middle) { &mut turned } else { &mut not }) = middle;
    }
}
