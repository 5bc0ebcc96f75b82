//! Many short texts in one, each of them once, and found again by what it says.

use std::cmp::Ordering;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Texts, numbered in the order in which they came.
#[derive(Debug)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    /// The first so many ascend, as numbers and running ids do: they are found by halving, and need no table.
    ascending: u32,
    /// The others. By the first bits of the hash: a table that is full is built anew, which for all names at once
    /// would hold up the page.
    numbers: [HashTable<u32>; TABLES],
}

const TABLES: usize = 64;

/// Why a name is not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is there, and has this number.
    Known(u32),
    /// There are 4 GiB of names.
    Full,
}

impl Default for Names {
    fn default() -> Self {
        let numbers = std::array::from_fn(|_| HashTable::new());
        Self { text: String::new(), ends: Vec::new(), ascending: 0, numbers }
    }
}

impl Names {
    /// The name of a number; empty where there is none.
    #[must_use]
    pub fn get(&self, number: u32) -> &str {
        slice(&self.text, &self.ends, number)
    }

    /// The number of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.find_ascending(name).or_else(|| self.find_other(name))
    }

    fn find_ascending(&self, name: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.ascending);
        if high == 0 || order(self.get(high - 1), name).is_lt() {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            match order(self.get(middle), name) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn find_other(&self, name: &str) -> Option<u32> {
        let hash = hash(name);
        self.numbers[table_of(hash)].find(hash, |&number| self.get(number) == name).copied()
    }

    /// Adds a name that is not there yet and says its number.
    ///
    /// # Errors
    /// Where it is there, or there is no room.
    pub fn push(&mut self, name: &str) -> Result<u32, Refused> {
        if let Some(known) = self.find_ascending(name) {
            return Err(Refused::Known(known));
        }
        let number = u32::try_from(self.ends.len()).map_err(|_| Refused::Full)?;
        let end = u32::try_from(self.text.len() + name.len()).map_err(|_| Refused::Full)?;
        // It is none of those that ascend; if these are all, and it is not before them, it is the next one.
        if number == self.ascending && (number == 0 || order(self.get(number - 1), name).is_lt()) {
            self.ascending += 1;
        } else {
            self.push_other(name, number)?;
        }
        self.text.push_str(name);
        self.ends.push(end);
        Ok(number)
    }

    fn push_other(&mut self, name: &str, number: u32) -> Result<(), Refused> {
        let (text, ends) = (&self.text, &self.ends);
        let own_hash = hash(name);
        let entry = self.numbers[table_of(own_hash)].entry(
            own_hash,
            |&number| slice(text, ends, number) == name,
            |&number| hash(slice(text, ends, number)),
        );
        match entry {
            Entry::Occupied(known) => Err(Refused::Known(*known.get())),
            Entry::Vacant(free) => {
                free.insert(number);
                Ok(())
            }
        }
    }

    /// Makes room for so many names more, of so many bytes together, where there is so much.
    pub fn reserve(&mut self, count: usize, bytes: usize) {
        if self.text.try_reserve_exact(bytes).and(self.ends.try_reserve_exact(count)).is_err() {
            return;
        }
        if self.ascending == self.len() {
            return;
        }
        let (text, ends) = (&self.text, &self.ends);
        // They spread over the tables by chance: nearly all of these hold no more than so many.
        let share = count / TABLES;
        let most = share + share / 16;
        for table in &mut self.numbers {
            // A table that finds no room now asks again when it is full.
            let _ = table.try_reserve(most, |&number| hash(slice(text, ends, number)));
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How long a name is on average, in bytes, rounded up.
    #[must_use]
    pub fn mean_bytes(&self) -> usize {
        self.text.len() / self.ends.len().max(1) + 1
    }

    /// All names, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|number| self.get(number))
    }

    /// The memory they take, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tables: usize = self.numbers.iter().map(HashTable::allocation_size).sum();
        self.text.capacity() + self.ends.capacity() * 4 + tables
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = ends.get(number).copied().unwrap_or(start);
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// As of numbers: 9 is before 10.
fn order(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn table_of(hash: u64) -> usize {
    // Of the first bits a table itself uses seven, and of the last as many as it has rows.
    (hash >> 48) as usize % TABLES
}

/// Eight bytes at a time; the standard library's hash is ten times this code. Whoever writes a feed may find names that
/// meet in one place, and only makes his own map slow.
fn hash(name: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(ODD);
        product ^ product >> 32
    };
    let (words, rest) = name.as_bytes().as_chunks();
    let whole =
        words.iter().fold(name.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    mix(whole, rest).wrapping_mul(ODD)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn each_name_has_one_number_whether_or_not_they_ascend(
            running in 0..40_u32,
            others in prop::collection::vec("[0-9]{0,2}|[a-c]{1,2}", 0..40),
        ) {
            let (mut names, mut known) = (Names::default(), HashMap::new());
            let all = (0..running).map(|number| (number * 2).to_string()).chain(others);
            for (at, name) in all.enumerate() {
                if at == 7 {
                    names.reserve(60, 120);
                }
                let expected = match known.get(&name) {
                    Some(&number) => Err(Refused::Known(number)),
                    None => Ok(known.len() as u32),
                };
                prop_assert_eq!(names.push(&name), expected);
                let number = known.len() as u32;
                known.entry(name).or_insert(number);
            }
            prop_assert_eq!(names.len() as usize, known.len());
            for (name, &number) in &known {
                prop_assert_eq!(names.find(name), Some(number));
                prop_assert_eq!(names.get(number), name.as_str());
            }
            prop_assert_eq!(names.find("1x"), None);
        }
    }
}
