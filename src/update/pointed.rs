//! What is pointed at, and which incidents are listed, where ranks and rows become others.

use crate::state::{PanelPage, State};

/// It by id, which outlives an index and a load.
pub(super) struct Pointed {
    hovered: Option<String>,
    active: Option<String>,
    /// Only where the rows become others.
    listed: Option<Vec<String>>,
    row: Option<(String, bool)>,
}

impl Pointed {
    /// Remembers it, before there is another index, and other rows as well or those of before.
    pub fn of(state: &State, are_other_rows: bool) -> Self {
        let id = |row: u32| state.feed.store().id(row).to_owned();
        let id_at = |rank: u32| state.feed.index.clusters.row(rank).map(id);
        let listed = match &state.panel.page {
            PanelPage::Some(rows) if are_other_rows => Some(rows.iter().copied().map(id).collect()),
            _ => None,
        };
        Self {
            hovered: state.map.hovered.and_then(id_at),
            active: state.map.active.and_then(id_at),
            listed,
            row: state.panel.pointed.map(|(row, has_it)| (id(row), has_it)),
        }
    }

    /// Points at it again, as far as it is still there.
    pub fn restore(self, state: &mut State) {
        let (store, clusters) = (state.feed.store(), &state.feed.index.clusters);
        let row = |id: String| store.find(&id);
        let rank = |id: String| clusters.rank(row(id)?, store);
        let (hovered, active) = (self.hovered.and_then(rank), self.active.and_then(rank));
        let pointed = self.row.and_then(|(id, has_it)| Some((row(id)?, has_it)));
        let listed: Option<Vec<u32>> =
            self.listed.map(|ids| ids.into_iter().filter_map(row).collect());
        (state.map.hovered, state.map.active) = (hovered, active);
        state.panel.pointed = pointed;
        if let Some(rows) = listed {
            let is_empty = rows.is_empty();
            state.panel.page = if is_empty { PanelPage::Closed } else { PanelPage::Some(rows) };
        }
    }
}
