//! The incidents of the window, or of one mark, in the order of time.

use super::facts::{claim, excerpt_lang, source_name};
use super::{CategoryMark, Section, Sharpness, category_mark, place_name, styles, title, when};
use crate::incident::{Comparison, Figure, compare_figure};
use crate::state::{Phase, State};
use crate::time::{DAY_MS, Precision, Timestamp};
use crate::update;

/// Up to such a span days are headings; in ms.
const DAYS_UP_TO_MS: i64 = 3 * DAY_MS;
/// Up to such a span months are; beyond it years.
const MONTHS_UP_TO_MS: i64 = 6 * 366 * DAY_MS;
/// What is known to a day or a month is known to less than this, wherever the clock is put back; in ms.
const KNOWN_TO_DAY_MS: i64 = DAY_MS + 2 * 3_600_000;
const KNOWN_TO_MONTH_MS: i64 = 32 * DAY_MS;

/// A list of incidents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListView {
    /// What is said in place of incidents.
    pub empty: Option<EmptyView>,
    /// The incidents under the dates in which they begin.
    pub groups: Vec<GroupView>,
    /// The button for more of them.
    pub more: Option<String>,
    /// Numbers that belong to no single incident.
    pub figures: Option<Section<FigureView>>,
}

/// Why there is nothing, and where there is something.
#[derive(Clone, Debug, PartialEq)]
pub struct EmptyView {
    /// Why.
    pub text: String,
    /// The button to the nearest incident, where there is one.
    pub nearest: Option<String>,
}

/// The incidents of a day, a month or a year.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    /// Which.
    pub heading: String,
    /// The incidents.
    pub rows: Vec<RowView>,
}

/// One incident of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct RowView {
    /// Its row.
    pub row: u32,
    /// The symbol of its category.
    pub mark: Option<CategoryMark>,
    /// What it says; `None` until it has been read back.
    pub text: Option<RowText>,
    /// That it may as well lie outside of the window.
    pub perhaps: Option<String>,
}

/// The words of one incident of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct RowText {
    /// When it happened, in short.
    pub when: String,
    /// What it is called.
    pub title: String,
    /// Where it happened.
    pub place: Option<String>,
    /// That its reports differ.
    pub differ: Option<String>,
}

/// A number that several sources give.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureView {
    /// What is counted.
    pub label: String,
    /// That the sources differ.
    pub differ: Option<String>,
    /// The values.
    pub values: Vec<FigureValueView>,
}

/// A value of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureValueView {
    /// The value.
    pub text: String,
    /// Who gives it.
    pub reports: Vec<FigureReportView>,
}

/// A source of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureReportView {
    /// What it is called, and whom it quotes.
    pub source: String,
    /// Its own words.
    pub excerpt: String,
    /// Their language.
    pub lang: Option<String>,
}

/// How many incidents the window holds, of how many.
pub(super) fn count(state: &State) -> Option<String> {
    let (words, counts) = (&state.words, state.feed.index.counts);
    let shown = counts.mapped + counts.unlocated + counts.undated;
    let readable = counts.total - counts.rejected;
    if readable == 0 {
        return None;
    }
    if shown == readable {
        return Some(words.number(f64::from(shown)));
    }
    let number = |count: u32| words.number(f64::from(count));
    Some(words.with("list.in-window", &[("n", &number(shown)), ("total", &number(readable))]))
}

/// The incidents of the window, then those without a date.
pub(super) fn window(state: &State) -> ListView {
    let counts = state.feed.index.counts;
    let listed = update::listed(state);
    let all = (counts.mapped + counts.unlocated + counts.undated) as usize;
    ListView {
        empty: empty(state),
        more: more(state, listed.len(), all),
        groups: groups(state, &listed),
        figures: figures(state),
    }
}

/// The incidents of one mark.
pub(super) fn some(state: &State, rows: &[u32]) -> ListView {
    let listed = update::listed(state);
    ListView {
        more: more(state, listed.len(), rows.len()),
        groups: groups(state, &listed),
        ..ListView::default()
    }
}

fn more(state: &State, listed: usize, all: usize) -> Option<String> {
    (listed < all).then(|| state.words.t("list.more").to_owned())
}

