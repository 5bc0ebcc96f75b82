//! The runner: takes messages in, lets the state change, does what is to be done outside, and has the views
//! written once a frame. Here is the one place that borrows the state.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot, Window};

use super::attributes;
use super::dom::{Timer, now_ms};
use super::events::{self, Emitted, Event};
use super::load::{self, FeedBytes, Load};
use super::text::FeedSource;
use super::ui::Ui;
use super::{text, zone};
use crate::message::{BasemapPart, Effect, Message};
use crate::state::State;
use crate::text::Words;
use crate::update::update;

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
    frame: RefCell<Option<Frame>>,
    after_paint: RefCell<Option<Timer>>,
    /// Called with the name and the detail of an event.
    emit: js_sys::Function,
    emitted: RefCell<Emitted>,
    /// Whom to tell the counts after the next paint.
    waiting: RefCell<Vec<js_sys::Function>>,
    /// What frames have shown that the page does not know yet.
    to_tell: RefCell<Vec<Told>>,
    /// The load that goes on, and what is needed to begin it again.
    pub load: RefCell<Option<Load>>,
    /// The bytes of the feed.
    pub bytes: RefCell<FeedBytes>,
    /// Where the feed comes from.
    pub source: RefCell<Option<FeedSource>>,
    /// The reader's language.
    pub lang: RefCell<String>,
    basemap_base: String,
}

/// What a frame shows, for the page to hear when it is painted: not what has come since.
struct Told {
    events: Vec<Event>,
    counts: JsValue,
    waiting: Vec<js_sys::Function>,
}

/// A frame that was asked for: the animation frame, or a timer where the browser paints none.
struct Frame {
    animation: i32,
    _timer: Timer,
    _closure: Closure<dyn FnMut(f64)>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = requestAnimationFrame)]
    fn request_animation_frame(closure: &JsValue) -> i32;
    #[wasm_bindgen(js_name = cancelAnimationFrame)]
    fn cancel_animation_frame(id: i32);
}

impl Drop for Frame {
    fn drop(&mut self) {
        cancel_animation_frame(self.animation);
    }
}

/// A browser that paints nothing (a hidden tab) is not waited for longer than this, in ms.
const UNPAINTED_MS: i32 = 250;

