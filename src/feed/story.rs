//! The guided reading of a collection: an object with steps, or these alone.

use serde_json::Value;

use super::lenient::{label, list, member, report, text};
use crate::geo::{Bbox, LngLat};
use crate::incident::{Passage, Step, StepView, Story};
use crate::time::{Asked, AskedWindow, TimeRange, Zone};

/// A step is about no more incidents than these: all of them are listed.
const MOST_TOLD: usize = 100;

/// Reads the steps; one without a text is left out, of the others what makes no sense.
pub(super) fn story(value: &Value, warnings: &mut Vec<String>) -> Option<Story> {
    let steps = match value {
        Value::Array(steps) => steps.as_slice(),
        _ => list(value.as_object()?, "steps", warnings),
    };
    let steps = steps.iter().filter_map(|value| step(value, warnings)).collect();
    Some(Story { title: member(value, "title", label), steps })
}

fn step(value: &Value, warnings: &mut Vec<String>) -> Option<Step> {
    let passages: Vec<Passage> = match value.get("text") {
        Some(Value::Array(passages)) => {
            passages.iter().filter_map(|value| passage(value, warnings)).collect()
        }
        text => text.and_then(label).map(unreported).into_iter().collect(),
    };
    if passages.is_empty() {
        warnings.push("story: expected a step with a text, found none".to_owned());
        return None;
    }
    let window = member(value, "window", window);
    let window = window.filter(|window| {
        let range = window.resolve(TimeRange::EVER, &Zone::utc());
        warnings.extend(range.as_ref().err().map(|error| format!("story: window: {error}")));
        range.is_ok()
    });
    let mut incidents: Vec<String> = Vec::new();
    for id in list(value.as_object()?, "incidents", warnings).iter().filter_map(text) {
        if incidents.len() == MOST_TOLD {
            warnings.push(format!("story: incidents: expected no more than {MOST_TOLD}"));
            break;
        }
        if !incidents.contains(&id) {
            incidents.push(id);
        }
    }
    Some(Step {
        title: member(value, "title", label),
        passages,
        incidents,
        view: member(value, "view", view),
        window,
    })
}

/// A text, or one with the reports that it rests on.
fn passage(value: &Value, warnings: &mut Vec<String>) -> Option<Passage> {
    if let Some(text) = value.as_str().and_then(|_| label(value)) {
        return Some(unreported(text));
    }
    let reports = list(value.as_object()?, "reports", warnings);
    let reports = reports.iter().filter_map(|value| report(value, warnings)).collect();
    Some(Passage { text: member(value, "text", label)?, reports })
}

fn unreported(text: crate::incident::Label) -> Passage {
    Passage { text, reports: Vec::new() }
}

/// `[west, south, east, north]`, or `{center, zoom}`; in degrees.
fn view(value: &Value) -> Option<StepView> {
    if value.is_array() {
        return numbers(value).and_then(Bbox::from_degrees).map(StepView::Bounds);
    }
    let [lng, lat] = value.get("center").and_then(numbers)?;
    let zoom = value.get("zoom").and_then(Value::as_f64)?;
    (lat.abs() <= 90.0).then_some(StepView::Place { center: LngLat { lng, lat }, zoom })
}

fn numbers<const N: usize>(value: &Value) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> = value.as_array()?.iter().map(Value::as_f64).collect();
    numbers?.try_into().ok()
}

/// `{start, end}`, or a text of two dates apart by a slash, or of one that is both.
fn window(value: &Value) -> Option<AskedWindow> {
    if value.is_object() {
        let [start, end] = ["start", "end"].map(|name| member(value, name, text).map(Asked::Text));
        return Some(AskedWindow { start, end });
    }
    let written = text(value)?;
    let (start, end) = written.split_once('/').unwrap_or((&written, &written));
    let given = |end: &str| !matches!(end.trim(), "" | "..");
    let [start, end] = [start, end].map(|end| Some(end.trim()).filter(|end| given(end)));
    Some(AskedWindow::between(start, end))
}

#[cfg(test)]
mod tests;
