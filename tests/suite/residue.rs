//! The outputs of a technology add up, and its residue is a waste of the next year [N1].

use circulus::explain::words::{Length, tell};
use circulus::explain::{Subject, explain};
use circulus::ids::{ProductId, WasteId};
use circulus::phase::Phase;
use circulus::record::recorder::Detail;
use circulus::record::rows::YearRow;
use circulus::run::run;
use circulus::scenario::{InitialUnit, Scenario, Technology, Yield};
use circulus::simulation::Which;
use circulus::texts::Language;

use crate::support::{Case, Says, all_close, close, plant, with};

/// A maker of 1,000 t of slag, a crusher that leaves .45 t of sand per tonne, and a caster that takes the sand.
/// Per tonne of slag: .5 t of gravel at 100, .1 t of metal at 200; .1 t is added, .05 t lost.
pub fn chain() -> Scenario {
    let caster = |mut of: circulus::scenario::Plant| {
        of.units.push(InitialUnit { technology: 1.into(), capacity_t: 2000.0, age_years: 0 });
        of
    };
    let mut scenario = with([plant().makes(1000.0), plant().crushes(2000.0), caster(plant())]);
    let sand = circulus::scenario::Waste { id: "sand".into(), ..scenario.wastes.raw[0].clone() };
    scenario.wastes.push(sand);
    let gravel = scenario.products.raw[0].clone();
    for (id, price_per_t) in [("metal", 200.0), ("blocks", 10.0)] {
        scenario.products.push(circulus::scenario::Product { id: id.into(), price_per_t, ..gravel.clone() });
    }
    let crushing = scenario.technologies.raw[0].clone();
    let casting = Technology {
        id: "casting".into(),
        waste: WasteId::new(1),
        product: ProductId::new(2),
        ..crushing.clone()
    };
    scenario.technologies.raw[0] = Technology {
        yield_t_per_t: 0.5,
        by_products: vec![Yield { product: ProductId::new(1), t_per_t: 0.1 }],
        added_t_per_t: 0.1,
        loss_t_per_t: 0.05,
        residue: Some(WasteId::new(1)),
        ..crushing
    };
    scenario.technologies.push(casting);
    scenario.check().unwrap();
    scenario
}

/// The same without a plant that takes the sand.
fn no_caster() -> Scenario {
    let mut scenario = chain();
    scenario.plants.raw[2].units.clear();
    scenario
}

#[test]
fn a_tonne_pays_for_its_residue_and_is_subsidised_for_what_is_reused() {
    let mut scenario = chain();
    scenario.transport.modes[0].fixed_per_t = 10.0;
    scenario.technologies.raw[0].opex_per_t = 30.0;
    scenario.policy[0].subsidy_per_t = 5.0;
    scenario.policy[0].disposal_fee_factor = 1.5;
    for (waste, [fee, placement]) in scenario.wastes.iter_mut().zip([[20.0, 4.0], [8.0, 2.0]]) {
        (waste.disposal_fee_per_t, waste.placement_cost_per_t) = (fee, placement);
    }
    // .5 x 100 + .1 x 200 - 30 - .45 (1.5 x 8 + 2) + 5 x .55 + (1.5 x 20 + 4) - 10
    let deal = Case::new(scenario).year().deal();
    all_close([deal.surplus_per_t, deal.q_t], &[60.45, 1000.0]);
}

#[test]
fn residue_is_held_for_a_year_and_then_placed_where_nobody_takes_it() {
    let mut scenario = no_caster();
    scenario.wastes.raw[1].placement_cost_per_t = 2.0;
    let mut case = Case::new(scenario);
    let streams = |plant: usize, world: &circulus::world::World| {
        world.region.streams_of(plant.into()).collect::<Vec<_>>()
    };
    let first = case.year();
    let [sand] = streams(1, first.end())[..] else { panic!("the crusher has one stream, of sand") };
    assert_eq!(first.end().region.streams[sand].waste, WasteId::new(1));
    let of_sand = |world: &circulus::world::World| {
        let s = &world.streams;
        [s.gross_t[sand], s.joined_t[sand], s.held_t[sand], s.placed_t[sand], s.stock_t[sand]]
    };
    all_close(of_sand(first.end()), &[0.0, 0.0, 450.0, 0.0, 0.0]);
    assert_eq!(first.end().ledger.disposal_bill, 0.0, "nothing falls due in the year in which it arises");
    let second = case.year();
    all_close(of_sand(second.after(Phase::Produce)), &[0.0, 450.0, 0.0, 0.0, 0.0]);
    all_close(of_sand(second.end()), &[0.0, 450.0, 450.0, 450.0, 450.0]);
    close(second.end().ledger.disposal_bill, 900.0);
}

#[test]
fn a_chain_takes_the_residue_in_the_next_year() {
    let mut case = Case::new(chain());
    assert_eq!(case.year().traded_t(), [1000.0]);
    all_close(case.year().traded_t(), &[1000.0, 450.0]);
}

