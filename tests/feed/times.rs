//! When incidents happened, as feeds write it.

use incident_map::feed::ReadOptions;
use incident_map::indexing::Indexing;
use incident_map::store::Store;
use incident_map::time::{TimeRange, Timestamp, When, Zone};
use serde_json::{Value, json};

use super::{read, read_with, with_properties};

/// The extent in UTC of an incident with these properties, in a feed of its own.
fn extent(properties: Value) -> Option<(Timestamp, Timestamp)> {
    let reader = read(&json!([with_properties(properties)]));
    reader.store().extent(0).map(|extent| (extent.earliest, extent.latest))
}

/// The extent in UTC of what is written so.
fn of(written: &str) -> Option<(Timestamp, Timestamp)> {
    let extent = When::parse(written).unwrap().extent().resolve(&Zone::utc());
    Some((extent.earliest, extent.latest))
}

#[test]
fn the_names_that_other_feeds_use_are_known() {
    for name in [
        "date",
        "datetime",
        "time",
        "timestamp",
        "start",
        "start_date",
        "begin",
        "event_date",
        "date_start",
        "time_start",
        "when",
        "Date",
        "TIMESTAMP",
    ] {
        assert_eq!(extent(json!({ "x": "2001", name: "2025-03-25" })), of("2025-03-25"), "{name}");
    }
    for (start, end) in [
        ("start", "end"),
        ("start_date", "end_date"),
        ("begin", "end"),
        ("date_start", "date_end"),
        ("time_start", "time_end"),
    ] {
        let both = json!({ end: "2025-03-25", start: "2025-03-24" });
        assert_eq!(extent(both), of("2025-03-24/2025-03-25"), "{start}");
        // A null end is an instant, an end alone is open before.
        assert_eq!(extent(json!({ start: "2025-03-25", end: null })), of("2025-03-25"));
        assert_eq!(extent(json!({ start: null, end: "2025-03-25" })), of("../2025-03-25"));
    }
    assert_eq!(extent(json!({ "date": "20250325" })), of("2025-03-25"));
    assert_eq!(extent(json!({ "x": "2025-03-25" })), None);
}

#[test]
fn the_first_time_that_can_be_read_counts() {
    assert_eq!(extent(json!({ "date": "2024", "when": "2025" })), of("2025"));
    assert_eq!(extent(json!({ "timestamp": "2024", "date": "2025" })), of("2025"));
    assert_eq!(extent(json!({ "date": "", "timestamp": "2025" })), of("2025"));
    assert_eq!(extent(json!({ "timestamp": 1_715_000_000, "event_date": "2023" })), of("2023"));
    assert_eq!(extent(json!({ "date": "soon", "timestamp": "2025" })), of("2025"));
    // Where the profile's own name is, nothing else is tried.
    assert_eq!(extent(json!({ "when": "soon", "date": "2025" })), None);
    assert_eq!(extent(json!({ "when": null, "date": "2025" })), of("2025"));
}

#[test]
fn when_may_have_two_ends() {
    let when = |when: Value| extent(json!({ "when": when }));
    assert_eq!(when(json!({ "start": "2025-03", "end": "2025-04" })), of("2025-03/2025-04"));
    assert_eq!(when(json!({ "start": "2025-03", "end": null })), of("2025-03"));
    assert_eq!(when(json!({ "start": "2025-03", "end": ".." })), of("2025-03/.."));
    assert_eq!(when(json!({ "start": "..", "end": "2025-03" })), of("../2025-03"));
    assert_eq!(when(json!({ "start": 1_742_934_600, "end": ".." })), when(json!(1_742_934_600)));
    assert_eq!(when(json!({ "end": "2025-03" })), of("../2025-03"));
    assert_eq!(when(json!({ "start": "2025-03", "end": "ongoing" })), of("2025-03"));
    assert_eq!(when(json!({ "start": "2025-04", "end": "2025-03" })), None);
    assert_eq!(when(json!({})), None);
    assert_eq!(when(json!(["2025", "2026"])), None);
}

#[test]
fn what_lasted_and_what_is_doubted_are_told_apart() {
    let reader = read(&json!([
        with_properties(json!({ "when": { "start": "2025-03", "approximate": true } })),
        with_properties(json!({ "when": "2025-03?" })),
        with_properties(json!({ "when": "2025-03/2025-04" })),
    ]));
    let store = reader.store();
    assert_eq!([0, 1, 2].map(|row| store.is_approximate(row)), [true, true, false]);
    assert_eq!([0, 1, 2].map(|row| store.has_lasted(row)), [false, false, true]);
}

/// The first milliseconds of a feed of these dates.
fn firsts(dates: &[Value]) -> Vec<i64> {
    let features = dates.iter().map(|date| with_properties(json!({ "date": date }))).collect();
    let reader = read(&features);
    (0..reader.store().len()).map(|row| reader.store().earliest(row).0).collect()
}

