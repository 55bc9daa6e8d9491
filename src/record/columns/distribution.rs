//! `distribution` in `summary.json`: who gained by the cluster, of the plants that were ever in it.

use super::unit::Unit::{Money, Share};
use super::{Column, List, Names};
use crate::record::tally::Distribution;

/// The columns of the distribution.
pub fn distribution(names: &Names) -> Vec<Column<'_, Distribution>> {
    let mut list: List<Distribution> = List::new(names);
    list.count("ever_members", "plants", "Plants that were ever members", |d| d.ever_members);
    let meaning = "Of these, plants that ever had a deal with another member";
    list.count("with_deal_inside", "plants", meaning, |d| d.with_deal_inside);
    let meaning = "Of these, plants worse off: with less money than in the twin, all years, capital still in use left out";
    list.count("worse_off", "plants", meaning, |d| d.worse_off);
    let meaning = "Money of plants that were ever members: less that in the twin, all years";
    list.number("money_of_ever_members", Money, meaning, |d| d.money_of_ever_members);
    let meaning = "Money of plants that were never members: less that in the twin, all years";
    list.number("money_of_the_rest", Money, meaning, |d| d.money_of_the_rest);
    let meaning =
        "Gini coefficient of what members gained: 0 for those worse off; missing where nobody gained";
    list.maybe("gini", Share, meaning, |d| d.gini);
    let meaning = "Share of the three that gained most; missing where nobody gained";
    list.maybe("top_three_share", Share, meaning, |d| d.top_three_share);
    list.columns
}
