//! Tells binary files from text by how they begin.

/// Bytes that are looked at.
const LOOKED_AT: usize = 512;

/// Marks of text in encodings whose bytes look binary.
const TEXT_MARKS: [&[u8]; 6] = [
    &[0xEF, 0xBB, 0xBF],
    &[0x00, 0x00, 0xFE, 0xFF],
    &[0xFF, 0xFE, 0x00, 0x00],
    &[0x84, 0x31, 0x95, 0x33],
    &[0xFE, 0xFF],
    &[0xFF, 0xFE],
];

/// Whether a file is binary: a PDF, or with a zero byte or more than a tenth of bytes that are no text in its first 512.
pub fn is_binary(bytes: &[u8]) -> bool {
    if TEXT_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return false;
    }
    if bytes.starts_with(b"%PDF-") {
        return true;
    }
    let begin = &bytes[..bytes.len().min(LOOKED_AT)];
    if begin.contains(&0) {
        return true;
    }
    let mut suspicious = 0;
    let mut index = 0;
    while index < begin.len() {
        let length = sequence_length(&bytes[index..]);
        suspicious += usize::from(length == 0);
        index += length.max(1);
    }
    // One in ten is rounded down, as percentages of whole bytes are.
    suspicious * 100 / begin.len().max(1) > 10
}

/// Bytes of the character that begins here; 0 when it is no text.
fn sequence_length(bytes: &[u8]) -> usize {
    let continues = |count: usize| {
        bytes.len() > count && bytes[1..=count].iter().all(|byte| (0x80..=0xBF).contains(byte))
    };
    match bytes.first() {
        Some(7..=14 | 32..=127) => 1,
        Some(0xC0..=0xDF) if continues(1) => 2,
        Some(0xE0..=0xEF) if continues(2) => 3,
        Some(0xF0..=0xF7) if continues(3) => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::is_binary;

    #[test]
    fn text_and_binary_are_told_apart() {
        let long = [b"a".repeat(600), vec![0]].concat();
        let table: &[(&[u8], bool)] = &[
            (b"", false),
            (b"plain\n", false),
            ("ünïcode 😀".as_bytes(), false),
            (b"a\0b", true),
            (b"%PDF-1.7", true),
            (b"\xEF\xBB\xBF\0", false),
            (b"\xFF\xFEa\0", false),
            (b"\x89PNG\r\n\x1a\n\x01\x02", true),
            (b"caf\xE9 is Latin-1 text", false),
            (b"\x01\x02\x03\x04\x05", true),
            (&long, false),
        ];
        for (bytes, expected) in table {
            assert_eq!(is_binary(bytes), *expected, "{bytes:?}");
        }
    }
}
