//! Binary records of a part, little-endian: length, key, kind, content, checksum. A record is a finished run, or the
//! layout of runs: the names of their numbers.

use super::Outcome;

/// Length of the header: length of the content (4), case (16), replicate (8), kind (1).
pub const HEAD: usize = 29;
/// Length of the trailer: CRC-32 of everything before.
pub const TAIL: usize = 4;
/// Maximum length of the content; a larger value means damage.
const MOST: usize = 1 << 24;

const VALUES: u8 = 0;
const FAILED: u8 = 1;
const LAYOUT: u8 = 2;

/// What a run is known by, apart from the program's sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Digest of the scenario as meant, and of the values that are varied.
    pub case: [u8; 16],
    /// Replicate, which with the scenario's seed gives the draws.
    pub replicate: u64,
}

/// A record that was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// The names of the numbers of runs, by the number of the layout in its part.
    Layout(u64, Vec<String>),
    /// A run with numbers.
    Values {
        /// The run.
        key: Key,
        /// Its layout, by number.
        layout: u32,
        /// Its numbers; NaN if missing.
        values: Vec<f64>,
    },
    /// A run that failed, and why.
    Failed(Key, String),
}

impl Entry {
    /// The run that it is of, if it is one.
    pub fn key(&self) -> Option<Key> {
        match self {
            Entry::Values { key, .. } | Entry::Failed(key, _) => Some(*key),
            Entry::Layout(..) => None,
        }
    }
}

/// What a record is about, without its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A layout.
    Layout,
    /// A run with numbers, and its layout.
    Values(Key, u32),
    /// A run that failed.
    Failed(Key),
}

/// Encodes the layout with a number.
pub fn encode_layout(number: u32, names: &[String]) -> Vec<u8> {
    let key = Key { case: [0; 16], replicate: number.into() };
    encode(key, LAYOUT, names.join("\n").as_bytes())
}

/// Encodes a run, with the number of its layout.
pub fn encode_run(key: Key, layout: u32, outcome: &Outcome) -> Vec<u8> {
    match outcome {
        Outcome::Values(values) => {
            let mut content = layout.to_le_bytes().to_vec();
            values.iter().for_each(|value| content.extend_from_slice(&value.to_bits().to_le_bytes()));
            encode(key, VALUES, &content)
        }
        Outcome::Failed(message) => encode(key, FAILED, message.as_bytes()),
    }
}

fn encode(key: Key, kind: u8, content: &[u8]) -> Vec<u8> {
    let content = content.get(..MOST).unwrap_or(content);
    let mut bytes = Vec::with_capacity(HEAD + content.len() + TAIL);
    bytes.extend_from_slice(&(content.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&key.case);
    bytes.extend_from_slice(&key.replicate.to_le_bytes());
    bytes.push(kind);
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
    bytes
}

/// Total length of the record that begins here; `None` if the header is incomplete or invalid.
pub fn length(head: &[u8]) -> Option<usize> {
    let content = u32::from_le_bytes(head.get(..4)?.try_into().ok()?) as usize;
    (content <= MOST).then_some(HEAD + content + TAIL)
}

/// The key in a header; `None` if it is too short.
pub fn key(head: &[u8]) -> Option<Key> {
    let case = head.get(4..20)?.try_into().ok()?;
    Some(Key { case, replicate: u64::from_le_bytes(head.get(20..28)?.try_into().ok()?) })
}

/// What a complete record is about; `None` if it is damaged.
pub fn check(record: &[u8]) -> Option<About> {
    let (before, crc) = record.split_at_checked(record.len().checked_sub(TAIL)?)?;
    if u32::from_le_bytes(crc.try_into().ok()?) != crc32fast::hash(before) {
        return None;
    }
    let key = key(before)?;
    match *before.get(HEAD - 1)? {
        VALUES => Some(About::Values(key, layout(before.get(HEAD..)?)?)),
        FAILED => Some(About::Failed(key)),
        LAYOUT => Some(About::Layout),
        _ => None,
    }
}

fn layout(content: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(content.get(..4)?.try_into().ok()?))
}

/// Decodes a complete record; `None` if it is damaged.
pub fn decode(record: &[u8]) -> Option<Entry> {
    let about = check(record)?;
    let content = record.get(HEAD..record.len() - TAIL)?;
    let text = || String::from_utf8(content.to_vec()).ok();
    Some(match about {
        About::Layout => {
            Entry::Layout(key(record)?.replicate, text()?.split('\n').map(str::to_owned).collect())
        }
        About::Values(key, layout) => {
            let value = |bytes: &[u8]| bytes.try_into().ok().map(u64::from_le_bytes).map(f64::from_bits);
            Entry::Values {
                key,
                layout,
                values: content.get(4..)?.chunks(8).map(value).collect::<Option<_>>()?,
            }
        }
        About::Failed(key) => Entry::Failed(key, text()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_and_any_changed_byte_is_noticed() {
        let key = Key { case: *b"0123456789abcdef", replicate: 7 };
        let values = vec![1.5, -0.0, f64::INFINITY];
        let names = ["a".to_owned(), "b@2030".to_owned()];
        for (bytes, entry) in [
            (encode_run(key, 3, &Outcome::Values(values.clone())), Entry::Values { key, layout: 3, values }),
            (encode_run(key, 3, &Outcome::Failed("why".into())), Entry::Failed(key, "why".into())),
            (encode_layout(3, &names), Entry::Layout(3, names.to_vec())),
        ] {
            assert_eq!(length(&bytes), Some(bytes.len()));
            assert_eq!(decode(&bytes), Some(entry));
            for at in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                assert_eq!(check(&changed), None, "byte {at}");
            }
        }
    }
}
