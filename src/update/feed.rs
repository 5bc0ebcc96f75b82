//! A feed on its way: bytes become rows, rows become an index, and the zone settles what their dates mean.

use crate::cluster::Clusters;
use crate::feed::{self, Reader};
use crate::incident::compare;
use crate::message::{Effect, LoadError, Message, ZoneRole};
use crate::state::{Counts, Feed, Index, Phase, State};
use crate::time::Zone;

use super::{map, timeline};

pub(super) fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::LoadBegan { is_reload } => load_began(state, is_reload),
        Message::LengthKnown(total) => state.feed.total_bytes = total,
        Message::BytesArrived(bytes) => return bytes_arrived(state, &bytes),
        Message::LoadEnded => return load_ended(state),
        Message::LoadFailed(error) => return load_failed(state, error),
        Message::FeedCleared => feed_cleared(state),
        Message::ZoneResolved { role: ZoneRole::Feed, zone } => zone_resolved(state, zone),
        Message::TextArrived { row, bytes } => text_arrived(state, row, &bytes),
        _ => {}
    }
    Vec::new()
}

fn load_began(state: &mut State, is_reload: bool) {
    let feed = &mut state.feed;
    feed.generation += 1;
    feed.phase = Phase::Loading;
    feed.reader = Some(Reader::new(&state.settings.read));
    feed.is_reload = is_reload;
    feed.bytes = 0;
    feed.total_bytes = None;
    if !is_reload {
        state.texts.clear();
        reindex(state);
    }
}

fn feed_cleared(state: &mut State) {
    let generation = state.feed.generation + 1;
    state.feed = Feed { generation, ..Feed::default() };
    state.texts.clear();
    reindex(state);
    super::panel::selection_read(state);
}

fn bytes_arrived(state: &mut State, bytes: &[u8]) -> Vec<Effect> {
    let feed = &mut state.feed;
    let Some(reader) = &mut feed.reader else { return Vec::new() };
    feed.bytes += bytes.len() as u64;
    if feed.total_bytes.is_some_and(|total| feed.bytes > total) {
        feed.total_bytes = None;
    }
    if let Err(error) = reader.push(bytes) {
        return load_failed(state, LoadError::Feed(error));
    }
    let (rows, indexed) = (reader.store().len(), feed.index.rows);
    if feed.is_reload && rows > 0 {
        feed.is_reload = false;
        state.texts.clear();
        reindex(state);
    } else if rows >= 8 && rows > indexed * 2 {
        // Marks appear as they are read: an index for each doubling costs no more than two for all.
        reindex(state);
        map::fit_to_data(state);
    }
    Vec::new()
}

fn load_ended(state: &mut State) -> Vec<Effect> {
    let Some(reader) = &mut state.feed.reader else { return Vec::new() };
    match reader.finish() {
        Ok(_) => settle(state, Phase::Resolving),
        Err(error) => settle(state, Phase::Failed(LoadError::Feed(error))),
    }
}

fn load_failed(state: &mut State, error: LoadError) -> Vec<Effect> {
    let Some(reader) = &mut state.feed.reader else { return Vec::new() };
    if reader.store().is_empty() {
        // Nothing new came: what a reload was to replace stays.
        let was_reload = state.feed.is_reload;
        state.feed.reader = None;
        state.feed.phase = Phase::Failed(error);
        if !was_reload {
            state.feed.store = crate::store::Store::default();
            state.feed.collection = crate::incident::Collection::default();
            reindex(state);
        }
        return Vec::new();
    }
    // What was read is worth showing; its numbers and dates are settled as in a whole feed.
    let _ = reader.finish();
    settle(state, Phase::Failed(error))
}

/// Takes the rows over from the reader, and asks for the zone that says what their dates mean.
fn settle(state: &mut State, phase: Phase) -> Vec<Effect> {
    let Some(reader) = state.feed.reader.take() else { return Vec::new() };
    let feed = &mut state.feed;
    feed.phase = phase;
    feed.is_reload = false;
    let summary = reader.summary();
    (feed.rejected_count, feed.number_unit) = (summary.rejected, summary.unit);
    (feed.store, feed.collection, feed.rejected) = reader.into_parts();
    match &feed.collection.timezone {
        Some(name) => vec![Effect::ResolveZone { role: ZoneRole::Feed, name: name.clone() }],
        None => {
            zone_resolved(state, Zone::utc());
            Vec::new()
        }
    }
}

fn zone_resolved(state: &mut State, zone: Zone) {
    state.feed.store.resolve(&zone);
    state.time.zone = zone;
    if state.feed.phase == Phase::Resolving {
        state.feed.phase = Phase::Loaded;
    }
    state.texts.clear();
    reindex(state);
    timeline::resolve_asked(state);
    map::load_settled(state);
    super::panel::selection_read(state);
}

fn text_arrived(state: &mut State, row: u32, bytes: &[u8]) {
    let id = state.feed.store().id(row);
    let incident = feed::incident(id, bytes, &state.settings.read, state.feed.number_unit());
    let comparisons = compare(&incident, state.feed.collection(), &state.time.zone);
    let differ = comparisons.iter().any(|comparison| comparison.differ);
    state.texts.insert(row, incident, differ);
}

/// Builds what is derived from the rows.
fn reindex(state: &mut State) {
    let store = state.feed.store();
    let rows = store.len();
    let mut by_time: Vec<u32> = (0..rows).collect();
    by_time.sort_by_key(|&row| state.time_key(row));
    let clusters = Clusters::build(rows, |row| store.place(row));
    let extent = store.time_extent();
    state.feed.index = Index { rows, clusters, by_time, extent, ..Index::default() };
    timeline::rebin(state);
    recount(state);
}

/// Counts anew what the window shows. O(n).
pub(super) fn recount(state: &mut State) {
    let store = state.feed.store();
    let rejected = state.feed.rejected_count();
    let mut counts =
        Counts { total: state.feed.index.rows + rejected, rejected, ..Counts::default() };
    for row in 0..state.feed.index.rows {
        let count = if !store.is_dated(row) {
            &mut counts.undated
        } else if !state.is_in_window(row) {
            &mut counts.outside_time
        } else if store.place(row).is_none() {
            &mut counts.unlocated
        } else {
            &mut counts.mapped
        };
        *count += 1;
    }
    let shown = state.feed.index.clusters.shown(|row| state.is_in_window(row));
    state.feed.index.shown = shown;
    state.feed.index.counts = counts;
}
