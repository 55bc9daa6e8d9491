//! Keys that can have no effect in a scenario.

use super::Unlikely;
use crate::scenario::{BudgetRule, HazardClass, Plant, Policy, Scenario, Waste, Words};

/// Whether a dated change gives a key another value.
fn changes(scenario: &Scenario, key: &str) -> bool {
    scenario.changes.iter().any(|change| change.key == key)
}

/// The doubts on fees, policies and the company.
pub(super) fn doubts(scenario: &Scenario) -> Vec<Unlikely> {
    let mut doubts = fees(scenario);
    doubts.extend(policies(scenario));
    doubts.extend(late(scenario));
    doubts.extend(company(scenario));
    doubts.extend(prevention(scenario));
    doubts
}

/// Wastes that pay no fee where others of their class do.
fn fees(scenario: &Scenario) -> Vec<Unlikely> {
    let mut doubts = Vec::new();
    if changes(scenario, "disposal_fee") {
        return doubts;
    }
    // Wastes without a class have nothing in common.
    let classed = |waste: &&Waste| waste.hazard_class != HazardClass::None;
    for waste in scenario.wastes.iter().filter(classed).filter(|waste| waste.disposal_fee_per_t == 0.0) {
        let pays =
            |other: &&Waste| other.hazard_class == waste.hazard_class && other.disposal_fee_per_t > 0.0;
        if let Some(other) = scenario.wastes.iter().find(pays) {
            let message = format!(
                "is 0, so that no fee factor acts on it, while {} of the same class, {:?}, pays {}",
                other.id, other.hazard_class, other.disposal_fee_per_t
            );
            doubts.push(Unlikely::new(format!("waste.{}.disposal_fee", waste.id), message));
        }
    }
    doubts
}

/// Policies that have nothing to act on.
fn policies(scenario: &Scenario) -> Vec<Unlikely> {
    let any = |asked: fn(&Policy) -> bool| scenario.policy.iter().any(asked);
    let fees_of = |class: Option<HazardClass>| {
        let of_class = |of: HazardClass| class.is_none_or(|class| class == of);
        let changed = scenario.changes.iter().any(|change| change.key == "disposal_fee");
        changed
            || scenario
                .wastes
                .iter()
                .any(|waste| waste.disposal_fee_per_t > 0.0 && of_class(waste.hazard_class))
    };
    let any_co2 =
        scenario.technologies.iter().any(|of| of.co2_avoided_t_per_t != 0.0 || of.co2_emitted_t_per_t != 0.0)
            || scenario.transport.modes.iter().any(|mode| mode.co2_t_per_t_km > 0.0);
    let any_primary = scenario.technologies.iter().any(|of| of.primary_replaced_t_per_t > 0.0);
    let company = scenario.management.enabled;
    let mut doubts = Vec::new();
    for (key, set, acts, why) in [
        (
            "disposal_fee_factor",
            any(|of| of.disposal_fee_factor != 1.0),
            fees_of(None),
            "all disposal fees are 0",
        ),
        (
            "disposal_fee_growth",
            any(|of| of.disposal_fee_growth != 0.0),
            fees_of(None),
            "all disposal fees are 0",
        ),
        ("fees_to_company", any(|of| of.fees_to_company > 0.0), fees_of(None), "all disposal fees are 0"),
        ("fees_to_company", any(|of| of.fees_to_company > 0.0), company, "there is no company"),
        (
            "carbon_price",
            any(|of| of.carbon_price_per_t > 0.0),
            any_co2,
            "no technology and no haulage has any CO2",
        ),
        (
            "primary_levy",
            any(|of| of.primary_levy_per_t > 0.0),
            any_primary,
            "no technology replaces primary material",
        ),
    ] {
        if set && !acts {
            doubts.push(Unlikely::new(format!("policy.{key}"), format!("has no effect, as {why}")));
        }
    }
    for &class in HazardClass::ALL {
        let set = scenario.policy.iter().any(|of| of.fee_factor_class[class] != 1.0);
        if set && !fees_of(Some(class)) {
            let class = class.word();
            let message = format!("has no effect, as no waste of class {class} has a fee");
            doubts.push(Unlikely::new(format!("policy.fee_factor_class.{class}"), message));
        }
    }
    doubts
}

