//! Whatever happens, in whatever order: what the state promises, compared with the slow way to find out.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::camera::{Padding, ScreenPoint, Viewport};
use crate::filter::{Filter, TextFilter};
use crate::geo::{Bbox, LngLat};
use crate::marks;
use crate::message::{Fixed, HandleStep, Message, RefusedGesture};
use crate::state::{Account, Handle, PanelPage, PlayMode, Speed, State};
use crate::testing::Harness;
use crate::time::{TimeRange, Timestamp};
use crate::timeline::Bin;
use crate::update::panel::listed;
use crate::view::markup::written;
use crate::view::{document, legend, names, panel, scene, timeline};

const DAY_MS: i64 = 86_400_000;
/// 1 January 2024.
const START_MS: i64 = 1_704_067_200_000;

/// A feature as a feed may have it: with a place or not, a date or not, sure or not, or not to be read.
fn feature() -> impl Strategy<Value = Value> {
    let place = prop_oneof![
        4 => (-180.0..180.0, -85.0..85.0).prop_map(|(lng, lat)| json!([lng, lat])),
        2 => (0..4, 0..4).prop_map(|(lng, lat)| json!([-72.5 + f64::from(lng) / 100.0, 19.0 + f64::from(lat) / 100.0])),
        1 => Just(json!([0.0, 99.0])),
    ];
    let geometry = prop_oneof![
        5 => place.prop_map(|at| json!({"type": "Point", "coordinates": at})),
        1 => Just(Value::Null),
    ];
    let date = prop_oneof![
        4 => (1..28_u32, 1..12_u32).prop_map(|(day, month)| json!(format!("2024-{month:02}-{day:02}"))),
        1 => (1..12_u32).prop_map(|month| json!(format!("2024-{month:02}"))),
        1 => (1..14_u32, 14..28_u32).prop_map(|(from, to)| json!(format!("2024-03-{from:02}/2024-05-{to:02}"))),
        1 => (0..400_i64).prop_map(|day| json!(START_MS + day * DAY_MS)),
        1 => Just(json!("2024-05/..")),
        1 => Just(json!("some day")),
        1 => Just(Value::Null),
    ];
    let category = prop::option::of(prop::sample::select(vec!["a", "b", "c"]));
    let report = (prop::sample::select(vec!["one", "two"]), 1..3, "(Álpha|beta)?")
        .prop_map(|(source, value, excerpt)| {
            json!({"source": source, "excerpt": excerpt, "claims": {"hurt": value}})
        });
    let reports = prop::collection::vec(report, 0..3);
    (geometry, date, category, reports).prop_map(|(geometry, date, category, reports)| {
        json!({"type": "Feature", "geometry": geometry,
            "properties": {"date": date, "category": category, "reports": reports}})
    })
}

fn window() -> impl Strategy<Value = Option<TimeRange>> {
    let ends = (-50..450_i64, 0..200_i64).prop_map(|(day, days)| {
        let at = |day: i64| Timestamp(START_MS + day * DAY_MS);
        TimeRange::new(at(day), at(day + days))
    });
    prop_oneof![4 => ends, 1 => Just(None)]
}

fn handle() -> impl Strategy<Value = Handle> {
    prop::sample::select(vec![
        Handle::Start,
        Handle::End,
        Handle::Window,
        Handle::Fresh,
        Handle::Axis,
    ])
}

fn point() -> impl Strategy<Value = ScreenPoint> {
    (-20.0..820.0, -20.0..620.0).prop_map(|(x, y)| ScreenPoint { x, y })
}

fn filter() -> impl Strategy<Value = Filter> {
    let keys = |all: [&'static str; 3]| {
        let some = prop::sample::subsequence(all.to_vec(), 0..3);
        some.prop_map(|keys| keys.into_iter().map(str::to_owned).collect())
    };
    let words = prop::sample::select(vec!["", "", "alpha", "BETA", "alphá beta", "gamma"]);
    let text = (keys(["one", "two", "nobody"]), any::<bool>(), words).prop_map(
        |(sources, differing, words)| TextFilter {
            sources,
            differing: differing && words.is_empty(),
            since: String::new(),
            words: words.to_owned(),
        },
    );
    let text = prop_oneof![2 => Just(TextFilter::default()), 3 => text];
    (keys(["a", "b", ""]), text).prop_map(|(without, text)| Filter { without, text })
}

