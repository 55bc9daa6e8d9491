//! Rows as tables use them: a row of a record with the world it belongs to.

use crate::record::Record;
use crate::record::rows::YearRow;

/// Which world of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// The world with its management company.
    Cluster,
    /// The same world without it.
    Twin,
    /// The third world, without it too, in which its money prevents waste at the source [V1].
    Prevention,
}

impl World {
    /// Name, as in cells.
    pub fn name(self) -> &'static str {
        match self {
            World::Cluster => "cluster",
            World::Twin => "twin",
            World::Prevention => "prevention",
        }
    }
}

/// A year of one world, with the same year of the twin.
#[derive(Debug, Clone, Copy)]
pub struct Year<'r> {
    /// Which world.
    pub world: World,
    /// The year.
    pub row: &'r YearRow,
    /// The same year of the twin; in the twin, the row itself.
    pub twin: &'r YearRow,
}

/// A plant, deal, event or decision of one world.
#[derive(Debug, Clone, Copy)]
pub struct InWorld<'r, T> {
    /// Which world.
    pub world: World,
    /// The row.
    pub row: &'r T,
}

/// The years of all worlds: the cluster's, the twin's, and those of the third world where there is one.
pub fn years<'r>(
    cluster: &'r Record,
    twin: &'r Record,
    prevention: Option<&'r Record>,
) -> impl Iterator<Item = Year<'r>> + Clone {
    let of = |world: World, record: &'r Record| {
        let pairs = record.years.iter().zip(&twin.years);
        pairs.map(move |(row, twin)| Year { world, row, twin })
    };
    let third = prevention.map(|record| of(World::Prevention, record));
    of(World::Cluster, cluster).chain(of(World::Twin, twin)).chain(third.into_iter().flatten())
}

/// The rows that `of` picks from cluster and twin, the cluster's first; the third world has rows of years alone.
pub fn in_worlds<'r, T: 'r>(
    cluster: &'r Record,
    twin: &'r Record,
    of: impl Fn(&'r Record) -> &'r [T],
) -> impl Iterator<Item = InWorld<'r, T>> + Clone {
    let row = |world: World| move |row: &'r T| InWorld { world, row };
    let first = of(cluster).iter().map(row(World::Cluster));
    first.chain(of(twin).iter().map(row(World::Twin)))
}
