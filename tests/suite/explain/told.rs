//! How explanations are told, and when there is none.

use super::*;

/// Each policy beside subsidies is told where it is in force, and nowhere else.
#[test]
fn policies_are_told_in_both_languages() {
    let told = |sets: &[&str]| {
        let case = Case::with("configs/classroom.toml", 0, sets);
        hold(&case, Which::Cluster);
        let explained = case.years().flat_map(|year| case.everybody(Which::Cluster, year));
        let lines =
            explained.flat_map(|explained| Language::ALL.map(|of| tell(&explained, of, Length::Full)));
        lines.flatten().flat_map(|section| section.lines).collect::<Vec<String>>().join("\n")
    };
    let words = [
        ["CO2 costs 800.0 RUB/t", "Цена CO2 800,0"],
        ["Primary material is charged with 25.0 RUB/t", "Сбор за первичное сырьё 25,0"],
        ["The fee of its hazard class is multiplied by 3.", "его класса опасности умножена на 3."],
        [", carbon price ", ", цена углерода "],
        [", levy on primary material saved ", ", экономия на сборе за первичное сырьё "],
        ["disposal fees passed on by the state", "плата за размещение, переданная государством"],
    ];
    let with = told(&[
        "scenario.years=4",
        "policy.carbon_price=800",
        "policy.primary_levy=25",
        "policy.fee_factor_class.IV=3",
        "policy.fees_to_company=0.1",
        "transport.mode.road.co2_per_tkm=0.0001",
    ]);
    let without = told(&["scenario.years=4"]);
    for word in words.as_flattened() {
        assert!(with.contains(word), "not told: {word}");
        assert!(!without.contains(word), "told without the policy: {word}");
    }
}

#[test]
fn an_explanation_that_is_refused_says_why() {
    let case = Case::of("configs/classroom.toml", 0);
    let ask = |which, year, subject| explain(&case.scenario, 0, which, year, subject);
    let early = ask(Which::Cluster, case.scenario.start_year - 1, Subject::Company).unwrap_err();
    assert!(matches!(early, NoExplanation::Year { .. }), "{early}");
    let twin = ask(Which::Twin, case.scenario.start_year, Subject::Company).unwrap_err();
    assert_eq!(twin.to_string(), "there is no company to ask: the twin is the world without one");
}

/// Nouns agree with their numbers, and nothing that is shown as zero has a sign.
#[test]
fn explanations_show_numbers_as_people_write_them() {
    let case = Case::of("configs/classroom.toml", 0);
    let (mut one, mut zero) = (0, 0);
    for explained in case.years().flat_map(|year| case.everybody(Which::Cluster, year)) {
        for language in Language::ALL {
            for line in tell(&explained, language, Length::Full).into_iter().flat_map(|section| section.lines)
            {
                let words: Vec<&str> = line.split([' ', '\u{a0}']).collect();
                for pair in words.windows(2) {
                    let many = ["sources", "members", "others", "risks", "источников"];
                    let word = pair[1].trim_end_matches(['.', ',', ';']);
                    assert!(pair[0] != "1" || !many.contains(&word), "{line}");
                    one += usize::from(pair[0] == "1" && ["source", "источника"].contains(&word));
                }
                let signed = |word: &&str| {
                    let number = word.strip_prefix(['−', '+', '-']).filter(|rest| rest.starts_with('0'));
                    number.is_some_and(|rest| !rest.contains(|c| ('1'..='9').contains(&c)))
                };
                assert_eq!(words.iter().copied().find(signed), None, "{line}");
                zero += usize::from(words.contains(&"0.0") || words.contains(&"0,0"));
            }
        }
    }
    assert!(one > 0 && zero > 10, "{one} {zero}");
}

/// Plants of one worth come in the order of the file, which is told.
#[test]
fn plants_of_one_worth_are_no_ranking() {
    let case = Case::of("configs/classroom.toml", 0);
    let told = |gains: [f64; 3]| {
        let asked = |year| explain(&case.scenario, 0, Which::Cluster, year, Subject::Company).unwrap();
        let companies = case.years().filter_map(|year| match asked(year) {
            Explained::Company(company) => Some(company),
            Explained::Plant(_) => None,
        });
        let mut company = companies.max_by_key(|company| company.contacts.len()).unwrap();
        let contact = company.contacts[0].clone();
        company.contacts.resize(3, contact);
        company.contacts.iter_mut().zip(gains).for_each(|(contact, gain)| contact.study_gain = gain);
        let sections = tell(&Explained::Company(company), Language::En, Length::Full);
        sections.into_iter().flat_map(|section| section.lines).collect::<Vec<String>>().join("\n")
    };
    let (equal, ties) =
        ("the order of the file, and no ranking", "Those worth the same are in the order of the file");
    let [all, two, none] = [[0.0; 3], [9e6, 0.0, 0.0], [9e6, 8e6, 0.0]].map(told);
    assert!(all.contains(equal) && !all.contains(ties), "{all}");
    assert!(!two.contains(equal) && two.contains(ties), "{two}");
    assert!(!none.contains(equal) && !none.contains(ties), "{none}");
}
