//! A wavelet matrix (F. Claude, G. Navarro, A. Ordóñez: The wavelet matrix, Information Systems 47, 2015).
//!
//! No crate was found that counts the numbers *below a bound* in a range without listing them, which is all that is
//! needed here; of those with wavelet matrices (`sucds`, `vers-vecs`, `qwt`) each counts equal numbers, or finds
//! the k-th.

/// A sequence of numbers that counts, for any range of it, those below a bound, in O(log of the largest).
/// It takes 1.5 bits a number and bit of the largest.
#[derive(Debug, Default)]
pub struct Matrix {
    len: u32,
    /// All numbers are below this.
    bound: u32,
    /// The most significant bit of all numbers first. From one to the next those with a 0 come before those with a 1.
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    words: Vec<u64>,
    /// How many bits are set before each word.
    before: Vec<u32>,
    /// How many bits are not set.
    zeros: u32,
}

impl Level {
    /// How many of the first `at` bits are set.
    #[inline]
    fn ones(&self, at: u32) -> u32 {
        let word = (at / 64) as usize;
        match (self.words.get(word), self.before.get(word)) {
            (Some(bits), Some(before)) => before + (bits & ((1 << (at % 64)) - 1)).count_ones(),
            _ => 0,
        }
    }
}

impl Matrix {
    /// How many numbers there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many of the numbers from index `start` up to, and without, `end` are below `bound`.
    #[must_use]
    pub fn count_below(&self, start: u32, end: u32, bound: u32) -> u32 {
        let (mut start, mut end) = (start.min(self.len), end.min(self.len));
        // Most often asked: of all of the time everything is shown.
        if bound >= self.bound {
            return end.saturating_sub(start);
        }
        let bits = self.levels.len() as u32;
        let mut count = 0;
        for (level, bit) in self.levels.iter().zip((0..bits).rev()) {
            if start >= end {
                break;
            }
            let (ones_start, ones_end) = (level.ones(start), level.ones(end));
            if bound >> bit & 1 == 0 {
                (start, end) = (start - ones_start, end - ones_end);
            } else {
                count += (end - ones_end) - (start - ones_start);
                (start, end) = (level.zeros + ones_start, level.zeros + ones_end);
            }
        }
        count
    }

    /// The memory it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.levels.iter().map(|level| level.words.len() * 8 + level.before.len() * 4).sum()
    }
}

/// Builds a [`Matrix`], a piece at a time.
#[derive(Debug)]
pub struct MatrixBuilder {
    numbers: Vec<u32>,
    /// Begins with those that have a 1 at the level in work; those with a 0 are moved to the front of `numbers`.
    ones: Vec<u32>,
    zeros: usize,
    at: usize,
    /// The bits that are still to be done.
    bits: u32,
    words: Vec<u64>,
    before: Vec<u32>,
    matrix: Matrix,
}

impl MatrixBuilder {
    /// A matrix of numbers, all of them below `bound`.
    #[must_use]
    pub fn new(numbers: Vec<u32>, bound: u32) -> Self {
        let matrix = Matrix { len: numbers.len() as u32, bound, levels: Vec::new() };
        Self {
            ones: vec![0; numbers.len()],
            numbers,
            zeros: 0,
            at: 0,
            // One bit at least, so that nothing is asked of a matrix without levels.
            bits: u32::BITS - bound.saturating_sub(1).max(1).leading_zeros(),
            words: Vec::new(),
            before: Vec::new(),
            matrix,
        }
    }

    /// Goes on for about as many numbers as `budget` says; whether all is built.
    pub fn advance(&mut self, budget: usize) -> bool {
        let mut left = budget.max(64);
        while self.bits > 0 && left > 0 {
            left = left.saturating_sub(self.pass(left));
            if self.at == self.numbers.len() {
                self.end_level();
            }
        }
        self.bits == 0
    }

    /// The matrix, once all is built.
    #[must_use]
    pub fn finish(self) -> Matrix {
        self.matrix
    }

    /// Takes up to so many numbers, in whole words but for the last one, and says how many.
    fn pass(&mut self, count: usize) -> usize {
        let bit = self.bits - 1;
        let end = (self.at + count.next_multiple_of(64)).min(self.numbers.len());
        let begun = self.at;
        while self.at < end {
            let stop = (self.at + 64).min(end);
            let mut ones = self.at - self.zeros;
            self.before.push(ones as u32);
            let mut word = 0;
            for index in self.at..stop {
                // Each is written to both, since which of the two is right can't be foretold.
                let number = self.numbers[index];
                let one = number >> bit & 1;
                self.numbers[self.zeros] = number;
                self.ones[ones] = number;
                self.zeros += 1 - one as usize;
                ones += one as usize;
                word |= u64::from(one) << (index % 64);
            }
            self.words.push(word);
            self.at = stop;
        }
        (end - begun).max(1)
    }

    fn end_level(&mut self) {
        // One word more, so that the end of the sequence needs no care.
        self.before.push((self.at - self.zeros) as u32);
        self.words.push(0);
        let ones = self.numbers.len() - self.zeros;
        self.numbers[self.zeros..].copy_from_slice(&self.ones[..ones]);
        self.matrix.levels.push(Level {
            words: std::mem::take(&mut self.words),
            before: std::mem::take(&mut self.before),
            zeros: self.zeros as u32,
        });
        (self.zeros, self.at) = (0, 0);
        self.bits -= 1;
        if self.bits == 0 {
            (self.numbers, self.ones) = Default::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn counts_are_those_of_looking_at_each(
            (bound, numbers) in prop_oneof![1..9_u32, 1..2000_u32, Just(u32::MAX)]
                .prop_flat_map(|bound| (Just(bound), prop::collection::vec(0..bound, 0..300))),
            asked in prop::collection::vec((0..310_u32, 0..310_u32, any::<u32>(), any::<bool>()), 20),
            budget in 1..500_usize,
        ) {
            let mut builder = MatrixBuilder::new(numbers.clone(), bound);
            while !builder.advance(budget) {}
            let matrix = builder.finish();
            prop_assert_eq!(matrix.len() as usize, numbers.len());
            for (start, end, below, is_near) in asked {
                let below = if is_near { below % bound.saturating_add(2) } else { below };
                let range = numbers.iter().take(end as usize).skip(start as usize);
                let expected = range.filter(|&&number| number < below).count();
                prop_assert_eq!(matrix.count_below(start, end, below) as usize, expected);
            }
        }
    }
}
