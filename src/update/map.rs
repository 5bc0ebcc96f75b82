//! The camera, and what is pointed at on the map.

mod keyboard;

use crate::basemap::BasemapPart;
use crate::camera::{Camera, MAX_ZOOM, Padding, ScreenPoint};
use crate::cluster::Mark;
use crate::geo::{Bbox, LngLat, WorldPoint, project};
use crate::gesture::{Motion, wheel_zoom};
use crate::marks::{self, PlacedMark, Sight};
use crate::message::{Effect, Hint, Message};
use crate::state::{MapState, Placed, State, TilesAsked};
use crate::tiles::MAX_TILE_ZOOM;

use super::panel;

/// A fit goes no nearer than this, so that one place is seen among its neighbours.
const MAX_FIT_ZOOM: f64 = 13.0;
/// A hint about gestures stays for so many ms.
const HINT_MS: f64 = 1800.0;

pub(super) fn update(state: &mut State, message: Message) -> Vec<Effect> {
    use Message as M;
    match message {
        M::MapResized { viewport, covered, is_beside } => {
            let row = state.selected_row().filter(|&row| is_in_sight(state, row));
            // Over an incident's mark the sheet comes up, and the mark is not to become part of a cluster by that.
            let is_opened = row.is_some() && state.map.viewport == viewport;
            state.panel.is_beside = is_beside;
            state.map.viewport = viewport;
            state.map.covered = covered;
            if !is_opened {
                fit_to_data(state);
            }
            // What was seen before is not to go out of sight by that.
            row.into_iter().for_each(|row| bring_into_sight(state, row));
        }
        M::BasemapArrived(part, basemap) => state.map.basemaps.push((part, *basemap)),
        M::BasemapFailed(part) => super::ground::fail(state, part),
        M::TilesDescribed { max_zoom, names } => {
            let max_zoom = Some(max_zoom.min(MAX_TILE_ZOOM));
            if state.map.tiles.max_zoom != max_zoom {
                // What was asked for until it was known may not be there.
                state.map.tiles = TilesAsked { max_zoom, ..TilesAsked::default() };
            }
            state.map.basemaps = vec![(BasemapPart::Own, *names)];
        }
        M::ViewAsked { .. } | M::BoundsAsked(_) | M::ViewLeft { .. } => view_asked(state, message),
        M::PanStepped { .. }
        | M::ZoomStepped { .. }
        | M::FitAsked { .. }
        | M::DoubleClicked { .. } => {
            let placed = state.map.placed;
            moved_by_command(state, message);
            wait_for_data(state, placed);
        }
        M::MarksFocused(_) | M::MarkStepped { .. } | M::MarkEnded(_) => {
            keyboard::moved(state, message)
        }
        M::MarksListed => state.map.listed = Some(Sight::of(state)),
        M::MarkOpened { rank, now_ms } => {
            state.map.active = rank.or(state.map.active);
            state.now_ms = state.now_ms.max(now_ms);
            return keyboard::active_mark(state)
                .map_or_else(Vec::new, |placed| open(state, &placed));
        }
        M::Clicked(point) => return clicked(state, point),
        message => {
            let placed = state.map.placed;
            hand_moved(state, message);
            wait_for_data(state, placed);
        }
    }
    Vec::new()
}

/// Who moves a map on which nothing has come yet does not want what comes out of sight.
fn wait_for_data(state: &mut State, placed: Placed) {
    if state.feed.is_loading() && state.feed.store().is_empty() {
        state.map.placed = placed;
    }
}

