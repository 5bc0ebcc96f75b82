//! The few things that are done to the document by hand, and listeners and timers that end when they are dropped.
//!
//! Most methods of the DOM may throw, and so give a `Result` in `web-sys`. What is called here, on elements of our own and
//! with names of our own, throws nothing: it is bound without one, which spares every caller a way out.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, HtmlElement, MediaQueryList, ShadowRoot, Window};

use super::app::App;

#[wasm_bindgen]
extern "C" {
    /// A new element.
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub fn create_element(tag: &str) -> HtmlElement;
    /// The frame clock, in ms.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn now_ms() -> f64;
    /// What the reader's device or wish is asked with, and says when it changes.
    #[wasm_bindgen(js_name = matchMedia)]
    pub fn media(query: &str) -> MediaQueryList;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, delay_ms: i32) -> i32;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: i32);

    /// An element of our own, something else that events come from, or an event.
    type Own;
    #[wasm_bindgen(method)]
    fn append(this: &Own, child: &Element);
    #[wasm_bindgen(method, js_name = toggleAttribute)]
    fn toggle_attribute(this: &Own, name: &str, is_set: bool);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Own, name: &str, value: &str);
    #[wasm_bindgen(method, js_name = querySelector)]
    fn query_selector(this: &Own, selector: &str) -> Option<HtmlElement>;
    #[wasm_bindgen(method, js_name = querySelector)]
    fn part(this: &Own, selector: &str) -> HtmlElement;
    #[wasm_bindgen(method)]
    fn closest(this: &Own, selector: &str) -> Option<HtmlElement>;
    #[wasm_bindgen(method, js_name = elementFromPoint)]
    fn element_from_point(this: &Own, x: f64, y: f64) -> Option<HtmlElement>;
    #[wasm_bindgen(method, getter, js_name = classList)]
    fn class_list(this: &Own) -> Classes;
    #[wasm_bindgen(method, getter)]
    fn style(this: &Own) -> Style;
    #[wasm_bindgen(method, getter, js_name = ownerDocument)]
    fn owner(this: &Own) -> Own;
    #[wasm_bindgen(method, getter, js_name = defaultView)]
    fn window(this: &Own) -> Window;
    #[wasm_bindgen(method, getter, js_name = fullscreenEnabled)]
    fn fullscreen_enabled(this: &Own) -> bool;
    #[wasm_bindgen(method)]
    fn matches(this: &Own, selector: &str) -> bool;
    #[wasm_bindgen(method)]
    fn focus(this: &Own, options: &JsValue);
    #[wasm_bindgen(method, getter, js_name = currentTarget)]
    fn current_target(this: &Own) -> Element;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn add(this: &Own, name: &str, callback: &JsValue, options: &JsValue);
    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn remove(this: &Own, name: &str, callback: &JsValue);

    type Classes;
    #[wasm_bindgen(method)]
    fn toggle(this: &Classes, class: &str, is_set: bool);

    type Style;
    #[wasm_bindgen(method, js_name = setProperty)]
    fn set_property(this: &Style, name: &str, value: &str);
}

fn own(element: &JsValue) -> &Own {
    element.unchecked_ref()
}

/// Makes an element the last child of another, or of a shadow root.
pub fn append(parent: &JsValue, child: &Element) {
    own(parent).append(child);
}

/// Writes an attribute.
pub fn put(element: &Element, name: &str, value: &str) {
    own(element).set_attribute(name, value);
}

/// Sets or takes away an attribute without a value.
pub fn flag(element: &Element, name: &str, is_set: bool) {
    own(element).toggle_attribute(name, is_set);
}

/// Sets or takes away a class.
pub fn class(element: &Element, name: &str, is_set: bool) {
    own(element).class_list().toggle(name, is_set);
}

/// Sets a property of the element's own style.
pub fn style(element: &Element, name: &str, value: &str) {
    own(element).style().set_property(name, value);
}

/// The first element within another that a selector of ours fits.
pub fn find(element: &Element, selector: &str) -> Option<HtmlElement> {
    own(element).query_selector(selector)
}

