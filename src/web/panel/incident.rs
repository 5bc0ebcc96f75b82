//! One incident in the document.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::{Slot, action, focus_quietly, glide, heading, link, reveal, symbol};
use crate::view::panel::{
    FactView, HeadView, IncidentView, MediaView, PropertyView, QuotationView, RelatedView, Section,
    SourceView, TextView, VoiceView,
};
use crate::web::dom::{child, class, find, flag, put, set, text_child};

/// The page of an incident and what was written into it last.
pub struct IncidentPage {
    /// All of it.
    pub element: HtmlElement,
    head: Slot<HeadView>,
    text: Slot<Option<TextView>>,
    related: Slot<Option<Section<RelatedView>>>,
}

impl IncidentPage {
    /// Builds an empty page.
    pub fn new(parent: &Element) -> Self {
        let element = child(parent, "article", "panel-incident");
        Self {
            head: Slot::new(&element, ""),
            text: Slot::new(&element, ""),
            related: Slot::new(&element, ""),
            element,
        }
    }

    /// Writes what has changed.
    pub fn write(&mut self, view: &IncidentView) {
        self.head.write(&view.head, build_head);
        self.text.write(&view.text, build_text);
        self.related.write(&view.related, build_related)
    }

    /// The headline.
    pub fn heading(&self) -> Option<HtmlElement> {
        find(&self.head.element, ".panel-headline")
    }
}

fn build_head(parent: &Element, view: &HeadView) {
    let kicker = child(parent, "p", "panel-kicker");
    if let Some(mark) = view.mark.as_ref().filter(|mark| !mark.style.label.is_empty()) {
        symbol(&kicker, mark);
        text_child(&kicker, "span", "", &mark.style.label);
    }
    if let Some(day) = &view.day {
        text_child(&kicker, "span", "panel-day", day);
    }
    let headline = heading(parent, "panel-headline", view.title.as_deref().unwrap_or_default());
    put(&headline, "aria-level", "2");
    put(&headline, "tabindex", "-1");
    class(&headline, "waiting", view.title.is_none());
    let list = child(parent, "dl", "panel-where");
    for (index, (name, value)) in view.facts.iter().enumerate() {
        let row = child(&list, "div", "");
        text_child(&row, "dt", "", name);
        let said = text_child(&row, "dd", "", value);
        if let Some(outside) = view.outside.as_ref().filter(|_| index == 0) {
            text_child(&said, "span", "panel-outside", outside);
        }
    }
}

fn build_text(parent: &Element, view: &Option<TextView>) {
    let Some(view) = view else { return };
    if let Some(summary) = &view.summary {
        text_child(parent, "p", "panel-summary", summary);
    }
    if let Some(differ_on) = &view.differ_on {
        action(parent, "panel-differ", "differ", None).set_text_content(Some(differ_on));
    }
    view.media.iter().for_each(|media| build_media(parent, media));
    if let Some(reported) = &view.reported {
        heading(parent, "panel-section", &reported.heading);
        reported.items.iter().for_each(|source| build_source(parent, source));
    }
    let cites = Cites::of(view);
    for (facts, class) in
        [(&view.differ, "panel-section differences"), (&view.agree, "panel-section")]
    {
        let Some(facts) = facts else { continue };
        put(&heading(parent, class, &facts.heading), "tabindex", "-1");
        let list = child(parent, "dl", "panel-facts");
        facts.items.iter().for_each(|fact| cites.build_fact(&list, fact));
    }
    view.voices.iter().for_each(|voice| cites.build_voice(parent, voice));
    if let Some(notes) = &view.notes {
        heading(parent, "panel-section", &notes.heading);
        notes.items.iter().for_each(|note| drop(text_child(parent, "p", "panel-note", note)));
    }
    build_properties(parent, &view.properties);
    if let Some(view) = &view.link {
        link(&child(parent, "p", ""), "panel-link", view);
    }
}

fn build_source(parent: &Element, view: &SourceView) {
    let source = child(parent, "div", "panel-source");
    let line = child(&source, "p", "panel-byline");
    match &view.link {
        Some(view) => link(&line, "panel-name", view),
        None => drop(text_child(&line, "span", "panel-name", &view.name)),
    }
    for detail in &view.details {
        text_child(&line, "span", "", &format!(" · {detail}"));
    }
    view.quotations.iter().for_each(|quotation| build_quotation(&source, quotation))
}

fn build_quotation(parent: &Element, view: &QuotationView) {
    let figure = child(parent, "div", "panel-quotation");
    put(&figure, "data-number", &view.number.to_string());
    put(&figure, "tabindex", "-1");
    let number = text_child(&figure, "span", "panel-number", &view.number.to_string());
    put(&number, "title", &view.label);
    if !view.excerpt.is_empty() {
        let quotation = text_child(&figure, "blockquote", "", &view.excerpt);
        set(&quotation, "lang", view.lang.as_deref());
    }
    if view.quoting.is_none() && view.link.is_none() {
        return;
    }
    let line = child(&figure, "p", "panel-quiet");
    if let Some(quoting) = &view.quoting {
        text_child(&line, "span", "", quoting);
    }
    if let Some(view) = &view.link {
        link(&line, "panel-link", view);
    }
}

