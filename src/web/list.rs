//! The list in the document: what is near to what is seen of it, what stays where it was, and the way through it by key.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::app::App;
use super::dom::{closest, find, focus, origin, put, seen_at};
use super::panel::{focused_in, reveal, row_of};
use crate::message::Message;
use crate::state::State;
use crate::update;
use crate::view::markup::VALUE;

/// A row of the list.
const LIST_ROW: &str = ".panel-list .panel-row";

/// What stays where it was seen while a list that was scrolled is written anew.
pub enum Kept {
    /// A row, by its value, and where its upper edge is.
    Row(String, f64),
    /// The end.
    End,
}

/// The row which the keyboard is at, or its mark; else one in the middle. The end of the same list stays its end.
pub fn kept(body: &Element, state: &State, is_other: bool) -> Option<Kept> {
    if body.scroll_top() == 0 {
        return None;
    }
    if !is_other && body.scroll_top() + body.client_height() >= body.scroll_height() - 1 {
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
        ui.as_ref().and_then(|ui| {
            ui.panel().was_scrolled.set(true);
            app.with_state(|state| ui.panel().first_wanted(state))
        })
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
        // The Tab key may be quicker than the next frame.
        put(&row, "tabindex", "-1");
        put(&next, "tabindex", "0");
        focus(&next);
    }
    true
}
