//! The map's document: written as markup, and painted where it is canvas.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ShadowRoot};

use super::app::App;
use super::canvas::Surface;
use super::dom::{
    Handler, Listener, PASSIVE, Timer, append, create_element, flag, focus_in_sight, focused, part,
    style,
};
use super::dots::DotsPainter;
use super::ground::{self, GroundPainter};
use super::input::NAME_GAP;
use super::layout::Layout;
use super::marks::paint_incidents;
use super::panel::Panel;
use super::patch::Patcher;
use super::theme::{Probes, Theme};
use super::timeline::{self, Timeline};
use super::{actions, attributes, input};
use crate::marks::{self, PlacedMark, Sight};
use crate::message::{Effect, Message};
use crate::order::Shown;
use crate::state::State;
use crate::view::document::{Surroundings, document, is_awaited};
use crate::view::legend::{self, CategoryStyle};
use crate::view::markup::{Markup, px};
use crate::view::scene::Incidents;
use crate::view::speech::Speech;
use crate::view::{names, scene};

/// The document of one map, and what was written into it last.
pub struct Ui {
    root: HtmlElement,
    document: Patcher,
    map: HtmlElement,
    area: HtmlElement,
    probes: Probes,
    name: HtmlElement,
    ground: GroundPainter,
    incidents: Surface,
    dots: DotsPainter,
    theme: Rc<Theme>,
    /// Whether what stands around the map is not shown yet.
    is_arriving: bool,
    is_dark: Option<bool>,
    ratio: f64,
    /// Whether the canvases are still to be made for another ratio.
    is_resized: bool,
    /// What was painted of the incidents last, unless it is to be painted again, and whether they left their canvas blank.
    painted: Option<(Incidents, Vec<CategoryStyle>)>,
    is_canvas_blank: bool,
    sight: Sight,
    /// Whether it has become another since the list of marks was looked at.
    has_moved: bool,
    /// Its marks, once they are wanted.
    marks: OnceCell<Vec<PlacedMark>>,
    marks_list: Patcher,
    /// While the marks change from frame to frame their list waits: nobody can hear it.
    marks_timer: Option<Timer>,
    /// What the screen reader said last.
    speech: Speech,
    panel: Panel,
    timeline: Timeline,
    focus: Cell<Option<Effect>>,
    focused_before: Cell<Option<HtmlElement>>,
    app: std::rc::Weak<App>,
    _layout: Layout,
    _listeners: Vec<Listener>,
}

/// The list follows the marks after so much quiet, in ms.
const QUIET_MS: i32 = 150;

impl Ui {
    /// Writes the document into a shadow root; the page's own content goes on being there, unseen.
    ///
    /// # Errors
    /// Where the browser has no 2D context left.
    pub fn new(app: &Rc<App>, shadow: &ShadowRoot) -> Result<Self, JsValue> {
        let root = create_element("div");
        let mut patcher = Patcher::new(root.clone().into());
        let mut markup = Markup::default();
        let around = Surroundings { is_arriving: true, ..Surroundings::default() };
        app.with_state(|state| document(&mut markup, state, &[], &around));
        patcher.write(markup);
        let fallback = shadow.first_element_child();
        fallback.iter().for_each(|fallback| flag(fallback, "hidden", true));
        append(shadow, &root);
        let element = |selector: &str| part(&root, selector);
        let (map, area, marks) = (element(".map"), element(".area"), element(".marks"));
        let mut marks_list = Patcher::new(marks.clone().into());
        // A Tab stop from the start, though its marks have yet to come to rest.
        let mut none = Markup::default();
        app.with_state(|state| names::marks(&mut none, state, &[]));
        marks_list.write(none);
        let timeline = app.with_state(|state| Timeline::new(&root, state));
        let panel = app.with_state(|state| Panel::new(&root, state));
        let mut listeners = input::listen(app, &area, &marks);
        listeners.extend(timeline::listen(app, &element(".track")));
        listeners.extend(actions::listen(app, &root));
        let scrolled = [("scroll", PASSIVE, super::list::scrolled as Handler)];
        listeners.extend(Listener::listen(app, &element(".panel-body"), &scrolled));
        let ui = Self {
            document: patcher,
            theme: Rc::default(),
            area,
            probes: Probes::new(&root, &element(".probe")),
            name: element(".name"),
            ground: GroundPainter::new(element(".ground")),
            incidents: Surface::new(element(".incidents")),
            dots: DotsPainter::default(),
            is_arriving: true,
            is_dark: None,
            ratio: 0.0,
            is_resized: false,
            painted: None,
            is_canvas_blank: true,
            sight: Sight::default(),
            has_moved: false,
            marks: OnceCell::new(),
            marks_list,
            marks_timer: None,
            speech: Speech::default(),
            panel,
            timeline,
            focus: Cell::default(),
            focused_before: Cell::default(),
            app: app.weak(),
            _layout: Layout::watch(app, &root, &map),
            _listeners: listeners,
            map,
            root,
        };
        let is_ready = ui.ground.is_ready() && ui.incidents.is_ready() && ui.timeline.is_ready();
        if is_ready { Ok(ui) } else { Err("no 2D canvas".into()) }
    }

