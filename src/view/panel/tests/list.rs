//! The list, and the figures under it.

use super::*;
use crate::filter::{Filter, TextFilter};
use crate::time::AskedWindow;
use crate::view::status::emptiness;

fn window(map: &mut Harness, start: &str, end: &str) {
    map.send(Message::WindowAsked(AskedWindow::between(Some(start), Some(end))));
    map.frame();
}

fn headings(list: &Markup) -> Vec<String> {
    list.all(".panel-group").iter().map(|group| group.text_in(".panel-date").unwrap()).collect()
}

#[test]
fn the_list_stands_under_months_then_what_has_no_place_and_marks_what_differs() {
    let list = list_of(&Harness::new(HAITI));
    assert_eq!(headings(&list), ["June 2024", "February 2025", "March 2025", "Place not known"]);
    let group = |at: usize| list.all(".panel-group")[at].all(".panel-row");
    let place = |row: &Markup| row.one(".panel-place").unwrap().texts("span");
    let february = &group(1)[0];
    assert_eq!(february.text_in(".panel-when").unwrap(), "23 or 24 Feb 2025");
    assert_eq!(place(february)[1..], ["Ségur-Savien, give or take 4\u{a0}km", "Reports differ"]);
    assert!(february.one(".symbol").is_some());
    let unlocated = group(3);
    let days: Vec<_> = unlocated.iter().map(|row| row.text_in(".panel-when").unwrap()).collect();
    assert_eq!(days, ["Jan 2025", "23 Feb 2025", "29 or 30 Mar 2025"]);
    let hospital = "Aspen Level 2 Hospital (exact place not known)";
    let part = "part of another incident";
    assert_eq!(place(&unlocated[1])[1..], [hospital, part, "Reports differ"]);
    assert!(list.all("i").is_empty(), "none may lie outside");
    assert!(list.one(".panel-empty").unwrap().is_hidden());
}

