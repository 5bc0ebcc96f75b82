use super::*;
use crate::message::Message;
use crate::testing::{HAITI, Harness};

const FIRST: &str = "officer-fatally-shot-2025-02";

fn opened(id: &str) -> Harness {
    let mut map = Harness::new(HAITI);
    open(&mut map, id);
    map
}

fn open(map: &mut Harness, id: &str) {
    map.send(Message::SelectionAsked(Some(id.to_owned())));
    map.frame();
}

fn incident_of(map: &Harness) -> IncidentView {
    match panel(&map.state).page {
        PageView::Incident(view) => *view,
        other => panic!("an incident, not {other:?}"),
    }
}

fn list_of(map: &Harness) -> ListView {
    match panel(&map.state).page {
        PageView::List(view) => view,
        other => panic!("a list, not {other:?}"),
    }
}

fn text_of(map: &Harness) -> TextView {
    incident_of(map).text.unwrap()
}

/// "label: value [1][2]; value [3]" for each fact.
fn facts(section: Option<&Section<FactView>>) -> Vec<String> {
    let value = |value: &ValueView| {
        let by: String = value.by.iter().map(|number| format!("[{number}]")).collect();
        format!("{} {by}", value.text)
    };
    let fact = |fact: &FactView| {
        format!("{}: {}", fact.label, fact.values.iter().map(value).collect::<Vec<_>>().join("; "))
    };
    section.map(|section| section.items.iter().map(fact).collect()).unwrap_or_default()
}

fn titles(list: &ListView) -> Vec<(String, Vec<String>)> {
    let title = |row: &RowView| row.text.as_ref().unwrap().title.clone();
    let group = |group: &GroupView| (group.heading.clone(), group.rows.iter().map(title).collect());
    list.groups.iter().map(group).collect()
}

fn window(map: &mut Harness, start: &str, end: &str) {
    map.send(Message::WindowAsked { start: Some(start.to_owned()), end: Some(end.to_owned()) });
    map.frame();
}

#[test]
fn the_first_death_shows_every_version_and_who_gives_it() {
    let text = text_of(&opened(FIRST));
    assert_eq!(
        facts(text.differ.as_ref()),
        [
            "Officer’s name: Samuel Kitwai [1]; Samuel Tompoi Kaetuai [2]; not released [6]",
            "Date: 24 February 2025 [1]; 23 February 2025 [2][6]",
            "Date of death: 24 February 2025 [1]; 23 February 2025 [2][5]; in February 2025 [9]",
            "Place: Pont-Sondé area [1][2]; Ségur-Savien [3][6]",
            "How he died: shot dead [1][2]; died after being airlifted [4][7]",
            "Force commander’s name: Geoffrey Otunge [4]; Godfrey Otunge [7]",
        ]
    );
    assert_eq!(
        facts(text.agree.as_ref()),
        ["Officer’s age: 26 [1]", "Gang member responsible: tracked down and killed [8]"]
    );
    assert_eq!(text.differ_on.as_deref(), Some("Reports differ on 6 points"));
    assert_eq!(text.voices[0].by, [4, 7]);
    assert!(text.voices[0].text.contains("Force Commander Otunge"));
}

#[test]
fn quotations_stand_under_their_source_with_a_number() {
    let reported = text_of(&opened(FIRST)).reported.unwrap();
    let names: Vec<&str> = reported.items.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names[..2], ["Article 1, publisher not stated", "Article 2, publisher not stated"]);
    assert_eq!(names.len(), 5);
    assert_eq!(reported.items[0].details, ["published about 26 March 2025"]);
    let numbers = |source: &SourceView| {
        source.quotations.iter().map(|quotation| quotation.number).collect::<Vec<_>>()
    };
    assert_eq!(
        reported.items.iter().flat_map(numbers).collect::<Vec<_>>(),
        (1..=9).collect::<Vec<_>>()
    );
    let quotation = &reported.items[2].quotations[1];
    assert_eq!(quotation.quoting.as_deref(), Some("quoting Force Commander Otunge"));
    assert_eq!(quotation.lang.as_deref(), Some("en"));
    assert!(quotation.excerpt.starts_with("MSS Force Commander Geoffrey Otunge"));
}

