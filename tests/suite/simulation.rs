//! A simulation that is stepped, branched, and given answers in place of its agents' own.

use circulus::ids::PlantId;
use circulus::phase::Phase;
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::Scenario;
use circulus::simulation::{
    Agents, Build, BuildAsked, MembershipAsked, Order, OrderAsked, OwnRules, Simulation, Which,
};
use circulus::world::log::{Decision, MembershipTerms};

use crate::common::root;

const SCENARIOS: [&str; 2] = ["classroom", "sverdlovsk"];

fn scenario(name: &str) -> Scenario {
    Scenario::load(&root().join(format!("configs/{name}.toml")), &[]).unwrap()
}

/// Answers what every agent would have done by its own rule, and counts the questions.
#[derive(Default)]
struct SameAsOwn {
    plants: Vec<PlantId>,
    memberships: usize,
    orders: usize,
    inattentive: usize,
    builds: usize,
}

impl Agents for SameAsOwn {
    fn membership(&mut self, asked: &MembershipAsked) -> Option<bool> {
        self.memberships += 1;
        assert_eq!(asked.own, asked.terms.draw < asked.terms.probability);
        Some(asked.own)
    }

    fn ordering(&self) -> Vec<PlantId> {
        self.plants.clone()
    }

    fn order<'a>(&mut self, asked: &'a OrderAsked<'a>) -> Option<Order<'a>> {
        self.orders += usize::from(asked.own.is_some());
        self.inattentive += usize::from(!asked.attentive);
        Some(asked.own.map_or(Order::Nothing, |place| Order::Project(&asked.options[place])))
    }

    fn build<'a>(&mut self, asked: &'a BuildAsked<'a>) -> Option<Build<'a>> {
        self.builds += usize::from(asked.own.is_some());
        Some(asked.own.map_or(Build::Nothing, |place| Build::Step(&asked.options[place])))
    }
}

#[test]
fn answering_what_the_rules_would_do_changes_nothing() {
    for name in SCENARIOS {
        let scenario = scenario(name);
        let plants: Vec<PlantId> = PlantId::all(scenario.plants.len()).collect();
        let mut agents = [(); 2].map(|()| SameAsOwn { plants: plants.clone(), ..SameAsOwn::default() });
        let mut simulation = Simulation::new(&scenario, 3, Detail::Full).unwrap();
        let [cluster, twin] = &mut agents;
        while simulation.year().is_some() {
            simulation.step_year_with(cluster, twin).unwrap();
        }
        assert_eq!(simulation.finish().unwrap(), run(&scenario, 3, Detail::Full).unwrap(), "{name}");
        let [cluster, twin] = agents;
        assert!(cluster.memberships > 20 && cluster.orders > 2 && cluster.builds > 0, "{name}");
        assert!(cluster.inattentive > 0 && twin.inattentive > 0, "{name}");
        assert_eq!((twin.memberships, twin.builds), (0, 0), "{name}");
    }
}

/// One plant stays out, one orders whatever it can, and the company builds nothing.
struct Contrary {
    out: PlantId,
    orders: PlantId,
}

impl Agents for Contrary {
    fn membership(&mut self, asked: &MembershipAsked) -> Option<bool> {
        (asked.plant == self.out).then_some(false)
    }

    fn ordering(&self) -> Vec<PlantId> {
        vec![self.orders, PlantId::new(u32::MAX as usize)] // a plant that does not exist is ignored
    }

    fn order<'a>(&mut self, asked: &'a OrderAsked<'a>) -> Option<Order<'a>> {
        assert_eq!(asked.plant, self.orders);
        Some(asked.options.last().map_or(Order::Nothing, Order::Project))
    }

    fn build<'a>(&mut self, _: &'a BuildAsked<'a>) -> Option<Build<'a>> {
        Some(Build::Nothing)
    }
}