/// What a page, a reader and a browser may send.
fn message() -> impl Strategy<Value = Message> {
    let now = 0.0..60_000.0;
    let time = prop_oneof![
        window().prop_map(Message::WindowChanged),
        (handle(), 0.0..1.0).prop_map(|(handle, share)| Message::TimelinePressed { handle, share }),
        (-0.5..1.5).prop_map(|share| Message::TimelineDragged { share }),
        Just(()).prop_map(|()| Message::TimelineReleased),
        (handle(), -3..4).prop_map(|(handle, by)| Message::HandleStepped {
            handle,
            step: HandleStep::Units(by)
        }),
        (handle(), any::<bool>()).prop_map(|(handle, last)| {
            let step = if last { HandleStep::Last } else { HandleStep::First };
            Message::HandleStepped { handle, step }
        }),
        (0.001..3.0, handle()).prop_map(|(times, handle)| Message::AxisZoomed {
            times,
            around: Fixed::Handle(handle)
        }),
        (0.001..3.0, -1.0..2.0, 0.0..1.0).prop_map(|(times, from, to)| Message::AxisZoomed {
            times,
            around: Fixed::Hand { from, to }
        }),
        any::<bool>().prop_map(Message::PlaySet),
        Just(()).prop_map(|()| Message::PlayModeChosen(PlayMode::Growing)),
        Just(()).prop_map(|()| Message::SpeedChosen(Speed::Fast)),
        ("[0-9 a-z/-]{0,12}", "[0-9]{4}")
            .prop_map(|(start, end)| Message::DatesTyped { start, end }),
        now.clone().prop_map(|now_ms| Message::FrameBegan { now_ms }),
    ];
    let map = prop_oneof![
        (prop::collection::vec(point(), 0..3), now.clone())
            .prop_map(|(pointers, now_ms)| Message::PointersChanged { pointers, now_ms }),
        (prop::collection::vec(point(), 0..3), now.clone())
            .prop_map(|(pointers, now_ms)| Message::PointersMoved { pointers, now_ms }),
        point().prop_map(Message::Clicked),
        prop::option::of(point()).prop_map(Message::Hovered),
        point().prop_map(Message::NameHovered),
        (point(), -500.0..500.0).prop_map(|(at, delta_px)| Message::WheelTurned {
            at,
            delta_px,
            is_pinch: false
        }),
        (-180.0..180.0, -90.0..90.0, -5.0..30.0).prop_map(|(lng, lat, zoom)| Message::ViewAsked {
            center: Some(LngLat { lng, lat }),
            zoom: Some(zoom),
        }),
        now.clone().prop_map(|now_ms| Message::FitAsked { now_ms }),
        now.prop_map(|now_ms| Message::MarkOpened { rank: None, now_ms }),
        Just(()).prop_map(|()| Message::MarksFocused(true)),
        Just(()).prop_map(|()| Message::MarksListed),
        Just(()).prop_map(|()| Message::MarkStepped { right: 1.0, down: 0.0 }),
        Just(()).prop_map(|()| Message::GestureRefused(RefusedGesture::Wheel)),
        (0.0..900.0, 0.0..700.0).prop_map(|(width, height)| Message::MapResized {
            viewport: Viewport { width, height },
            covered: Padding::default(),
            is_beside: true,
        }),
    ];
    let panel = prop_oneof![
        (0..40_u32).prop_map(|n| Message::SelectionAsked(Some(format!("#{n}")))),
        Just(()).prop_map(|()| Message::SelectionAsked(None)),
        (-1..2).prop_map(Message::IncidentStepped),
        any::<bool>().prop_map(Message::PrintingChanged),
        Just(()).prop_map(|()| Message::NearestAsked),
        Just(()).prop_map(|()| Message::IncidentRevealed),
        Just(()).prop_map(|()| Message::ListOpened),
        prop::sample::select(Account::ALL.to_vec()).prop_map(Message::AccountOpened),
        Just(()).prop_map(|()| Message::PanelClosed),
        (0..5_usize, 0.0..60_000.0).prop_map(|(step, now_ms)| Message::StepOpened { step, now_ms }),
        Just(()).prop_map(|()| Message::WentBack),
        (0.0..60_000.0).prop_map(|now_ms| Message::StoryLeft { now_ms }),
    ];
    let filter = filter().prop_map(|filter| Message::FilterAsked(Box::new(filter)));
    prop_oneof![3 => time, 2 => map, 2 => panel, 2 => filter]
}

