//! The time window: asked for by the page, dragged, typed, stepped by key, or played.

pub(super) mod play;
pub(super) mod zoom;

use std::rc::Rc;

use crate::calendar::{self, Unit};
use crate::message::{HandleStep, Message};
use crate::state::{Handle, Held, State, TypedError};
use crate::text::Length;
use crate::time::{AskedWindow, TimeRange, Timestamp, Zone};
use crate::timeline::{Axis, HistogramBuilder};

use super::feed;

pub(super) use play::frame_began;

/// A strip that is not shown has bins as if it were so wide, in CSS pixels, for the page may still play.
const HIDDEN_WIDTH: f64 = 600.0;
/// What moves by less, in CSS pixels, is a click.
const CLICK_SLOP_PX: f64 = 3.0;

pub(super) fn update(state: &mut State, message: Message) {
    match message {
        Message::WindowAsked(asked) => {
            state.time.is_playing = false;
            state.time.asked = Some(asked);
            resolve_asked(state);
        }
        Message::WindowChanged(window) => change(state, window),
        Message::TimelineResized(width) => {
            state.time.width = width;
            rebin(state);
        }
        Message::DatesTyped { start, end } => dates_typed(state, &start, &end),
        Message::HandleStepped { handle, step } => handle_stepped(state, handle, step),
        Message::AxisZoomed { times, around } => zoom::zoomed(state, times, around),
        Message::PlayToggled => play::set(state, !state.time.is_playing),
        Message::PlaySet(is_playing) => play::set(state, is_playing),
        Message::PlayModeChosen(mode) => state.time.mode = mode,
        Message::SpeedChosen(speed) => state.time.speed = speed,
        message => dragged(state, message),
    }
}

impl State {
    /// The axis of the timeline; `None` where nothing has a date.
    #[must_use]
    pub fn axis(&self) -> Option<&Axis> {
        self.feed.index.axis.as_ref()
    }

    /// The window as the timeline has it: what was chosen, else all of the data, in whole steps of the axis.
    #[must_use]
    pub fn timeline_window(&self) -> Option<TimeRange> {
        self.axis().map(|axis| self.time.window.unwrap_or(axis.whole))
    }

    /// The window as it is told: where it reaches to an end of the axis, to that of the data, which may lie within a step of it.
    #[must_use]
    pub fn told_window(&self) -> Option<TimeRange> {
        let (axis, window, data) = (self.axis()?, self.timeline_window()?, self.feed.index.extent?);
        let (mut start, mut end) = (window.start(), window.end());
        // In whole days, and where that is more than is laid out, in minutes.
        let units = [Unit::Day, Unit::Minutes(1)];
        if start == axis.whole.start() {
            let floors = units.map(|unit| calendar::floor(data.start(), unit, &axis.zone));
            start = floors.into_iter().find(|&at| at >= start).unwrap_or(start);
        }
        if end == axis.whole.end() {
            let last = Timestamp(data.end().0.saturating_sub(1));
            let after = |unit| match calendar::floor(last, unit, &axis.zone) {
                // What happens at that minute is told by it.
                at if at == last && unit != Unit::Day => at,
                _ => calendar::next(last, unit, &axis.zone),
            };
            end = units.map(after).into_iter().find(|&at| at <= end).unwrap_or(end);
        }
        TimeRange::new(start, end).or(Some(window))
    }

    /// The first and the last date of the window, as they can be typed.
    #[must_use]
    pub fn window_dates(&self) -> Option<(String, String)> {
        Some(self.words.range_ends(self.told_window()?, &self.axis()?.zone, Length::Long))
    }
}

/// The reader or the page moves the window: nothing else does any more.
fn take_over(state: &mut State) {
    state.time.is_playing = false;
    state.time.asked = None;
}

/// The reader or the page wants another window, or all of the dates.
fn change(state: &mut State, window: Option<TimeRange>) {
    take_over(state);
    set(state, window);
    if let (None, Some(axis)) = (window, state.axis()) {
        zoom::lay_out(state, axis.whole);
    }
}

/// Shows a window of the feed's; what can't be one is the whole of the data.
pub(super) fn show(state: &mut State, asked: Option<AskedWindow>) {
    let whole = state.feed.index.extent.unwrap_or(TimeRange::EVER);
    let window = asked.and_then(|asked| asked.resolve(whole, &state.time.zone).ok());
    change(state, window);
}

/// The reader moves the window. All of the data is none, and remains all of them when there are more.
fn move_to(state: &mut State, window: TimeRange) {
    let window = unless_whole(state, window);
    set(state, window);
}

