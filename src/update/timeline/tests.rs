#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::state::PlayMode;
use crate::time::{AskedWindow, When};
use crate::update::fixtures::{haiti, loaded};
use crate::update::update;

mod asked;

/// The window as its ends can be typed, and how many incidents are in it.
pub(super) fn shown(state: &State) -> (String, String, u32) {
    let (start, end) = state.window_dates().unwrap();
    let counts = &state.feed.index.counts;
    (start, end, counts.mapped + counts.unlocated)
}

pub(super) fn days(start: &str, end: &str, count: u32) -> (String, String, u32) {
    (start.to_owned(), end.to_owned(), count)
}

pub(super) fn type_dates(state: &mut State, start: &str, end: &str) {
    update(state, Message::DatesTyped { start: start.to_owned(), end: end.to_owned() });
}

fn step(state: &mut State, handle: Handle, step: HandleStep) {
    update(state, Message::HandleStepped { handle, step });
}

/// Where a day begins on the strip, as a share of it.
fn share_of(state: &State, day: &str) -> f64 {
    let axis = state.axis().unwrap();
    axis.share_of(When::parse(day).unwrap().extent().resolve(&axis.zone).earliest)
}

fn drag(state: &mut State, handle: Handle, from: f64, to: f64) {
    update(state, Message::TimelinePressed { handle, share: from });
    for part in 1..=10 {
        let share = from + (to - from) * f64::from(part) / 10.0;
        update(state, Message::TimelineDragged { share });
    }
    update(state, Message::TimelineReleased);
}

#[test]
fn at_first_all_dates_are_shown() {
    let state = haiti();
    assert_eq!(state.time.window, None);
    assert_eq!(shown(&state), days("1 June 2024", "30 March 2025", 8));
}

