//! Positions on the earth and on the map.
//!
//! Two coordinates, two types: [`LngLat`] is what a feed writes, in degrees; [`WorldPoint`] is where
//! it stands on the map, in Web Mercator. `[lng, lat]` is unpacked in `feed` and nowhere else.

use std::f64::consts::{PI, TAU};

use incident_map_index::Point;

use crate::math::{atan, exp, sin, wrap};

/// The width of the world in units of place: 9.3 mm each at the equator.
pub const WORLD_UNITS: f64 = 4_294_967_296.0;

/// The latitude, in degrees, at which Web Mercator makes the world a square.
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// The circumference of the earth's equator in metres (WGS 84).
const EQUATOR_M: f64 = 40_075_016.685_578_5;

/// A position in degrees: longitude east of Greenwich, latitude north of the equator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LngLat {
    /// Degrees east, any finite number; [`project`] wraps it.
    pub lng: f64,
    /// Degrees north, -90 to 90.
    pub lat: f64,
}

/// A position in Web Mercator: the world is the unit square, x to the east from the antimeridian,
/// y to the south from 85.05° north.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WorldPoint {
    /// 0 at 180° west, 1 at 180° east. A view may look at a copy of the world and go beyond.
    pub x: f64,
    /// 0 at the northern edge, 1 at the southern.
    pub y: f64,
}

/// Puts a position on the map. Longitudes wrap into `[0, 1)`; latitudes beyond
/// [`MAX_LATITUDE`] stand at the edge.
#[must_use]
pub fn project(position: LngLat) -> WorldPoint {
    let sin = sin(position.lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians());
    let y = 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (2.0 * TAU);
    WorldPoint { x: wrap(position.lng / 360.0 + 0.5, 1.0), y: y.clamp(0.0, 1.0) }
}

/// The position of a point of the map, its longitude in `[-180, 180)`.
#[must_use]
pub fn unproject(point: WorldPoint) -> LngLat {
    let stretch = exp(PI * (1.0 - 2.0 * point.y));
    let lat = atan((stretch - 1.0 / stretch) / 2.0).to_degrees();
    LngLat { lng: wrap_lng((point.x - 0.5) * 360.0), lat }
}

/// Brings a longitude in degrees into `[-180, 180)`.
#[must_use]
pub fn wrap_lng(lng: f64) -> f64 {
    if (-180.0..180.0).contains(&lng) { lng } else { wrap(lng + 180.0, 360.0) - 180.0 }
}

/// How much of the world's width a length on the ground is, at the latitude of `y`.
#[must_use]
pub fn metres_to_world(length_m: f64, y: f64) -> f64 {
    // Mercator stretches by the secant of the latitude, which is this hyperbolic cosine.
    let stretch = exp(PI * (1.0 - 2.0 * y));
    length_m / EQUATOR_M * (stretch + 1.0 / stretch) / 2.0
}

impl From<Point> for WorldPoint {
    fn from(Point { x, y }: Point) -> Self {
        Self { x: f64::from(x) / WORLD_UNITS, y: f64::from(y) / WORLD_UNITS }
    }
}

impl WorldPoint {
    /// The same, rounded: what the columns hold.
    #[must_use]
    pub fn to_point(self) -> Point {
        let units = |share: f64| (share * WORLD_UNITS).round() as u32;
        Point { x: units(self.x), y: units(self.y) }
    }
}

/// A rectangle of the map. `west` may be below 0 and `east` above 1 where it crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbox {
    /// Left edge, in world units.
    pub west: f64,
    /// Upper edge, in world units: the smaller y.
    pub north: f64,
    /// Right edge, in world units, at least `west`.
    pub east: f64,
    /// Lower edge, in world units.
    pub south: f64,
}

