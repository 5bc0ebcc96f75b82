//! Stub.
use crate::state::State;
/// Stub.
#[derive(PartialEq)]
pub struct TimelineView;
/// Stub.
pub fn timeline(_state: &State) -> TimelineView {
    TimelineView
}
