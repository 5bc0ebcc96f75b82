//! What holds of every feed, tried on many that nobody wrote.

use incident_map::feed::{FeedError, NumberUnit, ReadOptions, Reader, incident, to_json};
use incident_map::geo::{LngLat, project};
use incident_map::store::PartKind;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::read_with;

/// Any JSON, with what confuses a scanner in its texts.
fn any_json() -> impl Strategy<Value = Value> {
    let text = "[a-c\"\\\\{}\\[\\],:\\né\u{1F600} ]{0,6}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e3..1e3).prop_map(|number: f64| json!(number)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text, inner), 0..4)
                .prop_map(|members| Value::from(Map::from_iter(members))),
        ]
    })
}

/// A Feature that is much like one.
fn any_feature() -> impl Strategy<Value = Value> {
    let time = prop_oneof![
        Just(json!("2025-03-25")),
        Just(json!("2025-03-24/2025-03-30")),
        Just(json!({ "start": 1_742_934_600, "end": "2025-04" })),
        (0..2_000_000_000_i64).prop_map(Value::from),
        any_json(),
    ];
    let geometry = prop_oneof![
        Just(Value::Null),
        (-200..200, -91..91)
            .prop_map(|(lng, lat)| json!({ "type": "Point", "coordinates": [lng, lat] })),
        Just(json!({ "type": "LineString", "coordinates": [[1, 2], [3, 4]] })),
        any_json(),
    ];
    let name = prop::sample::select(vec!["when", "date", "start", "end", "category", "x"]);
    let properties = prop::collection::vec((name, time), 0..4);
    (prop_oneof![Just(json!("a")), (0..3).prop_map(Value::from), any_json()], geometry, properties)
        .prop_map(|(id, geometry, properties)| {
            let named = properties.into_iter().map(|(name, value)| (name.to_owned(), value));
            let properties = Map::from_iter(named);
            json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": properties })
        })
}

/// A text, and where each of its features stands in it.
fn any_feed() -> impl Strategy<Value = (String, Vec<Value>, Vec<std::ops::Range<u64>>)> {
    let element = prop_oneof![4 => any_feature(), 1 => any_json()];
    let space = prop::sample::select(vec!["", " ", "\n\t"]);
    let outer = prop::collection::vec(any_json(), 0..3);
    (prop::collection::vec((element, space), 0..8), outer, any::<bool>()).prop_map(
        |(elements, outer, features_first)| {
            let others: Vec<String> = outer
                .iter()
                .enumerate()
                .map(|(at, value)| format!("\"member{at}\":{value}"))
                .chain(["\"type\":\"FeatureCollection\"".to_owned()])
                .collect();
            let others = others.join(",");
            let mut text = if features_first { "{".to_owned() } else { format!("{{{others},") };
            text.push_str("\"features\": [");
            let mut ranges = Vec::new();
            for (at, (value, space)) in elements.iter().enumerate() {
                text.push_str(if at > 0 { "," } else { "" });
                text.push_str(space);
                let start = text.len() as u64;
                text.push_str(&value.to_string());
                ranges.push(start..text.len() as u64);
                text.push_str(space);
            }
            text.push(']');
            text.push_str(&if features_first { format!(",{others}}}") } else { "}".to_owned() });
            (text, elements.into_iter().map(|(value, _)| value).collect(), ranges)
        },
    )
}

/// Values of one kind, as JSON, that a property may have.
fn values_of_a_kind() -> impl Strategy<Value = BoxedStrategy<String>> {
    let day = || (1..29_u32).prop_map(|day| format!("\"2025-03-{day:02}\""));
    let metres = || (0..900).prop_map(|metres: i32| metres.to_string());
    let from_to =
        (day(), day()).prop_map(|(start, end)| format!("{{\"start\":{start},\"end\":{end}}}"));
    let about = day().prop_map(|start| format!("{{\"start\":{start},\"approximate\":true}}"));
    let near = metres().prop_map(|metres| format!("{{\"name\":\"x\",\"radius_m\":{metres}}}"));
    let text = "[a-c\u{e9} ]{0,20}".prop_map(|text| format!("{text:?}"));
    let odd = prop::sample::select(vec!["null", "true", " \"a\\n\"", "1.50", "[1]", "\"2025/..\""]);
    prop::sample::select(vec![
        day().boxed(),
        metres().boxed(),
        from_to.boxed(),
        about.boxed(),
        near.boxed(),
        text.boxed(),
        odd.prop_map(str::to_owned).boxed(),
        any_json().prop_map(|value| value.to_string()).boxed(),
    ])
}

