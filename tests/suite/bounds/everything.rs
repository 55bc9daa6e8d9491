//! The model's rules without any bound or shortcut: every pair, every slot, every plant.

use std::collections::BTreeMap;

use circulus::ids::{PlantId, RiskId, SlotId, StreamId, TechnologyId, TiSlice, TiVec};
use circulus::laws::hazard::{avoided_share, capacity_exposure, intensity, stock_exposure};
use circulus::laws::investment::{capex_factor, loan_payment, means, purse, rate, worth};
use circulus::maths::annuity;
use circulus::region::unit_cost::cost_curve;
use circulus::region::{Link, Region};
use circulus::rules::outlook::{Outlook, SOURCES};
use circulus::rules::value::Value;
use circulus::scenario::Exposure;
use circulus::units::GRAM;
use circulus::world::World;
use circulus::world::company::Levers;
use circulus::world::log::Source;

/// Every pair of a stream and a slot of the same waste, by slot, nearest supplier first (ties: lower stream).
pub struct Everything(pub TiVec<SlotId, Vec<Link>>);

impl Everything {
    pub fn of(region: &Region) -> Self {
        let into = |slot: SlotId| {
            let waste = region.scenario.technologies[region.slots[slot].technology].waste;
            let of_waste =
                StreamId::all(region.streams.len()).filter(|&stream| region.streams[stream].waste == waste);
            let mut links: Vec<Link> = of_waste.map(|stream| region.link(stream, slot)).collect();
            links.sort_by(|a, b| a.km.total_cmp(&b.km).then(a.stream.cmp(&b.stream)));
            links
        };
        Everything(SlotId::all(region.slots.len()).map(into).collect())
    }

    pub fn pairs(&self) -> impl Iterator<Item = &Link> {
        self.0.iter().flatten()
    }
}

/// Supplies claimed by projects announced this year, and the capacity that they will add, by technology.
#[derive(Default, Clone)]
pub struct Announced {
    taken: BTreeMap<(StreamId, Source), f64>,
    coming: BTreeMap<TechnologyId, f64>,
}

/// A project: slot, size, capital cost, NPV, and the NPV as an annuity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ordered {
    pub slot: SlotId,
    pub size_t: f64,
    pub capex: f64,
    pub npv: f64,
    pub yearly: f64,
}

/// Supplies of which the plant's own share of the surplus is positive: stream, source, that share, tonnes.
fn supplies(
    all: &Everything,
    outlook: &Outlook,
    slot: SlotId,
    announced: &Announced,
) -> Vec<(StreamId, Source, f64, f64)> {
    let world = outlook.world;
    let mut supplies = Vec::new();
    for link in all.0[slot].iter().filter(|link| outlook.known(link)) {
        for source in SOURCES {
            let has_t = match source {
                Source::Fresh => world.streams.unused_fresh_t[link.stream],
                Source::Stock => world.streams.unused_stock_t[link.stream],
            };
            let unclaimed_t = (has_t - world.claims.of(link.stream)[source as usize]).max(0.0);
            let left_t = unclaimed_t - announced.taken.get(&(link.stream, source)).copied().unwrap_or(0.0);
            let share = outlook.unit_surplus(link, source).total() * outlook.converter_share(link);
            if share > 0.0 && left_t > 0.0 {
                supplies.push((link.stream, source, share, left_t));
            }
        }
    }
    supplies
}

