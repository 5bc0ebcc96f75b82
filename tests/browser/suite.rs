//! What a person can see and do, in real browsers: `cargo xtask test --browser [FILTER] [--engine firefox]`.
//! A test that fails leaves a picture of its page in `target/browser-failures/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(missing_docs)]

mod basemaps;
mod browsers;
mod chromium;
mod driver;
mod element;
mod embedding;
mod eyes;
mod fallback;
mod feeds;
mod filters;
mod firefox;
mod ground;
mod harness;
mod input;
mod leaving;
mod list;
mod making;
mod many;
mod map;
mod page;
mod packaged;
mod pages;
mod places;
mod printing;
mod reading;
mod regions;
mod reloads;
mod room;
mod scrubbing;
mod session;
mod starting;
mod story;
mod tiles;
mod timescale;
mod webkit;
