//! What the panel is told of one incident.

use incident_map::feed::{NumberUnit, ReadOptions, Reader, incident, to_json};
use incident_map::incident::{Bound, Claim, Incident, Label, Relation, ValueType};
use incident_map::time::When;
use serde_json::{Value, json};

use super::with_properties;

fn plain(text: &str) -> Option<Label> {
    Some(Label::Plain(text.to_owned()))
}

fn shown(properties: Value) -> Incident {
    let feature = with_properties(properties).to_string();
    incident("1", feature.as_bytes(), &ReadOptions::default(), NumberUnit::Seconds)
}

fn rich() -> Value {
    json!({
        "title": { "en": "An officer is killed", "fr": "Un policier est tué" },
        "summary": "He was <b>shot</b>.",
        "category": "killing",
        "when": { "start": "2025-02-23", "end": "2025-02-24", "approximate": true },
        "where": { "name": "Ségur", "radius_m": 4000, "note": "from a gazetteer" },
        "note": "The editor adds this.",
        "reports": [{
            "source": "000", "excerpt": "“He died.”", "said_by": "the mission", "lang": "en",
            "url": "https://example.org/a",
            "claims": {
                "name": "Samuel Kitwai",
                "age": 26,
                "killed": { "value": 5500, "bound": "over", "text": "over 5,500" },
                "who": { "withheld": true }
            }
        }],
        "related": [{ "id": 2, "relation": "possibly-same", "note": "Both were shot." }],
        "media": [{ "url": "https://example.org/a.jpg", "alt": "A street", "sensitive": true }],
        "officers": 3
    })
}

#[test]
fn numbers_are_those_that_a_page_can_hold() {
    let feature =
        r#"{"type":"Feature","geometry":null,"properties":{"n":9007199254740993,"m":[1]}}"#;
    let json = to_json("a", feature.as_bytes(), &ReadOptions::default());
    assert_eq!(json["properties"]["n"].as_u64(), None);
    assert_eq!(json["properties"]["n"].as_f64(), Some(9_007_199_254_740_992.0));
    assert_eq!(json["properties"]["m"][0].as_u64(), Some(1));
}

#[test]
fn the_profile_is_read_whole() {
    let shown = shown(rich());
    assert_eq!(shown.warnings, [""; 0]);
    assert_eq!(shown.title.unwrap().get("fr-HT"), "Un policier est tué");
    assert_eq!(shown.summary, plain("He was <b>shot</b>."));
    assert_eq!(shown.category.as_deref(), Some("killing"));
    assert_eq!(shown.note, plain("The editor adds this."));
    let when = shown.when.unwrap();
    assert_eq!(when.written, "2025-02-23/2025-02-24");
    assert_eq!(when.when, Some(When::parse("2025-02-23/2025-02-24").unwrap().approximately()));
    assert_eq!((shown.place.name, shown.place.radius_m), (plain("Ségur"), Some(4000.0)));
    let related = &shown.related[0];
    assert_eq!((related.id.as_str(), related.relation), ("2", Relation::PossiblySame));
    assert!(shown.media[0].is_sensitive);
    assert_eq!(shown.rest, [("officers".to_owned(), "3".to_owned())]);
}

#[test]
fn a_report_says_who_says_what() {
    let shown = shown(rich());
    let report = &shown.reports[0];
    assert_eq!((report.source.as_str(), report.excerpt.as_str()), ("000", "“He died.”"));
    assert_eq!(report.said_by.as_deref(), Some("the mission"));
    assert_eq!(report.url.as_deref(), Some("https://example.org/a"));
    let number = |value, bound, text: Option<&str>| Claim::Number {
        value,
        bound,
        text: text.map(str::to_owned),
    };
    let claims = [
        ("name".to_owned(), Claim::Text("Samuel Kitwai".into())),
        ("age".to_owned(), number(26.0, Bound::Exact, None)),
        ("killed".to_owned(), number(5500.0, Bound::Over, Some("over 5,500"))),
        ("who".to_owned(), Claim::Withheld),
    ];
    assert_eq!(report.claims, claims);
}

#[test]
fn a_feed_that_knows_nothing_of_the_profile_reads_naturally() {
    let shown = shown(json!({
        "Name": "Flood", "description": "Water rose.", "timestamp": 1_742_934_600, "type": "flood",
        "link": "HTTPS://example.org/flood", "houses": 12, "open": true, "empty": null, "blank": " ",
        "tags": ["a", 2], "nested": { "a": 1 }, "reports": 5, "url": "javascript:alert(1)"
    }));
    assert_eq!((shown.title, shown.summary), (plain("Flood"), plain("Water rose.")));
    assert_eq!(shown.category.as_deref(), Some("flood"));
    assert_eq!(shown.link.as_deref(), Some("HTTPS://example.org/flood"));
    let when = shown.when.unwrap();
    assert_eq!(when.written, "1742934600");
    assert_eq!(when.when, When::from_epoch_ms(1_742_934_600_000.0).ok());
    let rest: Vec<_> =
        shown.rest.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("houses", "12"),
        ("open", "true"),
        ("tags", "a, 2"),
        ("reports", "5"),
        ("url", "javascript:alert(1)"),
    ];
    assert_eq!(rest, expected);
    assert_eq!(shown.warnings.len(), 1);
}

