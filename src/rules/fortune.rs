//! What a year brings, whatever anyone decides: trends, and draws addressed as section 7.9 of the model says. A
//! run and its twin share it.

use std::borrow::Cow;
use std::ops::Range;

use crate::ids::{PlantId, ProductId, RiskId, TiSlice, TiVec};
use crate::laws::output;
use crate::laws::price::trend;
use crate::maths::{Growth, growth};
use crate::parallel;
use crate::random::{Address, Luck, Purpose, Row, normal, stream};
use crate::region::Region;
use crate::rules::risk_address::sub_purpose;
use crate::scenario::{Exposure, Product};
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// The fortune of a year.
#[derive(Debug, Clone)]
pub struct Fortune {
    /// Years since the start.
    pub t: usize,
    /// The luck behind it, for draws that depend on what was decided.
    pub luck: Luck,
    /// Fee factor `Phi_t` [M1].
    pub fee_factor: f64,
    /// Price without deviation, by product [M1].
    pub expected_price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Demand, by product [M1].
    pub demand_t: TiVec<ProductId, Tonnes>,
    /// Output factor `q_i` of each plant [P1].
    pub output: TiVec<PlantId, f64>,
    /// Plants that pay attention to projects, in order of their index [I1].
    pub attentive: Vec<PlantId>,
    /// The same in the drawn order, where they are few.
    queue: Option<Vec<PlantId>>,
    /// The uniform numbers of the order, then those of each risk.
    uniforms: Vec<f64>,
    /// Where those of each risk stand.
    hits: TiVec<RiskId, Range<usize>>,
}

impl Fortune {
    /// Draws year `t`.
    pub fn of(region: &Region, luck: &Luck, t: usize) -> Fortune {
        let scenario = &*region.scenario;
        let [looks, order, end] = [2, 3, 4].map(|times| times * scenario.plants.len());
        let mut hits = TiVec::with_capacity(scenario.risks.len());
        let numbers = RiskId::all(scenario.risks.len()).fold(end, |from, risk| {
            let to = from + Part::Risk(risk).len(region);
            hits.push(from - order..to - order);
            to
        });
        // All at once is quicker, but a large world has no room to keep what is used at once.
        let large = parallel::large(order);
        let mut uniforms = draw(region, luck, t, 0..if large { order } else { numbers });
        let output = outputs(region, &uniforms[..looks], t);
        let attentive = attentive(TiSlice::from_ref(&uniforms[looks..order]), scenario.invest.attention);
        if large {
            drop(uniforms);
            uniforms = draw(region, luck, t, order..numbers);
        } else {
            uniforms.drain(..order);
        }
        let policy = &scenario.policy[t];
        let mut after = Growth::after(t);
        let mut product = |value: fn(&Product, &mut Growth) -> f64| {
            scenario.products.iter().map(|product| value(product, &mut after)).collect()
        };
        Fortune {
            t,
            luck: luck.clone(),
            fee_factor: trend(policy.disposal_fee_factor, growth(policy.disposal_fee_growth, t)),
            expected_price_per_t: product(|of, after| trend(of.price_per_t, after.at(of.growth))),
            demand_t: product(|of, after| trend(of.demand_t, after.at(of.demand_growth))),
            output,
            queue: (!parallel::large(attentive.len()))
                .then(|| in_order(attentive.clone(), TiSlice::from_ref(&uniforms))),
            attentive,
            hits,
            uniforms,
        }
    }

    /// The attentive plants in the drawn order, and those in `also` (sorted) whether attentive or not; of a great
    /// many attentive ones only those that `might` have something to order.
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

    /// The draws of a risk's items: streams, plants or products; none of deals [R1].
    pub fn hits(&self, risk: RiskId) -> &[Share] {
        &self.uniforms[self.hits[risk].clone()]
    }
}

/// The numbers of a year: those of outputs, of attention, of the order, then of each risk.
#[derive(Clone, Copy)]
enum Part {
    Output,
    Attention,
    Order,
    Risk(RiskId),
}

impl Part {
    /// Of all numbers.
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

    /// Hands the rows of a range of its numbers to `ask`.
    fn rows(self, region: &Region, t: usize, items: Range<usize>, mut ask: impl FnMut(Row)) {
        let mut row = |stream| ask(Row { stream, index: items.start as u64..items.end as u64 });
        match self {
            Part::Output => row(stream(Purpose::Output, 0, t)),
            Part::Attention => row(stream(Purpose::Attention, 0, t)),
            Part::Order => row(stream(Purpose::Order, 0, t)),
            Part::Risk(risk) => {
                let strike = |kind_of_item| stream(Purpose::RiskHit, sub_purpose(risk, kind_of_item), t);
                match region.scenario.risks[risk].exposure {
                    Exposure::Stock => region.streams.raw[items].iter().for_each(|site| {
                        ask(Address { stream: strike(site.waste.index()), index: site.plant.into() }.into());
                    }),
                    Exposure::Product => items.for_each(|product| {
                        ask(Address { stream: strike(product), index: 0 }.into());
                    }),
                    Exposure::Capacity | Exposure::Plant => row(strike(0)),
                    Exposure::Deal => {}
                }
            }
        }
    }
}

/// A range of all the numbers of a year, one part after another.
fn draw(region: &Region, luck: &Luck, t: usize, numbers: Range<usize>) -> Vec<f64> {
    parallel::lists(numbers.len(), |range, list| {
        list.reserve_exact(range.len());
        let (from, to) = (numbers.start + range.start, numbers.start + range.end);
        luck.draw(list, |batch, list| {
            let mut begin = 0;
            for part in Part::all(region) {
                let end = begin + part.len(region);
                if from < end && begin < to {
                    part.rows(region, t, from.max(begin) - begin..to.min(end) - begin, |row| {
                        batch.ask(row, list);
                    });
                }
                begin = end;
            }
        });
    })
}

/// Output factors of all plants [P1].
fn outputs(region: &Region, uniforms: &[f64], t: usize) -> TiVec<PlantId, f64> {
    let plants = &region.outputs.raw;
    let outputs = parallel::lists(plants.len(), |range, list| {
        let mut after = Growth::after(t);
        let pairs = uniforms[2 * range.start..2 * range.end].as_chunks::<2>().0;
        list.extend(plants[range].iter().zip(pairs).map(|(&(s, g), &[u, v])| {
            let z = if s == 0.0 { 0.0 } else { normal(u, v) };
            output::factor(after.at(g), s, z)
        }));
    });
    outputs.into()
}

fn attentive(looks: &TiSlice<PlantId, Share>, attention: Share) -> Vec<PlantId> {
    parallel::lists(looks.len(), |range, list| {
        list.extend(PlantId::range(range).filter(|&plant| looks[plant] < attention));
    })
}

/// Plants in the drawn order (ties: lower index) [I1].
fn in_order(mut plants: Vec<PlantId>, order: &TiSlice<PlantId, Share>) -> Vec<PlantId> {
    parallel::sort(&mut plants, |&a, &b| order[a].total_cmp(&order[b]).then(a.cmp(&b)));
    plants
}
