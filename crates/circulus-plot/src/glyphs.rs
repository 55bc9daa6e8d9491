//! Characters missing from the embedded font, to warn the user.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};

use super::sheet::{Shape, Sheet};
use super::text;

/// Maximum number of texts listed; a region with Chinese names has hundreds.
const MOST: usize = 8;

/// Characters without a glyph, each with the shortest text in which it occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing(BTreeMap<char, String>);

impl Missing {
    /// The missing characters of a sheet.
    pub fn of(sheet: &Sheet) -> Missing {
        let mut missing = Missing::default();
        for shape in sheet.shapes() {
            let Shape::Text(written) = shape else { continue };
            for character in
                written.text.chars().filter(|character| !text::has_glyph(*character, written.bold))
            {
                missing.add(character, &written.text);
            }
        }
        missing
    }

    /// Adds those of another sheet.
    pub fn merge(&mut self, other: Missing) {
        for (character, text) in other.0 {
            self.add(character, &text);
        }
    }

    /// Whether every character has a glyph.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, character: char, text: &str) {
        let known = self.0.entry(character).or_insert_with(|| text.to_owned());
        // A name by itself is more helpful than a title that contains it. Ties are alphabetical, as threads draw in
        // any order.
        if (text.chars().count(), text) < (known.chars().count(), known.as_str()) {
            text.clone_into(known);
        }
    }
}

impl Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: BTreeSet<&str> = self.0.values().map(String::as_str).collect();
        f.write_str("the font of the pictures has no glyph for ")?;
        for (place, text) in texts.iter().take(MOST).enumerate() {
            let characters = self.0.iter().filter(|(_, of)| of == text);
            let characters: Vec<String> = characters
                .map(|(character, _)| {
                    format!("{} (U+{:04X})", character.escape_debug(), u32::from(*character))
                })
                .collect();
            let comma = if place == 0 { "" } else { "; " };
            write!(f, "{comma}{} in '{text}'", characters.join(", "))?;
        }
        match texts.len().saturating_sub(MOST) {
            0 => {}
            more => write!(f, "; and for characters in {more} more texts")?,
        }
        f.write_str("; in PNG and PDF files they are drawn as boxes")
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Text;
    use super::*;

    fn sheet(texts: &[&str]) -> Sheet {
        let mut sheet = Sheet::new("title", "description");
        texts.iter().for_each(|text| sheet.text(Text::new(*text, (0.0, 0.0), 20.0)));
        sheet
    }

    #[test]
    fn what_the_font_has_is_not_told() {
        assert!(Missing::of(&sheet(&["x<!--<script>", "Качканарский ГОК", "Å · … → ⅓ €"])).is_empty());
    }

    #[test]
    fn each_character_is_told_once_with_its_code_and_a_name_that_holds_it() {
        let mut missing = Missing::of(&sheet(&["waste of 铜厂", "铜厂", "铜"]));
        missing.merge(Missing::of(&sheet(&["铜厂", "測"])));
        assert_eq!(
            missing.to_string(),
            "the font of the pictures has no glyph for 測 (U+6E2C) in '測'; 铜 (U+94DC) in '铜'; \
             厂 (U+5382) in '铜厂'; in PNG and PDF files they are drawn as boxes"
        );
    }

    #[test]
    fn of_many_names_some_are_told() {
        let names: Vec<String> = ('一'..'丟').map(String::from).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let told = Missing::of(&sheet(&names)).to_string();
        assert_eq!(told.matches("U+").count(), MOST);
        assert!(told.contains(&format!("and for characters in {} more texts", names.len() - MOST)), "{told}");
    }
}
