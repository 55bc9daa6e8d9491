//! What may be an id or a text.

/// Maximum length of a text.
pub const MAX_TEXT: usize = 200;
/// Maximum length of an id.
pub const MAX_NAME: usize = 64;

/// The rules for names, in words.
pub fn name_range() -> String {
    format!("1 to {MAX_NAME} letters, digits, _ or -, a letter or digit first")
}

/// Whether a text may be an id or the name of a folder.
pub fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.len() <= MAX_NAME && text.chars().all(plain) && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}
