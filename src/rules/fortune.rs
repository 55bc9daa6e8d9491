//! What happens in a year regardless of decisions: trends, and draws with the addresses of section 7.9 of the model. A
//! run and its twin share it.

use std::borrow::Cow;
use std::ops::Range;

use crate::ids::{PlantId, ProductId, RiskId, TechnologyId, TiSlice, TiVec};
use crate::laws::output;
use crate::laws::price::trend;
use crate::maths::{Growth, growth};
use crate::parallel;
use crate::random::{Address, AddressRange, Luck, Purpose, Requests, normal, sequence};
use crate::region::Region;
use crate::region::gate::{AtGate, Gate};
use crate::region::trends::{demand_t, expected_price_per_t, growth_since};
use crate::rules::risk_address::sub_purpose;
use crate::scenario::in_force::StreamInForce;
use crate::scenario::{Exposure, InForce, Scenario};
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// A value of a product in a year.
type OfProduct = fn(&Scenario, &InForce, ProductId, usize, &mut Growth) -> f64;

/// The fortune of a year.
#[derive(Debug, Clone)]
pub struct Fortune {
    /// Years since the start.
    pub t: usize,
    /// The random generator, for draws that depend on decisions.
    pub luck: Luck,
    /// Fee factor `Phi_t` [M1].
    pub fee_factor: f64,
    /// Price without deviation, by product [M1].
    pub expected_price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Unit surplus at the gate at these prices, before levers, by technology [T1].
    pub expected_at_gate: TiVec<TechnologyId, AtGate>,
    /// Demand, by product [M1].
    pub demand_t: TiVec<ProductId, Tonnes>,
    /// Output factor `q_i` of each plant [P1].
    pub output: TiVec<PlantId, f64>,
    /// Output factor of each stream that has changed, in the order of those in force [N6].
    pub changed: Vec<f64>,
    /// Plants that consider projects this year, in index order [I1].
    pub attentive: Vec<PlantId>,
    /// The same in the drawn order, if they are few.
    queue: Option<Vec<PlantId>>,
    /// The uniform draws of the order, then those of each risk.
    uniforms: Vec<f64>,
    /// Position of each risk's draws in `uniforms`.
    hits: TiVec<RiskId, Range<usize>>,
}

impl Fortune {
    /// Draws year `t`.
    #[inline(never)] // benches/instructions.sh counts it apart
    pub fn of(region: &Region, luck: &Luck, t: usize) -> Fortune {
        let scenario = &*region.scenario;
        let [looks, order, end] = [2, 3, 4].map(|times| times * scenario.plants.len());
        let mut hits = TiVec::with_capacity(scenario.risks.len());
        let numbers = RiskId::all(scenario.risks.len()).fold(end, |from, risk| {
            let to = from + Part::Risk(risk).len(region);
            hits.push(from - order..to - order);
            to
        });
        // Drawing everything at once is faster, but in a large world it would not fit the cache.
        let large = parallel::large(order);
        let mut uniforms = draw(region, luck, t, 0..if large { order } else { numbers });
        let output = outputs(region, &uniforms[..looks], t);
        let changed = outputs_changed(region, &uniforms[..looks], t);
        let attentive = attentive(TiSlice::from_ref(&uniforms[looks..order]), scenario.invest.attention);
        if large {
            drop(uniforms);
            uniforms = draw(region, luck, t, order..numbers);
        } else {
            uniforms.drain(..order);
        }
        let policy = &scenario.policy[t];
        let (now, mut after) = (region.in_force(t), Growth::after(t));
        let mut product = |value: OfProduct| {
            let products = ProductId::all(scenario.products.len());
            products.map(|product| value(scenario, now, product, t, &mut after)).collect()
        };
        let expected_price_per_t: TiVec<ProductId, MoneyPerTonne> = product(expected_price_per_t);
        let demand_t = product(demand_t);
        let fee_factor = trend(policy.disposal_fee_factor, growth(policy.disposal_fee_growth, t));
        Fortune {
            t,
            luck: luck.clone(),
            fee_factor,
            expected_at_gate: Gate::in_year(region, t, &expected_price_per_t, fee_factor)
                .of_all(scenario)
                .collect(),
            expected_price_per_t,
            demand_t,
            output,
            changed,
            queue: (!parallel::large(attentive.len()))
                .then(|| in_order(attentive.clone(), TiSlice::from_ref(&uniforms))),
            attentive,
            hits,
            uniforms,
        }
    }

