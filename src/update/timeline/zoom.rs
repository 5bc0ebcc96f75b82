//! Which part of the data the timeline lays out.

use super::rebin;
use crate::message::Fixed;
use crate::state::{Handle, State};
use crate::time::{TimeRange, Timestamp};

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
    let Some(axis) = state.axis().filter(|axis| axis.range != range) else { return };
    state.time.span = Some(range).filter(|&range| range != axis.whole);
    rebin(state);
}

pub(super) fn zoomed(state: &mut State, times: f64, around: Fixed) {
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else { return };
    let at = match around {
        Fixed::Share(share) => axis.at(share),
        Fixed::Handle(Handle::Start) => window.start(),
        Fixed::Handle(Handle::End) => window.end(),
        Fixed::Handle(_) if state.time.window.is_none() => axis.at(0.5),
        Fixed::Handle(_) => Timestamp(i64::midpoint(window.start().0, window.end().0)),
    };
    let range = axis.zoomed(times, axis.share_of(at).clamp(0.0, 1.0));
    // A window that has room is not cut off.
    let is_kept = around == Fixed::Handle(Handle::Window)
        && state.time.window.is_some()
        && window.duration_ms() < range.duration_ms() / 2;
    let range = if is_kept { axis.with_in_sight(range, window) } else { range };
    lay_out(state, range);
}

/// The axis goes along with the hand.
pub(super) fn push_along(state: &mut State, share: f64) {
    let Some(held) = &mut state.time.held else { return };
    let by = std::mem::replace(&mut held.share, share) - share;
    if let Some(range) = state.axis().map(|axis| axis.pushed(by)) {
        lay_out(state, range);
    }
}

#[cfg(test)]
mod tests;