/// Policies and other keys that change when it is too late to act on it.
fn late(scenario: &Scenario) -> Vec<Unlikely> {
    let last = scenario.years.saturating_sub(1);
    let year = scenario.start_year + last as i32;
    let mut doubts = Vec::new();
    if let [.., before, after] = scenario.policy.as_slice()
        && before != after
    {
        let message = format!(
            "changes the policy in {year}, the last year: too late for any plant to invest; run more years"
        );
        doubts.push(Unlikely::new(format!("policy.change.{year}"), message));
    }
    for change in scenario.changes.iter().filter(|change| scenario.years > 1 && change.year == year) {
        let message = format!(
            "changes {} in {year}, the last year: too late for any plant to invest; run more years",
            change.key
        );
        doubts.push(Unlikely::new(format!("change.{year}"), message));
    }
    doubts
}

/// Keys of the company that act on nothing.
fn company(scenario: &Scenario) -> Vec<Unlikely> {
    let management = &scenario.management;
    let mut doubts = Vec::new();
    if !management.enabled {
        return doubts;
    }
    for (key, set, acts, why) in [
        (
            "grant",
            management.grant > 0.0,
            management.grant_years > 0 || changes(scenario, "grant_years"),
            "grant_years is 0",
        ),
        (
            "grant_years",
            management.grant_years > 0,
            management.grant > 0.0 || changes(scenario, "grant"),
            "grant is 0",
        ),
        ("cover", management.cover > 0.0, !scenario.risks.is_empty(), "there are no risks"),
    ] {
        if set && !acts {
            doubts.push(Unlikely::new(format!("management.{key}"), format!("has no effect, as {why}")));
        }
    }
    if management.contacts_per_year == 0 && !changes(scenario, "contacts_per_year") {
        doubts.push(Unlikely::new("management.contacts_per_year", "is 0: nobody is ever asked to join"));
    }
    for of in &scenario.infrastructure {
        if of.effects.iter().all(|(_, effect)| *effect == 0.0) {
            let message = "has no effect on any lever, so it is never worth building";
            doubts.push(Unlikely::new(format!("infrastructure.{}.effects", of.id), message));
        }
    }
    for risk in &scenario.risks {
        if risk.rate == 0.0 {
            doubts.push(Unlikely::new(
                format!("risk.{}.rate", risk.id),
                "is 0: it never happens; leave the risk out",
            ));
        }
    }
    doubts
}

/// Prevention that has no money, or prevents nothing.
fn prevention(scenario: &Scenario) -> Vec<Unlikely> {
    let Some(prevention) = &scenario.prevention else { return Vec::new() };
    let mut doubts = Vec::new();
    let management = &scenario.management;
    let builds = management.rule != BudgetRule::None || changes(scenario, "rule");
    let spends = management.overhead > 0.0
        || changes(scenario, "overhead")
        || (builds && !scenario.infrastructure.is_empty());
    if !(management.enabled && spends) {
        let message = "has no effect, as no company spends money: the third world is the twin; leave it out";
        doubts.push(Unlikely::new("prevention", message));
    } else if prevention.most == 0.0 {
        doubts.push(Unlikely::new("prevention.most", "is 0: nothing can be prevented"));
    }
    for (waste, _) in &prevention.cost_per_t {
        let arises = |plant: &Plant| plant.streams.iter().any(|of| of.waste == *waste && of.t_per_year > 0.0);
        if !scenario.plants.iter().any(arises) && !changes(scenario, "t_per_year") {
            let key = format!("prevention.cost_per_t.{}", scenario.wastes[*waste].id);
            doubts.push(Unlikely::new(
                key,
                "has no effect, as no plant generates it: residues cannot be prevented",
            ));
        }
    }
    doubts
}
