//! The strip under the map: what it shows is markup; here are its bars, the ruler of its dates, the fields for typed dates,
//! and the hand and the keys on its track.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent, WheelEvent};

use super::app::App;
use super::bars::Bars;
use super::canvas::{Pen, Surface};
use super::dom::{
    ACTIVE, Heard, Listener, PASSIVE, create_element, find, focused, listening, origin, part,
};
use super::input::wheel_px;
use super::patch::Patcher;
use super::theme::{Theme, computed_style};
use crate::camera::Viewport;
use crate::gesture::wheel_zooms;
use crate::math::exp2;
use crate::message::{Fixed, HandleStep, Message};
use crate::state::{Handle, State};
use crate::view::legend::CategoryStyle;
use crate::view::markup::Markup;
use crate::view::timeline::{part_at, timeline};

/// The fields for the first and the last date.
pub const DATES: [&str; 2] = [".dates-typed input", ".dates-typed label + label input"];

/// The strip, and what was written into it last.
pub struct Timeline {
    patcher: Patcher,
    histogram: HtmlElement,
    dates: HtmlElement,
    fields: [HtmlInputElement; 2],
    bars: Bars,
    ruler: Pen,
    /// The width for which the ruler was set.
    ruled_px: f64,
    /// The histogram's height as it was measured last, in CSS pixels.
    height: Cell<f64>,
}

impl Timeline {
    /// Writes the strip into its place in the root.
    pub fn new(root: &Element, state: &State) -> Self {
        let element = part(root, ".timeline");
        let mut patcher = Patcher::new(element.clone().into());
        let mut markup = Markup::default();
        timeline(&mut markup, state, &|_| 0.0);
        patcher.write(markup);
        let field = |selector: &str| part(&element, selector).unchecked_into();
        Self {
            histogram: part(&element, ".histogram"),
            dates: part(&element, ".dates"),
            fields: DATES.map(field),
            bars: Bars::new(&element),
            ruler: Surface::new(create_element("canvas")).context,
            ruled_px: 0.0,
            height: Cell::default(),
            patcher,
        }
    }

    /// Whether its bars can be drawn.
    pub fn is_ready(&self) -> bool {
        self.bars.is_ready() && !self.ruler.is_null()
    }

    /// Measures the histogram, and gives its width in CSS pixels; 0 where it is not shown.
    #[must_use]
    pub fn measure(&self) -> f64 {
        let size = self.histogram.get_bounding_client_rect();
        self.height.set(size.height());
        size.width()
    }

    /// Writes what has changed.
    pub fn write(
        &mut self,
        app: &App,
        state: &State,
        theme: &Rc<Theme>,
        categories: &[CategoryStyle],
        ratio: f64,
    ) {
        if self.ruled_px != state.time.width {
            self.ruled_px = state.time.width;
            self.set_ruler();
        }
        let ruler = &self.ruler;
        // The dates are measured without laying out the page in the middle of a frame.
        let width_of = |text: &str| ruler.measure_text(text).width().ceil() + 1.0;
        let mut markup = Markup::default();
        timeline(&mut markup, state, &width_of);
        self.patcher.write(markup);
        if let (Some(histogram), Some(axis)) = (&state.feed.index.histogram, state.axis()) {
            let size = Viewport { width: state.time.width, height: self.height.get() };
            self.bars.draw((histogram, axis, size), theme, categories, ratio);
            self.write_dates(state, app.hand.has_typed.take());
        }
    }

    fn set_ruler(&self) {
        let computed = computed_style(&self.dates);
        let property = |name: &str| computed.value(name);
        let font = [property("font-weight"), property("font-size"), property("font-family")];
        self.ruler.set_font(&font.join(" "));
    }

    /// Writes the dates of the window, but not under the hand of someone who types, nor over what is wrong.
    fn write_dates(&self, state: &State, was_typed: bool) {
        if state.time.typed_error.is_some() {
            return;
        }
        let (start, end) = state.window_dates().unwrap_or_default();
        let focused = focused(&self.histogram);
        for (field, date) in self.fields.iter().zip([start, end]) {
            let has_keyboard = focused.as_ref().is_some_and(|one| one.is_same_node(Some(field)));
            if (was_typed || !has_keyboard) && field.value() != date {
                field.set_value(&date);
            }
        }
    }
}

