//! One incident: what, when and where, and who says so.

use super::facts::{excerpt_lang, facts, quotation_name, source_name, voices};
use super::related::{not_by_itself, related};
use super::{
    SECTION, Sharpness, is_new, legend, link, marked, place, plain_name, slot_of, speak, title,
    when,
};
use crate::address::{is_reference, is_web, resolved};
use crate::incident::{Comparison, Incident, Label, Media, Report, ValueType, compare};
use crate::state::State;
use crate::time::{DAY_MS, tells_the_hour};
use crate::view::markup::Markup;
use crate::view::names::short;

/// What is known to a day is known to less than this, where the clock is put back too; in ms.
const KNOWN_TO_DAY_MS: i64 = DAY_MS + 2 * 3_600_000;

/// Where the address of a covered picture stands.
pub const COVERED: &str = "data-src";

pub(super) const HEADLINE: &str =
    "div.panel-headline[part=headline][role=heading][aria-level=2][tabindex=-1]";
const HEADLINE_WAITING: &str =
    "div.panel-headline waiting[part=headline][role=heading][aria-level=2][tabindex=-1]";
const DIFFERENCES: &str = "div.panel-section differences[role=heading][aria-level=3][tabindex=-1]";
const FACTS: &str = "div.panel-section[role=heading][aria-level=3][tabindex=-1]";

/// The incident that is open; what it says follows when it has been read back.
pub fn incident(m: &mut Markup, state: &State) {
    m.open("article.panel-incident");
    let row = state.selected_row();
    let incident = row.and_then(|row| state.texts.get(row)).map(AsRef::as_ref);
    let comparisons = incident
        .map(|incident| compare(incident, state.feed.collection(), &state.time.zone))
        .unwrap_or_default();
    // Of another incident nothing is kept, least of all a picture that was uncovered.
    let key = row.map_or(String::new(), |row| row.to_string());
    m.open_keyed("div", &key);
    head(m, state, row, incident, &comparisons);
    m.close();
    m.open_keyed("div", &key);
    if let Some(incident) = incident {
        body(m, state, incident, &comparisons);
    }
    m.close();
    m.open_keyed("div", &key);
    if let Some(row) = row {
        related(m, state, row);
    }
    m.close();
    m.close();
}

pub(super) fn label<'a>(state: &State, label: Option<&'a Label>) -> Option<&'a str> {
    label.map(|label| label.get(&state.settings.lang)).filter(|text| !text.is_empty())
}

/// Its category, its date, its title, and when and where it happened.
fn head(
    m: &mut Markup,
    state: &State,
    row: Option<u32>,
    incident: Option<&Incident>,
    comparisons: &[Comparison],
) {
    m.open("p.panel-kicker");
    if let Some(row) = row {
        let (styles, slot) = (legend::categories(state), slot_of(state.feed.store(), row));
        if let Some(style) = styles.get(slot).filter(|style| !style.label.is_empty()) {
            legend::symbol(m, style, slot, styles.len(), false);
            m.leaf("span", &style.label);
        }
    }
    let has_day = |incident: &&Incident| incident.when.as_ref().is_some_and(|t| t.when.is_some());
    if let Some(incident) = incident.filter(has_day) {
        m.leaf("span.panel-day", &when(state, incident, Sharpness::Short));
    }
    if incident.is_some_and(|incident| is_new(state, incident)) {
        m.leaf("span.panel-new", state.words.t("panel.new"));
    }
    m.close();
    let is_known = incident.is_some();
    m.open(if is_known { HEADLINE } else { HEADLINE_WAITING });
    incident.and_then(Incident::named).iter().for_each(|label| speak(m, state, label));
    marked(m, state, &incident.map_or(String::new(), |incident| title(state, incident)));
    m.close();
    m.open("dl.panel-where");
    if let (Some(row), Some(incident)) = (row, incident) {
        when_and_where(m, state, row, incident, comparisons);
    }
    m.close();
}

