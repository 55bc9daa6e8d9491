//! The one reader for all files named by the user: scenarios, bases, designs, points, saved results.
//!
//! It reads only regular files, since a pipe could block and a device may never end; only up to [`MOST_BYTES`]; and
//! only UTF-8, reporting the place of the first invalid byte.

use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::{Component, Path, PathBuf};

use super::fault::{Fault, Faults};

/// Largest input file, bytes: enough for two million plants written out one by one.
pub const MOST_BYTES: u64 = 512 << 20;

/// The bytes of a regular file that is not too large.
///
/// # Errors
/// Why it cannot be read; [`reason`] formats it.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let said = size(path)?;
    // A file that grows while it is read may become too large too.
    let bytes = if said <= MOST_BYTES { first(path, said, MOST_BYTES + 1)? } else { Vec::new() };
    let size = said.max(bytes.len() as u64);
    if size > MOST_BYTES {
        let message = format!("it has {size} bytes, and at most {MOST_BYTES} are read");
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The first bytes of a regular file, at most `most`.
///
/// # Errors
/// Why it cannot be read; [`reason`] formats it.
pub fn head(path: &Path, most: u64) -> Result<Vec<u8>> {
    first(path, size(path)?, most)
}

/// The size of a regular file.
fn size(path: &Path) -> Result<u64> {
    // Checked before opening, as opening a pipe blocks until someone writes into it.
    let about = path.metadata()?;
    if about.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        let message = "it is a pipe, a device or a socket, not a regular file; save it as a file first";
        return Err(Error::new(ErrorKind::InvalidInput, message));
    }
    Ok(about.len())
}

fn first(path: &Path, size: u64, most: u64) -> Result<Vec<u8>> {
    // One more than there are, to find the end without growing.
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(most)).unwrap_or(0) + 1);
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file, without a byte order mark.
///
/// # Errors
/// Why it cannot be read, or where it is not UTF-8.
pub fn text(path: &Path) -> std::result::Result<String, Faults> {
    let name = path.display().to_string();
    match bytes(path) {
        Ok(bytes) => decode(&name, bytes),
        Err(error) => Err(Fault::of_file(&name, format!("cannot be read: {}", reason(&error))).into()),
    }
}

/// Bytes as text, without a byte order mark.
///
/// # Errors
/// The place of the first byte that is not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> std::result::Result<String, Faults> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Fault::of_file(name, "is UTF-16 text; save it as UTF-8".into()).into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(error.as_bytes().get(..at).unwrap_or_default());
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let message = format!("is not UTF-8 text: the byte here is {byte:#04x}; save it as UTF-8");
            let mut fault = Fault::of_file(name, message);
            fault.line = before.matches('\n').count() + 1;
            fault.column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Err(fault.into())
        }
    }
}

/// Why a file cannot be read, in the same words on every platform.
pub fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".into(),
        _ => error.to_string(),
    }
}

/// A text from a file or an argument, made safe for a terminal: characters that move the cursor, change colours or
/// reverse the writing direction are escaped.
pub fn shown(text: &str) -> Cow<'_, str> {
    shown_but(text, &[])
}

/// Like [`shown`], for texts of several lines.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    shown_but(text, &['\n', '\t'])
}

fn shown_but<'t>(text: &'t str, plain: &[char]) -> Cow<'t, str> {
    let escaped = |c: char| steers(c) && !plain.contains(&c);
    if !text.contains(escaped) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match escaped(c) {
            true => clean.extend(c.escape_default()),
            false => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// A path without `.` and `..`, so that each file has one name.
pub fn flat(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(flat.components().next_back(), Some(Component::Normal(_))) => {
                flat.pop();
            }
            part => flat.push(part),
        }
    }
    flat
}

/// An argument quoted for a shell.
pub fn shell(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@%".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', r"'\''"))
    }
}

/// Whether a character controls a terminal instead of being displayed: control characters, line and paragraph
/// separators, direction marks and byte order marks.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A name as typed, cut to a length that fits a message.
pub(super) fn shorten(text: &str) -> String {
    let clean = shown(text);
    match clean.char_indices().nth(super::parameters::MAX_NAME) {
        Some(_) => clean.chars().take(super::parameters::MAX_NAME - 3).collect::<String>() + "...",
        None => clean.into_owned(),
    }
}
