#![allow(clippy::unwrap_used)]

use super::*;
use crate::camera::Viewport;
use crate::geo::unproject;
use crate::testing::{HAITI, Harness};

const PHONE: Viewport = Viewport { width: 344.0, height: 290.0 };
/// They stand at the right edge.
const BUTTONS: Padding = Padding { top: 0.0, right: 52.0, bottom: 0.0, left: 0.0 };

fn on_phone() -> Harness {
    let mut map = Harness::new(HAITI);
    map.state.settings.reduced_motion = true;
    map.send(Message::MapResized { viewport: PHONE, covered: BUTTONS, is_beside: false });
    map
}

#[test]
fn the_buttons_over_the_map_hide_no_mark_of_what_is_opened() {
    let mut map = on_phone();
    let are_free =
        |marks: &[PlacedMark]| marks.iter().all(|placed| placed.at.x < PHONE.width - 60.0);
    let all = marks::visible(&map.state);
    assert!(are_free(&all));
    let several = all.iter().filter(|placed| placed.mark.count > 1);
    let cluster = several.min_by(|a, b| a.at.y.total_cmp(&b.at.y)).unwrap();
    map.send(Message::Clicked(cluster.at));
    let mut parted = marks::visible(&map.state);
    parted.retain(|placed| cluster.mark.ranks.contains(&placed.mark.ranks.start));
    assert_eq!(parted.iter().map(|placed| placed.mark.count).sum::<u32>(), cluster.mark.count);
    assert!(parted.len() > 1 && are_free(&parted));
}

/// A feed of points, each with the radius to which it is known.
fn feed_of(places: &[(f64, f64, Option<u32>)]) -> String {
    let feature = |(lng, lat, radius_m): &(f64, f64, Option<u32>)| {
        serde_json::json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [lng, lat]},
            "properties": {"date": "2025-03-25", "where": {"radius_m": radius_m}}})
    };
    let features: Vec<_> = places.iter().map(feature).collect();
    serde_json::json!({"type": "FeatureCollection", "features": features}).to_string()
}

#[test]
fn a_cluster_that_is_opened_parts_at_once_and_shows_the_circles_of_doubt() {
    let far = (-71.0, 18.0, None);
    for (near, is_seen) in [
        // The circle is larger than what parts the two.
        ([(-72.5, 19.1, Some(4000)), (-72.45, 19.1, None)], true),
        // Two houses of a street: what parts them is nearer than what is drawn of them.
        ([(-72.5, 19.1, Some(4000)), (-72.4995, 19.1, None)], false),
        ([(-72.5, 19.1, None), (-72.499, 19.1, None)], true),
    ] {
        let mut map = Harness::new(&feed_of(&[near[0], near[1], far]));
        map.state.settings.reduced_motion = true;
        map.send(Message::MapResized { viewport: PHONE, covered: BUTTONS, is_beside: false });
        let before = map.state.map.camera.zoom;
        let cluster = marks::visible(&map.state).into_iter().find(|one| one.mark.count == 2);
        map.send(Message::Clicked(cluster.unwrap().at));
        let parted = marks::visible(&map.state);
        let inside = |placed: &PlacedMark| {
            (16.0..PHONE.width - 52.0).contains(&placed.at.x)
                && (16.0..PHONE.height - 16.0).contains(&placed.at.y)
        };
        assert!(parted.len() == 2 && parted.iter().all(inside), "{parted:?}");
        assert!(map.state.map.camera.zoom >= before + 1.0);
        assert_eq!(sees(&map, map.state.feed.store().bounds([0, 1]).unwrap()), is_seen);
    }
}

#[test]
fn a_map_that_is_turned_keeps_the_open_incident_in_sight() {
    let mut map = on_phone();
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    for (width, height) in [(700.0, 150.0), (280.0, 400.0), (344.0, 290.0)] {
        let (viewport, covered) = (Viewport { width, height }, Padding { bottom: 40.0, ..BUTTONS });
        map.send(Message::MapResized { viewport, covered, is_beside: false });
        let row = map.state.selected_row().unwrap();
        let place = map.state.feed.store().place(row).unwrap();
        let at = map.state.map.camera.to_screen(place, viewport);
        assert!(at.x > 20.0 && at.x < width - 60.0, "{at:?} of {viewport:?}");
        assert!(at.y > 20.0 && at.y < height - 60.0, "{at:?} of {viewport:?}");
    }
}