/// The project of a slot at the outlook's prices, which are those without deviation.
fn project(all: &Everything, outlook: &Outlook, slot: SlotId, announced: &Announced) -> Option<Ordered> {
    let world = outlook.world;
    let (region, scenario) = (&*world.region, &*world.region.scenario);
    let at = region.slots[slot];
    let technology = &scenario.technologies[at.technology];
    let (mut supply_t, mut value) = (0.0, 0.0);
    for (_, _, share, t) in supplies(all, outlook, slot, announced) {
        supply_t += t;
        value += share * t;
    }
    let rooms = technology.products().map(|of| world.market.demand_left_t[of.product] / of.t_per_t);
    let mut room_t = rooms.fold(f64::INFINITY, f64::min);
    for other in
        SlotId::all(region.slots.len()).filter(|&other| region.slots[other].technology == at.technology)
    {
        room_t -= world.capacity.idle_t[other] + world.capacity.coming_t[other];
    }
    room_t -= announced.coming.get(&at.technology).copied().unwrap_or(0.0);
    let mut size_t = supply_t.min(room_t).min(technology.max_size_t);
    if !world.runs(at.plant) || !at.adoptable || size_t < technology.min_size_t.max(GRAM) {
        return None;
    }
    let (hurdle, lever) = if outlook.inside(at.plant) {
        (outlook.levers.hurdle_rate, outlook.levers.capex)
    } else {
        (1.0, 1.0)
    };
    let factor = capex_factor(lever, world.market.policy.capex_subsidy);
    let loans = world.loans.iter().filter(|loan| loan.plant == at.plant);
    let debt_service = loans.map(|loan| loan.payment).sum();
    let means = means(world.plants.cash[at.plant], scenario.plants[at.plant].budget, debt_service);
    let payment = loan_payment(scenario.invest.loan_rate, scenario.invest.loan_years);
    let purse = purse(means, scenario.invest.loan_share, payment);
    let curve = cost_curve(technology);
    if curve.capex(technology.min_size_t, factor) > purse {
        return None;
    }
    let mut capex = curve.capex(size_t, factor);
    if capex > purse {
        (size_t, capex) = (curve.size_for(purse, factor).clamp(technology.min_size_t, size_t), purse);
    }
    let of_life = annuity(rate(scenario.invest.hurdle_rate, hurdle), technology.life_years);
    let npv = worth(value / supply_t, size_t, scenario.invest.expected_use, of_life) - capex;
    (size_t >= GRAM).then_some(Ordered { slot, size_t, capex, npv, yearly: npv / of_life })
}

/// A plant's best project with a positive NPV.
pub fn best_project(
    all: &Everything,
    outlook: &Outlook,
    plant: PlantId,
    announced: &Announced,
) -> Option<Ordered> {
    let mut best: Option<Ordered> = None;
    for slot in outlook.world.region.slots_of(plant) {
        if let Some(found) = project(all, outlook, slot, announced)
            && found.npv > best.map_or(0.0, |best| best.npv)
        {
            best = Some(found);
        }
    }
    best
}

/// Takes a project's size from its suppliers, nearest first.
pub fn announce(all: &Everything, outlook: &Outlook, announced: &mut Announced, project: &Ordered) {
    let mut wanted = project.size_t;
    for (stream, source, _, t) in supplies(all, outlook, project.slot, announced) {
        let q = t.min(wanted);
        wanted -= q;
        *announced.taken.entry((stream, source)).or_default() += q;
    }
    let technology = outlook.world.region.slots[project.slot].technology;
    *announced.coming.entry(technology).or_default() += project.size_t;
}

/// `value(i)` [J1] of a plant that the outlook counts as a member.
pub fn value(all: &Everything, outlook: &Outlook, plant: PlantId) -> Value {
    let world = outlook.world;
    let neutral = Levers::neutral(world.levers.hazard.len());
    let outside = Outlook {
        members: TiSlice::from_ref(&[]),
        also: None,
        levers: &neutral,
        ..outlook.at_expected_prices()
    };
    let nothing = Announced::default();
    let yearly =
        |outlook: &Outlook| best_project(all, outlook, plant, &nothing).map_or(0.0, |project| project.yearly);
    Value {
        matching: matching(all, outlook, plant),
        savings: savings(outlook, plant),
        project: (yearly(&outlook.at_expected_prices()) - yearly(&outside)).max(0.0),
        risk: RiskId::all(world.levers.hazard.len()).map(|risk| risk_avoided(outlook, plant, risk)).sum(),
    }
}

