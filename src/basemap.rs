//! The ground under the incidents: TopoJSON, or GeoJSON, read into lines and areas of the map.
//!
//! The `topojson` crate holds to a `geojson` of two majors ago, which would ship that crate twice;
//! a topology is arcs and lists of their numbers, and reading it is this file.

mod parts;
mod style;

pub use parts::{BasemapPart, is_near_hispaniola, regions_in_sight};
pub use style::{DASH_PX, GroundColor, LayerStyle};

use incident_map_json::{Json, Kind, MAX_DEPTH};
use serde_json::{Map, Value};

use crate::geo::{LngLat, WorldPoint, project};

/// A basemap, ready to be drawn.
#[derive(Debug, Default)]
pub struct Basemap {
    /// Whom to credit.
    pub attribution: String,
    /// Areas and lines by the name of their object: `land`, `lakes`, `border`, `rivers`, …
    pub layers: Vec<Layer>,
    /// What is labelled.
    pub places: Vec<Place>,
}

/// Areas or lines that are drawn alike.
#[derive(Debug)]
pub struct Layer {
    /// The object's name in a topology; `land` in GeoJSON.
    pub name: String,
    /// Rings where `closed`, else lines.
    pub paths: Vec<Vec<WorldPoint>>,
    /// Whether the paths are rings of areas. Those of holes run the other way round, so that areas may overlap.
    pub closed: bool,
}

impl Layer {
    fn new(name: &str, closed: bool) -> Self {
        Self { name: name.to_owned(), paths: Vec::new(), closed }
    }

    /// Adds the edge of an area, or of a hole in one.
    fn push_ring(&mut self, mut ring: Vec<WorldPoint>, is_hole: bool) {
        let origin = ring.first().copied().unwrap_or_default();
        let mut area = 0.0;
        for side in ring.windows(2) {
            let [x, y] = [side[0].x - origin.x, side[0].y - origin.y];
            area += x * (side[1].y - origin.y) - y * (side[1].x - origin.x);
        }
        if (area > 0.0) != is_hole {
            ring.reverse();
        }
        self.paths.push(ring);
    }
}

/// A name on the map.
#[derive(Debug)]
pub struct Place {
    /// Where it stands.
    pub position: WorldPoint,
    /// `country`, `department`, `city`, `town`, `village`, `airport`, `island`, `locality`, `river`, `lake`, `bay`, `sea`; any
    /// other is written as a town.
    pub kind: String,
    /// The name as it is written there.
    pub name: String,
    /// Its names in other languages, by primary subtag.
    pub names: Vec<(String, String)>,
    /// From which zoom on it may be shown.
    pub min_zoom: f64,
    /// Up to which zoom.
    pub max_zoom: f64,
    /// Lower is more important.
    pub rank: f64,
}

impl Place {
    /// The name for a reader's language, else as it is written there.
    #[must_use]
    pub fn name_in(&self, lang: &str) -> &str {
        let primary = lang.split('-').next().unwrap_or(lang);
        self.names.iter().find(|(of, _)| of == primary).map_or(&self.name, |(_, name)| name)
    }
}

/// Why a basemap can't be read.
#[derive(Debug)]
pub enum BasemapError {
    /// Not JSON, or neither TopoJSON nor GeoJSON.
    NotBasemap(String),
}

impl std::fmt::Display for BasemapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::NotBasemap(cause) = self;
        write!(f, "expected TopoJSON or GeoJSON: {cause}")
    }
}

/// The members of a topology.
struct Topology {
    attribution: String,
    transform: Option<Transform>,
    arcs: Vec<Vec<(f64, f64)>>,
    objects: Value,
}

impl Topology {
    /// The arcs are read as they come: as a [`Value`] they would be ten times as large.
    /// GeoJSON is read as a topology of one object, each line and each ring of which is an arc of its own.
    fn read(text: &str) -> Result<Self, String> {
        let mut topology = Self::read_members(&mut Json::new(text))?;
        if !topology.objects.is_object() {
            let mut objects = Map::new();
            objects.insert("land".to_owned(), topology.shapes(&mut Json::new(text), 0)?);
            topology.objects = Value::Object(objects);
        }
        Ok(topology)
    }

