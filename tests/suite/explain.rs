//! Explanations are compared with what the run did: every plant and the company, every year, both worlds.

use std::collections::BTreeMap;

use circulus::explain::words::{Length, tell};
use circulus::explain::{
    CompanyYear, Explained, NoExplanation, Origin, PlantYear, SeenTechnology, Subject, explain, explain_all,
};
use circulus::ids::PlantId;
use circulus::record::{Record, recorder::Detail};
use circulus::rules::membership::{Standing, decide};
use circulus::run::{Run, run};
use circulus::scenario::Scenario;
use circulus::simulation::Which;
use circulus::texts::Language;
use circulus::units::GRAM;
use circulus::world::log::{Decision, EventKind, Source, Term};

use crate::common::root;

mod chains;
mod told;

use chains::chain;

/// A scenario with its run.
struct Case {
    scenario: Scenario,
    run: Run,
}

impl Case {
    fn of(file: &str, replicate: u64) -> Case {
        Case::with(file, replicate, &[])
    }

    fn with(file: &str, replicate: u64, sets: &[&str]) -> Case {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        let scenario = Scenario::load(&root().join(file), &sets).unwrap();
        let run = run(&scenario, replicate, Detail::Full).unwrap();
        Case { scenario, run }
    }

    fn record(&self, which: Which) -> &Record {
        match which {
            Which::Cluster => &self.run.cluster,
            Which::Twin => &self.run.twin,
        }
    }

    fn plant(&self, id: &str) -> PlantId {
        PlantId::new(self.scenario.plants.iter().position(|plant| plant.id == id).unwrap())
    }

    /// The explanations of a year for all plants, the company's last.
    fn everybody(&self, which: Which, year: i32) -> Vec<Explained> {
        let plants = PlantId::all(self.scenario.plants.len()).map(Subject::Plant);
        let subjects: Vec<Subject> = plants.chain([Subject::Company]).collect();
        explain_all(&self.scenario, self.run.replicate, which, year, &subjects).unwrap()
    }

    fn years(&self) -> std::ops::Range<i32> {
        self.scenario.start_year..self.scenario.start_year + self.scenario.years as i32
    }
}

#[test]
fn every_explanation_of_the_reference_case_is_what_the_run_did() {
    let case = Case::of("configs/sverdlovsk.toml", 0);
    let counts = hold(&case, Which::Cluster);
    // Enough of each kind happened for the comparison to mean something.
    assert!(counts.choices > 200 && counts.deals > 500 && counts.orders > 20, "{counts:?}");
    assert!(counts.steps > 5 && counts.events > 20 && counts.turned > 200, "{counts:?}");
}

#[test]
fn explanations_hold_in_the_twin_and_with_other_draws() {
    let twin = hold(&Case::of("configs/classroom.toml", 0), Which::Twin);
    assert!(twin.choices == 0 && twin.steps == 0 && twin.deals > 0, "{twin:?}");
    let luck = hold(&Case::of("configs/classroom.toml", 7), Which::Cluster);
    assert!(luck.choices > 20 && luck.deals > 20, "{luck:?}");
}

/// How many of each kind were compared.
#[derive(Debug, Default)]
struct Counts {
    choices: usize,
    turned: usize,
    deals: usize,
    orders: usize,
    steps: usize,
    events: usize,
    /// Contracts that ended, by reason; each is told by both sides.
    ended: BTreeMap<&'static str, usize>,
    insolvencies: usize,
    residues: usize,
}