    /// Writes what has changed, in the panel too or but for that.
    pub fn write(&mut self, state: &State, with_panel: bool) {
        let Some(app) = self.app.upgrade() else { return };
        let styles = legend::categories(state);
        let incidents = self.write_around(&app, state, &styles, with_panel);
        self.write_map(&app, state, &styles, incidents);
    }

    /// Writes what has changed around the map, from which follows how much room that has.
    pub fn write_surroundings(&mut self, state: &State, with_panel: bool) {
        let Some(app) = self.app.upgrade() else { return };
        self.write_around(&app, state, &legend::categories(state), with_panel);
        // Nothing of it is painted yet.
        (self.sight, self.marks) = (Sight::default(), OnceCell::new());
    }

    fn write_around(
        &mut self,
        app: &Rc<App>,
        state: &State,
        styles: &[CategoryStyle],
        with_panel: bool,
    ) -> Incidents {
        let sight = Sight::of(state);
        if sight != self.sight {
            (self.sight, self.marks, self.has_moved) = (sight, OnceCell::new(), true);
        }
        if marks::are_wanted(state) {
            self.painted_marks(state);
        }
        let marks = self.marks.get().map_or(&[][..], Vec::as_slice);
        let incidents = scene::incidents(state, marks);
        let of_screen = app.window.device_pixel_ratio();
        let ratio = if state.is_printing { print_ratio(of_screen) } else { of_screen };
        self.is_resized |= ratio != self.ratio;
        self.ratio = ratio;
        self.is_arriving = is_awaited(state) || self.is_arriving && !with_panel;
        self.write_document(app, state, styles, &incidents);
        self.timeline.write(app, state, &self.theme, styles, ratio);
        if with_panel && !state.panel.is_waiting {
            let wanted = self.panel.write(state);
            wanted.into_iter().for_each(|first| app.send(Message::ListScrolled(first)));
        }
        incidents
    }

    /// Everything around timeline, panel and list of marks; then the colours, where they are others.
    fn write_document(
        &mut self,
        app: &App,
        state: &State,
        styles: &[CategoryStyle],
        incidents: &Incidents,
    ) {
        self.speech.follow(state, incidents.is_blank(), app.hand.has_acted.get());
        let rank = state.map.hovered.or(state.map.active.filter(|_| state.map.marks_focused));
        let is_pointed =
            |placed: &&PlacedMark| rank.is_some_and(|rank| placed.mark.ranks.contains(&rank));
        let marks = self.marks.get().map_or(&[][..], Vec::as_slice);
        let pointed = marks.iter().find(is_pointed);
        // Paper is light.
        let is_dark = attributes::is_dark(app) && !state.is_printing;
        let doubts = incidents.doubts();
        let (is_mac, is_blank) = (input::is_mac(app), incidents.is_blank());
        let (is_arriving, spoken) = (self.is_arriving, self.speech.said());
        let around =
            Surroundings { is_arriving, is_dark, is_mac, pointed, spoken, is_blank, doubts };
        let mut markup = Markup::default();
        document(&mut markup, state, styles, &around);
        self.document.write(markup);
        pointed.iter().for_each(|placed| self.place_name(state, placed));
        if self.is_dark != Some(is_dark) {
            self.is_dark = Some(is_dark);
            let theme = Theme::read(&self.probes, is_dark);
            // Pages change their styles for many reasons, some at each step of a scroll.
            if theme != *self.theme {
                self.theme = Rc::new(theme);
                ground::recolor(app, &self.theme);
                self.ground.repaint();
                self.painted = None;
            }
        }
    }

    /// The name of a mark stands over it, within the map.
    fn place_name(&self, state: &State, placed: &PlacedMark) {
        let (width, height) = (self.name.offset_width(), self.name.offset_height());
        let half = f64::from(width) / 2.0 + 4.0;
        let x = placed.at.x.clamp(half, (state.map.viewport.width - half).max(half));
        let above = placed.at.y - placed.radius - NAME_GAP - f64::from(height);
        let top = if above > 0.0 { above } else { placed.at.y + placed.radius + NAME_GAP };
        let place = ["translate(", &px(x), ", ", &px(top), ") translateX(-50%)"].concat();
        style(&self.name, "transform", &place);
    }

