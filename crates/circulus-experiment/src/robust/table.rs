//! The columns of the tables of `circulus robust`.

mod filtering;

pub use filtering::{LeftRow, filtering};

use super::judge::{AtPoint, Judged};
use super::odds::{Input, Odds, OfClaim, OfCondition};
use super::prim::{Limit, PrimBox};
use crate::bands::QUANTILES;
use crate::sensitivity::pawn::Index;
use crate::table::{number_column as number, text_column as text};
use circulus::record::columns::{Cell, Column, Kind};

/// A row of `claims`: a claim as a whole, or one of its conditions.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRow<'f> {
    /// The claim.
    pub claim: &'f OfClaim,
    /// Index of the condition; `None` for the whole.
    pub condition: Option<usize>,
}

/// The rows of `claims`: each claim, and its conditions where it has several.
pub fn claim_rows(claims: &[OfClaim]) -> Vec<ClaimRow<'_>> {
    let mut rows = Vec::new();
    for claim in claims {
        rows.push(ClaimRow { claim, condition: None });
        if claim.conditions.len() > 1 {
            let of = |condition| ClaimRow { claim, condition: Some(condition) };
            rows.extend((0..claim.conditions.len()).map(of));
        }
    }
    rows
}

impl ClaimRow<'_> {
    fn holds(&self) -> Odds {
        let of = self.condition.and_then(|at| self.claim.conditions.get(at));
        of.map_or(self.claim.holds, |condition| condition.holds)
    }

    /// The condition whose effect is told; of a claim with several there is none.
    fn effect_of(&self) -> Option<&OfCondition> {
        let at = match self.condition {
            None if self.claim.conditions.len() > 1 => return None,
            at => at.unwrap_or(0),
        };
        self.claim.conditions.get(at)
    }
}

/// A share with both ends of its interval.
fn odds<'f, R: 'f>(
    name: &str,
    meaning: &str,
    of: impl Fn(&R) -> Option<Odds> + Copy + Send + Sync + 'f,
) -> [Column<'f, R>; 3] {
    let there = move |row: &R| of(row).filter(|odds| odds.of > 0);
    [
        number(name, "share", meaning, move |row| Some(there(row)?.share)),
        number(
            format!("{name}_low"),
            "share",
            format!("Lower end of the 95 % interval of {name}"),
            move |row| Some(there(row)?.interval.0),
        ),
        number(
            format!("{name}_high"),
            "share",
            format!("Upper end of the 95 % interval of {name}"),
            move |row| Some(there(row)?.interval.1),
        ),
    ]
}

/// The columns of `claims`.
pub fn claims<'f>() -> Vec<Column<'f, ClaimRow<'f>>> {
    let whole = |row: &ClaimRow<'f>| row.condition.is_none();
    let mut columns = vec![
        text("claim", "Short name of the claim", |row: &ClaimRow<'f>| &row.claim.id),
        text("text", "The claim", |row: &ClaimRow<'f>| &row.claim.text),
        text(
            "condition",
            "The comparison; empty in the row of a claim that has several",
            |row: &ClaimRow<'f>| {
                let single = if row.claim.conditions.len() == 1 { Some(0) } else { row.condition };
                single.and_then(|at| row.claim.conditions.get(at)).map_or("", |condition| &condition.text)
            },
        ),
        Column::new(
            "points",
            "-",
            "Points at which it could be judged",
            Kind::Integer,
            |row: &ClaimRow<'f>| Cell::count(row.claim.holds.of),
        ),
        Column::new(
            "missing",
            "-",
            "Points at which a number was missing in every replicate",
            Kind::Integer,
            |row: &ClaimRow<'f>| Cell::count(row.claim.missing),
        ),
    ];
    columns.extend(odds(
        "holds",
        "Share of the points at which it holds, by the means over replicates",
        |row: &ClaimRow<'f>| Some(row.holds()),
    ));
    columns.extend(odds(
        "surely",
        "Share of the points at which it holds whatever the luck (one-sided 95 %)",
        move |row: &ClaimRow<'f>| whole(row).then_some(row.claim.surely),
    ));
    columns.extend(odds(
        "surely_not",
        "Share of the points at which it fails whatever the luck (one-sided 95 %)",
        move |row: &ClaimRow<'f>| whole(row).then_some(row.claim.surely_not),
    ));
    columns.push(number(
        "of_replicates",
        "share",
        "Mean share of the replicates in which it holds",
        move |row: &ClaimRow<'f>| (whole(row) && row.claim.holds.of > 0).then_some(row.claim.of_replicates),
    ));
    columns.push(text("unit", "Unit of the effect", |row: &ClaimRow<'f>| {
        row.effect_of().map_or("", |condition| condition.unit.words())
    }));
    for (at, share) in QUANTILES.into_iter().enumerate() {
        let percent = (100.0 * share).round();
        columns.push(number(
            format!("effect_{percent:02}"),
            "as the comparison",
            format!("Quantile at {percent} % over the points of the mean effect: by how much the side that must be larger is larger"),
            move |row: &ClaimRow<'f>| row.effect_of()?.effect[at],
        ));
    }
    columns
}