#[test]
fn the_unit_of_numbers_is_that_of_the_whole_feed() {
    let seconds = [json!(1_742_934_600), json!(0), json!(1.5)];
    assert_eq!(firsts(&seconds), [1_742_934_600_000, 0, 1500]);
    let milliseconds = [json!(1_742_934_600), json!(1_742_934_600_000_i64)];
    assert_eq!(firsts(&milliseconds)[0], 1_742_934_600);
    assert_eq!(firsts(&[json!(1_742_934_600), json!(-1)])[0], 1_742_934_600);
    // Texts do not matter.
    assert_eq!(firsts(&[json!(1_742_934_600), json!("2025")])[0], 1_742_934_600_000);
    let days = firsts(&[json!(20_250_325), json!(19_991_231)]);
    assert_eq!(days[0], of("2025-03-25").unwrap().0.0);
    // There is no such day: then they are seconds.
    assert_eq!(firsts(&[json!(20_250_325), json!(20_250_230)])[0], 20_250_325_000);
    assert_eq!(extent(json!({ "date": 1e300 })), None);
}

#[test]
fn a_number_and_a_text_make_one_time() {
    let reader = read(&json!([
        with_properties(json!({ "start": 1_742_934_600, "end": "2025-03-27" })),
        with_properties(json!({ "start": 1_742_934_600, "end": 1_742_934_700 })),
        with_properties(json!({ "start": 1_742_934_700, "end": 1_742_934_600 })),
        with_properties(json!({ "end": 1_742_934_700 })),
    ]));
    let store = reader.store();
    let end = Timestamp(1_742_934_700_000);
    assert_eq!(store.earliest(0), Timestamp(1_742_934_600_000));
    assert_eq!(store.latest(0), of("2025-03-27").unwrap().1);
    assert_eq!(store.latest(1), end);
    assert!(store.has_lasted(0) && store.has_lasted(1));
    assert!(!store.is_dated(2));
    assert_eq!((store.earliest(3), store.latest(3)), (Timestamp::OPEN_BEFORE, end));
}

#[test]
fn the_page_may_name_the_properties() {
    let options = ReadOptions {
        time_property: Some("from".into()),
        end_property: Some("until".into()),
        category_property: Some("severity".into()),
        ..ReadOptions::default()
    };
    let features = json!([
        with_properties(
            json!({ "when": "2001", "from": "2025-03-24", "until": "2025-03-25", "severity": 3 })
        ),
        with_properties(json!({ "date": "2001", "category": "x" })),
    ]);
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let (reader, result) = read_with(text, &options);
    result.unwrap();
    let store = reader.store();
    assert_eq!(Some((store.earliest(0), store.latest(0))), of("2025-03-24/2025-03-25"));
    assert!(!store.is_dated(1), "another date than the one named is another date");
    assert_eq!(store.categories().collect::<Vec<_>>(), ["3"]);
}

#[test]
fn days_are_those_of_the_feeds_zone() {
    let zone = Zone::new("America/Port-au-Prince", -4 * 3600, Vec::new());
    let written = [
        "2025-03-25",
        "2025-03-25T00:00:00Z",
        "2025-03-24/2025-03-28",
        "../2025-03-28",
        "..2025-02/2025-03",
        "2025-02/2025-03..",
        "2025-03-24T12:00Z/2025-03",
    ];
    let features = written.iter().map(|when| with_properties(json!({ "when": when }))).collect();
    let mut reader = read(&features);
    let store = reader.store_mut();
    store.resolve(0..u32::MAX, &zone);
    // A second time changes nothing.
    store.resolve(0..u32::MAX, &zone);
    for (row, written) in written.iter().enumerate() {
        let expected = When::parse(written).unwrap().extent().resolve(&zone);
        assert_eq!(store.extent(row as u32), Some(expected), "{written}");
    }
}

fn range(start: &str, end: &str) -> TimeRange {
    TimeRange::new(of(start).unwrap().0, of(end).unwrap().0).unwrap()
}

#[test]
fn some_incidents_lie_in_a_window_only_perhaps() {
    let reader = read(&json!([
        with_properties(json!({ "when": "2025-03-2X" })),
        with_properties(json!({ "when": "2025-03-20/2025-03-29" })),
        with_properties(json!({})),
    ]));
    let store = reader.store();
    let rows = [0, 1, 2];
    let within = range("2025-03-22", "2025-03-25");
    assert_eq!(rows.map(|row| store.may_lie_in(row, within)), [true, true, false]);
    assert_eq!(rows.map(|row| store.surely_in(row, within)), [false, true, false]);
    let around = range("2025-03", "2025-04");
    assert_eq!(rows.map(|row| store.surely_in(row, around)), [true, true, false]);
    let after = range("2025-03-30", "2025-04");
    assert_eq!(rows.map(|row| store.may_lie_in(row, after)), [false; 3]);
}

#[test]
fn the_extent_of_time_shows_every_dated_incident() {
    let mut reader = read(&json!([
        with_properties(json!({ "when": "2025/.." })),
        with_properties(json!({ "when": "../2020" })),
        with_properties(json!({ "when": "2022-05" })),
    ]));
    let store = reader.store_mut();
    let extent = time_extent(store).unwrap();
    assert_eq!(extent.start(), of("2020").unwrap().1);
    assert_eq!(extent.end().0, of("2025").unwrap().0.0 + 1);
    assert!((0..3).all(|row| store.may_lie_in(row, extent)));
}

/// From the first known moment to behind the last, as the map's index has it.
fn time_extent(store: &mut Store) -> Option<TimeRange> {
    let mut indexing = Indexing::new(store.len(), None, None);
    while !indexing.advance(store, 100) {}
    indexing.finish().0.extent
}
