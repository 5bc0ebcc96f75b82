//! The texts of incidents: they stay with the feed's bytes, are asked for when they are shown, and arrive.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::incident::Incident;

/// The texts of incidents that were read back. What an incident says is asked for when it is shown, and arrives.
#[derive(Debug, Default)]
pub struct Texts {
    known: HashMap<u32, Rc<Incident>>,
    differing: HashSet<u32>,
    asked: HashSet<u32>,
}

/// So many texts are kept; then all but those that are wanted next are let go.
const MAX_TEXTS: usize = 2000;

impl Texts {
    /// The text of a row, if it has come.
    #[must_use]
    pub fn get(&self, row: u32) -> Option<&Rc<Incident>> {
        self.known.get(&row)
    }

    /// All that have come, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Rc<Incident>)> {
        self.known.iter().map(|(&row, incident)| (row, incident))
    }

    /// Whether the reports of a row, whose text has come, differ.
    #[must_use]
    pub fn differ(&self, row: u32) -> bool {
        self.differing.contains(&row)
    }

    /// Keeps a text, and whether its reports differ.
    pub fn insert(&mut self, row: u32, incident: Incident, differ: bool) {
        if self.known.len() >= MAX_TEXTS {
            self.known.clear();
            self.differing.clear();
        }
        self.asked.remove(&row);
        if differ {
            self.differing.insert(row);
        }
        self.known.insert(row, Rc::new(incident));
    }

    /// Of the rows wanted, those that are neither there nor on their way; from now on they are on their way.
    pub fn ask(&mut self, wanted: impl Iterator<Item = u32>) -> Vec<u32> {
        wanted.filter(|row| !self.known.contains_key(row) && self.asked.insert(*row)).collect()
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
