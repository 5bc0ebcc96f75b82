//! The members of the collection itself.

use serde_json::Value;

use super::lenient::{claim, entries, label, link, list, member, report, text, time};
use super::story::story;
use crate::incident::{Category, ClaimKind, Collection, FIGURE, Figure, Source, ValueType};

/// Reads what a feed says of all of its incidents.
pub(super) fn read(object: &Value) -> Collection {
    let Some(members) = object.as_object() else { return Collection::default() };
    let mut warnings = Vec::new();
    let sources = entries(members, "sources", &mut warnings);
    let sources = sources.map(|(key, value)| (key.clone(), source(value))).collect();
    let categories = entries(members, "categories", &mut warnings);
    let category = |(key, value): (&String, _)| (key.clone(), category(value, &mut warnings));
    let categories = categories.map(category).collect();
    let claims = entries(members, "claims", &mut warnings);
    let claims = claims.map(|(key, value)| (key.clone(), claim_kind(value))).collect();
    let figures = list(members, "figures", &mut warnings);
    let figures = figures.iter().filter_map(|value| figure(value, &mut warnings)).collect();
    let story = members.get("story").and_then(|value| story(value, &mut warnings));
    Collection {
        title: member(object, "title", label),
        description: member(object, "description", label),
        updated: member(object, "updated", time),
        timezone: member(object, "timezone", |value| value.as_str().map(str::to_owned)),
        attribution: member(object, "attribution", label),
        lang: member(object, "lang", text),
        sources,
        categories,
        claims,
        figures,
        story: story.unwrap_or_default(),
        warnings,
    }
}

fn source(value: &Value) -> Source {
    Source {
        name: label_of(value, "name"),
        byline: member(value, "byline", text),
        published: member(value, "published", time),
        url: member(value, "url", link),
        lang: member(value, "lang", text),
    }
}

fn category(value: &Value, warnings: &mut Vec<String>) -> Category {
    let mut color = member(value, "color", text);
    if let Some(other) = color.take_if(|color| !is_hex(color)) {
        warnings.push(["categories: expected a color as #rrggbb, found ", &other].concat());
    }
    Category { label: label_of(value, "label"), color, symbol: member(value, "symbol", text) }
}

fn is_hex(color: &str) -> bool {
    color.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

fn claim_kind(value: &Value) -> ClaimKind {
    let value_type = match value.get("type").and_then(Value::as_str) {
        Some("text") => Some(ValueType::Text),
        Some("number") => Some(ValueType::Number),
        Some("time") => Some(ValueType::Time),
        Some("place") => Some(ValueType::Place),
        _ => None,
    };
    ClaimKind { label: label_of(value, "label"), value_type }
}

/// The label of an object, or a text in place of the object.
fn label_of(value: &Value, name: &str) -> Option<crate::incident::Label> {
    if value.is_string() { label(value) } else { member(value, name, label) }
}

fn figure(value: &Value, warnings: &mut Vec<String>) -> Option<Figure> {
    let Some(label) = member(value, "label", label) else {
        warnings.push("figures: expected a label, found none".to_owned());
        return None;
    };
    let mut reports = Vec::new();
    for value in list(value.as_object()?, "reports", warnings) {
        if let (Some(mut report), Some(value)) =
            (report(value, warnings), member(value, "value", claim))
        {
            report.claims = vec![(FIGURE.to_owned(), value)];
            reports.push(report);
        }
    }
    Some(Figure { label, reports })
}
