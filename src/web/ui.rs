//! The map's document: built once, and written where a view has changed.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent, ShadowRoot};

use super::app::App;
use super::attributes;
use super::canvas::{BasemapPaths, Surface, paint_ground};
use super::dom::{Listener, append, child, class, element, flag, put, set};
use super::input;
use super::layout::Layout;
use super::marks::paint_incidents;
use super::marks_list::MarksList;
use super::overlay::Overlay;
use super::panel::Panel;
use super::theme::Theme;
use super::timeline::Timeline;
use crate::marks::{self, PlacedMark};
use crate::message::{Effect, Message};
use crate::state::{PanelPage, State};
use crate::view::legend::CategoryStyle;
use crate::view::scene::{Ground, Incidents};
use crate::view::{legend, names, panel, scene, status, timeline};

/// What the ground depends on.
type GroundKey = (crate::camera::Camera, crate::camera::Viewport, usize, u32, u32, String);

/// The document of one map, and what was written into it last.
pub struct Ui {
    root: HtmlElement,
    map: HtmlElement,
    area: HtmlElement,
    probe: HtmlElement,
    ground: Surface,
    incidents: Surface,
    basemaps: Vec<BasemapPaths>,
    theme: Theme,
    is_dark: Option<bool>,
    ratio: f64,
    ground_key: Option<GroundKey>,
    painted: (Incidents, Vec<CategoryStyle>),
    marks: Vec<PlacedMark>,
    marks_list: MarksList,
    overlay: Overlay,
    panel: Panel,
    timeline: Timeline,
    lang: Option<String>,
    focus: Option<Effect>,
    focused_before: Option<HtmlElement>,
    app: std::rc::Weak<App>,
    _layout: Layout,
    _listeners: Vec<Listener>,
}

impl Ui {
    /// Builds the document into a shadow root; the page's own content goes on being there, unseen.
    ///
    /// # Errors
    /// Where the browser has no 2D context left.
    pub fn new(app: &Rc<App>, shadow: &ShadowRoot) -> Result<Self, JsValue> {
        let root = element("div", "root");
        put(&root, "part", "root");
        let probe = child(&root, "span", "probe");
        let map = child(&root, "div", "map");
        put(&map, "part", "map");
        // The incidents' canvas is the first: whoever looks for the map's picture finds the marks.
        let canvas = |class: &str| {
            let canvas = child(&map, "canvas", class);
            put(&canvas, "aria-hidden", "true");
            Surface::new(canvas.unchecked_into())
        };
        let (incidents, ground) = (canvas("incidents")?, canvas("ground")?);
        let area = child(&map, "div", "area");
        put(&area, "tabindex", "0");
        put(&area, "role", "application");
        let marks_list = MarksList::new(&map);
        let overlay = Overlay::new(app, &root, &map);
        let timeline = Timeline::new(app, &root)?;
        let panel = Panel::new(app, &root);
        overlay.place_last(&root);
        let mut listeners = input::listen(app, &area, &marks_list.element);
        listeners.push(escape(app, &root));
        let fallback = shadow.first_element_child();
        flag(fallback.as_ref().unwrap_or(&root), "hidden", true);
        append(shadow.unchecked_ref(), &root);
        let layout = Layout::watch(app, &root, &map);
        Ok(Self {
            root,
            map,
            area,
            probe,
            ground,
            incidents,
            basemaps: Vec::new(),
            theme: Theme::default(),
            is_dark: None,
            ratio: 0.0,
            ground_key: None,
            painted: (Incidents::default(), Vec::new()),
            marks: Vec::new(),
            marks_list,
            overlay,
            panel,
            timeline,
            lang: None,
            focus: None,
            focused_before: None,
            app: app.weak(),
            _layout: layout,
            _listeners: listeners,
        })
    }

    /// Writes what has changed.
    pub fn write(&mut self, state: &State) {
        let Some(app) = self.app.upgrade() else { return };
        self.write_frame(&app, state);
        self.write_map(&app, state);
        let timeline = timeline::timeline(state);
        self.timeline.write(&timeline, &self.theme, &self.painted.1, self.ratio);
        if !state.panel.is_waiting {
            self.panel.write(&panel::panel(state));
        }
        let status = status::status(state, is_mac(&app));
        self.overlay.write(&status, &self.painted.1, &self.theme, state)
    }