fn read(features: &[Value]) -> Harness {
    let story = json!([
        { "text": "One.", "incidents": ["#0", "#7", "#nobody"] },
        { "text": "Two.", "window": "2025-02/2025-03", "view": [-74, 18, -71, 20] },
        { "text": "Three.", "window": "/2025", "view": { "center": [170, 80], "zoom": 30 } },
    ]);
    let feed = json!({"type": "FeatureCollection", "story": story, "features": features});
    let feed = feed.to_string();
    let mut harness = Harness::new(&feed);
    let viewport = Viewport { width: 800.0, height: 600.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    harness
}

/// Looks at every view; none of them may panic.
pub(super) fn look(state: &State) {
    let placed = marks::visible(state);
    let _ = (scene::ground(state), scene::incidents(state, &placed));
    let around = document::Surroundings { pointed: placed.first(), ..Default::default() };
    let _ = written(|m| document::document(m, state, &legend::categories(state), &around));
    let _ = written(|m| timeline::timeline(m, state, &|text| text.len() as f64));
    for view in [panel::panel, panel::list, panel::incident, panel::story] {
        let _ = written(|m| view(m, state));
    }
    let _ = written(|m| names::marks(m, state, &placed));
}

/// Whether a feature is what a filter asks for, as its JSON says.
fn is_asked_for(filter: &Filter, feature: &Value) -> bool {
    let properties = &feature["properties"];
    let reports = properties["reports"].as_array().unwrap();
    let of = |key: &'static str| {
        reports.iter().map(move |report| report[key].as_str().unwrap().to_owned())
    };
    let values: Vec<&Value> = reports.iter().map(|report| &report["claims"]["hurt"]).collect();
    let said = of("excerpt").collect::<Vec<_>>().join(" ").replace('Á', "A").to_lowercase();
    let words = filter.text.words.replace('á', "a").to_lowercase();
    let sources = &filter.text.sources;
    !filter.without.iter().any(|key| key == properties["category"].as_str().unwrap_or_default())
        && (sources.is_empty() || of("source").any(|key| sources.contains(&key)))
        && words.split_whitespace().all(|word| said.contains(word))
        && (!filter.text.differing || values.iter().any(|value| *value != values[0]))
}

/// What the page's rules say of each row, one after the other.
fn counted_slowly(state: &State, features: &[Value]) -> [u32; 5] {
    let store = state.feed.store();
    let mut counts = [0; 5];
    for row in 0..store.len() {
        // An id is a feature's number, where there is no other.
        let number: usize = store.id(row)[1..].parse().unwrap();
        if !is_asked_for(&state.filter, &features[number]) {
            counts[4] += 1;
            continue;
        }
        let in_window = state.time.window.is_none_or(|window| {
            store.earliest(row).0 < window.end().0 && store.latest(row).0 >= window.start().0
        });
        let term = match (store.is_dated(row), in_window, store.place(row)) {
            (false, _, _) => 0,
            (_, false, _) => 1,
            (_, _, None) => 2,
            _ => 3,
        };
        counts[term] += 1;
    }
    counts
}

