//! Projects, compared with a search over every slot of every plant and every supplier.

use circulus::ids::{InfrastructureId, PlantId, TiSlice, TiVec, ti_vec};
use circulus::phase::Phase;
use circulus::random::Purpose;
use circulus::rules::announced;
use circulus::rules::appraisal::{Appraisal, room_t, terms_under};
use circulus::rules::levers::levers;
use circulus::rules::outlook::Outlook;
use circulus::rules::project::{best_project, might_order, yearly};
use circulus::rules::prospect::Prospects;
use circulus::rules::value::{Basis, project_outside};
use circulus::world::World;
use circulus::world::company::Levers;
use circulus::world::log::{Decision, Project};
use circulus::year::relive;
use circulus::year::witness::Witness;

use super::everything::{Announced, Everything, Ordered, announce, best_project as best_of_all};
use super::regimes::{country, live, regimes};

fn same(name: &str, found: Option<&Project>, wanted: Option<&Ordered>) {
    let parts = |project: &Project| (project.slot, project.size_t, project.capex, project.npv);
    let wanted = wanted.map(|project| (project.slot, project.size_t, project.capex, project.npv));
    assert_eq!(found.map(parts), wanted, "{name}");
}

/// What the plants order this year: the attentive ones, in the drawn order.
fn orders(all: &Everything, world: &World, luck: &circulus::random::Luck) -> Vec<Ordered> {
    let mut attention = luck.draws(Purpose::Attention, 0, world.t);
    let mut order = luck.draws(Purpose::Order, 0, world.t);
    let attentive =
        (0..world.len()).filter(|&i| attention.uniform(i as u64) < world.region.scenario.invest.attention);
    let mut queue: Vec<(f64, usize)> = attentive.map(|i| (order.uniform(i as u64), i)).collect();
    queue.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let outlook = Outlook::now(world).at_expected_prices();
    let (mut announced, mut orders) = (Announced::default(), Vec::new());
    for (_, plant) in queue {
        if let Some(project) = best_of_all(all, &outlook, PlantId::new(plant), &announced) {
            announce(all, &outlook, &mut announced, &project);
            orders.push(project);
        }
    }
    orders
}

#[test]
fn plants_order_what_looking_at_everything_would_have_them_order() {
    for (name, scenario) in regimes() {
        let (mut expected, mut all, mut ordered) = (Vec::new(), None, 0);
        live(&scenario, 8, |phase, world, luck| match phase {
            Phase::Trade => {
                let all = all.get_or_insert_with(|| Everything::of(&world.region));
                expected = orders(all, world, luck);
            }
            Phase::Invest => {
                let found = world.log.decisions.iter().filter_map(|decision| match decision {
                    Decision::Invest { project, .. } => Some(project),
                    _ => None,
                });
                let found: Vec<&Project> = found.collect();
                assert_eq!(found.len(), expected.len(), "{name}, {}", world.year());
                for (found, wanted) in found.into_iter().zip(&expected) {
                    same(&format!("{name}, {}", world.year()), Some(found), Some(wanted));
                    ordered += 1;
                }
            }
            _ => {}
        });
        assert!(ordered > 1, "{name}: only {ordered} orders");
    }
}

/// Factors on the cash of plants, so that what a plant can pay limits the size in some cases and not in others.
const CASH: [f64; 4] = [1.0, 0.02, 0.2, 1e6];

#[test]
fn no_project_that_pays_is_passed_over() {
    let (mut some, mut none, mut refused) = (0, 0, 0);
    for (name, scenario) in regimes() {
        let mut all = None;
        live(&scenario, 5, |phase, world, _| {
            if phase != Phase::Trade || world.t % 2 == 1 {
                return;
            }
            let all = all.get_or_insert_with(|| Everything::of(&world.region));
            for times in CASH {
                let mut world = world.clone();
                world.plants.cash.iter_mut().for_each(|cash| *cash *= times);
                let room_t = room_t(&world);
                let appraisal = Appraisal::now(&world, &room_t);
                for plant in world.all_plants() {
                    let wanted = best_of_all(all, &appraisal.outlook, plant, &Announced::default());
                    let found = best_project(&appraisal, plant, &announced::Announced::none());
                    same(&format!("{name}, plant {plant:?}"), found.as_ref(), wanted.as_ref());
                    if let (Some(found), Some(wanted)) = (found, wanted) {
                        assert!(might_order(&appraisal, plant), "{name}: plant {plant:?} would order");
                        assert_eq!(yearly(&appraisal, &found), wanted.yearly, "{name}: plant {plant:?}");
                        some += 1;
                    } else {
                        none += 1;
                        refused += usize::from(!might_order(&appraisal, plant));
                    }
                }
            }
        });
    }
    assert!(some > 1000 && none > 1000, "{some} projects, {none} plants without");
    assert!(
        refused > none / 2,
        "of {none} plants without a project only {refused} are known not to have one"
    );
}

