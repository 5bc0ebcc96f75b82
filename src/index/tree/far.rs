//! Places that are far from all others: where they are scattered, and not in towns, most levels need not look at them.

use super::build::Active;
use super::grid::Grid;
use super::{LEVELS, NONE, UNITS_PER_PX_LOG2};

/// A place that is farther than this from all others, in CSS pixels at a level, is merged neither there nor at finer ones:
/// what comes to a level was moved by no more than twice its radius by all of those, 56 px, and so is still 72 px away.
const FAR_PX: u32 = 128;
/// In the grid of a level so many levels coarser all that is so near is in four cells.
const COARSER: u8 = 2;

/// The level at which most places are still far from all others, the coarser the farther they are apart; `None` where that
/// would be too fine a level to be worth it.
pub(super) fn level(places: &[Active]) -> Option<u8> {
    let (mut west, mut east, mut north, mut south) = (u32::MAX, 0, u32::MAX, 0);
    // Some of them tell it well enough.
    for &Active { x, y, .. } in places.iter().step_by(places.len() / 10_000 + 1) {
        (west, east) = (west.min(x), east.max(x));
        (north, south) = (north.min(y), south.max(y));
    }
    let (width, height) = (u64::from(east.checked_sub(west)?), u64::from(south - north));
    let apart = (width.max(1) * height.max(1) / places.len() as u64).max(1).ilog2() / 2;
    // At that level they would be some 2^10 CSS pixels apart.
    let level = (u32::from(UNITS_PER_PX_LOG2) + 10).checked_sub(apart)?.max(u32::from(COARSER));
    u8::try_from(level).ok().filter(|level| *level + 2 < LEVELS)
}

/// Begins to put places into cells, to find those that are far at a level.
pub(super) fn clear(grid: &mut Grid, places: usize, level: u8) {
    grid.clear(places, level - COARSER);
}

/// Whether a place is far at a level from all others, which are in the grid.
pub(super) fn is_far(index: usize, places: &[Active], grid: &Grid, level: u8) -> bool {
    let far = FAR_PX << UNITS_PER_PX_LOG2.saturating_sub(level);
    let Active { x, y, .. } = places[index];
    for cell in grid.cells_near(x, y) {
        let mut other = grid.heads[cell];
        while other != NONE {
            let near = &places[other as usize];
            let (dx, dy) = (near.x.abs_diff(x), near.y.abs_diff(y));
            if other as usize != index && dx <= far && dy <= far {
                return false;
            }
            other = near.next;
        }
    }
    true
}
