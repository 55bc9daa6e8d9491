//! Which pairs a region leaves out of its links, and how far a search for suppliers goes.

use std::collections::BTreeSet;

use circulus::ids::{ProductId, SlotId, StreamId, TechnologyId, ti_vec};
use circulus::laws::levers::{ENDLESS, left};
use circulus::laws::surplus::UnitSurplus;
use circulus::phase::Phase;
use circulus::random::Luck;
use circulus::region::gate::most_haulage;
use circulus::region::link_bounds::LinkBounds;
use circulus::region::{Link, Region};
use circulus::rules::levers::levers;
use circulus::rules::outlook::{Outlook, SOURCES};
use circulus::scenario::Scenario;
use circulus::world::World;
use circulus::world::company::Levers;

use super::everything::Everything;
use super::regimes::{contactable, live, regimes};

/// Levers with every kind of infrastructure at level 0, at a low level, and at one as good as unlimited.
fn levels_of_everything(scenario: &Scenario) -> [Levers; 3] {
    let kinds = &scenario.infrastructure;
    [0.0, 0.7, 1e3].map(|level| levers(kinds, &ti_vec![level; kinds.len()], scenario.risks.len()))
}

fn bounds(region: &Region) -> LinkBounds {
    let scenario = &*region.scenario;
    let years =
        (0..scenario.years).flat_map(|t| ProductId::all(scenario.products.len()).map(move |m| (t, m)));
    let shocks: Vec<f64> = years.map(|(t, m)| region.shock(t, m)).collect();
    LinkBounds::of(scenario, &shocks)
}

#[test]
fn no_pair_that_could_ever_trade_is_left_out() {
    for (name, scenario) in regimes() {
        let suppositions = levels_of_everything(&scenario);
        let members = contactable(&scenario, &Luck::new(scenario.seed, 0));
        let mut all: Option<(Everything, BTreeSet<(StreamId, SlotId)>)> = None;
        let (mut tradable, mut left_out) = (0, 0);
        live(&scenario, scenario.years.min(12), |phase, world, _| {
            // Prices may drop in the risk phase, so pairs are checked after market, at the prices of the year's trade.
            if phase != Phase::Market {
                return;
            }
            let (all, kept) = all.get_or_insert_with(|| {
                let kept = world.region.links.iter().map(|link| (link.stream, link.slot)).collect();
                (Everything::of(&world.region), kept)
            });
            for levers in &suppositions {
                let now = Outlook { members: &members, levers, ..Outlook::now(world) };
                for outlook in [now, now.at_expected_prices()] {
                    for link in all.pairs().filter(|link| outlook.known(link)) {
                        let pays = |&source| outlook.unit_surplus(link, source).total() > 0.0;
                        let kept = kept.contains(&(link.stream, link.slot));
                        if SOURCES.iter().any(pays) {
                            assert!(kept, "{name}, {}: {link:?}", world.year());
                            tradable += usize::from(!link.own());
                        }
                        left_out += usize::from(!kept);
                    }
                }
            }
        });
        assert!(tradable > 500, "{name}: only {tradable} could trade");
        // In the valley all plants are near, and levers of effect 1 leave no haulage cost.
        assert!(
            left_out > 0 || name.contains("valley") || name.contains("whole"),
            "{name}: nothing is left out"
        );
    }
}

/// Largest unit surplus of a technology before haulage in this year, with members' levers.
fn at_gate(world: &World, levers: &Levers, technology: usize) -> f64 {
    let of = TechnologyId::new(technology);
    let outlooks = [Outlook::now(world), Outlook::now(world).at_expected_prices()];
    let units = outlooks
        .iter()
        .flat_map(|outlook| SOURCES.map(|source| outlook.unit_surplus_of(of, levers.opex, source).total()));
    units.fold(f64::NEG_INFINITY, f64::max)
}

#[test]
fn the_bound_on_what_a_tonne_brings_holds_and_is_tight() {
    for (name, mut scenario) in regimes() {
        // Without price drops, the highest price that the shocks allow is reached.
        scenario.risks.iter_mut().for_each(|risk| risk.share = 0.0);
        let [_, _, endless] = levels_of_everything(&scenario);
        let mut most = vec![f64::NEG_INFINITY; scenario.technologies.len()];
        live(&scenario, scenario.years, |phase, world, _| {
            if phase == Phase::Market {
                let found = (0..most.len()).map(|technology| at_gate(world, &endless, technology));
                most = found.zip(&most).map(|(found, &most)| most.max(found)).collect();
            }
        });
        let luck = Luck::new(scenario.seed, 0);
        let bounds = bounds(&Region::new(&scenario, &luck).unwrap());
        for (technology, (&bound, found)) in bounds.most_per_t.iter().zip(most).enumerate() {
            // Prices of several products need not peak in the same year.
            let several = scenario.technologies.raw[technology].products().count() > 1;
            assert!(
                bound >= found && (several || bound <= found + 1e-5 * found.abs().max(100.0)),
                "{name}, {technology}: {bound} {found}"
            );
        }
        assert_eq!(
            (bounds.transport_cost, bounds.unknown),
            (endless.transport_cost, endless.reach),
            "{name}"
        );
    }
}

