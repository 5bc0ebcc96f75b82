//! The strip under the map: what it shows is markup; here are its bars, the ruler of its dates, the fields for typed dates,
//! and the hand and the keys on its track.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

use super::app::App;
use super::bars::Bars;
use super::canvas::{Pen, Surface};
use super::dom::{
    ACTIVE, Heard, Listener, PASSIVE, create_element, find, focused, listening, origin, part,
};
use super::patch::Patcher;
use super::theme::{Theme, computed_style};
use crate::message::{HandleStep, Message};
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
            patcher,
        }
    }

    /// Whether its bars can be drawn.
    pub fn is_ready(&self) -> bool {
        self.bars.is_ready() && !self.ruler.is_null()
    }

    /// The width of the histogram in CSS pixels; 0 where it is not shown.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.histogram.get_bounding_client_rect().width()
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
        if let Some(histogram) = &state.feed.index.histogram {
            let height = || f64::from(self.histogram.client_height());
            self.bars.draw((histogram, state.time.width), theme, categories, ratio, &height);
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

/// The pointer that holds something, and the histogram's left edge and width then.
pub type Grip = Option<(i32, f64, f64)>;

/// Listens to pointers on the track and to keys on its sliders.
pub fn listen(app: &Rc<App>, track: &Element) -> Vec<Listener> {
    const EVENTS: [Heard; 6] = [
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
    ];
    Listener::listen(app, track, &EVENTS)
}

fn pressed(app: &Rc<App>, event: &JsValue) {
    let track = listening(event);
    let event: &PointerEvent = event.unchecked_ref();
    if event.button() != 0 || !event.is_primary() || app.hand.grip.get().is_some() {
        return;
    }
    let Some(histogram) = find(&track, ".histogram") else { return };
    let edges = histogram.get_bounding_client_rect();
    let (left, width) = (edges.left(), edges.width());
    let at = f64::from(event.client_x()) - left;
    let Some(handle) = app.with_state(|state| {
        let (axis, window) = (state.axis()?, state.timeline_window()?);
        let x = |at| axis.share_of(at) * width;
        Some(part_at(at, x(window.start()), x(window.end()), state.time.window.is_none()))
    }) else {
        return;
    };
    app.hand.grip.set(Some((event.pointer_id(), left, width)));
    // A pointer that has gone by now can't be followed out of the track; within it, it can.
    let _ = track.set_pointer_capture(event.pointer_id());
    app.send(Message::TimelinePressed { handle, share: at / width });
}

fn dragged(app: &Rc<App>, event: &JsValue) {
    let event: &PointerEvent = event.unchecked_ref();
    if let Some((pointer, left, width)) = app.hand.grip.get()
        && event.pointer_id() == pointer
    {
        let share = (f64::from(event.client_x()) - left) / width;
        app.send(Message::TimelineDragged { share });
    }
}

fn let_go(app: &Rc<App>, event: &JsValue, message: Message) {
    let event: &PointerEvent = event.unchecked_ref();
    if app.hand.grip.get().is_some_and(|(pointer, ..)| pointer == event.pointer_id()) {
        app.hand.grip.set(None);
        app.send(message);
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
        key => match step(key) {
            Some(step) => Message::HandleStepped { handle: handle_of(&slider), step },
            None => return,
        },
    };
    event.prevent_default();
    app.send(message);
}

fn handle_of(slider: &Element) -> Handle {
    match slider.class_name().as_str() {
        "handle start" => Handle::Start,
        "handle end" => Handle::End,
        _ => Handle::Window,
    }
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