fn hand_moved(state: &mut State, message: Message) {
    let map = &mut state.map;
    match message {
        Message::PointersChanged { pointers, now_ms } => {
            let speed = map.gesture.speed(now_ms).filter(|_| pointers.is_empty());
            map.gesture.pointers_changed(&pointers, now_ms);
            map.motion = None;
            if let Some(speed) = speed.filter(|_| !state.settings.reduced_motion) {
                map.motion = Some(Motion::Glide { from: map.camera, speed, start_ms: now_ms });
            }
        }
        Message::PointersMoved { pointers, now_ms } => {
            let camera = map.gesture.pointers_moved(&pointers, now_ms, map.camera, map.viewport);
            if camera != map.camera {
                place(state, camera);
            }
        }
        Message::WheelTurned { at, delta_px, is_pinch } => {
            let zoom = wheel_zoom(map.camera.zoom, delta_px, is_pinch);
            let camera = map.camera.zoomed_around(at, zoom, map.viewport);
            place(state, camera);
        }
        Message::Hovered(point) => state.map.hovered = point.and_then(|at| mark_at(state, at)),
        Message::NameHovered(point) => {
            state.map.hovered = mark_at(state, point).or(state.map.hovered);
        }
        Message::GestureRefused(gesture) => {
            map.hint = Some((Hint::Refused(gesture), f64::INFINITY))
        }
        Message::LinkCopied(is_copied) => map.hint = Some((Hint::Copied(is_copied), f64::INFINITY)),
        _ => {}
    }
}

/// Its first rank.
fn mark_at(state: &State, point: ScreenPoint) -> Option<u32> {
    marks::at(state, point).map(|placed| placed.mark.ranks.start)
}

/// Puts the camera where the reader or the page wants it; from now on it stays there.
fn place(state: &mut State, camera: Camera) {
    state.map.motion = None;
    state.map.camera = camera;
    state.map.placed = Placed::Firmly;
}

/// Moves the camera there, at once where the reader wants no motion.
fn ease_to(state: &mut State, to: Camera) {
    let from = state.map.camera;
    place(state, to);
    if !state.settings.reduced_motion && from != to {
        state.map.camera = from;
        state.map.motion = Some(Motion::Ease { from, to, start_ms: state.now_ms });
    }
}

/// Moves the camera to where all of a box is seen, and keeps it in sight when the map is resized.
pub(super) fn ease_to_fit(state: &mut State, bbox: Bbox) {
    (state.map.fixed_center, state.map.fixed_zoom) = (None, None);
    if !state.map.viewport.is_empty() {
        ease_to(state, fitted(state, bbox));
    }
    state.map.placed = Placed::Fitted(bbox);
}

/// Moves the camera to a place.
pub(super) fn ease_to_place(state: &mut State, center: LngLat, zoom: f64) {
    ease_to(state, Camera::new(project(center), zoom));
}

/// Where the camera is going to be.
fn goal(state: &State) -> Camera {
    match state.map.motion {
        Some(Motion::Ease { to, .. }) => to,
        _ => state.map.camera,
    }
}

fn view_asked(state: &mut State, message: Message) {
    match message {
        Message::ViewAsked { center, zoom } => {
            let center = center.map(project);
            let map = &state.map;
            let is_unseen = map.viewport.is_empty() && map.placed != Placed::Firmly;
            let is_open = map.placed == Placed::ToFit || is_unseen;
            if is_open && (center.is_none() || zoom.is_none()) {
                // One half is the page's, the other follows the data once they are there.
                state.map.fixed_center = center.or(state.map.fixed_center);
                state.map.fixed_zoom = zoom.or(state.map.fixed_zoom);
                fit_to_data(state);
                return;
            }
            let now = goal(state);
            place(state, Camera::new(center.unwrap_or(now.center), zoom.unwrap_or(now.zoom)));
        }
        Message::BoundsAsked(bbox) => {
            (state.map.fixed_center, state.map.fixed_zoom, state.map.motion) = (None, None, None);
            state.map.placed = Placed::Around(bbox);
            fit_to_data(state);
        }
        Message::ViewLeft { center, zoom } => {
            let map = &mut state.map;
            (map.fixed_center, map.fixed_zoom, map.motion) = (center.map(project), zoom, None);
            map.placed = state.feed.index.bounds.map_or(Placed::ToFit, Placed::Fitted);
            fit_to_data(state);
        }
        _ => {}
    }
}

