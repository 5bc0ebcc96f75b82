use super::*;
use crate::camera::Padding;
use crate::geo::LngLat;
use crate::message::Message;
use crate::testing::{HAITI, Harness};
use crate::time::AskedWindow;
use crate::view::legend;

/// The first data set in the lower Artibonite, near enough for its marks to stand apart.
fn artibonite() -> Harness {
    let mut harness = Harness::new(HAITI);
    let viewport = Viewport { width: 800.0, height: 600.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    let center = Some(LngLat { lng: -72.57, lat: 19.16 });
    harness.send(Message::ViewAsked { center, zoom: Some(12.0) });
    harness
}

fn seen(harness: &Harness) -> Incidents {
    incidents(&harness.state, &marks::visible(&harness.state))
}

fn show(harness: &mut Harness, start: &str, end: &str) {
    let whole = harness.state.feed.index.extent.unwrap();
    let window =
        AskedWindow::between(Some(start), Some(end)).resolve(whole, &harness.state.time.zone);
    harness.send(Message::WindowChanged(window.ok()));
}

#[test]
fn the_data_file_becomes_marks_with_their_circles_true_to_scale() {
    let harness = artibonite();
    let scene = seen(&harness);
    assert_eq!(scene.marks.len(), 3);
    assert!(scene.marks.iter().all(|mark| mark.count == 1 && !mark.is_doubtful));
    let names: Vec<String> =
        legend::categories(&harness.state).into_iter().map(|style| style.label).collect();
    assert_eq!(
        names,
        ["Shooting", "Death of a wounded officer", "Ambush", "Equipment", "Deployment", ""]
    );
    // A degree of latitude is 111.2 km, whatever the projection makes of it.
    let km = {
        let map = &harness.state.map;
        let at = |lat| {
            map.camera.to_screen(crate::geo::project(LngLat { lng: -72.53, lat }), map.viewport)
        };
        at(19.155).distance(at(19.165)) / 1.112
    };
    let mut radii: Vec<f64> = scene.circles.iter().map(|circle| circle.radius / km).collect();
    radii.sort_by(f64::total_cmp);
    let expected = [4.0, 4.0, 5.0];
    assert!(radii.iter().zip(expected).all(|(is, km)| (is - km).abs() < 0.05), "{radii:?} km");
}

#[test]
fn a_mark_is_hollow_where_its_day_may_lie_outside_of_the_window() {
    let mut harness = artibonite();
    show(&mut harness, "2025-02-24", "2025-02-28");
    let scene = seen(&harness);
    assert_eq!(scene.marks.len(), 1, "the first death, on the 23rd or the 24th");
    assert!(scene.marks[0].is_doubtful);
    show(&mut harness, "2025-02-23", "2025-02-24");
    assert!(!seen(&harness).marks[0].is_doubtful);
}

#[test]
fn what_is_open_stands_out_and_the_rest_steps_back() {
    let mut harness = artibonite();
    harness.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    let emphasis: Vec<Emphasis> = seen(&harness).marks.iter().map(|mark| mark.emphasis).collect();
    assert_eq!(emphasis, [Emphasis::Back, Emphasis::Back, Emphasis::Selected]);
    harness.send(Message::SelectionAsked(Some("vehicles-grounded-2025-03".to_owned())));
    let is_plain = |mark: &MarkView| mark.emphasis == Emphasis::Plain;
    assert!(seen(&harness).marks.iter().all(is_plain), "an incident without a place dims none");
}

#[test]
fn the_open_incident_is_joined_with_what_may_be_the_same() {
    let mut harness = artibonite();
    assert!(seen(&harness).doubles.is_empty());
    for id in ["officer-shot-2025-03-18", "officers-injured-2025-03"] {
        harness.send(Message::SelectionAsked(Some(id.to_owned())));
        let doubles = seen(&harness).doubles;
        assert_eq!(doubles.len(), 1, "{id}");
        let row = harness.state.selected_row().unwrap();
        let map = &harness.state.map;
        let place = harness.state.feed.store().place(row).unwrap();
        assert_eq!(doubles[0].from, map.camera.to_screen(place, map.viewport));
    }
    show(&mut harness, "2025-03-20", "2025-03-31");
    harness.send(Message::SelectionAsked(Some("officer-shot-2025-03-18".to_owned())));
    assert!(seen(&harness).doubles.is_empty(), "one of them is not in the window");
}

#[test]
fn circles_and_shapes_are_drawn_from_the_zoom_on_at_which_they_are_seen_beside_their_marks() {
    // Near the pole, where a kilometre is widest, and at the equator.
    let feed = r#"{"type": "FeatureCollection", "profile": 1, "features": [
        {"type": "Feature", "properties": {"when": "2025", "where": {"radius_m": 10000}},
            "geometry": {"type": "Point", "coordinates": [0, 84.9]}},
        {"type": "Feature", "properties": {"when": "2025", "where": {"radius_m": 10000}},
            "geometry": {"type": "Point", "coordinates": [0, 0]}},
        {"type": "Feature", "properties": {"when": "2025"}, "geometry":
            {"type": "LineString", "coordinates": [[0, 0], [0.1, 0]]}}]}"#;
    let mut harness = Harness::new(feed);
    let viewport = Viewport { width: 800.0, height: 600.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    for tenth in 0..160 {
        let zoom = f64::from(tenth) / 10.0;
        let pixels =
            |lat: f64| 10_000.0 / (40_075_016.686 * lat.to_radians().cos()) * 256.0 * zoom.exp2();
        for lat in [0.0_f64, 84.9] {
            let center = Some(LngLat { lng: 0.0, lat });
            harness.send(Message::ViewAsked { center, zoom: Some(zoom) });
            let scene = seen(&harness);
            let is_here = |at: ScreenPoint| at.distance(viewport.center()) < 1.0;
            let radius =
                scene.circles.iter().find(|circle| is_here(circle.at)).map(|one| one.radius);
            // Around a mark of its own the place is never shown as known, in a cluster it is not known anyway.
            let is_alone = scene.marks.iter().any(|mark| mark.count == 1 && is_here(mark.at));
            let expected = (is_alone || pixels(lat) >= 14.0).then_some(pixels(lat).max(14.0));
            let is_as_expected = match (radius, expected) {
                (Some(radius), Some(expected)) => (radius / expected - 1.0).abs() < 0.01,
                (radius, expected) => radius == expected,
            };
            assert!(is_as_expected, "{radius:?} {expected:?}, {lat} degrees, zoom {zoom}");
            // A tenth of a degree of longitude.
            let is_long = 0.1 / 360.0 * 256.0 * zoom.exp2() >= 3.0;
            let is_in_sight = lat == 0.0 || zoom < 3.0;
            assert_eq!(!scene.shapes.is_empty(), is_long && is_in_sight, "{lat}, zoom {zoom}");
        }
    }
}

