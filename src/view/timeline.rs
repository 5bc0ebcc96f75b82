//! The strip under the map: a histogram on a time axis, and a window that two handles bound.

mod bars;
mod labels;

use std::rc::Rc;

use crate::calendar::{self, LABEL_OVERHANG_PX, Tick};
use crate::state::{PlayMode, Speed, State, TypedError};
use crate::text::{Length, Words};
use crate::time::{TimeRange, Timestamp};
use crate::timeline::{Axis, Histogram};

pub use bars::{Block, blocks};
pub use labels::{part_at, place_labels};

/// How wide a letter of a tick's label is at most, on average, in CSS pixels.
const TICK_LETTER_PX: f64 = 7.0;

/// All of the strip. Lengths are CSS pixels from the left end of the histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineView {
    /// The names of buttons and fields.
    pub names: Names,
    /// The axis and all on it; `None` where nothing has a date.
    pub track: Option<Track>,
    /// Says why there is no axis, once that is known.
    pub note: Option<String>,
    /// How many incidents have no date, in words.
    pub undated: Option<String>,
    /// Whether there is an incident before the one that is open, and one after it.
    pub neighbors: (bool, bool),
    /// Whether it plays.
    pub is_playing: bool,
    /// How the window moves while it plays.
    pub mode: PlayMode,
    /// How fast.
    pub speed: Speed,
}

/// The axis, the histogram and the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// The width of the histogram.
    pub width: f64,
    /// The bins.
    pub histogram: Rc<Histogram>,
    /// The ticks of the axis.
    pub ticks: Vec<TickView>,
    /// The slider at the start of the window.
    pub start: SliderView,
    /// The one at its end.
    pub end: SliderView,
    /// The window as a whole.
    pub window: SliderView,
    /// What the three of them say: the window and how many incidents are in it.
    pub value_text: String,
    /// Whether the window is the whole of the data.
    pub is_whole: bool,
    /// From when to when the open incident may have happened.
    pub selected: Option<(f64, f64)>,
    /// The first and the last date of the window, to be typed anew.
    pub dates: (String, String),
    /// What is wrong with those that were typed, in words.
    pub error: Option<(TypedError, String)>,
}

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct TickView {
    /// Where it stands.
    pub x: f64,
    /// Whether a greater unit begins here.
    pub is_major: bool,
    /// What it says, and the middle of that.
    pub label: Option<(String, f64)>,
}

/// A slider, its values in ms since the beginning of the data.
#[derive(Clone, Debug, PartialEq)]
pub struct SliderView {
    /// Where it stands.
    pub x: f64,
    /// The date that it shows; empty for the window as a whole.
    pub date: String,
    /// Where it is.
    pub now: i64,
    /// Where it can be at the earliest.
    pub min: i64,
    /// And at the latest.
    pub max: i64,
}

/// The names of what can be pressed, set and typed.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each holds the string of its name")]
pub struct Names {
    pub label: String,
    pub start: String,
    pub end: String,
    pub window: String,
    /// Play or pause, whichever it would do.
    pub play: String,
    pub previous: String,
    pub next: String,
    pub all: String,
    pub options: String,
    pub motion: String,
    pub moving: String,
    pub growing: String,
    pub speed: String,
    pub slower: String,
    pub normal: String,
    pub faster: String,
    pub dates: String,
    pub typed_start: String,
    pub typed_end: String,
}

/// The strip for the state.
#[must_use]
pub fn timeline(state: &State) -> TimelineView {
    let (feed, time, words) = (&state.feed, &state.time, &state.words);
    let undated = u64::from(feed.index.counts.undated);
    let has_none = feed.index.histogram.is_none() && !feed.store().is_empty();
    TimelineView {
        names: names(words, time.is_playing),
        track: track(state),
        note: has_none.then(|| words.t("timeline.no-dates").to_owned()),
        undated: (undated > 0).then(|| words.plural("timeline.undated", undated, &[])),
        neighbors: neighbors(state),
        is_playing: time.is_playing,
        mode: time.mode,
        speed: time.speed,
    }
}

fn track(state: &State) -> Option<Track> {
    let histogram = state.feed.index.histogram.clone()?;
    let (axis, width) = (&histogram.axis, state.time.width);
    let window = state.timeline_window()?;
    let x = |at: Timestamp| axis.share_of(at) * width;
    let (start, end, whole) = sliders(axis, window, state);
    Some(Track {
        width,
        ticks: ticks(axis, width, &state.words),
        start,
        end,
        window: whole,
        value_text: value_text(state, axis, window),
        is_whole: state.time.window.is_none(),
        selected: selected(state).map(|(earliest, latest)| (x(earliest), x(latest))),
        dates: state.window_dates().unwrap_or_default(),
        error: state.time.typed_error.map(|error| (error, error_text(state, axis, error))),
        histogram,
    })
}

