//! The marks as a list box over the map: one Tab stop, an option for each mark.

use std::rc::Rc;

use web_sys::{Element, HtmlElement};

use super::app::App;
use super::dom::{Timer, child, put, set};
use crate::view::names::NamedMark;

/// The list box and what it shows.
pub struct MarksList {
    /// The list box.
    pub element: HtmlElement,
    options: Vec<Element>,
    shown: Vec<NamedMark>,
    /// While the marks change from frame to frame the options wait: nobody can hear them.
    timer: Option<Timer>,
}

/// The options follow the marks after so much quiet, in ms.
const QUIET_MS: i32 = 150;

impl MarksList {
    /// An empty list box.
    pub fn new(parent: &Element) -> Self {
        let element = child(parent, "div", "marks");
        put(&element, "role", "listbox");
        put(&element, "tabindex", "0");
        put(&element, "part", "marks");
        Self { element, options: Vec::new(), shown: Vec::new(), timer: None }
    }

    /// Writes the marks: at once while the list has the keyboard, else when they have come to rest.
    pub fn write(&mut self, app: &Rc<App>, marks: Vec<NamedMark>, has_focus: bool) {
        if marks == self.shown {
            return;
        }
        if has_focus {
            return self.write_now(marks);
        }
        let weak = app.weak();
        let write_later = move || {
            if let Some(app) = weak.upgrade()
                && let Some(ui) = &mut *app.ui.borrow_mut()
            {
                ui.write_marks_list(&app);
            }
        };
        if self.timer.is_none() {
            self.timer = Some(Timer::new(QUIET_MS, Box::new(write_later)));
        }
    }

    /// Writes the marks.
    pub fn write_now(&mut self, marks: Vec<NamedMark>) {
        self.timer = None;
        while self.options.len() > marks.len() {
            self.options.pop().iter().for_each(Element::remove);
        }
        while self.options.len() < marks.len() {
            let option = child(&self.element, "div", "");
            put(&option, "role", "option");
            put(&option, "id", &format!("mark-{}", self.options.len()));
            self.options.push(option.into());
        }
        let mut active = None;
        for (number, (option, mark)) in self.options.iter().zip(&marks).enumerate() {
            set(option, "aria-label", Some(&mark.name));
            set(option, "aria-selected", Some(if mark.is_selected { "true" } else { "false" }));
            if mark.is_active {
                active = Some(format!("mark-{number}"));
            }
        }
        set(&self.element, "aria-activedescendant", active.as_deref());
        self.shown = marks;
    }
}