fn moved_by_command(state: &mut State, message: Message) {
    let viewport = state.map.viewport;
    let now = goal(state);
    let to = match message {
        Message::PanStepped { right, down, now_ms } => {
            state.now_ms = now_ms;
            let step = (viewport.width.min(viewport.height) / 4.0).max(40.0);
            now.panned(-right * step, -down * step)
        }
        Message::ZoomStepped { by, now_ms } => {
            state.now_ms = now_ms;
            // A mark that has the keyboard stays where it is.
            let mark = keyboard::active_mark(state).filter(|_| state.map.marks_focused);
            let anchor = mark.map_or_else(|| viewport.center(), |placed| placed.at);
            now.zoomed_around(anchor, now.zoom + by, viewport)
        }
        Message::DoubleClicked { at, out, now_ms } => {
            state.now_ms = now_ms;
            now.zoomed_around(at, now.zoom + if out { -1.0 } else { 1.0 }, viewport)
        }
        Message::FitAsked { now_ms } => {
            state.now_ms = now_ms;
            let Some(bbox) = state.feed.index.bounds else { return };
            fitted(state, bbox)
        }
        _ => return,
    };
    ease_to(state, to);
}

/// The camera that shows a box with some room around it.
fn fitted(state: &State, bbox: Bbox) -> Camera {
    Camera::fit(bbox, state.map.viewport, room(state), MAX_FIT_ZOOM)
}

/// The same with the middle of the map at a place.
fn fitted_around(state: &State, bbox: Bbox, middle: WorldPoint) -> Camera {
    let Padding { top, right, bottom, left } = room(state);
    let (across, down) = (left.max(right), top.max(bottom));
    let padding = Padding { top: down, right: across, bottom: down, left: across };
    Camera::fit(bbox.centered_on(middle), state.map.viewport, padding, MAX_FIT_ZOOM)
}

/// The room that a fit leaves free at the edges.
fn room(state: &State) -> Padding {
    let MapState { viewport, covered, .. } = state.map;
    let room = (viewport.width.min(viewport.height) * 0.08).clamp(16.0, 48.0);
    Padding {
        top: room,
        right: room.max(beside(covered.right)),
        bottom: room + covered.bottom,
        left: room.max(beside(covered.left)),
    }
}

/// How far from an edge a mark stands clear of what covers it, in CSS pixels.
fn beside(covered_px: f64) -> f64 {
    const MARK_PX: f64 = 12.0;
    if covered_px > 0.0 { covered_px + MARK_PX } else { 0.0 }
}

/// While nobody has moved the camera, it shows all there is, or what it was to be around.
pub(super) fn fit_to_data(state: &mut State) {
    if state.map.viewport.is_empty() {
        return;
    }
    let camera = match (state.map.placed, state.feed.index.bounds) {
        (Placed::Firmly, _) => return,
        (Placed::Around(bbox), _) => {
            Camera::fit(bbox, state.map.viewport, Padding::default(), MAX_ZOOM)
        }
        (Placed::Fitted(bbox), _) | (Placed::ToFit, Some(bbox)) => match state.map.fixed_center {
            Some(center) => fitted_around(state, bbox, center),
            None => fitted(state, bbox),
        },
        (Placed::ToFit, None) => Camera::of_the_world(state.map.viewport),
    };
    match &mut state.map.motion {
        // It is on its way there.
        Some(Motion::Ease { to, .. }) => *to = camera,
        _ => state.map.camera = camera,
    }
    half_placed(state);
}

fn half_placed(state: &mut State) {
    let map = &mut state.map;
    let center = map.fixed_center.unwrap_or(map.camera.center);
    map.camera = Camera::new(center, map.fixed_zoom.unwrap_or(map.camera.zoom));
}

/// A load has ended: later ones leave the view as it is.
pub(super) fn load_settled(state: &mut State) {
    fit_to_data(state);
    if let (Placed::ToFit, Some(bbox)) = (state.map.placed, state.feed.index.bounds) {
        state.map.placed = Placed::Fitted(bbox);
    }
}

pub(super) fn frame_began(state: &mut State, now_ms: f64) {
    if let Some(motion) = state.map.motion {
        let (camera, goes_on) = motion.at(now_ms);
        state.map.camera = camera;
        if !goes_on {
            state.map.motion = None;
        }
    }
    match &mut state.map.hint {
        // Its time begins when it is seen.
        Some((_, until_ms)) if until_ms.is_infinite() => *until_ms = now_ms + HINT_MS,
        Some((_, until_ms)) if now_ms >= *until_ms => state.map.hint = None,
        _ => {}
    }
}

