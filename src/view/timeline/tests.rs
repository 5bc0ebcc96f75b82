#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::calendar::Unit;
use crate::message::Message;
use crate::state::Handle;
use crate::update::fixtures::{haiti, loaded};
use crate::update::update;
use crate::view::markup::written;

/// A letter is 7 CSS pixels wide.
fn strip(state: &State) -> Markup {
    written(|m| timeline(m, state, &|text| text.chars().count() as f64 * 7.0))
}

fn show(state: &mut State, start: &str, end: &str) -> Markup {
    update(state, Message::DatesTyped { start: start.to_owned(), end: end.to_owned() });
    strip(state)
}

fn slider(strip: &Markup, class: &str) -> Markup {
    strip.one(class).unwrap()
}

fn is_hidden(strip: &Markup, class: &str) -> bool {
    strip.one(class).unwrap().is_hidden()
}

#[test]
fn the_window_is_spoken_with_its_count() {
    let view = show(&mut haiti(), "2025-03-18", "2025-03-25");
    let text = "18 March to 25 March 2025, 3 incidents";
    for class in [".start", ".window", ".end"] {
        assert_eq!(slider(&view, class).get("aria-valuetext"), Some(text));
    }
    assert_eq!(view.one(".dates").unwrap().texts("span"), ["18 Mar 2025", "25 Mar 2025"]);
    assert!(view.one(".whole").is_none() && !is_hidden(&view, ".all"));
    let view = strip(&haiti());
    let text = "1 June 2024 to 30 March 2025, 8 incidents";
    assert_eq!(slider(&view, ".whole").get("aria-valuetext"), Some(text));
    assert!(is_hidden(&view, ".all"));
}

#[test]
fn a_window_of_a_day_has_one_date() {
    let view = show(&mut haiti(), "2025-03-18", "2025-03-18");
    let dates = view.one(".dates").unwrap().all("span");
    assert_eq!((dates[0].said().as_str(), dates[1].is_hidden()), ("18 Mar 2025", true));
}

#[test]
fn sliders_say_where_they_are_between_their_least_and_their_most() {
    const DAY: i64 = 86_400_000;
    let mut state = haiti();
    let view = show(&mut state, "2024-06-03", "2024-06-05");
    let values = |class: &str| {
        let slider = slider(&view, class);
        ["aria-valuemin", "aria-valuenow", "aria-valuemax"]
            .map(|name| slider.get(name).unwrap().parse::<i64>().unwrap())
    };
    let whole = state.axis().unwrap().range.duration_ms();
    assert_eq!(values(".start"), [0, 2 * DAY, 5 * DAY]);
    assert_eq!(values(".end"), [2 * DAY, 5 * DAY, whole]);
    assert_eq!(values(".window"), [0, 2 * DAY, whole - 3 * DAY]);
}

#[test]
fn months_are_named_and_the_year_stands_out() {
    let ticks = strip(&haiti()).one(".ticks").unwrap();
    let labels: Vec<(String, bool)> = ticks
        .all("span")
        .iter()
        .map(|label| (label.said(), label.get("class") == Some("major")))
        .collect();
    let labels: Vec<(&str, bool)> = labels.iter().map(|(text, major)| (&**text, *major)).collect();
    let months = ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map(|month| (month, false));
    assert_eq!(labels[..7], months);
    assert_eq!(labels[7], ("2025", true));
    assert_eq!(labels[8..], [("Feb", false), ("Mar", false)]);
}

#[test]
fn the_open_incident_stands_on_the_axis_as_long_as_it_may_have_happened() {
    let mut state = haiti();
    assert!(is_hidden(&strip(&state), ".selected"));
    update(&mut state, Message::SelectionAsked(Some("officers-injured-2025-03".into())));
    let selected = strip(&state).one(".selected").unwrap();
    let day = state.time.width * 86_400_000.0 / state.axis().unwrap().range.duration_ms() as f64;
    let width: f64 = selected.get("width").unwrap().trim_end_matches("px").parse().unwrap();
    assert!((width - 7.0 * day).abs() < 0.06, "the seven days from 24 to 30 March");
}