/// A feed as a program writes it: each Feature has the same members in the same order, but for a few that are otherwise.
fn alike_features() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "when", "where", "date", "start", "end", "category", "type", "Date", "x",
    ]);
    let position = |lats: std::ops::Range<i32>| (-200..200, lats, prop::option::of(0..9));
    let point = move |lats| {
        position(lats).prop_map(|(lng, lat, height)| {
            let height = height.map(|height| format!(",{height}")).unwrap_or_default();
            format!("{{\"type\":\"Point\",\"coordinates\":[{lng}, {lat}.5{height}]}}")
        })
    };
    let odd = prop::sample::select(vec![
        "null",
        "{\"coordinates\":[1,2],\"type\":\"Point\"}",
        "{\"type\":\"Point\",\"coordinates\":[[1,2]]}",
        "{\"type\":\"Point\",\"coordinates\":[1,null]}",
        "{\"type\":\"Point\",\"coordinates\":[1]}",
        "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}",
        "[]",
        "{\"type\":\"GeometryCollection\",\"coordinates\":[1,2]}",
        "{\"coordinates\":[1,2],\"coordinates\":null,\"type\":\"Point\"}",
    ]);
    let odd = odd.prop_map(str::to_owned);
    let mostly_points = prop_oneof![12 => point(-80..80), 1 => point(-99..99), 1 => odd.clone()];
    let geometries = prop_oneof![
        4 => Just(mostly_points.boxed()),
        1 => odd.prop_map(|geometry| Just(geometry).boxed()),
    ];
    let members = prop::collection::vec((name, values_of_a_kind()), 0..5);
    let spaces = prop::sample::select(vec!["", " ", "\n  "]);
    (members, geometries, values_of_a_kind(), spaces).prop_flat_map(
        move |(members, geometry, extra, space)| {
            let (names, values): (Vec<_>, Vec<_>) = members.into_iter().unzip();
            let odd = any_json().prop_map(|value| value.to_string()).boxed();
            let often = values.into_iter().map(|value| prop_oneof![12 => value, 1 => odd.clone()]);
            let feature = ((0..40), geometry, often.collect::<Vec<_>>(), extra).prop_map(
                move |(id, geometry, values, extra)| {
                    let properties: Vec<String> = std::iter::zip(&names, values)
                        .map(|(name, value)| format!("{space}\"{name}\":{space}{value}"))
                        .collect();
                    let properties = properties.join(",");
                    format!(
                        "{{\"type\":\"Feature\",\"id\":{id},{space}\"geometry\":{geometry},\
                         \"properties\":{{{properties}{space}}},\"extra\":{extra}}}"
                    )
                },
            );
            prop::collection::vec(feature, 0..12).prop_map(|features| {
                let features = features.join(",");
                format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
            })
        },
    )
}

/// All that can be seen of what was read.
fn seen(reader: &Reader, result: &Result<(), FeedError>) -> String {
    let store = reader.store();
    let rows: Vec<String> = (0..store.len())
        .map(|row| {
            let shape: Vec<_> = store.shape(row).iter().flat_map(|shape| shape.parts()).collect();
            let when = (store.extent(row), store.has_lasted(row), store.is_approximate(row));
            let what = (store.id(row), store.category(row), store.text_range(row));
            format!("{what:?} {when:?} {:?} {:?} {shape:?}", store.place(row), store.radius_m(row))
        })
        .collect();
    let categories: Vec<_> = store.categories().collect();
    let summary = reader.summary();
    let counts = (summary.total, summary.rejected, summary.unit);
    let rest = (counts, reader.rejected(), reader.collection(), result);
    format!("{rows:?} {categories:?} {rest:?}")
}

fn read_in_pieces(bytes: &[u8], cuts: &[usize]) -> String {
    let mut reader = Reader::new(&ReadOptions::default());
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let pieces = cuts.windows(2).map(|ends| &bytes[ends[0]..ends[1]]);
    // An error ends it, as it does for whoever fetches.
    let pushed = pieces.map(|piece| reader.push(piece)).find(Result::is_err).unwrap_or(Ok(()));
    let result = reader.finish().map(drop);
    assert!(pushed.is_ok() || pushed == result);
    seen(&reader, &result)
}

