//! What the element's scripts bring: bytes of the feed, of its texts and of basemaps.

use wasm_bindgen::prelude::*;

use super::page_api::MapHandle;
use super::{ground, load};
use crate::message::Message;

#[wasm_bindgen]
impl MapHandle {
    /// The page has another feed, or none.
    pub fn source_changed(&self) {
        load::source_changed(&self.app);
    }

    /// Reads the feed again.
    pub fn reload(&self) {
        load::reload(&self.app);
    }

    /// How many bytes the feed has, where that is known.
    pub fn length_known(&self, bytes: Option<f64>) {
        self.app.send(Message::LengthKnown(bytes.map(|bytes| bytes as u64)));
    }

    /// Whether the feed is still read.
    #[must_use]
    pub fn wants_bytes(&self) -> bool {
        load::wants_bytes(&self.app)
    }

    /// The next bytes of the feed.
    pub fn take_bytes(&self, bytes: Vec<u8>) {
        self.app.send(Message::BytesArrived(bytes));
    }

    /// Works for so many ms on what goes on between frames; whether there is more to do.
    pub fn work(&self, slice_ms: f64) -> bool {
        load::work(&self.app, slice_ms)
    }

    /// There are no more of them.
    pub fn load_ended(&self) {
        self.app.send(Message::LoadEnded);
    }

    /// There will be no more: `network`, `http`, `stalled`, `truncated` or `syntax`, and what is known of it.
    pub fn load_failed(&self, kind: &str, detail: String) {
        load::failed(&self.app, kind, detail);
    }

    /// The text of a row of that load has been read back.
    pub fn text_arrived(&self, generation: u32, row: u32, bytes: Vec<u8>) {
        load::text_arrived(&self.app, generation, row, bytes);
    }

    /// What a search had asked for has been read.
    pub fn span_arrived(&self, number: u32, bytes: Vec<u8>) {
        self.app.send(Message::SpanArrived { number, bytes });
    }

    /// A file of the basemap has come.
    ///
    /// # Errors
    /// With the reason, where it is none.
    pub fn basemap_arrived(&self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        ground::arrived(&self.app, name, bytes)
    }

    /// A file of the basemap does not come, or can't be read.
    pub fn basemap_failed(&self, name: &str) {
        ground::failed(&self.app, name);
    }

    /// How near tiles that are read go is known, and what has a name on those in sight.
    ///
    /// # Errors
    /// With the reason, where that is no `GeoJSON`.
    pub fn tiles_described(&self, max_zoom: u32, names: &[u8]) -> Result<(), JsValue> {
        ground::described(&self.app, max_zoom, names)
    }

    /// A tile has come.
    pub fn tile_arrived(&self) {
        if let Some(ui) = &mut *self.app.ui.borrow_mut() {
            ui.ground().repaint();
        }
        self.app.request_frame();
    }
}
