//! Other incidents that one has to do with, from both ends: a feed writes relations one way.

use std::rc::Rc;

use super::incident::label;
use super::{Section, Sharpness, title, when};
use crate::incident::{Incident, Related, Relation};
use crate::state::State;

/// Another incident, and what it is to this one.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedView {
    /// Its row.
    pub row: u32,
    /// What it is to this one.
    pub relation: String,
    /// What it is called; `None` until it has been read back.
    pub title: Option<String>,
    /// When it happened, in short.
    pub when: Option<String>,
    /// Why it is related.
    pub note: Option<String>,
}

/// What the incident says of others, and others of it.
pub(super) fn related<'a>(
    state: &'a State,
    row: u32,
    incident: Option<&Incident>,
) -> Option<Section<RelatedView>> {
    let mut views = Vec::new();
    for related in incident.iter().flat_map(|incident| &incident.related) {
        let Some(other) = state.feed.store().find(&related.id).filter(|other| *other != row) else {
            continue;
        };
        views.push(related_view(state, other, relation_key(related.relation), related));
    }
    let id = state.feed.store().id(row);
    let links_back = |(other, text): (u32, &'a Rc<Incident>)| {
        Some((other, text.related.iter().find(|link| link.id == id)?))
    };
    let mut back: Vec<(u32, &Related)> = state.texts.iter().filter_map(links_back).collect();
    back.retain(|(other, _)| {
        *other != row && views.iter().all(|view: &RelatedView| view.row != *other)
    });
    back.sort_by_key(|(other, _)| state.time_key(*other));
    let view = |(other, related): (u32, &Related)| {
        related_view(state, other, reverse_key(related.relation), related)
    };
    views.extend(back.into_iter().map(view));
    Section::new(state.words.t("panel.related"), views)
}

/// What the other is to this one.
fn relation_key(relation: Relation) -> &'static str {
    match relation {
        Relation::PossiblySame => "panel.possibly-same",
        Relation::PartOf => "panel.part-of",
        Relation::Follows => "panel.follows",
        Relation::Other => "panel.related-other",
    }
}

/// What the other is to this one where the other says it.
fn reverse_key(relation: Relation) -> &'static str {
    match relation {
        Relation::PartOf => "panel.has-part",
        Relation::Follows => "panel.followed-by",
        other => relation_key(other),
    }
}

fn related_view(state: &State, row: u32, key: &str, related: &Related) -> RelatedView {
    let incident = state.texts.get(row);
    RelatedView {
        row,
        relation: state.words.t(key).to_owned(),
        title: incident.map(|incident| title(state, incident)),
        when: incident
            .filter(|incident| incident.when.is_some())
            .map(|incident| when(state, incident, Sharpness::Short)),
        note: label(state, related.note.as_ref()),
    }
}
