//! What is seen, as plain data: computed from the state alone, drawn elsewhere.

pub mod labels;
pub mod panel;
pub mod timeline;
pub mod legend;
pub mod names;
pub mod scene;
pub mod status;