/// What references to quotations are called, by their number from 1.
struct Cites<'a>(Vec<&'a str>);

impl<'a> Cites<'a> {
    fn of(view: &'a TextView) -> Self {
        let sources = view.reported.iter().flat_map(|section| &section.items);
        Self(
            sources
                .flat_map(|source| &source.quotations)
                .map(|quotation| &*quotation.label)
                .collect(),
        )
    }

    fn build_fact(&self, list: &Element, fact: &FactView) {
        let row = child(list, "div", "");
        text_child(&row, "dt", "", &fact.label);
        for value in &fact.values {
            let said = child(&row, "dd", "panel-value");
            text_child(&said, "span", "", &value.text);
            self.build(&said, &value.by);
        }
    }

    fn build_voice(&self, parent: &Element, voice: &VoiceView) {
        let line = child(parent, "p", "panel-voice");
        self.build(&line, &voice.by);
        text_child(&line, "span", "", &voice.text);
    }

    fn build(&self, parent: &Element, numbers: &[usize]) {
        let cites = child(parent, "span", "panel-cites");
        for number in numbers {
            let value = number.to_string();
            let button = action(&cites, "panel-cite", "cite", Some(&value));
            button.set_text_content(Some(&value));
            let name = number.checked_sub(1).and_then(|index| self.0.get(index).copied());
            set(&button, "aria-label", name);
            set(&button, "title", name);
        }
    }
}

fn build_properties(parent: &Element, properties: &[PropertyView]) {
    if properties.is_empty() {
        return;
    }
    let list = child(parent, "dl", "panel-properties");
    for property in properties {
        let row = child(&list, "div", "");
        text_child(&row, "dt", "", &property.name);
        let value = child(&row, "dd", "");
        match &property.link {
            Some(view) => link(&value, "panel-link", view),
            None => value.set_text_content(Some(&property.value)),
        }
    }
}

/// A picture is asked for when it comes into sight; one that is covered, when the reader uncovers it.
fn build_media(parent: &Element, view: &MediaView) {
    let figure = child(parent, "figure", "panel-media");
    put(&figure, "tabindex", "-1");
    if let Some(cover) = &view.cover {
        let button = action(&figure, "panel-cover", "uncover", None);
        text_child(&button, "span", "", cover);
        text_child(&button, "span", "panel-quiet", &view.alt);
    }
    let picture = child(&figure, "img", "");
    put(&picture, "alt", &view.alt);
    put(&picture, "loading", "lazy");
    flag(&picture, "hidden", view.cover.is_some());
    put(&picture, if view.cover.is_some() { COVERED } else { "src" }, &view.url);
    if let Some(credit) = &view.credit {
        text_child(&figure, "figcaption", "panel-quiet", credit);
    }
}

/// Where the address of a covered picture stands.
const COVERED: &str = "data-src";

fn build_related(parent: &Element, view: &Option<Section<RelatedView>>) {
    let Some(view) = view else { return };
    heading(parent, "panel-section", &view.heading);
    let list = child(parent, "ul", "panel-related");
    put(&list, "role", "list");
    for related in &view.items {
        let item = child(&list, "li", "");
        let line = child(&item, "p", "panel-quiet");
        text_child(&line, "span", "panel-relation", &related.relation);
        if let Some(when) = &related.when {
            text_child(&line, "span", "", &format!(" · {when}"));
        }
        let title = related.title.as_deref().unwrap_or("…");
        action(&item, "panel-link", "open", Some(&related.row.to_string()))
            .set_text_content(Some(title));
        if let Some(note) = &related.note {
            text_child(&item, "p", "panel-quiet", note);
        }
    }
}

/// Scrolls to a quotation and gives it the keyboard, which marks it.
pub(super) fn show_quotation(body: &HtmlElement, number: u32) {
    show(body, &format!("[data-number=\"{number}\"]"));
}

/// Scrolls to where the reports differ.
pub(super) fn show_differences(body: &HtmlElement) {
    show(body, ".differences");
}

fn show(body: &HtmlElement, selector: &str) {
    let Some(found) = find(body, selector) else { return };
    glide(body, true);
    reveal(body, &found);
    focus_quietly(found.unchecked_ref());
}

/// Shows a covered picture.
pub(super) fn uncover(button: &Element) {
    let Some(figure) = button.parent_element() else { return };
    let picture = find(&figure, "img");
    if let Some((picture, url)) =
        picture.and_then(|picture| Some((picture.clone(), picture.get_attribute(COVERED)?)))
    {
        set(&picture, "src", Some(&url));
        flag(&picture, "hidden", false);
    }
    focus_quietly(figure.unchecked_ref());
    button.remove();
}
