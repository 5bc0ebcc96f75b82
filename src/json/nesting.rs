//! Which bracket of a JSON text closes which, in whatever chunks it comes.

use memchr::memchr2;

/// Which brackets are open, and whether a string is.
#[derive(Debug, Default)]
pub(crate) struct Nesting {
    pub depth: usize,
    /// A bit for each open bracket: set where it is a square one. A bit, so that a feed of nothing but
    /// brackets costs an eighth of its size.
    square: Vec<u64>,
    pub in_string: bool,
    escaped: bool,
}

pub(crate) enum Passed {
    /// The value ends after so many bytes.
    Whole(usize),
    /// It ends in a later chunk.
    Part,
    /// The byte after so many closes a bracket of the other kind.
    Unbalanced(usize),
}

impl Nesting {
    /// Passes over the rest of a value.
    pub fn pass(&mut self, bytes: &[u8]) -> Passed {
        let mut at = 0;
        loop {
            if self.in_string {
                match self.pass_string(&bytes[at..]) {
                    Some(length) => at += length,
                    None => return Passed::Part,
                }
            } else {
                let Some(skipped) =
                    bytes[at..].iter().position(|&byte| IS_STRUCTURE[usize::from(byte)])
                else {
                    return Passed::Part;
                };
                at += skipped + 1;
                if !self.enter(bytes[at - 1]) {
                    return Passed::Unbalanced(at - 1);
                }
            }
            if self.depth == 0 && !self.in_string {
                return Passed::Whole(at);
            }
        }
    }

    /// Passes over the rest of a string; `None` where it goes on in the next chunk.
    pub fn pass_string(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            if std::mem::take(&mut self.escaped) {
                if at == bytes.len() {
                    self.escaped = true;
                    return None;
                }
                at += 1;
            }
            at += memchr2(b'"', b'\\', &bytes[at..])? + 1;
            if bytes[at - 1] == b'"' {
                self.in_string = false;
                return Some(at);
            }
            self.escaped = true;
        }
    }

    /// Takes a byte outside of strings; says whether it closes what is open, if it closes anything.
    pub fn enter(&mut self, byte: u8) -> bool {
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => {
                let (word, bit) = (self.depth / 64, 1 << (self.depth % 64));
                if word == self.square.len() {
                    self.square.push(0);
                }
                if byte == b'[' {
                    self.square[word] |= bit;
                } else {
                    self.square[word] &= !bit;
                }
                self.depth += 1;
            }
            b'}' | b']' => {
                self.depth -= 1;
                let is_square = self.square[self.depth / 64] >> (self.depth % 64) & 1 == 1;
                return is_square == (byte == b']');
            }
            _ => {}
        }
        true
    }
}

const IS_STRUCTURE: [bool; 256] = {
    let mut table = [false; 256];
    table[b'"' as usize] = true;
    table[b'{' as usize] = true;
    table[b'}' as usize] = true;
    table[b'[' as usize] = true;
    table[b']' as usize] = true;
    table
};
