//! What the element's class calls: each method queues a message or looks at the state.

use std::rc::Rc;

use js_sys::{Array, Date, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{HtmlElement, ShadowRoot};

use super::app::App;
use super::attributes;
use super::events::{self, object, plain, set};
use super::text::FeedSource;
use crate::camera::ScreenPoint;
use crate::feed;
use crate::geo::{Bbox, LngLat};
use crate::marks;
use crate::message::Message;
use crate::text::Words;
use crate::time::{TimeRange, Timestamp, parse_window};

/// So many ids are named at the most, of a mark or under a point.
const MAX_IDS: usize = 100;

/// One map, held by its element. Freed, it leaves nothing behind.
#[wasm_bindgen]
pub struct MapHandle {
    app: Rc<App>,
}

/// A time as a page writes it.
enum Asked {
    Exact(Timestamp),
    Text(String),
}

#[wasm_bindgen]
impl MapHandle {
    /// Builds a map into the element's shadow root. `emit` is called with the name and detail of each event.
    ///
    /// # Errors
    /// Where the browser lacks something, or the words can't be read.
    #[wasm_bindgen(constructor)]
    pub fn new(
        host: HtmlElement,
        root: &ShadowRoot,
        basemap_base: String,
        lang: String,
        words: &str,
        emit: js_sys::Function,
    ) -> Result<MapHandle, JsValue> {
        let words = Words::parse(words).map_err(|error| js_sys::Error::new(&error.to_string()))?;
        Ok(Self { app: App::new(host, root, basemap_base, (lang, words), emit)? })
    }

    /// An attribute has another value.
    pub fn attribute_changed(&self, name: &str) {
        attributes::changed(&self.app, name);
    }

    /// The reader's language is another.
    pub fn set_words(&self, lang: String, words: &str) {
        if let Ok(words) = Words::parse(words) {
            self.app.lang.replace(lang);
            self.app.send(Message::WordsArrived(Box::new(words)));
            attributes::settle(&self.app);
        }
    }

    /// The page's colours may be others.
    pub fn theme_changed(&self) {
        if let Some(ui) = &mut *self.app.ui.borrow_mut() {
            ui.forget_theme();
        }
        self.app.request_frame();
    }

    /// The page gives the feed itself.
    pub fn set_data(&self, data: JsValue) {
        attributes::open(&self.app, FeedSource::Data(data));
    }

    /// Reads the feed again.
    pub fn reload(&self) {
        attributes::reload(&self.app);
    }

    /// What a map that leaves the page wants to find again: window, view and selection.
    #[must_use]
    pub fn snapshot(&self) -> JsValue {
        self.app.with_state(|state| {
            let snapshot = object(&[]);
            if let Some(window) = state.time.window {
                let ends =
                    [window.start().0, window.end().0].map(|ms| JsValue::from_f64(ms as f64));
                set(&snapshot, "window", &ends.iter().collect::<Array>());
            }
            if state.map.is_placed_firmly() {
                set(&snapshot, "view", &events::view(state));
            }
            if let Some(id) = &state.panel.selected {
                set(&snapshot, "selected", &JsValue::from_str(id));
            }
            snapshot.into()
        })
    }

    /// Takes a snapshot up again.
    pub fn restore(&self, snapshot: &JsValue) {
        if !snapshot.is_object() {
            return;
        }
        let member =
            |name: &str| Reflect::get(snapshot, &JsValue::from_str(name)).unwrap_or_default();
        let window = numbers::<2>(&member("window"));
        if let Some(window) = window.and_then(|[start, end]| range(start, end)) {
            self.app.send(Message::WindowChanged(Some(window)));
        }
        if member("view").is_object() {
            // A view of our own can't be refused.
            drop(self.set_view(&member("view")));
        }
        if let Some(id) = member("selected").as_string() {
            self.app.send(Message::SelectionAsked(Some(id)));
        }
    }

    /// How the features divide up.
    #[must_use]
    pub fn counts(&self) -> JsValue {
        self.app.with_state(events::counts)
    }

    /// From the first known moment to behind the last.
    #[must_use]
    pub fn time_extent(&self) -> JsValue {
        self.app.with_state(|state| dates(state.feed.index.extent))
    }

    /// The window.
    #[must_use]
    pub fn time_range(&self) -> JsValue {
        self.app.with_state(|state| dates(state.window()))
    }

    /// Sets the window: Dates or epoch milliseconds (`end` exclusive), or EDTF texts (`end` included).
    pub fn set_time_range(&self, start: &JsValue, end: &JsValue) -> Promise {
        let message = match (asked(start), asked(end)) {
            (Some(start), Some(end)) => self.window_message(start, end),
            _ => Err("a time is a Date, epoch milliseconds or an EDTF text".to_owned()),
        };
        self.send_painted(message)
    }

    fn window_message(&self, start: Asked, end: Asked) -> Result<Message, String> {
        let zone = self.app.with_state(|state| state.time.zone.clone());
        let whole = self.app.with_state(|state| state.feed.index.extent).unwrap_or(TimeRange::EVER);
        let parse = |start: Option<&str>, end: Option<&str>| {
            parse_window(start, end, whole, &zone).map_err(|error| error.to_string())
        };
        if let (Asked::Text(start), Asked::Text(end)) = (&start, &end) {
            parse(Some(start), Some(end))?;
            return Ok(Message::WindowAsked { start: Some(start.clone()), end: Some(end.clone()) });
        }
        let start = match start {
            Asked::Exact(at) => at,
            Asked::Text(text) => parse(Some(&text), None)?.start(),
        };
        let end = match end {
            Asked::Exact(at) => at,
            Asked::Text(text) => parse(None, Some(&text))?.end(),
        };
        let window = TimeRange::new(start, end).ok_or("the window ends before it begins")?;
        Ok(Message::WindowChanged(Some(window)))
    }

    /// Sets the view at once.
    pub fn set_view(&self, view: &JsValue) -> Promise {
        let member = |name: &str| Reflect::get(view, &JsValue::from_str(name)).unwrap_or_default();
        let (center, zoom) = (member("center"), member("zoom"));
        let is_set = |value: &JsValue| !value.is_undefined() && !value.is_null();
        let place = numbers::<2>(&center)
            .map(|[lng, lat]| LngLat { lng, lat })
            .filter(|at| at.lat.abs() <= 90.0);
        let level = zoom.as_f64().filter(|zoom| zoom.is_finite());
        let message = if is_set(&center) && place.is_none() {
            Err("center is [longitude, latitude] in degrees".to_owned())
        } else if is_set(&zoom) && level.is_none() {
            Err("zoom is a number".to_owned())
        } else {
            Ok(Message::ViewAsked { center: place, zoom: level })
        };
        self.send_painted(message)
    }

    /// Shows at least these bounds.
    pub fn fit_bounds(&self, bounds: &JsValue) -> Promise {
        let bbox = numbers::<4>(bounds).and_then(Bbox::from_degrees);
        let message = bbox.map(Message::BoundsAsked);
        self.send_painted(
            message.ok_or_else(|| "bounds are [west, south, east, north] in degrees".to_owned()),
        )
    }

    /// Sends a message; the promise is of the counts that its frame shows, or rejects at once.
    fn send_painted(&self, message: Result<Message, String>) -> Promise {
        match message {
            Ok(message) => {
                self.app.send(message);
                self.app.painted()
            }
            Err(reason) => Promise::reject(&js_sys::RangeError::new(&reason)),
        }
    }

    /// Where the map is.
    #[must_use]
    pub fn view(&self) -> JsValue {
        self.app.with_state(events::view)
    }

    /// Opens an incident, or closes the panel.
    pub fn select(&self, id: Option<String>) {
        self.app.send(Message::SelectionAsked(id));
    }

    /// The ids under a point of the element.
    #[must_use]
    pub fn incidents_at(&self, x: f64, y: f64) -> Array {
        let Some((left, top)) = self.offset() else { return Array::new() };
        let point = ScreenPoint { x: x - left, y: y - top };
        self.app.with_state(|state| {
            let viewport = state.map.viewport;
            if !(0.0..=viewport.width).contains(&point.x)
                || !(0.0..=viewport.height).contains(&point.y)
            {
                return Array::new();
            }
            let (index, store) = (&state.feed.index, state.feed.store());
            let placed = marks::visible(state);
            let mut rows: Vec<u32> = marks::hit(&placed, point)
                .map(|placed| {
                    index.clusters.rows_of(&placed.mark, &index.shown).take(MAX_IDS).collect()
                })
                .unwrap_or_default();
            for row in marks::shapes_at(state, point) {
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            rows.iter().take(MAX_IDS).map(|&row| JsValue::from_str(store.id(row))).collect()
        })
    }

    /// What is painted.
    #[must_use]
    pub fn marks(&self) -> Array {
        let Some((left, top)) = self.offset() else { return Array::new() };
        let ui = self.app.ui.borrow();
        let Some(ui) = ui.as_ref() else { return Array::new() };
        self.app.with_state(|state| {
            let (index, store) = (&state.feed.index, state.feed.store());
            let mark = |placed: &marks::PlacedMark| -> JsValue {
                let mark = object(&[
                    ("x", JsValue::from_f64(placed.at.x + left)),
                    ("y", JsValue::from_f64(placed.at.y + top)),
                    ("count", JsValue::from_f64(f64::from(placed.mark.count))),
                ]);
                if placed.mark.count as usize <= MAX_IDS {
                    let rows = index.clusters.rows_of(&placed.mark, &index.shown);
                    let ids: Array = rows.map(|row| JsValue::from_str(store.id(row))).collect();
                    set(&mark, "ids", &ids);
                }
                mark.into()
            };
            ui.painted_marks().iter().map(mark).collect()
        })
    }

    /// Where the map area begins, in the element's CSS pixels.
    fn offset(&self) -> Option<(f64, f64)> {
        self.app.ui.borrow().as_ref().map(|ui| ui.map_offset(&self.app.host))
    }

    /// All that is known of one incident, or null.
    pub fn incident(&self, id: &str) -> Promise {
        let found = self.app.with_state(|state| {
            let store = state.feed.store();
            let row = store.find(id)?;
            Some(store.text_range(row))
        });
        let Some(range) = found else { return Promise::resolve(&JsValue::NULL) };
        let bytes =
            self.app.bytes.borrow_mut().slice(range.start, (range.end - range.start) as u32);
        let (app, id) = (self.app.clone(), id.to_owned());
        future_to_promise(async move {
            let buffer = JsFuture::from(bytes?).await?;
            let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
            app.with_state(|state| Ok(plain(&feed::to_json(&id, &bytes, &state.settings.read))))
        })
    }

    /// What could not be read: up to 1,000 of `{index, id?, reason}`.
    #[must_use]
    pub fn rejected(&self) -> Array {
        self.app.with_state(|state| {
            let entry = |rejected: &feed::Rejected| -> JsValue {
                let entry = object(&[
                    ("index", JsValue::from_f64(f64::from(rejected.index))),
                    ("reason", JsValue::from_str(&rejected.reason)),
                ]);
                if let Some(id) = &rejected.id {
                    set(&entry, "id", &JsValue::from_str(id));
                }
                entry.into()
            };
            state.feed.rejected().iter().map(entry).collect()
        })
    }

    /// Plays or pauses.
    pub fn play(&self, is_playing: bool) {
        self.app.send(Message::PlaySet(is_playing));
    }

    /// Whether it plays.
    #[must_use]
    pub fn playing(&self) -> bool {
        self.app.with_state(|state| state.time.is_playing)
    }
}

fn asked(value: &JsValue) -> Option<Asked> {
    if let Some(text) = value.as_string() {
        return Some(Asked::Text(text));
    }
    let ms = value.as_f64().or_else(|| value.dyn_ref::<Date>().map(Date::get_time))?;
    (ms.abs() <= 8.64e15).then_some(Asked::Exact(Timestamp(ms.floor() as i64)))
}

fn numbers<const N: usize>(value: &JsValue) -> Option<[f64; N]> {
    let numbers: Vec<f64> =
        value.dyn_ref::<Array>()?.iter().filter_map(|item| item.as_f64()).collect();
    let numbers: [f64; N] = numbers.try_into().ok()?;
    numbers.iter().all(|number| number.is_finite()).then_some(numbers)
}

fn range(start_ms: f64, end_ms: f64) -> Option<TimeRange> {
    TimeRange::new(Timestamp(start_ms as i64), Timestamp(end_ms as i64))
}

fn dates(range: Option<TimeRange>) -> JsValue {
    range.map_or(JsValue::NULL, |range| {
        Array::of2(&events::date(range.start()), &events::date(range.end())).into()
    })
}