#[test]
fn an_axis_of_weeks_tells_the_days_of_the_data() {
    let feature = |day: &str| {
        format!(r#"{{"type":"Feature","geometry":null,"properties":{{"date":"{day}"}}}}"#)
    };
    let both = [feature("2023-01-01"), feature("2024-12-30")].join(",");
    let mut state = loaded(&format!(r#"{{"type":"FeatureCollection","features":[{both}]}}"#));
    assert_eq!(state.axis().unwrap().step, Unit::Week);
    assert_eq!(shown(&state), days("1 January 2023", "30 December 2024", 2));
    step(&mut state, Handle::Start, HandleStep::Units(1));
    assert_eq!(shown(&state), days("2 January 2023", "30 December 2024", 1));
}

#[test]
fn a_handle_is_dragged_by_days() {
    let mut state = haiti();
    let (from, to) = (share_of(&state, "2024-06-01"), share_of(&state, "2025-03-18"));
    drag(&mut state, Handle::Start, from + 0.01, to + 0.01);
    assert_eq!(shown(&state), days("18 March 2025", "30 March 2025", 4));
    let (from, to) = (share_of(&state, "2025-03-31"), share_of(&state, "2025-03-26"));
    drag(&mut state, Handle::End, from, to);
    assert_eq!(shown(&state), days("18 March 2025", "25 March 2025", 3));
}

#[test]
fn a_handle_stops_a_day_before_the_other() {
    let mut state = haiti();
    drag(&mut state, Handle::Start, 0.0, 1.0);
    assert_eq!(shown(&state), days("30 March 2025", "30 March 2025", 2));
    update(&mut state, Message::WindowChanged(None));
    drag(&mut state, Handle::End, 1.0, 0.0);
    assert_eq!(shown(&state), days("1 June 2024", "1 June 2024", 1));
}

#[test]
fn the_window_is_dragged_as_it_is() {
    let mut state = haiti();
    type_dates(&mut state, "2025-03-03", "2025-03-09");
    let (from, to) = (share_of(&state, "2025-03-05"), share_of(&state, "2025-03-20"));
    drag(&mut state, Handle::Window, from, to);
    assert_eq!(
        shown(&state),
        days("18 March 2025", "24 March 2025", 2),
        "over the day of 23 hours"
    );
    drag(&mut state, Handle::Window, to, 1.0);
    assert_eq!(shown(&state), days("24 March 2025", "30 March 2025", 3));
}

#[test]
fn a_drag_on_the_histogram_makes_a_window_of_the_days_under_it() {
    let mut state = haiti();
    let (from, to) = (share_of(&state, "2025-03-26"), share_of(&state, "2025-03-18"));
    drag(&mut state, Handle::Fresh, from, to);
    assert_eq!(shown(&state), days("18 March 2025", "25 March 2025", 3));
}

#[test]
fn a_click_on_the_histogram_shows_a_bin() {
    let mut state = haiti();
    for handle in [Handle::Fresh, Handle::Window] {
        let share = share_of(&state, "2025-03-19");
        drag(&mut state, handle, share, share + 0.001);
        assert_eq!(
            shown(&state),
            days("17 March 2025", "23 March 2025", 1),
            "the week from Monday on"
        );
    }
    drag(&mut state, Handle::Start, 0.1, 0.1);
    assert_eq!(
        shown(&state),
        days("17 March 2025", "23 March 2025", 1),
        "a click on a handle does nothing"
    );
}

#[test]
fn a_drag_that_is_taken_back_leaves_the_window_as_it_was() {
    let mut state = haiti();
    type_dates(&mut state, "2025-02", "2025-03");
    let before = shown(&state);
    update(&mut state, Message::TimelinePressed { handle: Handle::Window, share: 0.9 });
    update(&mut state, Message::TimelineDragged { share: 0.3 });
    assert_ne!(shown(&state), before);
    update(&mut state, Message::TimelineCancelled);
    assert_eq!(shown(&state), before);
    update(&mut state, Message::TimelineDragged { share: 0.1 });
    assert_eq!(shown(&state), before);
}

#[test]
fn keys_move_the_handles_by_days_and_by_more() {
    let mut state = haiti();
    step(&mut state, Handle::Start, HandleStep::Units(1));
    assert_eq!(shown(&state).0, "2 June 2024");
    step(&mut state, Handle::Start, HandleStep::Pages(2));
    assert_eq!(shown(&state).0, "1 August 2024");
    step(&mut state, Handle::End, HandleStep::Pages(-1));
    assert_eq!(shown(&state).1, "28 February 2025");
    step(&mut state, Handle::Start, HandleStep::Last);
    assert_eq!(shown(&state), days("28 February 2025", "28 February 2025", 0));
    step(&mut state, Handle::End, HandleStep::Last);
    step(&mut state, Handle::Start, HandleStep::First);
    assert_eq!(state.time.window, None);
}

#[test]
fn keys_move_the_window_as_a_whole() {
    let mut state = haiti();
    type_dates(&mut state, "2025-03-08", "2025-03-09");
    step(&mut state, Handle::Window, HandleStep::Units(1));
    assert_eq!(shown(&state).0, "9 March 2025");
    assert_eq!(shown(&state).1, "10 March 2025");
    step(&mut state, Handle::Window, HandleStep::Last);
    assert_eq!(shown(&state), days("29 March 2025", "30 March 2025", 2));
    step(&mut state, Handle::Window, HandleStep::Units(1));
    assert_eq!(shown(&state).1, "30 March 2025");
    step(&mut state, Handle::Window, HandleStep::First);
    assert_eq!(shown(&state), days("1 June 2024", "2 June 2024", 1));
}

#[test]
fn dates_are_typed_in_words_or_in_figures() {
    for (start, end) in [
        ("18 March 2025", "25 March 2025"),
        (" 2025-03-18 ", "2025-03-25"),
        ("18/3/2025", "25.3.2025"),
    ] {
        let mut state = haiti();
        type_dates(&mut state, start, end);
        assert_eq!(shown(&state), days("18 March 2025", "25 March 2025", 3));
    }
    let mut state = haiti();
    type_dates(&mut state, "2025-02", "");
    assert_eq!(shown(&state), days("1 February 2025", "30 March 2025", 6));
    type_dates(&mut state, "", "February 2025");
    assert_eq!(shown(&state), days("1 June 2024", "28 February 2025", 4));
    type_dates(&mut state, "", "");
    assert_eq!(state.time.window, None);
}

#[test]
fn what_is_no_date_is_said_and_changes_nothing() {
    let mut state = haiti();
    type_dates(&mut state, "18 March 2025", "25 March 2025");
    let before = shown(&state);
    for (start, end, error) in [
        ("soon", "25 March 2025", TypedError::Start),
        ("18 March 2025", "32 March 2025", TypedError::End),
        ("26 March 2025", "20 March 2025", TypedError::Reversed),
    ] {
        type_dates(&mut state, start, end);
        assert_eq!(state.time.typed_error, Some(error));
        assert_eq!(shown(&state), before);
    }
    step(&mut state, Handle::End, HandleStep::Units(1));
    assert_eq!(state.time.typed_error, None);
}

#[test]
fn a_first_date_beyond_the_last_is_shown_for_itself_until_the_other_is_typed() {
    let mut state = haiti();
    type_dates(&mut state, "1 June 2024", "22 July 2024");
    type_dates(&mut state, "March 2025", "22 July 2024");
    assert_eq!(shown(&state), days("1 March 2025", "31 March 2025", 4));
    assert_eq!(state.time.typed_error, None);
}

#[test]
fn a_date_that_was_not_typed_stays_to_the_millisecond() {
    let mut state = haiti();
    let at = |ms: i64| Timestamp(state.axis().unwrap().range.start().0 + ms);
    let window = TimeRange::new(at(12_345), at(86_400_000 * 9 + 777)).unwrap();
    update(&mut state, Message::WindowChanged(Some(window)));
    let (start, _) = state.window_dates().unwrap();
    type_dates(&mut state, &start, "30 March 2025");
    assert_eq!(state.time.window.unwrap().start(), window.start());
}

#[test]
fn the_next_incident_brings_the_window_along() {
    let mut state = haiti();
    type_dates(&mut state, "1 June 2024", "30 June 2024");
    let mut seen = Vec::new();
    for _ in 0..20 {
        update(&mut state, Message::IncidentStepped(1));
        let row = state.selected_row().unwrap();
        assert!(state.is_in_window(row));
        if !seen.contains(&row) {
            seen.push(row);
        }
    }
    assert_eq!(seen.len(), 8);
    for _ in 0..20 {
        update(&mut state, Message::IncidentStepped(-1));
        assert!(state.is_in_window(state.selected_row().unwrap()));
    }
    assert_eq!(state.selected_row(), seen.first().copied());
}

#[test]
fn from_dates_without_incidents_the_way_goes_to_the_next_one() {
    for (by, id) in [(1, "more-officers-arrive-2025-01"), (-1, "first-deployment")] {
        let mut state = haiti();
        type_dates(&mut state, "2024-08", "2024-09");
        update(&mut state, Message::IncidentStepped(by));
        assert_eq!(state.panel.selected.as_deref(), Some(id));
        assert!(state.is_in_window(state.selected_row().unwrap()));
    }
}

#[test]
fn whoever_takes_hold_of_the_window_stops_the_playing() {
    for message in [
        Message::TimelinePressed { handle: Handle::End, share: 0.5 },
        Message::HandleStepped { handle: Handle::Start, step: HandleStep::Units(1) },
        Message::WindowChanged(None),
        Message::WindowAsked(AskedWindow::between(Some("2025"), None)),
        Message::DatesTyped { start: "2025".into(), end: String::new() },
    ] {
        let mut state = haiti();
        update(&mut state, Message::PlaySet(true));
        update(&mut state, message);
        assert!(!state.time.is_playing);
    }
}

#[test]
fn a_feed_without_dates_has_no_axis_and_minds_no_message() {
    let mut state = loaded(r#"{"type":"Feature","geometry":null,"properties":{}}"#);
    assert!(state.axis().is_none());
    for message in messages_of_a_reader() {
        update(&mut state, message);
        assert!(!state.time.is_playing);
    }
    assert_eq!(state.feed.index.counts.undated, 1);
}

fn messages_of_a_reader() -> Vec<Message> {
    vec![
        Message::TimelinePressed { handle: Handle::Fresh, share: 0.1 },
        Message::TimelineDragged { share: 0.4 },
        Message::TimelineReleased,
        Message::HandleStepped { handle: Handle::End, step: HandleStep::Units(-1) },
        Message::DatesTyped { start: "2025".into(), end: "2025".into() },
        Message::IncidentStepped(1),
        Message::PlayToggled,
        Message::FrameBegan { now_ms: 1.0 },
    ]
}

fn handle() -> impl Strategy<Value = Handle> {
    prop::sample::select(vec![Handle::Start, Handle::End, Handle::Window, Handle::Fresh])
}

fn message() -> impl Strategy<Value = Message> {
    let share = -0.2..1.2_f64;
    let steps = prop_oneof![
        (-40..40).prop_map(HandleStep::Units),
        (-4..4).prop_map(HandleStep::Pages),
        Just(HandleStep::First),
        Just(HandleStep::Last),
    ];
    let mode = prop::sample::select(vec![PlayMode::Moving, PlayMode::Growing]);
    let width = prop_oneof![Just(0.0), Just(316.0), Just(900.0)];
    prop_oneof![
        2 => (handle(), share.clone()).prop_map(|(handle, share)| Message::TimelinePressed { handle, share }),
        4 => share.prop_map(|share| Message::TimelineDragged { share }),
        2 => Just(()).prop_map(|()| Message::TimelineReleased),
        1 => Just(()).prop_map(|()| Message::TimelineCancelled),
        3 => (handle(), steps).prop_map(|(handle, step)| Message::HandleStepped { handle, step }),
        1 => Just(()).prop_map(|()| Message::PlayToggled),
        4 => (0.0..60_000.0).prop_map(|now_ms| Message::FrameBegan { now_ms }),
        1 => mode.prop_map(Message::PlayModeChosen),
        1 => (-1..2).prop_map(Message::IncidentStepped),
        1 => Just(()).prop_map(|()| Message::WindowChanged(None)),
        1 => width.prop_map(Message::TimelineResized),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_the_reader_does_the_window_stays_within_the_data_and_is_never_empty(
        messages in prop::collection::vec(message(), 1..60),
    ) {
        let mut state = haiti();
        for message in messages {
            update(&mut state, message);
            let (axis, window) = (state.axis().unwrap(), state.timeline_window().unwrap());
            prop_assert!(axis.range.start() <= window.start(), "{window:?}");
            prop_assert!(window.start() < window.end(), "{window:?}");
            prop_assert!(window.end() <= axis.range.end(), "{window:?}");
            let counts = &state.feed.index.counts;
            let sum = counts.mapped + counts.unlocated + counts.undated + counts.outside_time;
            prop_assert_eq!(sum, counts.total);
        }
    }

    #[test]
    fn the_dates_that_are_shown_can_be_typed_again(first in 0_i64..300, length in 1_i64..300) {
        let mut state = haiti();
        step(&mut state, Handle::Start, HandleStep::Units(first as i32));
        step(&mut state, Handle::End, HandleStep::First);
        step(&mut state, Handle::End, HandleStep::Units(length as i32));
        let (window, (start, end)) = (state.time.window, state.window_dates().unwrap());
        update(&mut state, Message::WindowChanged(None));
        type_dates(&mut state, &start, &end);
        prop_assert_eq!(state.time.window, window);
    }
}

#[test]
fn a_press_that_moves_nothing_changes_nothing() {
    let mut state = haiti();
    let asked = AskedWindow::between(Some("2025-02"), Some("2025-04"));
    update(&mut state, Message::WindowAsked(asked.clone()));
    let before = state.time.window;
    for end in [Message::TimelineCancelled, Message::TimelineReleased] {
        update(&mut state, Message::TimelinePressed { handle: Handle::Start, share: 0.2 });
        update(&mut state, end);
        // What the page's words mean may still depend on what comes of the feed.
        assert_eq!((state.time.window, state.time.asked.as_ref()), (before, Some(&asked)));
    }
    update(&mut state, Message::TimelinePressed { handle: Handle::Start, share: 0.2 });
    update(&mut state, Message::TimelineDragged { share: 0.4 });
    update(&mut state, Message::TimelineReleased);
    assert_eq!(state.time.asked, None);
}
