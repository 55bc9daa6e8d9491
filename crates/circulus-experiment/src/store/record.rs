//! Binary record of a finished run: length, run, kind, content, checksum; little-endian.

use super::Outcome;

/// Length of the header: length of the content (4), number of the run (8), kind (1).
pub const HEAD: usize = 13;
/// Length of the trailer: CRC-32 of everything before.
pub const TAIL: usize = 4;
/// Maximum length of the content; a larger value means damage.
const MOST: usize = 1 << 24;

const VALUES: u8 = 0;
const FAILED: u8 = 1;

/// Encodes a run.
pub fn encode(run: u64, outcome: &Outcome) -> Vec<u8> {
    let mut content = Vec::new();
    let kind = match outcome {
        Outcome::Values(values) => {
            values.iter().for_each(|value| content.extend_from_slice(&value.to_bits().to_le_bytes()));
            VALUES
        }
        Outcome::Failed(message) => {
            content.extend_from_slice(message.as_bytes());
            FAILED
        }
    };
    content.truncate(MOST);
    let mut bytes = Vec::with_capacity(HEAD + content.len() + TAIL);
    bytes.extend_from_slice(&(content.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&run.to_le_bytes());
    bytes.push(kind);
    bytes.append(&mut content);
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
    bytes
}

/// Total length of the record that begins here; `None` if the header is incomplete or invalid.
pub fn length(head: &[u8]) -> Option<usize> {
    let content = u32::from_le_bytes(head.get(..4)?.try_into().ok()?) as usize;
    (content <= MOST).then_some(HEAD + content + TAIL)
}

/// The number of the run in a header; `None` if it is too short.
pub fn run(head: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(head.get(4..12)?.try_into().ok()?))
}

/// The number of the run in a complete record; `None` if it is damaged.
pub fn check(record: &[u8]) -> Option<u64> {
    let (before, crc) = record.split_at_checked(record.len().checked_sub(TAIL)?)?;
    let whole = u32::from_le_bytes(crc.try_into().ok()?) == crc32fast::hash(before);
    let run = run(before)?;
    whole.then_some(run)
}

/// Decodes a complete record; `None` if it is damaged.
pub fn decode(record: &[u8]) -> Option<(u64, Outcome)> {
    let run = check(record)?;
    let content = record.get(HEAD..record.len() - TAIL)?;
    let outcome = match *record.get(HEAD - 1)? {
        VALUES => {
            let value = |bytes: &[u8]| bytes.try_into().ok().map(u64::from_le_bytes).map(f64::from_bits);
            Outcome::Values(content.chunks(8).map(value).collect::<Option<_>>()?)
        }
        FAILED => Outcome::Failed(String::from_utf8(content.to_vec()).ok()?),
        _ => return None,
    };
    Some((run, outcome))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_and_any_changed_byte_is_noticed() {
        for outcome in [Outcome::Values(vec![1.5, -0.0, f64::INFINITY]), Outcome::Failed("why".into())] {
            let bytes = encode(7, &outcome);
            assert_eq!(length(&bytes), Some(bytes.len()));
            assert_eq!(decode(&bytes), Some((7, outcome)));
            for at in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                assert_eq!(check(&changed), None, "byte {at}");
            }
        }
    }
}
