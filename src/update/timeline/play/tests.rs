#![allow(clippy::unwrap_used)]

use crate::message::Message;
use crate::state::{PlayMode, Speed, State};
use crate::time::AskedWindow;
use crate::update::fixtures::{haiti, loaded};
use crate::update::timeline::tests::{days, shown, type_dates};
use crate::update::update;

/// Plays to the end, or for as long as twice what it should take; says how long it took, in ms.
fn play_on(state: &mut State) -> f64 {
    let (mut now_ms, most_ms) = (1000.0, 2.0 * state.time.speed.duration_ms() + 200_000.0);
    while state.time.is_playing && now_ms < most_ms {
        let before = state.timeline_window().unwrap();
        update(state, Message::FrameBegan { now_ms });
        let after = state.timeline_window().unwrap();
        assert!(before.end() <= after.end(), "it goes forwards");
        assert!(state.axis().unwrap().range.end() >= after.end());
        now_ms += 16.0;
    }
    assert!(!state.time.is_playing, "it ends");
    now_ms - 1000.0
}

#[test]
fn playing_ends_at_the_last_day() {
    for (mode, last) in [(PlayMode::Moving, "1 March 2025"), (PlayMode::Growing, "1 June 2024")] {
        for speed in [Speed::Slow, Speed::Normal, Speed::Fast] {
            let mut state = haiti();
            update(&mut state, Message::PlayModeChosen(mode));
            update(&mut state, Message::SpeedChosen(speed));
            update(&mut state, Message::PlayToggled);
            assert!(state.time.is_playing);
            assert_ne!(state.time.window, None, "it begins with less than all");
            let took_ms = play_on(&mut state);
            assert!(took_ms < speed.duration_ms() * 1.02, "{took_ms}");
            assert!(took_ms > speed.duration_ms() * 0.85, "{took_ms}");
            let (start, end, _) = shown(&state);
            assert_eq!((start.as_str(), end.as_str()), (last, "30 March 2025"));
        }
    }
}

#[test]
fn a_week_of_days_plays_to_its_end() {
    for speed in [Speed::Slow, Speed::Normal, Speed::Fast] {
        let feature = |day: u32| {
            format!(
                r#"{{"type":"Feature","geometry":null,"properties":{{"date":"2025-03-{day:02}"}}}}"#
            )
        };
        let features: Vec<String> = (1..=7).map(feature).collect();
        let features = features.join(",");
        let mut state =
            loaded(&format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#));
        update(&mut state, Message::SpeedChosen(speed));
        update(&mut state, Message::PlayToggled);
        let took_ms = play_on(&mut state);
        assert!(took_ms < speed.duration_ms() * 1.2, "{took_ms}");
        assert_eq!(shown(&state).1, "7 March 2025");
    }
}

#[test]
fn without_motion_playing_goes_by_steps() {
    let mut state = haiti();
    state.settings.reduced_motion = true;
    type_dates(&mut state, "2025-03-01", "2025-03-07");
    update(&mut state, Message::PlayToggled);
    update(&mut state, Message::FrameBegan { now_ms: 1000.0 });
    update(&mut state, Message::FrameBegan { now_ms: 1500.0 });
    assert_eq!(shown(&state).0, "1 March 2025");
    update(&mut state, Message::FrameBegan { now_ms: 1950.0 });
    assert_eq!(shown(&state).0, "8 March 2025");
    play_on(&mut state);
    assert_eq!(shown(&state).1, "30 March 2025");
}

#[test]
fn playing_again_from_the_end_begins_anew() {
    let mut state = haiti();
    type_dates(&mut state, "2025-03-24", "2025-03-30");
    update(&mut state, Message::PlaySet(true));
    assert_eq!(shown(&state), days("1 June 2024", "7 June 2024", 1));
    update(&mut state, Message::PlayToggled);
    assert!(!state.time.is_playing);
}

#[test]
fn from_outside_of_the_data_playing_begins_within_them_and_ends() {
    let far = [
        ("1990-01-01", "1990-01-31"),
        ("2030", "2031"),
        ("1990", "1991"),
        ("2023-12", "2024-06-10"),
    ];
    for (start, end) in far {
        let mut state = haiti();
        update(&mut state, Message::WindowAsked(AskedWindow::between(Some(start), Some(end))));
        update(&mut state, Message::PlaySet(true));
        let mut moves = 0;
        let mut before = state.window();
        for frame in 0..4000 {
            update(&mut state, Message::FrameBegan { now_ms: f64::from(frame) * 50.0 });
            moves += u32::from(state.window() != before);
            before = state.window();
        }
        assert!(moves > 50 && !state.time.is_playing, "{start} to {end}: {moves} moves");
    }
}

#[test]
fn of_a_single_step_nothing_is_played() {
    let mut state =
        loaded(r#"{"type":"Feature","geometry":null,"properties":{"date":"2025-03-25"}}"#);
    for mode in [PlayMode::Moving, PlayMode::Growing] {
        update(&mut state, Message::PlayModeChosen(mode));
        update(&mut state, Message::PlaySet(true));
        assert!(!state.time.is_playing);
    }
}
