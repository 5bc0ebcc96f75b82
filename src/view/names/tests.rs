use serde_json::json;

use super::*;
use crate::basemap::{Basemap, BasemapPart};
use crate::camera::{Padding, Viewport};
use crate::geo::{LngLat, project};
use crate::message::Message;
use crate::testing::{HAITI, Harness};
use crate::view::markup::written;

#[test]
fn many_incidents_are_told_by_what_they_are_near_to_and_what_they_are() {
    let mut map = Harness::new(HAITI);
    let viewport = Viewport { width: 100.0, height: 100.0 };
    map.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: false });
    map.send(Message::ViewAsked { center: None, zoom: Some(5.0) });
    let told = |map: &Harness| {
        let placed = marks::visible(&map.state);
        let list = written(|m| super::marks(m, &map.state, &placed));
        list.one("[role=option]").unwrap().get("aria-label").unwrap().to_owned()
    };
    assert_eq!(told(&map), "5 incidents: Shooting 3; Ambush 1; Deployment 1");
    let town = json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [-72.4, 18.8]},
        "properties": {"kind": "city", "name": "Saut-d'Eau", "min_zoom": 0}});
    let basemap = json!({"type": "FeatureCollection", "features": [town]}).to_string();
    let basemap = Box::new(Basemap::read(basemap.as_bytes()).unwrap());
    map.send(Message::BasemapArrived(BasemapPart::World, basemap));
    assert!(told(&map).starts_with("5 incidents near Saut-d'Eau: "), "{}", told(&map));
    // A few pixels away, but half a day's drive.
    map.send(Message::ViewAsked { center: None, zoom: Some(1.0) });
    let town = LngLat { lng: -74.4, lat: 18.8 };
    map.state.map.basemaps[0].1.places[0].position = project(town);
    assert!(told(&map).starts_with("5 incidents: "), "{}", told(&map));
}

#[test]
fn marks_that_have_come_to_rest_are_named_though_nothing_points_at_them() {
    let feature = |number: u32| {
        let (lng, lat) = (f64::from(number % 10) * 30.0 - 170.0, f64::from(number / 10) * 8.0);
        json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [lng, lat]},
            "properties": {"title": format!("no {number}"), "date": "2025"}})
    };
    let features: Vec<_> = (0..70).map(feature).collect();
    let feed = json!({"type": "FeatureCollection", "features": features}).to_string();
    let mut map = Harness::new(&feed);
    let viewport = Viewport { width: 1500.0, height: 900.0 };
    map.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: false });
    map.frame();
    let named = |map: &Harness| {
        let placed = marks::visible(&map.state);
        let list = written(|m| super::marks(m, &map.state, &placed));
        let options = list.all("[role=option]");
        options.iter().filter(|option| option.get("aria-label").unwrap().starts_with("no ")).count()
    };
    let before = named(&map);
    map.send(Message::MarksListed);
    map.frame();
    assert!(before < 70, "the list's are read in any case");
    assert_eq!(named(&map), 70);
}

#[test]
fn of_many_marks_the_one_that_has_the_keyboard_is_named() {
    let feature = |number: u32| {
        let (lng, lat) = (f64::from(number % 150) * 2.4 - 178.0, f64::from(number / 150) * 5.0);
        format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lng},{lat}]}},
                "properties":{{"title":"no {number}","date":"2025"}}}}"#
        )
    };
    let features: Vec<String> = (0..300).map(feature).collect();
    let feed = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let mut harness = Harness::new(&feed);
    let viewport = Viewport { width: 8000.0, height: 300.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: false });
    harness.send(Message::MarksFocused(true));
    harness.send(Message::MarkEnded(false));
    for _ in 0..150 {
        harness.send(Message::MarkStepped { right: 1.0, down: 0.0 });
        harness.frame();
        let placed = marks::visible(&harness.state);
        assert_eq!(placed.len(), 300);
        let list = written(|m| super::marks(m, &harness.state, &placed));
        let active = list.get("aria-activedescendant").unwrap();
        let options = list.all("[role=option]");
        let option = options.iter().find(|option| option.get("id") == Some(active)).unwrap();
        let label = option.get("aria-label").unwrap();
        assert!(label.starts_with("no "), "{label}");
        assert_eq!(option.get("aria-setsize"), Some("300"));
        assert_eq!(options.len(), MAX_NAMED);
    }
}
