//! Painters that need no browser, natively only: the map as SVG, and what was reported as HTML, for readers without
//! scripts, for print, feeds, newsletters and search engines.
//!
//! Both are drawn from the views that the browser gets, so that they say the same.

mod clip;
mod html;
mod machine;
mod palette;
mod still;
mod svg;
#[cfg(test)]
mod testing;
mod zones;

pub use html::{Place, fragment, page, picture};
pub use machine::{Request, read};
