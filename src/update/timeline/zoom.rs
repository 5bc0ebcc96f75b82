//! Which part of the data the timeline lays out.

use super::rebin;
use crate::message::Fixed;
use crate::state::{Handle, State};
use crate::time::{TimeRange, Timestamp};
use crate::timeline::Axis;

/// Where the timeline is zoomed into, it goes along with the end of the window that has moved.
pub(super) fn keep_in_sight(state: &mut State, before: Option<TimeRange>) {
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else { return };
    let is_followed = axis.is_zoomed() && state.time.window.is_some();
    let Some(before) = before.filter(|_| is_followed) else { return };
    let moved = match (window.start() == before.start(), window.end() == before.end()) {
        (true, true) => return,
        (true, false) => TimeRange::new(window.end(), window.end()),
        (false, true) => TimeRange::new(window.start(), window.start()),
        (false, false) => Some(window),
    };
    let range = moved.map(|moved| axis.with_in_sight(axis.range, moved));
    range.into_iter().for_each(|range| lay_out(state, range));
}

/// Lays out a part of the data, or all of them.
pub(super) fn lay_out(state: &mut State, range: TimeRange) {
    let Some(axis) = state.axis() else { return };
    let is_other = range != axis.range;
    state.time.span = Some(range).filter(|&range| range != axis.whole);
    if is_other {
        rebin(state);
    }
}

/// Has an incident's dates in sight, where the timeline is zoomed into.
pub(super) fn show(state: &mut State, row: u32) {
    let Some(axis) = state.axis().filter(|axis| axis.is_zoomed()) else { return };
    let Some(extent) = state.feed.store().extent(row) else { return };
    let within = |at: Timestamp| at.clamp(axis.whole.start(), axis.whole.end());
    let dates = TimeRange::new(within(extent.earliest), within(extent.latest));
    let range = dates.map(|dates| axis.with_in_sight(axis.range, dates));
    range.into_iter().for_each(|range| lay_out(state, range));
}

/// What another feed was zoomed into is nothing to one that has nothing there.
pub(in crate::update) fn settle(state: &mut State) {
    state.time.span = state.time.span.filter(|_| state.axis().is_some_and(Axis::is_zoomed));
}

pub(super) fn zoomed(state: &mut State, times: f64, around: Fixed) {
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else { return };
    let at = match around {
        Fixed::Handle(Handle::Start) => window.start(),
        Fixed::Handle(Handle::End) => window.end(),
        _ if state.time.window.is_none() => axis.at(0.5),
        _ => Timestamp(i64::midpoint(window.start().0, window.end().0)),
    };
    let (from, to) = match around {
        Fixed::Hand { from, to } => (from, to),
        // In the middle there is as much to be seen before it as after it.
        Fixed::Handle(_) => (axis.share_of(at), 0.5),
    };
    let range = axis.zoomed(times, from, to);
    state.time.is_span_spoken = matches!(around, Fixed::Handle(_));
    lay_out(state, range);
}

/// The axis goes along with the hand.
pub(super) fn push_along(state: &mut State, share: f64) {
    let Some(held) = &mut state.time.held else { return };
    let from = std::mem::replace(&mut held.share, share);
    zoomed(state, 1.0, Fixed::Hand { from, to: share });
}

#[cfg(test)]
mod tests;
