//! Arithmetic with indicators, as claims write it, `total_reused_t > 1.1 * nothing_built.total_reused_t`, and as one
//! defines an indicator of one's own, `(total_gain - total_capex) / total_reused_t`.

mod read;

use read::Reader;

/// A number of a run, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The paired change that it is read from; `None` for the region as it is.
    pub change: Option<String>,
    /// The indicator.
    pub indicator: String,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A constant.
    Number(f64),
    /// A number of a run.
    Value(Named),
    /// The opposite.
    Negative(Box<Expression>),
    /// Two expressions, joined.
    Joined(Box<Expression>, Operator, Box<Expression>),
    /// A function of others.
    Function(Function, Vec<Expression>),
}

/// What joins two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// A function of expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// Size without sign, of one.
    Abs,
    /// The least of some.
    Min,
    /// The largest of some.
    Max,
}

/// Two expressions, and which must be larger.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The text.
    pub text: String,
    /// The side that must be larger.
    pub more: Expression,
    /// The other side.
    pub less: Expression,
    /// Whether they may be equal.
    pub or_equal: bool,
}

/// What is wrong with a text: where, in bytes from its start, and in words.
pub type Wrong = (usize, String);

/// The unit of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A number without a unit, which takes that of what it is compared with or added to.
    Free,
    /// A unit as words.
    Of(String),
    /// A product, or a ratio of ratios, for which there is no word.
    Other,
}

/// Between the words of the two units of a ratio.
const PER: &str = " per ";

impl Unit {
    /// The unit as words: `-` without one.
    pub fn words(&self) -> &str {
        match self {
            Unit::Free => "-",
            Unit::Of(words) => words,
            Unit::Other => "as the comparison",
        }
    }

    /// The unit of a ratio: `RUB` over `t` is `RUB per t`.
    pub fn over(self, divisor: Unit) -> Unit {
        match (self, divisor) {
            (unit, Unit::Free) => unit,
            (Unit::Of(a), Unit::Of(b)) if a == b => Unit::Free,
            (Unit::Of(a), Unit::Of(b)) if !a.contains(PER) && !b.contains(PER) => {
                Unit::Of(a + PER + singular(&b))
            }
            _ => Unit::Other,
        }
    }

    /// The unit of a product: `RUB per t` times `t` is `RUB`.
    fn times(self, other: Unit) -> Unit {
        match (self, other) {
            (Unit::Free, unit) | (unit, Unit::Free) => unit,
            (Unit::Of(a), Unit::Of(b)) => {
                let whole = |ratio: &str, factor: &str| {
                    let (unit, per) = ratio.split_once(PER)?;
                    (per == singular(factor)).then(|| Unit::Of(unit.to_owned()))
                };
                whole(&a, &b).or_else(|| whole(&b, &a)).unwrap_or(Unit::Other)
            }
            _ => Unit::Other,
        }
    }

    /// The unit of a sum, or of a comparison.
    fn with(self, other: Unit) -> Result<Unit, String> {
        match (self, other) {
            (Unit::Free, unit) | (unit, Unit::Free) => Ok(unit),
            (Unit::Of(a), Unit::Of(b)) if a == b => Ok(Unit::Of(a)),
            (Unit::Of(a), Unit::Of(b)) => Err(format!("puts {a} and {b} together")),
            _ => Ok(Unit::Other),
        }
    }
}

impl Condition {
    /// The unit of both sides.
    ///
    /// # Errors
    /// When numbers of different units are added or compared.
    pub fn unit(&self, of: &impl Fn(&Named) -> Unit) -> Result<Unit, String> {
        self.more.unit(of)?.with(self.less.unit(of)?)
    }

    /// Reads `left > right`; `>=`, `<` and `<=` are the other comparisons.
    ///
    /// # Errors
    /// Where and why the text is no such comparison.
    pub fn parse(text: &str) -> Result<Condition, Wrong> {
        let mut reader = Reader::new(text);
        let (left, sign, or_equal, right) = reader.comparison()?;
        let (more, less) = if sign == '>' { (left, right) } else { (right, left) };
        Ok(Condition { text: text.to_owned(), more, less, or_equal })
    }

