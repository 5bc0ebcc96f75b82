//! What is to be done outside.

use super::ZoneRole;
use crate::basemap::BasemapPart;
use crate::tiles::Tile;

/// What the edge is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Find out the offsets of a zone and answer with [`Message::ZoneResolved`].
    ResolveZone {
        /// For whom.
        role: ZoneRole,
        /// Its IANA name.
        name: String,
    },
    /// Get the feed of a load that begins.
    ReadFeed {
        /// That of the load.
        generation: u32,
        /// That of the load whose rows are shown.
        shown_generation: u32,
        /// Whether what the browser thinks that it has still is asked for again.
        is_reload: bool,
    },
    /// Answer with [`Message::LoadProvedSlow`] when that has gone on for a while.
    MindTheLoad,
    /// Get a file of the basemap.
    LoadBasemap(BasemapPart),
    /// Get these tiles, the first ones first, and give up what else was asked for.
    LoadTiles(Vec<Tile>),
    /// The basemap is another: give up what was asked for of the old one, and forget what came.
    ForgetBasemap,
    /// Read these incidents' bytes back: row, first byte, length.
    ReadTexts(Vec<(u32, u64, u32)>),
    /// Read these bytes for a search, and answer with [`Message::SpanArrived`].
    ReadSpan {
        /// The search.
        number: u32,
        /// The first byte.
        start: u64,
        /// How many.
        length: u32,
    },
    /// Move the keyboard into the panel.
    FocusPanel,
    /// Give the keyboard back to where it was before the panel opened.
    RestoreFocus,
    /// Tell whoever makes the feed what of it could not be read.
    Warn(String),
}
