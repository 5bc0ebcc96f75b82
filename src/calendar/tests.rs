use proptest::prelude::*;

use super::*;
use crate::time::{AskedWindow, TimeRange, When};

fn at(text: &str) -> Timestamp {
    When::parse(text).unwrap().extent().resolve(&Zone::utc()).earliest
}

fn range(start: &str, end: &str) -> TimeRange {
    let whole = TimeRange::new(Timestamp::FIRST, Timestamp::LAST).unwrap();
    AskedWindow::between(Some(start), Some(end)).resolve(whole, &Zone::utc()).unwrap()
}

fn new_york() -> Zone {
    let changes =
        vec![(at("2025-03-09T07:00Z").0, -4 * 3600), (at("2025-11-02T06:00Z").0, -5 * 3600)];
    Zone::new("America/New_York", -5 * 3600, changes)
}

/// In 1988 Newfoundland put its clocks back at 0:01 by two hours, over midnight.
fn st_johns() -> Zone {
    let changes = vec![(at("1988-04-03T03:31Z").0, -5_400), (at("1988-10-30T01:31Z").0, -12_600)];
    Zone::new("America/St_Johns", -12_600, changes)
}

/// Samoa left out 30 December 2011.
fn apia() -> Zone {
    Zone::new("Pacific/Apia", -10 * 3600, vec![(at("2011-12-30T10:00Z").0, 14 * 3600)])
}

/// About seven pixels a letter, as at 13 px.
fn label_px(label: Label) -> f64 {
    let letters = match label {
        Label::Year(_) => 4,
        Label::MonthOfYear(_) => 8,
        Label::Month(_) => 3,
        Label::Date(_) => 11,
        Label::Day(_) => 2,
        Label::Clock(_) => 5,
        Label::ClockWithSeconds(_) => 8,
    };
    f64::from(letters) * 7.0
}

/// All units but the longest, which end beyond what a `Date` holds.
fn units() -> impl Strategy<Value = Unit> {
    proptest::sample::select(&UNITS[..UNITS.len() - 3])
}

#[test]
fn a_unit_begins_where_the_clock_says_so() {
    let utc = Zone::utc();
    for (unit, expected, following) in [
        (Unit::Seconds(15), "2025-05-21T17:44:30Z", "2025-05-21T17:44:45Z"),
        (Unit::Minutes(5), "2025-05-21T17:40Z", "2025-05-21T17:45Z"),
        (Unit::Hours(1), "2025-05-21T17:00Z", "2025-05-21T18:00Z"),
        (Unit::Hours(6), "2025-05-21T12:00Z", "2025-05-21T18:00Z"),
        (Unit::Day, "2025-05-21", "2025-05-22"),
        (Unit::Week, "2025-05-19", "2025-05-26"),
        (Unit::Month, "2025-05", "2025-06"),
        (Unit::Quarter, "2025-04", "2025-07"),
        (Unit::Years(1), "2025", "2026"),
        (Unit::Years(2), "2024", "2026"),
        (Unit::Years(25), "2025", "2050"),
        (Unit::Years(1_000), "2000", "3000"),
    ] {
        let now = at("2025-05-21T17:44:31.5Z");
        assert_eq!(floor(now, unit, &utc), at(expected), "{unit:?}");
        assert_eq!(next(now, unit, &utc), at(following), "{unit:?}");
        assert_eq!(previous(at(following), unit, &utc), at(expected), "{unit:?}");
    }
    assert_eq!(floor(at("-0001-06"), Unit::Years(10), &utc), at("-0010"));
}

#[test]
fn days_are_as_long_as_the_clock_makes_them() {
    let zone = new_york();
    let hours = |day: &str| {
        let noon = at(&format!("{day}T17:00Z"));
        (next(noon, Unit::Day, &zone).0 - floor(noon, Unit::Day, &zone).0) / HOUR_MS
    };
    assert_eq!((hours("2025-03-08"), hours("2025-03-09"), hours("2025-11-02")), (24, 23, 25));
    // The hour that is shown twice is two hours; the six hours around it are seven.
    let first = at("2025-11-02T05:30Z");
    assert_eq!(next(first, Unit::Hours(1), &zone), at("2025-11-02T06:00Z"));
    assert_eq!(floor(at("2025-11-02T06:30Z"), Unit::Hours(1), &zone), at("2025-11-02T06:00Z"));
    assert_eq!(floor(at("2025-11-02T06:30Z"), Unit::Hours(6), &zone), at("2025-11-02T04:00Z"));
    assert_eq!(next(first, Unit::Hours(6), &zone), at("2025-11-02T11:00Z"));
}

