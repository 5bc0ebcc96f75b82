//! `world.json`: the countries of the world, as coarse as a world map needs them.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result};
use geo::{
    Area, BooleanOps, BoundingRect, Contains, Coord, InteriorPoint, LineString, MultiPolygon,
    Polygon, Rect, Translate, coord,
};
use serde_json::Value;

use super::{
    sources,
    topology::{Geometry, Shape, Topology, Transform},
};

/// What the map must credit.
const ATTRIBUTION: &str = "Natural Earth";

/// A grid of 3.3 km, a third of a CSS pixel at zoom 4.
const GRID: Transform = Transform { scale: [0.03, 0.03], translate: [-180.0, -90.0] };

/// ISO 3166-1 numbers of what `hispaniola.json` draws better: Haiti, the Dominican Republic and their neighbours.
const DETAILED: [&str; 6] = ["332", "214", "192", "388", "630", "044"];

/// Those of them that it names.
const NAMED: [&str; 2] = ["332", "214"];

/// A country is named where it is as wide as its name at this many CSS pixels a letter.
const LETTER_WIDTH: f64 = 6.5;
const ZOOMS: std::ops::RangeInclusive<f64> = 1.0..=6.0;

/// Names by ISO 3166-1 number.
type Spelled = [(&'static str, &'static str)];

/// English names that world-atlas 2.0.2 has of old, or abbreviates.
const ENGLISH: [(&str, &str); 12] = [
    ("140", "Central African Republic"),
    ("180", "DR Congo"),
    ("070", "Bosnia and Herzegovina"),
    ("226", "Equatorial Guinea"),
    ("238", "Falkland Islands"),
    ("260", "French Southern Territories"),
    ("090", "Solomon Islands"),
    ("728", "South Sudan"),
    ("732", "Western Sahara"),
    ("748", "Eswatini"),
    ("807", "North Macedonia"),
    ("840", "United States"),
];

/// French names that i18n-iso-countries 7.14.0 has in full, or spells oddly.
const FRENCH: [(&str, &str); 10] = [
    ("096", "Brunei"),
    ("140", "République centrafricaine"),
    ("180", "RD Congo"),
    ("203", "Tchéquie"),
    ("384", "Côte d'Ivoire"),
    ("682", "Arabie saoudite"),
    ("748", "Eswatini"),
    ("784", "Émirats arabes unis"),
    ("834", "Tanzanie"),
    ("840", "États-Unis"),
];

/// The same in Spanish, where they are too long for a map.
const SPANISH: [(&str, &str); 7] = [
    ("096", "Brunéi"),
    ("180", "RD del Congo"),
    ("203", "Chequia"),
    ("408", "Corea del Norte"),
    ("410", "Corea del Sur"),
    ("418", "Laos"),
    ("760", "Siria"),
];

/// And in German.
const GERMAN: [(&str, &str); 5] = [
    ("096", "Brunei"),
    ("180", "DR Kongo"),
    ("260", "Frz. Süd- und Antarktisgebiete"),
    ("275", "Palästina"),
    ("760", "Syrien"),
];

/// The languages that countries are named in besides English: the property, the packaged file, and what is listed here.
const LANGUAGES: [(&str, &str, &Spelled); 3] = [
    ("name_fr", "langs/fr.json", &FRENCH),
    ("name_es", "langs/es.json", &SPANISH),
    ("name_de", "langs/de.json", &GERMAN),
];

pub fn build(cache: &Path) -> Result<Topology> {
    let atlas = Topology::read(&sources::WORLD.file(cache, "countries-110m.json")?)?;
    let countries = atlas.object("countries")?;
    let mut detailed = Vec::new();
    for country in countries.members().iter().filter(|country| is_one_of(country, &DETAILED)) {
        detailed.extend(atlas.polygons(country)?);
    }
    let detailed = MultiPolygon(detailed);
    let land = atlas.object("land")?.members().first().context("the world has no land")?;
    let (coarse, land): (Vec<_>, Vec<_>) =
        atlas.polygons(land)?.iter().flat_map(cut_at_antimeridian).partition(|polygon| {
            polygon.interior_point().is_some_and(|point| detailed.contains(&point))
        });
    let borders =
        atlas.mesh(countries, |users| !users.iter().all(|user| is_one_of(user, &DETAILED)))?;

    let mut world = Topology::new(GRID, ATTRIBUTION);
    let objects = [
        ("land", world.add_polygons(&MultiPolygon(land))),
        ("detailed", world.add_polygons(&MultiPolygon(coarse))),
        ("borders", world.add_lines(&borders)),
        ("places", places(cache, &atlas, &world)?),
    ];
    world.objects.extend(objects.map(|(name, geometry)| (name.to_owned(), geometry)));
    Ok(world)
}

fn is_one_of(country: &Geometry, ids: &[&str]) -> bool {
    country.id.as_deref().is_some_and(|id| ids.contains(&id))
}