#[test]
fn what_is_opened_does_not_vanish_into_a_cluster_as_the_sheet_comes_up() {
    let mut map = on_phone();
    let zoom = map.state.map.camera.zoom;
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    let covered = Padding { bottom: 150.0, ..BUTTONS };
    map.send(Message::MapResized { viewport: PHONE, covered, is_beside: false });
    assert_eq!(map.state.map.camera.zoom, zoom);
    let row = map.state.selected_row().unwrap();
    let place = map.state.feed.store().place(row).unwrap();
    let at = map.state.map.camera.to_screen(place, PHONE);
    assert!(at.y < PHONE.height - 150.0, "{at:?}");
    // Closed, all is in sight again.
    map.send(Message::PanelClosed);
    map.send(Message::MapResized { viewport: PHONE, covered: BUTTONS, is_beside: false });
    assert!(sees(&map, map.state.feed.index.bounds.unwrap()));
}

#[test]
fn who_moves_a_map_before_its_data_come_sees_them_all_the_same() {
    let mut state = State::default();
    crate::update::update(&mut state, Message::LoadBegan { is_reload: false });
    let before = state.map.placed;
    let (viewport, covered) = (PHONE, Padding::default());
    for message in [
        Message::MapResized { viewport, covered, is_beside: true },
        Message::ZoomStepped { by: 1.0, now_ms: 0.0 },
        Message::PanStepped { right: 1.0, down: 0.0, now_ms: 1.0 },
        Message::WheelTurned { at: PHONE.center(), delta_px: -100.0, is_pinch: true },
    ] {
        crate::update::update(&mut state, message);
        assert_eq!(state.map.placed, before);
    }
    // What the page asks for stays.
    let asked = Message::ViewAsked { center: Some(LngLat { lng: 1.0, lat: 2.0 }), zoom: Some(5.0) };
    crate::update::update(&mut state, asked);
    assert_eq!(state.map.placed, Placed::Firmly);
}

#[test]
fn a_feed_in_place_of_another_keeps_the_view_and_one_in_place_of_none_has_its_own() {
    let load = |map: &mut Harness, lng: f64| {
        let feed = format!(
            r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Point","coordinates":[{lng},0]}}}}"#
        );
        map.send(Message::LoadBegan { is_reload: false });
        map.send(Message::BytesArrived(feed.into_bytes()));
        map.send(Message::LoadEnded);
    };
    let mut map = on_phone();
    let is_at = |map: &Harness, lng: f64| {
        sees(map, map.state.feed.index.bounds.unwrap())
            && (unproject(map.state.map.camera.center).lng - lng).abs() < 1.0
    };
    load(&mut map, 10.0);
    assert!(!is_at(&map, 10.0), "the view of the first data set stays");
    map.send(Message::FeedCleared);
    load(&mut map, 20.0);
    assert!(is_at(&map, 20.0));
    // What the page has asked for stays through both.
    let center = Some(LngLat { lng: 1.0, lat: 2.0 });
    map.send(Message::ViewAsked { center, zoom: Some(5.0) });
    let camera = map.state.map.camera;
    map.send(Message::FeedCleared);
    load(&mut map, 30.0);
    assert_eq!(map.state.map.camera, camera);
}

fn resize(map: &mut Harness, width: f64, height: f64) {
    let viewport = Viewport { width, height };
    map.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
}

fn sees(map: &Harness, bbox: Bbox) -> bool {
    let seen = map.state.map.camera.bounds(map.state.map.viewport);
    seen.west <= bbox.west
        && seen.east >= bbox.east
        && seen.north <= bbox.north
        && seen.south >= bbox.south
}

