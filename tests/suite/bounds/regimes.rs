//! Scenarios that strain the bounds, each in its own way.

use circulus::ids::{PlantId, ProductId, RiskId, TiVec, WasteId, ti_vec};
use circulus::phase::Phase;
use circulus::random::{Luck, Purpose};
use circulus::region::Region;
use circulus::region::times::Times;
use circulus::region::unit_cost::cost_curve;
use circulus::scenario::{
    Amount, ByClass, Change, Changed, GivenContract, HazardClass, InitialUnit, Lever, Plant, Policy,
    Scenario, Source, TransportMode,
};
use circulus::world::World;
use circulus::world::found::found;
use circulus::year::run_year;

use crate::valley::valley;

/// `configs/million.toml` cut down to this many plants at the same density, with demand in proportion.
pub fn country(plants: usize, more: &[&str]) -> Scenario {
    let share = plants as f64 / 1e6;
    let mut sets = vec![
        format!("generate.n={plants}"),
        format!("generate.radius_km={}", 3000.0 * share.sqrt()),
        format!("generate.clusters={}", plants / 25),
    ];
    sets.extend(more.iter().map(|set| (*set).to_owned()));
    let mut scenario = Scenario::load(&crate::common::root().join("configs/million.toml"), &sets).unwrap();
    scenario.products.iter_mut().for_each(|product| product.demand_t *= share);
    scenario
}

/// Simulates some years of a scenario; `look` sees the world after each phase.
pub fn live(scenario: &Scenario, years: usize, mut look: impl FnMut(Phase, &World, &Luck)) {
    let luck = Luck::new(scenario.seed, 0);
    let region = Region::new(scenario, &luck).unwrap();
    let mut world = found(&region, true);
    for t in 0..years {
        run_year(&mut world, &luck, t, |phase, world| look(phase, world, &luck)).unwrap();
    }
}

/// Whether the company could ever contact each plant: it contacts only plants that a study looked at.
pub fn contactable(scenario: &Scenario, luck: &Luck) -> TiVec<PlantId, bool> {
    let everyone: Vec<PlantId> = scenario.plants.keys().collect();
    let mut contactable = ti_vec![false; everyone.len()];
    let (of_years, times) = (scenario.in_force(), Times::of(scenario));
    for t in 0..scenario.years {
        let now = of_years.iter().rfind(|now| now.from <= t).unwrap();
        if t % now.management.study_every != 0 {
            continue;
        }
        let limit = scenario.management.study_limit;
        let open = everyone.iter().copied().filter(|&plant| times.open(plant, t)).collect();
        luck.sample(Purpose::StudySample, t, open, limit).into_iter().for_each(|i| contactable[i] = true);
    }
    contactable
}

