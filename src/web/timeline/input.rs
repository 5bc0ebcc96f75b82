//! The hand and the keys on the track.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::{Element, FocusOptions, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use crate::message::{HandleStep, Message};
use crate::state::Handle;
use crate::view::timeline::part_at;
use crate::web::app::App;
use crate::web::dom::Listener;

/// The pointer that holds something, and the histogram's left edge and width then.
type Grip = Rc<Cell<Option<(i32, f64, f64)>>>;

/// Listens to pointers on the track and to keys on its sliders.
pub fn listen(
    app: &Rc<App>,
    track: &HtmlElement,
    histogram: &HtmlElement,
    sliders: [(Handle, &HtmlElement); 3],
) -> Vec<Listener> {
    let grip = Grip::default();
    let mut listeners = vec![
        press(app, track, histogram, &grip),
        drag(app, track, &grip),
        let_go(app, track, &grip, "pointerup", || Message::TimelineReleased),
        let_go(app, track, &grip, "pointercancel", || Message::TimelineCancelled),
        double_click(app, track),
    ];
    for (handle, slider) in sliders {
        listeners.push(keys(app, slider, handle, &grip));
    }
    listeners
}

/// Gives an element the keyboard, and leaves the page where it is.
pub fn focus(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // What can't have it leaves it where it is.
    let _ = element.focus_with_options(&options);
}

fn press(app: &Rc<App>, track: &HtmlElement, histogram: &HtmlElement, grip: &Grip) -> Listener {
    let (weak, grip) = (app.weak(), grip.clone());
    let (element, histogram) = (track.clone(), histogram.clone());
    Listener::new(track, "pointerdown", move |event: PointerEvent| {
        let Some(app) = weak.upgrade() else { return };
        if event.button() != 0 || !event.is_primary() || grip.get().is_some() {
            return;
        }
        let edges = histogram.get_bounding_client_rect();
        let (left, width) = (edges.left(), edges.width());
        let at = f64::from(event.client_x()) - left;
        let Some(handle) = app.with_state(|state| {
            let (axis, window) = (state.axis()?, state.timeline_window()?);
            let x = |at| axis.share_of(at) * width;
            Some(part_at(at, x(window.start()), x(window.end()), state.time.window.is_none()))
        }) else {
            return;
        };
        grip.set(Some((event.pointer_id(), left, width)));
        // A pointer that has gone by now can't be followed out of the track; within it, it can.
        let _ = element.set_pointer_capture(event.pointer_id());
        app.send(Message::TimelinePressed { handle, share: at / width });
    })
}

fn drag(app: &Rc<App>, track: &HtmlElement, grip: &Grip) -> Listener {
    let (app, grip) = (app.weak(), grip.clone());
    Listener::new(track, "pointermove", move |event: PointerEvent| {
        let (Some(app), Some((pointer, left, width))) = (app.upgrade(), grip.get()) else { return };
        if event.pointer_id() == pointer {
            let share = (f64::from(event.client_x()) - left) / width;
            app.send(Message::TimelineDragged { share });
        }
    })
}

fn let_go(
    app: &Rc<App>,
    track: &HtmlElement,
    grip: &Grip,
    event: &'static str,
    message: fn() -> Message,
) -> Listener {
    let (app, grip) = (app.weak(), grip.clone());
    Listener::new(track, event, move |event: PointerEvent| {
        let Some(app) = app.upgrade() else { return };
        if grip.get().is_some_and(|(pointer, ..)| pointer == event.pointer_id()) {
            grip.set(None);
            app.send(message());
        }
    })
}

fn double_click(app: &Rc<App>, track: &HtmlElement) -> Listener {
    let app = app.weak();
    Listener::new(track, "dblclick", move |_: MouseEvent| {
        if let Some(app) = app.upgrade() {
            app.send(Message::WindowChanged(None));
        }
    })
}

fn keys(app: &Rc<App>, slider: &Element, handle: Handle, grip: &Grip) -> Listener {
    let (app, grip) = (app.weak(), grip.clone());
    Listener::active(slider, "keydown", move |event: KeyboardEvent| {
        let Some(app) = app.upgrade() else { return };
        // With these the key is the browser's or the page's.
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let message = match event.key().as_str() {
            "Escape" if grip.take().is_some() => Message::TimelineCancelled,
            key => match step(key) {
                Some(step) => Message::HandleStepped { handle, step },
                None => return,
            },
        };
        event.prevent_default();
        app.send(message);
    })
}

fn step(key: &str) -> Option<HandleStep> {
    Some(match key {
        "ArrowRight" | "ArrowUp" => HandleStep::Units(1),
        "ArrowLeft" | "ArrowDown" => HandleStep::Units(-1),
        "PageUp" => HandleStep::Pages(1),
        "PageDown" => HandleStep::Pages(-1),
        "Home" => HandleStep::First,
        "End" => HandleStep::Last,
        _ => return None,
    })
}