    /// A value of GeoJSON, in which lists of positions have become lists of the number of an arc.
    fn shapes(&mut self, json: &mut Json<'_>, depth: u32) -> Result<Value, String> {
        Ok(match json.kind()? {
            _ if depth > MAX_DEPTH => {
                return Err(json.error("expected fewer brackets in each other"));
            }
            Kind::Object => {
                let mut members = Map::new();
                json.open(b'{')?;
                while let Some(name) = json.member()? {
                    let is_plain = name == "properties";
                    let value =
                        if is_plain { json.value()? } else { self.shapes(json, depth + 1)? };
                    members.insert(name.into_owned(), value);
                }
                Value::Object(members)
            }
            Kind::Array => {
                let (mut values, mut arc) = (Vec::new(), Vec::new());
                json.open(b'[')?;
                while json.element()? {
                    let value = self.shapes(json, depth + 1)?;
                    match (value[0].as_f64(), value[1].as_f64()) {
                        (Some(x), Some(y)) => arc.push((x, y)),
                        _ => values.push(value),
                    }
                }
                if !arc.is_empty() {
                    values.push(self.arcs.len().into());
                    self.arcs.push(arc);
                }
                Value::Array(values)
            }
            _ => json.value()?,
        })
    }

    fn read_members(json: &mut Json<'_>) -> Result<Self, String> {
        let mut topology = Self {
            attribution: String::new(),
            transform: None,
            arcs: Vec::new(),
            objects: Value::Null,
        };
        json.open(b'{')?;
        while let Some(name) = json.member()? {
            match name.as_ref() {
                "attribution" => {
                    topology.attribution = json.value()?.as_str().unwrap_or_default().to_owned();
                }
                "transform" => topology.transform = Transform::of(&json.value()?),
                "arcs" => topology.arcs = arcs(json)?,
                "objects" => topology.objects = json.value()?,
                _ => json.skip()?,
            }
        }
        json.end()?;
        Ok(topology)
    }
}

fn arcs(json: &mut Json<'_>) -> Result<Vec<Vec<(f64, f64)>>, String> {
    let mut arcs = Vec::new();
    json.open(b'[')?;
    while json.element()? {
        let mut arc = Vec::new();
        json.open(b'[')?;
        while json.element()? {
            let mut position = [0.0; 2];
            let mut axes = position.iter_mut();
            json.open(b'[')?;
            while json.element()? {
                let number = json.number()?.as_f64().unwrap_or_default();
                axes.next().into_iter().for_each(|axis| *axis = number);
            }
            arc.push((position[0], position[1]));
        }
        arcs.push(arc);
    }
    Ok(arcs)
}

/// How whole numbers become degrees.
#[derive(Clone, Copy)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

impl Transform {
    const NONE: Self = Self { scale: (1.0, 1.0), translate: (0.0, 0.0) };

    fn of(value: &Value) -> Option<Self> {
        let pair = |name| Some((value[name][0].as_f64()?, value[name][1].as_f64()?));
        Some(Self { scale: pair("scale")?, translate: pair("translate")? })
    }

    fn apply(&self, (x, y): (f64, f64)) -> WorldPoint {
        let lng = x * self.scale.0 + self.translate.0;
        let lat = y * self.scale.1 + self.translate.1;
        // Not wrapped: an edge along 180 degrees stays at the edge where it was drawn.
        WorldPoint { x: lng / 360.0 + 0.5, y: project(LngLat { lng: 0.0, lat }).y }
    }
}

impl Basemap {
    /// Reads TopoJSON or GeoJSON. What it does not understand in it is left out.
    ///
    /// # Errors
    /// [`BasemapError::NotBasemap`] where the bytes are neither, or nothing of them can be drawn.
    pub fn read(bytes: &[u8]) -> Result<Self, BasemapError> {
        let basemap = Self::read_names(bytes)?;
        if basemap.layers.is_empty() && basemap.places.is_empty() {
            return Err(BasemapError::NotBasemap("found nothing to draw".to_owned()));
        }
        Ok(basemap)
    }

