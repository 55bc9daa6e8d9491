//! Boxes of inputs within which a claim holds: scenario discovery (Bryant and Lempert 2010) by the Patient Rule
//! Induction Method (Friedman and Fisher 1999).
//!
//! Peeling starts with all points and again and again cuts off the lowest or highest share of the box along one key,
//! that with the largest gain in density for each point lost (`peel.rs` has the details). Pasting then moves limits out again where that helps. Every box on the way is a step of the
//! trajectory, from all cases at low density to few at high density.
//!
//! **Which box.** In every step the least significant restriction is dropped until all that stay have a p of at most
//! [`Settings::significance`] divided by the number of keys. Of the boxes that are left, the one that correlates best
//! with the claim is chosen: the correlation of being inside with holding, which is the geometric mean of (density
//! inside less density outside) and (share of the cases inside less share of the others inside). Among equals it is the
//! one with fewer keys, then the earlier. The harmonic mean of coverage and density would choose all points where a
//! claim holds at most of them; this does not. If no box correlates, there is none. The points of a box are then set
//! aside, and another is sought among the rest, as long as it is denser than all points are.
//!
//! **The p of a restriction** is that of Bryant and Lempert: the probability that as many points of the box would be
//! cases if each were one with the density of the box without this restriction (one-sided binomial test). Low and high
//! limit of a key are one restriction. It is a *quasi*-p: the same points chose the limits.
//!
//! **With hundreds of keys that do nothing** and few thousand points, the best of a thousand peels is nearly always one
//! of chance. So keys are taken in one by one, as in constrained PRIM (Kwakkel 2019): the first is the one along which
//! alone the best box is found, the next the one with which that box gets best, up to [`Settings::most_keys`]. Tried are
//! the [`Settings::searched_keys`] keys whose values differ most between cases and others, by the Kolmogorov-Smirnov
//! distance. What shows only in two keys together is not found; nor does PRIM find it, which looks at one key at a
//! time, and from its ends: a claim that holds at both ends of a key and not between is one for [`super::tree`].
//!
//! [`find_and_check`] searches in a random half of the points, and drops what the other half does not confirm.
//! Densities there are those to be believed: the points that they are counted from did not choose the limits.
//! [`trajectory`] is PRIM as it was published, along all keys at once.

pub mod binomial;
mod bounds;
mod choice;
mod peel;

use super::super::dice::Dice;
use crate::complete::complete;
use binomial::Binomial;
use bounds::Sample;

/// How boxes are sought.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Share of the points of a box that a peel cuts off; above 0, at most 0.5.
    pub peel: f64,
    /// Share of the points beyond a limit that a paste takes in; above 0, at most 0.5.
    pub paste: f64,
    /// Least mass of a box: its share of all points searched.
    pub least_mass: f64,
    /// Most keys that a box restricts.
    pub most_keys: usize,
    /// Most keys that are tried for a box.
    pub searched_keys: usize,
    /// Most boxes.
    pub most_boxes: usize,
    /// Largest p of a restriction that is kept, to be divided by the number of keys of the table; in the points held
    /// out, by the number of keys of the box.
    pub significance: f64,
    /// Decides which points are held out.
    pub seed: u64,
}

impl Default for Settings {
    /// Peeling and pasting by 5 %, at least 5 % of the points, three boxes of four keys out of 20, p of at most .05.
    fn default() -> Settings {
        Settings {
            peel: 0.05,
            paste: 0.05,
            least_mass: 0.05,
            most_keys: 4,
            searched_keys: 20,
            most_boxes: 3,
            significance: 0.05,
            seed: 1,
        }
    }
}

/// A restriction of one key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Place of the key among the inputs.
    pub key: usize,
    /// Lowest value inside, in the key's unit; `None` if there is no limit below.
    pub low: Option<f64>,
    /// Highest value inside, in the key's unit; `None` if there is no limit above.
    pub high: Option<f64>,
    /// Probability of as many cases without this restriction.
    pub p: f64,
}

/// A box, with what is inside of the points that it is judged by. Points of earlier boxes count as outside.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimBox {
    /// Its restrictions, in the order of the keys.
    pub limits: Vec<Limit>,
    /// Share of all cases (points at which the claim holds) that are inside, 0 to 1; 0 if there are no cases.
    pub coverage: f64,
    /// Share of the points inside that are cases, 0 to 1; 0 if there are none inside.
    pub density: f64,
    /// Share of all points that are inside, 0 to 1; 0 if there are no points.
    pub mass: f64,
    /// Number of points inside.
    pub points: usize,
    /// Number of cases inside.
    pub cases: usize,
}

