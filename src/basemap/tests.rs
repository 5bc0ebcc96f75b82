use super::*;
use crate::geo::unproject;

const SQUARE: &str = r#"{"type": "Topology", "attribution": "Nobody",
    "transform": {"scale": [0.5, 0.5], "translate": [-72, 18]},
    "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
    "objects": {
        "land": {"type": "MultiPolygon", "arcs": [[[0, -2]]]},
        "border": {"type": "LineString", "arcs": [1]},
        "odd": {"type": "LineString", "arcs": [7]},
        "places": {"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [1, 2],
             "properties": {"kind": "town", "name": "Gonaïves", "name_ht": "Gonayiv", "min_zoom": 8, "rank": 2}},
            {"type": "Point", "coordinates": [1, 2], "properties": {"kind": "town"}}]}}}"#;

#[test]
fn rings_are_strung_together_from_shared_arcs() {
    let basemap = Basemap::read(SQUARE.as_bytes()).unwrap();
    let land = basemap.layers.iter().find(|layer| layer.name == "land").unwrap();
    let corners: Vec<_> = land.paths[0]
        .iter()
        .map(|&at| unproject(at))
        .map(|at| (at.lng.round() as i32, at.lat.round() as i32))
        .collect();
    assert_eq!(corners, [(-72, 18), (-71, 18), (-71, 19), (-72, 19), (-72, 18)]);
    assert!(land.closed);
    assert_eq!(basemap.attribution, "Nobody");
}

#[test]
fn a_byte_order_mark_and_a_credit_that_is_no_text_are_passed_over() {
    let credited = SQUARE.replace("\"Nobody\"", "null");
    let basemap = Basemap::read(format!("\u{feff}{credited}").as_bytes()).unwrap();
    assert_eq!((basemap.layers.len(), &*basemap.attribution), (3, ""));
}

#[test]
fn places_have_their_names_by_language() {
    let basemap = Basemap::read(SQUARE.as_bytes()).unwrap();
    assert_eq!(basemap.places.len(), 1, "a place without a name is left out");
    assert_eq!(basemap.places[0].name_in("ht-HT"), "Gonayiv");
    assert_eq!(basemap.places[0].name_in("en"), "Gonaïves");
}

/// Every corner in whole degrees.
fn corners(path: &[WorldPoint]) -> Vec<(i32, i32)> {
    let degrees = |&at: &WorldPoint| unproject(at);
    path.iter().map(degrees).map(|at| (at.lng.round() as i32, at.lat.round() as i32)).collect()
}

#[test]
fn areas_lines_and_named_points_of_geojson_are_land_borders_and_places() {
    let feature = |geometry: &str, properties: &str| {
        format!(r#"{{"properties": {properties}, "type": "Feature", "geometry": {geometry}}}"#)
    };
    let features = [
        feature(
            r#"{"type": "Polygon", "coordinates": [[[0,0],[9,0],[9,9],[0,9],[0,0]], [[1,1],[2,1],[2,2],[1,1]]]}"#,
            "null",
        ),
        feature(
            r#"{"type": "Polygon", "coordinates": [[[5,5],[5,8],[8,8],[5,5]]]}"#,
            r#"{"name": "Not a point"}"#,
        ),
        feature(r#"{"type": "LineString", "coordinates": [[0,0],[9,9]]}"#, "{}"),
        feature(
            r#"{"type": "Point", "coordinates": [3,4]}"#,
            r#"{"name": "Gonaïves", "name_ht": "Gonayiv"}"#,
        ),
        feature(r#"{"type": "Point", "coordinates": [3,4]}"#, "{}"),
        feature(r#"{"type": "Point", "coordinates": [3]}"#, r#"{"name": "Halfway"}"#),
        feature("null", "{}"),
    ];
    let text = format!(r#"{{"features": [{}], "type": "FeatureCollection"}}"#, features.join(","));
    let basemap = Basemap::read(text.as_bytes()).unwrap();
    let names: Vec<&str> = basemap.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["land", "land"]);
    assert!(basemap.layers[0].closed && !basemap.layers[1].closed);
    assert_eq!(corners(&basemap.layers[1].paths[0]), [(0, 0), (9, 9)]);
    let labels: Vec<&str> = basemap.places.iter().map(|place| place.name_in("ht")).collect();
    assert_eq!(labels, ["Gonayiv"]);
    // Areas may overlap, whichever way round their edges are written; only holes are cut out.
    let winding = |ring: &[WorldPoint]| -> f64 {
        let side = |side: &[WorldPoint]| side[0].x * side[1].y - side[1].x * side[0].y;
        ring.windows(2).map(side).sum::<f64>().signum()
    };
    let windings: Vec<f64> = basemap.layers[0].paths.iter().map(|ring| winding(ring)).collect();
    assert_eq!(windings, [-1.0, 1.0, -1.0]);
}

#[test]
fn a_feature_or_a_geometry_by_itself_is_a_basemap_too() {
    let line = r#"{"type": "MultiLineString", "coordinates": [[[0,0],[9,9]],[[1,1],[2,2]]]}"#;
    let feature = format!(r#"{{"type": "Feature", "geometry": {line}, "properties": {{}}}}"#);
    let collection = format!(r#"{{"geometries": [{line}], "type": "GeometryCollection"}}"#);
    for text in [line, &feature, &collection] {
        let basemap = Basemap::read(text.as_bytes()).unwrap();
        assert_eq!(basemap.layers[0].paths.len(), 2, "{text}");
    }
}

#[test]
fn an_object_of_lines_and_areas_is_drawn_as_both() {
    let text = r#"{"type": "Topology", "arcs": [[[0,0],[9,0],[9,9],[0,0]]], "objects": {"all": {"type": "GeometryCollection",
        "geometries": [{"type": "Polygon", "arcs": [[0]]}, {"type": "LineString", "arcs": [0]}]}}}"#;
    let basemap = Basemap::read(text.as_bytes()).unwrap();
    let kinds: Vec<bool> = basemap.layers.iter().map(|layer| layer.closed).collect();
    assert_eq!(kinds, [true, false]);
}

#[test]
fn what_is_no_basemap_is_said_to_be_none() {
    for (text, cause) in [
        ("<html>", "expected an object at byte 0"),
        ("{}", "found nothing to draw"),
        (r#"{"type": "FeatureCollection", "features": []}"#, "found nothing to draw"),
        (r#"{"type": "Point", "coordinates": [0, 9]}"#, "found nothing to draw"),
        (r#"{"features": [{"geometry": nul}]}"#, "expected value"),
        (r#"{"type": "Topology", "objects": {}}"#, "found nothing to draw"),
    ] {
        let error = Basemap::read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("expected TopoJSON or GeoJSON: "), "{error}");
        assert!(error.contains(cause), "{text}: {error}");
    }
}

#[test]
fn a_thousand_brackets_in_each_other_are_refused() {
    let (open, close) = ("[".repeat(1000), "]".repeat(1000));
    let text = format!(r#"{{"type": "Polygon", "coordinates": {open}{close}}}"#);
    let error = Basemap::read(text.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("expected fewer brackets"), "{error}");
}
