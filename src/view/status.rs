//! How the map stands: what it counts, how far a load is, and what went wrong.

use crate::incident::Collection;
use crate::indexing::Counts;
use crate::math::to_text;
use crate::message::{Hint, LoadError, RefusedGesture};
use crate::state::{Account, PanelPage, Phase, State};
use crate::text::Words;
use crate::view::filters::chips;
use crate::view::legend::CategoryStyle;
use crate::view::markup::{ACTION, Markup, VALUE, px};
use crate::view::names;
use crate::view::scale::ScaleBar;

/// The line under the map: what it counts, the way to the list, and whom to credit for the incidents.
pub fn status(m: &mut Markup, state: &State, styles: &[CategoryStyle]) {
    m.open("div.status[part=status]");
    chips(m, state, styles);
    account(m, state);
    m.open("div.ways");
    story(m, state);
    m.open("button.link[type=button][data-action=list]");
    m.flag("hidden", state.feed.index.counts.total == 0);
    m.text(state.words.t("panel.list"));
    m.close();
    m.open("button.link[type=button][part=share][data-action=share]");
    m.flag("hidden", !state.settings.has_link);
    m.text(state.words.t("share.copy"));
    m.close();
    m.close();
    said(m, "p.feed-credit", &feed_credit(state));
    m.close();
}

/// The way into the story, and back to its step.
fn story(m: &mut Markup, state: &State) {
    let steps = state.feed.collection().story.steps.len();
    let is_offered = steps > 0 && state.settings.controls.story;
    m.open("button.link[type=button][part=story][data-action=step]");
    m.number(VALUE, state.panel.step.unwrap_or_default() as i64);
    m.flag("hidden", !is_offered);
    m.text(&state.words.plural("story.open", steps as u64, &[]));
    m.close();
}

/// What lies over the map: a hint, how far a load is, what went wrong, and whom to credit for the ground. `is_mac` says
/// which key zooms with the wheel, `is_blank` whether nothing of the incidents is seen.
pub fn notices(m: &mut Markup, state: &State, is_mac: bool, is_blank: bool) {
    let (words, loading) = (&state.words, loading(state));
    said(m, "div.hint[part=hint]", hint(state, is_mac));
    said(m, "div.loading[part=loading]", &loading);
    bar(m, state, loading.is_empty());
    let empty = emptiness(state);
    let told = empty.or_else(|| out_of_sight(state, is_blank));
    m.open(if empty.is_some() { "div.empty[part=empty]" } else { "div.empty aside[part=empty]" });
    m.flag("hidden", told.is_none());
    m.leaf("p", told.map_or("", |(key, _)| words.t(key)));
    let (action, name) = told.and_then(|(_, way)| way).unwrap_or_default();
    m.open("button.link[type=button]");
    m.attribute(ACTION, action);
    m.flag("hidden", action.is_empty());
    m.text(if name.is_empty() { "" } else { words.t(name) });
    m.close();
    m.close();
    m.open("div.error[part=error][role=alert]");
    let error = match &state.feed.phase {
        Phase::Failed(error) => error_words(words, error),
        _ => String::new(),
    };
    m.flag("hidden", error.is_empty());
    m.leaf("p", &error);
    m.leaf("button.action[type=button][data-action=retry]", words.t("error.retry"));
    m.close();
    m.open("div.edge");
    let credit = if state.has_view() { credit(state) } else { String::new() };
    scale(m, state, &credit);
    // One that grows would move its beginning, and the bar: with another text they are other elements.
    m.open_keyed("div.credit[part=credit]", &credit);
    text_or_nothing(m, &credit);
    m.close();
    let on_paper = if state.is_printing { dates_and_counts(state) } else { String::new() };
    said(m, "p.printed", &on_paper);
}

/// How long a distance is on the map. To the ear that means nothing.
fn scale(m: &mut Markup, state: &State, credit: &str) {
    let bar = ScaleBar::shown(state);
    m.open_keyed("div.scale[part=scale][aria-hidden=true]", credit);
    m.flag("hidden", bar.is_none());
    if let Some(ScaleBar { metres, length }) = bar {
        m.open("span");
        m.style("inline-size", &px(length));
        m.text(&state.words.distance(metres));
        m.close();
    }
    m.close();
}

/// A part that is there as long as it says something.
fn said(m: &mut Markup, element: &'static str, text: &str) {
    m.open(element);
    text_or_nothing(m, text);
}

fn text_or_nothing(m: &mut Markup, text: &str) {
    m.flag("hidden", text.is_empty());
    m.text(text);
    m.close();
}

