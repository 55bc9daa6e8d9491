//! What a file leaves out of its base: `without`.

use super::*;

/// A base in which everything that may be left out is named wherever it may be.
fn base() -> String {
    SMALL.replace("adopts = [\"drying\"]", "adopts = [\"drying\", \"crushing\"]").replace(
        "[product.pozzolan]",
        "[waste.slag]\nstage = \"metallurgy\"\nhazard_class = \"IV\"\ndisposal_fee = 1\nplacement_cost = 1\nupkeep_cost = 1\n\
         reclaim_cost = 1\n[product.stone]\nprice = 1\ndemand = 1\n[product.pozzolan]",
    ) + "[[plant]]\nid = \"SMELTER\"\nstage = \"metallurgy\"\nlat = 57\nlon = 61\nadopts = [\"crushing\", \"drying\"]\n\
         [[plant.stream]]\nwaste = \"slag\"\nt_per_year = 1e5\n[[plant.stream]]\nwaste = \"ash\"\nt_per_year = 1e3\n\
         [[plant.unit]]\ntechnology = \"crushing\"\ncapacity = 1e4\n\
         [technology.crushing]\nwaste = \"slag\"\nproduct = \"stone\"\nyield = 1\nopex = 1\ncapex = 1\nreference_size = 1e4\n\
         min_size = 1\nmax_size = 1e5\n[infrastructure.roads]\ncapex = 1\nupkeep = 1\n[management]\nshares = { safety = 0.5, roads = 0.3 }\n\
         [[knows]]\nplants = [\"POWER\", \"CEMENT\"]\n[[knows]]\nplants = [\"POWER\", \"CEMENT\", \"SMELTER\"]\n\
         [[contract]]\nsupplier = \"POWER\"\nwaste = \"ash\"\nconverter = \"CEMENT\"\ntechnology = \"drying\"\nt_per_year = 1e4\nuntil = 2025\n\
         [[contract]]\nsupplier = \"SMELTER\"\nwaste = \"slag\"\nconverter = \"CEMENT\"\ntechnology = \"crushing\"\nt_per_year = 1e3\nuntil = 2025\n\
         [[change]]\nyear = 2024\nset = { \"plant.POWER.stream.ash.t_per_year\" = 1, \"waste.slag.disposal_fee\" = 7 }\n\
         [[change]]\nyear = 2025\nset = { \"product.stone.demand\" = 5 }\n\
         [[change]]\nyear = 2026\nset = { \"management.shares.roads\" = 0.1 }\n"
}

fn over(text: &str) -> Result<Loaded, Faults> {
    files(&[("a.toml", &format!("base = \"b.toml\"\n{text}\n")), ("b.toml", &base())])
}

fn without(names: &str) -> Scenario {
    let loaded = over(&format!("without = [{names}]")).unwrap();
    assert!(!loaded.as_meant.contains("without"), "the complete text has no such key");
    assert_eq!(Scenario::from_toml(&loaded.as_meant).unwrap(), loaded.scenario);
    loaded.scenario
}

fn ids(scenario: &Scenario) -> Vec<&str> {
    scenario.plants.iter().map(|plant| plant.id.as_str()).collect()
}

#[test]
fn a_plant_goes_with_what_names_it() {
    let s = without("\"plant.POWER\"");
    assert_eq!(ids(&s), ["CEMENT", "SMELTER"]);
    assert_eq!(s.knows.iter().map(Vec::len).collect::<Vec<_>>(), [2], "a plant alone knows nobody");
    assert_eq!((s.contracts.len(), s.changes.len()), (1, 3));
    let of_slag = without("\"plant.POWER\", \"waste.slag\", \"technology.crushing\", \"plant.POWER\"");
    assert_eq!((of_slag.contracts.len(), of_slag.changes.len()), (0, 2), "a change without keys goes");
}

#[test]
fn a_waste_and_its_technology_go_with_streams_units_and_what_is_adopted() {
    let s = without("\"waste.slag\", \"technology.crush*\", \"product.stone\"");
    let smelter = &s.plants.raw[2];
    assert_eq!((smelter.streams.len(), smelter.adopts.len(), smelter.units.len()), (1, 1, 0));
    assert_eq!((s.wastes.len(), s.products.len(), s.technologies.len(), s.contracts.len()), (1, 1, 1, 1));
    assert_eq!(s.changes.len(), 2);
}

#[test]
fn infrastructure_and_risks_go_with_shares_and_effects() {
    let s = without("\"infrastructure.roads\", \"risk.*\"");
    assert_eq!((s.infrastructure.len(), s.risks.len(), s.changes.len()), (1, 0, 3));
    assert_eq!(s.infrastructure.raw[0].effects, [(Lever::Reach, 1.0)]);
    assert_eq!(s.infrastructure.raw[0].budget_share, 0.5);
}