#[test]
fn every_claim_of_the_feed_can_be_read() {
    let mut map = Harness::new(HAITI);
    for row in 0..map.state.feed.store().len() {
        map.send(Message::IncidentOpened(row));
        map.frame();
        let text = text_of(&map);
        let shown: Vec<FactView> = [&text.differ, &text.agree]
            .into_iter()
            .flatten()
            .flat_map(|s| s.items.clone())
            .collect();
        let reports = &map.state.texts.get(row).unwrap().reports;
        for (index, report) in reports.iter().enumerate() {
            for (key, _) in &report.claims {
                let label = map.state.feed.collection().claim(key).unwrap().label.clone().unwrap();
                let fact = shown.iter().find(|fact| fact.label == label.get("en")).unwrap();
                assert!(
                    fact.values.iter().any(|value| value.by.contains(&(index + 1))),
                    "{key} of {}",
                    index + 1
                );
            }
        }
        let quoted = text
            .reported
            .unwrap()
            .items
            .iter()
            .map(|source| source.quotations.len())
            .sum::<usize>();
        assert_eq!(quoted, reports.len());
    }
}

#[test]
fn when_and_where_say_how_sure_they_are() {
    let mut map = opened("officers-injured-2025-03");
    let head = incident_of(&map).head;
    assert_eq!(
        head.title.as_deref(),
        Some(
            "Two Kenyan officers seriously injured on patrols, evacuated to the Dominican Republic"
        )
    );
    assert_eq!(head.day.as_deref(), Some("24–30 Mar 2025"));
    let facts: Vec<(&str, &str)> =
        head.facts.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        facts,
        [
            ("When", "some day between 24 and 30 March 2025; the report gives no date"),
            ("Where", "In and around Port-au-Prince, known to about 10\u{a0}km"),
        ]
    );
    let notes = text_of(&map).notes.unwrap().items;
    assert!(notes[0].starts_with("Inference: the article gives no date"));
    assert_eq!(notes[1], "Where: The article names no spot; the point is the centre of the city.");
    let when = |map: &mut Harness, id: &str| {
        open(map, id);
        incident_of(map).head.facts.remove(0).1
    };
    assert_eq!(when(&mut map, FIRST), "23 or 24 February 2025; the reports differ");
    assert_eq!(when(&mut map, "first-deployment"), "in June 2024; the reports differ");
    assert_eq!(when(&mut map, "more-officers-arrive-2025-01"), "in January 2025");
    assert_eq!(when(&mut map, "officer-shot-2025-03-18"), "18 March 2025");
    open(&mut map, "officer-airlifted-2025-02");
    assert_eq!(incident_of(&map).head.facts[1].1, "Aspen Level 2 Hospital (place not known)");
    open(&mut map, "vehicles-grounded-2025-03");
    assert_eq!(incident_of(&map).head.facts[1].1, "place not known");
}

#[test]
fn relations_are_shown_from_both_ends() {
    let relations = |map: &Harness| -> Vec<String> {
        let related = incident_of(map).related;
        let view =
            |view: &RelatedView| format!("{}: {}", view.relation, view.title.as_ref().unwrap());
        related.map(|section| section.items.iter().map(view).collect()).unwrap_or_default()
    };
    let mut map = opened(FIRST);
    assert_eq!(
        relations(&map),
        ["part of this: Wounded officer airlifted to Aspen Level 2 Hospital, and dies"]
    );
    open(&mut map, "officer-airlifted-2025-02");
    assert_eq!(relations(&map), ["part of: Kenyan officer fatally shot during an operation"]);
    open(&mut map, "officers-injured-2025-03");
    assert_eq!(
        relations(&map),
        [
            "possibly the same incident: Senior Kenyan officer shot in the head during an operation",
            "followed by: 20 armored vehicles grounded after officers refuse to use them",
        ]
    );
}