    /// By how much the larger side is larger; NaN if a number is missing.
    pub fn effect(&self, value: &impl Fn(&Named) -> f64) -> f64 {
        self.more.of(value) - self.less.of(value)
    }

    /// Whether an effect is what the condition says.
    pub fn holds(&self, effect: f64) -> bool {
        effect > 0.0 || (self.or_equal && effect == 0.0)
    }

    /// Every number of a run that it needs.
    pub fn named(&self) -> Vec<&Named> {
        let mut found = Vec::new();
        self.more.collect(&mut found);
        self.less.collect(&mut found);
        found
    }
}

/// One of a unit: a ratio is told per year, not per years.
fn singular(unit: &str) -> &str {
    match unit {
        "years" => "year",
        "plants" => "plant",
        other => other,
    }
}

impl Expression {
    /// Reads arithmetic: numbers, names of indicators, `+ - * / ( )`, `abs`, `min`, `max`.
    ///
    /// # Errors
    /// Where and why the text is none.
    pub fn parse(text: &str) -> Result<Expression, Wrong> {
        Reader::new(text).whole()
    }

    /// The same with other names.
    pub fn renamed(&self, rename: &mut impl FnMut(&Named) -> Named) -> Expression {
        let mut inner = |expression: &Expression| Box::new(expression.renamed(rename));
        match self {
            Expression::Number(number) => Expression::Number(*number),
            Expression::Value(named) => Expression::Value(rename(named)),
            Expression::Negative(of) => Expression::Negative(inner(of)),
            Expression::Joined(left, operator, right) => {
                Expression::Joined(inner(left), *operator, inner(right))
            }
            Expression::Function(function, list) => {
                Expression::Function(*function, list.iter().map(|of| of.renamed(rename)).collect())
            }
        }
    }

    /// The unit of its value.
    ///
    /// # Errors
    /// When numbers of different units are added or compared.
    pub fn unit(&self, of: &impl Fn(&Named) -> Unit) -> Result<Unit, String> {
        match self {
            Expression::Number(_) => Ok(Unit::Free),
            Expression::Value(named) => Ok(of(named)),
            Expression::Negative(inner) => inner.unit(of),
            Expression::Joined(left, operator, right) => match (operator, left.unit(of)?, right.unit(of)?) {
                (Operator::Plus | Operator::Minus, left, right) => left.with(right),
                (Operator::Times, left, right) => Ok(left.times(right)),
                (Operator::Over, left, right) => Ok(left.over(right)),
            },
            Expression::Function(_, list) => {
                list.iter().try_fold(Unit::Free, |unit, inner| unit.with(inner.unit(of)?))
            }
        }
    }

    /// Its value; NaN if a number is missing or a divisor is 0.
    pub fn of(&self, value: &impl Fn(&Named) -> f64) -> f64 {
        let number = match self {
            Expression::Number(number) => *number,
            Expression::Value(named) => value(named),
            Expression::Negative(inner) => -inner.of(value),
            Expression::Joined(left, operator, right) => {
                let (left, right) = (left.of(value), right.of(value));
                match operator {
                    Operator::Plus => left + right,
                    Operator::Minus => left - right,
                    Operator::Times => left * right,
                    Operator::Over => left / right,
                }
            }
            Expression::Function(function, list) => {
                let mut numbers = list.iter().map(|inner| inner.of(value));
                // A missing number makes the whole missing; min and max of the standard library would pass it over.
                let or_missing = |pick: fn(f64, f64) -> f64| {
                    move |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else { pick(a, b) }
                };
                match function {
                    Function::Abs => numbers.next().map(f64::abs),
                    Function::Min => numbers.reduce(or_missing(f64::min)),
                    Function::Max => numbers.reduce(or_missing(f64::max)),
                }
                .unwrap_or(f64::NAN)
            }
        };
        if number.is_finite() { number } else { f64::NAN }
    }

