//! Where marks stand, and what is drawn beside them.

use incident_map::geo::{LngLat, WorldPoint, project};
use incident_map::store::PartKind;
use serde_json::{Value, json};

use super::{read, with_geometry};

fn at(lng: f64, lat: f64) -> WorldPoint {
    project(LngLat { lng, lat })
}

fn is_near(a: WorldPoint, b: WorldPoint) -> bool {
    (a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9
}

/// The parts of a shape.
type Parts = Vec<(PartKind, Vec<WorldPoint>)>;

/// The place of the mark, and what is drawn beside it.
fn drawn(geometry: &Value) -> (WorldPoint, Parts) {
    let reader = read(&json!([with_geometry(geometry)]));
    assert!(reader.rejected().is_empty(), "{:?}", reader.rejected());
    let store = reader.store();
    let parts = store.shape(0).into_iter().flat_map(|shape| shape.parts());
    (store.place(0).unwrap(), parts.map(|(kind, points)| (kind, points.to_vec())).collect())
}

fn are_near(parts: &Parts, expected: &[(PartKind, &[WorldPoint])]) -> bool {
    parts.len() == expected.len()
        && parts.iter().zip(expected).all(|((kind, points), (expected_kind, expected))| {
            kind == expected_kind
                && points.len() == expected.len()
                && points.iter().zip(*expected).all(|(a, b)| is_near(*a, *b))
        })
}

#[test]
fn without_a_place_it_is_unlocated() {
    let empty_point = json!({ "type": "Point", "coordinates": [] });
    for geometry in [
        Value::Null,
        empty_point.clone(),
        json!({ "type": "Polygon", "coordinates": [[]] }),
        json!({ "type": "MultiPolygon", "coordinates": [[], [[]]] }),
        json!({ "type": "GeometryCollection", "geometries": [] }),
        json!({ "type": "GeometryCollection", "geometries": [empty_point, null] }),
    ] {
        let reader = read(&json!([with_geometry(&geometry)]));
        assert_eq!((reader.summary().rejected, reader.store().place(0)), (0, None), "{geometry}");
    }
    let reader = read(&json!([{ "type": "Feature", "properties": [] }]));
    assert_eq!((reader.summary().rejected, reader.store().place(0)), (0, None));
}

#[test]
fn a_point_is_its_mark() {
    for coordinates in [json!([1, 2]), json!([1, 2, 300]), json!([1, 2, null])] {
        let (mark, parts) = drawn(&json!({ "type": "Point", "coordinates": coordinates }));
        assert!(is_near(mark, at(1.0, 2.0)) && parts.is_empty());
    }
    let (mark, parts) = drawn(&json!({ "type": "MultiPoint", "coordinates": [[1, 2], [3, 4]] }));
    assert!(is_near(mark, at(1.0, 2.0)));
    assert!(are_near(&parts, &[(PartKind::Points, &[at(1.0, 2.0), at(3.0, 4.0)])]));
}

#[test]
fn the_mark_of_a_line_stands_at_its_end() {
    let (mark, parts) = drawn(&json!({ "type": "LineString", "coordinates": [[1, 2], [3, 4]] }));
    assert!(is_near(mark, at(3.0, 4.0)));
    assert!(are_near(&parts, &[(PartKind::Line, &[at(1.0, 2.0), at(3.0, 4.0)])]));
    let lines = json!([[[1, 2], [3, 4]], [], [[5, 6], [7, 8], [9, 10]]]);
    let (mark, parts) = drawn(&json!({ "type": "MultiLineString", "coordinates": lines }));
    assert!(is_near(mark, at(9.0, 10.0)));
    assert_eq!(parts.iter().map(|(_, points)| points.len()).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn the_mark_of_an_area_stands_inside_of_it() {
    // A square with a hole in its middle.
    let ring =
        |from: i32, to: i32| json!([[from, from], [to, from], [to, to], [from, to], [from, from]]);
    let (mark, parts) =
        drawn(&json!({ "type": "Polygon", "coordinates": [ring(0, 10), ring(1, 9)] }));
    let kinds: Vec<_> = parts.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [PartKind::Ring, PartKind::Hole]);
    let x = |lng| at(lng, 0.0).x;
    assert!(mark.x > x(0.0) && mark.x < x(1.0) || mark.x > x(9.0) && mark.x < x(10.0));

    let areas = json!([[ring(20, 21)], [ring(0, 10)]]);
    let (mark, _) = drawn(&json!({ "type": "MultiPolygon", "coordinates": areas }));
    assert!(mark.x > x(0.0) && mark.x < x(10.0), "the largest has the mark");

    let (mark, _) = drawn(&json!({ "type": "Polygon", "coordinates": [[[1, 1], [2, 1], [1, 1]]] }));
    assert!(is_near(mark, at(1.0, 1.0)), "without an area it is a line");
}

#[test]
fn the_first_member_of_a_collection_has_the_mark() {
    let line = json!({ "type": "LineString", "coordinates": [[5, 6], [7, 8]] });
    let point = |lng: i32| json!({ "type": "Point", "coordinates": [lng, 0] });
    let nested = json!({ "type": "GeometryCollection", "geometries": [line, point(3)] });
    let members = json!([point(1), nested, point(2)]);
    let (mark, parts) = drawn(&json!({ "geometries": members, "type": "GeometryCollection" }));
    assert!(is_near(mark, at(1.0, 0.0)));
    let expected: [(PartKind, &[WorldPoint]); 3] = [
        (PartKind::Line, &[at(5.0, 6.0), at(7.0, 8.0)]),
        (PartKind::Points, &[at(3.0, 0.0)]),
        (PartKind::Points, &[at(2.0, 0.0)]),
    ];
    assert!(are_near(&parts, &expected), "{parts:?}");
}

#[test]
fn longitudes_wrap_and_lines_across_the_antimeridian_stay_whole() {
    let (mark, parts) =
        drawn(&json!({ "type": "LineString", "coordinates": [[170, 0], [190, 0]] }));
    assert!(is_near(mark, at(-170.0, 0.0)));
    let length = |parts: &Parts| parts[0].1.last().unwrap().x - parts[0].1[0].x;
    assert!((length(&parts) - 20.0 / 360.0).abs() < 1e-12);
    // To Fiji, over the antimeridian and back again, as most write it.
    let there = json!([[170, 0], [-170, 0], [-160, 0], [175, 0]]);
    let (mark, parts) = drawn(&json!({ "type": "LineString", "coordinates": there }));
    assert!(is_near(mark, at(175.0, 0.0)));
    assert!((length(&parts) - 5.0 / 360.0).abs() < 1e-12);
    let (mark, _) = drawn(&json!({ "type": "Point", "coordinates": [540, 0] }));
    assert!(is_near(mark, at(180.0, 0.0)));
}
