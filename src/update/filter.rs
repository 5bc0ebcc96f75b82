//! A part of the incidents: what is asked for is looked for in their texts, and indexed by itself.

use std::rc::Rc;

use crate::feed::{self, Reader};
use crate::filter::{Filter, Keep, Search};
use crate::indexing::Indexing;
use crate::message::Effect;
use crate::state::State;

/// Another part of the incidents is asked for.
pub(super) fn asked(state: &mut State, filter: Filter) -> Vec<Effect> {
    if state.filter == filter {
        return Vec::new();
    }
    state.filter = filter;
    state.time.is_window_spoken = false;
    begin(state)
}

/// Looks for what the filter asks for, where the feed has been read; what was found for the same words stays found.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    let (text, feed) = (&state.filter.text, &mut state.feed);
    if feed.reader.is_some() {
        feed.search = None;
        return Vec::new();
    }
    if feed.search.as_ref().is_none_or(|search| !search.is_for(text)) {
        feed.search_number += 1;
        feed.search = (!text.is_empty())
            .then(|| Search::new(text.clone(), feed.store.len(), &feed.collection));
        if feed.search.is_some() {
            return read_on(state);
        }
    }
    index(state);
    Vec::new()
}

/// What the next index is to keep of the rows; what is still looked for is not there yet.
pub(super) fn keep(state: &State, hits: Option<Rc<Vec<u32>>>) -> Option<Keep> {
    let has_words = !state.filter.text.is_empty();
    let hits = hits.or_else(|| has_words.then(Rc::default));
    let store = state.feed.reader.as_ref().map_or(&state.feed.store, Reader::store);
    Keep::new(&state.filter, store, hits)
}

/// Indexes what the filter keeps of all rows. Without a filter, the index of all is still there.
fn index(state: &mut State) {
    let hits = state.feed.search.as_mut().map(Search::hits);
    let keep = keep(state, hits);
    let feed = &mut state.feed;
    match (keep, feed.whole.take()) {
        (None, Some(whole)) => {
            feed.indexing = None;
            super::feed::filtered(state, whole);
        }
        (None, None) => {
            let is_part = feed.index.kept.is_some();
            feed.indexing = is_part.then(|| Indexing::new(feed.store.len(), None, None));
        }
        (Some(keep), whole) => {
            feed.whole = whole;
            feed.indexing = Some(Indexing::of_kept(&feed.index, keep));
        }
    }
}

fn read_on(state: &State) -> Vec<Effect> {
    let feed = &state.feed;
    let number = feed.search_number;
    let next = feed.search.as_ref().and_then(|search| search.next(&feed.store));
    let read = next.map(|(start, length)| Effect::ReadSpan { number, start, length });
    read.into_iter().collect()
}

/// What a search had asked for has come.
pub(super) fn span_arrived(state: &mut State, number: u32, bytes: Vec<u8>) {
    let feed = &mut state.feed;
    if let Some(search) = feed.search.as_mut().filter(|_| number == feed.search_number) {
        search.take(bytes, &feed.store);
    }
}

/// A slice looks at so many rows at a time: a millisecond or two.
const SLICE_ROWS: u32 = 64;

/// Goes on with looking at what has come; asks for more when that is done.
pub(super) fn work(state: &mut State) -> Vec<Effect> {
    let feed = &mut state.feed;
    let Some(search) = feed.search.as_mut() else { return Vec::new() };
    let (store, unit) = (&feed.store, feed.number_unit);
    let read = |row, bytes: &[u8]| feed::incident(store.id(row), bytes, &state.settings.read, unit);
    search.advance(SLICE_ROWS, store, (&feed.collection, &state.time.zone), read);
    let is_read = !search.has_work();
    index_hits(state);
    if is_read { read_on(state) } else { Vec::new() }
}

/// Indexes what was found so far, where that is worth it and no index is being made.
pub(super) fn index_hits(state: &mut State) {
    let is_free = state.feed.indexing.is_none();
    let hits = state.feed.search.as_mut().filter(|_| is_free).and_then(Search::to_index);
    if hits.is_some() {
        let keep = keep(state, hits);
        let of_kept = |keep| Indexing::of_kept(&state.feed.index, keep);
        state.feed.indexing = keep.map(of_kept);
    }
}
