//! Places that are far from all others: where they are scattered, and not in towns, most levels need not look at them.

use super::grid::Grid;
use super::{LEVELS, NONE, UNITS_PER_PX_LOG2};

/// A place that is farther than this from all others, in CSS pixels at a level, is merged neither there nor at finer ones:
/// what comes to a level was moved by no more than twice its radius by all of those, 56 px, and so is still 72 px away.
const FAR_PX: u32 = 128;
/// In the grid of a level so many levels coarser all that is so near is in four cells.
const COARSER: u8 = 2;

/// The level at which most places are still far from all others, the coarser the farther they are apart; `None` where that
/// would be too fine a level to be worth it.
pub(super) fn level(x: &[u32], y: &[u32]) -> Option<u8> {
    let (mut west, mut east, mut north, mut south) = (u32::MAX, 0, u32::MAX, 0);
    // Some of them tell it well enough.
    for at in (0..x.len()).step_by(x.len() / 10_000 + 1) {
        (west, east) = (west.min(x[at]), east.max(x[at]));
        (north, south) = (north.min(y[at]), south.max(y[at]));
    }
    let (width, height) = (u64::from(east.checked_sub(west)?), u64::from(south - north));
    let apart = (width.max(1) * height.max(1) / x.len() as u64).max(1).ilog2() / 2;
    // At that level they would be some 2^10 CSS pixels apart.
    let level = (u32::from(UNITS_PER_PX_LOG2) + 10).checked_sub(apart)?.max(u32::from(COARSER));
    u8::try_from(level).ok().filter(|level| *level + 2 < LEVELS)
}

/// Begins to put places into cells, to find those that are far at a level.
pub(super) fn clear(grid: &mut Grid, places: usize, level: u8) {
    grid.clear(places, level - COARSER);
}

/// Whether a place is far at a level from all others, which are in the grid.
pub(super) fn is_far(index: usize, (x, y): (&[u32], &[u32]), grid: &Grid, level: u8) -> bool {
    let far = FAR_PX << UNITS_PER_PX_LOG2.saturating_sub(level);
    for cell in grid.cells_near(x[index], y[index]) {
        let mut other = grid.heads[cell];
        while other != NONE {
            let at = other as usize;
            let (dx, dy) = (x[at].abs_diff(x[index]), y[at].abs_diff(y[index]));
            if at != index && dx <= far && dy <= far {
                return false;
            }
            other = grid.next[at];
        }
    }
    true
}