fn clicked(state: &mut State, point: ScreenPoint) -> Vec<Effect> {
    if let Some(placed) = marks::at(state, point) {
        state.map.active = Some(placed.mark.ranks.start);
        return open(state, &placed);
    }
    let rows = marks::shapes_at(state, point);
    if rows.is_empty() { Vec::new() } else { panel::open_rows(state, rows) }
}

/// Opens an incident, those at one place, or comes nearer until a cluster parts.
fn open(state: &mut State, placed: &PlacedMark) -> Vec<Effect> {
    let index = &state.feed.index;
    let rows = index.clusters.rows_of(&placed.mark, index.shown, usize::MAX);
    if placed.mark.one_place {
        return panel::open_rows(state, rows);
    }
    let store = state.feed.store();
    let places = Bbox::around(rows.iter().filter_map(|&row| store.place(row)));
    let (Some(bounds), Some(places)) = (store.bounds(rows), places) else { return Vec::new() };
    let mut to = fitted(state, bounds);
    // All that is drawn of it is seen; but it comes nearer by a step at least, and until the marks part.
    let zoom = parting_zoom(state, placed, to.zoom.max(state.map.camera.zoom + 1.0));
    if zoom > to.zoom {
        to = Camera { zoom, ..Camera::fit(places, state.map.viewport, room(state), zoom) };
    }
    ease_to(state, to);
    Vec::new()
}

/// The first zoom, from one on, at which a cluster is several marks.
fn parting_zoom(state: &State, placed: &PlacedMark, from: f64) -> f64 {
    /// Where there are so many marks, it has parted.
    const MANY: usize = 4096;
    let (index, map) = (&state.feed.index, &state.map);
    let area = Camera::new(placed.mark.position, map.camera.zoom).square(map.viewport, 0.0);
    let is_parted = |zoom: &f64| {
        let (level, store) = (index.clusters.level_at(*zoom), state.feed.store());
        let marks = index.clusters.marks(level, &area, index.shown, store, MANY);
        let is_part = |mark: &&Mark| placed.mark.ranks.contains(&mark.ranks.start);
        marks.len() == MANY || marks.iter().filter(is_part).count() > 1
    };
    // Clusters are others from half of a zoom on.
    let zooms = std::iter::successors(Some(from), |zoom| Some((zoom + 0.5).floor() + 0.5));
    zooms.take_while(|zoom| *zoom < MAX_ZOOM).find(is_parted).unwrap_or(MAX_ZOOM)
}

/// Whether the view is what it is because somebody wanted it so, in part at least.
pub(super) fn is_asked_for(state: &State) -> bool {
    let map = &state.map;
    map.is_placed_firmly() || map.fixed_center.is_some() || map.fixed_zoom.is_some()
}

/// Where a place is going to be on the screen, and the nearest point to that which nothing covers.
fn sighted(state: &State, row: u32) -> Option<(ScreenPoint, ScreenPoint)> {
    let place = state.feed.store().place(row)?;
    let (viewport, covered) = (state.map.viewport, state.map.covered);
    let at = goal(state).to_screen(place, viewport);
    let left = beside(covered.left).max(32.0);
    let right = viewport.width - beside(covered.right).max(32.0);
    let bottom = viewport.height - covered.bottom - 32.0;
    let inside = ScreenPoint {
        x: at.x.clamp(left.min(right), right),
        y: at.y.clamp(32.0_f64.min(bottom), bottom),
    };
    Some((at, inside))
}

/// Whether a place is in sight; on a map that is not seen it would be, unless the view was asked for.
fn is_in_sight(state: &State, row: u32) -> bool {
    if state.map.viewport.is_empty() {
        return !is_asked_for(state);
    }
    sighted(state, row).is_some_and(|(at, inside)| at == inside)
}

/// Brings a place into sight where it isn't.
pub(super) fn bring_into_sight(state: &mut State, row: u32) {
    let Some((at, inside)) = sighted(state, row) else { return };
    let (viewport, covered) = (state.map.viewport, state.map.covered);
    if inside != at && !viewport.is_empty() {
        // Not just to the edge: into the middle of what the sheet leaves free.
        let middle = (viewport.height - covered.bottom) / 2.0;
        let to = goal(state).panned(viewport.width / 2.0 - at.x, middle - at.y);
        ease_to(state, to);
    }
}

#[cfg(test)]
mod tests;
