//! The reader's hand on the map: mouse, pen, touch, wheel and keys, as messages.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent, TouchEvent, WheelEvent};

use super::app::App;
use super::dom::{ACTIVE, Heard, Listener, PASSIVE, listening, now_ms, origin, within};
use super::timeline::Grip;
use crate::camera::ScreenPoint;
use crate::message::{Message, RefusedGesture};
use crate::view::markup::VALUE;

/// A finger that has gone so far, in CSS pixels, meant to move something.
const TOUCH_SLOP: f64 = 10.0;

/// Between a mark and its name, in CSS pixels.
pub const NAME_GAP: f64 = 8.0;

/// What the hand holds, and where it went down.
#[derive(Default)]
pub struct Hand {
    /// On the timeline.
    pub grip: Cell<Option<Grip>>,
    /// Who listens to the page's keys while it holds that.
    pub keys: RefCell<Vec<Listener>>,
    /// Whether the reader has ever touched the map, or come to it by keyboard.
    pub has_acted: Cell<bool>,
    /// Whether dates were typed since they were written last: then they are written anew, whoever has the keyboard.
    pub has_typed: Cell<bool>,
    /// The first finger, until it has gone far.
    finger: Cell<Option<ScreenPoint>>,
    /// Whether the map was dragged when it was let go last: what the browser then calls a click is none.
    has_dragged: Cell<bool>,
}

/// Listens on the map area and on the list of marks over it.
pub fn listen(app: &Rc<App>, area: &Element, marks: &Element) -> Vec<Listener> {
    const ON_AREA: [Heard; 13] = [
        ("pointerdown", PASSIVE, pointer_down),
        ("pointermove", PASSIVE, pointer_moved),
        ("pointerup", PASSIVE, pointer_up),
        ("pointercancel", PASSIVE, pointer_up),
        ("pointerleave", PASSIVE, |app, _| app.send(Message::Hovered(None))),
        ("touchstart", ACTIVE, fingers_changed),
        ("touchmove", ACTIVE, fingers_moved),
        ("touchend", ACTIVE, fingers_changed),
        ("touchcancel", ACTIVE, fingers_changed),
        ("click", PASSIVE, clicked),
        ("dblclick", ACTIVE, double_clicked),
        ("wheel", ACTIVE, wheel_turned),
        ("keydown", ACTIVE, area_key_pressed),
    ];
    const ON_MARKS: [Heard; 4] = [
        ("focus", PASSIVE, |app, _| app.send(Message::MarksFocused(true))),
        ("blur", PASSIVE, |app, _| app.send(Message::MarksFocused(false))),
        ("keydown", ACTIVE, mark_key_pressed),
        ("click", PASSIVE, mark_clicked),
    ];
    let mut listeners = Listener::listen(app, area, &ON_AREA);
    listeners.extend(Listener::listen(app, marks, &ON_MARKS));
    listeners
}

fn point(area: &Element, client_x: i32, client_y: i32) -> ScreenPoint {
    let rect = area.get_bounding_client_rect();
    ScreenPoint { x: f64::from(client_x) - rect.left(), y: f64::from(client_y) - rect.top() }
}

/// Where on the area a mouse event is.
fn mouse_point(event: &MouseEvent) -> ScreenPoint {
    point(&listening(event), event.client_x(), event.client_y())
}

fn pointers_changed(app: &Rc<App>, pointers: Vec<ScreenPoint>) {
    // Wherever it was let go: also where it was pressed.
    let has_moved = app.with_state(|state| state.map.gesture.has_moved());
    app.hand.has_dragged.set(pointers.is_empty() && has_moved);
    app.send(Message::PointersChanged { pointers, now_ms: now_ms() });
}

/// Mouse and pen; fingers are heard apart.
fn pointer_down(app: &Rc<App>, event: &JsValue) {
    let area = listening(event);
    let event: &PointerEvent = event.unchecked_ref();
    if event.pointer_type() == "touch" || event.button() != 0 {
        return;
    }
    // A pointer that is already gone can't be held.
    let _ = area.set_pointer_capture(event.pointer_id());
    pointers_changed(app, vec![mouse_point(event)]);
}

fn pointer_moved(app: &Rc<App>, event: &JsValue) {
    let event: &PointerEvent = event.unchecked_ref();
    if event.pointer_type() == "touch" {
        return;
    }
    let at = mouse_point(event);
    app.send(if event.buttons() & 1 == 1 {
        Message::PointersMoved { pointers: vec![at], now_ms: now_ms() }
    } else if is_on_name(event) {
        Message::NameHovered(at)
    } else {
        Message::Hovered(Some(at))
    });
}

/// Whether the mouse is on the name of a mark, or on its way to it. The name itself does not hear of the mouse: what it lies
/// over is still to be clicked on.
fn is_on_name(event: &MouseEvent) -> bool {
    within(event, ".name").is_some_and(|name| {
        let rect = name.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let rows = rect.top() - NAME_GAP..=rect.bottom() + NAME_GAP;
        (rect.left()..=rect.right()).contains(&x) && rows.contains(&y)
    })
}

fn pointer_up(app: &Rc<App>, event: &JsValue) {
    let event: &PointerEvent = event.unchecked_ref();
    if event.pointer_type() != "touch" {
        pointers_changed(app, Vec::new());
    }
}

