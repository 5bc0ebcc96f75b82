//! The texts of incidents: they stay with the feed's bytes, are asked for when they are shown, and arrive.

use std::rc::Rc;

use crate::incident::Incident;

/// The texts of incidents that were read back. What an incident says is asked for when it is shown, and arrives.
#[derive(Debug, Default)]
pub struct Texts {
    /// By row: its text, and whether its reports differ.
    known: Vec<(u32, Rc<Incident>, bool)>,
    asked: Vec<u32>,
    lost: Vec<u32>,
    have_come: bool,
    have_differed: bool,
}

/// So many texts are kept; then all but those that are wanted next are let go.
const MAX_TEXTS: usize = 2000;

impl Texts {
    /// The text of a row, if it has come.
    #[must_use]
    pub fn get(&self, row: u32) -> Option<&Rc<Incident>> {
        self.place_of(row).ok().map(|at| &self.known[at].1)
    }

    /// All that have come, by row.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Rc<Incident>)> {
        self.known.iter().map(|(row, incident, _)| (*row, incident))
    }

    /// Whether the reports of a row, whose text has come, differ.
    #[must_use]
    pub fn differ(&self, row: u32) -> bool {
        self.place_of(row).is_ok_and(|at| self.known[at].2)
    }

    /// Keeps a text, and whether its reports differ.
    pub fn insert(&mut self, row: u32, incident: Incident, differ: bool) {
        if self.known.len() >= MAX_TEXTS {
            self.known.clear();
        }
        self.asked.retain(|&asked| asked != row);
        let text = (row, Rc::new(incident), differ);
        match self.place_of(row) {
            Ok(at) => self.known[at] = text,
            Err(at) => self.known.insert(at, text),
        }
        self.have_come |= self.asked.is_empty();
        self.have_differed |= differ;
    }

    /// The text of a row is lost: nothing waits for it any longer, and it isn't asked for again.
    pub fn miss(&mut self, row: u32) {
        self.asked.retain(|&asked| asked != row);
        self.lost.push(row);
        self.have_come |= self.asked.is_empty();
    }

    /// Whether the reports of any row whose text has come differed.
    #[must_use]
    pub fn have_differed(&self) -> bool {
        self.have_differed
    }

    /// Whether all that was asked for has come once, or never will.
    #[must_use]
    pub fn have_come(&self) -> bool {
        self.have_come
    }

    /// Whether the text of a row, or the first that was asked for, is still on its way.
    #[must_use]
    pub fn are_awaited(&self, row: Option<u32>) -> bool {
        let is_first = !self.have_come && !self.asked.is_empty();
        is_first || row.is_some_and(|row| self.asked.contains(&row))
    }

    /// Where the text of a row is, or would be.
    fn place_of(&self, row: u32) -> Result<usize, usize> {
        self.known.binary_search_by_key(&row, |(row, ..)| *row)
    }

    /// Of the rows wanted, those that are neither there nor on their way; from now on they are on their way.
    pub fn ask(&mut self, wanted: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut missing = Vec::new();
        for row in wanted {
            let is_known = self.place_of(row).is_ok() || self.lost.contains(&row);
            if !is_known && !self.asked.contains(&row) {
                self.asked.push(row);
                missing.push(row);
            }
        }
        missing
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
