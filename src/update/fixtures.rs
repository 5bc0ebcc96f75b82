//! States that tests begin with.
#![allow(clippy::unwrap_used)]

use super::update;
use crate::message::{Effect, Message, ZoneRole};
use crate::state::State;
use crate::text::Words;
use crate::time::{When, Zone};

const HAITI: &str = include_str!("../../data/haiti-2025.geojson");
/// The width of the histogram, in CSS pixels.
const WIDTH: f64 = 700.0;

/// The clock of the first data set, put forward on 9 March 2025.
fn port_au_prince() -> Zone {
    let transitions = [
        ("2024-03-10T07:00Z", -14_400),
        ("2024-11-03T06:00Z", -18_000),
        ("2025-03-09T07:00Z", -14_400),
    ];
    let at = |text: &str| When::parse(text).unwrap().extent().resolve(&Zone::utc()).earliest.0;
    Zone::new(
        "America/Port-au-Prince",
        -18_000,
        transitions.map(|(text, offset)| (at(text), offset)).to_vec(),
    )
}

/// The state after a feed was read, on a timeline of 700 CSS pixels.
pub(crate) fn loaded(feed: &str) -> State {
    let words = Words::parse(include_str!("../text/en.json")).unwrap();
    let mut state = State { words, ..State::default() };
    for message in [
        Message::TimelineResized(WIDTH),
        Message::LoadBegan { is_reload: false },
        Message::BytesArrived(feed.as_bytes().to_vec()),
        Message::LoadEnded,
    ] {
        for effect in update(&mut state, message) {
            if let Effect::ResolveZone { role: ZoneRole::Feed, .. } = effect {
                update(
                    &mut state,
                    Message::ZoneResolved { role: ZoneRole::Feed, zone: port_au_prince() },
                );
            }
        }
    }
    state
}

/// The state with the first data set.
pub(crate) fn haiti() -> State {
    loaded(HAITI)
}
