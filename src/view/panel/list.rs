//! The incidents of the window, or of one mark, in the order of time. Rows and groups have keys, so that one that is
//! pressed, or has the keyboard, stays the same while the window moves.

use std::ops::Range;

use super::figures::figures;
use super::{Listed, Page, Sharpness, is_new, marked, page, place, speak, title, when};
use crate::calendar::{Unit, floor};
use crate::cluster::FEW;
use crate::incident::{Incident, Relation};
use crate::marks::{self, PlacedMark};
use crate::state::{Account, PanelPage, State};
use crate::time::{DAY_MS, Precision, Timestamp, Zone};
use crate::update;
use crate::view::legend::{self, CategoryStyle};
use crate::view::markup::{ACTION, Markup, VALUE, px};
use crate::view::scene::{is_pointed, slot_of};
use crate::view::status::emptiness;

const ROW: &str = "button.panel-row[part=row][type=button][data-action=open]";
const ROW_AT_MAP: &str = "button.panel-row at-map[part=row][type=button][data-action=open]";

/// Up to such a span days are headings; in ms.
const DAYS_UP_TO_MS: i64 = 3 * DAY_MS;
/// Up to such a span months are; beyond it years.
const MONTHS_UP_TO_MS: i64 = 6 * 366 * DAY_MS;

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
    let key =
        if counts.filtered_out + counts.undated > 0 { "panel.position" } else { "list.in-window" };
    Some(words.with(key, &[("n", &number(shown)), ("total", &number(readable))]))
}

/// A row that is not written takes so many CSS pixels,
const ROW_PX: f64 = 72.0;
/// and all of them no more than these: browsers make nothing higher than a few times as much.
const MOST_PX: f64 = 4_000_000.0;

/// How many CSS pixels stand for each row of the list that is not written.
#[must_use]
pub fn unit(state: &State) -> f64 {
    ROW_PX.min(MOST_PX / update::list_length(state).max(1) as f64)
}

/// What is seen of a list that is scrolled, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// How far the list goes on above,
    pub top: f64,
    /// how far the rows that are written do,
    pub rows_above: f64,
    /// and how far they go on below; less than 0 where they end within what is seen, or before it.
    pub rows_below: f64,
    /// How much is seen.
    pub height: f64,
}

/// From which number on rows are to be written, where others are near to what is seen than the ones that are `written` of
/// `all`; a row that is not written takes `unit` CSS pixels.
#[must_use]
pub fn first_wanted(written: &Range<usize>, all: usize, unit: f64, seen: &Seen) -> Option<usize> {
    // So much is to be there above and below what is seen, in CSS pixels.
    const MARGIN: f64 = 400.0;
    let is_near = (seen.rows_above > MARGIN || written.start == 0)
        && (seen.rows_below > MARGIN || written.end == all);
    if is_near || written.is_empty() {
        return None;
    }
    let are_seen = seen.rows_above > -seen.height && seen.rows_below > -seen.height;
    let number = if are_seen {
        let rows_height = seen.rows_above + seen.height + seen.rows_below;
        written.start as f64 + seen.rows_above * written.len() as f64 / rows_height
    } else {
        seen.top / unit
    };
    let wanted = update::first_around(number.max(0.0) as usize).min(all - written.len());
    (wanted != written.start).then_some(wanted)
}

/// The incidents of the window, those without a place and then those without a date last; or those of one mark, or of one of
/// the terms under the map. Only those around what is in sight are written, with room for the others.
pub fn list(m: &mut Markup, state: &State) {
    let page = page(state);
    let is_part = matches!(page, Page::List(Listed::Mark | Listed::Account(_)));
    let of_mark = is_part && !state.is_printing;
    let (all, numbers, listed) =
        (update::list_length(state), update::written(state), update::listed(state));
    // So that nothing moves when the texts come, the first rows appear together with them.
    let is_arriving = !listed.is_empty() && !state.texts.have_come();
    m.open(if is_arriving { "div.panel-list arriving" } else { "div.panel-list" });
    empty(m, state, of_mark);
    let is_unreadable = page == Page::List(Listed::Account(Account::Rejected));
    let room = |rows: usize| if state.is_printing || is_unreadable { 0 } else { rows };
    space(m, state, room(numbers.start));
    m.open("div.panel-rows[tabindex=-1]");
    let is_whole = listed.len() == all;
    let of = (!is_whole).then_some((numbers.start, all));
    groups(m, state, &listed, of, !of_mark && !state.feed.index.clusters.is_empty());
    m.close();
    if is_unreadable {
        unreadable(m, state);
    }
    space(m, state, room(all - numbers.end));
    if listed.len() < all && state.is_printing {
        m.leaf("p.panel-empty", &state.words.plural("list.rest", (all - listed.len()) as u64, &[]));
    }
    figures(m, state, of_mark);
    m.close();
}

