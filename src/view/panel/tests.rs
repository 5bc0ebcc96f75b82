mod dates;
mod figures;
mod list;
mod ways;

use super::*;
use crate::filter::{Filter, TextFilter};
use crate::message::Message;
use crate::testing::{HAITI, Harness};
use crate::view::markup::written;
use crate::view::status;

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

fn incident_of(map: &Harness) -> Markup {
    assert!(matches!(page(&map.state), Page::Incident(_)), "{:?}", page(&map.state));
    written(|m| incident(m, &map.state))
}

fn list_of(map: &Harness) -> Markup {
    assert_eq!(page(&map.state), Page::List(Listed::Window));
    written(|m| list(m, &map.state))
}

/// "label: value [1][2]; value [3]" for each fact of a list of them.
fn facts(list: &Markup) -> Vec<String> {
    let value = |value: &Markup| {
        if value.one(".panel-cites").is_none() {
            return value.said();
        }
        let by: String = value.texts(".panel-cite").iter().map(|by| format!("[{by}]")).collect();
        format!("{} {by}", value.texts("span")[0])
    };
    let fact = |fact: Markup| {
        let values: Vec<String> = fact.all("dd").iter().map(value).collect();
        format!("{}: {}", fact.text_in("dt").unwrap(), values.join("; "))
    };
    list.all("div").into_iter().map(fact).collect()
}

/// Where the reports differ, and where they don't.
fn compared(incident: &Markup) -> (Vec<String>, Vec<String>) {
    let mut lists: Vec<Vec<String>> = incident.all(".panel-facts").iter().map(facts).collect();
    let agree = lists.pop().unwrap_or_default();
    if incident.one(".differences").is_none() {
        return (Vec::new(), agree);
    }
    lists.pop().map_or((agree.clone(), Vec::new()), |differ| (differ, agree))
}

/// What is known of when and where: its name and what it is.
fn known(incident: &Markup) -> Vec<(String, String)> {
    let rows = incident.one(".panel-where").unwrap().all("div");
    let fact = |row: &Markup| (row.text_in("dt").unwrap(), row.text_in("dd").unwrap());
    rows.iter().map(fact).collect()
}

fn titles(list: &Markup) -> Vec<(String, Vec<String>)> {
    let group =
        |group: &Markup| (group.text_in(".panel-date").unwrap(), group.texts(".panel-title"));
    list.all(".panel-group").iter().map(group).collect()
}

#[test]
fn the_first_death_shows_every_version_and_who_gives_it() {
    let incident = incident_of(&opened(FIRST));
    let (differ, agree) = compared(&incident);
    assert_eq!(
        differ,
        [
            "Officer’s name: Samuel Kitwai [1]; Samuel Tompoi Kaetuai [2]; not released [6]; Not mentioned by: Article 3, publisher not stated; Reuters",
            "Date: 24 February 2025 [1]; 23 February 2025 [2][6]; Not mentioned by: Article 3, publisher not stated; Reuters",
            "Date of death: 24 February 2025 [1]; 23 February 2025 [2][5]; in February 2025 [9]; Not mentioned by: Article 4, publisher not stated",
            "Place: Pont-Sondé area [1][2]; Ségur-Savien [3][6]; Not mentioned by: Reuters",
            "How he died: shot dead [1][2]; died after being airlifted [4][7]; Not mentioned by: Reuters",
            "Force commander’s name: Geoffrey Otunge [4]; Godfrey Otunge [7]; Not mentioned by: Article 1, publisher not stated; Article 2, publisher not stated; Reuters",
        ]
    );
    assert_eq!(
        agree,
        ["Officer’s age: 26 [1]", "Gang member responsible: tracked down and killed [8]"]
    );
    assert_eq!(incident.texts("[data-action=differ]"), ["Reports differ on 6 points"]);
    let voice = &incident.all(".panel-voice")[0];
    assert_eq!(voice.texts(".panel-cite"), ["4", "7"]);
    assert!(voice.said().contains("Force Commander Otunge"));
}

