//! Places that are known to a radius only: drawn as what they are, however far away they are seen from.

use super::{Emphasis, MarkView, background, row_emphasis, slot_of};
use crate::camera::ScreenPoint;
use crate::geo::metres_to_world;
use crate::marks::PlacedMark;
use crate::state::State;

/// A circle smaller than its mark would not be seen.
const MIN_CIRCLE_RADIUS: f64 = 14.0;
/// That of an open incident stands clear of the ring around it.
const MIN_OPEN_CIRCLE_RADIUS: f64 = 19.0;
/// More circles than these would be a fog.
const MAX_CIRCLES: usize = 400;

/// The disc within which an incident happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// Its middle.
    pub at: ScreenPoint,
    /// In CSS pixels.
    pub radius: f64,
    /// The number of its category.
    pub slot: usize,
    /// How it stands out.
    pub emphasis: Emphasis,
}

impl Circle {
    /// How opaque its disc is, from 0 to 1: a large one would colour all that is seen.
    #[must_use]
    pub fn opacity(&self) -> f64 {
        let opacity = (4.0 / self.radius).clamp(0.03, 0.1);
        if self.emphasis == Emphasis::Back { opacity * 0.4 } else { opacity }
    }
}

/// The circles of doubt, as large as they are, and around a mark of one incident no smaller than it: however far away the map
/// is seen from, its place is not to look like one that is known.
pub(super) fn circles(state: &State, marks: &[MarkView]) -> Vec<Circle> {
    let store = state.feed.store();
    let (told, back) = (state.told_rows(), background(state));
    let circle = |(row, at, radius): (u32, ScreenPoint, f64)| {
        let emphasis = row_emphasis(&told, back, row);
        let least = if emphasis == Emphasis::Selected { MIN_OPEN_CIRCLE_RADIUS } else { 0.0 };
        Circle { at, radius: radius.max(least), slot: slot_of(store, row), emphasis }
    };
    let large = wide_circles(state, |row| state.is_in_window(row)).map(circle);
    let small =
        marks.iter().filter_map(|mark| Some(circle((mark.roughly?, mark.at, MIN_CIRCLE_RADIUS))));
    large.take(MAX_CIRCLES).chain(small).collect()
}

/// The edges of those that may be drawn, whatever the window.
pub(super) fn rings(state: &State) -> Vec<(ScreenPoint, f64)> {
    wide_circles(state, |_| true).map(|(_, at, radius)| (at, radius)).take(MAX_CIRCLES).collect()
}

/// The circles in sight, of rows that are wanted, that are larger than a mark: of which row, its middle and its radius.
fn wide_circles(
    state: &State,
    is_wanted: impl Fn(u32) -> bool,
) -> impl Iterator<Item = (u32, ScreenPoint, f64)> {
    let (map, store) = (&state.map, state.feed.store());
    // In worlds; nowhere are circles larger than at the edge of the map. Most of many are left out by that alone.
    let largest_of_a_metre = metres_to_world(1.0, 0.0);
    let may_be_seen = move |radius_m: f64| {
        radius_m * largest_of_a_metre * map.camera.scale() >= MIN_CIRCLE_RADIUS
    };
    store
        .radii()
        .filter(move |&(row, radius_m)| may_be_seen(radius_m) && is_wanted(row))
        .filter_map(move |(row, radius_m)| {
            let place = store.place(row)?;
            let radius = metres_to_world(radius_m, place.y) * map.camera.scale();
            let at = map.camera.to_screen(place, map.viewport);
            let is_seen = at.x > -radius
                && at.y > -radius
                && at.x < map.viewport.width + radius
                && at.y < map.viewport.height + radius;
            (radius >= MIN_CIRCLE_RADIUS && is_seen).then_some((row, at, radius))
        })
}

/// The row of a single incident that is known to a radius of fewer pixels than a circle has at the least.
pub(super) fn known_roughly(state: &State, placed: &PlacedMark, rows: &[u32]) -> Option<u32> {
    let (&[row], 1) = (rows, placed.mark.count) else { return None };
    let store = state.feed.store();
    let radius = metres_to_world(store.radius_m(row)?, store.place(row)?.y);
    (radius * state.map.camera.scale() < MIN_CIRCLE_RADIUS).then_some(row)
}
