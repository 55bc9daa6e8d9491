//! Words in the file for the variants of an enum, defined once.

/// An enum whose variants each have a word in the file. The table of parameters, messages and docs use these words.
pub trait Words: Copy + PartialEq + std::fmt::Debug + 'static {
    /// Every variant.
    const ALL: &'static [Self];
    /// The word of each, in the same order.
    const WORDS: &'static [&'static str];

    /// The word of a variant.
    fn word(self) -> &'static str;

    /// The variant of a word.
    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|variant| variant.word() == word)
    }
}

/// Assigns a word to every variant of an enum; a variant without one does not compile.
#[macro_export]
macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $crate::scenario::Words for $type {
            const ALL: &'static [$type] = &[$($type::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                match self {
                    $($type::$variant => $word),+
                }
            }
        }
    };
}
pub(crate) use words;