    fn write_map(
        &mut self,
        app: &Rc<App>,
        state: &State,
        styles: &[CategoryStyle],
        incidents: Incidents,
    ) {
        if state.map.viewport.is_empty() {
            return;
        }
        let (ratio, is_resized) = (self.ratio, std::mem::take(&mut self.is_resized));
        self.ground.write(app, state, &self.theme, ratio, is_resized);
        let is_as_painted = |(before, in_styles): &(Incidents, Vec<CategoryStyle>)| {
            *before == incidents && in_styles == styles
        };
        let is_other = is_resized || !self.painted.as_ref().is_some_and(is_as_painted);
        let is_blank = incidents.is_blank() && incidents.doubles.is_empty();
        // What is blank and stays so looks alike at any size, and a canvas that nothing was painted on costs nothing.
        if is_other && !(is_blank && self.is_canvas_blank) {
            self.incidents.begin(incidents.viewport, ratio);
            if let Some(view) = &incidents.dots {
                self.dots.paint(&self.incidents, view, state, styles, &self.theme, ratio);
            }
            paint_incidents(&self.incidents, &incidents, styles, &self.theme);
            self.is_canvas_blank = is_blank;
            self.painted = Some((incidents, styles.to_vec()));
        }
        self.follow_marks(app, state);
    }

    /// Has the list of marks follow them.
    fn follow_marks(&mut self, app: &Rc<App>, state: &State) {
        let has_moved = std::mem::take(&mut self.has_moved);
        // What waits is looked at when it is written.
        let is_waiting = self.marks_timer.is_some() && !state.map.marks_focused;
        let Some(marks) = self.marks.get().filter(|_| !is_waiting) else {
            if has_moved {
                self.marks_timer = Some(Self::marks_timer(app));
            }
            return;
        };
        let mut list = Markup::default();
        names::marks(&mut list, state, marks);
        if state.map.marks_focused {
            self.marks_timer = None;
            self.marks_list.write(list);
        } else if !self.marks_list.shows(&list) {
            self.marks_timer = Some(Self::marks_timer(app));
        }
    }

    fn marks_timer(app: &Rc<App>) -> Timer {
        Timer::new(app, QUIET_MS, |app, _| {
            if let Some(ui) = &mut *app.ui.borrow_mut() {
                app.with_state(|state| ui.write_marks_list(state));
            }
            app.send(Message::MarksListed);
        })
    }

    /// Writes the list of marks after they have come to rest.
    fn write_marks_list(&mut self, state: &State) {
        self.marks_timer = None;
        let mut marks = Markup::default();
        // Those of now: between two frames the window may be another.
        names::marks(&mut marks, state, &marks::visible(state));
        self.marks_list.write(marks);
    }

    /// The ground, which has files and tiles of its own.
    pub fn ground(&mut self) -> &mut GroundPainter {
        &mut self.ground
    }

    /// Has the colours read again in the next frame.
    pub fn forget_theme(&mut self) {
        self.is_dark = None;
    }

    /// The marks as they were painted last, and what they show.
    pub fn painted_marks(&self, state: &State) -> (&[PlacedMark], Shown) {
        (self.marks.get_or_init(|| self.sight.marks(state)), self.sight.shown)
    }

    /// Where the map area begins, in CSS pixels from the element's top left.
    #[must_use]
    pub fn map_offset(&self, host: &Element) -> (f64, f64) {
        let (map, host) = (self.map.get_bounding_client_rect(), host.get_bounding_client_rect());
        (map.left() - host.left(), map.top() - host.top())
    }

    /// Where the keyboard is to go when the frame is written.
    pub fn remember(&self, effect: Effect) {
        self.focus.set(Some(effect));
    }

    /// Moves the keyboard where the last messages want it.
    pub fn move_focus(&self) {
        match self.focus.take() {
            Some(Effect::FocusPanel) => {
                if !self.panel.contains_focus() {
                    let before = focused(&self.root).map(JsCast::unchecked_into);
                    self.focused_before.set(before);
                }
                self.panel.focus();
            }
            Some(Effect::RestoreFocus) => {
                let before = self.focused_before.take().filter(|element| element.is_connected());
                // What was opened from the list beside the map is closed into it, and what is closed before it had the
                // keyboard leaves that where it is.
                if before.is_some() || focused(&self.root).is_none() {
                    focus_in_sight(before.as_ref().unwrap_or(&self.area));
                }
            }
            _ => {}
        }
    }

    /// The map area.
    #[must_use]
    pub fn map(&self) -> &HtmlElement {
        &self.map
    }

    /// The panel.
    #[must_use]
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// The panel's element and the histogram's width in CSS pixels.
    #[must_use]
    pub fn measures(&self) -> (&HtmlElement, f64) {
        (self.panel.element(), self.timeline.measure())
    }
}

/// As many dots to a CSS pixel as a printer has, and never those of the screen: on a canvas that has another size there was
/// nothing before. Chromium prints what was done on it, and would wipe the ground with the marks of before.
fn print_ratio(of_screen: f64) -> f64 {
    of_screen.max(2.0) + 1.0
}
