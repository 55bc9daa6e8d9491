//! What never changes in a run: streams, slots, and the links along which waste could go.
//!
//! A *stream* is a waste of a plant, a *slot* a technology at a plant, a *link* a stream that a slot could convert.
//! Links are found once, with distance, haulage and acquaintance; only those whose haulage could pay in some year and
//! whose two sides could know each other are kept. Rules iterate over them slot by slot, nearest supplier first. A run
//! and its twin share one region.

pub mod acquainted;
pub mod acted_on;
pub mod fees;
pub mod gate;
pub mod grid;
mod layout;
pub mod link;
pub mod link_bounds;
pub mod links;
mod peers;
mod supplied;
pub mod ties;
pub mod times;
pub mod transport;
pub mod trends;
pub mod unit_cost;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::ids::{
    IdRun, InfrastructureId, LinkId, MOST_IDS, PlantId, ProductId, RiskId, SlotId, StreamId, TechnologyId,
    TiVec, WasteId, ti_vec,
};
use crate::laws::hazard::mean_loss;
use crate::laws::investment::{loan_payment, principal};
use crate::maths::annuity;
use crate::parallel;
use crate::random::{AddressRange, Luck, Purpose, Requests, normal, sequence};
use crate::scenario::shared::OfShared;
use crate::scenario::{Fault, Faults, InForce, Risk, Scenario};
use crate::units::{Money, MoneyPerTonne, Share};
use acted_on::ActedOn;
use grid::Grid;
use layout::{Starts, run, running_sum};
use link_bounds::LinkBounds;
use links::{AtPlant, Finder, UpTo};
use peers::nearest;
use supplied::Supplied;
use ties::Tie;
use times::Times;
use unit_cost::UnitCost;

pub use link::{Link, Slot, Stream};

/// The part of the world that never changes.
pub struct Region {
    /// The scenario as meant.
    pub scenario: Arc<Scenario>,
    /// Streams, by plant and waste.
    pub streams: TiVec<StreamId, Stream>,
    /// Slots, by plant and technology.
    pub slots: TiVec<SlotId, Slot>,
    /// Whether any slot leaves a residue.
    pub leaves_residue: bool,
    /// Links, by slot; nearest supplier first (ties: lower stream).
    pub links: TiVec<LinkId, Link>,
    /// Share of a stock that can be reclaimed in a year, by stream.
    pub reclaim_rates: TiVec<StreamId, Share>,
    /// Capital costs, by technology.
    pub unit_costs: TiVec<TechnologyId, UnitCost>,
    /// Levers that each kind of infrastructure acts on.
    pub acted_on: TiVec<InfrastructureId, Vec<ActedOn>>,
    /// Mean loss of an event before levers, by risk.
    pub mean_losses: TiVec<RiskId, Money>,
    /// Yearly payment for a loan of 1.
    pub loan_payment: f64,
    /// Yearly budget for circular projects, by plant.
    pub budgets: TiVec<PlantId, Money>,
    /// Present value of 1 a year at the loan rate, by the number of payments left.
    annuities: Vec<f64>,
    /// Standard deviation of the log of output, and growth per year, by plant.
    pub outputs: TiVec<PlantId, (f64, f64)>,
    /// When plants open and close.
    pub times: Times,
    /// What is in force over the years, by the first of them; at least one.
    in_force: Vec<InForce>,
    /// Slots to order units for with a link into them, known outside the cluster or not.
    supplied: Supplied,
    /// Of these, those with a link that is known outside the cluster.
    supplied_outside: Supplied,
    /// Index of the first stream and slot of each plant, and of the first link into each slot; one more entry for the
    /// end.
    streams_from: Starts<PlantId>,
    slots_from: Starts<PlantId>,
    links_from: Starts<SlotId>,
    shocks: Vec<f64>,
    /// The draws of every year, which do not depend on decisions; laid out in the first, if they are few.
    pub(crate) requests: OnceLock<Requests>,
    finder: Finder,
    /// Peers that were found in advance.
    peers: Arc<Peers>,
}

