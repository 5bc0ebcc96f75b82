#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::{Value, json};

use super::*;
use crate::paint::testing::{read, read_bare, read_in};
use crate::testing::HAITI;

fn place() -> Place {
    Place { heading: 2, anchor: "map".to_owned() }
}

fn html_of(feed: &str) -> String {
    fragment(&mut read(feed), &place())
}

/// A feed of one feature with these properties.
fn feed_of(properties: Value) -> String {
    let feature =
        json!({ "type": "Feature", "id": "one", "geometry": null, "properties": properties });
    json!({ "type": "FeatureCollection", "features": [feature] }).to_string()
}

fn said(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn all<'a>(document: &'a Document, tag: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name(tag)).collect()
}

/// What stands outside of the graphics, which have a namespace of their own.
fn texts(document: &Document, tag: &str) -> Vec<String> {
    all(document, tag).into_iter().map(said).collect()
}

#[test]
fn one_incident_reads_so() {
    let feed = feed_of(json!({
        "title": "Bridge under water", "when": "2025-05-03", "summary": "The river rose.",
        "reports": [
            { "source": "Herald", "excerpt": "It rose in the night.", "url": "https://example.org/a",
              "claims": { "depth": "two metres" } },
            { "source": "Post", "excerpt": "It rose at noon.", "claims": { "depth": "a metre" } }
        ] }));
    let html = html_of(&feed);
    let (_, article) = html.split_once("<article").unwrap();
    let (article, _) = article.split_once("</article>").unwrap();
    let expected = r##" id="map-one"><p><time datetime="2025-05-03">3 May 2025</time></p>
<h3>Bridge under water</h3>
<dl><div><dt>When</dt>
<dd>3 May 2025</dd>
</div>
<div><dt>Where</dt>
<dd>place not known</dd>
</div>
</dl>
<p>The river rose.</p>
<p><a href="#map-one-differ">Reports differ on 1 point</a></p>
<h4>What was reported</h4>
<p>Herald</p>
<div id="map-one-1"><blockquote cite="https://example.org/a">It rose in the night.</blockquote>
<p><a href="https://example.org/a">Read the report</a></p>
</div>
<p>Post</p>
<div id="map-one-2"><blockquote>It rose at noon.</blockquote>
</div>
<h4 id="map-one-differ">Reports differ</h4>
<dl><div><dt>depth</dt>
<dd>two metres (<a href="#map-one-1">Herald</a>)</dd>
<dd>a metre (<a href="#map-one-2">Post</a>)</dd>
</div>
</dl>
"##;
    assert_eq!(article, expected);
}

#[test]
fn every_excerpt_of_the_first_data_set_is_there() {
    let feed: Value = serde_json::from_str(HAITI).unwrap();
    let html = html_of(HAITI);
    let document = Document::parse(&html).unwrap();
    let quoted = texts(&document, "blockquote");
    let reports =
        feed["features"].as_array().unwrap().iter().map(|one| &one["properties"]["reports"]);
    let figures = feed["figures"].as_array().unwrap().iter().map(|one| &one["reports"]);
    let mut count = 0;
    for report in reports.chain(figures).flat_map(|reports| reports.as_array().unwrap()) {
        let excerpt = report["excerpt"].as_str().unwrap();
        assert!(quoted.iter().any(|quoted| quoted == excerpt), "{excerpt}");
        count += 1;
    }
    assert_eq!(quoted.len(), count);
}

#[test]
fn incidents_stand_in_groups_that_add_up_each_in_the_order_of_time() {
    let feature = |id: &str, is_placed: bool, date: &str| {
        let point = json!({ "type": "Point", "coordinates": [1, 2] });
        let geometry = if is_placed { point } else { Value::Null };
        json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": { "title": id, "date": date } })
    };
    let mut features = vec![
        feature("late", true, "2025-03"),
        feature("undated", true, "soon"),
        feature("nowhere", false, "2025-02"),
        feature("early", true, "2025-01"),
    ];
    features.push(json!({ "type": "Nothing" }));
    let html = html_of(&json!({ "type": "FeatureCollection", "features": features }).to_string());
    let document = Document::parse(&html).unwrap();
    assert_eq!(
        texts(&document, "h2"),
        ["2 of 5 incidents on the map", "1 without a place", "1 without a date"]
    );
    assert_eq!(texts(&document, "h3"), ["early", "late", "nowhere", "undated"]);
    assert!(texts(&document, "figcaption")[0].ends_with("1 without a date; 1 unreadable"));
}

