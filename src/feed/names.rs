//! Which property holds what: the names of the profile, those that other feeds use, those that the page sets.

use std::borrow::Cow;

use super::ReadOptions;

/// A time, or the beginning of one, and the name of its end.
const TIMES: [(&str, Option<&str>); 10] = [
    ("date", None),
    ("datetime", None),
    ("time", None),
    ("start", Some("end")),
    ("start_date", Some("end_date")),
    ("begin", Some("end")),
    ("event_date", None),
    ("date_start", Some("date_end")),
    ("time_start", Some("time_end")),
    // Last: it may say when the line was written, beside an `event_date`.
    ("timestamp", None),
];
pub(super) const CATEGORY: &str = "category";
const CATEGORIES: [&str; 5] = [CATEGORY, "type", "event_type", "kind", "incident_type"];
pub(super) const TITLES: [&str; 7] =
    ["title", "name", "headline", "label", "event", "event_name", "subject"];
pub(super) const TEXTS: [&str; 10] = [
    "summary",
    "description",
    "text",
    "excerpt",
    "notes",
    "body",
    "content",
    "details",
    "desc",
    "comment",
];
pub(super) const LINKS: [&str; 7] =
    ["url", "link", "source_url", "href", "permalink", "website", "source_link"];

/// The number of the name of a time, or of a beginning, and of its end.
pub(super) type Pair = (usize, Option<usize>);

/// The names to look for, in a feed that is read with certain options.
#[derive(Debug)]
pub(super) struct Names {
    /// The names of all times, each once.
    times: Vec<Cow<'static, str>>,
    /// Beginnings and ends to try, in this order, as indices into `times`.
    pub pairs: Vec<Pair>,
    /// `when` is read before all of them.
    pub reads_when: bool,
    category: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub link: Option<String>,
}

/// Why a property is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// It may be a time, the one of this number; whether it is spelled as it is known.
    Time(usize, bool),
    /// It may be the category; the smaller the rank, the rather.
    Category(usize),
}

impl Names {
    pub fn new(options: &ReadOptions) -> Self {
        let mut names = Self {
            times: Vec::new(),
            pairs: Vec::new(),
            reads_when: options.time_property.is_none(),
            category: options.category_property.clone(),
            title: options.title_property.clone(),
            text: options.text_property.clone(),
            link: options.link_property.clone(),
        };
        let own_end = options.end_property.clone().map(Cow::Owned);
        match options.time_property.clone() {
            Some(time) => names.add_pair(Cow::Owned(time), own_end),
            None => {
                for (start, end) in TIMES {
                    let end = own_end.clone().or(end.map(Cow::Borrowed));
                    names.add_pair(Cow::Borrowed(start), end);
                }
            }
        }
        names
    }

    fn add_pair(&mut self, start: Cow<'static, str>, end: Option<Cow<'static, str>>) {
        let pair = (self.time_number(start), end.map(|end| self.time_number(end)));
        self.pairs.push(pair);
    }

    fn time_number(&mut self, name: Cow<'static, str>) -> usize {
        self.times.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.times.push(name);
            self.times.len() - 1
        })
    }

    /// What a property of this name is wanted for. Known names are found in capitals too.
    pub fn wanted(&self, name: &str) -> Option<Wanted> {
        let time = self.times.iter().position(|known| known.eq_ignore_ascii_case(name));
        if let Some(time) = time {
            return Some(Wanted::Time(time, self.times[time] == name));
        }
        let rank = match &self.category {
            Some(category) => (category == name).then_some(0),
            None => CATEGORIES.iter().position(|known| known.eq_ignore_ascii_case(name)),
        };
        rank.map(Wanted::Category)
    }
}
