//! Many short texts in one, each of them once, and found again by what it says.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Texts, numbered in the order in which they came.
#[derive(Debug)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    /// By the first bits of the hash: a table that is full is built anew, which for all names at once
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
        Self { text: String::new(), ends: Vec::new(), numbers }
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
        let hash = hash(name);
        self.numbers[table_of(hash)].find(hash, |&number| self.get(number) == name).copied()
    }

    /// Adds a name that is not there yet and says its number.
    ///
    /// # Errors
    /// Where it is there, or there is no room.
    pub fn push(&mut self, name: &str) -> Result<u32, Refused> {
        let (text, ends) = (&self.text, &self.ends);
        let own_hash = hash(name);
        let entry = self.numbers[table_of(own_hash)].entry(
            own_hash,
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

    /// Makes room for so many names more, of so many bytes together, where there is so much.
    pub fn reserve(&mut self, count: usize, bytes: usize) {
        if self.text.try_reserve_exact(bytes).and(self.ends.try_reserve_exact(count)).is_err() {
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