/// Coordinates that are nested so deep.
fn nested_coordinates(depth: u32) -> BoxedStrategy<Value> {
    if depth == 1 {
        return (-180..181, -90..91).prop_map(|(lng, lat)| json!([lng, lat])).boxed();
    }
    prop::collection::vec(nested_coordinates(depth - 1), 1..4).prop_map(Value::from).boxed()
}

/// How many positions each part has that is drawn.
fn parts_of(geometry: &geojson::GeometryValue) -> Vec<usize> {
    use geojson::GeometryValue as Geometry;
    match geometry {
        Geometry::MultiPoint { coordinates } if coordinates.len() > 1 => vec![coordinates.len()],
        Geometry::LineString { coordinates } => vec![coordinates.len()],
        Geometry::MultiLineString { coordinates } | Geometry::Polygon { coordinates } => {
            coordinates.iter().map(Vec::len).collect()
        }
        Geometry::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().map(Vec::len).collect()
        }
        _ => Vec::new(),
    }
}

proptest! {
    #[test]
    fn features_are_found_where_they_stand((text, features, ranges) in any_feed()) {
        let (reader, result) = read_with(&text, &ReadOptions::default());
        prop_assert_eq!(result, Ok(()));
        let store = reader.store();
        let rejected: Vec<u32> = reader.rejected().iter().map(|rejected| rejected.index).collect();
        let kept = (0..features.len()).filter(|index| !rejected.contains(&(*index as u32)));
        let expected: Vec<_> = kept.map(|index| ranges[index].clone()).collect();
        let found: Vec<_> = (0..store.len()).map(|row| store.text_range(row)).collect();
        prop_assert_eq!(found, expected);
        let summary = reader.summary();
        prop_assert_eq!(summary.total as usize, features.len());
        prop_assert_eq!(summary.total, store.len() + summary.rejected);
    }

    #[test]
    fn ids_are_unique_and_found((text, _, _) in any_feed()) {
        let (reader, _) = read_with(&text, &ReadOptions::default());
        let store = reader.store();
        for row in 0..store.len() {
            prop_assert_eq!(store.find(store.id(row)), Some(row));
        }
    }

    #[test]
    fn the_panel_and_the_columns_say_the_same((text, _, _) in any_feed()) {
        let (mut reader, _) = read_with(&text, &ReadOptions::default());
        let zone = incident_map::time::Zone::new("x", 3600, vec![]);
        let unit = reader.summary().unit;
        reader.store_mut().resolve(0..u32::MAX, &zone);
        let store = reader.store();
        for row in 0..store.len() {
            let range = store.text_range(row);
            let bytes = &text.as_bytes()[range.start as usize..range.end as usize];
            let shown = incident(store.id(row), bytes, &ReadOptions::default(), unit);
            let when = shown.when.and_then(|when| when.when);
            let extent = when.map(|when| when.extent().resolve(&zone));
            prop_assert_eq!(store.extent(row), extent);
            let number = store.category(row) as usize;
            prop_assert_eq!(shown.category.as_deref(), store.categories().nth(number));
        }
    }

    #[test]
    fn any_split_into_chunks_reads_the_same(
        (text, _, _) in any_feed(),
        cuts in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        let (reader, result) = read_with(&text, &ReadOptions::default());
        let whole = seen(&reader, &result);
        prop_assert_eq!(&read_in_pieces(text.as_bytes(), &cuts), &whole);
        let everywhere: Vec<usize> = (0..text.len()).collect();
        prop_assert_eq!(&read_in_pieces(text.as_bytes(), &everywhere), &whole);
    }

    /// A Feature that comes in two pieces is read by itself, one that is all there as the one before it.
    #[test]
    fn what_is_written_alike_is_read_as_each_is_by_itself(text in alike_features()) {
        let (reader, result) = read_with(&text, &ReadOptions::default());
        let everywhere: Vec<usize> = (0..text.len()).collect();
        prop_assert_eq!(read_in_pieces(text.as_bytes(), &everywhere), seen(&reader, &result));
    }

    #[test]
    fn damage_is_survived_and_seen_alike_in_any_split(
        text in prop_oneof![any_feed().prop_map(|(text, ..)| text), alike_features()],
        damage in prop::collection::vec((any::<usize>(), prop::option::of(any::<u8>())), 1..4),
        cuts in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        let mut bytes = text.into_bytes();
        for (at, byte) in damage {
            let at = at % bytes.len();
            match byte {
                Some(byte) => bytes[at] = byte,
                None => drop(bytes.remove(at)),
            }
        }
        let (reader, result) = read_with(&bytes, &ReadOptions::default());
        prop_assert_eq!(reader.summary().total, reader.store().len() + reader.summary().rejected);
        prop_assert_eq!(read_in_pieces(&bytes, &cuts), seen(&reader, &result));
    }

    #[test]
    fn nothing_panics_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_with(&bytes, &ReadOptions::default());
        let object = [b"{\"type\":\"FeatureCollection\",\"features\":[", &bytes[..]].concat();
        let _ = read_with(&object, &ReadOptions::default());
        let _ = incident("x", &bytes, &ReadOptions::default(), NumberUnit::Seconds);
        let _ = to_json("x", &bytes, &ReadOptions::default());
    }

    #[test]
    fn any_properties_can_be_shown(properties in any_json(), name in "[a-z_]{1,9}") {
        for properties in [properties.clone(), json!({ name: properties })] {
            for name in ["reports", "related", "media", "where", "when", "title", "note"] {
                let feature = json!({ "properties": { name: properties } }).to_string();
                let _ = incident("x", feature.as_bytes(), &ReadOptions::default(), NumberUnit::Seconds);
                let _ = to_json("x", feature.as_bytes(), &ReadOptions::default());
            }
        }
    }

    #[test]
    fn geometries_are_read_as_the_crate_geojson_reads_them(
        coordinates in (1..5_u32).prop_flat_map(nested_coordinates),
        kind in prop::sample::select(vec![
            "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
        ]),
    ) {
        let geometry = json!({ "type": kind, "coordinates": coordinates });
        let reader = super::read(&json!([{ "type": "Feature", "geometry": geometry }]));
        let elsewhere = serde_json::from_value::<geojson::Geometry>(geometry);
        prop_assert_eq!(elsewhere.is_ok(), reader.store().place(0).is_some());
        let Ok(elsewhere) = elsewhere else { return Ok(()) };
        let expected = parts_of(&elsewhere.value);
        let shape = reader.store().shape(0);
        let parts: Vec<usize> =
            shape.iter().flat_map(|shape| shape.parts()).map(|(_, points)| points.len()).collect();
        prop_assert_eq!(parts, expected);
    }

    #[test]
    fn the_mark_of_a_star_stands_inside_of_it(
        radii in prop::collection::vec(0.05..1.0_f64, 3..20),
        center in (-180.0..180.0_f64, -60.0..60.0_f64),
    ) {
        let corner = |(at, radius): (usize, &f64)| {
            let angle = std::f64::consts::TAU * at as f64 / radii.len() as f64;
            json!([center.0 + 10.0 * radius * angle.cos(), center.1 + 10.0 * radius * angle.sin()])
        };
        let ring: Vec<Value> = radii.iter().enumerate().map(corner).collect();
        let reader = super::read(&json!([{
            "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] }
        }]));
        let store = reader.store();
        let mark = store.place(0).unwrap();
        let (kind, points) = store.shape(0).unwrap().parts().next().unwrap();
        prop_assert_eq!(kind, PartKind::Ring);
        let first = project(LngLat { lng: ring[0][0].as_f64().unwrap(), lat: 0.0 }).x;
        prop_assert!((points[0].x - first).abs() < 1e-12);
        let is_inside = |turn: f64| {
            let crossings = (0..points.len()).filter(|&at| {
                let (a, b) = (points[at], points[(at + 1) % points.len()]);
                (a.y > mark.y) != (b.y > mark.y)
                    && mark.x + turn < a.x + (mark.y - a.y) / (b.y - a.y) * (b.x - a.x)
            });
            crossings.count() % 2 == 1
        };
        prop_assert!([-1.0, 0.0, 1.0].into_iter().any(is_inside));
    }
}