fn fingers(event: &TouchEvent) -> Vec<ScreenPoint> {
    let (area, touches) = (listening(event), event.target_touches());
    let touch = |index| touches.get(index);
    let touches = (0..touches.length()).filter_map(touch);
    touches.map(|touch| point(&area, touch.client_x(), touch.client_y())).collect()
}

fn claims_touch(app: &App, count: usize) -> bool {
    app.with_state(|state| state.settings.gestures.claims_touch(count))
}

/// Fingers. One of them is the page's in a cooperative map, and a scroll that the browser has begun can't be taken back:
/// what the map takes is kept from the browser as soon as the second finger is down.
fn fingers_changed(app: &Rc<App>, event: &JsValue) {
    let event: &TouchEvent = event.unchecked_ref();
    let pointers = fingers(event);
    app.hand.finger.set(pointers.first().copied());
    let pointers = if claims_touch(app, pointers.len()) { pointers } else { Vec::new() };
    // One finger may be a tap, which is the browser's to tell from the rest.
    if pointers.len() >= 2 {
        event.prevent_default();
    }
    pointers_changed(app, pointers);
}

fn fingers_moved(app: &Rc<App>, event: &JsValue) {
    let event: &TouchEvent = event.unchecked_ref();
    let pointers = fingers(event);
    if claims_touch(app, pointers.len()) {
        event.prevent_default();
        app.send(Message::PointersMoved { pointers, now_ms: now_ms() });
    } else if let (Some(from), Some(to)) = (app.hand.finger.get(), pointers.first())
        && from.distance(*to) > TOUCH_SLOP
    {
        app.hand.finger.set(None);
        app.send(Message::GestureRefused(RefusedGesture::Touch));
    }
}

fn clicked(app: &Rc<App>, event: &JsValue) {
    let at = mouse_point(event.unchecked_ref());
    if !app.hand.has_dragged.take() {
        app.send(Message::Clicked(at));
    }
}

fn double_clicked(app: &Rc<App>, event: &JsValue) {
    let event: &MouseEvent = event.unchecked_ref();
    event.prevent_default();
    let (at, out) = (mouse_point(event), event.shift_key());
    app.send(Message::DoubleClicked { at, out, now_ms: now_ms() });
}

fn wheel_turned(app: &Rc<App>, event: &JsValue) {
    let event: &WheelEvent = event.unchecked_ref();
    let with_key = event.ctrl_key() || event.meta_key();
    if !app.with_state(|state| state.settings.gestures.claims_wheel(with_key)) {
        app.send(Message::GestureRefused(RefusedGesture::Wheel));
        return;
    }
    event.prevent_default();
    let (at, delta_px) = (mouse_point(event), wheel_px(event).1);
    app.send(Message::WheelTurned { at, delta_px, is_pinch: event.ctrl_key() });
}

/// How far the wheel was turned, to the right and downwards, in pixels.
pub fn wheel_px(event: &WheelEvent) -> (f64, f64) {
    let per_unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 40.0,
        WheelEvent::DOM_DELTA_PAGE => 400.0,
        _ => 1.0,
    };
    (event.delta_x() * per_unit, event.delta_y() * per_unit)
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

/// Keys that zoom, on the map and on its marks.
fn zoom_key(key: &str, now_ms: f64) -> Option<Message> {
    Some(match key {
        "+" | "=" => Message::ZoomStepped { by: 1.0, now_ms },
        "-" | "_" => Message::ZoomStepped { by: -1.0, now_ms },
        _ => return None,
    })
}

fn area_key_pressed(app: &Rc<App>, event: &JsValue) {
    key_pressed(app, event, |key, now_ms| match key {
        "Home" => Some(Message::FitAsked { now_ms }),
        key => arrow(key).map(|(right, down)| Message::PanStepped { right, down, now_ms }),
    });
}

fn mark_key_pressed(app: &Rc<App>, event: &JsValue) {
    key_pressed(app, event, |key, now_ms| match key {
        "Enter" | " " => Some(Message::MarkOpened { rank: None, now_ms }),
        "Home" => Some(Message::MarkEnded(false)),
        "End" => Some(Message::MarkEnded(true)),
        key => arrow(key).map(|(right, down)| Message::MarkStepped { right, down }),
    });
}

/// No mouse gets there: a screen reader's way to press what it reads.
fn mark_clicked(app: &Rc<App>, event: &JsValue) {
    let rank = origin(event, "[role=option]").and_then(|option| option.get_attribute(VALUE));
    if let Some(rank) = rank.and_then(|rank| rank.parse().ok()) {
        app.send(Message::MarkOpened { rank: Some(rank), now_ms: now_ms() });
    }
}

fn key_pressed(app: &Rc<App>, event: &JsValue, message: fn(&str, f64) -> Option<Message>) {
    let event: &KeyboardEvent = event.unchecked_ref();
    // A key that is the browser's, such as Ctrl and plus.
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let (key, now_ms) = (event.key(), now_ms());
    if let Some(message) = message(&key, now_ms).or_else(|| zoom_key(&key, now_ms)) {
        event.prevent_default();
        app.send(message);
    }
}

/// Whether the reader's keyboard has a command key.
pub fn is_mac(app: &App) -> bool {
    app.window
        .navigator()
        .platform()
        .is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}