/// Room for rows that are not written.
fn space(m: &mut Markup, state: &State, rows: usize) {
    m.open("div.panel-space");
    m.style("block-size", &px(rows as f64 * unit(state)));
    m.close();
}

/// The features that could not be read, by their number in the feed, counted from 1, and why.
fn unreadable(m: &mut Markup, state: &State) {
    let (words, rejected) = (&state.words, state.feed.rejected());
    m.open("ul.panel-unreadable[role=list]");
    for entry in rejected {
        let number = words.number(f64::from(entry.index) + 1.0);
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
    let empty = emptiness(state).filter(|_| !of_mark);
    m.open("div.panel-empty");
    m.flag("hidden", empty.is_none());
    if let Some((key, way)) = empty {
        m.leaf("p", state.words.t(key));
        if let Some((action, name)) = way {
            m.open("button.panel-link[type=button]");
            m.attribute(ACTION, action);
            m.text(state.words.t(name));
            m.close();
        }
    }
    m.close();
}

/// The rows under the dates in which they begin, those without a place under a heading of their own where they come
/// last. Where not all rows are written, each says which it is, from 0, of how many.
fn groups(
    m: &mut Markup,
    state: &State,
    rows: &[u32],
    of: Option<(usize, usize)>,
    unlocated_are_last: bool,
) {
    let styles = legend::categories(state);
    let at_map = at_map(state);
    // The keyboard comes in where it was last; from there arrows lead on.
    let entry = state.panel.pointed.map(|(row, _)| row).filter(|row| rows.contains(row));
    let entry = entry.or(rows.first().copied());
    let mut current: Option<String> = None;
    for (at, &row) in rows.iter().enumerate() {
        let is_unlocated = unlocated_are_last && state.feed.store().place(row).is_none();
        let date = date_of(state, row, is_unlocated);
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
        let position = of.map(|(first, all)| (first + at, all));
        list_row(m, state, &styles, row, position, (entry == Some(row), at_map.contains(&row)));
    }
    if current.is_some() {
        close_group(m);
    }
}

fn close_group(m: &mut Markup) {
    m.close();
    m.close();
}

/// The rows for which the mark stands that has the mouse or the keyboard, where these are few.
fn at_map(state: &State) -> Vec<u32> {
    if state.map.hovered.is_none() && !state.map.marks_focused {
        return Vec::new();
    }
    let index = &state.feed.index;
    let few = |placed: &&PlacedMark| placed.mark.count <= FEW && is_pointed(state, placed);
    let rows = |placed| index.clusters.rows_of(placed, index.shown, FEW as usize);
    marks::visible(state).iter().filter(few).flat_map(|placed| rows(&placed.mark)).collect()
}

/// A row of the list: which it is, from 0, of how many, where others are not written; whether the Tab key stops there, and
/// whether its mark has the mouse or the keyboard.
pub(super) fn list_row(
    m: &mut Markup,
    state: &State,
    styles: &[CategoryStyle],
    row: u32,
    position: Option<(usize, usize)>,
    (is_stop, is_at_map): (bool, bool),
) {
    let incident = state.texts.get(row);
    m.open_keyed("li", &row.to_string());
    if let Some((at, all)) = position {
        m.number("aria-posinset", at as i64 + 1);
        m.number("aria-setsize", all as i64);
    }
    m.open(if is_at_map { ROW_AT_MAP } else { ROW });
    m.number(VALUE, i64::from(row));
    if !is_stop {
        m.attribute("tabindex", "-1");
    }
    let slot = slot_of(state.feed.store(), row);
    if let Some(style) = styles.get(slot) {
        legend::symbol(m, style, slot, styles.len(), true);
    }
    m.open(if incident.is_some() { "span.panel-words" } else { "span.panel-words waiting" });
    if let Some(incident) = incident {
        m.open("span.panel-when");
        m.text(&when(state, incident, Sharpness::Short));
        let is_dated = state.feed.store().is_dated(row);
        if is_dated && state.is_in_window(row) && state.is_doubtful(row) {
            m.aside("i", state.words.t("panel.perhaps"));
        }
        if state.panel.page == PanelPage::Story && !state.feed.store().is_kept(row) {
            m.aside("i", state.words.t("panel.filtered"));
        }
        m.close();
        m.open("span.panel-title");
        incident.named().iter().for_each(|label| speak(m, state, label));
        marked(m, state, &title(state, incident));
        m.close();
        row_end(m, state, row, incident);
    }
    m.close();
    m.close();
    m.close();
}

/// Where it happened, what it has to do with others, that its reports differ, and that it is new.
fn row_end(m: &mut Markup, state: &State, row: u32, incident: &Incident) {
    let (place, differ) = (&place(state, row, incident), state.texts.differ(row));
    let is_new = is_new(state, incident);
    let is = |relation: Relation| incident.related.iter().any(|link| link.relation == relation);
    let (is_part, is_same) = (is(Relation::PartOf), is(Relation::PossiblySame));
    if place.is_empty() && !differ && !is_new && !is_part && !is_same {
        return;
    }
    m.open("span.panel-place");
    if !place.is_empty() {
        m.open("span");
        marked(m, state, place);
        m.close();
    }
    for (is_there, key) in [(is_part, "list.part"), (is_same, "list.same")] {
        if is_there {
            m.leaf("span", state.words.t(key));
        }
    }
    if differ {
        m.leaf("span.panel-differ", state.words.t("panel.differ"));
    }
    if is_new {
        m.leaf("span.panel-new", state.words.t("panel.new"));
    }
    m.close();
}

/// What a row stands under: its date, no finer than it is known, or that its place or its date is not.
fn date_of(state: &State, row: u32, is_unlocated: bool) -> String {
    let (store, words) = (state.feed.store(), &state.words);
    if !store.is_dated(row) {
        return words.t("list.undated").to_owned();
    }
    if is_unlocated {
        return words.t("list.unlocated").to_owned();
    }
    let (earliest, latest) = (store.earliest(row), store.latest(row));
    if earliest.is_open() {
        return words.t("list.earlier").to_owned();
    }
    let span_ms = state.window().map_or(0, |window| window.duration_ms());
    let zone = heading_zone(state, earliest, latest);
    let finest = usize::from(span_ms >= DAYS_UP_TO_MS) + usize::from(span_ms >= MONTHS_UP_TO_MS);
    let after = Timestamp(latest.0.saturating_add(1));
    let is_whole = |unit| [earliest, after].iter().all(|&at| floor(at, unit, zone) == at);
    let is_known_to = |precision: &Precision| match precision {
        _ if !store.has_lasted(row) => {
            let [first, last] = [earliest, latest].map(|at| words.date_of(at, *precision, zone));
            first == last
        }
        // What lasted whole months or years is not known to have begun on the first day of them.
        Precision::Day => !is_whole(Unit::Month),
        Precision::Month => !is_whole(Unit::Years(1)),
        _ => true,
    };
    let all = [Precision::Day, Precision::Month, Precision::Year];
    let precision = all.into_iter().skip(finest).find(is_known_to).unwrap_or(Precision::Year);
    words.date_of(earliest, precision, zone)
}

/// A date is that of the feed; a time of day is shown on the clock of the display.
fn heading_zone(state: &State, earliest: Timestamp, latest: Timestamp) -> &Zone {
    let feed = &state.time.zone;
    let is_moment = earliest == latest || floor(earliest, Unit::Day, feed) != earliest;
    if is_moment { state.time.shown_zone() } else { feed }
}

#[cfg(test)]
mod tests;
