//! However loads follow one another, and wherever they are broken off: index, store, and what is pointed at belong together.

use proptest::prelude::*;
use serde_json::json;

use super::properties::look;
use super::update;
use crate::camera::{Padding, Viewport};
use crate::feed::FeedError;
use crate::geo::{Bbox, LngLat, project};
use crate::marks;
use crate::message::{Effect, LoadError, Message};
use crate::state::{PanelPage, State};

/// What happens to a map while it loads.
#[derive(Clone, Debug)]
enum Step {
    /// It is given one of the feeds, or is to read the one it has again.
    Begin {
        is_reload: bool,
        feed: usize,
    },
    /// The same, and all of it comes.
    Load {
        is_reload: bool,
        feed: usize,
    },
    /// So much of what is left of the feed comes.
    Bytes(f64),
    End,
    Fail,
    /// So much of the work is done.
    Work(usize),
    Frame,
    /// A mark is pointed at, by its place among those in sight.
    Point(usize),
    Focus(usize),
    Open(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (any::<bool>(), 0..FEEDS).prop_map(|(is_reload, feed)| Step::Begin { is_reload, feed }),
        2 => (any::<bool>(), 0..FEEDS).prop_map(|(is_reload, feed)| Step::Load { is_reload, feed }),
        4 => (0.0..1.2).prop_map(Step::Bytes),
        2 => Just(Step::End),
        1 => Just(Step::Fail),
        4 => (0..12_usize).prop_map(Step::Work),
        1 => Just(Step::Frame),
        1 => (0..20_usize).prop_map(Step::Point),
        1 => (0..20_usize).prop_map(Step::Focus),
        2 => (0..20_usize).prop_map(Step::Open),
    ]
}

/// So many feeds, each in a latitude of its own; the last two have ids of the first.
const FEEDS: usize = 4;

/// Where an incident of a feed happened: two at each place.
fn place(feed: usize, number: usize) -> LngLat {
    LngLat { lng: (number / 2) as f64 * 30.0 - 170.0, lat: feed as f64 * 12.0 - 20.0 }
}

