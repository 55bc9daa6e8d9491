//! Tiny worlds for tests: a neutral scenario, to which a test adds what it is about, and a way to watch its years phase
//! by phase.

use circulus::ids::{TechnologyId, TiSlice, WasteId};
use circulus::phase::Phase;
use circulus::random::Luck;
use circulus::region::Region;
use circulus::rules::levers::levers;
use circulus::scenario::{
    Effect, Exposure, Infrastructure, InitialUnit, Lever, Plant, Risk, Scenario, Stream,
};
use circulus::world::World;
use circulus::world::found::found;
use circulus::world::log::{Deal, Decision, Event};
use circulus::year::run_year;

/// One waste (slag), one product (gravel, 100 a tonne), one technology (crushing, 1 t from 1 t at no
/// cost), a company without money, and nothing else.
pub fn neutral() -> Scenario {
    let mut scenario = Scenario::from_toml(include_str!("neutral.toml")).unwrap();
    scenario.plants.clear();
    scenario
}

/// The neutral scenario with these plants.
pub fn with(plants: impl IntoIterator<Item = Plant>) -> Scenario {
    let mut scenario = neutral();
    scenario.plants.extend(plants);
    scenario
}

/// A plant at latitude and longitude 0, without waste, units or money.
pub fn plant() -> Plant {
    let plants = Scenario::from_toml(include_str!("neutral.toml")).unwrap().plants;
    plants.into_iter().next().unwrap()
}

/// What a test may give to a plant.
pub trait Says: Sized {
    /// Fresh slag, t per year.
    fn makes(self, t_per_year: f64) -> Self;
    /// A stock of slag.
    fn holds(self, stock_t: f64) -> Self;
    /// A new crushing unit.
    fn crushes(self, capacity_t: f64) -> Self;
    /// May order crushing units, with this cash.
    fn may_crush(self, cash: f64) -> Self;
    /// Its distance from the origin.
    fn at_km(self, km: f64) -> Self;
}

impl Says for Plant {
    fn makes(mut self, t_per_year: f64) -> Self {
        self.streams.push(Stream { waste: WasteId::new(0), t_per_year, own_reuse: 0.0, stock_t: 0.0 });
        self
    }
    fn holds(mut self, stock_t: f64) -> Self {
        self.streams.push(Stream { waste: WasteId::new(0), t_per_year: 0.0, own_reuse: 0.0, stock_t });
        self
    }
    fn crushes(mut self, capacity_t: f64) -> Self {
        self.units.push(InitialUnit { technology: TechnologyId::new(0), capacity_t, age_years: 0 });
        self
    }
    fn may_crush(mut self, cash: f64) -> Self {
        self.adopts.push(TechnologyId::new(0));
        self.cash = cash;
        self
    }
    fn at_km(mut self, km: f64) -> Self {
        self.lat_deg = km / (6371.0 * std::f64::consts::PI / 180.0);
        self
    }
}

/// Infrastructure with these effects, without cost or depreciation.
pub fn infrastructure(effects: &[(Lever, f64)]) -> Infrastructure {
    Infrastructure {
        id: "lines".into(),
        name: "Lines".into(),
        capex_per_level: 0.0,
        upkeep_per_level: 0.0,
        depreciation: 0.0,
        step: HALF,
        max_level: 100.0,
        budget_share: 0.0,
        effects: effects.to_vec(),
    }
}

/// The level at which infrastructure has half its effect, ln 2.
pub const HALF: f64 = std::f64::consts::LN_2;

/// A risk without spread; elasticity 1.
pub fn risk(exposure: Exposure, effect: Effect, rate: f64, loss: f64, share: f64) -> Risk {
    Risk {
        id: "mishap".into(),
        name: "Mishap".into(),
        exposure,
        rate,
        elasticity: 1.0,
        effect,
        loss,
        spread: 0.0,
        share,
    }
}

