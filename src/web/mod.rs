//! The browser's edge: what a page calls, what the reader's hand does, and what is written into the document.

mod actions;
mod app;
mod arrivals;
mod attributes;
mod bars;
mod canvas;
mod dom;
mod dots;
mod events;
mod ground;
mod input;
mod layout;
mod list;
mod load;
mod marks;
mod page_api;
mod panel;
mod patch;
mod snapshot;
mod theme;
mod timeline;
mod ui;
mod values;
mod zone;

pub use page_api::MapHandle;
