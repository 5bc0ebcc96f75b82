//! A map for tests: a state with a feed, whose effects are answered as the browser would.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use crate::geo::WorldPoint;
use crate::message::{Effect, Message, ZoneRole};
use crate::settings::Settings;
use crate::state::State;
use crate::store::{Row, RowTime, Store};
use crate::text::Words;
use crate::time::{Extent, Stamp, TimeRange, Timestamp, Zone};
use crate::update::update;

/// The first data set.
pub const HAITI: &str = include_str!("../data/haiti-2025.geojson");

/// A state, and the bytes of the feed that it has read.
pub struct Harness {
    /// What the views are computed from.
    pub state: State,
    feed: Vec<u8>,
}

impl Harness {
    /// A map that has read a feed, for a reader of English, beside whose map the panel stands.
    pub fn new(feed: &str) -> Self {
        Self::in_language(feed, "en", include_str!("text/en.json"))
    }

    /// The same for a reader of another language.
    pub fn in_language(feed: &str, lang: &str, words: &str) -> Self {
        let mut harness = Self { state: State::default(), feed: feed.as_bytes().to_vec() };
        harness.send(Message::SettingsChanged(Box::new(Settings {
            lang: lang.to_owned(),
            ..Settings::default()
        })));
        harness.send(Message::WordsArrived(Box::new(Words::parse(words).unwrap())));
        harness.state.panel.is_beside = true;
        harness.send(Message::TimelineResized(900.0));
        harness.send(Message::LoadBegan { is_reload: false });
        harness.send(Message::BytesArrived(feed.as_bytes().to_vec()));
        harness.send(Message::LoadEnded);
        harness.frame();
        harness
    }

    /// Takes in what has happened, and answers what is asked for.
    pub fn send(&mut self, message: Message) {
        for effect in update(&mut self.state, message) {
            self.answer(effect);
        }
        while self.state.feed.has_work() {
            for effect in update(&mut self.state, Message::SliceBegan) {
                self.answer(effect);
            }
        }
    }

    /// Frames until nothing more is asked for.
    pub fn frame(&mut self) {
        for _ in 0..3 {
            self.send(Message::FrameBegan { now_ms: 0.0 });
        }
    }

    fn answer(&mut self, effect: Effect) {
        match effect {
            Effect::ReadTexts(texts) => {
                for (row, start, length) in texts {
                    let start = usize::try_from(start).unwrap();
                    let bytes = self.feed[start..start + length as usize].to_vec();
                    self.send(Message::TextArrived { row, bytes });
                }
            }
            Effect::ReadSpan { number, start, length } => {
                let start = usize::try_from(start).unwrap();
                let bytes = self.feed[start..start + length as usize].to_vec();
                self.send(Message::SpanArrived { number, bytes });
            }
            Effect::ResolveZone { role, name } => {
                self.send(Message::ZoneResolved { role, zone: Some(zone(role, &name)) })
            }
            _ => {}
        }
    }
}

/// Haiti's clock from 2024 to 2025; any other zone is UTC.
fn zone(_role: ZoneRole, name: &str) -> Zone {
    if name != "America/Port-au-Prince" {
        return Zone::utc();
    }
    const HOUR_S: i32 = 3600;
    let changes = [
        (1_710_054_000_000, -4),
        (1_730_613_600_000, -5),
        (1_741_503_600_000, -4),
        (1_762_063_200_000, -5),
    ];
    Zone::new(name, -5 * HOUR_S, changes.map(|(at_ms, hours)| (at_ms, hours * HOUR_S)).to_vec())
}

/// A store of incidents: where, when, which category.
pub fn store<'a>(
    rows: impl IntoIterator<Item = (Option<WorldPoint>, RowTime, Option<&'a str>)>,
) -> Store {
    let mut store = Store::default();
    for (index, (place, time, category)) in rows.into_iter().enumerate() {
        let id = index.to_string();
        let row =
            Row { id: &id, place, time, category, radius_m: None, text_start: 0, text_length: 0 };
        store.push(&row).unwrap();
    }
    store
}

/// A time of few different ones, so that many are the same: an instant, a span, open on one side, or none.
pub fn times() -> impl Strategy<Value = RowTime> {
    let ms = prop_oneof![0..12_i64, (0..4_i64).prop_map(|k| k * 86_400_000), -5_i64..5];
    let stamp = |ms| Stamp { ms, floating: false };
    let read = move |earliest, latest| RowTime::Read {
        extent: Extent { earliest, latest, sure: None },
        lasted: false,
        approximate: false,
    };
    prop_oneof![
        6 => ms.clone().prop_map(move |ms| read(stamp(ms), stamp(ms))),
        2 => (ms.clone(), 0..7_i64).prop_map(move |(ms, length)| read(stamp(ms), stamp(ms + length))),
        1 => ms.clone().prop_map(move |ms| read(Stamp::OPEN_BEFORE, stamp(ms))),
        1 => ms.prop_map(move |ms| read(stamp(ms), Stamp::OPEN_AFTER)),
        1 => Just(RowTime::Undated),
    ]
}

/// Windows, empty ones and the whole among them.
pub fn windows() -> impl Strategy<Value = Vec<Option<TimeRange>>> {
    let end = prop_oneof![-6..20_i64, (0..5_i64).prop_map(|k| k * 86_400_000)];
    let window = (end.clone(), end)
        .prop_map(|(a, b)| TimeRange::new(Timestamp(a.min(b)), Timestamp(a.max(b))));
    prop::collection::vec(prop_oneof![4 => window, 1 => Just(None)], 3)
}