/// A rate at which an event is certain: P = 1 - exp(-1000).
pub const CERTAIN: f64 = 1e3;

/// A world that is simulated year by year.
pub struct Case {
    /// The world as the last year left it.
    pub world: World,
    /// Its random draws.
    pub luck: Luck,
    /// Index of the next year.
    pub next: usize,
}

impl Case {
    /// Founds the world of a scenario.
    pub fn new(scenario: Scenario) -> Case {
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(scenario, &luck).unwrap();
        Case { world: found(&region, region.scenario.management.enabled), luck, next: 0 }
    }

    /// Makes plants members; as they are not contacted, they do not decide, and stay.
    pub fn in_cluster(mut self, plants: &[usize]) -> Case {
        for &plant in plants {
            self.world.plants.member.raw[plant] = true;
        }
        self
    }

    /// Sets the levels of infrastructure.
    pub fn at_levels(mut self, levels: &[f64]) -> Case {
        let scenario = &*self.world.region.scenario;
        self.world.company.as_mut().unwrap().levels = levels.to_vec().into();
        self.world.levers = levers_at(scenario, levels);
        self
    }

    /// The next year, as it stood after each phase.
    pub fn year(&mut self) -> Year {
        let mut after = Vec::new();
        run_year(&mut self.world, &self.luck, self.next, |_, world| after.push(world.clone())).unwrap();
        self.next += 1;
        Year { after }
    }

    /// The next years.
    pub fn years(&mut self, n: usize) -> Vec<Year> {
        (0..n).map(|_| self.year()).collect()
    }
}

/// All levers of a scenario at these levels.
pub fn levers_at(scenario: &Scenario, levels: &[f64]) -> circulus::world::company::Levers {
    levers(&scenario.infrastructure, TiSlice::from_ref(levels), scenario.risks.len())
}

/// A year, phase by phase.
pub struct Year {
    after: Vec<World>,
}

impl Year {
    /// The world after a phase.
    pub fn after(&self, phase: Phase) -> &World {
        &self.after[phase as usize]
    }

    /// The world after the last phase.
    pub fn end(&self) -> &World {
        self.after(Phase::Settle)
    }

    /// Deals of the year.
    pub fn deals(&self) -> &[Deal] {
        &self.end().log.deals.raw
    }

    /// The only deal of the year.
    pub fn deal(&self) -> Deal {
        let deals = self.deals();
        assert_eq!(deals.len(), 1, "one deal wanted: {deals:?}");
        deals[0]
    }

    /// Tonnes of each deal, in the order in which they were made.
    pub fn traded_t(&self) -> Vec<f64> {
        self.deals().iter().map(|deal| deal.q_t).collect()
    }

    /// Events of the year.
    pub fn events(&self) -> &[Event] {
        &self.end().log.events
    }

    /// Size, capital cost and NPV of each project ordered.
    pub fn projects(&self) -> Vec<circulus::world::log::Project> {
        let decisions = self.end().log.decisions.iter();
        decisions
            .filter_map(|decision| match decision {
                Decision::Invest { project, .. } => Some(*project),
                _ => None,
            })
            .collect()
    }

    /// The members at year end.
    pub fn members(&self) -> Vec<usize> {
        let member = &self.end().plants.member;
        (0..member.len()).filter(|&i| member.raw[i]).collect()
    }
}

/// Asserts that two numbers agree to twelve digits.
#[track_caller]
pub fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{got} against {wanted}");
}

/// Asserts that two lists agree to twelve digits.
#[track_caller]
pub fn all_close(got: impl AsRef<[f64]>, wanted: &[f64]) {
    let got = got.as_ref();
    assert_eq!(got.len(), wanted.len(), "{got:?} against {wanted:?}");
    for (g, w) in got.iter().zip(wanted) {
        assert!((g - w).abs() <= 1e-12 * w.abs().max(1.0), "{got:?} against {wanted:?}");
    }
}