impl Bbox {
    /// The bounds of a page, `[west, south, east, north]` in degrees (RFC 7946, section 5); where
    /// west is greater than east they cross the antimeridian. `None` where a number is not finite,
    /// a latitude is beyond 90 degrees, or south is above north.
    #[must_use]
    pub fn from_degrees([west, south, east, north]: [f64; 4]) -> Option<Self> {
        let finite = [west, south, east, north].iter().all(|degrees| degrees.is_finite());
        if !finite || south > north || south < -90.0 || north > 90.0 {
            return None;
        }
        let span = if east - west >= 360.0 { 1.0 } else { wrap(east - west, 360.0) / 360.0 };
        let west = wrap_lng(west) / 360.0 + 0.5;
        let y = |lat| project(LngLat { lng: 0.0, lat }).y;
        Some(Self { west, north: y(north), east: west + span, south: y(south) })
    }

    /// `[west, south, east, north]` in degrees; `east` is above 180 where the box crosses the
    /// antimeridian and spans less than the world, so that west stays below east.
    #[must_use]
    pub fn to_degrees(self) -> [f64; 4] {
        let nw = unproject(WorldPoint { x: self.west, y: self.north });
        let se = unproject(WorldPoint { x: self.east, y: self.south });
        [nw.lng, se.lat, nw.lng + (self.east - self.west) * 360.0, nw.lat]
    }

    /// The smallest box around the points, which may cross the antimeridian: the widest gap
    /// between neighbouring longitudes stays outside. `None` without points.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = WorldPoint>) -> Option<Self> {
        let mut builder = BboxBuilder::default();
        points.into_iter().for_each(|point| builder.add(point));
        builder.finish()
    }

    /// The middle of the box.
    #[must_use]
    pub fn center(self) -> WorldPoint {
        WorldPoint { x: (self.west + self.east) / 2.0, y: (self.north + self.south) / 2.0 }
    }

    /// The smallest box around this one that has its middle there, whichever way around the world is shorter.
    #[must_use]
    pub fn centered_on(self, middle: WorldPoint) -> Self {
        let x = middle.x + (self.center().x - middle.x).round();
        let across = (self.east - x).max(x - self.west).min(0.5);
        let down = (self.south - middle.y).max(middle.y - self.north);
        let (north, south) = (middle.y - down, middle.y + down);
        Self { west: x - across, north, east: x + across, south }
    }
}

/// Takes points in, one after the other, for the box around them: see [`Bbox::around`].
///
/// The gap around the world is looked for in 1° steps, so that a million points cost one pass and no sort;
/// the edges of the box are exact all the same.
#[derive(Clone, Debug)]
pub struct BboxBuilder {
    /// The first and the last longitude of each degree, in world units.
    degrees: Box<[Option<(f64, f64)>; 360]>,
    north: f64,
    south: f64,
}

impl Default for BboxBuilder {
    fn default() -> Self {
        Self { degrees: Box::new([None; 360]), north: f64::INFINITY, south: f64::NEG_INFINITY }
    }
}

impl BboxBuilder {
    /// One point more.
    pub fn add(&mut self, point: WorldPoint) {
        let degree = &mut self.degrees[degree_of(point.x)];
        let (west, east) = degree.unwrap_or((point.x, point.x));
        *degree = Some((west.min(point.x), east.max(point.x)));
        self.north = self.north.min(point.y);
        self.south = self.south.max(point.y);
    }

    /// All that a box covers from west to east, which may be more than half of the world; `x` may leave `[0, 1)`.
    pub fn add_box(&mut self, bbox: Bbox) {
        let degrees = ((bbox.east - bbox.west) * 360.0).ceil().clamp(1.0, 360.0);
        for degree in 0..=degrees as u32 {
            let x = bbox.west + (bbox.east - bbox.west) * f64::from(degree) / degrees;
            self.add(WorldPoint { x: wrap(x, 1.0), y: bbox.north });
        }
        self.south = self.south.max(bbox.south);
    }

    /// The smallest box around the points; `None` without points.
    #[must_use]
    pub fn finish(&self) -> Option<Bbox> {
        let cut = gap_end(&self.degrees)?;
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        for (degree, (first, last)) in
            self.degrees.iter().enumerate().filter_map(|(degree, here)| Some((degree, (*here)?)))
        {
            let turn = if degree < cut { 1.0 } else { 0.0 };
            west = west.min(first + turn);
            east = east.max(last + turn);
        }
        if (west + east) / 2.0 >= 1.0 {
            (west, east) = (west - 1.0, east - 1.0);
        }
        Some(Bbox { west, north: self.north, east, south: self.south })
    }
}

