//! What the committed files must hold, and the steps by which they are made.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod regions;

use std::{collections::HashSet, fs, path::PathBuf};

use geo::{
    Contains, Coord, Distance, Euclidean, LineString, MultiLineString, MultiPolygon, Point,
    Polygon, coord, line_string, polygon,
};

use super::{
    MAX_GZIPPED_BYTES, gzipped_bytes,
    topology::{Geometry, Topology, Transform},
};

/// Two steps of the grid of `hispaniola.json`, in degrees.
const TOUCHING: f64 = 0.0001;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../data/basemap", name].iter().collect()
}

fn read(name: &str) -> Topology {
    Topology::read(&path(name)).unwrap()
}

fn polygons(topology: &Topology, object: &str) -> MultiPolygon {
    topology.polygons(topology.object(object).unwrap()).unwrap()
}

fn lines(topology: &Topology, object: &str) -> MultiLineString {
    topology.lines(topology.object(object).unwrap()).unwrap()
}

fn edges(area: &MultiPolygon) -> MultiLineString {
    area.iter().map(|polygon| polygon.exterior().clone()).collect()
}

fn ends(lines: &MultiLineString) -> Vec<Coord> {
    lines.iter().flat_map(|line| [line.0[0], *line.0.last().unwrap()]).collect()
}

fn distance(end: Coord, lines: &MultiLineString) -> f64 {
    Euclidean.distance(&Point::from(end), lines)
}

#[test]
fn files_are_small_and_credit_their_sources() {
    let files = ["hispaniola.json", "world.json"].map(|name| fs::read(path(name)).unwrap());
    let total: usize = files.iter().map(|file| gzipped_bytes(file).unwrap()).sum();
    assert!(total <= MAX_GZIPPED_BYTES, "{total} bytes");
    let credit = |file: &[u8]| {
        serde_json::from_slice::<serde_json::Value>(file).unwrap()["attribution"].to_string()
    };
    for source in ["OpenStreetMap", "GeoNames", "GSHHG", "Natural Earth"] {
        assert!(credit(&files[0]).contains(source), "{source}");
    }
    assert!(credit(&files[1]).contains("Natural Earth"));
}

#[test]
fn the_island_and_its_small_ones_are_land() {
    let land = polygons(&read("hispaniola.json"), "land");
    let places = [
        ("Hinche", -72.01, 19.14),
        ("Santiago", -70.69, 19.45),
        ("La Gonâve", -73.05, 18.84),
        ("La Tortue", -72.8, 20.04),
        ("Île-à-Vache", -73.64, 18.08),
        ("Grande Cayemite", -73.75, 18.61),
    ];
    for (name, x, y) in places {
        assert!(land.contains(&coord! { x: x, y: y }), "{name}");
    }
    assert!(!land.contains(&coord! { x: -73.3, y: 19.1 }), "the gulf");
    assert!(land.iter().all(|polygon| polygon.interiors().is_empty()), "a false hole");
}

#[test]
fn the_border_goes_from_coast_to_coast() {
    let hispaniola = read("hispaniola.json");
    let coast = edges(&polygons(&hispaniola, "land"));
    let ends = ends(&lines(&hispaniola, "border"));
    assert_eq!(ends.len(), 2);
    assert!(ends.iter().all(|end| distance(*end, &coast) < TOUCHING), "{ends:?}");
}

#[test]
fn lines_of_departments_end_at_the_edge_of_haiti_or_at_each_other() {
    let hispaniola = read("hispaniola.json");
    let departments = lines(&hispaniola, "departments");
    let mut edge = edges(&polygons(&hispaniola, "land"));
    edge.0.extend(lines(&hispaniola, "border"));
    for (i, line) in departments.iter().enumerate() {
        let mut around = edge.clone();
        around.0.extend(
            departments.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, line)| line.clone()),
        );
        for end in [line.0[0], *line.0.last().unwrap()] {
            assert!(distance(end, &around) < TOUCHING, "{end:?}");
        }
    }
}

#[test]
fn the_artibonite_reaches_the_sea_at_grande_saline() {
    let hispaniola = read("hispaniola.json");
    let rivers = hispaniola.object("rivers").unwrap();
    let artibonite = rivers.members().iter().find(|river| river.text("name") == Some("Artibonite"));
    let artibonite = hispaniola.lines(artibonite.unwrap()).unwrap();
    let coast = edges(&polygons(&hispaniola, "land"));
    let mouth =
        ends(&artibonite).into_iter().find(|end| distance(*end, &coast) < TOUCHING).unwrap();
    let grande_saline = Point::new(-72.769, 19.265);
    assert!(Euclidean.distance(Point::from(mouth), grande_saline) < 0.03, "{mouth:?}");
    let bridge = coord! { x: -72.6145, y: 19.1495 };
    assert!(distance(bridge, &artibonite) < 0.01, "Pont-Sondé is the bridge across it");
}

