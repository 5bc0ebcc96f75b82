//! What stands where on the strip: labels that do not collide, and which part is under a finger.

use super::TickView;
use crate::state::Handle;

/// The least distance between the dates above the handles, in CSS pixels.
const DATE_GAP_PX: f64 = 8.0;
/// The least distance between the labels of two ticks, in CSS pixels.
const TICK_GAP_PX: f64 = 6.0;
/// So far on either side of its line a handle can be taken hold of, in CSS pixels: a fingertip in all. On the
/// window's side it is less where the window is narrow, so that it can be taken hold of itself.
const REACH_PX: f64 = 22.0;

/// The left edges of the two dates above the handles at `xs`, of which each is so wide: centred where that can
/// be, pushed apart where they would touch, and between `left` and `right`.
#[must_use]
pub fn place_labels(xs: [f64; 2], widths: [f64; 2], left: f64, right: f64) -> [f64; 2] {
    let within = |at: f64, width: f64| at.min(right - width).max(left);
    let mut first = within(xs[0] - widths[0] / 2.0, widths[0]);
    let mut second = within(xs[1] - widths[1] / 2.0, widths[1]);
    let overlap = first + widths[0] + DATE_GAP_PX - second;
    if overlap > 0.0 {
        // Half each; what an edge refuses to one, the other takes.
        first = within(first - overlap / 2.0, widths[0]);
        second = within(first + widths[0] + DATE_GAP_PX, widths[1]);
        first = (second - DATE_GAP_PX - widths[0]).min(first).max(left);
    }
    [first, second]
}

/// What a press at `x` takes hold of, the window reaching from `start` to `end`.
#[must_use]
pub fn part_at(x: f64, start: f64, end: f64, is_whole: bool) -> Handle {
    let inner = ((end - start) / 3.0).min(REACH_PX);
    match x {
        x if (start - REACH_PX..=start + inner).contains(&x) => Handle::Start,
        x if (end - inner..=end + REACH_PX).contains(&x) => Handle::End,
        // All of the data can't be pushed anywhere.
        x if !is_whole && start < x && x < end => Handle::Window,
        _ => Handle::Fresh,
    }
}

/// Takes labels away until none touch; those of greater units stay before the others.
pub(super) fn thin_out(ticks: &mut [TickView], width_of: impl Fn(&str) -> f64) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for is_major in [true, false] {
        for tick in ticks.iter_mut().filter(|tick| tick.is_major == is_major) {
            let Some((text, middle)) = &tick.label else { continue };
            let half = (width_of(text) + TICK_GAP_PX) / 2.0;
            let (left, right) = (middle - half, middle + half);
            if taken
                .iter()
                .any(|&(other_left, other_right)| left < other_right && other_left < right)
            {
                tick.label = None;
            } else {
                taken.push((left, right));
            }
        }
    }
}