#[test]
fn quotations_stand_under_their_source_with_a_number() {
    let incident = incident_of(&opened(FIRST));
    let sources = incident.all(".panel-source");
    let names: Vec<String> =
        sources.iter().map(|source| source.text_in(".panel-name").unwrap()).collect();
    assert_eq!(names[..2], ["Article 1, publisher not stated", "Article 2, publisher not stated"]);
    assert_eq!(names.len(), 5);
    assert_eq!(
        sources[0].text_in(".panel-byline").unwrap(),
        "Article 1, publisher not stated · published about 26 March 2025"
    );
    let numbers = incident.texts(".panel-number");
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    let quotation = &sources[2].all(".panel-quotation")[1];
    assert_eq!(quotation.text_in(".panel-quiet").unwrap(), "quoting Force Commander Otunge");
    let excerpt = quotation.one("blockquote").unwrap();
    assert_eq!(excerpt.get("lang"), Some("en"));
    assert!(excerpt.said().starts_with("MSS Force Commander Geoffrey Otunge"));
    let number = quotation.text_in(".panel-number").unwrap();
    assert_eq!(quotation.get("data-number"), Some(&*number), "where its references lead");
}

#[test]
fn every_claim_of_the_feed_can_be_read() {
    let mut map = Harness::new(HAITI);
    for row in 0..map.state.feed.store().len() {
        map.send(Message::IncidentOpened(row));
        map.frame();
        let incident = incident_of(&map);
        let shown: Vec<Markup> =
            incident.all(".panel-facts").iter().flat_map(|list| list.all("div")).collect();
        let reports = &map.state.texts.get(row).unwrap().reports;
        for (index, report) in reports.iter().enumerate() {
            for (key, _) in &report.claims {
                let label = map.state.feed.collection().claim(key).unwrap().label.clone().unwrap();
                let is_of = |fact: &&Markup| fact.text_in("dt").unwrap() == label.get("en");
                let fact = shown.iter().find(is_of).unwrap();
                let number = (index + 1).to_string();
                assert!(fact.texts(".panel-cite").contains(&number), "{key} of {number}");
            }
        }
        assert_eq!(incident.all(".panel-quotation").len(), reports.len());
    }
}

#[test]
fn when_and_where_say_how_sure_they_are() {
    let mut map = opened("officers-injured-2025-03");
    let view = incident_of(&map);
    assert_eq!(
        view.text_in(".panel-headline").unwrap(),
        "Two Kenyan officers seriously injured on patrols, evacuated to the Dominican Republic"
    );
    assert_eq!(view.text_in(".panel-day").unwrap(), "24–30 Mar 2025");
    let facts = known(&view);
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        facts,
        [
            ("When", "some day between 24 and 30 March 2025; the report gives no date"),
            ("Where", "In and around Port-au-Prince, give or take 10\u{a0}km"),
            ("Possibly the same?", "Senior Kenyan officer shot in the head during an operation"),
        ]
    );
    let notes = view.texts(".panel-note");
    assert!(notes[0].starts_with("Inference: the article gives no date"));
    assert_eq!(notes[1], "Where: The article names no spot; the point is the center of the city.");
    let of = |map: &mut Harness, id: &str, fact: usize| {
        open(map, id);
        known(&incident_of(map)).swap_remove(fact).1
    };
    assert_eq!(of(&mut map, FIRST, 0), "23 or 24 February 2025; the reports differ");
    assert_eq!(of(&mut map, "first-deployment", 0), "in June 2024; the reports differ");
    assert_eq!(of(&mut map, "more-officers-arrive-2025-01", 0), "in January 2025");
    assert_eq!(of(&mut map, "officer-shot-2025-03-18", 0), "18 March 2025");
    assert_eq!(
        of(&mut map, "officer-airlifted-2025-02", 1),
        "Aspen Level 2 Hospital (exact place not known)"
    );
    assert_eq!(of(&mut map, "vehicles-grounded-2025-03", 1), "place not known");
}

