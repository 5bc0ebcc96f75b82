//! Getting a feed: bytes into the reader in slices that leave the page free, and into a `Blob` that keeps them.

use std::rc::{Rc, Weak};

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, Blob, Headers, ReadableStreamDefaultReader, RequestInit, Response};

use super::app::App;
use super::dom::Timer;
use super::text::FeedSource;
use crate::basemap::Basemap;
use crate::feed::FeedError;
use crate::math::parse;
use crate::message::{BasemapPart, LoadError, Message};
use crate::state::Phase;

/// So long a feed may be silent, in ms.
const STALL_MS: i32 = 20_000;
/// A slice of work takes no longer than this, in ms, or little more.
const SLICE_MS: f64 = 10.0;
/// So many bytes are read without a look at the clock.
const SLICE_BYTES: u32 = 64 * 1024;

/// A load that goes on. Dropped, it is broken off.
pub struct Load {
    abort: AbortController,
}

impl Drop for Load {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

/// The bytes of the feed, which the browser keeps; an incident's text is read back from here.
#[derive(Default)]
pub struct FeedBytes {
    blob: Option<Blob>,
    parts: Array,
}

impl FeedBytes {
    fn push(&self, chunk: &Uint8Array) {
        self.parts.push(chunk);
    }

    /// The bytes from `start` on, `length` of them, as a promise of an `ArrayBuffer`.
    pub fn slice(&mut self, start: u64, length: u32) -> Result<Promise, JsValue> {
        if self.parts.length() > 0 || self.blob.is_none() {
            let parts = Array::new();
            self.blob.iter().for_each(|blob| {
                parts.push(blob);
            });
            let parts = parts.concat(&self.parts);
            self.blob = Some(Blob::new_with_u8_array_sequence(&parts)?);
            self.parts = Array::new();
        }
        let blob = self.blob.as_ref().ok_or("no feed")?;
        let (from, to) = (start as f64, start as f64 + f64::from(length));
        Ok(blob.slice_with_f64_and_f64(from, to)?.array_buffer())
    }
}

/// Begins to load a feed; an older load is broken off.
pub fn begin(app: &Rc<App>, source: FeedSource, is_reload: bool) {
    let Ok(abort) = AbortController::new() else { return };
    let signal = abort.signal();
    app.load.replace(Some(Load { abort }));
    app.send(Message::LoadBegan { is_reload });
    app.announce_load();
    let generation = generation_of(app);
    let weak = app.weak();
    spawn_local(async move {
        let end = read_source(&weak, generation, source, &signal).await;
        let Some(app) = weak.upgrade().filter(|app| is_current(app, generation)) else { return };
        match end {
            Ok(()) => app.send(Message::LoadEnded),
            Err(error) => app.send(Message::LoadFailed(error)),
        }
        app.load.replace(None);
    });
}

fn generation_of(app: &App) -> u32 {
    app.with_state(|state| state.feed.generation)
}

/// Whether a load is still the one that is wanted, and its reader still wants bytes.
fn is_current(app: &App, generation: u32) -> bool {
    app.with_state(|state| {
        state.feed.generation == generation && state.feed.phase == Phase::Loading
    })
}

async fn read_source(
    weak: &Weak<App>,
    generation: u32,
    source: FeedSource,
    signal: &web_sys::AbortSignal,
) -> Result<(), LoadError> {
    let (stream, total) = match source {
        FeedSource::Url(url) => {
            let response = fetch(weak, &url, signal).await?;
            let total = length_of(&response.headers());
            (response.body(), total)
        }
        FeedSource::Data(data) => {
            let blob = super::text::blob_of(&data).await?;
            (Some(blob.stream()), Some(blob.size()))
        }
    };
    let Some(app) = weak.upgrade().filter(|app| is_current(app, generation)) else { return Ok(()) };
    app.bytes.replace(FeedBytes::default());
    app.send(Message::LengthKnown(total.map(|total| total as u64)));
    drop(app);
    let Some(stream) = stream else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let read = read_chunks(weak, generation, &reader).await;
    if read.is_err() {
        // Nobody waits for the rest; a stream that has broken by itself refuses, which is no news.
        let _ = JsFuture::from(reader.cancel()).await;
    }
    read
}

async fn fetch(
    weak: &Weak<App>,
    url: &str,
    signal: &web_sys::AbortSignal,
) -> Result<Response, LoadError> {
    let app = weak.upgrade().ok_or(LoadError::Stalled)?;
    let options = RequestInit::new();
    options.set_signal(Some(signal));
    let request = app.window.fetch_with_str_and_init(url, &options);
    drop(app);
    let answer = in_time(request).await;
    let response: Response =
        answer.map_err(network_error)?.ok_or(LoadError::Stalled)?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(LoadError::Http(response.status())) }
}