/// A small region that is studied whole, and a larger one of which only some plants are.
fn places() -> [(&'static str, Scenario); 2] {
    let mut valley = valley();
    (valley.join.bias, valley.management.contacts_per_year) = (1.0, 6);
    let sets = [
        // Four studies: some plants are in none of them.
        "scenario.years=12",
        "management.study_limit=24",
        "management.study_every=3",
        "management.contacts_per_year=24",
        "join.bias=2",
        "trade.acquaintance_km=40",
        "invest.attention=0.6",
        "generate.radius_km=80",
    ];
    let mut country = country(110, &sets);
    // With dearer haulage, a haul across the whole region costs more than a tonne brings.
    let dearer = |scenario: &mut Scenario, by: f64| {
        scenario.transport.modes.iter_mut().for_each(|mode| mode.per_t_km *= by);
    };
    dearer(&mut valley, 4.0);
    dearer(&mut country, 8.0);
    // Overhead for a million plants would end a cluster of a hundred.
    country.management.overhead = 0.0;
    [("valley", valley), ("country", country)]
}

type Strain = fn(&mut Scenario);

/// Changes to a scenario that strain the bounds.
const STRAINS: [(&str, Strain); 21] = [
    ("as it is", |_| {}),
    ("subsidy", |scenario| each_year(scenario, |_, policy| policy.subsidy_per_t = 150.0)),
    ("growing fees", |scenario| each_year(scenario, |_, policy| policy.disposal_fee_growth = 0.3)),
    ("dated policies", |scenario| {
        each_year(scenario, |t, policy| {
            policy.disposal_fee_factor = if t == 3 { 25.0 } else { 1.0 };
            policy.subsidy_per_t = if t == 4 { 250.0 } else { 0.0 };
            policy.capex_subsidy = if t >= 2 { 0.6 } else { 0.1 };
        });
    }),
    ("dear carbon", |scenario| {
        dirty(scenario);
        each_year(scenario, |_, policy| policy.carbon_price_per_t = 3000.0);
    }),
    ("a levy and dear classes", |scenario| {
        scenario.technologies.iter_mut().for_each(|of| of.primary_replaced_t_per_t = 1.5);
        each_year(scenario, |_, policy| {
            (policy.primary_levy_per_t, policy.fees_to_company) = (90.0, 0.2);
            policy.fee_factor_class = ByClass::all(4.0);
            policy.fee_factor_class[HazardClass::V] = 0.0;
        });
    }),
    ("dated carbon, levies and classes", |scenario| {
        dirty(scenario);
        each_year(scenario, |t, policy| {
            policy.carbon_price_per_t = if t == 2 { 4000.0 } else { 100.0 };
            policy.primary_levy_per_t = if t == 3 { 300.0 } else { 5.0 };
            policy.fee_factor_class[HazardClass::IV] = if t == 5 { 30.0 } else { 0.5 };
            policy.fee_factor_class[HazardClass::V] = if t == 6 { 50.0 } else { 1.0 };
        });
    }),
    ("residues", |scenario| {
        let last = WasteId::new(scenario.wastes.len() - 1);
        for of in scenario.technologies.iter_mut().filter(|of| of.waste != last) {
            // A residue of .6 t per t of waste.
            (of.added_t_per_t, of.loss_t_per_t) =
                ((of.yield_t_per_t - 0.4).max(0.0), (0.4 - of.yield_t_per_t).max(0.0));
            of.residue = Some(last);
        }
        each_year(scenario, |_, policy| {
            (policy.disposal_fee_growth, policy.subsidy_per_t) = (0.2, 100.0);
        });
    }),
    ("dated changes", dated),
    ("openings and closings", |scenario| {
        let start = scenario.start_year;
        for (i, plant) in (0..).zip(&mut scenario.plants) {
            plant.opens = [None, Some(start + 2), None, Some(start + 5), Some(start - 9)][i % 5];
            plant.closes = [None, Some(start + 4), None, None, Some(start + 7), Some(start + 9), None][i % 7]
                .filter(|closes| plant.opens.is_none_or(|opens| opens < *closes));
        }
        scenario.contracts = contracts(scenario);
    }),
    ("half levers", |scenario| effects(scenario, 0.5)),
    ("levers for nothing", |scenario| {
        effects(scenario, 0.7);
        let every_second = scenario.infrastructure.iter_mut().step_by(2);
        every_second.for_each(|kind| (kind.capex_per_level, kind.upkeep_per_level) = (0.0, 1.0));
    }),
    ("whole levers", |scenario| effects(scenario, 1.0)),
    ("wild prices", |scenario| {
        scenario.products.iter_mut().for_each(|of| (of.volatility, of.persistence) = (0.5, 0.9));
        let growth = [0.06, -0.05].into_iter().cycle();
        scenario.products.iter_mut().zip(growth).for_each(|(of, growth)| of.growth = growth);
        scenario.risks.iter_mut().filter(|risk| risk.share > 0.0).for_each(|risk| risk.rate *= 5.0);
    }),
    ("old stocks", |scenario| {
        scenario.trade.upkeep_horizon_years = 20.0;
        scenario.wastes.iter_mut().for_each(|of| (of.upkeep_cost_per_t, of.reclaim_rate) = (20.0, 0.05));
    }),
    ("old acquaintances", |scenario| {
        effects(scenario, 0.5);
        (scenario.trade.memory_years, scenario.trade.acquaintance) = (2, 0.1);
        scenario.join.temperature = 3.0; // plants join and leave at random
        let plants: Vec<PlantId> = scenario.plants.keys().collect();
        for (at, plant) in scenario.plants.iter_mut().enumerate() {
            plant.group = ["", "", "holding", "trust"][at % 4].to_owned();
        }
        scenario.knows = vec![plants.iter().copied().step_by(5).collect(), vec![plants[1], plants[2]]];
        scenario.contracts = contracts(scenario);
    }),
    ("a hopeless technology", |scenario| scenario.technologies.raw[0].opex_per_t *= 50.0),
    ("costs of every shape", |scenario| {
        let shapes = [(0.4, 0.0), (1.0, 1e4), (1.3, 1e4), (0.7, 0.0)];
        for (technology, (exponent, min_size_t)) in
            scenario.technologies.iter_mut().zip(shapes.into_iter().cycle())
        {
            (technology.scale_exponent, technology.min_size_t) = (exponent, min_size_t);
        }
        scenario.plants.iter_mut().for_each(|plant| plant.cash *= 0.2);
        scenario.invest.loan_share = 0.3;
    }),
    ("small purses", small_purses),
    ("capital subsidy", |scenario| {
        each_year(scenario, |t, policy| policy.capex_subsidy = [0.5, 0.2, 0.35][t % 3]);
        small_purses(scenario);
    }),
    ("lives that differ", |scenario| {
        effects(scenario, 0.4);
        let lives = [4, 40, 9, 17].into_iter().cycle();
        scenario.technologies.iter_mut().zip(lives).for_each(|(of, life)| of.life_years = life);
        scenario.technologies.iter_mut().for_each(|of| of.capex_per_t_year *= of.life_years as f64 / 20.0);
    }),
];

/// Gives each plant cash that pays for a unit between the smallest and the largest size of one technology that it may
/// adopt, and a budget that adds little to it each year.
fn small_purses(scenario: &mut Scenario) {
    scenario.invest.loan_share = 0.5;
    let parts = [0.05, 0.3, 0.1, 0.6, 0.02];
    for (i, plant) in scenario.plants.iter_mut().enumerate() {
        let Some(&technology) = plant.adopts.get(i % plant.adopts.len().max(1)) else { continue };
        let of = &scenario.technologies[technology];
        let size_t = of.min_size_t + parts[i % parts.len()] * (of.max_size_t - of.min_size_t);
        plant.cash = 0.5 * cost_curve(of).capex(size_t, 1.0);
        plant.budget = 0.02 * plant.cash;
    }
}

type LeversOf = fn(&Scenario) -> Vec<Lever>;
/// The levers, each alone.
const ALONE: [(&str, LeversOf); 8] = [
    ("reach", |_| vec![Lever::Reach]),
    ("deal cost", |_| vec![Lever::DealCost]),
    ("transport cost", |_| vec![Lever::TransportCost]),
    ("opex", |_| vec![Lever::Opex]),
    ("capex", |_| vec![Lever::Capex]),
    ("hurdle rate", |_| vec![Lever::HurdleRate]),
    ("hazard", |scenario| RiskId::all(scenario.risks.len()).map(Lever::Hazard).collect()),
    ("severity", |scenario| RiskId::all(scenario.risks.len()).map(Lever::Severity).collect()),
];

/// Both places with infrastructure that acts on one lever only; where the lever is one of risks, on that of every risk.
pub fn levers_alone() -> Vec<(String, Scenario)> {
    let alone = |(name, levers): (&str, fn(&Scenario) -> Vec<Lever>)| {
        places().map(|(place, mut scenario)| {
            effects(&mut scenario, 0.0);
            let on: Vec<(Lever, f64)> = levers(&scenario).into_iter().map(|lever| (lever, 0.35)).collect();
            scenario.infrastructure.iter_mut().for_each(|of| of.effects.clone_from(&on));
            (format!("{place}, {name} alone"), scenario)
        })
    };
    ALONE.into_iter().flat_map(alone).collect()
}

/// Every strain at both places, each with its name.
pub fn regimes() -> Vec<(String, Scenario)> {
    let strained = |(name, strain): (&str, Strain)| {
        places().map(|(place, mut scenario)| {
            strain(&mut scenario);
            (format!("{place}, {name}"), scenario)
        })
    };
    STRAINS.into_iter().flat_map(strained).collect()
}

/// Technologies that avoid and emit CO2, some more of the one than of the other, and a second mode of haulage: dearer
/// to load, cheaper by the km, and cleaner.
fn dirty(scenario: &mut Scenario) {
    let of_each = [(0.3, 0.02), (0.0, 0.05), (0.6, 0.1), (0.1, -0.05)].into_iter().cycle();
    for (technology, (avoided, emitted)) in scenario.technologies.iter_mut().zip(of_each) {
        (technology.co2_avoided_t_per_t, technology.co2_emitted_t_per_t) = (avoided, emitted);
    }
    let road = &mut scenario.transport.modes[0];
    road.co2_t_per_t_km = 3e-4;
    let (fixed_per_t, per_t_km) = (road.fixed_per_t + 60.0, road.per_t_km / 3.0);
    let rail = TransportMode { name: "line".into(), fixed_per_t, per_t_km, co2_t_per_t_km: 2e-5 };
    scenario.transport.modes.push(rail);
}

/// Prices, demand, fees, placement, haulage and streams that change from year to year, some up, some down, and back.
fn dated(scenario: &mut Scenario) {
    dirty(scenario);
    let start = scenario.start_year;
    let mut changes = Vec::new();
    let mut change = |t: i32, at: Changed, key: &'static str, to: f64| {
        changes.push(Change { year: start + t, at, key, to: Amount::Number(to) });
    };
    for (i, (id, of)) in (0..).zip(scenario.products.iter_enumerated()) {
        let at = Changed::Product(id);
        change(1 + i % 3, at, "price", 1.8 * of.price_per_t);
        change(3 + i % 4, at, "price", 0.7 * of.price_per_t);
        change(2 + i % 2, at, "demand", 0.4 * of.demand_t);
        change(5, at, "demand", 1.5 * of.demand_t);
    }
    for (i, (id, of)) in (0..).zip(scenario.wastes.iter_enumerated()) {
        let at = Changed::Waste(id);
        change(2 + i % 3, at, "disposal_fee", 10.0 * of.disposal_fee_per_t + 40.0);
        change(5, at, "disposal_fee", 0.0);
        change(4 + i % 2, at, "placement_cost", 3.0 * of.placement_cost_per_t + 30.0);
        change(6, at, "placement_cost", 1.0);
    }
    for (mode, of) in scenario.transport.modes.iter().enumerate() {
        let at = Changed::Mode(mode);
        change(2, at, "per_km", if mode == 0 { 0.3 } else { 2.0 } * of.per_t_km);
        change(3, at, "fixed", 2.5 * of.fixed_per_t);
        change(5, at, "per_km", of.per_t_km);
        change(6, at, "fixed", 0.5 * of.fixed_per_t);
    }
    for (i, (id, plant)) in (0..).zip(scenario.plants.iter_enumerated()) {
        for of in &plant.streams {
            change(
                1 + i % 5,
                Changed::Stream(id, of.waste),
                "t_per_year",
                [0.0, 2.5][i as usize % 2] * of.t_per_year,
            );
            change(3 + i % 4, Changed::Stream(id, of.waste), "own_reuse", 0.1);
        }
    }
    changes.push(Change {
        year: start + 4,
        at: Changed::Management,
        key: "study_every",
        to: Amount::Whole(2),
    });
    scenario.changes = changes;
    let last = scenario.products.last_mut().unwrap();
    last.path =
        [(-3, 1.0), (1, 0.5), (4, 2.2), (6, 0.8)].map(|(t, by)| (start + t, by * last.price_per_t)).to_vec();
    let of = Changed::Product(ProductId::new(scenario.products.len() - 1));
    scenario.changes.retain(|change| change.at != of || change.key != "price");
    scenario.check().unwrap();
}

