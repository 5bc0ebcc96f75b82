//! Playing: the window moves by itself until it reaches the end of the data.

use crate::state::{PlayMode, State};
use crate::time::{TimeRange, Timestamp};
use crate::timeline::Axis;

/// While the reader wants no motion, playing goes on by a step every so many ms.
const STEP_MS: f64 = 900.0;
/// After a pause of the browser's it goes on as if so many ms had passed at most, or those of a step.
const MAX_FRAME_MS: f64 = 1000.0;

pub(super) fn set(state: &mut State, is_playing: bool) {
    state.time.is_playing = false;
    // Of nothing it can be played when there is something.
    state.time.is_play_asked = is_playing && state.axis().is_none() && state.feed.is_under_way();
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else { return };
    if is_playing {
        let (begun, whole_end) = (begun(axis, window, state.time.mode), axis.whole.end());
        super::take_over(state);
        super::move_to(state, begun);
        // Of a single step there is nothing to play.
        state.time.is_playing = begun.end() < whole_end;
        state.time.played_ms = None;
    }
}

/// A load has ended: what was to be played is.
pub(in crate::update) fn load_settled(state: &mut State) {
    if state.time.is_play_asked {
        set(state, true);
    }
}

/// The window from which playing sets out: the one that is there, but from the end of the data, or from outside of them, it
/// begins anew, and from the whole of them with a tenth of what is laid out.
fn begun(axis: &Axis, window: TimeRange, mode: PlayMode) -> TimeRange {
    let (start, whole) = (axis.range.start(), axis.whole);
    let is_outside = window.end() <= whole.start() || window.start() >= whole.end();
    let is_long = window.duration_ms() >= axis.range.duration_ms();
    match mode {
        _ if !is_outside && window.end() < whole.end() => window,
        PlayMode::Growing => axis.between(start, axis.stepped(start, axis.bin, 1)),
        PlayMode::Moving if is_outside || is_long || window.start() <= start => {
            axis.between(start, axis.at(axis.share_of(start) + 0.1))
        }
        PlayMode::Moving => axis.shifted(window, start.0.saturating_sub(window.start().0)),
    }
}

pub(in crate::update) fn frame_began(state: &mut State, now_ms: f64) {
    if !state.time.is_playing {
        return;
    }
    let (Some(axis), Some(window)) = (state.axis(), state.timeline_window()) else {
        state.time.is_playing = false;
        return;
    };
    let passed_ms = now_ms - state.time.played_ms.unwrap_or(now_ms);
    let per_ms = axis.range.duration_ms() as f64 / state.time.speed.duration_ms();
    // Where few steps are laid out one of them takes longer.
    let most_ms = MAX_FRAME_MS.max(axis.step.mean_ms() as f64 / per_ms);
    let is_stepped = state.settings.reduced_motion;
    let by_ms = match is_stepped {
        true if passed_ms < STEP_MS => 0,
        true => axis.bin.mean_ms().min(window.duration_ms()).max(axis.step.mean_ms()),
        false => (passed_ms.min(most_ms) * per_ms) as i64,
    };
    let next = if by_ms > 0 { moved(axis, window, state.time.mode, by_ms) } else { window };
    if next == window {
        // What is less than a step is not lost: it adds up until it is one.
        state.time.played_ms.get_or_insert(now_ms);
        return;
    }
    // A window that reaches out of the data comes in at once.
    let beyond_ms = (by_ms - (next.end().0 - window.end().0)).max(-axis.step.mean_ms());
    let is_at_end = next.end() >= axis.whole.end();
    state.time.played_ms =
        Some(if is_stepped { now_ms } else { now_ms - beyond_ms as f64 / per_ms });
    super::move_to(state, next);
    state.time.is_playing = !is_at_end;
}

fn moved(axis: &Axis, window: TimeRange, mode: PlayMode, by_ms: i64) -> TimeRange {
    match mode {
        PlayMode::Moving => axis.shifted(window, by_ms),
        PlayMode::Growing => {
            let start = if axis.is_zoomed() { window.start() } else { axis.whole.start() };
            let end = window.end().clamp(axis.whole.start(), axis.whole.end());
            axis.between(start, Timestamp(end.0 + by_ms))
        }
    }
}

#[cfg(test)]
mod tests;
