//! Sorting that can be put down and taken up again.

const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;

/// Sorts values by their keys, those with the same key staying in their order: by one digit after the other, the
/// least significant first, O(n) each. Digits that are the same in all keys cost nothing.
#[derive(Debug)]
pub struct RadixSort {
    keys: Vec<u64>,
    values: Vec<u32>,
    sorted_keys: Vec<u64>,
    sorted_values: Vec<u32>,
    /// The bits in which keys differ from the first one.
    differing: u64,
    /// Where the next of each digit goes; before that, how many there are.
    places: Vec<u32>,
    shift: u32,
    at: usize,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Compare,
    Count,
    Place,
    Done,
}

impl RadixSort {
    /// Sorts `values` by the key at the same index in `keys`; both are of one length.
    #[must_use]
    pub fn new(keys: Vec<u64>, values: Vec<u32>) -> Self {
        Self {
            keys,
            values,
            sorted_keys: Vec::new(),
            sorted_values: Vec::new(),
            differing: 0,
            places: vec![0; DIGITS],
            shift: 0,
            at: 0,
            phase: Phase::Compare,
        }
    }

    /// Goes on for about as many keys as `budget` says; whether all is sorted.
    pub fn advance(&mut self, budget: usize) -> bool {
        let mut left = budget.max(1);
        while self.phase != Phase::Done && left > 0 {
            let end = (self.at + left).min(self.keys.len());
            left -= (end - self.at).min(left);
            match self.phase {
                Phase::Compare => self.compare(end),
                Phase::Count => self.count(end),
                Phase::Place | Phase::Done => self.place(end),
            }
            self.at = end;
            if end == self.keys.len() {
                self.next_phase();
            }
        }
        self.phase == Phase::Done
    }

    /// The values in the order of their keys, once all is sorted.
    #[must_use]
    pub fn into_values(self) -> Vec<u32> {
        self.values
    }

    /// The keys and the values, in the order of the keys, once all is sorted.
    #[must_use]
    pub fn into_sorted(self) -> (Vec<u64>, Vec<u32>) {
        (self.keys, self.values)
    }

    fn compare(&mut self, end: usize) {
        let first = self.keys.first().copied().unwrap_or_default();
        self.differing |= self.keys[self.at..end].iter().fold(0, |bits, key| bits | (key ^ first));
    }

    fn count(&mut self, end: usize) {
        for key in &self.keys[self.at..end] {
            self.places[digit(*key, self.shift)] += 1;
        }
    }

    fn place(&mut self, end: usize) {
        for (key, value) in self.keys[self.at..end].iter().zip(&self.values[self.at..end]) {
            let place = &mut self.places[digit(*key, self.shift)];
            self.sorted_keys[*place as usize] = *key;
            self.sorted_values[*place as usize] = *value;
            *place += 1;
        }
    }

    fn next_phase(&mut self) {
        self.at = 0;
        match self.phase {
            Phase::Compare => {
                // Memory is only taken where there is something to sort.
                if self.differing != 0 {
                    self.sorted_keys = vec![0; self.keys.len()];
                    self.sorted_values = vec![0; self.keys.len()];
                }
                self.find_digit();
            }
            Phase::Count => {
                let mut sum = 0;
                for place in &mut self.places {
                    sum += std::mem::replace(place, sum);
                }
                self.phase = Phase::Place;
            }
            Phase::Place | Phase::Done => {
                std::mem::swap(&mut self.keys, &mut self.sorted_keys);
                std::mem::swap(&mut self.values, &mut self.sorted_values);
                self.shift += DIGIT_BITS;
                self.find_digit();
            }
        }
    }

    /// Goes to the next digit in which keys differ, or ends.
    fn find_digit(&mut self) {
        while self.shift < 64 && digit(self.differing, self.shift) == 0 {
            self.shift += DIGIT_BITS;
        }
        self.places.fill(0);
        self.phase = if self.shift < 64 { Phase::Count } else { Phase::Done };
        if self.phase == Phase::Done {
            (self.sorted_keys, self.sorted_values) = Default::default();
        }
    }
}

#[inline]
fn digit(key: u64, shift: u32) -> usize {
    (key >> shift) as usize & (DIGITS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn values_come_in_the_order_of_their_keys_whatever_the_pieces(
            keys in prop::collection::vec(
                prop_oneof![any::<u64>(), 0..5_u64, (0..4_u64).prop_map(|k| k << 40)], 0..300),
            budget in 1..400_usize,
        ) {
            let values: Vec<u32> = (0..keys.len() as u32).collect();
            let mut expected = values.clone();
            expected.sort_by_key(|&value| keys[value as usize]);
            let mut sort = RadixSort::new(keys.clone(), values);
            while !sort.advance(budget) {}
            let (sorted_keys, sorted) = sort.into_sorted();
            prop_assert_eq!(&sorted, &expected);
            prop_assert!(sorted_keys.iter().eq(expected.iter().map(|&value| &keys[value as usize])));
        }
    }
}