/// The boxes of one search, from all points to the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// All points, then the boxes after each peel, then those after each paste.
    pub steps: Vec<PrimBox>,
    /// Number of peels.
    pub peels: usize,
    /// Number of points left out, as they lack a number.
    pub left_out: usize,
}

/// What a set of points is like as a whole, and what the boxes found take in of it together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// Number of points.
    pub points: usize,
    /// Share of them at which the claim holds; 0 without points.
    pub base: f64,
    /// Share of all cases that are in some box; 0 if there are no cases.
    pub coverage: f64,
    /// Share of the points in some box that are cases; 0 if there are none.
    pub density: f64,
}

/// Boxes found in all points.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The boxes, in the order in which they were found.
    pub boxes: Vec<PrimBox>,
    /// All of them together.
    pub together: Together,
    /// Number of points left out, as they lack a number.
    pub left_out: usize,
}

/// Boxes found in one half of the points and confirmed by the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The boxes in the half that was searched.
    pub searched: Vec<PrimBox>,
    /// The same boxes in the half held out: the limits are the same, all other numbers are counted there.
    pub held_out: Vec<PrimBox>,
    /// All boxes together in the half that was searched.
    pub together_searched: Together,
    /// All boxes together in the half held out.
    pub together_held_out: Together,
    /// Number of points left out, as they lack a number.
    pub left_out: usize,
}

/// The trajectory among all points, along all keys.
pub fn trajectory(inputs: &[Vec<f64>], holds: &[bool], settings: &Settings) -> Trajectory {
    let (points, left_out) = complete(inputs, holds.len(), |_| true);
    let binomial = Binomial::up_to(points.len());
    let sample = Sample::new(inputs, holds, points);
    let keys: Vec<usize> = (0..inputs.len()).collect();
    let path = peel::path(&sample, &keys, settings);
    let steps = path.boxes.iter().map(|bounds| sample.judged(bounds, &binomial)).collect();
    Trajectory { steps, peels: path.peels, left_out }
}

/// Boxes found in all points, and judged by them.
pub fn find(inputs: &[Vec<f64>], holds: &[bool], settings: &Settings) -> Found {
    let (points, left_out) = complete(inputs, holds.len(), |_| true);
    let mut sample = Sample::new(inputs, holds, points);
    let boxes = cover(&mut sample, None, settings).into_iter().map(|(found, _)| found).collect();
    Found { boxes, together: sample.together(), left_out }
}

/// Boxes found in a random half of the points, without the restrictions that the other half does not confirm.
///
/// There, restrictions are dropped as in the search, but must have a p of at most the significance divided by the
/// number of keys of the box: these p are no quasi-p, and with the default the chance that any deceives is 5 %.
pub fn find_and_check(inputs: &[Vec<f64>], holds: &[bool], settings: &Settings) -> Checked {
    let (mut points, left_out) = complete(inputs, holds.len(), |_| true);
    // At random, as every other point of a Sobol sequence is in the same half of a key's range.
    Dice::new(settings.seed, "prim, held out", 0).shuffle(&mut points);
    let mut rest = points.split_off(points.len().div_ceil(2));
    points.sort_unstable();
    rest.sort_unstable();
    let (mut sample, mut check) = (Sample::new(inputs, holds, points), Sample::new(inputs, holds, rest));
    let (searched, held_out) = cover(&mut sample, Some(&mut check), settings).into_iter().unzip();
    Checked {
        searched,
        held_out,
        together_searched: sample.together(),
        together_held_out: check.together(),
        left_out,
    }
}

/// Box after box, each with itself in the points held out, if there are any; in itself if not.
fn cover(
    sample: &mut Sample<'_>,
    mut check: Option<&mut Sample<'_>>,
    settings: &Settings,
) -> Vec<(PrimBox, PrimBox)> {
    let binomial = Binomial::up_to(sample.all());
    let mut boxes = Vec::new();
    while boxes.len() < settings.most_boxes {
        let mut bounds = choice::search(sample, settings, &binomial);
        if let Some(check) = &check {
            let level = settings.significance / bounds.keys().max(1) as f64;
            bounds = choice::significant(check, bounds, level, &binomial);
        }
        let found = sample.judged(&bounds, &binomial);
        if found.limits.is_empty() || found.density <= sample.base() {
            break;
        }
        sample.set_aside(&bounds);
        let again = match &mut check {
            None => found.clone(),
            Some(check) => {
                let judged = check.judged(&bounds, &binomial);
                check.set_aside(&bounds);
                judged
            }
        };
        boxes.push((found, again));
    }
    boxes
}

#[cfg(test)]
mod tests;
