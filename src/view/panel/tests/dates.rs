//! When it happened, as an open incident says it.

use super::*;
use crate::time::AskedWindow;

const FEED: &str = r#"{"type": "FeatureCollection", "timezone": "America/Port-au-Prince", "features": [
    {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [1, 2]},
     "properties": {"title": "A", "when": "2025-03-05T16:30"}},
    {"type": "Feature", "id": "b", "geometry": {"type": "Point", "coordinates": [1, 3]},
     "properties": {"title": "B", "when": "2025-05-01"}}]}"#;

#[test]
fn a_time_of_day_says_whose_clock_shows_it() {
    let mut map = Harness::new(FEED);
    map.send(Message::IncidentOpened(0));
    map.frame();
    let when = |map: &Harness| known(&incident_of(map))[0].1.clone();
    assert_eq!(when(&map), "5 March 2025, 16:30, Port-au-Prince time");
    map.send(Message::IncidentOpened(1));
    map.frame();
    assert_eq!(when(&map), "1 May 2025");
}

#[test]
fn an_incident_that_is_open_outside_of_the_dates_leads_to_its_own() {
    let mut map = Harness::new(FEED);
    map.send(Message::TimelineResized(700.0));
    map.send(Message::WindowAsked(AskedWindow::between(Some("2025-03"), Some("2025-03"))));
    map.send(Message::SelectionAsked(Some("b".to_owned())));
    map.frame();
    assert!(incident_of(&map).one("[data-action=reveal]").is_some());
    map.send(Message::IncidentRevealed);
    map.frame();
    assert!(map.state.is_in_window(map.state.selected_row().unwrap()));
    assert!(incident_of(&map).one("[data-action=reveal]").is_none());
}