#[test]
fn a_row_says_how_well_a_place_is_known() {
    let feature = |id: &str, geometry: &str, place: &str| {
        format!(
            r#"{{"type": "Feature", "id": "{id}", "geometry": {geometry}, "properties": {{"where": {{{place}}}}}}}"#
        )
    };
    let ring = r#"{"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 0]]]}"#;
    let point = r#"{"type": "Point", "coordinates": [0, 0]}"#;
    let features = [
        feature("area", ring, r#""name": "Savien""#),
        feature("nameless area", ring, ""),
        feature("point", point, r#""name": "Savien""#),
        feature("radius", point, r#""name": "Savien", "radius_m": 300"#),
        feature("unknown", "null", r#""name": "Savien""#),
        feature("nowhere", "null", ""),
    ];
    let feed = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    let list = list_of(&Harness::new(&feed));
    let places: Vec<String> =
        list.all(".panel-row").iter().map(|row| row.text_in(".panel-place").unwrap()).collect();
    let expected = [
        "Savien, area on the map",
        "area on the map",
        "Savien",
        "Savien, give or take 300\u{a0}m",
        "Savien (exact place not known)",
        "place not known",
    ];
    assert_eq!(places, expected);
}

#[test]
fn figures_name_who_gives_each_value() {
    let list = list_of(&Harness::new(HAITI));
    let figures = list.one(".panel-figures").unwrap();
    assert_eq!(figures.text_in("summary").unwrap(), "Figures in the reports");
    let labels = figures.texts(".panel-figure");
    let differ: Vec<bool> = labels.iter().map(|label| label.contains("differ")).collect();
    assert_eq!(labels[0], "People killed in 2024 · Reports differ");
    assert_eq!(differ, [true, true, true, true, false, false]);
    let values = |figure: usize| figures.all(".panel-facts")[figure].all("div");
    let killed: Vec<(String, usize)> = values(0)
        .iter()
        .map(|value| (value.text_in("dt").unwrap(), value.all("dd").len()))
        .collect();
    assert_eq!(killed, [("over 5,500".to_owned(), 2), ("over 5,600".to_owned(), 1)]);
    assert_eq!(values(0)[1].texts("span"), ["Article 3, publisher not stated"]);
    assert_eq!(
        values(4)[0].texts("span")[1],
        "Article 2, publisher not stated, quoting the UN’s migration agency"
    );
}

#[test]
fn what_may_lie_outside_of_the_window_says_so() {
    let mut map = Harness::new(HAITI);
    window(&mut map, "2025-02-24", "2025-03-25");
    let rows = list_of(&map).all(".panel-row");
    let perhaps: Vec<bool> = rows.iter().map(|row| row.one("i").is_some()).collect();
    assert_eq!(perhaps, [true, false, true, false]);
    let count = written(|m| panel(m, &map.state)).text_in(".panel-count");
    assert_eq!(count.as_deref(), Some("4 of 8 in these dates"));
    let outside = |map: &Harness| incident_of(map).text_in(".panel-outside");
    open(&mut map, "first-deployment");
    assert_eq!(outside(&map).as_deref(), Some("outside of the dates shown"));
    window(&mut map, "2024", "2024");
    assert_eq!(outside(&map), None);
}

#[test]
fn an_empty_window_offers_the_nearest_incident() {
    let mut map = Harness::new(HAITI);
    window(&mut map, "2024-12-01", "2024-12-10");
    let empty = list_of(&map).one(".panel-empty").unwrap();
    assert!(!empty.is_hidden());
    assert_eq!(empty.text_in("p").as_deref(), Some("No incidents in these dates"));
    assert!(empty.one("[data-action=nearest]").is_some());
    map.send(Message::NearestAsked);
    map.frame();
    let headline = incident_of(&map).text_in(".panel-headline");
    assert_eq!(headline.as_deref(), Some("More Kenyan officers arrive"));
}

#[test]
fn what_is_empty_says_whether_it_is_for_the_dates_or_the_filters() {
    let mut map = Harness::new(HAITI);
    let ask = |map: &mut Harness, words: &str| {
        let text = TextFilter { words: words.to_owned(), ..TextFilter::default() };
        map.send(Message::FilterAsked(Box::new(Filter { text, ..Filter::default() })));
    };
    let said = |map: &Harness| {
        let empty = list_of(map).one(".panel-empty").unwrap();
        ["p", "button"].map(|part| empty.text_in(part).unwrap_or_default())
    };
    ask(&mut map, "hospital");
    assert_eq!(said(&map), [""; 2]);
    window(&mut map, "2024-06-01", "2024-06-30");
    assert_eq!(said(&map), ["No incidents in these dates match", "Go to the nearest"]);
    ask(&mut map, "zzzz");
    assert_eq!(said(&map), ["No incidents match", "Show all incidents"]);
    // A story is not to be left by the way to the nearest.
    ask(&mut map, "hospital");
    map.send(Message::StepOpened { step: 0, now_ms: 0.0 });
    map.frame();
    let told = written(|m| story(m, &map.state));
    assert!(told.texts("i").iter().any(|aside| aside.contains("hidden by the filters")));
    assert_eq!(emptiness(&map.state), Some(("empty.window-filter", None)));
}

#[test]
fn numbers_of_a_figure_stand_on_one_scale() {
    let list = list_of(&Harness::new(HAITI));
    let deployed = &list.all(".panel-facts")[1];
    let lengths: Vec<(String, Option<String>)> = deployed
        .all("dt")
        .iter()
        .map(|value| {
            let length =
                value.one(".panel-scale").map(|bar| bar.get("inline-size").unwrap().to_owned());
            (value.said(), length)
        })
        .collect();
    let of = |words: &str| {
        let found = lengths.iter().find(|(value, _)| value.contains(words)).unwrap();
        found.1.clone()
    };
    assert_eq!(of("800").unwrap(), "100%");
    assert_eq!(of("544").unwrap(), "68%");
    assert_eq!(of("400 officers by late 2024"), None, "two numbers in words have no length");
}

#[test]
fn reports_that_differ_can_be_asked_for_where_the_feed_describes_no_claims() {
    let choices = |hurt: u32| {
        let feed = format!(
            r#"{{"type":"Feature","geometry":null,"properties":{{"date":"2025-03-01","reports":[
                {{"source":"a","excerpt":"Two hurt","claims":{{"hurt":2}}}},
                {{"source":"b","excerpt":"{hurt} hurt","claims":{{"hurt":{hurt}}}}}]}}}}"#
        );
        let map = Harness::new(&feed);
        let panel = written(|m| panel(m, &map.state));
        panel.one(".panel-choices").unwrap().all("[data-action=differing]").len()
    };
    assert_eq!((choices(2), choices(3)), (0, 1));
}