fn network_error(error: JsValue) -> LoadError {
    let message =
        Reflect::get(&error, &JsValue::from_str("message")).ok().and_then(|text| text.as_string());
    LoadError::Network(message.unwrap_or_default())
}

/// The length that the server declares, unless what is sent is compressed.
fn length_of(headers: &Headers) -> Option<f64> {
    let encoding = headers.get("content-encoding").ok().flatten();
    if encoding.is_some_and(|encoding| encoding != "identity") {
        return None;
    }
    parse(&headers.get("content-length").ok().flatten()?)
}

async fn read_chunks(
    weak: &Weak<App>,
    generation: u32,
    reader: &ReadableStreamDefaultReader,
) -> Result<(), LoadError> {
    loop {
        if weak.strong_count() == 0 {
            return Ok(());
        }
        let step = match in_time(reader.read()).await {
            Ok(step) => step.ok_or(LoadError::Stalled)?,
            // There was an answer, and the connection broke: a feed that is cut off, which the reader finds out.
            Err(_) => {
                return Err(LoadError::Feed(FeedError::Truncated { bytes: bytes_read(weak) }));
            }
        };
        let field = |name: &str| Reflect::get(&step, &JsValue::from_str(name)).unwrap_or_default();
        if field("done").is_truthy() {
            return Ok(());
        }
        let chunk: Uint8Array = field("value").unchecked_into();
        if !read_chunk(weak, generation, &chunk).await {
            return Ok(());
        }
    }
}

fn bytes_read(weak: &Weak<App>) -> u64 {
    weak.upgrade().map_or(0, |app| app.with_state(|state| state.feed.bytes))
}

/// Reads a chunk in slices; `false` where the load is no longer wanted.
async fn read_chunk(weak: &Weak<App>, generation: u32, chunk: &Uint8Array) -> bool {
    let mut start = 0;
    let mut began_ms = None;
    while start < chunk.length() {
        let Some(app) = weak.upgrade().filter(|app| is_current(app, generation)) else {
            return false;
        };
        let now_ms = js_sys::Date::now();
        if now_ms - *began_ms.get_or_insert(now_ms) > SLICE_MS {
            began_ms = None;
            drop(app);
            pause(0).await;
            continue;
        }
        if start == 0 {
            app.bytes.borrow().push(chunk);
        }
        let end = (start + SLICE_BYTES).min(chunk.length());
        app.send(Message::BytesArrived(chunk.subarray(start, end).to_vec()));
        start = end;
    }
    weak.upgrade().is_some_and(|app| is_current(&app, generation))
}

/// Lets the page have its turn.
pub async fn pause(delay_ms: i32) {
    let mut timer = None;
    let promise = Promise::new(&mut |resolve, _| {
        let call = move || drop(resolve.call0(&JsValue::NULL));
        timer = Some(Timer::new(delay_ms, Box::new(call)));
    });
    // A promise that only resolves has no error.
    let _ = JsFuture::from(promise).await;
    drop(timer);
}

/// What a promise comes to, or `None` where it takes longer than a feed may be silent.
async fn in_time(promise: Promise) -> Result<Option<JsValue>, JsValue> {
    let mut timer = None;
    let silence = Promise::new(&mut |resolve, _| {
        let call = move || drop(resolve.call1(&JsValue::NULL, &JsValue::NULL));
        timer = Some(Timer::new(STALL_MS, Box::new(call)));
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&promise, &silence))).await;
    drop(timer);
    first.map(|value| (!value.is_null()).then_some(value))
}

/// Gets a file of the basemap. Where it doesn't come the map stands on plain ground.
pub fn basemap(app: &Rc<App>, part: BasemapPart, url: String) {
    let weak = app.weak();
    spawn_local(async move {
        let bytes = match weak.upgrade() {
            Some(app) => whole(&app.window.clone(), &url).await,
            None => return,
        };
        let basemap = bytes
            .map_err(|_| "it did not come".to_owned())
            .and_then(|bytes| Basemap::from_topojson(&bytes).map_err(|error| error.to_string()));
        let Some(app) = weak.upgrade() else { return };
        match basemap {
            Ok(basemap) => app.send(Message::BasemapArrived(part, Box::new(basemap))),
            Err(error) => {
                let message = format!("incident-map: no basemap from {url}: {error}");
                web_sys::console::warn_1(&JsValue::from_str(&message));
            }
        }
    });
}

async fn whole(window: &web_sys::Window, url: &str) -> Result<Vec<u8>, JsValue> {
    let response: Response = JsFuture::from(window.fetch_with_str(url)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsValue::from_f64(f64::from(response.status())));
    }
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
