//! What stands where, and how large it is: measured by the browser, told to the state.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, HtmlElement};

use super::app::App;
use super::attributes;
use super::dom::{Callback, Heard, Listener, PASSIVE, find, media};
use crate::camera::{Padding, Viewport};
use crate::message::Message;
use crate::view::scene::NARROW_PX;

/// From this width on the panel stands beside the map, in CSS pixels.
const WIDE_PX: i32 = 720;
/// So high is the credit of a narrow map, in CSS pixels.
const CREDIT_PX: f64 = 30.0;

/// What is watched; dropped, it is watched no longer.
pub struct Layout {
    observer: Observer,
    _callback: Callback,
    _listeners: Vec<Listener>,
}

impl Drop for Layout {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = ResizeObserver)]
    type Observer;
    #[wasm_bindgen(constructor, js_class = ResizeObserver)]
    fn new(closure: &JsValue) -> Observer;
    #[wasm_bindgen(method)]
    fn observe(this: &Observer, element: &Element);
    #[wasm_bindgen(method)]
    fn disconnect(this: &Observer);
}

impl Layout {
    /// Watches the size of the map's parts, the screen, and what the reader prefers.
    pub fn watch(app: &Rc<App>, root: &HtmlElement, map: &HtmlElement) -> Self {
        let callback = Callback::new(app, |app, _| {
            measure(app);
            app.request_frame();
        });
        let observer = Observer::new(callback.function());
        observer.observe(root);
        observer.observe(map);
        let parts = [":scope > .panel", ":scope > .timeline", ".histogram", ":scope > .zoom"];
        for part in parts {
            let found = find(root, part);
            found.iter().for_each(|element| observer.observe(element));
        }
        let mut listeners = Vec::new();
        for query in ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"] {
            let settled: Heard = ("change", PASSIVE, |app, _| attributes::settle(app));
            listeners.extend(Listener::listen(app, &media(query), &[settled]));
        }
        let recolored: Heard = ("change", PASSIVE, |app, _| app.forget_theme());
        listeners.extend(Listener::listen(app, &media("(forced-colors: active)"), &[recolored]));
        let filled: Heard = ("fullscreenchange", PASSIVE, |app, _| attributes::settle(app));
        listeners.extend(Listener::listen(app, &app.host, &[filled]));
        // A window that moves to another screen has another pixel ratio.
        let resized: Heard = ("resize", PASSIVE, |app, _| app.request_frame());
        let before: Heard = ("beforeprint", PASSIVE, |app, _| app.print(true));
        let after: Heard = ("afterprint", PASSIVE, |app, _| app.print(false));
        listeners.extend(Listener::listen(app, &app.window, &[resized, before, after]));
        Self { observer, _callback: callback, _listeners: listeners }
    }
}

/// Tells the state how large the map and the timeline are.
pub fn measure(app: &Rc<App>) {
    // The map of the moment is printed, however wide the paper.
    if app.with_state(|state| state.is_printing) {
        return;
    }
    let Some((viewport, covered, is_beside, width)) = sizes(app) else { return };
    let known = app.with_state(|state| {
        let map = &state.map;
        (map.viewport, map.covered, state.panel.is_beside, state.time.width)
    });
    if (known.0, known.1, known.2) != (viewport, covered, is_beside) {
        app.send(Message::MapResized { viewport, covered, is_beside });
    }
    if known.3 != width {
        app.send(Message::TimelineResized(width));
    }
}

fn sizes(app: &App) -> Option<(Viewport, Padding, bool, f64)> {
    let ui = app.ui.borrow();
    let ui = ui.as_ref()?;
    let (panel, width) = ui.measures();
    let map = ui.map().get_bounding_client_rect();
    let viewport = Viewport { width: map.width(), height: map.height() };
    let root = ui.map().parent_element()?;
    let is_beside = root.client_width() >= WIDE_PX;
    let sheet = panel.get_bounding_client_rect();
    // It may come late, and is not to move what is seen by then.
    let credit = if viewport.width < NARROW_PX { CREDIT_PX } else { 0.0 };
    let bottom = if is_beside || sheet.height() == 0.0 {
        credit
    } else {
        // Where it is when it has come up: it moves on its way.
        let top = root.get_bounding_client_rect().bottom() - sheet.height();
        (map.bottom() - top).max(credit)
    };
    let buttons = find(&root, ":scope > .zoom")?.get_bounding_client_rect();
    let (left, right) = beside_buttons(&map, &buttons);
    let covered = Padding { top: 0.0, right, bottom: bottom.min(viewport.height), left };
    Some((viewport, covered, is_beside, width))
}

/// How much the buttons take of the map's left and of its right edge: of the one that they stand at.
fn beside_buttons(map: &DomRect, buttons: &DomRect) -> (f64, f64) {
    let (left, right) = (buttons.right() - map.left(), map.right() - buttons.left());
    match buttons.width() {
        0.0 => (0.0, 0.0),
        _ if left < right => (left, 0.0),
        _ => (0.0, right),
    }
}
