//! The data sets that come with the map, read as a page reads them.

use incident_map::feed::{ReadOptions, Reader, incident};
use incident_map::incident::{Comparison, compare, compare_figure};
use incident_map::time::Zone;

fn read_file(text: &[u8]) -> Reader {
    let mut reader = Reader::new(&ReadOptions::default());
    reader.push(text).unwrap();
    reader.finish().unwrap();
    assert!(reader.rejected().is_empty());
    reader
}

fn haiti() -> (&'static [u8], Reader) {
    let text = include_bytes!("../../data/haiti-2025.geojson");
    (text, read_file(text))
}

/// The keys of the claims in which the reports of an incident differ.
fn differing(id: &str) -> Vec<String> {
    let (text, reader) = haiti();
    let store = reader.store();
    let range = store.text_range(store.find(id).unwrap());
    let bytes = &text[range.start as usize..range.end as usize];
    let shown = incident(id, bytes, &ReadOptions::default(), reader.summary().unit);
    assert!(shown.warnings.is_empty() && shown.rest.is_empty());
    let zone = Zone::new("America/Port-au-Prince", -4 * 3600, Vec::new());
    let comparisons = compare(&shown, reader.collection(), &zone);
    let differing = comparisons.into_iter().filter(|comparison| comparison.differ);
    differing.map(|comparison: Comparison| comparison.key).collect()
}

#[test]
fn the_disagreements_on_haiti_are_found() {
    let fallen = differing("officer-fatally-shot-2025-02");
    assert_eq!(fallen, ["name", "date", "died_on", "place", "death", "commander"]);
    assert_eq!(differing("officer-airlifted-2025-02"), ["commander"]);
    assert_eq!(differing("ambush-2025-03-25"), ["place", "vehicle", "fate"]);
    assert_eq!(differing("officer-shot-2025-03-18"), [""; 0]);
    assert_eq!(differing("more-officers-arrive-2025-01"), ["arrived"]);
}

#[test]
fn the_first_two_agree_on_how_many_were_killed() {
    let (_, reader) = haiti();
    let killed = compare_figure(&reader.collection().figures[0], &Zone::utc());
    assert!(killed.differ);
    let sources: Vec<_> = killed.values.iter().map(|value| value.sources.len()).collect();
    assert_eq!(sources, [2, 1]);
}

#[test]
fn haiti_is_placed_dated_and_named() {
    let (_, reader) = haiti();
    let store = reader.store();
    assert_eq!(store.len(), 8);
    assert!((0..8).all(|row| store.is_dated(row)));
    // Those that no article places have no place; the others are known to a radius.
    let unlocated = (0..8).filter(|&row| store.place(row).is_none()).count();
    assert_eq!((unlocated, store.radii().count()), (3, 5));
    let keys: Vec<&str> = store.categories().collect();
    assert!(keys.iter().all(|key| reader.collection().category(key).is_some()), "{keys:?}");
}

#[test]
fn a_list_of_points_with_a_date_is_read() {
    let text = include_bytes!("../../data/earthquakes-2018-02.geojson");
    let reader = read_file(text);
    let store = reader.store();
    assert!(store.len() > 50);
    assert!((0..store.len()).all(|row| store.is_dated(row) && store.place(row).is_some()));
    let range = store.text_range(0);
    let bytes = &text[range.start as usize..range.end as usize];
    let shown = incident("us2000crkq", bytes, &ReadOptions::default(), reader.summary().unit);
    assert_eq!(shown.title.unwrap().get("en"), "M 5.3 - 50km NNW of Sangiang, Indonesia");
    assert!(shown.link.is_some());
    assert_eq!(shown.rest, [("magnitude".to_owned(), "5.3".to_owned())]);
}