impl App {
    /// Builds a map into a shadow root.
    pub fn new(
        host: HtmlElement,
        root: &ShadowRoot,
        basemap_base: String,
        (lang, words): (String, Words),
        emit: js_sys::Function,
    ) -> Result<Rc<Self>, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let app = Rc::new(Self {
            window,
            host,
            state: RefCell::new(State { words, ..State::default() }),
            queue: RefCell::default(),
            is_draining: Cell::default(),
            ui: RefCell::default(),
            frame: RefCell::default(),
            after_paint: RefCell::default(),
            emit,
            emitted: RefCell::default(),
            waiting: RefCell::default(),
            to_tell: RefCell::default(),
            load: RefCell::default(),
            bytes: RefCell::default(),
            source: RefCell::default(),
            lang: RefCell::new(lang),
            basemap_base,
        });
        attributes::settle(&app);
        let ui = Ui::new(&app, root)?;
        app.ui.replace(Some(ui));
        app.request_frame();
        Ok(app)
    }

    /// Looks at the state.
    pub fn with_state<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.borrow())
    }

    /// Takes in what has happened. From within an update's effects it waits its turn.
    pub fn send(self: &Rc<Self>, message: Message) {
        self.queue.borrow_mut().push_back(message);
        if self.is_draining.replace(true) {
            return;
        }
        loop {
            let Some(message) = self.queue.borrow_mut().pop_front() else { break };
            let effects = update(&mut self.state.borrow_mut(), message);
            effects.into_iter().for_each(|effect| self.run(effect));
        }
        self.is_draining.set(false);
        self.request_frame();
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::ResolveZone { role, name } => {
                let zone = zone::resolve(&name);
                self.queue.borrow_mut().push_back(Message::ZoneResolved { role, zone });
            }
            Effect::LoadBasemap(part) => load::basemap(self, part, self.basemap_url(part)),
            Effect::ReadTexts(texts) => text::read(self, texts),
            Effect::FocusPanel | Effect::RestoreFocus | Effect::Announce(_) => {
                if let Some(ui) = &mut *self.ui.borrow_mut() {
                    ui.remember(effect);
                }
            }
        }
    }

    fn basemap_url(&self, part: BasemapPart) -> String {
        let name = match part {
            BasemapPart::World => "world",
            BasemapPart::Hispaniola => "hispaniola",
        };
        format!("{}{name}.json", self.basemap_base)
    }

    /// Has the views written in the next frame.
    pub fn request_frame(self: &Rc<Self>) {
        if self.frame.borrow().is_none() {
            self.frame.replace(Some(Frame::request(self)));
        }
    }

    fn paint(self: &Rc<Self>, now_ms: f64) {
        drop(self.frame.take());
        self.send_quietly(Message::FrameBegan { now_ms });
        let goes_on = {
            let state = self.state.borrow();
            if let Some(ui) = &mut *self.ui.borrow_mut() {
                ui.write(&state);
            }
            self.to_tell.borrow_mut().push(Told {
                events: self.emitted.borrow_mut().changes(&state),
                counts: events::counts(&state),
                waiting: self.waiting.take(),
            });
            state.map.motion.is_some()
                || state.time.is_playing
                || state.map.hint.is_some()
                || state.panel.is_waiting
        };
        if let Some(ui) = &mut *self.ui.borrow_mut() {
            ui.move_focus();
        }
        let weak = Rc::downgrade(self);
        // The listeners' turn is when the frame has been painted.
        let tell = move || weak.upgrade().iter().for_each(Self::tell);
        self.after_paint.replace(Some(Timer::new(0, Box::new(tell))));
        if goes_on || !self.queue.borrow().is_empty() {
            self.request_frame();
        }
    }

    /// As [`Self::send`], from within a frame.
    fn send_quietly(self: &Rc<Self>, message: Message) {
        let effects = update(&mut self.state.borrow_mut(), message);
        effects.into_iter().for_each(|effect| self.run(effect));
    }

    /// Tells the page what the frames that were painted have changed.
    fn tell(self: &Rc<Self>) {
        for told in self.to_tell.take() {
            for resolve in told.waiting {
                // A page that makes a promise's end throw has its own trouble.
                let _ = resolve.call1(&JsValue::NULL, &told.counts);
            }
            for (name, detail) in told.events {
                // Listeners' exceptions are reported by the browser and end nothing here.
                let _ = self.emit.call2(&JsValue::NULL, &JsValue::from_str(name), &detail);
            }
        }
    }

    /// Tells the element that a load has begun, so that who asks for `ready` from now on waits for it.
    pub fn announce_load(&self) {
        // The element's own code throws nothing here.
        let _ = self.emit.call2(&JsValue::NULL, &JsValue::from_str("load-begun"), &JsValue::NULL);
    }

    /// A promise of the counts that the next paint shows.
    pub fn painted(self: &Rc<Self>) -> js_sys::Promise {
        let promise =
            js_sys::Promise::new(&mut |resolve, _| self.waiting.borrow_mut().push(resolve));
        self.request_frame();
        promise
    }

    /// Where the page and the code keep a map that may be gone by then.
    pub fn weak(self: &Rc<Self>) -> Weak<Self> {
        Rc::downgrade(self)
    }
}

impl Frame {
    fn request(app: &Rc<App>) -> Self {
        let paint = |weak: &Weak<App>, now_ms| {
            if let Some(app) = weak.upgrade() {
                app.paint(now_ms);
            }
        };
        let weak = app.weak();
        let closure: Closure<dyn FnMut(f64)> =
            Closure::wrap(Box::new(move |now_ms| paint(&weak, now_ms)));
        let weak = app.weak();
        let timer = Timer::new(UNPAINTED_MS, Box::new(move || paint(&weak, now_ms())));
        let animation = request_animation_frame(closure.as_ref());
        Self { animation, _timer: timer, _closure: closure }
    }
}
