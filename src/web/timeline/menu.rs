//! What stands back behind a button: how it plays, how fast, and the dates to be typed.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, Node, ShadowRoot,
};

use super::input::focus;
use crate::message::Message;
use crate::state::{PlayMode, Speed, TypedError};
use crate::view::timeline::{Names, TimelineView, Track};
use crate::web::app::App;
use crate::web::dom::{Listener, button, child, flag, icon, put, set, write};

const SLIDERS: &str = "M2.5 5h5.5M12 5h1.5M2.5 11h1.5M8 11h5.5M10 3.25a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM6 9.25a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5Z";
const MODES: [PlayMode; 2] = [PlayMode::Moving, PlayMode::Growing];
const SPEEDS: [Speed; 3] = [Speed::Slow, Speed::Normal, Speed::Fast];
const CHOOSE_MODE: [fn() -> Message; 2] =
    [|| Message::PlayModeChosen(MODES[0]), || Message::PlayModeChosen(MODES[1])];
const CHOOSE_SPEED: [fn() -> Message; 3] = [
    || Message::SpeedChosen(SPEEDS[0]),
    || Message::SpeedChosen(SPEEDS[1]),
    || Message::SpeedChosen(SPEEDS[2]),
];

/// An input, and the text that names it.
type Labelled = (HtmlInputElement, HtmlElement);

/// The button and what it discloses.
pub struct Menu {
    button: HtmlElement,
    fields: Vec<Field>,
    modes: Vec<Labelled>,
    speeds: Vec<Labelled>,
    dates: [Labelled; 2],
    problem: HtmlElement,
    /// Whether dates were typed since they were written last: then they are written anew, whoever has the keyboard.
    is_typed: Rc<Cell<bool>>,
    _listeners: Vec<Listener>,
}

/// A group of inputs with its name.
struct Field {
    group: HtmlElement,
    legend: HtmlElement,
}

impl Menu {
    /// Builds the button into `tools`, and next to it what opens over the strip.
    pub fn new(app: &Rc<App>, timeline: &HtmlElement, tools: &Element) -> Self {
        let toggle = button(tools, "step options");
        icon(&toggle, SLIDERS);
        let menu = child(tools, "div", "menu");
        put(&menu, "id", "timeline-menu");
        put(&toggle, "aria-controls", "timeline-menu");
        show(&toggle, &menu, false);
        let fields = [field(&menu, "dates-typed"), field(&menu, "modes"), field(&menu, "speeds")];
        let dates = [date(&fields[0].group), date(&fields[0].group)];
        let problem = child(&fields[0].group, "p", "problem");
        put(&problem, "id", "timeline-problem");
        put(&problem, "role", "alert");
        let mut listeners = open_and_close(&toggle, &menu, timeline);
        let [_, modes, speeds] = &fields;
        let modes = radios(app, &modes.group, &CHOOSE_MODE, &mut listeners);
        let speeds = radios(app, &speeds.group, &CHOOSE_SPEED, &mut listeners);
        let is_typed = Rc::new(Cell::new(false));
        listeners.extend(typing(app, &dates, &is_typed));
        Self {
            button: toggle,
            fields: fields.into(),
            modes,
            speeds,
            dates,
            problem,
            is_typed,
            _listeners: listeners,
        }
    }

    /// Says what everything is called.
    pub fn write_names(&self, names: &Names) {
        set(&self.button, "aria-label", Some(&names.options));
        set(&self.button, "title", Some(&names.options));
        for (field, name) in self.fields.iter().zip([&names.dates, &names.motion, &names.speed]) {
            write(&field.legend, name);
        }
        let texts = self.modes.iter().chain(&self.speeds).chain(&self.dates);
        let names = [
            &names.moving,
            &names.growing,
            &names.slower,
            &names.normal,
            &names.faster,
            &names.typed_start,
            &names.typed_end,
        ];
        texts.zip(names).for_each(|((_, text), name)| write(text, name));
    }

    /// Writes what is chosen and what is wrong.
    pub fn write(&self, view: &TimelineView) {
        for ((input, _), mode) in self.modes.iter().zip(MODES) {
            input.set_checked(mode == view.mode);
        }
        for ((input, _), speed) in self.speeds.iter().zip(SPEEDS) {
            input.set_checked(speed == view.speed);
        }
        let error = view.track.as_ref().and_then(|track| track.error.as_ref());
        let wrong = match error.map(|(error, _)| error) {
            None => [false, false],
            Some(TypedError::Start) => [true, false],
            Some(TypedError::End) => [false, true],
            Some(TypedError::Reversed) => [true, true],
        };
        for ((input, _), is_wrong) in self.dates.iter().zip(wrong) {
            set(input, "aria-invalid", is_wrong.then_some("true"));
            set(input, "aria-describedby", is_wrong.then_some("timeline-problem"));
        }
        write(&self.problem, error.map_or("", |(_, text)| text));
    }