#[test]
fn unlimited_levels_leave_the_least() {
    for effect in [0.0, 0.3, 1.0] {
        for strength in [0.0, 0.4, 0.999] {
            assert!(left(effect, ENDLESS) <= left(effect, strength));
        }
    }
}

/// The links of a region are all pairs of a waste that are within a plant, have a given contract, or could both pay and
/// know each other.
#[test]
fn links_are_what_the_bounds_allow_of_all_pairs() {
    for (name, scenario) in regimes() {
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(&scenario, &luck).unwrap();
        let (bounds, contactable) = (bounds(&region), contactable(&scenario, &luck));
        let ever = |link: &&Link| {
            let most = bounds.most_per_t[link.technology];
            let contactable = contactable[link.supplier] && contactable[link.converter];
            let haulages = (0..scenario.years).map(|t| region.haul_per_t(link, t));
            let haul_per_t = haulages.fold(f64::INFINITY, f64::min);
            let outside = haul_per_t <= most && link.known_outside();
            let inside = haul_per_t * bounds.transport_cost <= most && link.known_inside(bounds.unknown);
            let contracted = scenario.contracts.iter().any(|given| {
                (given.supplier, given.converter, given.technology)
                    == (link.supplier, link.converter, link.technology)
            });
            link.own() || outside || (inside && contactable) || contracted
        };
        for (slot, pairs) in Everything::of(&region).0.iter_enumerated() {
            let wanted: Vec<Link> = pairs.iter().filter(ever).copied().collect();
            assert_eq!(region.links.raw[region.links_into(slot).range()], wanted, "{name}, slot {slot:?}");
            let outside = wanted.iter().any(Link::known_outside);
            let at = &region.slots[slot];
            let supplied =
                [false, true].map(|member| region.slots_supplied(at.plant, member).contains(&slot));
            let orders = [outside, !wanted.is_empty()].map(|supplied| supplied && at.adoptable);
            assert_eq!(supplied, orders, "{name}, slot {slot:?}");
        }
    }
}

/// A slot's suppliers are cut off where haulage exceeds the most that a tonne can bring.
#[test]
fn suppliers_end_where_nothing_more_pays() {
    let mut beyond = 0;
    for (name, scenario) in regimes() {
        let suppositions = levels_of_everything(&scenario);
        let members = contactable(&scenario, &Luck::new(scenario.seed, 0));
        live(&scenario, 2, |phase, world, _| {
            if phase != Phase::Market {
                return;
            }
            for levers in &suppositions {
                let outlook = Outlook { members: &members, levers, ..Outlook::now(world) };
                for (slot, at) in world.region.slots.iter_enumerated() {
                    let gate = |source| outlook.unit_surplus_at_gate(at.technology, at.plant, source);
                    let most = most_haulage(&SOURCES.map(gate));
                    let mut seen: BTreeSet<StreamId> = BTreeSet::new();
                    outlook.suppliers(slot, most, |supplier| {
                        seen.insert(supplier.link.stream);
                    });
                    for link in outlook.links_into(slot) {
                        let surplus = SOURCES.map(|source| outlook.unit_surplus(link, source).total());
                        let pays = surplus.iter().any(|&surplus| surplus > 0.0);
                        if pays && outlook.known(link) {
                            assert!(seen.contains(&link.stream), "{name}: {link:?}");
                        }
                        beyond += usize::from(!seen.contains(&link.stream));
                    }
                }
            }
        });
    }
    assert!(beyond > 100, "only {beyond} are left out");
}

#[test]
fn links_are_measured_and_ordered_as_if_computed_one_by_one() {
    for (name, scenario) in regimes().into_iter().take(2) {
        let region = Region::new(&scenario, &Luck::new(scenario.seed, 0)).unwrap();
        for slot in SlotId::all(region.slots.len()) {
            let links = &region.links.raw[region.links_into(slot).range()];
            assert!(links.iter().all(|link| *link == region.link(link.stream, slot)), "{name}");
            assert!(links.is_sorted_by(|a, b| (a.km, a.stream) < (b.km, b.stream)), "{name}");
        }
    }
}

/// The bound is computed by the law of the deal itself. That is safe if improving any one part never lowers the sum,
/// rounding included.
#[test]
fn a_unit_surplus_is_monotone_in_each_part() {
    let unit = |by: [f64; 8]| UnitSurplus {
        revenue: 1e3 / 3.0 + by[0],
        opex: 7e2 / 9.0 - by[1],
        subsidy: 0.1 + by[2],
        avoided: 1e2 / 7.0 + by[3],
        haulage: 1e3 / 11.0 - by[4],
        residue: 1e2 / 13.0 - by[7],
        carbon: -1e2 / 13.0 + by[5],
        levy: 1e1 / 17.0 + by[6],
    };
    for part in 0..8 {
        for step in 0..60 {
            let mut by = [0.0; 8];
            by[part] = 1e-17 * f64::from(1 << (step % 30)) * f64::from(step + 1);
            assert!(unit(by).total() >= unit([0.0; 8]).total(), "{part} {step}");
        }
    }
}
