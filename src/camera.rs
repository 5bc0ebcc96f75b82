//! What part of the map is seen: a camera over the world, and the screen that it fills.
//!
//! Screen points are CSS pixels from the top left of the map area. Zoom is the scale of
//! OpenStreetMap's tiles: at 0 the world is 256 CSS pixels wide, and each step doubles it.

use incident_map_index::Square;

use crate::geo::{Bbox, WORLD_UNITS, WorldPoint};
use crate::math::{exp2, hypot, log2, wrap};

/// The world's width in CSS pixels at zoom 0.
pub const WORLD_SIZE: f64 = 256.0;
/// The smallest zoom: below 0, so that a map narrower than 256 pixels can show the world.
pub const MIN_ZOOM: f64 = -2.0;
/// The largest zoom: 3.7 cm a pixel at the equator.
pub const MAX_ZOOM: f64 = 22.0;

/// A point of the map area, in CSS pixels from its top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScreenPoint {
    /// Pixels from the left edge.
    pub x: f64,
    /// Pixels from the upper edge.
    pub y: f64,
}

impl ScreenPoint {
    /// The distance to another point, in CSS pixels.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        hypot(self.x - other.x, self.y - other.y)
    }

    /// The point halfway to another.
    #[must_use]
    pub fn midpoint(self, other: Self) -> Self {
        Self { x: f64::midpoint(self.x, other.x), y: f64::midpoint(self.y, other.y) }
    }
}

/// The size of the map area, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Viewport {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
}

impl Viewport {
    /// Whether nothing can be seen in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.width <= 0.0 || self.height <= 0.0
    }

    /// Its middle.
    #[must_use]
    pub fn center(self) -> ScreenPoint {
        ScreenPoint { x: self.width / 2.0, y: self.height / 2.0 }
    }
}

/// Room at the edges of the map area that a fit leaves free, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Padding {
    /// At the upper edge.
    pub top: f64,
    /// At the right edge.
    pub right: f64,
    /// At the lower edge.
    pub bottom: f64,
    /// At the left edge.
    pub left: f64,
}

impl Padding {
    /// The same room at all four edges.
    #[must_use]
    pub fn all(pixels: f64) -> Self {
        Self { top: pixels, right: pixels, bottom: pixels, left: pixels }
    }
}

/// Where the map is looked at, and from how near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// What stands in the middle of the map area; x in `[0, 1)`, y in `[0, 1]`.
    pub center: WorldPoint,
    /// [`MIN_ZOOM`] to [`MAX_ZOOM`].
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { center: WorldPoint { x: 0.5, y: 0.5 }, zoom: 0.0 }
    }
}

impl Camera {
    /// A camera with its center and zoom brought into their ranges.
    #[must_use]
    pub fn new(center: WorldPoint, zoom: f64) -> Self {
        let center = WorldPoint { x: wrap(center.x, 1.0), y: center.y.clamp(0.0, 1.0) };
        Self { center, zoom: zoom.clamp(MIN_ZOOM, MAX_ZOOM) }
    }

    /// The world as wide, or as high, as the map is: it is seen once, and its rest is cut off.
    #[must_use]
    pub fn of_the_world(viewport: Viewport) -> Self {
        let zoom = log2(viewport.width.max(viewport.height) / WORLD_SIZE);
        Self::new(Self::default().center, zoom)
    }

    /// The world's width in CSS pixels.
    #[must_use]
    pub fn scale(self) -> f64 {
        WORLD_SIZE * exp2(self.zoom)
    }

    /// Where a point of the world is seen. Of its copies around the world the one nearest to the
    /// center counts, so that every point is seen once.
    #[must_use]
    pub fn to_screen(self, point: WorldPoint, viewport: Viewport) -> ScreenPoint {
        let east = point.x - self.center.x;
        let (middle, scale) = (viewport.center(), self.scale());
        ScreenPoint {
            x: (east - east.round()) * scale + middle.x,
            y: (point.y - self.center.y) * scale + middle.y,
        }
    }

    /// In which copies of the world a part of it is seen, of all that are seen of it within half a world to either side: by
    /// how many worlds each of them lies further east. What is wider than the world is seen in three of them at the most.
    pub fn copies(self, bounds: Bbox, viewport: Viewport) -> impl Iterator<Item = f64> {
        let seen = self.bounds(viewport);
        let is_at_height = bounds.north <= seen.south && seen.north <= bounds.south;
        let half = (viewport.width / self.scale() / 2.0).min(0.5);
        let first = (self.center.x - half - bounds.east).ceil();
        let last = (self.center.x + half - bounds.west).floor();
        let copies = (0..3).map(move |number| first + f64::from(number));
        copies.filter(move |&copy| is_at_height && copy <= last)
    }

