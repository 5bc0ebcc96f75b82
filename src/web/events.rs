//! What a page hears: the difference between what was painted last and what is painted now.

use js_sys::{Array, Date, Object, Reflect};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::values::{self, step_of};
use crate::camera::{Camera, Viewport};
use crate::filter::Filter;
use crate::geo::unproject;
use crate::state::{Phase, State};
use crate::time::{TimeRange, Timestamp};
use crate::view::status::error_message;

/// What the page was told last.
#[derive(Default)]
pub struct Emitted {
    progress: Option<(u32, u64)>,
    settled: u32,
    window: Option<TimeRange>,
    view: Option<(Camera, Viewport)>,
    selected: Option<String>,
    step: Option<usize>,
    filter: Filter,
}

/// Something to tell: the event's name and detail.
pub type Event = (&'static str, JsValue);

impl Emitted {
    /// What the page knows of what can be closed and taken back.
    pub fn told(&self) -> JsValue {
        let selected = self.selected.as_deref().map_or(JsValue::NULL, JsValue::from_str);
        let step = self.step.map_or(JsValue::NULL, |step| JsValue::from_f64((step + 1) as f64));
        object(&[("selected", selected), ("step", step), ("filter", filter(&self.filter))]).into()
    }

    /// The page knows that from the map in whose place this one is.
    pub fn was_told(&mut self, told: &JsValue) {
        let member = |name: &str| Reflect::get(told, &JsValue::from_str(name)).unwrap_or_default();
        self.selected = member("selected").as_string();
        self.step = member("step").as_f64().and_then(step_of);
        self.filter = values::filter(&member("filter")).unwrap_or_default();
    }

    /// What has changed, in the order in which a page wants to know it.
    pub fn changes(&mut self, state: &State) -> Vec<Event> {
        let mut events = Vec::new();
        events.extend(self.progress(state).map(|detail| ("data-progress", detail)));
        events.extend(self.settled(state));
        // While a feed comes its extent grows by itself, which is no news.
        if !matches!(state.feed.phase, Phase::Loading | Phase::Resolving)
            || state.time.window.is_some()
        {
            events.extend(self.window(state).map(|detail| ("time-change", detail)));
        }
        events.extend(self.view(state).map(|detail| ("view-change", detail)));
        events.extend(self.filter(state).map(|detail| ("filter-change", detail)));
        events.extend(self.step(state).map(|detail| ("story-step", detail)));
        events.extend(self.selected(state).map(|detail| ("incident-select", detail)));
        events
    }

    fn progress(&mut self, state: &State) -> Option<JsValue> {
        let feed = &state.feed;
        let now = (feed.generation, feed.bytes);
        if feed.bytes == 0 || self.progress.replace(now) == Some(now) {
            return None;
        }
        let detail = object(&[("bytes", JsValue::from_f64(feed.bytes as f64))]);
        if let Some(total) = feed.total_bytes {
            set(&detail, "total", &JsValue::from_f64(total as f64));
        }
        set(&detail, "features", &JsValue::from_f64(f64::from(feed.features_read())));
        Some(detail.into())
    }

    fn settled(&mut self, state: &State) -> Option<Event> {
        let generation = state.feed.generation;
        let event = match &state.feed.phase {
            Phase::Loaded => ("data-load", object(&[("counts", counts(state))]).into()),
            Phase::Failed(error) => {
                let words = error_message(&state.words, error);
                let detail = [
                    ("kind", JsValue::from_str(error.kind())),
                    ("message", JsValue::from_str(&words)),
                ];
                ("data-error", object(&detail).into())
            }
            _ => return None,
        };
        (std::mem::replace(&mut self.settled, generation) != generation).then_some(event)
    }

    fn window(&mut self, state: &State) -> Option<JsValue> {
        let window = state.window();
        if std::mem::replace(&mut self.window, window) == window {
            return None;
        }
        let window = window?;
        let ends = [
            ("start", date(window.start())),
            ("end", date(window.end())),
            ("counts", counts(state)),
        ];
        Some(object(&ends).into())
    }

    fn view(&mut self, state: &State) -> Option<JsValue> {
        let now = (state.map.camera, state.map.viewport);
        if now.1.is_empty() || self.view.replace(now) == Some(now) {
            return None;
        }
        Some(view(state))
    }

    fn filter(&mut self, state: &State) -> Option<JsValue> {
        if self.filter == state.filter || state.feed.is_under_way() {
            return None;
        }
        self.filter = state.filter.clone();
        Some(object(&[("filter", filter(&state.filter)), ("counts", counts(state))]).into())
    }

    fn step(&mut self, state: &State) -> Option<JsValue> {
        // One that was asked for before its feed is read is not told yet.
        let step = state.panel.step.filter(|_| state.story_step().is_some());
        let is_kept = state.feed.is_under_way() && self.step == state.panel.step;
        if is_kept || std::mem::replace(&mut self.step, step) == step {
            return None;
        }
        let (step, steps) = place_in_story(state);
        Some(object(&[("step", step), ("steps", steps)]).into())
    }

    fn selected(&mut self, state: &State) -> Option<JsValue> {
        // An id that was asked for before its feed is read is not open yet.
        let selected = state.panel.selected.clone().filter(|_| state.selected_row().is_some());
        // What is open stays open while another feed comes that may have it too.
        let is_kept = state.feed.is_under_way() && self.selected == state.panel.selected;
        if self.selected == selected || is_kept {
            return None;
        }
        self.selected = selected;
        let id = self.selected.as_deref().map_or(JsValue::NULL, JsValue::from_str);
        Some(object(&[("id", id)]).into())
    }
}

/// The events that end a load.
pub const ENDS_OF_LOADS: [&str; 2] = ["data-load", "data-error"];

/// A plain object.
pub fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    members.iter().for_each(|(name, value)| set(&object, name, value));
    object
}

