//! What is seen, as plain data: computed from the state alone, drawn elsewhere. What is painted are values, what stands
//! in the document is [`markup`].

pub mod markup;
pub mod labels;
pub mod legend;
pub mod names;
pub mod relations;
pub mod dots;
pub mod scene;
pub mod scale;
pub mod panel;
pub mod timeline;
pub mod filters;
pub mod status;
pub mod speech;
pub mod document;