    /// Where a point is seen in one of the [`copies`](Self::copies) of the world: what belongs together stays so.
    #[must_use]
    pub fn to_screen_in(self, copy: f64, point: WorldPoint, viewport: Viewport) -> ScreenPoint {
        let (middle, scale) = (viewport.center(), self.scale());
        ScreenPoint {
            x: (point.x + copy - self.center.x) * scale + middle.x,
            y: (point.y - self.center.y) * scale + middle.y,
        }
    }

    /// What stands at a point of the screen; x may lie outside of `[0, 1)`, in a copy of the world.
    #[must_use]
    pub fn to_world(self, point: ScreenPoint, viewport: Viewport) -> WorldPoint {
        let (middle, scale) = (viewport.center(), self.scale());
        WorldPoint {
            x: (point.x - middle.x) / scale + self.center.x,
            y: (point.y - middle.y) / scale + self.center.y,
        }
    }

    /// The camera after the map was pushed by so many pixels to the right and downwards.
    #[must_use]
    pub fn panned(self, dx: f64, dy: f64) -> Self {
        let scale = self.scale();
        let center = WorldPoint { x: self.center.x - dx / scale, y: self.center.y - dy / scale };
        Self::new(center, self.zoom)
    }

    /// The camera at another zoom, with what stands at `anchor` still standing there.
    #[must_use]
    pub fn zoomed_around(self, anchor: ScreenPoint, zoom: f64, viewport: Viewport) -> Self {
        let fixed = self.to_world(anchor, viewport);
        let nearer = Self { zoom: zoom.clamp(MIN_ZOOM, MAX_ZOOM), ..self };
        let drifted = nearer.to_world(anchor, viewport);
        let center = WorldPoint {
            x: self.center.x + fixed.x - drifted.x,
            y: self.center.y + fixed.y - drifted.y,
        };
        Self::new(center, nearer.zoom)
    }

    /// The nearest camera from which all of the box is seen inside of the padding, no nearer than `max_zoom`.
    #[must_use]
    pub fn fit(bbox: Bbox, viewport: Viewport, padding: Padding, max_zoom: f64) -> Self {
        let width = (viewport.width - padding.left - padding.right).max(1.0);
        let height = (viewport.height - padding.top - padding.bottom).max(1.0);
        // A box without width or height makes an infinity here, which `max_zoom` takes back.
        let across = log2(width / WORLD_SIZE / (bbox.east - bbox.west));
        let down = log2(height / WORLD_SIZE / (bbox.south - bbox.north));
        // A hair farther away, so that rounding leaves nothing of the box outside.
        let zoom = (across.min(down) - 1e-9).min(max_zoom).clamp(MIN_ZOOM, MAX_ZOOM);
        let (middle, scale) = (bbox.center(), WORLD_SIZE * exp2(zoom));
        let center = WorldPoint {
            x: middle.x + (padding.right - padding.left) / 2.0 / scale,
            y: middle.y + (padding.bottom - padding.top) / 2.0 / scale,
        };
        Self::new(center, zoom)
    }

    /// What the map area shows; it may reach over the edges of the world.
    #[must_use]
    pub fn bounds(self, viewport: Viewport) -> Bbox {
        let nw = self.to_world(ScreenPoint::default(), viewport);
        let se = self.to_world(ScreenPoint { x: viewport.width, y: viewport.height }, viewport);
        Bbox { west: nw.x, north: nw.y, east: se.x, south: se.y }
    }

    /// The same with so many CSS pixels more on each side, in units of place.
    #[must_use]
    pub fn square(self, viewport: Viewport, margin: f64) -> Square {
        let units_per_px = WORLD_UNITS / self.scale();
        let half = |length: f64| ((length / 2.0 + margin) * units_per_px).ceil() as u64;
        let center = WorldPoint { x: wrap(self.center.x, 1.0), y: self.center.y.clamp(0.0, 1.0) };
        Square {
            center: center.to_point(),
            half_width: half(viewport.width),
            half_height: half(viewport.height),
        }
    }