#[test]
fn midnights_shown_twice_or_left_out_begin_one_day() {
    let zone = st_johns();
    let twice = at("1988-10-30T01:45Z");
    assert!(floor(twice, Unit::Day, &zone) <= twice && twice < next(twice, Unit::Day, &zone));
    assert_eq!(floor(twice, Unit::Day, &zone), zone.at(at("1988-10-30T00:00Z").0));
    let skipped = at("2011-12-30T09:00Z");
    assert_eq!(next(skipped, Unit::Day, &apia()), at("2011-12-30T10:00Z"));
    assert_eq!(floor(at("2011-12-30T12:00Z"), Unit::Day, &apia()), at("2011-12-30T10:00Z"));
}

#[test]
fn the_unit_suits_the_span() {
    for (start, end, count, expected) in [
        ("2025-03-25T16:00Z", "2025-03-25T16:01Z", 100, Unit::Seconds(1)),
        ("2025-03-25T16:00Z", "2025-03-25T18:00Z", 100, Unit::Minutes(5)),
        ("2025-03-25", "2025-03-25", 60, Unit::Hours(1)),
        ("2025-02", "2025-04", 100, Unit::Day),
        ("2024-06", "2025-03", 60, Unit::Week),
        ("2020", "2025", 100, Unit::Month),
        ("1900", "2025", 100, Unit::Years(2)),
        ("-9999", "9999", 100, Unit::Years(250)),
    ] {
        assert_eq!(Unit::to_fit(range(start, end).duration_ms(), count), expected, "{start}/{end}");
    }
    assert_eq!(Unit::Day.coarser(), Unit::Week);
    assert_eq!(Unit::Minutes(30).coarser(), Unit::Hours(1));
    assert_eq!(Unit::Years(500_000).coarser(), Unit::Years(500_000));
}

#[test]
fn an_axis_of_months_names_them_and_says_the_year_first_and_where_it_changes() {
    let ticks =
        ticks(range("2024-06", "2025-03"), 600.0, &Zone::utc(), Unit::Seconds(1), &label_px);
    let labels: Vec<_> =
        ticks.iter().filter_map(|tick| tick.label.map(|placed| placed.label)).collect();
    assert_eq!(labels[..2], [Label::Month(6), Label::Month(7)]);
    assert_eq!(labels.len(), 10);
    let years: Vec<_> = ticks
        .iter()
        .filter_map(|tick| Some((tick.context?.label, tick.label?.label, tick.major)))
        .collect();
    assert_eq!(
        years,
        [(Label::Year(2024), Label::Month(6), false), (Label::Year(2025), Label::Month(1), true)]
    );
}

#[test]
fn an_axis_of_weeks_marks_the_months_where_they_begin() {
    let ticks =
        ticks(range("2025-02", "2025-04"), 330.0, &Zone::utc(), Unit::Seconds(1), &label_px);
    let months: Vec<_> = ticks
        .iter()
        .filter(|tick| tick.major)
        .map(|tick| (tick.at, tick.context.is_some()))
        .collect();
    assert_eq!(months, [(at("2025-02"), true), (at("2025-03"), true), (at("2025-04"), true)]);
    let first_monday = &ticks[1];
    assert_eq!((first_monday.at, first_monday.major), (at("2025-02-03"), false));
    assert_eq!(first_monday.label.map(|placed| placed.label), Some(Label::Day(3)));
}

#[test]
fn an_axis_of_hours_says_the_day() {
    let ticks = ticks(
        range("2025-03-24T20:00Z", "2025-03-26T04:00Z"),
        700.0,
        &Zone::utc(),
        Unit::Seconds(1),
        &label_px,
    );
    let texts: Vec<_> = ticks
        .iter()
        .map(|tick| (tick.label.map(|placed| placed.label), tick.context.is_some(), tick.major))
        .collect();
    assert_eq!(texts[0], (Some(Label::Clock(21 * HOUR_MS)), false, false));
    assert_eq!(texts[1], (Some(Label::Clock(0)), true, true));
    assert_eq!(texts.iter().filter(|(_, context, _)| *context).count(), 2);
}