/// What a hand has hold of.
#[derive(Clone, Copy)]
pub struct Grip {
    /// Whether a finger does, which another may join.
    is_touch: bool,
    /// The pointers that do, and where they are in CSS pixels: one, or two fingers that zoom.
    pointers: [Option<(i32, f64)>; 2],
    /// The histogram's left edge and width.
    left: f64,
    width: f64,
}

impl Grip {
    /// The middle between the pointers as a share of the histogram, and their distance in CSS pixels.
    fn pinch(&self) -> Option<(f64, f64)> {
        let [Some((_, one)), Some((_, other))] = self.pointers else { return None };
        let middle = (f64::midpoint(one, other) - self.left) / self.width;
        Some((middle, (one - other).abs().max(MIN_PINCH_PX)))
    }
}

/// Fingers that are nearer count as so far apart, in CSS pixels.
const MIN_PINCH_PX: f64 = 16.0;

/// Listens to pointers on the track and to keys on its sliders.
pub fn listen(app: &Rc<App>, track: &Element) -> Vec<Listener> {
    const EVENTS: [Heard; 7] = [
        ("pointerdown", PASSIVE, pressed),
        ("pointermove", PASSIVE, dragged),
        ("pointerup", PASSIVE, |app, event| {
            let_go(app, event, Message::TimelineReleased);
        }),
        ("pointercancel", PASSIVE, |app, event| {
            let_go(app, event, Message::TimelineCancelled);
        }),
        ("dblclick", PASSIVE, |app, _| app.send(Message::WindowChanged(None))),
        ("keydown", ACTIVE, key_pressed),
        ("wheel", ACTIVE, wheel_turned),
    ];
    Listener::listen(app, track, &EVENTS)
}

/// Escape undoes what is dragged, wherever in the page the keyboard is: bars are dragged without it.
const WHILE_DRAGGED: [Heard; 1] = [("keydown", ACTIVE, undone)];

fn undone(app: &Rc<App>, event: &JsValue) {
    let event: &KeyboardEvent = event.unchecked_ref();
    if event.key() == "Escape" && app.hand.grip.take().is_some() {
        event.prevent_default();
        app.send(Message::TimelineCancelled);
    }
}

fn pressed(app: &Rc<App>, event: &JsValue) {
    let track = listening(event);
    let pointer: &PointerEvent = event.unchecked_ref();
    let (id, x) = (pointer.pointer_id(), f64::from(pointer.client_x()));
    let is_touch = pointer.pointer_type() == "touch";
    if let Some(mut grip) = app.hand.grip.get() {
        // A second finger: what the first one has moved goes back, and the two of them zoom.
        if grip.is_touch && is_touch && !pointer.is_primary() && grip.pointers[1].is_none() {
            grip.pointers[1] = Some((id, x));
            app.hand.grip.set(Some(grip));
            let _ = track.set_pointer_capture(id);
        }
        app.send(Message::TimelineCancelled);
        if !pointer.is_primary() {
            return;
        }
    }
    if pointer.button() != 0 || !pointer.is_primary() {
        return;
    }
    let Some(histogram) = find(&track, ".histogram") else { return };
    let edges = histogram.get_bounding_client_rect();
    let (left, width) = (edges.left(), edges.width());
    let is_on_ticks = origin(event, ".ticks").is_some();
    let Some(handle) = app.with_state(|state| {
        let (axis, window) = (state.axis()?, state.timeline_window()?);
        if is_on_ticks && axis.is_zoomed() {
            return Some(Handle::Axis);
        }
        let px = |at| axis.share_of(at).clamp(0.0, 1.0) * width;
        let (start, end) = (px(window.start()), px(window.end()));
        Some(part_at(x - left, start, end, start <= 0.0 && end >= width))
    }) else {
        return;
    };
    app.hand.grip.set(Some(Grip { is_touch, pointers: [Some((id, x)), None], left, width }));
    app.hand.keys.replace(Listener::listen(app, &app.window, &WHILE_DRAGGED));
    // A pointer that has gone by now can't be followed out of the track; within it, it can.
    let _ = track.set_pointer_capture(id);
    app.send(Message::TimelinePressed { handle, share: (x - left) / width });
}

