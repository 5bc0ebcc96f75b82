//! The runner: takes messages in, lets the state change, does what is to be done outside, and has the views
//! written once a frame. Here is the one place that borrows the state.

mod frames;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot, Window};

use super::attributes;
use super::dom::{Timer, now_ms, window_of};
use super::events::{Emitted, Event};
use super::ground::{self, Basemaps};
use super::input::Hand;
use super::layout;
use super::load::{self, Feed};
use super::ui::Ui;
use super::zone;
use crate::camera::Viewport;
use crate::message::{Effect, Message};
use crate::state::State;
use crate::text::Words;
use crate::update::update;
use frames::Frame;

/// One map in a page.
pub struct App {
    /// The browser's window.
    pub window: Window,
    /// The element.
    pub host: HtmlElement,
    state: RefCell<State>,
    queue: RefCell<VecDeque<Message>>,
    is_draining: Cell<bool>,
    /// What is written into the document.
    pub ui: RefCell<Option<Ui>>,
    /// What the reader's hand holds.
    pub hand: Hand,
    frame: RefCell<Option<Frame>>,
    /// Asks for the next frame, where nothing but the progress of a load is to be shown in it.
    progress: RefCell<Option<Timer>>,
    after_paint: RefCell<Option<Timer>>,
    /// Runs out when the load takes long.
    patience: RefCell<Option<Timer>>,
    /// Called with the name and the detail of an event.
    emit: js_sys::Function,
    /// What the page was told last.
    pub emitted: RefCell<Emitted>,
    /// What frames have shown that the page does not know yet, and of which load.
    to_tell: RefCell<Vec<(u32, Event)>>,
    /// How many frames were painted.
    frames: Cell<u32>,
    /// The load of which all has come that stands around the map, or 0 before any; none before the first frame.
    laid_out: Cell<Option<u32>>,
    /// Whether the panel is to be written a frame later.
    is_panel_late: Cell<bool>,
    /// Whether its parts were measured once.
    is_measured: Cell<bool>,
    /// The map area of the last frame.
    painted: Cell<Viewport>,
    /// Whether the page hears of the last frame together with the next one.
    is_telling_late: Cell<bool>,
    /// Where the feed comes from.
    pub feed: Feed,
    /// Time zones whose offsets are being looked for.
    pub zones: RefCell<Vec<zone::Search>>,
    /// Where its ground comes from.
    pub basemaps: Basemaps,
    /// The reader's language.
    pub lang: RefCell<String>,
}

/// So often a load or a search shows how far it has come, in ms: a frame each time would take a quarter of what it has to do.
const PROGRESS_MS: i32 = 100;
/// So long a load may take before all of the world is shown meanwhile, in ms.
const PATIENCE_MS: i32 = 1000;
/// So often a load does after so many bytes, when there is much to see already and still much to do.
const LONG_PROGRESS_MS: i32 = 250;
const LONG_BYTES: u64 = 1 << 24;

impl App {
    /// A map that nobody sees yet.
    pub fn new(
        host: HtmlElement,
        (feed, basemaps): (Feed, Basemaps),
        (lang, words): (String, Words),
        emit: js_sys::Function,
    ) -> Rc<Self> {
        let app = Rc::new(Self {
            window: window_of(&host),
            host,
            state: RefCell::new(State { words, ..State::default() }),
            queue: RefCell::default(),
            is_draining: Cell::default(),
            ui: RefCell::default(),
            hand: Hand::default(),
            frame: RefCell::default(),
            progress: RefCell::default(),
            after_paint: RefCell::default(),
            patience: RefCell::default(),
            emit,
            emitted: RefCell::default(),
            to_tell: RefCell::default(),
            frames: Cell::default(),
            laid_out: Cell::default(),
            is_panel_late: Cell::default(),
            is_measured: Cell::default(),
            painted: Cell::default(),
            is_telling_late: Cell::default(),
            feed,
            zones: RefCell::default(),
            basemaps,
            lang: RefCell::new(lang),
        });
        attributes::settle(&app);
        app
    }

    /// Builds it into a shadow root.
    ///
    /// # Errors
    /// Where the browser lacks something.
    pub fn build(self: &Rc<Self>, root: &ShadowRoot) -> Result<(), JsValue> {
        let ui = Ui::new(self, root)?;
        self.ui.replace(Some(ui));
        // The page may have set something since.
        attributes::settle(self);
        self.request_frame();
        Ok(())
    }

