//! Stub.
use crate::state::State;
/// Stub.
#[derive(PartialEq)]
pub struct PanelView;
/// Stub.
pub fn panel(_state: &State) -> PanelView {
    PanelView
}