#[test]
fn a_date_for_machines_is_no_sharper_than_it_is_known() {
    let datetime = |date: &str| {
        let html = html_of(&feed_of(json!({ "title": "One", "when": date })));
        let (_, rest) = html.split_once("<time datetime=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    for (date, expected) in [
        ("2025-05-03", Some("2025-05-03")),
        ("2025-05", Some("2025-05")),
        ("2025", Some("2025")),
        ("2025-05-03T07:30:00-04:00", Some("2025-05-03T11:30:00Z")),
        ("2025-05-03~", None),
        ("[2025-05-03..2025-05-04]", None),
        ("2025-05-03/2025-05-04", None),
        ("2025-21", None),
        ("202X", None),
    ] {
        assert_eq!(datetime(date).as_deref(), expected, "{date}");
    }
}

#[test]
fn only_incidents_of_the_window_are_listed_and_links_lead_somewhere() {
    for window in [None, Some(("2025-03-18", "2025-03-30"))] {
        let html = fragment(&mut read_in(HAITI, window), &place());
        let document = Document::parse(&html).unwrap();
        let mut ids: Vec<&str> =
            document.descendants().filter_map(|node| node.attribute("id")).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "each anchor is there once");
        for link in all(&document, "a") {
            let anchor = link.attribute("href").unwrap().strip_prefix('#').unwrap();
            assert!(ids.binary_search(&anchor).is_ok(), "{anchor}");
        }
        assert_eq!(all(&document, "article").len(), if window.is_some() { 4 } else { 8 });
    }
}

