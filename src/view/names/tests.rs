use super::*;
use crate::camera::{Padding, Viewport};
use crate::message::Message;
use crate::testing::Harness;
use crate::view::markup::written;

#[test]
fn of_many_marks_the_one_that_has_the_keyboard_is_named() {
    let feature = |number: u32| {
        let (lng, lat) = (f64::from(number % 150) * 2.4 - 178.0, f64::from(number / 150) * 5.0);
        format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lng},{lat}]}},
                "properties":{{"title":"no {number}","date":"2025"}}}}"#
        )
    };
    let features: Vec<String> = (0..300).map(feature).collect();
    let feed = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let mut harness = Harness::new(&feed);
    let viewport = Viewport { width: 8000.0, height: 300.0 };
    harness.send(Message::MapResized { viewport, covered: Padding::default(), is_beside: false });
    harness.send(Message::MarksFocused(true));
    harness.send(Message::MarkEnded(false));
    for _ in 0..150 {
        harness.send(Message::MarkStepped { right: 1.0, down: 0.0 });
        harness.frame();
        let placed = marks::visible(&harness.state);
        assert_eq!(placed.len(), 300);
        let list = written(|m| super::marks(m, &harness.state, &placed));
        let active = list.get("aria-activedescendant").unwrap();
        let options = list.all("[role=option]");
        let option = options.iter().find(|option| option.get("id") == Some(active)).unwrap();
        let label = option.get("aria-label").unwrap();
        assert!(label.starts_with("no "), "{label}");
        assert_eq!(option.get("aria-setsize"), Some("300"));
        assert_eq!(options.len(), MAX_NAMED);
    }
}
