//! Languages of which few phrases are asked for: how they write dates.

use super::*;

#[test]
fn other_languages_write_dates_in_their_own_way() {
    let zone = Zone::utc();
    let [.., es, de, _] = languages();
    for (text, spanish, german) in [
        ("2025-03-25", "25 de marzo de 2025", "25. März 2025"),
        ("2025-03", "en marzo de 2025", "März 2025"),
        ("2025-03-01~", "hacia el 1 de marzo de 2025", "um den 1. März 2025"),
        (
            "[2025-03-24..2025-03-30]",
            "algún día entre el 24 y el 30 de marzo de 2025",
            "an einem Tag zwischen dem 24. und dem 30. März 2025",
        ),
        (
            "2024-05-28/2024-06-03",
            "del 28 de mayo al 3 de junio de 2024",
            "vom 28. Mai bis zum 3. Juni 2024",
        ),
        ("2019/..", "desde 2019", "seit 2019"),
        ("2025-03-25T16:30Z", "25 de marzo de 2025, 16:30", "25. März 2025, 16:30 Uhr"),
    ] {
        let when = When::parse(text).unwrap();
        assert_eq!(es.when_phrase(&when, &zone, &zone), spanish, "{text}");
        assert_eq!(de.when_phrase(&when, &zone, &zone), german, "{text}");
    }
    for (text, spanish, german) in [
        ("2025-03-25", "25 mar 2025", "25. März 2025"),
        ("[2025-03-24..2025-03-30]", "24–30 mar 2025", "24.–30. März 2025"),
        ("[2025-02-23..2025-02-24]", "23 o 24 feb 2025", "23. oder 24. Feb. 2025"),
        ("2025-03-25T16:30Z", "25 mar 2025, 16:30", "25. März 2025, 16:30"),
        ("2024-06", "jun 2024", "Juni 2024"),
    ] {
        let when = When::parse(text).unwrap();
        assert_eq!(es.when_short(&when, &zone, &zone), spanish, "{text}");
        assert_eq!(de.when_short(&when, &zone, &zone), german, "{text}");
    }
    for (words, typed) in
        [(&es, "18 DE MARZO DE 2025"), (&es, "18 mar 2025"), (&de, "18. März 2025")]
    {
        assert_eq!(words.parse_typed(typed), When::parse("2025-03-18"), "{typed}");
    }
    let moment = When::parse("2025-03-18T16:30:00");
    assert_eq!(de.parse_typed("18. März 2025, 16:30 Uhr"), moment);
}

#[test]
fn creole_has_no_plural_and_writes_dates_without_little_words() {
    let zone = Zone::utc();
    let [.., ht] = languages();
    for (text, long, short) in [
        ("2025-03-01", "1ye mas 2025", "1ye mas 2025"),
        ("2025-04", "an avril 2025", "avr. 2025"),
        ("[2025-02-23..2025-02-24]", "23 oswa 24 fevriye 2025", "23 oswa 24 fevr. 2025"),
        ("[2025-03-24..2025-03-30]", "yon jou ant 24 ak 30 mas 2025", "24–30 mas 2025"),
        ("2024-05-28/2024-06-03", "soti 28 me rive 3 jen 2024", "28 me – 3 jen 2024"),
    ] {
        let when = When::parse(text).unwrap();
        assert_eq!(ht.when_phrase(&when, &zone, &zone), long, "{text}");
        assert_eq!(ht.when_short(&when, &zone, &zone), short, "{text}");
    }
    assert_eq!(ht.plural("incidents", 1, &[]), "1 ensidan");
    assert_eq!(spaced(&ht.number(5_500.5)), "5 500,5");
}
