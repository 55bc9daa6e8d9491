//! The page of doubts as text.

use super::{Known, Review, Unlikely, WasteBalance};
use crate::numbers::{count, tonnes};

/// How many keys of one kind are listed.
const LISTED: usize = 10;

impl Review {
    /// The page as plain text; with all keys of a kind, or the first few.
    pub fn text(&self, all: bool) -> String {
        let sections = [doubts(&self.doubts), balance(&self.balance), known(&self.known, all)];
        sections.join("\n")
    }
}

fn doubts(list: &[Unlikely]) -> String {
    if list.is_empty() {
        return "Nothing unlikely was found.\n".into();
    }
    let mut text = format!("{}:\n", count(list.len(), "doubt", "doubts"));
    for Unlikely { key, message } in list {
        text.push_str(&format!("  {key}: {message}\n"));
    }
    text
}

fn balance(list: &[WasteBalance]) -> String {
    let mut rows =
        vec![["waste", "a year", "in stock", "units", "demand", "converted by"].map(str::to_owned)];
    for of in list {
        let by = match (of.technologies.len(), of.converters) {
            (0, _) => "nothing".to_owned(),
            (_, 0) => format!("nobody ({})", of.technologies.join(", ")),
            (_, converters) => {
                format!("{} ({})", count(converters, "plant", "plants"), of.technologies.join(", "))
            }
        };
        let demand = if of.technologies.is_empty() { "-".into() } else { of.demand_told() };
        rows.push([
            of.waste.clone(),
            of.generated_told(),
            tonnes(of.stock_t),
            tonnes(of.capacity_t),
            demand,
            by,
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..5).map(width).collect();
    let later = list.iter().any(|of| of.generated_later.is_some() || of.demand_later.is_some());
    let changed = if later { ", and with the year the most that dated changes bring" } else { "" };
    let mut text = format!("Wastes at the start, in tonnes of waste{changed}:\n");
    for row in &rows {
        let [waste, numbers @ .., by] = row;
        text.push_str(&format!("  {waste:<0$}", widths[0]));
        for (number, width) in numbers.iter().zip(&widths[1..]) {
            text.push_str(&format!("  {number:>width$}"));
        }
        text.push_str(&format!("  {by}\n"));
    }
    text
}

fn known(known: &Known, all: bool) -> String {
    let mut text = format!("Numbers: {}; {} with a range.\n", known.told(), known.ranged);
    text.push_str(
        "The provenance.csv of a run lists each of them, and besides the values that are no numbers.\n",
    );
    for (what, keys) in
        [("Of no grade", &known.unsaid_keys), ("Assumed without a range", &known.assumed_without_range)]
    {
        if keys.is_empty() {
            continue;
        }
        let listed = if all { keys.len() } else { LISTED };
        let shown = keys.iter().take(listed).cloned().collect::<Vec<_>>().join(", ");
        let more = match keys.len().saturating_sub(listed) {
            0 => String::new(),
            more => format!(" and {more} more, which --all lists"),
        };
        text.push_str(&format!("{what}: {shown}{more}.\n"));
    }
    text
}