#[test]
fn indicators_count_residue_once() {
    let told = |scenario: &Scenario| -> Vec<YearRow> {
        run(scenario, 0, Detail::Years).unwrap().twin.years.into_iter().take(2).collect()
    };
    let [first, second] = &told(&chain())[..] else { panic!("two years") };
    let tonnes = |year: &YearRow| {
        let [slag, sand] = &year.by_waste.raw[..] else { panic!("two wastes") };
        [slag.reused_t(), slag.residue_t, sand.arisen_t, sand.reused_t(), sand.stock_t, year.use_rate()]
    };
    all_close(tonnes(first), &[550.0, 450.0, 450.0, 0.0, 450.0, 0.55]);
    all_close(tonnes(second), &[550.0, 450.0, 450.0, 450.0, 450.0, 1.0]);
    assert_eq!([first.longest_chain, second.longest_chain], [1, 2]);
    all_close(&second.product_t, &[500.0, 100.0, 450.0]);
    assert_eq!(told(&no_caster())[1].longest_chain, 1);
}

#[test]
fn the_demand_for_every_product_binds() {
    for (product, demand_t) in [(0, 200.0), (1, 40.0)] {
        let mut scenario = no_caster();
        scenario.products.raw[product].demand_t = demand_t;
        assert_eq!(Case::new(scenario).year().traded_t(), [400.0], "product {product}");
    }
}

#[test]
fn a_project_has_room_for_the_tightest_of_its_products() {
    let mut scenario = no_caster();
    scenario.invest.attention = 1.0;
    scenario.plants.raw[1].units.clear();
    scenario.plants.raw[1] = scenario.plants.raw[1].clone().may_crush(1e9);
    scenario.products.raw[1].demand_t = 40.0;
    let projects = Case::new(scenario).year().projects();
    all_close(projects.iter().map(|project| project.size_t).collect::<Vec<f64>>(), &[400.0]);
}

/// The faults of the neutral scenario with this in place of the products of its technology.
fn faults(outputs: &str) -> String {
    let sand = "[waste.sand]\nstage = \"metallurgy\"\nhazard_class = \"V\"\ndisposal_fee = 0\nplacement_cost = 0\n\
                upkeep_cost = 0\nreclaim_cost = 0\n";
    let text = include_str!("neutral.toml").replace("product = \"gravel\"\nyield = 1.0\n", outputs);
    match Scenario::from_toml(&format!("{text}\n{sand}")) {
        Ok(_) => String::new(),
        Err(faults) => faults.to_string(),
    }
}

#[test]
fn outputs_that_do_not_add_up_are_refused() {
    assert_eq!(faults("products = { gravel = 0.4 }\nresidue = \"sand\"\n"), "");
    for (outputs, wanted) in [
        (
            "product = \"gravel\"\n",
            "'yield' is missing in [technology.crushing]: give product and yield, or products",
        ),
        ("yield = 1.0\n", "'product' is missing"),
        ("products = {}\n", "must have at least one product"),
        ("products = { gravel = 0.0 }\n", "must be more than 0, t/t; leave the product out"),
        ("products = { gravel = 1.0 }\nyield = 1.0\n", "give either product and yield, or products"),
        (
            "products = { gravel = 1.5 }\nresidue = \"sand\"\n",
            "products and loss exceed waste and added by 0.5 t per t of waste",
        ),
        ("products = { gravel = 0.9 }\n", "0.1 t of each t of waste (1 + added - loss - products) disappear"),
        ("product = \"gravel\"\nyield = 1.5\n", "raise added"),
        ("products = { gravel = 0.5 }\nresidue = \"slag\"\n", "residues form a cycle, slag to slag"),
    ] {
        let told = faults(outputs);
        assert!(told.contains(wanted), "{outputs}: {told}");
        assert_eq!(told.matches("scenario:").count(), 1, "more than one fault: {told}");
    }
}

#[test]
fn the_short_form_is_one_product() {
    let short = Scenario::from_toml(include_str!("neutral.toml")).unwrap();
    let long = include_str!("neutral.toml")
        .replace("product = \"gravel\"\nyield = 1.0\n", "products = { gravel = 1.0 }\n");
    assert_eq!(Scenario::from_toml(&long).unwrap(), short);
}

#[test]
fn an_explanation_tells_what_the_residue_costs() {
    let mut scenario = chain();
    scenario.wastes.raw[1].placement_cost_per_t = 2.0;
    let found = explain(&scenario, 0, Which::Twin, 2000, Subject::Plant(1.into())).unwrap();
    for (language, wanted) in
        [(Language::En, "placing the residue −0.9 RUB/t"), (Language::Ru, "размещение остатка")]
    {
        let told = format!("{:?}", tell(&found, language, Length::Full));
        assert!(told.contains(wanted), "{told}");
    }
}
