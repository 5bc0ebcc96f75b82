//! What is read beside the map: the list, one incident, and the way between them.

mod rows;

use crate::filter::Search;
use crate::marks::{self, Sight};
use crate::message::{Effect, Message};
use crate::settings::Display;
use crate::state::{PanelPage, Phase, State};

use super::{map, timeline};

pub(super) use rows::follow;
use rows::{LIST_ROWS, account_rows};
pub use rows::{first_around, list_length, listed, written};

/// Marks of so many incidents are named by their titles.
pub(crate) const MAX_TITLES: u32 = 3;

/// So many of a place are listed in the order of time.
const MOST_SORTED: usize = 20_000;
pub(super) fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::SelectionAsked(Some(id)) => {
            select(state, id);
            Vec::new()
        }
        Message::SelectionAsked(None) => {
            close(state);
            Vec::new()
        }
        Message::IncidentOpened(row) => open_rows(state, vec![row]),
        Message::IncidentRevealed => state.selected_row().map_or_else(Vec::new, |row| {
            show(state, row);
            focus(state)
        }),
        Message::WentBack if state.panel.is_in_story() && state.settings.controls.story => {
            state.panel.page = PanelPage::Story;
            state.panel.selected = None;
            focus(state)
        }
        Message::ListOpened | Message::WentBack => {
            close(state);
            state.panel.page = PanelPage::List;
            focus(state)
        }
        Message::AccountOpened(account) => {
            close(state);
            state.panel.part_first = 0;
            state.panel.page = PanelPage::Account(account);
            // The list of another account is not to stand there while the window moves.
            state.panel.listed_ms = f64::NEG_INFINITY;
            focus(state)
        }
        Message::ListScrolled(first) => {
            let panel = &mut state.panel;
            let is_part = panel.is_part();
            *(if is_part { &mut panel.part_first } else { &mut panel.list_first }) = first;
            panel.scrolled_ms = Some(f64::INFINITY);
            Vec::new()
        }
        Message::RowPointed { row: Some(row), is_followed } => {
            state.panel.pointed = Some((row, true));
            if is_followed {
                map::bring_into_sight(state, row);
            }
            Vec::new()
        }
        Message::RowPointed { row: None, .. } => {
            state.panel.pointed = state.panel.pointed.map(|(row, _)| (row, false));
            Vec::new()
        }
        Message::PanelClosed => {
            close(state);
            vec![Effect::RestoreFocus]
        }
        Message::IncidentStepped(by) => step(state, by),
        Message::NearestAsked => {
            // The button goes with what it stands in, and hands the keyboard on.
            nearest(state).map_or_else(Vec::new, |row| {
                show(state, row);
                focus(state)
            })
        }
        _ => Vec::new(),
    }
}

/// Opens an incident that the page names; it may not have been read yet.
fn select(state: &mut State, id: String) {
    if state.feed.store().find(&id).is_none() && !state.feed.is_loading() {
        return;
    }
    state.panel.selected = Some(id);
    state.panel.page = PanelPage::Incident;
    state.panel.is_read_out = false;
    if let Some(row) = state.selected_row() {
        map::bring_into_sight(state, row);
    }
}

/// A load has ended: what was asked for before is there now, or will not come.
pub(super) fn selection_read(state: &mut State) {
    match (state.panel.selected.is_some(), state.selected_row()) {
        (true, Some(row)) if !map::is_asked_for(state) => map::bring_into_sight(state, row),
        (true, Some(_)) => {}
        (true, None) => clear(state),
        (false, _) => {}
    }
}

/// Closes what is open. A story that is told in the panel is left by it; one that the page tells goes on.
pub(super) fn close(state: &mut State) {
    clear(state);
    if state.settings.controls.story {
        state.panel.step = None;
    }
}

fn clear(state: &mut State) {
    state.panel.page = PanelPage::Closed;
    state.panel.selected = None;
}

/// Opens an incident, or a list of several in the order of time.
pub(super) fn open_rows(state: &mut State, mut rows: Vec<u32>) -> Vec<Effect> {
    if let [row] = rows[..] {
        state.panel.selected = Some(state.feed.store().id(row).to_owned());
        state.panel.page = PanelPage::Incident;
        map::bring_into_sight(state, row);
    } else {
        let store = state.feed.store();
        // More than these would hold the page up.
        if rows.len() <= MOST_SORTED {
            rows.sort_by_cached_key(|&row| store.time_key(row));
        }
        state.panel.selected = None;
        state.panel.part_first = 0;
        state.panel.page = PanelPage::Some(rows);
    }
    focus(state)
}

/// Moves the keyboard to what was opened, where that is shown.
pub(super) fn focus(state: &mut State) -> Vec<Effect> {
    if *state.panel.offered(state.settings.controls) == PanelPage::Closed {
        return Vec::new();
    }
    state.panel.is_read_out = true;
    vec![Effect::FocusPanel]
}

/// To the neighbour in time; where it lies outside of the window, the window goes along.
fn step(state: &mut State, by: i32) -> Vec<Effect> {
    let next = match state.selected_row() {
        Some(row) => {
            let [previous, next] = neighbors(state, row);
            if by < 0 { previous } else { next }
        }
        None => entry(state, by).copied(),
    };
    if let Some(row) = next {
        show(state, row);
    }
    Vec::new()
}

