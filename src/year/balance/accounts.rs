//! The accounts: the parts of the world that are checked together, and their balance equations.

use super::{Finding, agree, count, finite, first_breach, none_negative};
use crate::ids::{PlantId, SlotId, StreamId, TiVec, WasteId, ti_vec};
use crate::laws::residue::left_t;
use crate::maths::ROUNDING;
use crate::phase::Phase;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, PlantFlow};

/// Each stream: opening stock + placed = stock + from stock + released; nothing is negative or not finite.
#[inline(never)]
pub fn stocks(world: &World) -> Finding {
    let s = &world.streams;
    let columns = [&s.opening_t, &s.placed_t, &s.stock_t, &s.converted_stock_t, &s.released_t];
    let breaches = |range| {
        count(range, columns, |[opening, placed, stock, converted, released], i| {
            let (ins, outs) = (opening[i] + placed[i], stock[i] + converted[i] + released[i]);
            let least = [placed[i], stock[i], converted[i], released[i]];
            agree(ins, outs, ins) & none_negative(least) & finite(outs)
        })
    };
    let Some(stream) = first_breach(s.stock_t.len(), breaches).map(StreamId::new) else { return Ok(()) };
    let [opening, placed, stock, converted, released] = columns.map(|column| column[stream]);
    breach_of_stream(
        world,
        stream,
        format!(
            "opening {opening} + placed {placed} t against stock {stock} + converted from stock {converted} + \
             released {released} t"
        ),
    )
}

/// Each stream: gross + residue that joined = already reused + fresh; nothing is negative or not finite.
#[inline(never)]
pub fn fresh(world: &World) -> Finding {
    let s = &world.streams;
    let columns = [&s.gross_t, &s.joined_t, &s.already_reused_t, &s.fresh_t];
    let breaches = |range| {
        count(range, columns, |[gross, joined, already, fresh], i| {
            let generated = gross[i] + joined[i];
            agree(generated, already[i] + fresh[i], generated)
                & none_negative([joined[i], fresh[i]])
                & finite(generated)
        })
    };
    let Some(stream) = first_breach(s.stock_t.len(), breaches).map(StreamId::new) else { return Ok(()) };
    let [gross, joined, already, fresh] = columns.map(|column| column[stream]);
    let what = format!("gross {gross} + residue {joined} - already reused {already} = fresh {fresh} t");
    breach_of_stream(world, stream, what)
}

/// Each stream: fresh = converted + placed, once disposed; nothing is negative or not finite.
#[inline(never)]
pub fn used(world: &World, phase: Phase) -> Finding {
    let s = &world.streams;
    let before = phase < Phase::Dispose; // some is neither converted nor placed yet
    let columns = [&s.fresh_t, &s.converted_fresh_t, &s.placed_t];
    let breaches = |range| {
        count(range, columns, |[fresh, converted, placed], i| {
            let used = converted[i] + placed[i];
            none_negative([converted[i], placed[i]])
                & (agree(used, fresh[i], fresh[i]) | (before & (used < fresh[i])))
        })
    };
    let Some(stream) = first_breach(s.stock_t.len(), breaches).map(StreamId::new) else { return Ok(()) };
    let [fresh, converted, placed] = columns.map(|column| column[stream]);
    breach_of_stream(
        world,
        stream,
        format!("fresh {fresh} against converted {converted} + placed {placed} t"),
    )
}

/// Each stream: what trade left on offer is neither negative nor not finite.
#[inline(never)]
pub fn unused(world: &World) -> Finding {
    let s = &world.streams;
    let columns = [&s.unused_fresh_t, &s.unused_stock_t];
    let breaches = |range| {
        count(range, columns, |[fresh, stock], i| {
            none_negative([fresh[i], stock[i]]) & finite(fresh[i] + stock[i])
        })
    };
    let Some(stream) = first_breach(s.stock_t.len(), breaches).map(StreamId::new) else { return Ok(()) };
    let [fresh, stock] = columns.map(|column| column[stream]);
    breach_of_stream(world, stream, format!("unused {fresh} t, and of stock {stock} t"))
}