fn hold(case: &Case, which: Which) -> Counts {
    let mut counts = Counts::default();
    // What each plant held at the end of the year before, by waste, and where it came from.
    let mut held: Vec<Vec<(f64, Vec<Origin>)>> = vec![Vec::new(); case.scenario.plants.len()];
    let mut contracts = case.scenario.contracts.len();
    for year in case.years() {
        let ended = counts.ended.values().sum::<usize>();
        let everybody = case.everybody(which, year);
        for explained in &everybody {
            if let Explained::Plant(told) = explained {
                chain(case, which, told, &mut held, &mut counts);
            }
        }
        let row = case.record(which).years.iter().find(|row| row.year == year).unwrap();
        let new =
            case.record(which).deals.iter().filter(|row| row.year == year && row.deal.term == Term::New);
        let ended = counts.ended.values().sum::<usize>() - ended;
        assert_eq!(2 * (contracts + new.count() - row.contracts), ended, "contracts that ended in {year}");
        contracts = row.contracts;
        for explained in everybody {
            match &explained {
                Explained::Plant(told) => {
                    assert_eq!(told.when.year, year);
                    membership(case, which, told, &mut counts);
                    trade(case, which, told, &mut counts);
                    invest(case, which, told, &mut counts);
                    risk(case, which, told, &mut counts);
                    books(case, which, told);
                }
                Explained::Company(told) => company(case, told, &mut counts),
            }
            words(&explained);
        }
    }
    counts
}

fn membership(case: &Case, which: Which, told: &PlantYear, counts: &mut Counts) {
    let plant = case.plant(&told.plant.id);
    let of_year = case.record(which).decisions.iter().filter(|row| row.year == told.when.year);
    let decided = of_year.into_iter().find_map(|row| match row.decision {
        Decision::Membership { plant: of, was_member, is_member, terms } if of == plant => {
            Some((was_member, is_member, terms))
        }
        _ => None,
    });
    let Some((was_member, is_member, terms)) = decided else {
        assert!(told.join.terms.is_none() && told.join.turns.is_empty());
        assert!(["not_contacted", "no_cluster"].contains(&told.join.choice));
        return;
    };
    counts.choices += 1;
    let choice = match (was_member, is_member) {
        (false, true) => "join",
        (false, false) => "decline",
        (true, true) => "stay",
        (true, false) => "leave",
    };
    assert_eq!(told.join.choice, choice);
    assert_eq!(told.join.terms, Some(terms));
    assert_eq!(told.saw.member, was_member);
    assert_eq!(told.join.value.map_or(0.0, |value| value.total()), terms.value);
    assert_eq!(told.join.study.as_ref().unwrap().total, terms.study_gain);
    let sum = terms.from_gain + terms.from_norm + terms.from_attitude + terms.from_trust;
    assert_eq!(sum + terms.bias + terms.inertia, terms.utility);
    let standing = Standing {
        member: was_member,
        study_gain: terms.study_gain,
        value: terms.value,
        evidence: terms.evidence,
        gain: terms.gain,
        norm: told.join.peers_in as f64 / told.join.peers.max(1) as f64,
        attitude: told.saw.attitude,
        trust: told.saw.trust,
        draw: terms.draw,
    };
    let choose = |standing: &Standing| decide(&case.scenario.join, &case.scenario.management, standing).0;
    assert_eq!(choose(&standing), is_member);
    for turn in &told.join.turns {
        let Some(needed) = turn.needed else { continue };
        let with = |x: f64| match turn.term {
            "gain" => Standing { gain: x, ..standing },
            "norm" => Standing { norm: x, ..standing },
            "attitude" => Standing { attitude: x, ..standing },
            "trust" => Standing { trust: x, ..standing },
            "draw" => Standing { draw: x, ..standing },
            other => panic!("no term {other}"),
        };
        assert_ne!(choose(&with(needed)), is_member, "{turn:?} turns it");
        let short_of_it = turn.value + 0.999 * (needed - turn.value);
        assert_eq!(choose(&with(short_of_it)), is_member, "{turn:?} is the smallest change");
        counts.turned += 1;
    }
}

