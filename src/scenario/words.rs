//! Words of the file that stand for the variants of an enum, written down once.

/// An enum whose variants each have a word in the file. The table of parameters, messages and docs take the
/// words from here.
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

/// Gives every variant of an enum its word; one without a word does not compile.
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
