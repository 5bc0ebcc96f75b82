//! What is seen, as plain data: computed from the state alone, drawn elsewhere.

pub mod labels;
