//! The few things that every writer does to the document, and listeners that unhook when dropped.

use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Document, Element, EventTarget, HtmlElement, Node};

/// The document that an element belongs to.
pub fn document_of(node: &Node) -> Result<Document, JsValue> {
    node.owner_document().ok_or_else(|| JsValue::from_str("a node without a document"))
}

/// A new element with a class.
pub fn element(document: &Document, tag: &str, class: &str) -> Result<HtmlElement, JsValue> {
    let element: HtmlElement = document.create_element(tag)?.unchecked_into();
    if !class.is_empty() {
        element.set_class_name(class);
    }
    Ok(element)
}

/// A new child element with a class.
pub fn child(parent: &Element, tag: &str, class: &str) -> Result<HtmlElement, JsValue> {
    let element = element(&document_of(parent)?, tag, class)?;
    parent.append_child(&element)?;
    Ok(element)
}

/// A new child element that holds a text. Text is never markup.
pub fn text_child(
    parent: &Element,
    tag: &str,
    class: &str,
    text: &str,
) -> Result<HtmlElement, JsValue> {
    let element = child(parent, tag, class)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// A new button without a submit.
pub fn button(parent: &Element, class: &str) -> Result<HtmlElement, JsValue> {
    let button = child(parent, "button", class)?;
    button.set_attribute("type", "button")?;
    Ok(button)
}

/// Writes a text where it is another.
pub fn write(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Writes an attribute where it is another; `None` takes it away.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    if element.get_attribute(name).as_deref() == value {
        return;
    }
    // An attribute name of our own can't be refused.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Sets or takes away an attribute without a value.
pub fn flag(element: &Element, name: &str, is_set: bool) {
    set(element, name, is_set.then_some(""));
}

/// A graphic of our own: the path of a 16 by 16 pixel icon.
pub fn icon(parent: &Element, path: &str) -> Result<Element, JsValue> {
    const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
    let document = document_of(parent)?;
    let svg = document.create_element_ns(SVG, "svg")?;
    svg.set_attribute("viewBox", "0 0 16 16")?;
    svg.set_attribute("aria-hidden", "true")?;
    let shape = document.create_element_ns(SVG, "path")?;
    shape.set_attribute("d", path)?;
    svg.append_child(&shape)?;
    parent.append_child(&svg)?;
    Ok(svg)
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
        handler: impl FnMut(E) + 'static,
    ) -> Result<Self, JsValue> {
        Self::with_passive(target, name, true, handler)
    }

    /// Listens to an event whose default it may prevent, though the browser would rather not wait.
    pub fn active<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        handler: impl FnMut(E) + 'static,
    ) -> Result<Self, JsValue> {
        Self::with_passive(target, name, false, handler)
    }

    fn with_passive<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        passive: bool,
        mut handler: impl FnMut(E) + 'static,
    ) -> Result<Self, JsValue> {
        let closure: Closure<dyn FnMut(JsValue)> =
            Closure::new(move |event: JsValue| handler(event.unchecked_into()));
        let options = AddEventListenerOptions::new();
        options.set_passive(passive);
        target.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            closure.as_ref().unchecked_ref(),
            &options,
        )?;
        Ok(Self { target: target.clone(), name, closure })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // A target that is gone has no listeners left to take away.
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, self.closure.as_ref().unchecked_ref());
    }
}

/// An observer of a callback API that is disconnected when it is dropped.
pub struct Observer<O: Disconnect> {
    observer: O,
    _closure: Box<dyn std::any::Any>,
}

/// What observers have in common.
pub trait Disconnect {
    /// Stops observing.
    fn stop(&self);
}

impl Disconnect for web_sys::ResizeObserver {
    fn stop(&self) {
        self.disconnect();
    }
}

impl<O: Disconnect> Observer<O> {
    /// Keeps an observer and the closure that it calls.
    pub fn new<A: FromWasmAbi + 'static>(observer: O, closure: Closure<dyn FnMut(A)>) -> Self {
        Self { observer, _closure: Box::new(closure) }
    }
}

impl<O: Disconnect> Drop for Observer<O> {
    fn drop(&mut self) {
        self.observer.stop();
    }
}