#[test]
fn lakes_lie_where_they_should() {
    let lakes = polygons(&read("hispaniola.json"), "lakes");
    for (name, x, y) in
        [("Saumâtre", -72.0, 18.57), ("Péligre", -71.9, 18.88), ("Enriquillo", -71.58, 18.47)]
    {
        assert!(lakes.contains(&coord! { x: x, y: y }), "{name}");
    }
    assert!(!lakes.contains(&coord! { x: -71.7, y: 18.485 }), "Isla Cabritos");
}

#[test]
fn towns_stand_on_land_and_labels_have_what_a_reader_needs() {
    let hispaniola = read("hispaniola.json");
    let land = polygons(&hispaniola, "land");
    let places = hispaniola.object("places").unwrap().members();
    let mut names = HashSet::new();
    for (rank, place) in places.iter().enumerate() {
        let (name, kind) = (place.text("name").unwrap(), place.text("kind").unwrap());
        assert_eq!(place.properties["rank"], rank);
        assert!((4.0..=12.0).contains(&place.properties["min_zoom"].as_f64().unwrap()), "{name}");
        let position = Point::from(hispaniola.position(place).unwrap());
        let is_on_land = Euclidean.distance(&position, &land) < 0.005;
        let is_water = ["sea", "bay"].contains(&kind);
        assert_eq!(is_on_land, !is_water, "{kind} {name}");
        names.insert(name);
    }
    for name in
        ["Pont-Sondé", "Carrefour Paye", "Savien", "Ségur", "Liancourt", "L'Estère", "Kenscoff"]
    {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn the_world_sets_apart_what_is_drawn_in_detail() {
    let world = read("world.json");
    let (land, detailed) = (polygons(&world, "land"), polygons(&world, "detailed"));
    for (x, y) in [(-71.0, 19.0), (-77.3, 18.1), (-66.4, 18.2), (-77.5, 20.7)] {
        let position = coord! { x: x, y: y };
        assert!(detailed.contains(&position) && !land.contains(&position), "{x}, {y}");
    }
    let named: Vec<_> = world
        .object("places")
        .unwrap()
        .members()
        .iter()
        .filter_map(|place| place.text("name"))
        .collect();
    assert!(named.contains(&"Cuba") && !named.contains(&"Haiti"));
}

#[test]
fn the_world_is_cut_at_the_antimeridian() {
    let world = read("world.json");
    let land = polygons(&world, "land");
    let leaps = |ring: &LineString| {
        ring.lines().any(|step| step.dx().abs() > 180.0 && step.start.y > -85.0)
    };
    assert!(!land.iter().any(|polygon| leaps(polygon.exterior())));
    for (name, x, y) in
        [("Chukotka", -175.0, 67.0), ("Siberia", 100.0, 65.0), ("Antarctica", 0.0, -80.0)]
    {
        assert!(land.contains(&coord! { x: x, y: y }), "{name}");
    }
    assert!(!land.contains(&coord! { x: 51.0, y: 41.0 }), "the Caspian Sea");
    assert!(!land.contains(&coord! { x: -30.0, y: 66.5 }), "the Denmark Strait");
}

#[test]
fn what_is_written_is_read_again_to_half_a_step() {
    let grid = Transform { scale: [0.01, 0.02], translate: [-10.0, 5.0] };
    let mut topology = Topology::new(grid, "");
    let line = line_string![(x: -9.996, y: 5.0), (x: -9.0, y: 6.013), (x: 3.333, y: 80.0), (x: -9.5, y: -20.0)];
    let lake = polygon!(exterior: [(x: 0., y: 6.), (x: 9., y: 6.), (x: 9., y: 9.)], interiors: [[(x: 5., y: 7.), (x: 7., y: 7.), (x: 7., y: 8.)]]);
    let speck = polygon![(x: 0., y: 6.), (x: 0.001, y: 6.), (x: 0.001, y: 6.001)];
    let area = MultiPolygon(vec![lake.clone(), speck]);
    let objects: [(&str, Geometry); 3] = [
        ("line", topology.add_lines(&line.clone().into())),
        ("area", topology.add_polygons(&area)),
        ("point", topology.point(coord! { x: -3.0, y: 9.0 })),
    ];
    topology.objects.extend(objects.map(|(name, geometry)| (name.to_owned(), geometry)));

    let json = serde_json::to_string(&topology).unwrap();
    let again: Topology = serde_json::from_str(&json).unwrap();
    for (there, here) in lines(&again, "line").0[0].coords().zip(line.coords()) {
        assert!((there.x - here.x).abs() <= 0.00501 && (there.y - here.y).abs() <= 0.01001);
    }
    let read: Vec<Polygon> = polygons(&again, "area").0;
    assert_eq!(read.len(), 1, "what is smaller than a step is left out");
    assert!(Euclidean.distance(&read[0], &lake) < 0.01 && read[0].interiors().len() == 1);
    assert_eq!(again.position(again.object("point").unwrap()), Some(coord! { x: -3.0, y: 9.0 }));
}
