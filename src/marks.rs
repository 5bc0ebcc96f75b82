//! The marks on the screen: where they stand, how large they are, and which one is under a point.

use std::f64::consts::PI;
use std::ops::Range;

use crate::camera::{Camera, ScreenPoint, Viewport};
use crate::cluster::{Clusters, Mark};
use crate::geo::WorldPoint;
use crate::order::Shown;
use crate::settings::Display;
use crate::state::State;
use crate::store::{PartKind, Shape};

/// The radius of a mark for one incident, in CSS pixels.
pub const SINGLE_RADIUS: f64 = 8.0;
/// The radius of the largest cluster, in CSS pixels.
pub const LARGEST_RADIUS: f64 = 18.0;
/// A mark answers within so many CSS pixels of its middle, however small it is.
const TARGET_RADIUS: f64 = 12.0;
/// The radius of a point of a shape beside its mark, in CSS pixels.
pub const SHAPE_DOT_RADIUS: f64 = 3.0;
/// A line or such a point answers within so many CSS pixels.
const LINE_SLOP: f64 = 5.0;

/// A mark on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedMark {
    /// What it stands for.
    pub mark: Mark,
    /// Its middle, in CSS pixels from the map area's top left.
    pub at: ScreenPoint,
    /// In CSS pixels.
    pub radius: f64,
}

/// The radius of a mark: its area grows with its count, from a single incident's to the largest cluster's.
#[must_use]
pub fn radius(count: u32) -> f64 {
    // A disc must hold its digits, so a cluster begins somewhat larger than one incident.
    if count <= 1 {
        SINGLE_RADIUS
    } else {
        (9.5_f64.powi(2) + 2.0 * f64::from(count)).sqrt().min(LARGEST_RADIUS)
    }
}

/// A count that a small disc holds: three digits at the most.
#[must_use]
pub fn short_count(count: u32) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..10_000 => format!("{}.{}k", count / 1_000, count % 1_000 / 100),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        1_000_000..10_000_000 => {
            format!("{}.{}M", count / 1_000_000, count % 1_000_000 / 100_000)
        }
        _ => format!("{}M", count / 1_000_000),
    }
}

/// So many dots are told apart as marks at the most; there may be any number of them in sight.
const MAX_DOTS: usize = 5000;
/// All dots together are to cover this part of the map, or less.
const DOTS_SHARE: f64 = 0.12;
/// The radius of the largest and of the smallest dot, in CSS pixels.
pub const DOT_RADIUS: (f64, f64) = (4.0, 0.5);
/// A dot answers within so many CSS pixels of its middle, however small it is.
const DOT_TARGET: f64 = 4.0;

/// What the marks on the screen depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sight {
    camera: Camera,
    viewport: Viewport,
    /// What the window shows.
    pub shown: Shown,
    display: Display,
    /// The feed, and its index.
    feed: (u32, u32),
}

impl Sight {
    /// What is in sight.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            camera: state.map.camera,
            viewport: state.map.viewport,
            shown: state.feed.index.shown,
            display: state.settings.display,
            feed: (state.feed.generation, state.feed.revision),
        }
    }

    /// Its marks, where its feed is still that of the state.
    #[must_use]
    pub fn marks(self, state: &State) -> Vec<PlacedMark> {
        let (clusters, Self { camera, viewport, .. }) = (&state.feed.index.clusters, self);
        if viewport.is_empty() || self.feed != Self::of(state).feed {
            return Vec::new();
        }
        let area = camera.square(viewport, LARGEST_RADIUS);
        let is_dots = self.display == Display::Dots;
        let dot = if is_dots { dot_radius(state) } else { 0.0 };
        let level = if is_dots { Clusters::FINEST } else { clusters.level_at(camera.zoom) };
        let limit = if is_dots { MAX_DOTS } else { usize::MAX };
        let marks = clusters.marks(level, &area, self.shown, state.feed.store(), limit);
        let placed = marks.into_iter().map(|mark| PlacedMark {
            at: camera.to_screen(mark.position, viewport),
            radius: if is_dots { dot } else { radius(mark.count) },
            mark,
        });
        let is_seen = |placed: &PlacedMark| {
            let (at, radius) = (placed.at, placed.radius);
            at.x > -radius
                && at.y > -radius
                && at.x < viewport.width + radius
                && at.y < viewport.height + radius
        };
        placed.filter(is_seen).collect()
    }
}

