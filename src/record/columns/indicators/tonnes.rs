//! Tonnes and use rates, of all wastes, by hazard class and by waste.

use super::super::names::class_name;
use super::super::unit::Unit::{Share, Tonnes};
use super::{Years, of};
use crate::ids::{TiVec, WasteId};
use crate::record::rows::{WasteYear, YearRow};
use crate::scenario::{HazardClass, Stage, Words};

/// Stems, meanings and values of the tonnes of a waste, or of all.
type Part = (&'static str, &'static str, fn(&WasteYear) -> f64);
const PARTS: [Part; 10] = [
    ("generated", "Waste generated: gross", |w| w.generated_t),
    ("already_reused", "Already reused: as before the first year", |w| w.already_reused_t),
    ("converted", "Waste converted: fresh and from stock", |w| w.converted_t()),
    ("converted_fresh", "Fresh waste converted", |w| w.converted_fresh_t),
    ("converted_stock", "Waste from stock converted", |w| w.converted_stock_t),
    ("residue", "Residue: what conversions of it left, of whatever waste", |w| w.residue_t),
    ("reused", "Waste reused: already reused and converted, less residue", WasteYear::reused_t),
    ("placed", "Waste placed on stockpiles", |w| w.placed_t),
    ("released", "Waste released into nature", |w| w.released_t),
    ("stock", "Stock at year end: residue held for the next year included", |w| w.stock_t),
];
/// Of a waste alone: in all, what arises is the residue.
const ARISEN: Part = ("arisen", "Residue of this waste that arose", |w| w.arisen_t);

pub(super) fn all(list: &mut Years) {
    for (stem, meaning, value) in PARTS {
        list.number(stem, Tonnes, meaning, move |y| value(&y.row.total()));
    }
    let meaning = "Use rate: reused over generated; missing where nothing is generated, above 1 where more is taken from \
                   stock than is generated";
    list.maybe("use_rate", Share, meaning, |y| use_rate(&y.row.total()));
    let names = list.names;
    let meaning = "Use rate beyond mining: waste of mining and beneficiation left out, as in the official \
                   indicator 12.5.1";
    list.maybe("use_rate_beyond_mining", Share, meaning, {
        let counts: TiVec<WasteId, bool> = names
            .wastes
            .iter()
            .map(|waste| !matches!(waste.stage, Stage::Mining | Stage::Beneficiation))
            .collect();
        move |y| use_rate(&total_where(y.row, |waste| counts.get(waste) == Some(&true)))
    });
    for &class in HazardClass::ALL {
        let id = class_name(class);
        let counts: TiVec<WasteId, bool> = names.wastes.iter().map(|w| w.class == class).collect();
        let meaning = match class {
            HazardClass::None if !counts.iter().any(|counts| *counts) => continue,
            HazardClass::None => {
                "Stock of waste without a hazard class at year end; the column is there if such waste is"
                    .into()
            }
            _ => format!("Stock of hazard class {id} at year end"),
        };
        list.number(&format!("stock_class_{id}"), Tonnes, &meaning, move |y| {
            total_where(y.row, |waste| counts.get(waste) == Some(&true)).stock_t
        });
    }
}

pub(super) fn by_waste(list: &mut Years) {
    let names = list.names;
    for (index, waste) in names.wastes.iter_enumerated() {
        let id = &waste.id;
        for (stem, meaning, value) in PARTS.into_iter().chain([ARISEN]) {
            list.number(&format!("{stem}_{id}"), Tonnes, &of(meaning, id), move |y| {
                y.row.by_waste.get(index).map_or(0.0, value)
            });
        }
        let meaning = of("Use rate: reused over generated and arisen", id);
        list.maybe(&format!("use_rate_{id}"), Share, &meaning, move |y| {
            y.row.by_waste.get(index).and_then(WasteYear::use_rate)
        });
    }
}

fn total_where(row: &YearRow, counts: impl Fn(WasteId) -> bool) -> WasteYear {
    let mut total = WasteYear::default();
    for (_, waste) in row.by_waste.iter_enumerated().filter(|(i, _)| counts(*i)) {
        total.add(waste);
    }
    total
}

fn use_rate(waste: &WasteYear) -> Option<f64> {
    (waste.generated_t > 0.0).then(|| waste.reused_t() / waste.generated_t)
}
