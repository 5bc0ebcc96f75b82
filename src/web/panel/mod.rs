//! The panel in the document: built once, and written where its view has changed.

mod incident;
mod list;

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, FocusOptions, HtmlElement, ShadowRoot};

use super::app::App;
use super::dom::{
    Listener, button, child, class, closest, find, flag, icon, put, set, text_child, write,
};
use super::overlay;
use crate::message::Message;
use crate::view::panel::{CategoryMark, HeaderView, LinkView, PageView, PanelView};
use incident::IncidentPage;
use list::List;

const LIST: &str = "M2.5 4h.01M6 4h7.5M2.5 8h.01M6 8h7.5M2.5 12h.01M6 12h7.5";
const LEFT: &str = "M9.5 3.5 5 8l4.5 4.5";
const RIGHT: &str = "M6.5 3.5 11 8l-4.5 4.5";
const CROSS: &str = "M4 4l8 8M12 4l-8 8";

/// The panel and what was written into it last.
pub struct Panel {
    element: HtmlElement,
    header: Header,
    body: HtmlElement,
    list: List,
    incident: IncidentPage,
    shown: PanelView,
    /// How far the list was scrolled when an incident took its place.
    list_scroll: i32,
    _listener: Listener,
}

impl Panel {
    /// Builds the panel at the end of `root`.
    pub fn new(app: &Rc<App>, root: &Element) -> Self {
        let element = child(root, "section", "panel");
        put(&element, "part", "panel");
        flag(&element, "hidden", true);
        let header = Header::new(&element);
        let body = child(&element, "div", "panel-body");
        let listener = clicks(app, &element, &body);
        Self {
            list: List::new(&body),
            incident: IncidentPage::new(&body),
            element,
            header,
            body,
            shown: PanelView::default(),
            list_scroll: 0,
            _listener: listener,
        }
    }

    /// Writes what has changed.
    pub fn write(&mut self, view: &PanelView) {
        if *view == self.shown {
            return;
        }
        let focused = self
            .focused()
            .map(|element| (element.get_attribute(ACTION), element.get_attribute(VALUE)));
        set(&self.element, "aria-label", Some(&view.label));
        self.header.write(&view.header);
        flag(&self.element, "hidden", view.page == PageView::Hidden);
        flag(&self.list.element, "hidden", !matches!(view.page, PageView::List(_)));
        flag(&self.incident.element, "hidden", !matches!(view.page, PageView::Incident(_)));
        match &view.page {
            PageView::Hidden => {}
            PageView::List(list) => self.list.write(list),
            PageView::Incident(incident) => self.incident.write(incident),
        }
        self.scroll(&view.page);
        let old = std::mem::replace(&mut self.shown, view.clone());
        let Some((action, value)) = focused.filter(|_| !self.contains_focus()) else {
            return;
        };
        match (&old.page, &view.page) {
            // Back in the list, at the incident that was open.
            (PageView::Incident(old), PageView::List(_)) => {
                self.focus_again(Some("open"), old.row.map(|row| row.to_string()).as_deref());
            }
            _ => self.focus_again(action.as_deref(), value.as_deref()),
        }
    }

    /// A new page is read from its beginning; the list from where it was left.
    fn scroll(&mut self, page: &PageView) {
        let top = match (&self.shown.page, page) {
            (PageView::List(_), PageView::List(_)) => return,
            (PageView::Incident(old), PageView::Incident(new)) if old.row == new.row => return,
            (PageView::List(_), _) => {
                self.list_scroll = self.body.scroll_top();
                0
            }
            (_, PageView::List(_)) => self.list_scroll,
            _ => 0,
        };
        glide(&self.body, false);
        self.body.set_scroll_top(top);
    }

    /// What has the keyboard within the panel.
    fn focused(&self) -> Option<Element> {
        let shadow: ShadowRoot = self.element.get_root_node().dyn_into().ok()?;
        let active = shadow.active_element().filter(|active| self.element.contains(Some(active)));
        // The browser takes the keyboard from what is hidden only when it has painted.
        active.filter(|active| closest(active, "[hidden]").is_none())
    }

