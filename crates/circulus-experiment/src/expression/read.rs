//! Reads expressions from their text.

use std::iter::Peekable;
use std::str::CharIndices;

use super::{Expression, Function, Named, Operator, Wrong};

/// Parentheses and signs may be nested so deep.
const DEEPEST: usize = 100;

/// Reads an expression from its text.
pub(super) struct Reader<'t> {
    text: &'t str,
    letters: Peekable<CharIndices<'t>>,
    depth: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader { text, letters: text.char_indices().peekable(), depth: 0 }
    }

    /// An expression that is the whole text.
    pub(super) fn whole(&mut self) -> Result<Expression, Wrong> {
        let found = self.sum()?;
        let at = self.place();
        if at < self.text.len() {
            return Err((at, "is left over".into()));
        }
        Ok(found)
    }

    /// The two sides of a comparison, its sign, and whether they may be equal.
    pub(super) fn comparison(&mut self) -> Result<(Expression, char, bool, Expression), Wrong> {
        let left = self.sum()?;
        let at = self.place();
        let Some((_, sign @ ('<' | '>'))) = self.letters.next() else {
            return Err((at, "a comparison is wanted here: <, <=, > or >=".into()));
        };
        let or_equal = self.letters.next_if(|(_, letter)| *letter == '=').is_some();
        let right = self.sum()?;
        let at = self.place();
        if at < self.text.len() {
            return Err((at, "is left over: a claim's condition is one comparison".into()));
        }
        Ok((left, sign, or_equal, right))
    }

    /// Where the next letter is that is no space.
    fn place(&mut self) -> usize {
        while self.letters.next_if(|(_, letter)| letter.is_whitespace()).is_some() {}
        self.letters.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.place();
        self.letters.next_if(|(_, letter)| *letter == wanted).is_some()
    }

    fn sum(&mut self) -> Result<Expression, Wrong> {
        let mut left = self.product()?;
        loop {
            let operator = if self.next_is('+') {
                Operator::Plus
            } else if self.next_is('-') {
                Operator::Minus
            } else {
                return Ok(left);
            };
            left = Expression::Joined(Box::new(left), operator, Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression, Wrong> {
        let mut left = self.factor()?;
        loop {
            let operator = if self.next_is('*') {
                Operator::Times
            } else if self.next_is('/') {
                Operator::Over
            } else {
                return Ok(left);
            };
            left = Expression::Joined(Box::new(left), operator, Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Result<Expression, Wrong> {
        let at = self.place();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((at, format!("is nested more than {DEEPEST} deep")));
        }
        let found = match self.letters.peek().map(|(_, letter)| *letter) {
            Some('-') => {
                self.letters.next();
                Expression::Negative(Box::new(self.factor()?))
            }
            Some('(') => {
                self.letters.next();
                let inner = self.sum()?;
                self.closed()?;
                inner
            }
            Some(letter) if letter.is_ascii_digit() || letter == '.' => self.number(at)?,
            Some(letter) if letter.is_alphabetic() || letter == '_' || letter == '`' => self.name(at)?,
            _ => return Err((at, "a number, an indicator or a ( is wanted here".into())),
        };
        self.depth -= 1;
        Ok(found)
    }

    fn closed(&mut self) -> Result<(), Wrong> {
        let at = self.place();
        if self.next_is(')') { Ok(()) } else { Err((at, "a ) is wanted here".into())) }
    }

    fn number(&mut self, at: usize) -> Result<Expression, Wrong> {
        let mut before = ' ';
        let mut end = at;
        while let Some((place, letter)) = self.letters.next_if(|(_, letter)| {
            letter.is_ascii_alphanumeric()
                || ['.', '_'].contains(letter)
                || (['+', '-'].contains(letter) && ['e', 'E'].contains(&before))
        }) {
            before = letter;
            end = place + letter.len_utf8();
        }
        let typed = &self.text[at..end];
        // Digits in groups, as TOML writes them.
        let number = typed.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Expression::Number).ok_or_else(|| (at, format!("'{typed}' is no number")))
    }

    fn name(&mut self, at: usize) -> Result<Expression, Wrong> {
        let first = self.word()?;
        let function = match first.as_str() {
            "abs" => Some(Function::Abs),
            "min" => Some(Function::Min),
            "max" => Some(Function::Max),
            _ => None,
        };
        if let Some(function) = function
            && self.next_is('(')
        {
            let mut list = vec![self.sum()?];
            while self.next_is(',') {
                list.push(self.sum()?);
            }
            self.closed()?;
            if function == Function::Abs && list.len() > 1 {
                return Err((at, "abs is of one number".into()));
            }
            return Ok(Expression::Function(function, list));
        }
        let named = match self.letters.next_if(|(_, letter)| *letter == '.') {
            Some(_) => Named { change: Some(first), indicator: self.word()? },
            None => Named { change: None, indicator: first },
        };
        Ok(Expression::Value(named))
    }

    /// A name of letters, digits, `_` and `@`; any other one in backquotes.
    fn word(&mut self) -> Result<String, Wrong> {
        let at = self.letters.peek().map_or(self.text.len(), |(at, _)| *at);
        let mut word = String::new();
        if self.letters.next_if(|(_, letter)| *letter == '`').is_some() {
            for (_, letter) in self.letters.by_ref() {
                if letter == '`' {
                    return Ok(word);
                }
                word.push(letter);
            }
            return Err((at, "a ` that is opened here is not closed".into()));
        }
        while let Some((_, letter)) =
            self.letters.next_if(|(_, letter)| letter.is_alphanumeric() || ['_', '@'].contains(letter))
        {
            word.push(letter);
        }
        if word.is_empty() { Err((at, "a name is wanted here".into())) } else { Ok(word) }
    }
}
