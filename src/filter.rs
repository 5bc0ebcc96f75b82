//! Which incidents the reader has asked to see, and the search for them.

use std::ops::Range;
use std::rc::Rc;

use crate::fold::{Folded, fold, fold_into};
use crate::incident::{Collection, Incident, Label, compare};
use crate::store::{NO_CATEGORY, Store};
use crate::time::{When, Zone};

/// What is asked for; all of it has to be true of an incident. The default asks for nothing, and shows everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The keys of the categories that are taken out; an empty one stands for what has no category.
    pub without: Vec<String>,
    /// What only the text of an incident can tell.
    pub text: TextFilter,
}

/// What only the text of an incident can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFilter {
    /// The keys of the sources of which one has to report it; none: any, or nobody.
    pub sources: Vec<String>,
    /// Its reports differ.
    pub differing: bool,
    /// It was changed, or put right, at that time or after it, EDTF; empty: whenever, or never.
    pub since: String,
    /// Words that are all in it, as the reader wrote them.
    pub words: String,
}

impl TextFilter {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
            && !self.differing
            && self.since.is_empty()
            && fold(&self.words).is_empty()
    }
}

impl Filter {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.without.is_empty() && self.text.is_empty()
    }

    /// Whether a category is shown; `None` stands for what has none.
    #[must_use]
    pub fn has_category(&self, key: Option<&str>) -> bool {
        !self.without.iter().any(|taken| taken == key.unwrap_or_default())
    }

    /// Takes a category out, or in again.
    pub fn toggle_category(&mut self, key: &str) {
        toggle(&mut self.without, key);
    }

    /// Asks for a source, or not any more.
    pub fn toggle_source(&mut self, key: &str) {
        toggle(&mut self.text.sources, key);
    }
}

fn toggle(keys: &mut Vec<String>, key: &str) {
    match keys.iter().position(|known| known == key) {
        Some(at) => drop(keys.remove(at)),
        None => keys.push(key.to_owned()),
    }
}

/// A text filter made ready to be compared with many incidents.
#[derive(Clone, Debug)]
pub struct Query {
    filter: TextFilter,
    /// Folded, one space apart.
    words: String,
    /// Those of them that stand in no name of a source or a category, and so in the feature itself.
    own_words: Vec<String>,
    folded: Vec<u8>,
}

impl Query {
    /// Gets a filter ready, for the incidents of a collection.
    #[must_use]
    pub fn new(filter: TextFilter, collection: &Collection) -> Self {
        let words = fold(&filter.words);
        let own = words_of(&words).into_iter().filter(|word| !is_name(collection, word));
        let own_words = own.map(str::to_owned).collect();
        Self { filter, words, own_words, folded: Vec::new() }
    }

    /// The words that are looked for, folded.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        words_of(&self.words)
    }

    /// Whether it is worth reading a feature: what it asks for stands in its JSON, or in what that refers to.
    pub fn may_match(&mut self, json: &[u8]) -> bool {
        let Ok(json) = std::str::from_utf8(json) else { return true };
        // What is escaped is spelled otherwise.
        if json.contains('\\') {
            return true;
        }
        let TextFilter { sources, differing, since, .. } = &self.filter;
        let has = |name: &str| json.contains(name);
        if *differing && !has("\"claims\"")
            || !since.is_empty() && !has("\"updated\"") && !has("\"corrections\"")
            || !sources.is_empty() && !sources.iter().any(|key| json.contains(key.as_str()))
        {
            return false;
        }
        if self.own_words.is_empty() {
            return true;
        }
        fold_into(&mut self.folded, json);
        let folded = text_of(&self.folded);
        self.own_words.iter().all(|word| folded.contains(word))
    }

    /// Whether an incident is what was asked for.
    pub fn matches(&mut self, incident: &Incident, collection: &Collection, zone: &Zone) -> bool {
        let is_wanted = |key: &String| incident.reports.iter().any(|report| report.source == *key);
        let TextFilter { sources, since, .. } = &self.filter;
        if !sources.is_empty() && !sources.iter().any(is_wanted)
            || !since.is_empty() && !is_changed(incident, since, zone)
        {
            return false;
        }
        let mut missing = words_of(&self.words);
        if !missing.is_empty() {
            let folded = &mut self.folded;
            said(incident, collection, &mut |text| {
                fold_into(folded, text);
                let folded = text_of(folded);
                missing.retain(|word| !folded.contains(word));
            });
        }
        missing.is_empty() && (!self.filter.differing || differs(incident, collection, zone))
    }
}

