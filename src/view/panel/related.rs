//! Other incidents that one has to do with, from both ends: a feed writes relations one way.

use super::incident::label;
use super::{SECTION, Sharpness, title, when};
use crate::incident::{Incident, Related, Relation};
use crate::state::State;
use crate::view::markup::{Markup, VALUE};

/// What the incident says of others, and others of it.
pub(super) fn related(m: &mut Markup, state: &State, row: u32, incident: Option<&Incident>) {
    let mut links: Vec<(u32, &'static str, &Related)> = Vec::new();
    for related in incident.iter().flat_map(|incident| &incident.related) {
        if let Some(other) = state.feed.store().find(&related.id).filter(|other| *other != row) {
            links.push((other, relation_key(related.relation), related));
        }
    }
    // Those that say it themselves stand in the order of time, behind those that this one names.
    let known = links.len();
    let id = state.feed.store().id(row);
    for (other, text) in state.texts.iter() {
        let is_known = other == row || links.iter().take(known).any(|link| link.0 == other);
        if let Some(related) = text.related.iter().find(|link| link.id == id && !is_known) {
            let is_before = |link: &&(u32, _, _)| state.time_key(link.0) < state.time_key(other);
            let at = known + links.iter().skip(known).take_while(is_before).count();
            links.insert(at, (other, reverse_key(related.relation), related));
        }
    }
    if links.is_empty() {
        return;
    }
    m.leaf(SECTION, state.words.t("panel.related"));
    m.open("ul.panel-related[role=list]");
    for (other, key, related) in links {
        link(m, state, other, key, related);
    }
    m.close();
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

/// The other incident, what it is to this one, and why.
fn link(m: &mut Markup, state: &State, row: u32, key: &str, related: &Related) {
    let incident = state.texts.get(row);
    m.open("li");
    m.open("p.panel-quiet");
    m.leaf("span.panel-relation", state.words.t(key));
    if let Some(incident) = incident.filter(|incident| incident.when.is_some()) {
        m.aside("span", &when(state, incident, Sharpness::Short));
    }
    m.close();
    m.open("button.panel-link[type=button][data-action=open]");
    m.number(VALUE, i64::from(row));
    m.text(&incident.map_or("…".to_owned(), |incident| title(state, incident)));
    m.close();
    if let Some(note) = label(state, related.note.as_ref()) {
        m.leaf("p.panel-quiet", note);
    }
    m.close();
}
