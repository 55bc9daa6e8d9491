//! What a year brings, whatever anyone decides: its draws, addressed as section 7.9 of the model says. A run
//! and its twin share it.

use crate::maths::{exp, growth};
use crate::parallel;
use crate::random::{Address, Luck, Purpose, normal, stream};
use crate::scenario::Exposure;
use crate::units::Share;
use crate::world::region::Region;

/// The fortune of a year.
#[derive(Debug, Clone)]
pub struct Fortune {
    /// Years since the start.
    pub t: usize,
    /// The luck behind it, for draws that depend on what was decided.
    pub luck: Luck,
    /// Output factor `q_i` of each plant [P1].
    pub output: Vec<f64>,
    /// Plants that pay attention to projects, in the drawn order (ties: lower index) [I1].
    pub attentive: Vec<usize>,
    /// For each risk the draws of its items: streams, plants or products; none of deals [R1].
    pub hits: Vec<Vec<Share>>,
}

impl Fortune {
    /// Draws year `t`.
    pub fn of(region: &Region, luck: &Luck, t: usize) -> Fortune {
        Fortune {
            t,
            luck: luck.clone(),
            output: outputs(region, luck, t),
            attentive: attentive(region, luck, t),
            hits: (0..region.scenario.risks.len()).map(|risk| hits(region, luck, t, risk)).collect(),
        }
    }
}

/// The uniform numbers at the addresses of items `0..n`, in order.
fn draw(luck: &Luck, n: usize, address: impl Fn(usize) -> Address + Sync) -> Vec<f64> {
    parallel::lists(n, |range, list| {
        list.reserve_exact(range.len());
        luck.uniforms(range.map(&address), |u| list.push(u));
    })
}

/// `q = (1+g)^t exp(s z - s^2/2)` [P1].
fn outputs(region: &Region, luck: &Luck, t: usize) -> Vec<f64> {
    let stream = stream(Purpose::Output, 0, t);
    let plants = &region.scenario.plants;
    parallel::lists(plants.len(), |range, list| {
        list.reserve_exact(range.len());
        let mut uniforms = Vec::with_capacity(2 * range.len());
        let addresses = range.clone().flat_map(|plant| Address::of_normal(stream, plant as u64));
        luck.uniforms(addresses, |u| uniforms.push(u));
        let (mut rate, mut trend) = (0.0, 1.0);
        for (plant, pair) in range.zip(uniforms.chunks_exact(2)) {
            let (s, g) = (plants[plant].volatility, plants[plant].growth);
            if g != rate {
                (rate, trend) = (g, growth(g, t));
            }
            let z = if s == 0.0 { 0.0 } else { normal(pair[0], pair[1]) };
            list.push(trend * exp(s * z - s * s / 2.0));
        }
    })
}

fn attentive(region: &Region, luck: &Luck, t: usize) -> Vec<usize> {
    let attention = region.scenario.invest.attention;
    let address = |purpose| {
        let stream = stream(purpose, 0, t);
        move |plant| Address { stream, index: plant as u64 }
    };
    let (looks, order) = (address(Purpose::Attention), address(Purpose::Order));
    let mut list: Vec<(f64, usize)> = parallel::lists(region.scenario.plants.len(), |range, list| {
        let mut plant = range.start;
        let mut attentive = Vec::new();
        luck.uniforms(range.map(looks), |u| {
            if u < attention {
                attentive.push(plant);
            }
            plant += 1;
        });
        let mut of = attentive.iter();
        luck.uniforms(attentive.iter().copied().map(order), |u| {
            list.extend(of.next().map(|&plant| (u, plant)))
        });
    });
    parallel::sort(&mut list, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    list.into_iter().map(|(_, plant)| plant).collect()
}

fn hits(region: &Region, luck: &Luck, t: usize, risk: usize) -> Vec<Share> {
    let scenario = region.scenario;
    let strike = |kind_of_item| stream(Purpose::RiskHit, sub_purpose(risk, kind_of_item), t);
    match scenario.risks[risk].exposure {
        Exposure::Stock => {
            let streams: Vec<u64> = (0..scenario.wastes.len()).map(strike).collect();
            draw(luck, region.streams.len(), |s| {
                let site = region.streams[s];
                Address { stream: streams[site.waste], index: site.plant as u64 }
            })
        }
        Exposure::Capacity | Exposure::Plant => {
            let stream = strike(0);
            draw(luck, scenario.plants.len(), |plant| Address { stream, index: plant as u64 })
        }
        Exposure::Product => {
            draw(luck, scenario.products.len(), |product| Address { stream: strike(product), index: 0 })
        }
        Exposure::Deal => Vec::new(),
    }
}

/// Sub-purpose of a risk and a kind of item.
pub fn sub_purpose(risk: usize, kind_of_item: usize) -> u32 {
    (risk as u32) << 16 | kind_of_item as u32
}