    /// A camera on the way to another, `progress` from 0 to 1: the short way around the world,
    /// and the zoom in equal steps of scale.
    #[must_use]
    pub fn toward(self, goal: Self, progress: f64) -> Self {
        let east = goal.center.x - self.center.x;
        let zoom = self.zoom + (goal.zoom - self.zoom) * progress;
        // While the scale changes, the center moves with it, or the goal would swing in at the end.
        let share = if (goal.zoom - self.zoom).abs() < 1e-6 {
            progress
        } else {
            (1.0 - exp2(self.zoom - zoom)) / (1.0 - exp2(self.zoom - goal.zoom))
        };
        let center = WorldPoint {
            x: self.center.x + (east - east.round()) * share,
            y: self.center.y + (goal.center.y - self.center.y) * share,
        };
        Self::new(center, zoom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::{LngLat, project};
    use proptest::prelude::*;

    const PHONE: Viewport = Viewport { width: 328.0, height: 300.0 };

    fn cameras() -> impl Strategy<Value = Camera> {
        (0.0..1.0, 0.1..0.9, 0.0..20.0)
            .prop_map(|(x, y, zoom)| Camera::new(WorldPoint { x, y }, zoom))
    }

    fn points() -> impl Strategy<Value = ScreenPoint> {
        (0.0..328.0, 0.0..300.0).prop_map(|(x, y)| ScreenPoint { x, y })
    }

    #[test]
    fn a_place_at_the_antimeridian_is_seen_from_its_other_side() {
        let camera = Camera::new(project(LngLat { lng: 179.9, lat: 0.0 }), 8.0);
        let seen = camera.to_screen(project(LngLat { lng: -179.9, lat: 0.0 }), PHONE);
        assert!((seen.x - (164.0 + 0.2 / 360.0 * camera.scale())).abs() < 1e-6);
    }

    #[test]
    fn a_fit_of_one_point_stops_at_the_largest_zoom_asked_for() {
        let spot = project(LngLat { lng: -72.3, lat: 18.5 });
        let bbox = Bbox { west: spot.x, north: spot.y, east: spot.x, south: spot.y };
        let camera = Camera::fit(bbox, PHONE, Padding::all(40.0), 13.0);
        assert!((camera.zoom - 13.0).abs() < 1e-12);
        assert!(camera.to_screen(spot, PHONE).distance(PHONE.center()) < 1e-6);
    }

    proptest! {
        #[test]
        fn what_is_under_the_finger_stays_there_while_zooming(
            camera in cameras(), anchor in points(), zoom in 0.0..20.0
        ) {
            let before = camera.to_world(anchor, PHONE);
            let zoomed = camera.zoomed_around(anchor, zoom, PHONE);
            // The center can't leave the world; where it is held back, the finger slips.
            prop_assume!(zoomed.center.y > 0.0 && zoomed.center.y < 1.0);
            let after = zoomed.to_screen(WorldPoint { x: before.x.rem_euclid(1.0), y: before.y }, PHONE);
            let width = zoomed.scale();
            let off = (after.x - anchor.x).abs();
            prop_assert!(off < 1e-3 || (off - width).abs() < 1e-3, "{off}");
            prop_assert!((after.y - anchor.y).abs() < 1e-3);
        }

        #[test]
        fn a_fit_shows_all_of_the_box(
            west in 0.0..0.9, north in 0.1..0.8, width in 0.0..0.1, height in 0.0..0.1
        ) {
            let bbox = Bbox { west, north, east: west + width, south: north + height };
            let padding = Padding { top: 10.0, right: 60.0, bottom: 20.0, left: 30.0 };
            let camera = Camera::fit(bbox, PHONE, padding, MAX_ZOOM);
            let nw = camera.to_screen(WorldPoint { x: bbox.west, y: bbox.north }, PHONE);
            let se = camera.to_screen(WorldPoint { x: bbox.east, y: bbox.south }, PHONE);
            prop_assert!(nw.x > 30.0 - 1e-3 && nw.y > 10.0 - 1e-3, "{nw:?}");
            prop_assert!(se.x < 268.0 + 1e-3 && se.y < 280.0 + 1e-3, "{se:?}");
        }

        /// Compared with all copies from here to far away.
        #[test]
        fn each_copy_in_sight_of_what_spans_the_antimeridian_is_seen_once(
            camera in cameras(), west in -1.5..1.5, width in 0.0..1.2, y in 0.0..1.0
        ) {
            let bounds = Bbox { west, north: y, east: west + width, south: y };
            let (half, seen) = (PHONE.width / camera.scale() / 2.0, camera.bounds(PHONE));
            let (left, right) = (camera.center.x - half.min(0.5), camera.center.x + half.min(0.5));
            let expected: Vec<f64> = (-5..6)
                .map(f64::from)
                .filter(|copy| west + copy <= right && west + width + copy >= left)
                .filter(|_| y >= seen.north && y <= seen.south)
                .collect();
            let found: Vec<f64> = camera.copies(bounds, PHONE).collect();
            prop_assert_eq!(&found, &expected);
            for copy in found {
                let at = |x: f64| camera.to_screen_in(copy, WorldPoint { x, y }, PHONE).x;
                let apart: f64 = at(west + width) - at(west);
                let off: f64 = apart - width * camera.scale();
                prop_assert!(off.abs() < 1e-3);
            }
        }

        #[test]
        fn the_way_to_a_goal_ends_there(from in cameras(), goal in cameras()) {
            let there = from.toward(goal, 1.0);
            prop_assert!((there.zoom - goal.zoom).abs() < 1e-9);
            let apart = (there.center.x - goal.center.x).abs();
            prop_assert!(apart < 1e-9 || (1.0 - apart) < 1e-9);
            prop_assert!((there.center.y - goal.center.y).abs() < 1e-9);
        }
    }
}
