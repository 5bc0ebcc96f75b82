//! What a hand on the map does to the camera: drag, pinch, wheel, and what goes on after letting go.
//!
//! No clock is read here; every input carries the time at which it happened.

use crate::camera::{Camera, MAX_ZOOM, MIN_ZOOM, ScreenPoint, Viewport};
use crate::math::{exp, hypot, log2};

/// Who gets one finger and the plain wheel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gestures {
    /// The page: it scrolls. The map takes two fingers, or the wheel with Ctrl or ⌘.
    #[default]
    Cooperative,
    /// The map.
    Free,
}

impl Gestures {
    /// Whether a touch with so many fingers moves the map rather than the page.
    #[must_use]
    pub fn claims_touch(self, fingers: usize) -> bool {
        fingers >= 2 || self == Self::Free
    }

    /// Whether a turn of the wheel zooms the map rather than scrolls the page. Browsers report a pinch on
    /// a trackpad as the wheel with Ctrl.
    #[must_use]
    pub fn claims_wheel(self, with_ctrl_or_meta: bool) -> bool {
        with_ctrl_or_meta || self == Self::Free
    }
}

/// A pointer that is down, or two of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing is down.
    #[default]
    Idle,
    /// One pointer moves the map.
    Drag(Drag),
    /// Two fingers move, zoom, and keep what is between them there.
    Pinch([ScreenPoint; 2]),
}

/// One pointer on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    start: ScreenPoint,
    /// Where it was when, the latest last; only the last [`TRACK_MS`] count.
    track: Vec<(f64, ScreenPoint)>,
    moved: bool,
}

/// A pointer that stayed within so many CSS pixels was a click.
const CLICK_SLOP: f64 = 4.0;
/// The stretch of time, in ms, from which the speed at letting go is taken.
const TRACK_MS: f64 = 100.0;

impl Gesture {
    /// The pointers that are down have changed: none, one or two of them.
    pub fn pointers_changed(&mut self, pointers: &[ScreenPoint], now_ms: f64) {
        *self = match *pointers {
            [] => Self::Idle,
            [one] => Self::Drag(Drag { start: one, track: vec![(now_ms, one)], moved: false }),
            [a, b, ..] => Self::Pinch([a, b]),
        };
    }

    /// The pointers have moved; returns the camera that follows them.
    pub fn pointers_moved(
        &mut self,
        pointers: &[ScreenPoint],
        now_ms: f64,
        camera: Camera,
        viewport: Viewport,
    ) -> Camera {
        match (self, pointers) {
            (Self::Drag(drag), &[to]) => drag.follow(to, now_ms, camera),
            (Self::Pinch(fingers), &[a, b, ..]) => {
                let [old_a, old_b] = std::mem::replace(fingers, [a, b]);
                let (from, to) = (old_a.midpoint(old_b), a.midpoint(b));
                let spread = a.distance(b).max(1.0) / old_a.distance(old_b).max(1.0);
                camera.panned(to.x - from.x, to.y - from.y).zoomed_around(
                    to,
                    camera.zoom + log2(spread),
                    viewport,
                )
            }
            _ => camera,
        }
    }

    /// Whether the pointer has left the spot where it went down, so that letting go is no click.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        match self {
            Self::Idle => false,
            Self::Drag(drag) => drag.moved,
            Self::Pinch(_) => true,
        }
    }

    /// The speed, in CSS pixels a ms, with which the map is let go at `now_ms`; `None` where it lay still.
    #[must_use]
    pub fn speed(&self, now_ms: f64) -> Option<(f64, f64)> {
        let Self::Drag(Drag { track, moved: true, .. }) = self else { return None };
        let recent = || track.iter().filter(|(time, _)| now_ms - time <= TRACK_MS);
        let ((start, from), (_, to)) = (recent().next()?, recent().next_back()?);
        let passed_ms = now_ms - start;
        let speed = ((to.x - from.x) / passed_ms, (to.y - from.y) / passed_ms);
        (passed_ms > 0.0 && hypot(speed.0, speed.1) > 0.1).then_some(speed)
    }
}

impl Drag {
    fn follow(&mut self, to: ScreenPoint, now_ms: f64, camera: Camera) -> Camera {
        let from = self.track.last().map_or(self.start, |&(_, at)| at);
        self.track.retain(|(time, _)| now_ms - time <= TRACK_MS);
        if !self.moved && to.distance(self.start) < CLICK_SLOP {
            return camera;
        }
        // The first step takes the slop along, so that the map stays under the hand.
        let from = if self.moved { from } else { self.start };
        self.moved = true;
        self.track.push((now_ms, to));
        camera.panned(to.x - from.x, to.y - from.y)
    }
}

/// The zoom after a turn of the wheel: `delta_px` as the browser reports it in pixels, down is away.
#[must_use]
pub fn wheel_zoom(zoom: f64, delta_px: f64, is_pinch: bool) -> f64 {
    (zoom + wheel_zooms(delta_px, is_pinch)).clamp(MIN_ZOOM, MAX_ZOOM)
}