#[test]
fn what_is_known_to_the_day_has_no_ticks_within_it() {
    let label_px = |_| 30.0;
    let ticks = ticks(range("2025-03-24", "2025-03-25"), 700.0, &Zone::utc(), Unit::Day, &label_px);
    let labels: Vec<Label> = ticks.iter().filter_map(|tick| Some(tick.label?.label)).collect();
    assert_eq!(labels, [Label::Day(24), Label::Day(25)]);
}

#[test]
fn a_narrow_or_empty_axis_still_makes_sense() {
    let utc = Zone::utc();
    let lone = ticks(
        range("2025-03-25T16:00:00.1Z", "2025-03-25T16:00:00.2Z"),
        300.0,
        &utc,
        Unit::Seconds(1),
        &label_px,
    );
    assert_eq!(lone.len(), 1);
    assert!(lone[0].context.is_some());
    assert!(ticks(range("2025", "2025"), 0.0, &utc, Unit::Seconds(1), &label_px).is_empty());
    assert!(ticks(range("2025", "2025"), f64::NAN, &utc, Unit::Seconds(1), &label_px).is_empty());
    let empty = TimeRange::new(Timestamp(0), Timestamp(0)).unwrap();
    assert!(ticks(empty, 300.0, &utc, Unit::Seconds(1), &label_px).is_empty());
}

proptest! {
    #[test]
    fn units_follow_each_other_without_gap_or_overlap(
        zone in crate::time::properties::zones(), unit in units(), ms in 1_670_000_000_000i64..1_900_000_000_000,
    ) {
        let now = Timestamp(ms);
        let (start, end) = (floor(now, unit, &zone), next(now, unit, &zone));
        prop_assert!(start <= now && now < end);
        prop_assert_eq!(floor(start, unit, &zone), start);
        prop_assert_eq!(floor(Timestamp(end.0 - 1), unit, &zone), start);
        prop_assert_eq!(next(start, unit, &zone), end);
        prop_assert_eq!(floor(end, unit, &zone), end);
        prop_assert_eq!(previous(end, unit, &zone), start);
    }

    #[test]
    fn no_more_bins_than_asked_for(
        start in -60_000_000_000_000i64..4_000_000_000_000, exponent in 3.0f64..15.0, max_count in 3u32..200,
        zone in crate::time::properties::zones(),
    ) {
        let end = Timestamp(start + 10f64.powf(exponent) as i64);
        let unit = Unit::to_fit(end.0 - start, max_count);
        let mut bin = floor(Timestamp(start), unit, &zone);
        let mut count = 0;
        while bin < end {
            bin = next(bin, unit, &zone);
            count += 1;
        }
        // A change of the clock may cut one unit in two.
        prop_assert!(count <= max_count + zone_changes(&zone, start, end.0), "{:?} {}", unit, count);
    }

    #[test]
    fn labels_never_collide_and_the_first_says_where_we_are(
        start in -60_000_000_000_000i64..4_000_000_000_000, exponent in 0.0f64..15.0, width in 1.0f64..2_000.0,
        zone in crate::time::properties::zones(),
    ) {
        let range = TimeRange::new(Timestamp(start), Timestamp(start + 10f64.powf(exponent) as i64)).unwrap();
        let ticks = ticks(range, width, &zone, Unit::Seconds(1), &label_px);
        prop_assert!(!ticks.is_empty());
        prop_assert!(ticks.windows(2).all(|pair| pair[0].at < pair[1].at));
        prop_assert!(ticks.iter().all(|tick| range.contains(tick.at)));
        for row in [|tick: &Tick| tick.label, |tick: &Tick| tick.context] {
            let mut right_px = f64::NEG_INFINITY;
            for placed in ticks.iter().filter_map(row) {
                let half_px = label_px(placed.label) / 2.0;
                prop_assert!(placed.center_px - half_px >= right_px);
                right_px = placed.center_px + half_px;
            }
        }
        let first = ticks.iter().find_map(|tick| tick.context.or(tick.label)).unwrap();
        prop_assert!(first.center_px < width.max(label_px(first.label)));
    }

    #[test]
    fn no_time_makes_it_panic(ms in any::<i64>(), unit in units(), zone in crate::time::properties::zones()) {
        let _ = (floor(Timestamp(ms), unit, &zone), next(Timestamp(ms), unit, &zone));
        let _ = previous(Timestamp(ms), unit, &zone);
    }
}

fn zone_changes(zone: &Zone, start: i64, end: i64) -> u32 {
    let mut at = Timestamp(start);
    let mut count = 0;
    while at.0 < end && !at.is_open() {
        at = zone.stretch_at(at).until;
        count += 1;
    }
    count
}
