//! The columns of `filtering`: what each claim leaves of each input.

use super::super::filtering::Left;
use super::super::odds::{Input, OfClaim};
use crate::table::{number_column as number, text_column as text};
use circulus::record::columns::{Cell, Column, Kind};

/// A row of `filtering`: a claim and an input.
#[derive(Debug, Clone, Copy)]
pub struct LeftRow<'f> {
    /// The claim.
    pub claim: &'f OfClaim,
    /// The input.
    pub input: &'f Input,
    /// Its values at the points where the claim holds.
    pub left: &'f Left,
}

/// The columns of `filtering`.
pub fn filtering<'f>() -> Vec<Column<'f, LeftRow<'f>>> {
    let own = |name: &str, meaning: &str, of: fn(&LeftRow<'f>) -> f64| {
        number(name, "as unit says", meaning, move |row: &LeftRow<'f>| Some(of(row)))
    };
    let plain = |name: &str, meaning: &str, of: fn(&Left) -> f64| {
        number(name, "-", meaning, move |row: &LeftRow<'f>| Some(of(row.left)))
    };
    vec![
        text("claim", "Short name of the claim", |row: &LeftRow<'f>| &row.claim.id),
        text("key", "Key, or family of keys", |row: &LeftRow<'f>| &row.input.name),
        text("unit", "Unit of the key, of a family that of its first", |row: &LeftRow<'f>| row.input.unit),
        Column::new("points", "-", "Points at which the claim holds", Kind::Integer, |row: &LeftRow<'f>| {
            Cell::count(row.left.points)
        }),
        own("from", "Least value sampled", |row| row.input.ends()[0]),
        own("to", "Largest value sampled", |row| row.input.ends()[1]),
        own("sampled_median", "Median of the values sampled", |row| row.left.sampled_median),
        own("left_median", "Median at the points where the claim holds", |row| row.left.median),
        own("left_low", "Lower end of the shortest interval with 95 % of those values", |row| {
            row.left.interval[0]
        }),
        own("left_high", "Upper end of that interval", |row| row.left.interval[1]),
        plain(
            "distance",
            "Largest distance between the distributions of its values where the claim holds and where it does not, 0 to 1",
            |left| left.distance,
        ),
        plain(
            "p",
            "Probability of that distance or a larger one if the claim did not depend on it",
            |left| left.p,
        ),
        Column::new(
            "moved",
            "-",
            "Whether the claim moves it, at 5 % for all keys together (Holm)",
            Kind::Flag,
            |row: &LeftRow<'f>| Cell::Flag(row.left.moved),
        ),
    ]
}
