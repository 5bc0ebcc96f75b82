//! Which incidents the reader has asked to see, and the search for them.

use std::rc::Rc;

use fixedbitset::FixedBitSet;

use crate::fold::{Folded, fold};
use crate::incident::{Collection, Incident, Label, compare};
use crate::store::{NO_CATEGORY, Store};
use crate::time::Zone;

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
    /// Words that are all in it, as the reader wrote them.
    pub words: String,
}

impl TextFilter {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty() && !self.differing && fold(&self.words).is_empty()
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
    words: String,
}

impl Query {
    /// Gets a filter ready.
    #[must_use]
    pub fn new(filter: TextFilter) -> Self {
        Self { words: fold(&filter.words), filter }
    }

    /// The words that are looked for, folded.
    pub fn words(&self) -> Vec<&str> {
        self.words.split(' ').filter(|word| !word.is_empty()).collect()
    }

    /// Whether an incident is what was asked for.
    #[must_use]
    pub fn matches(&self, incident: &Incident, collection: &Collection, zone: &Zone) -> bool {
        let is_wanted = |key: &String| incident.reports.iter().any(|report| report.source == *key);
        (self.filter.sources.is_empty() || self.filter.sources.iter().any(is_wanted))
            && self.words().iter().all(|word| says(incident, collection, word))
            && (!self.filter.differing || differs(incident, collection, zone))
    }
}

fn differs(incident: &Incident, collection: &Collection, zone: &Zone) -> bool {
    compare(incident, collection, zone).iter().any(|comparison| comparison.differ)
}

/// Whether a word is in the title, the place, a quotation, or any other text that an incident shows.
fn says(incident: &Incident, collection: &Collection, word: &str) -> bool {
    let has = |text: &str| Folded::new(text).contains(word);
    let labels = [&incident.title, &incident.summary, &incident.note];
    let place = [&incident.place.name, &incident.place.note];
    let key = incident.category.as_deref();
    let category = key.and_then(|key| collection.category(key)?.label.as_ref());
    let mut labels = labels.into_iter().chain(place).flatten().chain(category);
    labels.any(|label| texts(label).any(has))
        || category.is_none() && key.is_some_and(has)
        || incident.reports.iter().any(|report| {
            let source = collection.source(&report.source);
            let name = source.and_then(|source| source.name.as_ref());
            let byline = source.and_then(|source| source.byline.as_deref());
            has(&report.excerpt)
                || report.said_by.as_deref().is_some_and(has)
                || byline.is_some_and(has)
                || name.is_some_and(|name| texts(name).any(has))
        })
        || incident.rest.iter().any(|(_, value)| has(value))
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
    hits: Option<Rc<FixedBitSet>>,
}

impl Keep {
    /// What a filter keeps of a store; `hits` are the rows that its words and sources have found. `None`: everything.
    #[must_use]
    pub fn new(filter: &Filter, store: &Store, hits: Option<Rc<FixedBitSet>>) -> Option<Self> {
        if filter.is_empty() {
            return None;
        }
        let without = store.categories().map(|key| !filter.has_category(Some(key))).collect();
        Some(Self { without, has_others: filter.has_category(None), hits })
    }

    /// Whether a row is kept.
    #[must_use]
    pub fn keeps(&self, store: &Store, row: u32) -> bool {
        let has_category = match store.category(row) {
            NO_CATEGORY => self.has_others,
            number => !self.without.get(usize::from(number)).is_some_and(|&is_out| is_out),
        };
        has_category && self.hits.as_ref().is_none_or(|hits| hits.contains(row as usize))
    }
}

/// The search for the incidents whose texts a filter asks for: the feed's bytes are read from its beginning to its end.
#[derive(Clone, Debug)]
pub struct Search {
    query: Query,
    rows: u32,
    /// The next row to be looked at.
    at: u32,
    hits: FixedBitSet,
    found: u32,
    /// How many hits the index knows of that was begun last.
    indexed: Option<u32>,
}

/// So many bytes of the feed are looked at in one go.
const SPAN_BYTES: u64 = 262_144;

impl Search {
    /// Begins to search the first `rows` rows of a store.
    #[must_use]
    pub fn new(filter: TextFilter, rows: u32) -> Self {
        let hits = FixedBitSet::with_capacity(rows as usize);
        Self { query: Query::new(filter), rows, at: 0, hits, found: 0, indexed: None }
    }

    /// Whether a filter asks for the same, however its words are spelled.
    #[must_use]
    pub fn is_for(&self, filter: &TextFilter) -> bool {
        let Query { filter: own, words } = &self.query;
        own.sources == filter.sources
            && own.differing == filter.differing
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

    /// How much was looked at, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        f64::from(self.at) / f64::from(self.rows.max(1))
    }

    /// What is to be read next: the first row, its first byte, and how many bytes; `None` where all is found.
    #[must_use]
    pub fn next(&self, store: &Store) -> Option<(u32, u64, u32)> {
        if self.is_over() {
            return None;
        }
        let start = store.text_range(self.at).start;
        let mut last = store.text_range(self.at);
        for row in self.at + 1..self.rows {
            let range = store.text_range(row);
            if range.end - start > SPAN_BYTES {
                break;
            }
            last = range;
        }
        Some((self.at, start, (last.end - start) as u32))
    }

    /// Takes in what was read; `read` makes an incident of a row's bytes. What could not be read is no hit.
    pub fn take(
        &mut self,
        bytes: &[u8],
        store: &Store,
        (collection, zone): (&Collection, &Zone),
        read: impl Fn(u32, &[u8]) -> Incident,
    ) {
        let Some((first, start, length)) = self.next(store) else { return };
        let end = start + u64::from(length);
        for row in first..self.rows {
            let range = store.text_range(row);
            if range.end > end {
                break;
            }
            self.at = row + 1;
            let text = bytes.get((range.start - start) as usize..(range.end - start) as usize);
            let is_hit = |text| self.query.matches(&read(row, text), collection, zone);
            if text.is_some_and(is_hit) {
                self.hits.insert(row as usize);
                self.found += 1;
            }
        }
    }

    /// The hits so far, where these are to be indexed: at first as soon as there are some, then when there are twice as
    /// many, at last all.
    pub fn to_index(&mut self) -> Option<Rc<FixedBitSet>> {
        let is_due = match self.indexed {
            None => self.found > 0 || self.is_over(),
            Some(indexed) if self.is_over() => indexed != self.found,
            Some(indexed) => self.found > indexed.saturating_mul(2),
        };
        is_due.then(|| self.hits())
    }

    /// The hits so far, which are indexed now.
    pub fn hits(&mut self) -> Rc<FixedBitSet> {
        self.indexed = Some(self.found);
        Rc::new(self.hits.clone())
    }
}

#[cfg(test)]
mod tests;
