//! A feed on its way: bytes become rows, rows become an index, and the zone settles what their dates mean.

use crate::feed::{self, Reader, Rejected};
use crate::incident::compare;
use crate::indexing::{Index, Indexing};
use crate::message::{Effect, LoadError, Message, ZoneRole};
use crate::order::RowSet;
use crate::state::{Feed, PanelPage, Phase, Placed, State};
use crate::time::Zone;

use super::pointed::Pointed;
use super::{filter, map, timeline};

pub(super) fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::LoadBegan { is_reload } => {
            load_began(state, is_reload);
            let Feed { generation, shown_generation, .. } = state.feed;
            let read = Effect::ReadFeed { generation, shown_generation, is_reload };
            return vec![read, Effect::MindTheLoad];
        }
        Message::LoadProvedSlow => state.feed.is_slow = true,
        Message::LengthKnown(total) => length_known(state, total),
        Message::BytesArrived(bytes) => return bytes_arrived(state, &bytes),
        Message::SliceBegan => return work(state),
        Message::LoadEnded => return load_ended(state),
        Message::LoadFailed(error) => return load_failed(state, error),
        Message::FeedCleared => feed_cleared(state),
        Message::ZoneResolved { role: ZoneRole::Feed, zone } => {
            zone_resolved(state, zone.unwrap_or_else(Zone::utc));
        }
        Message::TextArrived { row, bytes } => return text_arrived(state, row, &bytes),
        _ => {}
    }
    Vec::new()
}

fn load_began(state: &mut State, is_reload: bool) {
    let feed = &mut state.feed;
    // What is half read is shown, unless it was to replace something itself: it goes with its reader.
    let is_reload = is_reload && (feed.reader.is_none() || feed.is_reload);
    feed.generation += 1;
    feed.phase = Phase::Loading;
    feed.is_slow = false;
    feed.reader = Some(Reader::new(&state.settings.read));
    feed.is_reload = is_reload;
    (feed.indexing, feed.ending, feed.search, feed.whole) = (None, None, None, None);
    feed.search_number += 1;
    feed.bytes = 0;
    feed.total_bytes = None;
    state.time.is_window_spoken = false;
    if !is_reload {
        feed.shown_generation = feed.generation;
        forget_rows(feed);
        forget(state);
    }
}

fn feed_cleared(state: &mut State) {
    let Feed { generation, search_number, revision, .. } = state.feed;
    let generation = generation + 1;
    let shown_generation = generation;
    state.feed = Feed { generation, shown_generation, search_number, revision, ..Feed::default() };
    // Nobody has chosen what was seen of a feed that is gone.
    if matches!(state.map.placed, Placed::Fitted(_)) {
        state.map.placed = Placed::ToFit;
    }
    forget(state);
    super::panel::selection_read(state);
    super::story::read(state);
}

/// The last load is gone.
fn forget_rows(feed: &mut Feed) {
    (feed.store, feed.collection) = Default::default();
    (feed.rejected, feed.rejected_count) = Default::default();
}

/// There are no incidents, for now.
fn forget(state: &mut State) {
    state.texts.clear();
    state.panel.pointed = None;
    (state.map.hovered, state.map.active) = (None, None);
    if matches!(state.panel.page, PanelPage::Some(_)) {
        state.panel.page = PanelPage::Closed;
    }
    state.feed.index = Index::default();
    state.feed.binning = None;
    recount(state);
}

fn length_known(state: &mut State, total: Option<u64>) {
    state.feed.total_bytes = total;
    if let Some(reader) = &mut state.feed.reader {
        reader.expect_bytes(total);
    }
}

fn bytes_arrived(state: &mut State, bytes: &[u8]) -> Vec<Effect> {
    let feed = &mut state.feed;
    let Some(reader) = feed.reader.as_mut().filter(|_| feed.ending.is_none()) else {
        return Vec::new();
    };
    feed.bytes += bytes.len() as u64;
    if feed.total_bytes.is_some_and(|total| feed.bytes > total) {
        feed.total_bytes = None;
    }
    if let Err(error) = reader.push(bytes) {
        return load_failed(state, LoadError::Feed(error));
    }
    let rows = reader.store().len();
    let indexed = if feed.is_reload { 0 } else { feed.index.rows };
    if feed.indexing.is_none() && rows >= indexed.saturating_mul(growth(indexed)).max(FIRST_ROWS) {
        state.feed.indexing = Some(Indexing::new(rows, None, filter::keep(state, None)));
    }
    Vec::new()
}

