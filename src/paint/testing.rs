//! States to paint from.

#![allow(clippy::unwrap_used)]

use super::{Request, read as read_feed};
use crate::basemap::{Basemap, BasemapPart};
use crate::camera::Viewport;
use crate::settings::{BasemapKind, Settings};
use crate::state::State;
use crate::text::Words;
use crate::tiles::Tile;
use crate::time::AskedWindow;

/// What a reader of English sees of a feed.
pub fn read(feed: &str) -> State {
    read_in(feed, None)
}

/// The same without the ground, which takes time to read.
pub fn read_bare(feed: &str) -> State {
    read_with(feed, None, false)
}

/// What is seen in a time window.
pub fn read_in(feed: &str, window: Option<(&str, &str)>) -> State {
    read_with(feed, window, true)
}

fn read_with(feed: &str, window: Option<(&str, &str)>, has_basemap: bool) -> State {
    let basemap = |part| {
        let name = match part {
            BasemapPart::World => "world".to_owned(),
            BasemapPart::Hispaniola => "hispaniola".to_owned(),
            BasemapPart::Region(Tile { zoom, x, y }) => format!("regions/{zoom}-{x}-{y}"),
            BasemapPart::Own => return None,
        };
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/basemap/");
        Basemap::read(&std::fs::read(format!("{folder}{name}.json")).ok()?).ok()
    };
    let kind = BasemapKind::of(if has_basemap { None } else { Some("none") });
    let request = Request {
        settings: Settings { lang: "en".to_owned(), basemap: kind, ..Settings::default() },
        words: Words::parse(include_str!("../text/en.json")).unwrap(),
        viewport: Viewport { width: 480.0, height: 400.0 },
        window: window.map_or_else(AskedWindow::default, |(start, end)| {
            AskedWindow::between(Some(start), Some(end))
        }),
        center: None,
        zoom: None,
        basemap: &basemap,
    };
    read_feed(feed.as_bytes(), request).unwrap()
}
