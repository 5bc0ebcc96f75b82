//! Cuts lines and areas down to what a picture shows: the world's outline would weigh more than all the rest.

use crate::camera::{ScreenPoint, Viewport};

/// Points nearer to each other than this are one, in CSS pixels.
const NEAR_PX: f64 = 0.5;

/// What is kept, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    low: ScreenPoint,
    high: ScreenPoint,
}

impl Frame {
    /// The picture, and around it room for the strokes that run along a cut.
    #[must_use]
    pub fn around(viewport: Viewport, margin: f64) -> Self {
        let low = ScreenPoint { x: -margin, y: -margin };
        let high = ScreenPoint { x: viewport.width + margin, y: viewport.height + margin };
        Self { low, high }
    }

    /// The part of an area that lies in the frame, after Sutherland and Hodgman: cut along one side after the other. Where
    /// that falls into pieces, they hang together along the frame. Fewer than three points are nothing.
    #[must_use]
    pub fn ring(&self, points: &[ScreenPoint]) -> Vec<ScreenPoint> {
        let (low, high) = (self.low, self.high);
        let mut ring = points.to_vec();
        ring = cut(&ring, |at| at.x - low.x);
        ring = cut(&ring, |at| high.x - at.x);
        ring = cut(&ring, |at| at.y - low.y);
        ring = cut(&ring, |at| high.y - at.y);
        let ring = thinned(&ring);
        if ring.len() < 3 { Vec::new() } else { ring }
    }

    /// The parts of a line that may lie in the frame: whole segments.
    #[must_use]
    pub fn line(&self, points: &[ScreenPoint]) -> Vec<Vec<ScreenPoint>> {
        let mut parts: Vec<Vec<ScreenPoint>> = Vec::new();
        let mut was_seen = false;
        for pair in points.windows(2) {
            let [a, b] = [pair[0], pair[1]];
            let is_seen = a.x.min(b.x) <= self.high.x
                && a.x.max(b.x) >= self.low.x
                && a.y.min(b.y) <= self.high.y
                && a.y.max(b.y) >= self.low.y;
            match parts.last_mut() {
                Some(part) if is_seen && was_seen => part.push(b),
                _ if is_seen => parts.push(vec![a, b]),
                _ => {}
            }
            was_seen = is_seen;
        }
        parts.iter().map(|part| thinned(part)).collect()
    }
}

/// The part of an area where `inside`, which is linear, is not negative.
fn cut(ring: &[ScreenPoint], inside: impl Fn(ScreenPoint) -> f64) -> Vec<ScreenPoint> {
    let mut kept = Vec::with_capacity(ring.len());
    let Some(&(mut from)) = ring.last() else { return kept };
    for &to in ring {
        let (before, now) = (inside(from), inside(to));
        if (before < 0.0) != (now < 0.0) {
            let share = before / (before - now);
            kept.push(ScreenPoint {
                x: from.x + (to.x - from.x) * share,
                y: from.y + (to.y - from.y) * share,
            });
        }
        if now >= 0.0 {
            kept.push(to);
        }
        from = to;
    }
    kept
}

/// Without the points that nobody would see.
fn thinned(points: &[ScreenPoint]) -> Vec<ScreenPoint> {
    let mut kept: Vec<ScreenPoint> = Vec::with_capacity(points.len());
    for (index, &point) in points.iter().enumerate() {
        let is_last = index + 1 == points.len();
        if is_last || kept.last().is_none_or(|last| last.distance(point) >= NEAR_PX) {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Frame =
        Frame { low: ScreenPoint { x: 0.0, y: 0.0 }, high: ScreenPoint { x: 100.0, y: 100.0 } };

    fn points() -> impl Strategy<Value = Vec<ScreenPoint>> {
        let number = || -15_i32..25;
        let point = (number(), number())
            .prop_map(|(x, y)| ScreenPoint { x: f64::from(x) * 10.0, y: f64::from(y) * 10.0 });
        prop::collection::vec(point, 0..9)
    }

    /// Whether a ray to the left meets the ring an odd number of times.
    fn holds(ring: &[ScreenPoint], at: ScreenPoint) -> bool {
        let after = ring.iter().cycle().skip(1);
        let crosses = ring.iter().zip(after).filter(|(a, b)| {
            (a.y > at.y) != (b.y > at.y) && at.x > a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
        });
        crosses.count() % 2 == 1
    }

    proptest! {
        #[test]
        fn an_area_holds_the_same_points_of_the_frame_as_before(ring in points(), x in 1..20_i32, y in 1..20_i32) {
            // Off the lattice of the corners, so that rounding decides nothing.
            let at = ScreenPoint { x: f64::from(x) * 5.0 - 1.37, y: f64::from(y) * 5.0 - 2.11 };
            prop_assert_eq!(holds(&FRAME.ring(&ring), at), holds(&ring, at));
        }

        #[test]
        fn a_line_keeps_every_point_that_is_seen(line in points()) {
            let parts = FRAME.line(&line);
            let is_seen = |at: &ScreenPoint| (0.0..=100.0).contains(&at.x) && (0.0..=100.0).contains(&at.y);
            if line.len() > 1 {
                for at in line.iter().filter(|at| is_seen(at)) {
                    prop_assert!(parts.iter().flatten().any(|kept| kept == at));
                }
            }
        }
    }
}