    /// Looks at the state.
    pub fn with_state<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.borrow())
    }

    /// Takes in what has happened. From within an update's effects, or while the views are written, it waits its turn.
    pub fn send(self: &Rc<Self>, message: Message) {
        let is_piece = matches!(
            message,
            Message::BytesArrived(_) | Message::SliceBegan | Message::SpanArrived { .. }
        );
        self.queue.borrow_mut().push_back(message);
        if self.is_draining.replace(true) {
            return;
        }
        let revision = self.with_state(|state| state.feed.revision);
        self.drain();
        let (goes_on, has_work, revision_now) = self
            .with_state(|State { feed, .. }| (feed.is_under_way(), feed.has_work(), feed.revision));
        if is_piece && goes_on && revision_now == revision {
            self.request_progress();
        } else {
            self.request_frame();
        }
        if has_work || !self.zones.borrow().is_empty() {
            self.feed.work();
        }
    }

    /// Takes in what waits.
    fn drain(self: &Rc<Self>) {
        loop {
            let Some(message) = self.queue.borrow_mut().pop_front() else { break };
            let effects = update(&mut self.state.borrow_mut(), message);
            effects.into_iter().for_each(|effect| self.run(effect));
        }
        self.is_draining.set(false);
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::ResolveZone { role, name } => {
                let mut searches = self.zones.borrow_mut();
                // Of an older load, or the same once more.
                searches.retain(|search| search.role != role);
                searches.push(zone::Search::new(role, name));
            }
            Effect::ReadFeed { generation, shown_generation, is_reload } => {
                self.feed.load(generation, shown_generation, is_reload);
            }
            Effect::MindTheLoad => {
                let timer =
                    Timer::new(self, PATIENCE_MS, |app, _| app.send(Message::LoadProvedSlow));
                self.patience.replace(Some(timer));
            }
            Effect::LoadBasemap(part) => ground::load(self, part),
            Effect::LoadTiles(tiles) => ground::load_tiles(self, &tiles),
            Effect::ForgetBasemap => {
                self.basemaps.clear();
                if let Some(ui) = &mut *self.ui.borrow_mut() {
                    ui.ground().clear();
                }
            }
            Effect::ReadTexts(texts) => load::read_texts(self, &texts),
            Effect::ReadSpan { number, start, length } => {
                load::read_span(self, number, start, length);
            }
            Effect::Warn(warning) => web_sys::console::warn_1(&warning.into()),
            Effect::FocusPanel | Effect::RestoreFocus => {
                if let Some(ui) = &*self.ui.borrow() {
                    ui.remember(effect);
                }
            }
        }
    }

    /// Has the colours read again: they may be others.
    pub fn forget_theme(self: &Rc<Self>) {
        if let Some(ui) = &mut *self.ui.borrow_mut() {
            ui.forget_theme();
        }
        self.request_frame();
    }

    /// Has the views written before long.
    fn request_progress(self: &Rc<Self>) {
        if self.progress.borrow().is_none() {
            let is_long = self
                .with_state(|State { feed, .. }| feed.bytes > LONG_BYTES && !feed.is_searching());
            let ms = if is_long { LONG_PROGRESS_MS } else { PROGRESS_MS };
            let timer = Timer::new(self, ms, |app, _| app.request_frame());
            self.progress.replace(Some(timer));
        }
    }

    /// The page is printed, or has been: it is written for that at once, since no frame comes before.
    pub fn print(self: &Rc<Self>, is_printing: bool) {
        self.send(Message::PrintingChanged(is_printing));
        self.paint(now_ms());
        layout::measure(self);
        self.request_frame();
    }

    /// Tells the element something.
    pub fn emit(&self, name: &str, detail: &JsValue) {
        // Listeners' exceptions are reported by the browser and end nothing here.
        let _ = self.emit.call2(&JsValue::NULL, &JsValue::from_str(name), detail);
    }

    /// Where the page and the code keep a map that may be gone by then.
    pub fn weak(self: &Rc<Self>) -> Weak<Self> {
        Rc::downgrade(self)
    }
}
