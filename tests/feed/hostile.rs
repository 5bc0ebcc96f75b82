//! Feeds that are broken, cut off, or no feeds.

use incident_map::feed::{FeedError, Found, NumberUnit, ReadOptions, incident};
use incident_map::time::Timestamp;
use serde_json::{Value, json};

use super::{read, read_with, with_properties};

fn found(text: &str) -> Found {
    match read_with(text, &ReadOptions::default()).1 {
        Err(FeedError::NotGeojson { found, .. }) => found,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_is_not_geojson_is_named() {
    let collection = |rest: &str| format!(r#"{{"type":"FeatureCollection",{rest}"#);
    assert_eq!(found(""), Found::Nothing);
    assert_eq!(found(" \n"), Found::Nothing);
    assert_eq!(found("<!doctype html><p>Not found"), Found::Markup);
    assert_eq!(found("Not found"), Found::Text);
    assert_eq!(found("[]"), Found::Array);
    assert_eq!(found("{}"), Found::NoType);
    assert_eq!(found(r#"{"features":[]}"#), Found::NoType);
    assert_eq!(found(r#"{"type":"Topology","objects":{}}"#), Found::Type("Topology".into()));
    assert_eq!(found(r#"{"type":"Point","coordinates":[1,2]}"#), Found::Type("Point".into()));
    assert_eq!(found(r#"{"type":"FeatureCollection"}"#), Found::NoFeatures);
    assert_eq!(found(&collection(r#""features":{}}"#)), Found::NoFeatures);
    assert_eq!(found(&collection(r#""features":[]} x"#)), Found::AfterTheEnd);
    assert_eq!(found(&collection(r#""features":[{},]}"#)), Found::Unexpected(']'));
    assert_eq!(found(&collection(r#""features":[{} {}]}"#)), Found::Unexpected('{'));
    assert!(matches!(found(&collection(r#""features":[],}"#)), Found::Syntax(_)));
}

#[test]
fn a_feed_that_breaks_off_keeps_what_was_read() {
    let text = json!({
        "type": "FeatureCollection",
        "features": [with_properties(json!({ "date": 1_742_934_600 })), with_properties(json!({}))],
        "title": "After",
    })
    .to_string();
    let whole = text.find("}},").unwrap() + 2;
    for cut in 0..text.len() {
        let (reader, result) = read_with(&text[..cut], &ReadOptions::default());
        let kind = if cut == 0 { "not-geojson" } else { "truncated" };
        assert_eq!(result.unwrap_err().kind(), kind);
        assert_eq!(!reader.store().is_empty(), cut >= whole, "{}", &text[..cut]);
        // What had to wait for the end is settled.
        if cut >= whole {
            assert_eq!(reader.store().earliest(0), Timestamp(1_742_934_600_000));
        }
    }
}

#[test]
fn unbalanced_brackets_keep_what_was_read() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{}},{"type":["Feature"}]}"#;
    let (reader, result) = read_with(text, &ReadOptions::default());
    let at = text.rfind("}]}").unwrap() as u64;
    assert_eq!(result, Err(FeedError::NotGeojson { found: Found::Unbalanced, at }));
    assert_eq!(reader.store().len(), 1);
}

#[test]
fn a_feed_is_accepted_up_to_its_largest_size() {
    let feature = with_properties(json!({}));
    let text = json!({ "type": "FeatureCollection", "features": [feature] }).to_string();
    let limit = |max_bytes| ReadOptions { max_bytes, ..ReadOptions::default() };
    assert!(read_with(&text, &limit(text.len() as u64)).1.is_ok());
    let max_bytes = text.len() as u64 - 1;
    let (reader, result) = read_with(&text, &limit(max_bytes));
    assert_eq!(result, Err(FeedError::TooLarge { max_bytes }));
    assert_eq!(reader.store().len(), 1);
}

#[test]
fn one_bad_feature_takes_no_other_along() {
    let good = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}"#;
    let point = |coordinates: &str| {
        let geometry = format!(r#"{{"type":"Point","coordinates":{coordinates}}}"#);
        format!(r#"{{"type":"Feature","geometry":{geometry},"properties":{{}},"id":"bad"}}"#)
    };
    let bad = Some("bad");
    for (text, id, reason) in [
        (point("[1,95]"), bad, "expected a latitude between -90 and 90, found 95"),
        (point("[1]"), bad, "found one number"),
        (point("[\"1\",\"2\"]"), bad, "expected a coordinate as a number"),
        (point("[null,null]"), bad, "found null"),
        (point("[1,1e999]"), bad, "number out of range"),
        (point("[[1,2]]"), bad, "nested 1 deep, found 2"),
        (point("{}"), bad, "expected an array of coordinates"),
        (point("7"), bad, "found a number"),
        (point("null"), bad, "expected an array of coordinates"),
        (point("[]").replace(",\"coordinates\":[]", ""), bad, "the coordinates of a geometry"),
        (point("[]").replace("\"type\":\"Point\",", ""), bad, "the type of a geometry"),
        (point("[1,2]").replace("Point", "Circle"), bad, "found Circle"),
        (point("[1,2]").replace("\"Point\"", "null"), bad, "found none"),
        (point("[1,2]").replace("\"Feature\"", "\"Place\""), bad, "found \"Place\""),
        (point("[1,,2]"), None, "expected value"),
        (
            r#"{"type":"Feature","geometry":"Haiti"}"#.into(),
            None,
            "a geometry as an object or null",
        ),
        ("null".into(), None, "expected a GeoJSON Feature"),
        ("true".into(), None, "expected a GeoJSON Feature"),
        ("\"}\"".into(), None, "expected a GeoJSON Feature"),
        ("[[{}]]".into(), None, "expected a GeoJSON Feature"),
        ("{}".into(), None, "found none"),
        ("nonsense".into(), None, "expected"),
    ] {
        let feed = format!(r#"{{"type":"FeatureCollection","features":[{good},{text},{good}]}}"#);
        let (reader, result) = read_with(&feed, &ReadOptions::default());
        result.unwrap();
        let [rejected] = reader.rejected() else { panic!("{text} was read") };
        assert_eq!((rejected.index, rejected.id.as_deref()), (1, id), "{text}");
        assert!(rejected.reason.contains(reason), "{text}: {}", rejected.reason);
        assert_eq!((reader.summary().total, reader.summary().rejected), (3, 1));
        assert_eq!(reader.store().len(), 2);
    }
}

#[test]
fn nesting_without_end_overflows_nothing() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let as_place =
        format!(r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":{deep}}}}}"#);
    let as_property = format!(r#"{{"type":"Feature","properties":{{"x":{deep}}},"id":"deep"}}"#);
    let text = format!(r#"{{"type":"FeatureCollection","features":[{as_place},{as_property}]}}"#);
    let (reader, result) = read_with(&text, &ReadOptions::default());
    result.unwrap();
    assert_eq!((reader.summary().rejected, reader.store().id(0)), (1, "deep"));
    let options = ReadOptions::default();
    let shown = incident("deep", as_property.as_bytes(), &options, NumberUnit::Milliseconds);
    assert_eq!((shown.id.as_str(), shown.warnings.len()), ("deep", 1));
}

#[test]
fn text_of_another_encoding_is_read_as_well_as_it_can_be() {
    let text = b"{\"type\":\"FeatureCollection\",\"title\":\"S\xe9gur\",\"features\":[{\"type\":\"Feature\",\"id\":\"S\xe9gur\",\"properties\":null}]}";
    let (reader, result) = read_with(text, &ReadOptions::default());
    result.unwrap();
    assert_eq!(reader.store().id(0), "S\u{fffd}gur");
}

#[test]
fn thousands_of_bad_features_are_counted() {
    let reader = read(&Value::Array(vec![Value::Null; 2500]));
    assert_eq!((reader.rejected().len(), reader.summary().rejected), (1000, 2500));
}
