//! The panel in the document: what it shows is markup; here is where it is scrolled, and who has the keyboard.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::dom::{class, closest, find, flag, focus, focused, part, put};
use super::patch::Patcher;
use crate::state::State;
use crate::view::markup::{ACTION, Markup, VALUE};
use crate::view::panel::{self, COVERED, Page};

/// The panel and what was written into it last. List, incident and story are written while they are in sight.
pub struct Panel {
    element: HtmlElement,
    body: HtmlElement,
    panel: Patcher,
    list: Patcher,
    incident: Patcher,
    story: Patcher,
    page: Page,
    /// How far the list was scrolled when an incident took its place.
    list_scroll: i32,
}

impl Panel {
    /// Writes the panel into its place in the root.
    pub fn new(root: &Element, state: &State) -> Self {
        let element = part(root, ".panel");
        let mut panel = Patcher::new(element.clone().into());
        panel.write(shell(state));
        let place = |class: &str| Patcher::new(part(&element, class).into());
        Self {
            body: part(&element, ".panel-body"),
            list: place(".panel-list"),
            incident: place(".panel-incident"),
            story: place(".panel-story"),
            panel,
            element,
            page: Page::Hidden,
            list_scroll: 0,
        }
    }

    /// Writes what has changed.
    pub fn write(&mut self, state: &State) {
        let (panel, page) = (shell(state), panel::page(state));
        if panel::prints_list(state) {
            let mut list = Markup::default();
            panel::list(&mut list, state);
            self.list.write(list);
        }
        let mut content = Markup::default();
        let patcher = match page {
            Page::List => &mut self.list,
            Page::Story(_) => &mut self.story,
            _ => &mut self.incident,
        };
        match page {
            Page::Hidden => {}
            Page::List => panel::list(&mut content, state),
            Page::Incident(_) => panel::incident(&mut content, state),
            Page::Story(_) => panel::story(&mut content, state),
        }
        if self.panel.shows(&panel) && (page == Page::Hidden || patcher.shows(&content)) {
            return;
        }
        let focused = focused_in(&self.element)
            .map(|element| (element.get_attribute(ACTION), element.get_attribute(VALUE)));
        let scrolled = if page == self.page { 0 } else { self.body.scroll_top() };
        if page != Page::Hidden {
            patcher.write(content);
        }
        self.panel.write(panel);
        self.show_words(state);
        let old = std::mem::replace(&mut self.page, page);
        self.scroll(old, scrolled);
        let Some((action, value)) = focused.filter(|_| !self.contains_focus()) else {
            return;
        };
        match (old, page) {
            // Back in the list, at the incident that was open.
            (Page::Incident(row), Page::List | Page::Story(_)) => {
                self.focus_again(Some("open"), row.map(|row| row.to_string()).as_deref());
            }
            _ => self.focus_again(action.as_deref(), value.as_deref()),
        }
    }

    /// What is looked for stands in the field; the one who writes there is not interrupted.
    fn show_words(&self, state: &State) {
        let Some(field) = find(&self.element, ".panel-search") else { return };
        let has_keyboard = focused_in(&self.element).is_some_and(|focused| *focused == **field);
        let field: &HtmlInputElement = field.unchecked_ref();
        let words = &state.filter.text.words;
        if field.value() != *words && (!has_keyboard || words.is_empty()) {
            field.set_value(words);
        }
    }

    /// A new page is read from its beginning; the list from where it was left.
    fn scroll(&mut self, old: Page, scrolled: i32) {
        if old == self.page {
            return;
        }
        if old == Page::List {
            self.list_scroll = scrolled;
        }
        let top = if self.page == Page::List { self.list_scroll } else { 0 };
        class(&self.body, "gliding", false);
        self.body.set_scroll_top(top);
    }

    /// Whether the panel has the keyboard.
    #[must_use]
    pub fn contains_focus(&self) -> bool {
        focused_in(&self.element).is_some()
    }

    /// Moves the keyboard into the panel: to the headline, or into the list unless it is there.
    pub fn focus(&self) {
        let is_at_row = || {
            focused_in(&self.element)
                .is_some_and(|focused| focused.get_attribute(ACTION).as_deref() == Some("open"))
        };
        let heading = match self.page {
            Page::Incident(_) => ".panel-incident .panel-headline",
            Page::Story(_) => ".panel-story .panel-headline",
            Page::List if is_at_row() => return,
            _ => ".panel-heading",
        };
        find(&self.element, heading).iter().for_each(|heading| focus(heading));
    }

    /// After a rewrite: to what does the same as what had the keyboard, else to the heading.
    fn focus_again(&self, action: Option<&str>, value: Option<&str>) {
        let Some(action) = action else { return self.focus() };
        let value = value.map(|value| ["[", VALUE, "=\"", value, "\"]"].concat());
        let selector = ["[", ACTION, "=", action, "]", value.as_deref().unwrap_or_default()];
        let found = find(&self.element, &selector.concat());
        match found.filter(|found| closest(found, "[hidden]").is_none()) {
            Some(found) => {
                reveal(&self.body, &found);
                focus(&found);
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

fn shell(state: &State) -> Markup {
    let mut markup = Markup::default();
    panel::panel(&mut markup, state);
    markup
}

/// What has the keyboard within the panel.
fn focused_in(panel: &Element) -> Option<Element> {
    let active = focused(panel).filter(|active| panel.contains(Some(active)));
    // The browser takes the keyboard from what is hidden only when it has painted.
    active.filter(|active| closest(active, "[hidden]").is_none())
}

/// Does what a button of the panel asks for that is none of the state's business.
pub fn act(button: &Element, action: &str, value: Option<u32>) {
    match (action, value) {
        ("cite", Some(number)) => {
            show(button, &["[data-number=\"", &number.to_string(), "\"]"].concat());
        }
        ("differ", _) => show(button, ".differences"),
        ("uncover", _) => uncover(button),
        _ => {}
    }
}

/// Scrolls to a quotation, or to where the reports differ, and gives it the keyboard, which marks it.
fn show(button: &Element, selector: &str) {
    let Some(body) = closest(button, ".panel-body") else { return };
    let Some(found) = find(&body, selector) else { return };
    class(&body, "gliding", true);
    reveal(&body, &found);
    focus(&found);
}

/// Scrolls the panel, and not the page, to where an element is wholly in sight.
fn reveal(body: &Element, element: &Element) {
    let (frame, found) = (body.get_bounding_client_rect(), element.get_bounding_client_rect());
    if found.top() < frame.top() || found.bottom() > frame.bottom() {
        // What stands above says what it belongs to.
        body.set_scroll_top(body.scroll_top() + (found.top() - frame.top()) as i32 - 48);
    }
}

/// Shows a covered picture.
fn uncover(button: &Element) {
    let Some(figure) = closest(button, ".panel-media") else { return };
    if let Some(picture) = find(&figure, "img") {
        put(&picture, "src", &picture.get_attribute(COVERED).unwrap_or_default());
        flag(&picture, "hidden", false);
    }
    focus(&figure);
    flag(button, "hidden", true);
}