/// The parts of a polygon west and east of 180 degrees. The atlas sews them together: its rings leap from one edge of
/// the map to the other, and Antarctica's goes around the pole and leaves it out.
pub fn cut_at_antimeridian(polygon: &Polygon) -> Vec<Polygon> {
    let Some(exterior) = unrolled(polygon.exterior()) else {
        return vec![polygon.clone()];
    };
    let unrolled = Polygon::new(exterior, Vec::new());
    let world =
        Rect::new(coord! { x: -180.0, y: -90.0 }, coord! { x: 180.0, y: 90.0 }).to_polygon();
    let holes = polygon.interiors().iter().map(|hole| Polygon::new(hole.clone(), Vec::new()));
    let holes = holes.collect::<MultiPolygon>();
    let turns = [-360.0, 0.0, 360.0].into_iter();
    let parts = turns.map(|turn| unrolled.translate(turn, 0.0).intersection(&world));
    parts.flat_map(|part| part.difference(&holes)).collect()
}

/// A ring without its leaps, so that it goes on beyond 180 degrees; closed by way of the pole if it goes around the
/// world. None if it does not leap.
fn unrolled(ring: &LineString) -> Option<LineString> {
    let mut turn = 0.0;
    let mut last = ring.0.first()?.x;
    let positions = ring.coords().map(|position| {
        turn += match position.x - last {
            leap if leap > 180.0 => -360.0,
            leap if leap < -180.0 => 360.0,
            _ => 0.0,
        };
        last = position.x;
        coord! { x: position.x + turn, y: position.y }
    });
    let mut positions: Vec<Coord> = positions.collect();
    if positions == ring.0 {
        return None;
    }
    if let (Some(&first), Some(&last)) = (positions.first(), positions.last())
        && first != last
    {
        positions.extend([coord! { x: last.x, y: -90.0 }, coord! { x: first.x, y: -90.0 }, first]);
    }
    Some(LineString(positions))
}

/// The names of the countries, the largest first.
fn places(cache: &Path, atlas: &Topology, world: &Topology) -> Result<Geometry> {
    let packaged = Packaged::read(cache)?;
    let mut labels = Vec::new();
    for country in atlas.object("countries")?.members() {
        // What has no number of its own is disputed: not for a basemap to name.
        let Some(id) = country.id.as_deref().filter(|_| !is_one_of(country, &NAMED)) else {
            continue;
        };
        let areas = atlas.polygons(country)?;
        let areas = areas.iter().flat_map(cut_at_antimeridian);
        let largest = areas.max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
        let largest = largest.context("a country without a shape")?;
        let english = english_name(id, country)?;
        let label = label(&largest, &english, world).with_context(|| english.clone())?;
        let label = label.with("name", english.as_str());
        let names = packaged.names(id).filter(|(_, name)| *name != english);
        let label = names.fold(label, |label, (property, name)| label.with(property, name));
        labels.push((largest.unsigned_area(), label));
    }
    labels.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let labels = labels.into_iter().enumerate();
    let geometries = labels.map(|(rank, (_, label))| label.with("rank", rank)).collect();
    Ok(Shape::GeometryCollection { geometries }.into())
}

fn label(area: &Polygon, name: &str, world: &Topology) -> Option<Geometry> {
    let degrees = area.bounding_rect()?.width();
    let pixels = LETTER_WIDTH * name.chars().count() as f64;
    let zoom = (pixels / 256.0 * 360.0 / degrees).log2();
    let zoom = (zoom.clamp(*ZOOMS.start(), *ZOOMS.end()) * 2.0).round() / 2.0;
    let point = world.point(area.interior_point()?.into());
    Some(point.with("kind", "country").with("min_zoom", zoom))
}

fn english_name(id: &str, country: &Geometry) -> Result<String> {
    let name = listed(&ENGLISH, id).or_else(|| country.text("name"));
    Ok(name.context("a country without a name")?.to_owned())
}

fn listed<'a>(names: &[(&str, &'a str)], id: &str) -> Option<&'a str> {
    names.iter().find(|(listed, _)| *listed == id).map(|(_, name)| *name)
}

/// The names that are packaged.
struct Packaged {
    /// By property, by ISO 3166-1 number.
    languages: Vec<(&'static str, HashMap<String, String>)>,
}

impl Packaged {
    fn read(cache: &Path) -> Result<Self> {
        let read = |path: &str| -> Result<Value> {
            let path = sources::COUNTRY_NAMES.file(cache, path)?;
            Ok(serde_json::from_slice(&fs::read(path)?)?)
        };
        let codes: Vec<[String; 4]> = serde_json::from_value(read("codes.json")?)?;
        let languages = LANGUAGES.map(|(property, path, spelled)| {
            let names = read(path)?;
            let named = codes.iter().filter_map(|[alpha2, _, number, _]| {
                let name = &names["countries"][alpha2.as_str()];
                let several = name.as_array().into_iter().flatten().chain([name]);
                let packaged = several.filter_map(Value::as_str).min_by_key(|name| name.len());
                Some((number.clone(), listed(spelled, number).or(packaged)?.to_owned()))
            });
            Ok((property, named.collect()))
        });
        Ok(Self { languages: languages.into_iter().collect::<Result<_>>()? })
    }

    /// A country's names, by property.
    fn names(&self, id: &str) -> impl Iterator<Item = (&'static str, &str)> {
        let languages = self.languages.iter();
        languages.filter_map(move |(property, names)| Some((*property, names.get(id)?.as_str())))
    }
}