fn trade(case: &Case, which: Which, told: &PlantYear, counts: &mut Counts) {
    let plant = case.plant(&told.plant.id);
    let year = told.when.year;
    let id = |index: usize| case.scenario.plants.raw[index].id.as_str();
    let mut made: Vec<(&str, &str, &str, &str, u64, u64, u64)> = Vec::new();
    for deal in case.record(which).deals.iter().filter(|row| row.year == year).map(|row| &row.deal) {
        if deal.supplier != plant && deal.converter != plant {
            continue;
        }
        let role = match (deal.supplier == deal.converter, deal.supplier == plant) {
            (true, _) => "own",
            (false, true) => "supplies",
            (false, false) => "converts",
        };
        let own_gain = match role {
            "own" => deal.gain,
            "supplies" => deal.supplier_gain,
            _ => deal.gain - deal.supplier_gain,
        };
        let source = if deal.source == Source::Fresh { "fresh" } else { "stock" };
        let technology = case.scenario.technologies[deal.technology].id.as_str();
        let numbers = [deal.q_t, deal.surplus_per_t, rounded(own_gain)].map(f64::to_bits);
        made.push((
            role,
            id(deal.partner_of(plant).index()),
            source,
            technology,
            numbers[0],
            numbers[1],
            numbers[2],
        ));
    }
    let partners = told.trade.iter();
    let mut said: Vec<_> = partners
        .filter(|partner| partner.verdict == "made")
        .map(|partner| {
            let numbers = [partner.q_t.unwrap(), partner.surplus_per_t, rounded(partner.own_gain.unwrap())];
            let [q, surplus, gain] = numbers.map(f64::to_bits);
            let other = partner.partner.id.as_str();
            (partner.role, other, partner.source, partner.technology.id.as_str(), q, surplus, gain)
        })
        .collect();
    made.sort_unstable();
    said.sort_unstable();
    assert_eq!(said, made, "{} in {year}", told.plant.id);
    counts.deals += made.len();
    for partner in &told.trade {
        assert_eq!(partner.parts.total(), partner.surplus_per_t);
        assert_eq!(partner.q_t.is_some(), partner.verdict == "made");
        if partner.verdict == "no_surplus" {
            assert!(partner.surplus_per_t <= 0.0 && partner.short_by_per_t == Some(-partner.surplus_per_t));
        }
        // The first reason is told: whether the two know each other, and then whether there is a unit.
        assert!(partner.verdict != "unknown" || !partner.known);
        assert!(partner.known || partner.is_contract() || partner.verdict == "unknown", "{partner:?}");
        let unit = |of: &&SeenTechnology| of.technology.id == partner.technology.id && of.capacity_t > 0.0;
        if partner.role != "supplies" && partner.turn.is_none() && partner.known {
            let runs = told.saw.technologies.iter().find(unit).is_some();
            let reason = ["no_unit", "not_open"].contains(&partner.verdict);
            assert_eq!(reason, !runs, "{partner:?}");
        }
        let full = ["no_capacity", "no_unit", "out_of_service"].contains(&partner.verdict);
        assert!(!full || partner.room.capacity_t < GRAM, "{partner:?}");
        let none = ["no_supply", "no_waste", "not_reclaimed"].contains(&partner.verdict);
        assert!(!none || partner.room.supply_t < GRAM, "{partner:?}");
    }
    let turns: Vec<usize> = told.trade.iter().filter_map(|partner| partner.turn).collect();
    assert!(turns.is_sorted(), "offers are told in the order of the market");
}

/// In kopecks: the same sum computed in two ways may differ in the last bit.
fn rounded(amount: f64) -> f64 {
    (amount * 100.0).round()
}

fn invest(case: &Case, which: Which, told: &PlantYear, counts: &mut Counts) {
    let plant = case.plant(&told.plant.id);
    let of_year = case.record(which).decisions.iter().filter(|row| row.year == told.when.year);
    let ordered = of_year.into_iter().find_map(|row| match row.decision {
        Decision::Invest { plant: of, technology, project, .. } if of == plant => Some((technology, project)),
        _ => None,
    });
    let built: Vec<_> = told.invest.choices.iter().filter(|choice| choice.verdict == "built").collect();
    assert_eq!(told.invest.attentive, told.invest.runs && told.invest.draw < told.invest.attention);
    assert_eq!(built.len(), usize::from(ordered.is_some()), "{told:?}");
    let to_beat = ordered.map_or(0.0, |(_, project)| project.npv);
    for choice in &told.invest.choices {
        let Some(npv) = choice.npv else { continue };
        match choice.verdict {
            "built" => {
                let (technology, project) = ordered.unwrap();
                assert_eq!(choice.technology.id, case.scenario.technologies[technology].id);
                assert_eq!((choice.size_t, choice.npv), (Some(project.size_t), Some(project.npv)));
                assert_eq!((choice.capex, choice.rate), (Some(project.capex), Some(project.rate)));
                assert_eq!(choice.supply_t, project.supply_t);
                counts.orders += 1;
            }
            "not_best" => assert!(npv > 0.0 && npv <= to_beat),
            "no_value" => assert!(npv <= 0.0 && ordered.is_none_or(|_| npv < to_beat)),
            "not_looked" => assert!(!told.invest.attentive),
            other => panic!("{other} with a net present value"),
        }
        if let (Some(margin), Some(needed)) = (choice.margin_per_t, choice.margin_needed_per_t) {
            // At the needed margin the net present value is that of the choice to beat.
            let income = (npv + choice.capex.unwrap()) * needed / margin;
            let beaten = if choice.verdict == "built" { 0.0 } else { to_beat };
            let off = income - choice.capex.unwrap() - beaten;
            assert!(off.abs() <= 1e-9 * income.abs(), "{choice:?}");
        }
    }
}

