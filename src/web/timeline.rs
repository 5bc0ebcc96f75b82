//! The strip under the map: built once, and written where its view has changed.

mod bars;
mod input;
mod menu;
mod track;

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, MouseEvent};

use super::app::App;
use super::dom::{Listener, button, child, class, flag, icon, put, set, write};
use super::theme::Theme;
use crate::message::Message;
use crate::view::legend::CategoryStyle;
use crate::view::timeline::{Names, TimelineView};
use menu::Menu;
use track::TrackWriter;

const PLAY: &str = "M5 3v10l8-5z";
const PAUSE: &str = "M5.5 3.5v9M10.5 3.5v9";
const PREVIOUS: &str = "M11 3.5 6.5 8l4.5 4.5M4.5 3.5v9";
const NEXT: &str = "M5 3.5 9.5 8 5 12.5M11.5 3.5v9";

/// The strip's elements, and what was written into them last.
pub struct Timeline {
    root: HtmlElement,
    play: HtmlElement,
    play_path: Element,
    track: TrackWriter,
    note: HtmlElement,
    previous: HtmlElement,
    next: HtmlElement,
    menu: Menu,
    all: HtmlElement,
    undated: HtmlElement,
    written: Option<TimelineView>,
    _listeners: Vec<Listener>,
}

impl Timeline {
    /// Builds the strip as the last child of `root`.
    ///
    /// # Errors
    /// Where the browser has no 2D context left.
    pub fn new(app: &Rc<App>, root: &Element) -> Result<Self, JsValue> {
        let timeline = child(root, "div", "timeline");
        put(&timeline, "part", "timeline");
        put(&timeline, "role", "group");
        let strip = child(&timeline, "div", "strip");
        let play = button(&strip, "play");
        let play_path = icon(&play, PLAY).first_element_child().ok_or("an icon without a path")?;
        let track = TrackWriter::new(app, &strip)?;
        let note = child(&strip, "p", "note");
        let tools = child(&strip, "div", "tools");
        let (previous, next) = (button(&tools, "step"), button(&tools, "step"));
        icon(&previous, PREVIOUS);
        icon(&next, NEXT);
        let menu = Menu::new(app, &timeline, &tools);
        let texts = child(&strip, "div", "texts");
        let (all, undated) = (button(&texts, "link all"), button(&texts, "link undated"));
        let listeners = vec![
            sends(app, &play, || Message::PlayToggled),
            sends(app, &previous, || Message::IncidentStepped(-1)),
            sends(app, &next, || Message::IncidentStepped(1)),
            sends(app, &undated, || Message::ListOpened),
            shows_all(app, &all, &track.window),
        ];
        Ok(Self {
            root: timeline,
            play,
            play_path,
            track,
            note,
            previous,
            next,
            menu,
            all,
            undated,
            written: None,
            _listeners: listeners,
        })
    }

    /// The width of the histogram in CSS pixels; 0 where it is not shown.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.track.width()
    }

    /// Writes what has changed.
    pub fn write(
        &mut self,
        view: &TimelineView,
        theme: &Theme,
        categories: &[CategoryStyle],
        ratio: f64,
    ) {
        if let Some(track) = &view.track {
            self.track.write_bars(track, theme, categories, ratio);
            self.menu.write_dates(track);
        }
        if self.written.as_ref() == Some(view) {
            return;
        }
        if self.written.as_ref().map(|written| &written.names) != Some(&view.names) {
            self.write_names(&view.names);
        }
        class(&self.root, "vacant", view.track.is_none());
        class(&self.root, "playing", view.is_playing);
        set(&self.play_path, "d", Some(if view.is_playing { PAUSE } else { PLAY }));
        // A button that is switched off would lose the keyboard.
        set(&self.previous, "aria-disabled", (!view.neighbors.0).then_some("true"));
        set(&self.next, "aria-disabled", (!view.neighbors.1).then_some("true"));
        flag(&self.all, "hidden", view.track.as_ref().is_none_or(|track| track.is_whole));
        flag(&self.undated, "hidden", view.undated.is_none());
        write(&self.undated, view.undated.as_deref().unwrap_or_default());
        flag(&self.note, "hidden", view.note.is_none());
        write(&self.note, view.note.as_deref().unwrap_or_default());
        self.menu.write(view);
        if let Some(track) = &view.track {
            self.track.write(track);
        }
        self.written = Some(view.clone());
    }

    fn write_names(&self, names: &Names) {
        set(&self.root, "aria-label", Some(&names.label));
        for (button, name) in [
            (&self.play, &names.play),
            (&self.previous, &names.previous),
            (&self.next, &names.next),
        ] {
            set(button, "aria-label", Some(name));
            set(button, "title", Some(name));
        }
        write(&self.all, &names.all);
        self.track.write_names(names);
        self.menu.write_names(names);
    }
}

/// A button that sends a message.
fn sends(app: &Rc<App>, button: &Element, message: fn() -> Message) -> Listener {
    let app = app.weak();
    Listener::new(button, "click", move |_: MouseEvent| {
        if let Some(app) = app.upgrade() {
            app.send(message());
        }
    })
}

/// The button that gives the whole back is not needed any more then, and hands the keyboard on.
fn shows_all(app: &Rc<App>, all: &Element, window: &HtmlElement) -> Listener {
    let (app, window) = (app.weak(), window.clone());
    Listener::new(all, "click", move |_: MouseEvent| {
        let Some(app) = app.upgrade() else { return };
        input::focus(&window);
        app.send(Message::WindowChanged(None));
    })
}