/// Sets a member of a plain object.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes every member.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A time as a page gets it; an open end stands at the first or last moment that a `Date` can hold.
pub fn date(at: Timestamp) -> JsValue {
    let held = (at.0 as f64).clamp(-8.64e15, 8.64e15);
    Date::new(&JsValue::from_f64(held)).into()
}

/// What JSON writes, as the page has it.
pub fn plain(value: &Value) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    // Nothing of JSON can't be written, whole numbers beyond those of JavaScript excepted: there are none of these.
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}

/// That a frame was painted, whole or without something that is still to come, what it counts, and whether all that is asked
/// for is in it and at rest.
pub fn painted(frame: u32, state: &State, is_whole: bool) -> Event {
    let is_settled = is_whole && !state.feed.is_under_way() && state.map.motion.is_none();
    let detail =
        [("frame", frame.into()), ("counts", counts(state)), ("isSettled", is_settled.into())];
    ("painted", object(&detail).into())
}

/// The counts as a page gets them.
pub fn counts(state: &State) -> JsValue {
    let counts = state.feed.index.counts;
    let members = [
        ("total", counts.total),
        ("mapped", counts.mapped),
        ("unlocated", counts.unlocated),
        ("undated", counts.undated),
        ("outsideTime", counts.outside_time),
        ("filteredOut", counts.filtered_out),
        ("rejected", counts.rejected),
    ];
    object(&members.map(|(name, count)| (name, JsValue::from(count)))).into()
}

/// The place in the story as a page gets it.
pub fn story(state: &State) -> JsValue {
    let (step, steps) = place_in_story(state);
    if state.feed.collection().story.steps.is_empty() {
        return JsValue::NULL;
    }
    object(&[("step", step), ("steps", steps)]).into()
}

/// Which step is told, from 1, or null, and how many there are.
fn place_in_story(state: &State) -> (JsValue, JsValue) {
    let step = state.panel.step.filter(|_| state.story_step().is_some());
    let number = |number: usize| JsValue::from_f64(number as f64);
    let steps = state.feed.collection().story.steps.len();
    (step.map_or(JsValue::NULL, |step| number(step + 1)), number(steps))
}

/// The filter as a page gets it.
pub fn filter(Filter { without, text }: &Filter) -> JsValue {
    let texts = |texts: &[String]| -> JsValue {
        texts.iter().map(|text| JsValue::from_str(text)).collect::<Array>().into()
    };
    object(&[
        ("without", texts(without)),
        ("sources", texts(&text.sources)),
        ("differing", text.differing.into()),
        ("since", JsValue::from_str(&text.since)),
        ("words", JsValue::from_str(&text.words)),
    ])
    .into()
}

/// The view as a page gets it.
pub fn view(state: &State) -> JsValue {
    let center = unproject(state.map.camera.center);
    let [mut west, south, mut east, north] =
        state.map.camera.bounds(state.map.viewport).to_degrees();
    // Of all the turns that a wide view shows those around its middle.
    let half = (east - west) / 2.0;
    if half >= 180.0 {
        (west, east) = (center.lng - half, center.lng + half);
    }
    let numbers = |numbers: &[f64]| -> JsValue {
        numbers.iter().map(|&number| JsValue::from_f64(number)).collect::<Array>().into()
    };
    let zoom = JsValue::from_f64(state.map.camera.zoom);
    // To a tenth of a millimetre: a page that has set a place finds the same again.
    let rounded = |degrees: f64| (degrees * 1e9).round() / 1e9;
    object(&[
        ("center", numbers(&[rounded(center.lng), rounded(center.lat)])),
        ("zoom", zoom),
        ("bounds", numbers(&[west, south, east, north])),
    ])
    .into()
}
