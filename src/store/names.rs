//! Many short texts in one, each of them once, and found again by what it says.

use std::hash::{DefaultHasher, Hasher};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Texts, numbered in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

/// Why a name is not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is there, and has this number.
    Known(u32),
    /// There are 4 GiB of names.
    Full,
}

impl Names {
    pub fn get(&self, number: u32) -> &str {
        slice(&self.text, &self.ends, number)
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        let is_it = |&number: &u32| self.get(number) == name;
        self.numbers.find(hash(name), is_it).copied()
    }

    /// Adds a name that is not there yet and says its number.
    pub fn push(&mut self, name: &str) -> Result<u32, Refused> {
        let (text, ends) = (&self.text, &self.ends);
        let entry = self.numbers.entry(
            hash(name),
            |&number| slice(text, ends, number) == name,
            |&number| hash(slice(text, ends, number)),
        );
        let free = match entry {
            Entry::Occupied(known) => return Err(Refused::Known(*known.get())),
            Entry::Vacant(free) => free,
        };
        let number = u32::try_from(self.ends.len()).map_err(|_| Refused::Full)?;
        let end = u32::try_from(self.text.len() + name.len()).map_err(|_| Refused::Full)?;
        free.insert(number);
        self.text.push_str(name);
        self.ends.push(end);
        Ok(number)
    }

    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|number| self.get(number))
    }

    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4 + self.numbers.allocation_size()
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = ends.get(number).copied().unwrap_or(start);
    text.get(start as usize..end as usize).unwrap_or_default()
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(name.as_bytes());
    hasher.finish()
}
