//! A geometry's mark and what it draws beside it, out of its coordinates.

use std::collections::BinaryHeap;

use crate::geo::{LngLat, WorldPoint, project};
use crate::math::{to_text, wrap};
use crate::store::{Drawing, PartKind};

/// The types of RFC 7946, section 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GeometryType {
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
    Collection,
}

impl GeometryType {
    const ALL: [(&str, Self); 7] = [
        ("Point", Self::Point),
        ("MultiPoint", Self::MultiPoint),
        ("LineString", Self::LineString),
        ("MultiLineString", Self::MultiLineString),
        ("Polygon", Self::Polygon),
        ("MultiPolygon", Self::MultiPolygon),
        ("GeometryCollection", Self::Collection),
    ];

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, geometry)| *geometry)
    }

    fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// How deep its coordinates are nested: 1 for a position.
    fn depth(self) -> usize {
        match self {
            Self::Collection => 0,
            Self::Point => 1,
            Self::MultiPoint | Self::LineString => 2,
            Self::MultiLineString | Self::Polygon => 3,
            Self::MultiPolygon => 4,
        }
    }
}

/// Coordinates of any nesting, flat.
#[derive(Debug, Default)]
pub(super) struct Coordinates {
    positions: Vec<LngLat>,
    /// Where lines and rings end in `positions`.
    line_ends: Vec<usize>,
    /// Where polygons end in `line_ends`.
    polygon_ends: Vec<usize>,
    /// How many arrays are around a position, it included; 0 before the first.
    depth: usize,
}

impl Coordinates {
    pub fn clear(&mut self) {
        self.positions.clear();
        self.line_ends.clear();
        self.polygon_ends.clear();
        self.depth = 0;
    }

    /// Adds a position that is the array of `level`, 1 being the outermost.
    pub fn push(&mut self, position: LngLat, level: usize) -> Result<(), String> {
        if self.depth != 0 && self.depth != level {
            return Err(
                "expected positions to be nested alike, found them at two depths".to_owned()
            );
        }
        if position.lat.abs() > 90.0 {
            let found = to_text(position.lat);
            return Err(format!("expected a latitude between -90 and 90, found {found}"));
        }
        self.depth = level;
        self.positions.push(position);
        Ok(())
    }

    /// Ends an array of `level` that holds arrays.
    pub fn end(&mut self, level: usize) {
        let push = |ends: &mut Vec<usize>, end: usize| {
            if ends.last().copied().unwrap_or(0) < end {
                ends.push(end);
            }
        };
        match self.depth.checked_sub(level) {
            Some(1) => push(&mut self.line_ends, self.positions.len()),
            Some(2) => push(&mut self.polygon_ends, self.line_ends.len()),
            _ => {}
        }
    }

    /// Where the mark of a geometry of this type stands, none where there are no positions, and adds what is
    /// drawn beside it.
    pub fn draw(
        &self,
        geometry: GeometryType,
        drawing: &mut Drawing,
    ) -> Result<Option<WorldPoint>, String> {
        let (Some(&first), Some(&last)) = (self.positions.first(), self.positions.last()) else {
            return Ok(None);
        };
        if self.depth != geometry.depth() {
            return Err(format!(
                "expected the coordinates of a {} to be nested {} deep, found {}",
                geometry.name(),
                geometry.depth(),
                self.depth
            ));
        }
        let origin = project(first).x;
        // Relative to the first: a line that crosses the antimeridian stays in one piece.
        let to_world = |position: &LngLat| WorldPoint {
            x: origin + (position.lng - first.lng) / 360.0,
            y: project(*position).y,
        };
        let world: Vec<WorldPoint> = match geometry {
            GeometryType::Point => return Ok(Some(project(first))),
            _ => self.positions.iter().map(to_world).collect(),
        };
        Ok(Some(match geometry {
            GeometryType::MultiPoint => {
                let others = if world.len() > 1 { world } else { Vec::new() };
                drawing.push(PartKind::Points, others);
                project(first)
            }
            GeometryType::LineString | GeometryType::MultiLineString => {
                for line in pieces(&world, &self.line_ends) {
                    drawing.push(PartKind::Line, the_short_way(line));
                }
                project(last)
            }
            _ => self.draw_polygons(&world, drawing),
        }))
    }

