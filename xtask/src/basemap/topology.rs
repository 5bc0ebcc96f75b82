//! TopoJSON 1.1, quantised: read into and written from the types of `geo`.
//!
//! Every line and every ring has an arc of its own, but for those of areas and their edges in squares of the world.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Serialize, Deserialize)]
pub struct Topology {
    #[serde(rename = "type")]
    kind: Kind,
    /// One line of credit, to be shown with the map.
    #[serde(default)]
    attribution: String,
    transform: Transform,
    pub objects: BTreeMap<String, Geometry>,
    arcs: Vec<Arc>,
    /// The numbers of those that may be asked for again.
    #[serde(skip)]
    shared: HashMap<Arc, i32>,
}

/// Grid steps: the first position, then the way from each to the next.
type Arc = Vec<[i32; 2]>;

/// Indices of arcs, to be joined end to end; `!i` is arc `i` backwards.
pub type Chain = Vec<i32>;

#[derive(Serialize, Deserialize)]
enum Kind {
    Topology,
}

/// Degrees = grid steps * scale + translate.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Transform {
    pub scale: [f64; 2],
    pub translate: [f64; 2],
}

#[derive(Serialize, Deserialize)]
pub struct Geometry {
    #[serde(flatten)]
    pub shape: Shape,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Shape {
    Point { coordinates: [i32; 2] },
    MultiLineString { arcs: Vec<Chain> },
    Polygon { arcs: Vec<Chain> },
    MultiPolygon { arcs: Vec<Vec<Chain>> },
    GeometryCollection { geometries: Vec<Geometry> },
}

impl From<Shape> for Geometry {
    fn from(shape: Shape) -> Self {
        Self { shape, id: None, properties: BTreeMap::new() }
    }
}

impl Geometry {
    pub fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        self.properties.insert(property.to_owned(), value.into());
        self
    }

    pub fn text(&self, property: &str) -> Option<&str> {
        self.properties.get(property)?.as_str()
    }

    /// The geometries of a collection, or the geometry alone.
    pub fn members(&self) -> &[Self] {
        match &self.shape {
            Shape::GeometryCollection { geometries } => geometries,
            _ => std::slice::from_ref(self),
        }
    }

    fn polygon_chains(&self) -> &[Vec<Chain>] {
        match &self.shape {
            Shape::MultiPolygon { arcs } => arcs,
            Shape::Polygon { arcs } => std::slice::from_ref(arcs),
            _ => &[],
        }
    }

    /// The indices of the arcs that bound it, or that it is, without their direction.
    pub fn arc_indices(&self) -> impl Iterator<Item = usize> {
        let lines = match &self.shape {
            Shape::MultiLineString { arcs } => &arcs[..],
            _ => &[],
        };
        let chains = self.polygon_chains().iter().flatten().chain(lines);
        chains.flatten().map(|&arc| index_and_reversed(arc).0)
    }
}

impl Topology {
    pub fn new(transform: Transform, attribution: &str) -> Self {
        Self {
            kind: Kind::Topology,
            attribution: attribution.to_owned(),
            transform,
            objects: BTreeMap::new(),
            arcs: Vec::new(),
            shared: HashMap::new(),
        }
    }

    pub fn read(path: &Path) -> Result<Self> {
        let reading = || format!("reading {}", path.display());
        serde_json::from_slice(&fs::read(path).with_context(reading)?).with_context(reading)
    }

    pub fn object(&self, name: &str) -> Result<&Geometry> {
        let object = self.objects.get(name);
        object.with_context(|| format!("the topology has no object {name:?}"))
    }

    /// The areas of a `Polygon` or `MultiPolygon`; none for other geometries.
    pub fn polygons(&self, geometry: &Geometry) -> Result<MultiPolygon> {
        let polygons = geometry.polygon_chains().iter().map(|rings| {
            let mut rings = rings.iter().map(|ring| self.join(ring));
            let exterior = rings.next().context("a polygon without rings")??;
            Ok(Polygon::new(exterior, rings.collect::<Result<_>>()?))
        });
        polygons.collect()
    }

    /// The lines between members of a collection: the arcs that several have and that `wanted` takes.
    pub fn mesh(
        &self,
        collection: &Geometry,
        wanted: impl Fn(&[&Geometry]) -> bool,
    ) -> Result<MultiLineString> {
        let mut users = vec![Vec::new(); self.arcs.len()];
        for geometry in collection.members() {
            for arc in geometry.arc_indices() {
                users.get_mut(arc).context("no such arc")?.push(geometry);
            }
        }
        let arcs = self.arcs.iter().zip(&users);
        let arcs = arcs.filter(|(_, users)| users.len() > 1 && wanted(users));
        Ok(arcs.map(|(arc, _)| self.decode(arc)).collect())
    }

