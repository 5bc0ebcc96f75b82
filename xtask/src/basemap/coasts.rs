//! The land of `hispaniola.json`, from the outlines of countries.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::BufReader,
    path::Path,
};

use anyhow::{Context, Result, bail};
use geo::{Area, Coord, LineString, MultiPolygon, Polygon, Simplify, Validation};
use geojson::FeatureReader;

use super::sources;

// How far a simplified line may be from the source's, in degrees; 0.001 is 105 to 111 m. The coasts come coarse already.
const BORDER_TOLERANCE: f64 = 0.0008;
const COAST_TOLERANCE: f64 = 0.0003;
const DOMINICAN_TOLERANCE: f64 = 0.001;
const NEIGHBOUR_TOLERANCE: f64 = 0.02;

/// Square degrees; about 60 km².
const MIN_NEIGHBOUR_ISLAND: f64 = 0.005;

/// Cuba, Jamaica, Puerto Rico, the Bahamas, the Turks and Caicos Islands.
const NEIGHBOURS: [&str; 5] = ["CUB", "JAM", "PRI", "BHS", "TCA"];

pub struct Coasts {
    pub haiti: MultiPolygon,
    /// Haiti and the Dominican Republic, without the line between them.
    pub island: MultiPolygon,
    pub border: LineString,
    pub neighbours: MultiPolygon,
}

impl Coasts {
    pub fn read(cache: &Path) -> Result<Self> {
        let mut countries = read_countries(&sources::COASTS.file(cache, "map.geo.json")?)?;
        let mut take = |code: &str| countries.remove(code).with_context(|| format!("no {code}"));
        let (haiti_ring, haiti_islands) = main_ring(take("HTI")?)?;
        let (dominican_ring, dominican_islands) = main_ring(take("DOM")?)?;

        let (north, south) = border_ends(&haiti_ring, &dominican_ring)?;
        // The rings run clockwise: Haiti's down the border, the Dominican Republic's up.
        let border = part(&haiti_ring, north, south)?.simplify(BORDER_TOLERANCE);
        let haiti_coast = part(&haiti_ring, south, north)?.simplify(COAST_TOLERANCE);
        let dominican_coast = part(&dominican_ring, north, south)?.simplify(DOMINICAN_TOLERANCE);

        let mut haiti = haiti_islands.simplify(COAST_TOLERANCE);
        let mut island = haiti.clone();
        haiti.0.push(polygon(&haiti_coast, &border));
        island.0.extend(dominican_islands.simplify(DOMINICAN_TOLERANCE));
        island.0.push(polygon(&haiti_coast, &dominican_coast));
        island.check_validation().context("the simplified land")?;
        let neighbours = NEIGHBOURS.map(|code| take(code).map(coarse)).into_iter();
        let neighbours = neighbours.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        Ok(Self { haiti, island, border, neighbours })
    }
}

/// The countries by their three-letter code.
fn read_countries(path: &Path) -> Result<HashMap<String, MultiPolygon>> {
    let mut countries = HashMap::new();
    for feature in FeatureReader::from_reader(BufReader::new(File::open(path)?)).features() {
        let feature = feature?;
        let code = feature.property("A3").and_then(|code| code.as_str()).unwrap_or_default();
        if ["HTI", "DOM"].contains(&code) || NEIGHBOURS.contains(&code) {
            let code = code.to_owned();
            let geometry = feature.geometry.context("a country without a shape")?;
            countries.insert(code, geometry.try_into()?);
        }
    }
    Ok(countries)
}

fn coarse(country: MultiPolygon) -> MultiPolygon {
    let large = country.into_iter().filter(|island| island.unsigned_area() >= MIN_NEIGHBOUR_ISLAND);
    let outer = large.map(|island| Polygon::new(island.into_inner().0, Vec::new()));
    outer.collect::<MultiPolygon>().simplify(NEIGHBOUR_TOLERANCE)
}

/// The largest of a country's rings, and the polygons of its islands.
fn main_ring(mut country: MultiPolygon) -> Result<(LineString, MultiPolygon)> {
    country.0.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
    if country.iter().any(|polygon| !polygon.interiors().is_empty()) {
        bail!("the land has holes");
    }
    let main = country.0.remove(0);
    Ok((main.into_inner().0, country))
}

/// The two ends of the one run of positions that the rings of neighbours have in common, in the order of `ring`.
fn border_ends(ring: &LineString, neighbour: &LineString) -> Result<(Coord, Coord)> {
    let bits = |c: Coord| (c.x.to_bits(), c.y.to_bits());
    let shared: HashSet<_> = neighbour.coords().map(|&c| bits(c)).collect();
    let is_shared = |c: Coord| shared.contains(&bits(c));
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for step in ring.lines() {
        match (is_shared(step.start), is_shared(step.end)) {
            (false, true) => starts.push(step.end),
            (true, false) => ends.push(step.start),
            _ => {}
        }
    }
    match (&starts[..], &ends[..]) {
        (&[start], &[end]) => Ok((start, end)),
        _ => bail!("the neighbours meet {} times, not once", starts.len()),
    }
}

/// The part of a closed ring between two of its positions, in its direction.
fn part(ring: &LineString, from: Coord, to: Coord) -> Result<LineString> {
    let mut positions = ring.0.clone();
    positions.pop();
    let index = |positions: &[Coord], wanted| positions.iter().position(|&c| c == wanted);
    let start = index(&positions, from).context("the ring does not go there")?;
    positions.rotate_left(start);
    let end = index(&positions, to).context("the ring does not go there")?;
    positions.truncate(end + 1);
    Ok(LineString(positions))
}

/// The area between two lines, each of which begins where the other ends.
fn polygon(one: &LineString, other: &LineString) -> Polygon {
    Polygon::new(one.coords().chain(other.coords().skip(1)).copied().collect(), Vec::new())
}
