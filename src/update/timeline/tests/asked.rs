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
fn all_of_the_data_of_a_day_are_told_from_the_first_minute_to_the_last() {
    let times = ["2025-03-25T05:00:30Z", "2025-03-25T12:10Z", "2025-03-25T20:30Z"];
    let features = times.map(|time| {
        serde_json::json!({"type": "Feature", "geometry": null, "properties": {"date": time}})
    });
    let feed = serde_json::json!({"type": "FeatureCollection", "features": features});
    let state = loaded(&feed.to_string());
    assert!(state.time.window.is_none());
    assert_eq!(shown(&state), days("25 March 2025, 05:00", "25 March 2025, 20:30", 3));
}

#[test]
fn a_zone_that_there_is_not_leaves_times_to_that_of_the_feed() {
    use crate::message::ZoneRole;
    use crate::settings::Settings;
    let mut state = haiti();
    let feed = state.time.zone.clone();
    let asking = |timezone: Option<&str>| {
        let settings = Settings { timezone: timezone.map(str::to_owned), ..Settings::default() };
        Message::SettingsChanged(Box::new(settings))
    };
    assert_eq!(update(&mut state, asking(Some("Mars/Olympus"))).len(), 1);
    update(&mut state, Message::ZoneResolved { role: ZoneRole::Display, zone: None });
    assert_eq!(state.time.shown_zone(), &feed);
    assert!(update(&mut state, asking(Some("Mars/Olympus"))).is_empty(), "it is looked up once");
    update(&mut state, asking(Some("UTC")));
    let zone = Some(Zone::utc());
    update(&mut state, Message::ZoneResolved { role: ZoneRole::Display, zone });
    assert_eq!(state.time.shown_zone(), &Zone::utc());
    update(&mut state, asking(None));
    assert_eq!(state.time.shown_zone(), &feed);
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