/// A row of `odds`: a claim and an input.
#[derive(Debug, Clone, Copy)]
pub struct OddsRow<'f> {
    /// The claim.
    pub claim: &'f OfClaim,
    /// The input.
    pub input: &'f Input,
    /// The odds with it in its low, middle and high third.
    pub thirds: [Odds; 3],
}

/// The columns of `odds`.
pub fn odds_by_input<'f>() -> Vec<Column<'f, OddsRow<'f>>> {
    let mut columns = vec![
        text("claim", "Short name of the claim", |row: &OddsRow<'f>| &row.claim.id),
        text("key", "Key, or family of keys that stand at one share of their ranges", |row: &OddsRow<'f>| {
            &row.input.name
        }),
        Column::new("keys", "-", "Number of keys of the family", Kind::Integer, |row: &OddsRow<'f>| {
            Cell::count(row.input.keys.len())
        }),
        text("unit", "Unit of the key, of a family that of its first", |row: &OddsRow<'f>| row.input.unit),
        number("from", "as unit says", "Least value sampled", |row: &OddsRow<'f>| Some(row.input.ends()[0])),
        number("to", "as unit says", "Largest value sampled", |row: &OddsRow<'f>| Some(row.input.ends()[1])),
    ];
    for (third, name) in ["low", "middle", "high"].into_iter().enumerate() {
        let meaning =
            format!("Share of the points at which the claim holds, with the key in its {name} third");
        columns.extend(odds(name, &meaning, move |row: &OddsRow<'f>| Some(row.thirds[third])));
    }
    columns
}

/// A row of `together`: two claims.
#[derive(Debug, Clone, Copy)]
pub struct PairRow<'f> {
    /// One claim.
    pub claim: &'f OfClaim,
    /// A later one.
    pub other: &'f OfClaim,
    /// Share of the points at which both hold, of those at which both could be judged.
    pub both: Odds,
    /// The product of their own shares of these points.
    pub if_independent: f64,
}

/// The columns of `together`.
pub fn together<'f>() -> Vec<Column<'f, PairRow<'f>>> {
    let mut columns = vec![
        text("claim", "Short name of a claim", |row: &PairRow<'f>| &row.claim.id),
        text("other", "Short name of another", |row: &PairRow<'f>| &row.other.id),
        Column::new(
            "points",
            "-",
            "Points at which both could be judged",
            Kind::Integer,
            |row: &PairRow<'f>| Cell::count(row.both.of),
        ),
    ];
    columns.extend(odds("both", "Share of them at which both hold", |row: &PairRow<'f>| Some(row.both)));
    columns.push(number(
        "if_independent",
        "share",
        "That share if one holding told nothing of the other: the product of their own shares",
        |row: &PairRow<'f>| (row.both.of > 0).then_some(row.if_independent),
    ));
    columns
}

/// A row of `judged`: the number of a point.
pub type PointRow = usize;

/// The columns of `judged`: what each claim comes to at each point, for analyses elsewhere.
pub fn judged<'f>(claims: &'f [OfClaim], judged: &'f [Judged]) -> Vec<Column<'f, PointRow>> {
    let mut columns =
        vec![Column::new("point", "-", "Number of the point", Kind::Integer, |point: &PointRow| {
            Cell::count(*point)
        })];
    for (claim, at) in claims.iter().zip(judged) {
        let of = move |point: &PointRow| -> Option<&'f AtPoint> { at.get(*point)?.as_ref() };
        columns.push(Column::new(
            claim.id.clone(),
            "-",
            format!("Whether '{}' holds by the means over replicates", claim.text),
            Kind::Flag,
            move |point: &PointRow| of(point).map_or(Cell::Missing, |at| Cell::Flag(at.holds)),
        ));
        columns.push(number(
            format!("{}_of_replicates", claim.id),
            "share",
            "Share of the replicates in which it holds",
            move |point: &PointRow| Some(of(point)?.of_replicates),
        ));
        for number_of in 0..claim.conditions.len() {
            let name = match claim.conditions.len() {
                1 => format!("{}_effect", claim.id),
                _ => format!("{}_effect_{}", claim.id, number_of + 1),
            };
            let text = claim.conditions.get(number_of).map_or("", |condition| condition.text.as_str());
            columns.push(number(
                name,
                "as the comparison",
                format!("Mean effect of {text}"),
                move |point: &PointRow| of(point)?.effects.get(number_of).copied(),
            ));
        }
    }
    columns
}

/// A row of `importance`: a claim and an input.
#[derive(Debug, Clone, Copy)]
pub struct ImportanceRow<'f> {
    /// The claim.
    pub claim: &'f OfClaim,
    /// The input.
    pub input: &'f Input,
    /// Its index; `None` if there are too few points, or the margin is the same at all.
    pub index: Option<Index>,
    /// Whether the whole interval of the index is above the floor.
    pub decides: bool,
}

/// The columns of `importance`.
pub fn importance<'f>() -> Vec<Column<'f, ImportanceRow<'f>>> {
    type Of = fn(&Index) -> Option<f64>;
    let of = |name: &str, meaning: &str, of: Of| {
        number(name, "-", meaning, move |row: &ImportanceRow<'f>| of(row.index.as_ref()?))
    };
    vec![
        text("claim", "Short name of the claim", |row: &ImportanceRow<'f>| &row.claim.id),
        text("key", "Key, or family of keys", |row: &ImportanceRow<'f>| &row.input.name),
        of(
            "index",
            "PAWN index: median over ten slices of the key of the distance between the distributions of the claim's margin in the slice and in all points, 0 to 1",
            |index| Some(index.median.value),
        ),
        of("index_low", "Lower end of its 95 % interval", |index| Some(index.median.interval?.0)),
        of("index_high", "Upper end of its 95 % interval", |index| Some(index.median.interval?.1)),
        of("index_max", "Largest such distance of a slice", |index| Some(index.max)),
        of("floor", "Index that a key without effect exceeds with a probability of 5 %", |index| {
            Some(index.floor)
        }),
        Column::new(
            "decides",
            "-",
            "Whether the whole interval of the index is above the floor",
            Kind::Flag,
            |row: &ImportanceRow<'f>| Cell::Flag(row.decides),
        ),
    ]
}

/// A row of `boxes`: a limit of a box.
#[derive(Debug, Clone, Copy)]
pub struct LimitRow<'f> {
    /// The claim.
    pub claim: &'f OfClaim,
    /// Whether the claim holds in the box, and not fails.
    pub holds: bool,
    /// Number of the box, from 1.
    pub number: usize,
    /// The box, in the points held out.
    pub found: &'f PrimBox,
    /// The limit.
    pub limit: &'f Limit,
    /// The input.
    pub input: &'f Input,
    /// Share of the points held out that are as those in the box.
    pub base: f64,
}

/// The columns of `boxes`.
pub fn boxes<'f>() -> Vec<Column<'f, LimitRow<'f>>> {
    let share = |name: &str, meaning: &str, of: fn(&LimitRow<'f>) -> f64| {
        number(name, "share", meaning, move |row: &LimitRow<'f>| Some(of(row)))
    };
    vec![
        text("claim", "Short name of the claim", |row: &LimitRow<'f>| &row.claim.id),
        text(
            "of",
            "Whether the box has points at which the claim holds, or at which it fails",
            |row: &LimitRow<'f>| {
                if row.holds { "holds" } else { "fails" }
            },
        ),
        Column::new("box", "-", "Number of the box", Kind::Integer, |row: &LimitRow<'f>| {
            Cell::count(row.number)
        }),
        text("key", "Key that the box limits", |row: &LimitRow<'f>| &row.input.name),
        text("unit", "Unit of the key", |row: &LimitRow<'f>| row.input.unit),
        number(
            "from",
            "as unit says",
            "Least value inside; empty if there is no limit below",
            |row: &LimitRow<'f>| row.limit.low,
        ),
        number(
            "to",
            "as unit says",
            "Largest value inside; empty if there is no limit above",
            |row: &LimitRow<'f>| row.limit.high,
        ),
        number(
            "p",
            "-",
            "Probability of as many such points without this limit, in the points held out",
            |row: &LimitRow<'f>| Some(row.limit.p),
        ),
        Column::new(
            "points",
            "-",
            "Points held out that are in the box",
            Kind::Integer,
            |row: &LimitRow<'f>| Cell::count(row.found.points),
        ),
        share("density", "Share of them that are as `of` says", |row| row.found.density),
        share("coverage", "Share of all such points held out that are in the box", |row| row.found.coverage),
        share("mass", "Share of all points held out that are in the box", |row| row.found.mass),
        share("base", "Share of all points held out that are as `of` says", |row| row.base),
    ]
}