fn empty(state: &State) -> Option<EmptyView> {
    let (words, counts) = (&state.words, state.feed.index.counts);
    let text = |key: &str| words.t(key).to_owned();
    if counts.mapped + counts.unlocated > 0 {
        return None;
    }
    if counts.outside_time > 0 {
        return Some(EmptyView {
            text: text("empty.window"),
            nearest: Some(text("empty.nearest")),
        });
    }
    let has_nothing = counts.undated == 0 && state.feed.phase == Phase::Loaded;
    has_nothing.then(|| EmptyView { text: text("empty.feed"), nearest: None })
}

fn groups(state: &State, rows: &[u32]) -> Vec<GroupView> {
    let styles = styles(state);
    let mut groups: Vec<GroupView> = Vec::new();
    for &row in rows {
        let heading = heading(state, row);
        let view = RowView {
            row,
            mark: category_mark(&styles, state, row),
            text: row_text(state, row),
            perhaps: (state.feed.store().is_dated(row)
                && state.is_in_window(row)
                && state.is_doubtful(row))
            .then(|| state.words.t("panel.perhaps").to_owned()),
        };
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.rows.push(view),
            None => groups.push(GroupView { heading, rows: vec![view] }),
        }
    }
    groups
}

/// The date under which a row stands: no finer than it is known.
fn heading(state: &State, row: u32) -> String {
    let (store, words) = (state.feed.store(), &state.words);
    if !store.is_dated(row) {
        return words.t("list.undated").to_owned();
    }
    let (earliest, latest) = (store.earliest(row), store.latest(row));
    if earliest.is_open() {
        return words.t("list.earlier").to_owned();
    }
    let span_ms = state.window().map_or(0, |window| window.duration_ms());
    let known_to_ms = if store.has_lasted(row) { 0 } else { latest.0.saturating_sub(earliest.0) };
    let precision = match (span_ms, known_to_ms) {
        (..DAYS_UP_TO_MS, ..KNOWN_TO_DAY_MS) => Precision::Day,
        (..MONTHS_UP_TO_MS, ..KNOWN_TO_MONTH_MS) => Precision::Month,
        _ => Precision::Year,
    };
    words.date_of(earliest, precision, heading_zone(state, earliest, latest))
}

/// A date is that of the feed; an instant is shown on the clock of the display.
fn heading_zone(state: &State, earliest: Timestamp, latest: Timestamp) -> &crate::time::Zone {
    if earliest == latest { state.time.shown_zone() } else { &state.time.zone }
}

fn row_text(state: &State, row: u32) -> Option<RowText> {
    let incident = state.texts.get(row)?;
    Some(RowText {
        when: when(state, incident, Sharpness::Short),
        title: title(state, incident),
        place: place_name(state, row, incident),
        differ: state.texts.differ(row).then(|| state.words.t("panel.differ").to_owned()),
    })
}

fn figures(state: &State) -> Option<Section<FigureView>> {
    let figures = &state.feed.collection().figures;
    let views = figures.iter().map(|figure| figure_view(state, figure)).collect();
    Section::new(state.words.t("panel.figures"), views)
}

fn figure_view(state: &State, figure: &Figure) -> FigureView {
    let Comparison { values, differ, .. } = compare_figure(figure, &state.time.zone);
    let report = |&index: &usize| {
        let report = figure.reports.get(index)?;
        let mut source = source_name(state, &report.source);
        if let Some(who) = &report.said_by {
            source = [source.as_str(), ", ", &state.words.with("panel.quoting", &[("who", who)])]
                .concat();
        }
        Some(FigureReportView {
            source,
            excerpt: report.excerpt.clone(),
            lang: excerpt_lang(state, report),
        })
    };
    let value = |value: &crate::incident::ComparedValue| FigureValueView {
        text: claim(state, &value.value, None),
        reports: value.by.iter().filter_map(report).collect(),
    };
    FigureView {
        label: figure.label.get(&state.settings.lang).to_owned(),
        differ: differ.then(|| state.words.t("panel.differ").to_owned()),
        values: values.iter().map(value).collect(),
    }
}