    /// The lines of a `MultiLineString`; none for other geometries.
    #[cfg(test)]
    pub fn lines(&self, geometry: &Geometry) -> Result<MultiLineString> {
        match &geometry.shape {
            Shape::MultiLineString { arcs } => arcs.iter().map(|chain| self.join(chain)).collect(),
            _ => Ok(MultiLineString(Vec::new())),
        }
    }

    /// Where a `Point` is.
    #[cfg(test)]
    pub fn position(&self, geometry: &Geometry) -> Option<Coord> {
        match geometry.shape {
            Shape::Point { coordinates } => self.decode(&vec![coordinates]).0.first().copied(),
            _ => None,
        }
    }

    pub fn add_polygons(&mut self, polygons: &MultiPolygon) -> Geometry {
        let arcs = polygons.iter().filter_map(|polygon| {
            let exterior = self.add_ring(polygon.exterior())?;
            let interiors = polygon.interiors().iter();
            let interiors = interiors.filter_map(|ring| self.add_ring(ring));
            Some(std::iter::once(exterior).chain(interiors).collect())
        });
        let arcs = arcs.collect();
        Shape::MultiPolygon { arcs }.into()
    }

    pub fn add_lines(&mut self, lines: &MultiLineString) -> Geometry {
        let arcs = lines.iter().filter_map(|line| self.add_arc(line, 2));
        let arcs = arcs.collect();
        Shape::MultiLineString { arcs }.into()
    }

    pub fn point(&self, position: Coord) -> Geometry {
        let coordinates = self.quantise(position);
        Shape::Point { coordinates }.into()
    }

    /// None for what is smaller than the grid can show.
    fn add_ring(&mut self, ring: &LineString) -> Option<Chain> {
        self.add_arc(ring, 4)
    }

    fn add_arc(&mut self, line: &LineString, min_positions: usize) -> Option<Chain> {
        let arc = self.encode(line);
        if arc.len() < min_positions {
            return None;
        }
        self.arcs.push(arc);
        i32::try_from(self.arcs.len() - 1).ok().map(|i| vec![i])
    }

    /// The number of a line of grid positions, which is one and the same in both directions; and whether it runs the other way.
    pub fn add_shared(&mut self, mut positions: Vec<[i32; 2]>) -> (i32, bool) {
        let is_reversed = positions.iter().rev().lt(positions.iter());
        if is_reversed {
            positions.reverse();
        }
        let arc = Self::steps(positions);
        let next = self.arcs.len() as i32;
        let number = *self.shared.entry(arc.clone()).or_insert(next);
        if number == next {
            self.arcs.push(arc);
        }
        (number, is_reversed)
    }

    fn encode(&self, line: &LineString) -> Arc {
        let mut positions: Arc = line.coords().map(|&c| self.quantise(c)).collect();
        positions.dedup();
        Self::steps(positions)
    }

    /// From positions to the way from each to the next.
    fn steps(mut positions: Arc) -> Arc {
        let mut last = [0, 0];
        for position in &mut positions {
            let here = *position;
            *position = [here[0] - last[0], here[1] - last[1]];
            last = here;
        }
        positions
    }

    #[expect(clippy::cast_possible_truncation, reason = "a grid has far fewer steps")]
    pub fn quantise(&self, position: Coord) -> [i32; 2] {
        let Transform { scale, translate } = self.transform;
        let steps = |degrees: f64, axis: usize| ((degrees - translate[axis]) / scale[axis]).round();
        [steps(position.x, 0) as i32, steps(position.y, 1) as i32]
    }

    fn decode(&self, arc: &Arc) -> LineString {
        let Transform { scale, translate } = self.transform;
        let mut here = [0, 0];
        let positions = arc.iter().map(|step| {
            here = [here[0] + step[0], here[1] + step[1]];
            let degrees = |axis: usize| f64::from(here[axis]) * scale[axis] + translate[axis];
            Coord { x: degrees(0), y: degrees(1) }
        });
        positions.collect()
    }

    fn join(&self, chain: &Chain) -> Result<LineString> {
        let mut positions = Vec::new();
        for &arc in chain {
            let (index, reversed) = index_and_reversed(arc);
            let mut line = self.decode(self.arcs.get(index).context("no such arc")?).0;
            if reversed {
                line.reverse();
            }
            // An arc begins where the one before it ended.
            positions.pop();
            positions.append(&mut line);
        }
        Ok(LineString(positions))
    }
}

fn index_and_reversed(arc: i32) -> (usize, bool) {
    let reversed = arc < 0;
    ((if reversed { !arc } else { arc }) as usize, reversed)
}