fn matching(all: &Everything, outlook: &Outlook, plant: PlantId) -> f64 {
    let world = outlook.world;
    let scenario = &*world.region.scenario;
    let mut pairs: Vec<(f64, &Link)> = Vec::new();
    for link in all.pairs().filter(|link| (link.supplier == plant) != (link.converter == plant)) {
        let surplus = outlook.unit_surplus(link, Source::Fresh).total();
        if outlook.both_inside(link) && outlook.known(link) && surplus > 0.0 {
            pairs.push((surplus, link));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.stream, a.1.slot).cmp(&(b.1.stream, b.1.slot))));
    let mut fresh_t = world.streams.unused_fresh_t.clone();
    let mut idle_t = world.capacity.idle_t.clone();
    let mut demand_t = world.market.demand_left_t.clone();
    let mut total = 0.0;
    for (surplus, link) in pairs {
        let technology = &scenario.technologies[link.technology];
        let rooms = technology.products().map(|of| demand_t[of.product] / of.t_per_t);
        let room_t = rooms.fold(f64::INFINITY, f64::min);
        let q = fresh_t[link.stream].min(idle_t[link.slot]).min(room_t);
        let gain = surplus * q - scenario.trade.deal_cost * outlook.levers.deal_cost;
        if q >= scenario.trade.min_t.max(GRAM) && gain > 0.0 {
            fresh_t[link.stream] -= q;
            idle_t[link.slot] -= q;
            technology.products().for_each(|of| demand_t[of.product] -= q * of.t_per_t);
            let to_supplier = scenario.trade.supplier_share;
            total += gain * if link.supplier == plant { to_supplier } else { 1.0 - to_supplier };
        }
    }
    total
}

fn savings(outlook: &Outlook, plant: PlantId) -> f64 {
    let world = outlook.world;
    let (scenario, levers) = (&*world.region.scenario, outlook.levers);
    let mut total = 0.0;
    for deal in &world.log.deals {
        let opex = scenario.technologies[deal.technology].opex_per_t * deal.q_t * (1.0 - levers.opex);
        let haulage =
            world.haul_per_t(&world.region.links[deal.link]) * deal.q_t * (1.0 - levers.transport_cost);
        let deal_cost = scenario.trade.deal_cost * (1.0 - levers.deal_cost);
        let both_in = outlook.inside(deal.supplier) && outlook.inside(deal.converter);
        if deal.supplier == deal.converter {
            total += if deal.converter == plant { opex } else { 0.0 };
        } else if both_in && [deal.supplier, deal.converter].contains(&plant) {
            total += (opex + haulage + deal_cost) / 2.0;
        } else if deal.converter == plant {
            total += opex;
        }
    }
    total
}

fn risk_avoided(outlook: &Outlook, plant: PlantId, risk: RiskId) -> f64 {
    let world: &World = outlook.world;
    let (region, levers) = (&*world.region, outlook.levers);
    let of = &region.scenario.risks[risk];
    if !world.open(plant) {
        return 0.0;
    }
    let events = |exposure: f64| intensity(of.rate, of.elasticity, exposure);
    let events: f64 = match of.exposure {
        Exposure::Stock => {
            region.streams_of(plant).map(|s| events(stock_exposure(world.streams.stock_t[s]))).sum()
        }
        Exposure::Capacity => {
            let slots = region.slots_of(plant);
            events(capacity_exposure(slots.map(|slot| world.capacity.working_t[slot]).sum()))
        }
        Exposure::Deal => {
            let deals = world.log.deals.iter().filter(|deal| deal.between_plants());
            of.rate * deals.filter(|deal| [deal.supplier, deal.converter].contains(&plant)).count() as f64
        }
        Exposure::Plant => of.rate,
        Exposure::Product => 0.0,
    };
    let mean_loss = circulus::laws::hazard::mean_loss(of.loss, of.spread);
    events * mean_loss * avoided_share(levers.hazard[risk], levers.severity[risk])
}