    /// Theme, language, and what stands where.
    fn write_frame(&mut self, app: &App, state: &State) {
        let is_dark = attributes::is_dark(app);
        if self.is_dark != Some(is_dark) {
            class(&self.root, "dark", is_dark);
            self.theme = Theme::read(&self.root, &self.probe);
            self.is_dark = Some(is_dark);
            self.ground_key = None;
            self.painted = (Incidents::default(), Vec::new());
        }
        let is_wide = self.root.client_width() >= super::layout::WIDE_PX;
        let controls = state.settings.controls;
        // A page of the panel is there where the controls have it.
        let is_open = match state.panel.page {
            PanelPage::Closed => is_wide && controls.list,
            PanelPage::Incident => controls.panel,
            PanelPage::List | PanelPage::Some(_) => controls.list || controls.panel,
        };
        for (name, is_set) in [
            ("wide", is_wide),
            ("with-panel", is_open),
            ("with-timeline", controls.timeline),
            ("with-zoom", controls.zoom),
            ("with-legend", controls.legend),
            ("with-list", controls.list),
        ] {
            class(&self.root, name, is_set);
        }
        if self.lang.as_ref() != Some(&state.settings.lang) {
            set(&self.root, "lang", Some(&state.settings.lang));
            set(&self.area, "aria-label", Some(state.words.t("map.label")));
            set(&self.area, "aria-roledescription", Some(state.words.t("map.role")));
            set(&self.area, "aria-description", Some(state.words.t("map.keys")));
            set(&self.marks_list.element, "aria-label", Some(state.words.t("map.marks")));
            self.lang = Some(state.settings.lang.clone());
        }
    }

    fn write_map(&mut self, app: &Rc<App>, state: &State) {
        let ratio = app.window.device_pixel_ratio();
        let is_resized = ratio != self.ratio;
        self.ratio = ratio;
        for (part, basemap) in state.map.basemaps.iter().skip(self.basemaps.len()) {
            self.basemaps.push(BasemapPaths::new(*part, basemap));
        }
        if state.map.viewport.is_empty() {
            self.marks.clear();
            return;
        }
        self.write_ground(state, is_resized);
        self.marks = marks::visible(state);
        let painted = (scene::incidents(state, &self.marks), legend::categories(state));
        if painted != self.painted || is_resized {
            paint_incidents(&mut self.incidents, &painted.0, &painted.1, &self.theme, ratio);
            self.painted = painted;
        }
        let has_focus = state.map.marks_focused;
        self.marks_list.write(app, names::marks(state, &self.marks), has_focus)
    }

    fn write_ground(&mut self, state: &State, is_resized: bool) {
        let (map, feed) = (&state.map, &state.feed);
        let lang = state.settings.lang.clone();
        let key =
            (map.camera, map.viewport, map.basemaps.len(), feed.generation, feed.index.rows, lang);
        if self.ground_key.as_ref() == Some(&key) && !is_resized {
            return;
        }
        let ground: Ground = scene::ground(state);
        paint_ground(&mut self.ground, &ground, &self.basemaps, &self.theme, self.ratio);
        self.ground_key = Some(key);
    }

    /// Writes the list of marks after they have come to rest.
    pub fn write_marks_list(&mut self, app: &App) {
        let marks = &self.marks;
        let named = app.with_state(|state| names::marks(state, marks));
        self.marks_list.write_now(named);
    }

    /// Has the colours read again in the next frame.
    pub fn forget_theme(&mut self) {
        self.is_dark = None;
    }

    /// The marks as they were painted last.
    #[must_use]
    pub fn painted_marks(&self) -> &[PlacedMark] {
        &self.marks
    }

    /// Where the map area begins, in CSS pixels from the element's top left.
    #[must_use]
    pub fn map_offset(&self, host: &Element) -> (f64, f64) {
        let (map, host) = (self.map.get_bounding_client_rect(), host.get_bounding_client_rect());
        (map.left() - host.left(), map.top() - host.top())
    }

    /// Where the keyboard is to go when the frame is written.
    pub fn remember(&mut self, effect: Effect) {
        self.focus = Some(effect);
    }

    /// Moves the keyboard where the last messages want it.
    pub fn move_focus(&mut self) {
        match self.focus.take() {
            Some(Effect::FocusPanel) => {
                if !self.panel.contains_focus() {
                    self.focused_before = self.focused();
                }
                self.panel.focus();
            }
            Some(Effect::RestoreFocus) => {
                let before = self.focused_before.take().filter(|element| element.is_connected());
                // What was opened from the list beside the map is closed into it.
                if before.is_some() || !self.panel.contains_focus() {
                    // Focus is refused by what can't be seen any more.
                    let _ = before.unwrap_or_else(|| self.area.clone()).focus();
                }
            }
            _ => {}
        }
    }

    fn focused(&self) -> Option<HtmlElement> {
        let shadow: ShadowRoot = self.root.get_root_node().dyn_into().ok()?;
        shadow.active_element().map(JsCast::unchecked_into)
    }

    /// The map area.
    #[must_use]
    pub fn map(&self) -> &HtmlElement {
        &self.map
    }

    /// The panel's element and the histogram's width in CSS pixels.
    #[must_use]
    pub fn measures(&self) -> (&HtmlElement, f64) {
        (self.panel.element(), self.timeline.width())
    }
}

/// Escape closes the panel, wherever in the map it is pressed.
fn escape(app: &Rc<App>, root: &Element) -> Listener {
    let app = app.weak();
    Listener::active(root, "keydown", move |event: KeyboardEvent| {
        let Some(app) = app.upgrade() else { return };
        let is_open = app.with_state(|state| state.panel.page != PanelPage::Closed);
        if event.key() == "Escape" && is_open && !event.default_prevented() {
            event.prevent_default();
            app.send(Message::PanelClosed);
        }
    })
}

fn is_mac(app: &App) -> bool {
    app.window
        .navigator()
        .platform()
        .is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}
