//! A file laid over its base, dated policies, and `--set` over both.

use super::*;
use circulus::ids::{RiskId, WasteId};

#[test]
fn a_file_overrides_its_base_key_by_key() {
    let over = "base = \"deep/base.toml\"\n[scenario]\nname = \"over\"\n[waste.dust]\nstage = \"metallurgy\"\nhazard_class = \"III\"\n\
                disposal_fee = 1\nplacement_cost = 1\nupkeep_cost = 1\nreclaim_cost = 1\n[product.pozzolan]\nprice = 800\n\
                [[transport.mode]]\nname = \"rail\"\nfixed = 225\nper_km = 0.75\n[infrastructure.safety]\neffects = { reach = 0.2 }\n\
                [[plant]]\nid = \"POWER\"\ncash = 5\n[[plant.stream]]\nwaste = \"dust\"\nt_per_year = 7\n\
                [[plant]]\nid = \"NEW\"\nstage = \"mining\"\nlat = 57\nlon = 60\n";
    let s = files(&[
        ("x/over.toml", over),
        ("x/deep/base.toml", "base = \"../small.toml\"\n[scenario]\nyears = 7\n"),
        ("x/deep/../small.toml", SMALL),
    ])
    .unwrap()
    .scenario;
    assert_eq!((s.name.as_str(), s.years), ("over", 7));
    assert_eq!(s.wastes.iter().map(|w| w.id.as_str()).collect::<Vec<_>>(), ["ash", "dust"]);
    assert_eq!((s.products.raw[0].price_per_t, s.products.raw[0].demand_t), (800.0, 1.5e6));
    assert_eq!(s.transport.modes.len(), 1, "a list is replaced as a whole");
    assert_eq!(s.infrastructure.raw[0].effects, [(Lever::Hazard(RiskId::new(0)), 0.5), (Lever::Reach, 0.2)]);
    assert_eq!(s.plants.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["POWER", "CEMENT", "NEW"]);
    assert_eq!((s.plants.raw[0].cash, s.plants.raw[0].lat_deg), (5.0, 57.12));
    assert_eq!(
        s.plants.raw[0].streams.iter().map(|s| s.waste).collect::<Vec<_>>(),
        [WasteId::new(1)],
        "a plant's streams are replaced as a whole"
    );
}

#[test]
fn faults_of_a_base_name_the_base() {
    let faults = files(&[
        ("a.toml", "base = \"b.toml\"\n[trade]\nmin_t = -1"),
        ("b.toml", &with("years = 10", "years = 0")),
    ])
    .unwrap_err();
    assert_eq!(
        faults.list.iter().map(|f| (f.file.as_str(), f.line)).collect::<Vec<_>>(),
        [("a.toml", 3), ("b.toml", 3)]
    );
    assert_eq!(
        told(files(&[("a.toml", "base = \"b.toml\""), ("b.toml", "base = \"./x/../a.toml\"")])),
        ["1:8: base = \"./x/../a.toml\": is one of the files that refer to it: the bases form a cycle"]
    );
    assert_eq!(
        refused(&format!("base = 3\n{SMALL}")),
        ["1:8: base = 3: must be text of at most 200 characters (default none)"]
    );
}

#[test]
fn generated_plants_replace_those_of_the_base_and_back() {
    let region = "base = \"small.toml\"\n[generate]\nn = 20\n[generate.kind.mine]\nstage = \"mining\"\n";
    let s = files(&[("a.toml", region), ("small.toml", SMALL)]).unwrap().scenario;
    assert_eq!(s.plants.len(), 20);
    let named = format!(
        "{SMALL}[[knows]]\nplants = [\"POWER\", \"CEMENT\"]\n[[contract]]\nsupplier = \"POWER\"\nwaste = \"ash\"\n\
         converter = \"CEMENT\"\ntechnology = \"drying\"\nt_per_year = 1e4\nuntil = 2025\n"
    );
    let own = format!("{region}[[knows]]\nplants = [\"G000001\", \"G000002\"]\n");
    for (over, known) in [(region, 0), (&own, 1)] {
        let s = files(&[("a.toml", over), ("small.toml", &named)]).unwrap().scenario;
        assert_eq!(
            (s.knows.len(), s.contracts.len()),
            (known, 0),
            "entries that name plants of the base are dropped with them"
        );
    }
    let back = "base = \"a.toml\"\n[[plant]]\nid = \"A\"\nstage = \"mining\"\nlat = 57\nlon = 60\n";
    let s = files(&[("b.toml", back), ("a.toml", region), ("small.toml", SMALL)]).unwrap().scenario;
    assert_eq!(s.plants.len(), 1);
}

