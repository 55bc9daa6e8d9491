//! A few numbers of the valley, rounded, so that a change of results is seen and can be read.

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
        "2005: 12 members, 4 + 0 deals, 3699 kt reused, 73756 kt in stock, gain 686.5 M, synergy 143.41 M, budget 22.3 M",
        "2010: 11 members, 9 + 0 deals, 4374 kt reused, 75339 kt in stock, gain 884.6 M, synergy 373.15 M, budget 40.0 M",
        "2019: 12 members, 8 + 0 deals, 5447 kt reused, 71562 kt in stock, gain 1775.8 M, synergy 250.43 M, budget 40.0 M",
        "2019: 0 members, 0 + 6 deals, 4866 kt reused, 79501 kt in stock, gain 1528.9 M, synergy 0.00 M, budget 0.0 M",
    ];
    assert_eq!(lines, wanted);
}
