//! What a page gives as data, and what is read back of it.

use std::rc::Rc;

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

use super::app::App;
use super::load::pause;
use crate::feed::{FeedError, Found};
use crate::message::{LoadError, Message};

/// Where a feed comes from.
#[derive(Clone)]
pub enum FeedSource {
    /// An address, relative to the page.
    Url(String),
    /// What the page gave: an object, a text, or bytes.
    Data(JsValue),
}

/// So many features are turned into text at a time.
const BATCH: u32 = 500;

/// The bytes of what a page gave.
pub async fn blob_of(data: &JsValue) -> Result<Blob, LoadError> {
    let parts = if data.is_string() || data.is_instance_of::<js_sys::ArrayBuffer>() || is_view(data)
    {
        Array::of1(data)
    } else {
        stringify(data).await.map_err(|error| {
            let message =
                error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
            not_json(message.unwrap_or_default())
        })?
    };
    Blob::new_with_blob_sequence(&parts).map_err(|_| not_json(String::new()))
}

fn not_json(message: String) -> LoadError {
    LoadError::Feed(FeedError::NotGeojson { found: Found::Syntax(message), at: 0 })
}

fn is_view(data: &JsValue) -> bool {
    js_sys::ArrayBuffer::is_view(data)
}

/// An object as JSON in parts, made in slices: a feature collection may hold a million of them.
async fn stringify(data: &JsValue) -> Result<Array, JsValue> {
    let key = JsValue::from_str("features");
    let features = if data.is_object() { Reflect::get(data, &key)? } else { JsValue::UNDEFINED };
    let Some(features) = features.dyn_ref::<Array>() else {
        let text = JSON::stringify(data)?;
        return Ok(Array::of1(&text));
    };
    let head = Object::assign(&Object::new(), data.unchecked_ref());
    Reflect::delete_property(&head, &key)?;
    let head = String::from(JSON::stringify(&head)?);
    let open = head.strip_suffix('}').unwrap_or("{");
    let comma = if open == "{" { "" } else { "," };
    let parts = Array::of1(&JsValue::from_str(&format!("{open}{comma}\"features\":[")));
    for start in (0..features.length()).step_by(BATCH as usize) {
        let batch = String::from(JSON::stringify(&features.slice(start, start + BATCH))?);
        let inside =
            batch.strip_prefix('[').and_then(|batch| batch.strip_suffix(']')).unwrap_or("");
        let comma = if start == 0 { "" } else { "," };
        parts.push(&JsValue::from_str(&format!("{comma}{inside}")));
        if start % (BATCH * 20) == 0 && start > 0 {
            pause(0).await;
        }
    }
    parts.push(&JsValue::from_str("]}"));
    Ok(parts)
}

/// Reads incidents' texts back; each arrives by itself.
pub fn read(app: &Rc<App>, texts: Vec<(u32, u64, u32)>) {
    let generation = app.with_state(|state| state.feed.generation);
    for (row, start, length) in texts {
        let Ok(bytes) = app.bytes.borrow_mut().slice(start, length) else { continue };
        let weak = app.weak();
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(bytes).await else { return };
            let Some(app) = weak.upgrade() else { return };
            if app.with_state(|state| state.feed.generation) == generation {
                app.send(Message::TextArrived { row, bytes: Uint8Array::new(&buffer).to_vec() });
            }
        });
    }
}
