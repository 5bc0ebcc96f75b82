//! Every incident as a dot: a picture in pixels, since there may be a million.

use incident_map_index::{Among, Dots, View, Wanted};

use crate::camera::{Camera, Viewport};
use crate::geo::WORLD_UNITS;
use crate::marks;
use crate::math::wrap;
use crate::settings::Display;
use crate::state::State;
use crate::time::TimeRange;

/// More categories than these can't be told apart by their colour; the others are painted as what has none.
const MAX_CATEGORIES: usize = 12;
/// How much of the dots is left while an incident is open.
const BACK: f64 = 0.45;
/// How opaque a single dot is where dots are largest, since they are few, and where they are smallest.
const SINGLE: (f64, f64) = (0.9, 0.4);

/// What the picture depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct DotsView {
    camera: Camera,
    viewport: Viewport,
    window: Option<TimeRange>,
    /// The feed, how many of its rows are painted, and its index, by which a filter is known.
    feed: (u32, u32, u32),
    /// The radius of a dot, in CSS pixels.
    radius: f64,
    is_back: bool,
}

/// The picture for a state; `None` where incidents are drawn otherwise.
#[must_use]
pub fn dots(state: &State) -> Option<DotsView> {
    let (map, feed) = (&state.map, &state.feed);
    (state.settings.display == Display::Dots && !map.viewport.is_empty()).then(|| DotsView {
        camera: map.camera,
        viewport: map.viewport,
        window: state.time.window,
        feed: (feed.generation, feed.index.rows, feed.revision),
        radius: marks::dot_radius(state),
        is_back: steps_back(state),
    })
}

/// Whether all but some step back: while an incident on the map is open, or told of.
pub(super) fn steps_back(state: &State) -> bool {
    let is_seen = |row: u32| state.feed.store().place(row).is_some() && state.is_in_window(row);
    state.told_rows().into_iter().any(is_seen)
}

impl DotsView {
    /// Paints it, with `ratio` pixels to a CSS pixel and a colour for each slot of the legend, the last that of what has
    /// no category.
    pub fn paint(
        &self,
        state: &State,
        ratio: f64,
        colors: &[[u8; 3]],
        dots: &mut Dots,
        pixels: &mut Vec<u8>,
    ) -> (u32, u32) {
        let view = self.view(ratio);
        let (last, all) = colors.split_last().map_or(([0; 3], colors), |(last, all)| (*last, all));
        let mut colors: Vec<[u8; 3]> = all.iter().copied().take(MAX_CATEGORIES).collect();
        colors.push(last);
        dots.clear(&view, colors.len());
        let wanted = |window: TimeRange| (window.end().0, window.start().0);
        let (before, from) = self.window.map_or((i64::MAX, i64::MIN), wanted);
        let (rows, flags) = state.feed.store().dots();
        let radius_px = (self.radius * ratio - 0.5).round().max(0.0) as u32;
        let index = &state.feed.index;
        let among = index.order.among(index.order.shown(self.window, state.feed.store()));
        let among = among.map_or(Among::First(self.feed.1 as usize), Among::Listed);
        dots.paint(&rows, among, Wanted { flags, before, from }, &view, radius_px);
        let largest = self.radius / marks::DOT_RADIUS.0;
        let most = if self.is_back { BACK } else { 1.0 };
        dots.shade(&colors, (SINGLE.1 + (SINGLE.0 - SINGLE.1) * largest, most), pixels);
        (view.width as u32, view.height as u32)
    }

