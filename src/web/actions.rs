//! What buttons and fields do: one listener of each kind on the root hears all of them, those that come and go among them.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

use super::app::App;
use super::dom::{
    ACTIVE, Heard, Listener, PASSIVE, flag, focus, now_ms, origin, put, style, within,
};
use super::timeline::DATES;
use super::{list, load, panel};
use crate::filter::Filter;
use crate::message::{Fixed, Message};
use crate::state::{Account, Handle, PanelPage, State};
use crate::view::markup::{ACTION, VALUE, px};
use crate::view::timeline::{MODES, SPEEDS};
use crate::view::{filters, legend};

/// Around the menu, in CSS pixels.
const MENU_MARGIN_PX: f64 = 8.0;

/// Listens on the root.
pub fn listen(app: &Rc<App>, root: &HtmlElement) -> Vec<Listener> {
    const EVENTS: [Heard; 9] = [
        ("click", PASSIVE, clicked),
        ("input", PASSIVE, written),
        ("change", PASSIVE, changed),
        ("pointerdown", PASSIVE, pressed),
        ("pointerover", PASSIVE, list::pointed),
        ("focusin", PASSIVE, entered),
        ("focusout", PASSIVE, left),
        ("pointerleave", PASSIVE, left),
        ("keydown", ACTIVE, escaped),
    ];
    Listener::listen(app, root, &EVENTS)
}

/// What an event is to do, and to what.
fn asked(event: &JsValue) -> Option<(HtmlElement, String, Option<u32>)> {
    let element = origin(event, "[data-action]")?;
    let value = element.get_attribute(VALUE).and_then(|value| value.parse().ok());
    Some((element.clone(), element.get_attribute(ACTION)?, value))
}

fn clicked(app: &Rc<App>, event: &JsValue) {
    let Some((button, action, value)) = asked(event) else { return };
    if button.has_attribute("aria-disabled") {
        return;
    }
    let message = match (action.as_str(), value) {
        ("zoom-in", _) => Message::ZoomStepped { by: 1.0, now_ms: now_ms() },
        ("zoom-out", _) => Message::ZoomStepped { by: -1.0, now_ms: now_ms() },
        ("fit", _) => {
            // Where the map says that nothing is seen, the button goes with that.
            hand_on(event, ".empty");
            Message::FitAsked { now_ms: now_ms() }
        }
        ("axis-in", _) => axis_zoomed(0.5),
        ("axis-out", _) => axis_zoomed(2.0),
        ("play", _) => Message::PlayToggled,
        ("previous", _) => Message::IncidentStepped(-1),
        ("next", _) => Message::IncidentStepped(1),
        ("list", _) => Message::ListOpened,
        ("back", _) => Message::WentBack,
        ("step", Some(step)) => Message::StepOpened { step: step as usize, now_ms: now_ms() },
        ("leave", _) => Message::StoryLeft { now_ms: now_ms() },
        ("account", Some(number)) => match Account::ALL.get(number as usize) {
            Some(account) => Message::AccountOpened(*account),
            None => return,
        },
        ("nearest", _) => Message::NearestAsked,
        ("open", Some(row)) => Message::IncidentOpened(row),
        ("reveal", _) => Message::IncidentRevealed,
        ("close", _) => Message::PanelClosed,
        ("all", _) => {
            // The button is not needed any more then, and hands the keyboard on.
            within(event, ".window").iter().for_each(|window| focus(window));
            Message::WindowChanged(None)
        }
        ("category", Some(slot)) => toggled(app, |state, filter| {
            let key = state.feed.store().categories().nth(slot as usize);
            filter.toggle_category(key.unwrap_or_default());
        }),
        // One of what is asked for, or all of it.
        ("unfilter", number) => {
            let rest = number.and_then(|number| {
                let asked = |state: &State| filters::asked(state, &legend::categories(state));
                app.with_state(asked).into_iter().nth(number as usize)
            });
            // The button goes; one goes on at the field for words, or where that is not in sight at the way to it.
            for place in [".status [data-action=list]", ".panel-search"] {
                within(event, place).iter().for_each(|place| focus(place));
            }
            hand_on(event, ".empty");
            Message::FilterAsked(Box::new(rest.map(|(_, rest)| rest).unwrap_or_default()))
        }
        ("menu", _) => return show_menu(event, !is_menu_open(event)),
        ("share" | "fullscreen", _) => return app.emit(&action, &JsValue::NULL),
        ("retry", _) => {
            hand_on(event, ".error");
            return load::reload(app);
        }
        (action, value) => return panel::act(&button, action, value),
    };
    app.send(message);
}

/// A button that goes when it is pressed, in such a part, hands the keyboard on to the map.
fn hand_on(event: &JsValue, part: &str) {
    if origin(event, part).is_some() {
        within(event, ".area").iter().for_each(|area| focus(area));
    }
}

/// A button zooms the timeline around its window.
fn axis_zoomed(times: f64) -> Message {
    Message::AxisZoomed { times, around: Fixed::Handle(Handle::Window) }
}

