use super::*;
use crate::message::Message;
use crate::testing::Harness;
use crate::view::markup::written;

fn list_of(map: &Harness) -> Markup {
    written(|m| list(m, &map.state))
}

fn headings_of(map: &Harness) -> Vec<String> {
    list_of(map).texts(".panel-date")
}

#[test]
fn paper_has_the_incidents_of_the_window_whatever_is_open_and_no_button() {
    let mut map = Harness::new(crate::testing::HAITI);
    map.send(Message::IncidentOpened(0));
    map.frame();
    assert!(list_of(&map).all(".panel-title").is_empty());
    map.send(Message::PrintingChanged(true));
    let list = list_of(&map);
    assert_eq!(list.all(".panel-title").len(), 8);
    assert!(list.one(".panel-more").unwrap().is_hidden());
    assert!(list.one("details").unwrap().get("open").is_some());
    map.state.texts.clear();
    assert_eq!(list_of(&map).text_in("p").unwrap(), "and 8 more incidents");
    map.send(Message::PrintingChanged(false));
    assert!(list_of(&map).one("details").unwrap().get("open").is_none());
}

#[test]
fn headings_are_no_finer_than_the_date() {
    let feature = |date: &str| {
        format!(r#"{{"type": "Feature", "geometry": null, "properties": {{"date": "{date}"}}}}"#)
    };
    let headings = |dates: &[&str]| -> Vec<String> {
        let features: Vec<String> = dates.iter().map(|date| feature(date)).collect();
        let feed =
            format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
        headings_of(&Harness::new(&feed))
    };
    assert_eq!(
        headings(&["2019", "2019-03", "2019-03-08", "2020-01-31/2020-05"]),
        ["2019", "March 2019", "January 2020"]
    );
    assert_eq!(headings(&["2019-03-08", "2019-03-09T05:00Z"]), ["8 March 2019", "9 March 2019"]);
    assert_eq!(headings(&["2001-03-08", "2019-03-09", "../2000"]), ["Earlier", "2001", "2019"]);
}

#[test]
fn a_long_list_comes_in_parts() {
    let feature = r#"{"type": "Feature", "geometry": null, "properties": {"date": "2019-03-08"}}"#;
    let feed = format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        vec![feature; 100].join(",")
    );
    let mut map = Harness::new(&feed);
    let shown = |map: &Harness| {
        let list = list_of(map);
        (list.all(".panel-row").len(), !list.one(".panel-more").unwrap().is_hidden())
    };
    assert_eq!(shown(&map), (60, true));
    map.send(Message::ListExtended);
    assert_eq!(shown(&map), (100, false));
}
