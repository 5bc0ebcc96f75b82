//! What is read beside the map: the list of incidents, or one of them.

mod facts;
mod incident;
mod list;
mod related;

pub use facts::{FactView, ValueView, VoiceView};
pub use incident::{
    HeadView, IncidentView, LinkView, MediaView, PropertyView, QuotationView, SourceView, TextView,
};
pub use list::{
    EmptyView, FigureReportView, FigureValueView, FigureView, GroupView, ListView, RowText, RowView,
};
pub use related::RelatedView;

use super::legend::{self, CategoryStyle};
use super::names::title;
use super::scene::slot_of;
use crate::incident::Incident;
use crate::state::{PanelPage, State};

/// The panel as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelView {
    /// What the panel is called.
    pub label: String,
    /// What stands above the page and stays while it scrolls.
    pub header: HeaderView,
    /// The page.
    pub page: PageView,
}

/// The pages of the panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum PageView {
    /// The panel is not there.
    #[default]
    Hidden,
    /// Several incidents.
    List(ListView),
    /// One of them.
    Incident(Box<IncidentView>),
}

/// The line above a page. What is `None` is not there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeaderView {
    /// What a list is called.
    pub heading: Option<String>,
    /// How many it holds, in words.
    pub count: Option<String>,
    /// The button back to the list.
    pub back: Option<String>,
    /// The way to the neighbours.
    pub steps: Option<StepsView>,
    /// The button that closes the panel.
    pub close: Option<String>,
}

/// The buttons to the incidents before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct StepsView {
    /// What the button back in time says.
    pub previous: String,
    /// What the button onwards says.
    pub next: String,
    /// Where one stands: "3 of 8".
    pub position: String,
    /// Whether there is one before.
    pub has_previous: bool,
    /// Whether there is one after.
    pub has_next: bool,
}

/// What is listed under a heading of its own; there is no heading without anything under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Section<T> {
    /// The heading.
    pub heading: String,
    /// What stands under it.
    pub items: Vec<T>,
}

impl<T> Section<T> {
    fn new(heading: &str, items: Vec<T>) -> Option<Self> {
        (!items.is_empty()).then(|| Self { heading: heading.to_owned(), items })
    }
}

/// The symbol of a row's category.
#[derive(Clone, Debug, PartialEq)]
pub struct CategoryMark {
    /// What it is called, its shape and the colour that the feed gives it.
    pub style: CategoryStyle,
    /// The number of its colour in the palette; `None` where there is no category.
    pub number: Option<usize>,
}

/// What stands in the panel.
#[must_use]
pub fn panel(state: &State) -> PanelView {
    let controls = state.settings.controls;
    let page = match &state.panel.page {
        PanelPage::Closed if state.panel.is_beside && controls.list => {
            PageView::List(list::window(state))
        }
        PanelPage::List if controls.list => PageView::List(list::window(state)),
        PanelPage::Some(rows) if controls.panel => PageView::List(list::some(state, rows)),
        PanelPage::Incident if controls.panel => {
            PageView::Incident(Box::new(incident::incident(state)))
        }
        _ => PageView::Hidden,
    };
    PanelView { label: state.words.t("panel.list").to_owned(), header: header(state), page }
}

fn header(state: &State) -> HeaderView {
    let words = &state.words;
    let has_list = state.settings.controls.list;
    let text = |key: &str| Some(words.t(key).to_owned());
    match &state.panel.page {
        PanelPage::Closed => HeaderView {
            heading: text("panel.list"),
            count: list::count(state),
            ..HeaderView::default()
        },
        PanelPage::List => HeaderView {
            heading: text("panel.list"),
            count: list::count(state),
            close: text("panel.close").filter(|_| !state.panel.is_beside),
            ..HeaderView::default()
        },
        PanelPage::Some(rows) => HeaderView {
            heading: Some(words.plural("panel.here", rows.len() as u64, &[])),
            back: text("panel.back").filter(|_| has_list),
            close: text("panel.close"),
            ..HeaderView::default()
        },
        PanelPage::Incident => HeaderView {
            back: text("panel.back").filter(|_| has_list),
            steps: steps(state),
            close: text("panel.close"),
            ..HeaderView::default()
        },
    }
}

fn steps(state: &State) -> Option<StepsView> {
    let (words, order) = (&state.words, &state.feed.index.by_time);
    let selected = state.selected_row()?;
    let at =
        order.binary_search_by_key(&state.time_key(selected), |&row| state.time_key(row)).ok()?;
    let number = |count: usize| words.number(count as f64);
    let position =
        words.with("panel.position", &[("n", &number(at + 1)), ("total", &number(order.len()))]);
    Some(StepsView {
        previous: words.t("panel.previous").to_owned(),
        next: words.t("panel.next").to_owned(),
        position,
        has_previous: at > 0,
        has_next: at + 1 < order.len(),
    })
}

fn category_mark(styles: &[CategoryStyle], state: &State, row: u32) -> Option<CategoryMark> {
    let slot = slot_of(state.feed.store(), row);
    let style = styles.get(slot)?.clone();
    Some(CategoryMark { style, number: (slot + 1 < styles.len()).then_some(slot) })
}

/// How sharp the words for a time are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharpness {
    Phrase,
    Short,
}

/// When an incident happened; what can't be read is shown as it was written.
fn when(state: &State, incident: &Incident, sharpness: Sharpness) -> String {
    let (words, feed, shown) = (&state.words, &state.time.zone, state.time.shown_zone());
    let Some(time) = &incident.when else { return words.t("panel.date-unknown").to_owned() };
    match (&time.when, sharpness) {
        (Some(when), Sharpness::Phrase) => words.when_phrase(when, feed, shown),
        (Some(when), Sharpness::Short) => words.when_short(when, feed, shown),
        (None, _) if time.written.is_empty() => words.t("panel.date-unknown").to_owned(),
        (None, _) => words.with("panel.date-unreadable", &[("found", &time.written)]),
    }
}

/// The name of a place, and that it is not on the map where it is not.
fn place_name(state: &State, row: u32, incident: &Incident) -> Option<String> {
    let words = &state.words;
    let name = incident.place.name.as_ref().map(|name| name.get(&state.settings.lang).to_owned());
    if state.feed.store().place(row).is_some() {
        return name;
    }
    let unknown = words.t("panel.place-unknown");
    Some(
        name.map_or(unknown.to_owned(), |name| words.with("panel.place-named", &[("name", &name)])),
    )
}

/// A name that a feed's editor gave to a property or a claim without saying what to call it.
fn plain_name(key: &str) -> String {
    key.replace('_', " ")
}

fn styles(state: &State) -> Vec<CategoryStyle> {
    legend::categories(state)
}

#[cfg(test)]
mod tests;