#[cold]
fn breach_of_stream(world: &World, stream: StreamId, what: String) -> Finding {
    let of = &world.region.streams[stream];
    let waste = &world.region.scenario.wastes[of.waste].id;
    Err((Some(of.plant), format!("{waste}: {what}")))
}

/// Each waste: tonnes in the year's deals equal tonnes that left the streams, and their residue equals what is held
/// [N1]; gains of deals equal gains of plants.
#[inline(never)]
pub fn deals(world: &World) -> Finding {
    // Of each waste, tonnes in deals less tonnes that left the streams, and residue of deals less what is held; each with
    // its scale, the sum of what it is made of.
    let nothing = [(0.0, 0.0); 2];
    let mut of_waste: TiVec<WasteId, _> = ti_vec![nothing; world.region.scenario.wastes.len()];
    let (mut gain, mut turnover) = (0.0, 0.0);
    let add = |(difference, scale): &mut (f64, f64), t: f64| {
        *difference += t;
        *scale += t.abs();
    };
    for deal in &world.log.deals {
        add(&mut of_waste[deal.waste][0], deal.q_t);
        let technology = &world.region.scenario.technologies[deal.technology];
        if let Some(residue) = technology.residue {
            add(&mut of_waste[residue][1], left_t(technology.residue_t_per_t(), deal.q_t));
        }
        gain += deal.gain;
        turnover += deal.gain.abs();
    }
    let converted = world.streams.converted_fresh_t.iter().zip(&world.streams.converted_stock_t);
    for (stream, (fresh, stock)) in world.region.streams.iter().zip(converted) {
        let converted_t = fresh + stock;
        if converted_t != 0.0 {
            add(&mut of_waste[stream.waste][0], -converted_t); // of most streams, nothing is
        }
    }
    if world.region.leaves_residue {
        let streams = world.region.streams.iter().zip(&world.streams.held_t);
        for (stream, &held) in streams.filter(|(_, held)| **held != 0.0) {
            add(&mut of_waste[stream.waste][1], -held);
        }
        let left: f64 = world.streams.residue_t.iter().sum();
        let arisen: f64 = world.streams.held_t.iter().sum();
        if !agree(left, arisen, left.max(arisen)) {
            return Err((None, format!("conversions left {left} t of residue against {arisen} t held")));
        }
    }
    let breach = |of: usize| {
        let mut sums = of_waste.iter().zip(&world.region.scenario.wastes);
        sums.find(|(sums, _)| !agree(sums[of].0, 0.0, sums[of].1))
            .map(|(sums, waste)| (&waste.id, sums[of].0))
    };
    if let Some((id, difference)) = breach(1) {
        return Err((None, format!("{id}: residue of deals and held tonnes differ by {difference} t")));
    }
    if let Some((id, difference)) = breach(0) {
        return Err((None, format!("{id}: deals and streams differ by {difference} t")));
    }
    let booked = world.ledger.all_plants(PlantFlow::Gain);
    if !agree(gain, booked, turnover) {
        return Err((None, format!("gain of deals {gain} against {booked} at plants")));
    }
    Ok(())
}

/// Each plant: cash is opening cash plus the flows recorded since.
#[inline(never)]
pub fn cash(world: &World) -> Finding {
    let ledger = &world.ledger;
    let columns = [&world.plants.cash, &ledger.opening_cash, &ledger.net, &ledger.turnover];
    let breaches = |range| {
        count(range, columns, |[cash, opening, net, turnover], i| {
            agree(cash[i], opening[i] + net[i], opening[i].abs() + turnover[i]) & finite(cash[i].abs())
        })
    };
    let Some(plant) = first_breach(world.len(), breaches).map(PlantId::new) else { return Ok(()) };
    let [cash, opening, net, _] = columns.map(|column| column[plant]);
    Err((Some(plant), format!("cash {cash} against {} booked", opening + net)))
}

