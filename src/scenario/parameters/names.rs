//! What may be an id or a text.

/// Maximum length of a text.
pub const MAX_TEXT: usize = 200;
/// Maximum length of an id.
pub const MAX_NAME: usize = 64;

/// The rules for names, in words.
pub fn name_range() -> String {
    format!("1 to {MAX_NAME} letters, digits, _ or -, a letter or digit first")
}

/// Whether a text may be an id or the name of a folder. Letters may be of any script.
pub fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    // A folder's name may have 255 bytes; a letter of any living script has at most 3.
    let short = text.len() <= 3 * MAX_NAME && text.chars().count() <= MAX_NAME;
    short && text.chars().all(plain) && text.starts_with(char::is_alphanumeric)
}

/// Whether TOML takes a key without quotes.
pub(crate) fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