/// Whether an incident was changed, or put right, at or after a time, EDTF; after what is none, nothing was.
#[must_use]
pub fn is_changed(incident: &Incident, since: &str, zone: &Zone) -> bool {
    let earliest = |when: &When| when.extent().resolve(zone).earliest;
    let corrected = incident.corrections.iter().filter_map(|correction| correction.date.as_ref());
    let mut changes = corrected.chain(&incident.updated).filter_map(|time| time.when.as_ref());
    let since = When::parse(since.trim()).map(|since| earliest(&since));
    since.is_ok_and(|since| changes.any(|change| earliest(change) >= since))
}

/// What was folded, which is UTF-8.
fn text_of(folded: &[u8]) -> &str {
    std::str::from_utf8(folded).unwrap_or_default()
}

fn words_of(folded: &str) -> Vec<&str> {
    folded.split(' ').filter(|word| !word.is_empty()).collect()
}

fn differs(incident: &Incident, collection: &Collection, zone: &Zone) -> bool {
    compare(incident, collection, zone).iter().any(|comparison| comparison.differ)
}

/// Whether a word is in the name of a source or a category.
fn is_name(collection: &Collection, word: &str) -> bool {
    let has = |text: &str| !Folded::new(text).find(&[word]).is_empty();
    let sources = collection.sources.iter().any(|(_, source)| {
        source.name.as_ref().is_some_and(|name| texts(name).any(has))
            || source.byline.as_deref().is_some_and(has)
    });
    let labels = collection.categories.iter().filter_map(|(_, category)| category.label.as_ref());
    sources || labels.flat_map(texts).any(has)
}

/// The texts that an incident shows: title, place, quotations and the rest.
fn said(incident: &Incident, collection: &Collection, hear: &mut dyn FnMut(&str)) {
    let labels = [&incident.title, &incident.summary, &incident.note];
    let place = [&incident.place.name, &incident.place.note];
    let key = incident.category.as_deref();
    let category = key.and_then(|key| collection.category(key)?.label.as_ref());
    let labels = labels.into_iter().chain(place).flatten().chain(category);
    labels.flat_map(texts).for_each(&mut *hear);
    key.filter(|_| category.is_none()).into_iter().for_each(&mut *hear);
    for report in &incident.reports {
        let source = collection.source(&report.source);
        let name = source.and_then(|source| source.name.as_ref());
        let byline = source.and_then(|source| source.byline.as_deref());
        let own = [Some(report.excerpt.as_str()), report.said_by.as_deref(), byline];
        own.into_iter().flatten().chain(name.into_iter().flat_map(texts)).for_each(&mut *hear);
    }
    incident.rest.iter().for_each(|(_, value)| hear(value));
}

fn texts(label: &Label) -> impl Iterator<Item = &str> {
    let (plain, many) = match label {
        Label::Plain(text) => (Some(text), [].as_slice()),
        Label::ByLanguage(texts) => (None, texts.as_slice()),
    };
    plain.into_iter().chain(many.iter().map(|(_, text)| text)).map(String::as_str)
}

/// Which rows are kept, for an index over them.
#[derive(Clone, Debug, Default)]
pub struct Keep {
    /// By number: the categories that are taken out.
    without: Vec<bool>,
    has_others: bool,
    hits: Option<Rc<Vec<u32>>>,
}

impl Keep {
    /// What a filter keeps of a store; `hits` are the rows that its words and sources have found. `None`: everything.
    #[must_use]
    pub fn new(filter: &Filter, store: &Store, hits: Option<Rc<Vec<u32>>>) -> Option<Self> {
        if filter.is_empty() {
            return None;
        }
        let without = store.categories().map(|key| !filter.has_category(Some(key))).collect();
        Some(Self { without, has_others: filter.has_category(None), hits })
    }

    /// The rows that are kept, where a search has found which these may be.
    #[must_use]
    pub fn listed(&self, store: &Store) -> Option<Vec<u32>> {
        let hits = self.hits.as_ref()?.iter().copied();
        Some(hits.filter(|&row| self.keeps(store, row)).collect())
    }

    /// Whether the category of a row is kept.
    #[must_use]
    pub fn keeps(&self, store: &Store, row: u32) -> bool {
        match store.category(row) {
            NO_CATEGORY => self.has_others,
            number => !self.without.get(usize::from(number)).is_some_and(|&is_out| is_out),
        }
    }
}