#[test]
fn generated_plants_may_stand_beside_given_ones() {
    let kind = "[generate.kind.mine]\nstage = \"mining\"\n";
    let both = format!("{SMALL}[generate]\nn = 3\n{kind}[[knows]]\nplants = [\"POWER\", \"G000002\"]\n");
    let loaded = scenario::from_toml(&both, &[]).unwrap();
    let given = Scenario::from_toml(SMALL).unwrap().plants;
    let head = SMALL.split("[[plant]]").next().unwrap();
    let alone = Scenario::from_toml(&format!("{head}[generate]\nn = 3\n{kind}")).unwrap().plants;
    let (first, then) = loaded.scenario.plants.raw.split_at(given.len());
    assert_eq!(first, &given.raw[..], "those given one by one come first");
    assert_eq!(then.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["G000001", "G000002", "G000003"]);
    assert_eq!(then, &alone.raw[..], "and move no draw of the others");
    assert_eq!(loaded.scenario.knows.len(), 1);
    // Written out, it is the same region.
    let text = loaded.as_plants();
    assert!(!text.contains("[generate") && text.matches("\n[[plant]]\n").count() == given.len() + 3);
    assert_eq!(scenario::from_toml(&text, &[]).unwrap().scenario, loaded.scenario);
    assert_eq!(scenario::from_toml(&loaded.as_meant, &[]).unwrap().scenario, loaded.scenario);

    // A base with both stays so, and a file with both adds to its base.
    let of =
        |over: &str, base: &str| files(&[("a.toml", over), ("b.toml", base)]).unwrap().scenario.plants.len();
    assert_eq!(of("base = \"b.toml\"\n[generate]\nn = 5\n", &both), given.len() + 5);
    let adds = format!("base = \"b.toml\"\n[[plant]]\nid = \"POWER\"\n[generate]\nn = 4\n{kind}");
    assert_eq!(of(&adds, SMALL), given.len() + 4);

    // Ids that are taken, and more plants than there can be.
    let taken = format!("{}[generate]\nn = 3\n{kind}", SMALL.replace("\"POWER\"", "\"G000003\""));
    assert_eq!(
        refused(&taken).iter().map(|fault| fault.split_once(": ").unwrap().1).collect::<Vec<_>>(),
        ["the id 'G000003' is that of a plant of [generate]; choose another"]
    );
    assert!(Scenario::from_toml(&taken.replace("n = 3", "n = 2")).is_ok());
}

#[test]
fn policy_changes_hold_from_their_year_on() {
    let text = format!(
        "{SMALL}[[policy.change]]\nyear = 2025\nsubsidy_per_t = 50\n[[policy.change]]\nyear = 2023\nsubsidy_per_t = 10\ncapex_subsidy = 0.3\n"
    );
    let policy = Scenario::from_toml(&text).unwrap().policy;
    assert_eq!(
        policy.iter().map(|p| p.subsidy_per_t).collect::<Vec<_>>(),
        [0., 0., 10., 10., 50., 50., 50., 50., 50., 50.]
    );
    assert_eq!((policy[1].capex_subsidy, policy[2].capex_subsidy, policy[9].capex_subsidy), (0.0, 0.3, 0.3));
    let text = format!(
        "{SMALL}[[policy.change]]\nyear = 2031\nsubsidy_per_t = 50\n[[policy.change]]\nyear = 2023\nsubsidy_per_t = 1\n\
         [[policy.change]]\nyear = 2023\nsubsidy_per_t = 2\nsubsidy = 3\n"
    );
    assert_eq!(
        refused(&text),
        [
            "66:8: policy.change.2031.year = 2031: must lie within the run, 2021 to 2030",
            "73:17: policy.change.2023.subsidy_per_t = 2: is changed twice in the same year",
            "74:1: unknown key 'subsidy' in [policy.change.2023]",
        ]
    );
}

