mod languages;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::calendar::{Label, Unit, floor};
use crate::time::{AskedWindow, CivilDate, TimeError, TimeRange, Timestamp, When, Zone};

fn languages() -> [Words; 5] {
    [
        include_str!("en.json"),
        include_str!("fr.json"),
        include_str!("es.json"),
        include_str!("de.json"),
        include_str!("ht.json"),
    ]
    .map(|json| Words::parse(json).unwrap())
}

fn en() -> Words {
    let [en, ..] = languages();
    en
}

fn fr() -> Words {
    let [_, fr, ..] = languages();
    fr
}

/// Five hours behind UTC, and four from 9 March 2025 on.
fn port_au_prince() -> Zone {
    let spring = When::parse("2025-03-09T07:00Z").unwrap().extent().earliest.ms;
    Zone::new("America/Port-au-Prince", -5 * 3600, vec![(spring, -4 * 3600)])
}

fn range(start: &str, end: &str, zone: &Zone) -> TimeRange {
    let whole = TimeRange::new(Timestamp::FIRST, Timestamp::LAST).unwrap();
    AskedWindow::between(Some(start), Some(end)).resolve(whole, zone).unwrap()
}

/// With ordinary spaces, so that the expectations can be read.
fn spaced(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn all_languages_say_the_same_things_of_the_same_values() {
    let [en, others @ ..] = languages();
    for other in others {
        let keys = |words: &Words| words.strings.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&en), keys(&other));
        for key in en.strings.keys() {
            let (text, translated) = (en.t(key), other.t(key));
            assert!(en.strings[key].is_string() && other.strings[key].is_string(), "{key}");
            assert_eq!(placeholders(text), placeholders(translated), "{key}");
            assert!(!translated.trim().is_empty(), "{key}");
        }
    }
    for words in languages() {
        for key in words.strings.keys() {
            if let Some(plural) = key.strip_suffix(".one") {
                assert!(words.strings.contains_key(&format!("{plural}.other")), "{key}");
            }
        }
    }
}

