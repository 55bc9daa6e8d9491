//! Risk events, compared with drawing every item of every risk one by one at its own address.

use std::collections::BTreeMap;

use circulus::ids::{PlantId, ProductId, RiskId, StreamId, WasteId, ti_vec};
use circulus::laws::hazard::{capacity_exposure, intensity, loss, probability, stock_exposure};
use circulus::phase::Phase;
use circulus::random::{Luck, Purpose, normal};
use circulus::scenario::{Effect, Exposure, Scenario};
use circulus::world::World;
use circulus::world::log::{Deal, EventKind, Source};
use circulus::year::relive;
use circulus::year::witness::{Roll, Witness};

use crate::support::{Case, Says, plant, risk, with};

use super::regimes::{live, regimes};

/// Risk, plant, waste, product, partner and loss.
type Struck = (RiskId, Option<PlantId>, Option<WasteId>, Option<ProductId>, Option<PlantId>, f64);

/// What is exposed, and the address of its draw: kind of item and index.
struct Item {
    plant: Option<PlantId>,
    waste: Option<WasteId>,
    product: Option<ProductId>,
    partner: Option<PlantId>,
    exposure: f64,
    kind: usize,
    index: u64,
}

fn items(world: &World, exposure: Exposure) -> Vec<Item> {
    let region = &*world.region;
    let none =
        || Item { plant: None, waste: None, product: None, partner: None, exposure: 1.0, kind: 0, index: 0 };
    let of_plant = |i: PlantId| Item { plant: Some(i), index: i.into(), ..none() };
    let plants = world.all_plants();
    match exposure {
        Exposure::Stock => {
            let stock = |(stream, of): (StreamId, &circulus::region::Stream)| Item {
                waste: Some(of.waste),
                exposure: stock_exposure(world.streams.stock_t[stream]),
                kind: of.waste.index(),
                ..of_plant(of.plant)
            };
            region.streams.iter_enumerated().map(stock).collect()
        }
        Exposure::Capacity => plants
            .map(|i| {
                let working_t: f64 = region.slots_of(i).map(|slot| world.capacity.working_t[slot]).sum();
                Item { exposure: capacity_exposure(working_t), ..of_plant(i) }
            })
            .collect(),
        Exposure::Plant => plants.map(of_plant).collect(),
        Exposure::Product => ProductId::all(region.scenario.products.len())
            .map(|m| Item { product: Some(m), kind: m.index(), ..none() })
            .collect(),
        Exposure::Deal => {
            let mut items = Vec::new();
            for deal in world.log.deals.iter().filter(|deal| deal.between_plants()) {
                for (plant, other) in [(deal.supplier, deal.converter), (deal.converter, deal.supplier)] {
                    let index = u64::from(plant) << 40
                        | u64::from(other) << 16
                        | u64::from(deal.technology) << 4
                        | u64::from(deal.source == Source::Stock) << 3
                        | u64::from(plant == deal.converter) << 2;
                    items.push(Item { plant: Some(plant), partner: Some(other), index, ..none() });
                }
            }
            items.sort_by_key(|item| (item.index, item.plant, item.partner));
            let mut times = BTreeMap::new();
            for item in &mut items {
                let before = times.entry(item.index).or_insert(0usize);
                (item.kind, item.index) = (*before / 4, item.index + (*before % 4) as u64);
                *before += 1;
            }
            items
        }
    }
}

fn struck(world: &World, luck: &Luck) -> Vec<Struck> {
    let mut struck = Vec::new();
    for (r, risk) in world.region.scenario.risks.iter_enumerated() {
        for item in items(world, risk.exposure) {
            if item.plant.is_some_and(|plant| !world.open(plant)) {
                continue;
            }
            let sub = u32::from(r) << 16 | item.kind as u32;
            let draw = luck.draws(Purpose::RiskHit, sub, world.t).uniform(item.index);
            let inside = item.plant.is_some_and(|plant| world.plants.member[plant]);
            let levers = &world.levers;
            let (hazard, severity) = if inside { (levers.hazard[r], levers.severity[r]) } else { (1.0, 1.0) };
            if draw < probability(intensity(risk.rate, risk.elasticity, item.exposure), hazard) {
                let mut sizes = luck.draws(Purpose::RiskSize, sub, world.t);
                let z = normal(sizes.uniform(2 * item.index), sizes.uniform(2 * item.index + 1));
                let loss = loss(risk.loss, risk.spread, z, severity);
                struck.push((r, item.plant, item.waste, item.product, item.partner, loss));
            }
        }
    }
    struck
}

