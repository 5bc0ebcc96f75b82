#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

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
    // Some time within two months; and what lasted months need not have begun on the first day of them.
    assert_eq!(
        headings(&["[2019-03-28..2019-04-03]", "2019-05/2019-06", "2019-07-01/2019-07-09"]),
        ["2019", "May 2019", "July 2019"]
    );
    assert_eq!(headings(&["2019/2020", "2019-03"]), ["2019", "March 2019"]);
    assert_eq!(headings(&["2001-03-08", "2019-03-09", "../2000"]), ["Earlier", "2001", "2019"]);
}

#[test]
fn of_a_long_list_only_what_is_near_to_what_is_in_sight_is_written() {
    let feature = |n: usize| {
        format!(
            r#"{{"type": "Feature", "id": {n}, "geometry": null, "properties": {{"title": "{n}", "date": {}}}}}"#,
            if n < 900 {
                format!("\"2019-01-01T{:02}:{:02}Z\"", n / 60, n % 60)
            } else {
                "null".to_owned()
            }
        )
    };
    let features: Vec<String> = (0..1000).map(feature).collect();
    let feed = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    let mut map = Harness::new(&feed);
    let mut shown = |first: usize| {
        map.send(Message::ListScrolled(first));
        map.send(Message::FrameBegan { now_ms: 1000.0 });
        map.send(Message::FrameBegan { now_ms: 2000.0 });
        let list = list_of(&map);
        let titles: Vec<usize> =
            list.texts(".panel-title").iter().map(|title| title.parse().unwrap()).collect();
        let room = list.all(".panel-space");
        let px = |at: usize| room[at].get("block-size").unwrap().to_owned();
        assert!(titles.is_sorted_by(|a, b| a + 1 == *b), "each follows the one before: {titles:?}");
        let stops =
            list.all(".panel-row").iter().filter(|row| row.get("tabindex").is_none()).count();
        assert_eq!(stops, 1, "the Tab key goes through it in one step");
        (titles[0], titles.len(), px(0), px(1))
    };
    assert_eq!(shown(0), (0, 60, "0px".to_owned(), "67680px".to_owned()));
    assert_eq!(shown(870), (870, 60, "62640px".to_owned(), "5040px".to_owned()));
    assert_eq!(shown(5000), (940, 60, "67680px".to_owned(), "0px".to_owned()));
    map.send(Message::MarksFocused(true));
    assert_eq!(update::written(&map.state), 940..1000, "no mark is there to be followed");
}

/// A list of rows of many heights, as a browser lays it out.
struct LaidOut {
    heights: Vec<f64>,
    written: Range<usize>,
    scrolled: f64,
    seen_px: f64,
}

impl LaidOut {
    /// The upper edge of a row that is written, or the end of them, in pixels from the list's beginning.
    fn edge(&self, row: usize) -> f64 {
        let above: f64 = self.heights[self.written.start..row].iter().sum();
        self.written.start as f64 * ROW_PX + above
    }

    fn seen(&self) -> Seen {
        Seen {
            top: self.scrolled,
            rows_above: self.scrolled - self.edge(self.written.start),
            rows_below: self.edge(self.written.end) - self.scrolled - self.seen_px,
            height: self.seen_px,
        }
    }

    fn scroll(&mut self, to: f64) {
        let rest = (self.heights.len() - self.written.end) as f64 * ROW_PX;
        let most = self.edge(self.written.end) + rest - self.seen_px;
        self.scrolled = to.clamp(0.0, most.max(0.0));
    }

    /// Writes other rows; one in the middle of what is seen stays where it is, if it is among both.
    fn write(&mut self, first: usize) {
        let middle = self.scrolled + self.seen_px / 2.0;
        let kept = self.written.clone().find(|&row| self.edge(row) + self.heights[row] > middle);
        let kept = kept.filter(|&row| self.edge(row) <= middle).map(|row| (row, self.edge(row)));
        let count = self.written.len();
        self.written = first..first + count;
        let moved = kept
            .filter(|(row, _)| self.written.contains(row))
            .map_or(0.0, |(row, edge)| self.edge(row) - edge);
        self.scroll(self.scrolled + moved);
    }
}

proptest! {
    #[test]
    fn wherever_a_list_is_scrolled_what_is_seen_is_written_and_then_it_rests(
        heights in prop::collection::vec(44.0..140.0, 60..400),
        places in prop::collection::vec(0.0..1.0, 1..8),
        seen_px in 200.0..700.0,
    ) {
        let mut list = LaidOut { heights, written: 0..60, scrolled: 0.0, seen_px };
        for place in places {
            list.scroll(place * list.heights.len() as f64 * ROW_PX);
            let all = list.heights.len();
            let mut times = 0;
            while let Some(first) = first_wanted(&list.written, all, ROW_PX, &list.seen()) {
                list.write(first);
                times += 1;
                prop_assert!(times < 6, "it never rests");
            }
            let seen = list.seen();
            prop_assert!(seen.rows_above >= 0.0 || list.written.start == 0);
            prop_assert!(seen.rows_below >= 0.0 || list.written.end == all);
        }
    }
}
