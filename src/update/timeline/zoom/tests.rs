#![allow(clippy::unwrap_used)]

use super::super::tests::{shown, type_dates};
use super::*;
use crate::calendar::Unit;
use crate::message::{HandleStep, Message};
use crate::update::fixtures::{haiti, loaded};
use crate::update::update;

fn zoom(state: &mut State, times: f64, handle: Handle) {
    update(state, Message::AxisZoomed { times, around: Fixed::Handle(handle) });
}

/// What is laid out, as a phrase.
fn laid_out(state: &State) -> String {
    let axis = state.axis().unwrap();
    state.words.range_phrase(axis.range, &axis.zone)
}

/// Whether what the window begins and ends with is laid out.
fn is_in_sight(state: &State) -> bool {
    let (axis, window) = (state.axis().unwrap(), state.timeline_window().unwrap());
    axis.range.start() <= window.start() && window.end() <= axis.range.end()
}

#[test]
fn five_years_are_scrubbed_by_the_hour_and_typed_to_the_second() {
    let feature = |date: &str| {
        format!(r#"{{"type":"Feature","geometry":null,"properties":{{"date":"{date}"}}}}"#)
    };
    let dates = [
        "2019-01-01T00:00:00Z",
        "2021-05-03T09:30:10Z",
        "2021-05-03T09:30:11Z",
        "2023-12-31T23:00:00Z",
    ];
    let features = dates.map(feature).join(",");
    let mut state = loaded(&format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#));
    assert_eq!(state.axis().unwrap().step, Unit::Week);
    type_dates(&mut state, "2021-05-03", "2021-05-03");
    let before = shown(&state);
    for _ in 0..8 {
        zoom(&mut state, 0.5, Handle::Window);
    }
    assert_eq!(shown(&state), before);
    assert!(is_in_sight(&state));
    let axis = state.axis().unwrap();
    assert_eq!(axis.step, Unit::Hours(1), "on {}", laid_out(&state));
    update(
        &mut state,
        Message::HandleStepped { handle: Handle::Start, step: HandleStep::Units(1) },
    );
    assert_eq!(state.timeline_window().unwrap().duration_ms(), 23 * 3_600_000);
    let histogram = state.feed.index.histogram.as_ref().unwrap();
    assert_eq!(Some(&histogram.axis), state.axis());
    type_dates(&mut state, "2021-05-03 09:30:11", "2021-05-03 09:30:20");
    assert_eq!(shown(&state).2, 1);
    let window = state.timeline_window().unwrap();
    assert_eq!((window.start().0 % 60_000, window.duration_ms()), (11_000, 9_000));
    assert!(is_in_sight(&state));
}

/// A feed of points in time, in ms.
fn instants(times: impl Iterator<Item = i64>) -> State {
    let feature = |at: i64| {
        format!(r#"{{"type":"Feature","geometry":null,"properties":{{"timestamp":{at}}}}}"#)
    };
    let features: Vec<String> = times.map(feature).collect();
    let features = features.join(",");
    loaded(&format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#))
}

#[test]
fn a_click_means_the_day_under_it_while_bins_are_still_counted() {
    const DAY_MS: i64 = 86_400_000;
    let first = 1_735_689_600_000;
    let mut state = instants((0..20_000).map(|number| first + number * 365 * DAY_MS / 20_000));
    zoom(&mut state, 0.05, Handle::Window);
    assert!(state.feed.has_work(), "the bins of what is laid out are not counted yet");
    for share in [0.01, 0.5, 0.9] {
        let under = state.axis().unwrap().at(share);
        update(&mut state, Message::TimelinePressed { handle: Handle::Fresh, share });
        update(&mut state, Message::TimelineReleased);
        let window = state.time.window.unwrap();
        assert!(window.start() <= under && under < window.end());
        update(&mut state, Message::WindowChanged(None));
        zoom(&mut state, 0.05, Handle::Window);
    }
    while state.feed.has_work() {
        update(&mut state, Message::SliceBegan);
    }
    let histogram = state.feed.index.histogram.as_ref().unwrap();
    assert_eq!(Some(&histogram.axis), state.axis());
}

#[test]
fn the_next_incident_is_laid_out_where_no_window_was_chosen() {
    let mut state = haiti();
    update(&mut state, Message::SelectionAsked(Some("first-deployment".into())));
    zoom(&mut state, 0.05, Handle::Start);
    for _ in 0..7 {
        update(&mut state, Message::IncidentStepped(1));
        let row = state.selected_row().unwrap();
        let extent = state.feed.store().extent(row).unwrap();
        let range = state.axis().unwrap().range;
        assert!(range.intersects(extent.earliest, extent.latest), "{}", laid_out(&state));
    }
    assert_eq!(state.time.window, None);
}

#[test]
fn what_was_zoomed_into_is_forgotten_by_a_feed_of_another_time() {
    let mut state = haiti();
    zoom(&mut state, 0.05, Handle::Start);
    let feed =
        r#"{"type":"Feature","geometry":null,"properties":{"date":"1990-05-01/1990-09-01"}}"#;
    update(&mut state, Message::LoadBegan { is_reload: false });
    update(&mut state, Message::BytesArrived(feed.into()));
    update(&mut state, Message::LoadEnded);
    while state.feed.has_work() {
        update(&mut state, Message::SliceBegan);
    }
    assert_eq!(state.time.span, None);
    assert!(!state.axis().unwrap().is_zoomed());
}

#[test]
fn the_whole_comes_back_with_all_dates_or_by_zooming_out() {
    let mut state = haiti();
    let whole = laid_out(&state);
    zoom(&mut state, 0.1, Handle::Start);
    assert_ne!(laid_out(&state), whole);
    assert_eq!(state.time.window, None);
    update(&mut state, Message::WindowChanged(None));
    assert_eq!(laid_out(&state), whole);
    zoom(&mut state, 0.1, Handle::End);
    zoom(&mut state, f64::INFINITY, Handle::End);
    assert_eq!(laid_out(&state), whole);
    assert_eq!(state.time.span, None);
}

#[test]
fn the_timeline_goes_along_with_what_moves_the_window() {
    let mut state = haiti();
    type_dates(&mut state, "2024-07-01", "2024-07-07");
    zoom(&mut state, 0.1, Handle::Window);
    let length_ms = state.axis().unwrap().range.duration_ms();
    type_dates(&mut state, "2025-03-18", "2025-03-25");
    assert!(is_in_sight(&state), "dates that were typed");
    assert_eq!(state.axis().unwrap().range.duration_ms(), length_ms);
    update(&mut state, Message::HandleStepped { handle: Handle::Window, step: HandleStep::First });
    assert!(is_in_sight(&state), "a key");
    update(&mut state, Message::PlayToggled);
    for frame in 0..2_000 {
        update(&mut state, Message::FrameBegan { now_ms: f64::from(frame) * 16.0 });
        assert!(is_in_sight(&state), "playing");
    }
    update(&mut state, Message::IncidentStepped(1));
    assert!(is_in_sight(&state), "the next incident");
    type_dates(&mut state, "2024-08", "2025-02");
    assert!(is_in_sight(&state), "what is longer than what was laid out");
}

#[test]
fn who_looks_into_a_window_is_not_thrown_out_by_moving_one_end() {
    let mut state = haiti();
    type_dates(&mut state, "2024-07-01", "2025-03-01");
    zoom(&mut state, 0.02, Handle::Start);
    let (axis, start) = (state.axis().unwrap(), state.timeline_window().unwrap().start());
    assert!((axis.share_of(start) - 0.5).abs() < 1e-6, "it is in the middle");
    let before = laid_out(&state);
    update(
        &mut state,
        Message::HandleStepped { handle: Handle::Start, step: HandleStep::Units(2) },
    );
    assert_eq!(laid_out(&state), before);
    update(&mut state, Message::HandleStepped { handle: Handle::End, step: HandleStep::Units(-1) });
    let (axis, window) = (state.axis().unwrap(), state.timeline_window().unwrap());
    assert!(axis.range.start() <= window.end() && window.end() <= axis.range.end());
}

#[test]
fn the_axis_is_pushed_along_by_hand() {
    let mut state = haiti();
    type_dates(&mut state, "2025-03-18", "2025-03-25");
    zoom(&mut state, 0.1, Handle::Window);
    let (window, before) = (state.time.window, state.axis().unwrap().range);
    update(&mut state, Message::TimelinePressed { handle: Handle::Axis, share: 0.2 });
    update(&mut state, Message::TimelineDragged { share: 0.5 });
    update(&mut state, Message::TimelineDragged { share: 0.6 });
    update(&mut state, Message::TimelineReleased);
    let after = state.axis().unwrap().range;
    let share = (before.start().0 - after.start().0) as f64 / before.duration_ms() as f64;
    assert!((share - 0.4).abs() < 1e-6, "{share}");
    assert_eq!(state.time.window, window);
    let around = Fixed::Hand { from: 0.7, to: 0.3 };
    update(&mut state, Message::AxisZoomed { times: 1.0, around });
    assert_eq!(state.axis().unwrap().range, before);
}

#[test]
fn a_time_of_day_that_is_typed_as_an_end_is_the_one_that_is_shown() {
    let mut state = haiti();
    let (start, end) = ("25 March 2025, 12:00".to_owned(), "29 March 2025, 00:00".to_owned());
    update(&mut state, Message::DatesTyped { start: start.clone(), end: end.clone() });
    assert_eq!(state.window_dates(), Some((start.clone(), end)));
    assert_eq!(state.time.window.unwrap().duration_ms(), (3 * 24 + 12) * 3_600_000);
    // That of one moment holds what happened then.
    update(&mut state, Message::DatesTyped { start: start.clone(), end: start });
    assert_eq!(state.time.window.unwrap().duration_ms(), 1);
}