impl std::fmt::Debug for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Region of {} plants, {} links", self.scenario.plants.len(), self.links.len())
    }
}

impl Region {
    /// Finds streams, slots, links and peers of a scenario; draws acquaintance and price shocks once. Worlds share it.
    /// A borrowed scenario is cloned.
    ///
    /// # Errors
    /// More streams, slots or links than ids can number.
    pub fn new(scenario: impl Into<Arc<Scenario>>, luck: &Luck) -> Result<Arc<Region>, Faults> {
        Region::of(scenario.into(), luck)
    }

    // Not inlined, so that its instructions can be counted.
    #[inline(never)]
    fn of(owned: Arc<Scenario>, luck: &Luck) -> Result<Arc<Region>, Faults> {
        let scenario = &*owned;
        let shocks = shocks(scenario, luck);
        let (streams, streams_from) =
            layout::streams(scenario).map_err(|n| beyond_ids(n, "waste streams"))?;
        let (slots, slots_from) = layout::slots(scenario, &streams, &streams_from)
            .map_err(|n| beyond_ids(n, "technologies at plants"))?;
        let bounds = LinkBounds::of(scenario, &shocks);
        let times = Times::of(scenario);
        let in_force = scenario.in_force();
        let contactable = contactable(scenario, luck, &times, &in_force);
        let finder = Finder::new(&owned, luck, bounds, &streams, contactable, &in_force);
        let (links, counts) = finder.links(&streams, &slots);
        let links_from = running_sum(counts.into_iter()).map_err(|n| beyond_ids(n, "links"))?;
        let into = |slot: SlotId| &links.raw[run::<_, LinkId>(&links_from, slot).range()];
        let known = |slot: SlotId| into(slot).iter().any(Link::known_outside);
        let supplied = |known: &dyn Fn(SlotId) -> bool| {
            let wanted = |slot: SlotId| slots[slot].adoptable && known(slot);
            Supplied::of(scenario.plants.len(), |plant| run(&slots_from, plant), wanted)
                .map_err(|n| beyond_ids(n, "technologies at plants"))
        };
        let (supplied, supplied_outside) = (supplied(&|slot| !into(slot).is_empty())?, supplied(&known)?);
        let peers = match finder.everyone_contactable() {
            true => {
                PEERS.with(|known| known.get(&owned, || Ok::<_, Faults>(peers(scenario, &finder).into())))?
            }
            false => peers(scenario, &finder).into(), // the draws say whose
        };
        let reclaim_rate = |stream: &Stream| scenario.wastes[stream.waste].reclaim_rate;
        Ok(Arc::new(Region {
            reclaim_rates: streams.iter().map(reclaim_rate).collect(),
            streams,
            leaves_residue: slots.iter().any(|slot| slot.residue.is_some()),
            slots,
            links,
            unit_costs: scenario.technologies.iter().map(UnitCost::of).collect(),
            acted_on: ActedOn::of_kinds(&scenario.infrastructure),
            mean_losses: scenario.risks.iter().map(|risk: &Risk| mean_loss(risk.loss, risk.spread)).collect(),
            loan_payment: loan_payment(scenario.invest.loan_rate, scenario.invest.loan_years),
            budgets: scenario.plants.iter().map(|plant| plant.budget).collect(),
            annuities: (0..=scenario.invest.loan_years)
                .map(|left| annuity(scenario.invest.loan_rate, left))
                .collect(),
            outputs: scenario.plants.iter().map(|plant| (plant.volatility, plant.growth)).collect(),
            times,
            in_force,
            supplied,
            supplied_outside,
            streams_from,
            slots_from,
            links_from,
            shocks,
            requests: OnceLock::new(),
            finder,
            peers,
            scenario: owned,
        }))
    }

    /// What is in force in year `t` [N6].
    #[inline]
    pub fn in_force(&self, t: usize) -> &InForce {
        in_force(&self.in_force, t)
    }