/// The search for the incidents whose texts a filter asks for: the feed's bytes are read from its beginning to its end.
#[derive(Clone, Debug)]
pub struct Search {
    query: Query,
    rows: u32,
    /// The next row to be looked at.
    at: u32,
    /// Bytes that were read, and where they stand in the feed.
    span: Option<(Vec<u8>, Range<u64>)>,
    /// The rows that were found, in their order.
    hits: Vec<u32>,
    /// How many hits the index knows of that was begun last.
    indexed: Option<usize>,
}

/// So many bytes of the feed are read in one go: few at first, so that hits are there at once, then four times as many as
/// were read before.
const FIRST_SPAN_BYTES: u64 = 65_536;
const MOST_SPAN_BYTES: u64 = 2_097_152;

impl Search {
    /// Begins to search the first `rows` rows of a store.
    #[must_use]
    pub fn new(filter: TextFilter, rows: u32, collection: &Collection) -> Self {
        let query = Query::new(filter, collection);
        Self { query, rows, at: 0, span: None, hits: Vec::new(), indexed: None }
    }

    /// Whether a filter asks for the same, however its words are spelled.
    #[must_use]
    pub fn is_for(&self, filter: &TextFilter) -> bool {
        let Query { filter: own, words, .. } = &self.query;
        own.sources == filter.sources
            && own.differing == filter.differing
            && own.since == filter.since
            && *words == fold(&filter.words)
    }

    /// The words that it looks for, folded.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.query.words()
    }

    /// Whether all is found.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.at >= self.rows
    }

    /// Whether nothing of it is shown yet.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.indexed.is_none() && !self.is_over()
    }

    /// Whether there are bytes to be looked at.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.span.is_some()
    }

    /// How much was looked at, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        f64::from(self.at) / f64::from(self.rows.max(1))
    }

    /// What is to be read next: the first byte, and how many of them; `None` where all is found.
    #[must_use]
    pub fn next(&self, store: &Store) -> Option<(u64, u32)> {
        if self.is_over() {
            return None;
        }
        let first = store.text_range(self.at);
        let before = first.start - store.text_range(0).start;
        let most = (before * 4).clamp(FIRST_SPAN_BYTES, MOST_SPAN_BYTES);
        // Features stand in the order of their rows: the last one that ends within the span is found by halves.
        let (mut low, mut high) = (self.at, self.rows);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let is_within = store.text_range(middle).end - first.start <= most;
            if is_within { low = middle } else { high = middle }
        }
        Some((first.start, (store.text_range(low).end - first.start) as u32))
    }

    /// Takes in what was read from [`Self::next`].
    pub fn take(&mut self, bytes: Vec<u8>, store: &Store) {
        let start = store.text_range(self.at).start;
        let end = self.next(store).map_or(start, |(start, length)| start + u64::from(length));
        self.span = Some((bytes, start..end));
    }

    /// Looks at up to so many rows of what was read; `read` makes an incident of a row's bytes. What could not be read is
    /// no hit.
    pub fn advance(
        &mut self,
        budget: u32,
        store: &Store,
        (collection, zone): (&Collection, &Zone),
        read: impl Fn(u32, &[u8]) -> Incident,
    ) {
        let Some((bytes, span)) = self.span.take() else { return };
        for _ in 0..budget {
            let (row, range) = (self.at, store.text_range(self.at));
            if row >= self.rows || range.end > span.end {
                return;
            }
            self.at += 1;
            let place = (range.start - span.start) as usize..(range.end - span.start) as usize;
            let Some(text) = bytes.get(place) else { continue };
            let is_hit = self.query.may_match(text)
                && self.query.matches(&read(row, text), collection, zone);
            if is_hit {
                self.hits.push(row);
            }
        }
        self.span = Some((bytes, span));
    }

    /// The hits so far, where these are to be indexed: at first as soon as there are some, then when there are eight
    /// times as many, at last all.
    pub fn to_index(&mut self) -> Option<Rc<Vec<u32>>> {
        let found = self.hits.len();
        let is_due = match self.indexed {
            None => found > 0 || self.is_over(),
            Some(indexed) if self.is_over() => indexed != found,
            Some(indexed) => found > indexed.saturating_mul(8),
        };
        is_due.then(|| self.hits())
    }

    /// The hits so far, which are indexed now.
    pub fn hits(&mut self) -> Rc<Vec<u32>> {
        self.indexed = Some(self.hits.len());
        Rc::new(self.hits.clone())
    }
}

#[cfg(test)]
mod tests;
