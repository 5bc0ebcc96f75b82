//! Stub until the timeline lands.
use crate::message::Message;
use crate::state::State;
use crate::time::parse_window;
use crate::timeline::{Axis, Histogram};

use super::feed;

pub(super) fn update(state: &mut State, message: Message) {
    match message {
        Message::WindowAsked { start, end } => {
            state.time.asked = Some((start, end));
            resolve_asked(state);
        }
        Message::WindowChanged(window) => {
            state.time.asked = None;
            state.time.window = window;
            feed::recount(state);
        }
        Message::TimelineResized(width) => {
            state.time.width = width;
            rebin(state);
        }
        _ => {}
    }
}
pub(super) fn resolve_asked(state: &mut State) {
    let Some((start, end)) = &state.time.asked else { return };
    let Some(extent) = state.feed.index.extent else { return };
    if let Ok(window) = parse_window(start.as_deref(), end.as_deref(), extent, &state.time.zone) {
        state.time.window = Some(window);
        feed::recount(state);
    }
}
pub(super) fn rebin(state: &mut State) {
    let (extent, zone) = (state.feed.index.extent, &state.time.zone);
    let store = state.feed.store();
    state.feed.index.histogram = extent.filter(|_| state.time.width > 0.0).map(|extent| {
        let axis = Axis::new(extent, state.time.width, zone, state.time.shown_zone());
        Histogram::new(axis, store, |_| true)
    });
}
pub(super) fn frame_began(_state: &mut State, _now_ms: f64) {}
pub(super) fn bring_into_window(_state: &mut State, _row: u32) {}
