//! A step of the story: what is told, of which incidents, and who says so.

use super::facts::cites;
use super::incident::{HEADLINE, label, reported};
use super::list::list_row;
use super::speak;
use crate::incident::{Report, Step};
use crate::state::State;
use crate::view::legend;
use crate::view::markup::{Markup, VALUE};

/// The buttons to the neighbours of a step: what they do, and what they are called.
pub(super) const STEPS: [(&str, &str); 2] = [("step", "story.previous"), ("step", "story.next")];

/// What the story is called.
#[must_use]
pub fn title(state: &State) -> &str {
    let title = state.feed.collection().story.title.as_ref();
    label(state, title).unwrap_or_else(|| state.words.t("story.label"))
}

/// The step that is told.
pub fn story(m: &mut Markup, state: &State) {
    m.open("article.panel-story");
    if let (Some(at), Some(step)) = (state.panel.step, state.story_step()) {
        m.open_keyed("div", &at.to_string());
        m.leaf("p.panel-kicker", title(state));
        let reports = reports(step);
        told(m, state, at, step, &reports);
        reported(m, state, &reports);
        m.close();
    }
    m.close();
}

/// The step that is told, by its number from 0, without the quotations of its reports.
pub fn told(m: &mut Markup, state: &State, at: usize, step: &Step, reports: &[Report]) {
    m.open(HEADLINE);
    step.title.iter().for_each(|label| speak(m, state, label));
    m.text(&headline(state, at, step));
    m.close();
    m.open("p.panel-summary[part=story-text]");
    for passage in &step.passages {
        m.open("span");
        speak(m, state, &passage.text);
        m.text(passage.text.get(&state.settings.lang));
        m.close();
        let number = |report| reports.iter().position(|known| known == report);
        let by: Vec<usize> = passage.reports.iter().filter_map(number).collect();
        if !by.is_empty() {
            cites(m, state, &by, reports);
        }
        m.text(" ");
    }
    m.close();
    incidents(m, state);
    ahead(m, state, at);
}

/// What a step is called: by its title, else by its number.
fn headline(state: &State, at: usize, step: &Step) -> String {
    let title = label(state, step.title.as_ref()).map(str::to_owned);
    title.unwrap_or_else(|| position(state, at))
}

fn position(state: &State, at: usize) -> String {
    let (words, total) = (&state.words, state.feed.collection().story.steps.len());
    let (n, total) = (words.number((at + 1) as f64), words.number(total as f64));
    words.with("story.position", &[("n", &n), ("total", &total)])
}

/// The reports that the step rests on, each once, in the order in which they are named.
#[must_use]
pub fn reports(step: &Step) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for report in step.passages.iter().flat_map(|passage| &passage.reports) {
        if !reports.contains(report) {
            reports.push(report.clone());
        }
    }
    reports
}

/// The incidents that the step is about, as the list has them.
fn incidents(m: &mut Markup, state: &State) {
    let rows = state.told_rows();
    if rows.is_empty() {
        return;
    }
    let styles = legend::categories(state);
    m.open("ul.panel-told[role=list]");
    rows.into_iter().for_each(|row| list_row(m, state, &styles, row, None, (true, false)));
    m.close();
}

/// At the end of a step the way to the next one; behind the last one, to all incidents.
fn ahead(m: &mut Markup, state: &State, at: usize) {
    let steps = &state.feed.collection().story.steps;
    if let Some(next) = steps.get(at + 1) {
        m.open("button.panel-more[type=button][data-action=step]");
        m.number(VALUE, at as i64 + 1);
        m.text(&state.words.with("story.ahead", &[("title", &headline(state, at + 1, next))]));
        m.close();
    } else {
        m.leaf("button.panel-more[type=button][data-action=leave]", state.words.t("map.all"));
    }
}

/// What the screen reader says of a step: all that is told.
#[must_use]
pub fn spoken(state: &State) -> Option<String> {
    let (at, step) = (state.panel.step?, state.story_step()?);
    let mut spoken = position(state, at);
    if let Some(title) = label(state, step.title.as_ref()) {
        spoken.push_str(state.words.t("join.explained"));
        spoken.push_str(title);
    }
    spoken.push('.');
    for passage in &step.passages {
        spoken.push(' ');
        spoken.push_str(passage.text.get(&state.settings.lang));
    }
    Some(spoken)
}
