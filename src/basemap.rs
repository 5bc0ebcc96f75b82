//! The ground under the incidents: TopoJSON read into lines and areas of the map.
//!
//! The `topojson` crate holds to a `geojson` of two majors ago, which would ship that crate twice;
//! a topology is arcs and lists of their numbers, and reading it is this file.

use incident_map_json::Json;
use serde_json::Value;

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
    /// The object's name in the topology.
    pub name: String,
    /// Rings where `closed`, else lines.
    pub paths: Vec<Vec<WorldPoint>>,
    /// Whether the paths are rings of areas; holes are rings too (even-odd).
    pub closed: bool,
}

impl Layer {
    /// Areas lie below lines, and waters on the land.
    fn height(&self) -> u8 {
        match self.name.as_str() {
            "lakes" => 1,
            "rivers" => 2,
            _ if self.closed => 0,
            "departments" => 3,
            _ => 4,
        }
    }
}

/// A name on the map.
#[derive(Debug)]
pub struct Place {
    /// Where it stands.
    pub position: WorldPoint,
    /// `country`, `department`, `city`, `town`, `village`, `airport`, `island`, `locality`, `river`, `lake`, `bay`, `sea`.
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
    /// Not JSON, or not of the shape of a topology.
    NotTopology(String),
}

impl std::fmt::Display for BasemapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::NotTopology(cause) = self;
        write!(f, "expected a TopoJSON topology: {cause}")
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
    fn read(json: &mut Json<'_>) -> Result<Self, String> {
        let mut topology = Self {
            attribution: String::new(),
            transform: None,
            arcs: Vec::new(),
            objects: Value::Null,
        };
        json.open(b'{')?;
        while let Some(name) = json.member()? {
            match name.as_ref() {
                "attribution" => topology.attribution = json.string()?.into_owned(),
                "transform" => topology.transform = Transform::of(&json.value()?),
                "arcs" => topology.arcs = arcs(json)?,
                "objects" => topology.objects = json.value()?,
                _ => json.skip()?,
            }
        }
        json.end()?;
        if topology.objects.is_object() { Ok(topology) } else { Err("found no objects".to_owned()) }
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
    /// Reads a TopoJSON topology. What it does not understand in it is left out.
    ///
    /// # Errors
    /// [`BasemapError::NotTopology`] where the bytes are no topology.
    pub fn from_topojson(bytes: &[u8]) -> Result<Self, BasemapError> {
        let text = std::str::from_utf8(bytes).map_err(|_| "found no UTF-8".to_owned());
        let topology = text.and_then(|text| Topology::read(&mut Json::new(text)));
        let topology = topology.map_err(BasemapError::NotTopology)?;
        let reader = ArcReader::new(&topology);
        let mut basemap = Self { attribution: topology.attribution, ..Self::default() };
        for (name, object) in topology.objects.as_object().into_iter().flatten() {
            let mut layer = Layer { name: name.clone(), paths: Vec::new(), closed: false };
            reader.gather(object, &mut layer, &mut basemap.places);
            if !layer.paths.is_empty() {
                basemap.layers.push(layer);
            }
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

    fn gather(&self, object: &Value, layer: &mut Layer, places: &mut Vec<Place>) {
        let arcs = &object["arcs"];
        match object["type"].as_str() {
            Some("GeometryCollection") => {
                for member in elements(&object["geometries"]) {
                    self.gather(member, layer, places);
                }
            }
            Some("Point") => places.extend(self.place(object)),
            Some("LineString") => layer.paths.push(self.path(arcs)),
            Some("MultiLineString") => {
                layer.paths.extend(elements(arcs).map(|line| self.path(line)))
            }
            Some("Polygon") => {
                layer.closed = true;
                layer.paths.extend(elements(arcs).map(|ring| self.path(ring)));
            }
            Some("MultiPolygon") => {
                layer.closed = true;
                layer.paths.extend(elements(arcs).flat_map(elements).map(|ring| self.path(ring)));
            }
            _ => {}
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

    fn place(&self, object: &Value) -> Option<Place> {
        let coordinates = &object["coordinates"];
        let properties = object["properties"].as_object()?;
        let text = |key: &str| properties.get(key).and_then(Value::as_str).map(str::to_owned);
        let number = |key: &str| properties.get(key).and_then(Value::as_f64);
        let names = properties.iter().filter_map(|(key, value)| {
            Some((key.strip_prefix("name_")?.to_owned(), value.as_str()?.to_owned()))
        });
        Some(Place {
            position: self.transform.apply((coordinates[0].as_f64()?, coordinates[1].as_f64()?)),
            kind: text("kind")?,
            name: text("name")?,
            names: names.collect(),
            min_zoom: number("min_zoom").unwrap_or(0.0),
            max_zoom: number("max_zoom").unwrap_or(f64::INFINITY),
            rank: number("rank").unwrap_or(f64::MAX),
        })
    }
}

fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
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
        let basemap = Basemap::from_topojson(SQUARE.as_bytes()).unwrap();
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
    fn places_have_their_names_by_language() {
        let basemap = Basemap::from_topojson(SQUARE.as_bytes()).unwrap();
        assert_eq!(basemap.places.len(), 1, "a place without a name is left out");
        assert_eq!(basemap.places[0].name_in("ht-HT"), "Gonayiv");
        assert_eq!(basemap.places[0].name_in("en"), "Gonaïves");
    }

    #[test]
    fn what_is_no_topology_is_said_to_be_none() {
        let error = Basemap::from_topojson(b"<html>").unwrap_err();
        assert!(error.to_string().starts_with("expected a TopoJSON topology"));
    }
}