fn degree_of(x: f64) -> usize {
    ((x * 360.0) as usize).min(359)
}

/// The first occupied degree after the longest run of empty ones around the world.
fn gap_end(degrees: &[Option<(f64, f64)>; 360]) -> Option<usize> {
    let first = degrees.iter().position(Option::is_some)?;
    let (mut best, mut best_length, mut empty) = (first, 0, 0);
    for step in 1..=360 {
        let degree = (first + step) % 360;
        if degrees[degree].is_some() {
            // Of equal gaps the one across the antimeridian stays outside: the usual map of the world.
            if empty > best_length || (empty == best_length && degree <= first) {
                (best, best_length) = (degree, empty);
            }
            empty = 0;
        } else {
            empty += 1;
        }
    }
    Some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lng: f64, lat: f64) -> WorldPoint {
        project(LngLat { lng, lat })
    }

    #[test]
    fn beyond_the_edge_of_mercator_stands_at_the_edge() {
        assert_eq!(at(0.0, 89.9).y, at(0.0, MAX_LATITUDE).y);
        assert!(at(0.0, 89.9).y.abs() < 1e-12);
        assert!((at(0.0, -90.0).y - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_box_around_fiji_does_not_go_around_the_world() {
        let points = [at(179.0, -17.0), at(-179.5, -18.0), at(178.0, -16.0)];
        let bbox = Bbox::around(points).expect("points");
        let [west, south, east, north] = bbox.to_degrees();
        assert!((east - west - 2.5).abs() < 1e-9, "{west} to {east}");
        assert!((south + 18.0).abs() < 1e-9 && (north + 16.0).abs() < 1e-9);
    }

    #[test]
    fn bounds_of_a_page_may_cross_the_antimeridian() {
        let bbox = Bbox::from_degrees([170.0, -20.0, -170.0, 0.0]).expect("bounds");
        assert!((bbox.east - bbox.west - 20.0 / 360.0).abs() < 1e-12);
        assert!(Bbox::from_degrees([0.0, 10.0, 1.0, 5.0]).is_none());
        assert!(Bbox::from_degrees([0.0, f64::NAN, 1.0, 5.0]).is_none());
    }

    #[test]
    fn a_kilometre_is_as_long_as_it_is_there() {
        // A degree of longitude at 60 degrees north is half as long as at the equator.
        let at_60 = metres_to_world(1000.0, at(0.0, 60.0).y);
        assert!((at_60 / metres_to_world(1000.0, 0.5) - 2.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn there_and_back_again(lng in -180.0..180.0, lat in -85.05..85.05) {
            let back = unproject(at(lng, lat));
            prop_assert!((back.lng - lng).abs() < 1e-9 && (back.lat - lat).abs() < 1e-9);
        }

        #[test]
        fn longitudes_wrap(lng in -1000.0..1000.0, turns in -3..4) {
            let there = at(lng, 0.0).x;
            prop_assert!((0.0..1.0).contains(&there));
            let around = at(lng + 360.0 * f64::from(turns), 0.0).x;
            let apart = (there - around).abs();
            prop_assert!(apart < 1e-12 || (1.0 - apart) < 1e-12);
        }

        #[test]
        fn the_box_holds_every_point_and_is_no_wider_than_the_plain_one(
            lngs in prop::collection::vec(-180.0..180.0_f64, 1..20)
        ) {
            let points: Vec<_> = lngs.iter().map(|&lng| at(lng, 0.0)).collect();
            let bbox = Bbox::around(points.iter().copied()).expect("points");
            for point in &points {
                let inside = [-1.0, 0.0, 1.0].iter()
                    .any(|turn| bbox.west - 1e-12 <= point.x + turn && point.x + turn <= bbox.east + 1e-12);
                prop_assert!(inside, "{point:?} outside of {bbox:?}");
            }
            let plain = points.iter().map(|p| p.x).fold(f64::NEG_INFINITY, f64::max)
                - points.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
            prop_assert!(bbox.east - bbox.west <= plain + 2.0 / 360.0);
        }
    }
}