#[test]
fn a_line_over_the_antimeridian_and_an_area_around_the_world_stay_whole() {
    // Hainan is opposite of Haiti; the line goes from Fiji to Samoa.
    let feed = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"date": "2025"}, "geometry": {"type": "Polygon",
            "coordinates": [[[107, 18], [112, 18], [112, 21], [107, 21], [107, 18]]]}},
        {"type": "Feature", "properties": {"date": "2025"}, "geometry": {"type": "LineString",
            "coordinates": [[178, -18], [-172, -13]]}}]}"#;
    let mut harness = Harness::new(feed);
    let viewport = Viewport { width: 800.0, height: 600.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: true });
    let mut look = |lng: f64, lat: f64, zoom: f64| {
        harness.send(Message::ViewAsked { center: Some(LngLat { lng, lat }), zoom: Some(zoom) });
        let middle = harness.state.map.viewport.center();
        let hits = marks::shapes_at(&harness.state, middle).len();
        let widths = seen(&harness).shapes.into_iter().map(|shape| {
            let xs = || shape.parts.iter().flat_map(|(_, at)| at).map(|at| at.x);
            xs().fold(f64::MIN, f64::max) - xs().fold(f64::MAX, f64::min)
        });
        (widths.map(f64::round).collect::<Vec<_>>(), hits)
    };
    assert_eq!(look(-72.0, 19.0, 6.0), (vec![], 0));
    let degree: f64 = 256.0 * 64.0 / 360.0;
    assert_eq!(look(109.5, 19.5, 6.0), (vec![(5.0 * degree).round()], 1));
    for lng in [178.0, -177.0, 183.0] {
        assert_eq!(look(lng, -15.6, 6.0).0, [(10.0 * degree).round()]);
    }
    assert_eq!(
        look(0.0, -15.6, 0.0).0,
        [5.0, 10.0, 10.0].map(|degrees: f64| (degrees * 256.0 / 360.0).round())
    );
}

#[test]
fn names_of_places_touch_no_mark() {
    let mut harness = artibonite();
    let hispaniola = include_bytes!("../../../data/basemap/hispaniola.json");
    let basemap = crate::basemap::Basemap::read(hispaniola).unwrap();
    let part = crate::basemap::BasemapPart::Hispaniola;
    harness.send(Message::BasemapArrived(part, Box::new(basemap)));
    let ground = ground(&harness.state);
    let written: Vec<&str> = ground.labels.iter().map(|label| label.text.as_str()).collect();
    assert!(written.contains(&"Liancourt") && written.contains(&"Carrefour Paye"), "{written:?}");
    assert!(!written.contains(&"Haïti"), "a country's name has no place among its towns");
    for mark in seen(&harness).marks {
        let mark = Taken::around(mark.at, mark.radius);
        for Label { text, at, align, style, .. } in &ground.labels {
            assert!(!labels::extent(*at, *align, *style, text).touches(&mark), "{text}");
        }
    }
}