/// How far a load is.
fn bar(m: &mut Markup, state: &State, is_hidden: bool) {
    let progress = progress(state);
    m.open("div.bar");
    m.flag("hidden", is_hidden);
    // How long it will be nobody knows: a piece of it says that something is on its way.
    let part = (progress.unwrap_or(0.25) * 1000.0).round() / 1000.0;
    m.style("scale", &[&to_text(part), " 1"].concat());
    m.close();
}

/// What is said for a moment; empty most of the time.
fn hint(state: &State, is_mac: bool) -> &str {
    match state.map.hint {
        Some((Hint::Refused(RefusedGesture::Touch), _)) => state.words.t("map.hint-touch"),
        Some((Hint::Refused(RefusedGesture::Wheel), _)) if is_mac => {
            state.words.t("map.hint-command")
        }
        Some((Hint::Refused(RefusedGesture::Wheel), _)) => state.words.t("map.hint-control"),
        Some((Hint::Copied(is_copied), _)) => copied(state, is_copied),
        None => "",
    }
}

/// Whether a link was copied, in words.
pub(super) fn copied(state: &State, is_copied: bool) -> &str {
    state.words.t(if is_copied { "share.copied" } else { "share.not-copied" })
}

/// A load's error, for a reader.
#[must_use]
pub fn error_words(words: &Words, error: &LoadError) -> String {
    let text = match error {
        LoadError::Http(status) if ![404, 410].contains(status) => {
            words.t("error.refused").to_owned()
        }
        _ => words.t(["error.", error.kind()].concat().as_str()).to_owned(),
    };
    match error {
        LoadError::Http(status) => [&text, " (", &words.number(f64::from(*status)), ")"].concat(),
        _ => text,
    }
}

/// The same for the page's developer, with what exactly was found.
#[must_use]
pub fn error_message(words: &Words, error: &LoadError) -> String {
    let text = error_words(words, error);
    match error {
        LoadError::Network(detail) if !detail.is_empty() => [&text, " (", detail, ")"].concat(),
        LoadError::Feed(detail) => [&text, " (", &detail.to_string(), ")"].concat(),
        _ => text,
    }
}

/// "5 of 8 incidents on the map", and each of the reasons why others are not, "3 without a place".
fn terms(words: &Words, counts: Counts) -> Option<(String, Vec<(Account, String)>)> {
    if counts.total == 0 {
        return None;
    }
    let total = words.number(f64::from(counts.total));
    let mapped = words.number(f64::from(counts.mapped));
    let values = [("mapped", mapped.as_str()), ("total", total.as_str())];
    let first = words.plural("counts.mapped", u64::from(counts.total), &values);
    let rest = Account::ALL.into_iter().filter(|account| account.count(counts) > 0);
    let told = |account: Account| {
        (account, words.plural(account.key(), u64::from(account.count(counts)), &[]))
    };
    Some((first, rest.map(told).collect()))
}

/// All of it in a sentence.
#[must_use]
pub fn counts(state: &State) -> String {
    let Some((first, rest)) = terms(&state.words, state.feed.index.counts) else {
        return String::new();
    };
    let rest = rest.into_iter().map(|(_, told)| told);
    [first].into_iter().chain(rest).collect::<Vec<_>>().join(state.words.t("join.clauses"))
}

/// As much as the window can make of it. It has that room all the time, or the map would change its size under the hand.
fn most(state: &State) -> Counts {
    let index = &state.feed.index;
    let counts @ Counts { total, .. } = index.counts;
    let all_if = |is_any: bool| if is_any { total } else { 0 };
    let (unlocated, outside_time) =
        (all_if(!index.unlocated.rows().is_empty()), all_if(index.extent.is_some()));
    Counts { mapped: total, unlocated, outside_time, ..counts }
}

/// The same, where each reason opens what it counts.
fn account(m: &mut Markup, state: &State) {
    let has_list = state.settings.controls.list;
    m.open("p.longest[aria-hidden=true]");
    line(m, &state.words, most(state), if has_list { "span" } else { "" });
    m.open("p.counts");
    line(m, &state.words, state.feed.index.counts, if has_list { COUNT } else { "" });
}

const COUNT: &str = "button.count[type=button][data-action=account]";

fn line(m: &mut Markup, words: &Words, counts: Counts, term: &'static str) {
    let terms = terms(words, counts);
    m.flag("hidden", terms.is_none());
    if let Some((first, rest)) = terms {
        m.text(&first);
        for (account, told) in rest {
            m.text(words.t("join.clauses"));
            if term.is_empty() {
                m.text(&told);
            } else {
                m.open(term);
                m.number(VALUE, account as i64);
                m.text(&told);
                m.close();
            }
        }
    }
    m.close();
}