/// The world with every plant taken as a member, under some levers and at prices without deviation.
fn all_in<'w>(world: &'w World, everybody: &'w TiSlice<PlantId, bool>, levers: &'w Levers) -> Outlook<'w> {
    Outlook { members: everybody, levers, ..Outlook::now(world) }.at_expected_prices()
}

/// The company's prospects are found under the best levers of the year and valued under lesser ones.
#[test]
fn no_plant_that_might_build_is_missing_from_the_prospects() {
    let mut gains = 0;
    for (name, scenario) in regimes() {
        let mut all = None;
        live(&scenario, 4, |phase, world, _| {
            if phase != Phase::Trade || world.t % 3 > 0 {
                return;
            }
            let all = all.get_or_insert_with(|| Everything::of(&world.region));
            let kinds = scenario.infrastructure.len();
            let at = |levels: &TiSlice<InfrastructureId, f64>| {
                levers(&scenario.infrastructure, levels, scenario.risks.len())
            };
            let best = at(&ti_vec![1.5; kinds]);
            let basis = Basis::of(world);
            let everybody = ti_vec![true; world.len()];
            let terms = terms_under(world, &best);
            let appraisal = Appraisal {
                outlook: all_in(world, &everybody, &best),
                room_t: &basis.room_t,
                inside: &terms,
            };
            if !world.region.links_all() {
                return; // the region keeps only the links of plants that may be studied: see book.rs
            }
            let mut prospects = Prospects::of_plants(world.len());
            world.all_plants().for_each(|plant| prospects.look_at(&appraisal, plant));
            let one_less =
                (0..kinds).map(|kind| (0..kinds).map(|of| if of == kind { 0.3 } else { 1.5 }).collect());
            let levels: Vec<TiVec<InfrastructureId, f64>> =
                one_less.chain([1.5, 0.0, 0.8].map(|level| ti_vec![level; kinds])).collect();
            for levels in levels {
                let levers = at(&levels);
                let terms = terms_under(world, &levers);
                let appraisal = Appraisal {
                    outlook: all_in(world, &everybody, &levers),
                    room_t: &basis.room_t,
                    inside: &terms,
                };
                let wanted = world.all_plants().fold(0.0, |sum, plant| {
                    let inside = best_of_all(all, &appraisal.outlook, plant, &Announced::default());
                    let yearly = inside.map_or(0.0, |project| project.yearly);
                    sum + (yearly - project_outside(world, plant, &basis)).max(0.0)
                });
                let got = prospects.gain(&appraisal, |plant| project_outside(world, plant, &basis));
                assert_eq!(got, wanted, "{name}, {}, {levels:?}", world.year());
                gains += usize::from(wanted > 0.0);
            }
        });
    }
    assert!(gains > 50, "only {gains} sums above 0");
}

/// A witness that has every attentive plant looked at in its turn, without the shortcut.
struct SeesAll;

impl Witness for SeesAll {
    fn sees_looks(&self) -> bool {
        true
    }
}

#[test]
fn of_a_great_many_plants_none_that_would_order_is_passed_over() {
    // With more than a chunk of plants, only those that might order take their turn.
    let sets = ["invest.attention=1", "trade.acquaintance_km=60", "management.study_limit=20"];
    let scenario = country(circulus::parallel::CHUNK + 300, &sets);
    let (mut before, mut orders) = (None, 0);
    live(&scenario, 2, |phase, world, luck| match phase {
        Phase::Trade => {
            let lived = relive(world, Phase::Invest, luck, &mut SeesAll);
            before = Some(format!("{:?}", lived.log.decisions));
        }
        Phase::Invest => {
            assert_eq!(before.take(), Some(format!("{:?}", world.log.decisions)), "{}", world.year());
            orders += world.log.decisions.iter().filter(|of| matches!(of, Decision::Invest { .. })).count();
        }
        _ => {}
    });
    assert!(orders > 100, "only {orders} orders");
}
