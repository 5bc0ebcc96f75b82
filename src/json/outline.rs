use crate::{Json, Scalar};

/// What texts that are written alike have in common: all but some values. It is compared, and not read.
#[derive(Debug, Default)]
pub struct Outline {
    /// What stands before, between and behind the values, one after the other.
    fixed: Vec<u8>,
    gaps: Vec<Gap>,
}

/// A place for a value.
#[derive(Debug)]
struct Gap {
    /// Where what stands before it ends, in `fixed`.
    at: usize,
    is_wanted: bool,
}

impl Outline {
    /// Adds what stands before the next value; at last, what stands behind all of them.
    pub fn push_fixed(&mut self, text: &str) {
        self.fixed.extend_from_slice(text.as_bytes());
    }

    /// Adds a value.
    pub fn push_value(&mut self, is_wanted: bool) {
        self.gaps.push(Gap { at: self.fixed.len(), is_wanted });
    }

    /// Reads a text up to its end, and hands on those of its values that are wanted. `None` where it is written in
    /// another way, or where `take` says so.
    pub fn read<'a>(
        &self,
        json: &mut Json<'a>,
        take: &mut dyn FnMut(Scalar<'a>) -> Option<()>,
    ) -> Option<()> {
        let mut passed = 0;
        for gap in &self.gaps {
            json.take_all(self.fixed.get(passed..gap.at)?)?;
            passed = gap.at;
            if gap.is_wanted {
                take(json.scalar().ok()?)?;
            } else {
                json.skip().ok()?;
            }
        }
        json.take_all(self.fixed.get(passed..)?)
    }
}

impl Json<'_> {
    /// Reads these very bytes.
    fn take_all(&mut self, bytes: &[u8]) -> Option<()> {
        let next = self.text.as_bytes().get(self.at..self.at + bytes.len())?;
        is_same(next, bytes).then(|| self.at += bytes.len())
    }
}

/// Whether two slices of the same length are the same. Eight bytes are compared together; the comparison of a standard
/// library that is compiled to be small goes one by one.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let is_same = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_le_bytes(*a) == u64::from_le_bytes(*b);
    a.iter().zip(b).all(is_same) && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}
