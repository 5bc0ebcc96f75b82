//! What is read beside the map: the list of incidents, or one of them.
//!
//! The panel, its list and its incident are written by themselves: the one that is not in sight stays as it was, with
//! what the reader has opened in it.

mod facts;
mod figures;
mod find;
mod incident;
mod list;
mod related;
mod story;

pub use facts::source_name;
pub use figures::figures;
pub use incident::{COVERED, incident, reported};
pub use list::{Seen, first_wanted, list, unit};
pub use story::{
    reports as step_reports, spoken as story_spoken, story, title as story_title, told,
};

use super::legend;
use super::markup::{ACTION, Markup, VALUE};
use super::names::{is_new, marked, place, speak, title};
use super::scene::slot_of;
use crate::address::resolved;
use crate::incident::Incident;
use crate::state::{Account, PanelPage, State};
use crate::text::Words;

const LIST: &str = "M2.5 4h.01M6 4h7.5M2.5 8h.01M6 8h7.5M2.5 12h.01M6 12h7.5";
const LEFT: &str = "M9.5 3.5 5 8l4.5 4.5";
const RIGHT: &str = "M6.5 3.5 11 8l-4.5 4.5";
const CROSS: &str = "M4 4l8 8M12 4l-8 8";

const BACK: &str = "button.panel-icon[type=button][data-action=back]";
/// The buttons to the neighbours in time: what they do, and what they are called.
const STEPS: [(&str, &str); 2] = [("previous", "panel.previous"), ("next", "panel.next")];
const CLOSE: &str = "button.panel-icon[type=button][data-action=close]";
/// The heading of a part of an incident.
const SECTION: &str = "div.panel-section[role=heading][aria-level=3]";

/// What the panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The panel is not there.
    #[default]
    Hidden,
    /// Several incidents.
    List(Listed),
    /// One of them, by its row; `None` until it has been found in the feed.
    Incident(Option<u32>),
    /// A step of the story, from 0.
    Story(usize),
}

/// Of what the list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    /// The window.
    #[default]
    Window,
    /// A mark.
    Mark,
    /// One of the terms under the map.
    Account(Account),
}

/// Which page the panel shows.
#[must_use]
pub fn page(state: &State) -> Page {
    let controls = state.settings.controls;
    match state.panel.offered(controls) {
        PanelPage::Closed if state.panel.is_beside && controls.list => Page::List(Listed::Window),
        PanelPage::Closed => Page::Hidden,
        PanelPage::List => Page::List(Listed::Window),
        PanelPage::Account(account) => Page::List(Listed::Account(*account)),
        PanelPage::Some(_) => Page::List(Listed::Mark),
        PanelPage::Incident => Page::Incident(state.selected_row()),
        PanelPage::Story => state.panel.step.map_or(Page::Hidden, Page::Story),
    }
}

/// Whether the incidents of the window are to be printed, whatever is open.
#[must_use]
pub fn prints_list(state: &State) -> bool {
    state.is_printing && state.settings.controls.list
}

/// The panel: the line above the page, and the places of [`list`] and [`incident`].
pub fn panel(m: &mut Markup, state: &State) {
    let page = page(state);
    m.open("section.panel[part=panel]");
    // Of several maps on a page each has another title.
    let title = state.feed.collection().title.as_ref().map(|title| title.get(&state.settings.lang));
    let parts: Vec<&str> = [state.words.t("panel.list")].into_iter().chain(title).collect();
    m.attribute("aria-label", &parts.join(state.words.t("join.explained")));
    // On paper it stands above what is open.
    let is_listed = matches!(page, Page::List(_)) || prints_list(state);
    m.flag("hidden", page == Page::Hidden && !is_listed);
    header(m, state);
    let is_whole = page == Page::List(Listed::Window);
    find::find(m, state, is_whole && !state.is_printing);
    m.open("div.panel-body");
    m.open("div.panel-list");
    m.flag("hidden", !is_listed);
    m.close();
    m.open("article.panel-incident");
    m.flag("hidden", !matches!(page, Page::Incident(_)));
    m.close();
    m.open("article.panel-story");
    m.flag("hidden", !matches!(page, Page::Story(_)));
    m.close();
    m.close();
    m.close();
}