fn risk(case: &Case, which: Which, told: &PlantYear, counts: &mut Counts) {
    let plant = Some(case.plant(&told.plant.id));
    let of_year = case.record(which).events.iter().filter(|row| row.year == told.when.year);
    let events: Vec<_> = of_year
        .filter(|row| matches!(row.event.kind, EventKind::Risk(_)) && row.event.plant == plant)
        .map(|row| (row.event.loss, row.event.covered, row.event.released_t, row.event.contracts_ended))
        .collect();
    let struck = told.risk.iter().filter(|exposed| exposed.struck);
    let said: Vec<_> = struck
        .map(|exposed| (exposed.loss, exposed.covered, exposed.released_t, exposed.contracts_ended))
        .collect();
    assert_eq!(said, events);
    counts.events += events.len();
    assert!(told.risk.iter().all(|exposed| exposed.struck == (exposed.draw < exposed.probability)));
}

fn books(case: &Case, which: Which, told: &PlantYear) {
    let plant = case.plant(&told.plant.id);
    let rows = &case.record(which).plants;
    let row = rows.iter().find(|row| row.year == told.when.year && row.plant == plant).unwrap();
    assert_eq!((told.settle.cash, told.settle.trust), (row.cash, row.trust));
    assert_eq!((told.settle.member, told.settle.expected_gain), (row.member, row.expected_gain));
    // The row also counts the residue held for the next year.
    let stock = told.placed.iter().map(|placed| placed.stock_t).sum::<f64>() + row.waste.arisen_t;
    assert!((stock - row.waste.stock_t).abs() <= 1e-9 * stock.max(1.0));
}

fn company(case: &Case, told: &CompanyYear, counts: &mut Counts) {
    let of_year = || case.run.cluster.decisions.iter().filter(|row| row.year == told.when.year);
    let built: Vec<_> = of_year()
        .filter_map(|row| match row.decision {
            Decision::Build { infrastructure, cost, value, upkeep, .. } => {
                Some((case.scenario.infrastructure[infrastructure].id.as_str(), cost, value, upkeep))
            }
            _ => None,
        })
        .collect();
    let steps: Vec<_> = told
        .steps
        .iter()
        .filter(|step| step.verdict == "built")
        .map(|step| (step.infrastructure.id.as_str(), step.cost, step.value.unwrap_or(0.0), step.upkeep))
        .collect();
    assert_eq!(steps, built);
    counts.steps += built.len();
    for step in told.steps.iter().filter(|step| step.verdict == "built") {
        let round = told.steps.iter().filter(|other| other.round == step.round);
        let best = round.filter_map(|other| other.ratio).fold(1.0, f64::max);
        assert_eq!(step.ratio, Some(best));
    }
    let row = case.run.cluster.years.iter().find(|row| row.year == told.when.year).unwrap();
    assert_eq!((told.budget, told.members, told.lives), (row.budget, row.members, row.cluster_lives));
}

/// Asserts that no line is empty or has an unfilled placeholder, in either language.
fn words(explained: &Explained) {
    for language in Language::ALL {
        for section in tell(explained, language, Length::Full) {
            assert!(!section.lines.is_empty(), "{}", section.title);
            for line in section.lines.iter().chain([&section.title]) {
                assert!(!line.contains(['[', '{']) && !line.is_empty(), "{line}");
            }
        }
    }
}