    fn collect<'e>(&'e self, found: &mut Vec<&'e Named>) {
        match self {
            Expression::Number(_) => {}
            Expression::Value(named) => found.push(named),
            Expression::Negative(inner) => inner.collect(found),
            Expression::Joined(left, _, right) => {
                left.collect(found);
                right.collect(found);
            }
            Expression::Function(_, list) => list.iter().for_each(|inner| inner.collect(found)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(named: &Named) -> f64 {
        match (named.change.as_deref(), named.indicator.as_str()) {
            (None, "a") => 6.0,
            (None, "b@last") => 2.0,
            (None, "stock_red-mud_t") => 5.0,
            (Some("other"), "a") => 10.0,
            _ => f64::NAN,
        }
    }

    fn effect(text: &str) -> f64 {
        Condition::parse(text).unwrap().effect(&value)
    }

    #[test]
    fn arithmetic_is_as_in_school() {
        for (text, known) in [
            ("a > 1", 5.0),
            ("a < 10", 4.0),
            ("1 + 2 * a - b@last / 4 >= 0", 12.5),
            ("(1 + 2) * -a <= 0", 18.0),
            ("other.a - a > 1_000e-3", 3.0),
            ("min(a, 4, other.a) + max(1, 2) + abs(-a) > 0", 12.0),
            ("`stock_red-mud_t` > a - 2 - 1", 2.0),
        ] {
            assert_eq!(effect(text), known, "{text}");
        }
    }

    #[test]
    fn what_is_missing_makes_the_whole_missing() {
        for text in ["none > 0", "a / 0 > 0", "min(a, none) > 0", "max(none, a) > 0", "a - none > 0"] {
            assert!(effect(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn equal_sides_count_only_where_they_may() {
        let holds = |text: &str| {
            let condition = Condition::parse(text).unwrap();
            condition.holds(condition.effect(&value))
        };
        assert!(holds("a >= 6") && holds("a <= 6") && holds("a > 5"));
        assert!(!holds("a > 6") && !holds("a < 6") && !holds("none >= 0"));
    }

    #[test]
    fn units_are_worked_out() {
        let of = |named: &Named| match named.indicator.as_str() {
            "t" => Unit::Of("t".into()),
            "rub" => Unit::Of("RUB".into()),
            _ => Unit::Free,
        };
        let unit = |text: &str| Condition::parse(text).unwrap().unit(&of);
        assert_eq!(unit("t > 1.1 * t"), Ok(Unit::Of("t".into())));
        assert_eq!(unit("t / t - 1 > abs(rub / rub)"), Ok(Unit::Free));
        assert_eq!(unit("rub / t > 5"), Ok(Unit::Of("RUB per t".into())));
        assert_eq!(unit("rub / t * t > rub"), Ok(Unit::Of("RUB".into())));
        assert_eq!(unit("2 * t * (rub / t) > 0"), Ok(Unit::Of("RUB".into())));
        assert_eq!(unit("5 / t > 0"), Ok(Unit::Other));
        assert_eq!(unit("rub * t > 0"), Ok(Unit::Other));
        assert_eq!(unit("t / rub / t > 0"), Ok(Unit::Other));
        assert_eq!(unit("min(t, 2) > 0"), Ok(Unit::Of("t".into())));
        for wrong in ["rub / t > rub", "t > rub", "t + rub > 0", "max(t, rub) > 1"] {
            assert!(unit(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        for (text, at, told) in [
            ("a", 1, "comparison"),
            ("a > ", 4, "a number, an indicator"),
            ("(a > 1", 3, "a )"),
            ("a > 1 > 0", 6, "left over"),
            ("a > 1.2.3", 4, "'1.2.3' is no number"),
            ("a > 1e999", 4, "is no number"),
            ("`a > 1", 0, "not closed"),
            ("other. > 1", 6, "a name"),
            ("abs(a, b) > 1", 0, "of one"),
            ("", 0, "a number, an indicator"),
        ] {
            let (place, message) = Condition::parse(text).unwrap_err();
            assert!(place == at && message.contains(told), "{text}: {place} {message}");
        }
        let deep = "(".repeat(100_000) + "a";
        assert!(Condition::parse(&deep).unwrap_err().1.contains("nested"));
    }
}