/// The company: its budget, and its flows to and from members.
#[inline(never)]
pub fn company(world: &World) -> Finding {
    let Some(company) = &world.company else {
        return Ok(());
    };
    let ledger = &world.ledger;
    let booked = ledger.opening_budget + ledger.company.iter().sum::<f64>();
    let scale = ledger.opening_budget.abs() + ledger.company.iter().map(|flow| flow.abs()).sum::<f64>();
    if !agree(company.budget, booked, scale) || !company.budget.is_finite() {
        return Err((None, format!("the company's budget {} against {booked} booked", company.budget)));
    }
    let shared = [
        ("fees", CompanyFlow::Fees, PlantFlow::Fee),
        ("cover", CompanyFlow::Cover, PlantFlow::Cover),
        ("return", CompanyFlow::Return, PlantFlow::Return),
    ];
    for (name, here, there) in shared {
        let (here, there) = (ledger.company(here), ledger.all_plants(there));
        if !agree(here, -there, here.abs()) {
            return Err((None, format!("{name}: {here} at the company against {there} at plants")));
        }
    }
    for (kind, &level) in world.region.scenario.infrastructure.iter().zip(&company.levels) {
        if !(0.0..=kind.max_level * (1.0 + ROUNDING)).contains(&level) {
            return Err((None, format!("level {level} of {}", kind.id)));
        }
    }
    Ok(())
}

/// What streams have claimed is what orders claim [N2]; capacity is finite and not negative.
#[inline(never)]
pub fn capacity(world: &World) -> Finding {
    let [orders, streams] = world.claims.sums();
    if !agree(orders, streams, orders) {
        return Err((None, format!("orders claim {orders} t, and of the streams {streams} t are claimed")));
    }
    let c = &world.capacity;
    let breaches = |range| {
        count(range, [&c.working_t, &c.coming_t, &c.idle_t], |[working, coming, idle], i| {
            none_negative([working[i], coming[i], idle[i]]) & finite(working[i] + coming[i] + idle[i])
        })
    };
    let Some(slot) = first_breach(c.idle_t.len(), breaches).map(SlotId::new) else { return Ok(()) };
    let site = &world.region.slots[slot];
    let id = &world.region.scenario.technologies[site.technology].id;
    Err((
        Some(site.plant),
        format!(
            "capacity of {id}: {} working, {} coming, {} idle",
            c.working_t[slot], c.coming_t[slot], c.idle_t[slot]
        ),
    ))
}

/// Prices and the demand left are finite and not negative.
#[inline(never)]
pub fn market(world: &World) -> Finding {
    let market = world.market.price_per_t.iter().zip(&world.market.demand_left_t);
    for (product, (&price, &left)) in world.region.scenario.products.iter().zip(market) {
        if !none_negative([price, left]) || !finite(price + left) {
            return Err((None, format!("{}: price {price}, demand left {left} t", product.id)));
        }
    }
    Ok(())
}

/// Trust and outages are shares, and expected gains are finite.
#[inline(never)]
pub fn standing(world: &World) -> Finding {
    let plants = &world.plants;
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let columns = [&plants.trust, &plants.outage, &plants.expected_gain];
    let breaches = |range| {
        count(range, columns, |[trust, outage, expected], i| {
            share(trust[i]) & share(outage[i]) & finite(expected[i].abs())
        })
    };
    let Some(plant) = first_breach(world.len(), breaches).map(PlantId::new) else { return Ok(()) };
    let [trust, outage, expected] = columns.map(|column| column[plant]);
    Err((Some(plant), format!("trust {trust}, outage {outage}, expected gain {expected}")))
}

/// Accounted synergy is finite.
#[inline(never)]
pub fn synergy(world: &World) -> Finding {
    let plants = &world.plants;
    let endless = |plant: &PlantId| !plants.synergy_gain(*plant).is_finite();
    match plants.synergy.iter().map(|(plant, _)| *plant).filter(endless).min() {
        None => Ok(()),
        Some(plant) => Err((Some(plant), format!("synergy {}", plants.synergy_gain(plant)))),
    }
}