/// Marks appear as soon as there are so many rows.
const FIRST_ROWS: u32 = 8;

/// By how much the rows grow until they are indexed anew: all those indexes together are to cost a part of what the
/// last one does, which is only seen where there are many.
fn growth(indexed: u32) -> u32 {
    if indexed < 20_000 { 2 } else { 8 }
}

fn load_ended(state: &mut State) -> Vec<Effect> {
    let feed = &mut state.feed;
    let Some(reader) = feed.reader.as_mut().filter(|_| feed.ending.is_none()) else {
        return Vec::new();
    };
    match reader.end() {
        Ok(_) => end(state, Phase::Loaded),
        // Cut off; where that was before anything came, nothing is to take the place of what is shown.
        Err(error) if reader.summary().total == 0 => load_failed(state, LoadError::Feed(error)),
        Err(error) => end(state, Phase::Failed(LoadError::Feed(error))),
    }
}

fn load_failed(state: &mut State, error: LoadError) -> Vec<Effect> {
    let feed = &mut state.feed;
    let Some(reader) = feed.reader.as_mut().filter(|_| feed.ending.is_none()) else {
        return Vec::new();
    };
    if reader.store().is_empty() {
        // Nothing new came: what a reload was to replace stays.
        feed.reader = None;
        feed.phase = Phase::Failed(error);
        if !std::mem::take(&mut feed.is_reload) {
            forget_rows(feed);
            forget(state);
            super::panel::selection_read(state);
            super::story::read(state);
            return Vec::new();
        }
        // What the filter asks for was given up when the load began.
        let is_part = state.feed.index.kept.is_some() || !state.filter.is_empty();
        return if is_part { filter::begin(state) } else { Vec::new() };
    }
    // What was read is worth showing; its numbers and dates are settled as in a whole feed.
    let _ = reader.end();
    end(state, Phase::Failed(error))
}

/// All bytes have come: what they mean can be settled.
fn end(state: &mut State, ending: Phase) -> Vec<Effect> {
    let feed = &mut state.feed;
    feed.phase = Phase::Resolving;
    feed.ending = Some(ending);
    feed.indexing = None;
    if feed.is_settling() { Vec::new() } else { ask_zone(state) }
}

/// Asks for the zone that says what dates mean.
fn ask_zone(state: &mut State) -> Vec<Effect> {
    let collection = state.feed.reader.as_ref().map(Reader::collection);
    match collection.and_then(|collection| collection.timezone.clone()) {
        Some(name) => vec![Effect::ResolveZone { role: ZoneRole::Feed, name }],
        None => {
            zone_resolved(state, Zone::utc());
            Vec::new()
        }
    }
}

fn zone_resolved(state: &mut State, zone: Zone) {
    let feed = &mut state.feed;
    if feed.reader.is_some() && feed.ending.is_none() {
        // That of an older load.
        return;
    }
    let rows = feed.reader.as_ref().map_or(&feed.store, Reader::store).len();
    state.feed.indexing = Some(Indexing::new(rows, Some(zone), filter::keep(state, None)));
}

/// A slice takes up so many rows at a time: a millisecond or two.
const SLICE_ROWS: u32 = 16_384;

/// Does a piece of the work that goes on.
fn work(state: &mut State) -> Vec<Effect> {
    let feed = &mut state.feed;
    if let Some(reader) = feed.reader.as_mut().filter(|reader| reader.is_settling()) {
        let is_over = reader.settle(SLICE_ROWS);
        return if is_over { ask_zone(state) } else { Vec::new() };
    }
    let mut effects = Vec::new();
    if feed.binning.is_some() {
        timeline::bin(state, SLICE_ROWS);
    } else if let Some(mut indexing) = feed.indexing.take() {
        let store = feed.reader.as_mut().map_or(&mut feed.store, Reader::store_mut);
        if indexing.advance(store, SLICE_ROWS) {
            effects = indexed(state, indexing);
        } else {
            feed.indexing = Some(indexing);
        }
    } else {
        effects = filter::work(state);
    }
    end_load(state);
    effects
}

/// The load has come to its end when nothing more is to be done for it, and what the filter asks for is found.
pub(super) fn end_load(state: &mut State) {
    let feed = &mut state.feed;
    let is_done = feed.reader.is_none() && !feed.has_work() && !feed.is_searching();
    if let Some(ending) = feed.ending.take_if(|_| is_done) {
        feed.phase = ending;
    }
}

