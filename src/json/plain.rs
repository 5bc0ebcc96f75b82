/// How many bytes can stand in a string as they are. Eight are looked at together: half of a feed is such bytes.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let special = |eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        // A byte below a bound borrows into its high bit; the lowest that shows one is right, others may be in error.
        let below = |bytes: u64, bound: u8| bytes.wrapping_sub(ONES * u64::from(bound)) & !bytes;
        let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
        (below(eight, 0x20) | is(b'"') | is(b'\\')) & HIGH
    };
    let (eights, rest) = bytes.as_chunks();
    for (index, eight) in eights.iter().enumerate() {
        let special = special(eight);
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    eights.len() * 8 + rest.iter().position(is_special).unwrap_or(rest.len())
}
