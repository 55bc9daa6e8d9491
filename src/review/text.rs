//! The page of doubts as text.

use super::{Known, Review, Unlikely, WasteBalance};
use crate::numbers::{count, tonnes};

/// How many keys of one kind are listed.
const LISTED: usize = 10;

impl Review {
    /// The page as plain text.
    pub fn text(&self) -> String {
        let sections = [doubts(&self.doubts), balance(&self.balance), known(&self.known)];
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
        let demand = if of.technologies.is_empty() { "-".into() } else { tonnes(of.demand_t) };
        rows.push([
            of.waste.clone(),
            tonnes(of.generated_t),
            tonnes(of.stock_t),
            tonnes(of.capacity_t),
            demand,
            by,
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..5).map(width).collect();
    let mut text = "Wastes at the start, in tonnes of waste:\n".to_owned();
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

fn known(known: &Known) -> String {
    let mut text = format!("Numbers: {}; {} with a range.\n", known.told(), known.ranged);
    let without = &known.assumed_without_range;
    if !without.is_empty() {
        let shown = without.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
        let more = without.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        text.push_str(&format!("Assumed without a range: {shown}{more}.\n"));
    }
    text
}
