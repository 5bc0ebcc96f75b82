//! What a reader has set of a map, for links, and for a map that leaves the page and comes back.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use super::dom::now_ms;
use super::events::{self, object, set};
use super::page_api::MapHandle;
use super::values::{asked, filter, numbers, of_asked, range, step_of};
use crate::geo::unproject;
use crate::message::Message;
use crate::state::{Placed, StepMoves};
use crate::time::{AskedWindow, When};

#[wasm_bindgen]
impl MapHandle {
    /// What is to be found again. Without a window it is the whole of the data, without a view what fits.
    #[must_use]
    pub fn snapshot(&self) -> JsValue {
        self.app.with_state(|state| {
            let snapshot = object(&[]);
            if let (Some(window), true) = (&state.time.asked, state.feed.is_loading()) {
                // What the page's words mean is not known yet.
                let ends = [&window.start, &window.end].map(of_asked);
                set(&snapshot, "asked", &ends.iter().collect::<Array>());
            } else if let Some(window) = state.time.window {
                let ends =
                    [window.start().0, window.end().0].map(|ms| JsValue::from_f64(ms as f64));
                set(&snapshot, "window", &ends.iter().collect::<Array>());
            } else if state.panel.step.is_some() {
                // A step that is left to itself has a window of its own.
                set(&snapshot, "window", &JsValue::NULL);
            }
            // The view that a step has left is not what the map would have by itself.
            let whole = state.feed.index.bounds;
            let is_left = state.panel.step.is_none()
                && matches!(state.map.placed, Placed::Fitted(seen) if Some(seen) != whole);
            if state.map.is_placed_firmly() || is_left {
                set(&snapshot, "view", &events::view(state));
            } else {
                let (center, zoom) = (state.map.fixed_center, state.map.fixed_zoom);
                let half = object(&[]);
                let place = center.map(unproject).map(|at| [at.lng, at.lat].map(JsValue::from_f64));
                place.iter().for_each(|at| set(&half, "center", &at.iter().collect::<Array>()));
                zoom.iter().for_each(|zoom| set(&half, "zoom", &JsValue::from_f64(*zoom)));
                set(&snapshot, "half", &half);
            }
            if !state.filter.is_empty() {
                set(&snapshot, "filter", &events::filter(&state.filter));
            }
            let step = state.panel.step.map(|step| JsValue::from_f64((step + 1) as f64));
            set(&snapshot, "step", &step.unwrap_or(JsValue::NULL));
            if let Some(id) = &state.panel.selected {
                set(&snapshot, "selected", &JsValue::from_str(id));
            }
            snapshot.into()
        })
    }

    /// What the page was told last of what can be closed and taken back: for the map that comes in the place of this one.
    #[must_use]
    pub fn told(&self) -> JsValue {
        self.app.emitted.borrow().told()
    }

    /// The page was told so by the map in whose place this one is.
    pub fn was_told(&self, told: &JsValue) {
        self.app.emitted.borrow_mut().was_told(told);
    }

    /// Takes a snapshot up again; what is null in it, too.
    pub fn restore(&self, snapshot: &JsValue) {
        if !snapshot.is_object() {
            return;
        }
        let member =
            |name: &str| Reflect::get(snapshot, &JsValue::from_str(name)).unwrap_or_default();
        let (window, view, step) = (member("window"), member("view"), member("step"));
        if !step.is_undefined() {
            let moves = StepMoves { window: window.is_undefined(), view: !view.is_object() };
            let step = step.as_f64().and_then(step_of);
            self.app.send(Message::StepAsked { step, moves, now_ms: now_ms() });
        }
        let range = numbers::<2>(&window).and_then(|[start, end]| range(start, end));
        if range.is_some() || window.is_null() {
            self.app.send(Message::WindowChanged(range));
        }
        let ends = member("asked");
        if let Some(ends) = ends.dyn_ref::<Array>() {
            let window = AskedWindow { start: asked(&ends.get(0)), end: asked(&ends.get(1)) };
            self.app.send(Message::WindowAsked(window));
        }
        let filtered = member("filter");
        let since = JsValue::from_str("since");
        let date = Reflect::get(&filtered, &since).ok().and_then(|since| since.as_string());
        if date.is_some_and(|date| !date.is_empty() && When::parse(date.trim()).is_err()) {
            web_sys::console::warn_1(&"incident-map: since is no date".into());
            let _ = Reflect::set(&filtered, &since, &JsValue::from_str(""));
        }
        if let Some(filter) = filter(&filtered) {
            self.app.send(Message::FilterAsked(Box::new(filter)));
        }
        let selected = member("selected");
        if selected.is_string() || (selected.is_null() && step.as_f64().is_none()) {
            self.app.send(Message::SelectionAsked(selected.as_string()));
        }
        // After what is opened, which would come into sight.
        if view.is_object() {
            // A view of our own can't be refused.
            let _ = self.set_view(&view);
        }
    }
}
