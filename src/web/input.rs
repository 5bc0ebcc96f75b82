//! The reader's hand on the map: mouse, pen, touch, wheel and keys, as messages.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{
    Element, KeyboardEvent, MouseEvent, PointerEvent, TouchEvent, TouchList, WheelEvent,
};

use super::app::App;
use super::dom::{Listener, now_ms};
use crate::camera::ScreenPoint;
use crate::message::{Message, RefusedGesture};

/// A finger that has gone so far, in CSS pixels, meant to move something.
const TOUCH_SLOP: f64 = 10.0;

/// Listens on the map area and on the list of marks over it.
pub fn listen(app: &Rc<App>, area: &Element, marks: &Element) -> Vec<Listener> {
    let mut listeners = pointer(app, area);
    listeners.extend(touch(app, area));
    listeners.extend(mouse(app, area));
    listeners.push(area_keys(app, area));
    listeners.extend(mark_keys(app, marks));
    listeners
}

fn point(area: &Element, client_x: f64, client_y: f64) -> ScreenPoint {
    let rect = area.get_bounding_client_rect();
    ScreenPoint { x: client_x - rect.left(), y: client_y - rect.top() }
}

fn mouse_point(area: &Element, event: &MouseEvent) -> ScreenPoint {
    point(area, f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Mouse and pen.
fn pointer(app: &Rc<App>, area: &Element) -> Vec<Listener> {
    let down = {
        let (app, area) = (app.weak(), area.clone());
        move |event: PointerEvent| {
            let Some(app) = app.upgrade() else { return };
            if event.pointer_type() == "touch" || event.button() != 0 {
                return;
            }
            // A pointer that is already gone can't be held.
            let _ = area.set_pointer_capture(event.pointer_id());
            let pointers = vec![mouse_point(&area, &event)];
            app.send(Message::PointersChanged { pointers, now_ms: now_ms() });
        }
    };
    let moved = {
        let (app, area) = (app.weak(), area.clone());
        move |event: PointerEvent| {
            let Some(app) = app.upgrade() else { return };
            if event.pointer_type() == "touch" {
                return;
            }
            let at = mouse_point(&area, &event);
            if event.buttons() & 1 == 1 {
                app.send(Message::PointersMoved { pointers: vec![at], now_ms: now_ms() });
            } else {
                app.send(Message::Hovered(Some(at)));
            }
        }
    };
    let up = {
        let app = app.weak();
        move |event: PointerEvent| {
            let Some(app) = app.upgrade() else { return };
            if event.pointer_type() != "touch" {
                app.send(Message::PointersChanged { pointers: Vec::new(), now_ms: now_ms() });
            }
        }
    };
    let left = {
        let app = app.weak();
        move |_: PointerEvent| {
            if let Some(app) = app.upgrade() {
                app.send(Message::Hovered(None));
            }
        }
    };
    vec![
        Listener::new(area, "pointerdown", down),
        Listener::new(area, "pointermove", moved),
        Listener::new(area, "pointerup", up.clone()),
        Listener::new(area, "pointercancel", up),
        Listener::new(area, "pointerleave", left),
    ]
}

fn fingers(area: &Element, touches: &TouchList) -> Vec<ScreenPoint> {
    let touch = |index: u32| touches.get(index);
    let touches = (0..touches.length()).filter_map(touch);
    touches
        .map(|touch| point(area, f64::from(touch.client_x()), f64::from(touch.client_y())))
        .collect()
}

/// Fingers. One of them is the page's in a cooperative map, and a scroll that the browser has begun can't be taken back:
/// what the map takes is kept from the browser as soon as the second finger is down.
fn touch(app: &Rc<App>, area: &Element) -> Vec<Listener> {
    let first: Rc<Cell<Option<ScreenPoint>>> = Rc::default();
    let claims = |app: &App, count: usize| {
        app.with_state(|state| state.settings.gestures.claims_touch(count))
    };
    let changed = {
        let (app, area, first) = (app.weak(), area.clone(), first.clone());
        move |event: TouchEvent| {
            let Some(app) = app.upgrade() else { return };
            let pointers = fingers(&area, &event.target_touches());
            first.set(pointers.first().copied());
            let pointers = if claims(&app, pointers.len()) { pointers } else { Vec::new() };
            // One finger may be a tap, which is the browser's to tell from the rest.
            if pointers.len() >= 2 {
                event.prevent_default();
            }
            app.send(Message::PointersChanged { pointers, now_ms: now_ms() });
        }
    };
    let moved = {
        let (app, area) = (app.weak(), area.clone());
        move |event: TouchEvent| {
            let Some(app) = app.upgrade() else { return };
            let pointers = fingers(&area, &event.target_touches());
            if claims(&app, pointers.len()) {
                event.prevent_default();
                app.send(Message::PointersMoved { pointers, now_ms: now_ms() });
            } else if let (Some(from), Some(to)) = (first.get(), pointers.first())
                && from.distance(*to) > TOUCH_SLOP
            {
                first.set(None);
                app.send(Message::GestureRefused(RefusedGesture::Touch));
            }
        }
    };
    vec![
        Listener::active(area, "touchstart", changed.clone()),
        Listener::active(area, "touchmove", moved),
        Listener::active(area, "touchend", changed.clone()),
        Listener::active(area, "touchcancel", changed),
    ]
}

/// Click, double click and wheel.
fn mouse(app: &Rc<App>, area: &Element) -> Vec<Listener> {
    let pressed: Rc<RefCell<Option<ScreenPoint>>> = Rc::default();
    let down = {
        let (area, pressed) = (area.clone(), pressed.clone());
        move |event: PointerEvent| {
            pressed.replace(Some(mouse_point(&area, &event)));
        }
    };
    let click = {
        let (app, area) = (app.weak(), area.clone());
        move |event: MouseEvent| {
            let Some(app) = app.upgrade() else { return };
            let at = mouse_point(&area, &event);
            // What was dragged was not clicked.
            if pressed.take().is_none_or(|from| from.distance(at) < 5.0) {
                app.send(Message::Clicked(at));
            }
        }
    };
    let double = {
        let (app, area) = (app.weak(), area.clone());
        move |event: MouseEvent| {
            let Some(app) = app.upgrade() else { return };
            event.prevent_default();
            let at = mouse_point(&area, &event);
            app.send(Message::DoubleClicked { at, out: event.shift_key(), now_ms: now_ms() });
        }
    };
    let wheel = {
        let (app, area) = (app.weak(), area.clone());
        move |event: WheelEvent| {
            let Some(app) = app.upgrade() else { return };
            let with_key = event.ctrl_key() || event.meta_key();
            if !app.with_state(|state| state.settings.gestures.claims_wheel(with_key)) {
                app.send(Message::GestureRefused(RefusedGesture::Wheel));
                return;
            }
            event.prevent_default();
            let per_unit = match event.delta_mode() {
                WheelEvent::DOM_DELTA_LINE => 40.0,
                WheelEvent::DOM_DELTA_PAGE => 400.0,
                _ => 1.0,
            };
            let (at, delta_px) = (mouse_point(&area, &event), event.delta_y() * per_unit);
            app.send(Message::WheelTurned { at, delta_px, is_pinch: event.ctrl_key() });
        }
    };
    vec![
        Listener::new(area, "pointerdown", down),
        Listener::new(area, "click", click),
        Listener::active(area, "dblclick", double),
        Listener::active(area, "wheel", wheel),
    ]
}

fn arrow(key: &str) -> Option<(f64, f64)> {
    Some(match key {
        "ArrowLeft" => (-1.0, 0.0),
        "ArrowRight" => (1.0, 0.0),
        "ArrowUp" => (0.0, -1.0),
        "ArrowDown" => (0.0, 1.0),
        _ => return None,
    })
}

/// Keys that zoom or fit, on the map and on its marks.
fn zoom_key(key: &str, now_ms: f64) -> Option<Message> {
    Some(match key {
        "+" | "=" => Message::ZoomStepped { by: 1.0, now_ms },
        "-" | "_" => Message::ZoomStepped { by: -1.0, now_ms },
        _ => return None,
    })
}

/// A key that is the browser's, such as Ctrl and plus.
fn is_shortcut(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

fn area_keys(app: &Rc<App>, area: &Element) -> Listener {
    let app = app.weak();
    Listener::active(area, "keydown", move |event: KeyboardEvent| {
        let Some(app) = app.upgrade().filter(|_| !is_shortcut(&event)) else { return };
        let now_ms = now_ms();
        let message = match event.key().as_str() {
            "Home" => Some(Message::FitAsked { now_ms }),
            key => arrow(key)
                .map(|(right, down)| Message::PanStepped { right, down, now_ms })
                .or_else(|| zoom_key(key, now_ms)),
        };
        if let Some(message) = message {
            event.prevent_default();
            app.send(message);
        }
    })
}

fn mark_keys(app: &Rc<App>, marks: &Element) -> Vec<Listener> {
    let focus = |is_focused: bool| {
        let app = app.weak();
        move |_: JsValue| {
            if let Some(app) = app.upgrade() {
                app.send(Message::MarksFocused(is_focused));
            }
        }
    };
    let keys = {
        let app = app.weak();
        move |event: KeyboardEvent| {
            let Some(app) = app.upgrade().filter(|_| !is_shortcut(&event)) else { return };
            let now_ms = now_ms();
            let message = match event.key().as_str() {
                "Enter" | " " => Some(Message::MarkOpened { now_ms }),
                "Home" => Some(Message::MarkEnded(false)),
                "End" => Some(Message::MarkEnded(true)),
                key => arrow(key)
                    .map(|(right, down)| Message::MarkStepped { right, down })
                    .or_else(|| zoom_key(key, now_ms)),
            };
            if let Some(message) = message {
                event.prevent_default();
                app.send(message);
            }
        }
    };
    vec![
        Listener::new(marks, "focus", focus(true)),
        Listener::new(marks, "blur", focus(false)),
        Listener::active(marks, "keydown", keys),
    ]
}