/// The sliders of the start, the end and the window as a whole.
fn sliders(axis: &Axis, window: TimeRange, state: &State) -> (SliderView, SliderView, SliderView) {
    let (range, width) = (axis.range, state.time.width);
    let (start_date, end_date) = state.words.range_ends(window, &axis.zone, Length::Short);
    let since = |at: Timestamp| at.clamp(range.start(), range.end()).0 - range.start().0;
    let slider = |at: Timestamp, date: String, min: i64, max: i64| SliderView {
        x: axis.share_of(at) * width,
        date,
        now: since(at).clamp(min, max),
        min,
        max,
    };
    let (first, last) = (since(window.start()), since(window.end()));
    let room = (range.duration_ms() - window.duration_ms()).max(0);
    (
        slider(window.start(), start_date, 0, last),
        slider(window.end(), end_date, first, range.duration_ms()),
        slider(window.start(), String::new(), 0, room),
    )
}

fn value_text(state: &State, axis: &Axis, window: TimeRange) -> String {
    let counts = &state.feed.index.counts;
    let range = state.words.range_phrase(window, &axis.zone);
    let count = u64::from(counts.mapped) + u64::from(counts.unlocated);
    let incidents = state.words.plural("incidents", count, &[]);
    state.words.with("timeline.value", &[("range", &range), ("incidents", &incidents)])
}

fn error_text(state: &State, axis: &Axis, error: TypedError) -> String {
    match error {
        TypedError::Reversed => state.words.t("timeline.reversed").to_owned(),
        TypedError::Start | TypedError::End => {
            let example = state.words.day(axis.range.start(), &axis.zone, Length::Long);
            state.words.with("timeline.not-a-date", &[("example", &example)])
        }
    }
}

fn selected(state: &State) -> Option<(Timestamp, Timestamp)> {
    let (row, store) = (state.selected_row()?, state.feed.store());
    store.is_dated(row).then(|| (store.earliest(row), store.latest(row)))
}

/// Whether there is an incident to go back to, and one to go on to.
fn neighbors(state: &State) -> (bool, bool) {
    let (index, counts) = (&state.feed.index, &state.feed.index.counts);
    let Some(row) = state.selected_row() else {
        let (Some(window), Some(extent)) = (state.window(), index.extent) else {
            return (false, false);
        };
        let is_any = counts.mapped + counts.unlocated > 0;
        return (is_any || extent.start() < window.start(), is_any || window.end() < extent.end());
    };
    let key = state.time_key(row);
    let place = index.by_time.partition_point(|&other| state.time_key(other) < key);
    (place > 0, place + 1 < index.by_time.len())
}

/// The ticks, a greater unit's name in place of the smaller one's where it begins.
fn ticks(axis: &Axis, width: f64, words: &Words) -> Vec<TickView> {
    let width_of = |text: &str| text.chars().count() as f64 * TICK_LETTER_PX;
    let label_px = |label| width_of(&words.tick(label));
    let ticks = calendar::ticks(axis.range, width, &axis.zone, &label_px);
    let text = |tick: &Tick| {
        let placed = tick.context.filter(|_| tick.major).or(tick.label)?;
        let text = words.tick(placed.label);
        let inset = width_of(&text) / 2.0 - LABEL_OVERHANG_PX;
        Some((text, tick.x_px.min(width - inset).max(inset)))
    };
    let mut views: Vec<TickView> = ticks
        .iter()
        .map(|tick| TickView { x: tick.x_px, is_major: tick.major, label: text(tick) })
        .collect();
    labels::thin_out(&mut views, width_of);
    views
}

fn names(words: &Words, is_playing: bool) -> Names {
    let name = |key: &str| words.t(key).to_owned();
    Names {
        label: name("timeline.label"),
        start: name("timeline.start"),
        end: name("timeline.end"),
        window: name("timeline.window"),
        play: name(if is_playing { "timeline.pause" } else { "timeline.play" }),
        previous: name("timeline.previous"),
        next: name("timeline.next"),
        all: name("timeline.all"),
        options: name("timeline.options"),
        motion: name("timeline.motion"),
        moving: name("timeline.moving"),
        growing: name("timeline.growing"),
        speed: name("timeline.speed"),
        slower: name("timeline.slower"),
        normal: name("timeline.normal"),
        faster: name("timeline.faster"),
        dates: name("timeline.dates"),
        typed_start: name("timeline.typed-start"),
        typed_end: name("timeline.typed-end"),
    }
}

#[cfg(test)]
mod tests;