/// The same for a part that every map has.
pub fn part(element: &Element, selector: &str) -> HtmlElement {
    own(element).part(selector)
}

/// The element itself, or the nearest around it, that a selector of ours fits.
pub fn closest(element: &Element, selector: &str) -> Option<HtmlElement> {
    own(element).closest(selector)
}

/// Where in the map an event comes from: the nearest element that a selector of ours fits.
pub fn origin(event: &JsValue, selector: &str) -> Option<HtmlElement> {
    let event: &Event = event.unchecked_ref();
    closest(event.target()?.unchecked_ref(), selector)
}

/// A part of the map that an event comes from.
pub fn within(event: &JsValue, selector: &str) -> Option<HtmlElement> {
    let root = origin(event, ".root")?;
    find(&root, selector)
}

/// The element that an event was listened to on.
pub fn listening(event: &JsValue) -> Element {
    own(event).current_target()
}

/// What has the keyboard in the map that an element is part of.
pub fn focused(element: &Element) -> Option<Element> {
    element.get_root_node().dyn_into::<ShadowRoot>().ok()?.active_element()
}

/// What is seen at a point of the window, in the map that an element is part of.
pub fn seen_at(element: &Element, x: f64, y: f64) -> Option<HtmlElement> {
    own(&element.get_root_node()).element_from_point(x, y)
}

/// Gives an element the keyboard, and leaves the page where it is. What can't have it leaves it where it was.
pub fn focus(element: &Element) {
    own(element).focus(&super::events::object(&[("preventScroll", true.into())]));
}

/// The same, and the page shows it.
pub fn focus_in_sight(element: &Element) {
    own(element).focus(&JsValue::UNDEFINED);
}

/// The window that an element is in.
pub fn window_of(element: &Element) -> Window {
    own(element).owner().window()
}

/// Whether an element may be given the whole screen.
pub fn may_fill_screen(element: &Element) -> bool {
    own(element).owner().fullscreen_enabled()
}

/// Whether it has it.
pub fn fills_screen(element: &Element) -> bool {
    own(element).matches(":fullscreen")
}

/// What is done when something has happened, with what the browser says of it.
pub type Handler = fn(&Rc<App>, &JsValue);

/// Something for the browser to call; for as long as this is kept, and the map is there.
pub struct Callback(Closure<dyn FnMut(JsValue)>);

impl Callback {
    /// Hands a function over.
    pub fn new(app: &Rc<App>, handler: Handler) -> Self {
        let app = app.weak();
        Self(Closure::wrap(Box::new(move |event| {
            if let Some(app) = app.upgrade() {
                handler(&app, &event);
            }
        })))
    }

    /// What the browser calls.
    pub fn function(&self) -> &JsValue {
        self.0.as_ref()
    }
}

/// A listener that is taken away when it is dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Callback,
}

/// An event, whether the browser need not wait for what is done about it, and what that is. What prevents the browser
/// from doing its own has it wait.
pub type Heard = (&'static str, bool, Handler);

/// The browser need not wait.
pub const PASSIVE: bool = true;
/// The browser waits, though it would rather not.
pub const ACTIVE: bool = false;

impl Listener {
    /// Listens to events.
    pub fn listen(app: &Rc<App>, target: &EventTarget, events: &[Heard]) -> Vec<Self> {
        let listen = |&(name, is_passive, handler): &Heard| {
            let callback = Callback::new(app, handler);
            let options = super::events::object(&[("passive", is_passive.into())]);
            own(target).add(name, callback.function(), &options);
            Self { target: target.clone(), name, callback }
        };
        events.iter().map(listen).collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        own(&self.target).remove(self.name, self.callback.function());
    }
}

/// A timer that is cleared when it is dropped.
pub struct Timer {
    id: i32,
    _callback: Callback,
}

impl Timer {
    /// Calls back after so many ms.
    pub fn new(app: &Rc<App>, delay_ms: i32, handler: Handler) -> Self {
        let callback = Callback::new(app, handler);
        Self { id: set_timeout(callback.function(), delay_ms), _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(self.id);
    }
}