    /// The same of what lies over tiles, which may be nothing.
    ///
    /// # Errors
    /// [`BasemapError::NotBasemap`] where the bytes are neither `TopoJSON` nor `GeoJSON`.
    pub fn read_names(bytes: &[u8]) -> Result<Self, BasemapError> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|_| "found no UTF-8".to_owned());
        text.and_then(Self::of).map_err(BasemapError::NotBasemap)
    }

    fn of(text: &str) -> Result<Self, String> {
        let topology = Topology::read(text)?;
        let reader = ArcReader::new(&topology);
        let mut basemap = Self { attribution: topology.attribution, ..Self::default() };
        for (name, object) in topology.objects.as_object().into_iter().flatten() {
            let mut layers = [Layer::new(name, true), Layer::new(name, false)];
            reader.gather(object, &Value::Null, &mut layers, &mut basemap.places);
            let is_drawn = |layer: &Layer| !layer.paths.is_empty();
            basemap.layers.extend(layers.into_iter().filter(is_drawn));
        }
        basemap.places.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        basemap.layers.sort_by_key(|layer| layer.height());
        Ok(basemap)
    }
}

struct ArcReader {
    transform: Transform,
    arcs: Vec<Vec<WorldPoint>>,
}

impl ArcReader {
    fn new(topology: &Topology) -> Self {
        let quantized = topology.transform.is_some();
        let transform = topology.transform.unwrap_or(Transform::NONE);
        let read = |arc: &Vec<(f64, f64)>| {
            let mut at = (0.0, 0.0);
            arc.iter()
                .map(|&(x, y)| {
                    at = if quantized { (at.0 + x, at.1 + y) } else { (x, y) };
                    transform.apply(at)
                })
                .collect()
        };
        let arcs = topology.arcs.iter().map(read).collect();
        Self { transform, arcs }
    }

    /// Of areas and lines, which go into the two layers, and places. `around` are the properties of what the object is in.
    fn gather(
        &self,
        object: &Value,
        around: &Value,
        layers: &mut [Layer; 2],
        places: &mut Vec<Place>,
    ) {
        let properties = object.get("properties").unwrap_or(around);
        let shape = object.get("arcs").unwrap_or(&object["coordinates"]);
        let [areas, lines] = &mut *layers;
        match object["type"].as_str().unwrap_or_default() {
            "Feature" => self.gather(&object["geometry"], properties, layers, places),
            "FeatureCollection" | "GeometryCollection" => {
                for member in elements(&object["features"]).chain(elements(&object["geometries"])) {
                    self.gather(member, properties, layers, places);
                }
            }
            "Point" => {
                places.extend(self.position(shape).and_then(|at| place(properties, at)));
            }
            "LineString" => lines.paths.push(self.path(shape)),
            "MultiLineString" => lines.paths.extend(elements(shape).map(|line| self.path(line))),
            "Polygon" => self.gather_polygon(shape, areas),
            "MultiPolygon" => {
                elements(shape).for_each(|polygon| self.gather_polygon(polygon, areas))
            }
            _ => {}
        }
    }

    fn gather_polygon(&self, rings: &Value, areas: &mut Layer) {
        for (at, ring) in elements(rings).enumerate() {
            areas.push_ring(self.path(ring), at > 0);
        }
    }

    /// Strings arcs together; a negative number is the arc `!number` backwards.
    fn path(&self, numbers: &Value) -> Vec<WorldPoint> {
        let mut path = Vec::new();
        for number in elements(numbers).filter_map(Value::as_i64) {
            let forward = if number < 0 { !number } else { number };
            let Some(arc) = usize::try_from(forward).ok().and_then(|index| self.arcs.get(index))
            else {
                continue;
            };
            // Neighbouring arcs share a point.
            let skip = usize::from(!path.is_empty());
            if number < 0 {
                path.extend(arc.iter().rev().skip(skip));
            } else {
                path.extend(arc.iter().skip(skip));
            }
        }
        path
    }

    fn position(&self, numbers: &Value) -> Option<WorldPoint> {
        Some(self.transform.apply((numbers[0].as_f64()?, numbers[1].as_f64()?)))
    }
}

/// A name on the map, where the properties have one.
fn place(properties: &Value, position: WorldPoint) -> Option<Place> {
    let properties = properties.as_object()?;
    let text = |key: &str| properties.get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| properties.get(key).and_then(Value::as_f64);
    let names = properties.iter().filter_map(|(key, value)| {
        Some((key.strip_prefix("name_")?.to_owned(), value.as_str()?.to_owned()))
    });
    Some(Place {
        position,
        kind: text("kind").unwrap_or_default(),
        name: text("name")?,
        names: names.collect(),
        min_zoom: number("min_zoom").unwrap_or(0.0),
        max_zoom: number("max_zoom").unwrap_or(f64::INFINITY),
        rank: number("rank").unwrap_or(f64::MAX),
    })
}

fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests;
