//! A few rounded numbers of the valley, so that a change of results is noticed and can be read.

use crate::valley::{run_of, valley};
use circulus::record::Record;

fn line(record: &Record, t: usize) -> String {
    let year = &record.years[t];
    let total = year.total();
    format!(
        "{}: {} members, {} + {} deals, {:.0} kt reused, {:.0} kt in stock, gain {:.1} M, synergy {:.2} M, budget {:.1} M",
        year.year,
        year.members,
        year.deals_inside,
        year.deals_outside,
        total.reused_t() / 1e3,
        total.stock_t / 1e3,
        year.gain / 1e6,
        year.accounted_synergy() / 1e6,
        year.budget / 1e6,
    )
}

#[test]
fn regress_a_run_of_the_valley() {
    let run = run_of(&valley(), 0);
    let mut lines: Vec<String> = [0, 5, 10, 19].iter().map(|&t| line(&run.cluster, t)).collect();
    lines.push(line(&run.twin, 19));
    let wanted = [
        "2000: 3 members, 1 + 0 deals, 1089 kt reused, 62688 kt in stock, gain 192.9 M, synergy 0.06 M, budget 6.1 M",
        "2005: 11 members, 5 + 0 deals, 3468 kt reused, 74747 kt in stock, gain 648.9 M, synergy 135.04 M, budget 21.2 M",
        "2010: 11 members, 11 + 0 deals, 4203 kt reused, 77701 kt in stock, gain 807.4 M, synergy 356.35 M, budget 40.0 M",
        "2019: 12 members, 8 + 0 deals, 5289 kt reused, 73334 kt in stock, gain 1776.2 M, synergy 315.65 M, budget 40.0 M",
        "2019: 0 members, 0 + 5 deals, 4866 kt reused, 82283 kt in stock, gain 1557.9 M, synergy 0.00 M, budget 0.0 M",
    ];
    assert_eq!(lines, wanted);
}
