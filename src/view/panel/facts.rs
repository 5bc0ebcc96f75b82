//! What the reports say of the same thing, side by side.

use super::plain_name;
use crate::incident::{Bound, Claim, Collection, Comparison, Report, ValueType};
use crate::state::State;
use crate::time::When;

/// What the reports say of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct FactView {
    /// What it is about.
    pub label: String,
    /// What they say of it, each once.
    pub values: Vec<ValueView>,
}

/// What some of the reports say.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueView {
    /// The value.
    pub text: String,
    /// The numbers of the quotations that give it.
    pub by: Vec<usize>,
}

/// Quotations of several sources that come from one mouth.
#[derive(Clone, Debug, PartialEq)]
pub struct VoiceView {
    /// Their numbers.
    pub by: Vec<usize>,
    /// What they have in common, in words that follow the numbers.
    pub text: String,
}

/// The number by which a report is quoted.
pub(super) fn number(report: &usize) -> usize {
    report + 1
}

pub(super) fn fact(state: &State, collection: &Collection, comparison: &Comparison) -> FactView {
    let label = comparison.label.as_ref().map(|label| label.get(&state.settings.lang).to_owned());
    let value_type = collection.claim(&comparison.key).and_then(|kind| kind.value_type);
    let value = |value: &crate::incident::ComparedValue| ValueView {
        text: claim(state, &value.value, value_type),
        by: value.by.iter().map(number).collect(),
    };
    FactView {
        label: label.unwrap_or_else(|| plain_name(&comparison.key)),
        values: comparison.values.iter().map(value).collect(),
    }
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

/// The voices that several sources quote, each with all of its quotations that claim something.
pub(super) fn voices(state: &State, comparisons: &[Comparison]) -> Vec<VoiceView> {
    let mut voices: Vec<(&str, Vec<usize>)> = Vec::new();
    for voice in comparisons.iter().flat_map(|comparison| &comparison.same_voice) {
        let by = voice.by.iter().map(number);
        match voices.iter_mut().find(|(known, _)| *known == voice.said_by) {
            Some((_, known)) => known.extend(by),
            None => voices.push((&voice.said_by, by.collect())),
        }
    }
    let view = |(said_by, mut by): (&str, Vec<usize>)| {
        by.sort_unstable();
        by.dedup();
        VoiceView { by, text: state.words.with("panel.same-voice", &[("who", said_by)]) }
    };
    voices.into_iter().map(view).collect()
}

/// What a source is called.
pub(super) fn source_name(state: &State, key: &str) -> String {
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
pub(super) fn excerpt_lang(state: &State, report: &Report) -> Option<String> {
    let of_source = || state.feed.collection().source(&report.source)?.lang.clone();
    report.lang.clone().or_else(of_source)
}
