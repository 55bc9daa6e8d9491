//! Places the remaining fresh waste on stockpiles.

use ixa::ExecutionPhase;
use ixa::prelude::*;

use crate::plants::{ConvertedFresh, Fresh, Placed, Stock, Stream};

pub fn init(context: &mut Context) {
    context.add_periodic_plan_with_phase(1.0, dispose, ExecutionPhase::Normal);
}

fn dispose(context: &mut Context) {
    for stream in context.get_entity_iterator::<Stream>() {
        let Fresh(fresh) = context.get_property(stream);
        let ConvertedFresh(converted) = context.get_property(stream);
        let Stock(stock) = context.get_property(stream);
        let placed = (fresh - converted).max(0.0);
        context.set_property(stream, Placed(placed));
        context.set_property(stream, Stock(stock + placed));
    }
}
