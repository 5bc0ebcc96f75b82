//! The incidents of the window, or of one mark, in the order of time. Rows and groups have keys, so that one that is
//! pressed, or has the keyboard, stays the same while the window moves.

use super::figures::figures;
use super::{Sharpness, is_new, marked, place_name, title, when};
use crate::incident::Incident;
use crate::state::{Account, PanelPage, Phase, State};
use crate::time::{DAY_MS, Precision, Timestamp};
use crate::update;
use crate::view::legend::{self, CategoryStyle};
use crate::view::markup::{Markup, VALUE};
use crate::view::scene::slot_of;

/// Up to such a span days are headings; in ms.
const DAYS_UP_TO_MS: i64 = 3 * DAY_MS;
/// Up to such a span months are; beyond it years.
const MONTHS_UP_TO_MS: i64 = 6 * 366 * DAY_MS;
/// What is known to a day or a month is known to less than this, wherever the clock is put back; in ms.
const KNOWN_TO_DAY_MS: i64 = DAY_MS + 2 * 3_600_000;
const KNOWN_TO_MONTH_MS: i64 = 32 * DAY_MS;

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
    let key = if counts.filtered_out > 0 { "panel.position" } else { "list.in-window" };
    Some(words.with(key, &[("n", &number(shown)), ("total", &number(readable))]))
}

/// The incidents of the window, then those without a date; or those of one mark.
pub fn list(m: &mut Markup, state: &State) {
    let counts = state.feed.index.counts;
    let (of_mark, all) = match &state.panel.page {
        PanelPage::Some(rows) if !state.is_printing => (true, rows.len()),
        PanelPage::Account(account) if !state.is_printing => (true, account.count(counts) as usize),
        _ => (false, (counts.mapped + counts.unlocated + counts.undated) as usize),
    };
    let listed = update::listed(state);
    // So that nothing moves when the texts come, the first rows appear together with them.
    let is_arriving = !listed.is_empty() && !state.texts.have_come();
    m.open(if is_arriving { "div.panel-list arriving" } else { "div.panel-list" });
    empty(m, state, of_mark);
    m.open("div");
    groups(m, state, &listed);
    m.close();
    let is_unreadable = state.panel.page == PanelPage::Account(Account::Rejected);
    if is_unreadable {
        unreadable(m, state);
    }
    let has_more = listed.len() < all && !is_unreadable;
    if has_more && state.is_printing {
        m.leaf("p.panel-empty", &state.words.plural("list.rest", (all - listed.len()) as u64, &[]));
    } else {
        m.open("button.panel-more[type=button][data-action=more]");
        m.flag("hidden", !has_more);
        m.text(if has_more { state.words.t("list.more") } else { "" });
        m.close();
    }
    figures(m, state, of_mark);
    m.close();
}

/// The features that could not be read, by their number in the feed, and why.
fn unreadable(m: &mut Markup, state: &State) {
    let (words, rejected) = (&state.words, state.feed.rejected());
    m.open("ul.panel-unreadable[role=list]");
    for entry in rejected {
        let number = words.number(f64::from(entry.index));
        m.open("li");
        m.leaf("span.panel-when", &words.with("list.feature", &[("n", &number)]));
        m.text(" ");
        m.text(entry.id.as_deref().unwrap_or_default());
        m.leaf("div", &entry.reason);
        m.close();
    }
    m.close();
    let rest = state.feed.rejected_count().saturating_sub(rejected.len() as u32);
    if rest > 0 {
        m.leaf("p.panel-empty", &words.plural("list.rest", u64::from(rest), &[]));
    }
}

/// Why there is nothing, and the way to the nearest incident where there is one.
fn empty(m: &mut Markup, state: &State, of_mark: bool) {
    let (words, counts) = (&state.words, state.feed.index.counts);
    let is_outside = counts.outside_time > 0;
    let has_nothing = counts.undated == 0 && state.feed.phase == Phase::Loaded;
    let is_empty = !of_mark && counts.mapped + counts.unlocated == 0 && (is_outside || has_nothing);
    m.open("div.panel-empty");
    m.flag("hidden", !is_empty);
    if is_empty {
        m.leaf("p", words.t(if is_outside { "empty.window" } else { "empty.feed" }));
        if is_outside {
            m.leaf("button.panel-link[type=button][data-action=nearest]", words.t("empty.nearest"));
        }
    }
    m.close();
}

/// The rows under the dates in which they begin.
fn groups(m: &mut Markup, state: &State, rows: &[u32]) {
    let styles = legend::categories(state);
    let mut current: Option<String> = None;
    for &row in rows {
        let date = date_of(state, row);
        if current.as_ref() != Some(&date) {
            if current.is_some() {
                close_group(m);
            }
            m.open_keyed("div.panel-group", &date);
            m.leaf("div.panel-date[part=date][role=heading][aria-level=3]", &date);
            // A list without bullets is no list to some browsers.
            m.open("ul[role=list]");
            current = Some(date);
        }
        list_row(m, state, &styles, row);
    }
    if current.is_some() {
        close_group(m);
    }
}

fn close_group(m: &mut Markup) {
    m.close();
    m.close();
}

pub(super) fn list_row(m: &mut Markup, state: &State, styles: &[CategoryStyle], row: u32) {
    let incident = state.texts.get(row);
    m.open_keyed("li", &row.to_string());
    m.open("button.panel-row[part=row][type=button][data-action=open]");
    m.number(VALUE, i64::from(row));
    let slot = slot_of(state.feed.store(), row);
    if let Some(style) = styles.get(slot) {
        legend::symbol(m, style, slot, styles.len());
    }
    m.open(if incident.is_some() { "span.panel-words" } else { "span.panel-words waiting" });
    if let Some(incident) = incident {
        m.open("span.panel-when");
        m.text(&when(state, incident, Sharpness::Short));
        let is_dated = state.feed.store().is_dated(row);
        if is_dated && state.is_in_window(row) && state.is_doubtful(row) {
            m.aside("i", state.words.t("panel.perhaps"));
        }
        m.close();
        m.open("span.panel-title");
        marked(m, state, &title(state, incident));
        m.close();
        row_end(m, state, row, incident);
    }
    m.close();
    m.close();
    m.close();
}

/// Where it happened, that its reports differ, and that it is new.
fn row_end(m: &mut Markup, state: &State, row: u32, incident: &Incident) {
    let (place, differ) = (&place_name(state, row, incident), state.texts.differ(row));
    let is_new = is_new(state, incident);
    if place.is_empty() && !differ && !is_new {
        return;
    }
    m.open("span.panel-place");
    if !place.is_empty() {
        m.open("span");
        marked(m, state, place);
        m.close();
    }
    if differ {
        m.leaf("span.panel-differ", state.words.t("panel.differ"));
    }
    if is_new {
        m.leaf("span.panel-new", state.words.t("panel.new"));
    }
    m.close();
}

/// The date under which a row stands: no finer than it is known.
fn date_of(state: &State, row: u32) -> String {
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

#[cfg(test)]
mod tests;