#[test]
fn other_answers_are_carried_out_and_change_no_draw() {
    let scenario = scenario("classroom");
    let own = run(&scenario, 0, Detail::Full).unwrap();
    let joined = |decision: &Decision| match decision {
        Decision::Membership { plant, is_member: true, .. } => Some(*plant),
        _ => None,
    };
    let invested = |decision: &Decision| match decision {
        Decision::Invest { plant, .. } => Some(*plant),
        _ => None,
    };
    let out = own.cluster.decisions.iter().find_map(|row| joined(&row.decision)).unwrap();
    let orders = |run: &circulus::run::Run, busy: PlantId| {
        run.cluster.decisions.iter().filter(|row| invested(&row.decision) == Some(busy)).count()
    };
    let lived = |busy: PlantId| {
        let mut simulation = Simulation::new(&scenario, 0, Detail::Full).unwrap();
        while simulation.year().is_some() {
            simulation.step_year_with(&mut Contrary { out, orders: busy }, &mut OwnRules).unwrap();
            let world = simulation.world(Which::Cluster);
            assert!(!world.plants.member[out]);
            assert!(world.company.as_ref().unwrap().levels.iter().all(|level| *level == 0.0));
        }
        simulation.finish().unwrap()
    };
    // Each plant in its turn orders whatever it can; at least one orders more than by its own rule.
    let runs = PlantId::all(scenario.plants.len()).map(|busy| (busy, lived(busy)));
    let (_, other) =
        runs.into_iter().find(|(busy, other)| orders(other, *busy) > orders(&own, *busy)).unwrap();
    assert_eq!(other.twin, own.twin);
    let draws = |run: &circulus::run::Run| -> Vec<(i32, PlantId, f64)> {
        let terms = |decision: &Decision| match decision {
            Decision::Membership { plant, terms: MembershipTerms { draw, .. }, .. } => Some((*plant, *draw)),
            _ => None,
        };
        let rows = run.cluster.decisions.iter();
        rows.filter_map(|row| terms(&row.decision).map(|(plant, draw)| (row.year, plant, draw))).collect()
    };
    let theirs = draws(&other);
    let common: Vec<_> = draws(&own).into_iter().filter(|draw| theirs.contains(draw)).collect();
    let pairs = draws(&own);
    let both = pairs.iter().filter(|(y, p, _)| theirs.iter().any(|(year, plant, _)| (year, plant) == (y, p)));
    assert_eq!(common.len(), both.count(), "a plant asked in both runs has the same draw in both");
    assert!(!common.is_empty());
}

#[test]
fn a_branch_diverges_and_leaves_the_original_unchanged() {
    let scenario = scenario("sverdlovsk");
    let mut simulation = Simulation::new(&scenario, 0, Detail::Full).unwrap();
    // Branch in the middle of a year.
    while simulation.year() != Some(scenario.start_year + 4) || simulation.next_phase() != Some(Phase::Invest)
    {
        simulation.step_phase().unwrap();
    }
    let snapshot = simulation.clone();
    let mut branch = simulation.clone();
    while branch.year().is_some() {
        branch
            .step_year_with(&mut Contrary { out: PlantId::new(0), orders: PlantId::new(1) }, &mut OwnRules)
            .unwrap();
    }
    let whole = run(&scenario, 0, Detail::Full).unwrap();
    assert_ne!(branch.finish().unwrap(), whole);
    assert_eq!(simulation.finish().unwrap(), whole);
    assert_eq!(snapshot.record(Which::Cluster).years, whole.cluster.years[..4]);
    assert_eq!(snapshot.finish().unwrap(), whole);
}

#[test]
fn a_scenario_made_invalid_in_code_is_refused_without_a_panic() {
    let mut spoilt = scenario("classroom");
    spoilt.technologies.iter_mut().for_each(|technology| technology.waste = 99.into());
    let told = run(&spoilt, 0, Detail::Years).unwrap_err().to_string();
    assert!(told.contains("waste"), "{told}");
    spoilt = scenario("classroom");
    spoilt.policy.truncate(3);
    assert!(Simulation::new(&spoilt, 0, Detail::Years).is_err());
}
