//! `decisions`: one row per decision, with the terms of its score; empty where a term does not apply.

use super::unit::Unit::{Levels, Money, MoneyPerTonne, Score, Share, Tonnes, TonnesPerYear};
use super::{Column, InWorld, List, Names, Unit};
use crate::record::rows::DecisionRow;
use crate::world::log::{Decision, MembershipTerms, Project};

/// The columns of `decisions`.
pub fn decisions(names: &Names) -> Vec<Column<'_, InWorld<'_, DecisionRow>>> {
    let mut list = List::new(names);
    who_and_what(&mut list);
    membership(&mut list);
    invest(&mut list);
    build(&mut list);
    list.columns
}

type Decisions<'a, 'r> = List<'a, InWorld<'r, DecisionRow>>;

fn who_and_what(list: &mut Decisions) {
    list.word("world", "World: cluster, or its twin without a company", |d| d.world.name());
    list.year("year", "Calendar year", |d| Some(d.row.year));
    list.word(
        "choice",
        "Choice: join, decline, stay or leave of a contacted plant; invest of a plant; build of the company",
        |d| choice(&d.row.decision),
    );
    list.id("plant", "Plant that decided", |names, d| match d.row.decision {
        Decision::Membership { plant, .. } | Decision::Invest { plant, .. } => names.plant(plant),
        Decision::Build { .. } => None,
    });
    list.flag("member", "Plant was a member before", |d| match d.row.decision {
        Decision::Membership { was_member, .. } => Some(was_member),
        Decision::Invest { member, .. } => Some(member),
        Decision::Build { .. } => None,
    });
    list.id("technology", "Technology of the unit", |names, d| match d.row.decision {
        Decision::Invest { technology, .. } => names.technology(technology),
        _ => None,
    });
    list.id("infrastructure", "Infrastructure that is built", |names, d| match d.row.decision {
        Decision::Build { infrastructure, .. } => {
            names.infrastructure.get(infrastructure).map(String::as_str)
        }
        _ => None,
    });
}

fn choice(decision: &Decision) -> &'static str {
    match decision {
        Decision::Membership { was_member, is_member, .. } => match (was_member, is_member) {
            (false, true) => "join",
            (false, false) => "decline",
            (true, true) => "stay",
            (true, false) => "leave",
        },
        Decision::Invest { .. } => "invest",
        Decision::Build { .. } => "build",
    }
}

fn membership(list: &mut Decisions) {
    type Term = (&'static str, Unit, &'static str, fn(&MembershipTerms) -> f64);
    let outsider: [Term; 4] = [
        ("study_gain", Money, "Gain that the feasibility study promised, per year [J1]", |t| t.study_gain),
        ("value", Money, "Value of being inside in this year's world, per year [J1]", |t| t.value),
        ("evidence", Share, "Weight of evidence against the study [J2]", |t| t.evidence),
        ("entry_cost", Money, "Entry cost, per year of the horizon", |t| t.entry),
    ];
    for (stem, unit, meaning, value) in outsider {
        let meaning = format!("{meaning}: join and decline only");
        list.maybe(stem, unit, &meaning, move |d| match &d.row.decision {
            Decision::Membership { was_member: false, terms, .. } => Some(value(terms)),
            _ => None,
        });
    }
    let both: [Term; 11] = [
        ("expected_gain", Money, "Expected gain, per year [J2]", |t| t.gain),
        ("expected_fee", Money, "Fee at the expected gain, per year", |t| t.fee),
        ("from_gain", Score, "Part of the utility from gain [J3]", |t| t.from_gain),
        ("from_norm", Score, "Part of the utility from the neighbours' choice [J3]", |t| t.from_norm),
        ("from_attitude", Score, "Part of the utility from attitude [J3]", |t| t.from_attitude),
        ("from_trust", Score, "Part of the utility from trust [J3]", |t| t.from_trust),
        ("bias", Score, "Constant of the utility [J3]", |t| t.bias),
        ("inertia", Score, "Pull towards the present state, with its sign [J3]", |t| t.inertia),
        ("utility", Score, "Utility of being in: sum of its parts [J3]", |t| t.utility),
        ("probability", Share, "Probability of being in [J3]", |t| t.probability),
        ("draw", Share, "Draw: in when it is below the probability", |t| t.draw),
    ];
    for (stem, unit, meaning, value) in both {
        list.maybe(stem, unit, meaning, move |d| match &d.row.decision {
            Decision::Membership { terms, .. } => Some(value(terms)),
            _ => None,
        });
    }
}

fn invest(list: &mut Decisions) {
    type Term = (&'static str, Unit, &'static str, fn(&Project) -> f64);
    let terms: [Term; 6] = [
        ("size", TonnesPerYear, "Size of the unit, waste [I1]", |p| p.size_t),
        ("reachable_supply", Tonnes, "Reachable supply of a year [I1]", |p| p.supply_t),
        ("margin", MoneyPerTonne, "Margin: mean of its own share of the surplus [I1]", |p| p.margin_per_t),
        ("capex", Money, "Capital cost to the plant [I1]", |p| p.capex),
        ("discount_rate", Share, "Discount rate, per year [I1]", |p| p.rate),
        ("npv", Money, "Net present value [I1]", |p| p.npv),
    ];
    for (stem, unit, meaning, value) in terms {
        list.maybe(stem, unit, meaning, move |d| match &d.row.decision {
            Decision::Invest { project, .. } => Some(value(project)),
            _ => None,
        });
    }
    list.maybe("loan", Money, "Part of the capital cost that is borrowed", |d| match d.row.decision {
        Decision::Invest { loan, .. } => Some(loan),
        _ => None,
    });
}

fn build(list: &mut Decisions) {
    list.maybe("levels", Levels, "Levels added to the infrastructure", |d| match d.row.decision {
        Decision::Build { levels, .. } => Some(levels),
        _ => None,
    });
    list.maybe("step_cost", Money, "Cost of the step", |d| match d.row.decision {
        Decision::Build { cost, .. } => Some(cost),
        _ => None,
    });
    let meaning = "Value of the step to the book, over the horizon: 0 under a rule that looks at none [I2]";
    list.maybe("step_value", Money, meaning, |d| match d.row.decision {
        Decision::Build { value, .. } => Some(value),
        _ => None,
    });
    let meaning = "Upkeep of the step, over the horizon [I2]";
    list.maybe("step_upkeep", Money, meaning, |d| match d.row.decision {
        Decision::Build { upkeep, .. } => Some(upkeep),
        _ => None,
    });
}