#[test]
fn where_parts_of_the_world_are_drawn_they_have_the_names() {
    let mut harness = artibonite();
    let mut arrive = |part, name: &str, kind: &str, lng: f64| {
        let features = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"name":"{name}","kind":"{kind}"}},
                "geometry":{{"type":"Point","coordinates":[{lng},20]}}}}]}}"#
        );
        let basemap = crate::basemap::Basemap::read(features.as_bytes()).unwrap();
        harness.send(Message::BasemapArrived(part, Box::new(basemap)));
    };
    let region = |x: u32| BasemapPart::Region(Tile { zoom: 5, x, y: 14 });
    arrive(BasemapPart::Hispaniola, "Haïti", "country", -75.0);
    arrive(BasemapPart::Hispaniola, "Cap-Haïtien", "city", -72.0);
    arrive(region(9), "Port-de-Paix", "city", -70.5);
    arrive(region(20), "Jeddah", "city", -71.0);
    let mut names = |lng: f64, zoom: f64| {
        let center = Some(LngLat { lng, lat: 20.0 });
        harness.send(Message::ViewAsked { center, zoom: Some(zoom) });
        let mut names: Vec<String> =
            ground(&harness.state).labels.into_iter().map(|label| label.text).collect();
        names.sort();
        names
    };
    assert_eq!(names(-72.0, 7.0), ["Cap-Haïtien", "Haïti"]);
    assert_eq!(names(-72.0, 4.6), ["Haïti", "Port-de-Paix"]);
}

#[test]
fn each_part_of_a_shape_is_seen_and_answers_whatever_lies_over_it() {
    let square = |x: i32, y: i32, side: i32| {
        let (right, top) = (x + side, y + side);
        format!("[[{x},{y}],[{right},{y}],[{right},{top}],[{x},{top}],[{x},{y}]]")
    };
    let hole = square(3, 3, 2);
    let geometries = [
        // One zone within another; two that overlap; one with a hole, and an island in it; a ring left open; points.
        format!(
            r#"{{"type":"GeometryCollection","geometries":[{{"type":"Polygon","coordinates":[{}]}},{{"type":"Polygon","coordinates":[{}]}}]}}"#,
            square(-10, -10, 20),
            square(-2, -2, 4)
        ),
        format!(
            r#"{{"type":"MultiPolygon","coordinates":[[{}],[{}]]}}"#,
            square(-10, -10, 12),
            square(-4, -4, 12)
        ),
        format!(
            r#"{{"type":"MultiPolygon","coordinates":[[{},{hole}],[{}]]}}"#,
            square(-10, -10, 20),
            "[[3.8,3.8],[4.2,3.8],[4.2,4.2],[3.8,4.2],[3.8,3.8]]"
        ),
        r#"{"type":"Polygon","coordinates":[[[-10,-10],[10,-10],[10,10],[-10,10]]]}"#.to_owned(),
        r#"{"type":"MultiPoint","coordinates":[[-9,0],[0,0]]}"#.to_owned(),
    ];
    let hits = |geometry: &str, lng: f64, lat: f64| {
        let feed =
            format!(r#"{{"type":"Feature","properties":{{"date":"2025"}},"geometry":{geometry}}}"#);
        let mut harness = Harness::new(&feed);
        let viewport = Viewport { width: 800.0, height: 600.0 };
        harness.send(Message::MapResized {
            viewport,
            covered: Padding::default(),
            is_beside: true,
        });
        let center = Some(LngLat { lng, lat });
        harness.send(Message::ViewAsked { center, zoom: Some(6.0) });
        marks::shapes_at(&harness.state, viewport.center()).len()
    };
    for (geometry, inside, outside) in [
        (0, vec![(0.0, 0.0), (0.0, 8.0)], vec![(0.0, 12.0)]),
        (1, vec![(0.0, 0.0), (-8.0, -8.0), (6.0, 6.0)], vec![(6.0, -6.0)]),
        (2, vec![(0.0, 0.0), (4.0, 4.0)], vec![(3.4, 3.4)]),
        (3, vec![(0.0, 0.0), (-9.0, 9.0)], vec![(-11.0, 0.0)]),
        (4, vec![(0.0, 0.0), (-9.0, 0.0)], vec![(-4.0, 0.0)]),
    ] {
        for (lng, lat) in inside {
            assert_eq!(hits(&geometries[geometry], lng, lat), 1, "{geometry}: {lng}, {lat}");
        }
        for (lng, lat) in outside {
            assert_eq!(hits(&geometries[geometry], lng, lat), 0, "{geometry}: {lng}, {lat}");
        }
    }
}