    /// The mark stands inside of the largest.
    fn draw_polygons(&self, world: &[WorldPoint], drawing: &mut Drawing) -> WorldPoint {
        let rings: Vec<&[WorldPoint]> = pieces(world, &self.line_ends).collect();
        let mut largest: (f64, &[&[WorldPoint]]) = (-1.0, &[]);
        for polygon in pieces(&rings, &self.polygon_ends) {
            for (at, ring) in polygon.iter().enumerate() {
                let kind = if at == 0 { PartKind::Ring } else { PartKind::Hole };
                drawing.push(kind, ring.iter().copied());
            }
            let area = area(polygon);
            if area > largest.0 {
                largest = (area, polygon);
            }
        }
        let inside = interior(largest.1).or(world.first().copied()).unwrap_or_default();
        WorldPoint { x: wrap(inside.x, 1.0), y: inside.y }
    }
}

/// A line with steps over the antimeridian and not around the world, where it is written with longitudes of either side.
/// (Of an area it can't be told: one may well go around the world.)
fn the_short_way(line: &[WorldPoint]) -> impl Iterator<Item = WorldPoint> {
    let (mut before, mut worlds) = (line.first().map_or(0.0, |first| first.x), 0.0);
    line.iter().map(move |&WorldPoint { x, y }| {
        let step = x - std::mem::replace(&mut before, x);
        // From one end of the map to the other is around the world.
        if step.abs() > 0.5 && step.abs() < 1.0 - 1e-9 {
            worlds -= step.signum();
        }
        WorldPoint { x: x + worlds, y }
    })
}

/// The pieces of a slice, each of which ends where the next begins.
fn pieces<'a, T>(all: &'a [T], ends: &'a [usize]) -> impl Iterator<Item = &'a [T]> {
    let mut start = 0;
    ends.iter().filter_map(move |&end| all.get(std::mem::replace(&mut start, end)..end))
}

/// The sides of a ring, from its last position to its first too.
fn sides(ring: &[WorldPoint]) -> impl Iterator<Item = (WorldPoint, WorldPoint)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// The area of the first ring without that of the others, which are its holes; not below 0.
fn area(rings: &[&[WorldPoint]]) -> f64 {
    let ring_area = |ring: &&[WorldPoint]| {
        sides(ring).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>().abs() / 2.0
    };
    let holes: f64 = rings.iter().skip(1).map(ring_area).sum();
    (rings.first().map_or(0.0, ring_area) - holes).max(0.0)
}

/// A point inside of a polygon: in the middle of the widest stretch that a horizontal line near to its
/// middle has inside of it, as the interior point of the Simple Features is usually found. The crate `geo`
/// has it too, for many times the weight of these lines in WebAssembly. `None` where nothing is inside.
fn interior(rings: &[&[WorldPoint]]) -> Option<WorldPoint> {
    let ys = || rings.iter().flat_map(|ring| ring.iter().map(|point| point.y));
    let middle =
        (ys().fold(f64::INFINITY, f64::min) + ys().fold(f64::NEG_INFINITY, f64::max)) / 2.0;
    // Between two heights at which there are corners, so that the line meets none.
    let above = ys().filter(|&y| y <= middle).fold(f64::NEG_INFINITY, f64::max);
    let below = ys().filter(|&y| y > middle).fold(f64::INFINITY, f64::min);
    let y = (above + below) / 2.0;
    let crossing = |(a, b): (WorldPoint, WorldPoint)| {
        ((a.y > y) != (b.y > y)).then(|| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
    };
    // Sorted as whole numbers by a heap, which is a quarter of what sorting weighs in WebAssembly.
    const UNIT: f64 = 1_099_511_627_776.0;
    let crossings = rings.iter().flat_map(|ring| sides(ring)).filter_map(crossing);
    let xs: BinaryHeap<i64> = crossings.map(|x| (x * UNIT) as i64).collect();
    let xs = xs.into_sorted_vec();
    let (left, right) = xs
        .as_chunks::<2>()
        .0
        .iter()
        .map(|&[left, right]| (left, right))
        .max_by_key(|(left, right)| right - left)?;
    Some(WorldPoint { x: (left as f64 + right as f64) / 2.0 / UNIT, y })
}
