//! Windows that the page asks for.

use super::*;

#[test]
fn the_page_may_show_dates_beyond_the_data() {
    let mut state = haiti();
    update(
        &mut state,
        Message::WindowAsked(AskedWindow::between(Some("2026-01"), Some("2026-02"))),
    );
    assert_eq!(shown(&state), days("1 January 2026", "28 February 2026", 0));
    step(&mut state, Handle::Window, HandleStep::Units(-1));
    assert_eq!(shown(&state).1, "30 March 2025", "what the reader moves comes back to them");
}

#[test]
fn a_window_of_the_pages_stays_what_it_is_though_all_of_the_data_lie_in_it() {
    let mut state = haiti();
    let (extent, whole) = (state.feed.index.extent.unwrap(), state.axis().unwrap().whole);
    for window in [extent, whole] {
        update(&mut state, Message::WindowChanged(Some(window)));
        assert_eq!(state.window(), Some(window));
    }
    // The reader's is all of the data, however many there will be.
    update(&mut state, Message::TimelinePressed { handle: Handle::Start, share: 0.0 });
    update(&mut state, Message::TimelineDragged { share: 0.5 });
    update(&mut state, Message::TimelineDragged { share: 0.0 });
    update(&mut state, Message::TimelineReleased);
    assert_eq!(state.time.window, None);
}

#[test]
fn a_window_asked_for_before_the_data_is_that_of_the_feeds_clock() {
    let mut state = State::default();
    update(
        &mut state,
        Message::WindowAsked(AskedWindow::between(Some("2025-03-18"), Some("2025-03-25"))),
    );
    let asked = state.time.asked.clone();
    state = haiti();
    state.time.asked = asked;
    resolve_asked(&mut state);
    assert_eq!(shown(&state), days("18 March 2025", "25 March 2025", 3));
}