fn unless_whole(state: &State, window: TimeRange) -> Option<TimeRange> {
    let wholes = [state.feed.index.extent, state.axis().map(|axis| axis.whole)];
    Some(window).filter(|window| !wholes.contains(&Some(*window)))
}

/// Shows another window.
fn set(state: &mut State, window: Option<TimeRange>) {
    let before = state.timeline_window();
    state.time.window = window;
    state.time.typed_error = None;
    state.time.is_window_spoken = false;
    state.time.moved_ms = state.now_ms;
    feed::recount(state);
    if state.time.held.is_none() {
        zoom::keep_in_sight(state, before);
    }
}

/// Says what the page's words for the window mean, now that the zone is known.
pub(super) fn resolve_asked(state: &mut State) {
    let Some(asked) = &state.time.asked else { return };
    // Before there are data, what is left open is open.
    let all_of_time = TimeRange::new(Timestamp::FIRST, Timestamp::LAST);
    let Some(whole) = state.feed.index.extent.or(all_of_time) else { return };
    let window = match asked {
        AskedWindow { start: None, end: None } => Ok(None),
        asked => asked.resolve(whole, &state.time.zone).map(Some),
    };
    match window {
        Ok(window) => set(state, window),
        Err(_) => state.time.asked = None,
    }
}

/// Lays out the axis and counts the histogram anew: the rows, a zone, the width or the part are others. What takes longer
/// than a slice of work goes on in the next ones, and the former one stays until then.
pub(super) fn rebin(state: &mut State) {
    let (time, index) = (&state.time, &state.feed.index);
    let width = if time.width > 0.0 { time.width } else { HIDDEN_WIDTH };
    let finest = if index.has_clock { Unit::Seconds(1) } else { Unit::Day };
    let (feed, display) = (&time.zone, time.shown_zone());
    let axis = index.extent.map(|extent| {
        let axis = Axis::new(extent, width, finest, feed, display);
        // What another feed was zoomed into is nothing to this one.
        let part = time.span.filter(|&part| axis.whole.intersects(part.start(), part.end()));
        match part {
            Some(part) => axis.showing(part, width, feed, display),
            None => axis,
        }
    });
    let categories = state.feed.store().category_count();
    state.feed.binning = axis.clone().map(|axis| HistogramBuilder::new(axis, categories));
    state.feed.index.axis = axis;
    if state.feed.binning.is_none() {
        state.feed.index.histogram = None;
    }
    if state.feed.index.rows <= AT_ONCE {
        bin(state, AT_ONCE);
    }
}

/// So many rows are counted into bins at once, in one or two milliseconds.
const AT_ONCE: u32 = 16_384;

/// Goes on with counting into bins.
pub(super) fn bin(state: &mut State, budget: u32) {
    let Some(mut binning) = state.feed.binning.take() else { return };
    if binning.advance(state.feed.store(), &state.feed.index.covered(), budget) {
        state.feed.index.histogram = Some(Rc::new(binning.finish()));
    } else {
        state.feed.binning = Some(binning);
    }
}

fn dates_typed(state: &mut State, start: &str, end: &str) {
    match typed_window(state, start.trim(), end.trim()) {
        Ok(window) => change(state, window.and_then(|window| unless_whole(state, window))),
        Err(error) => state.time.typed_error = Some(error),
    }
}

/// The window of the dates that were typed; a field that was left empty is the end of the data on that side,
/// and one that was left as it was is that end of the window to the millisecond.
fn typed_window(state: &State, start: &str, end: &str) -> Result<Option<TimeRange>, TypedError> {
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else {
        return Ok(None);
    };
    if start.is_empty() && end.is_empty() {
        return Ok(None);
    }
    let (shown_start, shown_end) = state.window_dates().unwrap_or_default();
    let from = match start {
        "" => None,
        text if text == shown_start => Some(window.start()),
        text => typed_ends(state, text, &axis.zone).ok_or(TypedError::Start)?.0,
    };
    let to = match end {
        "" => None,
        text if text == shown_end => Some(window.end()),
        text => match typed_ends(state, text, &axis.zone).ok_or(TypedError::End)? {
            // A time of day is the end that is shown by it, unless it is the beginning too.
            (Some(at), Some(after)) if after.0 - at.0 == 1 && from.is_none_or(|from| from < at) => {
                Some(at)
            }
            (_, after) => after,
        },
    };
    let to = to.unwrap_or_else(|| axis.end_after(from));
    let from = from.unwrap_or_else(|| axis.start_before(to));
    let window = TimeRange::new(from, to).filter(|window| window.duration_ms() > 0);
    // Who writes a date beyond the other one means that date, and has not come to the other field yet.
    let alone = match (start == shown_start, end == shown_end) {
        (false, true) => typed_ends(state, start, &axis.zone),
        (true, false) => typed_ends(state, end, &axis.zone),
        _ => None,
    };
    let alone = || alone.and_then(|(from, to)| TimeRange::new(from?, to?));
    window.or_else(alone).map(Some).ok_or(TypedError::Reversed)
}