fn when_and_where(
    m: &mut Markup,
    state: &State,
    row: u32,
    incident: &Incident,
    comparisons: &[Comparison],
) {
    let (words, is_dated) = (&state.words, state.feed.store().is_dated(row));
    m.open("div");
    m.leaf("dt", words.t("panel.when"));
    m.open("dd");
    m.text(&when_sentence(state, row, incident, comparisons));
    if !state.feed.store().is_kept(row) {
        m.leaf("span.panel-outside", words.t("panel.filtered"));
    } else if is_dated && !state.is_in_window(row) {
        m.leaf("span.panel-outside", words.t("panel.outside"));
        m.leaf("button.link[type=button][data-action=reveal]", words.t("panel.reveal"));
    } else if is_dated && state.is_doubtful(row) {
        m.leaf("span.panel-outside", words.t("panel.perhaps"));
    }
    m.close();
    m.close();
    let place = place(state, row, incident);
    if !place.is_empty() {
        m.open("div");
        m.leaf("dt", words.t("panel.where"));
        m.open("dd");
        marked(m, state, &place);
        m.close();
        m.close();
    }
    not_by_itself(m, state, row);
}

/// When, and where that is not sure what the reports have to do with it.
fn when_sentence(
    state: &State,
    row: u32,
    incident: &Incident,
    comparisons: &[Comparison],
) -> String {
    let (words, store) = (&state.words, state.feed.store());
    let known_to_ms = store.latest(row).0.saturating_sub(store.earliest(row).0);
    let mut phrase = when(state, incident, Sharpness::Phrase);
    if store.is_dated(row) && tells_the_hour(store.earliest(row), store.latest(row)) {
        phrase = on_the_clock(state, &phrase);
    }
    let is_sure = store.has_lasted(row) || known_to_ms < KNOWN_TO_DAY_MS;
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

/// A time of day, and whose clock shows it: that of a city, by the name of its zone, or UTC.
fn on_the_clock(state: &State, when: &str) -> String {
    match state.time.shown_zone().name().rsplit_once('/') {
        None => [when, state.time.shown_zone().name()].join(" "),
        Some((_, city)) => {
            let city = city.replace('_', " ");
            state.words.with("panel.clock", &[("when", when), ("zone", &city)])
        }
    }
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

/// What it says.
fn body(m: &mut Markup, state: &State, incident: &Incident, comparisons: &[Comparison]) {
    let (words, reports) = (&state.words, &incident.reports);
    let differing = comparisons.iter().filter(|comparison| comparison.differ).count();
    if let Some(summary) = label(state, incident.summary.as_ref()) {
        m.open("p.panel-summary[part=summary]");
        incident.summary.iter().for_each(|label| speak(m, state, label));
        marked(m, state, summary);
        m.close();
    }
    if differing > 0 {
        let points = words.plural("panel.differ-on", differing as u64, &[]);
        m.leaf("button.panel-differ[type=button][data-action=differ]", &points);
    }
    incident.media.iter().for_each(|media| picture(m, state, media));
    reported(m, state, reports);
    let of = (comparisons, reports.as_slice());
    facts(m, state, (DIFFERENCES, words.t("panel.differ")), of, true);
    let agree_key = if differing == 0 { "panel.facts" } else { "panel.other-facts" };
    facts(m, state, (FACTS, words.t(agree_key)), of, false);
    voices(m, state, reports);
    notes(m, state, incident);
    corrections(m, state, incident);
    properties(m, state, &incident.rest);
    if let Some(url) = &incident.link {
        m.open("p");
        link(m, state, "panel-link", words.t("panel.read"), url);
        m.close();
    }
}

/// What the editor says of the incident, then of its place.
fn notes(m: &mut Markup, state: &State, incident: &Incident) {
    let note = label(state, incident.note.as_ref());
    let place = label(state, incident.place.note.as_ref());
    if note.is_none() && place.is_none() {
        return;
    }
    m.leaf(SECTION, state.words.t("panel.note"));
    if let Some(text) = note {
        m.open("p.panel-note");
        incident.note.iter().for_each(|label| speak(m, state, label));
        m.text(text);
        m.close();
    }
    if let Some(note) = place {
        m.leaf("p.panel-note", &state.words.with("panel.place-note", &[("note", note)]));
    }
}

/// What was put right, and when the incident was last changed.
fn corrections(m: &mut Markup, state: &State, incident: &Incident) {
    let words = &state.words;
    if !incident.corrections.is_empty() {
        m.leaf(SECTION, words.t("panel.corrections"));
    }
    for correction in &incident.corrections {
        m.open("p.panel-note");
        if let Some(date) = &correction.date {
            m.text(&short(state, date));
            m.text(words.t("join.explained"));
        }
        m.text(correction.note.get(&state.settings.lang));
        m.close();
    }
    if let Some(updated) = &incident.updated {
        m.leaf("p.panel-quiet", &words.with("panel.updated", &[("when", &short(state, updated))]));
    }
}

/// The quotations in their order; a source is named once for those that follow each other.
pub fn reported(m: &mut Markup, state: &State, reports: &[Report]) {
    if reports.is_empty() {
        return;
    }
    m.leaf(SECTION, state.words.t("panel.reported"));
    let mut before: Option<&str> = None;
    for (index, report) in reports.iter().enumerate() {
        let is_same = !report.source.is_empty() && before == Some(&report.source);
        if !is_same {
            if before.is_some() {
                m.close();
            }
            m.open("div.panel-source");
            byline(m, state, &report.source);
        }
        quoted(m, state, index, report);
        before = Some(&report.source);
    }
    m.close();
}

/// What a source is called, who wrote it, and when it was published.
fn byline(m: &mut Markup, state: &State, key: &str) {
    let (words, name) = (&state.words, source_name(state, key));
    let source = state.feed.collection().source(key);
    m.open("p.panel-byline");
    let url = source.and_then(|source| resolved(source.url.as_ref()?, &state.settings.base));
    match url {
        Some(url) => link(m, state, "panel-name", &name, &url),
        None => m.leaf("span.panel-name", &name),
    }
    if let Some(byline) = source.and_then(|source| source.byline.as_ref()) {
        m.aside("span", byline);
    }
    if let Some(time) = source.and_then(|source| source.published.as_ref()) {
        let (zone, shown) = (&state.time.zone, state.time.shown_zone());
        let phrase = time.when.as_ref().map(|when| words.when_phrase(when, zone, shown));
        let when = phrase.unwrap_or_else(|| time.written.clone());
        let published = words.with("panel.published", &[("when", &when)]);
        m.aside("span", &published);
    }
    m.close();
}

/// What a source writes, and whom it quotes.
fn quoted(m: &mut Markup, state: &State, index: usize, report: &Report) {
    let (words, number) = (&state.words, (index + 1).to_string());
    m.open("div.panel-quotation[part=quotation][role=group]");
    m.attribute("data-number", &number);
    m.attribute("tabindex", "-1");
    m.open("span.panel-number");
    m.attribute("title", &quotation_name(state, index, report));
    m.text(&number);
    m.close();
    super::quotation(m, state, &report.excerpt, excerpt_lang(state, report));
    if report.said_by.is_some() || report.url.is_some() {
        m.open("p.panel-quiet");
        if let Some(who) = &report.said_by {
            m.leaf("span", &words.with("panel.quoting", &[("who", who)]));
        }
        if let Some(url) = &report.url {
            link(m, state, "panel-link", words.t("panel.read"), url);
        }
        m.close();
    }
    m.close();
}

/// A picture is asked for when it comes into sight; one that is covered, when the reader uncovers it.
fn picture(m: &mut Markup, state: &State, media: &Media) {
    let Some(url) = resolved(&media.url, &state.settings.base) else { return };
    let alt = label(state, media.alt.as_ref()).unwrap_or_default();
    m.open("figure.panel-media[tabindex=-1]");
    if media.is_sensitive {
        m.open("button.panel-cover[type=button][data-action=uncover]");
        m.leaf("span", state.words.t("panel.uncover"));
        m.leaf("span.panel-quiet", alt);
        m.close();
    }
    m.open("img");
    m.attribute("alt", alt);
    m.attribute("loading", "lazy");
    m.flag("hidden", media.is_sensitive);
    m.attribute(if media.is_sensitive { COVERED } else { "src" }, &url);
    m.close();
    if let Some(credit) = label(state, media.credit.as_ref()) {
        m.leaf("figcaption.panel-quiet", credit);
    }
    m.close();
}

/// What else the feed says.
fn properties(m: &mut Markup, state: &State, rest: &[(String, String)]) {
    if rest.is_empty() {
        return;
    }
    m.open("dl.panel-properties");
    for (name, value) in rest {
        let is_link = is_web(value) && is_reference(value);
        m.open("div");
        m.leaf("dt", &plain_name(name));
        m.open("dd");
        if is_link {
            link(m, state, "panel-link", value, value);
        } else {
            m.text(value);
        }
        m.close();
        m.close();
    }
    m.close();
}
