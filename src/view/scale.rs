//! The scale bar: how long a round distance is on the map.

use crate::camera::{Camera, Viewport};
use crate::geo::metres_to_world;
use crate::state::State;

/// The longest bar, in CSS pixels; the shortest is two fifths of it.
pub const LONGEST_PX: f64 = 100.0;

/// Where the same distance is by so much longer at one edge of the map than at the other, no bar is true for all of it.
const MOST_STRETCH: f64 = 1.2;

/// A round distance on the ground, and how long it is in the middle of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// 1, 2 or 5 times a power of ten, from a metre on.
    pub metres: f64,
    /// In CSS pixels, to [`LONGEST_PX`].
    pub length: f64,
}

impl ScaleBar {
    /// That of the map, where the page wants one.
    #[must_use]
    pub fn shown(state: &State) -> Option<Self> {
        let is_wanted = state.settings.controls.scale && state.has_view();
        Self::of(state.map.camera, state.map.viewport).filter(|_| is_wanted)
    }

    /// The bar of a map that is near enough to have one.
    #[must_use]
    pub fn of(camera: Camera, viewport: Viewport) -> Option<Self> {
        let metre_at = |y: f64| metres_to_world(1.0, y.clamp(0.0, 1.0)) * camera.scale();
        let half = viewport.height / 2.0 / camera.scale();
        let middle = metre_at(camera.center.y);
        let edges = [metre_at(camera.center.y - half), metre_at(camera.center.y + half)];
        // On a map that the equator crosses the middle may be what stretches least.
        let (least, most) =
            edges.iter().fold((middle, middle), |(least, most), &at| (at.min(least), at.max(most)));
        let longest = LONGEST_PX / middle;
        if viewport.is_empty() || most > least * MOST_STRETCH || longest < 1.0 {
            return None;
        }
        let mut metres = 1.0;
        while metres * 10.0 <= longest {
            metres *= 10.0;
        }
        metres *= [5.0, 2.0].into_iter().find(|by| metres * by <= longest).unwrap_or(1.0);
        Some(Self { metres, length: metres * middle })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::{MAX_ZOOM, ScreenPoint};
    use crate::geo::{LngLat, project, unproject};
    use proptest::prelude::*;

    const MAP: Viewport = Viewport { width: 800.0, height: 500.0 };

    fn bar(lat: f64, zoom: f64) -> Option<ScaleBar> {
        ScaleBar::of(Camera::new(project(LngLat { lng: -72.0, lat }), zoom), MAP)
    }

    #[test]
    fn no_bar_would_be_true_of_a_map_that_stretches_the_north() {
        assert_eq!(bar(0.0, 0.0), None);
        assert_eq!(bar(60.0, 5.0), None);
        assert_eq!(bar(19.0, 9.0).unwrap().metres, 20_000.0);
        assert_eq!(bar(19.0, 22.0).unwrap().metres, 2.0);
        assert_eq!(ScaleBar::of(Camera::default(), Viewport::default()), None);
    }

    proptest! {
        /// Along the parallel through the middle of the map, as the great circle measures it.
        #[test]
        fn a_bar_is_as_long_as_it_says(lat in -70.0..70.0_f64, zoom in 7.0..=MAX_ZOOM) {
            let bar = bar(lat, zoom).unwrap();
            prop_assert!((0.4 * LONGEST_PX..=LONGEST_PX).contains(&bar.length), "{bar:?}");
            let camera = Camera::new(project(LngLat { lng: -72.0, lat }), zoom);
            let lng = |x: f64| unproject(camera.to_world(ScreenPoint { x, y: 250.0 }, MAP)).lng;
            let degrees = lng(400.0 + bar.length) - lng(400.0);
            let half = (degrees.to_radians() / 2.0).sin() * lat.to_radians().cos();
            let metres = 2.0 * 6_378_137.0 * half.asin();
            prop_assert!((metres / bar.metres - 1.0).abs() < 0.001, "{metres} {bar:?}");
        }
    }
}