/// When what was typed begins and ends; an end that is open is `None`.
fn typed_ends(
    state: &State,
    text: &str,
    zone: &Zone,
) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    let extent = state.words.parse_typed(text).ok()?.extent().resolve(zone);
    let finite = |at: Timestamp| (!at.is_open()).then_some(at);
    let end = finite(extent.latest).map(|last| Timestamp(last.0 + 1));
    Some((finite(extent.earliest), end))
}

fn handle_stepped(state: &mut State, handle: Handle, step: HandleStep) {
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else { return };
    let old = if handle == Handle::End { window.end() } else { window.start() };
    let new = match step {
        HandleStep::Units(count) => axis.stepped(old, axis.step, count),
        HandleStep::Pages(count) => axis.stepped(old, axis.page, count),
        HandleStep::First => axis.whole.start(),
        HandleStep::Last => axis.whole.end(),
    };
    let window = match handle {
        Handle::Start => axis.with_start(window, new),
        Handle::End => axis.with_end(window, new),
        Handle::Window | Handle::Fresh | Handle::Axis => {
            axis.shifted(window, new.0.saturating_sub(old.0))
        }
    };
    take_over(state);
    move_to(state, window);
    state.time.is_window_spoken = true;
}

fn dragged(state: &mut State, message: Message) {
    match message {
        Message::TimelinePressed { handle, share } => {
            let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else {
                return;
            };
            let at = axis.at(share);
            // The window is taken over once it moves.
            state.time.is_playing = false;
            state.time.held = Some(Held { handle, share, at, window, moved: false });
        }
        Message::TimelineDragged { share } => {
            if let Some(held) = &mut state.time.held {
                held.moved |= (share - held.share).abs() * state.time.width > CLICK_SLOP_PX;
            }
            follow(state, share);
        }
        Message::TimelineReleased => released(state),
        Message::TimelineCancelled => {
            let held = state.time.held.take();
            if let Some(held) = held.filter(|held| held.moved && held.handle != Handle::Axis) {
                move_to(state, held.window);
            }
        }
        _ => {}
    }
}

/// What is held goes where the hand goes.
fn follow(state: &mut State, share: f64) {
    let Some(held) = state.time.held.filter(|held| held.moved) else { return };
    let Some(axis) = state.axis() else { return };
    let window = held.window;
    let by_ms = axis.at(share).0.saturating_sub(held.at.0);
    // From where the handle was taken, which need not be its middle; and the handle may have stood for one beyond.
    let moved = |end: Timestamp| {
        let end = end.clamp(axis.range.start(), axis.range.end());
        axis.snap(Timestamp(end.0.saturating_add(by_ms)))
    };
    let window = match held.handle {
        Handle::Start => axis.with_start(window, moved(window.start())),
        Handle::End => axis.with_end(window, moved(window.end())),
        Handle::Window => axis.shifted(window, by_ms),
        Handle::Fresh => axis.between(held.at, axis.at(share)),
        Handle::Axis => return zoom::push_along(state, share),
    };
    take_over(state);
    move_to(state, window);
}

/// A click on the histogram is one for the bin under it.
fn released(state: &mut State) {
    let Some(held) = state.time.held.take() else { return };
    if held.moved && held.handle != Handle::Axis {
        return zoom::keep_in_sight(state, Some(held.window));
    }
    let is_click = !held.moved && matches!(held.handle, Handle::Fresh | Handle::Window);
    let histogram = state.feed.index.histogram.as_ref().filter(|_| is_click);
    let (Some(histogram), Some(axis)) = (histogram, state.axis()) else { return };
    if let Some(bin) = histogram.bin_at(held.at) {
        let window = axis.between(bin.range.start(), bin.range.end());
        take_over(state);
        move_to(state, window);
    }
}

/// Moves the window, as it is, to where an incident lies in it.
pub(super) fn bring_into_window(state: &mut State, row: u32) {
    let store = state.feed.store();
    if !store.is_dated(row) {
        return;
    }
    if state.is_in_window(row) {
        return zoom::show(state, row);
    }
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else { return };
    let within = |at: Timestamp| at.clamp(axis.whole.start(), axis.whole.end());
    let middle = i64::midpoint(within(store.earliest(row)).0, within(store.latest(row)).0);
    let window = axis.around(window, Timestamp(middle));
    take_over(state);
    move_to(state, window);
}

#[cfg(test)]
mod tests;