fn dragged(app: &Rc<App>, event: &JsValue) {
    let event: &PointerEvent = event.unchecked_ref();
    let Some(mut grip) = app.hand.grip.get() else { return };
    let before = grip.pinch();
    let moved = grip.pointers.iter_mut().flatten().find(|(id, _)| *id == event.pointer_id());
    let Some((_, x)) = moved else { return };
    *x = f64::from(event.client_x());
    let share = (*x - grip.left) / grip.width;
    app.hand.grip.set(Some(grip));
    match (before, grip.pinch()) {
        (Some((from, was_px)), Some((to, px))) => {
            let around = Fixed::Hand { from, to };
            app.send(Message::AxisZoomed { times: was_px / px, around });
        }
        _ => app.send(Message::TimelineDragged { share }),
    }
}

fn let_go(app: &Rc<App>, event: &JsValue, message: Message) {
    let event: &PointerEvent = event.unchecked_ref();
    app.hand.keys.take();
    let Some(grip) = app.hand.grip.get() else { return };
    if grip.pointers.iter().flatten().any(|(id, _)| *id == event.pointer_id()) {
        app.hand.grip.set(None);
        if grip.pinch().is_none() {
            app.send(message);
        }
    }
}

fn key_pressed(app: &Rc<App>, event: &JsValue) {
    let Some(slider) = origin(event, "[role=slider]") else { return };
    let event: &KeyboardEvent = event.unchecked_ref();
    // With these the key is the browser's or the page's.
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let message = match event.key().as_str() {
        "Escape" if app.hand.grip.take().is_some() => Message::TimelineCancelled,
        key => match (step(key), zoom(key)) {
            (Some(step), _) => Message::HandleStepped { handle: handle_of(&slider), step },
            (_, Some(times)) => {
                Message::AxisZoomed { times, around: Fixed::Handle(handle_of(&slider)) }
            }
            _ => return,
        },
    };
    event.prevent_default();
    app.send(message);
}

fn handle_of(slider: &Element) -> Handle {
    let class = slider.class_name();
    if class.starts_with("handle start") {
        Handle::Start
    } else if class.starts_with("handle end") {
        Handle::End
    } else {
        Handle::Window
    }
}

/// How many times as long what is laid out becomes by a key.
fn zoom(key: &str) -> Option<f64> {
    Some(match key {
        "+" | "=" => 0.5,
        "-" | "_" => 2.0,
        "0" => f64::INFINITY,
        _ => return None,
    })
}

/// The wheel zooms as it does on the map; turned sideways, or with Shift, it pushes what was zoomed into.
fn wheel_turned(app: &Rc<App>, event: &JsValue) {
    let track = listening(event);
    let event: &WheelEvent = event.unchecked_ref();
    let with_key = event.ctrl_key() || event.meta_key();
    let Some(histogram) = find(&track, ".histogram") else { return };
    if !app.with_state(|state| state.settings.gestures.claims_wheel(with_key)) {
        return;
    }
    event.prevent_default();
    let (edges, (right_px, down_px)) = (histogram.get_bounding_client_rect(), wheel_px(event));
    let to = (f64::from(event.client_x()) - edges.left()) / edges.width();
    let is_sideways = right_px.abs() > down_px.abs() || event.shift_key();
    let (times, from) = if is_sideways {
        let by_px = if right_px == 0.0 { down_px } else { right_px };
        (1.0, to + by_px / edges.width())
    } else {
        (exp2(-wheel_zooms(down_px, event.ctrl_key())), to)
    };
    app.send(Message::AxisZoomed { times, around: Fixed::Hand { from, to } });
}

fn step(key: &str) -> Option<HandleStep> {
    Some(match key {
        "ArrowRight" | "ArrowUp" => HandleStep::Units(1),
        "ArrowLeft" | "ArrowDown" => HandleStep::Units(-1),
        "PageUp" => HandleStep::Pages(1),
        "PageDown" => HandleStep::Pages(-1),
        "Home" => HandleStep::First,
        "End" => HandleStep::Last,
        _ => return None,
    })
}
