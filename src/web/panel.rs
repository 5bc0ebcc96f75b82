//! The panel in the document: what it shows is markup; here is where it is scrolled, and who has the keyboard.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::app::App;
use super::dom::{class, closest, find, flag, focus, focused, origin, part, put, seen_at};
use super::patch::Patcher;
use crate::message::Message;
use crate::state::State;
use crate::update;
use crate::view::markup::{ACTION, Markup, VALUE};
use crate::view::panel::{self, COVERED, Listed, Page};

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
            followed: None,
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
        if self.panel.shows(&panel) && (page == Page::Hidden || patcher.shows(&content)) {
            return;
        }
        let focused = focused_in(&self.element)
            .map(|element| (element.get_attribute(ACTION), element.get_attribute(VALUE)));
        let scrolled = if page == self.page { 0 } else { self.body.scroll_top() };
        let is_same_list = matches!(page, Page::List(_)) && page == self.page;
        let kept = if is_same_list { kept(&self.body, state) } else { None };
        if page != Page::Hidden {
            patcher.write(content);
        }
        self.panel.write(panel);
        self.show_words(state);
        let old = std::mem::replace(&mut self.page, page);
        self.scroll(old, scrolled);
        self.keep_in_sight(kept);
        self.follow_map(state);
        let Some((action, value)) = focused.filter(|_| !self.contains_focus()) else {
            return;
        };
        match (old, page) {
            // Back in the list, at the incident that was open.
            (Page::Incident(row), Page::List(_) | Page::Story(_)) => {
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
        if old == WINDOW {
            self.list_scroll = scrolled;
        }
        let top = if self.page == WINDOW { self.list_scroll } else { 0 };
        class(&self.body, "gliding", false);
        self.body.set_scroll_top(top);
    }

    /// Leaves a row where it was seen, though what is above it has become more or less.
    fn keep_in_sight(&self, kept: Option<Kept>) {
        let (value, top) = match kept {
            Some(Kept::Row(value, top)) => (value, top),
            Some(Kept::End) => return self.body.set_scroll_top(i32::MAX),
            None => return,
        };
        if let Some(row) = find(&self.body, &row_of(&value)) {
            let moved = row.get_bounding_client_rect().top() - top;
            self.body.set_scroll_top(self.body.scroll_top() + moved as i32);
        }
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
        // So much is to be there above and below what is seen, in CSS pixels.
        const MARGIN: f64 = 400.0;
        let (written, all) = (update::written(state), update::list_length(state));
        let (first, count) = (written.start as f64, written.len() as f64);
        let rows = find(&self.body, ".panel-rows")?.get_bounding_client_rect();
        let frame = self.body.get_bounding_client_rect();
        let (above, below) = (frame.top() - rows.top(), rows.bottom() - frame.bottom());
        let is_near =
            (above > MARGIN || written.start == 0) && (below > MARGIN || written.end == all);
        if is_near || written.is_empty() {
            return None;
        }
        let is_seen = rows.top() < frame.bottom() && rows.bottom() > frame.top();
        let number = if is_seen {
            first + above / (rows.height() / count)
        } else {
            let before = find(&self.body, ".panel-space")?.get_bounding_client_rect();
            (frame.top() - before.top()) / panel::unit(state)
        };
        let wanted = update::first_around(number.max(0.0) as usize).min(all - written.len());
        (wanted != written.start).then_some(wanted)
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

/// The list of the window.
const WINDOW: Page = Page::List(Listed::Window);

fn with_value(value: &str) -> String {
    ["[", VALUE, "=\"", value, "\"]"].concat()
}

fn row_of(value: &str) -> String {
    [".panel-list .panel-row", &with_value(value)].concat()
}

/// What stays where it was seen while a list that was scrolled is written anew.
enum Kept {
    /// A row, by its value, and where its upper edge is.
    Row(String, f64),
    /// The end.
    End,
}

/// The row which the keyboard is at, or its mark; else one in the middle.
fn kept(body: &Element, state: &State) -> Option<Kept> {
    if body.scroll_top() == 0 {
        return None;
    }
    if body.scroll_top() + body.client_height() >= body.scroll_height() - 1 {
        return Some(Kept::End);
    }
    let frame = body.get_bounding_client_rect();
    let at_map = find(body, ".at-map").filter(|_| state.map.marks_focused);
    let is_seen = |row: &HtmlElement| {
        let row = row.get_bounding_client_rect();
        row.bottom() > frame.top() && row.top() < frame.bottom()
    };
    let (x, y) = (frame.left() + frame.width() / 2.0, frame.top() + frame.height() / 2.0);
    // There may be a heading.
    let row_at = |y: f64| closest(seen_at(body, x, y)?.as_ref(), LIST_ROW);
    let middle = || [y, y + 40.0].into_iter().find_map(row_at);
    let focused = || focused_in(body).and_then(|focused| closest(&focused, LIST_ROW));
    let row = at_map.or_else(focused).filter(is_seen).or_else(middle)?;
    Some(Kept::Row(row.get_attribute(VALUE)?, row.get_bounding_client_rect().top()))
}

/// The list is scrolled.
pub fn scrolled(app: &Rc<App>, _: &JsValue) {
    let first = {
        let ui = app.ui.borrow();
        ui.as_ref().and_then(|ui| app.with_state(|state| ui.panel().first_wanted(state)))
    };
    first.into_iter().for_each(|first| app.send(Message::ListScrolled(first)));
}

/// The mouse or the keyboard comes to a row of the list, or to something else.
pub fn pointed(app: &Rc<App>, event: &JsValue) {
    let row = origin(event, LIST_ROW);
    let has_keyboard = row.as_ref().is_some_and(|row| closest(row, ":focus-visible").is_some());
    let row = row.and_then(|row| row.get_attribute(VALUE)?.parse().ok());
    let before = app.with_state(|state| state.panel.pointed);
    let is_known = match row {
        Some(row) => before == Some((row, true)),
        None => before.is_none_or(|(_, has_it)| !has_it),
    };
    if !is_known {
        app.send(Message::RowPointed { row, is_followed: has_keyboard });
    }
}

const LIST_ROW: &str = ".panel-list .panel-row";

/// An arrow key in the list leads to the next row, or the one before; whether that is what the key is for.
pub fn stepped(app: &Rc<App>, event: &JsValue, key: &str) -> bool {
    let (Some(row), Some(body)) = (origin(event, LIST_ROW), origin(event, ".panel-body")) else {
        return false;
    };
    let by = match key {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return false,
    };
    let value: Option<u32> = row.get_attribute(VALUE).and_then(|value| value.parse().ok());
    let listed = app.with_state(update::listed);
    let at = listed.iter().position(|row| Some(*row) == value);
    let next = at.and_then(|at| listed.get(at.checked_add_signed(by)?));
    if let Some(next) = next.and_then(|next| find(&body, &row_of(&next.to_string()))) {
        reveal(&body, &next);
        focus(&next);
    }
    true
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
