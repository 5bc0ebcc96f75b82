//! One incident: what, when and where, and who says so.

use super::facts::{FactView, VoiceView, excerpt_lang, fact, number, source_name, voices};
use super::related::{RelatedView, related};
use super::{
    CategoryMark, Section, Sharpness, category_mark, place_name, plain_name, styles, title, when,
};
use crate::incident::{Comparison, Incident, Label, Media, Report, ValueType, compare};
use crate::state::State;
use crate::time::DAY_MS;

/// An incident as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncidentView {
    /// Its row; `None` until it has been found in the feed.
    pub row: Option<u32>,
    /// What, when and where.
    pub head: HeadView,
    /// What it says; `None` until it has been read back.
    pub text: Option<TextView>,
    /// Other incidents that it has to do with.
    pub related: Option<Section<RelatedView>>,
}

/// What, when and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeadView {
    /// The symbol of its category.
    pub mark: Option<CategoryMark>,
    /// When it happened, in short.
    pub day: Option<String>,
    /// What it is called; `None` until it has been read back.
    pub title: Option<String>,
    /// When and where: what it is called, and what is known of it.
    pub facts: Vec<(String, String)>,
    /// That it lies outside of the window, or may.
    pub outside: Option<String>,
}

/// What an incident says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextView {
    /// What happened.
    pub summary: Option<String>,
    /// The way to where reports differ.
    pub differ_on: Option<String>,
    /// What each source writes.
    pub reported: Option<Section<SourceView>>,
    /// Where they differ.
    pub differ: Option<Section<FactView>>,
    /// Where they don't.
    pub agree: Option<Section<FactView>>,
    /// Who is quoted by several.
    pub voices: Vec<VoiceView>,
    /// What the editor adds or infers, a paragraph each.
    pub notes: Option<Section<String>>,
    /// Pictures.
    pub media: Vec<MediaView>,
    /// What else the feed says.
    pub properties: Vec<PropertyView>,
    /// Where to read on.
    pub link: Option<LinkView>,
}

/// Quotations of one source that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceView {
    /// What it is called.
    pub name: String,
    /// Who wrote it, and when it was published.
    pub details: Vec<String>,
    /// Where it can be read.
    pub link: Option<LinkView>,
    /// What it writes.
    pub quotations: Vec<QuotationView>,
}

/// What a source writes.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotationView {
    /// The number by which it is referred to, from 1.
    pub number: usize,
    /// What a reference to it is called.
    pub label: String,
    /// The source's own words; empty where there are none.
    pub excerpt: String,
    /// Their language.
    pub lang: Option<String>,
    /// Whom the source quotes.
    pub quoting: Option<String>,
    /// Where it can be read.
    pub link: Option<LinkView>,
}

/// A way out of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkView {
    /// What it is called.
    pub text: String,
    /// Where it leads: `http` or `https`.
    pub url: String,
    /// That it opens elsewhere.
    pub hint: String,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaView {
    /// Where it is.
    pub url: String,
    /// What is to be seen.
    pub alt: String,
    /// Whose it is.
    pub credit: Option<String>,
    /// The button that uncovers it, where it is covered.
    pub cover: Option<String>,
}

/// A property of the feed that has no place of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyView {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it leads, if it is a link.
    pub link: Option<LinkView>,
}

/// The incident that is open.
pub(super) fn incident(state: &State) -> IncidentView {
    let Some(row) = state.selected_row() else { return IncidentView::default() };
    let incident = state.texts.get(row);
    let comparisons = incident
        .map(|incident| compare(incident, state.feed.collection(), &state.time.zone))
        .unwrap_or_default();
    IncidentView {
        row: Some(row),
        head: head(state, row, incident.map(AsRef::as_ref), &comparisons),
        text: incident.map(|incident| text(state, incident, &comparisons)),
        related: related(state, row, incident.map(AsRef::as_ref)),
    }
}

