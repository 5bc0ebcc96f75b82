//! The countries of the world as rings, thinned so that neighbours still share their border.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::BufReader,
    path::Path,
};

use anyhow::{Context, Result, bail};
use geo::{Area, Contains, Coord, Geometry, LineString, MultiPolygon, Polygon, SimplifyIdx, coord};
use geojson::FeatureReader;

use super::{
    clip::{Edge, Ring, Vertex},
    sources,
    topology::Topology,
    world::cut_at_antimeridian,
};

/// How far a thinned line may be from the source's, in degrees of latitude: 440 m, a CSS pixel and a half at zoom 9.
const TOLERANCE: f64 = 0.004;
/// The same for islands that would vanish.
const ISLAND_TOLERANCE: f64 = 0.001;
/// Smaller islands are left out: square degrees, about a square kilometre.
const MIN_ISLAND: f64 = 0.0001;

/// Degrees from a pole or from 180 degrees: what runs there is where the map ends, and no coast.
const SEAM: f64 = 0.001;

/// Of land above 250 km² Vanua Levu alone is missing, which reaches up to 180 degrees.
const MISSING: Coord = Coord { x: 179.2, y: -16.5 };

/// A position in millionths of a degree, of which the source has six digits.
type Key = (i32, i32);

/// The countries' areas: an outer ring each, and those of holes.
pub fn read(cache: &Path) -> Result<Vec<Vec<Ring>>> {
    let path = sources::COASTS.file(cache, "map.geo.json")?;
    let mut areas = Vec::new();
    for feature in FeatureReader::from_reader(BufReader::new(File::open(path)?)).features() {
        let country = feature?.geometry.context("a country without a shape")?.try_into()?;
        let country = match country {
            Geometry::Polygon(area) => MultiPolygon::from(area),
            Geometry::MultiPolygon(areas) => areas,
            _ => bail!("a country that is no area"),
        };
        for area in country {
            if area.unsigned_area() < MIN_ISLAND {
                continue;
            }
            let (outer, holes) = area.into_inner();
            areas.push(std::iter::once(outer).chain(holes).collect::<Vec<_>>());
        }
    }
    areas.push(vec![missing(cache)?.into_inner().0]);
    let mesh = Mesh::of(areas.iter().flatten());
    let rings =
        |area: &Vec<LineString>| area.iter().filter_map(|ring| mesh.thinned(ring)).collect();
    Ok(areas.iter().map(rings).collect())
}

/// The island that the source lacks, from another.
fn missing(cache: &Path) -> Result<Polygon> {
    let atlas = Topology::read(&sources::WORLD.file(cache, "land-10m.json")?)?;
    let land = atlas.object("land")?.members().first().context("the world has no land")?;
    let land = atlas.polygons(land)?.into_iter();
    let mut parts = land.flat_map(|area| cut_at_antimeridian(&area));
    parts.find(|part| part.contains(&MISSING)).context("the other lacks it too")
}

/// Which positions come one after the other in the rings.
#[derive(Default)]
struct Mesh {
    steps: HashSet<(Key, Key)>,
    /// Where other than two lines meet.
    junctions: HashSet<Key>,
}

impl Mesh {
    fn of<'a>(rings: impl Iterator<Item = &'a LineString>) -> Self {
        let mut mesh = Self::default();
        let mut around: HashMap<Key, [Key; 2]> = HashMap::new();
        for ring in rings {
            let keys = keys(ring);
            for (at, &here) in keys.iter().enumerate() {
                let next = keys[(at + 1) % keys.len()];
                let last = keys[(at + keys.len() - 1) % keys.len()];
                mesh.steps.insert((here, next));
                let known = *around.entry(here).or_insert([last, next]);
                if known != [last, next] && known != [next, last] {
                    mesh.junctions.insert(here);
                }
            }
        }
        mesh
    }

    /// What parts a country from what: who goes the other way along a line has its land on the other side.
    fn edge(&self, [from, to]: [Key; 2]) -> Edge {
        if self.steps.contains(&(to, from)) { Edge::Border } else { Edge::Shore }
    }

    /// A ring with fewer positions, or none where nothing is left.
    fn thinned(&self, ring: &LineString) -> Option<Ring> {
        let mut positions = ring.0.clone();
        positions.pop();
        // A ring without junctions begins where the hole that it fills does.
        let start = positions.iter().position(|&at| self.junctions.contains(&key(at)));
        let start = start.or_else(|| (0..positions.len()).min_by_key(|&at| key(positions[at])))?;
        positions.rotate_left(start);
        positions.push(positions[0]);
        let mut vertices = Vec::new();
        let mut start = 0;
        for at in 1..positions.len() {
            if at + 1 == positions.len() || self.junctions.contains(&key(positions[at])) {
                self.push_line(&positions[start..=at], &mut vertices);
                start = at;
            }
        }
        (vertices.len() > 2).then_some(vertices)
    }

    /// Thins the way from one junction to the next, alike in both directions.
    fn push_line(&self, line: &[Coord], vertices: &mut Ring) {
        let edge = self.edge([key(line[0]), key(line[1])]);
        let is_reversed = key(line[line.len() - 1]) < key(line[0]);
        let mut line = line.to_vec();
        if is_reversed {
            line.reverse();
        }
        let mut thin = thinned(&line, TOLERANCE);
        if thin.len() < 4 && thin[0] == thin[thin.len() - 1] {
            thin = thinned(&line, ISLAND_TOLERANCE);
        }
        if is_reversed {
            thin.reverse();
        }
        for (index, pair) in thin.windows(2).enumerate() {
            let is_seam = pair.iter().all(|at| at.x.abs() > 180.0 - SEAM)
                || pair.iter().all(|at| at.y.abs() > 90.0 - SEAM);
            let edge = if is_seam { Edge::Cut } else { edge };
            vertices.push(Vertex { at: pair[0], edge, is_junction: index == 0 });
        }
    }
}

/// Those positions of a line without which it would be another.
fn thinned(line: &[Coord], tolerance: f64) -> Vec<Coord> {
    // A degree of longitude is shorter far from the equator.
    let width = line[0].y.to_radians().cos();
    let even: LineString = line.iter().map(|at| coord! { x: at.x * width, y: at.y }).collect();
    even.simplify_idx(tolerance).into_iter().map(|index| line[index]).collect()
}

fn key(at: Coord) -> Key {
    let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
    (millionths(at.x), millionths(at.y))
}

/// Those of a ring, each once.
fn keys(ring: &LineString) -> Vec<Key> {
    let mut keys: Vec<Key> = ring.coords().skip(1).map(|&at| key(at)).collect();
    keys.dedup();
    keys
}
