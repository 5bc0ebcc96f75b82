//! Escapes of half a character: `\\ud83d` without the other half, as whoever cuts a text between the two writes it.

/// Which half of a character an escape stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    First,
    Second,
}

/// What is within a string, as a string where each half that has no other is U+FFFD, which stands for bytes that are no
/// UTF-8 as well.
pub fn mended(within: &str) -> String {
    let (mut whole, mut rest) = (String::from('"'), within);
    while let Some(at) = rest.find('\\') {
        let (plain, escaped) = rest.split_at(at);
        whole.push_str(plain);
        let length = match (half(escaped), escaped.get(6..).and_then(half)) {
            (Some(Half::First), Some(Half::Second)) => 12,
            (Some(_), _) => {
                whole.push_str("\\ufffd");
                rest = &escaped[6..];
                continue;
            }
            // The letter behind it tells, whatever comes then.
            (None, _) => 2,
        };
        let (kept, behind) = escaped.split_at(length.min(escaped.len()));
        whole.push_str(kept);
        rest = behind;
    }
    whole.push_str(rest);
    whole.push('"');
    whole
}

fn half(escaped: &str) -> Option<Half> {
    match escaped.as_bytes() {
        [b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B', ..] => {
            Some(Half::First)
        }
        [b'\\', b'u', b'd' | b'D', b'c'..=b'f' | b'C'..=b'F', ..] => Some(Half::Second),
        _ => None,
    }
}
