//! What is in force in a year: the scenario with its dated changes up to then [N6].

use super::keyed::Keyed;
use super::{Amount, Change, Changed, Management, Scenario, Stream, Transport, Waste};
use crate::ids::{InfrastructureId, PlantId, ProductId, TiVec, WasteId};
use crate::laws::time::year_of_run;
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// What is in force from a year on. Policy is in [`Scenario::policy`].
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// First year, counted from the start.
    pub from: usize,
    /// The company.
    pub management: Management,
    /// Share of the free budget for each kind of infrastructure.
    pub budget_shares: TiVec<InfrastructureId, Share>,
    /// Kinds of waste.
    pub wastes: TiVec<WasteId, Waste>,
    /// Haulage.
    pub transport: Transport,
    /// Whether haulage is other than at the start.
    pub other_haulage: bool,
    /// Price of each product before growth, by product.
    pub prices_per_t: TiVec<ProductId, Since<MoneyPerTonne>>,
    /// Demand for each product before growth, by product.
    pub demands_t: TiVec<ProductId, Since<Tonnes>>,
    /// Streams that have changed, in no order.
    pub streams: Vec<StreamInForce>,
}

/// A value, and the year of its last change, from which growth counts; 0 before any.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Since<T> {
    /// The value.
    pub value: T,
    /// Year, counted from the start.
    pub since: usize,
}

/// A stream that has changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StreamInForce {
    /// Plant.
    pub plant: PlantId,
    /// The stream with its present values.
    pub stream: Stream,
    /// Year of the last change of `t_per_year`, from which its growth counts; 0 before any.
    pub since: usize,
}

impl Scenario {
    /// What is in force over the years, in order, from the start on: one entry for each year with changes.
    pub fn in_force(&self) -> Vec<InForce> {
        let mut now = InForce::at_start(self);
        let mut list = Vec::new();
        let mut changes: Vec<&Change> = self.changes.iter().collect();
        changes.sort_by_key(|change| change.year); // stable: changes of one year keep their order
        for change in changes {
            let t = year_of_run(change.year, self.start_year);
            if t > now.from {
                list.push(now.clone());
                now.from = t;
            }
            now.apply(self, change);
            now.other_haulage = now.transport != self.transport;
        }
        list.push(now);
        list
    }
}

impl Scenario {
    /// Calendar year from which the company asks plants to join, where that is later than the first.
    pub fn asks_from(&self) -> Option<i32> {
        let asks = |now: &InForce| now.management.contacts_per_year > 0;
        let years = self.in_force();
        let from = years.iter().find(|now| asks(now)).filter(|_| self.management.enabled)?.from;
        (from > 0).then(|| self.start_year + from as i32)
    }
}

impl InForce {
    fn at_start(scenario: &Scenario) -> InForce {
        InForce {
            from: 0,
            management: scenario.management.clone(),
            budget_shares: scenario.infrastructure.iter().map(|kind| kind.budget_share).collect(),
            wastes: scenario.wastes.clone(),
            transport: scenario.transport.clone(),
            other_haulage: false,
            prices_per_t: scenario
                .products
                .iter()
                .map(|of| Since { value: of.price_per_t, since: 0 })
                .collect(),
            demands_t: scenario.products.iter().map(|of| Since { value: of.demand_t, since: 0 }).collect(),
            streams: Vec::new(),
        }
    }

    /// Applies a change that fits the scenario; one that does not is refused by [`Scenario::check`].
    fn apply(&mut self, scenario: &Scenario, change: &Change) {
        let (key, since) = (change.key, self.from);
        match (change.at, &change.to) {
            (Changed::Product(product), Amount::Number(value)) => {
                let list = if key == "price" { &mut self.prices_per_t } else { &mut self.demands_t };
                list[product] = Since { value: *value, since };
            }
            (Changed::Waste(waste), to) => drop(self.wastes[waste].set(key, to)),
            (Changed::Mode(mode), to) => drop(self.transport.modes[mode].set(key, to)),
            (Changed::Management, to) => drop(self.management.set(key, to)),
            (Changed::Share(kind), Amount::Number(share)) => self.budget_shares[kind] = *share,
            (Changed::Stream(plant, waste), to) => {
                if let Some(of) = self.stream(scenario, plant, waste) {
                    of.stream.set(key, to);
                    of.since = if key == "t_per_year" { since } else { of.since };
                }
            }
            (Changed::Product(_) | Changed::Share(_), _) => {}
        }
    }

    /// The entry of a stream; a new one for a stream that has not changed yet.
    fn stream(&mut self, scenario: &Scenario, plant: PlantId, waste: WasteId) -> Option<&mut StreamInForce> {
        let known = self.streams.iter().position(|of| of.plant == plant && of.stream.waste == waste);
        let place = match known {
            Some(place) => place,
            None => {
                let stream = *scenario.plants[plant].streams.iter().find(|stream| stream.waste == waste)?;
                self.streams.push(StreamInForce { plant, stream, since: 0 });
                self.streams.len() - 1
            }
        };
        self.streams.get_mut(place)
    }
}