#[test]
fn the_page_may_name_what_is_shown() {
    let options = ReadOptions {
        title_property: Some("what".into()),
        text_property: Some("told".into()),
        link_property: Some("more".into()),
        ..ReadOptions::default()
    };
    let feature = with_properties(json!({
        "what": "A", "title": "B", "told": "C", "more": "https://example.org/", "url": "https://x.org/"
    }));
    let shown = incident("1", feature.to_string().as_bytes(), &options, NumberUnit::Seconds);
    assert_eq!((shown.title, shown.summary), (plain("A"), plain("C")));
    assert_eq!(shown.link.as_deref(), Some("https://example.org/"));
    assert_eq!(shown.rest.len(), 2);
}

#[test]
fn a_date_that_can_not_be_read_is_kept_as_it_stands() {
    let when = shown(json!({ "date": "soon" })).when.unwrap();
    assert_eq!((when.written.as_str(), when.when), ("soon", None));
    assert_eq!(shown(json!({})).when, None);
}

#[test]
fn a_date_that_is_a_list_is_shown_as_it_stands() {
    let dates = json!({ "date": ["2025-03-01", "2025-03-04"], "start": null });
    let shown = shown(dates.clone());
    assert_eq!(shown.when, None);
    assert_eq!(shown.rest, [("date".to_owned(), "2025-03-01, 2025-03-04".to_owned())]);
    let feature = with_properties(dates).to_string();
    let json = to_json("1", feature.as_bytes(), &ReadOptions::default());
    assert_eq!(json.get("when"), None);
    assert_eq!(json["properties"]["date"], json!(["2025-03-01", "2025-03-04"]));
}

#[test]
fn malformed_members_never_lose_the_incident() {
    let shown = shown(json!({
        "title": ["A"], "summary": { "en": null }, "where": 5, "note": {},
        "reports": [null, { "claims": [1], "url": "ftp://x" }, { "claims": { "a": [1], "b": "c" } }],
        "related": [{ "relation": "follows" }, { "id": "2", "relation": "cousin" }],
        "media": [{ "url": "javascript:alert(1)" }, 7]
    }));
    assert_eq!((shown.title, shown.summary, shown.note), (None, None, None));
    assert_eq!(shown.reports.len(), 2);
    assert_eq!(shown.reports[0].url, None);
    assert_eq!(shown.reports[1].claims, [("b".to_owned(), Claim::Text("c".into()))]);
    assert_eq!(shown.related.len(), 1);
    assert_eq!(shown.related[0].relation, Relation::Other);
    assert!(shown.media.is_empty());
    assert_eq!(shown.warnings.len(), 5);
}

#[test]
fn the_page_is_told_what_the_feed_says() {
    let mut properties = rich();
    properties["reports"][0]["url"] = "javascript:alert(1)".into();
    let geometry = json!({ "type": "Point", "coordinates": [1, 2] });
    let feature =
        json!({ "type": "Feature", "id": 1, "geometry": geometry, "properties": properties });
    let json = to_json("1-2", feature.to_string().as_bytes(), &ReadOptions::default());
    let mut expected = rich();
    expected["reports"][0].as_object_mut().unwrap().shift_remove("url");
    expected.as_object_mut().unwrap().shift_remove("officers");
    expected["id"] = "1-2".into();
    expected["geometry"] = geometry;
    expected["properties"] = json!({ "officers": 3 });
    assert_eq!(json, expected);
}

#[test]
fn the_page_is_told_in_the_names_of_the_profile() {
    let feature = json!({ "type": "Feature", "properties": {
        "name": "Flood", "begin": 7, "end": "", "kind": "flood", "x": [1], "reports": 5
    } });
    let json = to_json("#0", feature.to_string().as_bytes(), &ReadOptions::default());
    let expected = json!({
        "id": "#0", "title": "Flood", "category": "flood", "when": 7,
        "properties": { "x": [1], "reports": 5 }
    });
    assert_eq!(json, expected);
}

#[test]
fn the_collection_is_read() {
    let value = json!({ "value": 5500, "bound": "about" });
    let text = json!({
        "type": "FeatureCollection", "profile": 1, "title": "Haiti",
        "description": { "en": "What happened" }, "timezone": "America/Port-au-Prince",
        "features": [],
        "sources": { "004": { "name": "Reuters", "published": "2025-04-01~" }, "x": "AFP" },
        "categories": { "killing": { "label": { "en": "Killing" }, "color": "#c00" }, "theft": { "color": "red" } },
        "claims": { "age": { "label": "Age", "type": "number" }, "b": 5 },
        "figures": [
            { "label": "Killed", "reports": [{ "source": "004", "value": value }, { "source": "x" }] },
            { "reports": [] }
        ]
    });
    let mut reader = Reader::new(&ReadOptions::default());
    reader.push(text.to_string().as_bytes()).unwrap();
    reader.finish().unwrap();
    let collection = reader.collection();
    assert_eq!(collection.title, plain("Haiti"));
    assert_eq!(collection.timezone.as_deref(), Some("America/Port-au-Prince"));
    let reuters = collection.source("004").unwrap();
    assert_eq!(reuters.name, plain("Reuters"));
    assert!(reuters.published.as_ref().unwrap().when.unwrap().is_approximate());
    assert_eq!(collection.source("x").unwrap().name, plain("AFP"));
    assert_eq!(collection.category("killing").unwrap().color.as_deref(), Some("#c00"));
    assert_eq!(collection.claim("age").unwrap().value_type, Some(ValueType::Number));
    assert_eq!(collection.figures.len(), 1);
    assert_eq!(collection.figures[0].reports.len(), 1);
    assert_eq!(collection.category("theft").unwrap().color, None);
    assert_eq!(collection.warnings.len(), 2);
}
