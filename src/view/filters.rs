//! What the reader has asked for by now, and the way back from it.

use crate::filter::Filter;
use crate::state::State;
use crate::time::When;
use crate::view::legend::{self, CategoryStyle};
use crate::view::markup::{Markup, VALUE};
use crate::view::panel::source_name;

const CROSS: &str = "M4 4l8 8M12 4l-8 8";

/// What is asked for, each with what is asked for without it.
#[must_use]
pub fn asked(state: &State, styles: &[CategoryStyle]) -> Vec<(String, Filter)> {
    let (words, filter) = (&state.words, &state.filter);
    let mut asked = Vec::new();
    let mut add = |name: String, change: &dyn Fn(&mut Filter)| {
        let mut rest = filter.clone();
        change(&mut rest);
        asked.push((name, rest));
    };
    if !filter.text.words.trim().is_empty() {
        let name = words.with("search.words", &[("words", filter.text.words.trim())]);
        add(name, &|rest| rest.text.words.clear());
    }
    for key in &filter.text.sources {
        add(source_name(state, key), &|rest| rest.toggle_source(key));
    }
    if filter.text.differing {
        add(words.t("panel.differ").to_owned(), &|rest| rest.text.differing = false);
    }
    if !filter.text.since.is_empty() {
        let day = written_time(state, &filter.text.since);
        add(words.with("search.since", &[("when", &day)]), &|rest| rest.text.since.clear());
    }
    for key in &filter.without {
        let slot = state.feed.store().categories().position(|known| known == key);
        let style = if key.is_empty() { styles.last() } else { slot.and_then(|at| styles.get(at)) };
        let label = style.map_or(key.as_str(), |style| legend::label(state, style));
        let name = words.with("search.without", &[("category", label)]);
        add(name, &|rest| rest.toggle_category(key));
    }
    asked
}

/// A time as it is spoken of, where it is one.
fn written_time(state: &State, written: &str) -> String {
    let (zone, shown) = (&state.time.zone, state.time.shown_zone());
    let when = When::parse(written.trim());
    when.map_or_else(|_| written.to_owned(), |when| state.words.when_short(&when, zone, shown))
}

/// The same as buttons that take it back, but for categories that the legend has: what was pressed there is not to push it
/// away from under the finger.
pub fn chips(m: &mut Markup, state: &State, styles: &[CategoryStyle]) {
    let mut asked = asked(state, styles);
    let without = &state.filter.without;
    let is_in_legend = state.settings.controls.legend && !without.is_empty();
    if is_in_legend && legend::has_all(state, styles, without) {
        asked.truncate(asked.len() - without.len());
    }
    m.open("ul.chips[role=list]");
    m.attribute("aria-label", state.words.t("search.asked"));
    m.flag("hidden", asked.is_empty());
    for (number, (name, _)) in (0..).zip(&asked) {
        m.open_keyed("li", name);
        m.open("button.chip[type=button][part=chip][data-action=unfilter]");
        m.number(VALUE, number);
        m.attribute("aria-label", &state.words.with("search.remove", &[("filter", name)]));
        m.leaf("span", name);
        m.icon(CROSS);
        m.close();
        m.close();
    }
    m.close();
}