#[test]
fn relations_are_shown_from_both_ends() {
    let relations = |map: &Harness| -> Vec<String> {
        let related = incident_of(map).one(".panel-related");
        let view = |view: &Markup| {
            let relation = view.text_in(".panel-relation").unwrap();
            format!("{relation}: {}", view.text_in("[data-action=open]").unwrap())
        };
        related.map(|list| list.all("li").iter().map(view).collect()).unwrap_or_default()
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
            "possibly the same incident, counted as two: Senior Kenyan officer shot in the head during an operation",
            "followed by: 20 armored vehicles grounded after officers refuse to use them",
        ]
    );
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
    assert!(list.one(".panel-figures").unwrap().is_hidden());
    map.send(Message::IncidentOpened(0));
    map.frame();
    let view = incident_of(&map);
    assert_eq!(known(&view), [("When".to_owned(), "1 February 2018, 00:12 UTC".to_owned())]);
    assert_eq!(view.one("a").unwrap().get("href"), Some("https://example.org/1"));
    assert_eq!(view.one(".panel-properties").unwrap().said(), "depth km10");
    assert!(view.all(".panel-section").is_empty() && view.all(".panel-voice").is_empty());
    map.send(Message::IncidentOpened(1));
    map.frame();
    let view = incident_of(&map);
    assert_eq!(known(&view)[0].1, "date as written: “last week”");
    assert_eq!(known(&view)[1].1, "place not known");
    let link = view.one(".panel-properties").unwrap().one("a").unwrap();
    assert_eq!(link.get("href"), Some("https://example.org/2"));
}

#[test]
fn what_a_feed_says_is_text_wherever_it_stands() {
    let feed = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,
        "properties": {"date": "2019", "name": "<b>one</b> & \"two\""}}]}"#;
    let mut map = Harness::new(feed);
    let row = "<span class=\"panel-title\">&lt;b&gt;one&lt;/b&gt; &amp; &quot;two&quot;</span>";
    assert!(list_of(&map).to_html().contains(row));
    map.send(Message::IncidentOpened(0));
    map.frame();
    let html = incident_of(&map).to_html();
    assert!(html.contains(">&lt;b&gt;one&lt;/b&gt; &amp; &quot;two&quot;</div>"), "{html}");
}

