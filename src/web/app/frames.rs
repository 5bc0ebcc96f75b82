//! When the views are written, how much of them in one frame, and when the page hears of it.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::App;
use crate::message::Message;
use crate::state::State;
use crate::update::update;
use crate::web::dom::{Callback, Handler, Timer, now_ms};
use crate::web::ui::Ui;
use crate::web::{events, layout};

/// A frame that was asked for: the animation frame, or a timer where the browser paints none.
pub struct Frame {
    animation: i32,
    _timer: Timer,
    _callback: Callback,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = requestAnimationFrame)]
    fn request_animation_frame(callback: &JsValue) -> i32;
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

/// A frame that has taken so long leaves the rest to the next one, in ms.
const BUSY_MS: f64 = 16.0;

impl App {
    /// Has the views written in the next frame.
    pub fn request_frame(self: &Rc<Self>) {
        if self.frame.borrow().is_none() {
            self.frame.replace(Some(Frame::request(self)));
        }
    }

    /// Writes the views, or as many of them as there is time for.
    pub(super) fn paint(self: &Rc<Self>, now_ms: f64) {
        drop((self.frame.take(), self.progress.take()));
        if self.ui.borrow().is_none() {
            return;
        }
        self.send_quietly(Message::FrameBegan { now_ms });
        let Some(with_panel) = self.lay_out(now_ms) else { return self.request_frame() };
        let mut was_heard = self.write(|ui, state| ui.write(state, with_panel));
        let goes_on = {
            let state = self.state.borrow();
            self.frames.update(|frames| frames + 1);
            self.painted.set(state.map.viewport);
            // The page hears it when all of it is painted: this, and not what has come since.
            let is_whole = with_panel && !state.texts.are_awaited(state.selected_row());
            let mut to_tell = self.to_tell.borrow_mut();
            let painted = events::painted(self.frames.get(), &state, is_whole);
            let mut emitted = self.emitted.borrow_mut();
            let changes = if is_whole { emitted.changes(&state) } else { Vec::new() };
            let events = [painted].into_iter().chain(changes);
            to_tell.extend(events.map(|event| (state.feed.generation, event)));
            !with_panel
                || state.map.motion.is_some()
                || state.time.is_playing
                || state.map.hint.is_some()
                || state.map.tiles.is_waiting
                || state.panel.is_waiting
                || state.panel.is_scrolling
        };
        was_heard |= self.move_focus();
        // The listeners' turn is when the frame has been painted.
        self.after_paint.replace(Some(Timer::new(self, 0, |app, _| app.tell())));
        if goes_on || was_heard {
            self.request_frame();
        }
    }

    /// At the start, and when a feed has come, what stands around the map takes room from it: where that is so, or has taken
    /// long, the map is painted a frame later, and the list of the feed's incidents another one, since a frame that did it
    /// all would be a long one. Gives whether the panel is to be written with the map, or nothing where that waits for the
    /// next frame.
    fn lay_out(self: &Rc<Self>, began_ms: f64) -> Option<bool> {
        let before = self.laid_out.get();
        let (is_under_way, generation, is_printing) =
            self.with_state(|State { feed, is_printing, .. }| {
                (feed.is_under_way(), feed.generation, *is_printing)
            });
        let now = Some(if is_under_way { before.unwrap_or(0) } else { generation });
        let is_late = self.is_panel_late.take();
        if before == now {
            return Some(!is_late || is_printing);
        }
        let is_in_time = || is_printing || now_ms() - began_ms < BUSY_MS;
        if before.is_none() && !self.is_measured.replace(true) {
            // Whether the panel stands beside the map.
            layout::measure(self);
            if !is_in_time() {
                return None;
            }
        }
        self.laid_out.set(now);
        let viewport = || self.with_state(|state| state.map.viewport);
        let (with_panel, room) = (before.is_none() || is_printing, viewport());
        self.write(|ui, state| ui.write_surroundings(state, with_panel));
        layout::measure(self);
        let is_laid_out = (viewport() == room || is_printing) && is_in_time();
        self.is_panel_late.set(!is_laid_out && !with_panel);
        is_laid_out.then_some(with_panel)
    }

    /// Has the views written; whether something was heard from them meanwhile.
    fn write(self: &Rc<Self>, write: impl FnOnce(&mut Ui, &State)) -> bool {
        // What is taken out of the document loses the keyboard, which is heard at once.
        self.is_draining.set(true);
        {
            let state = self.state.borrow();
            if let Some(ui) = &mut *self.ui.borrow_mut() {
                write(ui, &state);
            }
        }
        let was_heard = !self.queue.borrow().is_empty();
        self.drain();
        was_heard
    }

    /// Moves the keyboard where the last messages want it; whether something was heard meanwhile, from a listener of the
    /// page too.
    fn move_focus(self: &Rc<Self>) -> bool {
        self.is_draining.set(true);
        if let Some(ui) = &*self.ui.borrow() {
            ui.move_focus();
        }
        let was_heard = !self.queue.borrow().is_empty();
        self.drain();
        was_heard
    }

    /// As [`Self::send`], from within a frame.
    fn send_quietly(self: &Rc<Self>, message: Message) {
        let effects = update(&mut self.state.borrow_mut(), message);
        effects.into_iter().for_each(|effect| self.run(effect));
    }

    /// Tells the page what the frames that were painted have changed.
    fn tell(self: &Rc<Self>) {
        // The browser has told meanwhile that the map was of another size, or is seen by now: the next frame shows it so.
        let is_resized = self.with_state(|state| state.map.viewport) != self.painted.get();
        let waits = is_resized && self.frame.borrow().is_some();
        if waits && !self.is_telling_late.replace(true) {
            return;
        }
        self.is_telling_late.set(false);
        let events = self.to_tell.take();
        // What several frames have changed is told as the last one has it.
        let is_last =
            |at: usize, name: &str| events[at + 1..].iter().all(|(_, (later, _))| *later != name);
        for (at, (generation, (name, detail))) in events.iter().enumerate() {
            if !is_last(at, name) {
                continue;
            }
            // That a load is over is nothing to those who wait for the next, which a listener may just have begun.
            let is_older = self.with_state(|state| state.feed.generation) != *generation;
            if !(is_older && events::ENDS_OF_LOADS.contains(name)) {
                self.emit(name, detail);
            }
        }
    }

    /// The number of the next frame, which is asked for.
    pub fn next_frame(self: &Rc<Self>) -> u32 {
        self.request_frame();
        self.frames.get() + 1
    }
}

impl Frame {
    fn request(app: &Rc<App>) -> Self {
        let paint: Handler = |app, _| app.paint(now_ms());
        let callback = Callback::new(app, paint);
        let timer = Timer::new(app, UNPAINTED_MS, paint);
        let animation = request_animation_frame(callback.function());
        Self { animation, _timer: timer, _callback: callback }
    }
}