/// A choice was made, or a date was typed.
fn changed(app: &Rc<App>, event: &JsValue) {
    let Some((_, action, value)) = asked(event) else { return };
    let number = value.unwrap_or_default() as usize;
    let message = match action.as_str() {
        "modes" => MODES.get(number).copied().map(Message::PlayModeChosen),
        "speeds" => SPEEDS.get(number).copied().map(Message::SpeedChosen),
        "differing" => Some(toggled(app, |_, filter| {
            filter.text.differing = !filter.text.differing;
        })),
        "new" => Some(toggled(app, |state, filter| {
            let since = state.settings.since.clone().unwrap_or_default();
            let asked = &mut filter.text.since;
            *asked = if asked.is_empty() { since } else { String::new() };
        })),
        "source" => Some(toggled(app, |state, filter| {
            let source = state.feed.collection().sources.get(number);
            source.iter().for_each(|(key, _)| filter.toggle_source(key));
        })),
        "dates" => {
            app.hand.has_typed.set(true);
            let [start, end] = DATES.map(|field| typed(event, field));
            Some(Message::DatesTyped { start, end })
        }
        _ => None,
    };
    message.into_iter().for_each(|message| app.send(message));
}

/// Words are being written: they are looked for at once.
fn written(app: &Rc<App>, event: &JsValue) {
    if asked(event).is_some_and(|(_, action, _)| action == "search") {
        let words = typed(event, ".panel-search");
        app.send(toggled(app, |_, filter| filter.text.words = words));
    }
}

/// The filter with a change.
fn toggled(app: &App, change: impl FnOnce(&State, &mut Filter)) -> Message {
    app.with_state(|state| {
        let mut filter = state.filter.clone();
        change(state, &mut filter);
        Message::FilterAsked(Box::new(filter))
    })
}

/// What stands in a field.
fn typed(event: &JsValue, field: &str) -> String {
    let field = within(event, field);
    field.map_or(String::new(), |field| field.unchecked_ref::<HtmlInputElement>().value())
}

/// A press elsewhere closes the menu, and so does the keyboard there.
fn pressed(app: &Rc<App>, event: &JsValue) {
    app.hand.has_acted.set(true);
    if origin(event, ".menu, .options").is_none() && is_menu_open(event) {
        show_menu(event, false);
    }
}

/// The keyboard comes to something: what would lie over it gives way, the menu and over a narrow map the sheet.
fn entered(app: &Rc<App>, event: &JsValue) {
    pressed(app, event);
    list::pointed(app, event);
    let is_open =
        app.with_state(|state| state.panel.page != PanelPage::Closed && !state.panel.is_beside);
    let entered = origin(event, ".legend *, .timeline *, .status *").filter(|_| is_open);
    if let (Some(entered), Some(panel)) = (entered, within(event, ".panel")) {
        let (entered, panel) =
            (entered.get_bounding_client_rect(), panel.get_bounding_client_rect());
        if panel.height() > 0.0 && entered.bottom() > panel.top() {
            app.send(Message::SelectionAsked(None));
        }
    }
}

/// What had the keyboard, or the mouse, has it no more.
fn left(app: &Rc<App>, _: &JsValue) {
    if app.with_state(|state| state.panel.pointed.is_some_and(|(_, has_it)| has_it)) {
        app.send(Message::RowPointed { row: None, is_followed: false });
    }
}

/// Arrows go through the list. Escape closes the menu; from a quotation it leads back to the reference that led there; else
/// it closes the panel, wherever in the map it is pressed.
fn escaped(app: &Rc<App>, event: &JsValue) {
    let key: &KeyboardEvent = event.unchecked_ref();
    if list::stepped(app, event, &key.key()) {
        key.prevent_default();
    }
    if key.key() != "Escape" || key.default_prevented() {
        return;
    }
    // What is said of a mark may lie over what one wants to see.
    app.send(Message::Hovered(None));
    if is_menu_open(event) {
        key.prevent_default();
        show_menu(event, false);
        within(event, ".options").iter().for_each(|button| focus(button));
    } else if panel::go_back(event) {
        key.prevent_default();
    } else if app.with_state(|state| state.panel.page != PanelPage::Closed) {
        key.prevent_default();
        app.send(Message::PanelClosed);
    }
}

fn is_menu_open(event: &JsValue) -> bool {
    within(event, ".menu").is_some_and(|menu| !menu.has_attribute("hidden"))
}

fn show_menu(event: &JsValue, is_open: bool) {
    if let (Some(toggle), Some(menu)) = (within(event, ".options"), within(event, ".menu")) {
        put(&toggle, "aria-expanded", if is_open { "true" } else { "false" });
        flag(&menu, "hidden", !is_open);
        // It is as high as there is room over the timeline.
        let top =
            |part| within(event, part).map_or(0.0, |part| part.get_bounding_client_rect().top());
        let room = top(".timeline") - top(".map") - MENU_MARGIN_PX;
        style(&menu, "max-block-size", &px(room));
    }
}
