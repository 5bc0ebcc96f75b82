//! What the reports say of the same thing, side by side.

use super::plain_name;
use crate::incident::{Bound, Claim, Comparison, Report, SameVoice, ValueType, same_voices};
use crate::state::State;
use crate::time::When;
use crate::view::markup::{Markup, VALUE};

/// What the reports say of each thing in which they differ, or don't, under a heading: each value once, with the
/// quotations that give it.
pub(super) fn facts(
    m: &mut Markup,
    state: &State,
    (heading, title): (&'static str, &str),
    (comparisons, reports): (&[Comparison], &[Report]),
    differ: bool,
) {
    if !comparisons.iter().any(|comparison| comparison.differ == differ) {
        return;
    }
    m.leaf(heading, title);
    m.open("dl.panel-facts");
    for comparison in comparisons.iter().filter(|comparison| comparison.differ == differ) {
        let label = comparison.label.as_ref().map(|label| label.get(&state.settings.lang));
        let kind = state.feed.collection().claim(&comparison.key).and_then(|kind| kind.value_type);
        m.open("div");
        m.leaf("dt", &label.map_or_else(|| plain_name(&comparison.key), str::to_owned));
        for value in &comparison.values {
            m.open("dd.panel-value");
            m.leaf("span", &claim(state, &value.value, kind));
            cites(m, state, &value.by, reports);
            m.close();
        }
        if differ && !comparison.silent.is_empty() {
            let names = comparison.silent.iter().map(|key| source_name(state, key));
            let names = names.collect::<Vec<_>>().join(state.words.t("join.clauses"));
            m.leaf("dd.panel-quiet", &state.words.with("panel.silent", &[("sources", &names)]));
        }
        m.close();
    }
    m.close();
}

/// The ways to quotations, by the reports' indices; each is called by the number under which it is quoted.
pub(super) fn cites(m: &mut Markup, state: &State, by: &[usize], reports: &[Report]) {
    m.open("span.panel-cites");
    for &index in by {
        m.open("button.panel-cite[type=button][data-action=cite]");
        m.number(VALUE, index as i64 + 1);
        if let Some(report) = reports.get(index) {
            m.name(&quotation_name(state, index, report));
        }
        m.text(&(index + 1).to_string());
        m.close();
    }
    m.close();
}

/// What a reference to a quotation is called.
pub(super) fn quotation_name(state: &State, index: usize, report: &Report) -> String {
    let name = source_name(state, &report.source);
    let values = [("n", &*state.words.number((index + 1) as f64)), ("source", &name)];
    state.words.with("panel.quotation", &values)
}

/// A value in words; a time as a date is spoken of, a number with what bounds it.
pub(super) fn claim(state: &State, claim: &Claim, value_type: Option<ValueType>) -> String {
    let words = &state.words;
    match claim {
        Claim::Withheld => words.t("panel.withheld").to_owned(),
        Claim::Text(text) if value_type == Some(ValueType::Time) => {
            let phrase =
                |when: &When| words.when_phrase(when, &state.time.zone, state.time.shown_zone());
            When::parse(text.trim()).as_ref().map_or_else(|_| text.clone(), phrase)
        }
        Claim::Text(text) | Claim::Number { text: Some(text), .. } => text.clone(),
        Claim::Number { value, bound, text: None } => {
            let value = words.number(*value);
            match bound {
                Bound::Exact => value,
                Bound::Over => words.with("panel.over", &[("value", &value)]),
                Bound::Under => words.with("panel.under", &[("value", &value)]),
                Bound::About => words.with("panel.about", &[("value", &value)]),
            }
        }
    }
}

/// The voices that several sources quote, each with all of its quotations.
pub(super) fn voices(m: &mut Markup, state: &State, reports: &[Report]) {
    for SameVoice { said_by, by } in &same_voices(reports) {
        m.open("p.panel-voice");
        cites(m, state, by, reports);
        m.leaf("span", &state.words.with("panel.same-voice", &[("who", said_by)]));
        m.close();
    }
}

/// What a source is called.
#[must_use]
pub fn source_name(state: &State, key: &str) -> String {
    let source = state.feed.collection().source(key);
    let name =
        source.and_then(|source| source.name.as_ref()).map(|name| name.get(&state.settings.lang));
    match name.filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None if key.is_empty() => state.words.t("panel.no-source").to_owned(),
        None => plain_name(key),
    }
}

/// The language of a report's excerpt: its own, else that of its source.
pub(super) fn excerpt_lang<'a>(state: &'a State, report: &'a Report) -> Option<&'a str> {
    let of_source = || state.feed.collection().source(&report.source)?.lang.as_deref();
    report.lang.as_deref().or_else(of_source)
}