    /// Writes the dates of the window, but not under the hand of someone who types, nor over what is wrong.
    pub fn write_dates(&self, track: &Track) {
        if track.error.is_some() {
            self.is_typed.set(false);
            return;
        }
        let was_typed = self.is_typed.take();
        let focused = focused_in(&self.button);
        for ((input, _), date) in self.dates.iter().zip([&track.dates.0, &track.dates.1]) {
            let has_keyboard =
                focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(input)));
            if (was_typed || !has_keyboard) && input.value() != *date {
                input.set_value(date);
            }
        }
    }
}

fn focused_in(element: &Element) -> Option<Element> {
    element.get_root_node().dyn_into::<ShadowRoot>().ok()?.active_element()
}

fn field(menu: &Element, class: &str) -> Field {
    let group = child(menu, "fieldset", class);
    let legend = child(&group, "legend", "");
    Field { group, legend }
}

fn date(group: &Element) -> Labelled {
    let label = child(group, "label", "");
    let text = child(&label, "span", "");
    let input: HtmlInputElement = child(&label, "input", "").unchecked_into();
    for (name, value) in [("type", "text"), ("autocomplete", "off"), ("spellcheck", "false")] {
        put(&input, name, value);
    }
    (input, text)
}

/// A choice, of which each sends its message.
fn radios(
    app: &Rc<App>,
    group: &Element,
    messages: &[fn() -> Message],
    listeners: &mut Vec<Listener>,
) -> Vec<Labelled> {
    let mut radio = |&message: &fn() -> Message| {
        let label = child(group, "label", "");
        let input: HtmlInputElement = child(&label, "input", "").unchecked_into();
        put(&input, "type", "radio");
        put(&input, "name", &group.class_name());
        let text = child(&label, "span", "");
        let app = app.weak();
        listeners.push(Listener::new(&input, "change", move |_: Event| {
            if let Some(app) = app.upgrade() {
                app.send(message());
            }
        }));
        (input, text)
    };
    messages.iter().map(&mut radio).collect()
}

fn typing(app: &Rc<App>, dates: &[Labelled; 2], is_typed: &Rc<Cell<bool>>) -> Vec<Listener> {
    let [start, end] = dates.each_ref().map(|(input, _)| input.clone());
    let listen = |(input, _): &Labelled| {
        let (app, is_typed) = (app.weak(), is_typed.clone());
        let (start, end) = (start.clone(), end.clone());
        Listener::new(input, "change", move |_: Event| {
            let Some(app) = app.upgrade() else { return };
            is_typed.set(true);
            app.send(Message::DatesTyped { start: start.value(), end: end.value() });
        })
    };
    dates.iter().map(listen).collect()
}

fn show(toggle: &Element, menu: &Element, is_open: bool) {
    set(toggle, "aria-expanded", Some(if is_open { "true" } else { "false" }));
    flag(menu, "hidden", !is_open);
}

/// The button opens and closes; so do Escape, and a press elsewhere.
fn open_and_close(
    toggle: &HtmlElement,
    menu: &HtmlElement,
    timeline: &HtmlElement,
) -> Vec<Listener> {
    let is_open = |menu: &Element| !menu.has_attribute("hidden");
    let (button, content) = (toggle.clone(), menu.clone());
    let click = Listener::new(toggle, "click", move |_: MouseEvent| {
        show(&button, &content, !is_open(&content));
    });
    let (button, content) = (toggle.clone(), menu.clone());
    let escape = Listener::active(timeline, "keydown", move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open(&content) && !event.default_prevented() {
            event.prevent_default();
            show(&button, &content, false);
            focus(&button);
        }
    });
    let (button, content) = (toggle.clone(), menu.clone());
    let root = timeline.parent_element().unwrap_or_else(|| timeline.clone().into());
    let outside = Listener::new(&root, "pointerdown", move |event: Event| {
        let target: Option<Node> = event.target().and_then(|target| target.dyn_into().ok());
        let is_inside = button.contains(target.as_ref()) || content.contains(target.as_ref());
        if is_open(&content) && !is_inside {
            show(&button, &content, false);
        }
    });
    vec![click, escape, outside]
}
