#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::json;

use crate::paint::html::picture;
use crate::paint::palette::{COAST, LAND};
use crate::paint::testing::{read, read_bare, read_in};
use crate::state::State;
use crate::testing::HAITI;

/// Every mark's name and count.
fn marks(svg: &str) -> Vec<(String, u32)> {
    let document = Document::parse(svg).unwrap();
    let marks = document.descendants().filter(|node| node.has_attribute("data-count"));
    let name =
        |node: Node| node.first_element_child().unwrap().text().unwrap_or_default().to_owned();
    marks.map(|mark| (name(mark), mark.attribute("data-count").unwrap().parse().unwrap())).collect()
}

fn sum(svg: &str) -> u32 {
    marks(svg).iter().map(|(_, count)| count).sum()
}

#[test]
fn every_mapped_incident_is_in_one_mark_and_the_marks_have_names() {
    let state = read(HAITI);
    let svg = picture(&state);
    assert_eq!((sum(&svg), state.feed.index.counts.mapped), (5, 5));
    let ambush = marks(&svg).into_iter().map(|(name, _)| name).find(|name| name.contains("ambush"));
    assert!(ambush.unwrap().starts_with("2 incidents: "));
}

#[test]
fn it_says_what_it_shows_and_whom_to_credit() {
    let svg = picture(&read(HAITI));
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let texts: Vec<&str> = root.children().filter_map(|node| node.text()).collect();
    assert_eq!(texts[0], "The Kenyan-led mission in Haiti, June 2024 to March 2025");
    assert_eq!(
        texts[1],
        "1 June 2024 to 30 March 2025, 5 of 8 incidents on the map; 3 without a place"
    );
    let written: String = document.descendants().filter_map(|node| node.text()).collect();
    for text in [
        "Saint-Marc",
        "CENTRE",
        "Artibonite",
        "Ambush",
        "20\u{a0}km",
        "© OpenStreetMap contributors",
    ] {
        assert!(written.contains(text), "{text}");
    }
}

#[test]
fn it_needs_no_other_file_no_style_and_no_script() {
    let svg = picture(&read(HAITI));
    let document = Document::parse(&svg).unwrap();
    for node in document.descendants().filter(Node::is_element) {
        assert!(!["style", "script", "image", "use", "a"].contains(&node.tag_name().name()));
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                !["style", "href", "class"].contains(&name) && !name.starts_with("on"),
                "{name}"
            );
            assert!(!value.contains("url(") && !value.contains("//"), "{name}={value}");
        }
    }
}

#[test]
fn what_may_lie_outside_of_the_window_is_hollow() {
    let seen = |start: &str, end: &str| read_in(HAITI, Some((start, end)));
    let hollow = |state: &State| picture(state).matches("stroke-width=\"2.5\"").count();
    assert_eq!(
        hollow(&seen("2025-02-24", "2025-02-28")),
        1,
        "the first death, on the 23rd or the 24th"
    );
    assert_eq!(hollow(&seen("2025-02-23", "2025-02-24")), 0);
}

#[test]
fn lines_and_areas_are_drawn_as_far_as_they_are_seen() {
    let feature = |geometry: serde_json::Value| json!({ "type": "Feature", "geometry": geometry, "properties": { "date": "2025" } });
    let feed = json!({ "type": "FeatureCollection", "features": [
        feature(json!({ "type": "LineString", "coordinates": [[0, 0], [10, 5], [20, 0]] })),
        feature(json!({ "type": "Polygon", "coordinates": [[[0, 10], [20, 10], [20, 20], [0, 10]]] })),
    ]});
    let svg = picture(&read(&feed.to_string()));
    let document = Document::parse(&svg).unwrap();
    let has = |name: &str, value: &str| {
        document.descendants().any(|node| {
            node.attribute(name) == Some(value) && node.attribute("d").is_some_and(|d| d.len() > 10)
        })
    };
    assert!(has("fill", "none") && has("fill-opacity", "0.16"));
    assert_eq!(sum(&svg), 2);
}

#[test]
fn coasts_and_names_of_any_country_are_drawn() {
    // Malta is too small for the outlines of the world.
    let feature = |lng: f64, lat: f64| {
        let geometry = json!({ "type": "Point", "coordinates": [lng, lat] });
        json!({ "type": "Feature", "geometry": geometry, "properties": { "date": "2025" } })
    };
    let features = [feature(14.25, 35.95), feature(14.55, 35.83)];
    let feed = json!({ "type": "FeatureCollection", "features": features });
    let svg = picture(&read(&feed.to_string()));
    let document = Document::parse(&svg).unwrap();
    let paths = |fill: &str, stroke: Option<&str>| {
        let paths = document.descendants().filter(|node| {
            node.attribute("fill") == Some(fill) && node.attribute("stroke") == stroke
        });
        paths.filter(|node| node.attribute("d").is_some_and(|d| d.len() > 100)).count()
    };
    // The square's land has no edge, since it ends where the square does; the coast is a line of its own.
    assert_eq!((paths(LAND, None), paths("none", Some(COAST))), (1, 1));
    assert!(document.descendants().any(|node| node.text() == Some("Valletta")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn marks_add_up_to_what_is_mapped(places in prop::collection::vec(prop::option::of((-180.0..180.0, -85.0..85.0)), 1..60)) {
        let feature = |place: &Option<(f64, f64)>| {
            let geometry = place.map(|(lng, lat)| json!({ "type": "Point", "coordinates": [lng, lat] }));
            json!({ "type": "Feature", "geometry": geometry, "properties": { "date": "2025-01" } })
        };
        let features: Vec<_> = places.iter().map(feature).collect();
        let feed = json!({ "type": "FeatureCollection", "features": features }).to_string();
        let state = read_bare(&feed);
        prop_assert_eq!(state.feed.index.counts.mapped as usize, places.iter().flatten().count());
        prop_assert_eq!(sum(&picture(&state)), state.feed.index.counts.mapped);
    }
}
