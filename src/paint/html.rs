//! What was reported as HTML, to be put into a page: the map, the story, then each incident with its quotations and its
//! sources, in the order of time.

use super::still::{Still, heading};
use super::svg::{self, Width};
use crate::incident::{Report, Step, WrittenTime};
use crate::state::{PanelPage, State};
use crate::text::Direction;
use crate::time::{CivilDate, DAY_MS, Form, Moment, Precision, Zone};
use crate::update;
use crate::view::markup::Markup;
use crate::view::{panel, status};

/// Where in a page it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The level of its headings, from 1; those within incidents are two levels below.
    pub heading: usize,
    /// What its anchors begin with, so that two of one page are told apart.
    pub anchor: String,
}

/// The map alone, as a file.
#[must_use]
pub fn picture(state: &State) -> String {
    let mut m = Markup::default();
    svg::svg(&mut m, state, Width::Natural);
    m.to_html()
}

/// The map and the list, to be put into a page. Nothing is open in the state afterwards.
#[must_use]
pub fn fragment(state: &mut State, place: &Place) -> String {
    let mut m = Markup::default();
    content(&mut m, state, place);
    m.to_html()
}

/// The same as a page of its own. Nothing is open in the state afterwards.
#[must_use]
pub fn page(state: &mut State, anchor: &str) -> String {
    let mut m = Markup::default();
    m.open("html");
    language(&mut m, state);
    m.open("head");
    m.leaf("meta[charset=utf-8]", "");
    m.leaf("meta[name=viewport][content=width=device-width, initial-scale=1]", "");
    m.leaf("title", &svg::title(state));
    m.close();
    m.open("body");
    m.open("main");
    m.leaf("h1", &svg::title(state));
    let description = state.feed.collection().description.as_ref();
    if let Some(description) = description {
        m.leaf("p", description.get(&state.settings.lang));
    }
    content(&mut m, state, &Place { heading: 2, anchor: anchor.to_owned() });
    m.close();
    m.close();
    m.close();
    ["<!doctype html>\n", &m.to_html(), "\n"].concat()
}

fn language(m: &mut Markup, state: &State) {
    m.attribute("lang", &state.settings.lang);
    if state.words.direction() == Direction::Rtl {
        m.attribute("dir", Direction::Rtl.as_str());
    }
}

fn content(m: &mut Markup, state: &mut State, place: &Place) {
    (state.panel.page, state.panel.selected) = (PanelPage::List, None);
    m.open("div.incident-map-fallback");
    language(m, state);
    picture_with_caption(m, state);
    m.text("\n");
    let rows = update::listed(state);
    story(m, state, place, &rows);
    for (title, group) in groups(state, &rows) {
        m.leaf(heading(place.heading), &title);
        m.open("ol");
        for row in group {
            m.text("\n");
            m.open("li");
            article(m, state, place, row, &rows);
            m.close();
        }
        m.close();
        m.text("\n");
    }
    let counts = state.feed.index.counts;
    let left = (counts.mapped + counts.unlocated + counts.undated) as usize - rows.len();
    if left > 0 {
        m.leaf("p", &state.words.plural("list.rest", left as u64, &[]));
    }
    figures(m, state, place);
    m.close();
}

fn picture_with_caption(m: &mut Markup, state: &State) {
    m.open("figure");
    svg::svg(m, state, Width::Column);
    m.open("figcaption");
    m.text(&status::dates_and_counts(state));
    let credit = status::feed_credit(state);
    if !credit.is_empty() {
        m.text(". ");
        m.text(&credit);
    }
    m.close();
    m.close();
}

/// Those on the map, those without a place, those without a date; each in the order of time, and only where there are any.
fn groups(state: &State, rows: &[u32]) -> Vec<(String, Vec<u32>)> {
    let (words, counts, store) = (&state.words, state.feed.index.counts, state.feed.store());
    let number = |count: u32| words.number(f64::from(count));
    let (mapped, total) = (number(counts.mapped), number(counts.total));
    let of_all = [("mapped", mapped.as_str()), ("total", total.as_str())];
    let group = |title: String, fits: &dyn Fn(u32) -> bool| {
        (title, rows.iter().copied().filter(|&row| fits(row)).collect::<Vec<u32>>())
    };
    let groups = [
        group(words.plural("counts.mapped", u64::from(counts.total), &of_all), &|row| {
            store.is_dated(row) && store.place(row).is_some()
        }),
        group(words.plural("counts.unlocated", u64::from(counts.unlocated), &[]), &|row| {
            store.is_dated(row) && store.place(row).is_none()
        }),
        group(words.plural("counts.undated", u64::from(counts.undated), &[]), &|row| {
            !store.is_dated(row)
        }),
    ];
    groups.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
}

/// The story, step by step. What is quoted with an incident is not quoted again.
fn story(m: &mut Markup, state: &mut State, place: &Place, listed: &[u32]) {
    let steps = state.feed.collection().story.steps.clone();
    if steps.is_empty() {
        return;
    }
    m.leaf(heading(place.heading), panel::story_title(state));
    m.open("ol");
    for (at, step) in steps.iter().enumerate() {
        state.panel.step = Some(at);
        m.text("\n");
        m.open("li");
        let anchor = [&place.anchor, "-step-", &(at + 1).to_string()].concat();
        m.attribute("id", &anchor);
        told(m, state, place, (at, step, &anchor), listed);
        m.close();
    }
    state.panel.step = None;
    m.close();
    m.text("\n");
}