    /// The attentive plants in the drawn order, plus those in `also` (sorted) whether attentive or not. If there are
    /// very many attentive plants, only those that `might` have something to order.
    pub fn queue(&self, also: &[PlantId], might: impl Fn(PlantId) -> bool + Sync) -> Cow<'_, [PlantId]> {
        if let (Some(queue), []) = (&self.queue, also) {
            return Cow::Borrowed(queue);
        }
        let might = |plant| self.queue.is_some() || might(plant);
        let mut some = parallel::lists(self.attentive.len(), |range, list| {
            list.extend(self.attentive[range].iter().copied().filter(|&plant| might(plant)));
        });
        some.extend(also);
        some.sort_unstable();
        some.dedup();
        Cow::Owned(in_order(some, TiSlice::from_ref(&self.uniforms)))
    }

    /// The draws of a risk's items: streams, plants or products; empty for deals [R1].
    pub fn hits(&self, risk: RiskId) -> &[Share] {
        &self.uniforms[self.hits[risk].clone()]
    }
}

/// The draws of a year: outputs, attention, the order, then each risk.
#[derive(Clone, Copy)]
enum Part {
    Output,
    Attention,
    Order,
    Risk(RiskId),
}

impl Part {
    /// All parts, in that order.
    fn all(region: &Region) -> impl Iterator<Item = Part> {
        let risks = RiskId::all(region.scenario.risks.len());
        [Part::Output, Part::Attention, Part::Order].into_iter().chain(risks.map(Part::Risk))
    }

    fn len(self, region: &Region) -> usize {
        let scenario = &*region.scenario;
        match self {
            Part::Output => 2 * scenario.plants.len(),
            Part::Attention | Part::Order => scenario.plants.len(),
            Part::Risk(risk) => match scenario.risks[risk].exposure {
                Exposure::Stock => region.streams.len(),
                Exposure::Capacity | Exposure::Plant => scenario.plants.len(),
                Exposure::Product => scenario.products.len(),
                Exposure::Deal => 0,
            },
        }
    }

    /// Calls `ask` for the addresses of some of the part's draws.
    fn addresses(self, region: &Region, t: usize, items: Range<usize>, mut ask: impl FnMut(AddressRange)) {
        let mut range =
            |sequence| ask(AddressRange { sequence, index: items.start as u64..items.end as u64 });
        match self {
            Part::Output => range(sequence(Purpose::Output, 0, t)),
            Part::Attention => range(sequence(Purpose::Attention, 0, t)),
            Part::Order => range(sequence(Purpose::Order, 0, t)),
            Part::Risk(risk) => {
                let strike = |kind_of_item| sequence(Purpose::RiskHit, sub_purpose(risk, kind_of_item), t);
                match region.scenario.risks[risk].exposure {
                    Exposure::Stock => {
                        region.streams.raw[items].iter().for_each(|site| {
                            ask(Address { sequence: strike(site.waste.index()), index: site.plant.into() }
                                .into());
                        })
                    }
                    Exposure::Product => items.for_each(|product| {
                        ask(Address { sequence: strike(product), index: 0 }.into());
                    }),
                    Exposure::Capacity | Exposure::Plant => range(strike(0)),
                    Exposure::Deal => {}
                }
            }
        }
    }
}

