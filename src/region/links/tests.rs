use super::*;
use crate::region::Region;
use crate::scenario::template;

/// How far suppliers outside the cluster are looked for, for the first slot, where acquaintance reaches so far: the
/// distance, the one that haulage allows, and the one that acquaintance allows.
fn outside(acquaintance_km: f64) -> [f64; 3] {
    let mut scenario = Scenario::from_toml(&template()).unwrap();
    scenario.trade.acquaintance_km = acquaintance_km;
    let region = Region::new(scenario, &Luck::new(1, 0)).unwrap();
    let (finder, slot) = (&region.finder, region.slots.raw[0]);
    let paid = finder.straight_for(finder.bounds.most_per_t[slot.technology]);
    [finder.straight_outside(slot), paid, finder.acquainted.straight]
}

#[test]
fn suppliers_outside_must_be_near_enough_to_pay_and_to_be_known() {
    let [straight, paid, known] = outside(1.0);
    assert!(straight == known && known < paid, "{straight} {paid} {known}");
    let [straight, paid, known] = outside(1e5);
    assert!(straight == paid && paid < known, "{straight} {paid} {known}");
}