#[test]
fn the_list_stands_under_months_and_marks_what_differs() {
    let list = list_of(&Harness::new(HAITI));
    let headings: Vec<&str> = list.groups.iter().map(|group| group.heading.as_str()).collect();
    assert_eq!(headings, ["June 2024", "January 2025", "February 2025", "March 2025"]);
    let february = &list.groups[2].rows;
    let text = |row: &RowView| row.text.clone().unwrap();
    assert_eq!(
        text(&february[0]).place.as_deref(),
        Some("Aspen Level 2 Hospital (place not known)")
    );
    assert_eq!(text(&february[1]).when, "23–24 Feb 2025");
    assert_eq!(text(&february[1]).differ.as_deref(), Some("Reports differ"));
    assert_eq!(february[1].mark.as_ref().unwrap().style.label, "Shooting");
    assert!(list.groups.iter().flat_map(|group| &group.rows).all(|row| row.perhaps.is_none()));
    assert!(list.more.is_none() && list.empty.is_none());
}

#[test]
fn figures_name_who_gives_each_value() {
    let figures = list_of(&Harness::new(HAITI)).figures.unwrap();
    assert_eq!(figures.heading, "Figures the reports give");
    let killed = &figures.items[0];
    let values: Vec<(&str, usize)> =
        killed.values.iter().map(|value| (&*value.text, value.reports.len())).collect();
    assert_eq!(
        (&*killed.label, &values[..]),
        ("People killed in 2024", &[("over 5,500", 2), ("over 5,600", 1)][..])
    );
    let differ: Vec<bool> = figures.items.iter().map(|figure| figure.differ.is_some()).collect();
    assert_eq!(differ, [true, true, true, false, false]);
    assert_eq!(killed.values[1].reports[0].source, "Article 3, publisher not stated");
    let displaced = &figures.items[3].values[0].reports[1];
    assert_eq!(
        displaced.source,
        "Article 2, publisher not stated, quoting the UN’s migration agency"
    );
}

#[test]
fn what_may_lie_outside_of_the_window_says_so() {
    let mut map = Harness::new(HAITI);
    window(&mut map, "2025-02-24", "2025-03-25");
    let rows: Vec<RowView> =
        list_of(&map).groups.into_iter().flat_map(|group| group.rows).collect();
    let perhaps: Vec<bool> = rows.iter().map(|row| row.perhaps.is_some()).collect();
    assert_eq!(perhaps, [true, false, true, false]);
    assert_eq!(panel(&map.state).header.count.as_deref(), Some("4 of 8 in these dates"));
    open(&mut map, "first-deployment");
    assert_eq!(incident_of(&map).head.outside.as_deref(), Some("outside of the dates shown"));
    window(&mut map, "2024", "2024");
    assert_eq!(incident_of(&map).head.outside, None);
}

#[test]
fn an_empty_window_offers_the_nearest_incident() {
    let mut map = Harness::new(HAITI);
    window(&mut map, "2024-12-01", "2024-12-10");
    let empty = list_of(&map).empty.unwrap();
    assert_eq!(empty.text, "No incident in these dates");
    assert!(empty.nearest.is_some());
    map.send(Message::NearestAsked);
    map.frame();
    assert_eq!(incident_of(&map).head.title.as_deref(), Some("More Kenyan officers arrive"));
}

#[test]
fn the_neighbours_in_time_are_a_step_away() {
    let mut map = opened("first-deployment");
    let steps = |map: &Harness| panel(&map.state).header.steps.unwrap();
    assert_eq!(steps(&map).position, "1 of 8");
    assert!(!steps(&map).has_previous && steps(&map).has_next);
    map.send(Message::IncidentStepped(1));
    assert_eq!(steps(&map).position, "2 of 8");
    map.send(Message::PanelClosed);
    assert!(matches!(panel(&map.state).page, PageView::List(_)));
    map.state.panel.is_beside = false;
    assert_eq!(panel(&map.state).page, PageView::Hidden);
}

