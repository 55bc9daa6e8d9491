use super::*;
use crate::ids::ti_vec;
use crate::rules::appraisal::room_t;
use crate::rules::trial;

#[test]
fn the_bound_on_a_supply_is_above_it_by_more_than_rounding() {
    let mut supply = Supply::default();
    supply.add(3.0, 20.0);
    supply.add(1.0, 30.0);
    assert_eq!((supply.t, supply.value), (50.0, 90.0));
    let best = supply.at_best();
    let above = [best.t / 50.0 - 1.0, best.value / 150.0 - 1.0];
    assert!(above.iter().all(|of| (of - 1e-9).abs() < 1e-12), "{above:?}");
}

/// A supplier, and a converter with this much cash; units of 100 to 10,000 t, cheaper per tonne the larger they are.
fn world_with(cash: Money, min_size_t: Tonnes) -> World {
    let mut scenario = trial::neighbours(1, 1);
    scenario.plants.raw[1].cash = cash;
    let technology = &mut scenario.technologies.raw[0];
    technology.scale_exponent = 0.5;
    (technology.min_size_t, technology.max_size_t) = (min_size_t, 1e4);
    trial::world(scenario)
}

/// The order of a unit of some size at the converter, its value and its cost.
struct Ordered<'a>(Possible<'a>);

/// The site at the converter.
fn site(appraisal: &Appraisal) -> Site {
    Site::of(appraisal, SlotId::new(0), &Announced::none()).unwrap()
}

impl<'a> Ordered<'a> {
    fn of(
        appraisal: &Appraisal<'a>,
        site: &'a Site,
        size_t: Tonnes,
        powers: Option<&'a Powers>,
    ) -> Ordered<'a> {
        let region = &*appraisal.outlook.world.region;
        Ordered(Possible {
            site,
            terms: site.terms(appraisal),
            technology: &region.scenario.technologies.raw[0],
            costs: &region.unit_costs.raw[0],
            expected_use: 1.0,
            size_t,
            supply_t: size_t,
            margin_per_t: 50.0,
            powers,
        })
    }

    fn borne(&self) -> Result<(Tonnes, Money), NoProject> {
        self.0.borne(self.0.known_cost())
    }

    fn worth(&self, size_t: Tonnes) -> Money {
        50.0 * size_t * self.0.terms.annuity
    }

    fn most_npv(&self) -> Money {
        self.0.most_npv()
    }

    fn npv_from(&self, least: Money) -> Option<Money> {
        self.0.npv_from(least)
    }
}

#[test]
fn the_bound_on_the_npv_of_a_size_that_can_be_paid_has_its_margin_on_the_value_alone() {
    let world = world_with(1e9, 100.0);
    let (room_t, size_t) = (room_t(&world), 4e3);
    let appraisal = Appraisal::now(&world, &room_t);
    let site = site(&appraisal);
    let of = Ordered::of(&appraisal, &site, size_t, None);
    let margin = (of.most_npv() + of.0.costs.at_least(size_t)) / of.worth(size_t) - 1.0;
    assert!((margin - 1e-9).abs() < 1e-12, "{margin}");
    let exact = of.npv_from(0.0).unwrap();
    assert_eq!(exact, of.worth(size_t) - cost_curve(of.0.technology).capex(size_t, 1.0));
    assert!(exact < of.most_npv());
}

#[test]
fn the_bound_on_the_npv_of_a_size_that_cannot_be_paid_is_that_of_the_largest_that_can() {
    let (cash, size_t) = (1e4, 4e3);
    let world = world_with(cash, 100.0);
    let room_t = room_t(&world);
    let appraisal = Appraisal::now(&world, &room_t);
    let site = site(&appraisal);
    let of = Ordered::of(&appraisal, &site, size_t, None);
    assert!(of.0.costs.at_least(size_t) > cash);
    let largest_t = of.0.costs.largest_for(cash);
    assert!(largest_t < size_t && largest_t > 1e3, "1000 t cost {cash}; at most {largest_t}");
    let margin = (of.most_npv() + cash) / of.worth(largest_t) - 1.0;
    assert!((margin - 1e-9).abs() < 1e-12, "{margin}");
    // The size that can be paid is 1000 t up to rounding.
    let exact = of.npv_from(0.0).unwrap();
    assert!((exact + cash - of.worth(1e3)).abs() < 1e-9 * exact && exact < of.most_npv());
}

#[test]
fn no_cost_is_computed_where_the_bound_is_below_what_is_there() {
    let world = world_with(1e9, 100.0);
    let (room_t, size_t) = (room_t(&world), 4e3);
    let appraisal = Appraisal::now(&world, &room_t);
    let powers = Powers::default();
    let site = site(&appraisal);
    let of = Ordered::of(&appraisal, &site, size_t, Some(&powers));
    let most = of.most_npv();
    assert_eq!((of.npv_from(most.next_up()), powers.known_cost(size_t)), (None, None));
    assert_eq!(of.npv_from(most), None, "not sure");
    assert!(powers.known_cost(size_t).is_some());
    let npv = of.npv_from(0.0).unwrap();
    assert_eq!([of.npv_from(npv), of.npv_from(npv.next_up())], [Some(npv), None], "an equal one is enough");
}

#[test]
fn no_cost_is_computed_that_is_sure_to_exceed_what_can_be_paid() {
    let (cash, size_t) = (1e4, 4e3);
    let world = world_with(cash, 100.0);
    let room_t = room_t(&world);
    let appraisal = Appraisal::now(&world, &room_t);
    let powers = Powers::default();
    let site = site(&appraisal);
    let of = Ordered::of(&appraisal, &site, size_t, Some(&powers));
    let (borne_t, cost) = of.borne().unwrap();
    assert!((borne_t - 1e3).abs() < 1e-6 && cost == cash, "{borne_t} for {cost}");
    assert_eq!(powers.known_cost(size_t), None);
}

#[test]
fn powers_know_the_costs_that_they_have_computed() {
    let world = world_with(1e9, 100.0);
    let technology = &world.region.scenario.technologies.raw[0];
    let powers = Powers::default();
    assert_eq!(powers.known_cost(4e3), None);
    assert_eq!(powers.cost(technology, 4e3), 2e4);
    assert_eq!([4e3, 5e3].map(|size_t| powers.known_cost(size_t)), [Some(2e4), None]);
}

#[test]
fn there_is_room_down_to_the_smallest_size() {
    let site = |min_size_t, room_t: Tonnes| {
        let world = world_with(1e9, min_size_t);
        let room_t = ti_vec![room_t];
        Site::of(&Appraisal::now(&world, &room_t), SlotId::new(0), &Announced::none()).map(|site| site.most_t)
    };
    for (min_size_t, smallest_t) in [(100.0, 100.0), (0.0, GRAM)] {
        assert_eq!(site(min_size_t, smallest_t), Ok(smallest_t));
        assert_eq!(site(min_size_t, smallest_t.next_down()), Err(NoProject::NoRoom));
    }
}

#[test]
fn a_gram_is_the_smallest_size_that_can_be_paid() {
    for (smallest_t, borne) in [(GRAM, Ok((GRAM, 0.0))), (GRAM / 2.0, Err(NoProject::NoMoney))] {
        let world = world_with(0.0, smallest_t);
        let room_t = ti_vec![1e4];
        let appraisal = Appraisal::now(&world, &room_t);
        let site = site(&appraisal);
        let of = Ordered::of(&appraisal, &site, 4e3, None);
        assert_eq!(of.borne(), borne);
    }
}
