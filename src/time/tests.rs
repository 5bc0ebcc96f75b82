use super::*;

/// Clock readings, so that the expectations can be read: "2025-03-25T16:30", in milliseconds.
pub(super) fn civil(text: &str) -> i64 {
    let at: jiff::civil::DateTime = text.parse().unwrap();
    at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond()
}

/// New York: clocks go forward on 9 March 2025 at 2:00, back on 2 November at 2:00.
fn new_york() -> Zone {
    let transitions = vec![
        (civil("2024-03-10T07:00"), -4 * 3600),
        (civil("2024-11-03T06:00"), -5 * 3600),
        (civil("2025-03-09T07:00"), -4 * 3600),
        (civil("2025-11-02T06:00"), -5 * 3600),
    ];
    Zone::new("America/New_York", -5 * 3600, transitions)
}

/// Newfoundland in 1988, whose clocks passed midnight twice: back from 0:01 to 22:01.
fn st_johns() -> Zone {
    let transitions =
        vec![(civil("1988-04-03T03:31"), -5_400), (civil("1988-10-30T01:31"), -12_600)];
    Zone::new("America/St_Johns", -12_600, transitions)
}

fn day_range(first: &str, last: &str) -> TimeRange {
    TimeRange::new(Timestamp(civil(first)), Timestamp(civil(last) + DAY_MS)).unwrap()
}

fn extent(text: &str) -> Extent {
    When::parse(text).unwrap().extent().resolve(&Zone::utc())
}

#[test]
fn date_times_are_instants() {
    for (text, expected) in [
        ("2025-03-25T16:30:00Z", "2025-03-25T16:30"),
        ("2025-03-25t16:30:00z", "2025-03-25T16:30"),
        ("2025-03-25 16:30Z", "2025-03-25T16:30"),
        ("2025-03-25T16:30-04:00", "2025-03-25T20:30"),
        ("2025-03-25T16:30:00+0000", "2025-03-25T16:30"),
        ("2025-03-25T16:30:00+05:45", "2025-03-25T10:45"),
        ("2025-03-25T16:30-04", "2025-03-25T20:30"),
        ("2025-03-25T16:30:07.1239999999999Z", "2025-03-25T16:30:07.123"),
        ("2025-03-25T16:30:07.5Z", "2025-03-25T16:30:07.500"),
        ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00"),
        (" 2025-03-25T16:30Z ", "2025-03-25T16:30"),
    ] {
        let when = When::parse(text).unwrap().extent();
        let stamp = Stamp { ms: civil(expected), floating: false };
        assert_eq!(when, Extent { earliest: stamp, latest: stamp, sure: None }, "{text}");
    }
}

#[test]
fn a_date_time_without_an_offset_is_the_clock_of_the_feeds_zone() {
    let when = When::parse("2025-03-25T16:30").unwrap().extent();
    assert!(when.earliest.floating);
    assert_eq!(when.resolve(&new_york()).earliest, Timestamp(civil("2025-03-25T20:30")));
    assert_eq!(when.resolve(&Zone::utc()).earliest, Timestamp(civil("2025-03-25T16:30")));
}