/// The marks that are at least in part inside of the map area.
#[must_use]
pub fn visible(state: &State) -> Vec<PlacedMark> {
    Sight::of(state).marks(state)
}

/// Whether the marks are wanted for a frame: dots are painted without them, but for those that something points at.
#[must_use]
pub fn are_wanted(state: &State) -> bool {
    let map = &state.map;
    let is_pointed = map.hovered.or(map.active).is_some() || map.marks_focused;
    let is_listed = state.panel.pointed.is_some_and(|(_, has_it)| has_it);
    state.settings.display != Display::Dots
        || is_pointed
        || is_listed
        || !state.told_rows().is_empty()
}

/// The radius of a dot in CSS pixels: the less there are in the view, the larger. It is that of all times, so that it
/// stays while the window moves.
#[must_use]
pub fn dot_radius(state: &State) -> f64 {
    let (map, clusters) = (&state.map, &state.feed.index.clusters);
    let area = map.camera.square(map.viewport, 0.0);
    let level = clusters.level_at(map.camera.zoom);
    let whole = clusters.whole(level, &area, state.feed.store());
    let in_view: f64 = whole.iter().map(|(_, count)| f64::from(*count)).sum();
    let share_px = map.viewport.width * map.viewport.height * DOTS_SHARE;
    let (largest, smallest) = DOT_RADIUS;
    (share_px / in_view.max(1.0) / PI).sqrt().clamp(smallest, largest)
}

/// The mark under a point; of several the one whose middle is nearest.
#[must_use]
pub fn at(state: &State, point: ScreenPoint) -> Option<PlacedMark> {
    match state.settings.display {
        // Where there is none under a fingertip, one near to it is meant.
        Display::Dots => dots_within(state, point, TARGET_RADIUS, 1).into_iter().next(),
        Display::Clusters => nearest(&visible(state), point).cloned(),
    }
}

/// Of so many marks those that are named, or whose names are asked for: at most so many, the one that has the keyboard
/// among them.
#[must_use]
pub fn around(active: Option<usize>, all: usize, most: usize) -> Range<usize> {
    let first = active.map_or(0, |active| active.saturating_sub(most / 2));
    let first = first.min(all.saturating_sub(most));
    first..all.min(first + most)
}

