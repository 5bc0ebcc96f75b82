//! What lets a time window move over clusters of a million incidents with every count exact.
//!
//! Incidents stand in two orders: by time, and by place, in which each has a *rank* such that every cluster of
//! every zoom is a contiguous range of ranks ([`Tree`]). A wavelet matrix ([`Matrix`]) maps the one order onto the
//! other, and so counts how many of a range of ranks lie in a range of times in O(log n), with nothing rebuilt.
//!
//! All of it is built once, by builders that do a bounded piece of work at a time, so that a page which builds for
//! a million incidents goes on answering; what is built does not change any more.
//!
//! It is a crate of its own because it is compiled for speed, and the rest of the map for size.

mod dots;
mod matrix;
mod names;
mod sort;
mod tree;

pub use dots::{Among, Dots, Rows, View, Wanted};
pub use matrix::{Matrix, MatrixBuilder};
pub use names::{Names, Refused};
pub use sort::RadixSort;
pub use tree::{Found, LEVEL_OF_ZOOM_0, LEVELS, Point, Square, Tree, TreeBuilder};
