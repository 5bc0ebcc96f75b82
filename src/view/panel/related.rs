//! Other incidents that one has to do with.

use super::incident::label;
use super::{SECTION, Sharpness, title, when};
use crate::incident::{Related, Relation};
use crate::state::State;
use crate::view::markup::{Markup, VALUE};
use crate::view::relations::links;

/// What the incident says of others, and others of it.
pub(super) fn related(m: &mut Markup, state: &State, row: u32) {
    let links = links(state, row);
    if links.is_empty() {
        return;
    }
    m.leaf(SECTION, state.words.t("panel.related"));
    m.open("ul.panel-related[role=list]");
    for link in links {
        let relation = link.related.relation;
        let key = if link.is_reverse { reverse_key(relation) } else { relation_key(relation) };
        other(m, state, link.row, key, link.related);
    }
    m.close();
}

/// Those that it is a part of, or possibly the same as: whoever counts has to know.
pub(super) fn not_by_itself(m: &mut Markup, state: &State, row: u32) {
    for link in links(state, row) {
        let key = match (link.related.relation, link.is_reverse) {
            (Relation::PartOf, false) => "panel.is-part",
            (Relation::PossiblySame, _) => "panel.is-same",
            _ => continue,
        };
        m.open("div");
        m.leaf("dt", state.words.t(key));
        m.open("dd");
        way_to(m, state, link.row);
        m.close();
        m.close();
    }
}

/// A button that opens an incident.
fn way_to(m: &mut Markup, state: &State, row: u32) {
    m.open("button.panel-link[type=button][data-action=open]");
    m.number(VALUE, i64::from(row));
    m.text(&state.texts.get(row).map_or("…".to_owned(), |incident| title(state, incident)));
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
fn other(m: &mut Markup, state: &State, row: u32, key: &str, related: &Related) {
    let incident = state.texts.get(row);
    m.open("li");
    m.open("p.panel-quiet");
    m.leaf("span.panel-relation", state.words.t(key));
    if let Some(incident) = incident.filter(|incident| incident.when.is_some()) {
        m.aside("span", &when(state, incident, Sharpness::Short));
    }
    m.close();
    way_to(m, state, row);
    if let Some(note) = label(state, related.note.as_ref()) {
        m.leaf("p.panel-quiet", note);
    }
    m.close();
}