/// A file of another region takes the model of its base and none of its plants.
#[test]
fn all_plants_go_and_others_come() {
    let own = "[[plant]]\nid = \"POWER\"\nstage = \"mining\"\nlat = 1\nlon = 2\n[[plant.stream]]\nwaste = \"ash\"\nt_per_year = 3";
    let s = over(&format!("without = [\"plant.*\"]\n{own}")).unwrap().scenario;
    assert_eq!((ids(&s), s.knows.len(), s.contracts.len()), (vec!["POWER"], 0, 0));
    assert_eq!((s.plants.raw[0].lat_deg, s.plants.raw[0].streams[0].stock_t), (1.0, 0.0), "a new plant");
    assert_eq!(
        told(over("without = [\"plant.*\"]")),
        ["1:1: at least one [[plant]] is needed, or [generate]"]
    );
    // The middle file of three leaves out of the lowest, and the highest may have it again.
    let again = format!("base = \"m.toml\"\n{}", own.replace("POWER", "SMELTER"));
    let middle = "base = \"b.toml\"\nwithout = [\"plant.SMELTER\"]\n";
    let s = files(&[("a.toml", &again), ("m.toml", middle), ("b.toml", &base())]).unwrap().scenario;
    assert_eq!(ids(&s), ["POWER", "CEMENT", "SMELTER"]);
}

#[test]
fn streams_of_generated_plants_go_too() {
    let region = "base = \"m.toml\"\nwithout = [\"waste.slag\", \"technology.crushing\"]\n";
    let middle = "base = \"b.toml\"\n[generate]\nn = 5\n[generate.kind.works]\nstage = \"power\"\nadopts = [\"crushing\", \"drying\"]\n\
        [[generate.kind.works.stream]]\nwaste = \"slag\"\nt_per_year = 1\n\
        [[generate.kind.works.stream]]\nwaste = \"ash\"\nt_per_year = 1\n\
        [[generate.kind.works.unit]]\ntechnology = \"crushing\"\ncapacity = 1\n";
    let s = files(&[("a.toml", region), ("m.toml", middle), ("b.toml", &base())]).unwrap().scenario;
    assert!(s.plants.iter().all(|plant| plant.streams.len() <= 1 && plant.units.is_empty()));
}

#[test]
fn what_a_technology_is_nothing_without_is_refused_at_its_place() {
    let faults = over("without = [\"waste.slag\"]").unwrap_err();
    let message = "technology.crushing.waste = \"slag\": must be the id of a waste";
    assert_eq!((faults.list.len(), faults.list[0].file.as_str()), (1, "b.toml"));
    assert_eq!(faults.list[0].headline(), message);
    let faults = over("without = [\"product.stone\"]").unwrap_err();
    assert_eq!(
        faults.list[0].headline(),
        "technology.crushing.product = \"stone\": must be the id of a product"
    );
    assert_eq!(
        over("without = [\"product.stone\"]\n[technology.crushing]\nproduct = \"pozzolan\"\n")
            .unwrap()
            .scenario
            .products
            .len(),
        1
    );
}

#[test]
fn names_that_the_base_does_not_have_are_refused() {
    for (names, message) in [
        (
            "\"plant.POWR\"",
            "2:12: without = \"plant.POWR\": there is no plant 'POWR' in the base; did you mean 'plant.POWER'?",
        ),
        (
            "\"waste.x*\"",
            "2:12: without = \"waste.x*\": no waste of the base is what this name stands for; leave it out",
        ),
        (
            "\"plnt.POWER\"",
            "2:12: without = \"plnt.POWER\": must be one of infrastructure, risk, waste, product, technology, plant, then a dot, and an id or *, such as plant.*; did you mean 'plant.POWER'?",
        ),
        (
            "\"plant\"",
            "2:12: without = \"plant\": must be one of infrastructure, risk, waste, product, technology, plant, then a dot, and an id or *, such as plant.*",
        ),
        (
            "3",
            "2:12: without = 3: must be one of infrastructure, risk, waste, product, technology, plant, then a dot, and an id or *, such as plant.*",
        ),
    ] {
        assert_eq!(told(over(&format!("without = [{names}]"))), [message]);
    }
    assert_eq!(
        told(over("without = \"plant.*\"")),
        [
            "2:11: without = \"plant.*\": must be a list of names, such as \"plant.KGOK\" or \"waste.*\" (default nothing)"
        ]
    );
}

#[test]
fn without_a_base_there_is_nothing_to_leave_out() {
    let text = format!("without = [\"plant.*\"]\n{SMALL}");
    let message = "1:11: without = [\"plant.*\"]: says what is not taken from a base, and this file has none; leave it out";
    assert_eq!(refused(&text), [message]);
    assert_eq!(
        told(set(&["without=[\"plant.*\"]"])),
        [
            "0:9: without = [\"plant.*\"]: cannot be set: the base is read before anything is; write it into a file with that base"
        ]
    );
}