    /// Haulage on a link in year `t`, before levers.
    #[inline]
    pub fn haul_per_t(&self, link: &Link, t: usize) -> MoneyPerTonne {
        link.haulage_in(self.in_force(t))
    }

    /// Streams of a plant.
    pub fn streams_of(&self, plant: PlantId) -> IdRun<StreamId> {
        run(&self.streams_from, plant)
    }

    /// Slots of a plant.
    pub fn slots_of(&self, plant: PlantId) -> IdRun<SlotId> {
        run(&self.slots_from, plant)
    }

    /// Links into a slot, nearest supplier first.
    pub fn links_into(&self, slot: SlotId) -> IdRun<LinkId> {
        run(&self.links_from, slot)
    }

    /// A plant's slots for which it may order units and could ever have a supplier, outside the cluster or as a member.
    #[inline]
    pub fn slots_supplied(&self, plant: PlantId, member: bool) -> &[SlotId] {
        if member { self.supplied.of_plant(plant) } else { self.supplied_outside.of_plant(plant) }
    }

    /// Whether the links include every pair that could ever know each other. In a region too large to be studied in
    /// full, they include only pairs that know each other outside the cluster or that the company could both contact.
    pub fn links_all(&self) -> bool {
        self.finder.everyone_contactable()
    }

    /// Links into a slot as if every plant were a member, nearest supplier first; `remembered` says whom its plant
    /// remembers.
    pub fn everyone_into(
        &self,
        slot: SlotId,
        up_to: UpTo,
        remembered: impl Fn(PlantId) -> bool,
    ) -> Vec<Link> {
        self.finder.everyone_into(slot, self.slots[slot], up_to, remembered)
    }

    /// Links from a stream to given slots for its waste, up to a haulage before levers, as if every plant were a
    /// member; `remembered` says whom its plant remembers.
    pub fn everyone_of(
        &self,
        stream: StreamId,
        some: &Grid<AtPlant<SlotId>>,
        up_to: UpTo,
        remembered: impl Fn(PlantId) -> bool,
    ) -> Vec<Link> {
        self.finder.everyone_of(stream, self.streams[stream], &self.slots, some, up_to, remembered)
    }

    /// Why two plants know each other for good, if they do [N4].
    pub fn tie(&self, a: PlantId, b: PlantId) -> Option<Tie> {
        self.finder.ties.between(a, b)
    }

    /// An index of the wanted slots by waste.
    pub fn index_slots(&self, wanted: impl Fn(SlotId) -> bool) -> TiVec<WasteId, Grid<AtPlant<SlotId>>> {
        let slots = self.slots.iter_enumerated().map(|(slot, of)| (slot, *of));
        self.finder.index_slots(slots.filter(|&(slot, _)| wanted(slot)))
    }

    /// A link between a stream and a slot of its waste, whether the region keeps it or not.
    pub fn link(&self, stream: StreamId, slot: SlotId) -> Link {
        self.finder.link(stream, self.streams[stream], slot, self.slots[slot])
    }

    /// The nearest other plants of a plant.
    pub fn peers_of(&self, plant: PlantId) -> Cow<'_, [PlantId]> {
        let at_hand = match self.finder.everyone_contactable() {
            true => Ok(plant.index()),
            false => self.peers.0.binary_search(&plant),
        };
        match at_hand {
            Ok(at) => Cow::Borrowed(&self.peers.1[at]),
            // A run asks only for plants found in advance; an explanation may ask for any.
            Err(_) => {
                let grid = location_grid(&self.finder);
                Cow::Owned(nearest(
                    &self.scenario,
                    &grid,
                    &self.finder.locations,
                    plant,
                    peers_each(&self.scenario),
                ))
            }
        }
    }

    /// Debt that a loan still is, given its payment and the number of payments left [I1].
    pub fn principal(&self, payment: Money, left: usize) -> Money {
        let tabled = self.annuities.get(left).copied();
        let annuity = tabled.unwrap_or_else(|| annuity(self.scenario.invest.loan_rate, left));
        principal(payment, annuity)
    }

    /// The standard normal shock to a product's price in year `t` [M1].
    pub fn shock(&self, t: usize, product: ProductId) -> f64 {
        self.shocks[t * self.scenario.products.len() + product.index()]
    }
}

