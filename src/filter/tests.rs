#![allow(clippy::unwrap_used)]

use super::*;
use crate::message::{Message, ZoneRole};
use crate::state::Phase;
use crate::testing::{HAITI, Harness};
use crate::update::update;

fn asking(text: TextFilter) -> Filter {
    Filter { text, ..Filter::default() }
}

fn words(words: &str) -> Filter {
    asking(TextFilter { words: words.to_owned(), ..TextFilter::default() })
}

/// The ids that a filter leaves, in the order of the feed.
fn left(filter: Filter) -> Vec<String> {
    let mut haiti = Harness::new(HAITI);
    haiti.send(Message::FilterAsked(Box::new(filter)));
    let store = haiti.state.feed.store();
    let kept = (0..store.len()).filter(|&row| store.is_kept(row));
    kept.map(|row| store.id(row).to_owned()).collect()
}

#[test]
fn words_are_looked_for_in_titles_places_quotations_and_names() {
    let all = left(Filter::default());
    assert_eq!(all.len(), 8);
    for (wanted, count) in [
        ("pont sonde", 3),
        ("Sondé  PONT", 3),
        ("airlifted", 2),
        ("Reuters", 5),
        ("no such words", 0),
        (" ", 8),
    ] {
        assert_eq!(left(words(wanted)).len(), count, "{wanted}");
    }
}

#[test]
fn a_source_a_disagreement_or_a_category_may_be_asked_for() {
    let haiti = Harness::new(HAITI);
    let collection = haiti.state.feed.collection();
    let (key, _) = &collection.sources[0];
    let by_source =
        left(asking(TextFilter { sources: vec![key.clone()], ..TextFilter::default() }));
    let texts = &haiti.state.texts;
    let reported: Vec<String> = texts
        .iter()
        .filter(|(_, incident)| incident.reports.iter().any(|report| report.source == *key))
        .map(|(_, incident)| incident.id.clone())
        .collect();
    assert_eq!(by_source, reported);
    let differing = left(asking(TextFilter { differing: true, ..TextFilter::default() }));
    let known: Vec<String> = texts
        .iter()
        .filter(|(row, _)| texts.differ(*row))
        .map(|(_, incident)| incident.id.clone())
        .collect();
    assert_eq!(differing, known);
    assert!(!known.is_empty() && known.len() < 8);
    let category = texts.get(0).unwrap().category.clone().unwrap();
    let others = left(Filter { without: vec![category.clone()], ..Filter::default() });
    let without =
        texts.iter().filter(|(_, incident)| incident.category.as_ref() != Some(&category));
    assert_eq!(others.len(), without.count());
}

#[test]
fn a_long_feed_is_searched_in_spans_and_hits_are_shown_before_its_end() {
    let feature = |number: u32| {
        let text = if number % 100 == 7 { "hit" } else { "miss" };
        format!(
            r#"{{"type":"Feature","geometry":null,"properties":{{"date":"2025-01-01","title":"{text} {}"}}}}"#,
            "x".repeat(200)
        )
    };
    let features: Vec<String> = (0..30_000).map(feature).collect();
    let feed = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let mut search = Search::new(words("HIT").text, 30_000, &Collection::default());
    let mut map = Harness::new(&feed);
    let store = map.state.feed.store();
    let (mut spans, mut indexed) = (0, Vec::new());
    while let Some((start, length)) = search.next(store) {
        let most = if spans == 0 { FIRST_SPAN_BYTES } else { MOST_SPAN_BYTES };
        assert!(u64::from(length) <= most);
        let bytes = &feed.as_bytes()[start as usize..start as usize + length as usize];
        search.take(bytes.to_vec(), store);
        let read = |row: u32, bytes: &[u8]| {
            crate::feed::incident(store.id(row), bytes, &Default::default(), Default::default())
        };
        while search.has_work() {
            search.advance(50, store, (map.state.feed.collection(), &Zone::utc()), read);
            indexed.extend(search.to_index().map(|hits| hits.len()));
        }
        spans += 1;
    }
    assert!(spans > 2);
    assert!(indexed[0] > 0 && indexed[0] < 30 && indexed.last() == Some(&300), "{indexed:?}");
    map.send(Message::FilterAsked(Box::new(words("hit"))));
    assert_eq!(map.state.feed.index.counts.filtered_out, 29_700);
    map.send(Message::FilterAsked(Box::new(words("miss"))));
    assert_eq!(map.state.feed.index.counts.filtered_out, 300);
}

#[test]
fn a_filter_outlives_a_load() {
    let mut haiti = Harness::new(HAITI);
    haiti.send(Message::FilterAsked(Box::new(words("pont sonde"))));
    haiti.send(Message::LoadBegan { is_reload: true });
    haiti.send(Message::BytesArrived(HAITI.as_bytes().to_vec()));
    haiti.send(Message::LoadEnded);
    assert_eq!(haiti.state.feed.index.counts.filtered_out, 5);
    haiti.send(Message::FilterAsked(Box::default()));
    assert_eq!(haiti.state.feed.index.counts.filtered_out, 0);
}

#[test]
fn a_filter_that_comes_while_a_load_is_indexed_is_not_lost() {
    let mut haiti = Harness::new(HAITI);
    let category = haiti.state.texts.get(0).unwrap().category.clone().unwrap();
    let without = Filter { without: vec![category], ..Filter::default() };
    for (before, after) in [(Filter::default(), without.clone()), (without, Filter::default())] {
        let left_out = if after.is_empty() {
            0
        } else {
            left(Filter::default()).len() - left(after.clone()).len()
        };
        haiti.send(Message::FilterAsked(Box::new(before)));
        for message in [
            Message::LoadBegan { is_reload: true },
            Message::BytesArrived(HAITI.as_bytes().to_vec()),
            Message::LoadEnded,
            Message::ZoneResolved { role: ZoneRole::Feed, zone: Some(Zone::utc()) },
            Message::FilterAsked(Box::new(after)),
        ] {
            update(&mut haiti.state, message);
        }
        assert!(haiti.state.feed.has_work());
        haiti.send(Message::SliceBegan);
        assert_eq!(haiti.state.feed.index.counts.filtered_out as usize, left_out);
        assert_eq!(haiti.state.feed.phase, Phase::Loaded);
    }
}
