use super::*;
use crate::camera::{Padding, Viewport};
use crate::filter::{Filter, TextFilter};
use crate::message::{Effect, HandleStep, Message};
use crate::state::Handle;
use crate::testing::{HAITI, Harness};
use crate::update::update;

/// A map, and what is said of it.
struct Map {
    harness: Harness,
    speech: Speech,
    is_blank: bool,
}

impl Map {
    fn new() -> Self {
        Self { harness: Harness::new(HAITI), speech: Speech::default(), is_blank: false }
    }

    /// What is new, if something is.
    fn said(&mut self) -> Option<String> {
        self.speech.said.clear();
        self.speech.follow(&self.harness.state, self.is_blank, true);
        Some(self.speech.said.clone()).filter(|said| !said.is_empty())
    }
}

impl std::ops::Deref for Map {
    type Target = Harness;

    fn deref(&self) -> &Harness {
        &self.harness
    }
}

impl std::ops::DerefMut for Map {
    fn deref_mut(&mut self) -> &mut Harness {
        &mut self.harness
    }
}

fn without_deployments() -> Message {
    let filter = Filter { without: vec!["deployment".to_owned()], ..Filter::default() };
    Message::FilterAsked(Box::new(filter))
}

#[test]
fn what_a_slider_says_is_not_said_again() {
    let mut map = Map::new();
    assert_eq!(map.said(), Some(counts(&map.state)));
    let step = |handle| Message::HandleStepped { handle, step: HandleStep::Pages(1) };
    map.send(step(Handle::Start));
    assert_eq!(map.said(), None);
    // Whatever else moves the window has to be told.
    map.send(Message::WindowChanged(None));
    assert_eq!(map.said(), Some(counts(&map.state)));
    map.send(step(Handle::Start));
    assert_eq!(map.said(), None);
    map.send(without_deployments());
    assert_eq!(map.said(), Some(dates_and_counts(&map.state)));
}

#[test]
fn what_the_keyboard_goes_to_is_read_out_by_that() {
    let mut map = Map::new();
    let viewport = Viewport { width: 800.0, height: 600.0 };
    map.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    // Somebody may not see that nothing is seen.
    map.is_blank = true;
    assert!(map.said().unwrap().ends_with(map.state.words.t("empty.view")));
    map.is_blank = false;
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    assert!(map.said().unwrap().ends_with(", 25 Mar 2025"));
    map.send(Message::PanelClosed);
    assert_eq!(map.said(), Some(counts(&map.state)));
    let row = map.state.feed.store().find("ambush-2025-03-25").unwrap();
    map.send(Message::IncidentOpened(row));
    assert_eq!(map.said(), None);
}

#[test]
fn what_is_counted_is_told_beside_an_incident_that_is_open() {
    let mut map = Map::new();
    map.said();
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    assert!(map.said().unwrap().ends_with(", 25 Mar 2025"));
    map.send(without_deployments());
    assert_eq!(map.said(), Some(counts(&map.state)));
    assert_eq!(map.said(), None, "once");
    // The next incident takes the window along, and is what there is to tell.
    map.send(Message::IncidentStepped(-1));
    assert!(map.said().unwrap().ends_with("2025"));
}

#[test]
fn who_reads_past_the_map_hears_nothing_of_it() {
    let mut map = Map::new();
    map.speech.follow(&map.harness.state, false, false);
    assert_eq!(map.speech.said(), "");
    // Nor what has been, once it is used.
    assert_eq!(map.said(), None);
    map.send(without_deployments());
    assert_eq!(map.said(), Some(counts(&map.state)));
}

#[test]
fn a_search_is_told_once_it_is_over() {
    let mut map = Map::new();
    map.said();
    let text = TextFilter { words: "police".to_owned(), ..TextFilter::default() };
    let filter = Filter { text, ..Filter::default() };
    let effects = update(&mut map.harness.state, Message::FilterAsked(Box::new(filter)));
    assert!(map.state.feed.is_searching());
    assert_eq!(map.said(), None);
    for effect in effects {
        if let Effect::ReadSpan { number, start, length } = effect {
            let (start, length) = (start as usize, length as usize);
            let bytes = HAITI.as_bytes()[start..start + length].to_vec();
            map.send(Message::SpanArrived { number, bytes });
        }
    }
    assert!(!map.state.feed.is_searching());
    assert_eq!(map.said(), Some(counts(&map.state)));
}