#[test]
fn set_changes_any_key() {
    let s = set(&[
        "join.w_norm=0.25",
        "join.w_norm = 0.5",
        "waste.ash.disposal_fee=20",
        "infrastructure.safety.effects.reach=0.5",
        "infrastructure.safety.effects.hazard.accident=0.1",
        "infrastructure.safety.effects.\"severity.accident\"=0.2",
        "risk.accident.rate=0",
        "plant.CEMENT.cash=1e9",
        "plant.CEMENT.adopts=[]",
        "plant.POWER.stream.ash.stock=5",
        "plant.CEMENT.unit.drying.age=7",
        "transport.mode.road.per_km=9",
        "policy.change.2025.subsidy_per_t=100",
        "management.rule=shares",
        "management.shares.safety=0.4",
        "scenario.title=\"a = b\"",
    ])
    .unwrap()
    .scenario;
    assert_eq!((s.join.w_norm, s.wastes.raw[0].disposal_fee_per_t, s.risks.raw[0].rate), (0.5, 20.0, 0.0));
    assert_eq!(
        s.infrastructure.raw[0].effects,
        [(Lever::Hazard(RiskId::new(0)), 0.1), (Lever::Reach, 0.5), (Lever::Severity(RiskId::new(0)), 0.2)]
    );
    assert_eq!(
        (s.plants.raw[1].cash, s.plants.raw[1].adopts.len(), s.plants.raw[1].units[0].age_years),
        (1e9, 0, 7)
    );
    assert_eq!((s.plants.raw[0].streams[0].stock_t, s.transport.modes[0].per_t_km), (5.0, 9.0));
    assert_eq!((s.policy[3].subsidy_per_t, s.policy[4].subsidy_per_t), (0.0, 100.0));
    assert_eq!((s.management.rule, s.infrastructure.raw[0].budget_share), (BudgetRule::Shares, 0.4));
    assert_eq!(s.title, "a = b");
}

#[test]
fn faults_of_set_name_the_argument() {
    let faults = set(&["join.w_nrom=1", "trade.min_t=-5"]).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "in --set 1, column 6: unknown key 'w_nrom' in [join]; did you mean 'w_norm'?\n       \
         | join.w_nrom=1\n       |      ^^^^^^\n\
         in --set 2, column 13: trade.min_t = -5: must be a number from 0 to 1e12, t/year (default 1000)\n       \
         | trade.min_t=-5\n       |             ^^"
    );
    for (argument, message) in [
        ("plant.CEMNT.cash=1", "0:7: there is no plant 'CEMNT' to set; did you mean 'CEMENT'?"),
        ("waste.ahs.disposal_fee=1", "0:7: there is no waste 'ahs' to set; did you mean 'ash'?"),
        (
            "base=other.toml",
            "0:6: base = other.toml: cannot be set: the base is read before anything is; write a file with another base",
        ),
        ("generate.n=5", "0:1: there is no [generate] to set"),
        ("join.peers", "0:1: must be key=value, such as join.w_norm=0.5"),
        ("join.peers=", "0:12: a value must follow the ="),
        ("a b=1", "0:1: must be a key, such as join.w_norm or plant.KGOK.cash"),
        ("join.peers=[", "0:13: not TOML: unclosed array, expected `]`"),
        (
            "management.rule=shres",
            "0:17: management.rule = shres: must be one of greedy, shares, none (default greedy); did you mean 'shares'?",
        ),
        (
            "management.shares={safety=0.7,safty=0.7}",
            "0:31: unknown infrastructure 'safty' in management.shares; did you mean 'safety'?",
        ),
    ] {
        assert_eq!(told(set(&[argument])), [message]);
    }
}

#[test]
fn shares_sum_to_one_at_most() {
    let second = with("[risk", "[infrastructure.roads]\ncapex = 1\nupkeep = 1\n[risk");
    let s = Scenario::from_toml(&second).unwrap();
    assert_eq!([s.infrastructure.raw[0].budget_share, s.infrastructure.raw[1].budget_share], [0.5, 0.5]);
    let text = format!("{second}[management]\nshares = {{ safety = 0.7, roads = 0.7 }}\n");
    assert_eq!(
        refused(&text),
        ["69:10: management.shares = { safety = 0.7, roads = 0.7 }: must sum to 1 or less, not 1.4"]
    );
}
