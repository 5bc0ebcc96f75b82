//! How the map stands: what it counts, how far a load is, and what went wrong.

use crate::message::{LoadError, RefusedGesture};
use crate::state::{Phase, State};
use crate::text::Words;
use crate::view::names;

/// The line under the map and what lies over it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// "5 of 8 incidents on the map; 3 without a place".
    pub counts: String,
    /// How far a load is, from 0 to 1, where that is known.
    pub progress: Option<f64>,
    /// What a load has read, in words; empty when none goes on.
    pub loading: String,
    /// What went wrong.
    pub error: Option<String>,
    /// What to say of an empty map; empty where there is something on it.
    pub empty: String,
    /// How to do what the page kept for itself; empty most of the time.
    pub hint: String,
    /// What the screen reader says when things have come to rest: what is open, else what is counted.
    pub spoken: String,
    /// Whom to credit for the ground.
    pub credit: String,
    /// Whom to credit for the incidents.
    pub feed_credit: String,
}

/// How the map stands. `is_mac` says which key zooms with the wheel.
#[must_use]
pub fn status(state: &State, is_mac: bool) -> Status {
    let words = &state.words;
    Status {
        counts: counts(state),
        progress: progress(state),
        loading: loading(state),
        error: match &state.feed.phase {
            Phase::Failed(error) => Some(error_words(words, error)),
            _ => None,
        },
        empty: empty(state),
        hint: match state.map.hint {
            Some((RefusedGesture::Touch, _)) => words.t("map.hint-touch").to_owned(),
            Some((RefusedGesture::Wheel, _)) if is_mac => words.t("map.hint-command").to_owned(),
            Some((RefusedGesture::Wheel, _)) => words.t("map.hint-control").to_owned(),
            None => String::new(),
        },
        spoken: spoken(state),
        credit: credit(state),
        feed_credit: feed_credit(state),
    }
}

/// A load's error, for a reader.
#[must_use]
pub fn error_words(words: &Words, error: &LoadError) -> String {
    let text = words.t(["error.", error.kind()].concat().as_str()).to_owned();
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

fn counts(state: &State) -> String {
    let counts = state.feed.index.counts;
    if counts.total == 0 {
        return String::new();
    }
    let words = &state.words;
    let total = words.number(f64::from(counts.total));
    let mapped = words.number(f64::from(counts.mapped));
    let values = [("mapped", mapped.as_str()), ("total", total.as_str())];
    let mut parts = vec![words.plural("counts.mapped", u64::from(counts.total), &values)];
    let rest = [
        ("counts.unlocated", counts.unlocated),
        ("counts.outside", counts.outside_time),
        ("counts.undated", counts.undated),
        ("counts.filtered", counts.filtered_out),
        ("counts.rejected", counts.rejected),
    ];
    let rest = rest.iter().filter(|(_, count)| *count > 0);
    parts.extend(rest.map(|(key, count)| words.plural(key, u64::from(*count), &[])));
    parts.join("; ")
}

/// Nothing while the window moves: that would be a stream of numbers.
fn spoken(state: &State) -> String {
    if state.time.is_playing || state.time.held.is_some() || state.feed.phase == Phase::Loading {
        return String::new();
    }
    match state.selected_row().and_then(|row| state.texts.get(row)) {
        Some(incident) => [names::title(state, incident), names::when(state, incident)].join(", "),
        None => counts(state),
    }
}

fn progress(state: &State) -> Option<f64> {
    let (feed, total) = (&state.feed, state.feed.total_bytes?);
    (feed.phase == Phase::Loading && total > 0).then(|| (feed.bytes as f64 / total as f64).min(1.0))
}

fn loading(state: &State) -> String {
    let (words, feed) = (&state.words, &state.feed);
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

fn empty(state: &State) -> String {
    let counts = state.feed.index.counts;
    let is_settled = state.feed.phase == Phase::Loaded;
    match (counts.total, counts.mapped + counts.unlocated) {
        (0, _) if is_settled => state.words.t("empty.feed").to_owned(),
        (_, 0) if is_settled && counts.outside_time > 0 => state.words.t("empty.window").to_owned(),
        _ => String::new(),
    }
}

/// Those whose basemap is drawn, each once.
fn credit(state: &State) -> String {
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

fn feed_credit(state: &State) -> String {
    let attribution = state.feed.collection().attribution.as_ref();
    attribution.map_or_else(String::new, |label| label.get(&state.settings.lang).to_owned())
}
