//! What stands back behind a button: how it plays, how fast, and the dates to be typed.

use super::error_text;
use crate::state::{PlayMode, Speed, State, TypedError};
use crate::view::markup::{ACTION, Markup, VALUE};

const SLIDERS: &str = "M2.5 5h5.5M12 5h1.5M2.5 11h1.5M8 11h5.5M10 3.25a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5ZM6 9.25a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5Z";
const PROBLEM: &str = "timeline-problem";

/// How the window moves while it plays, in the order in which the modes are offered.
pub const MODES: [PlayMode; 2] = [PlayMode::Moving, PlayMode::Growing];
/// How fast, likewise.
pub const SPEEDS: [Speed; 3] = [Speed::Slow, Speed::Normal, Speed::Fast];

/// The button, and what it discloses; whether it does is for the document to know.
pub(super) fn menu(m: &mut Markup, state: &State) {
    let (words, time) = (&state.words, &state.time);
    m.open("button.step options[part=step][type=button][data-action=menu]");
    m.name(words.t("timeline.options"));
    m.attribute("aria-controls", "timeline-menu");
    m.attribute("aria-expanded", "false");
    m.icon(SLIDERS);
    m.close();
    m.open("div.menu[part=menu][id=timeline-menu][hidden]");
    typed(m, state);
    let mode = MODES.iter().position(|mode| *mode == time.mode);
    choice(m, state, "modes", &["timeline.motion", "timeline.moving", "timeline.growing"], mode);
    let speed = SPEEDS.iter().position(|speed| *speed == time.speed);
    let names = ["timeline.speed", "timeline.slower", "timeline.normal", "timeline.faster"];
    choice(m, state, "speeds", &names, speed);
    m.open("fieldset.scale");
    m.flag("hidden", !super::has_zoom(state));
    m.leaf("legend", words.t("timeline.scale"));
    super::zoom(m, state);
    m.close();
    m.close();
}

/// The fields for the first and the last date, and what is wrong with what was typed into them.
fn typed(m: &mut Markup, state: &State) {
    let words = &state.words;
    let error = state.time.typed_error.filter(|_| state.axis().is_some());
    m.open("fieldset.dates-typed");
    m.leaf("legend", words.t("timeline.dates"));
    for (name, right) in
        [("timeline.typed-start", TypedError::End), ("timeline.typed-end", TypedError::Start)]
    {
        m.open("label");
        m.leaf("span", words.t(name));
        m.open("input[type=text][autocomplete=off][spellcheck=false]");
        m.attribute(ACTION, "dates");
        if error.is_some_and(|error| error != right) {
            m.attribute("aria-invalid", "true");
            m.attribute("aria-describedby", PROBLEM);
        }
        m.close();
        m.close();
    }
    m.open("p.problem");
    m.attribute("id", PROBLEM);
    m.attribute("role", "alert");
    m.text(&error.map_or(String::new(), |_| error_text(state)));
    m.close();
    m.close();
}

/// A choice of one; the first of the names is that of the whole.
fn choice(m: &mut Markup, state: &State, class: &str, names: &[&str], chosen: Option<usize>) {
    m.open("fieldset");
    m.attribute("class", class);
    for (number, name) in names.iter().enumerate() {
        let name = state.words.t(name);
        let Some(value) = number.checked_sub(1) else {
            m.leaf("legend", name);
            continue;
        };
        m.open("label");
        m.open("input[type=radio]");
        m.attribute("name", class);
        m.attribute(ACTION, class);
        m.number(VALUE, value as i64);
        m.flag("checked", chosen == Some(value));
        m.close();
        m.leaf("span", name);
        m.close();
    }
    m.close();
}