/// What is said of more of a kind than ids can number.
fn beyond_ids(count: u64, what: &str) -> Faults {
    let message = format!(
        "the region has {count} {what}, and at most {MOST_IDS} are allowed: their numbers have 32 bits; take fewer \
         plants, or lower trade.acquaintance and management.study_limit, which say who could ever know whom"
    );
    Fault::of_file("scenario", message).into()
}

fn peers_each(scenario: &Scenario) -> usize {
    scenario.join.peers.min(scenario.plants.len().saturating_sub(1))
}

fn location_grid(finder: &Finder) -> Grid<PlantId> {
    Grid::of(finder.locations.iter_enumerated().map(|(plant, location)| (plant, location.point)))
}

/// Plants, in order, and the peers of each.
type Peers = (Vec<PlantId>, Vec<Vec<PlantId>>);

thread_local! {
    /// Those of all plants, which do not depend on draws.
    static PEERS: OfShared<Arc<Peers>> = const { OfShared::none() };
}

/// Finds the peers of the plants that the company could ever contact: only contacted plants look at their peers.
fn peers(scenario: &Scenario, finder: &Finder) -> Peers {
    let grid = location_grid(finder);
    let plants = PlantId::all(scenario.plants.len());
    let who: Vec<PlantId> = plants.filter(|&plant| finder.contactable(plant)).collect();
    let each = peers_each(scenario);
    let peers = parallel::each(&who, |&plant| nearest(scenario, &grid, &finder.locations, plant, each));
    (who, peers)
}

/// Draws the price shocks of all years, `years x products`.
fn shocks(scenario: &Scenario, luck: &Luck) -> Vec<f64> {
    let years = 0..scenario.years;
    let products = scenario.products.len() as u64;
    let mut uniforms = Vec::with_capacity(2 * scenario.years * scenario.products.len());
    let ranges = years.map(|t| AddressRange::of_normals(sequence(Purpose::Market, 0, t), 0..products));
    luck.ranges(ranges, &mut uniforms);
    uniforms.chunks_exact(2).map(|pair| normal(pair[0], pair[1])).collect()
}

/// What is in force in year `t`, of a list in the order of the years.
#[inline]
fn in_force(of_years: &[InForce], t: usize) -> &InForce {
    match of_years {
        [only] => only, // the usual case
        _ => {
            let later = of_years.partition_point(|now| now.from <= t);
            &of_years[later.max(1) - 1]
        }
    }
}

/// The plants that the company could ever contact; `None` if it studies all.
fn contactable(
    scenario: &Scenario,
    luck: &Luck,
    times: &Times,
    of_years: &[InForce],
) -> Option<TiVec<PlantId, bool>> {
    let management = &scenario.management;
    if scenario.plants.len() <= management.study_limit {
        return None;
    }
    let everyone: Vec<PlantId> = PlantId::all(scenario.plants.len()).collect();
    let mut contactable = ti_vec![false; everyone.len()];
    let studies = |t: &usize| t.is_multiple_of(in_force(of_years, *t).management.study_every);
    for t in (0..scenario.years).filter(studies) {
        let mut open = everyone.clone();
        open.retain(|&plant| times.open(plant, t));
        for plant in luck.sample(Purpose::StudySample, t, open, management.study_limit) {
            contactable[plant] = true;
        }
    }
    Some(contactable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::template;

    #[test]
    fn a_region_of_as_many_plants_as_a_study_takes_is_studied_in_full() {
        for (study_limit, in_full) in [(4, true), (3, false)] {
            let mut scenario = Scenario::from_toml(&template()).unwrap();
            assert_eq!(scenario.plants.len(), 4);
            scenario.management.study_limit = study_limit;
            let region = Region::new(scenario, &Luck::new(1, 0)).unwrap();
            assert_eq!(region.links_all(), in_full, "{study_limit}");
        }
    }
}