#[derive(Default)]
struct Rolls(Vec<Roll>);

impl Witness for Rolls {
    fn sees_rolls(&self) -> bool {
        true
    }

    fn rolled(&mut self, roll: Roll) {
        self.0.push(roll);
    }
}

/// Many deals of one pair, in both directions, fresh and from stock: no two rolls share a draw.
#[test]
fn repeated_deals_of_a_pair_share_no_draw() {
    let mut scenario = with([plant().makes(1e3).crushes(1e3), plant().makes(1e3).crushes(1e3).at_km(1.0)]);
    scenario.risks = ti_vec![
        risk(Exposure::Deal, Effect::Loss, 0.1, 1.0, 0.0),
        risk(Exposure::Deal, Effect::Loss, 0.1, 1.0, 0.0),
        risk(Exposure::Plant, Effect::Loss, 0.1, 1.0, 0.0),
    ];
    scenario.plants.raw[0].units[0].capacity_t = 100.0;
    scenario.trade.supplier_share = 0.0;
    let mut case = Case::new(scenario);
    let mut world = case.year().after(Phase::Dispose).clone();
    let deal = world.log.deals.iter().find(|deal| deal.between_plants()).copied().expect("the two trade");
    let back = Deal { supplier: deal.converter, converter: deal.supplier, ..deal };
    let each =
        [Source::Fresh, Source::Stock].map(|source| [Deal { source, ..deal }, Deal { source, ..back }]);
    world.log.deals = each.into_iter().flatten().flat_map(|deal| [deal; 11]).collect();
    world.log.group_deals(2);
    let mut rolls = Rolls::default();
    relive(&world, Phase::Risk, &case.luck, &mut rolls);
    let mut draws: Vec<u64> = rolls.0.iter().map(|roll| roll.draw.to_bits()).collect();
    assert_eq!(draws.len(), 2 * 2 * 4 * 11 + 2, "two risks, two sides, four kinds of deal; two plants");
    draws.sort_unstable();
    draws.dedup();
    assert_eq!(draws.len(), rolls.0.len(), "two rolls share a draw");
}

fn elasticities(scenario: &Scenario, elasticity: f64) -> Scenario {
    let mut scenario = scenario.clone();
    scenario
        .risks
        .iter_mut()
        .for_each(|risk| (risk.elasticity, risk.rate) = (elasticity, risk.rate.min(0.2) * 3.0));
    scenario
}

#[test]
fn events_are_those_of_drawing_every_item() {
    let mut struck_by = [0; 5];
    for (name, scenario) in regimes() {
        for elasticity in [0.0, 0.35, 0.9, 1.0, 1.7] {
            let scenario = elasticities(&scenario, elasticity);
            let mut wanted = Vec::new();
            live(&scenario, 4, |phase, world, luck| match phase {
                Phase::Dispose => wanted = struck(world, luck),
                Phase::Risk => {
                    let of_risks = world.log.events.iter().filter_map(|event| match event.kind {
                        EventKind::Risk(risk) => Some((risk, event)),
                        _ => None,
                    });
                    let found: Vec<_> = of_risks.collect();
                    assert_eq!(found.len(), wanted.len(), "{name}, {elasticity}, {}", world.year());
                    for ((risk, event), &(r, plant, waste, product, partner, loss)) in
                        found.into_iter().zip(&wanted)
                    {
                        let got = (risk, event.plant, event.waste, event.product, event.partner);
                        assert_eq!(got, (r, plant, waste, product, partner), "{name}, {elasticity}");
                        // The loss of a product's event is shared among the plants that can make it.
                        assert!(plant.is_none() || event.loss == loss, "{name}: {event:?}, {loss}");
                        struck_by[scenario.risks[r].exposure as usize] += 1;
                    }
                }
                _ => {}
            });
        }
    }
    assert!(struck_by.iter().all(|&struck| struck > 50), "events by exposure: {struck_by:?}");
}