    /// Whether the panel has the keyboard.
    #[must_use]
    pub fn contains_focus(&self) -> bool {
        self.focused().is_some()
    }

    /// Moves the keyboard into the panel: to the headline, or into the list unless it is there.
    pub fn focus(&self) {
        match &self.shown.page {
            PageView::Incident(_) => self.incident.heading().iter().for_each(focus_quietly),
            PageView::List(_) if self.is_at_row() => {}
            _ => focus_quietly(&self.header.heading),
        }
    }

    fn is_at_row(&self) -> bool {
        self.focused()
            .is_some_and(|focused| focused.get_attribute(ACTION).as_deref() == Some("open"))
    }

    /// After a rewrite: to what does the same as what had the keyboard, else to the heading.
    fn focus_again(&self, action: Option<&str>, value: Option<&str>) {
        let selector = match (action, value) {
            (Some(action), Some(value)) => format!("[{ACTION}={action}][{VALUE}=\"{value}\"]"),
            (Some(action), None) => format!("[{ACTION}={action}]"),
            _ => return self.focus(),
        };
        let found = find(&self.element, &selector);
        match found.filter(|found| closest(found, "[hidden]").is_none()) {
            Some(found) => {
                reveal(&self.body, &found);
                focus_quietly(found.unchecked_ref());
            }
            None => self.focus(),
        }
    }

    /// The panel's element.
    #[must_use]
    pub fn element(&self) -> &HtmlElement {
        &self.element
    }
}

/// The line above the page.
struct Header {
    back: HtmlElement,
    heading: HtmlElement,
    count: HtmlElement,
    steps: HtmlElement,
    previous: HtmlElement,
    position: HtmlElement,
    next: HtmlElement,
    close: HtmlElement,
}

impl Header {
    fn new(panel: &Element) -> Self {
        let element = child(panel, "div", "panel-header");
        let back = action(&element, "panel-icon", "back", None);
        icon(&back, LIST);
        let heading = child(&element, "div", "panel-heading");
        put(&heading, "role", "heading");
        put(&heading, "aria-level", "2");
        put(&heading, "tabindex", "-1");
        let count = child(&element, "span", "panel-count");
        let steps = child(&element, "div", "panel-steps");
        let previous = action(&steps, "panel-icon", "previous", None);
        icon(&previous, LEFT);
        let position = child(&steps, "span", "panel-position");
        let next = action(&steps, "panel-icon", "next", None);
        icon(&next, RIGHT);
        let close = action(&element, "panel-icon", "close", None);
        icon(&close, CROSS);
        Self { back, heading, count, steps, previous, position, next, close }
    }

    fn write(&self, view: &HeaderView) {
        for (element, text) in [(&self.heading, &view.heading), (&self.count, &view.count)] {
            write(element, text.as_deref().unwrap_or_default());
            flag(element, "hidden", text.is_none());
        }
        for (button, name) in [(&self.back, &view.back), (&self.close, &view.close)] {
            flag(button, "hidden", name.is_none());
            name_button(button, name.as_deref());
        }
        flag(&self.steps, "hidden", view.steps.is_none());
        let Some(steps) = &view.steps else { return };
        write(&self.position, &steps.position);
        name_button(&self.previous, Some(&steps.previous));
        name_button(&self.next, Some(&steps.next));
        // A button that is disabled would drop the keyboard.
        set(&self.previous, "aria-disabled", (!steps.has_previous).then_some("true"));
        set(&self.next, "aria-disabled", (!steps.has_next).then_some("true"));
    }
}

fn name_button(button: &Element, name: Option<&str>) {
    set(button, "aria-label", name);
    set(button, "title", name);
}

/// What a click on an element does, and to what.
const ACTION: &str = "data-action";
const VALUE: &str = "data-value";

/// A button that does something when it is clicked.
fn action(parent: &Element, class: &str, name: &str, value: Option<&str>) -> HtmlElement {
    let button = button(parent, class);
    put(&button, ACTION, name);
    if let Some(value) = value {
        put(&button, VALUE, value);
    }
    button
}

