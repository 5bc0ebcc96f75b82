//! What a feed may look like, and what a reader of the map may rely on all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod data;
mod geometry;
mod hostile;
mod properties;
mod shown;
mod times;

use incident_map::feed::{FeedError, ReadOptions, Reader};
use incident_map::incident::Label;
use incident_map::store::NO_CATEGORY;
use serde_json::{Value, json};

/// Reads a text, in one piece.
fn read_with(text: impl AsRef<[u8]>, options: &ReadOptions) -> (Reader, Result<(), FeedError>) {
    let mut reader = Reader::new(options);
    let result = reader.push(text.as_ref()).and_then(|()| reader.finish().map(drop));
    assert_eq!(reader.finish().map(drop), result, "what was said of a feed stays");
    (reader, result)
}

/// Reads a collection of these features.
fn read(features: &Value) -> Reader {
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let (reader, result) = read_with(text, &ReadOptions::default());
    result.unwrap();
    reader
}

fn with_properties(properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": null, "properties": properties })
}

fn with_geometry(geometry: &Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": {} })
}

#[test]
fn members_come_in_any_order() {
    let feature = r#"{"properties":{"date":"2025-03-25"},"geometry":{"coordinates":[1,2],"type":"Point"},"id":7,"type":"Feature"}"#;
    for text in [
        format!(r#"{{"type":"FeatureCollection","timezone":"UTC","features":[{feature}]}}"#),
        format!(
            r#" {{ "features" : [ {feature} ] , "timezone":"UTC", "type":"FeatureCollection"}} "#
        ),
        format!(
            "\u{feff}{{\"timezone\":\"UTC\",\"f\\u0065atures\":[{feature}],\"type\":\"FeatureCollection\"}}\n"
        ),
    ] {
        let (reader, result) = read_with(&text, &ReadOptions::default());
        result.unwrap();
        let store = reader.store();
        assert_eq!((store.len(), store.id(0), store.find("7")), (1, "7", Some(0)));
        assert!(store.place(0).is_some() && store.is_dated(0));
        let range = store.text_range(0);
        assert_eq!(&text.as_bytes()[range.start as usize..range.end as usize], feature.as_bytes());
        assert_eq!(reader.collection().timezone.as_deref(), Some("UTC"));
    }
}

#[test]
fn one_feature_is_a_feed() {
    let geometry = json!({ "type": "Point", "coordinates": [1, 2] });
    let text = format!("  {}", with_geometry(&geometry));
    let (reader, result) = read_with(&text, &ReadOptions::default());
    result.unwrap();
    assert_eq!(reader.summary().total, 1);
    assert_eq!(reader.store().id(0), "#0");
    assert_eq!(reader.store().text_range(0), 2..text.len() as u64);
}

#[test]
fn a_collection_may_be_empty() {
    let reader = read(&json!([]));
    assert_eq!((reader.summary().total, reader.store().len()), (0, 0));
}

#[test]
fn the_collection_is_known_before_its_features() {
    let mut reader = Reader::new(&ReadOptions::default());
    reader.push(br#"{"type":"FeatureCollection","title":"Haiti","features":[{"ty"#).unwrap();
    assert_eq!(reader.collection().title, Some(Label::Plain("Haiti".into())));
}

#[test]
fn ids_are_texts_and_unique() {
    let feature = |id: Value| json!({ "type": "Feature", "id": id, "properties": {} });
    let ids = json!([1, "1", 1.0, "1-2", null, "#4", 12_345_678_901_234_567_u64, 1.5, true, ""]);
    let features = ids.as_array().unwrap().iter().cloned().map(feature).collect();
    let reader = read(&features);
    let store = reader.store();
    let ids: Vec<_> = (0..store.len()).map(|row| store.id(row)).collect();
    let expected =
        ["1", "1-2", "1-3", "1-2-2", "#4", "#4-2", "12345678901234567", "1.5", "#8", "#9"];
    assert_eq!(ids, expected);
    assert!(ids.iter().enumerate().all(|(row, id)| store.find(id) == Some(row as u32)));
}

#[test]
fn the_index_of_an_id_counts_what_was_rejected() {
    let reader = read(&json!([null, with_properties(json!({}))]));
    assert_eq!(reader.store().id(0), "#1");
}

#[test]
fn categories_are_texts_by_a_known_name() {
    let reader = read(&json!([
        with_properties(json!({ "category": "fire", "type": "other" })),
        with_properties(json!({ "type": "flood", "event_type": "other" })),
        with_properties(json!({ "type": 7 })),
        with_properties(json!({ "category": null, "kind": "fire" })),
    ]));
    let store = reader.store();
    assert_eq!(store.categories().collect::<Vec<_>>(), ["fire", "flood"]);
    assert_eq!([0, 1, 2, 3].map(|row| store.category(row)), [0, 1, NO_CATEGORY, 0]);
}

#[test]
fn a_place_may_be_known_to_a_radius() {
    let reader = read(&json!([
        with_properties(json!({ "where": { "radius_m": 4000 } })),
        with_properties(json!({ "where": { "radius_m": -1 } })),
        with_properties(json!({ "where": "Savien" })),
    ]));
    let store = reader.store();
    assert_eq!([0, 1, 2].map(|row| store.radius_m(row)), [Some(4000.0), None, None]);
    assert_eq!(store.radii().map(|(row, _)| row).collect::<Vec<_>>(), [0]);
}
