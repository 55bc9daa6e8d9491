//! Who decides: an answer that is given here takes the place of an agent's own rule.
//!
//! The rule is worked out all the same, draw included, so that an answer that agrees with it changes no byte of
//! a run, and one that does not moves nobody else's luck. What may be answered is offered in [`MembershipAsked`],
//! [`OrderAsked`] and [`BuildAsked`]; an answer can only choose from that.

use crate::ids::PlantId;
use crate::world::World;
use crate::world::log::{MembershipTerms, Project};
use crate::year::witness::StepWeighed;

/// Decides in place of agents. Every method has the agent's own rule as its default.
pub trait Agents {
    /// Whether a contacted plant is in (true) or out; `None` leaves it to the plant's own rule [J3].
    fn membership(&mut self, asked: &MembershipAsked) -> Option<bool> {
        let _ = asked;
        None
    }

    /// Plants for which [`Agents::order`] is asked, in every year, even where one pays no attention. The others are
    /// not asked: to lay out all that a plant could order takes time.
    fn ordering(&self) -> Vec<PlantId> {
        Vec::new()
    }

    /// What a plant orders, one of `asked.options`, or [`Order::Nothing`]; `None` leaves it to its own rule [I1].
    fn order<'a>(&mut self, asked: &'a OrderAsked<'a>) -> Option<Order<'a>> {
        let _ = asked;
        None
    }

    /// Which step of infrastructure the company builds next, one of `asked.options`, or [`Build::Nothing`] to stop
    /// for this year; `None` leaves it to the company's own rule [I2]. Asked under the rule `greedy`, after each
    /// step again.
    fn build<'a>(&mut self, asked: &'a BuildAsked<'a>) -> Option<Build<'a>> {
        let _ = asked;
        None
    }
}

/// Every agent follows its own rule.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnRules;

impl Agents for OwnRules {}

/// A contacted plant is asked whether it wants to be in; the world stands as before anybody's answer of the year.
#[derive(Debug)]
pub struct MembershipAsked<'a> {
    /// The world.
    pub world: &'a World,
    /// The plant.
    pub plant: PlantId,
    /// Whether it is a member now.
    pub member: bool,
    /// What its rule weighs, with probability and draw.
    pub terms: &'a MembershipTerms,
    /// What its own rule says.
    pub own: bool,
}

/// A plant is asked what it orders, in its drawn turn.
#[derive(Debug)]
pub struct OrderAsked<'a> {
    /// The world; what was announced before this turn is not in it, but in the options.
    pub world: &'a World,
    /// The plant.
    pub plant: PlantId,
    /// Whether it pays attention this year; without, its own rule orders nothing.
    pub attentive: bool,
    /// What it could order, by technology, whatever the NPV.
    pub options: &'a [OrderOption],
    /// What its own rule says: the place in `options`, or nothing.
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
    /// This.
    Project(&'a OrderOption),
    /// Nothing this year.
    Nothing,
}

/// The company is asked which step of infrastructure it builds next.
#[derive(Debug)]
pub struct BuildAsked<'a> {
    /// The world, with the steps built so far this year.
    pub world: &'a World,
    /// The steps that fit and can be paid for.
    pub options: &'a [BuildOption],
    /// What its own rule says: the place in `options`, or nothing.
    pub own: Option<usize>,
}

/// A step of infrastructure that the company could build.
#[derive(Debug, PartialEq)]
pub struct BuildOption {
    pub(super) step: StepWeighed,
    /// Yearly value of the book with it.
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
