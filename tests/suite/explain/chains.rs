//! What is told to its end: insolvencies, contracts that end, residue; and the first reason against a deal.

use super::*;

/// A world of trouble: plants that close, breaches, insolvencies and the end of the cluster, each told to the end.
#[test]
fn what_ends_is_told_with_its_reason() {
    let cases: [&[&str]; 3] = [
        &["plant.CEMENT.closes=2040"],
        &["join.inertia=0", "join.w_norm=1"],
        &[
            "invest.insolvency_limit=0",
            "invest.loan_rate=0.3",
            "risk.breach.rate=0.3",
            "management.credit=1e7",
            "management.overhead=9e7",
        ],
    ];
    let counts = cases.map(|sets| hold(&Case::with("configs/classroom.toml", 0, sets), Which::Cluster));
    for why in ["closed", "breach", "insolvent", "dissolved", "left", "term_over", "no_capacity"] {
        assert!(counts.iter().any(|of| of.ended.contains_key(why)), "{why}: {counts:?}");
    }
    assert!(counts.iter().any(|of| of.insolvencies > 0), "{counts:?}");
    assert!(counts.iter().all(|of| of.residues > 0), "{counts:?}");
}

/// The words of an insolvency, in the year in which it happens: from what it came to what became of all it had.
#[test]
fn an_insolvency_is_told_from_its_cause_to_its_end() {
    let scenario = Scenario::load(&root().join("configs/sverdlovsk.toml"), &[]).unwrap();
    let plant = scenario.plants.iter().position(|plant| plant.id == "PRU").map(PlantId::new).unwrap();
    let found = explain(&scenario, 0, Which::Twin, 2043, Subject::Plant(plant)).unwrap();
    let words: [&[&str]; 2] = [
        &[
            "its cash fell from",
            "below the limit of −300",
            "What it paid, largest first: loan payments −194",
            "is written off, so that its cash is 0",
            "1 loan is written off with a principal of",
            "1 unit is gone (Crushed stone from host rock, 1.85 Mt a year)",
            "It had no contract to end",
        ],
        &[
            "стало неплатёжеспособным: его средства уменьшились с",
            "Выплаты, начиная с наибольшей: платежи по кредитам −194",
            "Списано кредитов: 1",
            "Исчезло установок: 1 (Crushed stone from host rock, 1,85 млн т в год)",
        ],
    ];
    for (language, words) in Language::ALL.into_iter().zip(words) {
        let lines: Vec<String> =
            tell(&found, language, Length::Short).into_iter().flat_map(|section| section.lines).collect();
        for word in words {
            assert!(lines.iter().any(|line| line.contains(word)), "{word}: {lines:#?}");
        }
    }
}

/// A plant without a unit of a technology, and whose partner it does not know, is told that it does not know it.
#[test]
fn the_first_reason_against_a_deal_is_told() {
    let case = Case::of("configs/classroom.toml", 0);
    let ask = |plant: &str, year| {
        let plant = Subject::Plant(case.plant(plant));
        let found = explain(&case.scenario, 0, Which::Cluster, year, plant).unwrap();
        let told = tell(&found, Language::En, Length::Full);
        let Explained::Plant(found) = found else { panic!("a plant") };
        (found.trade, told.into_iter().flat_map(|section| section.lines).collect::<Vec<_>>().join("\n"))
    };
    let (trade, told) = ask("CEMENT", 2039);
    let of: Vec<_> =
        trade.iter().filter(|partner| partner.technology.name == "Iron additive of cement").collect();
    assert!(!of.is_empty() && of.iter().all(|partner| partner.verdict == "unknown"), "{of:?}");
    assert!(
        told.contains("the two do not know each other") && told.contains("no idle capacity left"),
        "{told}"
    );
}

/// The chains of an insolvency, of contracts that ended and of residue.
pub fn chain(
    case: &Case,
    which: Which,
    told: &PlantYear,
    held: &mut [Vec<(f64, Vec<Origin>)>],
    counts: &mut Counts,
) {
    let plant = case.plant(&told.plant.id);
    let year = told.when.year;
    for end in &told.contracts_ended {
        *counts.ended.entry(end.why).or_default() += 1;
        let with_side = ["closed", "left", "breach", "insolvent"].contains(&end.why);
        assert_eq!(end.by.is_empty(), !with_side, "{end:?}");
        assert_eq!(end.risk.is_some(), end.why == "breach", "{end:?}");
        assert!(end.why == "term_over" || end.until >= year, "{end:?}");
    }
    let of_trade = told.trade.iter().filter(|partner| partner.is_contract() && partner.q_t.is_none());
    let ended: Vec<&str> = of_trade.map(|partner| partner.verdict).filter(|of| *of != "waits").collect();
    let ends = told.contracts_ended.iter().filter(|end| end.phase == "trade");
    assert_eq!(ends.map(|end| end.why).collect::<Vec<_>>(), ended);

    let event = |kind: EventKind| {
        let mut events = case.record(which).events.iter().filter(|row| row.year == year);
        events.any(|row| row.event.kind == kind && row.event.plant == Some(plant))
    };
    assert_eq!(told.settle.insolvent.is_some(), event(EventKind::Insolvency));
    let row = case.record(which).plants.iter().find(|row| row.year == year && row.plant == plant).unwrap();
    let closing = told.saw.closing.as_ref().map_or(0.0, |closing| closing.written_off);
    let insolvent = told.settle.insolvent.as_ref();
    let written_off = insolvent.map_or(0.0, |of| of.overdraft + of.principal);
    assert!((row.written_off - written_off - closing).abs() <= 1e-9 * row.written_off, "{told:?}");
    if let Some(of) = insolvent {
        counts.insolvencies += 1;
        let paid = told.settle.flows.iter().filter(|flow| flow.flow != "write_off");
        let cash = told.settle.opening_cash + paid.map(|flow| flow.amount).sum::<f64>();
        assert!((cash - of.cash).abs() <= 1e-6 * cash.abs() && of.cash < -of.limit, "{of:?}");
        assert_eq!(of.principal > 0.0, of.loans > 0);
        let losses = of.losses.iter().map(|lost| lost.loss).sum::<f64>() + of.loss_of_products;
        let flow = told.settle.flows.iter().find(|flow| flow.flow == "loss").map_or(0.0, |flow| -flow.amount);
        assert!((losses - flow).abs() <= 1e-9 * flow, "{of:?}");
    }

    let before = std::mem::take(&mut held[plant.index()]);
    for (at, placed) in told.placed.iter().enumerate() {
        for (t, origins) in [(placed.joined_t, &placed.joined_of), (placed.held_t, &placed.held_of)] {
            let sum: f64 = origins.iter().map(|origin| origin.t).sum();
            assert!((sum - t).abs() <= 1e-9 * t, "{placed:?}");
        }
        let taken: f64 = placed.taken.iter().map(|taken| taken.t).sum();
        assert!((taken - placed.converted_t).abs() <= 1e-9 * taken, "{placed:?}");
        let fresh: f64 =
            placed.taken.iter().filter(|taken| taken.source == "fresh").map(|taken| taken.t).sum();
        assert!((placed.fresh_t - fresh - placed.placed_t).abs() <= 1e-9 * placed.fresh_t, "{placed:?}");
        if let Some((t, of)) = before.get(at) {
            assert_eq!((*t, of), (placed.joined_t, &placed.joined_of), "what was held joins the next year");
            counts.residues += usize::from(*t > 0.0);
        }
        held[plant.index()].push((placed.held_t, placed.held_of.clone()));
    }
}
