//! Mutates a text by lines and tokens, as directed by bytes, so that the result gets past the first parser.

/// The fuzzer's bytes, read one after another; zeros after the end.
#[derive(Debug)]
pub struct Bytes<'b> {
    left: &'b [u8],
}

impl<'b> Bytes<'b> {
    /// Starts at the beginning.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Bytes<'b> {
        Bytes { left: bytes }
    }

    /// A number below `end`; 0 if `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let mut number = 0;
        let mut most = 1;
        while most < end {
            let (byte, left) = self.left.split_first().unwrap_or((&0, &[]));
            self.left = left;
            number = number << 8 | usize::from(*byte);
            most <<= 8;
        }
        number.checked_rem(end).unwrap_or(0)
    }

    /// An element of a non-empty list.
    pub fn pick<'t, T: ?Sized>(&mut self, list: &[&'t T]) -> &'t T {
        list[self.below(list.len())]
    }
}

/// Maximum number of changes to a text: few enough to identify a single mistake, enough to combine several.
const MOST_CHANGES: usize = 8;

/// Numbers at the limits of arithmetic, parsers and ranges.
const NUMBERS: [&str; 28] = [
    "0",
    "-0.0",
    "1",
    "-1",
    "2",
    "0.5",
    "1.0",
    "1e308",
    "-1e308",
    "1e309",
    "5e-324",
    "1e-300",
    "nan",
    "-inf",
    "inf",
    "255",
    "65536",
    "2147483648",
    "4294967295",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "0x7fff",
    "1_000",
    "0,5",
    "2050-01-01",
    "1e400",
];

/// Texts that control a terminal, end a quote, leave a folder or are endless.
const TEXTS: [&str; 18] = [
    "",
    " ",
    ".",
    "..",
    "../..",
    "/",
    "a.b",
    "a\\u0000b",
    "\\u001b[31m",
    "\\u202e",
    "\\ufeff",
    "é",
    "e\u{301}",
    "红山电厂",
    "x<!--<script>",
    "=cmd()",
    "\\n",
    "'",
];

/// Replacements for any token, or insertions between two.
const MARKS: [&str; 24] = [
    "[", "]", "{", "}", "[[", "]]", "\"", "'", "\"\"\"", "=", ",", ";", ".", "\n", "\r\n", "\t", "#", "\\",
    "\u{0}", "\u{feff}", "\u{2028}", "true", "null", "[]",
];

/// Nesting depths of a value.
const DEPTHS: [usize; 4] = [1, 2, 30, 5000];

/// The text after some mutations; `other` supplies lines and words.
#[must_use]
pub fn mutate(text: &str, other: &str, bytes: &mut Bytes<'_>) -> String {
    let mut text = text.to_owned();
    for _ in 0..=bytes.below(MOST_CHANGES) {
        text = match bytes.below(4) {
            0 => line(&text, other, bytes),
            _ => token(&text, other, bytes),
        };
    }
    text
}

/// Removes, repeats or moves a line, or takes one from the other text.
fn line(text: &str, other: &str, bytes: &mut Bytes<'_>) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let lent: Vec<&str> = other.split_inclusive('\n').collect();
    let at = bytes.below(lines.len());
    match bytes.below(6) {
        0 if !lines.is_empty() => drop(lines.remove(at)),
        1 if !lines.is_empty() => lines.insert(at, lines[at]),
        2 if !lines.is_empty() => {
            let with = bytes.below(lines.len());
            lines.swap(at, with);
        }
        3 if !lines.is_empty() => {
            let end = (at + 1 + bytes.below(20)).min(lines.len());
            lines.drain(at..end);
        }
        4 if !lent.is_empty() => lines.insert(at, bytes.pick(&lent)),
        5 => lines.truncate(at + 1),
        _ => {}
    }
    lines.concat()
}

/// Replaces a token by another of its kind, or by something else.
fn token(text: &str, other: &str, bytes: &mut Bytes<'_>) -> String {
    // Chooses a line first, so that the last lines of a long text are reached as often as others; skips comments.
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim_start().starts_with('#') {
            lines.push((start, line));
        }
        start += line.len();
    }
    if lines.is_empty() {
        return bytes.pick(&MARKS).to_owned();
    }
    let (start, line) = lines[bytes.below(lines.len())];
    let tokens = tokens(line);
    let (at, token) = if tokens.is_empty() { (0, line) } else { tokens[bytes.below(tokens.len())] };
    let (before, after) = (&text[..start + at], &text[start + at + token.len()..]);
    let number = token.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    let quote = token.starts_with('"');
    let new = match bytes.below(8) {
        0 => {
            let depth = DEPTHS[bytes.below(DEPTHS.len())];
            let (open, close) = [("[", "]"), ("{a=", "}"), ("{\"a\":", "}")][bytes.below(3)];
            format!("{}{token}{}", open.repeat(depth), close.repeat(depth))
        }
        1 => bytes.pick(&MARKS).to_owned(),
        2 => String::new(),
        3 => format!("{token}{token}"),
        4 => lent(lines[bytes.below(lines.len())].1, bytes),
        5 => lent(other.lines().nth(bytes.below(other.lines().count())).unwrap_or(""), bytes),
        _ if number => match bytes.below(4) {
            0 => format!("-{token}"),
            1 => format!("{token}0"),
            _ => bytes.pick(&NUMBERS).to_owned(),
        },
        6 if quote => format!("\"{}\"", "x".repeat([30, 3000, 100_000][bytes.below(3)])),
        _ if quote => format!("\"{}\"", bytes.pick(&TEXTS)),
        6 => bytes.pick(&NUMBERS).to_owned(),
        _ => bytes.pick(&TEXTS).to_owned(),
    };
    format!("{before}{new}{after}")
}

/// A token of a line, empty if it has none.
fn lent(line: &str, bytes: &mut Bytes<'_>) -> String {
    let tokens = tokens(line);
    tokens.get(bytes.below(tokens.len())).map_or(String::new(), |(_, token)| (*token).to_owned())
}

/// Numbers, quoted texts, names and single marks of a line, each with its offset.
fn tokens(line: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || "_-+.".contains(c);
        let length = if first == '"' {
            rest[1..].find('"').map_or(rest.len(), |end| end + 2)
        } else if word(first) {
            rest.find(|c| !word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if !first.is_whitespace() {
            tokens.push((line.len() - rest.len(), token));
        }
        rest = after;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_into_tokens() {
        let found = tokens("a.b = [ -1.5e-3, \"x y\"]\n");
        let expected =
            [(0, "a.b"), (4, "="), (6, "["), (8, "-1.5e-3"), (15, ","), (17, "\"x y\""), (22, "]")];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_same_bytes_give_the_same_change_and_other_bytes_another() {
        let text = "a = 1\nb = \"two\"\n[c]\nd = [3, 4]\n";
        let changed: Vec<String> = (0..=255_u8)
            .map(|seed| {
                let bytes: Vec<u8> =
                    (0..64_u8).map(|i| i.wrapping_mul(seed).wrapping_add(seed >> 3)).collect();
                let one = mutate(text, "e = 5\n", &mut Bytes::new(&bytes));
                assert_eq!(one, mutate(text, "e = 5\n", &mut Bytes::new(&bytes)));
                one
            })
            .collect();
        let different: std::collections::BTreeSet<&String> = changed.iter().collect();
        assert!(different.len() > 100, "{}", different.len());
    }
}
