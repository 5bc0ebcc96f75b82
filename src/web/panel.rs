//! The panel in the document: what it shows is markup; here is where it is scrolled, and who has the keyboard.

use std::cell::Cell;
use std::ops::Range;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::dom::{class, closest, find, flag, focus, focused, origin, part, put};
use super::list::{Kept, kept};
use super::patch::Patcher;
use crate::order::Shown;
use crate::state::State;
use crate::update;
use crate::view::markup::{ACTION, Markup, VALUE};
use crate::view::panel::{self, COVERED, Listed, Page, Seen};

/// The panel and what was written into it last. List, incident and story are written while they are in sight.
pub struct Panel {
    element: HtmlElement,
    body: HtmlElement,
    panel: Patcher,
    list: Patcher,
    incident: Patcher,
    story: Patcher,
    page: Page,
    /// How far the list was scrolled when something else took its place.
    list_scroll: i32,
    /// Which rows of the list were written last, by number, how many it had, and of what it was.
    written: (Range<usize>, usize, (u32, Shown)),
    /// Whether anything was ever scrolled: before, nobody has to ask, which lays the page out.
    pub was_scrolled: Cell<bool>,
    /// The row to which the list was scrolled last, since its mark has the keyboard.
    followed: Option<String>,
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
            written: Default::default(),
            was_scrolled: Cell::default(),
            followed: None,
        }
    }

    /// Writes what has changed. Gives the number from which on rows of the list are wanted, where those that are written
    /// are not near to what is seen of it now.
    pub fn write(&mut self, state: &State) -> Option<usize> {
        let (panel, page) = (shell(state), panel::page(state));
        if panel::prints_list(state) {
            let mut list = Markup::default();
            panel::list(&mut list, state);
            self.list.write(list);
        }
        let mut content = Markup::default();
        let patcher = match page {
            Page::List(_) => &mut self.list,
            Page::Story(_) => &mut self.story,
            _ => &mut self.incident,
        };
        match page {
            Page::Hidden => {}
            Page::List(_) => panel::list(&mut content, state),
            Page::Incident(_) => panel::incident(&mut content, state),
            Page::Story(_) => panel::story(&mut content, state),
        }
        let is_written = page == Page::Hidden || patcher.shows(&content);
        if self.panel.shows(&panel) && is_written {
            return None;
        }
        let focused = focused_in(&self.element)
            .map(|element| (element.get_attribute(ACTION), element.get_attribute(VALUE)));
        let was_scrolled = self.was_scrolled.get();
        let is_left = was_scrolled && page != self.page;
        let scrolled = if is_left { self.body.scroll_top() } else { 0 };
        let is_list = matches!(page, Page::List(_)) && !is_written;
        let (all, of) = (update::list_length(state), (state.feed.revision, state.feed.index.shown));
        let is_other = of != self.written.2;
        let is_kept = was_scrolled && is_list && page == self.page;
        let kept = if is_kept { kept(&self.body, state, is_other) } else { None };
        if page != Page::Hidden {
            patcher.write(content);
        }
        self.panel.write(panel);
        if is_list {
            self.written = (update::written(state), all, of);
        }
        self.show_words(state);
        let old = std::mem::replace(&mut self.page, page);
        self.scroll(old, scrolled);
        let is_lost = !self.keep_in_sight(kept);
        if is_kept && is_other && is_lost {
            self.body.set_scroll_top(0);
        }
        self.follow_map(state);
        if let Some(focused) = focused.filter(|_| !self.contains_focus()) {
            self.focus_on(focused, (old, page));
        }
        if is_list { self.first_wanted(state) } else { None }
    }

    /// What had the keyboard is not there any more.
    fn focus_on(
        &self,
        (action, value): (Option<String>, Option<String>),
        (old, page): (Page, Page),
    ) {
        match (old, page) {
            // Back in the list, at the incident that was open.
            (Page::Incident(row), Page::List(_) | Page::Story(_)) => {
                self.focus_again(Some("open"), row.map(|row| row.to_string()).as_deref());
            }
            // A row that was scrolled away from.
            (Page::List(_), Page::List(_)) if action.as_deref() == Some("open") => {
                find(&self.body, ".panel-rows").iter().for_each(|rows| focus(rows));
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
        if old == WINDOW {
            self.list_scroll = scrolled;
        }
        let top = if self.page == WINDOW { self.list_scroll } else { 0 };
        class(&self.body, "gliding", false);
        if self.was_scrolled.get() {
            self.body.set_scroll_top(top);
        }
    }

    /// Leaves a row where it was seen, though what is above it has become more or less; whether it is still there.
    fn keep_in_sight(&self, kept: Option<Kept>) -> bool {
        let (value, top) = match kept {
            Some(Kept::Row(value, top)) => (value, top),
            Some(Kept::End) => {
                self.body.set_scroll_top(i32::MAX);
                return true;
            }
            None => return false,
        };
        let Some(row) = find(&self.body, &row_of(&value)) else { return false };
        let moved = row.get_bounding_client_rect().top() - top;
        self.body.set_scroll_top(self.body.scroll_top() + moved as i32);
        true
    }

    /// Scrolls to the row whose mark the keyboard has come to.
    fn follow_map(&mut self, state: &State) {
        let row = find(&self.body, ".at-map").filter(|_| state.map.marks_focused);
        let value = row.as_ref().and_then(|row| row.get_attribute(VALUE));
        if self.followed != value
            && let Some(row) = row
        {
            reveal(&self.body, &row);
        }
        self.followed = value;
    }

    /// From which number on rows are to be written, where others are near to what is seen than those that are.
    #[must_use]
    pub fn first_wanted(&self, state: &State) -> Option<usize> {
        let (written, all) = (&self.written.0, self.written.1);
        // Where all are written, the page need not be laid out to know.
        if !matches!(self.page, Page::List(_)) || written.len() == all {
            return None;
        }
        let frame = self.body.get_bounding_client_rect();
        let rows = find(&self.body, ".panel-rows")?.get_bounding_client_rect();
        let before = find(&self.body, ".panel-space")?.get_bounding_client_rect();
        let seen = Seen {
            top: frame.top() - before.top(),
            rows_above: frame.top() - rows.top(),
            rows_below: rows.bottom() - frame.bottom(),
            height: frame.height(),
        };
        panel::first_wanted(written, all, panel::unit(state), &seen)
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
            Page::List(_) if is_at_row() => return,
            _ => ".panel-heading",
        };
        find(&self.element, heading).iter().for_each(|heading| focus(heading));
    }

    /// After a rewrite: to what does the same as what had the keyboard, else to the heading.
    fn focus_again(&self, action: Option<&str>, value: Option<&str>) {
        let Some(action) = action else { return self.focus() };
        let value = value.map(with_value);
        let selector = ["[", ACTION, "=", action, "]", value.as_deref().unwrap_or_default()];
        // Of the pages that are not in sight there are others.
        let page = match self.page {
            Page::Story(_) => ".panel-story ",
            Page::Incident(_) => ".panel-incident ",
            _ => ".panel-list ",
        };
        let found = [page, ".panel-header ", ".panel-find "]
            .into_iter()
            .find_map(|part| find(&self.element, &[part, &selector.concat()].concat()));
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

/// The list of the window.
const WINDOW: Page = Page::List(Listed::Window);

fn with_value(value: &str) -> String {
    ["[", VALUE, "=\"", value, "\"]"].concat()
}

pub(super) fn row_of(value: &str) -> String {
    [".panel-list .panel-row", &with_value(value)].concat()
}

/// What has the keyboard within the panel.
pub(super) fn focused_in(panel: &Element) -> Option<Element> {
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

/// The reference that was followed last.
const LEFT: &str = "[data-left]";

/// Scrolls to a quotation, or to where the reports differ, and gives it the keyboard, which marks it.
fn show(button: &Element, selector: &str) {
    let Some(body) = closest(button, ".panel-body") else { return };
    // Of the pages that are not in sight there are others.
    let Some(page) = closest(button, "article") else { return };
    let Some(found) = find(&page, selector) else { return };
    class(&body, "gliding", true);
    reveal(&body, &found);
    find(&page, LEFT).iter().for_each(|before| flag(before, "data-left", false));
    flag(button, "data-left", true);
    focus(&found);
}

/// From what a reference has led to, back to that; whether there is a way.
pub fn go_back(event: &JsValue) -> bool {
    let Some(shown) = origin(event, ".panel-quotation, .differences") else { return false };
    let page = closest(&shown, "article");
    let (Some(body), Some(left)) =
        (closest(&shown, ".panel-body"), page.and_then(|page| find(&page, LEFT)))
    else {
        return false;
    };
    flag(&left, "data-left", false);
    reveal(&body, &left);
    focus(&left);
    true
}

/// Scrolls the panel, and not the page, to where an element is wholly in sight.
pub(super) fn reveal(body: &Element, element: &Element) {
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