/// Of these marks the one under a point whose middle is nearest.
#[must_use]
pub fn nearest(marks: &[PlacedMark], point: ScreenPoint) -> Option<&PlacedMark> {
    let distance = |placed: &PlacedMark| placed.at.distance(point);
    let hit = marks.iter().filter(|placed| distance(placed) <= placed.radius.max(TARGET_RADIUS));
    hit.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// The dots under a point, the nearest first: all of them, or where there are more than `enough`, at least as many.
#[must_use]
pub fn dots_at(state: &State, point: ScreenPoint, enough: usize) -> Vec<PlacedMark> {
    dots_within(state, point, DOT_TARGET, enough)
}

fn dots_within(state: &State, point: ScreenPoint, target: f64, enough: usize) -> Vec<PlacedMark> {
    let radius = dot_radius(state);
    let mut dots = Vec::new();
    // Where they lie close, the nearest are found close by, without a look at thousands.
    for part in [4.0, 2.0, 1.0] {
        dots = dots_near(state, point, radius.max(target) / part, radius);
        if dots.len() >= enough {
            break;
        }
    }
    dots.sort_by(|a, b| a.at.distance(point).total_cmp(&b.at.distance(point)));
    dots
}

/// Those whose middle is at most so far away, in CSS pixels.
fn dots_near(state: &State, point: ScreenPoint, reach: f64, radius: f64) -> Vec<PlacedMark> {
    let (map, index) = (&state.map, &state.feed.index);
    let spot = Camera { center: map.camera.to_world(point, map.viewport), ..map.camera };
    // A place is true to a unit, which is a quarter of a pixel where the map is nearest.
    let area = spot.square(Viewport::default(), reach + 0.25);
    let store = state.feed.store();
    let marks = index.clusters.marks(Clusters::FINEST, &area, index.shown, store, MAX_DOTS);
    let placed = marks.into_iter().map(|mark| PlacedMark {
        at: map.camera.to_screen(mark.position, map.viewport),
        radius,
        mark,
    });
    placed.filter(|placed| placed.at.distance(point) <= reach).collect()
}

/// The rows in the window of whose shape a part is under a point.
#[must_use]
pub fn shapes_at(state: &State, point: ScreenPoint) -> Vec<u32> {
    let (map, store) = (&state.map, state.feed.store());
    let is_hit = |row: &u32| {
        store.shape(*row).is_some_and(|shape| {
            let seen =
                |copy: f64| move |&at: &WorldPoint| map.camera.to_screen_in(copy, at, map.viewport);
            let mut copies = map.camera.copies(shape.bounds, map.viewport);
            copies.any(|copy| is_under(shape, seen(copy), point))
        })
    };
    let shown = store.rows_with_shape().iter().copied().filter(|&row| state.is_in_window(row));
    shown.filter(is_hit).collect()
}

/// Whether a part of a shape whose positions are seen there is under a point: a line, a point, or an area with its holes,
/// whatever other areas of the shape lie over it.
fn is_under(shape: Shape, seen: impl Fn(&WorldPoint) -> ScreenPoint, point: ScreenPoint) -> bool {
    let mut is_inside = false;
    for (kind, positions) in shape.parts() {
        let seen: Vec<ScreenPoint> = positions.iter().map(&seen).collect();
        let is_hit = match kind {
            PartKind::Ring | PartKind::Hole => {
                if kind == PartKind::Ring && is_inside {
                    return true;
                }
                is_inside ^= surrounds(&seen, point);
                false
            }
            PartKind::Line => seen.windows(2).any(|pair| is_near(pair, point)),
            PartKind::Points => {
                seen.iter().any(|at| at.distance(point) <= SHAPE_DOT_RADIUS + LINE_SLOP)
            }
        };
        if is_hit {
            return true;
        }
    }
    is_inside
}

fn surrounds(ring: &[ScreenPoint], point: ScreenPoint) -> bool {
    let crosses = |(a, b): &(&ScreenPoint, &ScreenPoint)| {
        (a.y > point.y) != (b.y > point.y)
            && point.x > a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
    };
    // Closed, if the feed did not do it.
    ring.iter().zip(ring.iter().cycle().skip(1)).filter(crosses).count() % 2 == 1
}

fn is_near(segment: &[ScreenPoint], point: ScreenPoint) -> bool {
    let [a, b] = [segment[0], segment[1]];
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let share =
        if length > 0.0 { ((point.x - a.x) * dx + (point.y - a.y) * dy) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    ScreenPoint { x: a.x + dx * share, y: a.y + dy * share }.distance(point) <= LINE_SLOP
}

/// The mark nearest to another in a direction (`right`, `down`: -1, 0 or 1): what lies aside counts double, and
/// what lies more aside than ahead not at all.
#[must_use]
pub fn next_in_direction(
    marks: &[PlacedMark],
    from: ScreenPoint,
    (right, down): (f64, f64),
) -> Option<&PlacedMark> {
    let cost = |placed: &PlacedMark| {
        let (dx, dy) = (placed.at.x - from.x, placed.at.y - from.y);
        let (ahead, aside) = (dx * right + dy * down, (dx * down).abs() + (dy * right).abs());
        (ahead > 0.5 && aside <= ahead * 1.001).then_some(ahead + 2.0 * aside)
    };
    let costs = marks.iter().filter_map(|placed| Some((cost(placed)?, placed)));
    costs.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, placed)| placed)
}

#[cfg(test)]
mod tests;
