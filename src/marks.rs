//! The marks on the screen: where they stand, how large they are, and which one is under a point.

use crate::camera::ScreenPoint;
use crate::cluster::{Clusters, Mark};
use crate::state::State;
use crate::store::PartKind;

/// The radius of a mark for one incident, in CSS pixels.
pub const SINGLE_RADIUS: f64 = 8.0;
/// The radius of the largest cluster, in CSS pixels.
const LARGEST_RADIUS: f64 = 18.0;
/// A mark answers within so many CSS pixels of its middle, however small it is.
const TARGET_RADIUS: f64 = 12.0;
/// A line answers within so many CSS pixels.
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

/// The marks that are at least in part inside of the map area.
#[must_use]
pub fn visible(state: &State) -> Vec<PlacedMark> {
    let (map, index, store) = (&state.map, &state.feed.index, state.feed.store());
    if map.viewport.is_empty() {
        return Vec::new();
    }
    let level = Clusters::level_at(map.camera.zoom);
    let placed =
        index.clusters.marks(level, &index.shown, |row| store.place(row)).map(|mark| PlacedMark {
            at: map.camera.to_screen(mark.position, map.viewport),
            radius: radius(mark.count),
            mark,
        });
    let is_seen = |placed: &PlacedMark| {
        let (at, radius) = (placed.at, placed.radius);
        at.x > -radius
            && at.y > -radius
            && at.x < map.viewport.width + radius
            && at.y < map.viewport.height + radius
    };
    placed.filter(is_seen).collect()
}

/// The mark under a point; of several the one whose middle is nearest.
#[must_use]
pub fn hit(marks: &[PlacedMark], point: ScreenPoint) -> Option<&PlacedMark> {
    let reaches =
        |placed: &&PlacedMark| placed.at.distance(point) <= placed.radius.max(TARGET_RADIUS);
    marks
        .iter()
        .filter(reaches)
        .min_by(|a, b| a.at.distance(point).total_cmp(&b.at.distance(point)))
}

/// The rows in the window whose line or area is under a point.
#[must_use]
pub fn shapes_at(state: &State, point: ScreenPoint) -> Vec<u32> {
    let (map, store) = (&state.map, state.feed.store());
    let is_hit = |row: &u32| {
        let Some(shape) = store.shape(*row) else { return false };
        let mut crossings = 0;
        for (kind, positions) in shape.parts() {
            let seen: Vec<ScreenPoint> =
                positions.iter().map(|&at| map.camera.to_screen(at, map.viewport)).collect();
            match kind {
                PartKind::Ring | PartKind::Hole => crossings += crossings_left_of(&seen, point),
                PartKind::Line if seen.windows(2).any(|pair| is_near(pair, point)) => return true,
                PartKind::Line | PartKind::Points => {}
            }
        }
        crossings % 2 == 1
    };
    let shown = store.rows_with_shape().iter().copied().filter(|&row| state.is_in_window(row));
    shown.filter(is_hit).collect()
}

fn crossings_left_of(ring: &[ScreenPoint], point: ScreenPoint) -> usize {
    let crosses = |pair: &&[ScreenPoint]| {
        let [a, b] = [pair[0], pair[1]];
        (a.y > point.y) != (b.y > point.y)
            && point.x > a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
    };
    ring.windows(2).filter(crosses).count()
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
