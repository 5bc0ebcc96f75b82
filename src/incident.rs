//! What was reported: an incident with its reports, and what the collection says of all of them.
//!
//! Every text is plain text. Every link is one that a browser may follow (`http` or `https`).

mod compare;
mod same;
mod story;

pub use compare::{ComparedValue, Comparison, SameVoice, compare, compare_figure, same_voices};
pub use story::{Passage, Step, StepView, Story};

use crate::time::When;

/// Words of an editor: one text, or one in each of several languages.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// The same for all readers.
    Plain(String),
    /// By BCP 47 tag, in the order of the feed; never empty.
    ByLanguage(Vec<(String, String)>),
}

impl Label {
    /// The text for a reader of `lang`: in this very language, else in its primary one, else in English,
    /// else the first.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        self.get_with_lang(lang).0
    }

    /// The same, and its language, where that is said.
    #[must_use]
    pub fn get_with_lang(&self, lang: &str) -> (&str, Option<&str>) {
        let texts = match self {
            Self::Plain(text) => return (text, None),
            Self::ByLanguage(texts) => texts,
        };
        let exact = |wanted: &str| texts.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
        let primary = |wanted: &str| {
            texts.iter().find(|(tag, _)| primary_of(tag).eq_ignore_ascii_case(primary_of(wanted)))
        };
        let found = exact(lang).or_else(|| primary(lang)).or_else(|| primary("en"));
        found.or_else(|| texts.first()).map_or(("", None), |(tag, text)| (text, Some(tag)))
    }
}

/// The primary language of a BCP 47 tag.
#[must_use]
pub fn primary_of(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// A time beside what was written of it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenTime {
    /// As the feed has it, for what can't be read as a time; `from/to` of what has two ends.
    pub written: String,
    /// What it means; `None` where it can't be read.
    pub when: Option<When>,
}

/// One incident, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incident {
    /// The id that [`Store`](crate::store::Store) gives it.
    pub id: String,
    /// What it is called.
    pub title: Option<Label>,
    /// What happened.
    pub summary: Option<Label>,
    /// The key of its category.
    pub category: Option<String>,
    /// What the editor adds or infers.
    pub note: Option<Label>,
    /// Where to read on.
    pub link: Option<String>,
    /// When it happened.
    pub when: Option<WrittenTime>,
    /// What is known of its place beside the geometry.
    pub place: Place,
    /// What was reported, one contiguous excerpt each.
    pub reports: Vec<Report>,
    /// Other incidents that it has to do with.
    pub related: Vec<Related>,
    /// Pictures and films.
    pub media: Vec<Media>,
    /// When it was last changed, or first reported in the feed.
    pub updated: Option<WrittenTime>,
    /// What the editor has put right.
    pub corrections: Vec<Correction>,
    /// All other properties that are texts, numbers, yes or no, or lists of these: name and value.
    pub rest: Vec<(String, String)>,
    /// What could not be read, in words for the editor of the feed.
    pub warnings: Vec<String>,
}

impl Incident {
    /// What it is called by: its title, else its summary.
    #[must_use]
    pub fn named(&self) -> Option<&Label> {
        self.title.as_ref().or(self.summary.as_ref())
    }
}

/// What is known of a place in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// What it is called.
    pub name: Option<Label>,
    /// How far from the geometry it may have been, in metres; above 0.
    pub radius_m: Option<f64>,
    /// How the place was found.
    pub note: Option<Label>,
}

/// What one source writes of an incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The key of the source in [`Collection::sources`]; empty where none is named.
    pub source: String,
    /// The source's own words; empty where there are none.
    pub excerpt: String,
    /// Whom the source quotes.
    pub said_by: Option<String>,
    /// The language of the excerpt, BCP 47.
    pub lang: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// What it says, by the key of the claim.
    pub claims: Vec<(String, Claim)>,
}

/// The value that a report gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// A text, a time or a place.
    Text(String),
    /// A number.
    Number {
        /// The number.
        value: f64,
        /// How it bounds what is meant.
        bound: Bound,
        /// The words of the report.
        text: Option<String>,
    },
    /// The source knows it and does not say it.
    Withheld,
}

/// How a number bounds what is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// It is the number.
    #[default]
    Exact,
    /// More than the number.
    Over,
    /// Less than the number.
    Under,
    /// Near to the number.
    About,
}

/// Another incident that this one has to do with.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The id of the other.
    pub id: String,
    /// What it is to this one.
    pub relation: Relation,
    /// Why.
    pub note: Option<Label>,
}

/// What another incident is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The two may be one.
    PossiblySame,
    /// This one is a part of the other.
    PartOf,
    /// This one came after, and because of, the other.
    Follows,
    /// The feed names no relation that is known.
    Other,
}

/// What an editor has put right.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// When.
    pub date: Option<WrittenTime>,
    /// What was wrong, and is no more.
    pub note: Label,
}

/// A picture or a film.
#[derive(Clone, Debug, PartialEq)]
pub struct Media {
    /// Where it is.
    pub url: String,
    /// What is to be seen.
    pub alt: Option<Label>,
    /// Whose it is.
    pub credit: Option<Label>,
    /// It is covered until the reader asks for it.
    pub is_sensitive: bool,
}

/// What a feed says of all of its incidents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// What the collection is called.
    pub title: Option<Label>,
    /// What it is about.
    pub description: Option<Label>,
    /// When it was last changed.
    pub updated: Option<WrittenTime>,
    /// IANA name of the zone whose dates and clock readings are written without one.
    pub timezone: Option<String>,
    /// Whom to credit.
    pub attribution: Option<Label>,
    /// The language of labels that are not given by language, BCP 47.
    pub lang: Option<String>,
    /// The sources by their key.
    pub sources: Vec<(String, Source)>,
    /// The categories by their key, in the order of the legend.
    pub categories: Vec<(String, Category)>,
    /// What is claimed, by key.
    pub claims: Vec<(String, ClaimKind)>,
    /// Figures that belong to no single incident.
    pub figures: Vec<Figure>,
    /// A guided reading, where there is one; else it has no steps.
    pub story: Story,
    /// What could not be read, in words for the editor of the feed.
    pub warnings: Vec<String>,
}

impl Collection {
    /// The source of a key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        find(&self.sources, key)
    }

    /// The category of a key.
    #[must_use]
    pub fn category(&self, key: &str) -> Option<&Category> {
        find(&self.categories, key)
    }

    /// What a claim of a key is about.
    #[must_use]
    pub fn claim(&self, key: &str) -> Option<&ClaimKind> {
        find(&self.claims, key)
    }
}

fn find<'a, T>(entries: &'a [(String, T)], key: &str) -> Option<&'a T> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// Who reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// What it is called.
    pub name: Option<Label>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published.
    pub published: Option<WrittenTime>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its language, BCP 47.
    pub lang: Option<String>,
}

/// A kind of incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Category {
    /// What it is called.
    pub label: Option<Label>,
    /// `#rgb` or `#rrggbb`.
    pub color: Option<String>,
    /// As written.
    pub symbol: Option<String>,
}

/// What a claim is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimKind {
    /// What it is called.
    pub label: Option<Label>,
    /// What its values are; `None` where the feed does not say it.
    pub value_type: Option<ValueType>,
}

/// What the values of a claim are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Times.
    Time,
    /// Names of places.
    Place,
}

/// A figure that several sources report.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is counted.
    pub label: Label,
    /// Who gives which value, each with one claim of the key [`FIGURE`].
    pub reports: Vec<Report>,
}

/// The key of the claim in the reports of a [`Figure`].
pub const FIGURE: &str = "value";

#[cfg(test)]
mod tests;
