#![allow(clippy::unwrap_used)]

use super::*;
use crate::time::Zone;

fn text(value: &str) -> Claim {
    Claim::Text(value.to_owned())
}

fn number(value: f64, bound: Bound) -> Claim {
    Claim::Number { value, bound, text: None }
}

fn report(source: &str, claim: Claim) -> Report {
    Report {
        source: source.to_owned(),
        claims: vec![("it".to_owned(), claim)],
        ..Report::default()
    }
}

fn comparison(reports: Vec<Report>, value_type: Option<ValueType>) -> Comparison {
    let kind = ClaimKind { label: None, value_type };
    let collection = Collection { claims: vec![("it".to_owned(), kind)], ..Collection::default() };
    let incident = Incident { reports, ..Incident::default() };
    compare(&incident, &collection, &haiti()).remove(0)
}

/// Four hours behind, as in March.
fn haiti() -> Zone {
    Zone::new("America/Port-au-Prince", -4 * 3600, Vec::new())
}

fn agree(a: Claim, b: Claim) -> bool {
    let compared = comparison(vec![report("a", a), report("b", b)], None);
    assert_eq!(compared.differ, compared.values.len() > 1);
    !compared.differ
}

#[test]
fn a_label_is_read_in_the_nearest_language() {
    let texts = [("fr", "mort"), ("en", "death"), ("pt-BR", "morte")];
    let label = Label::ByLanguage(texts.map(|(tag, text)| (tag.into(), text.into())).into());
    assert_eq!(label.get("fr-HT"), "mort");
    assert_eq!(label.get("PT-br"), "morte");
    assert_eq!(label.get("pt"), "morte");
    assert_eq!(label.get("ht"), "death");
    assert_eq!(Label::Plain("death".into()).get("fr"), "death");
}

#[test]
fn the_same_differently_written_is_no_disagreement() {
    assert!(agree(text("5,500"), number(5500.0, Bound::Exact)));
    assert!(agree(text("more than 5,500"), number(5500.0, Bound::Over)));
    assert!(agree(text("over 5 500"), text("More than 5\u{202f}500")));
    assert!(agree(text("Pont-Sondé"), text(" pont  sonde.")));
    assert!(agree(text("ÉCOLE “ŠIAULIAI” ЖИЗНЬ ΩΜ"), text("école šiauliai жизнь ωμ")));
    assert!(!agree(text("Żółw ²×"), text("żołnierz ²×")));
}

#[test]
fn other_values_are_a_disagreement() {
    assert!(!agree(number(5500.0, Bound::Over), number(5600.0, Bound::Over)));
    assert!(!agree(number(5500.0, Bound::Over), number(5500.0, Bound::Exact)));
    assert!(!agree(text("Samuel Kitwai"), text("Samuel Tompoi Kaetuai")));
    assert!(!agree(text("1,55"), text("155")));
    assert!(!agree(text("missing"), text("believed to be dead")));
}

#[test]
fn a_day_is_refined_by_its_hour_and_a_month_by_its_day() {
    let reports = || {
        vec![
            report("month", text("2025-03")),
            report("day", text("2025-03-25")),
            // Past midnight in UTC, but not in Haiti.
            report("hour", text("2025-03-26T02:00:00Z")),
        ]
    };
    let compared = comparison(reports(), Some(ValueType::Time));
    assert!(!compared.differ);

    let other_day = report("other", text("2025-03-24"));
    assert!(comparison([reports(), vec![other_day]].concat(), Some(ValueType::Time)).differ);
}

#[test]
fn a_week_that_it_lasted_does_not_contain_a_day() {
    let reports = vec![report("a", text("2025-03-24/2025-03-30")), report("b", text("2025-03-25"))];
    assert!(comparison(reports, Some(ValueType::Time)).differ);
}

#[test]
fn agreement_is_counted_by_source() {
    let reports = vec![
        report("a", text("26")),
        report("a", number(26.0, Bound::Exact)),
        report("b", text("26")),
        Report { source: "c".into(), ..Report::default() },
        Report { source: "c".into(), ..Report::default() },
    ];
    let compared = comparison(reports, None);
    assert_eq!(compared.values.len(), 1);
    assert_eq!(compared.values[0].by, [0, 1, 2]);
    assert_eq!(compared.values[0].sources, ["a", "b"]);
    assert_eq!(compared.silent, ["c"]);
}

#[test]
fn what_is_withheld_is_shown_and_contradicts_nobody() {
    let compared =
        comparison(vec![report("a", text("Kitwai")), report("b", Claim::Withheld)], None);
    assert_eq!(compared.values.len(), 2);
    assert!(!compared.differ && compared.silent.is_empty());
}

#[test]
fn two_sources_that_quote_the_same_are_one_voice() {
    let quoting = |source: &str, said_by: &str| Report {
        source: source.to_owned(),
        said_by: Some(said_by.to_owned()),
        ..Report::default()
    };
    let reports = vec![
        quoting("a", "the mission"),
        quoting("b", "The  mission"),
        quoting("c", "a witness"),
        quoting("c", "a witness"),
    ];
    // Whatever they claim, or don't.
    assert_eq!(
        same_voices(&reports),
        [SameVoice { said_by: "the mission".into(), by: vec![0, 1] }]
    );
}

#[test]
fn figures_are_compared_like_claims() {
    let value = |source: &str, claim| Report {
        source: source.into(),
        claims: vec![(FIGURE.into(), claim)],
        ..Report::default()
    };
    let figure = Figure {
        label: Label::Plain("Killed in 2024".into()),
        reports: vec![
            value("0", number(5500.0, Bound::Over)),
            value("1", text("more than 5,500")),
            value("2", number(5600.0, Bound::Over)),
        ],
    };
    let compared = compare_figure(&figure, &haiti());
    assert!(compared.differ);
    assert_eq!(compared.values[0].sources, ["0", "1"]);
    assert_eq!(compared.values[1].sources, ["2"]);
}
