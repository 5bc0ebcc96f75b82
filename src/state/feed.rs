//! The incidents, and how far their load is.

use crate::feed::{NumberUnit, Reader, Rejected};
use crate::filter::Search;
use crate::incident::Collection;
use crate::indexing::{Index, Indexing};
use crate::message::LoadError;
use crate::store::Store;
use crate::timeline::HistogramBuilder;

/// The incidents and how their loading goes.
#[derive(Debug, Default)]
pub struct Feed {
    /// How far the load is.
    pub phase: Phase,
    /// Whether it was begun some time ago.
    pub is_slow: bool,
    /// The reader of a load that goes on; it holds the rows read so far.
    pub reader: Option<Reader>,
    /// Whether the load that goes on keeps showing what was there before it.
    pub is_reload: bool,
    /// The incidents of the last load.
    pub store: Store,
    /// What the feed says of itself.
    pub collection: Collection,
    /// Features that could not be read; the first thousand.
    pub rejected: Vec<Rejected>,
    /// How many could not be read.
    pub rejected_count: u32,
    /// What the numbers of its dates count.
    pub number_unit: NumberUnit,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all, where that is known.
    pub total_bytes: Option<u64>,
    /// What is derived from the rows.
    pub index: Index,
    /// That of all rows, while a filter shows a part of them.
    pub whole: Option<Index>,
    /// The work on another one.
    pub indexing: Option<Indexing>,
    /// The search for what the filter asks of the texts, or what it has found.
    pub search: Option<Search>,
    /// Rises with each search, so that what is read for an older one is known.
    pub search_number: u32,
    /// Rises with each index.
    pub revision: u32,
    /// The work on another histogram.
    pub binning: Option<HistogramBuilder>,
    /// What the load is when the work is done, once all bytes have come.
    pub ending: Option<Phase>,
    /// Rises with each load, so that what belongs to an older one is known.
    pub generation: u32,
    /// That of the load whose rows are shown: a reload replaces them only once it has some.
    pub shown_generation: u32,
}

/// How far a load is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// No feed yet.
    #[default]
    Empty,
    /// On its way.
    Loading,
    /// Read, and waiting for the feed's time zone to be known.
    Resolving,
    /// All there.
    Loaded,
    /// Something went wrong; what was read before it did is shown.
    Failed(LoadError),
}

impl Feed {
    /// Whether something is to be done in the slices of work between frames.
    #[must_use]
    pub fn has_work(&self) -> bool {
        let has_span = self.search.as_ref().is_some_and(Search::has_work);
        self.indexing.is_some() || self.binning.is_some() || self.is_settling() || has_span
    }

    /// Whether what a filter asks for is still being looked for.
    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.search.as_ref().is_some_and(|search| !search.is_over())
    }

    /// Whether what a page asks for may still come.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        matches!(self.phase, Phase::Empty | Phase::Loading | Phase::Resolving)
    }

    /// Whether a load goes on, or work on what it brought.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self.phase, Phase::Loading | Phase::Resolving)
            || self.has_work()
            || self.is_searching()
    }

    /// Whether all bytes have come, and dates still wait for what only the whole feed could tell.
    #[must_use]
    pub fn is_settling(&self) -> bool {
        self.reader.as_ref().is_some_and(Reader::is_settling)
    }

    /// Reads what is shown now: the load that goes on, unless it is to replace another and is not indexed yet.
    fn shown_reader(&self) -> Option<&Reader> {
        self.reader.as_ref().filter(|_| !self.is_reload)
    }

    /// The incidents that are shown now.
    #[must_use]
    pub fn store(&self) -> &Store {
        self.shown_reader().map_or(&self.store, Reader::store)
    }

    /// What the feed says of itself, as far as it is read.
    #[must_use]
    pub fn collection(&self) -> &Collection {
        self.shown_reader().map_or(&self.collection, Reader::collection)
    }

    /// How many features the last load has met so far, read or rejected.
    #[must_use]
    pub fn features_read(&self) -> u32 {
        match &self.reader {
            Some(reader) => reader.store().len() + reader.summary().rejected,
            None => self.store.len() + self.rejected_count,
        }
    }

    /// How many features could not be read so far.
    #[must_use]
    pub fn rejected_count(&self) -> u32 {
        self.shown_reader().map_or(self.rejected_count, |reader| reader.summary().rejected)
    }

    /// The first thousand features that could not be read so far.
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        self.shown_reader().map_or(&self.rejected, Reader::rejected)
    }

    /// What the numbers of the dates count, as far as it is known.
    #[must_use]
    pub fn number_unit(&self) -> NumberUnit {
        self.shown_reader().map_or(self.number_unit, |reader| reader.summary().unit)
    }
}