/// How many zooms nearer a turn of the wheel goes, at most one.
#[must_use]
pub fn wheel_zooms(delta_px: f64, is_pinch: bool) -> f64 {
    // A notch of a wheel is some 100 pixels; a trackpad's pinch comes in steps of one to ten.
    let per_px = if is_pinch && delta_px.abs() < 50.0 { 0.01 } else { 0.0025 };
    -(delta_px * per_px).clamp(-1.0, 1.0)
}

/// A camera that moves by itself for a while; a hand on the map ends it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Motion {
    /// What was thrown glides to a stop.
    Glide {
        /// Where it was let go.
        from: Camera,
        /// CSS pixels a ms at that time.
        speed: (f64, f64),
        /// When, in ms.
        start_ms: f64,
    },
    /// On the way to a goal.
    Ease {
        /// Where it begins.
        from: Camera,
        /// Where it ends.
        to: Camera,
        /// When it began, in ms.
        start_ms: f64,
    },
}

/// The time that a [`Motion::Ease`] takes, in ms.
const EASE_MS: f64 = 220.0;
/// The time in which a glide loses most of its speed, in ms.
const GLIDE_MS: f64 = 180.0;

impl Motion {
    /// The camera at a time, and whether the motion goes on after it.
    #[must_use]
    pub fn at(self, now_ms: f64) -> (Camera, bool) {
        match self {
            Self::Glide { from, speed: (x, y), start_ms } => {
                let passed = ((now_ms - start_ms) / GLIDE_MS).max(0.0);
                let way = GLIDE_MS * (1.0 - exp(-passed));
                (from.panned(x * way, y * way), passed < 6.0)
            }
            Self::Ease { from, to, start_ms } => {
                let progress = ((now_ms - start_ms) / EASE_MS).clamp(0.0, 1.0);
                let eased = 1.0 - (1.0 - progress).powi(3);
                (if progress < 1.0 { from.toward(to, eased) } else { to }, progress < 1.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::WorldPoint;

    const MAP: Viewport = Viewport { width: 800.0, height: 600.0 };

    fn point(x: f64, y: f64) -> ScreenPoint {
        ScreenPoint { x, y }
    }

    fn haiti() -> Camera {
        Camera::new(WorldPoint { x: 0.3, y: 0.45 }, 8.0)
    }

    #[test]
    fn the_map_stays_under_the_hand_that_drags_it() {
        let (mut gesture, camera) = (Gesture::default(), haiti());
        let held = camera.to_world(point(100.0, 100.0), MAP);
        gesture.pointers_changed(&[point(100.0, 100.0)], 0.0);
        let camera = gesture.pointers_moved(&[point(102.0, 101.0)], 10.0, camera, MAP);
        assert_eq!(camera, haiti(), "a trembling hand clicks");
        assert!(!gesture.has_moved());
        let camera = gesture.pointers_moved(&[point(140.0, 160.0)], 20.0, camera, MAP);
        assert!(gesture.has_moved());
        assert!(camera.to_screen(held, MAP).distance(point(140.0, 160.0)) < 1e-6);
    }

    #[test]
    fn a_map_that_lay_still_before_it_was_let_go_does_not_glide() {
        let mut gesture = Gesture::default();
        gesture.pointers_changed(&[point(0.0, 0.0)], 0.0);
        gesture.pointers_moved(&[point(50.0, 0.0)], 20.0, haiti(), MAP);
        gesture.pointers_moved(&[point(100.0, 0.0)], 40.0, haiti(), MAP);
        assert!(gesture.speed(45.0).is_some_and(|(x, y)| x > 0.5 && y == 0.0));
        assert_eq!(gesture.speed(400.0), None);
    }

    #[test]
    fn two_fingers_keep_what_is_between_them() {
        let (mut gesture, camera) = (Gesture::default(), haiti());
        let between = camera.to_world(point(300.0, 300.0), MAP);
        gesture.pointers_changed(&[point(250.0, 300.0), point(350.0, 300.0)], 0.0);
        let camera =
            gesture.pointers_moved(&[point(220.0, 310.0), point(420.0, 310.0)], 16.0, camera, MAP);
        assert!((camera.zoom - 9.0).abs() < 1e-9, "twice the spread is one zoom: {}", camera.zoom);
        assert!(camera.to_screen(between, MAP).distance(point(320.0, 310.0)) < 1e-6);
    }

    #[test]
    fn motions_end_where_they_lead() {
        let goal = Camera::new(WorldPoint { x: 0.4, y: 0.4 }, 10.0);
        let ease = Motion::Ease { from: haiti(), to: goal, start_ms: 100.0 };
        assert_eq!(ease.at(100.0).0, haiti());
        assert_eq!(ease.at(1000.0), (goal, false));
        let glide = Motion::Glide { from: haiti(), speed: (1.0, 0.0), start_ms: 0.0 };
        assert!(glide.at(100.0).1 && !glide.at(3000.0).1);
    }

    #[test]
    fn the_page_keeps_one_finger_and_the_plain_wheel() {
        assert!(!Gestures::Cooperative.claims_touch(1) && Gestures::Cooperative.claims_touch(2));
        assert!(
            !Gestures::Cooperative.claims_wheel(false) && Gestures::Cooperative.claims_wheel(true)
        );
        assert!(Gestures::Free.claims_touch(1) && Gestures::Free.claims_wheel(false));
        assert!(wheel_zoom(8.0, -100.0, false) > 8.0);
    }
}
