//! A few numbers of the valley, rounded, so that a change of results is seen and can be read.

use crate::support::{run_of, valley};
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
    assert_eq!(lines, ["?"]);
}
