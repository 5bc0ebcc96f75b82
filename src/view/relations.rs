//! Which incidents have to do with one, from both ends: a feed writes relations one way.

use crate::incident::Related;
use crate::state::State;

/// Another incident that has to do with one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link<'a> {
    /// The other's row.
    pub row: u32,
    /// What is said of it.
    pub related: &'a Related,
    /// Whether the other says it: that it is a part of this one, not this one of it.
    pub is_reverse: bool,
}

/// What an incident says of others, in its order, then those in the order of time that say it of themselves; of the
/// incidents whose text was read.
#[must_use]
pub fn links(state: &State, row: u32) -> Vec<Link<'_>> {
    let (store, texts) = (state.feed.store(), &state.texts);
    let own = texts.get(row).into_iter().flat_map(|incident| &incident.related);
    let mut links: Vec<Link> = own
        .filter_map(|related| {
            let row = store.find(&related.id).filter(|other| *other != row)?;
            Some(Link { row, related, is_reverse: false })
        })
        .collect();
    let known = links.len();
    let id = store.id(row);
    for (other, incident) in texts.iter() {
        let is_known = other == row || links.iter().take(known).any(|link| link.row == other);
        if let Some(related) = incident.related.iter().find(|link| link.id == id && !is_known) {
            links.push(Link { row: other, related, is_reverse: true });
        }
    }
    links
        .get_mut(known..)
        .unwrap_or_default()
        .sort_by_key(|link| state.feed.store().time_key(link.row));
    links
}
