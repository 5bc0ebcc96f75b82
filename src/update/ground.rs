//! What lies under the incidents: which files of it, and which tiles, are asked for when.

use crate::basemap::{BasemapPart, is_near_hispaniola};
use crate::camera::Camera;
use crate::gesture::Motion;
use crate::message::Effect;
use crate::settings::BasemapKind;
use crate::state::{FileAsked, State, TilesAsked};
use crate::tiles;

/// A zoom that has not changed for so many ms is one that the reader stays at.
const REST_MS: f64 = 150.0;

/// The page has chosen another ground.
pub(super) fn forget(state: &mut State) {
    state.map.basemaps.clear();
    state.map.basemaps_asked.clear();
    state.map.tiles = TilesAsked::default();
}

/// A file of the basemap won't come.
pub(super) fn fail(state: &mut State, part: BasemapPart) {
    let asked = state.map.basemaps_asked.iter_mut().find(|asked| asked.part == part);
    asked.into_iter().for_each(|asked| asked.has_failed = true);
}

/// The files of the basemap that the view needs and that were not asked for yet.
pub(super) fn file_effects(state: &mut State) -> Vec<Effect> {
    let regions = state.regions();
    let map = &mut state.map;
    if map.viewport.is_empty() {
        return Vec::new();
    }
    // A square that failed is asked for again when it comes into sight again.
    map.basemaps_asked.retain(|asked| {
        let is_out = |tile| !regions.contains(&tile);
        !(asked.has_failed && matches!(asked.part, BasemapPart::Region(tile) if is_out(tile)))
    });
    let mut parts = Vec::new();
    match state.settings.basemap {
        BasemapKind::Bundled => {
            // Where the island is a few pixels wide, the world's outline of it will do.
            let is_seen =
                map.camera.zoom > 3.5 && is_near_hispaniola(map.camera.bounds(map.viewport));
            parts.extend(is_seen.then_some(BasemapPart::Hispaniola));
            parts.push(BasemapPart::World);
        }
        BasemapKind::File => parts.push(BasemapPart::Own),
        _ => {}
    }
    // What is flown over is not asked for.
    if !matches!(map.motion, Some(Motion::Ease { .. })) {
        parts.extend(regions.into_iter().map(BasemapPart::Region));
    }
    let is_asked = |part| map.basemaps_asked.iter().any(|asked| asked.part == part);
    parts.retain(|part| !is_asked(*part));
    map.basemaps_asked.extend(parts.iter().map(|&part| FileAsked { part, has_failed: false }));
    parts.into_iter().map(Effect::LoadBasemap).collect()
}

/// Asks for the tiles in sight, where they are others than those asked for. Those of another zoom wait until the camera
/// rests: on the way through ten zooms nobody looks at the tiles in between.
pub(super) fn ask_for_tiles(state: &mut State, effects: &mut Vec<Effect>) {
    let (max_zoom, has_view) = (state.tile_max_zoom(), state.knows_view());
    let is_placed = state.map.is_placed();
    let map = &mut state.map;
    let asked = &mut map.tiles;
    asked.is_waiting = false;
    if state.settings.basemap != BasemapKind::Tiles || map.viewport.is_empty() || !has_view {
        return;
    }
    let Camera { zoom, .. } = map.camera;
    let before = asked.zoom.replace(zoom);
    if before != Some(zoom) {
        asked.since_ms = state.now_ms;
    }
    let is_flying = matches!(map.motion, Some(Motion::Ease { .. }));
    let is_at_rest = state.now_ms - asked.since_ms >= REST_MS && !is_flying;
    let level = tiles::level(map.camera, max_zoom);
    let is_same_level = asked.tiles.first().is_some_and(|tile| tile.zoom == level) && !is_flying;
    // What the page has placed where it is begins there.
    let is_first = before.is_none() && is_placed;
    asked.is_waiting = !(is_at_rest || is_same_level || is_first);
    if asked.is_waiting {
        return;
    }
    let wanted = tiles::wanted(map.camera, map.viewport, level);
    if wanted != asked.tiles {
        asked.tiles.clone_from(&wanted);
        effects.push(Effect::LoadTiles(wanted));
    }
}

#[cfg(test)]
mod tests;
