//! States that the timeline's tests begin with.

use crate::message::Message;
use crate::state::State;
use crate::testing::{HAITI, Harness};

/// The state after a feed was read, on a timeline of 700 CSS pixels.
pub(crate) fn loaded(feed: &str) -> State {
    let mut harness = Harness::new(feed);
    harness.send(Message::TimelineResized(700.0));
    harness.state
}

/// The state with the first data set.
pub(crate) fn haiti() -> State {
    loaded(HAITI)
}