fn told(
    m: &mut Markup,
    state: &State,
    place: &Place,
    (at, step, anchor): (usize, &Step, &str),
    listed: &[u32],
) {
    let reports = panel::step_reports(step);
    let mut others: Vec<Report> = Vec::new();
    let mut quotation = |report: &Report| {
        quoted_at(state, place, report, listed).unwrap_or_else(|| {
            others.push(report.clone());
            numbered(anchor, others.len())
        })
    };
    let quotations: Vec<String> = reports.iter().map(&mut quotation).collect();
    let (mut text, mut quoted) = (Markup::default(), Markup::default());
    text.open("div");
    panel::told(&mut text, state, at, step, &reports);
    text.close();
    quoted.open("div");
    panel::reported(&mut quoted, state, &others);
    quoted.close();
    let still = Still {
        state,
        level: place.heading + 1,
        anchor,
        reports: &reports,
        quotations: &quotations,
        datetime: None,
        anchor_of: &|row| listed.contains(&row).then(|| self::anchor(place, state, row)),
    };
    still.write_into(&text, m);
    Still { reports: &others, quotations: &[], ..still }.write_into(&quoted, m);
}

/// The anchor of a quotation that stands with one of the listed incidents, at best one of those of which is told.
fn quoted_at(state: &State, place: &Place, report: &Report, listed: &[u32]) -> Option<String> {
    let is_same =
        |other: &Report| (&other.source, &other.excerpt) == (&report.source, &report.excerpt);
    let told = state.told_rows().into_iter().filter(|row| listed.contains(row));
    told.chain(listed.iter().copied()).find_map(|row| {
        let index = state.texts.get(row)?.reports.iter().position(is_same)?;
        Some(numbered(&anchor(place, state, row), index + 1))
    })
}

/// The anchor of a quotation, by its number.
fn numbered(anchor: &str, number: usize) -> String {
    [anchor, "-", &number.to_string()].concat()
}

/// One incident, in the words of the panel.
fn article(m: &mut Markup, state: &mut State, place: &Place, row: u32, listed: &[u32]) {
    let Some(incident) = state.texts.get(row).cloned() else { return };
    state.panel.selected = Some(incident.id.clone());
    let mut source = Markup::default();
    panel::incident(&mut source, state);
    state.panel.selected = None;
    let state = &*state;
    let anchor = anchor(place, state, row);
    let datetime = incident.when.as_ref().and_then(|time| datetime(time, &state.time.zone));
    m.open("article");
    m.attribute("id", &anchor);
    let still = Still {
        state,
        level: place.heading + 1,
        anchor: &anchor,
        reports: &incident.reports,
        quotations: &[],
        datetime: datetime.as_deref(),
        anchor_of: &|row| listed.contains(&row).then(|| self::anchor(place, state, row)),
    };
    still.write_into(&source, m);
    m.close();
}

/// Numbers that belong to no single incident.
fn figures(m: &mut Markup, state: &State, place: &Place) {
    if state.feed.collection().figures.is_empty() {
        return;
    }
    let mut source = Markup::default();
    panel::figures(&mut source, state, false);
    let anchor_of = |_| None;
    let still = Still {
        state,
        level: place.heading,
        anchor: &place.anchor,
        reports: &[],
        quotations: &[],
        datetime: None,
        anchor_of: &anchor_of,
    };
    still.write_into(&source, m);
}

/// The anchor of an incident: its id, which outlives an edition of the feed. What an address has no letters for is told
/// apart by the row.
fn anchor(place: &Place, state: &State, row: u32) -> String {
    let id = state.feed.store().id(row);
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let plain: String = id.chars().map(|one| if is_plain(one) { one } else { '-' }).collect();
    if plain == id {
        return [&place.anchor, "-", id].concat();
    }
    [&place.anchor, "-", &plain, "-", &row.to_string()].concat()
}

/// What the attribute `datetime` says: a day, month or year, or an instant; nothing where the date is not sharp.
fn datetime(time: &WrittenTime, zone: &Zone) -> Option<String> {
    let when = time.when.as_ref()?;
    if when.is_approximate() || when.is_uncertain() || when.form() != Form::Within {
        return None;
    }
    let Moment { first, last, precision } = when.start();
    if first.is_open() || last.is_open() {
        return None;
    }
    let day = |ms: i64| CivilDate::from_days(ms.div_euclid(DAY_MS));
    if precision == Precision::Time {
        return (first == last).then(|| instant(zone.resolve(first).0)).flatten();
    }
    let (from, to) = (day(first.ms), day(last.ms));
    if !(1..=9999).contains(&from.year) {
        return None;
    }
    let month = format!("{:04}-{:02}", from.year, from.month);
    match precision {
        Precision::Day if from == to => Some(format!("{month}-{:02}", from.day)),
        Precision::Month if (from.year, from.month) == (to.year, to.month) => Some(month),
        Precision::Year if from.year == to.year => Some(format!("{:04}", from.year)),
        _ => None,
    }
}

/// An instant in UTC, to the second.
fn instant(at_ms: i64) -> Option<String> {
    let date = CivilDate::from_days(at_ms.div_euclid(DAY_MS));
    let second = at_ms.rem_euclid(DAY_MS) / 1000;
    let clock = format!("{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60);
    (1..=9999)
        .contains(&date.year)
        .then(|| format!("{:04}-{:02}-{:02}T{clock}", date.year, date.month, date.day))
}

#[cfg(test)]
mod tests;