#[test]
fn a_file_that_is_no_language_says_why() {
    let error = Words::parse(r#"{"name": "English"}"#).unwrap_err().to_string();
    assert!(error.contains("lang"), "{error}");
    assert!(matches!(Words::parse("{"), Err(WordsError::NotJson(_))));
    let eleven = include_str!("en.json").replace("\"Dec\"", "12");
    assert!(matches!(Words::parse(&eleven), Err(WordsError::Member("months_short"))));
}

#[test]
fn strings_are_filled_once_and_missing_ones_show_their_key() {
    let words = en();
    assert_eq!(words.t("timeline.play"), "Play");
    assert_eq!(words.t("no.such-key"), "no.such-key");
    let value = words.with("timeline.value", &[("range", "{incidents} {"), ("incidents", "}")]);
    assert_eq!(value, "{incidents} {, }");
}

#[test]
fn plurals_follow_the_language() {
    for (n, english, french) in [
        (0, "0 incidents", "0 incident"),
        (1, "1 incident", "1 incident"),
        (5_500, "5,500 incidents", "5 500 incidents"),
    ] {
        assert_eq!(en().plural("incidents", n, &[]), english);
        assert_eq!(spaced(&fr().plural("incidents", n, &[])), french);
    }
    let counts = en().plural("counts.mapped", 8, &[("mapped", "5"), ("total", "8")]);
    assert_eq!(counts, "5 of 8 incidents on the map");
}

#[test]
fn numbers_are_grouped_and_cut_to_three_decimals() {
    for (number, english, french) in [
        (0.0, "0", "0"),
        (-0.0001, "0", "0"),
        (5_500.0, "5,500", "5 500"),
        (1_234_567.5, "1,234,567.5", "1 234 567,5"),
        (-2.0625, "−2.063", "−2,063"),
        (0.07, "0.07", "0,07"),
        (999.9999, "1,000", "1 000"),
        (2.5e20, "2.5 × 10^20", "2,5 × 10^20"),
        (f64::NAN, "–", "–"),
    ] {
        assert_eq!(en().number(number), english);
        assert_eq!(spaced(&fr().number(number)), french);
    }
    assert_eq!(spaced(&en().bytes(999)), "1 kB");
    assert_eq!(spaced(&fr().bytes(1_540_000)), "1,5 Mo");
    assert_eq!(spaced(&en().distance(400.0)), "400 m");
    assert_eq!(spaced(&en().distance(4_000.0)), "4 km");
}

#[test]
fn when_something_happened_in_words_that_say_how_sure() {
    for (text, english, french) in [
        ("2025-02-23", "23 February 2025", "23 février 2025"),
        ("2025-03-01", "1 March 2025", "1er mars 2025"),
        ("2025-03-18~", "about 18 March 2025", "vers le 18 mars 2025"),
        ("2025-03-18?", "18 March 2025 (uncertain)", "18 mars 2025 (incertain)"),
        ("2025-03-25T16:30-04:00", "25 March 2025, 16:30", "25 mars 2025 à 16 h 30"),
        ("2025-03-25T06:05", "25 March 2025, 06:05", "25 mars 2025 à 6 h 05"),
        ("2025-03-26T01:00Z", "25 March 2025, 21:00", "25 mars 2025 à 21 h 00"),
        ("2024-06", "in June 2024", "en juin 2024"),
        ("2024-06~", "about June 2024", "vers juin 2024"),
        ("2019~", "about 2019", "vers 2019"),
        ("2024", "in 2024", "en 2024"),
        ("-0043", "in 44 BC", "en 44 av. J.-C."),
        ("2025-02-XX", "in February 2025", "en février 2025"),
        ("2025-XX-XX", "in 2025", "en 2025"),
        (
            "[2025-03-24..2025-03-30]",
            "some day between 24 and 30 March 2025",
            "un jour entre le 24 et le 30 mars 2025",
        ),
        (
            "[2025-02-28..2025-03-01]",
            "28 February or 1 March 2025",
            "le 28 février ou le 1er mars 2025",
        ),
        (
            "[2024-12-31..2025-01-01]",
            "31 December 2024 or 1 January 2025",
            "le 31 décembre 2024 ou le 1er janvier 2025",
        ),
        (
            "2025-33",
            "some time between January and March 2025",
            "à un moment entre janvier et mars 2025",
        ),
        (
            "[2025-03-25T22:00..2025-03-26T04:00]",
            "some time between 25 March 2025, 22:00 and 26 March 2025, 04:00",
            "à un moment entre le 25 mars 2025 à 22 h 00 et le 26 mars 2025 à 4 h 00",
        ),
        (
            "[2025-03-25T22:00~..2025-03-25T23:00]",
            "25 March 2025, some time between 22:00 and 23:00, approximately",
            "25 mars 2025, à un moment entre 22 h 00 et 23 h 00, approximativement",
        ),
        (
            "2025-03-25T16:30-04:00?",
            "25 March 2025, 16:30 (uncertain)",
            "25 mars 2025 à 16 h 30 (incertain)",
        ),
        ("156X", "some time between 1560 and 1569", "à un moment entre 1560 et 1569"),
        ("2024-05-03/2024-05-05", "from 3 to 5 May 2024", "du 3 au 5 mai 2024"),
        ("2024-05-31/2024-06-01", "from 31 May to 1 June 2024", "du 31 mai au 1er juin 2024"),
        ("2024-04/2024-08", "from April to August 2024", "d’avril à août 2024"),
        ("2024-05-03/2024-06", "from 3 May 2024 to June 2024", "du 3 mai 2024 à juin 2024"),
        ("2024-05-03/2024-05-03", "3 May 2024", "3 mai 2024"),
        (
            "2024-05-03~/2024-05-05",
            "from 3 to 5 May 2024, approximately",
            "du 3 au 5 mai 2024, approximativement",
        ),
        (
            "2025-03-25T16:30/2025-03-25T18:00",
            "25 March 2025, 16:30 to 18:00",
            "25 mars 2025, de 16 h 30 à 18 h 00",
        ),
        (
            "2025-03-25T16:30/2025-03-26T18:00",
            "from 25 March 2025, 16:30 to 26 March 2025, 18:00",
            "du 25 mars 2025 à 16 h 30 au 26 mars 2025 à 18 h 00",
        ),
        ("../2024-05-05", "until 5 May 2024", "jusqu’au 5 mai 2024"),
        ("2024-05-05/..", "since 5 May 2024", "depuis le 5 mai 2024"),
        ("2019/", "since 2019", "depuis 2019"),
        ("[..2024-05-05]", "5 May 2024 or before", "5 mai 2024 ou avant"),
        ("[2024-05..]", "May 2024 or after", "mai 2024 ou après"),
        (
            "{2025-03-24,2025-03-26}",
            "on several days between 24 and 26 March 2025",
            "plusieurs jours entre le 24 et le 26 mars 2025",
        ),
        ("{2025-03-24}", "24 March 2025", "24 mars 2025"),
    ] {
        let when = When::parse(text).unwrap();
        let zone = port_au_prince();
        assert_eq!(en().when_phrase(&when, &zone, &zone), english, "{text}");
        assert_eq!(spaced(&fr().when_phrase(&when, &zone, &zone)), french, "{text}");
    }
    let about = When::parse("2025-03-25T16:30-04:00").unwrap().approximately();
    let zone = port_au_prince();
    assert_eq!(en().when_phrase(&about, &zone, &zone), "25 March 2025, about 16:30");
    assert_eq!(spaced(&fr().when_phrase(&about, &zone, &zone)), "25 mars 2025 vers 16 h 30");
}

#[test]
fn a_date_is_the_same_to_everyone_and_a_time_is_that_of_the_display() {
    let words = en();
    let (haiti, utc) = (port_au_prince(), Zone::utc());
    let phrase =
        |text: &str, feed, display| words.when_phrase(&When::parse(text).unwrap(), feed, display);
    assert_eq!(phrase("2025-03-25", &haiti, &utc), "25 March 2025");
    assert_eq!(phrase("2025-03-25T22:30", &haiti, &utc), "26 March 2025, 02:30");
    assert_eq!(phrase("2025-03-25T22:30", &haiti, &haiti), "25 March 2025, 22:30");
    assert_eq!(phrase("2025-03-25T22:30Z", &haiti, &utc), "25 March 2025, 22:30");
}

#[test]
fn when_in_short() {
    for (text, english, french) in [
        ("2025-03-25", "25 Mar 2025", "25 mars 2025"),
        ("2025-03-25T16:30", "25 Mar 2025, 16:30", "25 mars 2025 à 16 h 30"),
        ("2024-06", "Jun 2024", "juin 2024"),
        ("2019~", "c. 2019", "v. 2019"),
        ("[2025-03-24..2025-03-30]", "24–30 Mar 2025", "24–30 mars 2025"),
        (
            "[2025-03-25T22:00..2025-03-25T23:00]",
            "25 Mar 2025, 22:00 – 23:00",
            "25 mars 2025 à 22 h 00 – 23 h 00",
        ),
        ("2025-02-28/2025-03-03", "28 Feb – 3 Mar 2025", "28 févr. – 3 mars 2025"),
        ("2024-04/2024-08", "Apr–Aug 2024", "avr.–août 2024"),
        ("156X", "1560–1569", "1560–1569"),
        (
            "2025-03-25T16:30/2025-03-25T18:00",
            "25 Mar 2025, 16:30 – 18:00",
            "25 mars 2025 à 16 h 30 – 18 h 00",
        ),
        ("../2024-05-05", "until 5 May 2024", "jusqu’au 5 mai 2024"),
        ("2024-04/..", "since Apr 2024", "depuis avr. 2024"),
        ("[..2024-05-05]", "5 May 2024 or before", "5 mai 2024 ou avant"),
    ] {
        let when = When::parse(text).unwrap();
        let zone = port_au_prince();
        assert_eq!(en().when_short(&when, &zone, &zone), english, "{text}");
        assert_eq!(spaced(&fr().when_short(&when, &zone, &zone)), french, "{text}");
    }
}

#[test]
fn a_window_names_its_last_day() {
    let zone = port_au_prince();
    for (start, end, english, french) in [
        ("2025-03-18", "2025-03-25", "18 March to 25 March 2025", "du 18 mars au 25 mars 2025"),
        ("2025-03-18", "2025-03-18", "18 March 2025", "18 mars 2025"),
        ("2025-03-09", "2025-03-09", "9 March 2025", "9 mars 2025"),
        ("2024-06", "2025-03", "1 June 2024 to 31 March 2025", "du 1er juin 2024 au 31 mars 2025"),
    ] {
        let range = range(start, end, &zone);
        assert_eq!(en().range_phrase(range, &zone), english);
        assert_eq!(fr().range_phrase(range, &zone), french);
    }
    let timed = |start: &str, end: &str| {
        let at = |text: &str| When::parse(text).unwrap().extent().resolve(&zone).earliest;
        en().range_phrase(TimeRange::new(at(start), at(end)).unwrap(), &zone)
    };
    assert_eq!(timed("2025-03-25T06:00", "2025-03-25T12:00"), "25 March 2025, 06:00 to 12:00");
    assert_eq!(
        timed("2025-03-25T06:00:30", "2025-03-25T06:01"),
        "25 March 2025, 06:00:30 to 06:01:00"
    );
    assert_eq!(
        timed("2025-03-25", "2025-03-26T12:00"),
        "25 March 2025, 00:00 to 26 March 2025, 12:00"
    );
    assert_eq!(timed("2025-03-25", "2025-03-25"), "25 March 2025, 00:00 to 00:00");
    let ends = en().range_ends(range("2025-03-18", "2025-03-25", &zone), &zone, Length::Short);
    assert_eq!(ends, ("18 Mar 2025".to_owned(), "25 Mar 2025".to_owned()));
}

#[test]
fn ticks_and_days_have_names() {
    let date = CivilDate { year: 2025, month: 3, day: 18 };
    for (label, english, french) in [
        (Label::Year(2025), "2025", "2025"),
        (Label::MonthOfYear(date), "Mar 2025", "mars 2025"),
        (Label::Month(2), "Feb", "févr."),
        (Label::Date(date), "18 Mar 2025", "18 mars 2025"),
        (Label::Day(1), "1", "1"),
        (Label::Clock(6 * 3_600_000), "06:00", "6 h 00"),
        (Label::ClockWithSeconds(15_000), "00:00:15", "0 h 00 min 15 s"),
    ] {
        assert_eq!(en().tick(label), english);
        assert_eq!(spaced(&fr().tick(label)), french);
    }
}

#[test]
fn dates_can_be_typed_as_they_are_read() {
    for (typed, expected) in [
        ("18 March 2025", "2025-03-18"),
        ("18 mar 2025", "2025-03-18"),
        ("March 18, 2025", "2025-03-18"),
        ("  MARCH 2025 ", "2025-03"),
        ("18/3/2025", "2025-03-18"),
        ("18.03.2025", "2025-03-18"),
        ("2025", "2025"),
        ("2025-03-18", "2025-03-18"),
        ("2025-03/2025-04", "2025-03/2025-04"),
        ("18 March 2025, 6:05", "2025-03-18T06:05"),
    ] {
        assert_eq!(en().parse_typed(typed), When::parse(expected), "{typed}");
    }
    for (typed, expected) in [
        ("1er aout 2025", "2025-08-01"),
        ("3 févr. 2025", "2025-02-03"),
        ("18 MARS 2025 à 16h30", "2025-03-18T16:30"),
    ] {
        assert_eq!(fr().parse_typed(typed), When::parse(expected), "{typed}");
    }
    for wrong in [
        "",
        "soon",
        "18 ma 2025",
        "18 March",
        "30 February 2025",
        "18 March April 2025",
        "13/2025",
        "March 2025 6:05",
    ] {
        assert!(matches!(en().parse_typed(wrong), Err(TimeError::NotATime(_))), "{wrong}");
    }
}

proptest! {
    #[test]
    fn every_date_can_be_typed_as_it_is_shown(
        ms in -59_000_000_000_000i64..200_000_000_000_000, seconds in 0..60_i64, zone in crate::time::properties::zones(),
    ) {
        let at = floor(Timestamp(ms), Unit::Minutes(1), &zone);
        for words in languages() {
            for length in [Length::Long, Length::Short] {
                let day = words.parse_typed(&words.day(at, &zone, length)).unwrap().extent().earliest;
                prop_assert_eq!(day.ms, CivilDate::from_ms(zone.local(at)).start_ms());
                for (has_seconds, unit_ms) in [(false, 60_000), (true, 1000)] {
                    let ms = zone.local(Timestamp(at.0 + seconds * 1000));
                    let shown = words.civil_moment(ms, has_seconds, length);
                    let moment = words.parse_typed(&shown).unwrap().extent().earliest;
                    prop_assert_eq!(moment.ms, ms.div_euclid(unit_ms) * unit_ms);
                }
            }
        }
    }

    #[test]
    fn no_time_and_no_text_makes_it_panic(
        text in crate::time::properties::nearly_times(), start in any::<i64>(), end in any::<i64>(), number in any::<f64>(),
        zone in crate::time::properties::zones(),
    ) {
        for words in languages() {
            if let Ok(when) = words.parse_typed(&text) {
                for phrase in [words.when_phrase(&when, &zone, &zone), words.when_short(&when, &zone, &zone)] {
                    prop_assert!(!phrase.contains("when.") && !phrase.contains('{'), "{}", phrase);
                }
            }
            if let Some(range) = TimeRange::new(Timestamp(start), Timestamp(end)) {
                let phrase = words.range_phrase(range, &zone);
                prop_assert!(!phrase.contains('{'), "{}", phrase);
                let _ = words.range_ends(range, &zone, Length::Short);
            }
            let _ = words.number(number);
            let _ = words.distance(number);
            let _ = fill(&text, &[("n", "1")]);
        }
    }

    #[test]
    fn numbers_group_as_digits_counted_from_the_right(n in any::<u64>()) {
        let text = en().integer(n);
        prop_assert_eq!(text.replace(',', ""), n.to_string());
        let groups: Vec<&str> = text.split(',').collect();
        prop_assert!(groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len()));
    }
}
