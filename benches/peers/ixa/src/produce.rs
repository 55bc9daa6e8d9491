//! Generates waste; what is not already reused is fresh and on offer.

use ixa::ExecutionPhase;
use ixa::prelude::*;

use crate::plants::{Arising, ConvertedFresh, Fresh, Stream, year};
use crate::scenario::growth;

pub fn init(context: &mut Context) {
    context.add_periodic_plan_with_phase(1.0, produce, ExecutionPhase::Normal);
}

fn produce(context: &mut Context) {
    let t = year(context);
    for stream in context.get_entity_iterator::<Stream>() {
        let Arising { t_per_year, own_reuse, growth: rate } = context.get_property(stream);
        let gross = t_per_year * growth(rate, t);
        context.set_property(stream, Fresh(gross - own_reuse * gross));
        context.set_property(stream, ConvertedFresh(0.0));
    }
}
