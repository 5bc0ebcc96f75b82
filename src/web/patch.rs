//! Writes markup into the document, and of that only what is another than before. What stays is the same element, with
//! its focus, how far it is scrolled, and what was opened, painted or typed in it.

use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::view::markup::{Edit, Kind, Markup, Part, diff};

/// An element, and what was written into it last.
pub struct Patcher {
    element: Element,
    written: Markup,
}

impl Patcher {
    /// Writes into an element. Whatever else is written into it is left alone.
    pub fn new(element: Element) -> Self {
        let mut written = Markup::default();
        written.leaf("div", "");
        Self { element, written }
    }

    /// Whether this is what was written last.
    pub fn shows(&self, markup: &Markup) -> bool {
        self.written == *markup
    }

    /// Makes the element what the markup says of its first.
    pub fn write(&mut self, markup: Markup) {
        if !self.shows(&markup) {
            let mut hand = Hand::new(self.element.unchecked_ref::<Spot>().clone());
            for edit in diff(&self.written, &markup) {
                hand.apply(edit, &self.written, &markup);
            }
            self.written = markup;
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// A node, or the place behind the last child of one. With names and values of ours nothing here throws.
    #[derive(Clone)]
    type Spot;
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create_element(tag: &str) -> Spot;
    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    fn create_element_ns(namespace: &str, tag: &str) -> Spot;
    #[wasm_bindgen(js_namespace = document, js_name = createTextNode)]
    fn create_text(text: &str) -> Spot;
    #[wasm_bindgen(method, getter, js_name = firstChild)]
    fn first(this: &Spot) -> Spot;
    #[wasm_bindgen(method, getter, js_name = nextSibling)]
    fn next(this: &Spot) -> Spot;
    #[wasm_bindgen(method, getter, js_name = parentNode)]
    fn parent(this: &Spot) -> Spot;
    #[wasm_bindgen(method, js_name = insertBefore)]
    fn insert(this: &Spot, child: &Spot, before: &Spot);
    #[wasm_bindgen(method)]
    fn append(this: &Spot, child: &Spot);
    #[wasm_bindgen(method)]
    fn remove(this: &Spot);
    #[wasm_bindgen(method, setter)]
    fn set_data(this: &Spot, text: &str);
    #[wasm_bindgen(method, setter)]
    fn set_checked(this: &Spot, is_checked: bool);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Spot, name: &str, value: &str);
    #[wasm_bindgen(method, js_name = removeAttribute)]
    fn remove_attribute(this: &Spot, name: &str);
    #[wasm_bindgen(method, getter)]
    fn style(this: &Spot) -> Style;

    type Style;
    #[wasm_bindgen(method, js_name = setProperty)]
    fn set_property(this: &Style, name: &str, value: &str);
}

/// What goes through the document.
struct Hand {
    element: Spot,
    at: Spot,
}

impl Hand {
    fn new(element: Spot) -> Self {
        Self { at: element.first(), element }
    }

    fn apply(&mut self, edit: Edit, old: &Markup, new: &Markup) {
        match edit {
            Edit::Enter => {
                let first = self.at.first();
                self.element = std::mem::replace(&mut self.at, first);
            }
            Edit::Leave => {
                self.at = self.element.next();
                self.element = self.element.parent();
            }
            Edit::Skip(count) => self.at = self.ahead(count),
            Edit::Create(part) => self.element.insert(&build(new, part), &self.at),
            Edit::Remove => {
                let next = self.at.next();
                self.at.remove();
                self.at = next;
            }
            Edit::Fetch(count) => {
                let fetched = self.ahead(count);
                self.element.insert(&fetched, &self.at);
                self.at = fetched;
            }
            Edit::Write(part) => {
                self.at.set_data(new.text_of(new.part(part)));
                self.at = self.at.next();
            }
            Edit::Set(part) => set(&self.element, new, new.part(part)),
            Edit::Unset(part) => unset(&self.element, old.part(part)),
        }
    }

    fn ahead(&self, count: u32) -> Spot {
        (0..count).fold(self.at.clone(), |spot, _| spot.next())
    }
}

/// An element or a text with all that is in it. Text is never markup.
fn build(markup: &Markup, at: u32) -> Spot {
    const SVG: &str = "http://www.w3.org/2000/svg";
    let part = markup.part(at);
    if part.kind == Kind::Text {
        return create_text(markup.text_of(part));
    }
    let element = match part.name {
        "svg" | "path" => create_element_ns(SVG, part.name),
        _ => create_element(part.name),
    };
    markup.attributes(at).for_each(|own| set(&element, markup, markup.part(own)));
    markup.children(at).into_iter().for_each(|child| element.append(&build(markup, child)));
    element
}

fn set(element: &Spot, markup: &Markup, part: Part) {
    let value = markup.text_of(part);
    match (part.kind, part.name) {
        (Kind::Style, _) => element.style().set_property(part.name, value),
        // The attribute says only how a choice begins.
        (_, "checked") => element.set_checked(true),
        _ => element.set_attribute(part.name, value),
    }
}

fn unset(element: &Spot, part: Part) {
    match (part.kind, part.name) {
        (Kind::Style, _) => element.style().set_property(part.name, ""),
        (_, "checked") => element.set_checked(false),
        _ => element.remove_attribute(part.name),
    }
}