/// Which dates are shown, and what they hold: what the timeline and the line under the map say together.
#[must_use]
pub fn dates_and_counts(state: &State) -> String {
    let range = state.window().map(|window| state.words.range_phrase(window, &state.time.zone));
    match (range, counts(state)) {
        (Some(range), counts) => {
            state.words.with("timeline.value", &[("range", &range), ("incidents", &counts)])
        }
        (None, counts) => counts,
    }
}

/// How far a load is, from 0 to 1, where that is known.
fn progress(state: &State) -> Option<f64> {
    if let Some(search) = state.feed.search.as_ref().filter(|search| !search.is_over()) {
        return Some(search.progress());
    }
    let (feed, total) = (&state.feed, state.feed.total_bytes?);
    (feed.phase == Phase::Loading && total > 0).then(|| (feed.bytes as f64 / total as f64).min(1.0))
}

/// What a load has read, in words; empty when none goes on.
fn loading(state: &State) -> String {
    let (words, feed) = (&state.words, &state.feed);
    if let Some(search) = feed.search.as_ref().filter(|search| !search.is_over()) {
        let percent = words.number((search.progress() * 100.0).floor());
        return words.with("search.running", &[("percent", &percent)]);
    }
    if feed.phase != Phase::Loading {
        return String::new();
    }
    match feed.total_bytes {
        _ if feed.bytes == 0 => words.t("loading.begun").to_owned(),
        Some(total) => {
            let (read, total) = (words.bytes(feed.bytes), words.bytes(total));
            words.with("loading.bytes-of", &[("read", &read), ("total", &total)])
        }
        None => words.plural("loading.incidents", u64::from(feed.features_read()), &[]),
    }
}

/// What to say of something empty, by key; and what a button does about it, and how it is called, by key.
type Emptiness = (&'static str, Option<(&'static str, &'static str)>);

/// What to say where the window holds no incident.
#[must_use]
pub fn emptiness(state: &State) -> Option<Emptiness> {
    let (counts, feed) = (state.feed.index.counts, &state.feed);
    if feed.phase != Phase::Loaded || counts.mapped + counts.unlocated > 0 || feed.is_searching() {
        return None;
    }
    // Somebody who is told a story would be led out of it.
    let is_told = state.panel.page == PanelPage::Story;
    let nearest = (!is_told).then_some(("nearest", "empty.nearest"));
    match (counts.outside_time > 0, counts.filtered_out > 0) {
        (true, true) => Some(("empty.window-filter", nearest)),
        (true, false) => Some(("empty.window", nearest)),
        (false, _) if counts.undated > 0 => None,
        (false, true) => Some(("empty.filter", Some(("unfilter", "map.all")))),
        (false, false) => Some(("empty.feed", None)),
    }
}

/// What to say where the map's part of the world has none of the incidents that are on the map.
pub(super) fn out_of_sight(state: &State, is_blank: bool) -> Option<Emptiness> {
    let (map, feed) = (&state.map, &state.feed);
    let is_at_rest = map.motion.is_none() && feed.phase == Phase::Loaded && !feed.is_searching();
    let is_out = is_blank && is_at_rest && !map.viewport.is_empty() && feed.index.counts.mapped > 0;
    is_out.then_some(("empty.view", Some(("fit", "map.all"))))
}

/// Those whose basemap has come, each once.
#[must_use]
pub fn credit(state: &State) -> String {
    let own = state.settings.attribution.as_deref().unwrap_or_default();
    let basemaps =
        state.map.basemaps.iter().flat_map(|(_, basemap)| basemap.attribution.split(", "));
    let mut credits: Vec<&str> = Vec::new();
    for credit in basemaps.chain([own]) {
        if !credit.is_empty() && !credits.contains(&credit) {
            credits.push(credit);
        }
    }
    credits.join(", ")
}

/// When the feed was last changed, and whom to credit for the incidents.
#[must_use]
pub fn feed_credit(state: &State) -> String {
    let Collection { attribution, updated, .. } = state.feed.collection();
    let attribution = attribution.as_ref().map(|label| label.get(&state.settings.lang).to_owned());
    let updated = updated
        .as_ref()
        .map(|time| state.words.with("panel.updated", &[("when", &names::short(state, time))]));
    updated.into_iter().chain(attribution).collect::<Vec<_>>().join(". ")
}