#[test]
fn a_feed_that_knows_nothing_of_sources_reads_naturally() {
    let feed = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]},
         "properties": {"date": "2018-02-01T00:12:56Z", "name": "M 4.9", "depth_km": 10, "url": "https://example.org/1"}},
        {"type": "Feature", "geometry": null, "properties": {"date": "last week", "more": "https://example.org/2"}}]}"#;
    let mut map = Harness::new(feed);
    let list = list_of(&map);
    assert_eq!(
        titles(&list),
        [
            ("1 February 2018".to_owned(), vec!["M 4.9".to_owned()]),
            ("Date not known".to_owned(), vec!["#1".to_owned()]),
        ]
    );
    assert!(list.figures.is_none());
    map.send(Message::IncidentOpened(0));
    map.frame();
    let view = incident_of(&map);
    assert_eq!(view.head.facts, [("When".to_owned(), "1 February 2018, 00:12".to_owned())]);
    let text = view.text.unwrap();
    assert_eq!(text.link.unwrap().url, "https://example.org/1");
    assert_eq!((&*text.properties[0].name, &*text.properties[0].value), ("depth km", "10"));
    assert!(
        text.reported.is_none()
            && text.differ.is_none()
            && text.agree.is_none()
            && text.voices.is_empty()
    );
    map.send(Message::IncidentOpened(1));
    map.frame();
    let view = incident_of(&map);
    assert_eq!(view.head.facts[0].1, "date as written: “last week”");
    assert_eq!(view.head.facts[1].1, "place not known");
    assert_eq!(
        view.text.unwrap().properties[0].link.as_ref().unwrap().url,
        "https://example.org/2"
    );
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
        list_of(&Harness::new(&feed)).groups.into_iter().map(|group| group.heading).collect()
    };
    assert_eq!(
        headings(&["2019", "2019-03", "2019-03-08", "2020-01-31/2020-05"]),
        ["2019", "March 2019", "January 2020"]
    );
    assert_eq!(headings(&["2019-03-08", "2019-03-09T05:00Z"]), ["8 March 2019", "9 March 2019"]);
    assert_eq!(headings(&["2001-03-08", "2019-03-09", "../2000"]), ["Earlier", "2001", "2019"]);
}

#[test]
fn nothing_is_said_twice_and_nothing_before_it_is_known() {
    let mut map = Harness::new(HAITI);
    map.send(Message::IncidentOpened(0));
    map.state.texts.clear();
    let view = incident_of(&map);
    assert_eq!((view.head.title, view.text, view.related), (None, None, None));
    map.send(Message::PanelClosed);
    assert!(
        list_of(&map).groups.iter().flat_map(|group| &group.rows).all(|row| row.text.is_none())
    );
    let empty = Harness::new(r#"{"type": "FeatureCollection", "features": []}"#);
    assert_eq!(
        list_of(&empty).empty.unwrap(),
        EmptyView { text: "No incidents".to_owned(), nearest: None }
    );
    assert_eq!(panel(&empty.state).header.count, None);
}

#[test]
fn controls_that_the_page_leaves_out_are_not_there() {
    let mut map = opened(FIRST);
    map.state.settings.controls.list = false;
    assert_eq!(panel(&map.state).header.back, None);
    map.state.settings.controls.panel = false;
    assert_eq!(panel(&map.state).page, PageView::Hidden);
    map.send(Message::PanelClosed);
    assert_eq!(panel(&map.state).page, PageView::Hidden);
}

#[test]
fn labels_are_those_of_the_readers_language() {
    let mut map = Harness::in_language(HAITI, "fr", include_str!("../../text/fr.json"));
    open(&mut map, "more-officers-arrive-2025-01");
    let text = text_of(&map);
    assert_eq!(facts(text.differ.as_ref()), ["Policiers arrivés: 200 [1]; 144 [2]"]);
    assert_eq!(incident_of(&map).head.mark.unwrap().style.label, "Déploiement");
}

#[test]
fn a_long_list_comes_in_parts() {
    let feature = r#"{"type": "Feature", "geometry": null, "properties": {"date": "2019-03-08"}}"#;
    let feed = format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        vec![feature; 100].join(",")
    );
    let mut map = Harness::new(&feed);
    let rows =
        |map: &Harness| list_of(map).groups.iter().map(|group| group.rows.len()).sum::<usize>();
    assert_eq!((rows(&map), list_of(&map).more.is_some()), (60, true));
    map.send(Message::ListExtended);
    assert_eq!((rows(&map), list_of(&map).more), (100, None));
}