/// What is shown and has no place, by category; what has none last.
fn unlocated_slowly(state: &State) -> Vec<u32> {
    let store = state.feed.store();
    let mut counts = vec![0; store.category_count() + 1];
    for row in (0..store.len()).filter(|&row| store.is_kept(row) && store.is_dated(row)) {
        let is_shown = state.time.window.is_none_or(|window| store.may_lie_in(row, window));
        if is_shown && store.place(row).is_none() {
            counts[usize::from(store.category(row)).min(store.category_count())] += 1;
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn counts_marks_and_list_agree_whatever_happens(
        features in prop::collection::vec(feature(), 0..30),
        messages in prop::collection::vec(message(), 0..25),
    ) {
        let mut harness = read(&features);
        for message in messages {
            harness.send(message);
            let state = &harness.state;
            look(state);
            let counts = state.feed.index.counts;
            prop_assert_eq!(counts.total as usize, features.len());
            let terms = counts.mapped + counts.unlocated + counts.undated + counts.outside_time
                + counts.filtered_out + counts.rejected;
            prop_assert_eq!(terms, counts.total);
            prop_assert_eq!(
                [counts.undated, counts.outside_time, counts.unlocated, counts.mapped, counts.filtered_out],
                counted_slowly(state, &features)
            );
            let index = &state.feed.index;
            if let Some(slots) = index.clusters.slots_of_all(index.shown, state.feed.store()) {
                let sum: u32 = slots.iter().map(|(_, count)| count).sum();
                prop_assert_eq!(sum, counts.mapped, "the legend");
            }
            let slots = 0..=state.feed.store().category_count();
            let unlocated = slots.map(|slot| index.count_unlocated(slot, state.feed.store()));
            prop_assert_eq!(unlocated.collect::<Vec<_>>(), unlocated_slowly(state));
            if let Some(histogram) = index.histogram.as_ref() {
                let meets = |range: TimeRange| {
                    let store = state.feed.store();
                    let rows = (0..store.len()).filter(|&row| store.is_kept(row));
                    rows.filter(|&row| store.may_lie_in(row, range)).count()
                };
                let is_right = |bin: &Bin| bin.count() as usize == meets(bin.range);
                prop_assert!(histogram.bins.iter().all(is_right), "the histogram");
            }
            if let Some(window) = state.time.window {
                prop_assert!(window.start() <= window.end());
            }
            if let Some(axis) = state.axis() {
                let (whole, range) = (axis.whole, axis.range);
                prop_assert!(whole.start() <= range.start() && range.end() <= whole.end());
                let histogram = state.feed.index.histogram.as_ref();
                prop_assert_eq!(histogram.map(|histogram| &histogram.axis), Some(axis));
            }
            let zoom = state.map.camera.zoom;
            prop_assert!((-2.0..=22.0).contains(&zoom) && state.map.camera.center.x.is_finite());
            if state.panel.page == PanelPage::Story {
                prop_assert!(state.story_step().is_some() && state.panel.selected.is_none());
            }
            if let Some(id) = &state.panel.selected {
                prop_assert!(state.feed.store().find(id).is_some(), "{} is open and not there", id);
            }
        }
        // Seen from far away every mapped incident is counted by one mark.
        harness.send(Message::SelectionAsked(None));
        harness.send(Message::MapResized {
            viewport: Viewport { width: 800.0, height: 600.0 },
            covered: Padding::default(),
            is_beside: true,
        });
        harness.send(Message::BoundsAsked(Bbox { west: 0.0, north: 0.0, east: 1.0, south: 1.0 }));
        let state = &harness.state;
        let marked: u32 = marks::visible(state).iter().map(|placed| placed.mark.count).sum();
        let counts = state.feed.index.counts;
        prop_assert_eq!(marked, counts.mapped);
        let shown = counts.mapped + counts.unlocated + counts.undated;
        harness.send(Message::ListOpened);
        prop_assert_eq!(listed(&harness.state).len(), shown as usize);
        harness.send(Message::PrintingChanged(false));
        harness.send(Message::PlaySet(false));
        for account in Account::ALL.into_iter().filter(|account| *account != Account::Rejected) {
            harness.send(Message::AccountOpened(account));
            harness.send(Message::FrameBegan { now_ms: 120_000.0 });
            match account.count(counts) {
                0 => prop_assert_eq!(&harness.state.panel.page, &PanelPage::List),
                count => prop_assert_eq!(listed(&harness.state).len(), count as usize),
            }
        }
    }
}