pub(super) fn label(state: &State, label: Option<&Label>) -> Option<String> {
    label
        .map(|label| label.get(&state.settings.lang))
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn head(
    state: &State,
    row: u32,
    incident: Option<&Incident>,
    comparisons: &[Comparison],
) -> HeadView {
    let words = &state.words;
    let mark = category_mark(&styles(state), state, row);
    let outside =
        match (state.feed.store().is_dated(row), state.is_in_window(row), state.is_doubtful(row)) {
            (true, false, _) => Some("panel.outside"),
            (true, true, true) => Some("panel.perhaps"),
            _ => None,
        };
    let outside = outside.map(|key| words.t(key).to_owned());
    let Some(incident) = incident else { return HeadView { mark, outside, ..HeadView::default() } };
    let mut facts =
        vec![(words.t("panel.when").to_owned(), when_sentence(state, row, incident, comparisons))];
    facts.extend(
        place(state, row, incident).map(|place| (words.t("panel.where").to_owned(), place)),
    );
    let has_day = incident.when.as_ref().is_some_and(|time| time.when.is_some());
    HeadView {
        mark,
        day: has_day.then(|| when(state, incident, Sharpness::Short)),
        title: Some(title(state, incident)),
        facts,
        outside,
    }
}

/// When, and where that is not sure what the reports have to do with it.
fn when_sentence(
    state: &State,
    row: u32,
    incident: &Incident,
    comparisons: &[Comparison],
) -> String {
    let (words, store) = (&state.words, state.feed.store());
    let phrase = when(state, incident, Sharpness::Phrase);
    let known_to_ms = store.latest(row).0.saturating_sub(store.earliest(row).0);
    let is_sure = store.has_lasted(row) || known_to_ms <= DAY_MS;
    if !store.is_dated(row) || is_sure || incident.reports.is_empty() {
        return phrase;
    }
    let collection = state.feed.collection();
    let is_time = |key: &str| {
        collection.claim(key).is_some_and(|kind| kind.value_type == Some(ValueType::Time))
    };
    let mut times = comparisons.iter().filter(|comparison| is_time(&comparison.key)).peekable();
    let values = [("when", phrase.as_str())];
    if times.peek().is_some() {
        let differ = times.any(|comparison| comparison.differ);
        return if differ { words.with("panel.when-differ", &values) } else { phrase };
    }
    // A feed that compares no times at all is silent about them.
    if !collection.claims.iter().any(|(key, _)| is_time(key)) {
        return phrase;
    }
    words.plural("panel.when-none", sources(incident).len() as u64, &values)
}

/// The sources of an incident, each once.
fn sources(incident: &Incident) -> Vec<&str> {
    let mut sources: Vec<&str> = Vec::new();
    for report in &incident.reports {
        if !sources.contains(&report.source.as_str()) {
            sources.push(&report.source);
        }
    }
    sources
}

/// Where, and how far that is known.
fn place(state: &State, row: u32, incident: &Incident) -> Option<String> {
    let words = &state.words;
    let mut parts: Vec<String> = place_name(state, row, incident).into_iter().collect();
    if let Some(radius_m) =
        incident.place.radius_m.filter(|_| state.feed.store().place(row).is_some())
    {
        parts.push(words.with("panel.known-to", &[("distance", &words.distance(radius_m))]));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn text(state: &State, incident: &Incident, comparisons: &[Comparison]) -> TextView {
    let (words, collection) = (&state.words, state.feed.collection());
    let (differ, agree): (Vec<&Comparison>, Vec<&Comparison>) =
        comparisons.iter().partition(|comparison| comparison.differ);
    let facts = |comparisons: &[&Comparison]| -> Vec<FactView> {
        comparisons.iter().map(|comparison| fact(state, collection, comparison)).collect()
    };
    let agree_key = if differ.is_empty() { "panel.facts" } else { "panel.other-facts" };
    TextView {
        summary: label(state, incident.summary.as_ref()),
        differ_on: (!differ.is_empty())
            .then(|| words.plural("panel.differ-on", differ.len() as u64, &[])),
        reported: Section::new(words.t("panel.reported"), reported(state, &incident.reports)),
        differ: Section::new(words.t("panel.differ"), facts(&differ)),
        agree: Section::new(words.t(agree_key), facts(&agree)),
        voices: voices(state, comparisons),
        notes: Section::new(words.t("panel.note"), notes(state, incident)),
        media: incident.media.iter().map(|media| media_view(state, media)).collect(),
        properties: incident
            .rest
            .iter()
            .map(|(name, value)| property(state, name, value))
            .collect(),
        link: incident.link.as_ref().map(|url| link(state, words.t("panel.read"), url)),
    }
}

/// What the editor says of the incident, then of its place.
fn notes(state: &State, incident: &Incident) -> Vec<String> {
    let place = label(state, incident.place.note.as_ref());
    let place = place.map(|note| state.words.with("panel.place-note", &[("note", &note)]));
    label(state, incident.note.as_ref()).into_iter().chain(place).collect()
}

/// The quotations in their order; a source is named once for those that follow each other.
fn reported(state: &State, reports: &[Report]) -> Vec<SourceView> {
    let mut views: Vec<SourceView> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let quotation = quotation(state, index, report);
        let is_same =
            index > 0 && !report.source.is_empty() && reports[index - 1].source == report.source;
        match views.last_mut().filter(|_| is_same) {
            Some(view) => view.quotations.push(quotation),
            None => views.push(source_view(state, &report.source, quotation)),
        }
    }
    views
}

fn source_view(state: &State, key: &str, first: QuotationView) -> SourceView {
    let source = state.feed.collection().source(key);
    let (words, mut details) = (&state.words, Vec::new());
    details.extend(source.and_then(|source| source.byline.clone()));
    if let Some(time) = source.and_then(|source| source.published.as_ref()) {
        let phrase = time
            .when
            .as_ref()
            .map(|when| words.when_phrase(when, &state.time.zone, state.time.shown_zone()));
        let when = phrase.unwrap_or_else(|| time.written.clone());
        details.push(words.with("panel.published", &[("when", &when)]));
    }
    let name = source_name(state, key);
    let link = source.and_then(|source| source.url.as_ref()).map(|url| link(state, &name, url));
    SourceView { name, details, link, quotations: vec![first] }
}

fn quotation(state: &State, index: usize, report: &Report) -> QuotationView {
    let (words, number) = (&state.words, number(&index));
    let name = source_name(state, &report.source);
    let values = [("n", &*words.number(number as f64)), ("source", &name)];
    QuotationView {
        number,
        label: words.with("panel.quotation", &values),
        excerpt: report.excerpt.clone(),
        lang: excerpt_lang(state, report),
        quoting: report.said_by.as_ref().map(|who| words.with("panel.quoting", &[("who", who)])),
        link: report.url.as_ref().map(|url| link(state, words.t("panel.read"), url)),
    }
}

fn link(state: &State, text: &str, url: &str) -> LinkView {
    LinkView {
        text: text.to_owned(),
        url: url.to_owned(),
        hint: state.words.t("panel.new-tab").to_owned(),
    }
}

fn media_view(state: &State, media: &Media) -> MediaView {
    MediaView {
        url: media.url.clone(),
        alt: label(state, media.alt.as_ref()).unwrap_or_default(),
        credit: label(state, media.credit.as_ref()),
        cover: media.is_sensitive.then(|| state.words.t("panel.uncover").to_owned()),
    }
}

fn property(state: &State, name: &str, value: &str) -> PropertyView {
    let is_link =
        (value.starts_with("https://") || value.starts_with("http://")) && !value.contains(' ');
    PropertyView {
        name: plain_name(name),
        value: value.to_owned(),
        link: is_link.then(|| link(state, value, value)),
    }
}
