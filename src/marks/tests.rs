#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::camera::Padding;
use crate::geo::{LngLat, project, unproject};
use crate::message::Message;
use crate::settings::Settings;
use crate::testing::Harness;

const VIEWPORT: Viewport = Viewport { width: 400.0, height: 300.0 };

/// A map of dots at these places, in CSS pixels from its top left.
fn dots(places: &[(f64, f64)]) -> Harness {
    let camera = Camera { center: project(LngLat { lng: -72.5, lat: 19.0 }), zoom: 9.0 };
    let features = places.iter().map(|&(x, y)| {
        let LngLat { lng, lat } = unproject(camera.to_world(ScreenPoint { x, y }, VIEWPORT));
        format!(r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lng},{lat}]}},"properties":{{"date":"2025"}}}}"#)
    });
    let features: Vec<String> = features.collect();
    let feed = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let mut harness = Harness::new(&feed);
    let settings = Settings { display: Display::Dots, ..harness.state.settings.clone() };
    harness.send(Message::SettingsChanged(Box::new(settings)));
    let covered = Padding::default();
    harness.send(Message::MapResized { viewport: VIEWPORT, covered, is_beside: false });
    let center = Some(unproject(camera.center));
    harness.send(Message::ViewAsked { center, zoom: Some(camera.zoom) });
    harness
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_nearest_dots_answer(
        // Many lie within a pixel of each other.
        places in prop::collection::vec((195.0..205.0, 145.0..155.0_f64), 1..60),
        aside in prop::collection::vec((-0.4..0.4, -0.4..0.4_f64), 0..60),
        point in (190.0..210.0, 140.0..160.0),
        enough in 1..40_usize,
    ) {
        let close = aside.iter().map(|(x, y)| (places[0].0 + x, places[0].1 + y));
        let places: Vec<(f64, f64)> = places.iter().copied().chain(close).collect();
        let harness = dots(&places);
        let point = ScreenPoint { x: point.0, y: point.1 };
        let distance = |&(x, y): &(f64, f64)| ScreenPoint { x, y }.distance(point);
        let mut expected: Vec<f64> = places.iter().map(distance).collect();
        expected.retain(|&distance| distance <= DOT_TARGET.max(dot_radius(&harness.state)));
        expected.sort_by(f64::total_cmp);

        let found = dots_at(&harness.state, point, enough);
        prop_assert!(found.len() >= enough.min(expected.len()));
        for (dot, expected) in found.iter().zip(&expected) {
            prop_assert!((dot.at.distance(point) - expected).abs() < 1e-3);
        }
    }
}