fn feed(number: usize) -> String {
    let features = 9 + 5 * number;
    let prefix = if number == 0 { "other" } else { "same" };
    let feature = |at: usize| {
        let LngLat { lng, lat } = place(number, at);
        let category = if at.is_multiple_of(3) { "a" } else { "b" };
        json!({"type": "Feature", "id": format!("{prefix}-{at}"),
            "geometry": {"type": "Point", "coordinates": [lng, lat]},
            "properties": {"date": "2024-05-01", "category": category}})
    };
    // The first of one is the last of the other.
    let order: Vec<usize> =
        if number == 2 { (0..features).rev().collect() } else { (0..features).collect() };
    let features: Vec<_> = order.into_iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// A map and the feed that it reads.
struct Map {
    state: State,
    feeds: Vec<String>,
    feed: usize,
    sent: usize,
}

impl Map {
    fn new() -> Self {
        let feeds = (0..FEEDS).map(feed).collect();
        let mut map = Self { state: State::default(), feeds, feed: 0, sent: 0 };
        map.send(Message::MapResized {
            viewport: Viewport { width: 900.0, height: 600.0 },
            covered: Padding::default(),
            is_beside: true,
        });
        map.send(Message::BoundsAsked(Bbox { west: 0.0, north: 0.2, east: 1.0, south: 0.8 }));
        map.send(Message::TimelineResized(700.0));
        map
    }

    fn send(&mut self, message: Message) {
        // Texts are asked for, and never come.
        update(&mut self.state, message);
    }

    fn take(&mut self, step: &Step) {
        let at = |number: usize, state: &State| {
            let placed = marks::visible(state);
            (!placed.is_empty()).then(|| placed[number % placed.len()].at)
        };
        match *step {
            Step::Begin { is_reload, feed } => {
                // Another version of the same feed may have come meanwhile.
                (self.feed, self.sent) = (feed, 0);
                self.send(Message::LoadBegan { is_reload });
            }
            Step::Load { is_reload, feed } => {
                self.take(&Step::Begin { is_reload, feed });
                self.take(&Step::Bytes(1.0));
                self.take(&Step::End);
                self.take(&Step::Work(1000));
            }
            Step::Bytes(share) => {
                let left = &self.feeds[self.feed].as_bytes()[self.sent..];
                let count = ((left.len() as f64 * share) as usize).min(left.len());
                let bytes = left[..count].to_vec();
                self.sent += count;
                self.send(Message::BytesArrived(bytes));
            }
            Step::End => self.send(Message::LoadEnded),
            Step::Fail => {
                let error = LoadError::Feed(FeedError::Truncated { bytes: self.sent as u64 });
                self.send(Message::LoadFailed(error));
            }
            Step::Work(times) => {
                for _ in 0..times {
                    if self.state.feed.has_work() {
                        self.send(Message::SliceBegan);
                    }
                }
            }
            Step::Frame => self.send(Message::FrameBegan { now_ms: 0.0 }),
            Step::Point(number) => self.send(Message::Hovered(at(number, &self.state))),
            Step::Focus(number) => {
                self.send(Message::MarksFocused(true));
                for _ in 0..number {
                    self.send(Message::MarkStepped { right: 1.0, down: 0.0 });
                }
            }
            Step::Open(number) => {
                if let Some(at) = at(number, &self.state) {
                    self.send(Message::Clicked(at));
                }
            }
        }
    }

    /// The ids of the mark under the mouse, of that with the keyboard, and of the list that is open.
    fn pointed(&self) -> (Vec<String>, Vec<String>) {
        let (store, map) = (self.state.feed.store(), &self.state.map);
        let id = |row: u32| store.id(row).to_owned();
        let rows = [map.hovered, map.active].into_iter().flatten();
        let rows = rows.map(|rank| self.state.feed.index.clusters.row(rank).unwrap());
        let listed = match &self.state.panel.page {
            PanelPage::Some(rows) => rows.iter().copied().map(id).collect(),
            _ => Vec::new(),
        };
        (rows.map(id).collect(), listed)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_shown_is_of_one_load(steps in prop::collection::vec(step(), 0..40)) {
        let mut map = Map::new();
        for step in steps {
            let before = map.pointed();
            map.take(&step);
            look(&map.state);
            let state = &map.state;
            let (store, index) = (state.feed.store(), &state.feed.index);
            prop_assert!(index.rows <= store.len(), "an index of {} rows of {}", index.rows, store.len());
            let placed = marks::visible(state);
            let counted: u32 = placed.iter().map(|placed| placed.mark.count).sum();
            prop_assert_eq!((counted, index.counts.mapped), (index.rows, index.rows));
            for placed in &placed {
                let rows: Vec<u32> =
                    placed.mark.ranks.clone().filter_map(|rank| index.clusters.row(rank)).collect();
                prop_assert_eq!(rows.len(), placed.mark.count as usize);
                // All of a feed are in one latitude; what is shown is where the store has it.
                let places: Vec<_> = rows.iter().filter_map(|&row| store.place(row)).collect();
                prop_assert_eq!(places.len(), rows.len());
                let y = state.map.camera.to_screen(places[0], state.map.viewport).y;
                prop_assert!((y - placed.at.y).abs() < 1.0, "{} and {}", y, placed.at.y);
            }
            for row in 0..store.len() {
                let number = store.id(row).rsplit('-').next().unwrap().parse().unwrap();
                let is_there = |feed| {
                    let (expected, found) = (project(place(feed, number)), store.place(row).unwrap());
                    (expected.x - found.x).abs() < 1e-6 && (expected.y - found.y).abs() < 1e-6
                };
                prop_assert!((0..FEEDS).any(is_there));
            }
            let now = map.pointed();
            if !matches!(step, Step::Point(_) | Step::Focus(_) | Step::Open(_)) {
                prop_assert!(now.0.iter().all(|id| before.0.contains(id)), "{:?} was {:?}", now.0, before.0);
            }
            if !matches!(step, Step::Open(_)) {
                prop_assert!(now.1.iter().all(|id| before.1.contains(id)), "{:?} was {:?}", now.1, before.1);
            }
        }
    }
}

#[test]
fn what_is_not_as_it_should_be_is_told_to_whoever_makes_the_feed() {
    let feed = json!({"type": "FeatureCollection", "sources": ["a"], "features": [
        {"type": "Feature", "id": "one", "geometry": null, "properties": {"date": "2024", "reports": "two"}},
    ]})
    .to_string();
    let mut state = State::default();
    let mut told = Vec::new();
    let mut send = |message| {
        for effect in update(&mut state, message) {
            told.extend(if let Effect::Warn(warning) = effect { Some(warning) } else { None });
        }
        state.feed.has_work()
    };
    send(Message::LoadBegan { is_reload: false });
    send(Message::BytesArrived(feed.clone().into_bytes()));
    send(Message::LoadEnded);
    while send(Message::SliceBegan) {}
    let start = feed.find(r#"{"type":"Feature","#).unwrap();
    let bytes = feed.as_bytes()[start..feed.rfind(']').unwrap()].to_vec();
    send(Message::TextArrived { row: 0, bytes });
    assert_eq!(
        told,
        [
            "incident-map: the feed: sources: expected an object, found an array",
            "incident-map: one: reports: expected an array, found a text",
        ]
    );
}
