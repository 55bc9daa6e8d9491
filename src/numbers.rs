//! Numbers formatted for readers: suitable units, few digits, groups of three.

use std::fmt::Display;

use crate::maths::{ln, pow};

/// A unit for the numbers of an axis or of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Name, such as `Mt` or `bn RUB`.
    pub name: String,
    /// Size in the model's units.
    pub size: f64,
}

impl Unit {
    /// The unit of mass for numbers up to `largest` tonnes.
    pub fn of_tonnes(largest: f64) -> Unit {
        let (name, size) = match largest.abs() {
            big if big >= 1e10 => ("Gt", 1e9),
            big if big >= 1e6 => ("Mt", 1e6),
            big if big >= 1e4 => ("kt", 1e3),
            _ => ("t", 1.0),
        };
        Unit { name: name.to_owned(), size }
    }

    /// The unit of money for numbers up to `largest` of a currency.
    pub fn of_money(largest: f64, currency: &str) -> Unit {
        let (name, size) = match largest.abs() {
            big if big >= 2e12 => ("tn ", 1e12),
            big if big >= 2e9 => ("bn ", 1e9),
            big if big >= 2e6 => ("M ", 1e6),
            big if big >= 2e4 => ("k ", 1e3),
            _ => ("", 1.0),
        };
        Unit { name: format!("{name}{currency}"), size }
    }
}

/// A mass with its unit, three digits.
pub fn tonnes(value: f64) -> String {
    let unit = Unit::of_tonnes(value);
    format!("{} {}", digits(value / unit.size, 3), unit.name)
}

/// A sum of money with its unit, three digits.
pub fn money(value: f64, currency: &str) -> String {
    let unit = Unit::of_money(2.0 * value, currency);
    format!("{} {}", digits(value / unit.size, 3), unit.name)
}

/// A number with the unit of its column: tonnes and money in a suitable unit, shares as percentages.
pub fn quantity(value: f64, unit: &str, currency: &str) -> String {
    match unit {
        "t" => tonnes(value),
        "share" => format!("{} %", digits(100.0 * value, 3)),
        "-" => digits(value, 3),
        _ if unit == currency => money(value, currency),
        _ => many(value, 3, unit.trim_end_matches('s'), unit),
    }
}

/// A sentence whose lines do not end between a number and what it counts: after numbers, and after the names of their
/// powers of ten, spaces do not break.
pub fn unbroken(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 16);
    let (mut after_number, mut first) = (false, true);
    for word in text.split(' ') {
        if !first {
            joined.push(if after_number { '\u{a0}' } else { ' ' });
        }
        joined.push_str(word);
        let size = ["k", "M", "bn", "tn"].contains(&word) && after_number;
        after_number = size || is_number(word);
        first = false;
    }
    joined
}

/// Whether a word is a number, with an opening bracket or a sign before it or without.
fn is_number(word: &str) -> bool {
    let bare = word.trim_start_matches(['(', '+', '−', '-']);
    let part = |c: char| c.is_ascii_digit() || ",.".contains(c);
    bare.chars().all(part) && bare.ends_with(|c: char| c.is_ascii_digit())
}

/// A share as a percentage, two digits and at most one decimal.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = if percent.abs() < 10.0 { 1 } else { 0 };
    format!("{} %", fixed(percent, decimals))
}

/// A relative change with its sign, such as `+46 %`.
pub fn change(share: f64) -> String {
    with_sign(percent(share))
}

/// A number with fixed decimals and its sign, `+0.25`; no sign if it is shown as zero.
pub fn signed(value: f64, decimals: usize) -> String {
    with_sign(fixed(value, decimals))
}

fn with_sign(shown: String) -> String {
    if shown.starts_with('−') || is_zero(&shown) { shown } else { format!("+{shown}") }
}

