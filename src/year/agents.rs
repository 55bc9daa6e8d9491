//! Who decides: an answer given here replaces an agent's own rule.
//!
//! The rule is evaluated in any case, including its draw. So an answer equal to the rule changes no byte of a run, and
//! a different one leaves everyone else's draws unchanged. The possible answers are in [`MembershipAsked`],
//! [`OrderAsked`] and [`BuildAsked`].

use crate::ids::PlantId;
use crate::world::World;
use crate::world::log::{MembershipTerms, Project};
use crate::year::witness::StepWeighed;

/// Decides in place of agents. By default, every method leaves the decision to the agent's own rule.
pub trait Agents {
    /// Whether a contacted plant is a member; `None` leaves it to the plant's own rule [J3].
    fn membership(&mut self, asked: &MembershipAsked) -> Option<bool> {
        let _ = asked;
        None
    }

    /// Plants for which [`Agents::order`] is called, every year, even if they pay no attention. Others are not asked,
    /// as listing everything that a plant could order takes time.
    fn ordering(&self) -> Vec<PlantId> {
        Vec::new()
    }

    /// What a plant orders: one of `asked.options`, or [`Order::Nothing`]; `None` leaves it to its own rule [I1].
    fn order<'a>(&mut self, asked: &'a OrderAsked<'a>) -> Option<Order<'a>> {
        let _ = asked;
        None
    }

    /// The company's next step of infrastructure: one of `asked.options`, or [`Build::Nothing`] to stop for this year;
    /// `None` leaves it to the company's own rule [I2]. Called under the rule `greedy` only, and again after each
    /// step.
    fn build<'a>(&mut self, asked: &'a BuildAsked<'a>) -> Option<Build<'a>> {
        let _ = asked;
        None
    }
}

/// Every agent follows its own rule.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnRules;

impl Agents for OwnRules {}

/// Asks a contacted plant whether to be a member, in the world before any decision of the year.
#[derive(Debug)]
pub struct MembershipAsked<'a> {
    /// The world.
    pub world: &'a World,
    /// The plant.
    pub plant: PlantId,
    /// Whether it is a member now.
    pub member: bool,
    /// The terms of its rule, with probability and draw.
    pub terms: &'a MembershipTerms,
    /// Decision of its own rule.
    pub own: bool,
}

/// Asks a plant what to order, when its turn comes in the drawn order.
#[derive(Debug)]
pub struct OrderAsked<'a> {
    /// The world; earlier announcements of the year affect the options, not the world.
    pub world: &'a World,
    /// The plant.
    pub plant: PlantId,
    /// Whether it pays attention this year; if not, its own rule orders nothing.
    pub attentive: bool,
    /// Everything that it could order, by technology, whatever the NPV.
    pub options: &'a [OrderOption],
    /// Choice of its own rule: an index into `options`, or `None`.
    pub own: Option<usize>,
}

/// A project that a plant could order.
#[derive(Debug, PartialEq)]
pub struct OrderOption {
    pub(super) project: Project,
}

impl OrderOption {
    /// The project: slot, size, supply, margin, cost and NPV.
    pub fn project(&self) -> &Project {
        &self.project
    }
}

/// What a plant orders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Order<'a> {
    /// This project.
    Project(&'a OrderOption),
    /// Nothing this year.
    Nothing,
}

/// Asks the company which step of infrastructure to build next.
#[derive(Debug)]
pub struct BuildAsked<'a> {
    /// The world, including the steps built so far this year.
    pub world: &'a World,
    /// The steps that fit and are affordable.
    pub options: &'a [BuildOption],
    /// Choice of its own rule: an index into `options`, or `None`.
    pub own: Option<usize>,
}

/// A step of infrastructure that the company could build.
#[derive(Debug, PartialEq)]
pub struct BuildOption {
    pub(super) step: StepWeighed,
    /// Yearly value of the book with the step.
    pub(super) with: f64,
}

impl BuildOption {
    /// The step: kind, level, cost, value to members, upkeep.
    pub fn step(&self) -> &StepWeighed {
        &self.step
    }
}

/// What the company builds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Build<'a> {
    /// This step.
    Step(&'a BuildOption),
    /// Nothing more this year.
    Nothing,
}
