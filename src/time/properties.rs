use proptest::prelude::*;

use super::tests::civil;
use super::*;

/// A zone with up to six changes, each at least a month after the last.
pub(crate) fn zones() -> impl Strategy<Value = Zone> {
    let change = (30i64..400, 0i64..1440, -56i32..=56);
    (-56i32..=56, proptest::collection::vec(change, 0..6)).prop_map(|(first, changes)| {
        let mut at = civil("2023-01-01T00:00");
        let transitions = changes.into_iter().map(|(days, minutes, quarters)| {
            at += days * DAY_MS + minutes * 60_000;
            (at, quarters * 900)
        });
        Zone::new("Test/Zone", first * 900, transitions.collect())
    })
}

/// Text that is nearly a time, so that chance finds the corners.
pub(crate) fn nearly_times() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC*",
        "[-0-9XYES?~%TZ:+./,{}\\[\\] ]{0,24}",
        "-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?(/(\\.\\.)?[0-9]{4})?",
        "Y-?[0-9]{1,19}(E[0-9]{1,6})?(S[0-9]{1,3})?",
    ]
}

/// Dates of level 0 to 2 whose days can be listed.
fn enumerable() -> impl Strategy<Value = String> {
    let date =
        "20(2[0-9]|X[0-9]|2X)(-(0[1-9]|1[0-2]|XX|1X)(-(0[1-9]|1[0-9]|2[0-8]|2X|X1|XX))?)?[?~%]?";
    prop_oneof![
        date,
        proptest::collection::vec(date, 1..4).prop_map(|dates| format!("[{}]", dates.join(",")))
    ]
}

/// Every day that the expression can mean, listed one after the other.
fn all_days(text: &str) -> Vec<i64> {
    let mut days = Vec::new();
    for value in edtf_core::Edtf::parse(text).unwrap().values().unwrap() {
        let text = value.to_string();
        let plain = text.trim_end_matches(['?', '~', '%']);
        let (from, until) = match plain.len() {
            4 => (format!("{plain}-01-01"), format!("{plain}-12-31")),
            7 => {
                let first: jiff::civil::Date = format!("{plain}-01").parse().unwrap();
                (first.to_string(), first.last_of_month().to_string())
            }
            _ => (plain.to_owned(), plain.to_owned()),
        };
        let mut day = civil(&from);
        while day <= civil(&until) {
            days.push(day);
            day += DAY_MS;
        }
    }
    days
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in nearly_times(), zone in zones()) {
        if let Ok(when) = When::parse(&text) {
            let extent = when.extent().resolve(&zone);
            prop_assert!(extent.earliest <= extent.latest);
            for end in [extent.earliest, extent.latest] {
                prop_assert!(end.is_open() || (Timestamp::FIRST..=Timestamp::LAST).contains(&end));
            }
            if let Some((begun, ending)) = extent.sure {
                prop_assert!(extent.earliest <= begun && begun <= ending && ending <= extent.latest);
            }
        }
    }

    #[test]
    fn a_date_spans_the_days_it_lists(text in enumerable()) {
        let days = all_days(&text);
        let extent = When::parse(&text).unwrap().extent().resolve(&Zone::utc());
        prop_assert_eq!(Some(&extent.earliest.0), days.iter().min());
        prop_assert_eq!(Some(extent.latest.0 + 1 - DAY_MS), days.iter().max().copied());
    }

    #[test]
    fn in_a_window_means_that_some_day_of_it_is(
        first in 19_000i64..19_200, days in 0i64..60, from in 19_000i64..19_200, length in 0i64..60,
    ) {
        let span = |day: i64| CivilDate::from_days(day);
        let text = |day: i64| {
            let CivilDate { year, month, day } = span(day);
            format!("{year:04}-{month:02}-{day:02}")
        };
        let when = When::parse(&format!("[{}..{}]", text(first), text(first + days))).unwrap();
        let extent = when.extent().resolve(&Zone::utc());
        let range = TimeRange::new(Timestamp(from * DAY_MS), Timestamp((from + length) * DAY_MS)).unwrap();
        let inside = |day: &i64| (from..from + length).contains(day);
        if length > 0 {
            prop_assert_eq!(extent.may_lie_in(range), (first..=first + days).any(|day| inside(&day)));
        }
        prop_assert_eq!(extent.surely_in(range), (first..=first + days).all(|day| inside(&day)));
    }

    #[test]
    fn a_clock_reading_comes_back(zone in zones(), at in 1_600_000_000_000i64..1_900_000_000_000) {
        let civil_ms = zone.local(Timestamp(at));
        let back = zone.at(civil_ms);
        // Where the clock shows it twice, the earlier of the two; it is never one that the clock skips.
        prop_assert_eq!(zone.local(back), civil_ms);
        prop_assert!(back.0 <= at);
        let earlier = (at - 29 * 3_600_000..at).step_by(900_000).find(|&t| zone.local(Timestamp(t)) == civil_ms);
        if at % 900_000 == 0 {
            prop_assert_eq!(back.0, earlier.unwrap_or(at));
        }
    }

    #[test]
    fn the_calendar_is_the_one_of_jiff(days in -4_371_587i64..=2_932_896) {
        let mine = CivilDate::from_days(days);
        let epoch = jiff::civil::date(1970, 1, 1);
        let theirs = epoch.checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(mine.year, i64::from(theirs.year()));
        prop_assert_eq!((mine.month as i8, mine.day as i8), (theirs.month(), theirs.day()));
        prop_assert_eq!(mine.days_in_month() as i8, theirs.days_in_month());
        prop_assert_eq!(mine.days(), days);
    }

    #[test]
    fn date_times_read_as_jiff_reads_them(
        text in "20[0-9]{2}-(0[1-9]|1[0-2])-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|z|[-+](0[0-9]|1[0-4]):?[0-5][0-9])",
    ) {
        let theirs: Result<jiff::Timestamp, _> = text.parse();
        let mine = When::parse(&text).ok().map(|when| when.extent().earliest.ms);
        prop_assert_eq!(mine, theirs.ok().map(|at| at.as_nanosecond().div_euclid(1_000_000) as i64));
    }
}
