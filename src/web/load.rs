//! Loading a feed. The bytes come by way of `www/feed.js`, which knows where from, keeps them, and hands them on in
//! slices that leave the page free.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::app::App;
use super::attributes;
use super::dom::now_ms;
use crate::feed::{FeedError, Found};
use crate::message::{LoadError, Message, ZoneRole};
use crate::state::Phase;

#[wasm_bindgen]
extern "C" {
    /// The bytes of a feed.
    pub type Feed;
    /// Whether the page names a feed, or gives one.
    #[wasm_bindgen(method, getter)]
    fn has_source(this: &Feed) -> bool;
    /// The address to which those in the feed are relative.
    #[wasm_bindgen(method, getter)]
    pub fn base(this: &Feed) -> String;
    #[wasm_bindgen(method)]
    pub fn load(this: &Feed, generation: u32, shown_generation: u32, is_reload: bool);
    #[wasm_bindgen(method)]
    fn stop(this: &Feed);
    #[wasm_bindgen(method)]
    fn read_text(this: &Feed, generation: u32, row: u32, start: f64, length: u32);
    #[wasm_bindgen(method)]
    fn read_span(this: &Feed, number: u32, generation: u32, start: f64, length: u32);
    /// Has [`work`] called until there is nothing more to do, with turns of the page in between.
    #[wasm_bindgen(method)]
    pub fn work(this: &Feed);
}

/// The page has another feed, or none.
pub fn source_changed(app: &Rc<App>) {
    // Addresses in it are relative to another.
    attributes::settle(app);
    if app.feed.has_source() {
        begin(app, false);
    } else {
        app.feed.stop();
        forget_zone(app);
        app.send(Message::FeedCleared);
    }
}

/// Reads the same feed again.
pub fn reload(app: &Rc<App>) {
    if app.feed.has_source() {
        begin(app, true);
    }
}

fn begin(app: &Rc<App>, is_reload: bool) {
    forget_zone(app);
    app.emit("load-begun", &JsValue::NULL);
    app.send(Message::LoadBegan { is_reload });
}

/// What the dates of an older load meant is not wanted any more.
fn forget_zone(app: &App) {
    app.zones.borrow_mut().retain(|search| search.role != ZoneRole::Feed);
}

/// Whether the reader still wants bytes.
pub fn wants_bytes(app: &App) -> bool {
    app.with_state(|state| state.feed.phase == Phase::Loading)
}

/// A load has failed for a reason that `www/feed.js` names, with the words or the number that go with it.
pub fn failed(app: &Rc<App>, kind: &str, detail: String) {
    let error = match kind {
        "http" => LoadError::Http(detail.parse().unwrap_or_default()),
        "stalled" => LoadError::Stalled,
        "truncated" => {
            let bytes = app.with_state(|state| state.feed.bytes);
            LoadError::Feed(FeedError::Truncated { bytes })
        }
        "syntax" => LoadError::Feed(FeedError::NotGeojson { found: Found::Syntax(detail), at: 0 }),
        _ => LoadError::Network(detail),
    };
    app.send(Message::LoadFailed(error));
}

/// Works for so many ms, or little more, on what goes on between frames; whether there is more to do.
pub fn work(app: &Rc<App>, slice_ms: f64) -> bool {
    let end_ms = now_ms() + slice_ms;
    // What dates mean comes before what is counted by them.
    let search = app.zones.borrow_mut().pop();
    if let Some(mut search) = search {
        match search.advance(end_ms) {
            Some(zone) => app.send(Message::ZoneResolved { role: search.role, zone }),
            None => app.zones.borrow_mut().push(search),
        }
        return true;
    }
    let has_work = || app.with_state(|state| state.feed.has_work());
    while has_work() && now_ms() < end_ms {
        app.send(Message::SliceBegan);
    }
    has_work() || !app.zones.borrow().is_empty()
}

/// Asks for incidents' texts: row, first byte, length; each arrives by itself.
pub fn read_texts(app: &App, texts: &[(u32, u64, u32)]) {
    let generation = app.with_state(|state| state.feed.shown_generation);
    for &(row, start, length) in texts {
        app.feed.read_text(generation, row, start as f64, length);
    }
}

/// Asks for a span of the feed's bytes.
pub fn read_span(app: &App, number: u32, start: u64, length: u32) {
    let generation = app.with_state(|state| state.feed.shown_generation);
    app.feed.read_span(number, generation, start as f64, length);
}

/// The text of a row of that load has come.
pub fn text_arrived(app: &Rc<App>, generation: u32, row: u32, bytes: Vec<u8>) {
    if app.with_state(|state| state.feed.shown_generation) == generation {
        app.send(Message::TextArrived { row, bytes });
    }
}