/// There is a new index: of what has come so far, or of the whole feed.
fn indexed(state: &mut State, indexing: Indexing) -> Vec<Effect> {
    let (index, zone) = indexing.finish();
    if state.feed.reader.is_none() && zone.is_none() {
        filtered(state, index);
        return Vec::new();
    }
    let pointed = Pointed::of(state, state.feed.is_reload);
    let feed = &mut state.feed;
    feed.revision += 1;
    let former = std::mem::take(&mut feed.index);
    // The bars stay until there are others; those of a reload count what is gone.
    let histogram = former.histogram.filter(|_| !feed.is_reload);
    feed.index = Index { histogram, axis: former.axis, ..index };
    // What the rows of before had to say is not theirs.
    if std::mem::take(&mut feed.is_reload) || zone.is_some() {
        feed.shown_generation = feed.generation;
        state.texts.clear();
    }
    if zone.is_some()
        && let Some(reader) = feed.reader.take()
    {
        let summary = reader.summary();
        (feed.rejected_count, feed.number_unit) = (summary.rejected, summary.unit);
        (feed.store, feed.collection, feed.rejected) = reader.into_parts();
    }
    pointed.restore(state);
    let is_whole = zone.is_some();
    if let Some(zone) = zone {
        state.time.zone = zone;
    }
    show(state);
    let mut effects = Vec::new();
    if is_whole {
        effects = warnings("the feed", &state.feed.collection.warnings);
        for Rejected { index, reason, .. } in state.feed.rejected().iter().take(MOST_WARNED) {
            let of = ["feature ", &index.to_string(), ", counted from 0"].concat();
            effects.extend(warnings(&of, std::slice::from_ref(reason)));
        }
        timeline::zoom::settle(state);
        timeline::resolve_asked(state);
        map::load_settled(state);
        timeline::play::load_settled(state);
        super::panel::selection_read(state);
        super::story::read(state);
        // What is asked for can only be looked for now, and may be another than when this index was begun.
        if !state.filter.is_empty() || state.feed.index.kept.is_some() {
            state.feed.search = None;
            effects.extend(filter::begin(state));
        }
    } else {
        map::fit_to_data(state);
    }
    effects
}

/// There is an index of what a filter keeps, or again that of all.
pub(super) fn filtered(state: &mut State, index: Index) {
    let pointed = Pointed::of(state, false);
    let feed = &mut state.feed;
    feed.revision += 1;
    let former = std::mem::take(&mut feed.index);
    let (histogram, axis) = (former.histogram.clone(), former.axis.clone());
    feed.index = Index { histogram, axis, ..index };
    if former.kept.is_none() {
        feed.whole = Some(former);
    }
    pointed.restore(state);
    show(state);
    filter::index_hits(state);
}

/// Shows what the index covers.
fn show(state: &mut State) {
    let feed = &mut state.feed;
    let (rows, kept) = (feed.index.rows, feed.index.kept.clone());
    let store = feed.reader.as_mut().map_or(&mut feed.store, Reader::store_mut);
    store.keep(rows, kept.as_ref().and_then(RowSet::listed));
    timeline::rebin(state);
    recount(state);
}

fn text_arrived(state: &mut State, row: u32, bytes: &[u8]) -> Vec<Effect> {
    let id = state.feed.store().id(row);
    if bytes.is_empty() {
        state.texts.miss(row);
        return warnings(id, &["its text is lost".to_owned()]);
    }
    let incident = feed::incident(id, bytes, &state.settings.read, state.feed.number_unit());
    let comparisons = compare(&incident, state.feed.collection(), &state.time.zone);
    let differ = comparisons.iter().any(|comparison| comparison.differ);
    let warnings = warnings(&incident.id, &incident.warnings);
    state.texts.insert(row, incident, differ);
    warnings
}

/// Of so many features that could not be read the console hears; `rejected()` has more.
const MOST_WARNED: usize = 10;

/// What could not be read of an incident, or of what a feed says of itself.
fn warnings(of: &str, warnings: &[String]) -> Vec<Effect> {
    warnings
        .iter()
        .map(|warning| Effect::Warn(["incident-map: ", of, ": ", warning].concat()))
        .collect()
}

/// Counts anew what the window shows.
pub(super) fn recount(state: &mut State) {
    let rejected = state.feed.rejected_count();
    let (window, feed) = (state.time.window, &mut state.feed);
    let mut index = std::mem::take(&mut feed.index);
    index.recount(window, feed.store(), rejected);
    feed.index = index;
}
