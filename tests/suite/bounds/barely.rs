//! Projects that barely pay, and projects that pay only if the whole budget is spent: a bound that errs only a little
//! to the wrong side would miss them.

use circulus::ids::{PlantId, TiSlice};
use circulus::laws::levers::{left, strength};
use circulus::maths::annuity;
use circulus::phase::Phase;
use circulus::rules::announced;
use circulus::rules::appraisal::{Appraisal, terms_under};
use circulus::rules::outlook::Outlook;
use circulus::rules::project::{best_project, might_order};
use circulus::rules::prospect::Prospects;
use circulus::rules::value::{Basis, project_outside};
use circulus::scenario::{BudgetRule, Infrastructure, Lever, Scenario};
use circulus::world::World;
use circulus::year::relive;

use crate::support::{Case, Says, infrastructure, levers_at, plant, with};

use super::book::{Steps, book};
use super::everything::{Announced, Everything, best_project as best_of_all};

/// A plant that makes `waste_t` and could crush it. When the lever leaves the share `left` of a unit's cost, the unit's
/// income is worth `1 + more` times that cost.
fn pays(waste_t: f64, left: f64, more: f64) -> Scenario {
    let mut scenario = with([plant().makes(waste_t).may_crush(1e12)]);
    let technology = &scenario.technologies.raw[0];
    let brings = annuity(scenario.invest.hurdle_rate, technology.life_years) * technology.yield_t_per_t;
    scenario.products.raw[0].price_per_t = technology.capex_per_t_year * left * (1.0 + more) / brings;
    scenario.technologies.raw[0].max_size_t = 1e7;
    scenario
}

/// The world as it stands before the invest phase, with every plant contacted.
fn weighing(case: &mut Case) -> World {
    let mut world = case.year().after(Phase::Trade).clone();
    world.plants.contacted.fill(true);
    world
}

/// By which share of the cost the worth of the income exceeds the cost.
const MORE: [f64; 9] = [-1e-3, -1e-6, -1e-8, 1e-8, 1e-6, 1e-3, 0.1, 1.0, 10.0];

#[test]
fn a_project_that_barely_pays_is_a_prospect() {
    let (mut some, mut none) = (0, 0);
    for waste_t in [1e-3, 1.0, 1e3, 1e6] {
        for (level, effect) in [(0.0, 0.0), (0.3, 0.5), (4.0, 0.9), (7.0, 1.0)] {
            for more in MORE {
                let mut scenario = pays(waste_t, left(effect, strength(level)), more);
                scenario.infrastructure = vec![infrastructure(&[(Lever::Capex, effect)])].into();
                let world = weighing(&mut Case::new(scenario));
                let all = Everything::of(&world.region);
                let levers = levers_at(&world.region.scenario, &[level]);
                let terms = terms_under(&world, &levers);
                let basis = Basis::of(&world);
                let inside = &world.plants.contacted;
                let outlook = Outlook { members: inside, levers: &levers, ..Outlook::now(&world) };
                let appraisal = Appraisal {
                    outlook: outlook.at_expected_prices(),
                    room_t: &basis.room_t,
                    inside: &terms,
                };
                let mut prospects = Prospects::of_plants(1);
                for plant in world.all_plants() {
                    prospects.look_at(&appraisal, plant);
                    let wanted = best_of_all(&all, &appraisal.outlook, plant, &Announced::default());
                    let yearly = wanted.map_or(0.0, |project| project.yearly);
                    let wanted = (yearly - project_outside(&world, plant, &basis)).max(0.0);
                    let at = format!("{waste_t} t, level {level}, {more} more");
                    let outside = |plant| project_outside(&world, plant, &basis);
                    assert_eq!(prospects.gain(&appraisal, outside), wanted, "{at}");
                    assert_eq!(yearly > 0.0, more > 0.0, "{at}");
                    let found = best_project(&appraisal, plant, &announced::Announced::none());
                    assert_eq!(found.is_some(), more > 0.0, "{at}");
                    assert!(might_order(&appraisal, plant) || more < 0.0, "{at}");
                    (some, none) = (some + usize::from(more > 0.0), none + usize::from(more < 0.0));
                }
            }
        }
    }
    assert_eq!((some, none), (96, 48));
}

/// One step takes the whole free budget, and nothing less makes the project pay.
#[test]
fn a_project_that_pays_only_at_the_full_budget_is_in_the_book() {
    for (from, step) in [(0.0, 0.5), (0.0, 2.0), (0.25, 1.0), (3.0, 0.125), (0.0, 10.0), (1.0, 9.0)] {
        for more in [5e-9, 1e-6, 1e-3, 1e-2] {
            let mut scenario = pays(1e3, left(1.0, strength(from + step)), more);
            scenario.infrastructure = vec![Infrastructure {
                step,
                capex_per_level: 64.0,
                ..infrastructure(&[(Lever::Capex, 1.0)])
            }]
            .into();
            scenario.management.rule = BudgetRule::Greedy;
            let mut case = Case::new(scenario).at_levels(&[from]);
            let mut world = weighing(&mut case);
            let company = world.company.as_mut().unwrap();
            (company.budget, company.strengths) = (64.0 * step, vec![strength(from)].into());
            let mut steps = Steps::default();
            relive(&world, Phase::Invest, &case.luck, &mut steps);
            let all = Everything::of(&world.region);
            let value = |level| book(&all, &world, &case.luck, TiSlice::from_ref(&[level]));
            let (now, with) = (value(from), value(from + step));
            assert!(now == 0.0 && with > 0.0, "{from}, {step}, {more}: {now}, {with}");
            let got = steps.0[0].value.unwrap();
            assert!((got - with).abs() <= 1e-12 * with, "{from}, {step}, {more}: {got}, {with}");
        }
    }
}

/// On one site the nearest supplier need not be the cheapest: waste of another plant there costs the loading, while the
/// plant's own waste costs nothing to haul; either may come first in the list.
#[test]
fn a_plant_finds_its_own_waste_behind_that_of_others_on_its_site() {
    for (units, orders) in [(1.5e3, false), (0.0, true)] {
        let mut converter = plant().makes(1e3).may_crush(1e9);
        if units > 0.0 {
            converter = converter.crushes(units);
        }
        let mut scenario = with([plant().makes(1e3), converter, plant().makes(1e3)]);
        scenario.transport.modes[0].fixed_per_t = 150.0; // a tonne brings 100, and 200 in the next year
        scenario.policy[1].subsidy_per_t = 100.0;
        let mut case = Case::new(scenario);
        let region = std::sync::Arc::clone(&case.world.region);
        assert_eq!(region.links.len(), 3, "all could trade in the next year");
        let year = case.year();
        let traded: Vec<(usize, f64)> =
            year.deals().iter().map(|deal| (deal.supplier.index(), deal.q_t)).collect();
        assert_eq!(traded, if orders { vec![] } else { vec![(1, 1e3)] });
        let world = year.after(Phase::Trade);
        let basis = Basis::of(world);
        let appraisal = Appraisal::now(world, &basis.room_t);
        let found = best_project(&appraisal, PlantId::new(1), &announced::Announced::none());
        let wanted =
            best_of_all(&Everything::of(&region), &appraisal.outlook, PlantId::new(1), &Announced::default());
        assert_eq!(found.map(|project| project.size_t), wanted.map(|project| project.size_t));
        assert_eq!(found.is_some(), orders);
    }
}
