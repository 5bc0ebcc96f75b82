#![allow(clippy::unwrap_used)]

use super::*;
use crate::camera::Viewport;
use crate::testing::{HAITI, Harness};

const PHONE: Viewport = Viewport { width: 344.0, height: 290.0 };

fn on_phone() -> Harness {
    let mut map = Harness::new(HAITI);
    map.state.settings.reduced_motion = true;
    map.send(Message::MapResized { viewport: PHONE, covered_px: 0.0, is_beside: false });
    map
}

#[test]
fn the_buttons_over_the_map_hide_no_mark_of_what_is_opened() {
    let mut map = on_phone();
    let are_free =
        |marks: &[PlacedMark]| marks.iter().all(|placed| placed.at.x < PHONE.width - 60.0);
    let all = marks::visible(&map.state);
    assert!(are_free(&all));
    let several = all.iter().filter(|placed| placed.mark.count > 1);
    let cluster = several.min_by(|a, b| a.at.y.total_cmp(&b.at.y)).unwrap();
    map.send(Message::Clicked(cluster.at));
    let parted = marks::visible(&map.state);
    assert_eq!(parted.iter().map(|placed| placed.mark.count).sum::<u32>(), cluster.mark.count);
    assert!(parted.len() > 1 && are_free(&parted));
}

#[test]
fn a_map_that_is_turned_keeps_the_open_incident_in_sight() {
    let mut map = on_phone();
    map.send(Message::SelectionAsked(Some("ambush-2025-03-25".to_owned())));
    for (width, height) in [(700.0, 150.0), (280.0, 400.0), (344.0, 290.0)] {
        let viewport = Viewport { width, height };
        map.send(Message::MapResized { viewport, covered_px: 40.0, is_beside: false });
        let row = map.state.selected_row().unwrap();
        let place = map.state.feed.store().place(row).unwrap();
        let at = map.state.map.camera.to_screen(place, viewport);
        assert!(at.x > 20.0 && at.x < width - 60.0, "{at:?} of {viewport:?}");
        assert!(at.y > 20.0 && at.y < height - 60.0, "{at:?} of {viewport:?}");
    }
}
