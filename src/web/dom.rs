//! The few things that every writer does to the document, and listeners that unhook when dropped.
//!
//! Most methods of the DOM may throw, and so give a `Result` in `web-sys`. What is called here, on elements of our own and
//! with names of our own, throws nothing: it is bound without one, which spares every caller a way out.

use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, HtmlElement, MediaQueryList, Node};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create_element(tag: &str) -> HtmlElement;
    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    fn create_element_ns(namespace: &str, tag: &str) -> Element;

    /// The frame clock, in ms.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn now_ms() -> f64;
    /// What the reader's device or wish is asked with, and says when it changes.
    #[wasm_bindgen(js_name = matchMedia)]
    pub fn media(query: &str) -> MediaQueryList;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(closure: &JsValue, delay_ms: i32) -> i32;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: i32);

    /// An element of our own.
    type Own;
    #[wasm_bindgen(method)]
    fn append(this: &Own, child: &Node);
    #[wasm_bindgen(method, js_name = insertBefore)]
    fn insert_before(this: &Own, child: &Node, before: Option<&Node>);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Own, name: &str, value: &str);
    #[wasm_bindgen(method, js_name = removeAttribute)]
    fn remove_attribute(this: &Own, name: &str);
    #[wasm_bindgen(method, js_name = querySelector)]
    fn query_selector(this: &Own, selector: &str) -> Option<HtmlElement>;
    #[wasm_bindgen(method)]
    fn closest(this: &Own, selector: &str) -> Option<HtmlElement>;
    #[wasm_bindgen(method, getter, js_name = classList)]
    fn class_list(this: &Own) -> Classes;
    #[wasm_bindgen(method, getter)]
    fn style(this: &Own) -> Style;

    type Classes;
    #[wasm_bindgen(method)]
    fn toggle(this: &Classes, class: &str, is_set: bool);

    type Style;
    #[wasm_bindgen(method, js_name = setProperty)]
    fn set_property(this: &Style, name: &str, value: &str);

    /// Something that events come from.
    type Origin;
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn add(this: &Origin, name: &str, closure: &JsValue, options: &JsValue);
    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn remove(this: &Origin, name: &str, closure: &JsValue);
}

fn own(element: &Element) -> &Own {
    element.unchecked_ref()
}

/// A new element with a class.
pub fn element(tag: &str, class: &str) -> HtmlElement {
    let element = create_element(tag);
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element
}

/// A new child element with a class.
pub fn child(parent: &Element, tag: &str, class: &str) -> HtmlElement {
    let element = element(tag, class);
    append(parent, &element);
    element
}

/// A new child element that holds a text. Text is never markup.
pub fn text_child(parent: &Element, tag: &str, class: &str, text: &str) -> HtmlElement {
    let element = child(parent, tag, class);
    element.set_text_content(Some(text));
    element
}

/// A new button without a submit.
pub fn button(parent: &Element, class: &str) -> HtmlElement {
    let button = child(parent, "button", class);
    put(&button, "type", "button");
    button
}

/// Makes an element the last child of another.
pub fn append(parent: &Element, child: &Node) {
    own(parent).append(child);
}

/// Puts an element before a child of another, or last.
pub fn insert_before(parent: &Element, child: &Node, before: Option<&Node>) {
    own(parent).insert_before(child, before);
}

/// Writes a text where it is another.
pub fn write(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Gives an attribute to an element that is new.
pub fn put(element: &Element, name: &str, value: &str) {
    own(element).set_attribute(name, value);
}

/// Writes an attribute where it is another; `None` takes it away.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    if element.get_attribute(name).as_deref() == value {
        return;
    }
    match value {
        Some(value) => put(element, name, value),
        None => own(element).remove_attribute(name),
    }
}

/// Sets or takes away an attribute without a value.
pub fn flag(element: &Element, name: &str, is_set: bool) {
    set(element, name, is_set.then_some(""));
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

/// The element itself, or the nearest around it, that a selector of ours fits.
pub fn closest(element: &Element, selector: &str) -> Option<HtmlElement> {
    own(element).closest(selector)
}

/// A graphic of our own: the path of a 16 by 16 pixel icon.
pub fn icon(parent: &Element, path: &str) -> Element {
    const SVG: &str = "http://www.w3.org/2000/svg";
    let (svg, shape) = (create_element_ns(SVG, "svg"), create_element_ns(SVG, "path"));
    put(&svg, "viewBox", "0 0 16 16");
    put(&svg, "aria-hidden", "true");
    put(&shape, "d", path);
    append(&svg, &shape);
    append(parent, &svg);
    svg
}

/// A length in CSS: tenths of a pixel.
pub fn px(length: f64) -> String {
    [&decimal(length), "px"].concat()
}

/// A number with at most one decimal, as CSS and SVG read it.
pub fn decimal(number: f64) -> String {
    crate::math::to_text((number * 10.0).round() / 10.0)
}

/// A listener that is taken away when it is dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    /// Listens to an event.
    pub fn new<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        mut handler: impl FnMut(E) + 'static,
    ) -> Self {
        Self::listen(target, name, true, Box::new(move |event| handler(event.unchecked_into())))
    }

    /// Listens to an event whose default it may prevent, though the browser would rather not wait.
    pub fn active<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        mut handler: impl FnMut(E) + 'static,
    ) -> Self {
        Self::listen(target, name, false, Box::new(move |event| handler(event.unchecked_into())))
    }

    fn listen(
        target: &EventTarget,
        name: &'static str,
        is_passive: bool,
        handler: Box<dyn FnMut(JsValue)>,
    ) -> Self {
        let closure = Closure::wrap(handler);
        let options = super::events::object(&[("passive", is_passive.into())]);
        target.unchecked_ref::<Origin>().add(name, closure.as_ref(), &options);
        Self { target: target.clone(), name, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.target.unchecked_ref::<Origin>().remove(self.name, self.closure.as_ref());
    }
}

/// A timer that is cleared when it is dropped.
pub struct Timer {
    id: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls back after so many ms.
    pub fn new(delay_ms: i32, call: Box<dyn FnMut()>) -> Self {
        let closure = Closure::wrap(call);
        Self { id: set_timeout(closure.as_ref(), delay_ms), _closure: closure }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(self.id);
    }
}