#[test]
fn bounds_that_a_page_asks_for_are_seen_whatever_size_the_map_takes() {
    let mut map = Harness::new(HAITI);
    let bbox = Bbox { west: 0.4, north: 0.4, east: 0.45, south: 0.42 };
    // It is hidden as yet.
    map.send(Message::BoundsAsked(bbox));
    for (width, height) in [(800.0, 600.0), (460.0, 600.0), (300.0, 900.0)] {
        resize(&mut map, width, height);
        assert!(sees(&map, bbox), "{width}");
        let twice = Camera { zoom: map.state.map.camera.zoom + 0.01, ..map.state.map.camera };
        map.state.map.camera = twice;
        assert!(!sees(&map, bbox), "and from no farther than it has to be");
    }
    map.send(Message::ViewAsked { center: Some(LngLat { lng: 10.0, lat: 10.0 }), zoom: None });
    let placed = map.state.map.camera;
    resize(&mut map, 800.0, 600.0);
    assert_eq!(map.state.map.camera, placed, "what is moved after that stays");
}

#[test]
fn half_a_view_is_completed_by_what_fits_the_data() {
    let mut map = Harness::new(HAITI);
    let center = LngLat { lng: -72.0, lat: 19.0 };
    map.send(Message::ViewAsked { center: Some(center), zoom: None });
    resize(&mut map, 800.0, 600.0);
    let half = map.state.map.camera;
    let all = map.state.feed.index.bounds.unwrap();
    assert!((half.center.x - project(center).x).abs() < 1e-12 && half.zoom > 6.0, "{half:?}");
    assert!(sees(&map, all), "around that middle");
    map.send(Message::ViewAsked { center: None, zoom: Some(3.0) });
    map.send(Message::ViewLeft { center: None, zoom: Some(4.0) });
    assert!(map.state.map.camera.zoom == 4.0 && sees(&map, all));
    map.send(Message::ViewLeft { center: None, zoom: None });
    assert!(map.state.map.camera.zoom > half.zoom && sees(&map, all));
}

#[test]
fn an_area_wider_than_half_of_the_world_is_in_the_first_view() {
    for (west, east) in [(-80, 80), (-100, 100), (-170, 170), (-180, 180), (100, 290)] {
        let ring = format!("[[{west},0],[{east},0],[{east},10],[{west},10],[{west},0]]");
        let feed = format!(
            r#"{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":[{ring}]}},"properties":{{"date":"2025"}}}}"#
        );
        let mut map = Harness::new(&feed);
        resize(&mut map, 800.0, 600.0);
        assert_eq!(marks::visible(&map.state).len(), 1, "{west} to {east}");
    }
}

#[test]
fn the_mark_of_a_collection_is_in_the_first_view_wherever_it_stands() {
    for (first, second) in [("[1,1]", "[20,20]"), ("[20,20]", "[1,1]")] {
        let point = |at: &str| format!(r#"{{"type":"Point","coordinates":{at}}}"#);
        let feed = format!(
            r#"{{"type":"Feature","geometry":{{"type":"GeometryCollection","geometries":[{},{}]}},"properties":{{"date":"2025"}}}}"#,
            point(first),
            point(second)
        );
        let mut map = Harness::new(&feed);
        resize(&mut map, 800.0, 600.0);
        assert_eq!(marks::visible(&map.state).len(), 1, "{first}");
        assert!(sees(&map, Bbox::from_degrees([1.0, 1.0, 20.0, 20.0]).unwrap()));
    }
}

#[test]
fn a_view_that_was_asked_for_stays_whatever_is_open() {
    let mut map = Harness::new(HAITI);
    map.state.settings.reduced_motion = true;
    resize(&mut map, 800.0, 600.0);
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    map.send(Message::ViewAsked { center: Some(LngLat { lng: 10.0, lat: 10.0 }), zoom: Some(7.0) });
    let asked = map.state.map.camera;
    // The panel has opened, and the feed is read again.
    resize(&mut map, 500.0, 600.0);
    map.send(Message::LoadBegan { is_reload: true });
    map.send(Message::BytesArrived(HAITI.into()));
    map.send(Message::LoadEnded);
    while map.state.feed.has_work() {
        map.send(Message::SliceBegan);
    }
    assert_eq!(map.state.map.camera, asked);
    // What is opened then comes into sight.
    map.send(Message::SelectionAsked(Some("first-deployment".to_owned())));
    assert!(map.state.map.camera != asked);
}