#[test]
fn a_timeline_that_has_nothing_to_zoom_into_offers_no_zoom() {
    let hidden = |state: &State| -> Vec<bool> {
        let view = strip(state);
        view.all(".zooms").iter().chain(&view.all(".scale")).map(Markup::is_hidden).collect()
    };
    assert_eq!(hidden(&haiti()), [false; 3]);
    let day = r#"{"type":"Feature","geometry":null,"properties":{"date":"2025-03-25"}}"#;
    assert_eq!(hidden(&loaded(day)), [true; 3]);
}

#[test]
fn what_has_no_date_is_named_beside_the_timeline() {
    let feed = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":null,"properties":{"date":"2025-03-25"}},
        {"type":"Feature","geometry":null,"properties":{}},
        {"type":"Feature","geometry":null,"properties":{"date":"soon"}}]}"#;
    let view = strip(&loaded(feed));
    assert_eq!(view.text_in(".undated").as_deref(), Some("2 without a date"));
    assert!(is_hidden(&strip(&haiti()), ".undated"));
}

#[test]
fn without_any_date_the_strip_says_so() {
    let view = strip(&loaded(r#"{"type":"Feature","geometry":null,"properties":{}}"#));
    assert!(view.one(".vacant").is_some());
    assert_eq!(view.text_in(".note").as_deref(), Some("None of these incidents has a date"));
    assert!(is_hidden(&strip(&State::default()), ".note"), "nothing was read yet");
}

#[test]
fn what_was_typed_wrong_is_said_in_words() {
    let mut state = haiti();
    let wrong = |view: &Markup| -> Vec<bool> {
        let fields = view.one(".dates-typed").unwrap().all("input");
        fields.iter().map(|field| field.get("aria-invalid").is_some()).collect()
    };
    let view = show(&mut state, "soon", "");
    assert_eq!(wrong(&view), [true, false]);
    assert_eq!(view.text_in(".problem").as_deref(), Some("Write a date such as 1 June 2024"));
    let view = show(&mut state, "2025-03", "2025-02");
    assert_eq!(wrong(&view), [true, true]);
    assert_eq!(view.text_in(".problem").as_deref(), Some("The last date lies before the first"));
    let view = show(&mut state, "2025-02", "2025-03");
    assert_eq!((wrong(&view), view.text_in(".problem").unwrap()), (vec![false; 2], String::new()));
}

#[test]
fn the_menu_says_what_is_chosen() {
    let mut state = haiti();
    let chosen = |state: &State, class: &str| {
        let options = strip(state).one(class).unwrap().all("label");
        let chosen = options.iter().filter(|option| option.one("[checked]").is_some());
        chosen.map(Markup::said).collect::<Vec<_>>()
    };
    assert_eq!(chosen(&state, ".modes").len(), 1);
    let before = chosen(&state, ".speeds");
    update(&mut state, Message::SpeedChosen(SPEEDS[2]));
    assert_eq!(chosen(&state, ".speeds").len(), 1);
    assert_ne!(chosen(&state, ".speeds"), before);
}

#[test]
fn there_is_a_next_incident_until_the_last() {
    let mut state = haiti();
    let neighbors = |state: &State| {
        let view = strip(state);
        let is_on = |action: &str| view.one(action).unwrap().get("aria-disabled").is_none();
        (is_on("[data-action=previous]"), is_on("[data-action=next]"))
    };
    assert_eq!(neighbors(&state), (true, true));
    show(&mut state, "2024-08", "2024-09");
    assert_eq!(neighbors(&state), (true, true), "before and after these months");
    show(&mut state, "2023", "2023");
    assert_eq!(neighbors(&state), (false, true));
    update(&mut state, Message::SelectionAsked(Some("first-deployment".into())));
    assert_eq!(neighbors(&state), (false, true));
    for _ in 0..7 {
        update(&mut state, Message::IncidentStepped(1));
    }
    assert_eq!(neighbors(&state), (true, false));
}

#[test]
fn each_incident_is_a_block_and_a_doubtful_one_a_block_in_each_bin() {
    let histogram = haiti().feed.index.histogram.unwrap();
    let blocks = blocks(&histogram, &histogram.axis, 700.0, 44.0);
    let count: u32 = histogram.bins.iter().map(crate::timeline::Bin::count).sum();
    assert_eq!(blocks.len(), count as usize);
    // The month of the first deployment is known and its day is not: each of its weeks has a part of it.
    let deployment: Vec<&Block> = blocks.iter().filter(|block| block.x < 100.0).collect();
    assert_eq!(deployment.len(), 4);
    assert!(deployment.iter().all(|block| !block.is_sure));
}

#[test]
fn a_press_takes_hold_of_what_is_under_it() {
    assert_eq!(part_at(100.0, 100.0, 300.0, false), Handle::Start);
    assert_eq!(part_at(80.0, 100.0, 300.0, false), Handle::Start);
    assert_eq!(part_at(310.0, 100.0, 300.0, false), Handle::End);
    assert_eq!(part_at(200.0, 100.0, 300.0, false), Handle::Window);
    assert_eq!(part_at(40.0, 100.0, 300.0, false), Handle::Fresh);
    assert_eq!(part_at(350.0, 0.0, 700.0, true), Handle::Fresh, "all of it can't be moved");
}

proptest! {
    #[test]
    fn both_handles_can_be_taken_hold_of_wherever_they_are(start in 0.0..700.0_f64, width in 0.0..700.0_f64) {
        let end = (start + width).min(700.0);
        prop_assert_eq!(part_at(start - 10.0, start, end, false), Handle::Start);
        prop_assert_eq!(part_at(end + 10.0, start, end, false), Handle::End);
        prop_assume!(end - start >= 3.0);
        prop_assert_eq!(part_at(f64::midpoint(start, end), start, end, false), Handle::Window);
    }

    #[test]
    fn dates_above_the_handles_never_touch_and_stay_on_the_strip(
        start in 0.0..316.0_f64, width in 0.0..316.0_f64, widths in (60.0..110.0_f64, 60.0..110.0_f64),
    ) {
        let (xs, widths) = ([start, (start + width).min(316.0)], [widths.0, widths.1]);
        let [first, second] = place_labels(xs, widths, -16.0, 332.0);
        prop_assert!(first >= -16.0 && second + widths[1] <= 332.0 + 1e-9);
        prop_assert!(first + widths[0] + 7.999 <= second, "{first} {second}");
        let centered = [xs[0] - widths[0] / 2.0, xs[1] - widths[1] / 2.0];
        let fit = centered[0] >= -16.0 && centered[1] + widths[1] <= 332.0;
        if fit && centered[0] + widths[0] + 8.0 <= centered[1] {
            prop_assert_eq!([first, second], centered, "no further from their handles than need be");
        }
    }

    #[test]
    fn labels_of_ticks_never_touch(start in 0_i64..4_000_000, hours in 1_i64..900_000, width in 200.0..1200.0_f64) {
        use crate::time::Zone;
        let at = |hours: i64| Timestamp(hours * 3_600_000);
        let range = TimeRange::new(at(start), at(start + hours)).unwrap();
        let axis = Axis::new(range, width, Unit::Seconds(1), &Zone::utc(), &Zone::utc());
        let views = ticks(&axis, width, 7.0, &haiti().words);
        let mut spans: Vec<(f64, f64)> = views
            .iter()
            .filter_map(|tick| tick.label.as_ref())
            .map(|(text, middle)| {
                let half = text.chars().count() as f64 * 7.0 / 2.0;
                (middle - half, middle + half)
            })
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        prop_assert!(!spans.is_empty());
        prop_assert!(spans.windows(2).all(|pair| pair[0].1 < pair[1].0));
        prop_assert!(spans.iter().all(|&(left, right)| left >= -16.1 && right <= width + 16.1));
    }

    #[test]
    fn blocks_stand_on_the_axis_and_hide_none(height in 20.0..80.0_f64, width in 100.0..900.0_f64) {
        let histogram = haiti().feed.index.histogram.unwrap();
        for block in blocks(&histogram, &histogram.axis, width, height) {
            prop_assert!(block.y >= -1e-9 && block.y + block.height <= height + 1e-9);
            prop_assert!(block.x >= 0.0 && block.x + block.width <= width + 1e-9);
        }
    }
}
