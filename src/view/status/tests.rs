use super::*;
use crate::camera::{Padding, Viewport};
use crate::filter::{Filter, TextFilter};
use crate::message::{Effect, HandleStep, Message};
use crate::state::Handle;
use crate::testing::{HAITI, Harness};
use crate::update::update;

#[test]
fn what_a_slider_says_is_not_said_again() {
    let mut harness = Harness::new(HAITI);
    assert!(!spoken(&harness.state, false).is_empty());
    let step = |handle| Message::HandleStepped { handle, step: HandleStep::Pages(1) };
    harness.send(step(Handle::Start));
    assert_eq!(spoken(&harness.state, false), "");
    // Whatever else moves the window has to be told.
    harness.send(Message::WindowChanged(None));
    assert_eq!(spoken(&harness.state, false), counts(&harness.state));
    harness.send(step(Handle::Start));
    let filter = Filter { without: vec!["deployment".to_owned()], ..Filter::default() };
    harness.send(Message::FilterAsked(Box::new(filter)));
    assert_eq!(spoken(&harness.state, false), dates_and_counts(&harness.state));
}

#[test]
fn what_the_keyboard_goes_to_is_read_out_by_that() {
    let mut harness = Harness::new(HAITI);
    let said = |harness: &Harness| spoken(&harness.state, false);
    let viewport = Viewport { width: 800.0, height: 600.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    // Somebody may not see that nothing is seen.
    assert!(spoken(&harness.state, true).ends_with(harness.state.words.t("empty.view")));
    harness.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    harness.frame();
    assert!(said(&harness).ends_with(", 25 Mar 2025"), "{}", said(&harness));
    let row = harness.state.selected_row().unwrap();
    harness.send(Message::IncidentOpened(row));
    assert_eq!(said(&harness), "");
    harness.send(Message::PanelClosed);
    assert_eq!(said(&harness), counts(&harness.state));
}

#[test]
fn a_search_is_told_once_it_is_over() {
    let mut harness = Harness::new(HAITI);
    let text = TextFilter { words: "police".to_owned(), ..TextFilter::default() };
    let filter = Filter { text, ..Filter::default() };
    let effects = update(&mut harness.state, Message::FilterAsked(Box::new(filter)));
    assert!(harness.state.feed.is_searching());
    assert_eq!(spoken(&harness.state, false), "");
    for effect in effects {
        if let Effect::ReadSpan { number, start, length } = effect {
            let (start, length) = (start as usize, length as usize);
            let bytes = HAITI.as_bytes()[start..start + length].to_vec();
            harness.send(Message::SpanArrived { number, bytes });
        }
    }
    assert!(!harness.state.feed.is_searching());
    assert_eq!(spoken(&harness.state, false), counts(&harness.state));
}
