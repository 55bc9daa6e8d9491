//! What a year brings, whatever anyone decides: trends, and draws addressed as section 7.9 of the model says. A
//! run and its twin share it.

use std::ops::Range;

use crate::maths::{exp, growth};
use crate::parallel;
use crate::random::{Address, Luck, Purpose, Row, normal, stream};
use crate::scenario::{Exposure, Product};
use crate::units::{MoneyPerTonne, Share, Tonnes};
use crate::world::region::Region;

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
    pub expected_price_per_t: Vec<MoneyPerTonne>,
    /// Demand, by product [M1].
    pub demand_t: Vec<Tonnes>,
    /// Output factor `q_i` of each plant [P1].
    pub output: Vec<f64>,
    /// Plants that pay attention to projects, in order of their index [I1].
    pub attentive: Vec<usize>,
    /// The uniform numbers of the order, then those of each risk.
    uniforms: Vec<f64>,
    /// Where those of each risk stand.
    hits: Vec<Range<usize>>,
}

impl Fortune {
    /// Draws year `t`.
    pub fn of(region: &Region, luck: &Luck, t: usize) -> Fortune {
        let scenario = region.scenario;
        let parts = Parts::of(region, t);
        let [looks, order, end] = [1, 2, parts.of.len()].map(|part| parts.from[part]); // where these begin
        // All at once is quicker, but a large world has no room to keep what is used at once.
        let large = parallel::large(order);
        let mut uniforms = parts.draw(luck, 0..if large { order } else { end });
        let output = outputs(region, &uniforms[..looks], t);
        let attentive = attentive(&uniforms[looks..order], scenario.invest.attention);
        if large {
            drop(uniforms);
            uniforms = parts.draw(luck, order..end);
        } else {
            uniforms.drain(..order);
        }
        let hits = parts.from[3..].windows(2).map(|ends| ends[0] - order..ends[1] - order).collect();
        let policy = &scenario.policy[t];
        let product = |value: fn(&Product, usize) -> f64| {
            scenario.products.iter().map(|product| value(product, t)).collect()
        };
        Fortune {
            t,
            luck: luck.clone(),
            fee_factor: policy.disposal_fee_factor * growth(policy.disposal_fee_growth, t),
            expected_price_per_t: product(|of, t| of.price_per_t * growth(of.growth, t)),
            demand_t: product(|of, t| of.demand_t * growth(of.demand_growth, t)),
            output,
            attentive,
            hits,
            uniforms,
        }
    }

    /// Puts plants into the drawn order (ties: lower index) [I1].
    pub fn put_in_order(&self, plants: &mut [usize]) {
        let order = &self.uniforms[..self.output.len()];
        parallel::sort(plants, |&a, &b| order[a].total_cmp(&order[b]).then(a.cmp(&b)));
    }

    /// The draws of a risk's items: streams, plants or products; none of deals [R1].
    pub fn hits(&self, risk: usize) -> &[Share] {
        &self.uniforms[self.hits[risk].clone()]
    }
}

/// The numbers of a year: those of outputs, of attention, of the order, then of each risk.
struct Parts<'r> {
    region: &'r Region<'r>,
    of: Vec<Part>,
    /// Where each begins; one more for the end.
    from: Vec<usize>,
}

/// Where the numbers of a part stand.
enum Part {
    /// In one stream, in order.
    Stream(u64),
    /// By waste stream, in the draws of its waste.
    Stock(Vec<u64>),
    /// By product, the first of a stream each.
    Products(Vec<u64>),
}

impl<'r> Parts<'r> {
    fn of(region: &'r Region<'r>, t: usize) -> Self {
        let scenario = region.scenario;
        let n = scenario.plants.len();
        let mut parts = Parts { region, of: Vec::new(), from: vec![0] };
        for (purpose, each) in [(Purpose::Output, 2), (Purpose::Attention, 1), (Purpose::Order, 1)] {
            parts.add(Part::Stream(stream(purpose, 0, t)), each * n);
        }
        for (risk, of) in scenario.risks.iter().enumerate() {
            let strike = |kind_of_item| stream(Purpose::RiskHit, sub_purpose(risk, kind_of_item), t);
            match of.exposure {
                Exposure::Stock => {
                    let streams = (0..scenario.wastes.len()).map(strike).collect();
                    parts.add(Part::Stock(streams), region.streams.len());
                }
                Exposure::Capacity | Exposure::Plant => parts.add(Part::Stream(strike(0)), n),
                Exposure::Product => {
                    let products = scenario.products.len();
                    parts.add(Part::Products((0..products).map(strike).collect()), products);
                }
                Exposure::Deal => parts.add(Part::Products(Vec::new()), 0),
            }
        }
        parts
    }

    fn add(&mut self, part: Part, numbers: usize) {
        self.of.push(part);
        self.from.push(self.from[self.from.len() - 1] + numbers);
    }

    /// The numbers of a range of them all.
    fn draw(&self, luck: &Luck, numbers: Range<usize>) -> Vec<f64> {
        parallel::lists(numbers.len(), |range, list| {
            list.reserve_exact(range.len());
            let range = numbers.start + range.start..numbers.start + range.end;
            luck.rows(self.rows(range), |u| list.push(u));
        })
    }

    /// The numbers of a range of them all, in order.
    fn rows(&self, range: Range<usize>) -> impl Iterator<Item = Row> {
        self.of.iter().zip(self.from.windows(2)).flat_map(move |(part, ends)| {
            let items = range.start.max(ends[0]) - ends[0]..range.end.min(ends[1]).saturating_sub(ends[0]);
            let (whole, items) = match part {
                Part::Stream(stream) => {
                    (Some(Row { stream: *stream, index: items.start as u64..items.end as u64 }), 0..0)
                }
                _ => (None, items),
            };
            whole.into_iter().chain(items.map(move |item| self.number(part, item)))
        })
    }

    /// One number of a part that is not a whole stream.
    fn number(&self, part: &Part, item: usize) -> Row {
        let (stream, index) = match part {
            Part::Stream(stream) => (*stream, item as u64),
            Part::Stock(streams) => {
                let site = self.region.streams[item];
                (streams[site.waste], site.plant as u64)
            }
            Part::Products(streams) => (streams[item], 0),
        };
        Address { stream, index }.into()
    }
}

/// `q = (1+g)^t exp(s z - s^2/2)` [P1].
fn outputs(region: &Region, uniforms: &[f64], t: usize) -> Vec<f64> {
    let plants = &region.outputs;
    parallel::lists(plants.len(), |range, list| {
        let (mut rate, mut trend) = (0.0, 1.0);
        let pairs = uniforms[2 * range.start..2 * range.end].as_chunks::<2>().0;
        list.extend(plants[range].iter().zip(pairs).map(|(&(s, g), &[u, v])| {
            if g != rate {
                (rate, trend) = (g, growth(g, t));
            }
            let z = if s == 0.0 { 0.0 } else { normal(u, v) };
            trend * exp(s * z - s * s / 2.0)
        }));
    })
}

fn attentive(looks: &[f64], attention: Share) -> Vec<usize> {
    parallel::lists(looks.len(), |range, list| {
        list.extend(range.filter(|&plant| looks[plant] < attention));
    })
}

/// Sub-purpose of a risk and a kind of item.
pub fn sub_purpose(risk: usize, kind_of_item: usize) -> u32 {
    (risk as u32) << 16 | kind_of_item as u32
}