/// The line above a page, which stays while it scrolls.
fn header(m: &mut Markup, state: &State) {
    let controls = state.settings.controls;
    let (words, page) = (&state.words, state.panel.offered(controls));
    let count = match page {
        PanelPage::Closed | PanelPage::List => list::count(state),
        _ => None,
    };
    let heading = match page {
        PanelPage::Some(rows) => words.plural("panel.here", rows.len() as u64, &[]),
        PanelPage::Closed | PanelPage::List => words.t("panel.list").to_owned(),
        PanelPage::Account(account) => {
            let count = account.count(state.feed.index.counts);
            words.plural(account.key(), u64::from(count), &[])
        }
        PanelPage::Incident | PanelPage::Story => String::new(),
    };
    let is_beside_list = matches!(page, PanelPage::List) && state.panel.is_beside;
    let has_close = !matches!(page, PanelPage::Closed) && !is_beside_list;
    let is_list = matches!(page, PanelPage::Closed | PanelPage::List);
    m.open("div.panel-header[part=panel-header]");
    if controls.story && state.panel.is_in_story() {
        icon_button(m, BACK, words.t("story.back"), LEFT, true);
    } else {
        icon_button(m, BACK, words.t("panel.back"), LIST, !is_list && controls.list);
    }
    m.open("div.panel-heading[role=heading][aria-level=2][tabindex=-1]");
    m.flag("hidden", heading.is_empty());
    m.text(&heading);
    m.close();
    m.open("span.panel-count");
    m.flag("hidden", count.is_none());
    m.text(&count.unwrap_or_default());
    m.close();
    steps(m, state);
    icon_button(m, CLOSE, words.t("panel.close"), CROSS, has_close);
    m.close();
}

fn icon_button(m: &mut Markup, button: &'static str, name: &str, path: &str, is_there: bool) {
    m.open(button);
    if is_there {
        m.name(name);
    }
    m.flag("hidden", !is_there);
    m.icon(path);
    m.close();
}

/// The way to the neighbours of the open incident, or of the step that is told, and where one stands: "3 of 8".
fn steps(m: &mut Markup, state: &State) {
    let words = &state.words;
    let is_told = state.panel.page == PanelPage::Story;
    let place = position(state);
    let (at, total) = place.unwrap_or_default();
    let keys = if is_told { story::STEPS } else { STEPS };
    m.open("div.panel-steps");
    m.flag("hidden", place.is_none());
    let previous = at.checked_sub(1);
    let next = Some(at + 1).filter(|next| *next < total);
    step(m, keys[0], words, LEFT, previous.filter(|_| is_told), previous.is_some());
    m.open("span.panel-position");
    if place.is_some() {
        let (n, total) = (words.number((at + 1) as f64), words.number(total as f64));
        m.text(&words.with("panel.position", &[("n", &n), ("total", &total)]));
    }
    m.close();
    step(m, keys[1], words, RIGHT, next.filter(|_| is_told), next.is_some());
    m.close();
}

/// Where one stands among the incidents in the order of time, or in the story: from 0, of how many.
fn position(state: &State) -> Option<(usize, usize)> {
    let order = state.feed.index.order.rows();
    match state.panel.offered(state.settings.controls) {
        PanelPage::Story => {
            state.story_step()?;
            Some((state.panel.step?, state.feed.collection().story.steps.len()))
        }
        PanelPage::Incident => {
            let key = state.feed.store().time_key(state.selected_row()?);
            let at =
                order.binary_search_by_key(&key, |&row| state.feed.store().time_key(row)).ok()?;
            Some((at, order.len()))
        }
        _ => None,
    }
}

/// A button that is disabled would drop the keyboard: it says that it does nothing instead.
fn step(
    m: &mut Markup,
    (action, name): (&str, &str),
    words: &Words,
    path: &str,
    value: Option<usize>,
    is_possible: bool,
) {
    m.open("button.panel-icon[type=button]");
    m.attribute(ACTION, action);
    if let Some(value) = value {
        m.number(VALUE, value as i64);
    }
    m.name(words.t(name));
    if !is_possible {
        m.attribute("aria-disabled", "true");
    }
    m.icon(path);
    m.close();
}

/// A link out of the page; nothing, where nobody knows where it leads.
fn link(m: &mut Markup, state: &State, class: &str, text: &str, url: &str) {
    if let Some(url) = resolved(url, &state.settings.base) {
        m.link(class, &url, text, state.words.t("panel.new-tab"));
    }
}

/// A quotation, in its language.
fn quotation(m: &mut Markup, state: &State, excerpt: &str, lang: Option<&str>) {
    if excerpt.is_empty() {
        return;
    }
    m.open("blockquote");
    if let Some(lang) = lang {
        m.attribute("lang", lang);
    }
    marked(m, state, excerpt);
    m.close();
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

/// A name that a feed's editor gave to a property or a claim without saying what to call it.
fn plain_name(key: &str) -> String {
    key.replace('_', " ")
}

#[cfg(test)]
mod tests;