/// Whether a formatted number has no digit but 0, and so needs no sign.
fn is_zero(shown: &str) -> bool {
    !shown.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

/// A number with this many significant digits; whole numbers stay whole.
pub fn digits(value: f64, count: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let decimals = (count - 1 - magnitude(value)).max(0);
    fixed(value, if value.fract() == 0.0 { 0 } else { decimals as usize })
}

/// A number with fixed decimals, groups of three and a true minus sign.
pub fn fixed(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::new();
    if value < 0.0 && !is_zero(&plain) {
        text.push('−');
    }
    text.push_str(&grouped(whole));
    if let Some(rest) = rest {
        text.push('.');
        text.push_str(rest);
    }
    text
}

fn grouped(whole: &str) -> String {
    let mut text = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An unsigned whole number in groups of three, `20,000`.
pub fn whole<N: Display>(number: N) -> String {
    grouped(&number.to_string())
}

/// `1 plant`, `2 plants`, for any unsigned number.
pub fn count<N: Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let word = if number == N::from(1) { one } else { many };
    format!("{} {word}", whole(number))
}

/// `1 deal`, `1.5 deals`, `0 deals`, for a number with this many digits: the word goes with what is shown.
pub fn many(value: f64, count: i32, one: &str, more: &str) -> String {
    let shown = digits(value, count);
    let word = if shown == "1" { one } else { more };
    format!("{shown} {word}")
}

/// The power of ten at or below a number that is not 0.
pub fn magnitude(value: f64) -> i32 {
    (ln(value.abs()) / std::f64::consts::LN_10 + 1e-9).floor() as i32
}

/// A power of ten.
pub fn power_of_ten(exponent: i32) -> f64 {
    pow(10.0, f64::from(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_has_the_unit_of_its_column() {
        assert_eq!(quantity(4_348_600_000.0, "RUB", "RUB"), "4.35 bn RUB");
        assert_eq!(quantity(41e6, "t", "RUB"), "41 Mt");
        assert_eq!(quantity(0.461, "share", "RUB"), "46.1 %");
        assert_eq!(quantity(3.0, "plants", "RUB"), "3 plants");
        assert_eq!(quantity(1.0, "plants", "RUB"), "1 plant");
        assert_eq!(quantity(2.5, "-", "RUB"), "2.50");
    }

    #[test]
    fn a_word_goes_with_the_number_that_is_shown() {
        let deals = [0.0, 1.0, 1.5, 16.2].map(|value| many(value, 2, "deal", "deals"));
        assert_eq!(deals, ["0 deals", "1 deal", "1.5 deals", "16 deals"]);
    }

    #[test]
    fn a_number_keeps_its_unit() {
        assert_eq!(
            unbroken("residue (159 Mt of it), in 30 years."),
            "residue (159\u{a0}Mt of it), in 30\u{a0}years."
        );
        assert_eq!(unbroken("−4.35 bn RUB by 2050"), "−4.35\u{a0}bn\u{a0}RUB by 2050");
        assert_eq!(unbroken("in 2035, when M RUB"), "in 2035, when M RUB");
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(tonnes(358.4e6), "358 Mt");
        assert_eq!(tonnes(6.12e9), "6,120 Mt");
        assert_eq!(tonnes(0.0), "0 t");
        assert_eq!(tonnes(25e3), "25 kt");
        assert_eq!(money(28.14e9, "RUB"), "28.1 bn RUB");
        assert_eq!(money(-1.5e6, "EUR"), "−1.50 M EUR");
        assert_eq!(fixed(-0.001, 1), "0.0");
        assert_eq!(fixed(1234567.0, 0), "1,234,567");
        assert_eq!(digits(0.01234, 2), "0.012");
        assert_eq!(digits(5.0, 3), "5");
        assert_eq!(change(0.46), "+46 %");
        assert_eq!(change(-0.021), "−2.1 %");
        assert_eq!(count(1_usize, "deal", "deals"), "1 deal");
        assert_eq!(count(240_000_u64, "run", "runs"), "240,000 runs");
        assert_eq!([0_u64, 999, 1257, 1_000_000].map(whole), ["0", "999", "1,257", "1,000,000"]);
        assert_eq!(digits(f64::NAN, 3), "0");
    }

    #[test]
    fn what_is_shown_as_zero_has_no_sign() {
        for (value, decimals) in [(-0.0, 1), (-0.04, 1), (0.0, 3), (0.0004, 3), (-0.0004, 3)] {
            let shown = signed(value, decimals);
            assert_eq!(shown, fixed(value, decimals));
            assert!(!shown.starts_with(['+', '−', '-']), "{value} is shown as {shown}");
        }
        assert_eq!(change(-0.0004), "0.0 %");
        assert_eq!(digits(-0.0, 3), "0");
        assert_eq!(signed(-0.25, 2), "−0.25");
        assert_eq!(signed(0.25, 2), "+0.25");
    }

    #[test]
    fn magnitudes_hold_at_powers_of_ten() {
        for exponent in -12..15 {
            assert_eq!(magnitude(power_of_ten(exponent)), exponent);
        }
    }
}
