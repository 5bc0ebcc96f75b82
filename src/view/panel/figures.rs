//! Numbers that the reports give and that belong to no single incident.

use super::facts::{claim, excerpt_lang, source_name};
use super::quotation;
use crate::incident::{
    Bound, Claim, ComparedValue, Figure, SameVoice, compare_figure, same_voices,
};
use crate::state::State;
use crate::view::markup::{Markup, decimal};

/// Numbers that belong to no single incident; not among those of one mark.
pub fn figures(m: &mut Markup, state: &State, of_mark: bool) {
    let figures = &state.feed.collection().figures;
    let is_there = !of_mark && !figures.is_empty();
    m.open("div.panel-figures");
    m.flag("hidden", !is_there);
    if is_there {
        m.open("details");
        m.flag("open", state.is_printing);
        m.leaf("summary.panel-date", state.words.t("panel.figures"));
        figures.iter().for_each(|one| figure(m, state, one));
        m.close();
    }
    m.close();
}

fn figure(m: &mut Markup, state: &State, figure: &Figure) {
    let comparison = compare_figure(figure, &state.time.zone);
    let (values, differ) = (&comparison.values, comparison.differ);
    m.open("div.panel-figure[role=heading][aria-level=3]");
    m.text(figure.label.get(&state.settings.lang));
    if differ {
        m.aside("span.panel-quiet", state.words.t("panel.differ"));
    }
    m.close();
    m.open("dl.panel-facts");
    // On a common scale from nothing to the largest, where there are several.
    let numbers: Vec<f64> =
        values.iter().filter_map(|value| number(&value.value)).map(|(value, _)| value).collect();
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    let is_scale = numbers.len() > 1 && numbers.iter().all(|value| *value > 0.0);
    let scale = is_scale.then_some(largest);
    values.iter().for_each(|value| figure_value(m, state, figure, value, scale));
    m.close();
    for SameVoice { said_by, by } in &same_voices(&figure.reports) {
        let sources = by.iter().filter_map(|&report| figure.reports.get(report));
        let names: Vec<String> = sources.map(|report| source_name(state, &report.source)).collect();
        m.open("p.panel-voice");
        m.text(&names.join(state.words.t("join.clauses")));
        m.text(" ");
        m.text(&state.words.with("panel.same-voice", &[("who", said_by)]));
        m.close();
    }
}

fn number(value: &Claim) -> Option<(f64, Bound)> {
    match value {
        Claim::Number { value, bound, .. } => Some((*value, *bound)),
        _ => None,
    }
}

/// A number as a length; one that is only a bound fades out where it may go on.
fn bar(m: &mut Markup, value: &Claim, largest: f64) {
    let Some((value, bound)) = number(value) else { return };
    m.open(match bound {
        Bound::Exact => "b.panel-scale",
        Bound::Over | Bound::About => "b.panel-scale vague",
        Bound::Under => "b.panel-scale below",
    });
    m.style("inline-size", &[&decimal(value / largest * 100.0), "%"].concat());
    m.close();
}

/// A value, and the sources that give it, with whom they quote.
fn figure_value(
    m: &mut Markup,
    state: &State,
    figure: &Figure,
    value: &ComparedValue,
    scale: Option<f64>,
) {
    m.open("div");
    m.open("dt");
    m.text(&claim(state, &value.value, None));
    if let Some(largest) = scale {
        bar(m, &value.value, largest);
    }
    m.close();
    for report in value.by.iter().filter_map(|&index| figure.reports.get(index)) {
        m.open("dd");
        m.open("span.panel-quiet");
        m.text(&source_name(state, &report.source));
        if let Some(who) = &report.said_by {
            m.text(", ");
            m.text(&state.words.with("panel.quoting", &[("who", who)]));
        }
        m.close();
        quotation(m, state, &report.excerpt, excerpt_lang(state, report));
        m.close();
    }
    m.close();
}