/// One listener for all buttons, those that come and go among them.
fn clicks(app: &Rc<App>, panel: &Element, body: &HtmlElement) -> Listener {
    let (app, body) = (app.weak(), body.clone());
    Listener::new(panel, "click", move |event: Event| {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        let button = target.and_then(|target| closest(&target, "[data-action]"));
        let Some(button) = button.filter(|button| !button.has_attribute("aria-disabled")) else {
            return;
        };
        let value = button.get_attribute(VALUE).and_then(|value| value.parse().ok());
        let message = match (button.get_attribute(ACTION).as_deref(), value) {
            (Some("back"), _) => Message::ListOpened,
            (Some("previous"), _) => Message::IncidentStepped(-1),
            (Some("next"), _) => Message::IncidentStepped(1),
            (Some("close"), _) => Message::PanelClosed,
            (Some("more"), _) => Message::ListExtended,
            (Some("nearest"), _) => Message::NearestAsked,
            (Some("open"), Some(row)) => Message::IncidentOpened(row),
            (Some("cite"), Some(number)) => return incident::show_quotation(&body, number),
            (Some("differ"), _) => return incident::show_differences(&body),
            (Some("uncover"), _) => return incident::uncover(&button),
            _ => return,
        };
        if let Some(app) = app.upgrade() {
            app.send(message);
        }
    })
}

/// Whether what scrolls next glides there.
fn glide(body: &Element, is_gliding: bool) {
    class(body, "gliding", is_gliding);
}

/// Scrolls the panel, and not the page, to where an element is wholly in sight.
fn reveal(body: &Element, element: &Element) {
    let (frame, found) = (body.get_bounding_client_rect(), element.get_bounding_client_rect());
    if found.top() < frame.top() || found.bottom() > frame.bottom() {
        // What stands above says what it belongs to.
        body.set_scroll_top(body.scroll_top() + (found.top() - frame.top()) as i32 - 48);
    }
}

/// Moves the keyboard without moving the page.
fn focus_quietly(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // What can't be seen refuses the keyboard, and it stays where it is.
    let _ = element.focus_with_options(&options);
}

/// A category's symbol, in a colour that follows the theme.
fn symbol(parent: &Element, mark: &CategoryMark) -> Element {
    use super::theme::CATEGORY_COLORS;
    let of_palette = || match mark.number {
        Some(number) => format!("var(--category-{})", number % CATEGORY_COLORS + 1),
        None => "var(--cluster)".to_owned(),
    };
    let color = mark.style.color.clone().unwrap_or_else(of_palette);
    overlay::symbol(parent, mark.style.symbol, &color)
}

/// A link out of the page, in a window of its own, so that the article stays.
fn link(parent: &Element, class: &str, view: &LinkView) {
    let link = child(parent, "a", class);
    put(&link, "href", &view.url);
    put(&link, "target", "_blank");
    put(&link, "rel", "noopener");
    link.set_text_content(Some(&view.text));
    text_child(&link, "span", "unseen", &format!(" ({})", view.hint));
}

/// A heading of a part of the page.
fn heading(parent: &Element, class: &str, text: &str) -> HtmlElement {
    let heading = text_child(parent, "div", class, text);
    put(&heading, "role", "heading");
    put(&heading, "aria-level", "3");
    heading
}

/// A part of the page that is built anew when its view is another.
struct Slot<T> {
    element: HtmlElement,
    shown: Option<T>,
}

impl<T: PartialEq + Clone> Slot<T> {
    fn new(parent: &Element, class: &str) -> Self {
        Self { element: child(parent, "div", class), shown: None }
    }

    fn write(&mut self, view: &T, build: impl FnOnce(&Element, &T)) {
        if self.shown.as_ref() == Some(view) {
            return;
        }
        self.element.set_text_content(None);
        build(&self.element, view);
        self.shown = Some(view.clone());
    }
}