fn each_year(scenario: &mut Scenario, change: fn(usize, &mut Policy)) {
    scenario.policy.iter_mut().enumerate().for_each(|(t, policy)| change(t, policy));
}

/// Lets each kind of infrastructure act on neighbouring levers, at least two, so that some kind acts on every lever;
/// the company has the money to build them.
fn effects(scenario: &mut Scenario, effect: f64) {
    let mut levers = vec![
        Lever::Reach,
        Lever::DealCost,
        Lever::TransportCost,
        Lever::Opex,
        Lever::Capex,
        Lever::HurdleRate,
    ];
    for risk in 0..scenario.risks.len() {
        levers.extend([Lever::Hazard(RiskId::new(risk)), Lever::Severity(RiskId::new(risk))]);
    }
    let kinds = scenario.infrastructure.len();
    for (kind, infrastructure) in scenario.infrastructure.iter_mut().enumerate() {
        let acts_on = |at: usize| at % kinds == kind || (at + 1) % kinds == kind;
        let on = levers.iter().enumerate().filter(|(at, _)| acts_on(*at));
        infrastructure.effects = on.map(|(_, lever)| (*lever, effect)).collect();
        infrastructure.capex_per_level = 2e6;
        infrastructure.upkeep_per_level = 1e4;
        infrastructure.max_level = 3.0;
    }
    scenario.management.budget = 2e7;
    scenario.management.reserve = 0.0;
    scenario.management.grant = 8e6;
    scenario.management.grant_years = scenario.years;
}

/// Last year of the given contracts.
pub const UNTIL: i32 = 2026;

/// A given contract for every plant with a unit, with the last other plant that has its waste, near or far.
fn contracts(scenario: &Scenario) -> Vec<GivenContract> {
    let mut contracts = Vec::new();
    for (converter, plant) in scenario.plants.iter_enumerated() {
        let Some(&InitialUnit { technology, .. }) = plant.units.first() else { continue };
        let waste = scenario.technologies[technology].waste;
        let supplies = |of: &Plant| of.streams.iter().any(|stream| stream.waste == waste);
        let mut others = scenario.plants.iter_enumerated().rev();
        let Some((supplier, _)) = others.find(|(other, of)| *other != converter && supplies(of)) else {
            continue;
        };
        let source = if contracts.len() % 2 == 0 { Source::Fresh } else { Source::Stock };
        let of =
            GivenContract { supplier, waste, converter, technology, source, t_per_year: 3e4, until: UNTIL };
        contracts.push(of);
    }
    contracts
}
