use super::*;
use crate::filter::{Filter, TextFilter};
use crate::message::{Effect, HandleStep, Message};
use crate::state::Handle;
use crate::testing::{HAITI, Harness};
use crate::update::update;

#[test]
fn what_a_slider_says_is_not_said_again() {
    let mut harness = Harness::new(HAITI);
    assert!(!spoken(&harness.state).is_empty());
    let step = |handle| Message::HandleStepped { handle, step: HandleStep::Pages(1) };
    harness.send(step(Handle::Start));
    assert_eq!(spoken(&harness.state), "");
    // Whatever else moves the window has to be told.
    harness.send(Message::WindowChanged(None));
    assert_eq!(spoken(&harness.state), counts(&harness.state));
    harness.send(step(Handle::Start));
    let filter = Filter { without: vec!["deployment".to_owned()], ..Filter::default() };
    harness.send(Message::FilterAsked(Box::new(filter)));
    assert_eq!(spoken(&harness.state), counts(&harness.state));
}

#[test]
fn a_search_is_told_once_it_is_over() {
    let mut harness = Harness::new(HAITI);
    let text = TextFilter { words: "police".to_owned(), ..TextFilter::default() };
    let filter = Filter { text, ..Filter::default() };
    let effects = update(&mut harness.state, Message::FilterAsked(Box::new(filter)));
    assert!(harness.state.feed.is_searching());
    assert_eq!(spoken(&harness.state), "");
    for effect in effects {
        if let Effect::ReadSpan { number, start, length } = effect {
            let (start, length) = (start as usize, length as usize);
            let bytes = HAITI.as_bytes()[start..start + length].to_vec();
            harness.send(Message::SpanArrived { number, bytes });
        }
    }
    assert!(!harness.state.feed.is_searching());
    assert_eq!(spoken(&harness.state), counts(&harness.state));
}
