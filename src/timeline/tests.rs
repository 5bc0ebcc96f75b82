#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::calendar::Unit;
use crate::store::{Row, RowTime};
use crate::time::{DAY_MS, Stamp, When, Zone};

const DAY: i64 = DAY_MS;

fn range(start: i64, end: i64) -> TimeRange {
    TimeRange::new(Timestamp(start), Timestamp(end)).unwrap()
}

/// A day's beginning in UTC.
fn day(text: &str) -> Timestamp {
    When::parse(text).unwrap().extent().resolve(&Zone::utc()).earliest
}

/// A clock that is put forward and back again once within the year 2025.
fn changing() -> Zone {
    let transitions = vec![
        (day("2025-03-09").0 + 7 * 3_600_000, -14_400),
        (day("2025-11-02").0 + 6 * 3_600_000, -18_000),
    ];
    Zone::new("America/Port-au-Prince", -18_000, transitions)
}

fn axis_of(start: &str, end: &str, width: f64) -> Axis {
    Axis::new(range(day(start).0, day(end).0), width, Unit::Seconds(1), &Zone::utc(), &Zone::utc())
}

fn store(times: impl IntoIterator<Item = (RowTime, Option<&'static str>)>) -> Store {
    let mut store = Store::default();
    for (index, (time, category)) in times.into_iter().enumerate() {
        let id = index.to_string();
        let row = Row {
            id: &id,
            place: None,
            time,
            category,
            radius_m: None,
            text_start: 0,
            text_length: 0,
        };
        store.push(&row).unwrap();
    }
    store
}

fn written(text: &str) -> RowTime {
    let when = When::parse(text).unwrap();
    let lasted = when.form() == crate::time::Form::Lasted;
    RowTime::Read { extent: when.extent(), lasted, approximate: false }
}

fn histogram(axis: Axis, store: &Store) -> Histogram {
    let mut builder = HistogramBuilder::new(axis, store.category_count());
    while !builder.advance(store, &RowSet::first(store.len()), 7) {}
    builder.finish()
}

/// From the first to the last end that is not open.
fn span(store: &Store) -> Option<TimeRange> {
    let ends = (0..store.len()).filter(|&row| store.is_dated(row));
    let ends = ends.flat_map(|row| [store.earliest(row), store.latest(row)]);
    let ends: Vec<Timestamp> = ends.filter(|end| !end.is_open()).collect();
    TimeRange::new(*ends.iter().min()?, Timestamp(ends.iter().max()?.0 + 1))
}

#[test]
fn bins_suit_the_span() {
    let bin = |start, end| axis_of(start, end, 700.0).bin;
    assert_eq!(bin("2025-03-24", "2025-03-26"), Unit::Hours(1));
    assert_eq!(bin("2025-01-01", "2025-04-01"), Unit::Day);
    assert_eq!(bin("2024-06-01", "2025-03-31"), Unit::Week);
    assert_eq!(bin("2017-01-01", "2025-03-31"), Unit::Month);
    assert_eq!(bin("1900-01-01", "2025-03-31"), Unit::Years(2));
}

#[test]
fn the_axis_is_as_long_as_the_data_and_has_no_sliver_of_a_bin() {
    let axis = axis_of("2024-06-01", "2025-03-31", 700.0);
    assert_eq!(axis.range, range(day("2024-06-01").0, day("2025-03-31").0));
    let bins = histogram(axis, &Store::default()).bins;
    let ends = |bin: &Bin| (bin.range.start(), bin.range.end());
    let weekend_and_week = (day("2024-06-01"), day("2024-06-10"));
    assert_eq!(ends(&bins[0]), weekend_and_week, "two days are taken in by the week after them");
    assert_eq!(ends(&bins[1]), (day("2024-06-10"), day("2024-06-17")));
    assert_eq!(ends(bins.last().unwrap()), (day("2025-03-24"), day("2025-03-31")));
}

#[test]
fn a_single_moment_has_an_axis() {
    let at = day("2025-03-25").0;
    let axis = Axis::new(range(at, at + 1), 700.0, Unit::Seconds(1), &Zone::utc(), &Zone::utc());
    assert!(axis.range.duration_ms() >= 3_600_000);
    assert!(axis.range.contains(Timestamp(at)));
}

#[test]
fn days_are_the_feeds_and_hours_the_readers() {
    let (feed, display) = (changing(), Zone::utc());
    let long = Axis::new(
        range(day("2025-01-01").0, day("2025-12-01").0),
        700.0,
        Unit::Seconds(1),
        &feed,
        &display,
    );
    assert_eq!(long.zone.name(), feed.name());
    let short = Axis::new(
        range(day("2025-01-01").0, day("2025-01-02").0),
        700.0,
        Unit::Seconds(1),
        &feed,
        &display,
    );
    assert_eq!(short.zone.name(), display.name());
}

#[test]
fn an_uncertain_day_is_spread_over_its_days() {
    let store = store([(written("[2025-03-24..2025-03-30]"), None), (written("2025-03-25"), None)]);
    let axis = axis_of("2025-03-20", "2025-04-05", 700.0);
    let axis = Axis { bin: Unit::Day, ..axis };
    let histogram = histogram(axis, &store);
    let of_day = |text: &str| {
        let bin = histogram.bins.iter().find(|bin| bin.range.start() == day(text)).unwrap();
        (bin.sure[0], bin.perhaps[0])
    };
    assert_eq!(of_day("2025-03-23"), (0, 0));
    assert_eq!(of_day("2025-03-24"), (0, 1));
    assert_eq!(of_day("2025-03-25"), (1, 1));
    assert_eq!(of_day("2025-03-30"), (0, 1));
    assert_eq!(of_day("2025-03-31"), (0, 0));
    assert_eq!(histogram.max, 2);
}

#[test]
fn what_has_no_date_is_in_no_bin() {
    let store = store([(RowTime::Undated, None), (written("2025-03-25"), None)]);
    let histogram = histogram(axis_of("2025-03-25", "2025-03-26", 700.0), &store);
    let total: u32 = histogram.bins.iter().map(|bin| bin.perhaps[0]).sum();
    assert_eq!(
        total as usize,
        histogram.bins.len(),
        "the day that is known is each hour's perhaps"
    );
}

#[test]
fn categories_without_number_are_counted_together() {
    const NAMES: [&str; 70] = {
        let mut names = ["x"; 70];
        let letters =
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
        let mut at = 0;
        while at < 70 {
            // Of growing lengths, so that no two are the same.
            names[at] = letters.split_at(at + 1).0;
            at += 1;
        }
        names
    };
    let store = store(NAMES.map(|name| (written("2025-03-25"), Some(name))));
    let axis = Axis { bin: Unit::Day, ..axis_of("2025-03-25", "2025-03-26", 700.0) };
    let histogram = histogram(axis, &store);
    assert_eq!(histogram.bins[0].sure.len(), MAX_SLOTS);
    assert_eq!(histogram.max, 70);
}

/// Times of all kinds, some of them open, within some years around 2025 or some hours of it.
fn time(span_ms: i64) -> impl Strategy<Value = RowTime> {
    let ends = (0..span_ms, 0..span_ms, 0..span_ms, 0..span_ms);
    let base = day("2025-01-01").0;
    (0..6, ends).prop_map(move |(kind, (a, b, c, d))| {
        let mut ends = [a, b, c, d].map(|ms| Stamp { ms: base + ms, floating: false });
        ends.sort_by_key(|stamp| stamp.ms);
        let [earliest, begun, ending, latest] = ends;
        let extent = |earliest, latest, sure| Extent { earliest, latest, sure };
        let extent = match kind {
            0 => return RowTime::Undated,
            1 => extent(earliest, earliest, None),
            2 => extent(earliest, latest, None),
            3 => extent(earliest, latest, Some((begun, ending))),
            4 => extent(Stamp::OPEN_BEFORE, latest, None),
            _ => extent(earliest, Stamp::OPEN_AFTER, Some((begun, Stamp::OPEN_AFTER))),
        };
        RowTime::Read { extent, lasted: extent.sure.is_some(), approximate: false }
    })
}

fn rows() -> impl Strategy<Value = Vec<(RowTime, Option<&'static str>)>> {
    let span =
        prop_oneof![Just(3 * 3_600_000_i64), Just(40 * DAY), Just(900 * DAY), Just(40_000 * DAY)];
    let category = prop_oneof![Just(None), Just(Some("a")), Just(Some("b"))];
    span.prop_flat_map(move |span| prop::collection::vec((time(span), category.clone()), 1..40))
}

/// The axis, zoomed into: to so much of it, around such a share.
fn zoomed_axis(axis: Axis, zoom: Option<(f64, f64)>, width: f64, zone: &Zone) -> Axis {
    let Some((times, share)) = zoom else { return axis };
    let part = axis.zoomed(times, share, share);
    axis.showing(part, width, zone, zone)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn each_bin_counts_what_a_pass_over_all_incidents_counts(
        rows in rows(), width in 0.0..2000.0_f64, zone in prop_oneof![Just(Zone::utc()), Just(changing())],
        zoom in prop::option::of((0.00001..1.0_f64, 0.0..1.0_f64)),
    ) {
        let store = store(rows);
        let Some(extent) = span(&store) else { return Ok(()) };
        let axis = Axis::new(extent, width, Unit::Seconds(1), &zone, &zone);
        let axis = zoomed_axis(axis, zoom, width, &zone);
        let histogram = histogram(axis, &store);
        let slots = store.categories().count() + 1;
        for bin in &histogram.bins {
            let (mut sure, mut perhaps) = (vec![0; slots], vec![0; slots]);
            for row in 0..store.len() {
                let category = store.category(row);
                let slot = if category == NO_CATEGORY { slots - 1 } else { category.into() };
                if store.surely_in(row, bin.range) {
                    sure[slot] += 1;
                } else if store.may_lie_in(row, bin.range) {
                    perhaps[slot] += 1;
                }
            }
            prop_assert_eq!(&bin.sure, &sure);
            prop_assert_eq!(&bin.perhaps, &perhaps);
        }
        let most = histogram.bins.iter().map(Bin::count).max();
        prop_assert_eq!(most, Some(histogram.max));
        let bins = &histogram.bins;
        prop_assert!(bins.windows(2).all(|pair| pair[0].range.end() == pair[1].range.start()));
        let ends = (bins[0].range.start(), bins[bins.len() - 1].range.end());
        let laid_out = histogram.axis.range;
        prop_assert!(ends.0 <= laid_out.start() && laid_out.end() <= ends.1);
    }
}

proptest! {
    #[test]
    fn zooming_stays_within_the_data_and_keeps_what_is_under_the_hand(
        length in DAY..9_000 * DAY, zooms in prop::collection::vec((0.05..4.0_f64, 0.0..=1.0_f64, -2.0..2.0_f64), 1..12),
    ) {
        let base = day("2020-06-01").0;
        let zone = Zone::utc();
        let mut axis = Axis::new(range(base, base + length), 700.0, Unit::Seconds(1), &zone, &zone);
        let whole = axis.whole;
        for (times, share, push) in zooms {
            let under = axis.at(share);
            let part = axis.zoomed(times, share, share);
            axis = Axis::new(range(base, base + length), 700.0, Unit::Seconds(1), &zone, &zone)
                .showing(part, 700.0, &zone, &zone);
            prop_assert_eq!((axis.whole, axis.range), (whole, part));
            prop_assert!(whole.start() <= part.start() && part.end() <= whole.end());
            prop_assert!(part.duration_ms() >= 60_000);
            let is_at_an_end = part.start() == whole.start() || part.end() == whole.end();
            prop_assert!(is_at_an_end || (axis.share_of(under) - share).abs() < 1e-3);
            let pushed = axis.zoomed(1.0, push, 0.0);
            prop_assert_eq!(pushed.duration_ms(), part.duration_ms());
            prop_assert!(whole.start() <= pushed.start() && pushed.end() <= whole.end());
        }
    }

    #[test]
    fn what_is_to_be_seen_is_laid_out(
        at in 0..300 * DAY, length in 0..300 * DAY, times in 0.001..1.0_f64, share in 0.0..=1.0_f64,
    ) {
        let axis = axis_of("2024-06-01", "2025-03-31", 700.0);
        let first = axis.whole.start().0 + at;
        let stretch = range(first, (first + length).min(axis.whole.end().0));
        let axis = zoomed_axis(axis, Some((times, share)), 700.0, &Zone::utc());
        let seen = axis.with_in_sight(axis.range, stretch);
        prop_assert!(seen.start() <= stretch.start() && stretch.end() <= seen.end());
        prop_assert!(seen.duration_ms() >= axis.range.duration_ms());
    }

    #[test]
    fn bins_lie_side_by_side_over_all_of_the_data(
        start in -4_000_000_i64 * DAY..4_000_000 * DAY, length in 1_i64..900_000 * DAY, width in 0.0..3000.0_f64,
    ) {
        let extent = range(start, start + length);
        let histogram = histogram(Axis::new(extent, width, Unit::Seconds(1), &changing(), &Zone::utc()), &Store::default());
        let axis = &histogram.axis;
        prop_assert!(axis.range.start() <= extent.start() && extent.end() <= axis.range.end());
        let bins = &histogram.bins;
        prop_assert_eq!(bins.first().unwrap().range.start(), axis.range.start());
        prop_assert_eq!(bins.last().unwrap().range.end(), axis.range.end());
        prop_assert!(bins.windows(2).all(|pair| pair[0].range.end() == pair[1].range.start()));
        prop_assert!(bins.iter().all(|bin| bin.range.duration_ms() > 0));
        prop_assert!(bins.len() as f64 <= (width / 6.0).clamp(4.0, 201.0));
    }

    #[test]
    fn a_share_of_the_axis_and_its_time_are_the_same_place(share in 0.0..=1.0_f64) {
        let axis = axis_of("2024-06-01", "2025-03-31", 700.0);
        prop_assert!((axis.share_of(axis.at(share)) - share).abs() < 1e-9);
    }

    #[test]
    fn windows_keep_their_ends_apart_and_within_the_data(
        length in 1_i64..900 * DAY,
        start in -500 * DAY..1_500 * DAY,
        window_length in 0..900 * DAY,
        to in -900 * DAY..900 * DAY,
    ) {
        let base = day("2024-06-01").0;
        let axis = Axis::new(range(base, base + length), 700.0, Unit::Seconds(1), &changing(), &changing());
        let window = range(base + start, base + start + window_length);
        let to = Timestamp(base + to);
        let moved = [
            axis.with_start(window, to),
            axis.with_end(window, to),
            axis.between(window.start(), to),
            axis.shifted(window, to.0 - base),
            axis.around(window, to),
        ];
        for moved in moved {
            prop_assert!(axis.range.start() <= moved.start() && moved.end() <= axis.range.end());
            prop_assert!(moved.start() < moved.end() || window.duration_ms() == 0);
        }
    }

    #[test]
    fn a_window_moved_around_a_time_has_it_in_it(
        first in 0..300_i64, days in 1..300_i64, at in 0..300 * DAY, offset in prop_oneof![Just(0_i64), 0..DAY],
    ) {
        let axis = Axis::new(range(day("2024-06-01").0, day("2025-03-31").0), 700.0, Unit::Seconds(1), &changing(), &changing());
        let start = axis.range.start().0;
        let window = range(start + first * DAY + offset, start + (first + days) * DAY + offset);
        let at = Timestamp((start + at).min(axis.range.end().0 - 1));
        prop_assert!(axis.around(window, at).contains(at));
    }
}

#[test]
fn days_are_not_cut_into_hours_that_no_date_names() {
    let (start, end) = (day("2025-05-01"), day("2025-06-01"));
    let zone = Zone::utc();
    let axis = Axis::new(range(start.0, end.0), 1000.0, Unit::Day, &zone, &zone);
    assert_eq!((axis.bin, axis.step), (Unit::Day, Unit::Day));
}