    fn view(&self, ratio: f64) -> View {
        let bounds = self.camera.bounds(self.viewport);
        // All of the world, once, as marks are seen.
        let world = self.camera.center.x - 0.5;
        let left = (world - bounds.west).max(0.0) * self.camera.scale() * ratio;
        let pixels = |length: f64| (length * ratio).round().max(1.0) as usize;
        View {
            west: (wrap(bounds.west.max(world), 1.0) * WORLD_UNITS) as u32,
            left,
            north: (bounds.north * WORLD_UNITS) as i64,
            units_per_px: WORLD_UNITS / self.camera.scale() / ratio,
            width: pixels(self.viewport.width),
            height: pixels(self.viewport.height),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::camera::Padding;
    use crate::geo::{Bbox, LngLat, project};
    use crate::message::Message;
    use crate::settings::Settings;
    use crate::testing::Harness;

    #[test]
    fn each_incident_of_the_window_is_a_dot_where_it_stands() {
        let feature = |lng: f64, date: &str| {
            format!(
                r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lng},19]}},
                    "properties":{{"date":"{date}"}}}}"#
            )
        };
        let features = [feature(-73.0, "2025-01-01"), feature(-72.0, "2025-02-01")].join(",");
        let feed = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        let mut harness = Harness::new(&feed);
        let settings = Settings { display: Display::Dots, ..harness.state.settings.clone() };
        harness.send(Message::SettingsChanged(Box::new(settings)));
        let viewport = Viewport { width: 400.0, height: 300.0 };
        harness.send(Message::MapResized {
            viewport,
            covered: Padding::default(),
            is_beside: false,
        });
        harness.send(Message::BoundsAsked(Bbox::from_degrees([-74.0, 18.0, -71.0, 20.0]).unwrap()));

        let painted = |harness: &Harness| {
            let state = &harness.state;
            let (mut dots, mut pixels) = (Dots::default(), Vec::new());
            let colors = [[255, 0, 0]];
            let view = dots_of(state);
            view.paint(state, 1.0, &colors, &mut dots, &mut pixels);
            [-73.0, -72.0].map(|lng| {
                let at = state.map.camera.to_screen(project(LngLat { lng, lat: 19.0 }), viewport);
                let pixel = at.y as usize * 400 + at.x as usize;
                pixels[pixel * 4 + 3] > 0
            })
        };
        assert_eq!(painted(&harness), [true, true]);
        let window = TimeRange::new(
            crate::time::Timestamp(1_738_000_000_000),
            crate::time::Timestamp(1_739_000_000_000),
        );
        harness.send(Message::WindowChanged(window));
        assert_eq!(painted(&harness), [false, true]);
    }

    #[test]
    fn on_a_map_that_is_wider_than_the_world_a_dot_is_painted_where_it_answers() {
        let places = [-179.0, -73.0, 0.0, 100.0, 179.0];
        let feature = |lng: f64| {
            format!(
                r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lng},19]}},"properties":{{"date":"2025"}}}}"#
            )
        };
        let features = places.map(feature).join(",");
        let mut harness =
            Harness::new(&format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#));
        let settings = Settings { display: Display::Dots, ..harness.state.settings.clone() };
        harness.send(Message::SettingsChanged(Box::new(settings)));
        let viewport = Viewport { width: 1100.0, height: 300.0 };
        let covered = Padding::default();
        harness.send(Message::MapResized { viewport, covered, is_beside: false });
        for center in [0.0, -120.0, 77.7] {
            let center = Some(LngLat { lng: center, lat: 19.0 });
            harness.send(Message::ViewAsked { center, zoom: Some(1.0) });
            let state = &harness.state;
            let (mut dots, mut pixels) = (Dots::default(), Vec::new());
            dots_of(state).paint(state, 2.0, &[[255, 0, 0]], &mut dots, &mut pixels);
            let is_painted = |x: usize, y: usize| pixels[(y * 2200 + x) * 4 + 3] > 0;
            for lng in places {
                let at = state.map.camera.to_screen(project(LngLat { lng, lat: 19.0 }), viewport);
                assert!(
                    is_painted((at.x * 2.0) as usize, (at.y * 2.0) as usize),
                    "{lng} from {center:?}"
                );
                assert!(!crate::marks::dots_at(state, at, 1).is_empty());
            }
            let columns: usize = (0..2200).filter(|&x| (0..600).any(|y| is_painted(x, y))).count();
            assert!(columns < 5 * 20, "{columns}");
        }
    }

    fn dots_of(state: &State) -> DotsView {
        dots(state).unwrap()
    }
}