#[test]
fn nothing_is_said_twice_and_nothing_before_it_is_known() {
    let mut map = Harness::new(HAITI);
    map.send(Message::IncidentOpened(0));
    map.state.texts.clear();
    let view = incident_of(&map);
    assert_eq!(view.said(), "Shooting", "its category is known");
    assert!(view.one(".waiting").is_some());
    map.send(Message::PanelClosed);
    assert_eq!(list_of(&map).all(".waiting").len(), 8);
    assert!(list_of(&map).all(".panel-title").is_empty());
    let empty = Harness::new(r#"{"type": "FeatureCollection", "features": []}"#);
    let view = list_of(&empty).one(".panel-empty").unwrap();
    assert_eq!(view.said(), "No incidents");
    assert!(view.one("[data-action=nearest]").is_none());
    assert!(written(|m| panel(m, &empty.state)).one(".panel-count").unwrap().is_hidden());
}

#[test]
fn labels_are_those_of_the_readers_language() {
    let mut map = Harness::in_language(HAITI, "fr", include_str!("../../text/fr.json"));
    open(&mut map, "more-officers-arrive-2025-01");
    let view = incident_of(&map);
    assert_eq!(compared(&view).0, ["Policiers supplémentaires: 200 [1]; 144 [2]"]);
    assert!(view.text_in(".panel-kicker").unwrap().starts_with("Déploiement"));
}

#[test]
fn what_was_put_right_is_shown_and_is_new_to_who_was_not_here_since() {
    let feature = |id: &str, more: &str| {
        format!(
            r#"{{"type": "Feature", "id": "{id}", "geometry": null, "properties": {{"title": "{id}", "date": "2025-01-01"{more}}}}}"#
        )
    };
    let features = [
        feature("old", ""),
        feature("changed", r#", "updated": "2025-03-02""#),
        feature(
            "put right",
            r#", "corrections": [{"date": "2025-03-05", "note": "It was two, not three."}, {"note": "A name."}, 7]"#,
        ),
    ];
    let feed = format!(
        r#"{{"type": "FeatureCollection", "updated": "2025-03-06", "features": [{}]}}"#,
        features.join(",")
    );
    let mut map = Harness::new(&feed);
    assert_eq!(status::feed_credit(&map.state), "Updated 6 Mar 2025");
    open(&mut map, "put right");
    let view = incident_of(&map);
    assert_eq!(view.texts(".panel-note"), ["5 Mar 2025: It was two, not three.", "A name."]);
    assert!(view.one(".panel-new").is_none(), "nobody said since when");
    map.send(Message::SelectionAsked(None));
    for (since, new) in [
        ("2025-01", vec!["changed", "put right"]),
        ("2025-03-05", vec!["put right"]),
        ("2025-03-05T00:01Z", vec![]),
        ("some day", vec![]),
    ] {
        map.state.settings.since = Some(since.to_owned());
        let rows = list_of(&map).all(".panel-row");
        let is_new = |row: &&Markup| row.one(".panel-new").is_some();
        let titles = rows.iter().filter(is_new).map(|row| row.text_in(".panel-title").unwrap());
        assert_eq!(titles.collect::<Vec<_>>(), new, "{since}");
        let text = TextFilter { since: since.to_owned(), ..TextFilter::default() };
        let asked = |text| Message::FilterAsked(Box::new(Filter { text, ..Filter::default() }));
        map.send(asked(text));
        map.frame();
        let left = list_of(&map).texts(".panel-title");
        assert_eq!(left, new, "asked for alone, since {since}");
        map.send(asked(TextFilter::default()));
    }
}

#[test]
fn a_step_that_is_nothing_but_a_text_reads_naturally() {
    let feed = r#"{"type":"FeatureCollection","features":[],
        "story":[{"text":"It began."},{"text":["It went on.","It ended."],"title":"The end"}]}"#;
    let mut map = Harness::new(feed);
    let told = |map: &mut Harness, step| {
        map.send(Message::StepOpened { step, now_ms: 0.0 });
        map.frame();
        let told = written(|m| story(m, &map.state));
        let absent = [".panel-cites", ".panel-told", ".panel-section", ".panel-source"];
        assert!(absent.iter().all(|class| told.one(class).is_none()));
        [".panel-kicker", ".panel-headline", ".panel-summary", ".panel-more"]
            .map(|class| told.text_in(class).unwrap())
    };
    let first = ["The story", "Step 1 of 2", "It began.", "Next: The end"];
    assert_eq!(told(&mut map, 0).map(|text| text.trim().to_owned()), first);
    let last = ["The story", "The end", "It went on. It ended.", "Show all incidents"];
    assert_eq!(told(&mut map, 1).map(|text| text.trim().to_owned()), last);
    assert_eq!(story_spoken(&map.state).unwrap(), "Step 2 of 2: The end. It went on. It ended.");
}

#[test]
fn words_of_the_feed_are_in_its_language_where_that_is_not_the_readers() {
    let feed = serde_json::json!({"type": "FeatureCollection", "lang": "fr", "features": [
        {"type": "Feature", "id": "a", "geometry": null, "properties": {"date": "2025-03-25",
            "title": "Attaque", "summary": {"en": "An attack.", "fr": "Une attaque."}, "note": {"ht": "Nòt"}}},
    ]});
    let mut map = Harness::new(&feed.to_string());
    map.send(Message::ListOpened);
    map.frame();
    let lang = |view: &Markup, part| view.one(part).unwrap().get("lang").map(str::to_owned);
    assert_eq!(lang(&list_of(&map), ".panel-title").as_deref(), Some("fr"));
    open(&mut map, "a");
    let incident = incident_of(&map);
    assert_eq!(lang(&incident, ".panel-headline").as_deref(), Some("fr"));
    assert_eq!(lang(&incident, ".panel-summary"), None, "it is the reader's");
    assert_eq!(lang(&incident, ".panel-note").as_deref(), Some("ht"));
}