/// The incidents before and after a row in the order of time, of those that the filter leaves; it may have taken the row itself.
#[must_use]
pub fn neighbors(state: &State, row: u32) -> [Option<u32>; 2] {
    let (store, order) = (state.feed.store(), state.feed.index.order.rows());
    let key = store.time_key(row);
    let at = order.partition_point(|&other| store.time_key(other) < key);
    let after = if order.get(at) == Some(&row) { at + 1 } else { at };
    [at.checked_sub(1), Some(after)].map(|at| order.get(at?).copied())
}

/// Where the way through the incidents begins: at the first or the last of the window, else behind or before it.
fn entry(state: &State, by: i32) -> Option<&u32> {
    let (store, window) = (state.feed.store(), state.window()?);
    let mut order = state.feed.index.order.rows().iter();
    if by > 0 {
        order.find(|&&row| state.is_in_window(row) || store.earliest(row) >= window.end())
    } else {
        order.rfind(|&&row| state.is_in_window(row) || store.latest(row) < window.start())
    }
}

/// Opens an incident with the window and the map going along.
fn show(state: &mut State, row: u32) {
    timeline::bring_into_window(state, row);
    state.panel.selected = Some(state.feed.store().id(row).to_owned());
    state.panel.page = PanelPage::Incident;
    state.panel.is_read_out = false;
    map::bring_into_sight(state, row);
}

/// The incident that is nearest in time to the window.
fn nearest(state: &State) -> Option<u32> {
    let (window, store) = (state.window()?, state.feed.store());
    let away = |row: &u32| {
        let before = window.start().0.saturating_sub(store.latest(*row).0);
        let after = store.earliest(*row).0.saturating_sub(window.end().0);
        before.max(after).max(0)
    };
    state.feed.index.order.dated().iter().copied().min_by_key(away)
}

/// Under a window that moves from frame to frame a long list is a blur, and costs ten times what the map does: it waits for rest,
/// and of a search for the first that is found, but not for long.
pub(super) fn frame_began(state: &mut State, now_ms: f64) {
    const REST_MS: f64 = 100.0;
    const AT_MOST_MS: f64 = 500.0;
    let panel = &mut state.panel;
    panel.scrolled_ms = panel.scrolled_ms.map(|at| at.min(now_ms));
    panel.is_scrolling = panel.scrolled_ms.is_some_and(|at| now_ms - at < REST_MS);
    let is_long = state.feed.index.rows as usize > LIST_ROWS;
    let is_moving = is_long && now_ms - state.time.moved_ms < REST_MS;
    let page = panel.offered(state.settings.controls);
    let is_list = !matches!(page, PanelPage::Incident | PanelPage::Story);
    let is_sought = state.feed.search.as_ref().is_some_and(Search::is_fresh);
    panel.sought_ms = is_sought.then(|| panel.sought_ms.unwrap_or(now_ms));
    let since_ms = panel.sought_ms.or(is_moving.then_some(panel.listed_ms));
    let is_early = since_ms.is_some_and(|since_ms| now_ms - since_ms < AT_MOST_MS);
    panel.is_waiting = is_list && is_early && !state.is_printing;
    if !panel.is_waiting {
        panel.listed_ms = now_ms;
        account_rows(state);
    }
}

/// The rows whose text is needed for what is shown, and that is neither there nor on its way.
pub(super) fn text_effects(state: &mut State) -> Vec<Effect> {
    let mut wanted = Vec::new();
    wanted.extend(state.told_rows());
    if let Some(row) = state.selected_row() {
        let related =
            state.texts.get(row).map(|incident| incident.related.clone()).unwrap_or_default();
        wanted.extend(related.iter().filter_map(|link| state.feed.store().find(&link.id)));
    }
    // Those of a small feed are all there: for print, which waits for nothing, and because relations are written one way.
    let rows = state.feed.index.rows;
    if state.feed.phase == Phase::Loaded && rows as usize <= LIST_ROWS {
        wanted.extend(0..rows);
    }
    if !state.panel.is_waiting && !state.panel.is_scrolling && !state.is_printing {
        wanted.extend(listed(state));
    }
    wanted.extend(named(state));
    let missing = state.texts.ask(wanted.into_iter());
    if missing.is_empty() {
        return Vec::new();
    }
    let store = state.feed.store();
    let range = |row: u32| {
        let range = store.text_range(row);
        (row, range.start, (range.end - range.start) as u32)
    };
    vec![Effect::ReadTexts(missing.into_iter().map(range).collect())]
}

/// The incidents whose marks are named by their titles: under the mouse and under the keyboard, and all that have come to rest.
fn named(state: &State) -> Vec<u32> {
    let index = &state.feed.index;
    let are_listed = state.map.listed == Some(Sight::of(state));
    let is_few = state.settings.display == Display::Clusters;
    let are_all = state.map.marks_focused || is_few && are_listed;
    if state.map.hovered.is_none() && !are_all {
        return Vec::new();
    }
    let is_pointed_at = |rank: Option<u32>, ranks: &std::ops::Range<u32>| {
        rank.is_some_and(|rank| ranks.contains(&rank))
    };
    let mut named = marks::visible(state);
    named.retain(|placed| {
        let ranks = &placed.mark.ranks;
        placed.mark.count <= MAX_TITLES && (are_all || is_pointed_at(state.map.hovered, ranks))
    });
    let active =
        named.iter().rposition(|placed| is_pointed_at(state.map.active, &placed.mark.ranks));
    named[marks::around(active, named.len(), LIST_ROWS)]
        .iter()
        .flat_map(|placed| index.clusters.rows_of(&placed.mark, index.shown, MAX_TITLES as usize))
        .collect()
}