#[test]
fn a_picture_is_a_link_and_a_covered_one_says_why() {
    let html = html_of(&feed_of(json!({ "when": "2025", "media": [
        { "url": "https://example.org/a.jpg", "alt": "A bridge" },
        { "url": "https://example.org/b.jpg", "alt": "A wound", "sensitive": true } ] })));
    assert!(!html.contains("<img"), "the page asks nobody for anything");
    assert!(html.contains(r#"<a href="https://example.org/a.jpg">A bridge</a>"#));
    assert!(html.contains(": A wound</a>"));
}

#[test]
fn headings_begin_where_the_page_wants_them() {
    let html = fragment(&mut read(HAITI), &Place { heading: 4, anchor: "map".to_owned() });
    assert!(html.contains("<h5>") && html.contains("<h6>") && !html.contains("<h3"));
}

#[test]
fn a_page_of_its_own_has_a_title_and_says_its_language() {
    let page = page(&mut read(HAITI), "map");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"));
    assert!(page.contains("<h1>The Kenyan-led mission in Haiti, June 2024 to March 2025</h1>"));
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("</title></svg>"),
        Just("\"onload=\""),
        Just("&amp;"),
        Just("]]>"),
        Just("<!--"),
        Just("' "),
        Just("\u{0}"),
        Just("\u{202e}"),
        Just("é"),
        Just("javascript:x"),
    ];
    prop_oneof![
        prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// As an XML parser gives it back: what is in no document is replaced, and line ends are alike.
fn parsed(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_refused =
        |one: char| (one < ' ' && one != '\t' && one != '\n') || "\u{fffe}\u{ffff}".contains(one);
    text.chars().map(|one| if is_refused(one) { '\u{fffd}' } else { one }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn any_text_of_a_feed_comes_out_as_it_is_and_only_as_text(text in hostile(), place_name in hostile()) {
        let feed = json!({ "type": "FeatureCollection", "profile": 1, "title": text,
            "sources": { "s": { "name": text, "url": text } }, "categories": { "c": { "label": text, "color": text } },
            "features": [{ "type": "Feature", "id": text, "geometry": { "type": "Point", "coordinates": [1, 2] },
                "properties": { "title": text, "summary": text, "category": "c", "when": "2025",
                    "where": { "name": place_name, "radius_m": 9e5 }, "note": text, "extra": text,
                    "reports": [{ "source": "s", "excerpt": text, "said_by": text, "url": text, "lang": text,
                                  "claims": { "k": text } }] } }] });
        let html = fragment(&mut read_bare(&feed.to_string()), &place());
        let document = Document::parse(&html).unwrap();
        let tags = ["div", "figure", "svg", "title", "desc", "rect", "path", "g", "text", "circle", "figcaption",
            "h2", "h3", "h4", "ol", "li", "article", "p", "time", "dl", "dt", "dd", "blockquote", "a"];
        for node in document.descendants().filter(Node::is_element) {
            prop_assert!(tags.contains(&node.tag_name().name()), "{}", node.tag_name().name());
            for attribute in node.attributes() {
                prop_assert!(!attribute.name().starts_with("on"));
                let is_link = ["href", "cite"].contains(&attribute.name());
                let value = attribute.value();
                prop_assert!(!is_link || value.starts_with('#') || value.starts_with("http"), "{}", value);
            }
        }
        let quoted = texts(&document, "blockquote");
        // What is blank is no quotation.
        let excerpt = if text.trim().is_empty() { String::new() } else { parsed(&text) };
        prop_assert_eq!(quoted.first().cloned().unwrap_or_default(), excerpt);
    }
}

#[test]
fn the_story_is_told_and_quotes_what_no_incident_does() {
    let of_incident = json!({ "source": "Herald", "excerpt": "It rose in the night." });
    let of_story = json!({ "source": "Post", "excerpt": "It had rained for days." });
    let feature = json!({ "type": "Feature", "id": "flood", "geometry": null,
        "properties": { "title": "Flood", "date": "2025-05-03", "reports": [of_incident] } });
    let html = html_of(
        &json!({ "type": "FeatureCollection", "features": [feature], "story": { "title": "Rain", "steps": [
            { "title": "Before", "text": [{ "text": "It rained.", "reports": [of_story] }] },
            { "text": [{ "text": "It rose.", "reports": [of_incident] }], "incidents": ["flood"] },
        ] } })
        .to_string(),
    );
    let document = Document::parse(&html).unwrap();
    let steps: Vec<String> = all(&document, "li").into_iter().take(2).map(said).collect();
    assert!(steps[0].contains("Before\nIt rained. (Post)"), "{}", steps[0]);
    assert!(steps[0].contains("It had rained for days."), "{}", steps[0]);
    assert!(steps[1].contains("It rose. (Herald)"), "{}", steps[1]);
    assert!(steps[1].contains("3 May 2025 · Flood"), "{}", steps[1]);
    assert_eq!(texts(&document, "h2"), ["Rain", "1 without a place"]);
    assert_eq!(
        texts(&document, "blockquote"),
        ["It had rained for days.", "It rose in the night."]
    );
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    for link in all(&document, "a") {
        let anchor = link.attribute("href").unwrap().strip_prefix('#').unwrap();
        assert!(ids.contains(&anchor), "{anchor} of {ids:?}");
    }
}

#[test]
fn a_step_leads_to_what_its_own_incidents_quote() {
    let quoted = json!({ "source": "Herald", "excerpt": "It rose twice." });
    let feature = |id: &str, day: &str| {
        json!({ "type": "Feature", "id": id, "geometry": null,
            "properties": { "date": day, "reports": [quoted] } })
    };
    let html = html_of(
        &json!({ "type": "FeatureCollection",
            "features": [feature("first", "2025-05-03"), feature("second", "2025-05-04")],
            "story": [{ "text": [{ "text": "It rose again.", "reports": [quoted] }], "incidents": ["second"] }] })
        .to_string(),
    );
    let document = Document::parse(&html).unwrap();
    let to = all(&document, "a")[0].attribute("href").unwrap().to_owned();
    assert!(to.contains("second"), "{to}");
}
