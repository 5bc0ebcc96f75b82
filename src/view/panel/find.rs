//! What the reader can ask for: words, sources, only where reports differ, only what is new.

use super::source_name;
use crate::state::State;
use crate::view::markup::{ACTION, Markup, VALUE};

/// The field for words, and the choices among sources.
pub(super) fn find(m: &mut Markup, state: &State, is_there: bool) {
    let words = &state.words;
    m.open("div.panel-find[role=search][part=search]");
    m.flag("hidden", !is_there || !state.settings.controls.search);
    m.open(
        "input.panel-search[type=search][autocomplete=off][spellcheck=false][data-action=search]",
    );
    m.attribute("aria-label", words.t("search.label"));
    m.attribute("placeholder", words.t("search.label"));
    m.close();
    choices(m, state);
    m.close();
}

fn choices(m: &mut Markup, state: &State) {
    let (words, filter) = (&state.words, &state.filter.text);
    let collection = state.feed.collection();
    let has_sources = collection.sources.len() > 1;
    // A feed may compare what it doesn't describe.
    let has_claims =
        !collection.claims.is_empty() || state.texts.have_differed() || filter.differing;
    let has_since = state.settings.since.is_some();
    m.open("details.panel-choices");
    m.flag("hidden", !has_sources && !has_claims && !has_since);
    m.leaf("summary", words.t("search.more"));
    if has_claims {
        check(m, "differing", 0, words.t("search.differing"), filter.differing);
    }
    if has_since {
        check(m, "new", 0, words.t("search.new"), !filter.since.is_empty());
    }
    m.open("fieldset");
    m.flag("hidden", !has_sources);
    m.leaf("legend", words.t("search.sources"));
    if has_sources {
        for (number, (key, _)) in (0..).zip(&collection.sources) {
            let is_chosen = filter.sources.contains(key);
            check(m, "source", number, &source_name(state, key), is_chosen);
        }
    }
    m.close();
    m.close();
}

fn check(m: &mut Markup, action: &str, number: i64, name: &str, is_chosen: bool) {
    m.open("label");
    m.open("input[type=checkbox]");
    m.attribute(ACTION, action);
    m.number(VALUE, number);
    m.flag("checked", is_chosen);
    m.close();
    m.leaf("span", name);
    m.close();
}