#[test]
fn dates_span_the_days_that_they_may_mean() {
    for (text, first, last) in [
        ("2025-02-23", "2025-02-23", "2025-02-23"),
        ("20250223", "2025-02-23", "2025-02-23"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2025-02-23~", "2025-02-23", "2025-02-23"),
        ("2025-02?", "2025-02-01", "2025-02-28"),
        ("2025%", "2025-01-01", "2025-12-31"),
        ("2025-02-2X", "2025-02-20", "2025-02-28"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-34", "2025-04-01", "2025-06-30"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("[2025-03-24..2025-03-30]", "2025-03-24", "2025-03-30"),
        ("[2025-03-29,2025-03-24]", "2025-03-24", "2025-03-29"),
        ("{2025-03-24,2025-03-29}", "2025-03-24", "2025-03-29"),
        ("2024-05-03/2024-05-05", "2024-05-03", "2024-05-05"),
        ("20240503/20240505", "2024-05-03", "2024-05-05"),
        ("2024-05/2024-06-15", "2024-05-01", "2024-06-15"),
    ] {
        let extent = extent(text);
        let range = day_range(first, last);
        assert_eq!(
            (extent.earliest, extent.latest.0 + 1),
            (range.start(), range.end().0),
            "{text}"
        );
    }
}

#[test]
fn a_calendar_date_is_that_day_where_the_feed_is() {
    let when = When::parse("2025-11-02").unwrap().extent().resolve(&new_york());
    assert_eq!(when.earliest, Timestamp(civil("2025-11-02T04:00")));
    // The day on which clocks go back has 25 hours.
    assert_eq!(when.latest, Timestamp(civil("2025-11-03T05:00") - 1));
    // And in Newfoundland a day could end, begin again for an hour, and end once more.
    let when = When::parse("1988-10-29").unwrap().extent().resolve(&st_johns());
    assert_eq!(when.latest.0 + 1, st_johns().at(civil("1988-10-30T00:00")).0);
}

#[test]
fn doubt_is_marked_and_widens_nothing() {
    for (text, approximate, uncertain) in [
        ("2025-02-23", false, false),
        ("2025-02-23~", true, false),
        ("2025-02-23?", false, true),
        ("2025-02-23%", true, true),
        ("2025-02~-23", true, false),
        ("2024-05-03~/2024-05-05?", true, true),
        ("[2025-02~,2025-03]", true, false),
        ("2025-03-25T16:30~", true, false),
        ("2025-03-25T16:30-04:00?", false, true),
        ("[2025-03-25T22:00%..2025-03-26]", true, true),
    ] {
        let when = When::parse(text).unwrap();
        assert_eq!(
            (when.is_approximate(), when.is_uncertain()),
            (approximate, uncertain),
            "{text}"
        );
    }
}

#[test]
fn what_is_open_has_no_end() {
    let to_may = extent("../2024-05-05");
    assert_eq!(to_may.earliest, Timestamp::OPEN_BEFORE);
    assert_eq!(extent("/2024-05-05"), to_may);
    let from_may = extent("2024-05-05/");
    assert_eq!(from_may.latest, Timestamp::OPEN_AFTER);
    assert!(from_may.surely_in(day_range("2030-01-01", "2030-01-01")));
    assert!(!from_may.may_lie_in(day_range("2024-05-04", "2024-05-04")));
    assert_eq!(extent("[..2024-05]").earliest, Timestamp::OPEN_BEFORE);
    assert_eq!(extent("[2024-05..]").latest, Timestamp::OPEN_AFTER);
    assert_eq!(extent("..2024-05/2024-06").earliest, Timestamp::OPEN_BEFORE);
    assert_eq!(extent("2024-05/2024-06..").latest, Timestamp::OPEN_AFTER);
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        " ",
        "yesterday",
        "2025-02-30",
        "2025-13-01",
        "20250230",
        "2025-0301",
        "202503-01",
        "2025-03-25T25:00",
        "2025-03-25T16:60",
        "2025-03-25T16:30+25:00",
        "2025-03-25T16:30:00.",
        "2025-03-25T16:30Zulu",
        "2025-03-25T16:30~~",
        "[2025-03-26T04:00..2025-03-25T22:00]",
        "18/3/2025",
        "2025-3-1",
        "2025/2026/2027",
        "[]",
        "{2025",
        "2025-03-25T",
        "2025-03-25T16",
        "12:30",
    ] {
        assert_eq!(When::parse(text), Err(TimeError::NotATime(text.trim().to_owned())), "{text}");
    }
    assert_eq!(When::parse("2025-03/2025-02"), Err(TimeError::Reversed));
    assert_eq!(When::parse("2025-03-25T12:00Z/2025-03-25T11:59Z"), Err(TimeError::Reversed));
    assert_eq!(When::parse("../.."), Err(TimeError::Unbounded));
}

#[test]
fn years_beyond_a_javascript_date_are_its_limits() {
    assert_eq!(extent("Y1E100").earliest, Timestamp::LAST);
    assert_eq!(extent("Y-1E100").latest, Timestamp::FIRST);
    assert_eq!(extent("Y300000").latest, Timestamp::LAST);
    assert_eq!(extent("Y-17E7").earliest, Timestamp::FIRST);
    assert!(extent("Y270000").latest < Timestamp::LAST);
}

#[test]
fn numbers_are_milliseconds_since_1970() {
    let stamp = |ms: f64| When::from_epoch_ms(ms).map(|when| when.extent().earliest.ms);
    assert_eq!(stamp(1_742_934_600_000.0), Ok(civil("2025-03-25T20:30")));
    assert_eq!(stamp(-0.5), Ok(-1));
    for wrong in [f64::INFINITY, f64::NEG_INFINITY, 8.64e15 + 2.0, -8.64e15 - 2.0] {
        assert_eq!(stamp(wrong), Err(TimeError::OutOfRange(wrong)));
    }
    assert!(matches!(stamp(f64::NAN), Err(TimeError::OutOfRange(_))));
}

#[test]
fn a_start_and_an_end_of_any_kind_make_one() {
    let read = |text: &str| Some(When::parse(text).unwrap());
    let both = When::from_ends(read("2024-05-03"), read("2024-05-05")).unwrap();
    assert_eq!(both, When::parse("2024-05-03/2024-05-05").unwrap());
    assert_eq!(When::from_ends(read("2024-05"), None), Ok(read("2024-05").unwrap()));
    let ended = When::from_ends(None, read("2024-05-05")).unwrap();
    assert_eq!(ended, When::parse("../2024-05-05").unwrap());
    assert_eq!(When::from_ends(read("2024-05-06"), read("2024-05-05")), Err(TimeError::Reversed));
    assert_eq!(When::from_ends(None, None), Err(TimeError::Unbounded));
    let mixed = When::from_ends(Some(When::from_epoch_ms(0.0).unwrap()), read("1970~")).unwrap();
    assert_eq!((mixed.form(), mixed.is_approximate()), (Form::Lasted, true));
    // What starts late in the evening over there can start on the next day in UTC.
    let late = When::from_ends(read("2025-03-25T22:30-04:00"), read("2025-03-25")).unwrap();
    assert_eq!(late.extent().resolve(&Zone::utc()).sure, None);
    assert_eq!(late.extent().resolve(&new_york()).latest, Timestamp(civil("2025-03-26T04:00") - 1));
}

#[test]
fn surely_within_a_window_or_only_perhaps() {
    let march_25 = day_range("2025-03-25", "2025-03-25");
    for (text, maybe, surely) in [
        ("2025-03-25", true, true),
        ("2025-03-25T16:30", true, true),
        ("2025-03", true, false),
        ("2025-03-24/2025-03-26", true, true),
        ("2025-03-25/2025-03-27", true, true),
        ("[2025-03-24..2025-03-26]", true, false),
        ("[2025-03-24T22:00..2025-03-25T02:00]", true, false),
        ("[2025-03-25T22:00..2025-03-25T23:00]", true, true),
        ("[2025-03-23T22:00..2025-03-24T23:59]", false, false),
        ("{2025-03-24,2025-03-26}", true, false),
        ("2025-03/2025-04", true, false),
        ("2025-02/2025-04", true, true),
        ("2025-03-26", false, false),
        ("2025-03-24", false, false),
        ("2025-03-26T00:00", false, false),
        ("2025-03-25T00:00", true, true),
        ("../2025-03-25", true, true),
        ("2025-03-25/..", true, true),
    ] {
        let extent = extent(text);
        assert_eq!(
            (extent.may_lie_in(march_25), extent.surely_in(march_25)),
            (maybe, surely),
            "{text}"
        );
    }
}

#[test]
fn a_window_includes_the_whole_of_its_end() {
    let whole = day_range("2024-06-01", "2025-03-30");
    let window = |start, end| AskedWindow::between(start, end).resolve(whole, &new_york());
    let both = window(Some("2025-02"), Some("2025-04")).unwrap();
    assert_eq!(both.start(), Timestamp(civil("2025-02-01T05:00")));
    assert_eq!(both.end(), Timestamp(civil("2025-05-01T04:00")));
    assert_eq!(window(None, None), Ok(whole));
    assert_eq!(window(Some("../2024"), Some("2025-01")).unwrap().start(), whole.start());
    assert_eq!(window(Some("2025-01"), None).unwrap().end(), whole.end());
    assert_eq!(window(Some("2030"), None).unwrap().duration_ms(), 0);
    assert_eq!(window(None, Some("2020")).unwrap().duration_ms(), 0);
    assert_eq!(window(Some("2025-03"), Some("2025-02")), Err(TimeError::Reversed));
    assert_eq!(window(Some("soon"), None), Err(TimeError::NotATime("soon".into())));
    let minute = window(Some("2025-03-25T16:30Z"), Some("2025-03-25T16:30Z")).unwrap();
    assert_eq!(minute.duration_ms(), 1);
    let first = Asked::Exact(Timestamp(civil("2025-03-01T12:00")));
    let mixed = |start, end| AskedWindow { start, end }.resolve(whole, &new_york());
    let to_april = mixed(Some(first.clone()), Some("2025-03".into())).unwrap();
    assert_eq!(to_april.start(), Timestamp(civil("2025-03-01T12:00")));
    assert_eq!(to_april.end(), Timestamp(civil("2025-04-01T04:00")));
    assert_eq!(mixed(Some(first.clone()), Some(first.clone())).unwrap().duration_ms(), 0);
    assert_eq!(mixed(Some("2025-03-02".into()), Some(first)), Err(TimeError::Reversed));
}

#[test]
fn clocks_that_jump_resolve_forward_and_to_the_earlier() {
    let zone = new_york();
    assert_eq!(zone.offset_at(Timestamp(civil("2025-03-09T07:00") - 1)), -5 * 3600);
    assert_eq!(zone.offset_at(Timestamp(civil("2025-03-09T07:00"))), -4 * 3600);
    assert_eq!(zone.at(civil("2025-03-09T02:30")), Timestamp(civil("2025-03-09T07:30")));
    assert_eq!(zone.at(civil("2025-11-02T01:30")), Timestamp(civil("2025-11-02T05:30")));
    assert_eq!(zone.at(civil("2025-11-02T02:00")), Timestamp(civil("2025-11-02T07:00")));
    assert_eq!(zone.at(civil("1900-01-01T00:00")), Timestamp(civil("1900-01-01T05:00")));
    assert_eq!(zone.at(civil("2100-01-01T00:00")), Timestamp(civil("2100-01-01T05:00")));
}

#[test]
fn ranges_are_half_open() {
    assert_eq!(TimeRange::new(Timestamp(1), Timestamp(0)), None);
    let range = TimeRange::new(Timestamp(10), Timestamp(20)).unwrap();
    assert!(range.contains(Timestamp(10)) && !range.contains(Timestamp(20)));
    assert!(
        range.intersects(Timestamp(19), Timestamp(30))
            && !range.intersects(Timestamp(20), Timestamp(30))
    );
    assert!(
        range.intersects(Timestamp(0), Timestamp(10))
            && !range.intersects(Timestamp(0), Timestamp(9))
    );
}