/// Draws a range of the year's numbers.
fn draw(region: &Region, luck: &Luck, t: usize, numbers: Range<usize>) -> Vec<f64> {
    parallel::one_each(numbers.len(), |range, list| {
        let some = numbers.start + range.start..numbers.start + range.end;
        if some.start == 0 && range.len() == numbers.len() {
            // All at once: only the year is another one each time.
            let of_year_0 = || Requests::of(|ask| request(region, 0, some, ask));
            luck.draw_year(list, region.requests.get_or_init(of_year_0), t);
        } else {
            luck.draw(list, |ask| request(region, t, some, ask));
        }
    })
}

/// Requests a range of the year's numbers, part by part.
fn request(region: &Region, t: usize, numbers: Range<usize>, ask: &mut dyn FnMut(AddressRange)) {
    let mut begin = 0;
    for part in Part::all(region) {
        let end = begin + part.len(region);
        let (from, to) = (numbers.start.max(begin), numbers.end.min(end));
        if from < to {
            part.addresses(region, t, from - begin..to - begin, &mut *ask);
        }
        begin = end;
    }
}

/// Output factors of all plants [P1].
fn outputs(region: &Region, uniforms: &[f64], t: usize) -> TiVec<PlantId, f64> {
    let plants = &region.outputs.raw;
    let outputs = parallel::one_each(plants.len(), |range, list| {
        let mut after = Growth::after(t);
        let pairs = uniforms[2 * range.start..2 * range.end].as_chunks::<2>().0;
        list.extend(
            plants[range]
                .iter()
                .zip(pairs)
                .map(|(&(s, g), &[u, v])| output::factor(after.at(g), s, deviation(s, u, v))),
        );
    });
    outputs.into()
}

/// Output factors of the streams that have changed: their growth counts from then [N6].
fn outputs_changed(region: &Region, uniforms: &[f64], t: usize) -> Vec<f64> {
    let pairs = uniforms.as_chunks::<2>().0;
    let mut after = Growth::after(t);
    let streams = region.in_force(t).streams.iter();
    let factor = |of: &StreamInForce| {
        let ((s, g), [u, v]) = (region.outputs[of.plant], pairs[of.plant.index()]);
        output::factor(growth_since(g, of.since, t, &mut after), s, deviation(s, u, v))
    };
    streams.map(factor).collect()
}

/// The normal number of an output; not needed without volatility.
fn deviation(volatility: f64, u: f64, v: f64) -> f64 {
    if volatility == 0.0 { 0.0 } else { normal(u, v) }
}

fn attentive(looks: &TiSlice<PlantId, Share>, attention: Share) -> Vec<PlantId> {
    parallel::lists(looks.len(), |range, list| {
        list.extend(PlantId::range(range).filter(|&plant| looks[plant] < attention));
    })
}

/// Plants in the drawn order (ties: lower index) [I1].
fn in_order(mut plants: Vec<PlantId>, order: &TiSlice<PlantId, Share>) -> Vec<PlantId> {
    let draw = |&plant: &PlantId| order[plant].to_bits(); // not negative, so its bits are in numeric order
    parallel::sort_by_key(&mut plants, draw, Ord::cmp);
    plants
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::trial::{neighbours, world};

    #[test]
    fn plants_look_whose_draw_is_below_attention() {
        let looks = [0.25, 0.5, 0.0, 0.25_f64.next_down()];
        let of = |attention| attentive(TiSlice::from_ref(&looks), attention);
        assert_eq!(of(0.25), [2, 3].map(PlantId::new));
        assert_eq!([of(0.0).len(), of(1.0).len()], [0, 4]);
    }

    #[test]
    fn the_order_of_few_plants_is_found_once_for_both_worlds() {
        let mut scenario = neighbours(1, 9);
        scenario.invest.attention = 0.9;
        let world = world(scenario);
        let fortune = Fortune::of(&world.region, &Luck::new(1, 0), 0);
        let queue = fortune.queue(&[], |_| panic!("nobody is left out of few"));
        assert!(matches!(queue, Cow::Borrowed(_)) && queue.len() == fortune.attentive.len());
        let all: Vec<PlantId> = world.all_plants().collect();
        assert_eq!(fortune.queue(&all, |_| false).len(), 10, "those that must be there");
    }
}
