//! The rows of the list that is open, and which of them are written.

use std::ops::Range;

use crate::order::Shown;
use crate::state::{Account, PanelPage, Phase, State};

/// So many rows of the list are written at least,
pub(super) const LIST_ROWS: usize = 60;
/// of them so many before those that are in sight, and at least as many behind.
const ROWS_BEFORE: usize = 20;
/// A row is at least so high, in CSS pixels,
const LEAST_ROW_PX: f64 = 40.0;
/// and the panel beside the map at most so much higher than that.
const ABOVE_MAP_PX: f64 = 200.0;

/// So many are looked at for print: paper shows the first whose texts are there, and none behind one that is missing.
const MOST_PRINTED: usize = 2000;

/// Lists the account that is open, where that would be another list than before. O(n).
pub(super) fn account_rows(state: &mut State) {
    let PanelPage::Account(account) = state.panel.page else { return };
    let index = &state.feed.index;
    if account.count(index.counts) == 0 && state.feed.phase == Phase::Loaded {
        // What it counted is elsewhere now.
        state.panel.page = PanelPage::List;
        return;
    }
    // Without an order of all rows they have to be sorted: once.
    let is_sorted = account != Account::Filtered || state.feed.whole.is_some();
    let (wanted, shown) =
        if is_sorted { (written(state).end, index.shown) } else { (usize::MAX, Shown::default()) };
    let key = Some((account, state.feed.revision, shown, wanted));
    if state.panel.account.0 == key {
        return;
    }
    let store = state.feed.store();
    let order = index.order.rows().iter().copied();
    let mut rows: Vec<u32> = match account {
        Account::Unlocated => index.unlocated.shown_rows(index.shown_unlocated, 0..wanted as u32),
        Account::Outside => order
            .filter(|&row| store.is_dated(row) && !state.is_in_window(row))
            .take(wanted)
            .collect(),
        Account::Undated => index.order.undated().iter().copied().take(wanted).collect(),
        Account::Filtered => {
            let all = state.feed.whole.as_ref().map(|whole| whole.order.rows());
            let taken = |row: &u32| !store.is_kept(*row);
            match all {
                Some(all) => all.iter().copied().filter(taken).take(wanted).collect(),
                None => (0..index.rows).filter(taken).take(wanted).collect(),
            }
        }
        Account::Rejected => Vec::new(),
    };
    if !is_sorted {
        rows.sort_by_key(|&row| state.feed.store().time_key(row));
    }
    state.panel.account = (key, rows);
}

/// How many incidents the list that is open has.
#[must_use]
pub fn list_length(state: &State) -> usize {
    let counts = state.feed.index.counts;
    match state.panel.offered(state.settings.controls) {
        PanelPage::Some(rows) if !state.is_printing => rows.len(),
        PanelPage::Account(account) if !state.is_printing => account.count(counts) as usize,
        _ => state.feed.index.list_len() as usize,
    }
}

/// Which rows of it are written, by number; not more than there are.
#[must_use]
pub fn written(state: &State) -> Range<usize> {
    let in_sight = ((state.map.viewport.height + ABOVE_MAP_PX) / LEAST_ROW_PX) as usize;
    let enough = LIST_ROWS.max(in_sight + 2 * ROWS_BEFORE);
    let (all, most) = (list_length(state), state.panel.list_rows.max(enough));
    let panel = &state.panel;
    let first = if panel.is_part() { panel.part_first } else { panel.list_first };
    let first = first.min(all.saturating_sub(most));
    first..(first + most).min(all)
}

/// The first row to be written where the one of this number is the first in sight.
#[must_use]
pub fn first_around(number: usize) -> usize {
    number.saturating_sub(ROWS_BEFORE)
}

/// The rows of the list that is open, those that are written: those of the window, as [`crate::listing`] has them. On
/// paper, the first whose texts are there.
#[must_use]
pub fn listed(state: &State) -> Vec<u32> {
    match state.panel.offered(state.settings.controls) {
        _ if state.is_printing => {
            let has_text = |row: &u32| state.texts.get(*row).is_some();
            let rows = numbered(state, 0..MOST_PRINTED).into_iter();
            rows.skip_while(|row| !has_text(row)).take_while(has_text).collect()
        }
        PanelPage::Incident | PanelPage::Story => Vec::new(),
        PanelPage::Some(rows) => rows.get(written(state)).unwrap_or_default().to_vec(),
        PanelPage::Account(_) => {
            let (rows, written) = (&state.panel.account.1, written(state));
            let rows = rows.get(written.start..).unwrap_or_default().iter();
            rows.copied().take(written.len()).collect()
        }
        PanelPage::List => numbered(state, written(state)),
        PanelPage::Closed if state.panel.is_beside && state.settings.controls.list => {
            numbered(state, written(state))
        }
        PanelPage::Closed => Vec::new(),
    }
}

/// Writes the list of the window around a row, so that it can be seen there.
pub(in crate::update) fn follow(state: &mut State, row: u32) {
    if state.panel.is_part() {
        return;
    }
    let number = state.feed.index.list_number(row, state.feed.store());
    let number = number.map(|number| number as usize);
    if let Some(number) = number.filter(|number| !written(state).contains(number)) {
        state.panel.list_first = first_around(number);
    }
}

/// Rows of the list of the window, by number.
fn numbered(state: &State, numbers: Range<usize>) -> Vec<u32> {
    state.feed.index.list(numbers.start as u32..numbers.end as u32, state.feed.store())
}
